//! Rows of a picture: how many of what, and of categories whether that has changed.
//!
//! Promises: what was not said has a row of its own, without a name. Categories are compared at once: a change among them is
//! called one only where it holds among all of them (Holm). No row holds more than the whole.

use serde::{Deserialize, Serialize};

use super::trends::Trend;
use super::walked::{TimeOfDay, WalkedInLight};
use crate::id::CategoryId;
use crate::light::Light;
use crate::situation::statistics::{CONFIDENCE, Exposure};
use crate::statement::{Feeling, Severity, When};

/// How often a category was pointed at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CategoryCount {
    /// Safe or unsafe.
    pub feeling: Feeling,
    /// The category.
    pub category: CategoryId,
    /// Findings of it.
    pub findings: usize,
    /// Observations of it.
    pub observations: usize,
    /// Voices: over its findings, the walkers who said each.
    pub voices: usize,
    /// How much, and whether that has changed.
    pub trend: Trend,
    /// The probability of its change, adjusted for every category being compared (Holm); absent without a comparison.
    pub adjusted_p: Option<f64>,
}

impl CategoryCount {
    /// Whether its change is more than chance among so many categories gives.
    pub fn has_changed(&self) -> bool {
        self.adjusted_p.is_some_and(|p| p <= 1.0 - CONFIDENCE)
    }
}

/// How many observations were made in a light.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LightCount {
    /// The sky's light; absent where place or time are not known.
    pub light: Option<Light>,
    /// Observations.
    pub observations: usize,
    /// Those of them where no lamp is near and the way is not lit, as far as that is known.
    pub unlit: usize,
    /// How far was walked in it; absent where nobody let that be noted.
    pub walked: Option<WalkedInLight>,
    /// How much was pointed out in it, now and before. It is not compared: a later walk is no darker neighbourhood.
    pub trend: Trend,
}

/// How many observations were made at a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TimeCount {
    /// The time of day.
    pub time: TimeOfDay,
    /// Observations.
    pub observations: usize,
    /// How far was walked at it; absent where nobody let that be noted.
    pub walked: Option<Exposure>,
    /// How much was pointed out at it, now and before.
    pub trend: Trend,
}

/// How many observations are said to be so at a time. One may be so at several.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WhenCount {
    /// When it is so; absent where nobody said.
    pub when: Option<When>,
    /// Observations.
    pub observations: usize,
    /// How much, now and before.
    pub trend: Trend,
}

/// How many findings were called so bad.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SeverityCount {
    /// The worst severity that somebody gave; absent where nobody gave one.
    pub severity: Option<Severity>,
    /// Findings.
    pub findings: usize,
    /// How much, now and before.
    pub trend: Trend,
}
