//! A walk's loop while it is drawn: which places were clicked, and what lies between them along streets and paths.

use serde::{Deserialize, Serialize};

/// Most points of a loop: as many as a phone draws at ease.
pub const MAX_LOOP_POINTS: usize = 1_000;

/// Longest loop, in metres: farther than anybody walks in an evening.
pub const MAX_LOOP_M: f64 = 30_000.0;

/// Most places in one question: a corner that is dragged has three, a whole loop has no more than these.
pub const MAX_LOOP_STOPS: usize = 25;

/// Places to find a way through.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LoopRequest {
    /// Places as `[longitude, latitude]` in degrees, in order: at least one, at most [`MAX_LOOP_STOPS`].
    pub through: Vec<[f64; 2]>,
}

/// What lies between places.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LoopAnswer {
    /// The places, each moved onto the nearest way.
    pub stops: Vec<LoopStop>,
    /// What lies between each place and the next.
    pub legs: Vec<LoopLeg>,
}

/// A place of a loop.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LoopStop {
    /// `[longitude, latitude]` in degrees.
    pub at: [f64; 2],
    /// Whether it lies on a way; else it is as it was clicked.
    pub on_way: bool,
}

/// What lies between two places.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LoopLeg {
    /// Whether there is a way.
    pub found: LegFound,
    /// Its bends as `[longitude, latitude]` in degrees, both ends included; empty where there is no way.
    pub line: Vec<[f64; 2]>,
    /// How long it is, in metres.
    pub length_m: f64,
}

/// Whether there is a way between two places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum LegFound {
    /// Along streets and paths.
    Along,
    /// There are ways at both places, and they do not hang together.
    Apart,
    /// No way is near one of the places.
    OffWays,
    /// None was found within what one question may cost.
    TooFar,
}
