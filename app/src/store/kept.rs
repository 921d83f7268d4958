//! What is kept beside the log: receipts, photos, answers.

use shared::id::{BlobHash, SeriesId};
use shared::record::Receipt;
use shared::statement::Statement;
use shared::sync::{BlobState, Store};
use shared::wire::{Answers, Stuck};

use super::{ANSWERS, BLOB_STATES, BLOBS, PhoneStore, RECEIPTS, Received, STUCK, StoreError, row, stated};
use crate::platform::json;
use crate::platform::time::now_ms;

impl Store for PhoneStore {
    async fn receipt(&self, series: SeriesId) -> Result<Option<Receipt>, StoreError> {
        // One that cannot be read is none: the server is asked anew.
        Ok(self.get(RECEIPTS, &row::key(series)).await?.and_then(|row| row::read_receipt(series, &row)))
    }

    async fn keep_receipt(&self, receipt: Receipt, stuck: &[Stuck]) -> Result<(), StoreError> {
        let write = self.database.write(&[RECEIPTS, STUCK]).await?;
        let before = write.get(RECEIPTS, &row::key(receipt.series)).await?;
        let before = before.as_ref().map(row::read_since).unwrap_or_default();
        write.put(RECEIPTS, &row::receipt(receipt, &since(before, receipt.number, now_ms())))?;
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
        // One that cannot be read has no bytes: not what its hash says, and no hindrance to anything else.
        Ok(row.map(|row| row::read_bytes(&row).unwrap_or_default()))
    }

    async fn blob_state(&self, blob: BlobHash) -> Result<BlobState, StoreError> {
        let row = self.get(BLOB_STATES, &row::hash_key(blob)).await?;
        Ok(row.map_or(BlobState::Waiting, |row| row::read_blob_state(&row)))
    }

    async fn keep_blob_state(&self, blob: BlobHash, state: &BlobState) -> Result<(), StoreError> {
        self.put(BLOB_STATES, &row::blob_state(blob, state, now_ms())).await
    }

    async fn keep_answers(&self, series: SeriesId, answers: &Answers) -> Result<(), StoreError> {
        // Answers come from JSON and go back to it.
        let json = json::write(answers).unwrap_or_default();
        self.put(ANSWERS, &row::json(series, &json)).await
    }
}

/// Since when the server is known to hold how much, with one receipt more. A server that was made from an older copy
/// reaches less far than it did, and what it lacks has not been there since then.
fn since(mut before: Vec<Received>, number: u64, at_ms: i64) -> Vec<Received> {
    before.retain(|it| it.number <= number);
    if before.last().is_none_or(|last| last.number < number) {
        before.push(Received { number, at_ms });
    }
    before
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_record_keeps_the_time_when_it_was_first_known_to_be_there() {
        let of = |it: &[(u64, i64)]| -> Vec<Received> {
            it.iter().map(|(number, at_ms)| Received { number: *number, at_ms: *at_ms }).collect()
        };
        assert_eq!(since(vec![], 2, 10), of(&[(2, 10)]));
        assert_eq!(since(of(&[(2, 10)]), 2, 20), of(&[(2, 10)]));
        assert_eq!(since(of(&[(2, 10)]), 5, 20), of(&[(2, 10), (5, 20)]));
        assert_eq!(
            since(of(&[(2, 10), (5, 20)]), 3, 30),
            of(&[(2, 10), (3, 30)]),
            "a server from an older copy"
        );
    }
}
