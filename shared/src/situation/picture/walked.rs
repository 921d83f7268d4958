//! How far and how long was walked in a period: in all, in which light, and at what time of day.
//!
//! Promises: only what walkers let their phones note; a stretch of a track, about half a minute, lies in one light and at
//! one time of day.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::material::{Chosen, HourOf, Stretch};
use crate::light::{Light, light};
use crate::situation::statistics::Exposure;
use crate::statement::Tracked;
use crate::track::points;

/// A quarter of the day by the clock of the place: none is so short that next to nothing was walked in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum TimeOfDay {
    /// From midnight until 6.
    Night,
    /// From 6 until 12.
    Morning,
    /// From 12 until 18.
    Afternoon,
    /// From 18 until midnight.
    Evening,
}

impl TimeOfDay {
    /// The time of day that an hour (0–23) lies in.
    pub const fn of_hour(hour: usize) -> Self {
        match hour {
            0..6 => Self::Night,
            6..12 => Self::Morning,
            12..18 => Self::Afternoon,
            _ => Self::Evening,
        }
    }
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

/// How far and how long was walked at one time of day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WalkedAtTime {
    /// The time of day.
    pub time: TimeOfDay,
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
    /// By time of day, from midnight on; empty where hours are not known. It is told with the rows of these times.
    #[serde(skip)]
    pub by_time: Vec<WalkedAtTime>,
}

impl Walked {
    pub(super) fn of(chosen: &Chosen, hour_of: HourOf) -> Self {
        let by_light = exposures(chosen, light_of);
        let by_time = exposures(chosen, |it| time_of(it.tracked.at_ms, hour_of));
        Self {
            exposure: Exposure::of(chosen.stretches.iter().map(|it| it.tracked)),
            walkers: chosen.tracked().len(),
            by_light: by_light.map(|(light, exposure)| WalkedInLight { light, exposure }).collect(),
            by_time: by_time.map(|(time, exposure)| WalkedAtTime { time, exposure }).collect(),
        }
    }
}

fn exposures<K: Ord>(
    chosen: &Chosen,
    of: impl Fn(&Stretch) -> Option<K>,
) -> impl Iterator<Item = (K, Exposure)> {
    let mut tracked: BTreeMap<K, Vec<&Tracked>> = BTreeMap::new();
    for stretch in &chosen.stretches {
        if let Some(key) = of(stretch) {
            tracked.entry(key).or_default().push(stretch.tracked);
        }
    }
    tracked.into_iter().map(|(key, tracked)| (key, Exposure::of(tracked)))
}

/// The light at the middle of a stretch, which lasts about half a minute.
pub(super) fn light_of(stretch: &Stretch) -> Option<Light> {
    let points = points(stretch.tracked);
    points.get(points.len() / 2).and_then(|it| light(it.position, it.at_ms))
}

/// The time of day, where hours are known.
pub(super) fn time_of(at_ms: i64, hour_of: HourOf) -> Option<TimeOfDay> {
    hour_of.and_then(|hour_of| hour_of(at_ms)).map(TimeOfDay::of_hour)
}
