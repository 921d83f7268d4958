//! The picture of an area in a period: what there is, how it has changed, where and when, what stands out and why, and
//! how little one may know.
//!
//! Promises: pure; the same in any order of arrival; every figure with its base, and with its uncertainty where chance
//! has a part in it. What cannot be said is absent and never 0; what is not said is named as a [`Limit`].

mod cells;
mod compared_walks;
mod comparison;
mod counted;
mod counts;
mod earlier;
mod excerpted;
mod limits;
mod material;
mod new_places;
mod pairs;
mod passages;
mod ranking;
mod spots;
mod streets;
mod trends;
mod walked;
mod ways;

pub use compared_walks::{LeftOut, WalkLight};
pub use comparison::{ComparedPeriod, Measure, PeriodComparison, Refusal};
pub use counts::{CategoryCount, LightCount, SeverityCount, TimeCount, WhenCount};
pub use earlier::{EarlierPlace, EarlierPlaces};
pub use excerpted::{ExcerptedSituation, WithheldPart};
pub use limits::{FEW_WALKERS, Limit};
pub use material::{Chosen, HourOf, Knowledge, Material, NEWS_DAYS, Sighted, Stretch, news_periods};
pub use new_places::{NewPlace, NewPlaces};
pub use pairs::Counts;
pub use ranking::{RankedFinding, STRONGEST_SHOWN};
pub use spots::{DenseCell, FEWEST_CELLS, Gathered, HotCell, Spots};
pub use streets::{
    FEWEST_ON_STREET, REACH_M, Street, StreetInLight, StreetWalked, StreetsWalked, streets_walked,
};
pub use trends::Trend;
pub use walked::{TimeOfDay, Walked, WalkedAtTime, WalkedInLight};

use serde::{Deserialize, Serialize};

use super::finding::Finding;
use super::statistics::{Together, Trait};
use crate::id::AreaId;
use crate::statement::Feeling;
use crate::threads::both;
use crate::time::Period;
use compared_walks::ComparedWalks;
use counted::Counting;
use limits::Reckoned;
use trends::Trends;

/// The version of the situation's contract. Version 1 compared distinct findings per kilometre, which more participants made
/// fewer; its fields `base`, `rate`, `hourly`, `change`, `by_focus` and `emerging` are gone.
pub const SITUATION_VERSION: u32 = 2;

/// The situation of an area in a period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Situation {
    /// [`SITUATION_VERSION`].
    pub version: u32,
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
    #[serde(default)]
    pub walked: Walked,
    /// The same in the period before.
    pub walked_before: Option<Walked>,
    /// All that is unsafe. Places per participant describe a change; whether there is one is told by `comparison`.
    pub trend: Trend,
    /// All that is safe.
    pub safe_trend: Trend,
    /// This period beside the one before; absent without one.
    pub comparison: Option<PeriodComparison>,
    /// By category, most voices first.
    pub by_category: Vec<CategoryCount>,
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
    /// What is new.
    pub new_places: NewPlaces,
    /// What comes together more often than by chance: material for a root-cause analysis, never a cause.
    pub together: Vec<Together<Trait>>,
    /// Which streets were walked; absent without a map of them or without tracks.
    pub streets: Option<StreetsWalked>,
    /// The unsafe findings that are not done with, what to do first at the front.
    pub strongest: Vec<RankedFinding>,
    /// The places that feel safe, most voices first.
    #[serde(default)]
    pub best: Vec<BestPlace>,
    /// What the picture does not say.
    pub limits: Vec<Limit>,
    /// Which comparisons were refused, and why.
    #[serde(default)]
    pub refused: Vec<Refusal>,
}

/// How many places that feel safe are listed.
pub const BEST_SHOWN: usize = 5;

/// A place that feels safe.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BestPlace {
    /// The finding.
    pub finding: Finding,
    /// How many walkers spoke of it in the period.
    pub voices: usize,
    /// On how many walks.
    pub walks: usize,
}

fn best(now: &Chosen) -> Vec<BestPlace> {
    let mut all: Vec<&Sighted> = now.of(Feeling::Safe).collect();
    all.sort_by_key(|it| (std::cmp::Reverse(it.voices), it.finding.id));
    let shown = all.into_iter().take(BEST_SHOWN);
    shown.map(|it| BestPlace { finding: it.finding.clone(), voices: it.voices, walks: it.walks }).collect()
}

/// The situation that all this material shows.
pub fn situation(material: &Material) -> Situation {
    let (now, before) = (&material.now, material.before.as_ref());
    let hour_of = material.knowledge.hour_of;
    let walked_of = |chosen: &Chosen| Walked::of(chosen, hour_of);
    let (walked, walked_before) = (walked_of(now), before.map(walked_of));
    let compared = before.map(|before| ComparedWalks::of(material, before));
    let unlike = compared.as_ref().and_then(|(_, unlike)| *unlike);
    let walks = compared.as_ref().map(|(walks, _)| walks);
    let trends = Trends::new(now, before, walks.filter(|_| unlike.is_none()));
    let counting = Counting { now, before, walked: &walked, trends: &trends, hour_of };
    // Of a large town each side takes a second.
    let ((new_places, news_refused), (spots, together, streets)) = both(
        || new_places::found(material),
        || (spots::spots(now), spots::together_at_places(now), streets::of(material)),
    );
    let (comparison, refused) = before
        .zip(walks)
        .map(|(before, walks)| {
            let alike = Some(walks).filter(|_| unlike.is_none());
            let earlier = earlier::earlier_places(before, now, alike);
            comparison::comparison(walks, &trends, unlike, earlier)
        })
        .unzip();
    let reckoned = Reckoned { walked: &walked, spots: &spots, streets: streets.as_ref() };
    Situation {
        version: SITUATION_VERSION,
        area: material.area.clone(),
        period: now.period,
        before: before.map(|it| it.period),
        findings: now.of(Feeling::Unsafe).count(),
        good_places: now.of(Feeling::Safe).count(),
        observations: now.observations.len(),
        voices: now.findings.iter().map(|it| it.voices).sum(),
        walkers: now.walkers(),
        walks: now.walks(),
        trend: trends.compared(|it, _| it.is_unsafe()),
        safe_trend: trends.compared(|it, _| !it.is_unsafe()),
        comparison,
        by_category: counting.by_category(),
        by_light: counting.by_light(),
        by_time: counting.by_time(),
        by_when: counting.by_when(),
        by_severity: counting.by_severity(),
        by_hour: counting.by_hour(),
        together,
        strongest: ranking::strongest(material, &spots, &new_places.new),
        best: best(now),
        limits: limits::limits(material, &reckoned),
        refused: refused.into_iter().flatten().chain(news_refused).collect(),
        walked_before,
        spots,
        new_places,
        streets,
        walked,
    }
}

#[cfg(test)]
mod tests;
