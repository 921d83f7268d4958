//! How far and how long was walked.
//!
//! Promises: only what tracks tell; standing still is not in it.

use serde::{Deserialize, Serialize};

use crate::statement::Tracked;
use crate::time::seconds;
use crate::track::{length_m, points};

/// How far and how long was walked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Exposure {
    /// Kilometres.
    pub walked_km: f64,
    /// Hours under way; standing still is not in them, as it is not in tracks.
    pub walked_hours: f64,
}

impl Exposure {
    /// What these stretches of tracks amount to.
    pub fn of<'a>(stretches: impl IntoIterator<Item = &'a Tracked>) -> Self {
        stretches.into_iter().fold(Self::default(), |sum, tracked| {
            let points = points(tracked);
            let ends = points.first().zip(points.last());
            let lasted_ms = ends.map_or(0, |(first, last)| last.at_ms.saturating_sub(first.at_ms));
            let walked_m = length_m(points.iter().map(|passed| passed.position));
            Self {
                walked_km: sum.walked_km + walked_m / 1_000.0,
                walked_hours: sum.walked_hours + seconds(lasted_ms) / 3_600.0,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::Position;

    #[test]
    fn exposure_is_what_was_walked_and_not_what_lies_between() {
        let stretch = |at_ms, steps: &[i64]| {
            let from = Position::new(65.6, 22.1).unwrap();
            Tracked { at_ms, after: None, from, accuracy_m: 5, steps: steps.to_vec() }
        };
        // Twice 0.009° north, 1,000.75 m, in 15 minutes each; an hour between them.
        let stretches = [stretch(900_000, &[900, 9_000, 0]), stretch(5_400_000, &[900, 9_000, 0])];
        let found = Exposure::of(&stretches);
        assert!(
            (found.walked_km - 2.0015).abs() < 1e-3 && (found.walked_hours - 0.5).abs() < 1e-9,
            "{found:?}"
        );
        assert_eq!(Exposure::of(&[]), Exposure::default());
    }
}
