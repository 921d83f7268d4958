//! How much is kept of one phone, and of one walk: the limits are those of [`shared::wire`].
//!
//! Promises: what is promised to a phone is kept whatever others on the walk have sent; what has no room is not taken in
//! and stays on the phone; of a batch, as many records are taken in as have room.

use sqlx::AnyConnection;

use shared::id::{SeriesId, WalkId};
use shared::record::Head;
use shared::review::Writer;
use shared::wire::{
    MAX_SERIES_BYTES, MAX_SERIES_PHOTO_BYTES, MAX_SERIES_RECORDS, MAX_WALK_BYTES, MAX_WALK_PHONES,
    MAX_WALK_PHOTO_BYTES, SHARE_OF_SERIES_BYTES, SHARE_OF_SERIES_PHOTO_BYTES,
};

use super::{Store, StoreError, from_sql};
use crate::project::Source;

/// Of what a phone has sent as much as is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Full {
    /// Records.
    #[error("{MAX_SERIES_RECORDS} records")]
    Records,
    /// Their texts.
    #[error("{} MiB of text", MAX_SERIES_BYTES >> 20)]
    Bytes,
    /// Their texts, on a walk of which there is much already.
    #[error("{} MiB of text on a walk with very much of it", SHARE_OF_SERIES_BYTES >> 20)]
    Share,
}

/// What a walk takes of the disk, and the most that it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Storage {
    /// Phones that joined.
    pub phones: u64,
    /// Most phones that may.
    pub phones_most: u64,
    /// Bytes of the texts of records.
    pub record_bytes: u64,
    /// Most of them, apart from what each phone is promised.
    pub record_bytes_most: u64,
    /// Bytes of photos that have arrived.
    pub photo_bytes: u64,
    /// Most of them, apart from what each phone is promised.
    pub photo_bytes_most: u64,
    /// Bytes of texts that each phone is promised.
    pub record_bytes_of_phone: u64,
    /// Bytes of photos that each phone is promised.
    pub photo_bytes_of_phone: u64,
    /// Records that are kept and have no effect.
    pub stuck: u64,
}

const OF_SERIES: &str = "SELECT used FROM tallies WHERE series = $1 AND what = 'bytes' AND part = 0";
const OF_WALK: &str = "SELECT CAST(coalesce(sum(used), 0) AS BIGINT) FROM tallies
    WHERE what = 'bytes' AND part = 0 AND series IN (SELECT id FROM series WHERE walk = $1)";
const PHOTOS_OF_SERIES: &str = "SELECT CAST(coalesce(sum(bytes), 0) AS BIGINT) FROM blobs
    WHERE hash IN (SELECT blob FROM photos WHERE series = $1)";
const PHOTOS_OF_WALK: &str = "SELECT CAST(coalesce(sum(bytes), 0) AS BIGINT) FROM blobs
    WHERE hash IN (SELECT blob FROM photos JOIN series ON series.id = photos.series WHERE walk = $1)";
const PHONES: &str = "SELECT count(*) FROM series WHERE walk = $1 AND writer = 'walker'";
const STUCK: &str = "SELECT count(*) FROM quarantine WHERE series IN (SELECT id FROM series WHERE walk = $1)";

/// As many of the texts that are to follow on a head as there is room for.
pub(super) async fn within<'a>(
    connection: &mut AnyConnection,
    source: &Source,
    head: Head,
    texts: &'a [String],
) -> Result<&'a [String], StoreError> {
    if source.writer == Writer::Officer || texts.is_empty() {
        return Ok(texts);
    }
    let used: Option<i64> = sqlx::query_scalar(OF_SERIES)
        .bind(source.series.as_bytes().as_slice())
        .fetch_optional(&mut *connection)
        .await?;
    let used = from_sql(used.unwrap_or(0));
    let more: u64 = texts.iter().map(|text| text.len() as u64).sum();
    let mut most = MAX_SERIES_BYTES;
    if used + more > SHARE_OF_SERIES_BYTES
        && let Some(walk) = &source.walk
    {
        let of_walk: i64 = sqlx::query_scalar(OF_WALK).bind(walk).fetch_one(connection).await?;
        if from_sql(of_walk) + more > MAX_WALK_BYTES {
            most = SHARE_OF_SERIES_BYTES;
        }
    }
    fitting(head.number, used, most, texts)
}

fn fitting(number: u64, used: u64, most: u64, texts: &[String]) -> Result<&[String], StoreError> {
    let sums = texts.iter().scan(used, |sum, text| {
        *sum += text.len() as u64;
        Some(*sum)
    });
    let by_bytes = sums.take_while(|sum| *sum <= most).count();
    let by_count = usize::try_from(MAX_SERIES_RECORDS.saturating_sub(number)).unwrap_or(usize::MAX);
    match by_bytes.min(by_count) {
        0 if by_count == 0 => Err(StoreError::Full(Full::Records)),
        0 if most == SHARE_OF_SERIES_BYTES => Err(StoreError::Full(Full::Share)),
        0 => Err(StoreError::Full(Full::Bytes)),
        count => Ok(&texts[..count.min(texts.len())]),
    }
}

impl Store {
    /// Whether a photo of so many bytes may be kept of a phone.
    pub async fn has_room_for_photo(&self, series: SeriesId, bytes: u64) -> Result<bool, StoreError> {
        let used: i64 = sqlx::query_scalar(PHOTOS_OF_SERIES)
            .bind(series.as_bytes().as_slice())
            .fetch_one(&self.readers)
            .await?;
        let with_it = from_sql(used) + bytes;
        if with_it <= SHARE_OF_SERIES_PHOTO_BYTES {
            return Ok(true);
        }
        let Some(walk) = self.walk_of(series).await? else { return Ok(with_it <= MAX_SERIES_PHOTO_BYTES) };
        let of_walk = self.of_walk(PHOTOS_OF_WALK, walk).await?;
        Ok(with_it <= MAX_SERIES_PHOTO_BYTES && of_walk + bytes <= MAX_WALK_PHOTO_BYTES)
    }

    /// Whether one more phone may join a walk.
    pub async fn has_room_for_phone(&self, walk: WalkId) -> Result<bool, StoreError> {
        Ok(self.of_walk(PHONES, walk).await? < MAX_WALK_PHONES)
    }

    /// What a walk takes of the disk.
    pub async fn storage(&self, walk: WalkId) -> Result<Storage, StoreError> {
        Ok(Storage {
            phones: self.of_walk(PHONES, walk).await?,
            phones_most: MAX_WALK_PHONES,
            record_bytes: self.of_walk(OF_WALK, walk).await?,
            record_bytes_most: MAX_WALK_BYTES,
            photo_bytes: self.of_walk(PHOTOS_OF_WALK, walk).await?,
            photo_bytes_most: MAX_WALK_PHOTO_BYTES,
            record_bytes_of_phone: SHARE_OF_SERIES_BYTES,
            photo_bytes_of_phone: SHARE_OF_SERIES_PHOTO_BYTES,
            stuck: self.of_walk(STUCK, walk).await?,
        })
    }

    async fn of_walk(&self, question: &'static str, walk: WalkId) -> Result<u64, StoreError> {
        let asked = sqlx::query_scalar(question).bind(walk.to_string());
        Ok(from_sql(asked.fetch_one(&self.readers).await?))
    }
}

#[cfg(test)]
impl Store {
    /// How many records stand of a phone's observations, and how many bytes they have.
    pub(crate) async fn standing_of(&self, series: SeriesId) -> (u64, u64) {
        let all = "SELECT count(*), CAST(coalesce(sum(bytes), 0) AS BIGINT) FROM threads WHERE series = $1";
        let all = sqlx::query_as(all).bind(series.as_bytes().as_slice());
        let (count, bytes) = all.fetch_one(&self.readers).await.unwrap();
        (from_sql(count), from_sql(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_records_are_taken_in_as_have_room_and_then_it_is_said_of_what_there_is_too_much() {
        let texts = vec!["x".repeat(100); 10];
        let kept = |number, used, most| fitting(number, used, most, &texts).map(<[String]>::len);
        assert_eq!(kept(0, 0, MAX_SERIES_BYTES).unwrap(), 10);
        assert_eq!(kept(0, MAX_SERIES_BYTES - 250, MAX_SERIES_BYTES).unwrap(), 2);
        assert_eq!(kept(MAX_SERIES_RECORDS - 3, 0, MAX_SERIES_BYTES).unwrap(), 3);
        let why = |number, used, most| match fitting(number, used, most, &texts) {
            Err(StoreError::Full(full)) => full,
            other => panic!("{other:?}"),
        };
        assert_eq!(why(MAX_SERIES_RECORDS, 0, MAX_SERIES_BYTES), Full::Records);
        assert_eq!(why(0, MAX_SERIES_BYTES - 99, MAX_SERIES_BYTES), Full::Bytes);
        assert_eq!(why(0, SHARE_OF_SERIES_BYTES, SHARE_OF_SERIES_BYTES), Full::Share);
    }
}
