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
    let lasts_s = steps().fold(0_i64, |sum_s, step| sum_s.saturating_add(step[0].max(0)));
    let mut at_ms = tracked.at_ms.saturating_sub(lasts_s.saturating_mul(1_000));
    let mut at = millionths(tracked.from);
    let mut points = vec![Passed { at_ms, position: tracked.from }];
    for step in steps() {
        at_ms = at_ms.saturating_add(step[0].max(0).saturating_mul(1_000));
        at = [at[0].saturating_add(step[1]), at[1].saturating_add(step[2])];
        let [lat, lon] = at.map(degrees);
        if let Ok(position) = Position::new(lat, lon) {
            points.push(Passed { at_ms, position });
        }
    }
    points
}

/// The stretch over these points, which are in order of time; `None` when there is nothing to tell.
fn stretch(points: &[Passed], after: Option<Gap>, accuracy_m: f64) -> Option<Tracked> {
    let (first, last) = (points.first()?, points.last()?);
    // Counted from the end, so that rounding does not add up.
    let before_s = |passed: &Passed| whole(seconds(last.at_ms.saturating_sub(passed.at_ms)));
    let steps = points.windows(2).flat_map(|pair| {
        let (from, to) = (millionths(pair[0].position), millionths(pair[1].position));
        [before_s(&pair[0]) - before_s(&pair[1]), to[0] - from[0], to[1] - from[1]]
    });
    let accuracy_m = u32::try_from(whole(accuracy_m.ceil())).unwrap_or(u32::MAX);
    let (at_ms, from) = (last.at_ms, first.position);
    (points.len() > 1).then(|| Tracked { at_ms, after, from, accuracy_m, steps: steps.collect() })
}

/// Millionths of a degree north and east.
fn millionths(position: Position) -> [i64; 2] {
    [position.lat(), position.lon()].map(|degrees| whole(degrees * MILLIONTHS))
}

#[expect(clippy::cast_precision_loss, reason = "exact for what is on the globe")]
fn degrees(millionths: i64) -> f64 {
    millionths as f64 / MILLIONTHS
}

#[expect(clippy::cast_possible_truncation, reason = "rounded; beyond the type's bounds it stops there")]
fn whole(number: f64) -> i64 {
    number.round() as i64
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
