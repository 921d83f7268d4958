//! What residents state.

use serde::{Deserialize, Serialize};

use super::{Condition, Feeling, Severity, When};
use crate::geo::{Fix, Place, Position};
use crate::id::{BlobHash, CategoryId, ObservationId, RecordId};

/// A resident points at a place: two taps, saved before anything else is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Observed {
    /// When, by the writer's clock.
    pub at_ms: i64,
    /// Safe or unsafe.
    pub feeling: Feeling,
    /// What it is about.
    pub category: CategoryId,
    /// Where.
    #[serde(default)]
    pub place: Place,
}

/// A photo as it is stored: re-encoded JPEG, upright, without EXIF.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Photo {
    /// SHA-256 of the bytes.
    pub blob: BlobHash,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Size in bytes.
    pub bytes: u64,
}

/// A photo is added to an observation. The record's own id is the photo's id: two identical photos are two photos.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Photographed {
    /// When, by the writer's clock.
    pub at_ms: i64,
    /// The observation that it shows.
    pub of: ObservationId,
    /// The photo.
    #[serde(flatten)]
    pub photo: Photo,
}

/// A resident looks again at what somebody pointed out before: on the same walk, or months later. It is a voice like
/// the first one, and stands in the resident's own series; taking it back is an edit of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Revisited {
    /// When, by the writer's clock.
    pub at_ms: i64,
    /// An observation of the finding that was looked at again; anybody's.
    pub of: ObservationId,
    /// How it is now.
    pub condition: Condition,
    /// From where it was seen.
    #[serde(default)]
    pub place: Place,
}

/// One property given a value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Change {
    /// What it is about.
    Category(CategoryId),
    /// In the walker's words.
    Text(String),
    /// When it is so; empty is "not said".
    When(Vec<When>),
    /// How bad it is.
    Severity(Severity),
    /// What the walker proposes.
    Proposal(String),
    /// A pin moved by hand; the fix stays beside it.
    Pin(Position),
    /// Where it is, in words.
    Described(String),
    /// A better fix that came after the tap.
    Fix(Fix),
    /// Something else than these, which others pointed out close by; empty takes it back.
    Apart(Vec<ObservationId>),
    /// Taken back (`true`) or, by undo, put forward again (`false`). Of a photo: removed.
    Withdrawn(bool),
}

/// Something already recorded is told more of, corrected, withdrawn or restored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Edited {
    /// When, by the writer's clock.
    pub at_ms: i64,
    /// The observation or photo that this is about.
    pub of: RecordId,
    /// The edits of the same property that the writer saw and now supersedes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaces: Vec<RecordId>,
    /// The property and its value.
    pub change: Change,
}

/// Why nothing is known between one stretch of a track and the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Gap {
    /// The walker stood still where the next stretch begins. Of all gaps, only here one knows where they were.
    Still,
    /// The phone did not know where it was, or not well enough.
    Lost,
    /// The screen was off or another app in front, and the browser asleep.
    ScreenOff,
    /// The walker paused the track.
    Paused,
    /// The phone was low on power, which it keeps for getting home.
    LowPower,
}

impl Gap {
    /// Every one of them.
    pub const ALL: [Self; 5] = [Self::Still, Self::Lost, Self::ScreenOff, Self::Paused, Self::LowPower];
}

/// A stretch of the walker's own track, about half a minute of walking. Stretches without a gap join: each begins with
/// the point that ended the one before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tracked {
    /// When the stretch ends, by the writer's clock.
    pub at_ms: i64,
    /// What lies between the stretch before and this one, if it does not join.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Gap>,
    /// Where it begins.
    pub from: Position,
    /// How far off its worst point may be, in whole metres.
    pub accuracy_m: u32,
    /// Its other points, each as three numbers since the one before: seconds, and millionths of a degree north and
    /// east. `track::points` reads them.
    pub steps: Vec<i64>,
}
