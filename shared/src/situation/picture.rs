//! The picture of an area in a period: what there is, what stands out and why, and how little one may know.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::finding::Finding;
use super::observation::Observation;
use crate::id::{AreaId, CategoryId, ObservationId};
use crate::statement::{Feeling, FindingState, Severity};
use crate::time::Period;

/// Below this many walkers a picture is told to rest on few.
pub const FEW_WALKERS: usize = 5;

/// How many findings are listed as the strongest.
pub const STRONGEST_SHOWN: usize = 10;

/// How often a category was pointed at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CategoryCount {
    /// Safe or unsafe.
    pub feeling: Feeling,
    /// The category.
    pub category: CategoryId,
    /// Findings of it.
    pub findings: usize,
    /// Observations of it.
    pub observations: usize,
    /// Voices: over its findings, the walkers who said each.
    pub voices: usize,
}

/// One reason why a finding ranks where it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "reason")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Reason {
    /// Several walkers said it.
    Voices {
        /// How many.
        voices: usize,
    },
    /// It was said on several walks: it lasts.
    Walks {
        /// How many.
        walks: usize,
    },
    /// Somebody called it bad.
    Severity {
        /// 2 or 3.
        severity: Severity,
    },
    /// Nobody has answered yet.
    Unanswered,
}

/// A finding with its rank explained.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RankedFinding {
    /// The finding.
    pub finding: Finding,
    /// What it weighs: voices, plus one for each further walk, plus half its severity.
    pub weight: f64,
    /// The parts of the weight, in words' order.
    pub reasons: Vec<Reason>,
}

/// What the picture does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Limit {
    /// Nothing was recorded: this is not "safe".
    NothingRecorded,
    /// Fewer than [`FEW_WALKERS`] walkers.
    FewWalkers,
    /// All from a single walk.
    OneWalk,
    /// Some observations have no position.
    SomeUnplaced,
}

/// The situation of an area in a period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Situation {
    /// The area; absent for everything together.
    pub area: Option<AreaId>,
    /// The period, by time of capture.
    pub period: Period,
    /// Findings that make one feel unsafe.
    pub findings: usize,
    /// Findings that make one feel safe.
    pub good_places: usize,
    /// Observations behind all of them.
    pub observations: usize,
    /// Voices: over all findings, the walkers who said each.
    pub voices: usize,
    /// Different walkers (series: one phone in one walk).
    pub walkers: usize,
    /// Different walks.
    pub walks: usize,
    /// By category, most voices first.
    pub by_category: Vec<CategoryCount>,
    /// The strongest unsafe findings that are not done with, strongest first.
    pub strongest: Vec<RankedFinding>,
    /// What the picture does not say.
    pub limits: Vec<Limit>,
}

/// The situation from the observations of an area in a period, and the findings that they were merged into.
pub fn situation(
    area: Option<AreaId>,
    period: Period,
    observations: &[Observation],
    findings: &[Finding],
) -> Situation {
    let count = |feeling| findings.iter().filter(|finding| finding.feeling == feeling).count();
    let walkers = observations.iter().map(|it| it.id.series).collect::<BTreeSet<_>>().len();
    let walks = observations.iter().filter_map(|it| it.walk).collect::<BTreeSet<_>>().len();
    Situation {
        area,
        period,
        findings: count(Feeling::Unsafe),
        good_places: count(Feeling::Safe),
        observations: observations.len(),
        voices: findings.iter().map(|finding| finding.voices).sum(),
        walkers,
        walks,
        by_category: by_category(findings),
        strongest: strongest(findings),
        limits: limits(observations, walkers, walks),
    }
}

fn by_category(findings: &[Finding]) -> Vec<CategoryCount> {
    let mut counts: BTreeMap<(Feeling, CategoryId), CategoryCount> = BTreeMap::new();
    for finding in findings {
        let (feeling, category) = (finding.feeling, finding.category.clone());
        let none =
            CategoryCount { feeling, category: category.clone(), findings: 0, observations: 0, voices: 0 };
        let count = counts.entry((feeling, category)).or_insert(none);
        count.findings += 1;
        count.observations += finding.observations.len();
        count.voices += finding.voices;
    }
    let mut counts: Vec<_> = counts.into_values().collect();
    counts.sort_by(|a, b| b.voices.cmp(&a.voices).then_with(|| a.category.cmp(&b.category)));
    counts
}

fn strongest(findings: &[Finding]) -> Vec<RankedFinding> {
    let mut ranked: Vec<_> = findings.iter().filter(|finding| is_open(finding)).map(ranked).collect();
    ranked.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| id(a).cmp(&id(b))));
    ranked.truncate(STRONGEST_SHOWN);
    ranked
}

fn id(ranked: &RankedFinding) -> ObservationId {
    ranked.finding.id
}

fn is_open(finding: &Finding) -> bool {
    let ended = matches!(
        finding.state,
        FindingState::Done | FindingState::NotOurs | FindingState::Declined | FindingState::Kept
    );
    finding.feeling == Feeling::Unsafe && !ended
}

#[expect(clippy::cast_precision_loss, reason = "counts of people")]
fn ranked(finding: &Finding) -> RankedFinding {
    let severity = finding.severity.map_or(0.0, |severity| f64::from(severity.level()) / 2.0);
    let weight = finding.voices as f64 + finding.walks.saturating_sub(1) as f64 + severity;
    RankedFinding { finding: finding.clone(), weight, reasons: reasons(finding) }
}

fn reasons(finding: &Finding) -> Vec<Reason> {
    let voices = (finding.voices > 1).then_some(Reason::Voices { voices: finding.voices });
    let walks = (finding.walks > 1).then_some(Reason::Walks { walks: finding.walks });
    let bad = finding.severity.filter(|severity| severity.level() >= 2);
    let severity = bad.map(|severity| Reason::Severity { severity });
    let unanswered = finding.answer.is_none().then_some(Reason::Unanswered);
    [voices, walks, severity, unanswered].into_iter().flatten().collect()
}

fn limits(observations: &[Observation], walkers: usize, walks: usize) -> Vec<Limit> {
    if observations.is_empty() {
        return vec![Limit::NothingRecorded];
    }
    let said = [
        (walkers < FEW_WALKERS, Limit::FewWalkers),
        (walks == 1, Limit::OneWalk),
        (observations.iter().any(|it| it.position.is_none()), Limit::SomeUnplaced),
    ];
    said.into_iter().filter(|(holds, _)| *holds).map(|(_, limit)| limit).collect()
}
