//! How often one may try to join, without knowing who tries.
//!
//! Promises: no address and nothing else of the asker is kept; a flood of wrong codes never keeps a right one out.
//!
//! A code is one of 32^8 ≈ 10^12. With a hundred walks, somebody who asks a thousand times a second for a month
//! finds one with a chance of a quarter, and may then only add observations to it; a limit that shut the door on
//! everybody would hurt a walk more. So wrong codes are slowed down together, and each right code has its own limit.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Wrong codes at once, and per second after that.
const WRONG: (f64, f64) = (60.0, 2.0);

/// Joins of one walk at once, and per second after that.
const RIGHT: (f64, f64) = (500.0, 10.0);

/// Tokens that are used up and fill again with time.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    filled: f64,
    at_ms: i64,
}

impl Bucket {
    fn take(&mut self, (most, per_second): (f64, f64), now_ms: i64) -> bool {
        #[expect(clippy::cast_precision_loss, reason = "milliseconds between two requests")]
        let passed_s = (now_ms - self.at_ms).max(0) as f64 / 1_000.0;
        self.filled = (self.filled + passed_s * per_second).min(most);
        self.at_ms = now_ms;
        let there = self.filled >= 1.0;
        if there {
            self.filled -= 1.0;
        }
        there
    }
}

#[derive(Debug, Default)]
struct Buckets {
    wrong: Option<Bucket>,
    by_code: BTreeMap<String, Bucket>,
}

/// The limits, in memory.
#[derive(Debug, Default)]
pub struct JoinLimit(Mutex<Buckets>);

impl JoinLimit {
    /// Whether one more may join with this code, which some walk has.
    pub fn admits(&self, code: &str, now_ms: i64) -> bool {
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let full = Bucket { filled: RIGHT.0, at_ms: now_ms };
        buckets.by_code.entry(code.to_owned()).or_insert(full).take(RIGHT, now_ms)
    }

    /// Whether one more wrong code is answered as such.
    pub fn tolerates_wrong(&self, now_ms: i64) -> bool {
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        buckets.wrong.get_or_insert(Bucket { filled: WRONG.0, at_ms: now_ms }).take(WRONG, now_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_codes_run_out_and_come_back_with_time_and_right_ones_are_untouched() {
        let limit = JoinLimit::default();
        let tolerated = (0..1_000).filter(|_| limit.tolerates_wrong(0)).count();
        assert_eq!(tolerated, 60);
        assert!(limit.admits("CODE", 0));
        assert!(limit.tolerates_wrong(1_000));
    }
}
