//! A piece of a map, small enough to carry along.
//!
//! Promises: only tiles that touch the box, as they are packed; attribution and description go along word for word;
//! the same archive and box give the same bytes.

use std::io::Cursor;
use std::ops::RangeInclusive;
use std::path::Path;

use pmtiles::{PmTilesWriter, TileCoord, TileId};

use super::archive::Archive;
use super::grid::{MAX_ZOOM, Rect};
use super::{BasemapError, Bounds, Unfit};

/// No piece needs more tiles: a whole municipality of 50 km by 50 km has fewer.
const MOST_TILES: u64 = 250_000;

/// A new archive that holds only the tiles that touch the box; zooms that the archive does not have are left out.
pub fn cut(archive: &Path, bounds: Bounds, zooms: RangeInclusive<u8>) -> Result<Vec<u8>, BasemapError> {
    let archive = Archive::open(archive)?;
    let bounds = archive.bounds()?.overlap(bounds).ok_or(BasemapError::Nothing)?;
    let header = archive.header();
    let first = header.min_zoom.max(*zooms.start());
    let last = header.max_zoom.min(*zooms.end()).min(MAX_ZOOM);
    let places = places(bounds, first..=last)?;
    let mut bytes = Cursor::new(Vec::new());
    let centre = bounds.centre();
    let mut writer = PmTilesWriter::new(header.tile_type)
        .precompressed(header.tile_compression)
        .min_zoom(first)
        .max_zoom(last)
        .bounds(bounds.west, bounds.south, bounds.east, bounds.north)
        .center(centre.0, centre.1)
        .center_zoom(header.center_zoom.clamp(first, last.max(first)))
        .metadata(archive.metadata_text()?)
        .create(&mut bytes)
        .map_err(BasemapError::archive)?;
    let mut tiles = 0;
    for (_, coord) in places {
        if let Some(packed) = archive.packed(coord).map_err(Unfit::Archive)? {
            writer.add_tile(coord, &packed).map_err(BasemapError::archive)?;
            tiles += 1;
        }
    }
    writer.finalize().map_err(BasemapError::archive)?;
    if tiles == 0 { Err(BasemapError::Nothing) } else { Ok(bytes.into_inner()) }
}

/// The tiles that touch the box, in the order of an archive.
fn places(bounds: Bounds, zooms: RangeInclusive<u8>) -> Result<Vec<(TileId, TileCoord)>, BasemapError> {
    let mut places = Vec::new();
    let (rect, mut tiles) = (Rect::of(bounds), 0);
    for zoom in zooms {
        let (columns, rows) = rect.at_zoom(zoom).tiles(zoom);
        tiles += rect.count_tiles(zoom);
        if tiles > MOST_TILES {
            return Err(BasemapError::TooLarge { tiles, most: MOST_TILES });
        }
        for column in columns {
            for row in rows.clone() {
                let coord = TileCoord::new(zoom, column.cast_unsigned(), row.cast_unsigned());
                let coord = coord.map_err(BasemapError::archive)?;
                places.push((coord.into(), coord));
            }
        }
    }
    places.sort_by_key(|(id, _)| *id);
    Ok(places)
}
