//! Where a walk went: the walker's own track in stretches, its length, and how far along the planned loop somebody is.
//!
//! Promises: nothing is made up between two stretches; standing still is not walking; everything is measured in metres
//! in a plane and never in degrees. Whether a track may be recorded at all is asked elsewhere.

mod recorder;
mod round;
mod simplified;

pub use recorder::Recorder;
pub use round::{Along, along};

use crate::geo::Position;
use crate::statement::{Gap, Tracked};
use crate::time::seconds;

/// A walker was there then.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Passed {
    /// When, by the writer's clock.
    pub at_ms: i64,
    /// Where.
    pub position: Position,
}

/// Millionths of a degree in a degree: what a [`Position`] is kept to.
const MILLIONTHS: f64 = 1e6;

/// The points of a stretch in order of time. Steps that lead off the globe are left out.
pub fn points(tracked: &Tracked) -> Vec<Passed> {
    let steps = || tracked.steps.chunks_exact(3);
    let lasts_s: i64 = steps().map(|step| i64::from(step[0].max(0))).sum();
    let mut at_ms = tracked.at_ms.saturating_sub(lasts_s * 1_000);
    let (mut lat, mut lon) = (millionths(tracked.from.lat()), millionths(tracked.from.lon()));
    let mut points = vec![Passed { at_ms, position: tracked.from }];
    for step in steps() {
        at_ms = at_ms.saturating_add(i64::from(step[0].max(0)) * 1_000);
        lat += f64::from(step[1]);
        lon += f64::from(step[2]);
        if let Ok(position) = Position::new(lat / MILLIONTHS, lon / MILLIONTHS) {
            points.push(Passed { at_ms, position });
        }
    }
    points
}

/// The stretch over these points, which are in order of time; `None` when there is nothing to tell.
fn stretch(points: &[Passed], after: Option<Gap>, accuracy_m: f64) -> Option<Tracked> {
    let (first, last) = (points.first()?, points.last()?);
    let steps = points.windows(2).flat_map(|pair| {
        let before_s = |at: usize| whole(seconds(last.at_ms.saturating_sub(pair[at].at_ms)));
        let step = |of: fn(Position) -> f64| {
            whole(millionths(of(pair[1].position)) - millionths(of(pair[0].position)))
        };
        [before_s(0).saturating_sub(before_s(1)), step(Position::lat), step(Position::lon)]
    });
    let (at_ms, from) = (last.at_ms, first.position);
    let accuracy_m = whole(accuracy_m.ceil()).unsigned_abs();
    (points.len() > 1).then(|| Tracked { at_ms, after, from, accuracy_m, steps: steps.collect() })
}

fn millionths(degrees: f64) -> f64 {
    (degrees * MILLIONTHS).round()
}

#[expect(clippy::cast_possible_truncation, reason = "rounded; beyond the type's bounds it stops there")]
fn whole(number: f64) -> i32 {
    number.round() as i32
}

/// How far one walks from point to point, in metres.
pub fn length_m(positions: impl IntoIterator<Item = Position>) -> f64 {
    let mut positions = positions.into_iter();
    let Some(mut last) = positions.next() else { return 0.0 };
    let mut length_m = 0.0;
    for position in positions {
        length_m += last.distance_m(position);
        last = position;
    }
    length_m
}

/// How far was walked in these stretches, in metres. What lies between two that do not join is not known and not
/// counted.
pub fn walked_m<'a>(stretches: impl IntoIterator<Item = &'a Tracked>) -> f64 {
    let of = |tracked| length_m(points(tracked).into_iter().map(|passed| passed.position));
    stretches.into_iter().map(of).fold(0.0, |sum_m, more_m| sum_m + more_m)
}

#[cfg(test)]
mod tests;
