//! Which observations can have to do with each other at all: those that are joined by pairs within reach.
//!
//! Promises: what lies in two components is never of one finding and never suggested to be, so that each can be merged by
//! itself. Time in proportion to the observations while few of one kind lie within reach of each other.

use std::ops::Range;

use super::agglomerate::{Edge, Told, groups, weighed};
use super::group::Group;
use super::lamps::Lamps;
use super::likelihood::{Cluster, Surroundings};
use super::spot::{Ground, Spot};
use super::ties::Ties;

/// A cell is so much wider than what is within reach, for rows narrow towards the poles.
const WIDER: f64 = 1.02;

/// The kind, row and column of a spot as one number, in the order of sweeping.
pub(super) fn cell(spot: &Spot) -> Option<u64> {
    let (row, column) = spot.ground?.cell(side_m(spot));
    Some(key(spot.kind, row, column))
}

fn side_m(spot: &Spot) -> f64 {
    spot.nature.reach_m * WIDER
}

fn key(kind: u16, row: i64, column: i64) -> u64 {
    let part = |number: i64| (number + (1 << 22)).clamp(0, (1 << 24) - 1).unsigned_abs();
    (u64::from(kind) << 48) | (part(row) << 24) | part(column)
}

/// The cells around a spot, as runs of numbers.
pub(super) fn runs(spot: &Spot) -> impl Iterator<Item = (u64, u64)> {
    let (side_m, kind) = (side_m(spot), spot.kind);
    let rows = spot.ground.map(|ground| (ground.cell(side_m).0, ground));
    rows.into_iter()
        .flat_map(move |(row, ground)| (row - 1..=row + 1).map(move |row| run(kind, row, &ground, side_m)))
}

fn run(kind: u16, row: i64, ground: &Ground, side_m: f64) -> (u64, u64) {
    let column = ground.column(row, side_m);
    (key(kind, row, column - 1), key(kind, row, column + 1))
}

/// The cell of each spot that has one, in order of sweeping.
pub(super) fn cells(spots: &[Spot]) -> Vec<(u64, u32)> {
    let mut cells: Vec<(u64, u32)> =
        (0..).zip(spots).filter_map(|(index, spot)| Some((cell(spot)?, index))).collect();
    cells.sort_unstable();
    cells
}

/// Merges spots, given in order of id and in order of sweeping, all anew.
pub(super) fn merged(spots: &[Spot], cells: &[(u64, u32)], ties: &Ties, lamps: &Lamps) -> Vec<Told> {
    let edges = edges(spots, cells);
    let mut union = Union::new(spots.len());
    for (a, b, _) in edges.iter().flatten() {
        union.join(*a, *b);
    }
    for bound in ties.bound_sets() {
        let there = bound.iter().filter_map(|id| spots.binary_search_by_key(id, |it| it.id).ok());
        let there: Vec<u32> = there.filter_map(|at| u32::try_from(at).ok()).collect();
        there.windows(2).for_each(|pair| union.join(pair[0], pair[1]));
    }
    let components = Components::of(union, edges);
    components.each(spots, |spots, edges| of_component(spots, edges, ties, lamps))
}

fn of_component(spots: &[Spot], edges: &[Edge], ties: &Ties, lamps: &Lamps) -> Vec<Told> {
    let origin = spots.iter().find_map(|it| it.ground);
    let origin = origin.unwrap_or(Ground { north_m: 0.0, east_m: 0.0, narrowing: 1.0 });
    let here = Surroundings { origin, lamps };
    match spots {
        [spot] => vec![Told { name: 0, spots: vec![0], group: alone(spot, &here, ties) }],
        _ => groups(spots, edges, here, ties),
    }
}

fn alone(spot: &Spot, here: &Surroundings, ties: &Ties) -> Group {
    let is_snapped = spot.nature.of_lamps && spot.ground.is_some() && !here.lamps.is_empty();
    Group {
        id: spot.id,
        members: vec![spot.id],
        geometry: spot.nature.geometry,
        confidence: 1.0,
        lamp: if is_snapped { Cluster::of(spot, 0, here).lamp } else { None },
        suggestions: Vec::new(),
        groupings: ties.about(&[spot.id]),
    }
}

/// Every pair that may be one, each once; in parts, one for each thread.
fn edges(spots: &[Spot], cells: &[(u64, u32)]) -> Vec<Vec<Edge>> {
    let count = threads(spots.len());
    let end = |part: usize| cells.len() * part / count;
    shared_out((0..count).map(|part| end(part)..end(part + 1)).collect(), |part| edges_of(part, spots, cells))
}

/// The pairs of the spots in a part of the cells with those that come after them.
fn edges_of(part: Range<usize>, spots: &[Spot], cells: &[(u64, u32)]) -> Vec<Edge> {
    let mut edges = Vec::with_capacity(part.len());
    let mut push = |a: u32, b: u32| {
        if let Some(place) = weighed(&spots[a as usize], &spots[b as usize]) {
            edges.push((a.min(b), a.max(b), place));
        }
    };
    let mut above = part.start;
    for at in part {
        let (cell, index) = cells[at];
        // The rest of its own cell, and the next one.
        for (_, other) in cells[at + 1..].iter().take_while(|(it, _)| *it <= cell + 1) {
            push(index, *other);
        }
        let spot = &spots[index as usize];
        let Some(ground) = spot.ground else { continue };
        let (from, to) = run(spot.kind, ground.cell(side_m(spot)).0 + 1, &ground, side_m(spot));
        // Within a cell some lie farther west than others: the beginning moves to and fro by a cell.
        while above > 0 && cells[above - 1].0 >= from {
            above -= 1;
        }
        above += cells[above..].iter().take_while(|(it, _)| *it < from).count();
        for (_, other) in cells[above..].iter().take_while(|(it, _)| *it <= to) {
            push(index, *other);
        }
    }
    edges
}

/// Fewer spots than these are merged sooner than a thread begins.
const FEWEST_SHARED: usize = 10_000;

/// On how many threads so many spots are worked: the browser has one.
fn threads(spots: usize) -> usize {
    let is_one = cfg!(target_arch = "wasm32") || spots < FEWEST_SHARED;
    if is_one { 1 } else { std::thread::available_parallelism().map_or(1, usize::from) }
}

/// What is made of each part, in their order, each on a thread of its own.
fn shared_out<T: Send>(parts: Vec<Range<usize>>, of: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
    if parts.len() < 2 {
        return parts.into_iter().map(of).collect();
    }
    let of = &of;
    std::thread::scope(|scope| {
        let begun: Vec<_> = parts.into_iter().map(|part| scope.spawn(move || of(part))).collect();
        let made = |it: std::thread::ScopedJoinHandle<'_, T>| {
            it.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        begun.into_iter().map(made).collect()
    })
}

/// Disjoint sets (Tarjan 1975): each spot points at a smaller one of its component, or at itself.
struct Union(Vec<u32>);

impl Union {
    fn new(count: usize) -> Self {
        Self((0..u32::try_from(count).unwrap_or(u32::MAX)).collect())
    }

    fn root(&mut self, mut at: u32) -> u32 {
        while self.0[at as usize] != at {
            let above = self.0[self.0[at as usize] as usize];
            self.0[at as usize] = above;
            at = above;
        }
        at
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b) as usize] = a.min(b);
    }
}

/// Spots and edges sorted by component.
struct Components {
    /// Where each component's spots begin, and where all end.
    begins: Vec<u32>,
    spots: Vec<u32>,
    edge_begins: Vec<u32>,
    edges: Vec<Edge>,
}

impl Components {
    fn of(mut union: Union, found: Vec<Vec<Edge>>) -> Self {
        let count = u32::try_from(union.0.len()).unwrap_or(u32::MAX);
        let mut number = vec![0_u32; count as usize];
        let mut components = 0;
        for at in 0..count {
            let root = union.root(at);
            if root == at {
                number[at as usize] = components;
                components += 1;
            } else {
                number[at as usize] = number[root as usize];
            }
        }
        let (begins, spots) = sorted(0..count, components, |at| number[*at as usize]);
        let (edge_begins, mut edges) =
            sorted(found.iter().flatten().copied(), components, |(a, _, _)| number[*a as usize]);
        drop(found);
        // From numbers of all spots to numbers within the component.
        let mut within = number;
        for (place, spot) in (0..).zip(&spots) {
            within[*spot as usize] = place;
        }
        for component in 0..components as usize {
            let begin = begins[component];
            let own = edge_begins[component] as usize..edge_begins[component + 1] as usize;
            for (a, b, _) in &mut edges[own] {
                *a = within[*a as usize] - begin;
                *b = within[*b as usize] - begin;
            }
        }
        Self { begins, spots, edge_begins, edges }
    }

    /// Merges each component.
    fn each(&self, spots: &[Spot], merge: impl Fn(&[Spot], &[Edge]) -> Vec<Told> + Sync) -> Vec<Told> {
        let parts = self.parts(threads(spots.len()));
        let mut merged = shared_out(parts, |part| self.each_of(part, spots, &merge));
        if merged.len() == 1 { merged.swap_remove(0) } else { merged.into_iter().flatten().collect() }
    }

    /// As many runs of components with about as many spots and pairs in each.
    fn parts(&self, count: usize) -> Vec<Range<usize>> {
        let last = self.begins.len() - 1;
        let work = |at: usize| self.begins[at] as usize + self.edge_begins[at] as usize;
        let mut ends = vec![0];
        for at in 0..last {
            if work(at) * count >= work(last) * ends.len() && ends.len() < count && at > 0 {
                ends.push(at);
            }
        }
        ends.push(last);
        ends.windows(2).map(|ends| ends[0]..ends[1]).collect()
    }

    fn each_of(
        &self,
        part: Range<usize>,
        spots: &[Spot],
        merge: &impl Fn(&[Spot], &[Edge]) -> Vec<Told>,
    ) -> Vec<Told> {
        let mut all = Vec::with_capacity(part.len());
        let mut own: Vec<Spot> = Vec::new();
        for component in part {
            own.clear();
            let range = self.begins[component] as usize..self.begins[component + 1] as usize;
            let numbers = &self.spots[range];
            own.extend(numbers.iter().map(|at| spots[*at as usize]));
            let range = self.edge_begins[component] as usize..self.edge_begins[component + 1] as usize;
            all.extend(merge(&own, &self.edges[range]).into_iter().map(|mut told| {
                told.name = numbers[told.name as usize];
                told.spots.iter_mut().for_each(|at| *at = numbers[*at as usize]);
                told
            }));
        }
        all
    }
}

/// Sorts by a number below `count`, and keeps the order of equals: where each number begins, and all of them.
fn sorted<T: Clone>(
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
    let mut order: Vec<Option<T>> = vec![None; begins.last().map_or(0, |it| *it as usize)];
    for it in all {
        let place = &mut next[number(&it) as usize];
        order[*place as usize] = Some(it);
        *place += 1;
    }
    (begins, order.into_iter().flatten().collect())
}
