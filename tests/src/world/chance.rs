//! Chance that can be repeated: everything that happens in a world follows from one seed.

use rand::rngs::ChaCha8Rng;
use rand::{Rng as _, RngExt as _, SeedableRng as _};
use shared::record::blob_hash;

/// A stream of chance.
#[derive(Debug)]
pub(super) struct Chance(ChaCha8Rng);

impl Chance {
    /// The stream for one purpose under a seed: one more draw here changes nothing there.
    pub(super) fn new(seed: u64, purpose: &str) -> Self {
        Self(ChaCha8Rng::from_seed(bytes(seed, purpose)))
    }

    /// Anything.
    pub(super) fn number(&mut self) -> u32 {
        self.0.next_u32()
    }

    /// A number below `count`.
    pub(super) fn below(&mut self, count: u32) -> u32 {
        self.0.random_range(0..count)
    }

    /// Whether something happens that happens so often in a hundred times.
    pub(super) fn happens(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// One of several.
    pub(super) fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.0.random_range(0..choices.len())]
    }

    /// Puts things into any order.
    pub(super) fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.0.random_range(0..=last));
        }
    }
}

/// 32 bytes that stand for a purpose under a seed.
pub(super) fn bytes(seed: u64, purpose: &str) -> [u8; 32] {
    *blob_hash(format!("{seed} {purpose}").as_bytes()).as_bytes()
}
