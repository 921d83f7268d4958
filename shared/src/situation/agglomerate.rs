//! Makes groups of observations that lie within reach of each other, the surest first.
//!
//! Promises: the groups follow from the set of observations and from what officers said; no group outgrows what its kind
//! of thing may reach, but where officers say so.
//!
//! Method: agglomerative clustering by the likelihood of groups as wholes (Heller & Ghahramani, “Bayesian hierarchical
//! clustering”, ICML 2005), with officers' words as constraints.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};

use super::group::{Doubt, Group, Suggestion};
use super::likelihood::{
    Cluster, Evidence, Surroundings, log_odds, probability, weight_of_place, weight_of_walker,
};
use super::nature::Geometry;
use super::spot::Spot;
use super::ties::Ties;
use crate::id::ObservationId;

/// From this probability on, two groups are made one.
pub(super) const MERGED_P: f64 = 0.5;

/// From this probability on, what is not made one is suggested.
pub(super) const SUGGESTED_P: f64 = 0.2;

/// Two spots of one component that may be one thing, and the weight of their places.
pub(super) type Edge = (u32, u32, f64);

/// The weight of place of two spots; `None` when it is so small that nothing else makes up for it.
pub(super) fn weighed(a: &Spot, b: &Spot) -> Option<f64> {
    let apart_m2 = a.ground?.apart_m2(&b.ground?);
    if apart_m2 > a.nature.reach_m * a.nature.reach_m {
        return None;
    }
    let place = weight_of_place(a, b, apart_m2);
    let own = a.id.series == b.id.series && a.nature.geometry == Geometry::Point;
    let walker = if own { weight_of_walker(a, b, apart_m2) } else { 0.0 };
    (place + walker >= log_odds(SUGGESTED_P) - slack(a)).then_some(place)
}

/// Where lamps may be known, two that lie farther apart may still mean one lamp.
fn slack(spot: &Spot) -> f64 {
    if spot.nature.of_lamps { 1.0 } else { 0.0 }
}

/// A candidate to be merged, the likeliest first; of equally likely ones the first in order.
struct Candidate {
    sum: f64,
    pair: (u32, u32),
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Candidate {}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.sum.total_cmp(&other.sum).then_with(|| other.pair.cmp(&self.pair))
    }
}

/// A cluster at work: dead once it has become part of another.
struct Node {
    cluster: Cluster,
    members: Vec<u32>,
    root: ObservationId,
    /// Expected number of pairs of members that are truly of one thing.
    sure: f64,
    /// Clusters nearby, with the weight of the nearest pair.
    near: Vec<(u32, f64)>,
    is_alive: bool,
}

struct Work<'a> {
    spots: &'a [Spot],
    here: Surroundings<'a>,
    ties: &'a Ties,
    nodes: Vec<Node>,
    heap: BinaryHeap<Candidate>,
    least: f64,
}

/// Groups a component: its spots in order of id, and every pair of them that may be one thing.
pub(super) fn groups(spots: &[Spot], edges: &[Edge], here: Surroundings, ties: &Ties) -> Vec<Group> {
    let nodes = Vec::with_capacity(2 * spots.len());
    let mut work = Work { spots, here, ties, nodes, heap: BinaryHeap::new(), least: log_odds(MERGED_P) };
    work.begin(edges);
    while let Some(Candidate { pair: (a, b), .. }) = work.heap.pop() {
        if work.node(a).is_alive && work.node(b).is_alive {
            work.merge(a, b);
        }
    }
    work.told()
}

impl Work<'_> {
    fn node(&self, at: u32) -> &Node {
        &self.nodes[at as usize]
    }

    fn begin(&mut self, edges: &[Edge]) {
        for (index, spot) in (0..).zip(self.spots) {
            let cluster = Cluster::of(spot, index, &self.here);
            let (members, root) = (vec![index], self.ties.root(spot.id));
            self.nodes.push(Node { cluster, members, root, sure: 0.0, near: vec![], is_alive: true });
        }
        for (a, b, place) in edges {
            self.nodes[*a as usize].near.push((*b, *place));
            self.nodes[*b as usize].near.push((*a, *place));
        }
        self.bind();
        for (a, b, _) in edges {
            let (one, other) = (self.node(*a), self.node(*b));
            if one.is_alive && other.is_alive {
                self.consider(*a, *b);
            }
        }
        // Those that officers bound have become other nodes, which consider their neighbours when they come to be.
    }

    /// Makes one of what officers said is one.
    fn bind(&mut self) {
        let mut bound: BTreeMap<ObservationId, u32> = BTreeMap::new();
        for index in (0..).zip(self.spots).map(|(index, _): (u32, _)| index) {
            let root = self.node(index).root;
            if self.ties.bound_to(root).is_empty() {
                continue;
            }
            let into = bound.get(&root).copied();
            let node = into.map_or(index, |into| self.join(into, index, 1.0));
            bound.insert(root, node);
        }
        for node in bound.into_values().filter(|node| *node as usize >= self.spots.len()) {
            self.consider_all_near(node);
        }
    }

    fn consider_all_near(&mut self, node: u32) {
        for other in self.node(node).near.iter().map(|near| near.0).collect::<Vec<_>>() {
            self.consider(node.min(other), node.max(other));
        }
    }

    fn merge(&mut self, a: u32, b: u32) {
        let Some((evidence, _)) = self.evidence(a, b) else { return };
        let joined = self.join(a, b, probability(evidence.sum()));
        self.consider_all_near(joined);
    }

    /// Two nodes become a new one.
    fn join(&mut self, a: u32, b: u32, probability: f64) -> u32 {
        let index = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        let (one, other) = (self.node(a), self.node(b));
        let pairs = f64::from(one.cluster.count) * f64::from(other.cluster.count);
        let sure = one.sure + other.sure + probability * pairs;
        let (cluster, root) = (one.cluster.with(&other.cluster, &self.here), one.root.min(other.root));
        let root = if self.ties.bound_to(one.root).is_empty() { other.root } else { one.root }.min(root);
        let mut near: BTreeMap<u32, f64> = BTreeMap::new();
        for (neighbour, place) in one.near.iter().chain(&other.near) {
            if *neighbour != a && *neighbour != b {
                let nearest = near.entry(*neighbour).or_insert(*place);
                *nearest = nearest.max(*place);
            }
        }
        let mut members = std::mem::take(&mut self.nodes[a as usize].members);
        members.append(&mut self.nodes[b as usize].members);
        for (neighbour, place) in &near {
            let its = &mut self.nodes[*neighbour as usize].near;
            its.retain(|(it, _)| *it != a && *it != b);
            its.push((index, *place));
        }
        (self.nodes[a as usize].is_alive, self.nodes[b as usize].is_alive) = (false, false);
        let near = near.into_iter().collect();
        self.nodes.push(Node { cluster, members, root, sure, near, is_alive: true });
        index
    }

    fn consider(&mut self, a: u32, b: u32) {
        if let Some((evidence, both)) = self.evidence(a, b) {
            let sum = evidence.sum();
            if sum >= self.least && !both.is_too_large() {
                self.heap.push(Candidate { sum, pair: (a, b) });
            }
        }
    }

    /// What speaks for two nodes being one; `None` where officers said that they are not.
    fn evidence(&self, a: u32, b: u32) -> Option<(Evidence, Cluster)> {
        let (one, other) = (self.node(a), self.node(b));
        if self.are_apart(one, other) {
            return None;
        }
        let nearest = one.near.iter().find(|(it, _)| *it == b).map_or(f64::NEG_INFINITY, |it| it.1);
        let both = one.cluster.with(&other.cluster, &self.here);
        let walker = if both.nature.geometry == Geometry::Point { self.walkers(one, other) } else { 0.0 };
        Some((Evidence::of(&one.cluster, &other.cluster, &both, nearest, walker), both))
    }

    fn are_apart(&self, one: &Node, other: &Node) -> bool {
        let root = |member: &u32| self.ties.root(self.spots[*member as usize].id);
        self.ties.is_any_apart()
            && one.members.iter().any(|a| {
                let a = root(a);
                other.members.iter().any(|b| self.ties.are_apart(a, root(b)))
            })
    }

    /// What the walkers weigh who are in both: of each, the two taps that lie nearest.
    fn walkers(&self, one: &Node, other: &Node) -> f64 {
        let spot = |member: &u32| &self.spots[*member as usize];
        let own = |a: &Spot| {
            let taps = other.members.iter().map(spot).filter(|b| b.id.series == a.id.series);
            let weight = |b: &Spot| Some(weight_of_walker(a, b, a.ground?.apart_m2(&b.ground?)));
            taps.filter_map(weight).max_by(f64::total_cmp)
        };
        one.members.iter().filter_map(|a| own(spot(a))).sum()
    }

    /// The groups that came to be, each with those that it may be one with.
    fn told(&self) -> Vec<Group> {
        let alive: Vec<u32> =
            (0..).zip(&self.nodes).filter(|(_, it)| it.is_alive).map(|(at, _)| at).collect();
        alive.into_iter().map(|at| self.group(at)).collect()
    }

    fn name(&self, at: u32) -> ObservationId {
        self.spots[self.node(at).cluster.named.1 as usize].id
    }

    fn group(&self, at: u32) -> Group {
        let Node { cluster, members, sure, near, .. } = self.node(at);
        let mut members: Vec<ObservationId> =
            members.iter().map(|member| self.spots[*member as usize].id).collect();
        members.sort_unstable();
        let pairs = f64::from(cluster.count) * f64::from(cluster.count - 1) / 2.0;
        let confidence = if pairs > 0.0 { (sure / pairs).min(1.0) } else { 1.0 };
        let mut suggestions: Vec<Suggestion> =
            near.iter().filter_map(|(other, _)| self.suggestion(at, *other)).collect();
        suggestions
            .sort_by(|a, b| b.probability.total_cmp(&a.probability).then_with(|| a.finding.cmp(&b.finding)));
        let (id, geometry) = (self.name(at), cluster.nature.geometry);
        let groupings = self.ties.about(&members);
        Group { id, members, geometry, confidence, lamp: cluster.lamp, suggestions, groupings }
    }

    fn suggestion(&self, at: u32, other: u32) -> Option<Suggestion> {
        let (evidence, both) = self.evidence(at.min(other), at.max(other))?;
        let probability = probability(evidence.sum());
        let Evidence { place, walker, time, light } = evidence;
        let parts =
            [(place, Doubt::Apart), (walker, Doubt::SameWalker), (time, Doubt::Time), (light, Doubt::Light)];
        let least = parts.into_iter().min_by(|a, b| a.0.total_cmp(&b.0))?.1;
        let doubt = if both.is_too_large() { Doubt::Extent } else { least };
        let finding = self.name(other);
        (probability >= SUGGESTED_P).then_some(Suggestion { finding, probability, doubt })
    }
}
