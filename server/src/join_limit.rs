//! How often one may try to join, without knowing who tries.
//!
//! Promises: no address and nothing else of the asker is kept; a flood of wrong codes never keeps a right one out.
//!
//! A code is one of 32^8 ≈ 10^12. With a hundred walks, somebody who asks a thousand times a second for a month
//! finds one with a chance of a quarter, and may then only add observations to it; a limit that shut the door on
//! everybody would hurt a walk more. So wrong codes are slowed down together, and each right code has its own limit.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::bucket::{Bucket, Rate};

/// Wrong codes, of all together.
const WRONG: Rate = Rate { most: 60.0, per_second: 2.0 };

/// Joins of one walk.
const RIGHT: Rate = Rate { most: 500.0, per_second: 10.0 };

#[derive(Debug, Default)]
struct Tried {
    wrong: Option<Bucket>,
    by_code: BTreeMap<String, Bucket>,
}

/// The limits, in memory.
#[derive(Debug, Default)]
pub struct JoinLimit(Mutex<Tried>);

impl JoinLimit {
    /// Whether one more may join with this code, which some walk has.
    pub fn admits(&self, code: &str, now_ms: i64) -> bool {
        let mut tried = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let full = || Bucket::full(RIGHT, now_ms);
        tried.by_code.entry(code.to_owned()).or_insert_with(full).take(RIGHT, now_ms).is_ok()
    }

    /// Whether one more wrong code is answered as such.
    pub fn tolerates_wrong(&self, now_ms: i64) -> bool {
        let mut tried = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tried.wrong.get_or_insert_with(|| Bucket::full(WRONG, now_ms)).take(WRONG, now_ms).is_ok()
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
