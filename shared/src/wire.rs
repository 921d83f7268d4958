//! What crosses the line between phone, desk and server: the bodies of `/api/v1`.
//!
//! Promises: fields are only ever added; a reader ignores what it does not know. Records travel as the exact text
//! that was written.

#[cfg(any(test, feature = "contract"))]
pub mod contract;

mod area;
mod bundle;
mod compare;
mod imported;
mod loops;
mod paper;
mod quota;
mod session;
mod surroundings;
mod walk;

pub use area::AreaCard;
pub use bundle::{BundleImport, BundleTaken, FileProof};
pub use compare::{Compare, NoSuchCompare};
pub use imported::{Imported, ImportedRow, LoopRead};
pub use loops::{
    LegFound, LoopAnswer, LoopLeg, LoopRequest, LoopStop, MAX_LOOP_M, MAX_LOOP_POINTS, MAX_LOOP_STOPS,
};
pub use paper::{MAX_SHEET_LINES, PaperLook, PaperPoint, PaperSheet, TypedSheet};
pub use quota::*;
pub use session::{Session, SessionRequest, SignInLink, SignInLinkRequest, Version, Welcome};
pub use surroundings::{MapFile, NearbyFinding, Surroundings, least_voices};
pub use walk::{CodeChange, NewWalk, PlannedWalk, WalkCard};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::id::{BlobHash, CategoryId, ObservationId, RecordId, SeriesId};
use crate::record::{Receipt, Record};
use crate::statement::{Feeling, FindingState};

/// Most records in one request.
pub const MAX_BATCH_RECORDS: usize = 500;

/// Largest body of a request with records, in bytes after decompression.
pub const MAX_BATCH_BYTES: usize = 1024 * 1024;

/// The code of the problem that says: this photo will never be taken in, for what it is.
pub const PHOTO_REFUSED: &str = "photo-refused";

/// Largest file of a phone that comes in by the desk, in bytes: some fifty photos. Larger: `lykta import bundle`.
pub const MAX_BUNDLE_BYTES: u32 = 64 * 1024 * 1024;

/// Largest photo, in bytes.
pub const MAX_BLOB_BYTES: u64 = 4 * 1024 * 1024;

/// Longest side of a photo, in pixels.
pub const MAX_PHOTO_SIDE_PX: u32 = 4_096;

/// Longest side that a phone keeps when it re-encodes a photo, in pixels.
pub const PHOTO_SIDE_PX: u32 = 1_600;

/// An error as RFC 9457 tells it (`application/problem+json`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[error("{detail} ({code})")]
pub struct Problem {
    /// A stable slug for programs and translations, such as `wrong-token`.
    pub code: String,
    /// What kind of problem this is, in English.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened this time, to which data, and what to do.
    pub detail: String,
}

/// `POST /join`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JoinRequest {
    /// The walk's code, as typed or scanned.
    pub code: String,
    /// What this phone was given before, when the server no longer knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<Again>,
}

/// The series and the token of a phone that joined before, for a server restored from an earlier copy, which knows neither.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Again {
    /// The phone's series.
    pub series: SeriesId,
    /// The bearer token for it.
    pub token: String,
}

/// What a phone needs to be off line for good.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JoinAnswer {
    /// A fresh random series for this phone in this walk.
    pub series: SeriesId,
    /// The bearer token that may write to it and to nothing else.
    pub token: String,
    /// The walk.
    pub walk: WalkCard,
    /// What can be pointed at.
    pub catalogue: Vec<Category>,
    /// The walk's neighbourhood, if it has one.
    pub areas: Vec<AreaCard>,
}

/// One of Luleå's three focus areas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Focus {
    /// Trygghet.
    Trygghet,
    /// Ungdomar.
    Ungdomar,
    /// Alcohol, narcotics, doping, tobacco, gambling.
    Andts,
}

/// Something that can be pointed at. Its name in each language is the text `category-<id>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Category {
    /// Its id.
    pub id: CategoryId,
    /// Whether it makes a place feel safe or unsafe.
    pub feeling: Feeling,
    /// Name of its icon.
    pub icon: String,
    /// The focus area that it belongs to.
    pub focus: Focus,
}

/// `POST /records`: a run of one series, in order.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PushRequest {
    /// Whose records; must be the token's own.
    pub series: SeriesId,
    /// Number of the first of them.
    pub first: u64,
    /// Their texts, each a JSON object.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<Object>))]
    pub records: Vec<Box<RawValue>>,
}

impl PushRequest {
    /// A request that carries these records of one series, which must be in order.
    pub fn new(series: SeriesId, first: u64, records: &[Record]) -> Result<Self, serde_json::Error> {
        let raw = |record: &Record| RawValue::from_string(record.text.clone());
        Ok(Self { series, first, records: records.iter().map(raw).collect::<Result<_, _>>()? })
    }

    /// The texts, byte for byte.
    pub fn texts(&self) -> Vec<String> {
        self.records.iter().map(|record| record.get().to_owned()).collect()
    }
}

/// What the server now holds: less than was sent (go on from there) or more (it was here already).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PushAnswer {
    /// How far the series reaches here.
    pub receipt: Receipt,
    /// Those of the records sent that are kept but could not be used, each with a reason.
    pub stuck: Vec<Stuck>,
}

/// A record that is kept but cannot be used as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Stuck {
    /// Its number in the series.
    pub number: u64,
    /// Why, as a sentence that fits after "could not be used:".
    pub reason: String,
}

/// `GET /records/heads`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Heads {
    /// What the server holds of each series that the token may write.
    pub heads: Vec<Receipt>,
    /// Photos that records held here name, and that are not here: still to come, or lost when an old copy was restored.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<BlobHash>,
}

/// `GET /answers`: what the municipality answers to what this series said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Answers {
    /// One for each observation that belongs to a finding.
    pub answers: Vec<PublicAnswer>,
}

/// What the one who said it may read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicAnswer {
    /// The resident's own observation.
    pub observation: ObservationId,
    /// How far it has come.
    pub state: FindingState,
    /// Who acts.
    pub responsible: Option<String>,
    /// The public sentence.
    pub answer: Option<String>,
    /// When it was decided; absent while nobody has.
    pub decided_at_ms: Option<i64>,
    /// How many said the same, as the lower end of its step: 1, 2 (to 4), 5 (to 9) or 10 (and more).
    pub voices: usize,
}

/// What a signed-in person or a token may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Role {
    /// Reads merged data.
    Planner,
    /// Plans walks, reviews, decides and answers.
    Officer,
    /// All that, and lets others in.
    Administrator,
}

/// `POST /findings/{id}/decisions`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewDecision {
    /// The observations that the officer saw in the finding.
    pub about: Vec<ObservationId>,
    /// The decisions that the officer saw and now supersedes.
    #[serde(default)]
    pub replaces: Vec<RecordId>,
    /// How far it has come.
    pub state: FindingState,
    /// Who has control and acts.
    #[serde(default)]
    pub responsible: Option<String>,
    /// The public sentence.
    #[serde(default)]
    pub answer: Option<String>,
}

/// `POST /findings/{id}/grouping`: what is one thing and what is not, by observations, so that it holds however findings are
/// merged later. To make findings one, `one` holds the observations of all of them; to split some off, `one` holds those that
/// stay and `apart` those that go; to undo, `replaces` names what was said before and the rest is empty.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewGrouping {
    /// Observations of one thing.
    #[serde(default)]
    pub one: Vec<ObservationId>,
    /// Observations of something else.
    #[serde(default)]
    pub apart: Vec<ObservationId>,
    /// The groupings that the officer saw and now supersedes.
    #[serde(default)]
    pub replaces: Vec<RecordId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readers_contract_holds_for_itself() {
        contract::check(|text| serde_json::from_str(text).ok());
    }

    #[test]
    fn records_cross_the_line_byte_for_byte() {
        let series = SeriesId::from_bytes([3; 16]);
        let text = r#"{ "kind" : "observed",  "å":1.0}"#;
        let record = Record { id: RecordId { series, number: 1 }, text: text.to_owned() };
        let sent = serde_json::to_string(&PushRequest::new(series, 1, &[record]).unwrap()).unwrap();
        let received: PushRequest = serde_json::from_str(&sent).unwrap();
        assert_eq!(received.texts(), [text]);
    }
}
