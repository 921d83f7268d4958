//! What a map tells of light: where lamps stand, and which ways are said to be lit or not.
//!
//! Promises: each lamp once, though the edges of tiles repeat it; ways are told as places along them, so that all of it
//! is asked for by one kind of question; a map without such knowledge tells nothing.

use std::collections::BTreeSet;
use std::path::Path;

use fast_mvt::{MvtFeature, MvtGeometry, MvtReaderRef, MvtValue};
use geo::{CoordsIter as _, Densify as _, Euclidean};
use pmtiles::TileCoord;

use super::archive::{Archive, Place};
use super::grid::{self, MAX_ZOOM, Spot, TILE_BITS};
use super::schema::Layer;
use super::{BasemapError, Unfit};

/// Places along a way lie so far from each other at most, in grid units: 20 m in Sweden.
const STEP: f64 = 256.0;

/// What a map knows of light, as `[lon, lat]`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lights {
    /// Lamps.
    pub lamps: Vec<[f64; 2]>,
    /// Places along ways that are said to be lit.
    pub lit: Vec<[f64; 2]>,
    /// Places along ways that are said not to be.
    pub unlit: Vec<[f64; 2]>,
}

#[derive(Default)]
struct Found {
    lamps: BTreeSet<(i32, i32)>,
    lit: BTreeSet<(i32, i32)>,
    unlit: BTreeSet<(i32, i32)>,
}

/// Reads what an archive knows of light from its finest tiles.
pub fn lights(archive: &Path) -> Result<Lights, BasemapError> {
    let archive = Archive::open(archive)?;
    let mut found = Found::default();
    archive.each_entry(|place| if place.zoom == MAX_ZOOM { found.read(&archive, place) } else { Ok(()) })?;
    Ok(Lights { lamps: degrees(&found.lamps), lit: degrees(&found.lit), unlit: degrees(&found.unlit) })
}

fn degrees(spots: &BTreeSet<(i32, i32)>) -> Vec<[f64; 2]> {
    let rounded = |degrees: f64| (degrees * 1e7).round() / 1e7;
    let place = |(x, y): &(i32, i32)| {
        let (lon, lat) = grid::degrees(Spot { x: *x, y: *y });
        [rounded(lon), rounded(lat)]
    };
    spots.iter().map(place).collect()
}

impl Found {
    fn read(&mut self, archive: &Archive, place: Place) -> Result<(), Unfit> {
        let Place { zoom, x, y } = place;
        let packed = TileCoord::new(zoom, x, y).and_then(|coord| archive.packed(coord));
        let Ok(Some(packed)) = packed else { return Err(Unfit::Missing { zoom, x, y }) };
        let tile = archive.unpacked(&packed).and_then(|tile| {
            MvtReaderRef::new(&tile).and_then(|reader| reader.to_tile()).map_err(|error| error.to_string())
        });
        let tile = tile.map_err(|reason| Unfit::Tile { zoom, x, y, reason })?;
        for layer in tile.layers {
            for feature in &layer.features {
                self.take(&layer.name, feature, place);
            }
        }
        Ok(())
    }

    fn take(&mut self, layer: &str, feature: &MvtFeature, place: Place) {
        let of_way = match feature.properties.iter().find(|(key, _)| key.as_str() == "lit").map(|it| &it.1) {
            Some(MvtValue::String(lit)) if lit == "yes" => Some(&mut self.lit),
            Some(MvtValue::String(lit)) if lit == "no" => Some(&mut self.unlit),
            _ => None,
        };
        if layer == Layer::Lamps.name() {
            self.lamps.extend(spots(&feature.geometry, place));
        } else if let Some(of_way) = of_way.filter(|_| layer == Layer::Roads.name()) {
            of_way.extend(spots(&feature.geometry, place));
        }
    }
}

/// The places of a shape on the grid; lines are given places between their bends.
fn spots(shape: &MvtGeometry, place: Place) -> Vec<(i32, i32)> {
    let line = |line: &geo::LineString<i32>| {
        let line = geo::MapCoords::map_coords(line, |c| geo::Coord { x: f64::from(c.x), y: f64::from(c.y) });
        Euclidean.densify(&line, STEP).coords_iter().map(|c| (whole(c.x), whole(c.y))).collect::<Vec<_>>()
    };
    let local: Vec<(i32, i32)> = match shape {
        MvtGeometry::Point(point) => vec![(point.x(), point.y())],
        MvtGeometry::MultiPoint(all) => all.iter().map(|point| (point.x(), point.y())).collect(),
        MvtGeometry::LineString(one) => line(one),
        MvtGeometry::MultiLineString(all) => all.iter().flat_map(line).collect(),
        _ => Vec::new(),
    };
    let corner = ((place.x << TILE_BITS).cast_signed(), (place.y << TILE_BITS).cast_signed());
    local.into_iter().map(|(x, y)| (corner.0 + x, corner.1 + y)).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "within a tile")]
fn whole(value: f64) -> i32 {
    value.round() as i32
}
