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
use super::spot::{Ground, Spot};
use crate::geo::Metres;
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

/// The weight of place of two observations of one nature where no lamps are known, in log-odds.
pub(super) fn weight_of_place(a: &Spot, b: &Spot, apart_m2: f64) -> f64 {
    let m2 = a.variance_m2 + b.variance_m2 + 2.0 * (COMMON_SPREADS * a.nature.spread_m).powi(2);
    tail_ln(apart_m2 / m2) - (std::f64::consts::TAU * m2 * a.nature.per_m2()).ln()
}

/// What one walker's taps, so far apart, weigh.
pub(super) fn weight_of_walker(a: &Spot, b: &Spot, apart_m2: f64) -> f64 {
    let m2 = OWN_SHARE * (a.fix_m2 + b.fix_m2) + OWN_STAND_M2;
    (OWN_MOST - apart_m2 / (2.0 * m2)).clamp(OWN_LEAST, OWN_MOST)
}

/// What it weighs that so many walkers pointed at one and not at the other.
pub(super) fn weight_of_silence(walkers: usize) -> f64 {
    let walkers = u32::try_from(walkers).unwrap_or(u32::MAX);
    (SILENT * f64::from(walkers)).min(SILENT_MOST)
}

/// What walkers weigh at most for two groups of which the smaller has so many voices.
pub(super) fn most_of_walkers(voices: u32) -> f64 {
    SILENT_MOST + OWN_MOST * f64::from(voices)
}

/// Directions in which a group is measured.
const DIRECTIONS: usize = 8;

/// What a group of observations says of its thing.
#[derive(Debug, Clone)]
pub(super) struct Cluster {
    pub(super) nature: &'static Nature,
    /// Who named it: the first that arrived.
    pub(super) named: (i64, u32),
    pub(super) count: u32,
    /// Precision in 1/m² and weighted mean of the places; the precision is 0 where nobody could say where.
    pub(super) precision: f64,
    pub(super) middle_m: Metres,
    /// Logarithm of how likely some thing is at all to be where it says.
    thing_ln: f64,
    pub(super) lamp: Option<u32>,
    between_ms: [i64; 2],
    /// Seen by day, seen in the dark.
    seen: [bool; 2],
    reaches_m: [[f64; 2]; DIRECTIONS],
}

/// Where a component lies, and the lamps around it.
pub(super) struct Surroundings<'a> {
    pub(super) origin: Ground,
    pub(super) lamps: &'a Lamps,
}

impl Surroundings<'_> {
    pub(super) fn place_m(&self, ground: &Ground) -> Metres {
        let [north_m, east_m] = self.origin.to(ground);
        [east_m, north_m]
    }

    fn ground(&self, [east_m, north_m]: Metres) -> Ground {
        let Ground { north_m: north, east_m: east, narrowing } = self.origin;
        Ground { north_m: north + north_m, east_m: east + east_m / narrowing, narrowing }
    }
}

impl Cluster {
    pub(super) fn of(spot: &Spot, index: u32, here: &Surroundings) -> Self {
        let place_m = spot.ground.map(|ground| here.place_m(&ground));
        let along = |direction: usize| {
            place_m.map_or([f64::INFINITY, f64::NEG_INFINITY], |it| [projected(it, direction); 2])
        };
        let mut cluster = Self {
            nature: spot.nature,
            named: (spot.arrived_at_ms, index),
            count: 1,
            precision: place_m.map_or(0.0, |_| 1.0 / spot.variance_m2),
            middle_m: place_m.unwrap_or_default(),
            thing_ln: 0.0,
            lamp: None,
            between_ms: [spot.at_ms; 2],
            seen: [spot.light == Some(Light::Daylight), spot.light == Some(Light::Dark)],
            reaches_m: std::array::from_fn(along),
        };
        cluster.look_for_its_thing(here);
        cluster
    }

    /// Both as one.
    pub(super) fn with(&self, other: &Self, here: &Surroundings) -> Self {
        let precision = self.precision + other.precision;
        let share = if precision > 0.0 { other.precision / precision } else { 0.0 };
        let [east_m, north_m] = [0, 1].map(|axis| other.middle_m[axis] - self.middle_m[axis]);
        let first = if self.named <= other.named { self } else { other };
        let mut cluster = Self {
            nature: first.nature,
            named: first.named,
            count: self.count + other.count,
            precision,
            middle_m: [self.middle_m[0] + share * east_m, self.middle_m[1] + share * north_m],
            thing_ln: 0.0,
            lamp: None,
            between_ms: [
                self.between_ms[0].min(other.between_ms[0]),
                self.between_ms[1].max(other.between_ms[1]),
            ],
            seen: [self.seen[0] || other.seen[0], self.seen[1] || other.seen[1]],
            reaches_m: std::array::from_fn(|at| joined(self.reaches_m[at], other.reaches_m[at])),
        };
        cluster.look_for_its_thing(here);
        cluster
    }

    /// How precisely it says where its thing is, in 1/m²: people who walk together stand alike, and phones err more often far
    /// than they tell, so many voices are never as precise as independent ones would be.
    fn trusted(&self) -> f64 {
        let common_m = COMMON_SPREADS * self.nature.spread_m;
        1.0 / (1.0 / self.precision + common_m * common_m)
    }

    /// What the places of two groups weigh for one thing, in log-odds.
    fn weight_of_place(&self, other: &Self, here: &Surroundings) -> f64 {
        let (own, its) = (self.trusted(), other.trusted());
        let share = its / (own + its);
        let [east_m, north_m] = [0, 1].map(|axis| other.middle_m[axis] - self.middle_m[axis]);
        let apart_m2 = east_m * east_m + north_m * north_m;
        let middle_m = [self.middle_m[0] + share * east_m, self.middle_m[1] + share * north_m];
        let both_ln = things(self.nature, own + its, middle_m, here).0.ln();
        tail_ln(apart_m2 * own * share) + both_ln - self.thing_ln - other.thing_ln
    }

    /// Weighs each thing that may be meant, and names the lamp that is likelier than all else together.
    fn look_for_its_thing(&mut self, here: &Surroundings) {
        let (sum, lamp) = things(self.nature, self.trusted(), self.middle_m, here);
        (self.thing_ln, self.lamp) = (sum.ln(), lamp);
    }

    /// Whether both together are longer or wider than such a thing is; measured in eight directions.
    pub(super) fn is_too_large_with(&self, other: &Self) -> bool {
        let sizes = std::array::from_fn::<f64, DIRECTIONS, _>(|at| {
            let [from, to] = joined(self.reaches_m[at], other.reaches_m[at]);
            (to - from).max(0.0)
        });
        let length_m = sizes.iter().copied().fold(0.0, f64::max);
        let width_m = sizes.iter().copied().fold(f64::INFINITY, f64::min);
        length_m > self.nature.length_m || width_m > self.nature.width_m
    }

    /// How long after the last of one the first of the other was seen.
    pub(super) fn gap_ms(&self, other: &Self) -> i64 {
        let ([from, to], [its_from, its_to]) = (self.between_ms, other.between_ms);
        from.max(its_from).saturating_sub(to.min(its_to)).max(0)
    }
}

/// How many things one measurement of a place can be of, and the lamp that is likelier than all else together.
fn things(nature: &Nature, precision: f64, middle_m: Metres, here: &Surroundings) -> (f64, Option<u32>) {
    let spread_m2 = std::f64::consts::TAU / precision;
    let mut sum = nature.per_m2() * spread_m2;
    let mut best = (0.0, None);
    if nature.of_lamps && precision > 0.0 && !here.lamps.is_empty() {
        let (mut of_lamps, mut is_known) = (0.0, false);
        for (lamp, m2) in here.lamps.near(&here.ground(middle_m)) {
            let likely = LAMP_MEANT * tail_ln(precision * m2).exp();
            (of_lamps, is_known) = (of_lamps + likely, true);
            if likely > best.0 {
                best = (likely, Some(lamp));
            }
        }
        if is_known {
            sum = of_lamps + OTHER_PER_M2 * spread_m2;
        }
    }
    (sum, best.1.filter(|_| best.0 > 0.5 * sum))
}

/// Logarithm of how likely a place is to lie so many squared deviations off: phones err far more often than a normal
/// distribution has it (Student's t in the plane).
fn tail_ln(deviations2: f64) -> f64 {
    -(FREEDOM / 2.0 + 1.0) * (1.0 + deviations2 / FREEDOM).ln()
}

fn joined(one: [f64; 2], other: [f64; 2]) -> [f64; 2] {
    [one[0].min(other[0]), one[1].max(other[1])]
}

fn projected([east_m, north_m]: Metres, direction: usize) -> f64 {
    /// Cosines of multiples of 22.5°.
    const COSINES: [f64; DIRECTIONS] = [
        1.0,
        0.923_879_532_511_286_7,
        std::f64::consts::FRAC_1_SQRT_2,
        0.382_683_432_365_089_8,
        0.0,
        -0.382_683_432_365_089_8,
        -std::f64::consts::FRAC_1_SQRT_2,
        -0.923_879_532_511_286_7,
    ];
    let sine = if direction < 4 { COSINES[4 - direction] } else { COSINES[direction - 4] };
    east_m * COSINES[direction] + north_m * sine
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
    pub(super) fn of(a: &Cluster, b: &Cluster, nearest: f64, here: &Surroundings) -> Self {
        let place = match a.nature.geometry {
            Geometry::Line => nearest,
            Geometry::Point | Geometry::Area => a.weight_of_place(b, here),
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
