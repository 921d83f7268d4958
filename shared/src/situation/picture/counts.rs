//! Rows of a picture: how many of what, how often, and whether that has changed.
//!
//! Promises: what was not said has a row of its own, without a name. Rows of one kind are compared at once: a change among
//! them is called one only where the false discovery rate is held over all of them.

use serde::{Deserialize, Serialize};

use super::rates::Trend;
use super::walked::{TimeOfDay, WalkedAtTime, WalkedInLight};
use crate::id::CategoryId;
use crate::light::Light;
use crate::situation::statistics::FALSE_DISCOVERY_RATE;
use crate::statement::{Feeling, Severity, When};
use crate::wire::Focus;

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
    /// How often, and whether that has changed.
    pub trend: Trend,
    /// The probability of its change, adjusted for every category being compared; absent without a comparison.
    pub adjusted_p: Option<f64>,
}

impl CategoryCount {
    /// Whether its change is more than chance among so many categories gives.
    pub fn has_changed(&self) -> bool {
        has_changed(self.adjusted_p)
    }
}

/// Whether a change with this probability, adjusted for all that were compared with it, is more than chance gives.
pub fn has_changed(adjusted_p: Option<f64>) -> bool {
    adjusted_p.is_some_and(|p| p <= FALSE_DISCOVERY_RATE)
}

/// How many findings belong to a focus area.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FocusCount {
    /// The focus area; absent for categories that this server does not know.
    pub focus: Option<Focus>,
    /// Findings.
    pub findings: usize,
    /// Voices.
    pub voices: usize,
    /// How often, and whether that has changed.
    #[serde(default)]
    pub trend: Trend,
    /// The probability of its change, adjusted for all rows of this kind; absent without a comparison.
    #[serde(default)]
    pub adjusted_p: Option<f64>,
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
    /// How often findings were seen in it for each kilometre and hour walked in it (each walker who observed anything in
    /// it, where walkers are the base), and whether that has changed.
    #[serde(default)]
    pub trend: Trend,
    /// The probability of its change, adjusted for all rows of this kind; absent without a comparison.
    #[serde(default)]
    pub adjusted_p: Option<f64>,
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
    pub walked: Option<WalkedAtTime>,
    /// How often findings were seen at it for each kilometre and hour walked at it, as for light.
    pub trend: Trend,
    /// The probability of its change, adjusted for all rows of this kind; absent without a comparison.
    pub adjusted_p: Option<f64>,
}

/// How many observations are said to be so at a time. One may be so at several.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WhenCount {
    /// When it is so; absent where nobody said.
    pub when: Option<When>,
    /// Observations.
    pub observations: usize,
    /// How often, and whether that has changed.
    #[serde(default)]
    pub trend: Trend,
    /// The probability of its change, adjusted for all rows of this kind; absent without a comparison.
    #[serde(default)]
    pub adjusted_p: Option<f64>,
}

/// How many findings were called so bad.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SeverityCount {
    /// The worst severity that somebody gave; absent where nobody gave one.
    pub severity: Option<Severity>,
    /// Findings.
    pub findings: usize,
    /// How often, and whether that has changed.
    #[serde(default)]
    pub trend: Trend,
    /// The probability of its change, adjusted for all rows of this kind; absent without a comparison.
    #[serde(default)]
    pub adjusted_p: Option<f64>,
}
