//! Fixed squares of the ground: what is told of a place is told of a square, and the squares are the same for every question.
//!
//! Promises: squares depend on nothing that was recorded; every position lies in one; the middle of a square lies in it.

use shared::geo::{BoundingBox, Position};

/// Metres of a degree of latitude on the mean sphere.
const METRES_PER_DEGREE: f64 = 111_195.0;

/// Exposure is told of squares with this side, in metres.
pub const CELLS: Grid = Grid { side_m: 100.0 };

/// Places are told to this, in metres: which lamp post or bench, and not on which side of it somebody stood.
pub const PLACES: Grid = Grid { side_m: 10.0 };

/// Rows of equal height from the south pole on, each divided from the date line on into squares.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grid {
    side_m: f64,
}

/// One square.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    row: i32,
    column: i32,
}

impl Grid {
    /// The square that a position lies in.
    pub fn cell(self, position: Position) -> Cell {
        let row = whole((position.lat() + 90.0) / self.height_deg());
        Cell { row, column: whole((position.lon() + 180.0) / self.width_deg(row)) }
    }

    /// The middle of a square; `None` beyond the globe's edge.
    pub fn middle(self, cell: Cell) -> Option<Position> {
        let lat = (f64::from(cell.row) + 0.5) * self.height_deg() - 90.0;
        let lon = (f64::from(cell.column) + 0.5) * self.width_deg(cell.row) - 180.0;
        Position::new(lat.min(90.0), lon.min(180.0)).ok()
    }

    /// A position as it is told: the middle of its square.
    pub fn rounded(self, position: Position) -> Option<Position> {
        self.middle(self.cell(position))
    }

    /// The box with every square that a box touches.
    pub fn outward(self, bbox: BoundingBox) -> BoundingBox {
        let rows = [bbox.south, bbox.north].map(|lat| whole((lat + 90.0) / self.height_deg()));
        let edge = |lon: f64, row: i32, more: i32| {
            let column = whole((lon + 180.0) / self.width_deg(row)) + more;
            f64::from(column) * self.width_deg(row) - 180.0
        };
        let south = f64::from(rows[0]) * self.height_deg() - 90.0;
        let north = f64::from(rows[1] + 1) * self.height_deg() - 90.0;
        BoundingBox {
            west: rows.map(|row| edge(bbox.west, row, 0)).into_iter().fold(bbox.west, f64::min).max(-180.0),
            south: south.max(-90.0),
            east: rows.map(|row| edge(bbox.east, row, 1)).into_iter().fold(bbox.east, f64::max).min(180.0),
            north: north.min(90.0),
        }
    }

    fn height_deg(self) -> f64 {
        self.side_m / METRES_PER_DEGREE
    }

    /// As wide as high in the middle of the row; near the poles no narrower than there.
    fn width_deg(self, row: i32) -> f64 {
        let lat = (f64::from(row) + 0.5) * self.height_deg() - 90.0;
        self.height_deg() / lat.to_radians().cos().max(0.01)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "36 million at most")]
fn whole(number: f64) -> i32 {
    number.floor() as i32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_place_is_told_within_its_square_and_telling_it_twice_changes_nothing(lat in 55.0..69.0_f64, lon in 11.0..24.0_f64) {
            let at = Position::new(lat, lon).unwrap();
            for (grid, side_m) in [(CELLS, 100.0), (PLACES, 10.0)] {
                let told = grid.rounded(at).unwrap();
                prop_assert!(told.distance_m(at) <= side_m * 0.72, "{told:?}");
                prop_assert_eq!(grid.cell(told), grid.cell(at));
                prop_assert_eq!(grid.rounded(told), Some(told));
            }
        }

        #[test]
        fn boxes_that_touch_the_same_squares_are_one_box(lat in 55.0..69.0_f64, lon in 11.0..24.0_f64, nudge in 0.0..1.0_f64) {
            let at = Position::new(lat, lon).unwrap();
            let middle = CELLS.middle(CELLS.cell(at)).unwrap();
            let small = nudge * 30.0 / METRES_PER_DEGREE;
            let around = |half: f64| BoundingBox {
                west: middle.lon() - half, south: middle.lat() - half, east: middle.lon() + half, north: middle.lat() + half,
            };
            let (one, other) = (CELLS.outward(around(1e-5)), CELLS.outward(around(small)));
            prop_assert_eq!(one, other);
            prop_assert!(one.contains(middle));
        }
    }

    #[test]
    fn the_ends_of_the_globe_have_squares_too() {
        for (lat, lon) in [(90.0, 180.0), (-90.0, -180.0), (0.0, 180.0)] {
            assert!(CELLS.rounded(Position::new(lat, lon).unwrap()).is_some());
        }
    }
}
