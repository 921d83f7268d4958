//! The picture of an area in a period: what there is, how it has changed, where and when, what stands out and why, and
//! how little one may know.
//!
//! Promises: pure; the same in any order of arrival; every figure with its base, and with its uncertainty where chance
//! has a part in it. What cannot be said is absent and never 0; what is not said is named as a [`Limit`].

mod cells;
mod counted;
mod counts;
mod emerging;
mod limits;
mod material;
mod ranking;
mod rates;
mod spots;
mod streets;
mod walked;

pub use counts::{CategoryCount, FocusCount, LightCount, SeverityCount, TimeCount, WhenCount, has_changed};
pub use emerging::EmergingPlace;
pub use limits::{FEW_WALKERS, Limit};
pub use material::{Chosen, HourOf, Knowledge, Material, Sighted, Stretch};
pub use ranking::{RankedFinding, STRONGEST_SHOWN};
pub use rates::{Base, Hourly, Trend};
pub use spots::{DenseCell, FEWEST_CELLS, Gathered, HotCell, Spots};
pub use streets::{
    FEWEST_ON_STREET, REACH_M, Street, StreetInLight, StreetWalked, StreetsWalked, streets_walked,
};
pub use walked::{TimeOfDay, Walked, WalkedAtTime, WalkedInLight};

use serde::{Deserialize, Serialize};

use super::finding::Finding;
use super::statistics::{Together, Trait};
use crate::id::AreaId;
use crate::statement::Feeling;
use crate::threads::both;
use crate::time::Period;
use counted::Counting;
use limits::Reckoned;
use rates::Rates;

/// The situation of an area in a period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Situation {
    /// The area; absent for everything together.
    pub area: Option<AreaId>,
    /// The period, by time of capture.
    pub period: Period,
    /// The period that it is compared with.
    pub before: Option<Period>,
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
    /// How far and how long was walked, as far as walkers let their phones note it.
    pub walked: Walked,
    /// The same in the period before.
    pub walked_before: Option<Walked>,
    /// What rates are counted on.
    pub base: Base,
    /// How often anything unsafe was pointed out, and whether that has changed.
    pub trend: Trend,
    /// How often anything safe was pointed out, and whether that has changed.
    #[serde(default)]
    pub safe_trend: Trend,
    /// By category, most voices first.
    pub by_category: Vec<CategoryCount>,
    /// Unsafe findings by focus area.
    pub by_focus: Vec<FocusCount>,
    /// Unsafe observations by the sky's light, with how far was walked in it.
    pub by_light: Vec<LightCount>,
    /// Unsafe observations by time of day, with how far was walked at it; empty where hours are not known.
    #[serde(default)]
    pub by_time: Vec<TimeCount>,
    /// Unsafe observations by when walkers say that it is so.
    pub by_when: Vec<WhenCount>,
    /// Unsafe findings by the worst severity that somebody gave.
    pub by_severity: Vec<SeverityCount>,
    /// Unsafe observations by hour of the day where they were made, 0–23; empty where hours are not known.
    pub by_hour: Vec<usize>,
    /// Where more is pointed out than chance puts there, and how densely findings lie.
    pub spots: Spots,
    /// What has emerged in the last days before the end of the period.
    pub emerging: Vec<EmergingPlace>,
    /// What comes together more often than by chance: material for a root-cause analysis, never a cause.
    pub together: Vec<Together<Trait>>,
    /// Which streets were walked; absent without a map of them or without tracks.
    pub streets: Option<StreetsWalked>,
    /// The unsafe findings that are not done with, what to do first at the front.
    pub strongest: Vec<RankedFinding>,
    /// The places that feel safe, most voices first.
    #[serde(default)]
    pub best: Vec<Finding>,
    /// What the picture does not say.
    pub limits: Vec<Limit>,
}

/// How many places that feel safe are listed.
pub const BEST_SHOWN: usize = 5;

fn best(now: &Chosen) -> Vec<Finding> {
    let mut all: Vec<&Sighted> = now.of(Feeling::Safe).collect();
    all.sort_by_key(|it| (std::cmp::Reverse(it.voices), it.finding.id));
    all.into_iter().take(BEST_SHOWN).map(|it| it.finding.clone()).collect()
}

/// The situation that all this material shows.
pub fn situation(material: &Material) -> Situation {
    let (now, before) = (&material.now, material.before.as_ref());
    let Knowledge { hour_of, focus_by_category, .. } = material.knowledge;
    let walked_of = |chosen: &Chosen| Walked::of(chosen, hour_of);
    let (walked, walked_before) = (walked_of(now), before.map(walked_of));
    let rates = Rates::new((now, &walked), before.zip(walked_before.as_ref()));
    let counting = Counting { now, before, walked: &walked, rates: &rates, hour_of };
    // Of a large town each side takes a second.
    let (emerging, (spots, together, streets)) = both(
        || emerging::emerging_places(material),
        || (spots::spots(now), spots::together_at_places(now), streets::of(material)),
    );
    let reckoned = Reckoned { base: rates.base, walked: &walked, spots: &spots, streets: streets.as_ref() };
    Situation {
        area: material.area.clone(),
        period: now.period,
        before: before.map(|it| it.period),
        findings: now.of(Feeling::Unsafe).count(),
        good_places: now.of(Feeling::Safe).count(),
        observations: now.observations.len(),
        voices: now.findings.iter().map(|it| it.voices).sum(),
        walkers: now.walkers(),
        walks: now.walks(),
        base: rates.base,
        trend: rates.trend(|it| it.finding.feeling == Feeling::Unsafe),
        safe_trend: rates.trend(|it| it.finding.feeling == Feeling::Safe),
        by_category: counting.by_category(),
        by_focus: counting.by_focus(focus_by_category),
        by_light: counting.by_light(),
        by_time: counting.by_time(),
        by_when: counting.by_when(),
        by_severity: counting.by_severity(),
        by_hour: counting.by_hour(),
        together,
        strongest: ranking::strongest(material, &spots, &emerging),
        best: best(now),
        limits: limits::limits(material, &reckoned),
        walked_before,
        spots,
        emerging,
        streets,
        walked,
    }
}

#[cfg(test)]
mod tests;
