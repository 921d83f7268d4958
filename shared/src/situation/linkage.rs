//! Which observations are about one thing: complete linkage within reach of each other's accuracy.
//!
//! Promises: every two members of a group lie within reach of each other, so that no chain runs down a lit street;
//! the groups depend on the set of observations alone, not on the order of arrival.
//!
//! Method: agglomerative clustering with complete linkage (Sørensen 1948, “A method of establishing groups of
//! equal amplitude”), where the distance of two observations is measured in units of what their accuracies allow.

use std::collections::BTreeMap;

use crate::geo::Position;

/// Two who point at one lamp stand at least this far apart, in metres, however well they are positioned.
pub const MIN_REACH_M: f64 = 12.0;

/// Beyond this many metres nothing is one thing, however badly the phones are positioned.
pub const MAX_REACH_M: f64 = 40.0;

/// Mean Earth radius of IUGG, in metres.
const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// A place to be grouped.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    /// In metres from the Earth's centre: distances without trigonometry, no pole and no date line to mind.
    point_m: [f64; 3],
    accuracy_m: f64,
}

impl Spot {
    pub(super) fn new(position: Position, accuracy_m: f64) -> Self {
        let (lat, lon) = (position.lat().to_radians(), position.lon().to_radians());
        let unit = [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()];
        Self { point_m: unit.map(|axis| axis * EARTH_RADIUS_M), accuracy_m }
    }
}

/// How far apart, in metres, two observations with these accuracies may lie and still be about one thing.
pub fn reach_m(one_m: f64, other_m: f64) -> f64 {
    let sum = one_m + other_m;
    if sum.is_finite() { sum.clamp(MIN_REACH_M, MAX_REACH_M) } else { MAX_REACH_M }
}

/// Distance over reach: at most 1 for two that may be one. The distance is the chord, which at these lengths is shorter
/// than the arc by less than a micrometre.
fn gap(a: &Spot, b: &Spot) -> f64 {
    let squares = (0..3).map(|axis| (a.point_m[axis] - b.point_m[axis]).powi(2));
    squares.sum::<f64>().sqrt() / reach_m(a.accuracy_m, b.accuracy_m)
}

/// Groups the spots; each group holds indices in ascending order. The caller gives the spots in an order of its own
/// that does not depend on arrival (by id): it breaks ties.
pub(super) fn groups(spots: &[Spot]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = (0..spots.len()).map(|index| vec![index]).collect();
    let mut group_of: Vec<usize> = (0..spots.len()).collect();
    for (_, a, b) in close_pairs(spots) {
        let (into, from) = (group_of[a].min(group_of[b]), group_of[a].max(group_of[b]));
        let fits = |a: &usize| groups[from].iter().all(|b| gap(&spots[*a], &spots[*b]) <= 1.0);
        if into == from || !groups[into].iter().all(fits) {
            continue;
        }
        let moved = std::mem::take(&mut groups[from]);
        for member in &moved {
            group_of[*member] = into;
        }
        groups[into].extend(moved);
    }
    for group in &mut groups {
        group.sort_unstable();
    }
    groups.into_iter().filter(|group| !group.is_empty()).collect()
}

/// All pairs that may be one, closest first; of equally close ones the first in the caller's order.
fn close_pairs(spots: &[Spot]) -> Vec<(f64, usize, usize)> {
    let mut spots_by_cell: BTreeMap<[i64; 3], Vec<usize>> = BTreeMap::new();
    for (index, spot) in spots.iter().enumerate() {
        spots_by_cell.entry(cell(spot)).or_default().push(index);
    }
    let near = |a: usize| around(cell(&spots[a])).filter_map(|cell| spots_by_cell.get(&cell)).flatten();
    let pairs = (0..spots.len()).flat_map(|a| near(a).filter(move |b| a < **b).map(move |b| (a, *b)));
    let mut close: Vec<_> =
        pairs.map(|(a, b)| (gap(&spots[a], &spots[b]), a, b)).filter(|(gap, _, _)| *gap <= 1.0).collect();
    close.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
    close
}

/// The cube of side [`MAX_REACH_M`] that holds a spot: two within reach lie in the same or in neighbouring cubes.
#[expect(clippy::cast_possible_truncation, reason = "at most the Earth's radius in cells")]
fn cell(spot: &Spot) -> [i64; 3] {
    spot.point_m.map(|axis| (axis / MAX_REACH_M).floor() as i64)
}

fn around([x, y, z]: [i64; 3]) -> impl Iterator<Item = [i64; 3]> {
    (-1..=1).flat_map(move |dx| (-1..=1).flat_map(move |dy| (-1..=1).map(move |dz| [x + dx, y + dy, z + dz])))
}
