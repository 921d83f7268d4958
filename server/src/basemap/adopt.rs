//! A ready archive in the Protomaps schema, taken as it is.
//!
//! Promises: it is looked through whole before it is taken; one that a map could not be drawn with is refused with a
//! sentence that says why, and the map in use stays.

use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::path::Path;

use fast_mvt::MvtReaderRef;
use pmtiles::{Compression, TileCoord, TileType};

use super::archive::{Archive, Place};
use super::describe::{self, Description};
use super::draft::Draft;
use super::{BasemapError, Unfit};

/// Streets can be told apart from this zoom.
const WANTED_ZOOM: u8 = 13;

/// One tile in this many is decoded, besides the first of each zoom.
const SAMPLED: usize = 64;

/// Takes a ready archive, if it is one that a map can be drawn with.
pub fn adopt_pmtiles(path: &Path, out_path: &Path) -> Result<Description, BasemapError> {
    // Something else altogether is not copied first.
    check_header(&Archive::open(path)?)?;
    // What is looked through is the copy, so that the file cannot change in between.
    let (draft, mut copy) = Draft::new(out_path)?;
    let mut file = File::open(path).map_err(BasemapError::Read)?;
    io::copy(&mut file, &mut copy).map_err(BasemapError::Write)?;
    drop(copy);
    let description = check(draft.beside())?;
    draft.keep()?;
    Ok(description)
}

/// Looks an archive through.
fn check(path: &Path) -> Result<Description, BasemapError> {
    let archive = Archive::open(path)?;
    check_header(&archive)?;
    let description = describe::describe_archive(&archive)?;
    check_layers(&check_tiles(&archive)?)?;
    Ok(description)
}

fn check_header(archive: &Archive) -> Result<(), Unfit> {
    let header = archive.header();
    if header.tile_type != TileType::Mvt {
        return Err(Unfit::NotVector { kind: header.tile_type.content_type().to_owned() });
    }
    if !matches!(header.tile_compression, Compression::Gzip | Compression::None) {
        return Err(Unfit::Packing { method: format!("{:?}", header.tile_compression) });
    }
    if header.max_zoom < WANTED_ZOOM {
        return Err(Unfit::Coarse { max: header.max_zoom, wanted: WANTED_ZOOM });
    }
    Ok(())
}

/// Reads every tile, decodes some, and tells which layers these have.
fn check_tiles(archive: &Archive) -> Result<BTreeSet<String>, Unfit> {
    let (min, max) = (archive.header().min_zoom, archive.header().max_zoom);
    let mut layers = BTreeSet::new();
    let (mut tiles, mut zooms) = (0, BTreeSet::new());
    archive.each_entry(|place| {
        let Place { zoom, x, y } = place;
        if !(min..=max).contains(&zoom) {
            return Err(Unfit::Zooms { min, max, zoom });
        }
        let packed = TileCoord::new(zoom, x, y).and_then(|coord| archive.packed(coord));
        let Ok(Some(packed)) = packed else { return Err(Unfit::Missing { zoom, x, y }) };
        if zooms.insert(zoom) || tiles % SAMPLED == 0 {
            let unpacked = archive.unpacked(&packed);
            layers.extend(unpacked.and_then(|tile| layers_of(&tile)).map_err(|reason| Unfit::Tile {
                zoom,
                x,
                y,
                reason,
            })?);
        }
        tiles += 1;
        Ok(())
    })?;
    if tiles == 0 { Err(Unfit::Empty) } else { Ok(layers) }
}

/// The layers of a tile, once all of it was decoded.
fn layers_of(tile: &[u8]) -> Result<Vec<String>, String> {
    let decoded =
        MvtReaderRef::new(tile).and_then(|reader| reader.to_tile()).map_err(|error| error.to_string())?;
    Ok(decoded.layers.into_iter().map(|layer| layer.name).collect())
}

fn check_layers(layers: &BTreeSet<String>) -> Result<(), Unfit> {
    let has = |layer: &str| layers.contains(layer);
    let found = || layers.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    if !has("roads") {
        return Err(Unfit::Layers { layer: "roads", found: found() });
    }
    if !has("earth") && !has("water") {
        return Err(Unfit::Layers { layer: "earth or water", found: found() });
    }
    Ok(())
}
