//! What a phone takes along on its walk, beside what joining gave it.

use serde::{Deserialize, Serialize};

use super::{AreaCard, WalkCard};
use crate::geo::Position;
use crate::id::{BlobHash, CategoryId, ObservationId};
use crate::statement::{Feeling, FindingState};

/// `GET /surroundings`: what a phone takes along on its walk, beside what joining gave it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Surroundings {
    /// The walk as it is planned now.
    pub walk: WalkCard,
    /// What others pointed out near the walk and what is not settled, nearest the loop's start first; those of the
    /// walk that this one follows come first, in order along the loop.
    pub findings: Vec<NearbyFinding>,
    /// Lamp posts near the walk, as `[lon, lat]`.
    pub lamps: Vec<[f64; 2]>,
    /// The neighbourhoods that the surroundings reach into, their outlines simplified to within 5 m.
    #[serde(default)]
    pub areas: Vec<AreaCard>,
    /// The map, if the municipality has one.
    pub map: Option<MapFile>,
}

/// A finding as walkers may know it: no words and no photos of others, for nobody has looked whether they show people, and
/// nothing of who, where exactly or when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NearbyFinding {
    /// What it is called on this walk: phones name it so when they look again. On another walk it has another name.
    pub id: ObservationId,
    /// Safe or unsafe.
    pub feeling: Feeling,
    /// What it is about.
    pub category: CategoryId,
    /// Its middle, to ten metres.
    pub position: Position,
    /// How far its observations lie from there at most, in steps of ten metres.
    pub extent_m: f64,
    /// How many said it, as the lower end of its step: 1, 2 (to 4), 5 (to 9) or 10 (and more).
    pub voices: usize,
    /// The day when it was last seen, as its noon in Sweden.
    pub last_at_ms: i64,
    /// How far it has come.
    pub state: FindingState,
    /// Whether the walk asks how it is now.
    pub asked: bool,
}

/// The part of the base map that a walk needs: a `PMTiles` archive at `GET /surroundings/map`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MapFile {
    /// SHA-256 of the archive, in hexadecimal.
    pub sha256: BlobHash,
    /// Its size.
    pub bytes: u64,
    /// Whom to thank for it.
    pub attribution: String,
}

/// How many spoke is told as the least of these steps: 1, 2 to 4, 5 to 9, 10 and more.
const STEPS: [usize; 4] = [10, 5, 2, 1];

/// A number of voices as the lower end of its step: one more voice is seldom seen, and never whose.
pub fn least_voices(voices: usize) -> usize {
    STEPS.into_iter().find(|step| voices >= *step).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_many_spoke_is_told_in_four_steps() {
        assert_eq!([0, 1, 2, 4, 5, 9, 10, 209].map(least_voices), [0, 1, 2, 2, 5, 5, 10, 10]);
    }
}
