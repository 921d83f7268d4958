//! Where more is pointed at than chance puts there: Gi* on a grid, with the false discovery rate held.
//!
//! Promises: equals [`Field::getis_ord`](super::Field::getis_ord) with queen neighbours, in time linear in the cells;
//! neither adds large sums nor takes them from each other, so that fractions keep their digits.
//!
//! What it does not see: how many walked there. Counts show where people walk as well as where they feel unsafe; lay
//! the walked metres beside them. With counts near 0 the normal distribution is rough.

use super::field::Moments;
use super::grid::{Grid, Raster};
use super::significance::{FALSE_DISCOVERY_RATE, adjusted_p, two_sided_p};
use crate::geo::Metres;

/// A cell around which there is more (or less) than chance puts there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HotSpot {
    /// The cell.
    pub cell: usize,
    /// Its middle.
    pub middle_m: Metres,
    /// What the cell itself holds.
    pub value: f64,
    /// How many standard deviations the cell and its neighbours hold more than expected; below 0 it is a cold spot.
    pub z: f64,
    /// How often chance alone gives as much; two-sided.
    pub p: f64,
    /// The same, adjusted for there being many cells; at most [`FALSE_DISCOVERY_RATE`].
    pub adjusted_p: f64,
}

impl Raster {
    /// Gi* of each cell with its queen neighbours (see [`Field::getis_ord`](super::Field::getis_ord)); `None` for all
    /// where every cell holds the same.
    pub fn gi_star(&self) -> Vec<Option<f64>> {
        let (columns, rows) = (self.grid().columns(), self.grid().rows());
        let all = Moments::of(self.values());
        let width = |at, of| Grid::beside(at, of).len();
        let score = |(cell, sum): (usize, f64)| {
            all.score(sum, width(cell % columns, columns) * width(cell / columns, rows))
        };
        self.sums_around().into_iter().enumerate().map(score).collect()
    }

    /// What each cell and its neighbours hold together: along the rows, then along the columns.
    fn sums_around(&self) -> Vec<f64> {
        let (columns, rows) = (self.grid().columns(), self.grid().rows());
        let along = |row: &[f64]| -> Vec<f64> {
            (0..columns).map(|at| row[Grid::beside(at, columns)].iter().sum()).collect()
        };
        let by_row: Vec<f64> = self.values().chunks_exact(columns).flat_map(along).collect();
        let of_row = |row: usize| &by_row[row * columns..(row + 1) * columns];
        let mut sums = vec![0.0; by_row.len()];
        for (row, sums) in sums.chunks_exact_mut(columns).enumerate() {
            for beside in Grid::beside(row, rows) {
                sums.iter_mut().zip(of_row(beside)).for_each(|(sum, more)| *sum += more);
            }
        }
        sums
    }
}

/// The cells that stand out, hot and cold, by number; at most [`FALSE_DISCOVERY_RATE`] of them are false in the long run.
pub fn hot_spots(raster: &Raster) -> Vec<HotSpot> {
    let scores: Vec<(usize, f64)> =
        raster.gi_star().into_iter().enumerate().filter_map(|(cell, z)| Some((cell, z?))).collect();
    let p: Vec<f64> = scores.iter().map(|(_, z)| two_sided_p(*z)).collect();
    let all = scores.iter().zip(&p).zip(adjusted_p(&p)).map(|((&(cell, z), &p), adjusted_p)| HotSpot {
        cell,
        middle_m: raster.grid().middle_m(cell),
        value: raster.values()[cell],
        z,
        p,
        adjusted_p,
    });
    all.filter(|it| it.adjusted_p <= FALSE_DISCOVERY_RATE).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Field, Own, oracle, real};
    use super::*;
    use crate::geo::apart_m;

    fn raster(columns: usize, rows: usize, values: Vec<f64>) -> Raster {
        let corner = [real(columns) - 0.5, real(rows) - 0.5];
        Raster::new(Grid::covering(&[[0.5, 0.5], corner], 1.0).unwrap(), values).unwrap()
    }

    fn rasters() -> impl Strategy<Value = Raster> {
        (1_usize..9, 1_usize..9).prop_flat_map(|(columns, rows)| {
            let values = prop::collection::vec(-5.0..90.0_f64, columns * rows);
            values.prop_map(move |values| raster(columns, rows, values))
        })
    }

    proptest! {
        #[test]
        fn the_closed_form_equals_the_sums_over_neighbours(raster in rasters()) {
            let field = Field::new(raster.values().to_vec(), raster.grid().queen_neighbours()).unwrap();
            for (a, b) in raster.gi_star().into_iter().zip(field.getis_ord(Own::Included)) {
                prop_assert_eq!(a.is_some(), b.is_some());
                prop_assert!((a.unwrap_or(0.0) - b.unwrap_or(0.0)).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn a_planted_block_and_what_lies_beside_it_is_found_and_nothing_else() {
        let mut values = vec![0.0; 400];
        for cell in [0, 1, 20, 21] {
            values[cell] = 10.0;
        }
        let found = hot_spots(&raster(20, 20, values));
        let cells: Vec<usize> = found.iter().map(|it| it.cell).collect();
        assert_eq!(cells, [0, 1, 2, 20, 21, 22, 40, 41]);
        assert!(found.iter().all(|it| it.z > 3.0 && it.p <= it.adjusted_p), "{found:?}");
        assert_eq!((found[0].middle_m, found[0].value.to_string()), ([0.5, 0.5], "10".to_owned()));
    }

    #[test]
    fn evenly_spread_is_nowhere_hot() {
        assert_eq!(hot_spots(&raster(9, 9, vec![4.0; 81])), []);
        let chequered = (0..81).map(|cell| if cell % 2 == 0 { 4.0 } else { 5.0 }).collect();
        assert_eq!(hot_spots(&raster(9, 9, chequered)), []);
    }

    #[test]
    fn san_francisco_comes_out_as_in_esda() {
        let Some(oracle) = oracle::pysal("Gi* on a grid over San Francisco") else { return };
        let (points, cells) = (oracle::points().unwrap(), oracle::cells().unwrap());
        let grid = Grid::covering(&points, 250.0).unwrap();
        let expected = &oracle.sf_grid250;
        assert_eq!((grid.columns(), grid.rows()), (expected.nx, expected.ny));
        assert!(apart_m(grid.middle_m(0), [expected.x0 + 125.0, expected.y0 + 125.0]) < 1e-9);
        let raster = Raster::counted(grid, &points);
        let z: Vec<f64> = raster.gi_star().into_iter().map(Option::unwrap).collect();
        for (cell, z) in z.iter().enumerate() {
            let (column, row) = (cell % expected.nx, cell / expected.nx);
            let [count, published] = cells[column * expected.ny + row];
            assert!((raster.values()[cell] - count).abs() < 1e-9, "{cell}");
            assert!((z - published).abs() < 0.6e-8, "{cell}: {z}, not {published}: written with 8 decimals");
        }
        let highest = (0..z.len()).max_by(|a, b| z[*a].total_cmp(&z[*b])).unwrap();
        assert_eq!([highest % expected.nx, highest / expected.nx], expected.argmax);
        assert!((z[highest] - expected.max_z).abs() < 1e-9);
        assert!((z.iter().sum::<f64>() - expected.sum_z).abs() < 1e-9);
        assert_eq!(z.iter().filter(|z| **z > 2.58).count(), expected.hot99);
    }
}
