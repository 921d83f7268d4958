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
    Cluster, Evidence, Surroundings, log_odds, most_of_walkers, probability, weight_of_place,
    weight_of_silence, weight_of_walker,
};
use super::nature::Geometry;
use super::spot::Spot;
use super::ties::Ties;
use crate::id::ObservationId;
use crate::time::DAY_MS;

/// From this probability on, two groups are made one.
pub(super) const MERGED_P: f64 = 0.5;

/// From this probability on, what is not made one is suggested.
pub(super) const SUGGESTED_P: f64 = 0.3;

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
    (place + walker >= log_odds(SUGGESTED_P)).then_some(place)
}

/// More walkers than these weigh no more by their silence.
const SILENT_VOICES: usize = 2;

fn is_same_day(a: &Spot, b: &Spot) -> bool {
    (a.at_ms - b.at_ms).abs() < DAY_MS / 2
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

/// A cluster at work: what it has become part of, once it has.
struct Node {
    cluster: Cluster,
    members: Vec<u32>,
    root: ObservationId,
    /// Expected number of pairs of members that are truly of one thing.
    sure: f64,
    /// Clusters nearby, with the weight of the nearest pair; those that are part of others by now stand for these.
    near: Vec<(u32, f64)>,
    part_of: Option<u32>,
}

struct Work<'a> {
    spots: &'a [Spot],
    here: Surroundings<'a>,
    ties: &'a Ties,
    nodes: Vec<Node>,
    heap: BinaryHeap<Candidate>,
    least: f64,
}

/// A group, with the numbers of the spot that names it and of all its spots.
pub(super) struct Told {
    pub(super) name: u32,
    pub(super) spots: Vec<u32>,
    pub(super) group: Group,
}

/// Groups a component: its spots in order of id, and every pair of them that may be one thing.
pub(super) fn groups(spots: &[Spot], edges: &[Edge], here: Surroundings, ties: &Ties) -> Vec<Told> {
    let nodes = Vec::with_capacity(2 * spots.len());
    let mut work = Work { spots, here, ties, nodes, heap: BinaryHeap::new(), least: log_odds(MERGED_P) };
    work.begin(edges);
    while let Some(Candidate { sum, pair: (a, b) }) = work.heap.pop() {
        if work.node(a).part_of.is_none() && work.node(b).part_of.is_none() {
            let joined = work.join(a, b, probability(sum));
            work.consider_all_near(joined);
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
            self.nodes.push(Node { cluster, members, root, sure: 0.0, near: vec![], part_of: None });
        }
        for (a, b, place) in edges {
            self.nodes[*a as usize].near.push((*b, *place));
            self.nodes[*b as usize].near.push((*a, *place));
        }
        self.bind();
        for (a, b, place) in edges {
            if self.node(*a).part_of.is_none() && self.node(*b).part_of.is_none() {
                self.consider(*a, *b, *place);
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
        for (other, place) in self.near(&[node]) {
            self.consider(node.min(other), node.max(other), place);
        }
    }

    /// What a cluster is part of by now: itself, or the one that it was last made part of.
    fn whole(&self, mut at: u32) -> u32 {
        while let Some(whole) = self.node(at).part_of {
            at = whole;
        }
        at
    }

    /// Clusters near these, in order, each once with the weight of its nearest pair.
    fn near(&self, nodes: &[u32]) -> Vec<(u32, f64)> {
        let all = nodes.iter().flat_map(|at| &self.node(*at).near);
        let mut near: Vec<(u32, f64)> = all.map(|(other, place)| (self.whole(*other), *place)).collect();
        near.retain(|(other, _)| !nodes.contains(other));
        near.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.total_cmp(&a.1)));
        near.dedup_by_key(|it| it.0);
        near
    }

    /// Two nodes become a new one.
    fn join(&mut self, a: u32, b: u32, probability: f64) -> u32 {
        let index = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        let near = self.near(&[a, b]);
        let (one, other) = (self.node(a), self.node(b));
        let pairs = f64::from(one.cluster.count) * f64::from(other.cluster.count);
        let sure = one.sure + other.sure + probability * pairs;
        let (cluster, root) = (one.cluster.with(&other.cluster, &self.here), one.root.min(other.root));
        let root = if self.ties.bound_to(one.root).is_empty() { other.root } else { one.root }.min(root);
        let mut members = std::mem::take(&mut self.nodes[a as usize].members);
        members.append(&mut self.nodes[b as usize].members);
        for part in [a, b] {
            let part = &mut self.nodes[part as usize];
            (part.part_of, part.near) = (Some(index), Vec::new());
        }
        self.nodes.push(Node { cluster, members, root, sure, near, part_of: None });
        index
    }

    fn consider(&mut self, a: u32, b: u32, nearest: f64) {
        let Some(sum) = self.evidence(a, b, nearest, self.least).map(|it| it.sum()) else { return };
        if sum >= self.least && !self.node(a).cluster.is_too_large_with(&self.node(b).cluster) {
            self.heap.push(Candidate { sum, pair: (a, b) });
        }
    }

    /// What speaks for two nodes being one; `None` where officers said that they are not, or where it is surely less than
    /// `least`.
    fn evidence(&self, a: u32, b: u32, nearest: f64, least: f64) -> Option<Evidence> {
        let (one, other) = (self.node(a), self.node(b));
        let evidence = Evidence::of(&one.cluster, &other.cluster, nearest, &self.here);
        let is_point = one.cluster.nature.geometry == Geometry::Point;
        let most = if is_point { most_of_walkers(one.cluster.count.min(other.cluster.count)) } else { 0.0 };
        if evidence.sum() + most < least || self.are_apart(one, other) {
            return None;
        }
        Some(Evidence { walker: if is_point { self.walkers(one, other) } else { 0.0 }, ..evidence })
    }

    fn are_apart(&self, one: &Node, other: &Node) -> bool {
        let root = |member: &u32| self.ties.root(self.spots[*member as usize].id);
        self.ties.is_any_apart()
            && one.members.iter().any(|a| {
                let a = root(a);
                other.members.iter().any(|b| self.ties.are_apart(a, root(b)))
            })
    }

    /// What the walkers weigh: who is in both, by the two taps that lie nearest; and who pointed at one and, that day, not at
    /// the other.
    fn walkers(&self, one: &Node, other: &Node) -> f64 {
        let spot = |member: &u32| &self.spots[*member as usize];
        let own = |a: &Spot, there: &Node| {
            let taps = there.members.iter().map(spot).filter(|b| b.id.series == a.id.series);
            let weight = |b: &Spot| Some(weight_of_walker(a, b, a.ground?.apart_m2(&b.ground?)));
            taps.filter_map(weight).max_by(f64::total_cmp)
        };
        let both: f64 = one.members.iter().filter_map(|a| own(spot(a), other)).sum();
        let is_silent = |a: &Spot, there: &Node| {
            let is_there = |b: &u32| spot(b).id.series == a.id.series;
            there.members.iter().any(|b| is_same_day(a, spot(b))) && !there.members.iter().any(is_there)
        };
        let silent = |here: &Node, there: &Node| {
            let silent = here.members.iter().filter(|a| is_silent(spot(a), there));
            silent.take(SILENT_VOICES).count()
        };
        let hours_ms = one.cluster.gap_ms(&other.cluster);
        let voices = if hours_ms < DAY_MS / 2 { silent(one, other) + silent(other, one) } else { 0 };
        both + weight_of_silence(voices)
    }

    /// The groups that came to be, each with those that it may be one with.
    fn told(mut self) -> Vec<Told> {
        let whole = (0_u32..).zip(&self.nodes).filter(|(_, it)| it.part_of.is_none());
        let groups: Vec<(u32, Group)> = whole.map(|(at, _)| (at, self.group(at))).collect();
        let mut told = |(at, group): (u32, Group)| {
            let node = &mut self.nodes[at as usize];
            Told { name: node.cluster.named.1, spots: std::mem::take(&mut node.members), group }
        };
        groups.into_iter().map(&mut told).collect()
    }

    fn name(&self, at: u32) -> ObservationId {
        self.spots[self.node(at).cluster.named.1 as usize].id
    }

    fn group(&self, at: u32) -> Group {
        let Node { cluster, members, sure, .. } = self.node(at);
        let mut members: Vec<ObservationId> =
            members.iter().map(|member| self.spots[*member as usize].id).collect();
        members.sort_unstable();
        let pairs = f64::from(cluster.count) * f64::from(cluster.count - 1) / 2.0;
        let confidence = if pairs > 0.0 { (sure / pairs).min(1.0) } else { 1.0 };
        let mut suggestions: Vec<Suggestion> = self
            .near(&[at])
            .into_iter()
            .filter_map(|(other, place)| self.suggestion(at, other, place))
            .collect();
        suggestions
            .sort_by(|a, b| b.probability.total_cmp(&a.probability).then_with(|| a.finding.cmp(&b.finding)));
        let (id, geometry) = (self.name(at), cluster.nature.geometry);
        let groupings = self.ties.about(&members);
        Group { id, members, geometry, confidence, lamp: cluster.lamp, suggestions, groupings }
    }

    fn suggestion(&self, at: u32, other: u32, nearest: f64) -> Option<Suggestion> {
        let evidence = self.evidence(at.min(other), at.max(other), nearest, log_odds(SUGGESTED_P))?;
        let probability = probability(evidence.sum());
        let Evidence { place, walker, time, light } = evidence;
        let parts =
            [(place, Doubt::Apart), (walker, Doubt::SameWalker), (time, Doubt::Time), (light, Doubt::Light)];
        let least = parts.into_iter().min_by(|a, b| a.0.total_cmp(&b.0))?.1;
        let doubt = if self.node(at).cluster.is_too_large_with(&self.node(other).cluster) {
            Doubt::Extent
        } else {
            least
        };
        let finding = self.name(other);
        (probability >= SUGGESTED_P).then_some(Suggestion { finding, probability, doubt })
    }
}
