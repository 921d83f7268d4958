//! Which of a file's points make one unbroken line.

use super::reader::{Found, Kind, Stretch};
use super::{Line, NotGpx, Omitted, Point};

/// Ends this near to each other are one place to people, in metres: a receiver that paused goes on there.
const SAME_PLACE_M: f64 = 25.0;

/// Two points of a track that lie farther apart have a gap between them, in metres …
const GAP_M: f64 = 1_000.0;
/// … if they also lie so many times farther apart than is usual in that track.
const GAP_TIMES: f64 = 10.0;

/// Points between which nothing is missing, each with its line in the file.
type Part = Vec<(Point, usize)>;

/// The longest part, of tracks if there are any, else of routes, else of single points.
pub(super) fn longest(found: Found) -> Result<Line, NotGpx> {
    let Found { stretches, unreadable, damaged_on, .. } = found;
    let points: usize = stretches.iter().map(|stretch| stretch.points.len()).sum();
    for kind in [Kind::Track, Kind::Route, Kind::Waypoints] {
        let of_kind = stretches.iter().filter(|it| it.kind == kind && !it.points.is_empty());
        let (mut parts, strays) = parts(kind, of_kind);
        parts.sort_by(|a, b| length_m(b).total_cmp(&length_m(a)));
        let Some(first) = parts.first().filter(|part| length_m(part) > 0.0) else { continue };
        let mut lines = [unreadable, strays].concat();
        lines.sort_unstable();
        let gap_m = parts.iter().skip(1).map(|other| between_m(first, other)).min_by(f64::total_cmp);
        let waypoints_joined = kind == Kind::Waypoints;
        let omitted = Omitted { parts: parts.len() - 1, gap_m, lines, damaged_on, waypoints_joined };
        return Ok(Line { points: first.iter().map(|(point, _)| *point).collect(), omitted });
    }
    Err(if points > 1 {
        NotGpx::OnePlace
    } else {
        NotGpx::NoTrack { points, left_out: unreadable.len(), first_left_out: unreadable.first().copied() }
    })
}

/// Stretches without gaps, and the lines of points that stand far from those before and after.
fn parts<'a>(kind: Kind, stretches: impl Iterator<Item = &'a Stretch>) -> (Vec<Part>, Vec<usize>) {
    let (mut parts, mut strays): (Vec<Part>, Vec<usize>) = (Vec::new(), Vec::new());
    for stretch in stretches {
        // The points of a route are as far apart as somebody put them.
        let pieces = if kind == Kind::Track {
            split(&stretch.points, &mut strays)
        } else {
            vec![stretch.points.clone()]
        };
        for piece in pieces {
            let joins =
                |last: &&mut Part| kind == Kind::Waypoints || kind == Kind::Track && follows(last, &piece);
            match parts.last_mut().filter(joins) {
                Some(last) => last.extend(piece),
                None => parts.push(piece),
            }
        }
    }
    (parts, strays)
}

fn follows(before: &Part, after: &Part) -> bool {
    before.last().zip(after.first()).is_some_and(|(a, b)| apart_m(a, b) <= SAME_PLACE_M)
}

/// Splits a track where it jumps; a single point between two jumps is a stray.
fn split(points: &[(Point, usize)], strays: &mut Vec<usize>) -> Vec<Part> {
    let mut steps: Vec<f64> = points.windows(2).map(|pair| apart_m(&pair[0], &pair[1])).collect();
    steps.sort_by(f64::total_cmp);
    // Of four steps a single stray makes two long, so the usual one is looked for among the shorter.
    let usual_m = steps.get(steps.len() / 4).copied().unwrap_or_default();
    let is_gap = |a: &(Point, usize), b: &(Point, usize)| apart_m(a, b) > GAP_M.max(usual_m * GAP_TIMES);
    let pieces: Vec<Part> = points.chunk_by(|a, b| !is_gap(a, b)).map(<[_]>::to_vec).collect();
    let pieces = without_detours(pieces, is_gap, strays);
    if pieces.len() < 2 {
        return pieces;
    }
    let (single, mut long): (Vec<Part>, Vec<Part>) = pieces.into_iter().partition(|piece| piece.len() == 1);
    strays.extend(single.iter().flatten().map(|(_, line)| *line));
    // Without the stray, what stood before and after it may be one again.
    let mut joined: Vec<Part> = Vec::new();
    for piece in long.drain(..) {
        let ends = joined.last().and_then(|last| last.last()).zip(piece.first());
        let goes_on = ends.is_some_and(|(a, b)| !is_gap(a, b));
        match joined.last_mut().filter(|_| goes_on) {
            Some(last) => last.extend(piece),
            None => joined.push(piece),
        }
    }
    joined
}

/// Takes out single points without which what stands before and after them is one.
fn without_detours(
    pieces: Vec<Part>,
    is_gap: impl Fn(&(Point, usize), &(Point, usize)) -> bool,
    strays: &mut Vec<usize>,
) -> Vec<Part> {
    let mut joined: Vec<Part> = Vec::new();
    for piece in pieces {
        if let [.., before, detour] = joined.as_mut_slice()
            && detour.len() == 1
            && let (Some(end), Some(start)) = (before.last(), piece.first())
            && !is_gap(end, start)
        {
            strays.push(detour[0].1);
            before.extend(piece);
            joined.pop();
        } else {
            joined.push(piece);
        }
    }
    joined
}

fn apart_m(a: &(Point, usize), b: &(Point, usize)) -> f64 {
    a.0.position.distance_m(b.0.position)
}

fn length_m(part: &Part) -> f64 {
    part.windows(2).map(|pair| apart_m(&pair[0], &pair[1])).sum()
}

/// How far the ends of two parts lie from each other.
fn between_m(a: &Part, b: &Part) -> f64 {
    let ends =
        |part: &Part| part.first().copied().into_iter().chain(part.last().copied()).collect::<Vec<_>>();
    let (of_a, of_b) = (ends(a), ends(b));
    let pairs = of_a.iter().flat_map(|a| of_b.iter().map(move |b| apart_m(a, b)));
    pairs.min_by(f64::total_cmp).unwrap_or_default()
}
