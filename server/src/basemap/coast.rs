//! The sea, out of the coast.
//!
//! Promises: land lies left of a coast and water right of it, as OpenStreetMap draws them; a coast that ends within
//! the box, other than where the extract was cut, gives no sea at all, because half of one would flood the land.
//! The walk along the box's edge is the usual one (as in osmcoastline and in Weiler & Atherton 1977).

use super::grid::{Rect, Spot};
use super::rings::{self, Area, Direction, Ring};

/// What became of the sea.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sea {
    /// It is drawn.
    Drawn,
    /// There is no coast in the box, so that all is taken for land.
    NoCoast,
    /// The coast has gaps; all is left as land.
    Broken {
        /// How many ends of the coast lie in the midst of the box.
        loose_ends: usize,
    },
    /// The sea would have covered houses and streets; all is left as land.
    Flooding,
}

/// The sea within the box, given the known parts of the coast.
pub(super) fn sea(coast: Vec<Vec<Spot>>, edge: Rect) -> Result<Vec<Area>, Sea> {
    if coast.is_empty() {
        return Err(Sea::NoCoast);
    }
    let joined = rings::join(coast, Direction::Kept);
    let mut crossing = Crossing { edge, pieces: Vec::new(), loose_ends: 0 };
    let mut whole = Vec::new();
    for ring in joined.rings {
        match ring.iter().position(|spot| !edge.holds_within(*spot)) {
            None => whole.push(ring),
            Some(outside) => crossing.cut(&open_at(&ring, outside)),
        }
    }
    for line in joined.open {
        let line = reach_edge(line, edge);
        crossing.cut(&line);
    }
    if crossing.loose_ends > 0 {
        return Err(Sea::Broken { loose_ends: crossing.loose_ends });
    }
    let water = areas(crossing, whole);
    if water.is_empty() { Err(Sea::NoCoast) } else { Ok(water) }
}

/// A ring as a line that begins and ends at one of its places.
fn open_at(ring: &[Spot], at: usize) -> Vec<Spot> {
    let (before, after) = ring.split_at(at);
    after.iter().chain(before).chain(after.first()).copied().collect()
}

fn areas(crossing: Crossing, whole: Vec<Ring>) -> Vec<Area> {
    let (islands, lagoons): (Vec<Ring>, Vec<Ring>) =
        whole.into_iter().partition(|ring| rings::double_area(ring) < 0);
    let edge = crossing.edge;
    let mut water = crossing.close();
    if water.is_empty() && !islands.is_empty() {
        water.push(corners(edge).to_vec());
    }
    water.extend(lagoons);
    rings::nest(water, islands)
}

/// The corners of a box, clockwise from north-west.
fn corners(edge: Rect) -> [Spot; 4] {
    let Rect { west, north, east, south } = edge;
    [(west, north), (east, north), (east, south), (west, south)].map(|(x, y)| Spot { x, y })
}

/// A way that was cut at the edge of the extract ends shortly before it: there it goes on to the edge.
fn reach_edge(mut line: Vec<Spot>, edge: Rect) -> Vec<Spot> {
    if let Some(start) = line.first().and_then(|spot| onto_edge(*spot, edge)) {
        line.insert(0, start);
    }
    if let Some(end) = line.last().and_then(|spot| onto_edge(*spot, edge)) {
        line.push(end);
    }
    line
}

/// The nearest place on the edge, of a place that lies inside and near it.
fn onto_edge(spot: Spot, edge: Rect) -> Option<Spot> {
    if !edge.holds_within(spot) {
        return None;
    }
    let reach = edge.short_side() / 8;
    let onto = [
        (spot.x - edge.west, Spot { x: edge.west, ..spot }),
        (edge.east - spot.x, Spot { x: edge.east, ..spot }),
        (spot.y - edge.north, Spot { y: edge.north, ..spot }),
        (edge.south - spot.y, Spot { y: edge.south, ..spot }),
    ];
    onto.into_iter()
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, _)| *distance <= reach)
        .map(|(_, spot)| spot)
}

/// Pieces of coast that cross the box from edge to edge.
struct Crossing {
    edge: Rect,
    pieces: Vec<Vec<Spot>>,
    loose_ends: usize,
}

impl Crossing {
    /// Adds what of a line lies in the box.
    fn cut(&mut self, line: &[Spot]) {
        for piece in super::clip::line(line, self.edge) {
            let ends = [piece.first(), piece.last()];
            self.loose_ends +=
                ends.into_iter().flatten().filter(|spot| self.edge.holds_within(**spot)).count();
            if runs_inside(&piece, self.edge) {
                self.pieces.push(piece);
            }
        }
    }

    /// Rings of water: along a piece with the water to the right, then clockwise along the edge to the next one.
    fn close(mut self) -> Vec<Ring> {
        let mut rings = Vec::new();
        while let Some(mut ring) = self.pieces.pop() {
            let Some(start) = ring.first().copied() else { continue };
            while let Some(end) = ring.last().copied() {
                let next = self.next_after(end, start);
                let goal = next.and_then(|next| self.pieces[next].first().copied()).unwrap_or(start);
                ring.extend(self.corners_between(end, goal));
                match next {
                    Some(next) => ring.extend(self.pieces.swap_remove(next)),
                    None => break,
                }
            }
            ring.dedup();
            rings.push(ring);
        }
        rings
    }

    /// The piece that begins first when going on clockwise from `end`, unless `start` comes before it.
    fn next_after(&self, end: Spot, start: Spot) -> Option<usize> {
        let to_start = self.onwards(end, start);
        let starts =
            self.pieces.iter().enumerate().filter_map(|(index, piece)| Some((index, *piece.first()?)));
        let nearest = starts.map(|(index, spot)| (self.onwards(end, spot), index)).min()?;
        (nearest.0 < to_start).then_some(nearest.1)
    }

    /// The corners that lie between two places on the edge, clockwise.
    fn corners_between(&self, from: Spot, to: Spot) -> Vec<Spot> {
        let length = self.onwards(from, to);
        let mut between: Vec<(i64, Spot)> =
            corners(self.edge).into_iter().map(|corner| (self.onwards(from, corner), corner)).collect();
        between.retain(|(onwards, _)| *onwards < length);
        between.sort_by_key(|(onwards, _)| *onwards);
        between.into_iter().map(|(_, corner)| corner).collect()
    }

    /// How far it is from one place on the edge clockwise to another.
    fn onwards(&self, from: Spot, to: Spot) -> i64 {
        let (width, height) = self.size();
        (self.along(to) - self.along(from)).rem_euclid(2 * (width + height))
    }

    /// How far a place on the edge is from the north-west corner, clockwise.
    fn along(&self, spot: Spot) -> i64 {
        let (width, height) = self.size();
        let (x, y) =
            (i64::from(spot.x) - i64::from(self.edge.west), i64::from(spot.y) - i64::from(self.edge.north));
        if spot.y == self.edge.north {
            x
        } else if spot.x == self.edge.east {
            width + y
        } else if spot.y == self.edge.south {
            width + height + (width - x)
        } else {
            2 * width + height + (height - y)
        }
    }

    fn size(&self) -> (i64, i64) {
        let Rect { west, north, east, south } = self.edge;
        (i64::from(east) - i64::from(west), i64::from(south) - i64::from(north))
    }
}

/// Whether a piece is more than a touch of the edge.
fn runs_inside(piece: &[Spot], edge: Rect) -> bool {
    let middle = |pair: &[Spot]| match pair {
        [a, b] => edge.holds_within(Spot { x: i32::midpoint(a.x, b.x), y: i32::midpoint(a.y, b.y) }),
        _ => false,
    };
    piece.iter().any(|spot| edge.holds_within(*spot)) || piece.windows(2).any(middle)
}
