//! A finding: observations of one thing, merged.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::linkage::{MAX_REACH_M, Spot, groups};
use super::observation::Observation;
use super::revisit::Revisit;
use crate::geo::Position;
use crate::id::{AreaId, CategoryId, ObservationId, RecordId};
use crate::statement::{Condition, Decided, Feeling, FindingState, Severity};

/// Observations of one thing. Named by the smallest id among them; any member's id leads to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Finding {
    /// The smallest id of its observations.
    pub id: ObservationId,
    /// Safe or unsafe.
    pub feeling: Feeling,
    /// What it is about.
    pub category: CategoryId,
    /// The neighbourhood.
    pub area: Option<AreaId>,
    /// Its middle, weighted by accuracy; absent when nobody could say where.
    pub position: Option<Position>,
    /// How far its observations lie from the middle at most, in metres.
    pub extent_m: f64,
    /// Where it is, in the words of one of the walkers.
    pub described: Option<String>,
    /// How many different walkers (series) said it.
    pub voices: usize,
    /// On how many different walks.
    pub walks: usize,
    /// Every observation of it, in order of id.
    pub observations: Vec<ObservationId>,
    /// When it was first observed.
    pub first_at_ms: i64,
    /// When it was last observed, or found still to be there.
    pub last_at_ms: i64,
    /// Second looks at it, in order of time.
    pub revisits: Vec<Revisit>,
    /// The worst severity that somebody gave.
    pub severity: Option<Severity>,
    /// How many photos show it.
    pub photos: usize,
    /// How far it has come.
    pub state: FindingState,
    /// Who acts.
    pub responsible: Option<String>,
    /// The public sentence.
    pub answer: Option<String>,
    /// When that was decided.
    pub decided_at_ms: Option<i64>,
    /// The decisions that stand: what a new decision supersedes. More than one is a disagreement.
    pub decisions: Vec<RecordId>,
}

/// Merges observations into findings, in order of id, and gives each what was found when its observations were looked at
/// again and what was decided about them.
pub fn findings(
    observations: &[Observation],
    revisits: &[Revisit],
    decisions: &BTreeMap<RecordId, Decided>,
) -> Vec<Finding> {
    let mut by_kind: BTreeMap<(Feeling, &CategoryId), Vec<&Observation>> = BTreeMap::new();
    for it in observations {
        by_kind.entry((it.feeling, &it.category)).or_default().push(it);
    }
    let standing = StandingDecisions::new(decisions);
    let mut looks: BTreeMap<ObservationId, Vec<&Revisit>> = BTreeMap::new();
    for it in revisits {
        looks.entry(it.of).or_default().push(it);
    }
    let members = by_kind.into_values().flat_map(merged);
    let mut findings: Vec<Finding> =
        members.filter_map(|members| finding(&members, &looks, &standing)).collect();
    findings.sort_unstable_by_key(|finding| finding.id);
    findings
}

/// Groups the observations of one kind. What has no position stands alone.
fn merged(mut of_one_kind: Vec<&Observation>) -> Vec<Vec<&Observation>> {
    of_one_kind.sort_unstable_by_key(|it| it.id);
    let (placed, elsewhere): (Vec<_>, Vec<_>) = of_one_kind.into_iter().partition(|it| it.position.is_some());
    let spots: Vec<Spot> = placed.iter().filter_map(|it| spot(it)).collect();
    let near = groups(&spots).into_iter().map(|group| group.into_iter().map(|index| placed[index]).collect());
    near.chain(elsewhere.into_iter().map(|it| vec![it])).collect()
}

fn spot(it: &Observation) -> Option<Spot> {
    Some(Spot::new(it.position?, accuracy_m(it)))
}

fn accuracy_m(it: &Observation) -> f64 {
    it.accuracy_m.unwrap_or(MAX_REACH_M)
}

struct StandingDecisions<'a> {
    decisions: &'a BTreeMap<RecordId, Decided>,
    by_observation: BTreeMap<ObservationId, Vec<RecordId>>,
}

impl<'a> StandingDecisions<'a> {
    fn new(decisions: &'a BTreeMap<RecordId, Decided>) -> Self {
        let superseded: BTreeSet<_> = decisions.values().flat_map(|it| &it.replaces).collect();
        let mut by_observation: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (id, decided) in decisions.iter().filter(|(id, _)| !superseded.contains(id)) {
            for observation in &decided.about {
                by_observation.entry(*observation).or_default().push(*id);
            }
        }
        Self { decisions, by_observation }
    }

    /// The decisions that stand about any of the members, the one to show last: the latest by the server's clock,
    /// which all officers share.
    fn about(&self, members: &[&Observation]) -> Vec<(RecordId, &'a Decided)> {
        let ids: BTreeSet<_> =
            members.iter().filter_map(|it| self.by_observation.get(&it.id)).flatten().collect();
        let mut standing: Vec<_> =
            ids.into_iter().filter_map(|id| Some((*id, self.decisions.get(id)?))).collect();
        standing.sort_by_key(|(id, decided)| (decided.at_ms, *id));
        standing
    }
}

fn finding(
    members: &[&Observation],
    looks: &BTreeMap<ObservationId, Vec<&Revisit>>,
    decisions: &StandingDecisions,
) -> Option<Finding> {
    let first = members.first()?;
    let mut revisits: Vec<Revisit> =
        members.iter().filter_map(|it| looks.get(&it.id)).flatten().map(|it| (*it).clone()).collect();
    revisits.sort_by_key(|it| (it.at_ms, it.id));
    let seen = revisits.iter().filter(|it| it.condition.is_there()).map(|it| it.at_ms);
    let position = middle(members);
    let standing = decisions.about(members);
    let shown = standing.last().map(|(_, decided)| *decided);
    Some(Finding {
        id: first.id,
        feeling: first.feeling,
        category: first.category.clone(),
        area: first.area.clone(),
        position,
        extent_m: extent_m(position, members),
        described: members.iter().find_map(|it| it.place.described.clone()),
        voices: different(
            members.iter().map(|it| it.id.series).chain(revisits.iter().map(|it| it.id.series)),
        ),
        walks: different(
            members.iter().filter_map(|it| it.walk).chain(revisits.iter().filter_map(|it| it.walk)),
        ),
        observations: members.iter().map(|it| it.id).collect(),
        first_at_ms: members.iter().map(|it| it.at_ms).min()?,
        last_at_ms: members.iter().map(|it| it.at_ms).chain(seen).max()?,
        revisits,
        severity: members.iter().filter_map(|it| it.severity).max(),
        photos: members.iter().map(|it| it.photos.len()).sum(),
        state: shown.map(|decided| decided.state).unwrap_or_default(),
        responsible: shown.and_then(|decided| decided.responsible.clone()),
        answer: shown.and_then(|decided| decided.answer.clone()),
        decided_at_ms: shown.map(|decided| decided.at_ms),
        decisions: standing.into_iter().map(|(id, _)| id).collect(),
    })
}

fn different<T: Ord>(all: impl Iterator<Item = T>) -> usize {
    all.collect::<BTreeSet<_>>().len()
}

impl Finding {
    /// How many found it so when they looked again.
    pub fn found(&self, condition: Condition) -> usize {
        self.revisits.iter().filter(|it| it.condition == condition).count()
    }
}

/// Mean position weighted by inverse variance. Members lie within [`MAX_REACH_M`], so degrees may be averaged; the
/// offsets from the first member keep the date line out of it.
fn middle(members: &[&Observation]) -> Option<Position> {
    let origin = members.iter().find_map(|it| it.position)?;
    let (mut north, mut east, mut weights) = (0.0, 0.0, 0.0);
    for (it, position) in members.iter().filter_map(|it| Some((it, it.position?))) {
        let weight = accuracy_m(it).max(1.0).powi(-2);
        north += weight * (position.lat() - origin.lat());
        east += weight * wrapped(position.lon() - origin.lon());
        weights += weight;
    }
    Position::new(origin.lat() + north / weights, wrapped(origin.lon() + east / weights)).ok()
}

fn wrapped(degrees: f64) -> f64 {
    (degrees + 180.0).rem_euclid(360.0) - 180.0
}

fn extent_m(middle: Option<Position>, members: &[&Observation]) -> f64 {
    let distances = middle.into_iter().flat_map(|middle| {
        members.iter().filter_map(move |it| it.position.map(|position| position.distance_m(middle)))
    });
    distances.fold(0.0, f64::max)
}
