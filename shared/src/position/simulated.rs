//! Walks whose truth is known, and phones that are wrong about them as phones are: for tests and measurements.
//!
//! Promises: the same number gives the same walk and the same errors. An error has a part that lasts, a part that drifts
//! (Gauss–Markov) and a part that changes from fix to fix; between houses, reflections move all fixes by 20–60 m for half
//! a minute, and the phone tells of it in half of the cases. The accuracy told is the radius that holds 68 %.

#![expect(clippy::unwrap_used, clippy::missing_panics_doc, reason = "run by tests and measurements only")]

use crate::geo::{Fix, FixSource, Metres, Plane, Position};

/// Numbers that look like chance (Steele, Lea & Flood, “Fast Splittable Pseudorandom Number Generators”, 2014).
#[derive(Debug, Clone)]
pub struct Chance(pub u64);

impl Chance {
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        f64::from(u32::try_from((mixed ^ (mixed >> 31)) >> 32).unwrap_or(0)) / f64::from(u32::MAX)
    }

    /// Evenly between two numbers.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.share()
    }

    /// Of a normal distribution around 0 (Box & Muller 1958).
    pub fn normal(&mut self, deviation: f64) -> f64 {
        let radius = (-2.0 * (1.0 - self.between(0.0, 0.999_999)).ln()).sqrt();
        deviation * radius * (std::f64::consts::TAU * self.share()).cos()
    }

    fn pair(&mut self, deviation: f64) -> Metres {
        [self.normal(deviation), self.normal(deviation)]
    }
}

/// What a phone's errors are like: deviations along one axis in metres.
#[derive(Debug, Clone, Copy)]
pub struct Sky {
    lasting_m: f64,
    drift_m: f64,
    drift_s: f64,
    jitter_m: f64,
    reflects: bool,
}

impl Sky {
    /// Open sky, a phone that smooths what it tells.
    pub const OPEN: Self =
        Self { lasting_m: 1.5, drift_m: 2.5, drift_s: 60.0, jitter_m: 0.8, reflects: false };
    /// Open sky, a phone that tells what it hears.
    pub const ROUGH: Self = Self { drift_s: 30.0, jitter_m: 2.5, ..Self::OPEN };
    /// Between houses.
    pub const CANYON: Self =
        Self { lasting_m: 2.0, drift_m: 4.0, drift_s: 40.0, jitter_m: 2.0, reflects: true };
}

/// For how long a reflection lasts, in seconds.
const REFLECTS_S: f64 = 30.0;

/// Radius that holds 68 % of a normal distribution in the plane, in deviations along one axis.
const RADIUS_68: f64 = 1.51;

/// One phone.
#[derive(Debug, Clone)]
pub struct Phone {
    sky: Sky,
    chance: Chance,
    lasting_m: Metres,
    drift_m: Metres,
    reflected_m: Option<Metres>,
    reflects_at_s: f64,
    tells: f64,
    at_s: f64,
}

impl Phone {
    /// A phone under a sky.
    pub fn new(sky: Sky, mut chance: Chance) -> Self {
        let (lasting_m, drift_m) = (chance.pair(sky.lasting_m), chance.pair(sky.drift_m));
        let reflects_at_s = if sky.reflects { chance.between(20.0, 120.0) } else { f64::INFINITY };
        Self { sky, chance, lasting_m, drift_m, reflected_m: None, reflects_at_s, tells: 1.0, at_s: 0.0 }
    }

    /// What it says when the truth is there; the seconds must not go backwards.
    pub fn fix(&mut self, truth_m: Metres, at_s: f64) -> Fix {
        self.drift(at_s);
        self.reflect(at_s);
        let (reflected_m, tells) = self.reflected_m.map_or(([0.0; 2], 1.0), |it| (it, self.tells));
        let jitter_m = self.chance.pair(self.sky.jitter_m);
        let error_m =
            |axis: usize| self.lasting_m[axis] + self.drift_m[axis] + jitter_m[axis] + reflected_m[axis];
        let along = |axis: usize| truth_m[axis] + error_m(axis);
        let found = [along(0), along(1)];
        let accuracy_m = self.deviation_m() * RADIUS_68 * self.chance.between(0.8, 1.3) * tells;
        fix_at(found, accuracy_m, at_s)
    }

    fn drift(&mut self, at_s: f64) {
        let kept = (-(at_s - self.at_s) / self.sky.drift_s).exp();
        let fresh_m = self.chance.pair(self.sky.drift_m * (1.0 - kept * kept).max(0.0).sqrt());
        self.drift_m = [self.drift_m[0] * kept + fresh_m[0], self.drift_m[1] * kept + fresh_m[1]];
        self.at_s = at_s;
    }

    /// A reflection begins, or ends and the next is decided on.
    fn reflect(&mut self, at_s: f64) {
        if at_s >= self.reflects_at_s + REFLECTS_S {
            self.reflects_at_s = at_s + self.chance.between(40.0, 120.0);
            self.reflected_m = None;
        } else if self.reflected_m.is_none() && at_s >= self.reflects_at_s {
            let angle = self.chance.between(0.0, std::f64::consts::TAU);
            let off_m = self.chance.between(20.0, 60.0);
            self.reflected_m = Some([angle.sin() * off_m, angle.cos() * off_m]);
            self.tells = if self.chance.share() < 0.5 { 2.2 } else { 1.2 };
        }
    }

    fn deviation_m(&self) -> f64 {
        let Sky { lasting_m, drift_m, jitter_m, .. } = self.sky;
        (lasting_m * lasting_m + drift_m * drift_m + jitter_m * jitter_m).sqrt()
    }
}

/// Where all simulated walks begin: the middle of Luleå, and the time of a November evening.
const BEGINS_MS: i64 = 1_795_000_000_000;

/// The plane of all simulated walks.
pub fn plane() -> Plane {
    Plane::around(Position::new(65.584_8, 22.154_7).unwrap())
}

/// The phone's clock so many seconds into the walk.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds of a walk")]
pub fn clock_ms(at_s: f64) -> i64 {
    BEGINS_MS + (at_s * 1_000.0).round() as i64
}

/// A fix of a place in the plane.
pub fn fix_at(place_m: Metres, accuracy_m: f64, at_s: f64) -> Fix {
    let place = plane().position(place_m).unwrap();
    Fix {
        lat: place.lat(),
        lon: place.lon(),
        accuracy_m,
        fixed_at_ms: clock_ms(at_s),
        source: FixSource::Track,
        estimated: None,
    }
}

/// A walk through streets, a place for every second.
pub fn walk(seconds: u32, speed_m_per_s: f64, chance: &mut Chance) -> Vec<Metres> {
    let (mut place_m, mut heading) = ([0.0; 2], chance.between(0.0, std::f64::consts::TAU));
    let mut street_m = 0.0;
    let mut places = Vec::new();
    for _ in 0..seconds {
        if street_m <= 0.0 {
            street_m = chance.between(20.0, 80.0);
            let turn = std::f64::consts::FRAC_PI_2 * chance.between(0.4, 1.1);
            heading += if chance.share() < 0.5 { turn } else { -turn };
        }
        street_m -= speed_m_per_s;
        place_m = [place_m[0] + speed_m_per_s * heading.sin(), place_m[1] + speed_m_per_s * heading.cos()];
        places.push(place_m);
    }
    places
}
