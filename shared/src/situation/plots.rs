//! Observations cut into plots of ground that are merged each by itself.
//!
//! Promises: a plot holds some ten thousand observations of one kind, so that what it needs is small and near; what lies
//! along the seams is told, for there a group may go on in the next plot.

use std::collections::BTreeMap;

use super::spot::{Ground, Spot};

/// A plot of more spots than these is cut in two; in tests seams run everywhere.
const MOST: usize = if cfg!(test) { 8 } else { 100_000 };

/// Spots of one kind on one plot.
pub(super) struct Plot<'a> {
    /// Where its spots lie, and their numbers.
    spots: &'a [Lying],
    /// South, west, north and east end, where it was cut.
    ends: [f64; 4],
}

/// A spot's place, and its number.
type Lying = ([f64; 2], u32);

/// Where spots lie, those of one kind side by side.
pub(super) fn by_kind<'a>(spots: impl Iterator<Item = (u32, &'a Spot)>) -> Vec<Vec<Lying>> {
    let mut kinds: BTreeMap<u16, Vec<Lying>> = BTreeMap::new();
    for (at, spot) in spots {
        let place = spot.ground.map_or([f64::NEG_INFINITY; 2], |it| [it.north_m, it.east_m]);
        kinds.entry(spot.kind).or_default().push((place, at));
    }
    kinds.into_values().collect()
}

/// Cuts the spots of each kind into plots: across the longer side, until few are left.
pub(super) fn plots(kinds: &mut [Vec<Lying>]) -> Vec<Plot<'_>> {
    const ALL: [f64; 4] = [f64::NEG_INFINITY, f64::NEG_INFINITY, f64::INFINITY, f64::INFINITY];
    let mut plots = Vec::new();
    for of_kind in kinds {
        cut(of_kind, ALL, &mut plots);
    }
    plots
}

fn cut<'a>(spots: &'a mut [Lying], ends: [f64; 4], plots: &mut Vec<Plot<'a>>) {
    if spots.len() <= MOST {
        plots.push(Plot { spots, ends });
        return;
    }
    let (axis, middle) = (longer_axis(spots), spots.len() / 2);
    let (_, (place, _), _) = spots.select_nth_unstable_by(middle, |a, b| a.0[axis].total_cmp(&b.0[axis]));
    let seam = place[axis];
    let (before, after) = spots.split_at_mut(middle);
    let (mut end, mut begin) = (ends, ends);
    (end[axis + 2], begin[axis]) = (seam, seam);
    cut(before, end, plots);
    cut(after, begin, plots);
}

/// Along which axis these lie the farthest apart: 0 is northward, 1 eastward. In degrees of the equator: where rows are
/// narrow, plots are.
fn longer_axis(spots: &[Lying]) -> usize {
    let length_m = |axis: usize| {
        let along = spots.iter().map(|(place, _)| place[axis]).filter(|it| it.is_finite());
        along.clone().fold(f64::NEG_INFINITY, f64::max) - along.fold(f64::INFINITY, f64::min)
    };
    usize::from(length_m(1) > length_m(0))
}

impl Plot<'_> {
    /// The numbers of its spots.
    pub(super) fn numbers(&self) -> impl Iterator<Item = u32> {
        self.spots.iter().map(|(_, at)| *at)
    }

    /// Whether a spot lies within reach of a seam.
    pub(super) fn is_at_seam(&self, spot: &Spot) -> bool {
        let Some(Ground { north_m, east_m, narrowing }) = spot.ground else { return false };
        let [south, west, north, east] = self.ends;
        // A metre more, for rows narrow towards the poles.
        let reach_m = spot.nature.reach_m + 1.0;
        let away_m = (north_m - south).min(north - north_m);
        away_m <= reach_m || (east_m - west).min(east - east_m) * narrowing <= reach_m
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::situation::sweep::edges;
    use crate::situation::tests::{id, observation};

    fn spots(places: Vec<(f64, f64, u16)>) -> Vec<Spot> {
        let spot = |(number, (north_m, accuracy_m, kind))| {
            let it = observation(7, number, north_m, accuracy_m);
            Spot { id: id(u8::try_from(number % 5).unwrap(), number), ..Spot::of(&it, kind) }
        };
        let mut spots: Vec<Spot> = (1..).zip(places).map(spot).collect();
        spots.sort_unstable_by_key(|it| (it.cell, it.id));
        spots
    }

    proptest! {
        #[test]
        fn every_spot_is_of_one_plot_and_pairs_of_two_plots_are_at_seams(
            places in prop::collection::vec((-400.0..400.0_f64, 3.0..30.0_f64, 0_u16..2), 0..80)
        ) {
            let spots = spots(places);
            let mut kinds = by_kind((0..).zip(&spots));
            let plots = plots(&mut kinds);
            let mut numbers: Vec<u32> = plots.iter().flat_map(Plot::numbers).collect();
            numbers.sort_unstable();
            prop_assert!(numbers.iter().copied().eq(0..u32::try_from(spots.len()).unwrap()));
            let plot_of = |at: u32| plots.iter().position(|plot| plot.numbers().any(|it| it == at)).unwrap();
            for (a, b, _) in edges(&spots) {
                let ends = [a, b].map(|at| (plot_of(at), plots[plot_of(at)].is_at_seam(&spots[at as usize])));
                prop_assert!(ends[0].0 == ends[1].0 || (ends[0].1 && ends[1].1));
            }
        }
    }
}
