//! The ways of a map that one may walk along, as lines on the grid.
//!
//! Promises: every way of the finest tiles once, in pieces that end exactly on the tiles' sides; what nobody walks on
//! (motorways, rails, ferries) and what is closed to people on foot is left out; a map with more ways than a server keeps
//! at hand is refused before the memory is full.

use std::path::Path;

use fast_mvt::{MvtFeature, MvtGeometry, MvtTile, MvtValue};

use super::BasemapError;
use super::archive::{Archive, Place};
use super::clip;
use super::grid::{EXTENT, MAX_ZOOM, Rect, Spot};
use super::marks::word;
use super::schema::Layer;

/// Most bends of all ways together: some 30 times the ways of a municipality of 80,000.
const MOST_BENDS: usize = 3_000_000;

/// A tile without what it repeats of its neighbours.
const INSIDE: Rect = Rect { west: 0, north: 0, east: EXTENT, south: EXTENT };

/// What kind of way it is, as far as walking goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayKind {
    /// For people on foot or on bicycles.
    Path,
    /// Steps.
    Steps,
    /// Through a building.
    Indoors,
    /// A street with little traffic.
    Street,
    /// A street with much traffic.
    Road,
}

/// What walking along a way is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Footing {
    /// What kind of way it is.
    pub kind: WayKind,
    /// Whether it is lit; `None` where the map does not know.
    pub is_lit: Option<bool>,
    /// How high it lies: bridges above 0, tunnels below.
    pub level: i8,
    /// Whether it belongs to somebody who may object.
    pub is_private: bool,
}

/// A piece of a way, within one tile.
#[derive(Debug, Clone, PartialEq)]
pub struct Way {
    /// Its bends, both ends included.
    pub line: Vec<Spot>,
    /// What walking along it is like.
    pub footing: Footing,
    /// Whether it only begins, or ends, because the tile does.
    pub is_cut: [bool; 2],
}

/// The ways of a map, and how many grid units its finest zoom's unit has: what is nearer than that is not told apart.
pub fn ways(archive: &Path) -> Result<(Vec<Way>, i32), BasemapError> {
    let archive = Archive::open(archive)?;
    let zoom = archive.header().max_zoom.min(MAX_ZOOM);
    let (mut all, mut bends) = (Vec::new(), 0);
    archive.each_tile(zoom, |places, tile| {
        let pieces = of_tile(&tile);
        bends += places.len() * pieces.iter().map(|way| way.line.len()).sum::<usize>();
        if bends > MOST_BENDS {
            return Err(BasemapError::TooManyWays { most: MOST_BENDS });
        }
        for place in places {
            all.extend(pieces.iter().map(|way| on_grid(way, *place)));
        }
        Ok(())
    })?;
    Ok((all, 1 << (MAX_ZOOM - zoom)))
}

fn of_tile(tile: &MvtTile) -> Vec<Way> {
    let roads = tile.layers.iter().filter(|layer| layer.name == Layer::Roads.name());
    roads.flat_map(|layer| &layer.features).flat_map(of_feature).collect()
}

/// The pieces of a feature that lie in its tile, in the tile's units.
fn of_feature(feature: &MvtFeature) -> Vec<Way> {
    let Some(footing) = footing(feature) else { return Vec::new() };
    let lines = match &feature.geometry {
        MvtGeometry::LineString(one) => std::slice::from_ref(one),
        MvtGeometry::MultiLineString(all) => &all.0,
        _ => &[],
    };
    let pieces = lines.iter().flat_map(|line| clip::line(&line.0, INSIDE)).map(|mut line| {
        line.dedup();
        line
    });
    pieces
        .filter(|line| line.len() > 1)
        .map(|line| Way { is_cut: [line.first(), line.last()].map(is_on_side), line, footing })
        .collect()
}

fn is_on_side(spot: Option<&Spot>) -> bool {
    spot.is_some_and(|spot| !INSIDE.holds_within(*spot))
}

fn on_grid(way: &Way, place: Place) -> Way {
    let Place { zoom, x, y } = place;
    let shift = MAX_ZOOM - zoom;
    let finest = |tile: u32, at: i32| (tile.cast_signed() * EXTENT + at) << shift;
    let line = way.line.iter().map(|spot| Spot { x: finest(x, spot.x), y: finest(y, spot.y) });
    Way { line: line.collect(), ..way.clone() }
}

/// What walking along it is like; nothing where one does not.
fn footing(feature: &MvtFeature) -> Option<Footing> {
    let detail = word(feature, "kind_detail");
    let kind = match (word(feature, "kind")?, detail) {
        ("path", Some("steps")) => WayKind::Steps,
        ("path", Some("corridor")) => WayKind::Indoors,
        ("path", _) => WayKind::Path,
        ("minor_road", _) => WayKind::Street,
        ("major_road", _) => WayKind::Road,
        _ => return None,
    };
    let access = word(feature, "access");
    let is_lit = word(feature, "lit").map(|lit| lit == "yes");
    let open = access != Some("no");
    open.then(|| Footing { kind, is_lit, level: level(feature), is_private: access == Some("private") })
}

fn level(feature: &MvtFeature) -> i8 {
    let layer = number(feature, "layer").unwrap_or(0);
    match (is_set(feature, "is_bridge"), is_set(feature, "is_tunnel")) {
        (true, _) => layer.max(1),
        (_, true) => layer.min(-1),
        _ => layer,
    }
}

fn property<'a>(feature: &'a MvtFeature, name: &str) -> Option<&'a MvtValue> {
    feature.properties.iter().find(|(key, _)| key.as_str() == name).map(|it| &it.1)
}

fn is_set(feature: &MvtFeature, name: &str) -> bool {
    matches!(property(feature, name), Some(MvtValue::Bool(true)))
}

fn number(feature: &MvtFeature, name: &str) -> Option<i8> {
    let whole = match property(feature, name)? {
        MvtValue::Int(number) | MvtValue::SInt(number) => *number,
        MvtValue::UInt(number) => i64::try_from(*number).ok()?,
        _ => return None,
    };
    i8::try_from(whole.clamp(-5, 5)).ok()
}
