//! A walk's paper sheet as it crosses the line, once somebody types it in at the desk.

use serde::{Deserialize, Serialize};

use crate::geo::Position;
use crate::id::{CategoryId, ObservationId, SeriesId};
use crate::statement::{Condition, Feeling, Severity};

/// Most lines of a sheet, points and second looks each.
pub const MAX_SHEET_LINES: usize = 100;

/// `PUT /walks/{id}/papers/{sheet}`: what one group wrote. The sheet's id is a random series made up by the desk, so
/// that sending it again changes nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaperSheet {
    /// When they walked.
    pub at_ms: i64,
    /// The places they pointed at, in the order of the sheet.
    #[serde(default)]
    pub points: Vec<PaperPoint>,
    /// What they found at the places that the walk asks about.
    #[serde(default)]
    pub looks: Vec<PaperLook>,
}

/// A numbered line of the sheet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaperPoint {
    /// Safe or unsafe.
    pub feeling: Feeling,
    /// What it is about.
    pub category: CategoryId,
    /// Where, as it was drawn on the sheet's map.
    #[serde(default)]
    pub pin: Option<Position>,
    /// Where, in words.
    #[serde(default)]
    pub described: Option<String>,
    /// In the walkers' words.
    #[serde(default)]
    pub text: Option<String>,
    /// How bad it is.
    #[serde(default)]
    pub severity: Option<Severity>,
    /// What they propose.
    #[serde(default)]
    pub proposal: Option<String>,
}

/// A ticked answer to what the walk asks about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaperLook {
    /// An observation of the finding that was looked at again.
    pub of: ObservationId,
    /// How it is now.
    pub condition: Condition,
}

/// A sheet that was typed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TypedSheet {
    /// Its series.
    pub id: SeriesId,
    /// The day on which it was typed in, as `2026-11-22`.
    pub day: String,
    /// How many of its points and second looks stand; none of a sheet that was taken back.
    pub lines: u64,
}
