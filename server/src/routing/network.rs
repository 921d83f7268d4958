//! A graph made ready for questions: which way is nearest to a place, and how one gets from one place to another.
//!
//! Promises: a way that is found follows the map's ways from end to end; equal questions have equal answers; no question
//! costs more than [`MOST_VISITED`] nodes. Ways are found by A* (Hart, Nilsson & Raphael 1968).

use std::cell::Cell;

use geo::{LineString, Simplify as _};
use pathfinding::directed::astar::astar;
use rstar::primitives::{GeomWithData, Line};
use rstar::{PointDistance as _, RTree};

use super::graph::{Graph, unit_m};
use super::join::{along, flat, whole};
use crate::basemap::Spot;

/// Most nodes that are looked at for one leg. All of a municipality's are fewer.
pub const MOST_VISITED: usize = 1_000_000;

/// A click this near to a way means the way, in metres.
pub const REACH_M: f64 = 40.0;

/// An island of ways shorter than this, such as a yard's paths that the map does not join to the street, is meant only
/// where the next way is as much farther off as [`ISLAND_M`] says.
const ISLAND_LENGTH_M: f64 = 500.0;
const ISLAND_M: f64 = 20.0;

/// A place this near to a way lies on it, in metres.
const ON_WAY_M: f64 = 1.0;

/// What is nearer to a straight line than this is drawn as one, in metres.
const STRAIGHT_WITHIN_M: f64 = 0.7;

/// A place on a way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OnWay {
    /// Where it is, on the grid.
    pub spot: Spot,
    edge: u32,
    /// The bend before it, and how far along the edge it is, in metres.
    bend: u32,
    along_m: f64,
}

/// A leg along ways.
#[derive(Debug, Clone, PartialEq)]
pub struct Leg {
    /// Its bends, from one end to the other.
    pub line: Vec<Spot>,
    /// How long it is, in metres.
    pub length_m: f64,
    /// How many nodes were looked at.
    pub visited: usize,
}

/// Why there is no leg.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoLeg {
    /// The ways at its ends do not hang together.
    Apart,
    /// There may be one, but it was not found within the bound.
    TooFar,
}

type Part = GeomWithData<Line<[f64; 2]>, (u32, u32)>;

/// A graph with what questions need.
#[derive(Debug)]
pub struct Network {
    graph: Graph,
    /// Where each node's edges begin in `edges`.
    first_edge: Vec<u32>,
    edges: Vec<u32>,
    island_by_node: Vec<u32>,
    length_by_island: Vec<f64>,
    parts: RTree<Part>,
    least_unit_m: f64,
}

/// The two ends of a leg among the nodes.
const START: u32 = u32::MAX - 1;
const GOAL: u32 = u32::MAX;

impl Network {
    /// Makes a graph ready.
    pub fn new(graph: Graph) -> Self {
        let (first_edge, edges) = around(&graph);
        let mut network = Self {
            island_by_node: Vec::new(),
            length_by_island: Vec::new(),
            parts: RTree::bulk_load(parts(&graph)),
            least_unit_m: least_unit_m(&graph),
            graph,
            first_edge,
            edges,
        };
        network.find_islands();
        network
    }

    /// The graph.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// How long the ways are that hang together and are most, in metres.
    pub fn largest_island_m(&self) -> f64 {
        self.length_by_island.iter().copied().fold(0.0, f64::max)
    }

    fn edges_of(&self, node: u32) -> &[u32] {
        let at = |node: usize| self.first_edge.get(node).map_or(self.edges.len(), |it| *it as usize);
        self.edges.get(at(node as usize)..at(node as usize + 1)).unwrap_or_default()
    }

    fn other_end(&self, edge: u32, node: u32) -> u32 {
        let [from, to] = self.graph.edges[edge as usize].nodes;
        if from == node { to } else { from }
    }

    fn find_islands(&mut self) {
        const NONE: u32 = u32::MAX;
        self.island_by_node = vec![NONE; self.graph.nodes.len()];
        for start in 0..self.graph.nodes.len() {
            if self.island_by_node[start] != NONE {
                continue;
            }
            let island = u32::try_from(self.length_by_island.len()).unwrap_or(NONE);
            self.island_by_node[start] = island;
            let (mut waiting, mut ends_m) = (vec![u32::try_from(start).unwrap_or(NONE)], 0.0);
            while let Some(node) = waiting.pop() {
                for edge in self.edges_of(node).to_vec() {
                    ends_m += f64::from(self.graph.edges[edge as usize].length_m);
                    let next = self.other_end(edge, node);
                    if self.island_by_node[next as usize] == NONE {
                        self.island_by_node[next as usize] = island;
                        waiting.push(next);
                    }
                }
            }
            // Each edge was met from both its ends.
            self.length_by_island.push(ends_m / 2.0);
        }
    }

    fn island(&self, edge: u32) -> u32 {
        self.island_by_node[self.graph.edges[edge as usize].nodes[0] as usize]
    }

    /// The place on a way that a click means; nothing where no way is within [`REACH_M`].
    pub fn nearest(&self, spot: Spot) -> Option<OnWay> {
        let unit_m = unit_m(spot);
        let reach = REACH_M / unit_m;
        let off = |part: &&Part| {
            let island_m = self.length_by_island[self.island(part.data.0) as usize];
            let off_m = part.distance_2(&flat(spot)).sqrt() * unit_m;
            // What was moved onto a way before stays there.
            if island_m < ISLAND_LENGTH_M && off_m > ON_WAY_M { off_m + ISLAND_M } else { off_m }
        };
        let found = self.parts.locate_within_distance(flat(spot), reach * reach);
        let part = found.min_by(|a, b| off(a).total_cmp(&off(b)).then(a.data.cmp(&b.data)))?;
        Some(self.on_part(part, spot, unit_m))
    }

    fn on_part(&self, part: &Part, spot: Spot, unit_m: f64) -> OnWay {
        let ((edge, bend), line) = (part.data, part.geom());
        let share = along(line, flat(spot));
        let at = |axis: usize| line.from[axis] + (line.to[axis] - line.from[axis]) * share;
        let before: f64 = self.graph.line(edge as usize)[..=bend as usize].windows(2).map(units).sum();
        let on_part = share * (line.to[0] - line.from[0]).hypot(line.to[1] - line.from[1]);
        let length_m = f64::from(self.graph.edges[edge as usize].length_m);
        let along_m = ((before + on_part) * unit_m).min(length_m);
        OnWay { spot: Spot { x: whole(at(0)), y: whole(at(1)) }, edge, bend, along_m }
    }

    /// The way on foot from one place to another.
    pub fn leg(&self, from: &OnWay, to: &OnWay) -> Result<Leg, NoLeg> {
        if self.island(from.edge) != self.island(to.edge) {
            return Err(NoLeg::Apart);
        }
        let visited = Cell::new(0);
        let next = |node: &u32| {
            visited.set(visited.get() + 1);
            if visited.get() > MOST_VISITED { Vec::new() } else { self.next(*node, from, to) }
        };
        let left = |node: &u32| self.left(*node, from.spot, to.spot);
        let (nodes, _) = astar(&START, next, left, |node| *node == GOAL).ok_or(NoLeg::TooFar)?;
        let line = self.line_through(&nodes, from, to);
        let unit_m = unit_m(from.spot);
        Ok(Leg {
            length_m: line.windows(2).map(units_of).sum::<f64>() * unit_m,
            line: simple(line, unit_m),
            visited: visited.get(),
        })
    }

    /// Where one can go from a node, and the effort of it in tenths of a metre.
    fn next(&self, node: u32, from: &OnWay, to: &OnWay) -> Vec<(u32, u32)> {
        if node == START {
            let mut next = self.ends(from);
            if from.edge == to.edge {
                next.push((GOAL, self.cost(from.edge, (from.along_m - to.along_m).abs())));
            }
            return next;
        }
        let along = self.edges_of(node).iter().map(|edge| {
            let length_m = f64::from(self.graph.edges[*edge as usize].length_m);
            (self.other_end(*edge, node), self.cost(*edge, length_m))
        });
        let goal = self.ends(to).into_iter().filter(|end| end.0 == node).map(|(_, cost)| (GOAL, cost));
        along.chain(goal).collect()
    }

    /// The nodes at the ends of the edge that a place lies on, and the effort to them.
    fn ends(&self, at: &OnWay) -> Vec<(u32, u32)> {
        let edge = &self.graph.edges[at.edge as usize];
        let left_m = f64::from(edge.length_m) - at.along_m;
        vec![(edge.nodes[0], self.cost(at.edge, at.along_m)), (edge.nodes[1], self.cost(at.edge, left_m))]
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "tenths of metres of a street"
    )]
    fn cost(&self, edge: u32, length_m: f64) -> u32 {
        (length_m.max(0.0) * 10.0 * f64::from(self.graph.edges[edge as usize].effort)).round() as u32
    }

    /// No way is shorter than the straight one.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "tenths of metres of a town")]
    fn left(&self, node: u32, from: Spot, to: Spot) -> u32 {
        let at = match node {
            START => [from.x, from.y],
            GOAL => [to.x, to.y],
            node => self.graph.nodes[node as usize],
        };
        let units = f64::from(at[0] - to.x).hypot(f64::from(at[1] - to.y));
        // Each of the costs on the way may have been rounded down a little.
        (units * self.least_unit_m * 9.9) as u32
    }

    fn line_through(&self, nodes: &[u32], from: &OnWay, to: &OnWay) -> Vec<Spot> {
        let [start, goal] = [from, to].map(|at| at.spot);
        if nodes.len() == 2 {
            let mut line = vec![start];
            line.extend(self.between(from.edge, from, to));
            line.push(goal);
            return line;
        }
        let inner = &nodes[1..nodes.len() - 1];
        let mut line = vec![start];
        line.extend(self.bends_to(from, inner[0]));
        for pair in inner.windows(2) {
            line.extend(self.between_nodes(pair[0], pair[1]));
        }
        let mut end = self.bends_to(to, inner[inner.len() - 1]);
        end.reverse();
        line.extend(end);
        line.push(goal);
        line.dedup();
        line
    }

    /// The bends between two places on one edge.
    fn between(&self, edge: u32, from: &OnWay, to: &OnWay) -> Vec<Spot> {
        let line = self.graph.line(edge as usize);
        let (low, high) = (from.bend.min(to.bend), from.bend.max(to.bend));
        let mut bends: Vec<Spot> =
            line[low as usize + 1..=high as usize].iter().copied().map(spot_of).collect();
        if from.along_m > to.along_m {
            bends.reverse();
        }
        bends
    }

    /// The bends from a place to the nearer, by effort, of the ends of its edge that are this node.
    fn bends_to(&self, at: &OnWay, node: u32) -> Vec<Spot> {
        let (edge, line) = (&self.graph.edges[at.edge as usize], self.graph.line(at.edge as usize));
        let ends = self.ends(at);
        let backwards = edge.nodes[0] == node && (edge.nodes[1] != node || ends[0].1 <= ends[1].1);
        if backwards {
            line[..=at.bend as usize].iter().rev().copied().map(spot_of).collect()
        } else {
            line[at.bend as usize + 1..].iter().copied().map(spot_of).collect()
        }
    }

    /// The bends of the least laborious edge between two nodes.
    fn between_nodes(&self, from: u32, to: u32) -> Vec<Spot> {
        let joins = |edge: &&u32| self.other_end(**edge, from) == to;
        let cost = |edge: &&u32| self.cost(**edge, f64::from(self.graph.edges[**edge as usize].length_m));
        let Some(edge) = self.edges_of(from).iter().filter(joins).min_by_key(cost) else { return Vec::new() };
        let mut line: Vec<Spot> = self.graph.line(*edge as usize).iter().copied().map(spot_of).collect();
        if self.graph.edges[*edge as usize].nodes[0] != from {
            line.reverse();
        }
        line
    }
}

fn spot_of([x, y]: [i32; 2]) -> Spot {
    Spot { x, y }
}

fn units(pair: &[[i32; 2]]) -> f64 {
    f64::from(pair[1][0] - pair[0][0]).hypot(f64::from(pair[1][1] - pair[0][1]))
}

fn units_of(pair: &[Spot]) -> f64 {
    f64::from(pair[1].x - pair[0].x).hypot(f64::from(pair[1].y - pair[0].y))
}

/// The line without bends that nobody sees, after Ramer (1972) and Douglas & Peucker (1973).
fn simple(line: Vec<Spot>, unit_m: f64) -> Vec<Spot> {
    let line: LineString = line.into_iter().map(|spot| (f64::from(spot.x), f64::from(spot.y))).collect();
    let simple = line.simplify(STRAIGHT_WITHIN_M / unit_m);
    simple.0.into_iter().map(|place| Spot { x: whole(place.x), y: whole(place.y) }).collect()
}

/// The edges of each node, one node after the other.
fn around(graph: &Graph) -> (Vec<u32>, Vec<u32>) {
    let mut ends: Vec<(u32, u32)> =
        (0..).zip(&graph.edges).flat_map(|(number, edge)| edge.nodes.map(|node| (node, number))).collect();
    ends.sort_unstable();
    ends.dedup();
    let mut first = vec![0; graph.nodes.len() + 1];
    for (node, _) in &ends {
        first[*node as usize + 1] += 1;
    }
    for node in 0..graph.nodes.len() {
        first[node + 1] += first[node];
    }
    (first, ends.into_iter().map(|(_, edge)| edge).collect())
}

fn parts(graph: &Graph) -> Vec<Part> {
    let numbers = 0..u32::try_from(graph.edges.len()).unwrap_or(u32::MAX);
    let of_edge = |edge: u32| {
        let pairs = graph.line(edge as usize).windows(2);
        let flat = |[x, y]: [i32; 2]| [f64::from(x), f64::from(y)];
        (0..)
            .zip(pairs)
            .map(move |(bend, pair)| Part::new(Line::new(flat(pair[0]), flat(pair[1])), (edge, bend)))
    };
    numbers.flat_map(of_edge).collect()
}

fn least_unit_m(graph: &Graph) -> f64 {
    let edges = graph.nodes.iter().map(|node| node[1]);
    let rows = [edges.clone().min(), edges.max()];
    rows.into_iter().flatten().map(|y| unit_m(Spot { x: 0, y })).fold(f64::INFINITY, f64::min).min(1.0)
}
