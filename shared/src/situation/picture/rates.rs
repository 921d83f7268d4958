//! How often something is pointed out for each kilometre walked, and whether that has changed.
//!
//! Promises: only findings of those whose way is known count against the kilometres that they walked, so that a walk
//! without tracks makes no rate higher; without enough known ways the base is walkers, and that is said.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::material::{Chosen, Sighted, Stretch};
use crate::id::SeriesId;
use crate::light::{Light, light};
use crate::situation::statistics::{Comparison, Exposure, Observed, Rate, compared, real};
use crate::statement::Tracked;
use crate::track::points;

/// With fewer kilometres than this on either side, rates are for each walker.
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

/// How far and how long was walked in one light.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WalkedInLight {
    /// The sky's light.
    pub light: Light,
    /// How far and how long.
    pub exposure: Exposure,
}

/// How far and how long was walked.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Walked {
    /// In all.
    pub exposure: Exposure,
    /// How many walkers let their phones note it.
    pub walkers: usize,
    /// By light, the lightest first.
    pub by_light: Vec<WalkedInLight>,
}

impl Walked {
    pub(super) fn of(chosen: &Chosen) -> Self {
        let mut tracked_by_light: BTreeMap<Light, Vec<&Tracked>> = BTreeMap::new();
        for stretch in &chosen.stretches {
            if let Some(light) = light_of(stretch) {
                tracked_by_light.entry(light).or_default().push(stretch.tracked);
            }
        }
        let in_light = |(light, tracked)| WalkedInLight { light, exposure: Exposure::of(tracked) };
        Self {
            exposure: Exposure::of(chosen.stretches.iter().map(|it| it.tracked)),
            walkers: chosen.tracked().len(),
            by_light: tracked_by_light.into_iter().map(in_light).collect(),
        }
    }
}

/// The light at the middle of a stretch, which lasts about half a minute.
pub(super) fn light_of(stretch: &Stretch) -> Option<Light> {
    let points = points(stretch.tracked);
    points.get(points.len() / 2).and_then(|it| light(it.position, it.at_ms))
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
    tracked: BTreeSet<SeriesId>,
    walked_km: f64,
    walkers: usize,
}

impl<'a> Rates<'a> {
    /// Of two periods, each with how far was walked in it.
    pub(super) fn new(now: (&'a Chosen<'a>, &Walked), before: Option<(&'a Chosen<'a>, &Walked)>) -> Self {
        let (now, before) = (Side::of(now), before.map(Side::of));
        let is_known = now.is_known() && before.as_ref().is_none_or(Side::is_known);
        Self { base: if is_known { Base::Kilometre } else { Base::Walker }, now, before }
    }

    /// The trend of those findings that are wanted.
    pub(super) fn trend(&self, wanted: impl Fn(&Sighted) -> bool) -> Trend {
        let seen = self.now.observed(self.base, &wanted);
        let seen_before = self.before.as_ref().map(|it| it.observed(self.base, &wanted));
        Trend {
            findings: seen.events,
            rate: seen.rate(),
            findings_before: seen_before.map(|it| it.events),
            rate_before: seen_before.and_then(|it| it.rate()),
            change: seen_before.and_then(|before| compared(seen, before)),
        }
    }
}

impl<'a> Side<'a> {
    fn of((chosen, walked): (&'a Chosen<'a>, &Walked)) -> Self {
        let (tracked, walkers) = (chosen.tracked(), chosen.walkers());
        Self { chosen, tracked, walked_km: walked.exposure.walked_km, walkers }
    }

    /// Whether enough is known of ways. A period of which there is nothing at all stands in no way.
    fn is_known(&self) -> bool {
        self.walked_km >= LEAST_WALKED_KM || self.chosen.observations.is_empty()
    }

    fn observed(&self, base: Base, wanted: &impl Fn(&Sighted) -> bool) -> Observed {
        let counts = |it: &&Sighted| base == Base::Walker || self.is_of_tracked(it);
        let events = self.chosen.findings.iter().filter(|it| wanted(it)).filter(counts).count();
        let exposure = match base {
            Base::Kilometre => self.walked_km,
            Base::Walker => real(self.walkers),
        };
        Observed { events, exposure }
    }

    fn is_of_tracked(&self, sighted: &Sighted) -> bool {
        sighted.observations.iter().any(|it| self.tracked.contains(&it.id.series))
    }
}
