//! What the desk shows first: a few rows and counts, so that nobody fetches lists to count them.

use serde::{Deserialize, Serialize};

use crate::id::AreaId;
use crate::situation::{Finding, Observation};

/// Rows of each list on the overview.
pub const OVERVIEW_ROWS: usize = 5;

/// What came in lately goes back so many days.
pub const LATELY_DAYS: i64 = 60;

/// `GET /overview`. Its rows are findings and observations, or what somebody may see of them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Overview<F = Finding, O = Observation> {
    /// How many findings wait for an answer.
    pub waiting_count: usize,
    /// The first of them: those of most people, then those that have waited longest.
    pub waiting: Vec<F>,
    /// How many observations were made in the last 60 days.
    pub lately_count: usize,
    /// How many of those have arrived after `since`; absent where that was not given.
    pub new_count: Option<usize>,
    /// The last that arrived.
    pub lately: Vec<O>,
    /// Findings by neighbourhood, also of those that lie in none.
    pub by_area: Vec<AreaCount>,
}

/// Findings of one neighbourhood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AreaCount {
    /// The neighbourhood; absent for findings that lie in none.
    pub area: Option<AreaId>,
    /// Findings in it.
    pub findings: usize,
    /// Those of them that wait for an answer.
    pub waiting: usize,
}
