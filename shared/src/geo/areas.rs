//! Many positions to their areas, fast.
//!
//! Promises: the same answer as [`area_of`](super::area_of) for every position, borders included; where no outline runs
//! near, no outline is looked at.

use std::ops::RangeInclusive;

use geo::coordinate_position::{CoordPos, CoordinatePosition};
use geo::{BoundingRect, Coord, LinesIter, Rect};

use super::{Area, Position};

/// Columns and rows of the index. A city has some hundred areas, each then some ten cells wide.
const ACROSS: usize = 512;

/// Cells this far from an outline, in sides of a cell, count as crossed by it: more than rounding moves a line.
const MARGIN: f64 = 1e-6;

/// An area in a cell of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    cell: usize,
    area: usize,
    /// Whether its outline runs through the cell; if not, it holds all of it.
    is_crossed: bool,
}

/// Areas, laid out for many questions. The cells are in degrees, since nothing is measured with them.
#[derive(Debug, Clone)]
pub struct AreaIndex<'a> {
    areas: &'a [Area],
    bounds: Rect,
    /// By cell, then by area in the order given.
    entries: Vec<Entry>,
    /// Where the entries of each cell begin.
    starts: Vec<usize>,
}

impl<'a> AreaIndex<'a> {
    /// The index of these areas.
    pub fn new(areas: &'a [Area]) -> Self {
        let rects = areas.iter().filter_map(|area| area.outline.bounding_rect());
        let joined = rects.reduce(|a, b| {
            let low = Coord { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) };
            Rect::new(low, Coord { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) })
        });
        let bounds = joined.unwrap_or_else(|| Rect::new(Coord::zero(), Coord::zero()));
        let mut index = Self { areas, bounds, entries: Vec::new(), starts: Vec::new() };
        for (number, area) in areas.iter().enumerate() {
            let entries = index.entries_of(number, area);
            index.entries.extend(entries);
        }
        index.entries.sort_unstable();
        let mut ends = vec![0; ACROSS * ACROSS + 1];
        for entry in &index.entries {
            ends[entry.cell + 1] += 1;
        }
        let sum = |before: &mut usize, count| {
            *before += count;
            Some(*before)
        };
        index.starts = ends.into_iter().scan(0, sum).collect();
        index
    }

    /// The area that holds the position, as [`area_of`](super::area_of) tells it.
    pub fn area_of(&self, position: Position) -> Option<&'a Area> {
        Some(&self.areas[self.number_of(position)?])
    }

    /// The same as its number among the areas given.
    pub fn number_of(&self, position: Position) -> Option<usize> {
        let coord: Coord = position.point().into();
        let [column, row] = self.sides(coord);
        let inside = |at: f64| (-MARGIN..=real(ACROSS) + MARGIN).contains(&at);
        if !(inside(column) && inside(row)) {
            return None;
        }
        let cell = bounded(row) * ACROSS + bounded(column);
        let here = &self.entries[self.starts[cell]..self.starts[cell + 1]];
        let holds = |entry: &&Entry| !entry.is_crossed || touches(&self.areas[entry.area], coord);
        here.iter().find(holds).map(|entry| entry.area)
    }

    /// How many cells east and north of the south-western corner.
    fn sides(&self, coord: Coord) -> [f64; 2] {
        let side = |length: f64| length.max(1e-9) / real(ACROSS);
        let from = self.bounds.min();
        [(coord.x - from.x) / side(self.bounds.width()), (coord.y - from.y) / side(self.bounds.height())]
    }

    /// The cells of one area.
    fn entries_of(&self, number: usize, area: &Area) -> Vec<Entry> {
        let Some(rect) = area.outline.bounding_rect() else { return Vec::new() };
        let (low, high) = (self.sides(rect.min()), self.sides(rect.max()));
        let window = Window { columns: near([low[0], high[0]]), rows: near([low[1], high[1]]) };
        let mut is_crossed = vec![false; window.width() * window.height()];
        for line in area.outline.lines_iter() {
            window.cross(self.sides(line.start), self.sides(line.end), &mut is_crossed);
        }
        let rows = window.rows.clone().zip(is_crossed.chunks_exact(window.width()));
        rows.flat_map(|(row, is_crossed)| self.entries_of_row(number, row, &window, is_crossed)).collect()
    }

    /// Cells side by side that no outline crosses are all inside or all outside: one of them is asked.
    fn entries_of_row(&self, area: usize, row: usize, window: &Window, is_crossed: &[bool]) -> Vec<Entry> {
        let mut entries = Vec::new();
        let mut is_inside = None;
        for (column, is_crossed) in window.columns.clone().zip(is_crossed.iter().copied()) {
            if is_crossed {
                is_inside = None;
            }
            let middle = || touches(&self.areas[area], self.middle(column, row));
            if is_crossed || *is_inside.get_or_insert_with(middle) {
                entries.push(Entry { cell: row * ACROSS + column, area, is_crossed });
            }
        }
        entries
    }

    fn middle(&self, column: usize, row: usize) -> Coord {
        let at = |number: usize| (real(number) + 0.5) / real(ACROSS);
        let from = self.bounds.min();
        Coord { x: from.x + at(column) * self.bounds.width(), y: from.y + at(row) * self.bounds.height() }
    }
}

/// The cells that an area may hold.
struct Window {
    columns: RangeInclusive<usize>,
    rows: RangeInclusive<usize>,
}

impl Window {
    fn width(&self) -> usize {
        self.columns.end() + 1 - self.columns.start()
    }

    fn height(&self) -> usize {
        self.rows.end() + 1 - self.rows.start()
    }

    /// Marks all cells that a line runs through or close by: row by row, from where it enters to where it leaves. A hole
    /// may reach out of its area; what is outside is left out.
    fn cross(&self, from: [f64; 2], to: [f64; 2], is_crossed: &mut [bool]) {
        let [low, high] = if from[1] <= to[1] { [from, to] } else { [to, from] };
        let rises = high[1] - low[1];
        let east_at = |north: f64| low[0] + ((north - low[1]) / rises).clamp(0.0, 1.0) * (high[0] - low[0]);
        for row in near([low[1], high[1]]).filter(|row| self.rows.contains(row)) {
            let ends = if rises < MARGIN {
                [low[0], high[0]]
            } else {
                [east_at(real(row) - MARGIN), east_at(real(row + 1) + MARGIN)]
            };
            for column in near(ends).filter(|column| self.columns.contains(column)) {
                is_crossed[(row - self.rows.start()) * self.width() + column - self.columns.start()] = true;
            }
        }
    }
}

/// The columns or rows between two places, in whichever order, and a little more.
fn near(ends: [f64; 2]) -> RangeInclusive<usize> {
    bounded(ends[0].min(ends[1]) - MARGIN)..=bounded(ends[0].max(ends[1]) + MARGIN)
}

fn touches(area: &Area, coord: Coord) -> bool {
    area.outline.coordinate_position(&coord) != CoordPos::Outside
}

#[expect(clippy::cast_precision_loss, reason = "at most some hundred")]
fn real(number: usize) -> f64 {
    number as f64
}

/// The column or row that holds this, or the nearest one.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held to the columns there are")]
fn bounded(at: f64) -> usize {
    at.floor().clamp(0.0, real(ACROSS - 1)) as usize
}

#[cfg(test)]
mod tests {
    use geo::{LineString, MultiPolygon, Polygon};
    use proptest::prelude::*;

    use super::*;
    use crate::geo::area_of;

    fn area(number: usize, outline: MultiPolygon) -> Area {
        let name = format!("area-{number}");
        Area { id: name.parse().unwrap(), name, outline }
    }

    /// Outlines whose corners lie on a coarse lattice, so that they share borders and corners, overlap and cross
    /// themselves; every third has a hole.
    fn areas() -> impl Strategy<Value = Vec<Area>> {
        let corner = (0_i32..9, 0_i32..9)
            .prop_map(|(east, north)| (22.0 + 0.01 * f64::from(east), 65.5 + 0.01 * f64::from(north)));
        let ring = prop::collection::vec(corner, 3..9);
        prop::collection::vec((ring.clone(), prop::option::of(ring)), 0..7).prop_map(|rings| {
            let closed = |ring: Vec<(f64, f64)>| LineString::from([ring.clone(), vec![ring[0]]].concat());
            let of = |(number, (outer, hole)): (usize, (Vec<_>, Option<Vec<_>>))| {
                area(number, Polygon::new(closed(outer), hole.map(closed).into_iter().collect()).into())
            };
            rings.into_iter().enumerate().map(of).collect()
        })
    }

    /// On the lattice, on its lines, and anywhere.
    fn positions() -> impl Strategy<Value = Vec<Position>> {
        let coarse = || (-1_i32..10).prop_map(|it| 0.01 * f64::from(it));
        let fine = || -0.01..0.1;
        let both = || prop_oneof![coarse().boxed(), fine().boxed()];
        let one =
            (both(), both()).prop_map(|(east, north)| Position::new(65.5 + north, 22.0 + east).unwrap());
        prop::collection::vec(one, 60)
    }

    proptest! {
        #[test]
        fn the_index_tells_what_the_outlines_tell(areas in areas(), positions in positions()) {
            let index = AreaIndex::new(&areas);
            for position in positions {
                prop_assert_eq!(index.area_of(position), area_of(&areas, position), "{:?}", position);
            }
        }
    }

    #[test]
    fn without_areas_and_far_away_there_is_none() {
        assert_eq!(AreaIndex::new(&[]).area_of(Position::new(0.0, 0.0).unwrap()), None);
        let one = [area(1, Rect::new((22.0, 65.0), (22.1, 65.1)).to_polygon().into())];
        let index = AreaIndex::new(&one);
        let of = |lat, lon| index.area_of(Position::new(lat, lon).unwrap()).is_some();
        assert_eq!(
            [of(65.05, 22.05), of(65.1, 22.1), of(65.0, 22.0), of(65.2, 22.05)],
            [true, true, true, false]
        );
    }
}
