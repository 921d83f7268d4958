//! What officers state.

use serde::{Deserialize, Serialize};

use super::FindingState;
use crate::id::{AreaId, CategoryId, ObservationId, RecordId, WalkId};

/// A walk is planned by the desk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WalkPlanned {
    /// When it was planned.
    pub at_ms: i64,
    /// Its name for people.
    pub title: String,
    /// The neighbourhood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaId>,
    /// When it starts.
    pub starts_at_ms: i64,
    /// Where the walkers meet, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting_place: Option<String>,
    /// Categories to show first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub themes: Vec<CategoryId>,
    /// The loop, as `[lon, lat]` of WGS 84 from where the walk starts: the coordinates of a GeoJSON `LineString`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub loop_line: Vec<[f64; 2]>,
    /// The earlier walk whose findings are looked at again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<WalkId>,
    /// Whether phones on the walk see what others point out while it is under way.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shares_live: bool,
    /// Whether this is a demonstration, to be marked as such wherever it is shown.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub demonstration: bool,
}

/// A walk that was planned is planned anew, as a whole. Of several the latest by the server's clock counts, which all
/// officers share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WalkReplanned {
    /// The walk.
    pub of: WalkId,
    /// The plan from now on.
    #[serde(flatten)]
    pub plan: WalkPlanned,
}

/// An officer decides on a finding, named by the observations it held when the officer saw it, so that the
/// decision stays with them however findings are merged later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Decided {
    /// When it was decided.
    pub at_ms: i64,
    /// The observations that the finding held.
    pub about: Vec<ObservationId>,
    /// The earlier decisions that the officer saw and now supersedes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaces: Vec<RecordId>,
    /// How far it has come.
    pub state: FindingState,
    /// Who has control and acts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible: Option<String>,
    /// The public sentence that those who said it will read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
}

/// An officer says which observations are of one thing and which are not, for ever: however findings are merged later,
/// those in `one` stay together, and none of those in `apart` comes to them. Undone by one that replaces it and says
/// nothing, or something else. Where two that stand contradict each other the later one counts, by the server's clock,
/// which all officers share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Grouped {
    /// When it was said.
    pub at_ms: i64,
    /// Observations of one thing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub one: Vec<ObservationId>,
    /// Observations of something else than that: of one other thing or of several, which is not said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub apart: Vec<ObservationId>,
    /// The earlier groupings that the officer saw and now supersedes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaces: Vec<RecordId>,
}
