//! Where the nodes are that something is drawn with.
//!
//! Promises: twelve to sixteen bytes for each wanted node and nothing for the others; an extract of a whole country
//! costs no more than what is taken of it.

use super::grid::Spot;

/// A node whose place the extract does not tell.
const MISSING: Spot = Spot { x: i32::MIN, y: i32::MIN };

/// Sorted ids, each once.
#[derive(Debug, Default)]
pub(super) struct Ids(Vec<i64>);

impl Ids {
    pub(super) fn of(mut ids: Vec<i64>) -> Self {
        // Extracts are sorted as a rule, which this notices.
        ids.sort_unstable();
        ids.dedup();
        ids.shrink_to_fit();
        Self(ids)
    }

    pub(super) fn holds(&self, id: i64) -> bool {
        self.0.binary_search(&id).is_ok()
    }
}

/// Places by node.
#[derive(Debug)]
pub(super) struct Nodes {
    ids: Ids,
    spots: Vec<Spot>,
}

impl Nodes {
    /// Wants these, none of which is found yet.
    pub(super) fn wanted(ids: Vec<i64>) -> Self {
        let ids = Ids::of(ids);
        let spots = vec![MISSING; ids.0.len()];
        Self { ids, spots }
    }

    /// Keeps the place of a node if it is wanted.
    pub(super) fn found(&mut self, id: i64, spot: Spot) {
        if let Ok(index) = self.ids.0.binary_search(&id) {
            self.spots[index] = spot;
        }
    }

    /// Where a node is, if it was found.
    pub(super) fn spot(&self, id: i64) -> Option<Spot> {
        let index = self.ids.0.binary_search(&id).ok()?;
        Some(self.spots[index]).filter(|spot| *spot != MISSING)
    }

    /// The places of all that were found.
    pub(super) fn spots(&self) -> impl Iterator<Item = &Spot> {
        self.spots.iter().filter(|spot| **spot != MISSING)
    }
}
