//! Records in their series.
//!
//! Promises: a series goes on from what the server is known to hold, whatever its rows say of themselves; what stands
//! after a gap is in no series; nothing is written for a walk that is no longer here.

use shared::id::{RecordId, SeriesId};
use shared::log::{AppendError, Appended, Log, fresh};
use shared::record::{Head, Record};
use wasm_bindgen::JsValue;

use super::{ANSWERS, News, PhoneStore, RECEIPTS, RECORDS, STUCK, StoreError, WALKS, row};
use crate::platform::Failure;
use crate::platform::indexeddb::{Range, Transaction};
use crate::platform::json;

impl PhoneStore {
    /// Appends as the next record of a walk's series what `state` makes of the records that stand after `reached`, which
    /// another tab may have written meanwhile. Answers the record.
    pub async fn append_next(
        &self,
        series: SeriesId,
        reached: u64,
        state: impl FnOnce(&[Record]) -> Result<String, StoreError>,
    ) -> Result<Record, StoreError> {
        let write = self.database.write(&[RECORDS, RECEIPTS, WALKS]).await?;
        if write.first_key(WALKS, &row::only(series)).await?.is_none() {
            return Err(StoreError::Gone);
        }
        let head = self.head_in(&write, series).await?;
        let missed =
            if reached < head.number { page(&write, series, reached, usize::MAX).await? } else { vec![] };
        let text = state(&missed)?;
        let next = head.then(&text);
        write.add(RECORDS, &row::record(series, next, &text))?;
        write.commit().await?;
        self.count(series, next);
        Ok(Record { id: RecordId { series, number: next.number }, text })
    }

    /// What the store knows of a series beyond its record number `reached`.
    pub async fn news(&self, series: SeriesId, reached: u64) -> Result<News, StoreError> {
        let read = self.database.read(&[RECORDS, RECEIPTS, STUCK, ANSWERS]).await?;
        let records = read.rows(RECORDS, &row::numbers_after(series, reached), usize::MAX);
        let receipt = read.get(RECEIPTS, &row::key(series));
        let stuck = read.rows(STUCK, &row::whole_series(series), usize::MAX);
        let answers = read.get(ANSWERS, &row::key(series));
        let records = following(series, reached, &records.await?);
        let receipt = receipt.await?;
        Ok(News {
            records,
            receipt: receipt.as_ref().and_then(|row| row::read_receipt(series, row)),
            since: receipt.as_ref().map(row::read_since).unwrap_or_default(),
            stuck: stuck.await?.iter().filter_map(row::read_stuck).collect(),
            // Answers that cannot be read are fetched anew at the next exchange.
            answers: answers.await?.and_then(|row| json::parse(&row::json_text(&row)?).ok()),
        })
    }

    /// Where the series ends: what follows the last receipt, or what was counted before, if that reaches further.
    async fn head_in(&self, transaction: &Transaction, series: SeriesId) -> Result<Head, StoreError> {
        let counted = self.counted.borrow().iter().find(|it| it.0 == series).map(|it| it.1);
        let counted = counted.unwrap_or(Head::empty(series));
        let receipt = transaction.get(RECEIPTS, &row::key(series));
        let rows = transaction.rows(RECORDS, &row::numbers_after(series, counted.number), usize::MAX);
        let receipt = receipt.await?.and_then(|row| row::read_receipt(series, &row));
        let rows = rows.await?;
        let known = receipt.map(|it| it.head()).filter(|it| it.number > counted.number).unwrap_or(counted);
        let texts = following(series, known.number, &rows);
        let head = texts.iter().fold(known, |head, record| head.then(&record.text));
        self.count(series, head);
        Ok(head)
    }

    /// Remembers how far a series reaches on the disk.
    fn count(&self, series: SeriesId, head: Head) {
        let mut counted = self.counted.borrow_mut();
        counted.retain(|it| it.0 != series);
        counted.push((series, head));
    }
}

async fn page(
    transaction: &Transaction,
    series: SeriesId,
    after: u64,
    limit: usize,
) -> Result<Vec<Record>, StoreError> {
    Ok(following(series, after, &transaction.rows(RECORDS, &row::numbers_after(series, after), limit).await?))
}

/// The records after a number, up to the first gap.
pub(super) fn following(series: SeriesId, after: u64, rows: &[JsValue]) -> Vec<Record> {
    let mut next = after;
    let records = rows.iter().filter_map(|row| row::read_record(series, row));
    let records = records.skip_while(|record| record.id.number <= after);
    records
        .take_while(|record| {
            next += 1;
            record.id.number == next
        })
        .collect()
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
        let write = self.database.write(&[RECORDS, RECEIPTS]).await.map_err(log)?;
        let mut head = self.head_in(&write, series).await.map_err(AppendError::Log)?;
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
        self.head_in(&self.database.read(&[RECORDS, RECEIPTS]).await?, series).await
    }

    async fn series(&self) -> Result<Vec<SeriesId>, StoreError> {
        let read = self.database.read(&[RECORDS]).await?;
        let (mut found, mut range) = (Vec::new(), Range::all());
        while let Some(key) = read.first_key(RECORDS, &range).await? {
            let beyond = row::beyond_key(&key);
            found.extend(row::read_series(&key));
            range = Range::after(beyond);
        }
        Ok(found)
    }

    async fn read(&self, series: SeriesId, after: u64, limit: usize) -> Result<Vec<Record>, StoreError> {
        page(&self.database.read(&[RECORDS]).await?, series, after, limit).await
    }
}
