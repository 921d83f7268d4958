//! Lines and rings cut to a box, and made simpler.
//!
//! Promises: what is cut ends exactly on the box; whole numbers only, so that results do not depend on the machine.
//! Lines are cut after Liang & Barsky (1984), rings after Sutherland & Hodgman (1974), both one side at a time;
//! simplified after Ramer (1972) and Douglas & Peucker (1973).

use super::grid::{Rect, Spot};
use super::rings::Ring;

/// One side of a box.
#[derive(Debug, Clone, Copy)]
enum Side {
    West(i32),
    East(i32),
    North(i32),
    South(i32),
}

impl Side {
    fn of(rect: Rect) -> [Self; 4] {
        [Self::West(rect.west), Self::East(rect.east), Self::North(rect.north), Self::South(rect.south)]
    }

    /// Whether a place lies on the box's side of the line.
    fn keeps(self, spot: Spot) -> bool {
        match self {
            Self::West(x) => spot.x >= x,
            Self::East(x) => spot.x <= x,
            Self::North(y) => spot.y >= y,
            Self::South(y) => spot.y <= y,
        }
    }

    /// Where a stretch that crosses the line does so.
    fn crossing(self, a: Spot, b: Spot) -> Spot {
        match self {
            Self::West(x) | Self::East(x) => Spot { x, y: between(a.y, b.y, x, a.x, b.x) },
            Self::North(y) | Self::South(y) => Spot { x: between(a.x, b.x, y, a.y, b.y), y },
        }
    }
}

/// The value between `from` and `to` where the other coordinate, between `start` and `end`, is `at`.
fn between(from: i32, to: i32, at: i32, start: i32, end: i32) -> i32 {
    let wide = i64::from;
    let (numerator, denominator) =
        ((wide(to) - wide(from)) * (wide(at) - wide(start)), wide(end) - wide(start));
    if denominator == 0 {
        return from;
    }
    let doubled = (2 * numerator).div_euclid(denominator);
    i32::try_from(wide(from) + (doubled + 1).div_euclid(2)).unwrap_or(from)
}

/// The pieces of a line that lie in the box.
pub(super) fn line(line: &[Spot], rect: Rect) -> Vec<Vec<Spot>> {
    let mut pieces = vec![line.to_vec()];
    for side in Side::of(rect) {
        pieces = pieces.into_iter().flat_map(|piece| line_at(&piece, side)).collect();
    }
    pieces
}

fn line_at(line: &[Spot], side: Side) -> Vec<Vec<Spot>> {
    if line.iter().all(|spot| side.keeps(*spot)) {
        return vec![line.to_vec()];
    }
    let (mut pieces, mut piece) = (Vec::new(), Vec::new());
    let mut before: Option<Spot> = None;
    for spot in line.iter().copied() {
        let crossing = before
            .filter(|before| side.keeps(*before) != side.keeps(spot))
            .map(|before| side.crossing(before, spot));
        piece.extend(crossing);
        if side.keeps(spot) {
            piece.push(spot);
        } else if crossing.is_some() {
            pieces.push(std::mem::take(&mut piece));
        }
        before = Some(spot);
    }
    pieces.push(piece);
    pieces.iter_mut().for_each(Vec::dedup);
    pieces.retain(|piece| piece.len() > 1);
    pieces
}

/// What of a ring lies in the box; sides along the box join what the ring joins outside of it.
pub(super) fn ring(ring: &[Spot], rect: Rect) -> Ring {
    Side::of(rect).into_iter().fold(ring.to_vec(), ring_at)
}

fn ring_at(ring: Ring, side: Side) -> Ring {
    if ring.iter().all(|spot| side.keeps(*spot)) {
        return ring;
    }
    let mut cut = Ring::new();
    let Some(mut before) = ring.last().copied() else { return cut };
    for spot in ring {
        if side.keeps(before) != side.keeps(spot) {
            cut.push(side.crossing(before, spot));
        }
        if side.keeps(spot) {
            cut.push(spot);
        }
        before = spot;
    }
    cut.dedup();
    if cut.first() == cut.last() {
        cut.pop();
    }
    cut
}

/// A line without the places that lie no further than `tolerance` off it.
pub(super) fn simplify_line(line: &[Spot], tolerance: i32) -> Vec<Spot> {
    if line.len() < 3 {
        return line.to_vec();
    }
    let mut kept = vec![false; line.len()];
    let last = line.len() - 1;
    (kept[0], kept[last]) = (true, true);
    let mut stretches = vec![(0, last)];
    while let Some((from, to)) = stretches.pop() {
        if let Some(farthest) = farthest(&line[from..=to], tolerance) {
            let at = from + farthest;
            kept[at] = true;
            stretches.extend([(from, at), (at, to)]);
        }
    }
    let mut simple: Vec<Spot> =
        line.iter().zip(kept).filter(|(_, kept)| *kept).map(|(spot, _)| *spot).collect();
    simple.dedup();
    simple
}

/// A ring without the places that lie no further than `tolerance` off it; empty if nothing encloses anything then.
pub(super) fn simplify_ring(ring: &[Spot], tolerance: i32) -> Ring {
    let Some(first) = ring.first() else { return Ring::new() };
    let opposite =
        ring.iter().enumerate().max_by_key(|(_, spot)| square(**spot, *first)).map_or(0, |(at, _)| at);
    let mut simple = simplify_line(&ring[..=opposite], tolerance);
    let back: Vec<Spot> = ring[opposite..].iter().chain([first]).copied().collect();
    simple.extend(simplify_line(&back, tolerance).into_iter().skip(1));
    simple.pop();
    simple.dedup();
    if simple.len() < 3 { Ring::new() } else { simple }
}

/// The inner place of a stretch that lies farthest off the straight line, if that is more than `tolerance`.
fn farthest(stretch: &[Spot], tolerance: i32) -> Option<usize> {
    let (first, last) = (*stretch.first()?, *stretch.last()?);
    let inner = stretch.get(1..stretch.len().checked_sub(1)?)?;
    let (at, distance) = inner
        .iter()
        .enumerate()
        .map(|(at, spot)| (at + 1, square_off(*spot, first, last)))
        .max_by(|(_, one), (_, other)| one.total_cmp(other))?;
    (distance > f64::from(tolerance).powi(2)).then_some(at)
}

fn square(a: Spot, b: Spot) -> i64 {
    (i64::from(a.x) - i64::from(b.x)).pow(2) + (i64::from(a.y) - i64::from(b.y)).pow(2)
}

/// The square of the distance of a place from a stretch; basic operations on whole numbers, alike on any machine.
fn square_off(spot: Spot, a: Spot, b: Spot) -> f64 {
    let far = |one: i32, other: i32| f64::from(one) - f64::from(other);
    let (along_x, along_y) = (far(b.x, a.x), far(b.y, a.y));
    let length = along_x * along_x + along_y * along_y;
    let (to_x, to_y) = (far(spot.x, a.x), far(spot.y, a.y));
    if length <= 0.0 {
        return to_x * to_x + to_y * to_y;
    }
    let share = ((to_x * along_x + to_y * along_y) / length).clamp(0.0, 1.0);
    (to_x - share * along_x).powi(2) + (to_y - share * along_y).powi(2)
}
