//! Maps as tests look at them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use fast_mvt::{MvtGeometry, MvtReaderRef, MvtValue};
use geo::{Contains as _, MapCoords as _, Point};
use pmtiles::TileCoord;
use tempfile::TempDir;

use super::super::archive::{Archive, Place};
use super::super::grid::{self, EXTENT, MAX_ZOOM, Rect, TILE_BITS};
use super::super::{BasemapError, Bounds, Report, Streets, import_osm};
use super::extract::Extract;

/// A feature in a tile.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Seen {
    pub(super) place: Place,
    pub(super) layer: String,
    pub(super) attributes: BTreeMap<String, String>,
    /// In the tile's units.
    pub(super) geometry: MvtGeometry,
}

impl Seen {
    pub(super) fn kind(&self) -> &str {
        self.attribute("kind").unwrap_or_default()
    }

    pub(super) fn attribute(&self, key: &str) -> Option<&str> {
        self.attributes.get(key).map(String::as_str)
    }
}

/// A map in a folder of its own.
pub(super) struct Map {
    folder: TempDir,
}

impl Map {
    pub(super) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A map of an extract, and what was told of it.
    pub(super) fn of(extract: &Extract) -> (Self, Report) {
        let map = Self::new();
        let report = map.import(&extract.bytes(), None).unwrap();
        (map, report)
    }

    pub(super) fn import(&self, bytes: &[u8], within: Option<Bounds>) -> Result<Report, BasemapError> {
        std::fs::write(self.source(), bytes).unwrap();
        import_osm(&self.source(), &self.path(), within, Streets::Optional, &mut |_, _| {})
    }

    pub(super) fn source(&self) -> PathBuf {
        self.folder.path().join("extract.osm.pbf")
    }

    pub(super) fn path(&self) -> PathBuf {
        self.folder.path().join("map.pmtiles")
    }

    /// The names of all files in the folder.
    pub(super) fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    pub(super) fn seen(&self, layer: &str, zoom: u8) -> Vec<Seen> {
        seen(&self.path()).into_iter().filter(|seen| seen.layer == layer && seen.place.zoom == zoom).collect()
    }

    /// The kinds of the areas of a layer that cover a place at the finest zoom.
    pub(super) fn kinds_at(&self, layer: &str, place: (f64, f64)) -> Vec<String> {
        self.kinds_at_zoom(layer, place, MAX_ZOOM)
    }

    pub(super) fn kinds_at_zoom(&self, layer: &str, (lon, lat): (f64, f64), zoom: u8) -> Vec<String> {
        let (spot, shift) = (grid::spot(lon, lat), MAX_ZOOM - zoom);
        let spot = geo::Coord { x: spot.x >> shift, y: spot.y >> shift };
        let (x, y) = (spot.x >> TILE_BITS, spot.y >> TILE_BITS);
        let local = Point::new(f64::from(spot.x & (EXTENT - 1)), f64::from(spot.y & (EXTENT - 1)));
        let all = self.seen(layer, zoom).into_iter();
        let in_tile =
            all.filter(|seen| (seen.place.x, seen.place.y) == (x.cast_unsigned(), y.cast_unsigned()));
        let covers = |seen: &Seen| match &seen.geometry {
            MvtGeometry::Polygon(polygon) => {
                polygon.map_coords(|c| geo::Coord { x: f64::from(c.x), y: f64::from(c.y) }).contains(&local)
            }
            MvtGeometry::MultiPolygon(all) => {
                all.map_coords(|c| geo::Coord { x: f64::from(c.x), y: f64::from(c.y) }).contains(&local)
            }
            _ => false,
        };
        in_tile.filter(covers).map(|seen| seen.kind().to_owned()).collect()
    }
}

/// Every feature in every tile.
pub(super) fn seen(path: &Path) -> Vec<Seen> {
    let archive = Archive::open(path).unwrap();
    let mut all = Vec::new();
    for place in places(path) {
        let coord = TileCoord::new(place.zoom, place.x, place.y).unwrap();
        let tile = archive.unpacked(&archive.packed(coord).unwrap().unwrap()).unwrap();
        let tile = MvtReaderRef::new(&tile).unwrap().to_tile().unwrap();
        for layer in tile.layers {
            for feature in layer.features {
                let attributes =
                    feature.properties.iter().map(|(key, value)| (key.clone(), text(value))).collect();
                all.push(Seen { place, layer: layer.name.clone(), attributes, geometry: feature.geometry });
            }
        }
    }
    all
}

/// Every tile, also those that an archive holds once for several places.
pub(super) fn places(path: &Path) -> Vec<Place> {
    let archive = Archive::open(path).unwrap();
    let rect = Rect::of(archive.bounds().unwrap());
    let header = archive.header();
    let all = (header.min_zoom..=header.max_zoom).flat_map(|zoom| {
        let (columns, rows) = rect.at_zoom(zoom).tiles(zoom);
        columns.flat_map(move |x| {
            rows.clone().map(move |y| TileCoord::new(zoom, x.cast_unsigned(), y.cast_unsigned()).unwrap())
        })
    });
    let there = all.filter(|coord| archive.packed(*coord).unwrap().is_some());
    there.map(|coord| Place { zoom: coord.z(), x: coord.x(), y: coord.y() }).collect()
}

fn text(value: &MvtValue) -> String {
    match value {
        MvtValue::String(text) => text.clone(),
        MvtValue::Int(number) | MvtValue::SInt(number) => number.to_string(),
        MvtValue::UInt(number) => number.to_string(),
        MvtValue::Bool(set) => set.to_string(),
        other => format!("{other:?}"),
    }
}
