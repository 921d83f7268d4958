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
