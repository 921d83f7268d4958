//! What a map marks that findings are judged by: lamps, ways that are said to be lit or not, and where many are who are
//! easily made unsafe: schools, stops, hospitals.
//!
//! Promises: each thing once, though the edges of tiles repeat it; ways are told as places along them, so that all of it
//! is asked for by one kind of question; a map without such knowledge tells nothing.

use std::collections::BTreeSet;
use std::path::Path;

use fast_mvt::{MvtFeature, MvtGeometry, MvtValue};
use geo::{CoordsIter as _, Densify as _, Euclidean};

use super::archive::{Archive, Place};
use super::grid::{self, MAX_ZOOM, Spot, TILE_BITS};
use super::schema::Layer;
use super::{BasemapError, Unfit};

/// Places along a way lie so far from each other at most, in grid units: 20 m in Sweden.
const STEP: f64 = 256.0;

/// Kinds of places where many are who are easily made unsafe.
const VULNERABLE: [&str; 10] = [
    "school",
    "kindergarten",
    "university",
    "college",
    "hospital",
    "bus_stop",
    "bus_station",
    "tram_stop",
    "station",
    "halt",
];

/// What a map marks, as `[lon, lat]`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Marks {
    /// Lamps.
    pub lamps: Vec<[f64; 2]>,
    /// Places along ways that are said to be lit.
    pub lit: Vec<[f64; 2]>,
    /// Places along ways that are said not to be.
    pub unlit: Vec<[f64; 2]>,
    /// Schools, stops and the like.
    pub vulnerable: Vec<[f64; 2]>,
}

#[derive(Default)]
struct Found {
    lamps: BTreeSet<(i32, i32)>,
    lit: BTreeSet<(i32, i32)>,
    unlit: BTreeSet<(i32, i32)>,
    vulnerable: BTreeSet<(i32, i32)>,
}

/// Reads what an archive marks from its finest tiles.
pub fn marks(archive: &Path) -> Result<Marks, BasemapError> {
    let archive = Archive::open(archive)?;
    let mut found = Found::default();
    archive.each_entry(|place| if place.zoom == MAX_ZOOM { found.read(&archive, place) } else { Ok(()) })?;
    Ok(Marks {
        lamps: degrees(&found.lamps),
        lit: degrees(&found.lit),
        unlit: degrees(&found.unlit),
        vulnerable: degrees(&found.vulnerable),
    })
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
        let Some(tile) = archive.tile(place)? else { return Err(Unfit::Missing { zoom, x, y }) };
        for layer in tile.layers {
            for feature in &layer.features {
                self.take(&layer.name, feature, place);
            }
        }
        Ok(())
    }

    fn take(&mut self, layer: &str, feature: &MvtFeature, place: Place) {
        let is_vulnerable = || VULNERABLE.iter().any(|kind| word(feature, "kind") == Some(kind));
        let of_way = match word(feature, "lit") {
            Some("yes") => Some(&mut self.lit),
            Some("no") => Some(&mut self.unlit),
            _ => None,
        };
        if layer == Layer::Lamps.name() {
            self.lamps.extend(spots(&feature.geometry, place));
        } else if let Some(of_way) = of_way.filter(|_| layer == Layer::Roads.name()) {
            of_way.extend(spots(&feature.geometry, place));
        } else if layer == Layer::Pois.name() && is_vulnerable() {
            self.vulnerable.extend(spots(&feature.geometry, place));
        }
    }
}

/// A property of a feature that is a word.
pub(super) fn word<'a>(feature: &'a MvtFeature, name: &str) -> Option<&'a str> {
    match feature.properties.iter().find(|(key, _)| key.as_str() == name).map(|it| &it.1) {
        Some(MvtValue::String(word)) => Some(word.as_str()),
        _ => None,
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
