//! Time as it is told to us: milliseconds since 1970-01-01T00:00Z, as a phone or the server said it.
//!
//! Promises: nothing here asks a clock. Clocks are for display and for the time of capture; no clock decides
//! which statement wins.

use serde::{Deserialize, Serialize};

/// A minute in milliseconds.
pub const MINUTE_MS: i64 = 60_000;

/// An hour in milliseconds.
pub const HOUR_MS: i64 = 60 * MINUTE_MS;

/// A day in milliseconds.
pub const DAY_MS: i64 = 24 * HOUR_MS;

/// Milliseconds as seconds.
#[expect(clippy::cast_precision_loss, reason = "what lies within 2^53 ms, 285,000 years, is exact")]
pub fn seconds(ms: i64) -> f64 {
    ms as f64 / 1_000.0
}

/// A half-open span of time, `from_ms ≤ t < to_ms`; an absent end is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Period {
    /// First millisecond that belongs to the period.
    pub from_ms: Option<i64>,
    /// First millisecond after the period.
    pub to_ms: Option<i64>,
}

impl Period {
    /// Whether the moment lies in the period.
    pub fn contains(&self, at_ms: i64) -> bool {
        self.from_ms.is_none_or(|from| from <= at_ms) && self.to_ms.is_none_or(|to| at_ms < to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_holds_its_start_and_not_its_end() {
        let period = Period { from_ms: Some(10), to_ms: Some(20) };
        assert_eq!([9, 10, 19, 20].map(|at| period.contains(at)), [false, true, true, false]);
        assert!(Period::default().contains(i64::MIN));
    }
}
