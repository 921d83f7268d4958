//! Who lies near whom, while groups are made of groups.
//!
//! Promises: what is near one place lies side by side in memory; a pair is told to both; no pair costs an allocation or a
//! search; no more than about twice the entries that still mean somebody are held.

use std::ops::Range;

/// No node any more: of two entries that came to mean one node, the other one.
const NONE: u32 = u32::MAX;

/// Somebody near.
#[derive(Debug, Clone, Copy)]
pub(super) struct Near {
    pub(super) other: u32,
    /// Where the other has its entry of this one.
    twin: u32,
    /// The weight of the places of their nearest pair.
    pub(super) place: f64,
    /// What speaks for both being one, in log-odds; −∞ where they cannot be made one.
    pub(super) sum: f64,
}

/// For each node the entries of those near it.
#[derive(Debug)]
pub(super) struct Neighbours {
    entries: Vec<Near>,
    own: Vec<Range<u32>>,
    /// While the entries of two are made one list: where each node is in it.
    found: Vec<u32>,
    /// With so many entries those that mean nobody any more are dropped.
    full: usize,
}

/// Fewer entries than these are never packed; in tests they always are.
const WORTH_PACKING: usize = if cfg!(test) { 8 } else { 4_096 };

impl Neighbours {
    /// So many nodes, and the pairs of them that lie near each other with the weight of their places.
    pub(super) fn of(nodes: usize, pairs: &[(u32, u32, f64)]) -> Self {
        let mut ends = vec![0_u32; nodes + 1];
        for (a, b, _) in pairs {
            ends[*a as usize + 1] += 1;
            ends[*b as usize + 1] += 1;
        }
        for at in 1..ends.len() {
            ends[at] += ends[at - 1];
        }
        let own = ends.windows(2).map(|ends| ends[0]..ends[0]).collect();
        let nobody = Near { other: NONE, twin: 0, place: 0.0, sum: f64::NEG_INFINITY };
        let (entries, full) = (vec![nobody; 2 * pairs.len()], 4 * pairs.len());
        let mut all = Self { entries, own, found: vec![NONE; nodes], full: full.max(WORTH_PACKING) };
        for (a, b, place) in pairs {
            let (at, its) = (all.own[*a as usize].end, all.own[*b as usize].end);
            all.entries[at as usize] = Near { other: *b, twin: its, place: *place, ..nobody };
            all.entries[its as usize] = Near { other: *a, twin: at, place: *place, ..nobody };
            all.own[*a as usize].end += 1;
            all.own[*b as usize].end += 1;
        }
        all
    }

    /// Where a node has its entries.
    pub(super) fn own(&self, node: u32) -> Range<u32> {
        self.own[node as usize].clone()
    }

    /// The one of an entry, if it still means somebody.
    pub(super) fn at(&self, at: u32) -> Option<Near> {
        Some(self.entries[at as usize]).filter(|it| it.other != NONE)
    }

    /// Those near a node.
    pub(super) fn of_node(&self, node: u32) -> impl Iterator<Item = &Near> {
        let Range { start, end } = self.own(node);
        self.entries[start as usize..end as usize].iter().filter(|it| it.other != NONE)
    }

    /// Says to both what speaks for them being one.
    pub(super) fn weigh(&mut self, at: u32, sum: f64) {
        let twin = self.entries[at as usize].twin;
        self.entries[at as usize].sum = sum;
        self.entries[twin as usize].sum = sum;
    }

    /// Makes one node a part of another: near that is from now on who was near one of them.
    pub(super) fn join(&mut self, whole: u32, part: u32) {
        let start = self.end();
        for at in self.own(whole).chain(self.own(part)) {
            self.take_over(at, [whole, part]);
        }
        let own = start..self.end();
        for at in own.clone() {
            self.found[self.entries[at as usize].other as usize] = NONE;
        }
        self.own[whole as usize] = own;
        self.own[part as usize] = 0..0;
        if self.entries.len() > self.full {
            self.pack();
        }
    }

    /// Drops the entries that mean nobody.
    fn pack(&mut self) {
        let mut moved = vec![NONE; self.entries.len()];
        let mut packed = Vec::with_capacity(self.entries.len() / 2);
        for own in &mut self.own {
            let start = packed.len();
            let range = own.start as usize..own.end as usize;
            for (moved, entry) in moved[range.clone()].iter_mut().zip(&self.entries[range]) {
                if entry.other != NONE {
                    *moved = u32::try_from(packed.len()).unwrap_or(NONE);
                    packed.push(*entry);
                }
            }
            *own = u32::try_from(start).unwrap_or(NONE)..u32::try_from(packed.len()).unwrap_or(NONE);
        }
        for entry in &mut packed {
            entry.twin = moved[entry.twin as usize];
        }
        self.full = WORTH_PACKING.max(2 * packed.len());
        self.entries = packed;
    }

    fn end(&self) -> u32 {
        u32::try_from(self.entries.len()).unwrap_or(NONE)
    }

    /// Moves an entry of one of two to the list of both, each node once with the nearest pair.
    fn take_over(&mut self, at: u32, [whole, part]: [u32; 2]) {
        let Some(near) = self.at(at).filter(|it| it.other != whole && it.other != part) else { return };
        let there = self.found[near.other as usize];
        let twin = near.twin as usize;
        if there == NONE {
            let end = self.end();
            self.found[near.other as usize] = end;
            (self.entries[twin].other, self.entries[twin].twin) = (whole, end);
            self.entries.push(near);
            return;
        }
        self.entries[twin].other = NONE;
        self.entries[twin].sum = f64::NEG_INFINITY;
        let known = &mut self.entries[there as usize];
        known.place = known.place.max(near.place);
        let (place, its) = (known.place, known.twin);
        self.entries[its as usize].place = place;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    /// The same, kept as a set of pairs.
    fn joined(pairs: &mut BTreeMap<(u32, u32), u8>, whole: u32, part: u32) {
        let named = |at| if at == part { whole } else { at };
        for ((a, b), place) in std::mem::take(pairs) {
            let (a, b) = (named(a).min(named(b)), named(a).max(named(b)));
            let known = pairs.entry((a, b)).or_insert(place);
            *known = place.max(*known);
        }
        pairs.retain(|(a, b), _| a != b);
    }

    proptest! {
        #[test]
        fn who_is_near_a_part_is_near_the_whole_as_near_as_the_nearest_pair(
            pairs in prop::collection::btree_map((0_u32..12, 0_u32..12), 0_u8..9, 0..40),
            joins in prop::collection::vec((0_u32..12, 0_u32..12), 0..11)
        ) {
            let mut pairs: BTreeMap<(u32, u32), u8> = pairs.into_iter().filter(|((a, b), _)| a < b).collect();
            let told: Vec<_> = pairs.iter().map(|((a, b), place)| (*a, *b, f64::from(*place))).collect();
            let mut neighbours = Neighbours::of(12, &told);
            let mut gone = BTreeSet::new();
            for (whole, part) in joins {
                if whole != part && !gone.contains(&whole) && gone.insert(part) {
                    neighbours.join(whole, part);
                    joined(&mut pairs, whole, part);
                }
            }
            for node in 0..12 {
                let near: BTreeMap<u32, f64> = neighbours.of_node(node).map(|it| (it.other, it.place)).collect();
                prop_assert_eq!(neighbours.of_node(node).count(), near.len());
                let expected = pairs.iter().filter(|((a, b), _)| *a == node || *b == node);
                let expected = expected.map(|((a, b), place)| (a + b - node, f64::from(*place)));
                prop_assert_eq!(near, expected.collect::<BTreeMap<_, _>>());
                for at in neighbours.own(node) {
                    let Some(near) = neighbours.at(at) else { continue };
                    prop_assert_eq!(neighbours.at(near.twin).map(|it| (it.other, it.twin)), Some((node, at)));
                }
            }
        }
    }
}
