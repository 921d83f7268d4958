//! The few points that tell a stretch.
//!
//! Method: Douglas & Peucker (Cartographica 10(2), 1973) with the distance to where one would have been at that time,
//! rather than to the line: TD-TR of Meratnia & de By, “Spatiotemporal Compression Techniques for Moving Point
//! Objects”, EDBT 2004. So a stop and a turning back stay, and at any moment the track is within the tolerance.

use super::Passed;
use crate::geo::{Metres, Plane, apart_m};
use crate::time::seconds;

/// The first, the last, and those in between without which any point would be farther off than the tolerance.
pub(super) fn simplified(points: &[Passed], tolerance_m: f64) -> Vec<Passed> {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return Vec::new() };
    let plane = Plane::around(first.position);
    let flat: Vec<(i64, Metres)> =
        points.iter().map(|passed| (passed.at_ms, plane.metres(passed.position))).collect();
    let mut kept = vec![*first];
    let mut open = vec![(0, points.len() - 1)];
    while let Some((from, to)) = open.pop() {
        let (at, off_m) = farthest(&flat, from, to);
        if off_m > tolerance_m {
            open.extend([(at, to), (from, at)]);
        } else if from > 0 {
            kept.push(points[from]);
        }
    }
    if points.len() > 1 {
        kept.push(*last);
    }
    kept
}

/// Which point between two lies farthest from where one would be on a straight and steady way, and how far.
fn farthest(flat: &[(i64, Metres)], from: usize, to: usize) -> (usize, f64) {
    let ((begins_ms, a), (ends_ms, b)) = (flat[from], flat[to]);
    let mut farthest = (from, 0.0);
    for (at, (at_ms, point)) in flat.iter().enumerate().take(to).skip(from + 1) {
        let share =
            seconds(at_ms.saturating_sub(begins_ms)) / seconds(ends_ms.saturating_sub(begins_ms).max(1));
        let off_m = apart_m(*point, [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])]);
        if off_m > farthest.1 {
            farthest = (at, off_m);
        }
    }
    farthest
}
