//! What lies on the phone and this version cannot read.
//!
//! Promises: told as it is, row by row, and left where it is; a token is never among it.

use std::collections::{BTreeMap, BTreeSet};

use shared::id::SeriesId;
use wasm_bindgen::JsValue;

use super::log::following;
use super::{KeptWalk, PhoneStore, RECORDS, StoreError, WALKS, row, stated};
use crate::platform::indexeddb::Range;

/// What this version cannot read. Rows are JSON.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Odd {
    /// Rows among the records that nothing can be made of.
    pub records: Vec<String>,
    /// Rows among the walks that nothing can be made of, without their tokens.
    pub walks: Vec<String>,
    /// Good records of walks that are not there, or cannot be read: nothing can send them.
    pub homeless: Vec<String>,
    /// Records that are whole and state what only a newer version knows; they are sent like all others.
    pub newer: usize,
}

impl Odd {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.records.len() + self.walks.len() + self.homeless.len() + self.newer
    }

    /// All that must be saved as a file to leave the phone.
    pub fn rows(&self) -> Vec<String> {
        [&self.records[..], &self.walks, &self.homeless].concat()
    }
}

impl PhoneStore {
    /// Looks through all records, and through all walks with the eyes of `is_walk`.
    pub async fn odd(&self, is_walk: impl Fn(KeptWalk) -> bool) -> Result<Odd, StoreError> {
        let read = self.database.read(&[RECORDS, WALKS]).await?;
        let records = read.rows(RECORDS, &Range::all(), usize::MAX);
        let walks = read.rows(WALKS, &Range::all(), usize::MAX);
        let (records, walks) = (records.await?, walks.await?);
        let is_good = |walk: &&JsValue| row::read_walk(walk).is_some_and(&is_walk);
        let (good, bad): (Vec<&JsValue>, Vec<&JsValue>) = walks.iter().partition(is_good);
        let homes = good.into_iter().filter_map(row::read_home).collect();
        let walks = bad.into_iter().map(|walk| without_token(&row::verbatim(walk))).collect();
        Ok(Odd { walks, ..odd_records(&records, &homes) })
    }

    /// How many rows there are of a series.
    pub async fn rows_of(&self, series: SeriesId) -> Result<u64, StoreError> {
        let read = self.database.read(&[RECORDS]).await?;
        Ok(read.rows(RECORDS, &row::whole_series(series), usize::MAX).await?.len() as u64)
    }
}

/// Each series by itself, for what stands after a gap is in none.
fn odd_records(rows: &[JsValue], homes: &BTreeSet<SeriesId>) -> Odd {
    let mut odd = Odd::default();
    let mut rows_by_series: BTreeMap<SeriesId, Vec<JsValue>> = BTreeMap::new();
    for row in rows {
        match row::read_place(row) {
            Some((series, number)) if number > 0 => {
                rows_by_series.entry(series).or_default().push(row.clone());
            }
            _ => odd.records.push(row::verbatim(row)),
        }
    }
    for (series, rows) in rows_by_series {
        let placed = following(series, 0, &rows).len();
        for (at, row) in rows.iter().enumerate() {
            match row::record_text(row).filter(|_| at < placed) {
                None => odd.records.push(row::verbatim(row)),
                Some(_) if !homes.contains(&series) => odd.homeless.push(row::verbatim(row)),
                Some(text) => odd.newer += usize::from(stated(&text).is_none()),
            }
        }
    }
    odd
}

/// The same text with what follows the word `token` taken out, however its quotes are written.
fn without_token(text: &str) -> String {
    let mut parts = text.split("token");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let quotes = part.chars().take_while(|letter| "\\\": ".contains(*letter)).count();
        let rest =
            part.chars().skip(quotes).skip_while(|it| it.is_ascii_alphanumeric() || "-_+/=".contains(*it));
        kept.push_str("token");
        kept.extend(part.chars().take(quotes).chain(rest));
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_never_leaves_with_what_cannot_be_read() {
        let row = r#"{"pack":"{\"series\":\"01\",\"token\":\"aB-_9\",\"walk\":5}","token":"x9"}"#;
        let kept = r#"{"pack":"{\"series\":\"01\",\"token\":\"\",\"walk\":5}","token":""}"#;
        assert_eq!(without_token(row), kept);
        assert_eq!(without_token("{}"), "{}");
    }
}
