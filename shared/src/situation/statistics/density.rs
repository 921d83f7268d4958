//! Where much lies close together, for the eye: kernel density.
//!
//! Promises: everything within the grid by more than the reach counts once in all; nothing is computed beyond the reach.
//!
//! What it does not say: what is significant. A smooth surface shows hills in pure chance; [`hot_spots`](super::hot_spots)
//! tells which are none. At the grid's edge what would lie beyond is lost.

use super::grid::{Grid, Raster, whole};
use super::real;
use crate::geo::Metres;

/// Square metres in a square kilometre.
const M2_PER_KM2: f64 = 1e6;

/// Points for each square kilometre, at the middle of each cell, with the quartic (biweight) kernel 3/π · (1 − d²/h²)² ÷
/// h² of Silverman, "Density Estimation for Statistics and Data Analysis", 1986, equation 4.5. With a reach that is no
/// length above 0, nothing.
pub fn density_per_km2(grid: Grid, points_m: &[Metres], reach_m: f64) -> Raster {
    let mut raster = Raster::empty(grid);
    if !(reach_m.is_finite() && reach_m > 0.0) {
        return raster;
    }
    let top = 3.0 / std::f64::consts::PI / (reach_m * reach_m) * M2_PER_KM2;
    for point in points_m.iter().filter(|it| it.iter().all(|axis| axis.is_finite())) {
        let [columns, rows] = within(&grid, *point, reach_m / grid.side_m());
        // How far the first of these middles lies from the point, in reaches; each next one lies a side farther.
        let first = grid.middle_m(rows.start * grid.columns() + columns.start);
        let off =
            |axis: usize, step: usize| (first[axis] - point[axis] + real(step) * grid.side_m()) / reach_m;
        for (north, row) in rows.enumerate() {
            let cells = row * grid.columns() + columns.start..row * grid.columns() + columns.end;
            for (east, cell) in cells.enumerate() {
                let inside = 1.0 - off(0, east).powi(2) - off(1, north).powi(2);
                if inside > 0.0 {
                    raster.add(cell, top * inside * inside);
                }
            }
        }
    }
    raster
}

/// Columns and rows of the cells that may have their middle within reach, given in sides of a cell.
fn within(grid: &Grid, point_m: Metres, reach: f64) -> [std::ops::Range<usize>; 2] {
    let at = grid.sides(point_m);
    let counts = [grid.columns(), grid.rows()];
    [0, 1].map(|axis| {
        let bounded = |sides: f64| whole(sides.clamp(0.0, real(counts[axis])));
        bounded((at[axis] - reach).floor())..bounded((at[axis] + reach).ceil())
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn grid(side_m: f64) -> Grid {
        Grid::covering(&[[0.0, 0.0], [999.0, 799.0]], side_m).unwrap()
    }

    #[test]
    fn one_point_is_a_hill_as_high_as_by_hand() {
        // 3 ÷ (π · 0.1² km²) at the point itself; at half the reach (1 − ¼)² of it; at the reach nothing.
        let found = density_per_km2(grid(50.0), &[[425.0, 425.0]], 100.0);
        let at = |east_m| found.values()[found.grid().cell([east_m, 425.0]).unwrap()];
        let top = 3.0 / std::f64::consts::PI / 0.01;
        assert!((at(425.0) - top).abs() < 1e-9 && (at(475.0) - 0.5625 * top).abs() < 1e-9);
        assert!(at(525.0).abs() < 1e-9 && at(325.0).abs() < 1e-9);
    }

    #[test]
    fn without_a_reach_or_a_place_there_is_nothing() {
        for (point, reach_m) in
            [([1.0, 1.0], 0.0), ([1.0, 1.0], f64::NAN), ([f64::NAN, 1.0], 9.0), ([1e300, 0.0], 9.0)]
        {
            assert!(
                density_per_km2(grid(50.0), &[point], reach_m).values().iter().all(|it| it.abs() < 1e-300)
            );
        }
    }

    proptest! {
        #[test]
        fn every_point_counts_once(
            points in prop::collection::vec((200.0..800.0, 200.0..600.0).prop_map(|(a, b)| [a, b]), 0..30)
        ) {
            let fine = grid(5.0);
            let sum: f64 = density_per_km2(fine, &points, 150.0).values().iter().sum();
            let cell_km2 = fine.side_m().powi(2) / M2_PER_KM2;
            prop_assert!((sum * cell_km2 - real(points.len())).abs() < 1e-3 * real(points.len().max(1)));
        }
    }
}
