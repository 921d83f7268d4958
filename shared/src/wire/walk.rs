//! Walks: what is planned, what everybody may know of it, and what has come of it.

use serde::{Deserialize, Serialize};

use crate::id::{AreaId, CategoryId, WalkId};
use crate::time::MINUTE_MS;

/// A walk as everybody may know it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WalkCard {
    /// The record that planned it.
    pub id: WalkId,
    /// Its name for people.
    pub title: String,
    /// The neighbourhood.
    pub area: Option<AreaId>,
    /// When it starts.
    pub starts_at_ms: i64,
    /// Where the walkers meet.
    pub meeting_place: Option<String>,
    /// Categories to show first.
    pub themes: Vec<CategoryId>,
    /// The loop from where the walk starts, as the coordinates of a GeoJSON `LineString`; empty while it is not drawn.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub loop_line: Vec<[f64; 2]>,
    /// The earlier walk whose findings are looked at again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<WalkId>,
    /// Whether phones on the walk see what others point out while it is under way.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shares_live: bool,
    /// Whether it is a demonstration.
    pub demonstration: bool,
}

/// How long after its start a walk may still go on.
const WALK_LASTS_MS: i64 = 3 * 60 * MINUTE_MS;

impl WalkCard {
    /// When it has ended, as far as one can tell from its start.
    pub fn ends_at_ms(&self) -> i64 {
        self.starts_at_ms.saturating_add(WALK_LASTS_MS)
    }

    /// Whether it has ended, as far as one can tell from its start.
    pub fn is_over(&self, now_ms: i64) -> bool {
        now_ms > self.ends_at_ms()
    }
}

/// `POST /walks`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewWalk {
    /// Its name for people.
    pub title: String,
    /// The neighbourhood.
    #[serde(default)]
    pub area: Option<AreaId>,
    /// When it starts.
    pub starts_at_ms: i64,
    /// Where the walkers meet.
    #[serde(default)]
    pub meeting_place: Option<String>,
    /// Categories to show first.
    #[serde(default)]
    pub themes: Vec<CategoryId>,
    /// The loop from where the walk starts, as the coordinates of a GeoJSON `LineString`.
    #[serde(default)]
    pub loop_line: Vec<[f64; 2]>,
    /// The earlier walk whose findings are to be looked at again.
    #[serde(default)]
    pub follows: Option<WalkId>,
    /// Whether phones on the walk see what others point out while it is under way.
    #[serde(default)]
    pub shares_live: bool,
}

/// A walk as its officers see it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlannedWalk {
    /// The walk.
    pub walk: WalkCard,
    /// The code that lets a phone join; planners do not get it.
    pub code: Option<String>,
    /// The link that the QR code holds.
    pub link: Option<String>,
    /// Whether a phone can join by the code now.
    #[serde(default = "yes")]
    pub code_open: bool,
    /// Whether the code was closed at the desk.
    #[serde(default)]
    pub code_closed: bool,
    /// When the code closes by itself; absent where it does not, and for planners.
    #[serde(default)]
    pub code_closes_at_ms: Option<i64>,
    /// Phones that joined. Counts are withheld from planners.
    #[serde(default)]
    pub joined: u64,
    /// Phones that have sent something.
    #[serde(default)]
    pub sent: u64,
    /// Observations received.
    #[serde(default)]
    pub observations: u64,
    /// Photos received.
    #[serde(default)]
    pub photos: u64,
    /// Photos named by records that have not arrived yet.
    #[serde(default)]
    pub photos_missing: u64,
    /// Names of fields that are withheld, with a space between them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withheld: Option<String>,
}

fn yes() -> bool {
    true
}

/// `PUT /walks/{id}/code`: whether phones may join by it from now on. Phones that have joined go on in either case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeChange {
    /// `true` opens it, also past its time, for as many days as codes stay open after a walk; `false` closes it.
    pub open: bool,
}
