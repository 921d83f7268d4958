//! The phone's log: what was recorded, kept durably in the browser's database.
//!
//! Promises: an append returns once the record lies on the disk; the number of a record is decided in the transaction
//! that writes it, so two tabs never take the same one; nothing is ever deleted.

mod row;
mod stated;

pub use stated::stated;

use shared::id::{BlobHash, SeriesId};
use shared::log::{AppendError, Appended, Log, fresh};
use shared::record::{Head, Receipt, Record, blob_hash};
use shared::statement::Statement;
use shared::sync::{BlobState, Store};
use shared::wire::{Answers, Stuck};
use wasm_bindgen::JsValue;

use crate::platform::Failure;
use crate::platform::indexeddb::{Database, Range, Transaction, Upgrade};
use crate::platform::json;

const RECORDS: &str = "records";
const RECEIPTS: &str = "receipts";
const BLOBS: &str = "blobs";
const BLOB_STATES: &str = "blob_states";
const STUCK: &str = "stuck";
const ANSWERS: &str = "answers";
const WALKS: &str = "walks";

/// Each version of the database adds to the one before; a phone in the field passes through all that it missed.
const UPGRADES: &[Upgrade] = &[&[
    (RECORDS, &["series", "number"]),
    (RECEIPTS, &["series"]),
    (BLOBS, &["hash"]),
    (BLOB_STATES, &["hash"]),
    (STUCK, &["series", "number"]),
    (ANSWERS, &["series"]),
    (WALKS, &["series"]),
]];

/// Why the phone could not keep or give back something.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// No room left. Nothing of this write was kept; everything before it was.
    #[error("the phone has no room left")]
    Full,
    /// The browser does not let us store, or stopped to.
    #[error("the browser's database failed: {0}")]
    Browser(Failure),
    /// A row is not as it was written.
    #[error("a row of “{0}” is damaged")]
    Damaged(&'static str),
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        if failure.is_full() { Self::Full } else { Self::Browser(failure) }
    }
}

/// A joined walk as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptWalk {
    /// The code by which it was joined.
    pub code: String,
    /// When, by the phone's clock.
    pub joined_at_ms: i64,
    /// Whether the walker has left and not come home.
    pub under_way: bool,
    /// When the walker said that it was over.
    pub ended_at_ms: Option<i64>,
    /// What the server gave, as it came: a [`shared::wire::JoinAnswer`].
    pub pack: String,
    /// What lies around it, as it came last: a [`shared::wire::Surroundings`].
    pub around: Option<String>,
}

/// What the store knows of a series: see [`PhoneStore::news`].
pub struct News {
    /// Records, in order.
    pub records: Vec<Record>,
    /// How far the last receipt reaches.
    pub received: u64,
    /// The records that the server keeps and cannot use.
    pub stuck: Vec<Stuck>,
    /// The last answers of the municipality.
    pub answers: Option<Answers>,
}

/// What a phone keeps.
pub struct PhoneStore {
    database: Database,
}

impl PhoneStore {
    /// Opens the phone's own store.
    pub async fn open() -> Result<Self, StoreError> {
        Self::open_named("lykta").await
    }

    /// Opens a store under another name.
    pub async fn open_named(name: &str) -> Result<Self, StoreError> {
        Ok(Self { database: Database::open(name, UPGRADES).await? })
    }

    /// Appends one text as the next record of the series, whatever its number is by now.
    pub async fn append_next(&self, series: SeriesId, text: String) -> Result<Record, StoreError> {
        let write = self.database.write(&[RECORDS]).await?;
        let head = head(&write, series).await?;
        let row = row::record(series, head.then(&text), &text);
        write.add(RECORDS, &row)?;
        write.commit().await?;
        let id = shared::id::RecordId { series, number: head.number + 1 };
        Ok(Record { id, text })
    }

    /// Keeps a photo under its hash.
    pub async fn keep_blob(&self, bytes: &[u8]) -> Result<BlobHash, StoreError> {
        let hash = blob_hash(bytes);
        let write = self.database.write(&[BLOBS]).await?;
        write.put(BLOBS, &row::blob(hash, bytes))?;
        write.commit().await?;
        Ok(hash)
    }

    /// Keeps a walk that was joined.
    pub async fn keep_walk(&self, series: SeriesId, walk: &KeptWalk) -> Result<(), StoreError> {
        self.put(WALKS, &row::walk(series, walk)).await
    }

    /// Every walk that was joined.
    pub async fn walks(&self) -> Result<Vec<KeptWalk>, StoreError> {
        let read = self.database.read(&[WALKS]).await?;
        let rows = read.rows(WALKS, &Range::all(), usize::MAX).await?;
        Ok(rows.iter().filter_map(row::read_walk).collect())
    }

    /// What the store knows of a series beyond its record number `reached`.
    pub async fn news(&self, series: SeriesId, reached: u64) -> Result<News, StoreError> {
        let read = self.database.read(&[RECORDS, RECEIPTS, STUCK, ANSWERS]).await?;
        let records = read.rows(RECORDS, &row::numbers_after(series, reached), usize::MAX);
        let receipt = read.get(RECEIPTS, &row::key(series));
        let stuck = read.rows(STUCK, &row::whole_series(series), usize::MAX);
        let answers = read.get(ANSWERS, &row::key(series));
        Ok(News {
            records: read_records(series, &records.await?)?,
            received: read_receipt(series, receipt.await?)?.map_or(0, |receipt| receipt.number),
            stuck: stuck.await?.iter().filter_map(row::read_stuck).collect(),
            // Answers that cannot be read are fetched anew at the next exchange.
            answers: answers.await?.and_then(|row| json::parse(&row::json_text(&row)?).ok()),
        })
    }

    /// What became of photos.
    pub async fn blob_states(&self, blobs: &[BlobHash]) -> Result<Vec<(BlobHash, BlobState)>, StoreError> {
        let read = self.database.read(&[BLOB_STATES]).await?;
        let ask = |blob: &BlobHash| (*blob, read.get(BLOB_STATES, &row::hash_key(*blob)));
        let asked: Vec<_> = blobs.iter().map(ask).collect();
        let mut states = Vec::with_capacity(blobs.len());
        for (blob, row) in asked {
            states.push((blob, row.await?.map_or(BlobState::Waiting, |row| row::read_blob_state(&row))));
        }
        Ok(states)
    }

    async fn get(&self, store: &str, key: &JsValue) -> Result<Option<JsValue>, StoreError> {
        Ok(self.database.read(&[store]).await?.get(store, key).await?)
    }

    async fn put(&self, store: &str, row: &JsValue) -> Result<(), StoreError> {
        let write = self.database.write(&[store]).await?;
        write.put(store, row)?;
        Ok(write.commit().await?)
    }
}

async fn head(transaction: &Transaction, series: SeriesId) -> Result<Head, StoreError> {
    match transaction.last(RECORDS, &row::whole_series(series)).await? {
        Some(row) => row::read_head(&row).ok_or(StoreError::Damaged(RECORDS)),
        None => Ok(Head::empty(series)),
    }
}

async fn page(
    transaction: &Transaction,
    series: SeriesId,
    after: u64,
    limit: usize,
) -> Result<Vec<Record>, StoreError> {
    read_records(series, &transaction.rows(RECORDS, &row::numbers_after(series, after), limit).await?)
}

fn read_records(series: SeriesId, rows: &[JsValue]) -> Result<Vec<Record>, StoreError> {
    rows.iter().map(|row| row::read_record(series, row).ok_or(StoreError::Damaged(RECORDS))).collect()
}

fn read_receipt(series: SeriesId, row: Option<JsValue>) -> Result<Option<Receipt>, StoreError> {
    let head = row.map(|row| row::read_head(&row).ok_or(StoreError::Damaged(RECEIPTS))).transpose()?;
    Ok(head.map(|head| Receipt::new(series, head)))
}

impl Log for PhoneStore {
    type Error = StoreError;

    async fn append(
        &self,
        series: SeriesId,
        first: u64,
        texts: &[String],
    ) -> Result<Appended, AppendError<StoreError>> {
        let log = |failure: Failure| AppendError::Log(failure.into());
        let write = self.database.write(&[RECORDS]).await.map_err(log)?;
        let mut head = head(&write, series).await.map_err(AppendError::Log)?;
        let already = match texts.len() {
            0 => vec![],
            some => page(&write, series, first.saturating_sub(1), some).await.map_err(AppendError::Log)?,
        };
        let fresh = fresh(head, first, texts, &already)?;
        for text in fresh {
            head = head.then(text);
            write.add(RECORDS, &row::record(series, head, text)).map_err(log)?;
        }
        write.commit().await.map_err(log)?;
        Ok(Appended { head, fresh: fresh.len() })
    }

    async fn head(&self, series: SeriesId) -> Result<Head, StoreError> {
        head(&self.database.read(&[RECORDS]).await?, series).await
    }

    async fn series(&self) -> Result<Vec<SeriesId>, StoreError> {
        let read = self.database.read(&[RECORDS]).await?;
        let (mut found, mut range) = (Vec::new(), Range::all());
        while let Some(key) = read.first_key(RECORDS, &range).await? {
            let series = row::read_series(&key).ok_or(StoreError::Damaged(RECORDS))?;
            range = Range::after(row::beyond(series));
            found.push(series);
        }
        Ok(found)
    }

    async fn read(&self, series: SeriesId, after: u64, limit: usize) -> Result<Vec<Record>, StoreError> {
        page(&self.database.read(&[RECORDS]).await?, series, after, limit).await
    }
}

impl Store for PhoneStore {
    async fn receipt(&self, series: SeriesId) -> Result<Option<Receipt>, StoreError> {
        read_receipt(series, self.get(RECEIPTS, &row::key(series)).await?)
    }

    async fn keep_receipt(&self, receipt: Receipt, stuck: &[Stuck]) -> Result<(), StoreError> {
        let write = self.database.write(&[RECEIPTS, STUCK]).await?;
        write.put(RECEIPTS, &row::receipt(receipt))?;
        for stuck in stuck {
            write.put(STUCK, &row::stuck(receipt.series, stuck))?;
        }
        Ok(write.commit().await?)
    }

    fn stated(text: &str) -> Option<Statement> {
        stated(text)
    }

    async fn blob(&self, blob: BlobHash) -> Result<Option<Vec<u8>>, StoreError> {
        let row = self.get(BLOBS, &row::hash_key(blob)).await?;
        row.map(|row| row::read_bytes(&row).ok_or(StoreError::Damaged(BLOBS))).transpose()
    }

    async fn blob_state(&self, blob: BlobHash) -> Result<BlobState, StoreError> {
        let row = self.get(BLOB_STATES, &row::hash_key(blob)).await?;
        Ok(row.map_or(BlobState::Waiting, |row| row::read_blob_state(&row)))
    }

    async fn keep_blob_state(&self, blob: BlobHash, state: &BlobState) -> Result<(), StoreError> {
        self.put(BLOB_STATES, &row::blob_state(blob, state)).await
    }

    async fn keep_answers(&self, series: SeriesId, answers: &Answers) -> Result<(), StoreError> {
        // Answers come from JSON and go back to it.
        let json = json::write(answers).unwrap_or_default();
        self.put(ANSWERS, &row::json(series, &json)).await
    }
}
