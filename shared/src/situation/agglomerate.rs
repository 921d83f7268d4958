//! Makes groups of observations that lie within reach of each other, the surest first.
//!
//! Promises: the groups follow from the set of observations and from what officers said; no group outgrows what its kind
//! of thing may reach, but where officers say so. Weighing two groups costs the same however many observations they hold,
//! so that the whole costs no more than the pairs of units within reach of each other.
//!
//! Method: agglomerative clustering by the likelihood of groups as wholes (Heller & Ghahramani, “Bayesian hierarchical
//! clustering”, ICML 2005), with officers' words as constraints.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::sync::LazyLock;

use super::fold::Folded;
use super::lamps::Lamps;
use super::likelihood::{
    Cluster, Evidence, log_odds, most_of_walkers, probability, weight_of_place, weight_of_silence,
    weight_of_walker,
};
use super::nature::Geometry;
use super::neighbours::{Near, Neighbours};
use super::spot::Spot;
use super::ties::Ties;
use super::voices::{Voice, first_of_both, silent, weight_of_shared};
use crate::id::ObservationId;

mod apart;
mod told;

use self::apart::apart;
pub(super) use told::{Told, alone};

/// From this probability on, two groups are made one.
pub(super) const MERGED_P: f64 = 0.5;

/// From this probability on, what is not made one is suggested.
pub(super) const SUGGESTED_P: f64 = 0.3;

/// Log-odds from which on what is not made one is suggested.
fn least_suggested() -> f64 {
    static LEAST: LazyLock<f64> = LazyLock::new(|| log_odds(SUGGESTED_P));
    *LEAST
}

/// Two spots that may be one thing, and the weight of their places.
pub(super) type Edge = (u32, u32, f64);

/// The weight of place of two spots; `None` when it is so small that nothing else makes up for it.
pub(super) fn weighed(a: &Spot, b: &Spot) -> Option<f64> {
    let apart_m2 = a.ground?.apart_m2(&b.ground?);
    if apart_m2 > a.nature.reach_m * a.nature.reach_m {
        return None;
    }
    let place = weight_of_place(a, b, apart_m2)?;
    let own = a.id.series == b.id.series && a.nature.geometry == Geometry::Point;
    let walker = if own { weight_of_walker(a.fix_m2 + b.fix_m2, apart_m2) } else { 0.0 };
    (place + walker >= least_suggested()).then_some(place)
}

/// More walkers than these weigh no more by their silence.
const SILENT_VOICES: usize = 2;

/// A candidate to be merged, the likeliest first; of equally likely ones the one of those that came to be first.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    sum: f64,
    /// When its two came to be, the older first.
    born: [u32; 2],
    nodes: [u32; 2],
}

impl Candidate {
    /// What is less likely than every candidate.
    const NONE: Self = Self { sum: f64::NEG_INFINITY, born: [GONE; 2], nodes: [GONE; 2] };

    fn partner(&self, node: u32) -> u32 {
        if self.nodes[0] == node { self.nodes[1] } else { self.nodes[0] }
    }
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
        self.sum.total_cmp(&other.sum).then_with(|| other.born.cmp(&self.born))
    }
}

/// What a cluster is made of.
struct Node {
    /// The first and the last of its members.
    members: [u32; 2],
    /// Who named it: the first that arrived.
    named: u32,
    /// Expected number of pairs of members that are truly of one thing.
    sure: f64,
}

/// What is clustered: what stands for each unit and, where it holds several observations, what is in it.
#[derive(Clone, Copy)]
pub(super) struct Units<'a> {
    pub(super) spots: &'a [Spot],
    pub(super) folded: &'a [Option<&'a Folded>],
}

/// Groups, and how many pairs were weighed to find them.
pub(super) struct Found {
    pub(super) told: Vec<Told>,
    pub(super) weighings: u64,
}

/// Clusters at work. A cluster has the place of its oldest part, so that neighbours in the world are neighbours in memory.
struct Work<'a> {
    spots: &'a [Spot],
    folded: &'a [Option<&'a Folded>],
    lamps: &'a Lamps,
    ties: &'a Ties,
    clusters: Vec<Cluster>,
    nodes: Vec<Node>,
    /// The voice of each spot, and those of each node that holds several.
    voice: Vec<Voice>,
    voices: Vec<Vec<Voice>>,
    /// The nodes that each must be kept apart from.
    apart: Vec<BTreeSet<u32>>,
    neighbours: Neighbours,
    weighings: u64,
    /// When each came to be; `GONE` when it has become part of another.
    born: Vec<u32>,
    births: u32,
    /// The likeliest of the candidates of each.
    best: Vec<Candidate>,
    /// For each spot the next member of its cluster; the last one's is itself.
    next_member: Vec<u32>,
    /// Candidates that are the likeliest of both their nodes: the likeliest of all is among them.
    heap: BinaryHeap<Candidate>,
    least: f64,
}

const GONE: u32 = u32::MAX;

/// Groups units, given in the order of sweeping, with every pair of them that may be one thing.
pub(super) fn groups(units: Units<'_>, edges: &[Edge], lamps: &Lamps, ties: &Ties) -> Found {
    let mut work = Work::of(units, edges, lamps, ties);
    while let Some(candidate) = work.heap.pop() {
        if work.is_current(&candidate) {
            let [a, b] = candidate.nodes;
            work.join(a, b, probability(candidate.sum));
            work.consider_all_near(a);
        }
    }
    Found { weighings: work.weighings, told: work.told() }
}

/// The place of each in the order of ids: it does not hang on what else is there, or on how kinds are numbered.
fn ranks(spots: &[Spot]) -> Vec<u32> {
    let mut order: Vec<(ObservationId, u32)> = spots.iter().map(|it| it.id).zip(0..).collect();
    order.sort_unstable();
    let mut ranks = vec![0; spots.len()];
    for (rank, (_, at)) in (0..).zip(order) {
        ranks[at as usize] = rank;
    }
    ranks
}

impl<'a> Work<'a> {
    fn of(Units { spots, folded }: Units<'a>, edges: &[Edge], lamps: &'a Lamps, ties: &'a Ties) -> Self {
        let births = u32::try_from(spots.len()).unwrap_or(GONE);
        let both = || spots.iter().zip(folded.iter().copied());
        let node = |(at, it): (u32, Option<&Folded>)| {
            let sure = it.map_or(0.0, |it| it.sure);
            Node { members: [at; 2], named: at, sure }
        };
        let cluster = |(spot, it): (&Spot, Option<&Folded>)| {
            it.map_or_else(|| Cluster::of(spot, lamps), |it| it.cluster.clone())
        };
        let mut work = Self {
            spots,
            folded,
            lamps,
            ties,
            clusters: both().map(cluster).collect(),
            nodes: (0..births).zip(folded.iter().copied()).map(node).collect(),
            voice: spots.iter().map(Voice::of).collect(),
            voices: folded.iter().map(|it| it.map(|it| it.voices.clone()).unwrap_or_default()).collect(),
            apart: apart(spots, folded, ties),
            weighings: edges.len() as u64,
            neighbours: Neighbours::of(spots.len(), edges),
            born: ranks(spots),
            births,
            best: vec![Candidate::NONE; spots.len()],
            next_member: (0..births).collect(),
            heap: BinaryHeap::new(),
            least: log_odds(MERGED_P),
        };
        for at in 0..births {
            work.consider_near(at, |it, other| it < other);
        }
        work.bind();
        work.begin();
        work
    }

    /// Whether both are still what they were.
    fn is_current(&self, candidate: &Candidate) -> bool {
        candidate.nodes.map(|at| self.born[at as usize]) == candidate.born
    }

    fn members(&self, node: u32) -> impl Iterator<Item = u32> {
        let next = |member: &u32| Some(self.next_member[*member as usize]).filter(|next| next != member);
        std::iter::successors(Some(self.nodes[node as usize].members[0]), next)
    }

    fn voices_of(&self, node: u32) -> &[Voice] {
        let several = &self.voices[node as usize];
        if several.is_empty() { std::slice::from_ref(&self.voice[node as usize]) } else { several }
    }

    /// Gathers what one node must be kept apart from at the whole that it becomes a part of.
    fn keep_apart(&mut self, whole: u32, part: u32) {
        for other in std::mem::take(&mut self.apart[part as usize]) {
            let its = &mut self.apart[other as usize];
            its.remove(&part);
            its.insert(whole);
            self.apart[whole as usize].insert(other);
        }
    }

    /// Makes one of what officers said is one.
    fn bind(&mut self) {
        let spots = (0..).zip(self.spots).filter(|(_, spot)| !self.ties.bound_to(spot.id).is_empty());
        let mut spots: Vec<(u32, &Spot)> = spots.collect();
        spots.sort_unstable_by_key(|(_, spot)| spot.id);
        let mut bound: BTreeMap<ObservationId, u32> = BTreeMap::new();
        for (at, spot) in spots {
            let node = *bound.entry(self.ties.root(spot.id)).or_insert(at);
            if node != at {
                self.join(node, at, 1.0);
                self.consider_near(node, |_, _| true);
            }
        }
    }

    /// Finds the likeliest candidate of each.
    fn begin(&mut self) {
        self.best = (0..).zip(&self.nodes).map(|(at, _)| self.likeliest(at)).collect();
        let candidates: Vec<Candidate> =
            (0..).zip(&self.best).filter_map(|(at, _)| self.mutual(at)).collect();
        self.heap = candidates.into();
    }

    fn candidate(&self, node: u32, near: &Near) -> Candidate {
        let (own, its) = (self.born[node as usize], self.born[near.other as usize]);
        let sum = near.sum;
        if own < its {
            Candidate { sum, born: [own, its], nodes: [node, near.other] }
        } else {
            Candidate { sum, born: [its, own], nodes: [near.other, node] }
        }
    }

    fn likeliest(&self, node: u32) -> Candidate {
        let mut best = Candidate::NONE;
        for near in self.neighbours.of_node(node) {
            if near.sum >= best.sum && near.sum >= self.least {
                best = best.max(self.candidate(node, near));
            }
        }
        best
    }

    /// The best candidate of a node when it is the best one of both.
    fn mutual(&self, node: u32) -> Option<Candidate> {
        let best = Some(self.best[node as usize]).filter(|it| it.sum >= self.least)?;
        Some(best).filter(|it| self.best[it.partner(node) as usize] == *it)
    }

    /// One node becomes a part of another.
    fn join(&mut self, whole: u32, part: u32, probability: f64) {
        let (a, b) = (whole as usize, part as usize);
        self.neighbours.join(whole, part);
        self.keep_apart(whole, part);
        if self.clusters[a].nature.geometry == Geometry::Point {
            self.voices[a] = first_of_both(self.voices_of(whole), self.voices_of(part));
            self.voices[b] = Vec::new();
        }
        let (one, other) = (&self.nodes[a], &self.nodes[b]);
        let ([first, end], [begin, last]) = (one.members, other.members);
        let pairs = f64::from(self.clusters[a].count) * f64::from(self.clusters[b].count);
        let sure = one.sure + other.sure + probability * pairs;
        let arrived =
            |named: &u32| (self.spots[*named as usize].arrived_at_ms, self.spots[*named as usize].id);
        let named = std::cmp::min_by_key(one.named, other.named, arrived);
        let nature = self.spots[named as usize].nature;
        self.clusters[a] = self.clusters[a].with(&self.clusters[b], nature, self.lamps);
        self.nodes[a] = Node { members: [first, last], named, sure };
        self.next_member[end as usize] = begin;
        (self.born[a], self.born[b]) = (self.births, GONE);
        self.births += 1;
    }

    /// Weighs a node against those near it that are wanted.
    fn consider_near(&mut self, node: u32, is_wanted: impl Fn(u32, u32) -> bool) {
        for at in self.neighbours.own(node) {
            let Some(near) = self.neighbours.at(at).filter(|it| is_wanted(node, it.other)) else { continue };
            self.weighings += 1;
            let sum = self.weighed(node, near.other, near.place);
            self.neighbours.weigh(at, sum);
        }
    }

    /// Weighs a new node against those near it, and finds the best candidates that there are now.
    fn consider_all_near(&mut self, node: u32) {
        self.consider_near(node, |_, _| true);
        self.best[node as usize] = self.likeliest(node);
        for at in self.neighbours.own(node) {
            let Some(near) = self.neighbours.at(at) else { continue };
            let candidate = self.candidate(node, &near);
            self.hear(near.other, candidate);
        }
        let own = self.mutual(node);
        self.heap.extend(own);
    }

    /// A node hears of a new candidate; who held one of its parts for the best looks around anew.
    fn hear(&mut self, node: u32, candidate: Candidate) {
        let best = self.best[node as usize];
        if candidate > best {
            self.best[node as usize] = candidate;
        } else if best.sum >= self.least && !self.is_current(&best) {
            self.best[node as usize] = self.likeliest(node);
            let own = self.mutual(node);
            self.heap.extend(own);
        }
    }

    /// What speaks for two nodes being one; −∞ where they cannot be made one.
    fn weighed(&self, a: u32, b: u32, nearest: f64) -> f64 {
        let sum = self.evidence(a, b, nearest, self.least).map(|it| it.sum());
        let sum = sum.filter(|sum| *sum >= self.least && !self.are_too_large(a, b));
        sum.unwrap_or(f64::NEG_INFINITY)
    }

    fn oldest_first(&self, a: u32, b: u32) -> (u32, u32) {
        if self.born[a as usize] < self.born[b as usize] { (a, b) } else { (b, a) }
    }

    fn are_too_large(&self, a: u32, b: u32) -> bool {
        let (a, b) = self.oldest_first(a, b);
        self.clusters[a as usize].is_too_large_with(&self.clusters[b as usize])
    }

    /// What speaks for two nodes being one, the older first; `None` where officers said that they are not, or where it is
    /// surely less than `least`.
    fn evidence(&self, a: u32, b: u32, nearest: f64, least: f64) -> Option<Evidence> {
        let (a, b) = self.oldest_first(a, b);
        let (one, other) = (&self.clusters[a as usize], &self.clusters[b as usize]);
        let evidence = Evidence::of(one, other, nearest, self.lamps);
        let most = if one.nature.geometry == Geometry::Point { most_of_walkers(one, other) } else { 0.0 };
        if evidence.sum() + most < least || self.are_apart(a, b) {
            return None;
        }
        Some(Evidence { walker: if most > 0.0 { self.walkers(a, b) } else { 0.0 }, ..evidence })
    }

    fn are_apart(&self, one: u32, other: u32) -> bool {
        self.apart[one as usize].contains(&other)
    }

    /// What the walkers weigh: who is in both, by the two taps that lie nearest; and who pointed at one and, that day, not at
    /// the other.
    fn walkers(&self, one: u32, other: u32) -> f64 {
        let (here, there) = (&self.clusters[one as usize], &self.clusters[other as usize]);
        let (own, its) = (self.voices_of(one), self.voices_of(other));
        let both = if here.may_share_walkers(there) { weight_of_shared(own, its) } else { 0.0 };
        let is_of_one_day = here.is_of_the_hours_of(there);
        let quiet = |one, other| if is_of_one_day { silent(one, other, SILENT_VOICES) } else { 0 };
        both + weight_of_silence(quiet(own, its) + quiet(its, own))
    }
}
