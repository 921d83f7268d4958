//! How many of what: by category, focus area, light, time and severity.
//!
//! Promises: what was not said has a row of its own, without a name, so that rows add up.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::material::{Chosen, Sighted};
use super::rates::{Rates, Trend, Walked, WalkedInLight};
use crate::id::CategoryId;
use crate::light::Light;
use crate::situation::statistics::{FALSE_DISCOVERY_RATE, adjusted_p};
use crate::statement::{Feeling, Severity, When};
use crate::wire::Focus;

/// How often a category was pointed at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    /// How often, and whether that has changed.
    pub trend: Trend,
    /// The probability of its change, adjusted for every category being compared; absent without a comparison.
    pub adjusted_p: Option<f64>,
}

impl CategoryCount {
    /// Whether its change is more than chance among so many categories gives.
    pub fn has_changed(&self) -> bool {
        self.adjusted_p.is_some_and(|p| p <= FALSE_DISCOVERY_RATE)
    }
}

/// How many findings belong to a focus area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FocusCount {
    /// The focus area; absent for categories that this server does not know.
    pub focus: Option<Focus>,
    /// Findings.
    pub findings: usize,
    /// Voices.
    pub voices: usize,
}

/// How many observations were made in a light.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LightCount {
    /// The sky's light; absent where place or time are not known.
    pub light: Option<Light>,
    /// Observations.
    pub observations: usize,
    /// Those of them where no lamp is near and the way is not lit, as far as that is known.
    pub unlit: usize,
    /// How far was walked in it; absent where nobody let that be noted.
    pub walked: Option<WalkedInLight>,
}

/// How many observations are said to be so at a time. One may be so at several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WhenCount {
    /// When it is so; absent where nobody said.
    pub when: Option<When>,
    /// Observations.
    pub observations: usize,
}

/// How many findings were called so bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SeverityCount {
    /// The worst severity that somebody gave; absent where nobody gave one.
    pub severity: Option<Severity>,
    /// Findings.
    pub findings: usize,
}

pub(super) fn by_category(now: &Chosen, before: Option<&Chosen>, rates: &Rates) -> Vec<CategoryCount> {
    let mut kinds: BTreeMap<(Feeling, &CategoryId), Vec<&Sighted>> = BTreeMap::new();
    for it in before.into_iter().flat_map(|it| &it.findings) {
        kinds.entry((it.finding.feeling, &it.finding.category)).or_default();
    }
    for it in &now.findings {
        kinds.entry((it.finding.feeling, &it.finding.category)).or_default().push(it);
    }
    let counted = |((feeling, category), own): ((Feeling, &CategoryId), Vec<&Sighted>)| CategoryCount {
        feeling,
        category: category.clone(),
        findings: own.len(),
        observations: own.iter().map(|it| it.observations.len()).sum(),
        voices: own.iter().map(|it| it.voices).sum(),
        trend: rates.trend(|it| it.finding.feeling == feeling && it.finding.category == *category),
        adjusted_p: None,
    };
    let mut counts: Vec<CategoryCount> = kinds.into_iter().map(counted).collect();
    adjust(&mut counts);
    counts.sort_by(|a, b| b.voices.cmp(&a.voices).then_with(|| a.category.cmp(&b.category)));
    counts
}

fn adjust(counts: &mut [CategoryCount]) {
    let p: Vec<f64> = counts.iter().filter_map(|it| it.trend.change.map(|change| change.p)).collect();
    let compared = counts.iter_mut().filter(|it| it.trend.change.is_some());
    for (count, adjusted) in compared.zip(adjusted_p(&p)) {
        count.adjusted_p = Some(adjusted);
    }
}

pub(super) fn by_focus(now: &Chosen, focus_by_category: &BTreeMap<CategoryId, Focus>) -> Vec<FocusCount> {
    let mut counts: BTreeMap<Option<Focus>, FocusCount> = BTreeMap::new();
    for it in now.of(Feeling::Unsafe) {
        let focus = focus_by_category.get(&it.finding.category).copied();
        let count = counts.entry(focus).or_insert(FocusCount { focus, findings: 0, voices: 0 });
        count.findings += 1;
        count.voices += it.voices;
    }
    counts.into_values().collect()
}

pub(super) fn by_light(now: &Chosen, walked: &Walked) -> Vec<LightCount> {
    let mut counts: BTreeMap<Option<Light>, LightCount> = BTreeMap::new();
    let none = |light| LightCount { light, observations: 0, unlit: 0, walked: None };
    for it in now.unsafe_ones() {
        let count = counts.entry(it.light).or_insert_with(|| none(it.light));
        count.observations += 1;
        count.unlit += usize::from(it.is_unlit() == Some(true));
    }
    for it in walked.by_light.iter().copied() {
        counts.entry(Some(it.light)).or_insert_with(|| none(Some(it.light))).walked = Some(it);
    }
    counts.into_values().collect()
}

pub(super) fn by_when(now: &Chosen) -> Vec<WhenCount> {
    let mut counts: BTreeMap<Option<When>, usize> = BTreeMap::new();
    for it in now.unsafe_ones() {
        let unsaid = it.when.is_empty().then_some(None);
        for when in it.when.iter().copied().map(Some).chain(unsaid) {
            *counts.entry(when).or_default() += 1;
        }
    }
    counts.into_iter().map(|(when, observations)| WhenCount { when, observations }).collect()
}

pub(super) fn by_severity(now: &Chosen) -> Vec<SeverityCount> {
    let mut counts: BTreeMap<Option<Severity>, usize> = BTreeMap::new();
    for it in now.of(Feeling::Unsafe) {
        let worst = it.observations.iter().filter_map(|it| it.severity).max();
        *counts.entry(worst).or_default() += 1;
    }
    counts.into_iter().map(|(severity, findings)| SeverityCount { severity, findings }).collect()
}

pub(super) fn by_hour(now: &Chosen, hour_of: Option<fn(i64) -> Option<usize>>) -> Vec<usize> {
    let Some(hour_of) = hour_of else { return Vec::new() };
    let mut hours = vec![0; 24];
    for hour in now.unsafe_ones().filter_map(|it| hour_of(it.at_ms)) {
        if let Some(count) = hours.get_mut(hour) {
            *count += 1;
        }
    }
    hours
}
