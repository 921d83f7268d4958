//! Folds the observations of one cell of ground into units before they are clustered, so that no cell costs more than a
//! fixed number of units however much is sent.
//!
//! Promises: the units of a cell follow from its observations and from what officers said, in any order of arrival; one
//! walker's taps on one spot within half a day are one voice; a cell of one kind has at most [`MOST_UNITS`] units (one
//! more for each set that officers bound or parted), each no larger than its kind allows.
//!
//! Method: bucketing by a fixed grid, which cannot chain. Where a cell stays crowded after each walker's taps are folded,
//! voices are folded across walkers too, at the finest of some fixed [`Grain`]s that leaves few enough units.

use std::collections::BTreeSet;

use super::agglomerate::MERGED_P;
use super::lamps::Lamps;
use super::likelihood::{Cluster, probability, weight_of_place};
use super::nature::Nature;
use super::spot::{Spot, narrowing_of_row};
use super::sweep::side_m;
use super::ties::Ties;
use super::voices::{Voice, first_voices};
use crate::id::{ObservationId, SeriesId};
use crate::time::DAY_MS;

/// A cell with more units than these is crowded; in tests few are many.
pub(super) const MOST_UNITS: usize = if cfg!(test) { 6 } else { 128 };

/// Several observations that are clustered as one, or one of a crowded cell.
#[derive(Debug, Clone)]
pub(super) struct Folded {
    /// What stands for them: named by the first that arrived, placed by the surest fix of each walker.
    pub(super) spot: Spot,
    /// What they say of the place together.
    pub(super) cluster: Cluster,
    /// Their numbers, in order of id.
    pub(super) members: Vec<u32>,
    /// Their ids, in order.
    pub(super) ids: Vec<ObservationId>,
    /// Some of their voices: see [`first_voices`].
    pub(super) voices: Vec<Voice>,
    /// Expected number of pairs of voices that are truly of one problem.
    pub(super) sure: f64,
    /// Those of them that something must be kept apart from, by the ids that stand for them.
    pub(super) parted: Vec<ObservationId>,
}

/// What is clustered: one observation, or several folded into one.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    /// The number of the observation that names it: the first that arrived.
    pub(super) leader: u32,
    /// `None` where it is that observation and nothing else.
    pub(super) folded: Option<Box<Folded>>,
}

impl Unit {
    /// Whether clustering would see the same in both.
    pub(super) fn is_as(&self, other: Option<&Folded>) -> bool {
        match (&self.folded, other) {
            (None, None) => true,
            (Some(one), Some(other)) => {
                one.members == other.members
                    && one.parted == other.parted
                    && one.sure.total_cmp(&other.sure).is_eq()
            }
            _ => false,
        }
    }
}

/// How coarsely voices of different walkers are folded: a grid's side in spreads of the kind, and a period as a share of
/// how long such a problem lasts.
struct Grain {
    spreads: f64,
    period: Period,
}

enum Period {
    HalfDay,
    Share(f64),
    Forever,
}

/// From the finest to the coarsest, which leaves at most some fifty units in a cell.
const GRAINS: [Grain; 6] = [
    Grain { spreads: 0.5, period: Period::HalfDay },
    Grain { spreads: 1.0, period: Period::HalfDay },
    Grain { spreads: 1.0, period: Period::Share(0.125) },
    Grain { spreads: 1.0, period: Period::Share(0.5) },
    Grain { spreads: 1.0, period: Period::Forever },
    Grain { spreads: 2.0, period: Period::Forever },
];

/// What each walker's own taps are folded by.
const OWN: Grain = Grain { spreads: 1.0, period: Period::HalfDay };

impl Grain {
    /// The bucket that a spot falls into: row, column and period.
    fn bucket(&self, spot: &Spot) -> [i64; 3] {
        let (Some(ground), nature) = (spot.ground, spot.nature) else { return [0; 3] };
        // No wider than half of what the kind may be, so that a unit never outgrows it.
        let side = (self.spreads * nature.spread_m).min(nature.width_m / 2.0);
        let cell_m = side_m(nature);
        let east_m = ground.east_m * narrowing_of_row(ground.row(cell_m), cell_m);
        [floor(ground.north_m / side), floor(east_m / side), self.period.number(spot.at_ms, nature)]
    }
}

impl Period {
    fn number(&self, at_ms: i64, nature: &Nature) -> i64 {
        match self {
            Self::HalfDay => at_ms.div_euclid(DAY_MS / 2),
            Self::Share(share) => at_ms.div_euclid(floor(share * nature.lasts_days).max(1) * DAY_MS),
            Self::Forever => 0,
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the Earth's girth in metres")]
fn floor(number: f64) -> i64 {
    number.floor() as i64
}

/// One walker's voice, or all that officers bound: a run of the cell's observations in order.
struct Fold {
    rule: Option<ObservationId>,
    from: usize,
    to: usize,
    /// Its member with the surest fix.
    surest: u32,
}

/// By what observations are folded: what officers said of them, whose they are, and their bucket.
type Key = (Option<ObservationId>, Option<SeriesId>, [i64; 3]);

/// The units of one cell: `there` are the numbers in `spots` of all its observations, each once.
pub(super) fn units(there: Vec<u32>, spots: &[Spot], ties: &Ties, lamps: &Lamps) -> Vec<Unit> {
    let spot = |at: u32| &spots[at as usize];
    let mut keyed: Vec<(Key, u32)> = there.into_iter().map(|at| (key(spot(at), ties), at)).collect();
    keyed.sort_by_key(|it| it.0);
    let folds = folds(&keyed, spots);
    let numbers = |fold: &Fold| keyed[fold.from..fold.to].iter().map(|(_, at)| *at);
    if folds.len() <= MOST_UNITS {
        let own = |fold: &Fold| unit(&numbers(fold).collect::<Vec<_>>(), false, spots, ties, lamps);
        return folds.iter().map(own).collect();
    }
    let mut by_bucket = coarser(&folds, spots);
    by_bucket.sort_by_key(|it| (it.0, it.1));
    let crowds = by_bucket.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1));
    let members = |crowd: &[Bucketed]| crowd.iter().flat_map(|it| numbers(it.2)).collect::<Vec<u32>>();
    crowds.map(|crowd| unit(&members(crowd), true, spots, ties, lamps)).collect()
}

fn key(spot: &Spot, ties: &Ties) -> Key {
    let rule = ties.rule_of(spot.id);
    // What officers bound is one wherever it lies in the cell.
    if !ties.bound_to(spot.id).is_empty() {
        return (rule, None, [0; 3]);
    }
    (rule, Some(spot.id.series), OWN.bucket(spot))
}

fn folds(keyed: &[(Key, u32)], spots: &[Spot]) -> Vec<Fold> {
    let mut from = 0;
    let runs = keyed.chunk_by(|a, b| a.0 == b.0);
    let fold = |run: &[(Key, u32)]| {
        let surest = surest(run.iter().map(|(_, at)| *at), spots).unwrap_or(run[0].1);
        let fold = Fold { rule: run[0].0.0, from, to: from + run.len(), surest };
        from = fold.to;
        fold
    };
    runs.map(fold).collect()
}

/// Of some observations the one with the surest fix, of equally sure ones the first by id.
fn surest(all: impl Iterator<Item = u32>, spots: &[Spot]) -> Option<u32> {
    let spot = |at: &u32| &spots[*at as usize];
    all.min_by(|a, b| {
        let (one, other) = (spot(a), spot(b));
        one.fix_m2.total_cmp(&other.fix_m2).then_with(|| one.id.cmp(&other.id))
    })
}

type Bucketed<'a> = (Option<ObservationId>, [i64; 3], &'a Fold);

/// Each fold's bucket at the finest grain that leaves few enough of them.
fn coarser<'a>(folds: &'a [Fold], spots: &[Spot]) -> Vec<Bucketed<'a>> {
    let bucketed =
        |fold: &'a Fold, grain: &Grain| (fold.rule, grain.bucket(&spots[fold.surest as usize]), fold);
    let is_fine = |grain: &&Grain| {
        let mut different = BTreeSet::new();
        // Ends as soon as there are too many.
        folds.iter().all(|fold| {
            let (rule, bucket, _) = bucketed(fold, grain);
            different.insert((rule, bucket));
            different.len() <= MOST_UNITS
        })
    };
    let [finer @ .., coarsest] = &GRAINS;
    let grain = finer.iter().find(is_fine).unwrap_or(coarsest);
    folds.iter().map(|fold| bucketed(fold, grain)).collect()
}

fn unit(members: &[u32], is_crowded: bool, spots: &[Spot], ties: &Ties, lamps: &Lamps) -> Unit {
    let spot = |at: &u32| &spots[*at as usize];
    let arrived = |at: &u32| (spot(at).arrived_at_ms, spot(at).id);
    let leader = members.iter().copied().min_by_key(arrived).unwrap_or_default();
    if let ([_], false) = (members, is_crowded) {
        return Unit { leader, folded: None };
    }
    let mut by_id: Vec<(ObservationId, u32)> = members.iter().map(|at| (spot(at).id, *at)).collect();
    // Stable: it finds the runs that are in order already.
    by_id.sort();
    let (ids, members): (Vec<ObservationId>, Vec<u32>) = by_id.into_iter().unzip();
    let of_walkers = members.chunk_by(|a, b| spot(a).id.series == spot(b).id.series);
    let surest = of_walkers.filter_map(|own| surest(own.iter().copied(), spots));
    let voices: Vec<&Spot> = surest.map(|at| &spots[at as usize]).collect();
    let named = spot(&leader);
    let cluster = Cluster::of_voices(named, &voices, members.iter().map(spot), lamps);
    let fix_m2 = voices.iter().map(|it| it.fix_m2).fold(f64::INFINITY, f64::min);
    let shown = Spot { ground: cluster.place(named), fix_m2, ..*named };
    let parted = parted(&ids, is_crowded, ties);
    let sure = sure(&shown, &cluster, !ties.bound_to(named.id).is_empty());
    let voices = first_voices(voices.into_iter().map(Voice::of).collect());
    let folded = Folded { spot: shown, cluster, members, ids, voices, sure, parted };
    Unit { leader, folded: Some(Box::new(folded)) }
}

/// What of a unit something must be kept apart from. In a crowd one walker's word does not part others; officers' does.
fn parted(ids: &[ObservationId], is_crowded: bool, ties: &Ties) -> Vec<ObservationId> {
    if !ties.is_any_apart() {
        return Vec::new();
    }
    let counts = |id: &&ObservationId| !is_crowded || ties.rule_of(**id).is_some();
    let roots = ids.iter().filter(counts).map(|id| ties.root(*id));
    let mut parted: Vec<ObservationId> = roots.filter(|root| ties.is_parted(*root)).collect();
    parted.sort_unstable();
    parted.dedup();
    parted
}

/// How many pairs of voices are truly of one problem: officers know, and voices a spread apart are likely to be.
fn sure(shown: &Spot, cluster: &Cluster, is_bound: bool) -> f64 {
    let spread_m2 = shown.nature.spread_m * shown.nature.spread_m;
    let likely = || weight_of_place(shown, shown, spread_m2).map_or(MERGED_P, probability);
    let each = if is_bound { 1.0 } else { likely().max(MERGED_P) };
    each * f64::from(cluster.count) * f64::from(cluster.count - 1) / 2.0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::situation::tests::{id, observation};

    fn check(there: &[(u8, u64, f64, f64)], expected: &[&[u64]]) {
        let spots: Vec<Spot> = there
            .iter()
            .map(|(who, number, north_m, accuracy_m)| {
                Spot::of(&observation(*who, *number, *north_m, *accuracy_m), 0)
            })
            .collect();
        let all = (0..u32::try_from(spots.len()).unwrap()).collect();
        let mut found: Vec<Vec<u64>> = units(all, &spots, &Ties::default(), &Lamps::default())
            .into_iter()
            .map(|unit| match unit.folded {
                Some(folded) => folded.ids.iter().map(|id| id.number).collect(),
                None => vec![spots[unit.leader as usize].id.number],
            })
            .collect();
        found.sort();
        assert_eq!(found, expected);
    }

    #[test]
    fn one_walkers_taps_on_a_spot_are_one_voice_and_another_walkers_are_another() {
        check(
            &[(1, 1, 0.0, 9.0), (1, 2, 0.1, 5.0), (2, 3, 0.1, 5.0), (1, 4, 20.0, 5.0)],
            &[&[1, 2], &[3], &[4]],
        );
    }

    #[test]
    fn a_voice_stands_where_its_surest_fix_is_and_is_named_by_the_first_that_arrived() {
        let spots = [observation(1, 2, 0.2, 4.0), observation(1, 1, 0.0, 9.0)].map(|it| Spot::of(&it, 0));
        let found = units(vec![0, 1], &spots, &Ties::default(), &Lamps::default());
        let folded = found[0].folded.as_ref().unwrap();
        assert_eq!((found.len(), folded.spot.id, folded.spot.ground), (1, id(1, 1), spots[0].ground));
        assert_eq!((folded.cluster.count, folded.sure), (1, 0.0));
    }

    /// A number, and who tapped where, how surely and on which day.
    type Tap = (u64, (u8, f64, f64, i64));

    proptest! {
        #[test]
        fn a_cell_has_few_units_that_hold_every_observation_once_in_any_order(
            (there, shuffled) in prop::collection::vec((1_u8..90, 0.0..4.0_f64, 2.0..60.0_f64, 0_i64..4_000), 1..200)
                .prop_flat_map(|it| { let all: Vec<_> = (1_u64..).zip(it).collect(); (Just(all.clone()), Just(all).prop_shuffle()) })
        ) {
            let made = |all: &[Tap]| {
                let spots: Vec<Spot> = all.iter().map(|(number, (who, north_m, accuracy_m, day))| {
                    let it = observation(*who, *number, *north_m, *accuracy_m);
                    Spot { at_ms: day * DAY_MS, ..Spot::of(&it, 0) }
                }).collect();
                let all = (0..u32::try_from(spots.len()).unwrap()).collect();
                let mut found: Vec<_> = units(all, &spots, &Ties::default(), &Lamps::default()).into_iter().map(|unit| {
                    let single = vec![spots[unit.leader as usize].id];
                    unit.folded.map_or((single, None), |it| (it.ids, Some((it.spot, format!("{:?}", it.cluster)))))
                }).collect();
                found.sort_by(|a, b| a.0.cmp(&b.0));
                found
            };
            let found = made(&there);
            prop_assert_eq!(&found, &made(&shuffled));
            // Four metres of road within a cell or two: all of them at one place are at most a few at the coarsest.
            prop_assert!(found.len() <= MOST_UNITS, "{}", found.len());
            let mut members: Vec<_> = found.iter().flat_map(|it| it.0.clone()).collect();
            members.sort_unstable();
            let mut all: Vec<_> = there.iter().map(|(number, (who, ..))| id(*who, *number)).collect();
            all.sort_unstable();
            prop_assert_eq!(members, all);
        }
    }
}
