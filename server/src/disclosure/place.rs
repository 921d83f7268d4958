//! Where a finding is, by those of its observations that may be told.
//!
//! Promises: what may not be told moves nothing.

use shared::geo::Position;
use shared::situation::{Finding, Observation};

/// How far off a place may be whose accuracy nobody said, in metres.
const UNKNOWN_ACCURACY_M: f64 = 30.0;

/// Its known lamp, which the municipality put there, else the mean of these observations' places, weighted by accuracy.
pub(super) fn place_of(finding: &Finding, members: &[&Observation]) -> Option<Position> {
    if finding.lamp.is_some() {
        return finding.position;
    }
    let (mut lat, mut lon, mut weights) = (0.0, 0.0, 0.0);
    for (it, at) in members.iter().filter_map(|it| Some((it, it.position?))) {
        let weight = it.accuracy_m.unwrap_or(UNKNOWN_ACCURACY_M).max(1.0).powi(-2);
        lat += weight * at.lat();
        lon += weight * at.lon();
        weights += weight;
    }
    (weights > 0.0).then(|| Position::new(lat / weights, lon / weights).ok())?
}

/// How far they lie from there at most, in steps of ten metres.
pub(super) fn extent_m(at: Position, members: &[&Observation]) -> f64 {
    let away = members.iter().filter_map(|it| Some(it.position?.distance_m(at)));
    (away.fold(0.0, f64::max) / 10.0).ceil() * 10.0
}
