//! A phone's store in memory, for simulated phones and tests.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::convert::Infallible;

use super::{BlobState, Store};
use crate::id::{BlobHash, SeriesId};
use crate::log::{AppendError, Appended, Log, MemoryLog};
use crate::record::{Head, Receipt, Record, blob_hash};
use crate::wire::{Answers, Stuck};

/// Everything a phone keeps, as long as its process lives.
#[derive(Debug, Default, Clone)]
pub struct MemoryStore {
    log: MemoryLog,
    kept: RefCell<Kept>,
}

#[derive(Debug, Default, Clone)]
struct Kept {
    receipts: BTreeMap<SeriesId, Receipt>,
    stuck: BTreeMap<SeriesId, BTreeMap<u64, String>>,
    blobs: BTreeMap<BlobHash, Vec<u8>>,
    blob_states: BTreeMap<BlobHash, BlobState>,
    answers: BTreeMap<SeriesId, Answers>,
}

impl MemoryStore {
    /// Keeps a photo under its hash.
    pub fn keep_blob(&self, bytes: Vec<u8>) -> BlobHash {
        let blob = blob_hash(&bytes);
        self.kept.borrow_mut().blobs.insert(blob, bytes);
        blob
    }

    /// What the server could not use, by record number.
    pub fn stuck(&self, series: SeriesId) -> BTreeMap<u64, String> {
        self.kept.borrow().stuck.get(&series).cloned().unwrap_or_default()
    }

    /// The last answers.
    pub fn answers(&self, series: SeriesId) -> Option<Answers> {
        self.kept.borrow().answers.get(&series).cloned()
    }
}

impl Log for MemoryStore {
    type Error = Infallible;

    async fn append(
        &self,
        series: SeriesId,
        first: u64,
        texts: &[String],
    ) -> Result<Appended, AppendError<Infallible>> {
        self.log.append(series, first, texts).await
    }

    async fn head(&self, series: SeriesId) -> Result<Head, Infallible> {
        self.log.head(series).await
    }

    async fn series(&self) -> Result<Vec<SeriesId>, Infallible> {
        self.log.series().await
    }

    async fn read(&self, series: SeriesId, after: u64, limit: usize) -> Result<Vec<Record>, Infallible> {
        self.log.read(series, after, limit).await
    }
}

impl Store for MemoryStore {
    async fn receipt(&self, series: SeriesId) -> Result<Option<Receipt>, Infallible> {
        Ok(self.kept.borrow().receipts.get(&series).copied())
    }

    async fn keep_receipt(&self, receipt: Receipt, stuck: &[Stuck]) -> Result<(), Infallible> {
        let mut kept = self.kept.borrow_mut();
        kept.receipts.insert(receipt.series, receipt);
        let reasons = stuck.iter().map(|stuck| (stuck.number, stuck.reason.clone()));
        kept.stuck.entry(receipt.series).or_default().extend(reasons);
        Ok(())
    }

    async fn blob(&self, blob: BlobHash) -> Result<Option<Vec<u8>>, Infallible> {
        Ok(self.kept.borrow().blobs.get(&blob).cloned())
    }

    async fn blob_state(&self, blob: BlobHash) -> Result<BlobState, Infallible> {
        Ok(self.kept.borrow().blob_states.get(&blob).cloned().unwrap_or(BlobState::Waiting))
    }

    async fn keep_blob_state(&self, blob: BlobHash, state: &BlobState) -> Result<(), Infallible> {
        self.kept.borrow_mut().blob_states.insert(blob, state.clone());
        Ok(())
    }

    async fn keep_answers(&self, series: SeriesId, answers: &Answers) -> Result<(), Infallible> {
        self.kept.borrow_mut().answers.insert(series, answers.clone());
        Ok(())
    }
}
