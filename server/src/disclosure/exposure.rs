//! How far and how long was walked, told of a square of 100 m, a walk and an hour together, where enough walked in it.
//!
//! Promises: of such a part each participant counts with the mean of all in it, along one line through the middle of the square,
//! so that nobody's way, pace or pause is in it; a part of fewer than [`FEWEST`] participants is left out as a whole.

use std::collections::BTreeMap;
use std::sync::Arc;

use shared::geo::Position;
use shared::id::{RecordId, SeriesId, WalkId};
use shared::situation::Track;
use shared::statement::Tracked;
use shared::time::seconds;
use shared::track::points;

use super::grid::{CELLS, Cell};
use super::release::{FEWEST, HOUR_MS, hour_ms};

/// How exact the middle of a square is as a place, in metres.
const ACCURACY_M: u32 = 50;

/// Metres of a degree of latitude on the mean sphere.
const METRES_PER_DEGREE: f64 = 111_195.0;

/// What is told together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    cell: Cell,
    walk: Option<WalkId>,
    hour_ms: i64,
}

#[derive(Debug, Clone, Copy, Default)]
struct Walked {
    metres: f64,
    seconds: f64,
}

/// The tracks that planners' figures are made of.
pub fn released_tracks<'a>(tracks: impl Iterator<Item = &'a Track>) -> Vec<Track> {
    let mut released = Vec::new();
    let mut next_number = BTreeMap::<SeriesId, u64>::new();
    for (part, walked) in parts(tracks).into_iter().filter(|(_, walked)| walked.len() >= FEWEST) {
        let Some(tracked) = part.tracked(&walked).map(Arc::new) else { continue };
        for series in walked.into_keys() {
            let number = next_number.entry(series).or_insert(0);
            *number += 1;
            let id = RecordId { series, number: *number };
            released.push(Track { id, walk: part.walk, arrived_at_ms: None, tracked: Arc::clone(&tracked) });
        }
    }
    released
}

fn parts<'a>(tracks: impl Iterator<Item = &'a Track>) -> BTreeMap<Part, BTreeMap<SeriesId, Walked>> {
    let mut parts = BTreeMap::<Part, BTreeMap<SeriesId, Walked>>::new();
    for track in tracks {
        for pair in points(&track.tracked).windows(2) {
            let (from, to) = (pair[0], pair[1]);
            let Some(middle) = halfway(from.position, to.position) else { continue };
            let part = Part { cell: CELLS.cell(middle), walk: track.walk, hour_ms: hour_ms(from.at_ms) };
            let walked = parts.entry(part).or_default().entry(track.id.series).or_default();
            walked.metres += from.position.distance_m(to.position);
            walked.seconds += seconds(to.at_ms.saturating_sub(from.at_ms));
        }
    }
    parts
}

fn halfway(from: Position, to: Position) -> Option<Position> {
    let [lat, lon] = [Position::lat, Position::lon].map(|of| f64::midpoint(of(from), of(to)));
    Position::new(lat, lon).ok()
}

impl Part {
    /// The mean of all, eastwards through the middle of the square, in the middle of the hour.
    fn tracked(&self, walked: &BTreeMap<SeriesId, Walked>) -> Option<Tracked> {
        let middle = CELLS.middle(self.cell)?;
        let mean = |of: fn(&Walked) -> f64| walked.values().map(of).sum::<f64>() / count(walked.len());
        let half_deg =
            mean(|it| it.metres) / 2.0 / METRES_PER_DEGREE / middle.lat().to_radians().cos().max(0.01);
        let (half, half_s) = (whole(half_deg * 1e6), whole(mean(|it| it.seconds) / 2.0).min(HOUR_MS / 2_000));
        Some(Tracked {
            at_ms: self.hour_ms.saturating_add(HOUR_MS / 2 + half_s * 1_000),
            after: None,
            from: Position::new(middle.lat(), (middle.lon() - half_deg).max(-180.0)).ok()?,
            accuracy_m: ACCURACY_M,
            steps: vec![half_s, 0, half, half_s, 0, half],
        })
    }
}

#[expect(clippy::cast_precision_loss, reason = "participants of a walk")]
fn count(number: usize) -> f64 {
    number.max(1) as f64
}

#[expect(clippy::cast_possible_truncation, reason = "rounded; beyond the type's bounds it stops there")]
fn whole(number: f64) -> i64 {
    number.round() as i64
}
