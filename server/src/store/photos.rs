//! Which photos are named by records, and which have arrived.

use sqlx::AnyConnection;

use shared::id::{BlobHash, SeriesId};

use super::{Store, StoreError, from_sql, to_sql};
use crate::date;

/// What was found out about a photo when it was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckedPhoto {
    /// Size in bytes.
    pub bytes: u64,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

impl Store {
    /// Whether a record of the series names the photo.
    pub async fn names_photo(&self, series: SeriesId, blob: BlobHash) -> Result<bool, StoreError> {
        let named: i64 = sqlx::query_scalar("SELECT count(*) FROM photos WHERE series = $1 AND blob = $2")
            .bind(series.as_bytes().as_slice())
            .bind(blob.as_bytes().as_slice())
            .fetch_one(&self.readers)
            .await?;
        Ok(named > 0)
    }

    /// The photos that records of the series name and that are not here.
    pub async fn missing_photos(&self, series: SeriesId) -> Result<Vec<BlobHash>, StoreError> {
        let missing = "SELECT DISTINCT blob FROM photos
            WHERE series = $1 AND blob NOT IN (SELECT hash FROM blobs) ORDER BY blob";
        let found: Vec<Vec<u8>> =
            sqlx::query_scalar(missing).bind(series.as_bytes().to_vec()).fetch_all(&self.readers).await?;
        found.iter().map(|hash| Ok(hex::encode(hash).parse()?)).collect()
    }

    /// The size of a photo that has arrived and was checked.
    pub async fn photo_bytes(&self, blob: BlobHash) -> Result<Option<u64>, StoreError> {
        let bytes: Option<i64> = sqlx::query_scalar("SELECT bytes FROM blobs WHERE hash = $1")
            .bind(blob.as_bytes().as_slice())
            .fetch_optional(&self.readers)
            .await?;
        Ok(bytes.map(from_sql))
    }

    /// Remembers that a photo is here.
    pub async fn keep_photo(&self, blob: BlobHash, photo: CheckedPhoto) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO blobs (hash, bytes, width, height, arrived_day) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT DO NOTHING",
        )
        .bind(blob.as_bytes().as_slice())
        .bind(to_sql(photo.bytes))
        .bind(i64::from(photo.width))
        .bind(i64::from(photo.height))
        .bind(date::today())
        .execute(&mut *self.write().await?)
        .await?;
        Ok(())
    }
}

/// Forgets that a photo is here, since it was lost: phones that have it are asked for it again.
pub async fn forget_photo(connection: &mut AnyConnection, blob: BlobHash) -> Result<(), StoreError> {
    let forget = sqlx::query("DELETE FROM blobs WHERE hash = $1").bind(blob.as_bytes().as_slice());
    forget.execute(connection).await?;
    Ok(())
}
