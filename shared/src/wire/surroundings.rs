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

/// A finding as walkers may know it: no words and no photos of others, for nobody has looked whether they show people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NearbyFinding {
    /// The observation that it is called by.
    pub id: ObservationId,
    /// Safe or unsafe.
    pub feeling: Feeling,
    /// What it is about.
    pub category: CategoryId,
    /// Its middle.
    pub position: Position,
    /// How far its observations lie from the middle at most, in metres.
    pub extent_m: f64,
    /// How many said it.
    pub voices: usize,
    /// When it was last seen.
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
