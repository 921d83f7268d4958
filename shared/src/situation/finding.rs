//! A finding: observations of one thing, merged.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::group::{Group, Suggestion};
use super::lamps::{Lamp, Lamps};
use super::merged::Merged;
use super::nature::Geometry;
use super::observation::Observation;
use super::revisit::Revisit;
use super::spot::UNKNOWN_ACCURACY_M;
use crate::geo::Position;
use crate::id::{AreaId, CategoryId, ObservationId, RecordId, SeriesId};
use crate::statement::{Condition, Decided, Feeling, FindingState, Grouped, Severity};
use crate::text::displayable;

/// Observations of one thing. Named by the one that arrived first, so that it keeps its name as more arrives; any member's id
/// leads to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Finding {
    /// The first of its observations that arrived.
    pub id: ObservationId,
    /// Safe or unsafe.
    pub feeling: Feeling,
    /// What it is about.
    pub category: CategoryId,
    /// The neighbourhood.
    pub area: Option<AreaId>,
    /// The lamp it is about, where one is known, else its middle, weighted by accuracy; absent when nobody could say where.
    pub position: Option<Position>,
    /// How far its observations lie from the middle at most, in metres; withheld from planners with the position.
    #[serde(default)]
    pub extent_m: f64,
    /// Where it is, in the words of one of the walkers.
    pub described: Option<String>,
    /// How many different walkers (series) said it.
    pub voices: usize,
    /// How many of those who said it came at the same time from the same place and were seen nowhere else, so that they count
    /// as one voice; absent where there are none.
    #[serde(default, skip_serializing_if = "is_none_of_them")]
    pub simultaneous: usize,
    /// Who of them speaks for whom; known where findings are made, and never told.
    #[serde(skip)]
    pub speaks_for: Arc<BTreeMap<SeriesId, SeriesId>>,
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
    /// The decisions that stand: what a new decision supersedes. More than one is a disagreement. Withheld from planners.
    #[serde(default)]
    pub decisions: Vec<RecordId>,
    /// How likely two of its observations are of one thing, from 0 to 1; 1 where there is one alone, or officers said so.
    #[serde(default = "certain")]
    pub confidence: f64,
    /// What shape the thing has.
    #[serde(default = "a_point")]
    pub geometry: Geometry,
    /// The lamp post it is about, as the municipality's register names it.
    #[serde(default)]
    pub lamp: Option<String>,
    /// Other findings that may be the same thing, likeliest first.
    #[serde(default)]
    pub suggestions: Vec<Suggestion>,
    /// What officers said of what is one with its observations and what is not, and stands: what a new grouping supersedes.
    #[serde(default)]
    pub groupings: Vec<RecordId>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn is_none_of_them(count: &usize) -> bool {
    *count == 0
}

fn certain() -> f64 {
    1.0
}

fn a_point() -> Geometry {
    Geometry::Point
}

/// Merges observations into findings, in order of id, and gives each what was found when its observations were looked at
/// again and what was decided about them. What officers said of what is one thing holds, and known lamps are snapped to.
pub fn findings(
    observations: &[Observation],
    revisits: &[Revisit],
    decisions: &BTreeMap<RecordId, Decided>,
    groupings: &BTreeMap<RecordId, Grouped>,
    lamps: &Lamps,
) -> Vec<Finding> {
    let merged = Merged::of(observations, groupings.clone(), lamps.clone());
    let observation_by_id: BTreeMap<ObservationId, &Observation> =
        observations.iter().map(|it| (it.id, it)).collect();
    let standing = Standing::new(decisions.iter().map(|(id, it)| (*id, it)));
    let mut looks: BTreeMap<ObservationId, Vec<&Revisit>> = BTreeMap::new();
    for it in revisits {
        looks.entry(it.of).or_default().push(it);
    }
    let found = |group: &Group| {
        let members: Vec<_> =
            group.members.iter().filter_map(|id| observation_by_id.get(id).copied()).collect();
        let looks = members.iter().filter_map(|it| looks.get(&it.id)).flatten().copied();
        let decided = standing.about(&group.members).into_iter();
        let decided = decided.filter_map(|id| Some((id, decisions.get(&id)?)));
        finding(group, merged.lamp(group), &members, looks, decided)
    };
    let mut findings: Vec<Finding> = merged.groups().filter_map(found).collect();
    findings.sort_unstable_by_key(|finding| finding.id);
    findings
}

/// Which decisions stand about which observations.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    superseded: BTreeSet<RecordId>,
    by_observation: BTreeMap<ObservationId, Vec<RecordId>>,
}

impl Standing {
    /// Of these decisions.
    pub fn new<'a>(decisions: impl IntoIterator<Item = (RecordId, &'a Decided)>) -> Self {
        let mut standing = Self::default();
        for (id, decided) in decisions {
            standing.take(id, decided);
        }
        standing
    }

    /// Takes one decision in; in any order.
    pub fn take(&mut self, id: RecordId, decided: &Decided) {
        self.superseded.extend(&decided.replaces);
        for observation in &decided.about {
            self.by_observation.entry(*observation).or_default().push(id);
        }
    }

    /// The decisions that stand about any of these observations, which are in order of id.
    pub fn about(&self, members: &[ObservationId]) -> BTreeSet<RecordId> {
        let ids = about_any(&self.by_observation, members).flatten().copied();
        ids.filter(|id| !self.superseded.contains(id)).collect()
    }
}

/// What is known about any of some observations, which are in order of id; as much work as the smaller of both.
pub fn about_any<'a, T>(
    known: &'a BTreeMap<ObservationId, T>,
    members: &'a [ObservationId],
) -> impl Iterator<Item = &'a T> {
    let (few, many) =
        if members.len() <= known.len() { (members, None) } else { (&members[..0], Some(known.iter())) };
    let named = many.into_iter().flatten().filter(|(id, _)| members.binary_search(id).is_ok());
    few.iter().filter_map(|id| known.get(id)).chain(named.map(|(_, it)| it))
}

/// The finding that a group is. Members are in order of id; what was seen again and decided may be in any order. `None` only
/// when the group has no members.
pub fn finding<'a>(
    group: &Group,
    lamp: Option<&Lamp>,
    members: &[&Observation],
    looks: impl Iterator<Item = &'a Revisit>,
    decided: impl Iterator<Item = (RecordId, &'a Decided)>,
) -> Option<Finding> {
    let first = members.iter().find(|it| it.id == group.id).or(members.first())?;
    let mut revisits: Vec<Revisit> = looks.cloned().collect();
    revisits.sort_by_key(|it| (it.at_ms, it.id));
    let seen = revisits.iter().filter(|it| it.condition.is_there()).map(|it| it.at_ms);
    let position = lamp.map(|it| it.position).or_else(|| middle(members));
    // The one to show last: the latest by the server's clock, which all officers share.
    let mut decided: Vec<(RecordId, &Decided)> = decided.collect();
    decided.sort_by_key(|(id, it)| (it.at_ms, *id));
    let shown = decided.last().map(|(_, decided)| *decided);
    Some(Finding {
        id: group.id,
        feeling: first.feeling,
        category: first.category.clone(),
        area: first.area.clone(),
        position,
        extent_m: extent_m(position, members),
        described: members.iter().find_map(|it| it.place.described.clone()),
        voices: different(
            members.iter().map(|it| it.id.series).chain(revisits.iter().map(|it| it.id.series)),
        ),
        simultaneous: 0,
        speaks_for: Arc::default(),
        walks: different(
            members.iter().filter_map(|it| it.walk).chain(revisits.iter().filter_map(|it| it.walk)),
        ),
        observations: group.members.clone(),
        first_at_ms: members.iter().map(|it| it.at_ms).min()?,
        last_at_ms: members.iter().map(|it| it.at_ms).chain(seen).max()?,
        revisits,
        severity: members.iter().filter_map(|it| it.severity).max(),
        photos: members.iter().map(|it| it.photos.len()).sum(),
        state: shown.map(|decided| decided.state).unwrap_or_default(),
        responsible: shown.and_then(|decided| said(decided.responsible.as_deref())),
        answer: shown.and_then(|decided| said(decided.answer.as_deref())),
        decided_at_ms: shown.map(|decided| decided.at_ms),
        decisions: decided.into_iter().map(|(id, _)| id).collect(),
        confidence: group.confidence,
        geometry: group.geometry,
        lamp: lamp.and_then(|it| it.name.clone()),
        suggestions: group.suggestions.clone(),
        groupings: group.groupings.clone(),
    })
}

fn said(text: Option<&str>) -> Option<String> {
    text.map(|text| displayable(text).into_owned())
}

/// What is in order already costs no more than a look at each.
fn different<T: Ord>(all: impl Iterator<Item = T>) -> usize {
    let mut all: Vec<T> = all.collect();
    all.sort();
    all.dedup();
    all.len()
}

impl Finding {
    /// Whether those who said that it is unsafe have not been answered.
    pub fn is_unanswered(&self) -> bool {
        self.answer.is_none() && self.feeling == Feeling::Unsafe && !self.state.is_closed()
    }

    /// How many found it so when they looked again.
    pub fn found(&self, condition: Condition) -> usize {
        self.revisits.iter().filter(|it| it.condition == condition).count()
    }
}

/// Mean position weighted by inverse variance. Members lie within some hundred metres, so degrees may be averaged; the
/// offsets from the first member keep the date line out of it.
fn middle(members: &[&Observation]) -> Option<Position> {
    let origin = members.iter().find_map(|it| it.position)?;
    let (mut north, mut east, mut weights) = (0.0, 0.0, 0.0);
    for (it, position) in members.iter().filter_map(|it| Some((it, it.position?))) {
        let weight = it.accuracy_m.unwrap_or(UNKNOWN_ACCURACY_M).max(1.0).powi(-2);
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
