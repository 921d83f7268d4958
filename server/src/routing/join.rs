//! Ways made to meet where they do on the ground, though tiles cut them and left out bends that they share.
//!
//! Promises: lines that meet share a bend afterwards, exactly; what passes above or below stays apart; no bend moves, so
//! a line is at most half a metre from where it was.

use rstar::RTree;
use rstar::primitives::{GeomWithData, Line};

use crate::basemap::{Spot, Way};

/// An end this near to a way is taken to meet it, in units of the map's finest zoom: 40 cm in Sweden at zoom 16.
const END_REACH: i32 = 6;

/// A bend this near to a way on the same level is taken to lie on it: what a tile's rounding and simplifying move.
const BEND_REACH: i32 = 2;

/// A straight part of a way: its ends, the way's number and the number of the bend that it begins with.
type Part = GeomWithData<Line<[f64; 2]>, (usize, usize)>;

/// A bend to be put into a way.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Bend {
    way: usize,
    after: usize,
    along: f64,
    spot: Spot,
}

/// Makes ways meet. `unit` is how many grid units the map's finest zoom tells apart.
pub(super) fn join(mut ways: Vec<Way>, unit: i32) -> Vec<Way> {
    let tree = RTree::bulk_load(parts(&ways));
    let mut bends = touching(&ways, &tree, unit);
    bends.extend(crossing(&ways, &tree));
    put(&mut ways, bends);
    ways
}

pub(super) fn flat(spot: Spot) -> [f64; 2] {
    [f64::from(spot.x), f64::from(spot.y)]
}

fn parts(ways: &[Way]) -> Vec<Part> {
    let of_way = |(number, way): (usize, &Way)| {
        let pairs =
            way.line.windows(2).map(|pair| Line::new(flat(pair[0]), flat(pair[1]))).collect::<Vec<_>>();
        (0..).zip(pairs).map(move |(after, line)| Part::new(line, (number, after)))
    };
    ways.iter().enumerate().flat_map(of_way).collect()
}

/// Bends, ends among them, that lie on another way without being a bend of it.
fn touching(ways: &[Way], tree: &RTree<Part>, unit: i32) -> Vec<Bend> {
    let mut bends = Vec::new();
    for (number, way) in ways.iter().enumerate() {
        for (index, spot) in way.line.iter().enumerate() {
            let near = |reach: i32| near(ways, tree, (number, index), f64::from(reach * unit));
            bends.extend(
                near(BEND_REACH).into_iter().filter(|bend| ways[bend.way].footing.level == way.footing.level),
            );
            if let Some(is_cut) = end_of(way, index) {
                bends.extend(nearest_end(ways, way, is_cut, near(END_REACH), *spot));
            }
        }
    }
    bends
}

/// Whether a bend is an end that only the tile made; nothing when it is no end.
fn end_of(way: &Way, index: usize) -> Option<bool> {
    if index == 0 { Some(way.is_cut[0]) } else { (index + 1 == way.line.len()).then_some(way.is_cut[1]) }
}

/// What an end meets: it goes over from a bridge to the street, so the level does not matter, unless the tile cut it.
fn nearest_end(ways: &[Way], way: &Way, is_cut: bool, near: Vec<Bend>, spot: Spot) -> Option<Bend> {
    let goes_on = |bend: &Bend| !is_cut || ways[bend.way].footing.level == way.footing.level;
    let off = |bend: &Bend| off(ways, bend, spot);
    near.into_iter().filter(goes_on).min_by(|a, b| off(a).total_cmp(&off(b)))
}

fn off(ways: &[Way], bend: &Bend, spot: Spot) -> f64 {
    let line = &ways[bend.way].line;
    let (a, b) = (flat(line[bend.after]), flat(line[bend.after + 1]));
    let [x, y] = [0, 1].map(|axis| a[axis] + (b[axis] - a[axis]) * bend.along - flat(spot)[axis]);
    x.hypot(y)
}

/// Where a bend would have to be put for the parts of ways within reach to meet it. Those that have it already need
/// nothing.
fn near(ways: &[Way], tree: &RTree<Part>, (own, index): (usize, usize), reach: f64) -> Vec<Bend> {
    let spot = ways[own].line[index];
    let found = tree.locate_within_distance(flat(spot), reach * reach);
    let is_other = |way: usize, after: usize| way != own || (after != index && after + 1 != index);
    found
        .filter(|part| is_other(part.data.0, part.data.1))
        .filter(|part| {
            let (way, after) = part.data;
            !ways[way].line[after..=after + 1].contains(&spot)
        })
        .map(|part| {
            let (way, after) = part.data;
            Bend { way, after, along: along(part.geom(), flat(spot)), spot }
        })
        .collect()
}

/// Where along a line a place is nearest to it, from 0 to 1.
pub(super) fn along(line: &Line<[f64; 2]>, [x, y]: [f64; 2]) -> f64 {
    let [dx, dy] = [line.to[0] - line.from[0], line.to[1] - line.from[1]];
    let squared = dx * dx + dy * dy;
    let along = (x - line.from[0]) * dx + (y - line.from[1]) * dy;
    if squared == 0.0 { 0.0 } else { (along / squared).clamp(0.0, 1.0) }
}

/// Where parts of ways on the same level cross each other: a bend that tiles left out of both.
fn crossing(ways: &[Way], tree: &RTree<Part>) -> Vec<Bend> {
    let mut bends = Vec::new();
    for (one, other) in tree.intersection_candidates_with_other_tree(tree) {
        let ((way, after), (with, with_after)) = (one.data, other.data);
        if one.data < other.data
            && ways[way].footing.level == ways[with].footing.level
            && let Some((along, with_along, spot)) = cross(one.geom(), other.geom())
        {
            bends.push(Bend { way, after, along, spot });
            bends.push(Bend { way: with, after: with_after, along: with_along, spot });
        }
    }
    bends
}

/// How far along each of two lines they cross between their ends, and where.
fn cross(a: &Line<[f64; 2]>, b: &Line<[f64; 2]>) -> Option<(f64, f64, Spot)> {
    let [rx, ry] = [a.to[0] - a.from[0], a.to[1] - a.from[1]];
    let [sx, sy] = [b.to[0] - b.from[0], b.to[1] - b.from[1]];
    let [ox, oy] = [b.from[0] - a.from[0], b.from[1] - a.from[1]];
    let area = rx * sy - ry * sx;
    if area.abs() < 0.5 {
        return None;
    }
    let (along, across) = ((ox * sy - oy * sx) / area, (ox * ry - oy * rx) / area);
    let between = |share: f64| share > 0.0 && share < 1.0;
    let spot = Spot { x: whole(a.from[0] + along * rx), y: whole(a.from[1] + along * ry) };
    (between(along) && between(across)).then_some((along, across, spot))
}

#[expect(clippy::cast_possible_truncation, reason = "between places on the grid")]
pub(super) fn whole(value: f64) -> i32 {
    value.round() as i32
}

/// Puts the bends in, from each line's end on, so that the numbers of those before stay right.
fn put(ways: &mut [Way], mut bends: Vec<Bend>) {
    bends.sort_by(|a, b| (a.way, a.after).cmp(&(b.way, b.after)).then(a.along.total_cmp(&b.along)));
    for bend in bends.into_iter().rev() {
        ways[bend.way].line.insert(bend.after + 1, bend.spot);
    }
    for way in ways {
        way.line.dedup();
    }
}
