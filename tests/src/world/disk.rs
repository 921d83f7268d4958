//! What a phone keeps: each write is whole or did not happen, and is durable when it is done, as in the app's
//! IndexedDB. The rest of an app, which a kill takes with it, is the exchange itself.

use std::cell::Cell;
use std::rc::Rc;

use shared::id::{BlobHash, RecordId, SeriesId};
use shared::log::{AppendError, Appended, Log};
use shared::record::{Head, Receipt, Record};
use shared::sync::{BlobState, MemoryStore, Store};
use shared::wire::{Answers, Stuck};

use super::moments::Moments;

/// There is no room left. Nothing of this write was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Full;

impl std::fmt::Display for Full {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the phone has no room left")
    }
}

impl std::error::Error for Full {}

/// A phone's disk.
#[derive(Debug, Default)]
pub(super) struct Disk {
    pub(super) kept: MemoryStore,
    /// So many writes find no room.
    pub(super) full_for: Cell<u32>,
    pub(super) moments: Rc<Moments>,
}

fn sure<T>(result: Result<T, std::convert::Infallible>) -> T {
    let Ok(value) = result;
    value
}

impl Disk {
    fn find_room(&self) -> Result<(), Full> {
        let full_for = self.full_for.get();
        self.full_for.set(full_for.saturating_sub(1));
        if full_for == 0 { Ok(()) } else { Err(Full) }
    }

    async fn write<T>(&self, write: impl Future<Output = T>) -> Result<T, Full> {
        self.moments.pass().await;
        self.find_room()?;
        let done = write.await;
        self.moments.pass().await;
        Ok(done)
    }

    async fn read<T>(&self, read: impl Future<Output = T>) -> Result<T, Full> {
        self.moments.pass().await;
        Ok(read.await)
    }

    /// Appends one text as the next record, whatever its number is by now, as the app does.
    pub(super) fn append_next(&self, series: SeriesId, text: &str) -> Result<RecordId, Full> {
        let number = self.head_now(series).number + 1;
        self.append_now(series, number, text).map_err(|_| Full)?;
        Ok(RecordId { series, number })
    }

    /// Appends one text as the record with this number, as a tab that believes to know the series would.
    pub(super) fn append_now(
        &self,
        series: SeriesId,
        number: u64,
        text: &str,
    ) -> Result<Appended, AppendError<Full>> {
        self.find_room().map_err(AppendError::Log)?;
        let texts = [text.to_owned()];
        let appended = pollster::block_on(self.kept.append(series, number, &texts));
        appended.map_err(without_log_errors)
    }

    /// Keeps a photo.
    pub(super) fn keep_blob(&self, bytes: &[u8]) -> Result<BlobHash, Full> {
        self.find_room()?;
        Ok(self.kept.keep_blob(bytes.to_vec()))
    }

    /// Where a series ends.
    pub(super) fn head_now(&self, series: SeriesId) -> Head {
        sure(pollster::block_on(self.kept.head(series)))
    }

    /// The texts of a series.
    pub(super) fn texts(&self, series: SeriesId) -> Vec<String> {
        let records = sure(pollster::block_on(self.kept.read(series, 0, usize::MAX)));
        records.into_iter().map(|record| record.text).collect()
    }

    /// The last receipt.
    pub(super) fn receipt_now(&self, series: SeriesId) -> Option<Receipt> {
        sure(pollster::block_on(self.kept.receipt(series)))
    }

    /// What became of a photo.
    pub(super) fn blob_state_now(&self, blob: BlobHash) -> BlobState {
        sure(pollster::block_on(self.kept.blob_state(blob)))
    }
}

#[expect(clippy::needless_pass_by_value, reason = "passed to `map_err` as it is")]
fn without_log_errors(error: AppendError<std::convert::Infallible>) -> AppendError<Full> {
    match error {
        AppendError::Refused(refusal) => AppendError::Refused(refusal),
        AppendError::Log(never) => match never {},
    }
}

impl Log for Disk {
    type Error = Full;

    async fn append(
        &self,
        series: SeriesId,
        first: u64,
        texts: &[String],
    ) -> Result<Appended, AppendError<Full>> {
        let appended = self.write(self.kept.append(series, first, texts)).await;
        appended.map_err(AppendError::Log)?.map_err(without_log_errors)
    }

    async fn head(&self, series: SeriesId) -> Result<Head, Full> {
        self.read(self.kept.head(series)).await.map(sure)
    }

    async fn series(&self) -> Result<Vec<SeriesId>, Full> {
        self.read(self.kept.series()).await.map(sure)
    }

    async fn read(&self, series: SeriesId, after: u64, limit: usize) -> Result<Vec<Record>, Full> {
        self.read(self.kept.read(series, after, limit)).await.map(sure)
    }
}

impl Store for Disk {
    async fn receipt(&self, series: SeriesId) -> Result<Option<Receipt>, Full> {
        self.read(self.kept.receipt(series)).await.map(sure)
    }

    async fn keep_receipt(&self, receipt: Receipt, stuck: &[Stuck]) -> Result<(), Full> {
        self.write(self.kept.keep_receipt(receipt, stuck)).await.map(sure)
    }

    async fn blob(&self, blob: BlobHash) -> Result<Option<Vec<u8>>, Full> {
        self.read(self.kept.blob(blob)).await.map(sure)
    }

    async fn blob_state(&self, blob: BlobHash) -> Result<BlobState, Full> {
        self.read(self.kept.blob_state(blob)).await.map(sure)
    }

    async fn keep_blob_state(&self, blob: BlobHash, state: &BlobState) -> Result<(), Full> {
        self.write(self.kept.keep_blob_state(blob, state)).await.map(sure)
    }

    async fn keep_answers(&self, series: SeriesId, answers: &Answers) -> Result<(), Full> {
        self.write(self.kept.keep_answers(series, answers)).await.map(sure)
    }
}
