//! A grid of square cells in a plane of metres, and numbers on it.
//!
//! Promises: edges lie at whole multiples of a cell's side, so that a grid does not shift when a new observation comes
//! in; a point on an edge belongs to the cell east or north of it, so that nothing counts twice.
//!
//! The plane is the caller's: SWEREF 99 TM, or [`Plane`](crate::geo::Plane) around the middle of a neighbourhood.

use super::real;
use crate::geo::Metres;

/// A grid may have so many cells.
pub const MAX_CELLS: usize = 1 << 22;

/// Why there can be no such grid.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum NoGrid {
    /// The side of a cell is no length.
    #[error("a cell cannot have a side of {0} m; give a number above 0")]
    Side(f64),
    /// Nothing to cover.
    #[error("there is no point for the grid to cover")]
    NoPoints,
    /// A point is nowhere.
    #[error("a point lies at no number of metres; leave out what has no position")]
    Nowhere,
    /// More than [`MAX_CELLS`].
    #[error("the grid would have more than {MAX_CELLS} cells; choose larger cells")]
    TooManyCells,
    /// Not a number for each cell.
    #[error("{values} numbers do not fit {cells} cells; give one for each cell")]
    Values {
        /// How many numbers there are.
        values: usize,
        /// How many cells there are.
        cells: usize,
    },
}

/// A grid of square cells, numbered from the south-western one eastwards, row by row northwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grid {
    side_m: f64,
    /// How many sides the south-western corner lies east and north of the plane's origin: whole numbers.
    corner: [f64; 2],
    columns: usize,
    rows: usize,
}

impl Grid {
    /// The smallest grid that holds all the points.
    pub fn covering(points_m: &[Metres], side_m: f64) -> Result<Self, NoGrid> {
        if !(side_m.is_finite() && side_m > 0.0) {
            return Err(NoGrid::Side(side_m));
        }
        if points_m.is_empty() {
            return Err(NoGrid::NoPoints);
        }
        let mut low = [f64::INFINITY; 2];
        let mut high = [f64::NEG_INFINITY; 2];
        for point in points_m {
            for axis in 0..2 {
                let at = (point[axis] / side_m).floor();
                if !at.is_finite() {
                    return Err(NoGrid::Nowhere);
                }
                low[axis] = low[axis].min(at);
                high[axis] = high[axis].max(at);
            }
        }
        let [columns, rows] = [high[0] - low[0] + 1.0, high[1] - low[1] + 1.0];
        if columns * rows > real(MAX_CELLS) {
            return Err(NoGrid::TooManyCells);
        }
        Ok(Self { side_m, corner: low, columns: whole(columns), rows: whole(rows) })
    }

    /// How many cells there are.
    pub fn cells(&self) -> usize {
        self.columns * self.rows
    }

    /// How many cells lie side by side from west to east.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// How many cells lie above each other from south to north.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The side of a cell in metres.
    pub fn side_m(&self) -> f64 {
        self.side_m
    }

    /// The cell that holds the point; `None` outside the grid.
    pub fn cell(&self, point_m: Metres) -> Option<usize> {
        let [column, row] = self.sides(point_m).map(f64::floor);
        let inside = column >= 0.0 && column < real(self.columns) && row >= 0.0 && row < real(self.rows);
        inside.then(|| whole(row) * self.columns + whole(column))
    }

    /// How many sides a point lies east and north of the south-western corner.
    pub(super) fn sides(&self, point_m: Metres) -> [f64; 2] {
        [point_m[0] / self.side_m - self.corner[0], point_m[1] / self.side_m - self.corner[1]]
    }

    /// The middle of a cell.
    pub fn middle_m(&self, cell: usize) -> Metres {
        let at = [cell % self.columns, cell / self.columns].map(real);
        [0, 1].map(|axis| (self.corner[axis] + at[axis] + 0.5) * self.side_m)
    }

    /// Which columns or rows lie within one of this one, of so many.
    pub(super) fn beside(at: usize, of: usize) -> std::ops::Range<usize> {
        at.saturating_sub(1)..(at + 2).min(of)
    }

    /// For each cell those that share an edge or a corner with it, as a queen walks; without itself.
    pub fn queen_neighbours(&self) -> Vec<Vec<usize>> {
        (0..self.cells()).map(|cell| self.around(cell).collect()).collect()
    }

    /// The cells that share an edge or a corner with one, in order.
    pub fn around(&self, cell: usize) -> impl Iterator<Item = usize> + use<> {
        let Self { columns, rows, .. } = *self;
        let (column, row) = (cell % columns, cell / columns);
        let all = Self::beside(row, rows)
            .flat_map(move |row| Self::beside(column, columns).map(move |column| row * columns + column));
        all.filter(move |it| *it != cell)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "callers know it to be whole and between 0 and the number of cells"
)]
pub(super) fn whole(number: f64) -> usize {
    number as usize
}

/// A number for each cell of a grid.
#[derive(Debug, Clone, PartialEq)]
pub struct Raster {
    grid: Grid,
    values: Vec<f64>,
}

impl Raster {
    /// These numbers, in the order of the cells.
    pub fn new(grid: Grid, values: Vec<f64>) -> Result<Self, NoGrid> {
        if values.len() == grid.cells() {
            Ok(Self { grid, values })
        } else {
            Err(NoGrid::Values { values: values.len(), cells: grid.cells() })
        }
    }

    /// Nothing in any cell.
    pub(super) fn empty(grid: Grid) -> Self {
        Self { grid, values: vec![0.0; grid.cells()] }
    }

    /// How many of the points lie in each cell. What lies outside is not counted.
    pub fn counted(grid: Grid, points_m: &[Metres]) -> Self {
        let mut raster = Self::empty(grid);
        for cell in points_m.iter().filter_map(|it| grid.cell(*it)) {
            raster.add(cell, 1.0);
        }
        raster
    }

    /// Adds to what a cell holds.
    pub(super) fn add(&mut self, cell: usize, more: f64) {
        self.values[cell] += more;
    }

    /// The grid.
    pub fn grid(&self) -> &Grid {
        &self.grid
    }

    /// The numbers, in the order of the cells.
    pub fn values(&self) -> &[f64] {
        &self.values
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::apart_m;

    #[test]
    fn a_point_on_an_edge_belongs_to_the_cell_east_or_north_of_it() {
        let grid = Grid::covering(&[[-10.0, 0.0], [29.9, 19.9]], 10.0).unwrap();
        assert_eq!((grid.columns(), grid.rows(), grid.cells()), (4, 2, 8));
        let of = |east_m, north_m| grid.cell([east_m, north_m]);
        assert_eq!(
            [of(-10.0, 0.0), of(0.0, 0.0), of(0.0, 10.0), of(30.0, 0.0)],
            [Some(0), Some(1), Some(5), None]
        );
        assert_eq!([of(-10.1, 0.0), of(5.0, 20.0), of(f64::NAN, 0.0)], [None; 3]);
        assert!(apart_m(grid.middle_m(5), [5.0, 15.0]) < 1e-9);
        assert_eq!(
            Raster::counted(grid, &[[0.0, 0.0], [9.9, 9.9], [99.0, 0.0]]).values()[1].to_string(),
            "2"
        );
    }

    #[test]
    fn a_grid_does_not_shift_when_a_point_comes_in() {
        let before = Grid::covering(&[[13.0, 27.0], [55.0, 62.0]], 10.0).unwrap();
        let after = Grid::covering(&[[13.0, 27.0], [55.0, 62.0], [-4.0, 1.0]], 10.0).unwrap();
        let middles = |grid: Grid| grid.middle_m(grid.cell([55.0, 62.0]).unwrap());
        assert!(apart_m(middles(before), middles(after)) < 1e-9);
    }

    #[test]
    fn a_queen_has_eight_neighbours_inside_and_three_in_a_corner() {
        let neighbours = Grid::covering(&[[0.0, 0.0], [2.0, 2.0]], 1.0).unwrap().queen_neighbours();
        assert_eq!(neighbours[4], [0, 1, 2, 3, 5, 6, 7, 8]);
        assert_eq!((neighbours[0].as_slice(), neighbours[7].len()), ([1, 3, 4].as_slice(), 5));
    }

    #[test]
    fn a_grid_that_cannot_be_is_refused_with_a_sentence() {
        let none = |points: &[Metres], side_m| Grid::covering(points, side_m).unwrap_err();
        assert_eq!(none(&[[0.0; 2]], 0.0), NoGrid::Side(0.0));
        assert_eq!(none(&[], 1.0), NoGrid::NoPoints);
        assert_eq!(none(&[[f64::NAN, 0.0]], 1.0), NoGrid::Nowhere);
        assert_eq!(none(&[[0.0; 2], [1e9, 1e9]], 1.0), NoGrid::TooManyCells);
        let grid = Grid::covering(&[[0.0; 2]], 1.0).unwrap();
        assert_eq!(Raster::new(grid, vec![]), Err(NoGrid::Values { values: 0, cells: 1 }));
    }
}
