//! Where everything lies: one database for records and what follows from them, read by many, written by one at a time.
//!
//! Promises: what was acknowledged survives a power cut; a write is whole or did not happen; no secret that
//! opens something is stored, only its hash. All of it holds on SQLite and on PostgreSQL, there also with several servers on one database.

mod accounts;
mod append;
mod areas;
pub(crate) mod assets;
mod bundle_imports;
mod codes;
mod database;
pub mod imports;
mod log;
mod migrate;
mod moving;
mod papers;
mod photos;
mod pictures;
mod quota;
mod rebuild;
mod settings;
mod snapshot;
mod verify;
mod walkers;
mod walks;

pub use accounts::{Account, Entrance, SESSION_MS, role_name};
pub use append::{At, Written};
pub use assets::Asset;
pub use bundle_imports::Importer;
pub use codes::{CodeFound, CodeState, JOIN_DAYS};
pub use database::Turn;
pub use log::StoreLog;
pub use moving::{Contents, Follows, NotMoved, Page, fill, finish, insert, move_installation};
pub use photos::{CheckedPhoto, forget_photo};
pub use pictures::Changes;
pub use quota::{Full, Storage};
pub use rebuild::Counts;
pub use snapshot::{Kept, Snapshot};
pub use verify::Fault;
pub use walkers::{Brought, Rejoined};
pub use walks::{WalkOutline, WalkRow, card_of};

use std::sync::{Arc, OnceLock};

use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, AnyPool, Transaction};
use tokio::sync::Notify;

use shared::id::SeriesId;

use crate::config::Location;
use crate::private;
use crate::secret::IssuingKey;
use database::{Kind, begin};

/// Why the store could not do it. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database said no.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// No line to the database.
    #[error("the database {database} cannot be reached: {why}")]
    Unreachable {
        /// Which one, without its password.
        database: String,
        /// What hinders.
        why: String,
    },
    /// The bucket that photos are kept in cannot be used.
    #[error("photos cannot be kept in {bucket}: {why}")]
    NoBucket {
        /// Which one.
        bucket: String,
        /// What hinders.
        why: String,
    },
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
    /// A phone has sent as much as may be kept of it.
    #[error("this phone has sent {0}, which is as much as is kept of one phone's walk")]
    Full(Full),
    /// The operating system gave no random bytes.
    #[error("there is no randomness to be had: {0}")]
    NoRandomness(#[from] getrandom::Error),
    /// A database that cannot hold every letter.
    #[error("the database is encoded in {encoding}: make one with ENCODING 'UTF8'")]
    NotUtf8 {
        /// How it is encoded.
        encoding: String,
    },
    /// A newer version of this program wrote the database.
    #[error("the database has version {found}, and this program knows up to {known}: use a newer lykta")]
    TooNew {
        /// Version of the database.
        found: usize,
        /// Newest version that this program knows.
        known: usize,
    },
    /// An older version of this program wrote the database, and it is only to be read.
    #[error(
        "the database has version {found}, and this program reads {known}: start `lykta serve` once, which updates it"
    )]
    TooOld {
        /// Version of the database.
        found: usize,
        /// The version that this program reads.
        known: usize,
    },
    /// Rows of an older version are to be poured into tables of a newer one.
    #[error(
        "the database has tables of version {found} already, and rows of version {wanted} are to come: give one \
         without any tables"
    )]
    Ahead {
        /// Version of the database.
        found: usize,
        /// Version of the rows.
        wanted: usize,
    },
    /// The line to the database broke, or there is none: what was asked for last may be there or not.
    #[error("the database is out of reach")]
    OutOfReach,
    /// The part that writes has ended.
    #[error("the server is stopping")]
    Stopping,
}

impl StoreError {
    /// Whether the line to the database broke, so that nobody knows what became of a commit.
    fn is_of_the_line(&self) -> bool {
        use sqlx::Error as E;
        match self {
            // PostgreSQL's class of errors of a server that stops or starts.
            Self::Database(E::Database(error)) => error.code().is_some_and(|code| code.starts_with("57P")),
            Self::Database(error) => {
                matches!(error, E::Io(_) | E::Tls(_) | E::Protocol(_) | E::PoolTimedOut | E::PoolClosed)
            }
            _ => false,
        }
    }

    /// Whether it has to do with one series, and not with what others write at the same moment.
    fn is_of_one_series(&self) -> bool {
        matches!(self, Self::UnknownSeries(_) | Self::Full(_))
    }

    /// Whether it failed for want of room on the disk. Nothing was changed, and it works again when there is room.
    pub fn is_for_want_of_room(&self) -> bool {
        match self {
            // SQLite's FULL, and its IOERR_SHMSIZE: no room for the index of the log; PostgreSQL's `disk_full`.
            Self::Database(sqlx::Error::Database(error)) => {
                error.code().is_some_and(|code| matches!(&*code, "13" | "4874" | "53100"))
            }
            Self::Files(error) => {
                matches!(error.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded)
            }
            _ => false,
        }
    }
}

/// The database of one installation.
#[derive(Debug, Clone)]
pub struct Store {
    writer: AnyPool,
    readers: AnyPool,
    log: StoreLog,
    moved: Arc<Notify>,
    issuing_key: Arc<OnceLock<IssuingKey>>,
}

impl Store {
    /// Opens the database, making or updating it where needed.
    pub async fn open(location: &Location) -> Result<Self, StoreError> {
        private::directory(&location.data)?;
        private::close(location);
        let writer = database::writer(&location.database).await?;
        migrate::run(&mut *writer.acquire().await?).await?;
        let readers = database::readers(&location.database).await?;
        let moved = Arc::new(Notify::new());
        let log = StoreLog::new(append::start(writer.clone(), Arc::clone(&moved)), readers.clone());
        Ok(Self { writer, readers, log, moved, issuing_key: Arc::default() })
    }

    /// The log of records.
    pub fn log(&self) -> &StoreLog {
        &self.log
    }

    /// Wakes the one who waits whenever the version may have moved, by what this process wrote.
    pub fn moved(&self) -> Arc<Notify> {
        Arc::clone(&self.moved)
    }

    /// Commits what gives the projection another version.
    async fn commit_and_tell(&self, transaction: Transaction<'_, Any>) -> Result<(), StoreError> {
        transaction.commit().await?;
        self.moved.notify_one();
        Ok(())
    }

    /// Whether the database answers.
    pub async fn check(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT value FROM counters WHERE name = 'revision'").fetch_one(&self.readers).await?;
        Ok(())
    }

    /// Waits for the writes under way and closes the database.
    pub async fn close(self) -> Result<(), StoreError> {
        self.readers.close().await;
        database::settle(&mut *self.write().await?).await?;
        self.writer.close().await;
        Ok(())
    }

    /// Whether there is an installation that can be opened; nothing is made.
    pub async fn is_there(location: &Location) -> Result<bool, StoreError> {
        database::is_there(&location.database).await
    }

    /// Waits until no other server on this database does what only one may do at a time. The next one's turn comes when
    /// this one is dropped.
    pub async fn turn(&self) -> Result<Turn, StoreError> {
        database::turn(&self.readers).await
    }

    async fn write(&self) -> Result<PoolConnection<Any>, StoreError> {
        Ok(self.writer.acquire().await?)
    }
}

/// The channel on which PostgreSQL tells every server that the projection has changed.
pub const CHANNEL: &str = "lykta";

/// Tells readers that the projection has changed: the number of this change. Other servers hear of it when it is
/// committed.
async fn next_revision(connection: &mut AnyConnection) -> Result<i64, StoreError> {
    let next = match Kind::of(connection) {
        Kind::Sqlite => "UPDATE counters SET value = value + 1 WHERE name = 'revision' RETURNING value",
        Kind::Postgres => {
            "WITH next AS (UPDATE counters SET value = value + 1 WHERE name = 'revision' RETURNING value)
             SELECT value FROM next CROSS JOIN pg_notify('lykta', '')"
        }
    };
    Ok(sqlx::query_scalar(next).fetch_one(connection).await?)
}

fn series_of(bytes: &[u8]) -> Result<SeriesId, StoreError> {
    Ok(hex::encode(bytes).parse()?)
}

#[expect(clippy::cast_possible_wrap, reason = "numbers of records and bytes stay far below 2^63")]
fn to_sql(number: u64) -> i64 {
    number as i64
}

#[expect(clippy::cast_sign_loss, reason = "written by `to_sql`")]
pub(crate) fn from_sql(number: i64) -> u64 {
    number as u64
}

#[cfg(test)]
pub(crate) mod tests;
