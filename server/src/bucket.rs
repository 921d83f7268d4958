//! How often something may happen: tokens that are used up and fill again with time.
//!
//! Promises: whoever asked too often is told when to come again; whoever has not asked for a while is forgotten.

use std::collections::BTreeMap;

/// A rate.
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    /// So many at once.
    pub most: f64,
    /// And so many per second after that.
    pub per_second: f64,
}

/// What is left of a rate.
#[derive(Debug, Clone, Copy)]
pub struct Bucket {
    filled: f64,
    at_ms: i64,
}

/// Asked too often; in so many seconds there is room for one more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooOften {
    /// Seconds to wait.
    pub wait_s: u32,
}

impl Bucket {
    /// A full one.
    pub fn full(rate: Rate, now_ms: i64) -> Self {
        Self { filled: rate.most, at_ms: now_ms }
    }

    /// Takes one, if there is one.
    pub fn take(&mut self, rate: Rate, now_ms: i64) -> Result<(), TooOften> {
        self.filled = self.filled_by(rate, now_ms);
        self.at_ms = now_ms;
        if self.filled >= 1.0 {
            self.filled -= 1.0;
            return Ok(());
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few seconds")]
        let wait_s = ((1.0 - self.filled) / rate.per_second).ceil() as u32;
        Err(TooOften { wait_s })
    }

    /// Puts back what was taken for nothing.
    pub fn give_back(&mut self, rate: Rate, now_ms: i64) {
        self.filled = (self.filled_by(rate, now_ms) + 1.0).min(rate.most);
        self.at_ms = now_ms;
    }

    /// How much there is now.
    pub fn holds(&self, rate: Rate, now_ms: i64) -> f64 {
        self.filled_by(rate, now_ms)
    }

    fn filled_by(&self, rate: Rate, now_ms: i64) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "milliseconds between two requests")]
        let passed_s = (now_ms - self.at_ms).max(0) as f64 / 1_000.0;
        (self.filled + passed_s * rate.per_second).min(rate.most)
    }

    /// Whether it says no more than a new one would.
    pub fn is_full(&self, rate: Rate, now_ms: i64) -> bool {
        self.filled_by(rate, now_ms) >= rate.most
    }
}

/// Full buckets are thrown away when there are so many more.
const ROUND: usize = 4_096;

/// A bucket for each of many.
#[derive(Debug)]
pub struct Buckets<K> {
    by_key: BTreeMap<K, Bucket>,
    next_round: usize,
}

impl<K> Default for Buckets<K> {
    fn default() -> Self {
        Self { by_key: BTreeMap::new(), next_round: ROUND }
    }
}

impl<K: Ord> Buckets<K> {
    /// Takes one of somebody's.
    pub fn take(&mut self, key: K, rate: Rate, now_ms: i64) -> Result<(), TooOften> {
        if self.by_key.len() >= self.next_round {
            self.by_key.retain(|_, bucket| !bucket.is_full(rate, now_ms));
            self.next_round = self.by_key.len() + ROUND;
        }
        self.by_key.entry(key).or_insert_with(|| Bucket::full(rate, now_ms)).take(rate, now_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate { most: 3.0, per_second: 0.5 };

    #[test]
    fn who_asks_too_often_is_told_how_long_to_wait_and_then_let_in() {
        let mut buckets = Buckets::default();
        let mut ask = |who, at_ms| buckets.take(who, RATE, at_ms);
        assert!((0..3).all(|_| ask("one", 0).is_ok()));
        assert_eq!(ask("one", 0), Err(TooOften { wait_s: 2 }));
        assert!(ask("other", 0).is_ok(), "somebody else is let in");
        assert!(ask("one", 2_000).is_ok());
        assert!(ask("one", 2_000).is_err());
    }

    #[test]
    fn who_has_not_asked_for_a_while_is_forgotten() {
        let mut buckets = Buckets::default();
        for who in 0..100_000_i64 {
            buckets.take(who, RATE, who * 10).unwrap();
        }
        assert!(buckets.by_key.len() <= 2 * ROUND, "{}", buckets.by_key.len());
    }
}
