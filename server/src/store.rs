//! Where everything lies: one SQLite database for records and what follows from them, read by many, written by one.
//!
//! Promises: what was acknowledged survives a power cut (write-ahead log, `synchronous=FULL`); a write is whole or
//! did not happen; no secret is stored, only its hash.

mod accounts;
mod append;
mod areas;
pub(crate) mod assets;
mod migrate;
mod papers;
mod photos;
mod pictures;
mod rebuild;
mod settings;
mod sqlite_log;
mod walkers;
mod walks;

pub use accounts::{Account, Entrance, SESSION_MS, role_name};
pub use append::{At, Written};
pub use assets::Asset;
pub use photos::CheckedPhoto;
pub use pictures::{Changes, Version};
pub use rebuild::Counts;
pub use sqlite_log::SqliteLog;
pub use walks::{WalkRow, card_of};

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{ConnectOptions as _, Connection as _};
use tokio::sync::{Mutex, MutexGuard};

use shared::id::SeriesId;

use crate::config::Location;

const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
const READERS: u32 = 4;

/// Why the store could not do it. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database said no.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// The file system said no.
    #[error("the data directory failed: {0}")]
    Files(#[from] std::io::Error),
    /// Something stored is not what was stored.
    #[error("something stored cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// An id stored is none.
    #[error("something stored is misnamed: {0}")]
    Misnamed(#[from] shared::id::InvalidId),
    /// No phone and no desk was given this series.
    #[error("series {0} was given to nobody")]
    UnknownSeries(SeriesId),
    /// The operating system gave no random bytes.
    #[error("there is no randomness to be had: {0}")]
    NoRandomness(#[from] getrandom::Error),
    /// A newer version of this program wrote the database.
    #[error("the database has version {found}, and this program knows up to {known}: use a newer lykta")]
    TooNew {
        /// Version of the database.
        found: usize,
        /// Newest version that this program knows.
        known: usize,
    },
    /// The part that writes has ended.
    #[error("the server is stopping")]
    Stopping,
}

/// The database of one installation.
#[derive(Debug, Clone)]
pub struct Store {
    writer: Arc<Mutex<SqliteConnection>>,
    readers: SqlitePool,
    log: SqliteLog,
}

impl Store {
    /// Opens the database, making or updating it where needed.
    pub async fn open(location: &Location) -> Result<Self, StoreError> {
        private_directory(&location.data)?;
        let options = options(&location.database);
        let mut writer = options.clone().create_if_missing(true).connect().await?;
        migrate::run(&mut writer).await?;
        let readers = SqlitePoolOptions::new().max_connections(READERS).min_connections(1);
        let readers = readers.connect_with(options.read_only(true)).await?;
        let writer = Arc::new(Mutex::new(writer));
        let log = SqliteLog::new(append::start(Arc::clone(&writer)), readers.clone());
        Ok(Self { writer, readers, log })
    }

    /// The log of records.
    pub fn log(&self) -> &SqliteLog {
        &self.log
    }

    /// Whether the database answers.
    pub async fn check(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT value FROM counters WHERE name = 'revision'").fetch_one(&self.readers).await?;
        Ok(())
    }

    /// Waits for the writes under way and closes the database.
    pub async fn close(self) -> Result<(), StoreError> {
        self.readers.close().await;
        let mut writer = self.writer.lock().await;
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut *writer).await?;
        Ok(())
    }

    async fn write(&self) -> MutexGuard<'_, SqliteConnection> {
        self.writer.lock().await
    }
}

/// Makes a directory that only the server's own user may look into: what residents say lies here.
fn private_directory(path: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(path)
}

fn options(database: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(database)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .disable_statement_logging()
}

/// Begins a transaction that writes: other processes wait for it from its first moment, not half-way.
async fn begin(connection: &mut SqliteConnection) -> Result<sqlx::Transaction<'_, sqlx::Sqlite>, StoreError> {
    Ok(connection.begin_with("BEGIN IMMEDIATE").await?)
}

/// Tells readers that the projection has changed: the number of this change.
async fn next_revision(connection: &mut SqliteConnection) -> Result<i64, StoreError> {
    let next = "UPDATE counters SET value = value + 1 WHERE name = 'revision' RETURNING value";
    Ok(sqlx::query_scalar(next).fetch_one(connection).await?)
}

async fn counter(connection: &mut SqliteConnection, name: &str) -> Result<i64, StoreError> {
    let counter = "SELECT value FROM counters WHERE name = ?1";
    Ok(sqlx::query_scalar(counter).bind(name).fetch_one(connection).await?)
}

fn series_of(bytes: &[u8]) -> Result<SeriesId, StoreError> {
    Ok(hex::encode(bytes).parse()?)
}

#[expect(clippy::cast_possible_wrap, reason = "numbers of records and bytes stay far below 2^63")]
fn to_sql(number: u64) -> i64 {
    number as i64
}

#[expect(clippy::cast_sign_loss, reason = "written by `to_sql`")]
fn from_sql(number: i64) -> u64 {
    number as u64
}

#[cfg(test)]
pub(crate) mod tests;
