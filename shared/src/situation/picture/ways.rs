//! Which squares of the ground each participant passed, as far as their phones noted it.
//!
//! Promises: a place counts as passed where a track comes within some 50 m of it, so that a measured position a few metres
//! off, or an edge between squares, loses nothing; the squares lie still when more is recorded.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::still;
use super::material::Chosen;
use crate::geo::{Plane, Position};
use crate::id::SeriesId;
use crate::track::points;

/// The side of a square in metres.
const SIDE_M: f64 = 50.0;

/// A square of [`SIDE_M`], by how many sides it lies east and north of the plane's origin.
pub(super) type Square = [i64; 2];

/// Squares that somebody passed, in their order, each once.
pub(super) type Way = Vec<Square>;

/// The ground in squares.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ground(Plane);

impl Ground {
    /// Around some positions; `None` where there are none.
    pub(super) fn around(positions: impl Iterator<Item = Position>) -> Option<Self> {
        let first = positions.min_by(|a, b| a.lat().total_cmp(&b.lat()).then(a.lon().total_cmp(&b.lon())))?;
        Some(Self(Plane::around(still(first)?)))
    }

    #[expect(clippy::cast_possible_truncation, reason = "squares of metres on the globe")]
    pub(super) fn square(self, at: Position) -> Square {
        self.0.metres(at).map(|metres| (metres / SIDE_M).floor() as i64)
    }

    /// The middle of a square of twice the side, in which `square` lies.
    pub(super) fn middle(self, block: Square) -> Option<Position> {
        #[expect(clippy::cast_precision_loss, reason = "squares of metres on the globe")]
        let middle_m = block.map(|at| (at as f64 + 0.5) * BLOCK_M);
        self.0.position(middle_m)
    }
}

/// The side of a block, two squares by two, in metres.
pub(super) const BLOCK_M: f64 = 2.0 * SIDE_M;

/// The block that holds a square.
pub(super) fn block(square: Square) -> Square {
    square.map(|at| at.div_euclid(2))
}

/// A square and those that share an edge or a corner with it.
pub(super) fn around(square: Square) -> impl Iterator<Item = Square> {
    let [east, north] = square;
    (-1..=1).flat_map(move |x| (-1..=1).map(move |y| [east + x, north + y]))
}

/// The squares that each participant passed whose phone noted the way, with those around them.
pub(super) fn ways(chosen: &Chosen, ground: Ground) -> BTreeMap<SeriesId, Way> {
    let mut passed: BTreeMap<SeriesId, BTreeSet<Square>> = BTreeMap::new();
    for stretch in &chosen.stretches {
        let own = passed.entry(stretch.series).or_default();
        own.extend(points(stretch.tracked).into_iter().map(|it| ground.square(it.position)));
    }
    let wider = |squares: BTreeSet<Square>| {
        let mut way: Way = squares.into_iter().flat_map(around).collect();
        way.sort_unstable();
        way.dedup();
        way
    };
    passed.into_iter().map(|(series, squares)| (series, wider(squares))).collect()
}
