//! What lies in a server's files, read by nothing but SQLite.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use shared::id::{BlobHash, SeriesId};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};

/// A series as it lies there: text and digest of each record, in order.
pub(super) type Texts = Vec<(String, [u8; 32])>;

/// What a database holds.
#[derive(Debug)]
pub(super) struct Stored {
    /// What `PRAGMA integrity_check` says.
    pub(super) integrity: String,
    pub(super) texts_by_series: BTreeMap<SeriesId, Texts>,
    pub(super) photos: BTreeSet<BlobHash>,
}

impl Stored {
    /// Opens a database as the next server would, and reads all of it that was promised to be kept.
    pub(super) async fn read(database: &Path) -> Result<Self, sqlx::Error> {
        let options = SqliteConnectOptions::new().filename(database).create_if_missing(false);
        let mut connection = options.connect().await?;
        let read = Self::of(&mut connection).await;
        let _ = connection.close().await;
        read
    }

    async fn of(connection: &mut SqliteConnection) -> Result<Self, sqlx::Error> {
        let integrity = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut *connection).await?;
        let series: Vec<Vec<u8>> =
            sqlx::query_scalar("SELECT id FROM series").fetch_all(&mut *connection).await?;
        let mut texts_by_series: BTreeMap<SeriesId, Texts> =
            series.iter().map(|id| (SeriesId::from_bytes(exactly(id)), Texts::new())).collect();
        let all = "SELECT series, number, text, digest FROM records ORDER BY series, number";
        let records: Vec<(Vec<u8>, i64, String, Vec<u8>)> =
            sqlx::query_as(all).fetch_all(&mut *connection).await?;
        for (series, number, text, digest) in records {
            let texts = texts_by_series.entry(SeriesId::from_bytes(exactly(&series))).or_default();
            texts.push((text, exactly(&digest)));
            assert_eq!(number, i64::try_from(texts.len()).expect("few"), "the numbers of a series are dense");
        }
        let photos: Vec<Vec<u8>> =
            sqlx::query_scalar("SELECT hash FROM blobs").fetch_all(&mut *connection).await?;
        let photos = photos.iter().map(|hash| BlobHash::from_bytes(exactly(hash))).collect();
        Ok(Self { integrity, texts_by_series, photos })
    }
}

fn exactly<const N: usize>(bytes: &[u8]) -> [u8; N] {
    bytes.try_into().expect("an id or a digest has its length")
}
