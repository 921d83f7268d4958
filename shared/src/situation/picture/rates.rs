//! How often something is pointed out for each kilometre and each hour walked, and whether that has changed.
//!
//! Promises: only findings of those whose way is known count against what they walked, so that a walk without tracks makes
//! no rate higher; a rate in one light or at one time of day is counted on what was walked in it; without enough known ways
//! the base is walkers, and that is said.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::material::{Chosen, Sighted, different};
use super::walked::{Part, Walked};
use crate::id::SeriesId;
use crate::situation::observation::Observation;
use crate::situation::statistics::{Comparison, Exposure, Observed, Rate, compared, real};

/// With fewer kilometres than this on either side, rates are for each walker; with fewer in a part of the walking, none is
/// told of that part.
pub(super) const LEAST_WALKED_KM: f64 = 1.0;

/// What rates are counted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Base {
    /// Each kilometre walked, by those whose way is known.
    Kilometre,
    /// Each walker (series: one phone in one walk).
    Walker,
}

/// The same findings for each hour walked.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Hourly {
    /// The rate for each hour under way; standing still is in no track and not in it.
    pub rate: Rate,
    /// The rate before.
    pub rate_before: Option<Rate>,
    /// One beside the other.
    pub change: Option<Comparison>,
}

/// A rate, and the same in the period before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Trend {
    /// How many findings count: those of walkers whose way is known, where kilometres are the base.
    pub findings: usize,
    /// The rate for each unit of the base.
    pub rate: Option<Rate>,
    /// How many findings counted before.
    pub findings_before: Option<usize>,
    /// The rate before.
    pub rate_before: Option<Rate>,
    /// One beside the other.
    pub change: Option<Comparison>,
    /// For each hour walked; absent where walkers are the base, or nobody walked.
    #[serde(default)]
    pub hourly: Option<Hourly>,
}

/// Both periods with what rates are counted on.
pub(super) struct Rates<'a> {
    /// The base of both, so that they can be compared.
    pub(super) base: Base,
    now: Side<'a>,
    before: Option<Side<'a>>,
}

/// One period, and how much there was of the base.
struct Side<'a> {
    chosen: &'a Chosen<'a>,
    walked: &'a Walked,
    tracked: BTreeSet<SeriesId>,
}

impl<'a> Rates<'a> {
    /// Of two periods, each with how far was walked in it.
    pub(super) fn new(
        now: (&'a Chosen<'a>, &'a Walked),
        before: Option<(&'a Chosen<'a>, &'a Walked)>,
    ) -> Self {
        let (now, before) = (Side::of(now), before.map(Side::of));
        let is_known = now.is_known() && before.as_ref().is_none_or(Side::is_known);
        Self { base: if is_known { Base::Kilometre } else { Base::Walker }, now, before }
    }

    /// The trend of those findings that are wanted.
    pub(super) fn trend(&self, wanted: impl Fn(&Sighted) -> bool) -> Trend {
        self.trend_in(Part::All, |sighted, _| wanted(sighted))
    }

    /// The trend, in a part of the walking, of those findings of which a wanted observation was made in it.
    pub(super) fn trend_in(&self, part: Part, wanted: impl Fn(&Sighted, &Observation) -> bool) -> Trend {
        let counted = |side: &Side| side.counted(self.base, part, &wanted);
        let (now, before) = (counted(&self.now), self.before.as_ref().map(counted));
        Trend {
            findings: now.on_base.events,
            rate: now.on_base.rate(),
            findings_before: before.map(|it| it.on_base.events),
            rate_before: before.and_then(|it| it.on_base.rate()),
            change: before.and_then(|it| compared(now.on_base, it.on_base)),
            hourly: hourly(now.on_hours, before.map(|it| it.on_hours)),
        }
    }
}

fn hourly(now: Observed, before: Option<Observed>) -> Option<Hourly> {
    Some(Hourly {
        rate: now.rate()?,
        rate_before: before.and_then(|it| it.rate()),
        change: before.and_then(|it| compared(now, it)),
    })
}

/// The same findings in so much of the base, and in so many hours; in none of it where too little is known of ways.
#[derive(Clone, Copy)]
struct Counted {
    on_base: Observed,
    on_hours: Observed,
}

impl<'a> Side<'a> {
    fn of((chosen, walked): (&'a Chosen<'a>, &'a Walked)) -> Self {
        Self { chosen, walked, tracked: chosen.tracked() }
    }

    /// Whether enough is known of ways. A period of which there is nothing at all stands in no way.
    fn is_known(&self) -> bool {
        self.walked.exposure.walked_km >= LEAST_WALKED_KM || self.chosen.observations.is_empty()
    }

    fn counted(&self, base: Base, part: Part, wanted: &impl Fn(&Sighted, &Observation) -> bool) -> Counted {
        let is_known = |it: &Observation| base == Base::Walker || self.tracked.contains(&it.id.series);
        let counts = |sighted: &&Sighted| {
            let mut own = sighted.observations.iter();
            own.any(|it| part.holds(it) && is_known(it) && wanted(sighted, it))
        };
        let events = self.chosen.findings.iter().filter(counts).count();
        let Exposure { walked_km, walked_hours } = self.walked_in(part);
        let (base, hours) = match base {
            Base::Kilometre => (walked_km, walked_hours),
            Base::Walker => (real(self.walkers_in(part)), 0.0),
        };
        let on = |exposure| Observed { events, exposure };
        Counted { on_base: on(base), on_hours: on(hours) }
    }

    fn walked_in(&self, part: Part) -> Exposure {
        Some(self.walked.within(part)).filter(|it| it.walked_km >= LEAST_WALKED_KM).unwrap_or_default()
    }

    /// Those who observed anything in it: of them one knows that they were out then.
    fn walkers_in(&self, part: Part) -> usize {
        let in_it = self.chosen.observations.iter().filter(|it| part.holds(it));
        different(in_it.map(|it| it.id.series))
    }
}
