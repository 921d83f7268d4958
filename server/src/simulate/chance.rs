//! Chance that can be repeated: the same seed gives the same walk.
//!
//! Promises: each purpose has its own stream, so that one more draw here changes nothing there.

use rand::rngs::ChaCha8Rng;
use rand::{Rng as _, RngExt as _, SeedableRng as _};
use sha2::{Digest as _, Sha256};

/// A stream of chance.
#[derive(Debug)]
pub(super) struct Chance(ChaCha8Rng);

impl Chance {
    /// The stream for one purpose (and, of several alike, one of them) under a seed.
    pub(super) fn new(seed: u64, purpose: &str, index: u64) -> Self {
        let hash = Sha256::new()
            .chain_update(seed.to_be_bytes())
            .chain_update(index.to_be_bytes())
            .chain_update(purpose.as_bytes());
        Self(ChaCha8Rng::from_seed(hash.finalize().into()))
    }

    /// Anything.
    pub(super) fn number(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// Evenly from `low` to `high`.
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.0.random::<f64>()
    }

    /// Whether something happens that happens so often.
    pub(super) fn happens(&mut self, share: f64) -> bool {
        self.0.random::<f64>() < share
    }

    /// From a normal distribution around 0 (Box–Muller).
    pub(super) fn normal(&mut self, deviation: f64) -> f64 {
        let radius = (-2.0 * self.between(f64::MIN_POSITIVE, 1.0).ln()).sqrt();
        deviation * radius * (std::f64::consts::TAU * self.between(0.0, 1.0)).cos()
    }

    /// An index below `count`, which must not be 0.
    pub(super) fn below(&mut self, count: usize) -> usize {
        self.0.random_range(0..count.max(1))
    }

    /// One of several; `None` when there are none.
    pub(super) fn one_of<T: Copy>(&mut self, choices: &[T]) -> Option<T> {
        choices.get(self.below(choices.len())).copied()
    }
}
