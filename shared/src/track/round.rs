//! How far along a planned loop somebody is.

use crate::geo::{Metres, Plane, Position, apart_m};

/// Where somebody is on a loop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Along {
    /// Metres from the loop's start to the nearest point on it.
    pub from_start_m: f64,
    /// How far off the loop they are, in metres.
    pub off_m: f64,
    /// How long the loop is, in metres.
    pub total_m: f64,
}

/// A metre less progress in so many metres is as good as a metre nearer the loop.
const PROGRESS: f64 = 0.1;

/// How far along the loop a position is; `None` without a loop. A loop that comes by twice, or goes back the way it
/// came, has several nearest points: of those the one nearest to where the walker was before, `was_m` metres from the
/// start, is meant.
pub fn along(round: &[Position], position: Position, was_m: Option<f64>) -> Option<Along> {
    let plane = Plane::around(position);
    let mut best: Option<(f64, Along)> = None;
    let mut begun_m = 0.0;
    for pair in round.windows(2) {
        let (a, b) = (plane.metres(pair[0]), plane.metres(pair[1]));
        let (on_m, off_m) = nearest(a, b);
        let from_start_m = begun_m + on_m;
        let strays = was_m.filter(|it| it.is_finite()).map_or(0.0, |was_m| (from_start_m - was_m).abs());
        let cost = off_m + PROGRESS * strays;
        if best.is_none_or(|(least, _)| cost < least) {
            best = Some((cost, Along { from_start_m, off_m, total_m: 0.0 }));
        }
        begun_m += apart_m(a, b);
    }
    best.map(|(_, found)| Along { total_m: begun_m, ..found })
}

/// The point from `a` to `b` nearest to the origin: how far from `a` it is, and how far from the origin.
fn nearest(a: Metres, b: Metres) -> (f64, f64) {
    let [east_m, north_m] = [b[0] - a[0], b[1] - a[1]];
    let length2 = east_m * east_m + north_m * north_m;
    let share =
        if length2 > 0.0 { (-(a[0] * east_m + a[1] * north_m) / length2).clamp(0.0, 1.0) } else { 0.0 };
    let point = [a[0] + share * east_m, a[1] + share * north_m];
    (share * length2.sqrt(), apart_m(point, [0.0; 2]))
}
