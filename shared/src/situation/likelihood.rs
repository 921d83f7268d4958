//! How likely two groups of observations are about one thing.
//!
//! Promises: a number in log-odds, in which each part is told apart, so that a doubt can be explained; the same numbers
//! for the same observations.
//!
//! Method: record linkage by likelihood ratios (Fellegi & Sunter, JASA 64, 1969), the weight of place as astronomers match
//! catalogues (Sutherland & Saunders, MNRAS 259, 1992; Budavári & Szalay, Astrophys. J. 679, 2008). Each observation is normally
//! distributed around its thing, by the fix's accuracy and by where people stand who point; how far groups lie apart has heavy
//! tails, and a group is never trusted to be as precise as so many independent voices would be. Things lie about evenly, so
//! many on a square metre; where lamp posts are known, the thing is one of them, or seldom something else. What a group
//! says of its thing's place has a closed form, so groups are weighed as wholes and not by single pairs: the more voices,
//! the better neighbouring lamps are told apart.

use super::lamps::Lamps;
use super::nature::{Geometry, Nature};
use super::reach::Reach;
use super::spot::{Ground, Spot};
use super::sweep::side_m;
use crate::id::ObservationId;
use crate::light::Light;
use crate::time::{DAY_MS, seconds};

/// How likely a lamp is to be pointed at, and how many things that are no known lamp there are on a square metre beside.
const LAMP_MEANT: f64 = 0.28;
const OTHER_PER_M2: f64 = 1.2e-5;

/// Degrees of freedom of the distribution of errors: reflections throw a fix farther than its accuracy tells.
const FREEDOM: f64 = 7.0;
/// What all voices share that they err by, in spreads: who walks together stands alike, and no accuracy is quite true.
const COMMON_SPREADS: f64 = 0.4;

/// Of a fix's variance this share differs between two taps of one walker: the rest lasts.
const OWN_SHARE: f64 = 0.15;
/// Variance of where one walker stands at two taps for one thing, in m².
const OWN_STAND_M2: f64 = 12.0;
/// What two taps of one walker weigh at one spot, and at most against it, in log-odds.
const OWN_MOST: f64 = 0.6;
const OWN_LEAST: f64 = -2.75;
/// What each walker weighs who pointed at one and not at the other on the same day, and all of them at most: of two faults
/// beside each other, who sees one mostly sees the other.
const SILENT: f64 = 0.55;
const SILENT_MOST: f64 = 1.0;
/// What it weighs when one was seen by day and the other in the dark.
const OTHER_LIGHT: f64 = -0.7;
/// What lying far apart in time weighs at most.
const TIME_LEAST: f64 = -4.0;

/// From log-odds of the model to log-odds of the truth: the model counts every walker as independent, and walkers are not.
/// Fitted by logistic regression (Platt 1999) to simulated walkers under real lamps: `bench merging` tells how well it holds.
const CALIBRATED: [f64; 2] = [0.4, 0.47];

/// The probability that belongs to so many log-odds of the model.
pub(super) fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-(CALIBRATED[0] + CALIBRATED[1] * log_odds)).exp())
}

/// The log-odds of the model that belong to a probability.
pub(super) fn log_odds(probability: f64) -> f64 {
    ((probability / (1.0 - probability)).ln() - CALIBRATED[0]) / CALIBRATED[1]
}

/// Places with less odds than these make one thing of no two observations, whatever else speaks for it.
const HOPELESS_ODDS: f64 = 0.038;

/// The weight of place of two observations of one nature where no lamps are known, in log-odds; `None` when they are
/// hopelessly far apart.
pub(super) fn weight_of_place(a: &Spot, b: &Spot, apart_m2: f64) -> Option<f64> {
    let m2 = a.variance_m2() + b.variance_m2() + 2.0 * common_m2(a.nature);
    let odds = tail(apart_m2 / m2) / (std::f64::consts::TAU * m2 * a.nature.per_m2());
    (odds >= HOPELESS_ODDS).then(|| odds.ln())
}

/// What one walker's taps, so far apart, weigh; `fixes_m2` is the sum of the variances of their fixes.
pub(super) fn weight_of_walker(fixes_m2: f64, apart_m2: f64) -> f64 {
    let m2 = OWN_SHARE * fixes_m2 + OWN_STAND_M2;
    (OWN_MOST - apart_m2 / (2.0 * m2)).clamp(OWN_LEAST, OWN_MOST)
}

/// What it weighs that so many walkers pointed at one and not at the other.
pub(super) fn weight_of_silence(walkers: usize) -> f64 {
    let walkers = u32::try_from(walkers).unwrap_or(u32::MAX);
    (SILENT * f64::from(walkers)).min(SILENT_MOST)
}

/// What walkers weigh at most for two groups.
pub(super) fn most_of_walkers(a: &Cluster, b: &Cluster) -> f64 {
    if a.may_share_walkers(b) {
        return SILENT_MOST + OWN_MOST * f64::from(a.count.min(b.count));
    }
    if a.is_of_the_hours_of(b) { SILENT_MOST } else { 0.0 }
}

/// What a group of observations says of its thing.
#[derive(Debug, Clone)]
pub(super) struct Cluster {
    pub(super) nature: &'static Nature,
    /// How many voices; one walker's are one where they were folded.
    pub(super) count: u32,
    /// Precision in 1/m²; 0 where nobody could say where.
    precision: f64,
    /// How precisely it says where its thing is, in 1/m².
    trusted: f64,
    /// Mean of the places, weighted by precision.
    middle: Ground,
    /// How likely some thing is at all to be where it says.
    thing: f64,
    pub(super) lamp: Option<u32>,
    between_ms: [i64; 2],
    /// Seen by day, seen in the dark.
    seen: [bool; 2],
    /// A bit for each walker, some of which share one: without a bit in common there is no walker in common.
    walkers: u64,
    reach: Reach,
    /// No place lies farther from the middle, in metres.
    radius_m: f64,
}

impl Cluster {
    pub(super) fn of(spot: &Spot, lamps: &Lamps) -> Self {
        let mut cluster = Self {
            nature: spot.nature,
            count: 1,
            precision: spot.ground.map_or(0.0, |_| 1.0 / spot.variance_m2()),
            trusted: 0.0,
            middle: spot.ground.unwrap_or(Ground { north_m: 0.0, east_m: 0.0, narrowing: 1.0 }),
            thing: 0.0,
            lamp: None,
            between_ms: [spot.at_ms; 2],
            seen: [spot.light == Some(Light::Daylight), spot.light == Some(Light::Dark)],
            walkers: walker_bit(spot),
            reach: spot.ground.map_or(Reach::NOWHERE, |_| Reach::SPOT),
            radius_m: 0.0,
        };
        cluster.look_for_its_thing(lamps);
        cluster
    }

    /// What observations say that were folded into one unit: the place and precision are those of its voices, each the
    /// surest fix of one walker; all that the members reach and saw counts.
    pub(super) fn of_voices<'a>(
        named: &Spot,
        voices: &[&Spot],
        members: impl Iterator<Item = &'a Spot>,
        lamps: &Lamps,
    ) -> Self {
        let mut cluster = Self {
            count: u32::try_from(voices.len()).unwrap_or(u32::MAX),
            reach: Reach::NOWHERE,
            walkers: 0,
            ..Self::of(named, &Lamps::default())
        };
        cluster.precision = 0.0;
        for (voice, ground) in voices.iter().filter_map(|it| Some((it, it.ground?))) {
            let precision = 1.0 / voice.variance_m2();
            cluster.precision += precision;
            cluster.middle = match voices {
                [_] => ground,
                _ if cluster.precision > precision => {
                    cluster.middle.towards(&ground, precision / cluster.precision)
                }
                _ => ground,
            };
        }
        for voice in voices {
            cluster.walkers |= walker_bit(voice);
        }
        for member in members {
            cluster.take_in(member);
        }
        cluster.look_for_its_thing(lamps);
        cluster
    }

    /// One more member that reaches and saw what it did, where the middle stands already.
    fn take_in(&mut self, member: &Spot) {
        let [from, to] = self.between_ms;
        self.between_ms = [from.min(member.at_ms), to.max(member.at_ms)];
        self.seen[0] |= member.light == Some(Light::Daylight);
        self.seen[1] |= member.light == Some(Light::Dark);
        if let Some(ground) = &member.ground {
            let [north_m, east_m] = self.middle.to(ground);
            self.reach = self.reach.with(&Reach::SPOT.seen_from([east_m, north_m]));
            self.radius_m = self.radius_m.max(north_m.hypot(east_m));
        }
    }

    /// Where it is, if that lies in the cell of the one that names it; else where that one is.
    pub(super) fn place(&self, named: &Spot) -> Option<Ground> {
        let ground = named.ground?;
        let side_m = side_m(named.nature);
        Some(if self.middle.cell(side_m) == ground.cell(side_m) { self.middle } else { ground })
    }

    /// Both as one thing of this nature.
    pub(super) fn with(&self, other: &Self, nature: &'static Nature, lamps: &Lamps) -> Self {
        let precision = self.precision + other.precision;
        let share = if precision > 0.0 { other.precision / precision } else { 0.0 };
        let middle = self.middle.towards(&other.middle, share);
        let seen = |it: &Self| {
            let [north_m, east_m] = middle.to(&it.middle);
            (it.reach.seen_from([east_m, north_m]), it.radius_m + north_m.hypot(east_m))
        };
        let ((reach, radius_m), (its_reach, its_radius_m)) = (seen(self), seen(other));
        let ([from, to], [its_from, its_to]) = (self.between_ms, other.between_ms);
        let mut cluster = Self {
            nature,
            count: self.count + other.count,
            precision,
            trusted: 0.0,
            middle,
            thing: 0.0,
            lamp: None,
            between_ms: [from.min(its_from), to.max(its_to)],
            seen: [self.seen[0] || other.seen[0], self.seen[1] || other.seen[1]],
            walkers: self.walkers | other.walkers,
            reach: reach.with(&its_reach),
            radius_m: radius_m.max(its_radius_m),
        };
        cluster.look_for_its_thing(lamps);
        cluster
    }

    /// Weighs each thing that may be meant, and names the lamp that is likelier than all else together. People who walk
    /// together stand alike, and phones err more often far than they tell, so many voices are never as precise as
    /// independent ones would be.
    fn look_for_its_thing(&mut self, lamps: &Lamps) {
        self.trusted = 1.0 / (1.0 / self.precision + common_m2(self.nature));
        (self.thing, self.lamp) = things(self.nature, self.trusted, || self.middle, lamps);
    }

    /// What the places of two groups weigh for one thing, in log-odds.
    fn weight_of_place(&self, other: &Self, lamps: &Lamps) -> f64 {
        let both = self.trusted + other.trusted;
        let share = other.trusted / both;
        let middle = || self.middle.towards(&other.middle, share);
        let (things, _) = things(self.nature, both, middle, lamps);
        let apart = self.middle.apart_m2(&other.middle) * self.trusted * share;
        (things * tail(apart) / (self.thing * other.thing)).ln()
    }

    /// Whether both together are longer or wider than such a thing is.
    pub(super) fn is_too_large_with(&self, other: &Self) -> bool {
        let [north_m, east_m] = self.middle.to(&other.middle);
        // Most are so small that nothing need be measured.
        let room_m = self.nature.length_m.min(self.nature.width_m) - self.radius_m - other.radius_m;
        if room_m >= 0.0 && north_m * north_m + east_m * east_m <= room_m * room_m {
            return false;
        }
        let both = self.reach.with(&other.reach.seen_from([east_m, north_m]));
        let [length_m, width_m] = both.length_and_width_m().map(f64::from);
        length_m > self.nature.length_m || width_m > self.nature.width_m
    }

    /// How long after the last of one the first of the other was seen.
    fn gap_ms(&self, other: &Self) -> i64 {
        let ([from, to], [its_from, its_to]) = (self.between_ms, other.between_ms);
        from.max(its_from).saturating_sub(to.min(its_to)).max(0)
    }

    /// Whether they were seen within half a day.
    pub(super) fn is_of_the_hours_of(&self, other: &Self) -> bool {
        self.gap_ms(other) < DAY_MS / 2
    }

    /// Whether a walker can have pointed at both.
    pub(super) fn may_share_walkers(&self, other: &Self) -> bool {
        self.walkers & other.walkers != 0
    }
}

/// The bit that stands for its walker.
fn walker_bit(spot: &Spot) -> u64 {
    1 << (rank(spot.id) >> 58)
}

/// A number that ranks walkers as chance would: the high bits of all bits of the series, mixed (Knuth, TAOCP 3, 6.4).
pub(super) fn rank(id: ObservationId) -> u64 {
    let number = u128::from_le_bytes(*id.series.as_bytes());
    let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_0c29_2545_f491);
    u64::try_from(mixed >> 64).unwrap_or(u64::MAX)
}

/// How many things one measurement of a place can be of, and the lamp that is likelier than all else together.
fn things(
    nature: &Nature,
    precision: f64,
    middle: impl FnOnce() -> Ground,
    lamps: &Lamps,
) -> (f64, Option<u32>) {
    let spread_m2 = std::f64::consts::TAU / precision;
    let anything = nature.per_m2() * spread_m2;
    if !nature.of_lamps || lamps.is_empty() || precision <= 0.0 {
        return (anything, None);
    }
    let (mut sum, mut best, mut is_known) = (OTHER_PER_M2 * spread_m2, (0.0, None), false);
    for (lamp, m2) in lamps.near(&middle()) {
        let likely = LAMP_MEANT * tail(precision * m2);
        (sum, is_known) = (sum + likely, true);
        if likely > best.0 {
            best = (likely, Some(lamp));
        }
    }
    if is_known { (sum, best.1.filter(|_| best.0 > 0.5 * sum)) } else { (anything, None) }
}

/// How likely a place is to lie so many squared deviations off, against none: phones err far more often than a normal
/// distribution has it (Student's t in the plane with 7 degrees of freedom, so the power is 4.5).
fn tail(deviations2: f64) -> f64 {
    let near = 1.0 / (1.0 + deviations2 / FREEDOM);
    let near2 = near * near;
    near2 * near2 * near.sqrt()
}

/// Variance along one axis that all voices share, in m².
fn common_m2(nature: &Nature) -> f64 {
    let common_m = COMMON_SPREADS * nature.spread_m;
    common_m * common_m
}

/// What speaks for two groups being of one thing, each part in log-odds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Evidence {
    pub(super) place: f64,
    pub(super) walker: f64,
    pub(super) time: f64,
    pub(super) light: f64,
}

impl Evidence {
    /// The evidence for two groups, but for what their walkers say; `nearest` is the weight of their nearest pair.
    pub(super) fn of(a: &Cluster, b: &Cluster, nearest: f64, lamps: &Lamps) -> Self {
        let is_spot = a.count + b.count == 2 && (lamps.is_empty() || !a.nature.of_lamps);
        let place = if a.nature.geometry == Geometry::Line || is_spot {
            nearest
        } else {
            a.weight_of_place(b, lamps)
        };
        let days = seconds(a.gap_ms(b)) / seconds(DAY_MS);
        let is_other_light = (a.seen == [true, false] && b.seen == [false, true])
            || (a.seen == [false, true] && b.seen == [true, false]);
        Self {
            place,
            walker: 0.0,
            time: (-days / a.nature.lasts_days).max(TIME_LEAST),
            light: if is_other_light { OTHER_LIGHT } else { 0.0 },
        }
    }

    pub(super) fn sum(&self) -> f64 {
        self.place + self.walker + self.time + self.light
    }
}
