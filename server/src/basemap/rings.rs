//! Rings out of pieces: ways joined end to end, outlines with their holes.
//!
//! Promises: a ring that does not close is left out, unless it is open only where the extract was cut; an outline
//! that crosses itself is kept as it is.

use std::collections::HashMap;

use super::grid::{Rect, Spot};

/// A ring; its last place is not its first one again.
pub(super) type Ring = Vec<Spot>;

/// An outline and its holes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) outer: Ring,
    pub(super) inner: Vec<Ring>,
}

/// Twice the area that a ring encloses: positive if it is drawn clockwise as seen on a map with north up.
pub(super) fn double_area(ring: &[Spot]) -> i128 {
    let next = ring.iter().cycle().skip(1);
    ring.iter()
        .zip(next)
        .map(|(a, b)| i128::from(a.x) * i128::from(b.y) - i128::from(b.x) * i128::from(a.y))
        .sum()
}

/// Whether a ring encloses a place.
pub(super) fn encloses(ring: &[Spot], spot: Spot) -> bool {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).filter(|(a, b)| is_left_of(spot, **a, **b)).count() % 2 == 1
}

/// Whether a ray from the place to the east crosses the side.
fn is_left_of(spot: Spot, a: Spot, b: Spot) -> bool {
    if (a.y > spot.y) == (b.y > spot.y) {
        return false;
    }
    let (low, high) = if a.y < b.y { (a, b) } else { (b, a) };
    let wide = i64::from;
    let cross = (wide(high.x) - wide(low.x)) * (wide(spot.y) - wide(low.y))
        - (wide(spot.x) - wide(low.x)) * (wide(high.y) - wide(low.y));
    cross > 0
}

/// The parts of a way that are known: it is split where nodes are missing.
pub(super) fn known_parts(nodes: &[i64], spot: impl Fn(i64) -> Option<Spot>) -> Vec<Vec<Spot>> {
    let known: Vec<Option<Spot>> = nodes.iter().map(|node| spot(*node)).collect();
    known
        .split(Option::is_none)
        .filter(|part| part.len() > 1)
        .map(|part| part.iter().flatten().copied().collect())
        .collect()
}

/// Lines joined end to end: those that close, and those that do not.
#[derive(Debug, Default)]
pub(super) struct Joined {
    pub(super) rings: Vec<Ring>,
    pub(super) open: Vec<Vec<Spot>>,
}

/// Which lines fit together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// The end of one to the beginning of the next, as for coasts.
    Kept,
    /// Any end to any other.
    Either,
}

/// Joins lines where just their ends meet.
pub(super) fn join(lines: Vec<Vec<Spot>>, direction: Direction) -> Joined {
    let mut pool = Pool::new(lines, direction);
    let mut joined = Joined::default();
    for index in 0..pool.lines.len() {
        let Some(line) = pool.take(index) else { continue };
        let mut line = pool.grow(line);
        if line.first() == line.last() {
            line.pop();
            joined.rings.push(line);
        } else {
            joined.open.push(pool.grow_back(line));
        }
    }
    joined
}

/// Lines that are not joined yet, by where they end.
struct Pool {
    lines: Vec<Option<Vec<Spot>>>,
    starting: HashMap<Spot, Vec<usize>>,
    ending: HashMap<Spot, Vec<usize>>,
    direction: Direction,
}

impl Pool {
    fn new(lines: Vec<Vec<Spot>>, direction: Direction) -> Self {
        let mut pool =
            Self { lines: Vec::new(), starting: HashMap::new(), ending: HashMap::new(), direction };
        for line in lines {
            if let (Some(first), Some(last), 2..) = (line.first(), line.last(), line.len()) {
                pool.starting.entry(*first).or_default().push(pool.lines.len());
                pool.ending.entry(*last).or_default().push(pool.lines.len());
                pool.lines.push(Some(line));
            }
        }
        pool
    }

    fn take(&mut self, index: usize) -> Option<Vec<Spot>> {
        self.lines.get_mut(index)?.take()
    }

    fn starting_at(&mut self, spot: Spot) -> Option<Vec<Spot>> {
        let candidates = self.starting.get(&spot).cloned().unwrap_or_default();
        candidates.into_iter().find_map(|index| self.take(index))
    }

    fn ending_at(&mut self, spot: Spot) -> Option<Vec<Spot>> {
        let candidates = self.ending.get(&spot).cloned().unwrap_or_default();
        candidates.into_iter().find_map(|index| self.take(index))
    }

    /// Adds what follows, until the line closes or nothing does.
    fn grow(&mut self, mut line: Vec<Spot>) -> Vec<Spot> {
        while let Some(end) = line.last().copied()
            && line.first() != Some(&end)
        {
            if let Some(next) = self.starting_at(end) {
                line.extend(next.into_iter().skip(1));
            } else if self.direction == Direction::Either
                && let Some(next) = self.ending_at(end)
            {
                line.extend(next.into_iter().rev().skip(1));
            } else {
                break;
            }
        }
        line
    }

    /// Adds what comes before.
    fn grow_back(&mut self, line: Vec<Spot>) -> Vec<Spot> {
        if self.direction == Direction::Either {
            let turned = self.grow(line.into_iter().rev().collect());
            return turned.into_iter().rev().collect();
        }
        let mut parts = vec![line];
        while let Some(before) =
            parts.last().and_then(|part| part.first().copied()).and_then(|start| self.ending_at(start))
        {
            parts.push(before);
        }
        let mut line: Vec<Spot> = Vec::new();
        for part in parts.into_iter().rev() {
            line.extend(part.into_iter().skip(usize::from(!line.is_empty())));
        }
        line
    }
}

/// Closes an open line by a straight side if that runs nowhere but along the edge of the extract, where the way went
/// on before it was cut.
pub(super) fn close_at_edge(line: Vec<Spot>, edge: Rect) -> Option<Ring> {
    let (first, last) = (line.first()?, line.last()?);
    let depth = edge.short_side() / 8;
    let deep = edge.grown(-depth);
    let between = |step: i64| {
        let part = |a: i32, b: i32| i64::from(a) + (i64::from(b) - i64::from(a)) * step / STEPS;
        Some(Spot {
            x: i32::try_from(part(first.x, last.x)).ok()?,
            y: i32::try_from(part(first.y, last.y)).ok()?,
        })
    };
    let runs_along = (0..=STEPS).filter_map(between).all(|spot| !deep.holds(spot));
    (line.len() > 2 && runs_along).then_some(line)
}

/// Places that are looked at along a side.
const STEPS: i64 = 16;

/// Outlines with the holes that lie in them; a hole lies in the smallest outline around it.
pub(super) fn nest(outer: Vec<Ring>, inner: Vec<Ring>) -> Vec<Area> {
    let mut areas: Vec<Area> = outer.into_iter().map(|outer| Area { outer, inner: Vec::new() }).collect();
    areas.sort_by_key(|area| double_area(&area.outer).abs());
    for hole in inner {
        let around = areas.iter_mut().find(|area| lies_in(&hole, &area.outer));
        if let Some(area) = around {
            area.inner.push(hole);
        }
    }
    areas
}

/// Whether most corners of a hole lie in a ring; some may lie on it.
fn lies_in(hole: &[Spot], ring: &[Spot]) -> bool {
    let looked_at = || hole.iter().step_by((hole.len() / 8).max(1));
    looked_at().filter(|spot| encloses(ring, **spot)).count() * 2 > looked_at().count()
}
