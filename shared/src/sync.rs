//! Moving what is missing from a phone to the server, over a line that may break at any byte.
//!
//! Promises: idempotent and resumable, whatever is lost, doubled or repeated; records before photos; a photo that
//! the server refuses blocks nothing else; nothing counts as sent before a receipt whose digest matches. Every
//! fault is either [`Fault::Retry`] (quiet, try again later) or [`Fault::Stuck`] (shown, kept, settled by a person).

mod bundle;
mod engine;
mod memory;
mod proof;

pub use bundle::bundle;
pub use engine::{Pushed, exchange, push_photos, push_records};
pub use memory::MemoryStore;
pub use proof::{Proof, Sealed, TokenHash, claim, claim_without_proof, keyed};

use crate::id::{BlobHash, SeriesId};
use crate::log::Log;
use crate::record::{Receipt, Record};
use crate::statement::{Reading, Statement};
use crate::wire::{Answers, Heads, Problem, PushAnswer, PushRequest, Stuck};

/// Bytes of a photo sent in one go: small enough that a weak line loses little.
pub const CHUNK_BYTES: usize = 64 * 1024;

/// Why an exchange did not get through.
#[derive(Debug, thiserror::Error)]
pub enum Fault<E> {
    /// The line or the server is not there just now. Nothing is lost; try again later.
    #[error("will be retried: {0}")]
    Retry(String),
    /// Trying again would not help. Everything is kept on the phone.
    #[error("stuck: {0}")]
    Stuck(Problem),
    /// The phone's own store failed.
    #[error("the phone's store failed: {0}")]
    Store(E),
}

/// Why a request over the line got no good answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineFault {
    /// No answer, or one that says "later".
    Retry(String),
    /// The server said no, for a reason that stays.
    Stuck(Problem),
}

impl LineFault {
    /// What a problem means for the sender: too many requests (429), time-outs (408, 425) and the server's own
    /// troubles (5xx) pass; the rest stays.
    pub fn from_problem(problem: Problem) -> Self {
        match problem.status {
            408 | 425 | 429 | 500..=599 => Self::Retry(problem.detail),
            _ => Self::Stuck(problem),
        }
    }

    fn into_fault<E>(self) -> Fault<E> {
        match self {
            Self::Retry(why) => Fault::Retry(why),
            Self::Stuck(problem) => Fault::Stuck(problem),
        }
    }
}

/// How much of a photo the server has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlobProgress {
    /// This many bytes, from the start.
    Partial(u64),
    /// All of it, checked.
    Complete,
}

/// The line to the server, for one token.
#[expect(async_fn_in_trait, reason = "each line is used by its own type; phones have no Send futures")]
pub trait Line {
    /// `GET /records/heads`: what the server holds of the token's series.
    async fn heads(&self) -> Result<Heads, LineFault>;

    /// `POST /records`.
    async fn push(&self, request: &PushRequest) -> Result<PushAnswer, LineFault>;

    /// [`Line::push`] of a run of one series, in order from number `first` on. A line that writes its own requests
    /// writes this one.
    async fn push_run(
        &self,
        series: SeriesId,
        first: u64,
        records: &[Record],
    ) -> Result<PushAnswer, LineFault> {
        self.push(&engine::request(series, first, records)?).await
    }

    /// `HEAD /blobs/{sha256}`.
    async fn blob_progress(&self, blob: BlobHash) -> Result<BlobProgress, LineFault>;

    /// `PATCH /blobs/{sha256}`: `bytes` are those from `offset` on, of `total`. A wrong offset is answered with
    /// the right one.
    async fn send_blob(
        &self,
        blob: BlobHash,
        offset: u64,
        total: u64,
        bytes: &[u8],
    ) -> Result<BlobProgress, LineFault>;

    /// `POST /join` with what this phone was given before. Whether the server knows it again then.
    async fn join_again(&self, _series: SeriesId) -> Result<bool, LineFault> {
        Ok(false)
    }

    /// `GET /answers`.
    async fn answers(&self) -> Result<Answers, LineFault>;
}

/// What became of a photo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlobState {
    /// Still to be sent.
    Waiting,
    /// The server has it, checked.
    Sent,
    /// The server will not have it; it stays on the phone.
    Refused(String),
}

/// What a phone keeps beside its log.
#[expect(async_fn_in_trait, reason = "each store is used by its own type; phones have no Send futures")]
pub trait Store: Log {
    /// The last receipt for a series.
    async fn receipt(&self, series: SeriesId) -> Result<Option<Receipt>, Self::Error>;

    /// Keeps a receipt whose digest was found to match, and what the server could not use.
    async fn keep_receipt(&self, receipt: Receipt, stuck: &[Stuck]) -> Result<(), Self::Error>;

    /// What a record of the phone's own states, if this build knows it. A phone whose program must be small has a
    /// reader of its own.
    fn stated(text: &str) -> Option<Statement> {
        match Statement::read(text) {
            Ok(Reading::Known(statement)) => Some(statement),
            Ok(Reading::Foreign { .. }) | Err(_) => None,
        }
    }

    /// The bytes of a photo, if they are here.
    async fn blob(&self, blob: BlobHash) -> Result<Option<Vec<u8>>, Self::Error>;

    /// What became of a photo; [`BlobState::Waiting`] when nothing is known.
    async fn blob_state(&self, blob: BlobHash) -> Result<BlobState, Self::Error>;

    /// Remembers what became of a photo.
    async fn keep_blob_state(&self, blob: BlobHash, state: &BlobState) -> Result<(), Self::Error>;

    /// Keeps the answers of the municipality, to be read without net.
    async fn keep_answers(&self, series: SeriesId, answers: &Answers) -> Result<(), Self::Error>;
}
