//! How well groups agree with the truth: by pairs of observations.

use std::collections::BTreeMap;

/// Pairs that were put together and should have been, that should not, and that should and were not.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Score {
    pub(crate) right: f64,
    pub(crate) wrong: f64,
    pub(crate) missed: f64,
}

impl Score {
    /// Of labels against true labels, pair by pair.
    pub(crate) fn of(truth: &[usize], found: &[usize]) -> Self {
        let pairs = |labels: &mut dyn Iterator<Item = (usize, usize)>| {
            let mut counts: BTreeMap<(usize, usize), f64> = BTreeMap::new();
            labels.for_each(|label| *counts.entry(label).or_default() += 1.0);
            counts.into_values().map(|it| it * (it - 1.0) / 2.0).sum::<f64>()
        };
        let right = pairs(&mut truth.iter().copied().zip(found.iter().copied()));
        let wrong = pairs(&mut found.iter().map(|it| (*it, 0))) - right;
        let missed = pairs(&mut truth.iter().map(|it| (*it, 0))) - right;
        Self { right, wrong, missed }
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            right: self.right + other.right,
            wrong: self.wrong + other.wrong,
            missed: self.missed + other.missed,
        }
    }

    pub(crate) fn precision(self) -> f64 {
        self.right / (self.right + self.wrong)
    }

    pub(crate) fn recall(self) -> f64 {
        self.right / (self.right + self.missed)
    }

    pub(crate) fn f1(self) -> f64 {
        2.0 * self.right / (2.0 * self.right + self.wrong + self.missed)
    }
}
