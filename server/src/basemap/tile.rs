//! Features cut into tiles.
//!
//! Promises: features that a zoom does not tell apart can be one there; what is too small to be seen at a zoom is not in
//! it; what is cut is valid again.

use std::collections::BTreeMap;

use fast_mvt::MvtError;

use super::clip;
use super::feature::{Feature, Features, Numbered, Shape};
use super::grid::{self, EXTENT, MAX_ZOOM, Rect, Spot, TILE_BITS};
use super::mvt;
use super::rings::{self, Area};
use super::schema::{Attributes, Layer};
use super::valid::valid;

/// How far lines and areas go on beyond a tile's side, in units: ten pixels, so that their ends are not seen.
const BUFFER: i32 = 80;

/// What of a feature lies in a tile, in the tile's units.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) layer: Layer,
    pub(super) rank: i32,
    pub(super) attributes: u32,
    pub(super) shape: Shape,
}

impl Piece {
    /// Pieces of the same order can be one feature.
    pub(super) fn order(&self) -> (Layer, i32, u8, u32) {
        let form = match self.shape {
            Shape::Areas(_) => 0,
            Shape::Lines(_) => 1,
            Shape::Point(_) => 2,
        };
        (self.layer, self.rank, form, self.attributes)
    }
}

/// What a zoom shows of the attributes.
#[derive(Debug)]
pub(super) struct Shown {
    zoom: u8,
    attributes: Numbered<Attributes>,
    /// By the number that the features have.
    number_by_number: Vec<u32>,
}

impl Shown {
    pub(super) fn at(features: &Features, zoom: u8) -> Self {
        let mut attributes = Numbered::new();
        let shown = |all: &Attributes| {
            Attributes(all.0.iter().filter(|attribute| attribute.from_zoom <= zoom).cloned().collect())
        };
        let number_by_number =
            features.attributes.values().iter().map(|all| attributes.number(shown(all))).collect();
        Self { zoom, attributes, number_by_number }
    }

    /// The attributes with this number.
    pub(super) fn attributes(&self, number: u32) -> Option<&Attributes> {
        self.attributes.value(number)
    }

    fn number(&self, attributes: u32) -> u32 {
        self.number_by_number.get(attributes as usize).copied().unwrap_or_default()
    }
}

/// The tiles of a part of the world at one zoom, by column and row.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pieces_by_tile: BTreeMap<(i32, i32), Vec<Piece>>,
}

impl Sheet {
    /// Adds what of a feature lies in the wanted tiles.
    pub(super) fn add(&mut self, feature: &Feature, wanted: &Wanted, shown: &Shown) {
        let zoom = shown.zoom;
        if feature.from_zoom > zoom {
            return;
        }
        let piece = |shape| Piece {
            layer: feature.layer,
            rank: feature.rank,
            attributes: shown.number(feature.attributes),
            shape,
        };
        match &feature.shape {
            Shape::Point(spot) => self.add_point(*spot, wanted, zoom, piece),
            Shape::Lines(lines) => {
                for line in lines {
                    self.add_line(&simple_line(line, zoom), wanted, piece);
                }
            }
            Shape::Areas(areas) => {
                for area in areas {
                    if let Some(area) = simple_area(area, zoom) {
                        self.add_area(&area, wanted, piece);
                    }
                }
            }
        }
    }

    fn add_point(&mut self, spot: Spot, wanted: &Wanted, zoom: u8, piece: impl Fn(Shape) -> Piece) {
        // Not rounded, or a point would move into the next tile.
        let shift = MAX_ZOOM - zoom;
        let spot = Spot { x: spot.x >> shift, y: spot.y >> shift };
        let tile = (spot.x >> TILE_BITS, spot.y >> TILE_BITS);
        if wanted.holds(tile) {
            self.put(tile, piece(Shape::Point(local(spot, tile))));
        }
    }

    fn add_line(&mut self, line: &[Spot], wanted: &Wanted, piece: impl Fn(Shape) -> Piece) {
        let Some(around) = Rect::around(line) else { return };
        for column in wanted.columns(around) {
            let strip = wanted.strip(column);
            for line in clip::line(line, strip) {
                let Some(around) = Rect::around(&line) else { continue };
                for row in wanted.rows(around) {
                    let lines = clip::line(&line, tile_rect((column, row)));
                    let lines: Vec<Vec<Spot>> =
                        lines.iter().map(|line| locals(line, (column, row))).collect();
                    if !lines.is_empty() {
                        self.put((column, row), piece(Shape::Lines(lines)));
                    }
                }
            }
        }
    }

    fn add_area(&mut self, area: &Area, wanted: &Wanted, piece: impl Fn(Shape) -> Piece) {
        let Some(around) = Rect::around(&area.outer) else { return };
        for column in wanted.columns(around) {
            let Some(area) = cut_area(area, wanted.strip(column)) else { continue };
            let Some(around) = Rect::around(&area.outer) else { continue };
            for row in wanted.rows(around) {
                let Some(area) = cut_area(&area, tile_rect((column, row))) else { continue };
                let inner = area.inner.iter().map(|ring| locals(ring, (column, row))).collect();
                let areas = valid(&Area { outer: locals(&area.outer, (column, row)), inner });
                if !areas.is_empty() {
                    self.put((column, row), piece(Shape::Areas(areas)));
                }
            }
        }
    }

    fn put(&mut self, tile: (i32, i32), piece: Piece) {
        self.pieces_by_tile.entry(tile).or_default().push(piece);
    }

    /// The tiles, written.
    pub(super) fn write(self, shown: &Shown) -> Result<BTreeMap<(i32, i32), Vec<u8>>, MvtError> {
        self.pieces_by_tile.into_iter().map(|(tile, pieces)| Ok((tile, mvt::write(pieces, shown)?))).collect()
    }
}

/// Which tiles are wanted.
#[derive(Debug)]
pub(super) struct Wanted {
    columns: std::ops::RangeInclusive<i32>,
    rows: std::ops::RangeInclusive<i32>,
}

impl Wanted {
    /// The tiles of a zoom that a box touches, in it and in a tile of a coarser zoom.
    pub(super) fn new(edge: Rect, zoom: u8, parent: (i32, i32), parent_zoom: u8) -> Self {
        let (columns, rows) = edge.at_zoom(zoom).tiles(zoom);
        let shift = zoom.saturating_sub(parent_zoom);
        let part = |range: &std::ops::RangeInclusive<i32>, parent: i32| {
            let (first, last) = (parent << shift, ((parent + 1) << shift) - 1);
            first.max(*range.start())..=last.min(*range.end())
        };
        Self { columns: part(&columns, parent.0), rows: part(&rows, parent.1) }
    }

    fn holds(&self, (column, row): (i32, i32)) -> bool {
        self.columns.contains(&column) && self.rows.contains(&row)
    }

    fn columns(&self, around: Rect) -> impl Iterator<Item = i32> + use<> {
        tiles_between(&self.columns, around.west, around.east)
    }

    fn rows(&self, around: Rect) -> impl Iterator<Item = i32> + use<> {
        tiles_between(&self.rows, around.north, around.south)
    }

    /// A column, from its first to its last row.
    fn strip(&self, column: i32) -> Rect {
        let top = tile_rect((column, *self.rows.start()));
        Rect { south: tile_rect((column, *self.rows.end())).south, ..top }
    }
}

fn tiles_between(
    wanted: &std::ops::RangeInclusive<i32>,
    low: i32,
    high: i32,
) -> impl Iterator<Item = i32> + use<> {
    let (first, last) = ((low - BUFFER) >> TILE_BITS, (high + BUFFER) >> TILE_BITS);
    first.max(*wanted.start())..=last.min(*wanted.end())
}

/// A tile with its buffer, in the units of its zoom.
fn tile_rect((column, row): (i32, i32)) -> Rect {
    let (west, north) = (column << TILE_BITS, row << TILE_BITS);
    Rect { west, north, east: west + EXTENT, south: north + EXTENT }.grown(BUFFER)
}

fn local(spot: Spot, (column, row): (i32, i32)) -> Spot {
    Spot { x: spot.x - (column << TILE_BITS), y: spot.y - (row << TILE_BITS) }
}

fn locals(spots: &[Spot], tile: (i32, i32)) -> Vec<Spot> {
    spots.iter().map(|spot| local(*spot, tile)).collect()
}

/// How far a line may move, in units of a zoom: an eighth of a pixel each; the finest zoom is enlarged on screen.
fn tolerance(zoom: u8) -> i32 {
    match zoom {
        MAX_ZOOM => 1,
        15 => 3,
        _ => 4,
    }
}

/// Twice the least area that is drawn, in square units: a pixel has 64.
fn least_area(zoom: u8) -> i128 {
    match zoom {
        MAX_ZOOM => 2,
        14.. => 128,
        13 => 512,
        _ => 1024,
    }
}

fn scaled(spots: &[Spot], zoom: u8) -> Vec<Spot> {
    let mut spots: Vec<Spot> = spots
        .iter()
        .map(|spot| Spot { x: grid::at_zoom(spot.x, zoom), y: grid::at_zoom(spot.y, zoom) })
        .collect();
    spots.dedup();
    spots
}

fn simple_line(line: &[Spot], zoom: u8) -> Vec<Spot> {
    clip::simplify_line(&scaled(line, zoom), tolerance(zoom))
}

fn simple_area(area: &Area, zoom: u8) -> Option<Area> {
    let simple = |ring: &Vec<Spot>| {
        let ring = clip::simplify_ring(&scaled(ring, zoom), tolerance(zoom));
        (rings::double_area(&ring).abs() >= least_area(zoom)).then_some(ring)
    };
    Some(Area { outer: simple(&area.outer)?, inner: area.inner.iter().filter_map(simple).collect() })
}

fn cut_area(area: &Area, rect: Rect) -> Option<Area> {
    let cut = |ring: &Vec<Spot>| {
        let ring = clip::ring(ring, rect);
        (ring.len() > 2 && rings::double_area(&ring) != 0).then_some(ring)
    };
    Some(Area { outer: cut(&area.outer)?, inner: area.inner.iter().filter_map(cut).collect() })
}
