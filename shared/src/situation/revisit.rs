//! A second look at what was pointed out before, as everybody downstream reads it.

use serde::{Deserialize, Serialize};

use crate::id::{ObservationId, RecordId, WalkId};
use crate::light::{Light, light};
use crate::merge::State;
use crate::statement::{Condition, Photo};

/// A second look that was not taken back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Revisit {
    /// The record that made it.
    pub id: RecordId,
    /// The observation that was looked at again.
    pub of: ObservationId,
    /// The walk on which.
    pub walk: Option<WalkId>,
    /// When, by the phone's clock.
    pub at_ms: i64,
    /// How it is now.
    pub condition: Condition,
    /// How light it was, if it is known where.
    pub light: Option<Light>,
    /// New photos, to be laid beside the old ones.
    pub photos: Vec<Photo>,
}

impl Revisit {
    /// The second look as a state has it; `None` when it was not made or was taken back.
    pub fn of(state: &State, id: RecordId, walk: Option<WalkId>) -> Option<Self> {
        let (_, it) = state.revisits().find(|(known, _)| *known == id)?;
        Some(Self {
            id,
            of: it.of,
            walk,
            at_ms: it.at_ms,
            condition: it.condition,
            light: it.place.position().and_then(|position| light(position, it.at_ms)),
            photos: state.photos(id).map(|photo| photo.photo.clone()).collect(),
        })
    }
}
