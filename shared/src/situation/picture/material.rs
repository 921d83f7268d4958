//! What a picture is made of: what was chosen of a period, and what is known of the ground.
//!
//! Promises: borrows everything; a finding counts in a period by those who spoke of it in that period.

use std::collections::BTreeSet;

use super::streets::Street;
use crate::geo::Position;
use crate::id::{AreaId, ObservationId, SeriesId, WalkId};
use crate::situation::finding::Finding;
use crate::situation::observation::Observation;
use crate::situation::revisit::Revisit;
use crate::situation::statistics::Weights;
use crate::statement::{Feeling, Tracked};
use crate::time::{DAY_MS, Period};

/// A finding with what was said of it in a period.
#[derive(Debug, Clone)]
pub struct Sighted<'a> {
    /// The finding, as it stands with everything that was ever said of it.
    pub finding: &'a Finding,
    /// Those of its observations that were chosen.
    pub observations: Vec<&'a Observation>,
    /// How many different walkers spoke of it in the period, second looks included.
    pub voices: usize,
    /// On how many different walks.
    pub walks: usize,
}

impl<'a> Sighted<'a> {
    /// The finding by its observations in a period.
    pub fn new(finding: &'a Finding, observations: Vec<&'a Observation>, period: Period) -> Self {
        let looks = || finding.revisits.iter().filter(|it| period.contains(it.at_ms));
        let of_looks = looks().map(|it| finding.voice_of(it.id.series));
        let voices = different(observations.iter().map(|it| finding.voice_of(it.id.series)).chain(of_looks));
        let walks =
            different(observations.iter().filter_map(|it| it.walk).chain(looks().filter_map(|it| it.walk)));
        Self { finding, observations, voices, walks }
    }
}

impl Sighted<'_> {
    /// Whether it makes one feel unsafe.
    pub(super) fn is_unsafe(&self) -> bool {
        self.finding.feeling == Feeling::Unsafe
    }
}

/// A stretch of somebody's track.
#[derive(Debug, Clone, Copy)]
pub struct Stretch<'a> {
    /// Whose.
    pub series: SeriesId,
    /// On which walk.
    pub walk: Option<WalkId>,
    /// The stretch.
    pub tracked: &'a Tracked,
}

/// What was chosen of a period.
#[derive(Debug, Clone, Default)]
pub struct Chosen<'a> {
    /// The period, by time of capture.
    pub period: Period,
    /// Its observations.
    pub observations: Vec<&'a Observation>,
    /// The findings that they belong to.
    pub findings: Vec<Sighted<'a>>,
    /// The tracks that lie in the area.
    pub stretches: Vec<Stretch<'a>>,
}

impl<'a> Chosen<'a> {
    /// Of these findings those that hold chosen observations, with these.
    pub fn of_findings(
        period: Period,
        findings: impl IntoIterator<Item = &'a Finding>,
        chosen: impl Fn(ObservationId) -> Option<&'a Observation>,
        stretches: Vec<Stretch<'a>>,
    ) -> Self {
        let sighted = |finding: &'a Finding| {
            let own: Vec<_> = finding.observations.iter().filter_map(|id| chosen(*id)).collect();
            (!own.is_empty()).then(|| Sighted::new(finding, own, period))
        };
        let findings: Vec<Sighted> = findings.into_iter().filter_map(sighted).collect();
        let observations = findings.iter().flat_map(|it| it.observations.iter().copied()).collect();
        Self { period, observations, findings, stretches }
    }

    /// The findings of one feeling.
    pub(super) fn of(&self, feeling: Feeling) -> impl Iterator<Item = &Sighted<'a>> {
        self.findings.iter().filter(move |it| it.finding.feeling == feeling)
    }

    /// The second looks of a period at what was chosen.
    pub(super) fn looks(&self, period: Period) -> impl Iterator<Item = &'a Revisit> {
        let all = self.findings.iter().flat_map(|it| it.finding.revisits.iter());
        all.filter(move |it| period.contains(it.at_ms))
    }

    /// The observations of what makes one feel unsafe.
    pub(super) fn unsafe_ones(&self) -> impl Iterator<Item = &'a Observation> {
        self.observations.iter().copied().filter(|it| it.feeling == Feeling::Unsafe)
    }

    /// How many different walkers observed something.
    pub(super) fn walkers(&self) -> usize {
        different(self.observations.iter().map(|it| it.id.series))
    }

    /// On how many different walks.
    pub(super) fn walks(&self) -> usize {
        different(self.observations.iter().filter_map(|it| it.walk))
    }

    /// Those who let their phones note where they walked.
    pub(super) fn tracked(&self) -> BTreeSet<SeriesId> {
        self.stretches.iter().map(|it| it.series).collect()
    }
}

/// Tells the hour of the day (0–23) of a time, where the municipality lies; absent where nobody can.
pub type HourOf = Option<fn(i64) -> Option<usize>>;

/// What is known beside what was recorded.
#[derive(Debug, Clone, Copy)]
pub struct Knowledge<'a> {
    /// Series that are paper sheets, which are not compared with phones.
    pub sheets: &'a BTreeSet<SeriesId>,
    /// Schools, stops and the like; `None` where it is not known where they are.
    pub vulnerable: Option<&'a [Position]>,
    /// The streets of the area, as a map has them.
    pub streets: &'a [Street],
    /// What ranks count.
    pub weights: &'a Weights,
    /// The hour of the day.
    pub hour_of: HourOf,
}

/// Everything that a picture is made of.
#[derive(Debug, Clone)]
pub struct Material<'a> {
    /// The area; absent for everything together.
    pub area: Option<AreaId>,
    /// The period.
    pub now: Chosen<'a>,
    /// The period that it is compared with.
    pub before: Option<Chosen<'a>>,
    /// The walks among which what is new is looked for, and those of the year before them: see [`news_periods`].
    pub news: [Chosen<'a>; 2],
    /// What else is known.
    pub knowledge: Knowledge<'a>,
}

/// Without a beginning of the period, what is new is looked for in so many days.
pub const NEWS_DAYS: i64 = 90;

/// What is new is compared with so many days before.
const STUDIED_DAYS: i64 = 365;

/// The year before and the period in which something may be new: the picture's own, or its last [`NEWS_DAYS`] days where it
/// has no beginning. `until_ms` is its end, or the time of asking.
pub fn news_periods(period: Period, until_ms: i64) -> [Period; 2] {
    let from_ms = period.from_ms.unwrap_or(until_ms.saturating_sub(NEWS_DAYS * DAY_MS));
    let year_before_ms = from_ms.saturating_sub(STUDIED_DAYS * DAY_MS);
    let of = |from_ms, to_ms| Period { from_ms: Some(from_ms), to_ms: Some(to_ms) };
    [of(year_before_ms, from_ms), of(from_ms, until_ms)]
}

pub(super) fn different<T: Ord>(all: impl Iterator<Item = T>) -> usize {
    all.collect::<BTreeSet<_>>().len()
}
