//! What a phone's positioning makes of where it truly is.
//!
//! Promises: honest as phones are: about nineteen of twenty true positions lie within the accuracy told (W3C
//! Geolocation asks for 95 %); errors drift rather than jump, as satellites and house walls make them.

use shared::geo::{Fix, FixSource, Position};

use super::chance::Chance;
use super::track::step;

/// Radius that holds 95 % of a normal distribution in the plane, in deviations.
const RADIUS_95: f64 = 2.447_7;

/// How long an error takes to drift away, in seconds.
const DRIFT_S: f64 = 60.0;

/// Deviation of what changes from fix to fix, in metres.
const JITTER_M: f64 = 0.8;

/// One phone's positioning.
#[derive(Debug)]
pub(super) struct Gps {
    chance: Chance,
    bias_m: (f64, f64),
    drift_m: (f64, f64),
    drift_deviation_m: f64,
    bias_deviation_m: f64,
    at_s: f64,
}

impl Gps {
    /// A phone's positioning; cheap phones are worse.
    pub(super) fn new(mut chance: Chance) -> Self {
        let bias_deviation_m = chance.between(0.8, 2.5);
        let drift_deviation_m = chance.between(1.0, 4.5);
        let mut pair = |deviation: f64| (chance.normal(deviation), chance.normal(deviation));
        let (bias_m, drift_m) = (pair(bias_deviation_m), pair(drift_deviation_m));
        Self { chance, bias_m, drift_m, drift_deviation_m, bias_deviation_m, at_s: 0.0 }
    }

    /// The fix at a moment; moments must not go backwards.
    pub(super) fn fix(&mut self, truth: Position, at_s: f64, fixed_at_ms: i64) -> Fix {
        self.drift(at_s);
        let east_m = self.bias_m.0 + self.drift_m.0 + self.chance.normal(JITTER_M);
        let north_m = self.bias_m.1 + self.drift_m.1 + self.chance.normal(JITTER_M);
        let found = step(truth, east_m, north_m);
        let accuracy_m = (self.accuracy_m() * self.chance.between(0.9, 1.3) * 10.0).round() / 10.0;
        let (lat, lon) = (found.lat(), found.lon());
        Fix { lat, lon, accuracy_m, fixed_at_ms, source: FixSource::Track, estimated: None }
    }

    /// A Gauss–Markov process: forgets the old error as a new one of the same size comes.
    fn drift(&mut self, at_s: f64) {
        let kept = (-(at_s - self.at_s).max(0.0) / DRIFT_S).exp();
        let fresh = self.drift_deviation_m * (1.0 - kept * kept).sqrt();
        self.drift_m.0 = self.drift_m.0 * kept + self.chance.normal(fresh);
        self.drift_m.1 = self.drift_m.1 * kept + self.chance.normal(fresh);
        self.at_s = at_s.max(self.at_s);
    }

    fn accuracy_m(&self) -> f64 {
        let parts = [self.bias_deviation_m, self.drift_deviation_m, JITTER_M];
        RADIUS_95 * parts.iter().map(|deviation| deviation * deviation).sum::<f64>().sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_accuracy_told_is_honest() {
        let truth = Position::new(65.617, 22.137).unwrap();
        let (mut within, mut all) = (0_u32, 0_u32);
        for phone in 0..400 {
            let mut gps = Gps::new(Chance::new(7, "gps", phone));
            for at_s in [0.0, 60.0, 120.0, 600.0] {
                let fix = gps.fix(truth, at_s, 0);
                within += u32::from(fix.position().unwrap().distance_m(truth) <= fix.accuracy_m);
                all += 1;
            }
        }
        let share = f64::from(within) / f64::from(all);
        assert!((0.92..0.99).contains(&share), "{share}");
    }

    #[test]
    fn errors_drift_and_do_not_jump() {
        let truth = Position::new(65.617, 22.137).unwrap();
        let mut gps = Gps::new(Chance::new(7, "gps", 1));
        let places: Vec<_> =
            (0..60).map(|at_s| gps.fix(truth, f64::from(at_s), 0).position().unwrap()).collect();
        assert!(places.windows(2).all(|pair| pair[0].distance_m(pair[1]) < 8.0));
    }
}
