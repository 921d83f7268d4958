//! What is new: places where more came in during the last days than before and elsewhere.
//!
//! Promises: a walker counts once for each finding; deterministic; what chance brings more often than once in twenty times
//! is not told.

use serde::{Deserialize, Serialize};

use super::cells::Cells;
use super::material::{Material, Sighted};
use crate::geo::Position;
use crate::id::{CategoryId, ObservationId};
use crate::situation::observation::Observation;
use crate::situation::statistics::{Case, Scan, emerging};
use crate::statement::Feeling;
use crate::time::DAY_MS;

/// A place where something emerges.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EmergingPlace {
    /// The middle of the circle.
    pub middle: Position,
    /// How far it reaches, in metres.
    pub reach_m: f64,
    /// Since when, by whole days back from the end of the period.
    pub since_ms: i64,
    /// For how many days.
    pub days: usize,
    /// How many voices there were.
    pub cases: u32,
    /// How many there would have been if days fell on places by chance.
    pub expected: f64,
    /// How often chance alone gives as much.
    pub p: f64,
    /// What most of it is about.
    pub category: CategoryId,
    /// The findings in it, each with voices in those days.
    pub findings: Vec<ObservationId>,
}

/// One voice on an unsafe finding.
struct Voice<'a> {
    sighted: &'a Sighted<'a>,
    observation: &'a Observation,
    at: Position,
}

pub(super) fn emerging_places(material: &Material) -> Vec<EmergingPlace> {
    let voices = voices(&material.until_now);
    let Some(cells) = Cells::over(voices.iter().map(|it| it.at)) else { return Vec::new() };
    let cases: Vec<Case> =
        voices.iter().map(|it| Case { point_m: cells.metres(it.at), at_ms: it.observation.at_ms }).collect();
    let scan = Scan::default();
    // A grid that cannot be laid has nothing that emerges: positions all over the globe.
    let found = emerging(&cases, material.until_ms, &scan).unwrap_or_default();
    let told = found.into_iter().filter_map(|it| {
        let middle = cells.position(it.middle_m)?;
        let since_ms = material.until_ms - DAY_MS * i64::try_from(it.days).ok()?;
        let reach_m = it.reach_m + scan.side_m / std::f64::consts::SQRT_2;
        let own: Vec<&Voice> = voices
            .iter()
            .filter(|voice| voice.observation.at_ms >= since_ms && voice.at.distance_m(middle) <= reach_m)
            .collect();
        Some(EmergingPlace {
            middle,
            reach_m,
            since_ms,
            days: it.days,
            cases: it.cases,
            expected: it.expected,
            p: it.p,
            category: commonest(&own)?,
            findings: findings(&own),
        })
    });
    told.collect()
}

/// Each walker once for each finding, when they first said it.
fn voices<'a>(findings: &'a [Sighted<'a>]) -> Vec<Voice<'a>> {
    let mut voices = Vec::new();
    for sighted in findings.iter().filter(|it| it.finding.feeling == Feeling::Unsafe) {
        let Some(at) = sighted.finding.position else { continue };
        let mut own = sighted.observations.clone();
        own.sort_by_key(|it| (it.id.series, it.at_ms, it.id));
        own.dedup_by_key(|it| it.id.series);
        voices.extend(own.into_iter().map(|observation| Voice { sighted, observation, at }));
    }
    voices
}

fn commonest(voices: &[&Voice]) -> Option<CategoryId> {
    let mut named: Vec<&CategoryId> = voices.iter().map(|it| &it.sighted.finding.category).collect();
    named.sort_unstable();
    let runs = named.chunk_by(|a, b| a == b);
    runs.max_by_key(|run| run.len()).and_then(|run| run.first()).map(|it| (*it).clone())
}

fn findings(voices: &[&Voice]) -> Vec<ObservationId> {
    let mut ids: Vec<ObservationId> = voices.iter().map(|it| it.sighted.finding.id).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}
