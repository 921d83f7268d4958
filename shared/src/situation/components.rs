//! Which observations can have to do with each other at all: those that are joined by pairs within reach.
//!
//! Promises: what lies in two components is never of one finding and never suggested to be, so that each is merged by
//! itself, in memory that is near.

use std::collections::BTreeMap;

use super::agglomerate::{Edge, Found, Units, alone, groups};
use super::lamps::Lamps;
use super::ties::Ties;
use super::union::Union;
use crate::id::ObservationId;

/// Merges units, given in the order of sweeping, with every pair of them that may be one thing.
pub(super) fn merged(units: Units<'_>, edges: &[Edge], lamps: &Lamps, ties: &Ties) -> Found {
    let spots = units.spots;
    let mut union = Union::new(spots.len());
    for (a, b, _) in edges {
        union.join(*a as usize, *b as usize);
    }
    let mut bound: BTreeMap<ObservationId, usize> = BTreeMap::new();
    for (at, spot) in spots.iter().enumerate().filter(|(_, spot)| !ties.bound_to(spot.id).is_empty()) {
        union.join(*bound.entry(ties.root(spot.id)).or_insert(at), at);
    }
    let components = Components::of(union, edges);
    let mut all = Found { told: Vec::with_capacity(components.begins.len()), weighings: 0 };
    let (mut own, mut folded) = (Vec::new(), Vec::new());
    for component in 0..components.begins.len() - 1 {
        let (numbers, edges) = components.get(component);
        own.clear();
        own.extend(numbers.iter().map(|at| spots[*at as usize]));
        folded.clear();
        folded.extend(numbers.iter().map(|at| units.folded[*at as usize]));
        let Found { told, weighings } = match (&own[..], &folded[..]) {
            ([spot], [folded]) => Found { told: vec![alone(spot, *folded, lamps, ties)], weighings: 0 },
            (spots, folded) => groups(Units { spots, folded }, edges, lamps, ties),
        };
        all.told.extend(told.into_iter().map(|told| told.numbered(numbers)));
        all.weighings += weighings;
    }
    all
}

/// Spots and edges sorted by component.
struct Components {
    /// Where each component's spots begin, and where all end.
    begins: Vec<u32>,
    spots: Vec<u32>,
    edge_begins: Vec<u32>,
    /// By numbers within the component.
    edges: Vec<Edge>,
}

impl Components {
    fn of(mut union: Union, edges: &[Edge]) -> Self {
        let mut number = vec![0_u32; union.count()];
        let mut components = 0;
        for at in 0..union.count() {
            let root = union.root(at);
            if root == at {
                number[at] = components;
                components += 1;
            } else {
                number[at] = number[root];
            }
        }
        let count = u32::try_from(number.len()).unwrap_or(u32::MAX);
        let (begins, spots) = sorted(0..count, components, |at| number[*at as usize]);
        let mut within = vec![0_u32; number.len()];
        for (place, spot) in (0..).zip(&spots) {
            within[*spot as usize] = place - begins[number[*spot as usize] as usize];
        }
        let (edge_begins, edges) = sorted(edges.iter().copied(), components, |(a, _, _)| number[*a as usize]);
        let numbered = |(a, b, place): Edge| (within[a as usize], within[b as usize], place);
        Self { begins, spots, edge_begins, edges: edges.into_iter().map(numbered).collect() }
    }

    /// The numbers of a component's spots, and its edges.
    fn get(&self, component: usize) -> (&[u32], &[Edge]) {
        let range = |begins: &[u32]| begins[component] as usize..begins[component + 1] as usize;
        (&self.spots[range(&self.begins)], &self.edges[range(&self.edge_begins)])
    }
}

/// Sorts by a number below `count`, and keeps the order of equals: where each number begins, and all of them.
fn sorted<T: Copy + Default>(
    all: impl Iterator<Item = T> + Clone,
    count: u32,
    number: impl Fn(&T) -> u32,
) -> (Vec<u32>, Vec<T>) {
    let mut begins = vec![0_u32; count as usize + 1];
    for it in all.clone() {
        begins[number(&it) as usize + 1] += 1;
    }
    for at in 1..begins.len() {
        begins[at] += begins[at - 1];
    }
    let mut next = begins.clone();
    let mut order = vec![T::default(); begins.last().map_or(0, |it| *it as usize)];
    for it in all {
        let place = &mut next[number(&it) as usize];
        order[*place as usize] = it;
        *place += 1;
    }
    (begins, order)
}
