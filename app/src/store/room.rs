//! Room for what is to come: the bytes of photos that the server has had for long.
//!
//! Promises: a photo's bytes go only when the server said that it has them whole, at least `KEPT_DAYS` days ago, and
//! every record that names the photo is covered by a receipt with a matching digest that is as old. Records never go,
//! and what is unsure stays.

use std::collections::BTreeSet;

use shared::id::{BlobHash, SeriesId};
use shared::log::Log as _;
use shared::record::Record;
use shared::statement::Statement;
use shared::sync::BlobState;
use shared::time::DAY_MS;

use super::{BLOB_STATES, BLOBS, PhoneStore, RECEIPTS, Received, StoreError, row, stated};

/// So long after it was received, a photo stays on the phone all the same.
const KEPT_DAYS: i64 = 30;

/// Photos that the server has had for long.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Old {
    /// Which.
    pub blobs: Vec<BlobHash>,
    /// What they take up here.
    pub bytes: f64,
}

impl PhoneStore {
    /// The photos whose bytes may go by now.
    pub async fn old(&self, now_ms: i64) -> Result<Old, StoreError> {
        let before_ms = now_ms - KEPT_DAYS * DAY_MS;
        let (mut covered, mut uncovered) = (BTreeSet::new(), BTreeSet::new());
        for series in self.series().await? {
            let covers = self.covers(series, before_ms).await?;
            for record in self.read(series, 0, usize::MAX).await? {
                let to = if record.id.number <= covers { &mut covered } else { &mut uncovered };
                to.extend(photo_of(&record));
            }
        }
        let mut old = Old::default();
        for blob in covered.difference(&uncovered) {
            if let Some(bytes) = self.sent_long_ago(*blob, before_ms).await? {
                old.blobs.push(*blob);
                old.bytes += bytes;
            }
        }
        Ok(old)
    }

    /// Lets go of the bytes of these photos, but for those that a server from an older copy has asked for since.
    pub async fn free(&self, old: &Old) -> Result<(), StoreError> {
        let write = self.database.write(&[BLOBS, BLOB_STATES]).await?;
        for blob in &old.blobs {
            let key = row::hash_key(*blob);
            let state = write.get(BLOB_STATES, &key).await?;
            if state.is_some_and(|row| row::read_blob_state(&row) == BlobState::Sent) {
                write.delete(BLOBS, &key)?;
            }
        }
        Ok(write.commit().await?)
    }

    /// How far the server was known to hold the series at that time, and is since.
    async fn covers(&self, series: SeriesId, before_ms: i64) -> Result<u64, StoreError> {
        let row = self.get(RECEIPTS, &row::key(series)).await?;
        let since = row.as_ref().map(row::read_since).unwrap_or_default();
        Ok(covered(&since, before_ms))
    }

    /// What the photo takes up, if it is here and was sent before that time. One of which the time is not known, for it
    /// was sent by an older app, begins to be known now.
    async fn sent_long_ago(&self, blob: BlobHash, before_ms: i64) -> Result<Option<f64>, StoreError> {
        let Some(state) = self.get(BLOB_STATES, &row::hash_key(blob)).await? else { return Ok(None) };
        let is_sent = row::read_blob_state(&state) == BlobState::Sent;
        match row::read_at_ms(&state) {
            Some(at_ms) if is_sent && at_ms <= before_ms => self.bytes_of(blob).await,
            None if is_sent => {
                let now_ms = before_ms + KEPT_DAYS * DAY_MS;
                self.put(BLOB_STATES, &row::blob_state(blob, &BlobState::Sent, now_ms)).await?;
                Ok(None)
            }
            _ => Ok(None),
        }
    }

    async fn bytes_of(&self, blob: BlobHash) -> Result<Option<f64>, StoreError> {
        Ok(self.get(BLOBS, &row::hash_key(blob)).await?.map(|row| row::length(&row)))
    }
}

fn covered(since: &[Received], before_ms: i64) -> u64 {
    since.iter().filter(|it| it.at_ms <= before_ms).map(|it| it.number).max().unwrap_or(0)
}

fn photo_of(record: &Record) -> Option<BlobHash> {
    match stated(&record.text)? {
        Statement::Photographed(it) => Some(it.photo.blob),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_received_long_enough_ago_is_covered() {
        let since = [Received { number: 3, at_ms: 10 }, Received { number: 8, at_ms: 20 }];
        assert_eq!([9, 10, 19, 20].map(|before_ms| covered(&since, before_ms)), [0, 3, 3, 8]);
        assert_eq!(covered(&[], 99), 0, "an older app did not write when");
    }
}
