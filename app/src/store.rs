//! The phone's log: what was recorded, kept durably in the browser's database.
//!
//! Promises: an append returns once the record lies on the disk; what a record says and which number it has is decided
//! in the transaction that writes it, so two tabs write as one; a row that cannot be read is kept as it is, hinders
//! nothing and can be told of; nothing is ever removed but the bytes of photos that the server has had for long
//! ([`PhoneStore::free`]). A newer app's database is used as far as it is known.

mod kept;
mod log;
mod odd;
mod room;
mod row;
mod stated;

pub use odd::Odd;
pub use room::Old;
pub use stated::stated;

use std::cell::RefCell;

use shared::id::{BlobHash, SeriesId};
use shared::record::{Head, Receipt, Record, blob_hash};
use shared::sync::BlobState;
use shared::wire::{Answers, Stuck};
use wasm_bindgen::JsValue;

use crate::platform::Failure;
use crate::platform::indexeddb::{Database, Range, Upgrade};

const RECORDS: &str = "records";
const RECEIPTS: &str = "receipts";
const BLOBS: &str = "blobs";
const BLOB_STATES: &str = "blob_states";
const STUCK: &str = "stuck";
const ANSWERS: &str = "answers";
const WALKS: &str = "walks";

/// Each version of the database adds to the one before; a phone in the field passes through all that it missed. Of
/// each, and of each form that rows had in it, there is a database in `tests/fixtures/phone`.
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
    /// What was kept was cleared away while the app ran; nothing more is written into what is gone.
    #[error("what was kept is gone")]
    Gone,
    /// The browser does not let us store, or stopped to.
    #[error("the browser's database failed: {0}")]
    Browser(Failure),
    /// There is nowhere to keep it, or nothing that could be kept.
    #[error("there is no {0}")]
    Missing(&'static str),
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

/// The server's word, with a digest that matched, came at some time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Received {
    /// It holds the series up to this number.
    pub number: u64,
    /// Since when this phone knows, by its clock.
    pub at_ms: i64,
}

/// What the store knows of a series: see [`PhoneStore::news`].
pub struct News {
    /// Records, in order.
    pub records: Vec<Record>,
    /// The last receipt.
    pub receipt: Option<Receipt>,
    /// How receipts came, in order.
    pub since: Vec<Received>,
    /// The records that the server keeps and cannot use.
    pub stuck: Vec<Stuck>,
    /// The last answers of the municipality.
    pub answers: Option<Answers>,
}

/// What a phone keeps.
pub struct PhoneStore {
    database: Database,
    /// How far series were counted; records are never changed, so what was counted holds.
    counted: RefCell<Vec<(SeriesId, Head)>>,
}

impl PhoneStore {
    /// Opens the phone's own store.
    pub async fn open() -> Result<Self, StoreError> {
        Self::open_named("lykta").await
    }

    /// Opens a store under another name.
    pub async fn open_named(name: &str) -> Result<Self, StoreError> {
        Ok(Self { database: Database::open(name, UPGRADES).await?, counted: RefCell::default() })
    }

    /// Keeps a photo under its hash.
    pub async fn keep_blob(&self, bytes: &[u8]) -> Result<BlobHash, StoreError> {
        let hash = blob_hash(bytes);
        self.put(BLOBS, &row::blob(hash, bytes)).await?;
        Ok(hash)
    }

    /// Keeps a walk that was joined.
    pub async fn keep_walk(&self, series: SeriesId, walk: &KeptWalk) -> Result<(), StoreError> {
        self.put(WALKS, &row::walk(series, walk)).await
    }

    /// Every walk that was joined and can be read; [`PhoneStore::odd`] tells of the others.
    pub async fn walks(&self) -> Result<Vec<KeptWalk>, StoreError> {
        let read = self.database.read(&[WALKS]).await?;
        let rows = read.rows(WALKS, &Range::all(), usize::MAX).await?;
        Ok(rows.iter().filter_map(row::read_walk).collect())
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn of_every_version_ever_there_is_a_database_to_open() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/phone");
        let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        let mut versions = BTreeSet::new();
        for path in files {
            let told: serde_json::Value =
                serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
            let version = usize::try_from(told["version"].as_u64().unwrap()).unwrap();
            let schema = UPGRADES[..version].concat();
            assert_eq!(told["schema"], serde_json::to_value(schema).unwrap(), "{}", path.display());
            versions.insert(version);
        }
        assert_eq!(versions, (1..=UPGRADES.len()).collect());
    }
}
