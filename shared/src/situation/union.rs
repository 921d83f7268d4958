//! Disjoint sets of numbers that grow together.

/// Disjoint sets (Tarjan 1975): each number points at a smaller one of its set, or at itself.
pub(super) struct Union(Vec<u32>);

impl Union {
    /// So many numbers, each by itself.
    pub(super) fn new(count: usize) -> Self {
        Self((0..u32::try_from(count).unwrap_or(u32::MAX)).collect())
    }

    /// How many numbers there are.
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// The least number of its set.
    pub(super) fn root(&mut self, mut at: usize) -> usize {
        loop {
            let above = self.0[at] as usize;
            if above == at {
                return at;
            }
            self.0[at] = self.0[above];
            at = above;
        }
    }

    /// Makes two sets one.
    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = self.0[a.min(b)];
    }
}
