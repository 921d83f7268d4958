//! The graph of a map's ways: places where ways meet, and what lies between them.
//!
//! Promises: a pure function of the ways; what is joined has exact bends in common; lengths are metres on the ground.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::join;
use crate::basemap::{Footing, Spot, Way, WayKind, degrees};

/// Around the globe, in metres, on the sphere that all lengths here are measured on (IUGG's mean radius, 6,371,008.8 m).
const EARTH_M: f64 = 40_030_228.884;

/// Units around the world on the grid.
const WORLD: f64 = (1_u32 << 28) as f64;

/// A way between two nodes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Edge {
    /// Where it begins and ends: numbers of nodes.
    pub nodes: [u32; 2],
    /// Where its bends begin among all bends; they end where the next edge's begin.
    pub first_bend: u32,
    /// How long it is, in metres.
    pub length_m: f32,
    /// How many times longer than it is a metre of it feels.
    pub effort: f32,
    /// Whether it is lit; `None` where the map does not know.
    pub is_lit: Option<bool>,
    /// How high it lies: bridges above 0, tunnels below.
    pub level: i8,
}

/// What is kept beside the map.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Graph {
    /// Places where ways meet or end, on the grid.
    pub nodes: Vec<[i32; 2]>,
    /// What lies between them.
    pub edges: Vec<Edge>,
    /// The bends of all edges, ends included.
    pub bends: Vec<[i32; 2]>,
}

impl Graph {
    /// The graph of ways. `unit` is how many grid units the map's finest zoom tells apart.
    pub fn of(ways: Vec<Way>, unit: i32) -> Self {
        let ways = join::join(ways, unit);
        let uses_by_spot = uses(&ways);
        let mut building = Building { uses_by_spot, node_by_spot: HashMap::new(), graph: Self::default() };
        for way in &ways {
            building.add(way);
        }
        building.graph
    }

    /// The bends of an edge, from its first node to its second.
    pub fn line(&self, edge: usize) -> &[[i32; 2]] {
        let first = |edge: usize| self.edges.get(edge).map_or(self.bends.len(), |it| it.first_bend as usize);
        self.bends.get(first(edge)..first(edge + 1)).unwrap_or_default()
    }

    /// Whether every number in it is one of something that is there, so that a damaged file is not used.
    pub fn is_sound(&self) -> bool {
        let node = |number: &u32| (*number as usize) < self.nodes.len();
        let sound = |edge: usize| {
            self.edges[edge].nodes.iter().all(node)
                && self.line(edge).len() > 1
                && self.edges[edge].length_m.is_finite()
                && self.edges[edge].effort >= 1.0
        };
        (0..self.edges.len()).all(sound)
    }

    /// How long all ways are together, in metres.
    pub fn length_m(&self) -> f64 {
        self.edges.iter().map(|edge| f64::from(edge.length_m)).sum()
    }
}

/// How many lines have each bend; ends count as more than one, for there a node is in any case.
fn uses(ways: &[Way]) -> HashMap<Spot, u8> {
    let mut uses_by_spot: HashMap<Spot, u8> = HashMap::new();
    for way in ways {
        for (index, spot) in way.line.iter().enumerate() {
            let is_end = index == 0 || index + 1 == way.line.len();
            let uses = uses_by_spot.entry(*spot).or_default();
            *uses = uses.saturating_add(if is_end { 2 } else { 1 });
        }
    }
    uses_by_spot
}

struct Building {
    uses_by_spot: HashMap<Spot, u8>,
    node_by_spot: HashMap<Spot, u32>,
    graph: Graph,
}

impl Building {
    /// Cuts a way where it meets others.
    fn add(&mut self, way: &Way) {
        let mut from = 0;
        for index in 1..way.line.len() {
            if self.uses_by_spot.get(&way.line[index]).is_some_and(|uses| *uses > 1) {
                self.add_edge(&way.line[from..=index], way.footing);
                from = index;
            }
        }
    }

    fn add_edge(&mut self, line: &[Spot], footing: Footing) {
        let (Some(first), Some(last)) = (line.first(), line.last()) else { return };
        let nodes = [*first, *last].map(|spot| self.node(spot));
        let edge = Edge {
            nodes,
            first_bend: number(self.graph.bends.len()),
            length_m: metres(line),
            effort: effort(footing),
            is_lit: footing.is_lit,
            level: footing.level,
        };
        self.graph.edges.push(edge);
        self.graph.bends.extend(line.iter().map(|spot| [spot.x, spot.y]));
    }

    fn node(&mut self, spot: Spot) -> u32 {
        let nodes = &mut self.graph.nodes;
        *self.node_by_spot.entry(spot).or_insert_with(|| {
            nodes.push([spot.x, spot.y]);
            number(nodes.len() - 1)
        })
    }
}

/// There are fewer bends than this, by the limit on ways.
fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// How many metres a grid unit is at a place.
pub(super) fn unit_m(spot: Spot) -> f64 {
    let (_, lat) = degrees(spot);
    EARTH_M / WORLD * lat.to_radians().cos()
}

#[expect(clippy::cast_possible_truncation, reason = "metres of a street")]
fn metres(line: &[Spot]) -> f32 {
    let Some(first) = line.first() else { return 0.0 };
    let units: f64 = line
        .windows(2)
        .map(|pair| f64::from(pair[1].x - pair[0].x).hypot(f64::from(pair[1].y - pair[0].y)))
        .sum();
    (units * unit_m(*first)) as f32
}

/// How much longer a metre feels: a loop goes beside traffic, over steps and through houses and yards only where the way
/// around is longer than that.
fn effort(footing: Footing) -> f32 {
    let of_kind = match footing.kind {
        WayKind::Path => 1.0,
        WayKind::Street => 1.1,
        WayKind::Steps => 1.2,
        WayKind::Road => 1.5,
        WayKind::Indoors => 3.0,
    };
    if footing.is_private { of_kind * 4.0 } else { of_kind }
}
