//! What can be stated: an observation and what is told of it, a walk planned, a decision taken.
//!
//! Promises: a statement of a kind or version that this build does not know is [`Reading::Foreign`], never an
//! error, so that a newer app's record passes through untouched. Only a statement that claims to be known and is
//! not well formed is an error, and then the text is kept by whoever holds the record.

#[cfg(any(test, feature = "contract"))]
pub mod contract;
mod officer;
mod vocabulary;
mod walker;

pub use officer::{Decided, Grouped, WalkPlanned, WalkReplanned};
pub use vocabulary::{Condition, Feeling, FindingState, NoSuchSeverity, Severity, When};
pub use walker::{Change, Edited, Gap, Observed, Photo, Photographed, Revisited, Tracked};

use serde::{Deserialize, Serialize};

use crate::geo::Fix;

/// The newest version of statements that this build writes and reads.
pub const VERSION: u32 = 1;

/// Longest text that a person may state, in characters.
pub const MAX_TEXT_CHARS: usize = 4_000;

/// Half of the Earth's circumference, in metres: a fix that may be farther off says nothing at all.
pub const MAX_ACCURACY_M: f64 = 20_037_508.0;

/// Largest record, in bytes of its text.
pub const MAX_RECORD_BYTES: usize = 64 * 1024;

/// Everything that this build can state.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Statement {
    /// A resident points at a place.
    Observed(Observed),
    /// A photo is added.
    Photographed(Photographed),
    /// Something is told, corrected, withdrawn.
    Edited(Edited),
    /// A resident looks again at what was pointed out before.
    Revisited(Revisited),
    /// A stretch of the walker's own track.
    Tracked(Tracked),
    /// A walk is planned.
    #[cfg_attr(not(feature = "officers"), serde(skip_serializing))]
    WalkPlanned(WalkPlanned),
    /// A walk is planned anew.
    #[cfg_attr(not(feature = "officers"), serde(skip_serializing))]
    WalkReplanned(WalkReplanned),
    /// A finding is decided on.
    #[cfg_attr(not(feature = "officers"), serde(skip_serializing))]
    Decided(Decided),
    /// Observations are said to be of one thing, or not to be.
    #[cfg_attr(not(feature = "officers"), serde(skip_serializing))]
    Grouped(Grouped),
}

/// What a record's text was found to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading {
    /// A statement that this build knows.
    Known(Statement),
    /// A statement of a newer app: kept and passed on, not understood here.
    Foreign {
        /// The kind it says it is.
        kind: String,
    },
}

/// Why a text that claims to be a statement cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// No JSON object with a `kind`.
    #[error("it is not a statement: {0}")]
    NotAStatement(#[source] serde_json::Error),
    /// The kind is known and the rest does not fit it.
    #[error("it is not a well-formed “{kind}”: {source}")]
    Malformed {
        /// The kind it says it is.
        kind: String,
        /// What does not fit.
        source: serde_json::Error,
    },
    /// Longer than a record may be.
    #[error("its {bytes} bytes are more than the {MAX_RECORD_BYTES} that a record may have")]
    TooLarge {
        /// Bytes found.
        bytes: usize,
    },
    /// A fix that no phone can have measured.
    #[error("its fix is off the globe, or its accuracy is no radius in metres")]
    ImpossibleFix,
    /// A track that no phone can have recorded.
    #[error("its track has half a step, or goes back in time")]
    ImpossibleTrack,
    /// A text longer than a person may state.
    #[error("a text of {chars} characters is longer than {MAX_TEXT_CHARS}")]
    TextTooLong {
        /// Characters found.
        chars: usize,
    },
}

#[derive(Deserialize)]
struct Tag {
    kind: String,
    #[serde(default = "version_of_the_first")]
    v: u32,
}

fn version_of_the_first() -> u32 {
    1
}

impl Statement {
    /// Reads a record's text.
    pub fn read(text: &str) -> Result<Reading, Unreadable> {
        if text.len() > MAX_RECORD_BYTES {
            return Err(Unreadable::TooLarge { bytes: text.len() });
        }
        let tag: Tag = serde_json::from_str(text).map_err(Unreadable::NotAStatement)?;
        if tag.v > VERSION {
            return Ok(Reading::Foreign { kind: tag.kind });
        }
        let known = match tag.kind.as_str() {
            "observed" => serde_json::from_str(text).map(Self::Observed),
            "photographed" => serde_json::from_str(text).map(Self::Photographed),
            "edited" => serde_json::from_str(text).map(Self::Edited),
            "revisited" => serde_json::from_str(text).map(Self::Revisited),
            "walk_replanned" => serde_json::from_str(text).map(Self::WalkReplanned),
            "tracked" => serde_json::from_str(text).map(Self::Tracked),
            "walk_planned" => serde_json::from_str(text).map(Self::WalkPlanned),
            "decided" => serde_json::from_str(text).map(Self::Decided),
            "grouped" => serde_json::from_str(text).map(Self::Grouped),
            _ => return Ok(Reading::Foreign { kind: tag.kind }),
        };
        let statement = known.map_err(|source| Unreadable::Malformed { kind: tag.kind, source })?;
        statement.check_texts()?;
        statement.check_fix()?;
        statement.check_track()?;
        Ok(Reading::Known(statement))
    }

    /// The text of the record that states this.
    pub fn to_text(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// When it was stated, by the writer's clock.
    pub fn at_ms(&self) -> i64 {
        match self {
            Self::Observed(it) => it.at_ms,
            Self::Photographed(it) => it.at_ms,
            Self::Edited(it) => it.at_ms,
            Self::Revisited(it) => it.at_ms,
            Self::Tracked(it) => it.at_ms,
            Self::WalkPlanned(it) => it.at_ms,
            Self::WalkReplanned(it) => it.plan.at_ms,
            Self::Decided(it) => it.at_ms,
            Self::Grouped(it) => it.at_ms,
        }
    }

    fn check_texts(&self) -> Result<(), Unreadable> {
        let long =
            self.texts().into_iter().map(|text| text.chars().count()).find(|chars| *chars > MAX_TEXT_CHARS);
        long.map_or(Ok(()), |chars| Err(Unreadable::TextTooLong { chars }))
    }

    fn check_fix(&self) -> Result<(), Unreadable> {
        let fix = match self {
            Self::Observed(it) => it.place.fix.as_ref(),
            Self::Revisited(it) => it.place.fix.as_ref(),
            Self::Edited(Edited { change: Change::Fix(fix), .. }) => Some(fix),
            _ => None,
        };
        let is_radius = |metres: f64| (0.0..=MAX_ACCURACY_M).contains(&metres);
        let is_possible = |fix: &Fix| {
            let is_anywhere = fix.position().is_some() && fix.best_position().is_some();
            is_anywhere && is_radius(fix.accuracy_m) && is_radius(fix.best_accuracy_m())
        };
        if fix.is_none_or(is_possible) { Ok(()) } else { Err(Unreadable::ImpossibleFix) }
    }

    fn check_track(&self) -> Result<(), Unreadable> {
        let Self::Tracked(it) = self else { return Ok(()) };
        let is_whole = it.steps.len() % 3 == 0;
        let is_forward = it.steps.iter().step_by(3).all(|seconds| *seconds >= 0);
        if is_whole && is_forward { Ok(()) } else { Err(Unreadable::ImpossibleTrack) }
    }

    fn texts(&self) -> Vec<&str> {
        match self {
            Self::Observed(Observed { place, .. }) | Self::Revisited(Revisited { place, .. }) => {
                place.described.iter().map(String::as_str).collect()
            }
            Self::Edited(it) => match &it.change {
                Change::Text(text) | Change::Proposal(text) | Change::Described(text) => vec![text],
                _ => vec![],
            },
            Self::WalkPlanned(plan) | Self::WalkReplanned(WalkReplanned { plan, .. }) => {
                let meeting_place = plan.meeting_place.as_deref();
                std::iter::once(plan.title.as_str()).chain(meeting_place).collect()
            }
            Self::Decided(it) => {
                [&it.responsible, &it.answer].into_iter().flatten().map(String::as_str).collect()
            }
            Self::Photographed(_) | Self::Tracked(_) | Self::Grouped(_) => vec![],
        }
    }
}

#[cfg(test)]
mod tests;
