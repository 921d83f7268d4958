//! What can be stated: an observation and what is told of it, a walk planned, a decision taken.
//!
//! Promises: a statement of a kind or version that this build does not know is [`Reading::Foreign`], never an
//! error, so that a newer app's record passes through untouched. Only a statement that claims to be known and is
//! not well formed is an error, and then the text is kept by whoever holds the record.

use serde::{Deserialize, Serialize};

use crate::geo::{Fix, Place, Position};
use crate::id::{AreaId, BlobHash, CategoryId, ObservationId, RecordId};

/// The newest version of statements that this build writes and reads.
pub const VERSION: u32 = 1;

/// Longest text that a person may state, in characters.
pub const MAX_TEXT_CHARS: usize = 4_000;

/// Largest record, in bytes of its text.
pub const MAX_RECORD_BYTES: usize = 64 * 1024;

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
    /// Whether this is a demonstration, to be marked as such wherever it is shown.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub demonstration: bool,
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
    /// A walk is planned.
    WalkPlanned(WalkPlanned),
    /// A finding is decided on.
    Decided(Decided),
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
            "walk_planned" => serde_json::from_str(text).map(Self::WalkPlanned),
            "decided" => serde_json::from_str(text).map(Self::Decided),
            _ => return Ok(Reading::Foreign { kind: tag.kind }),
        };
        let statement = known.map_err(|source| Unreadable::Malformed { kind: tag.kind, source })?;
        statement.check_texts()?;
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
            Self::WalkPlanned(it) => it.at_ms,
            Self::Decided(it) => it.at_ms,
        }
    }

    fn check_texts(&self) -> Result<(), Unreadable> {
        let long =
            self.texts().into_iter().map(|text| text.chars().count()).find(|chars| *chars > MAX_TEXT_CHARS);
        long.map_or(Ok(()), |chars| Err(Unreadable::TextTooLong { chars }))
    }

    fn texts(&self) -> Vec<&str> {
        match self {
            Self::Observed(it) => it.place.described.iter().map(String::as_str).collect(),
            Self::Edited(it) => match &it.change {
                Change::Text(text) | Change::Proposal(text) | Change::Described(text) => vec![text],
                _ => vec![],
            },
            Self::WalkPlanned(it) => [Some(&it.title), it.meeting_place.as_ref()]
                .into_iter()
                .flatten()
                .map(String::as_str)
                .collect(),
            Self::Decided(it) => {
                [&it.responsible, &it.answer].into_iter().flatten().map(String::as_str).collect()
            }
            Self::Photographed(_) => vec![],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::SeriesId;

    fn check(text: &str, expected: &str) {
        let found = match Statement::read(text) {
            Ok(Reading::Known(_)) => "known".to_owned(),
            Ok(Reading::Foreign { kind }) => format!("foreign {kind}"),
            Err(error) => error.to_string(),
        };
        assert!(found.starts_with(expected), "{text} is {found}");
    }

    #[test]
    fn what_is_written_is_read_back() {
        let of = RecordId { series: SeriesId::from_bytes([1; 16]), number: 1 };
        let change = Change::Text("Helt svart mellan lamporna".to_owned());
        let statement = Statement::Edited(Edited { at_ms: 7, of, replaces: vec![of], change });
        assert_eq!(Statement::read(&statement.to_text().unwrap()).unwrap(), Reading::Known(statement));
    }

    #[test]
    fn stored_statements_of_version_one_stay_readable() {
        // Golden: records like these lie on phones. They must be read for ever.
        let series = "0".repeat(32);
        check(
            r#"{"kind":"observed","at_ms":1,"feeling":"unsafe","category":"lighting","place":{"fix":{"lat":65.6,"lon":22.1,"accuracy_m":6.5,"fixed_at_ms":1,"source":"device"}}}"#,
            "known",
        );
        check(
            r#"{"kind":"observed","at_ms":1,"feeling":"safe","category":"life","place":{"described":"vid skolan"}}"#,
            "known",
        );
        check(
            &format!(
                r#"{{"kind":"photographed","at_ms":2,"of":"{series}-1","blob":"{}","width":4,"height":3,"bytes":9}}"#,
                "a".repeat(64)
            ),
            "known",
        );
        check(
            &format!(
                r#"{{"kind":"edited","at_ms":2,"of":"{series}-1","change":{{"when":["dark","winter"]}}}}"#
            ),
            "known",
        );
        check(
            &format!(
                r#"{{"kind":"decided","at_ms":2,"about":["{series}-1"],"state":"not_ours","answer":"Lulebo röjer."}}"#
            ),
            "known",
        );
        check(r#"{"kind":"walk_planned","at_ms":2,"title":"Porsön","starts_at_ms":3}"#, "known");
    }

    #[test]
    fn a_newer_kind_or_version_is_foreign_and_no_error() {
        check(r#"{"kind":"sung","at_ms":1}"#, "foreign sung");
        check(r#"{"kind":"observed","v":2,"feeling":["mixed"]}"#, "foreign observed");
    }

    #[test]
    fn a_malformed_statement_says_what_is_wrong() {
        check("[]", "it is not a statement");
        check(r#"{"kind":"observed","at_ms":1}"#, "it is not a well-formed “observed”: missing field");
        check(
            &format!(
                r#"{{"kind":"edited","at_ms":1,"of":"{}-1","change":{{"severity":4}}}}"#,
                "0".repeat(32)
            ),
            "it is not a well-formed “edited”: severity 4",
        );
        check(
            &format!(
                r#"{{"kind":"walk_planned","at_ms":1,"starts_at_ms":1,"title":"{}"}}"#,
                "å".repeat(4_001)
            ),
            "a text of 4001 characters",
        );
        check(&format!(r#"{{"kind":"x","pad":"{}"}}"#, "x".repeat(MAX_RECORD_BYTES)), "its ");
    }
}
