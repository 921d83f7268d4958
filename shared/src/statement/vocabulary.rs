//! The words that statements share: feelings, times, severities, states.

use serde::{Deserialize, Serialize};

/// Whether a place makes one feel safe or unsafe: Luleå's hearts and exclamation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Feeling {
    /// ♥ trygg.
    Safe,
    /// ! otrygg.
    Unsafe,
}

/// When it is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum When {
    /// At all times.
    Always,
    /// In the daytime.
    Day,
    /// In the evening.
    Evening,
    /// At night.
    Night,
    /// When it is dark.
    Dark,
    /// On weekends.
    Weekend,
    /// In winter.
    Winter,
}

/// How bad it is, 0–3, as Safetipin rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = u8, minimum = 0, maximum = 3))]
pub struct Severity(u8);

impl Severity {
    /// All severities, mildest first.
    pub const ALL: [Self; 4] = [Self(0), Self(1), Self(2), Self(3)];

    /// 0, 1, 2 or 3.
    pub const fn level(self) -> u8 {
        self.0
    }
}

/// A severity that is none of 0–3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("severity {0} is none of 0, 1, 2, 3")]
pub struct NoSuchSeverity(u8);

impl TryFrom<u8> for Severity {
    type Error = NoSuchSeverity;

    fn try_from(level: u8) -> Result<Self, NoSuchSeverity> {
        if level <= 3 { Ok(Self(level)) } else { Err(NoSuchSeverity(level)) }
    }
}

impl From<Severity> for u8 {
    fn from(severity: Severity) -> Self {
        severity.0
    }
}

/// What a walker finds who looks again at what was pointed out before: *kvar, bättre, lagat, värre*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Condition {
    /// As it was.
    Remains,
    /// Better than it was, and not yet well.
    Better,
    /// Mended.
    Fixed,
    /// Worse than it was.
    Worse,
}

impl Condition {
    /// All of them, in the order that they are asked in.
    pub const ALL: [Self; 4] = [Self::Remains, Self::Better, Self::Fixed, Self::Worse];

    /// Whether it is still to be seen.
    pub const fn is_there(self) -> bool {
        !matches!(self, Self::Fixed)
    }
}

/// How far a finding has come. Closed is not fixed: each end has its own name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FindingState {
    /// Nobody has looked at it yet.
    #[default]
    New,
    /// Seen and confirmed.
    Confirmed,
    /// A measure is planned.
    Planned,
    /// The measure is under way.
    Ongoing,
    /// Done.
    Done,
    /// Somebody else has control (rådighet) over it.
    NotOurs,
    /// Nothing will be done, for the reason given.
    Declined,
    /// A good place, to be kept so.
    Kept,
}

impl FindingState {
    /// Whether nobody is going to do more about it.
    pub const fn is_closed(self) -> bool {
        matches!(self, Self::Done | Self::NotOurs | Self::Declined | Self::Kept)
    }

    /// All states, in the order that work goes.
    pub const ALL: [Self; 8] = [
        Self::New,
        Self::Confirmed,
        Self::Planned,
        Self::Ongoing,
        Self::Done,
        Self::NotOurs,
        Self::Declined,
        Self::Kept,
    ];
}
