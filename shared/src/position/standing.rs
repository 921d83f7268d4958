//! Somebody who stands still: the mean of what the phone said since they stopped.
//!
//! Method: the errors of a phone drift rather than jump, so n fixes in a row are not n measurements. We take a
//! standing offset that no averaging of minutes removes, and a first-order Gauss–Markov process on top of it. The mean
//! of such a process over T seconds has the share `2(τ/T)(1 − (τ/T)(1 − e^(−T/τ)))` of its variance. Sources: two
//! components, one of about a minute, one much longer: Wilson, “GPS Horizontal Position Accuracy: Correlation of
//! Errors” (erols.com/dlwilson/gpscorr.htm); an Ornstein–Uhlenbeck process rather than white noise: “Comparison of
//! Enhanced Noise Model Performance Based on Analysis of Civilian GPS Data”, Sensors 20(21), 2020, 6050.

use crate::geo::Metres;

/// How long an error takes to drift away, in seconds.
const DRIFT_S: f64 = 60.0;

/// The share of the variance that stays for much longer than anybody stands: satellites' orbits and the ionosphere.
const LASTING: f64 = 0.25;

/// Fixes that come closer than this, in seconds, share one fix's weight.
const APART_S: f64 = 1.0;

/// The fixes since somebody stopped.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Standing {
    /// When they stopped.
    pub(super) since_ms: i64,
    /// How many fixes.
    pub(super) fixes: u32,
    /// Where they stand, in metres.
    pub(super) at_m: Metres,
    weight: f64,
    shares: f64,
}

impl Standing {
    /// The first fix.
    pub(super) fn begun(since_ms: i64, fix_m: Metres, fix_m2: f64) -> Self {
        Self { since_ms, fixes: 1, at_m: fix_m, weight: 1.0 / fix_m2, shares: 1.0 }
    }

    /// With one more fix, so many seconds after the last.
    pub(super) fn with(self, fix_m: Metres, fix_m2: f64, after_s: f64) -> Self {
        let share = (after_s / APART_S).clamp(0.1, 1.0);
        let weight = self.weight + share / fix_m2;
        let part = share / fix_m2 / weight;
        let mean = |axis: usize| self.at_m[axis] + part * (fix_m[axis] - self.at_m[axis]);
        let at_m = [mean(0), mean(1)];
        Self { fixes: self.fixes.saturating_add(1), at_m, weight, shares: self.shares + share, ..self }
    }

    /// Variance of the mean along one axis, in square metres, when the fixes span so many seconds.
    pub(super) fn place_m2(&self, spanned_s: f64) -> f64 {
        let one_m2 = self.shares / self.weight;
        one_m2 * (LASTING + (1.0 - LASTING) * averaged(spanned_s).max(1.0 / self.shares))
    }
}

/// The share of a Gauss–Markov process's variance that the mean over so many seconds has.
fn averaged(seconds: f64) -> f64 {
    let drifts = seconds / DRIFT_S;
    // Below, the difference of two near numbers would be lost; its series begins so.
    if drifts < 1e-3 { 1.0 - drifts / 3.0 } else { 2.0 / drifts * (1.0 - (1.0 - (-drifts).exp()) / drifts) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-3, "{found} is not {expected}");
    }

    #[test]
    fn the_mean_is_weighted_by_accuracy() {
        let standing = Standing::begun(0, [0.0, 0.0], 9.0).with([10.0, -20.0], 81.0, 1.0);
        near(standing.at_m[0], 1.0);
        near(standing.at_m[1], -2.0);
        assert_eq!(standing.fixes, 2);
    }

    #[test]
    fn fixes_at_once_share_one_weight() {
        let hurried =
            (0..10).fold(Standing::begun(0, [0.0, 0.0], 9.0), |it, _| it.with([10.0, 0.0], 9.0, 0.0));
        near(hurried.at_m[0], 5.0);
        near(Standing::begun(0, [0.0, 0.0], 9.0).with([10.0, 0.0], 9.0, 1.0).at_m[0], 5.0);
    }

    #[test]
    fn drifting_errors_are_averaged_slowly_and_lasting_ones_never() {
        let stood = |fixes: u32| {
            (1..fixes).fold(Standing::begun(0, [0.0, 0.0], 16.0), |it, _| it.with([0.0, 0.0], 16.0, 1.0))
        };
        near(stood(1).place_m2(0.0), 16.0);
        // 2 (1 − (1 − 1/e)) = 0.7358 of the drifting three quarters.
        near(stood(60).place_m2(60.0), 16.0 * (0.25 + 0.75 * 0.735_76));
        near(stood(100_000).place_m2(1e9), 16.0 * 0.25);
        near(stood(2).place_m2(600.0), 16.0 * (0.25 + 0.75 * 0.5));
    }

    #[test]
    fn the_share_of_a_mean_has_no_step_where_its_series_ends() {
        near(averaged(0.0), 1.0);
        near(averaged(0.059_9) - averaged(0.060_1), 0.0);
        near(averaged(6_000.0), 2.0 / 100.0 * (1.0 - 0.01));
    }
}
