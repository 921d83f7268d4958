//! How much of something was pointed out, in this period and the one before, and whether that has changed.
//!
//! Promises: counts are of all that was chosen; a change is told only of what is alike in both periods, and of rows that
//! are looked at together only where it holds among all of them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::compared_walks::ComparedWalks;
use super::material::{Chosen, Sighted};
use super::pairs::{Counts, Pair, counts, pairs};
use crate::id::ObservationId;
use crate::situation::observation::Observation;
use crate::situation::statistics::{PerParticipant, Refused, WalkPairs, WalkPlaces, per_participant};

/// How much of something, now and before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Trend {
    /// In this period.
    pub now: Counts,
    /// In the period before.
    pub before: Option<Counts>,
    /// Places per participant on the walks that can be compared; absent where that is refused.
    pub per_participant: Option<PerParticipant>,
}

/// Pairs, each with the number of its walk.
type PairsOnWalks<'a> = Vec<(usize, Pair<'a>)>;

/// Pairs of both periods, and those of them that can be compared.
pub(super) struct Trends<'a> {
    now: Vec<Pair<'a>>,
    before: Option<Vec<Pair<'a>>>,
    /// The walks, and of each period, the earlier first, the pairs on the stretch that is compared, with their walk.
    compared: Option<(&'a ComparedWalks, [PairsOnWalks<'a>; 2])>,
}

impl<'a> Trends<'a> {
    /// Of both periods; nothing is compared where walks cannot be.
    pub(super) fn new(
        now: &'a Chosen<'a>,
        before: Option<&'a Chosen<'a>>,
        walks: Option<&'a ComparedWalks>,
    ) -> Self {
        let (now, before) = (pairs(now), before.map(pairs));
        let compared = walks.zip(before.as_ref()).map(|(walks, before)| {
            let on_stretch = |period: usize, pairs: &[Pair<'a>]| walks.on_stretch(period, pairs);
            (walks, [on_stretch(0, before), on_stretch(1, &now)])
        });
        Self { now, before, compared }
    }

    /// How much of what is wanted, without a comparison.
    pub(super) fn counted(&self, wanted: impl Fn(&Sighted, &Observation) -> bool) -> Trend {
        let is_wanted = |it: &&Pair| wanted(it.sighted, it.observation);
        let count = |all: &Vec<Pair<'a>>| counts(all.iter().filter(is_wanted));
        Trend { now: count(&self.now), before: self.before.as_ref().map(count), per_participant: None }
    }

    /// How much of what is wanted, and whether participants name more of it or less.
    pub(super) fn compared(&self, wanted: impl Fn(&Sighted, &Observation) -> bool) -> Trend {
        let per_participant = self.per_participant(&wanted).and_then(Result::ok);
        Trend { per_participant, ..self.counted(wanted) }
    }

    /// The comparison alone; `None` where there are no walks to compare.
    pub(super) fn per_participant(
        &self,
        wanted: impl Fn(&Sighted, &Observation) -> bool,
    ) -> Option<Result<PerParticipant, Refused>> {
        let (walks, pairs) = self.compared.as_ref()?;
        let [before, now] = [0, 1].map(|period| {
            let mut counted = vec![0; walks.periods[period].walks.len()];
            for (walk, _) in pairs[period].iter().filter(|(_, it)| wanted(it.sighted, it.observation)) {
                counted[*walk] += 1;
            }
            let rated = walks.periods[period].walks.iter().zip(counted);
            rated.map(|(walk, pairs)| WalkPairs { pairs, participants: walk.passed }).collect::<Vec<_>>()
        });
        Some(per_participant(&before, &now))
    }

    /// What each walk of a period pointed out of what makes one feel unsafe: 0 for the earlier period, 1 for this one.
    pub(super) fn unsafe_places(&self, period: usize) -> Vec<WalkPlaces> {
        let Some((walks, pairs)) = &self.compared else { return Vec::new() };
        let mut named: Vec<BTreeMap<ObservationId, usize>> =
            vec![BTreeMap::new(); walks.periods[period].walks.len()];
        for (walk, it) in pairs[period].iter().filter(|(_, it)| it.sighted.is_unsafe()) {
            *named[*walk].entry(it.sighted.finding.id).or_default() += 1;
        }
        let numbers: BTreeSet<ObservationId> = named.iter().flat_map(|it| it.keys().copied()).collect();
        let number_by_id: BTreeMap<ObservationId, usize> = numbers.into_iter().zip(0..).collect();
        let numbered = |named: BTreeMap<ObservationId, usize>| {
            named.into_iter().filter_map(|(id, by)| Some((*number_by_id.get(&id)?, by))).collect()
        };
        let walks = walks.periods[period].walks.iter().zip(named);
        walks
            .map(|(walk, named)| WalkPlaces { participants: walk.there, named_by: numbered(named) })
            .collect()
    }

    /// What is compared of a period, of what makes one feel unsafe.
    pub(super) fn compared_counts(&self, period: usize) -> Counts {
        let Some((_, pairs)) = &self.compared else { return Counts::default() };
        let own: Vec<Pair> =
            pairs[period].iter().map(|(_, it)| *it).filter(|it| it.sighted.is_unsafe()).collect();
        counts(own.iter())
    }
}
