//! Squares of the ground, so that places can be counted and looked at side by side.
//!
//! Promises: the squares lie still when observations come in: the plane's origin is a round number of degrees, and edges
//! lie at whole multiples of a side from it.

use crate::geo::{Metres, Plane, Position};
use crate::situation::statistics::Grid;

/// The side of the finest squares, in metres: somebody who stands in one sees all of it in the dark.
const FINEST_M: f64 = 50.0;

/// The sides double until there are at most so many squares.
const MOST_CELLS: usize = 100_000;

/// Squares over some positions.
pub(super) struct Cells {
    pub(super) grid: Grid,
    plane: Plane,
}

impl Cells {
    /// The finest squares that hold all positions; none over no positions.
    pub(super) fn over(positions: impl Iterator<Item = Position> + Clone) -> Option<Self> {
        let plane = Plane::around(still(positions.clone().next()?)?);
        let points: Vec<Metres> = positions.map(|it| plane.metres(it)).collect();
        let mut side_m = FINEST_M;
        loop {
            match Grid::covering(&points, side_m) {
                Ok(grid) if grid.cells() <= MOST_CELLS => return Some(Self { grid, plane }),
                _ if side_m > 1e7 => return None,
                _ => side_m *= 2.0,
            }
        }
    }

    pub(super) fn metres(&self, position: Position) -> Metres {
        self.plane.metres(position)
    }

    pub(super) fn cell(&self, position: Position) -> Option<usize> {
        self.grid.cell(self.plane.metres(position))
    }

    pub(super) fn middle(&self, cell: usize) -> Option<Position> {
        self.plane.position(self.grid.middle_m(cell))
    }
}

/// A position near by that stays the same while a neighbourhood's observations come and go.
pub(super) fn still(near: Position) -> Option<Position> {
    let tenth = |degrees: f64| (degrees * 10.0).round() / 10.0;
    Position::new(tenth(near.lat()), tenth(near.lon())).ok()
}
