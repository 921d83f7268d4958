//! What to do first: the unsafe findings that are not done with, each with why it stands where it does.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::material::{Material, Sighted};
use super::new_places::NewPlace;
use super::spots::Spots;
use crate::geo::Position;
use crate::id::ObservationId;
use crate::situation::finding::Finding;
use crate::situation::statistics::{Known, Part, Priority, Step, prioritised};
use crate::statement::Feeling;

/// How many findings are listed as the strongest.
pub const STRONGEST_SHOWN: usize = 10;

/// Schools, stops and the like this near count as near, in metres.
const NEAR_M: f64 = 200.0;

/// A finding with its rank explained.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RankedFinding {
    /// The finding.
    pub finding: Finding,
    /// 1 for the first.
    pub rank: usize,
    /// The sum of its parts.
    pub points: f64,
    /// Its parts, the greatest first: the first ones are why it stands where it does.
    pub parts: Vec<Part>,
    /// What alone would bring it one place up.
    pub steps_up: Vec<Step>,
    /// How many walkers spoke of it in the period.
    pub voices: usize,
    /// On how many walks.
    pub walks: usize,
}

pub(super) fn strongest(material: &Material, spots: &Spots, new_places: &[NewPlace]) -> Vec<RankedFinding> {
    let open: BTreeMap<ObservationId, &Sighted> = material
        .now
        .of(Feeling::Unsafe)
        .filter(|it| !it.finding.state.is_closed())
        .map(|it| (it.finding.id, it))
        .collect();
    let new: BTreeSet<ObservationId> = new_places.iter().flat_map(|it| it.findings.iter().copied()).collect();
    let vulnerable = material.knowledge.vulnerable;
    let known: Vec<Known> = open
        .iter()
        .map(|(id, it)| Known {
            id: *id,
            severity: it.observations.iter().filter_map(|it| it.severity).max(),
            voices: it.voices,
            walks: it.walks,
            is_in_hot_spot: it.finding.position.is_some_and(|at| spots.is_hot(at)),
            is_emerging: new.contains(id),
            vulnerable_near: vulnerable.and_then(|all| Some(near(all, it.finding.position?))),
        })
        .collect();
    let ranked = prioritised(&known, material.knowledge.weights, STRONGEST_SHOWN);
    ranked.into_iter().filter_map(|it| Some(told(open.get(&it.id)?, it))).collect()
}

fn told(sighted: &Sighted, priority: Priority) -> RankedFinding {
    let Priority { rank, points, parts, steps_up, .. } = priority;
    let (voices, walks) = (sighted.voices, sighted.walks);
    RankedFinding { finding: sighted.finding.clone(), rank, points, parts, steps_up, voices, walks }
}

fn near(all: &[Position], at: Position) -> usize {
    all.iter().filter(|it| it.distance_m(at) <= NEAR_M).count()
}
