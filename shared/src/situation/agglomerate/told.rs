//! What came of agglomerating: groups, each with those that it may be one with.
//!
//! Promises: every spot is in one group; what is suggested is suggested to both, likeliest first.

use super::super::fold::Folded;
use super::super::group::{Doubt, Group, Suggestion};
use super::super::lamps::Lamps;
use super::super::likelihood::{Cluster, Evidence, probability};
use super::super::spot::Spot;
use super::super::ties::Ties;
use super::{GONE, Node, SUGGESTED_P, Work, least_suggested};
use crate::id::ObservationId;

/// A group, with the numbers of the spot that names it and of all its spots.
pub(in crate::situation) struct Told {
    pub(in crate::situation) name: u32,
    pub(in crate::situation) spots: Vec<u32>,
    pub(in crate::situation) group: Box<Group>,
}

impl Told {
    /// The same where spots are numbered otherwise.
    pub(in crate::situation) fn numbered(self, numbers: &[u32]) -> Self {
        let number = |at: u32| numbers[at as usize];
        Self { name: number(self.name), spots: self.spots.into_iter().map(number).collect(), ..self }
    }
}

/// A unit that nothing is near.
pub(in crate::situation) fn alone(spot: &Spot, folded: Option<&Folded>, lamps: &Lamps, ties: &Ties) -> Told {
    let is_snapped = spot.nature.of_lamps && spot.ground.is_some() && !lamps.is_empty();
    let own = || if is_snapped { Cluster::of(spot, lamps).lamp } else { None };
    let members = folded.map_or_else(|| vec![spot.id], |it| it.ids.clone());
    let group = Group {
        id: spot.id,
        groupings: ties.about(&members),
        members,
        geometry: spot.nature.geometry,
        confidence: folded.map_or(1.0, |it| confidence(it.sure, it.cluster.count)),
        lamp: folded.map_or_else(own, |it| it.cluster.lamp),
        suggestions: Vec::new(),
    };
    Told { name: 0, spots: vec![0], group: Box::new(group) }
}

/// How likely two of so many voices are of one problem, when so many pairs of them are.
fn confidence(sure: f64, voices: u32) -> f64 {
    let pairs = f64::from(voices) * (f64::from(voices) - 1.0) / 2.0;
    if pairs > 0.0 { (sure / pairs).min(1.0) } else { 1.0 }
}

impl Work<'_> {
    /// The groups that came to be, each with those that it may be one with.
    pub(super) fn told(self) -> Vec<Told> {
        let mut suggestions = self.suggestions();
        let mut told = |(at, node): (u32, &Node)| {
            let suggestions = std::mem::take(&mut suggestions[at as usize]);
            let group = Box::new(self.group(at, suggestions));
            Told { name: node.named, spots: self.members(at).collect(), group }
        };
        (0..).zip(&self.nodes).filter(|(at, _)| self.is_there(*at)).map(&mut told).collect()
    }

    fn is_there(&self, node: u32) -> bool {
        self.born[node as usize] != GONE
    }

    fn name(&self, node: &Node) -> ObservationId {
        self.spots[node.named as usize].id
    }

    fn group(&self, at: u32, mut suggestions: Vec<Suggestion>) -> Group {
        let (node, cluster) = (&self.nodes[at as usize], &self.clusters[at as usize]);
        let mut members: Vec<ObservationId> = Vec::with_capacity(cluster.count as usize);
        for unit in self.members(at) {
            match self.folded[unit as usize] {
                Some(folded) => members.extend(&folded.ids),
                None => members.push(self.spots[unit as usize].id),
            }
        }
        // Stable: it finds the runs that are in order already.
        members.sort();
        let confidence = confidence(node.sure, cluster.count);
        suggestions
            .sort_by(|a, b| b.probability.total_cmp(&a.probability).then_with(|| a.finding.cmp(&b.finding)));
        let (id, geometry) = (self.name(node), self.spots[node.named as usize].nature.geometry);
        let groupings = self.ties.about(&members);
        Group { id, members, geometry, confidence, lamp: cluster.lamp, suggestions, groupings }
    }

    /// What may be one and is not, told to both.
    fn suggestions(&self) -> Vec<Vec<Suggestion>> {
        let mut suggestions = vec![Vec::new(); self.nodes.len()];
        for (at, node) in (0..).zip(&self.nodes) {
            for near in self.neighbours.of_node(at).filter(|near| near.other > at) {
                let Some((probability, doubt)) = self.doubt(at, near.other, near.place) else { continue };
                let (one, other) = (self.name(node), self.name(&self.nodes[near.other as usize]));
                suggestions[at as usize].push(Suggestion { finding: other, probability, doubt });
                suggestions[near.other as usize].push(Suggestion { finding: one, probability, doubt });
            }
        }
        suggestions
    }

    /// How likely two nodes are one, if it is likely enough to be suggested, and what speaks most against it.
    fn doubt(&self, a: u32, b: u32, nearest: f64) -> Option<(f64, Doubt)> {
        let evidence = self.evidence(a, b, nearest, least_suggested())?;
        let probability = Some(probability(evidence.sum())).filter(|it| *it >= SUGGESTED_P)?;
        if self.are_too_large(a, b) {
            return Some((probability, Doubt::Extent));
        }
        let Evidence { place, walker, time, light } = evidence;
        let parts =
            [(place, Doubt::Apart), (walker, Doubt::SameWalker), (time, Doubt::Time), (light, Doubt::Light)];
        let (_, doubt) = parts.into_iter().min_by(|a, b| a.0.total_cmp(&b.0))?;
        Some((probability, doubt))
    }
}
