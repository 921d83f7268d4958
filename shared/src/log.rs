//! A log: a prefix of each series, only ever added to.
//!
//! Promises, kept honest by [`contract`] for every implementation: appending is idempotent; a gap or a fork changes
//! nothing; what was appended is read back byte for byte.

#[cfg(any(test, feature = "contract"))]
pub mod contract;
mod memory;

pub use memory::MemoryLog;

use crate::id::SeriesId;
use crate::record::{Head, Record};

/// Why records could not be appended. The log is as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Records before `first` are missing.
    #[error("the series reaches {} here, so {first} cannot follow", head.number)]
    Gap {
        /// Where the series ends here.
        head: Head,
        /// The number that was to be appended.
        first: u64,
    },
    /// A record with this number is there already and says something else.
    #[error("record {number} is there already and says something else")]
    Fork {
        /// The number on which the two disagree.
        number: u64,
    },
}

/// What an append did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// Where the series ends now.
    pub head: Head,
    /// How many of the records were new here.
    pub fresh: usize,
}

/// An append that was refused, or a log that failed.
#[derive(Debug, thiserror::Error)]
pub enum AppendError<E> {
    /// The records do not fit what is there.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The log itself failed; nothing was appended.
    #[error(transparent)]
    Log(E),
}

/// A place that keeps records.
#[expect(async_fn_in_trait, reason = "each log is used by its own type; phones have no Send futures")]
pub trait Log {
    /// What can go wrong with the place itself.
    type Error: std::error::Error;

    /// Appends the texts as records `first`, `first + 1`, … When this returns, they are durable.
    ///
    /// Records that are there already, with the same text, are skipped.
    async fn append(
        &self,
        series: SeriesId,
        first: u64,
        texts: &[String],
    ) -> Result<Appended, AppendError<Self::Error>>;

    /// Where a series ends; number 0 when there is none.
    async fn head(&self, series: SeriesId) -> Result<Head, Self::Error>;

    /// Every series that has records, in order of id.
    async fn series(&self) -> Result<Vec<SeriesId>, Self::Error>;

    /// At most `limit` records of a series after number `after`, in order.
    async fn read(&self, series: SeriesId, after: u64, limit: usize) -> Result<Vec<Record>, Self::Error>;
}

/// What of `texts` is new to a series that ends at `head`, given the texts that the log holds from `first` on. One
/// rule for every log.
pub fn fresh<'a>(
    head: Head,
    first: u64,
    texts: &'a [String],
    already: &[Record],
) -> Result<&'a [String], Refusal> {
    if first == 0 || first > head.number + 1 {
        return Err(Refusal::Gap { head, first });
    }
    let fork = already.iter().zip(texts).find(|(record, text)| record.text != **text);
    if let Some((record, _)) = fork {
        return Err(Refusal::Fork { number: record.id.number });
    }
    Ok(texts.get(already.len()..).unwrap_or_default())
}
