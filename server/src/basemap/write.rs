//! A map archive of what was shaped.
//!
//! Promises: the archive is clustered, and no more than one tile of the coarsest zoom's worth of pieces is held; the same
//! shapes give the same bytes.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use pmtiles::{PmTilesStreamWriter, PmTilesWriter, TileCoord, TileId, TileType};
use serde_json::json;

use super::coast::Sea;
use super::draft::Draft;
use super::feature::Feature;
use super::grid::{MAX_ZOOM, MIN_ZOOM, Rect};
use super::schema::Layer;
use super::shape::Shaped;
use super::tile::{Sheet, Shown, Wanted};
use super::{BasemapError, Bounds};

/// Who is to be thanked for the data, on every map.
pub const ATTRIBUTION: &str = "© OpenStreetMap contributors";

/// The version of our tiles: a map style that needs more than one has says so by it.
pub const VERSION: u64 = 1;

/// Which file a map was made of.
pub(super) struct Source {
    pub(super) bytes: u64,
    pub(super) sha256: String,
    pub(super) current_at: Option<jiff::Timestamp>,
}

/// Draws all tiles into a new archive, which replaces the one that is there once it is whole; how many tiles and how
/// many bytes it has.
pub(super) fn write(
    shaped: &Shaped,
    source: &Source,
    edge: Rect,
    bounds: Bounds,
    out_path: &Path,
    told: &mut dyn FnMut(f64),
) -> Result<(u64, u64), BasemapError> {
    let (draft, file) = Draft::new(out_path)?;
    let centre = bounds.centre();
    let mut writer = PmTilesWriter::new(TileType::Mvt)
        .min_zoom(MIN_ZOOM)
        .max_zoom(MAX_ZOOM)
        .bounds(bounds.west, bounds.south, bounds.east, bounds.north)
        .center(centre.0, centre.1)
        .center_zoom(13)
        .metadata(metadata(source, shaped.sea))
        .create(file)
        .map_err(BasemapError::archive)?;
    let tiles = write_tiles(shaped, edge, &mut writer, told)?;
    if tiles == 0 {
        return Err(BasemapError::Nothing);
    }
    writer.finalize().map_err(BasemapError::archive)?;
    Ok((tiles, draft.keep()?))
}

fn metadata(source: &Source, sea: Sea) -> String {
    let layers = Layer::ALL
        .map(|layer| json!({ "id": layer.name(), "fields": {}, "minzoom": MIN_ZOOM, "maxzoom": MAX_ZOOM }));
    let current_at = source.current_at.map(|time| time.to_string());
    json!({
        "name": "Lykta",
        "attribution": ATTRIBUTION,
        "type": "baselayer",
        "vector_layers": layers,
        "lykta": {
            "version": VERSION,
            "source": { "sha256": source.sha256, "bytes": source.bytes, "current_at": current_at },
            "sea": sea == Sea::Drawn,
        },
    })
    .to_string()
}

/// Writes zoom by zoom, and within a zoom by tiles of the coarsest one, so that no more than one such tile's worth is
/// held; along the Hilbert curve that orders an archive these follow each other.
fn write_tiles(
    shaped: &Shaped,
    edge: Rect,
    writer: &mut PmTilesStreamWriter<File>,
    told: &mut dyn FnMut(f64),
) -> Result<u64, BasemapError> {
    let parents = parents(&shaped.features.all, edge)?;
    let steps = f64::from(MAX_ZOOM - MIN_ZOOM + 1);
    let mut tiles = 0;
    for zoom in MIN_ZOOM..=MAX_ZOOM {
        let shown = Shown::at(&shaped.features, zoom);
        for parent in parents.values() {
            let wanted = Wanted::new(edge, zoom, parent.tile, MIN_ZOOM);
            let mut sheet = Sheet::default();
            for feature in &parent.features {
                sheet.add(feature, &wanted, &shown);
            }
            tiles += write_sheet(sheet, &shown, zoom, writer)?;
        }
        told(f64::from(zoom - MIN_ZOOM + 1) / steps);
    }
    Ok(tiles)
}

fn write_sheet(
    sheet: Sheet,
    shown: &Shown,
    zoom: u8,
    writer: &mut PmTilesStreamWriter<File>,
) -> Result<u64, BasemapError> {
    let written = sheet.write(shown).map_err(BasemapError::Draw)?;
    let mut in_order: Vec<(TileId, TileCoord, Vec<u8>)> = Vec::new();
    for ((column, row), bytes) in written {
        let coord = coord(zoom, column, row)?;
        in_order.push((coord.into(), coord, bytes));
    }
    in_order.sort_by_key(|(id, ..)| *id);
    for (_, coord, bytes) in &in_order {
        writer.add_tile(*coord, bytes).map_err(BasemapError::archive)?;
    }
    Ok(in_order.len() as u64)
}

fn coord(zoom: u8, column: i32, row: i32) -> Result<TileCoord, BasemapError> {
    TileCoord::new(zoom, column.cast_unsigned(), row.cast_unsigned()).map_err(BasemapError::archive)
}

/// A tile of the coarsest zoom and what touches it.
struct Parent<'a> {
    tile: (i32, i32),
    features: Vec<&'a Feature>,
}

fn parents(features: &[Feature], edge: Rect) -> Result<BTreeMap<TileId, Parent<'_>>, BasemapError> {
    let (columns, rows) = edge.at_zoom(MIN_ZOOM).tiles(MIN_ZOOM);
    let mut parents = BTreeMap::new();
    for feature in features {
        let Some(around) = feature.shape.around() else { continue };
        let (own_columns, own_rows) = around.grown(REACH).at_zoom(MIN_ZOOM).tiles(MIN_ZOOM);
        for column in own_columns.filter(|column| columns.contains(column)) {
            for row in own_rows.clone().filter(|row| rows.contains(row)) {
                let id = coord(MIN_ZOOM, column, row)?.into();
                let parent =
                    parents.entry(id).or_insert_with(|| Parent { tile: (column, row), features: Vec::new() });
                parent.features.push(feature);
            }
        }
    }
    Ok(parents)
}

/// How far beyond itself a feature is drawn at the coarsest zoom, in grid units, more than a tile's buffer there.
const REACH: i32 = 128 << (MAX_ZOOM - MIN_ZOOM);
