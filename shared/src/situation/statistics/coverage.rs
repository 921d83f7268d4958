//! Where was walked at all: what a picture may speak of.
//!
//! Promises: each metre of a track counts in the cell that it lies in; what lies outside the grid is not counted.

use super::grid::{Grid, Raster, whole};
use super::real;
use crate::geo::{Metres, apart_m};

/// How much of what was to be covered was walked in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// How many cells were to be covered.
    pub cells: usize,
    /// Those of them where nobody walked: of these the picture says nothing.
    pub unwalked: Vec<usize>,
}

impl Coverage {
    /// Of these cells (those of a neighbourhood), by the metres walked in each.
    pub fn of(walked_m: &Raster, cells: &[usize]) -> Self {
        let metres = |cell: usize| walked_m.values().get(cell).copied().unwrap_or(0.0);
        let unwalked = cells.iter().copied().filter(|cell| metres(*cell) <= 0.0).collect();
        Self { cells: cells.len(), unwalked }
    }
}

/// How many metres of these stretches, each a line from point to point, lie in each cell.
pub fn walked_m_by_cell(grid: Grid, stretches: &[Vec<Metres>]) -> Raster {
    let mut raster = Raster::empty(grid);
    for pair in stretches.iter().flat_map(|stretch| stretch.windows(2)) {
        walk(&mut raster, pair[0], pair[1]);
    }
    raster
}

/// Divides the way from a to b where it crosses the edges of cells.
fn walk(raster: &mut Raster, a: Metres, b: Metres) {
    let length_m = apart_m(a, b);
    let along = |share: f64| [0, 1].map(|axis| a[axis] + share * (b[axis] - a[axis]));
    let mut shares = vec![0.0, 1.0];
    for axis in 0..2 {
        shares.extend(crossings(raster.grid(), axis, a, b));
    }
    shares.sort_unstable_by(f64::total_cmp);
    for pair in shares.windows(2) {
        if let Some(cell) = raster.grid().cell(along(f64::midpoint(pair[0], pair[1]))) {
            raster.add(cell, (pair[1] - pair[0]) * length_m);
        }
    }
}

/// Which shares of the way lie on edges across an axis.
fn crossings(grid: &Grid, axis: usize, a: Metres, b: Metres) -> impl Iterator<Item = f64> {
    let (from, to) = (grid.sides(a)[axis], grid.sides(b)[axis]);
    let last = real([grid.columns(), grid.rows()][axis]);
    let first_edge = from.min(to).ceil().clamp(0.0, last);
    let last_edge = from.max(to).floor().clamp(0.0, last);
    let shares = (whole(first_edge)..=whole(last_edge)).map(move |edge| (real(edge) - from) / (to - from));
    shares.filter(|share| (0.0..=1.0).contains(share))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn grid() -> Grid {
        Grid::covering(&[[0.0, 0.0], [59.0, 39.0]], 10.0).unwrap()
    }

    #[test]
    fn a_slanting_way_is_divided_among_its_cells_and_the_rest_is_known_to_be_unwalked() {
        // 3–4–5: from (5, 5) to (35, 45) is 50 m; it leaves the grid at north 40.
        let walked_m = walked_m_by_cell(grid(), &[vec![[5.0, 5.0], [35.0, 45.0]]]);
        assert!((walked_m.values().iter().sum::<f64>() - 43.75).abs() < 1e-9);
        assert!((walked_m.values()[0] - 6.25).abs() < 1e-9);
        let coverage = Coverage::of(&walked_m, &[0, 5, 23]);
        assert_eq!((coverage.cells, coverage.unwalked), (3, vec![5, 23]));
    }

    proptest! {
        #[test]
        fn no_metre_is_lost_or_doubled_inside(
            way in prop::collection::vec((0.0..60.0, 0.0..40.0).prop_map(|(east_m, north_m)| [east_m, north_m]), 2..9)
        ) {
            let length_m: f64 = way.windows(2).map(|pair| apart_m(pair[0], pair[1])).sum();
            let walked_m = walked_m_by_cell(grid(), &[way]);
            prop_assert!((walked_m.values().iter().sum::<f64>() - length_m).abs() < 1e-6);
        }
    }
}
