//! What lies close together, in whatever shape: DBSCAN.
//!
//! Promises: the labels of scikit-learn for the same points in the same order. Clusters are numbered by their first core
//! point in the caller's order; a border point, within reach of several, belongs to the one with the smallest number.
//! Time linear in the points while they are not all in one place.
//!
//! What it does not see: that a lit street chains into one cluster. Findings are merged by likelihood for that
//! reason; this is for the eye, and for areas of whatever shape.

use std::collections::BTreeMap;

use crate::geo::Metres;
use crate::situation::union::Union;

/// The cluster of each point; `None` for noise (Ester, Kriegel, Sander & Xu, KDD 1996). A core point has at least
/// `fewest` points, itself among them, at most `reach_m` away. With a reach that is no length above 0, all is noise.
pub fn clusters(points_m: &[Metres], reach_m: f64, fewest: usize) -> Vec<Option<usize>> {
    if !(reach_m.is_finite() && reach_m > 0.0) {
        return vec![None; points_m.len()];
    }
    // Pairs are met anew each time and never kept: where points lie dense there are far more of them.
    let swept = Swept::new(points_m, reach_m);
    let mut near = vec![1_usize; points_m.len()];
    swept.pairs(|a, b| {
        near[a] += 1;
        near[b] += 1;
    });
    let is_core: Vec<bool> = near.iter().map(|count| *count >= fewest).collect();
    let mut union = Union::new(points_m.len());
    swept.pairs(|a, b| {
        if is_core[a] && is_core[b] {
            union.join(a, b);
        }
    });
    let mut labels = swept.numbered(&is_core, &mut union);
    // Few counts leave nobody who is within reach of a core and is none.
    if near.iter().zip(&is_core).any(|(count, is_core)| *count > 1 && !is_core) {
        let known = labels.clone();
        swept.pairs(|a, b| {
            let (border, core) = if is_core[a] { (b, a) } else { (a, b) };
            if is_core[core] && !is_core[border] {
                labels[border] = labels[border].min(known[core]);
            }
        });
    }
    let told = |place: &usize| Some(labels[*place]).filter(|label| *label != NOISE);
    swept.places.iter().map(told).collect()
}

const NOISE: usize = usize::MAX;

/// From a square to the one north of it.
const ROW: u64 = 1 << 32;

/// Points in the order of squares with a side of the reach, row by row northwards: what is near lies in the same or in
/// neighbouring squares.
struct Swept {
    /// The square of each point, and where it lies.
    points: Vec<(u64, Metres)>,
    /// Where each of the caller's points stands among these.
    places: Vec<usize>,
    squared_m2: f64,
}

impl Swept {
    fn new(points_m: &[Metres], reach_m: f64) -> Self {
        let square = |[east_m, north_m]: &Metres| side(north_m / reach_m) * ROW + side(east_m / reach_m);
        let mut order: Vec<(u64, usize)> = points_m.iter().map(square).zip(0..).collect();
        order.sort_unstable();
        let mut places = vec![0; order.len()];
        for (place, (_, at)) in order.iter().enumerate() {
            places[*at] = place;
        }
        let points = order.iter().map(|(square, at)| (*square, points_m[*at])).collect();
        Self { points, places, squared_m2: reach_m * reach_m }
    }

    /// Every two that are at most the reach apart, each two once.
    fn pairs(&self, mut meet: impl FnMut(usize, usize)) {
        let mut above = 0;
        for (at, (square, here)) in self.points.iter().enumerate() {
            let mut look = |from: usize, to: u64| {
                let there = self.points[from..].iter().take_while(|(square, _)| *square <= to);
                for (other, (_, there)) in (from..).zip(there) {
                    let [east_m, north_m] = [here[0] - there[0], here[1] - there[1]];
                    if east_m * east_m + north_m * north_m <= self.squared_m2 {
                        meet(at, other);
                    }
                }
            };
            // The rest of its own square and the one east of it; the three north of it.
            look(at + 1, square + 1);
            let from = square + ROW - 1;
            above += self.points[above..].iter().take_while(|(square, _)| *square < from).count();
            look(above, square + ROW + 1);
        }
    }

    /// Numbers the clusters in the order of the caller's points: the number of each core, and of nobody else.
    fn numbered(&self, is_core: &[bool], union: &mut Union) -> Vec<usize> {
        let mut labels = vec![NOISE; is_core.len()];
        let mut clusters = 0;
        for place in self.places.iter().copied().filter(|place| is_core[*place]) {
            let root = union.root(place);
            if labels[root] == NOISE {
                labels[root] = clusters;
                clusters += 1;
            }
            labels[place] = labels[root];
        }
        labels
    }
}

/// A row or column as a number that has one below and one above it, also beyond the ends of the grid.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held to what a part of a number holds"
)]
fn side(sides: f64) -> u64 {
    (sides.floor() + f64::from(1_u32 << 31)).clamp(1.0, f64::from(u32::MAX - 2)) as u64
}

/// How many points each cluster has, by its number.
pub fn sizes(labels: &[Option<usize>]) -> Vec<usize> {
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    for label in labels.iter().flatten() {
        *sizes.entry(*label).or_default() += 1;
    }
    sizes.into_values().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sha2::{Digest, Sha256};

    use super::super::oracle;
    use super::*;
    use crate::geo::apart_m;

    fn row(east_m: &[f64]) -> Vec<Metres> {
        east_m.iter().map(|it| [*it, 0.0]).collect()
    }

    #[test]
    fn a_border_point_belongs_to_the_cluster_with_the_smallest_number() {
        // Cores at 9 and 1, three each; 5 lies 4 from both and is none itself.
        let points = row(&[10.0, 9.0, 9.5, 0.0, 1.0, 0.5, 5.0, 30.0]);
        let labels = clusters(&points, 4.0, 4);
        assert_eq!(labels, [Some(0), Some(0), Some(0), Some(1), Some(1), Some(1), Some(0), None]);
        assert_eq!(sizes(&labels), [4, 3]);
    }

    #[test]
    fn what_lies_exactly_within_reach_is_near_and_a_point_counts_itself() {
        assert_eq!(clusters(&row(&[0.0, 3.0]), 3.0, 2), [Some(0); 2]);
        assert_eq!(clusters(&row(&[0.0, 3.1]), 3.0, 2), [None; 2]);
        assert_eq!(clusters(&row(&[0.0, 3.1]), 3.0, 1), [Some(0), Some(1)]);
        assert_eq!(clusters(&row(&[0.0, 0.0]), 0.0, 1), [None; 2]);
        assert_eq!(clusters(&row(&[f64::NAN, f64::INFINITY, 0.0]), 1.0, 2), [None; 3]);
    }

    #[test]
    fn vandalism_in_san_francisco_is_labelled_as_by_scikit_learn() {
        let Some(oracle) = oracle::pysal("DBSCAN over San Francisco") else { return };
        let (points, expected) = (oracle::points().unwrap(), &oracle.sf_dbscan);
        let labels = clusters(&points, expected.eps, expected.min_samples);
        let mut sizes = sizes(&labels);
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        assert_eq!((labels.len(), sizes.len()), (expected.n, expected.clusters));
        assert_eq!(labels.iter().filter(|it| it.is_none()).count(), expected.noise);
        assert_eq!(sizes[..8], expected.sizes);
        // Every label: SHA-256 of what scikit-learn 1.9.1 says of these points, -1 for noise, with commas.
        let texts: Vec<String> =
            labels.iter().map(|it| it.map_or_else(|| "-1".to_owned(), |label| label.to_string())).collect();
        let digest = hex::encode(Sha256::digest(texts.join(",")));
        assert_eq!(digest, "bf46394fce2c924762d050a6ea3371aa026e82ea15981d84f8e4b5c7fe766a1f");
    }

    /// The definition, pair by pair.
    fn plainly(points: &[Metres], reach_m: f64, fewest: usize) -> Vec<Option<usize>> {
        let near =
            |a: &Metres| (0..points.len()).filter(|b| apart_m(*a, points[*b]) <= reach_m).collect::<Vec<_>>();
        let near: Vec<Vec<usize>> = points.iter().map(near).collect();
        let is_core = |at: usize| near[at].len() >= fewest;
        let mut of_core: Vec<usize> = (0..points.len()).collect();
        for _ in 0..points.len() {
            for at in (0..points.len()).filter(|at| is_core(*at)) {
                of_core[at] =
                    near[at].iter().filter(|it| is_core(**it)).map(|it| of_core[*it]).min().unwrap();
            }
        }
        let firsts: Vec<usize> = (0..points.len()).filter(|at| is_core(*at) && of_core[*at] == *at).collect();
        let label = |at: usize| firsts.iter().position(|first| *first == of_core[at]);
        let around = |at: usize| near[at].iter().filter(|it| is_core(**it)).filter_map(|it| label(*it)).min();
        (0..points.len()).map(|at| if is_core(at) { label(at) } else { around(at) }).collect()
    }

    proptest! {
        #[test]
        fn hashing_into_squares_equals_the_definition(
            points in prop::collection::vec((-9_i32..9, -9_i32..9), 0..60), fewest in 1_usize..6
        ) {
            let points: Vec<Metres> = points.into_iter().map(|(east, north)| [east, north].map(f64::from)).collect();
            prop_assert_eq!(clusters(&points, 2.0, fewest), plainly(&points, 2.0, fewest));
        }

        #[test]
        fn which_points_are_noise_does_not_depend_on_their_order(
            (there, shuffled) in prop::collection::vec((-9_i32..9, -9_i32..9), 0..40)
                .prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle()))
        ) {
            let noise = |points: &[(i32, i32)]| {
                let at: Vec<Metres> = points.iter().map(|(a, b)| [*a, *b].map(f64::from)).collect();
                let labels = clusters(&at, 2.0, 3);
                let mut noise: Vec<_> = points.iter().zip(labels).filter(|(_, it)| it.is_none()).map(|(at, _)| *at).collect();
                noise.sort_unstable();
                noise
            };
            prop_assert_eq!(noise(&there), noise(&shuffled));
        }
    }
}
