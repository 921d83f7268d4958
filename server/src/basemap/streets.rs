//! The streets and paths of a map, for asking which of them were walked.
//!
//! Promises: each piece of a street once, though tiles repeat what lies at their edges; pavements count with their street,
//! and what nobody walks on (motorways, rails, ferries) is left out.

use std::path::Path;

use fast_mvt::{MvtFeature, MvtGeometry};
use geo::LineString;

use shared::geo::Position;
use shared::situation::Street;

use super::BasemapError;
use super::archive::{Archive, Place};
use super::bounds::Bounds;
use super::clip;
use super::grid::{self, EXTENT, MAX_ZOOM, Rect, Spot};
use super::marks::word;
use super::schema::Layer;

/// The zoom whose tiles have every way, to a quarter of a metre.
const ZOOM: u8 = 14;

/// More tiles than this are no neighbourhood: 60 × 60 km in Sweden.
const MOST_TILES: u64 = 4_000;

/// Protomaps' words for what one walks along.
const WALKED: [&str; 3] = ["major_road", "minor_road", "path"];

/// The streets in a box; none where the box is too large to speak of streets.
pub fn streets(archive: &Path, bounds: Bounds) -> Result<Vec<Street>, BasemapError> {
    let archive = Archive::open(archive)?;
    let area = Rect::of(bounds);
    if area.count_tiles(ZOOM) > MOST_TILES {
        return Ok(Vec::new());
    }
    let (columns, rows) = area.at_zoom(ZOOM).tiles(ZOOM);
    let mut streets = Vec::new();
    for (x, y) in columns.flat_map(|x| rows.clone().map(move |y| (x, y))) {
        let place = Place { zoom: ZOOM, x: x.cast_unsigned(), y: y.cast_unsigned() };
        let layers = archive.tile(place)?.map(|tile| tile.layers).unwrap_or_default();
        let roads = layers.iter().filter(|layer| layer.name == Layer::Roads.name());
        streets.extend(roads.flat_map(|layer| &layer.features).flat_map(|it| of_feature(it, place)));
    }
    Ok(streets)
}

fn of_feature(feature: &MvtFeature, place: Place) -> Vec<Street> {
    let is_walked = word(feature, "kind").is_some_and(|kind| WALKED.contains(&kind));
    if !is_walked || word(feature, "footway").is_some() {
        return Vec::new();
    }
    let lines: Vec<&LineString<i32>> = match &feature.geometry {
        MvtGeometry::LineString(one) => vec![one],
        MvtGeometry::MultiLineString(all) => all.iter().collect(),
        _ => Vec::new(),
    };
    // Swedish municipalities read Swedish names, where a street has several.
    let name = word(feature, "name:sv").or_else(|| word(feature, "name")).map(str::to_owned);
    let pieces = lines.into_iter().flat_map(|line| clip::line(&line.0, INSIDE));
    let street = |piece: Vec<Spot>| Street {
        name: name.clone(),
        line: piece.into_iter().filter_map(|spot| position(spot, place)).collect(),
    };
    pieces.map(street).filter(|street| street.line.len() > 1).collect()
}

/// A tile without what it repeats of its neighbours.
const INSIDE: Rect = Rect { west: 0, north: 0, east: EXTENT, south: EXTENT };

fn position(spot: Spot, place: Place) -> Option<Position> {
    let finest = |tile: u32, at: i32| (tile.cast_signed() * EXTENT + at) << (MAX_ZOOM - ZOOM);
    let (lon, lat) = grid::degrees(Spot { x: finest(place.x, spot.x), y: finest(place.y, spot.y) });
    Position::new(lat, lon).ok()
}
