//! Whether what has arrived is what was sent.
//!
//! Promises: every digest is computed anew from the texts that arrived; every table has as many rows as it had; what
//! was made anew from the records says the same as what the source had made of them.

use std::collections::BTreeMap;

use futures_util::TryStreamExt as _;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use sqlx::AnyConnection;

use shared::id::RecordId;
use shared::record::{Head, Receipt};

use super::{Count, NotMoved, TABLES, rows};
use crate::store::{StoreError, from_sql, series_of};

/// What follows from the records: each table, and its rows in an order that is the same everywhere, each as one text.
pub(in crate::store) const FOLLOWING: [(&str, &str); 9] = [
    ("observations", "SELECT id || body FROM observations WHERE body IS NOT NULL ORDER BY id"),
    ("revisits", "SELECT id || body FROM revisits WHERE body IS NOT NULL ORDER BY id"),
    ("walks", "SELECT id || body FROM walks ORDER BY id"),
    ("replans", "SELECT id || walk || body FROM replans ORDER BY id"),
    ("decisions", "SELECT id || body FROM decisions ORDER BY id"),
    ("groupings", "SELECT id || body FROM groupings ORDER BY id"),
    ("photos", "SELECT CAST(observation AS TEXT) FROM photos ORDER BY series, number"),
    ("tracks", "SELECT body FROM tracks ORDER BY series, number"),
    ("quarantine", "SELECT reason FROM quarantine ORDER BY series, number"),
];

/// What an installation holds, in numbers and digests: by it one knows that all of it has arrived.
#[derive(Debug, Serialize, Deserialize)]
pub struct Contents {
    /// Rows by table.
    counts: BTreeMap<String, u64>,
    /// The counters, which are set and not moved.
    pub(super) counters: BTreeMap<String, i64>,
    /// Where each series ends.
    heads: Vec<Receipt>,
    /// One sum for each table of what follows from the records.
    follows: BTreeMap<String, String>,
}

/// Whether what follows from the records must say what it said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Follows {
    /// The same program made it.
    Same,
    /// A newer program may draw other conclusions.
    MayDiffer,
}

impl Contents {
    /// What is there now.
    pub async fn of(source: &mut AnyConnection) -> Result<Self, StoreError> {
        let (mut counts, mut follows) = (BTreeMap::new(), BTreeMap::new());
        for table in TABLES {
            counts.insert(table.to_owned(), rows::count(source, table).await?);
        }
        for (table, texts) in FOLLOWING {
            follows.insert(table.to_owned(), sum(source, texts).await?);
        }
        let counters: Vec<(String, i64)> =
            sqlx::query_as("SELECT name, value FROM counters").fetch_all(&mut *source).await?;
        Ok(Self { counts, counters: counters.into_iter().collect(), heads: heads(source).await?, follows })
    }

    /// Rows of each table, in the order in which they are moved.
    pub fn counts(&self) -> Vec<Count> {
        TABLES.into_iter().map(|table| (table, self.counts.get(table).copied().unwrap_or_default())).collect()
    }

    /// How many series have records.
    pub fn series(&self) -> usize {
        self.heads.len()
    }

    /// Leaves rows out of account that were not taken along.
    pub fn without(&mut self, table: &'static str, rows: u64) {
        if let Some(count) = self.counts.get_mut(table) {
            *count = count.saturating_sub(rows);
        }
    }

    /// Whether all of it is in the target.
    pub(super) async fn verify(&self, target: &mut AnyConnection, follows: Follows) -> Result<(), NotMoved> {
        if let Some(id) = broken_chains(target).await?.into_iter().next() {
            return Err(NotMoved::AnotherDigest(id));
        }
        let held = heads(target).await?;
        let same = |end: &&Receipt| held.contains(end) && self.heads.contains(end);
        if let Some(other) =
            (held != self.heads).then(|| self.heads.iter().chain(&held).find(|end| !same(end))).flatten()
        {
            return Err(NotMoved::AnotherEnd(other.series));
        }
        for (table, expected) in self.counts() {
            if rows::count(target, table).await? != expected {
                return Err(NotMoved::AnotherCount(table));
            }
        }
        for (table, texts) in FOLLOWING {
            let same =
                follows == Follows::MayDiffer || self.follows.get(table) == Some(&sum(target, texts).await?);
            if !same {
                return Err(NotMoved::AnotherProjection(table));
            }
        }
        Ok(())
    }
}

async fn heads(connection: &mut AnyConnection) -> Result<Vec<Receipt>, StoreError> {
    let last = "SELECT r.series, r.number, r.digest FROM records AS r
        JOIN (SELECT series, max(number) AS number FROM records GROUP BY series) AS last
        ON last.series = r.series AND last.number = r.number ORDER BY r.series";
    let rows: Vec<(Vec<u8>, i64, Vec<u8>)> = sqlx::query_as(last).fetch_all(connection).await?;
    let receipt = |(series, number, digest): (Vec<u8>, i64, Vec<u8>)| {
        Ok(Receipt::new(series_of(&series)?, acknowledged(number, &digest)?))
    };
    rows.into_iter().map(receipt).collect()
}

fn acknowledged(number: i64, digest: &[u8]) -> Result<Head, StoreError> {
    Ok(Head { number: from_sql(number), digest: hex::encode(digest).parse()? })
}

/// The records that do not have the digest that was acknowledged, each judged by those before it.
pub(in crate::store) async fn broken_chains(
    connection: &mut AnyConnection,
) -> Result<Vec<RecordId>, StoreError> {
    let all = "SELECT series, number, text, digest FROM records ORDER BY series, number";
    let mut records = sqlx::query_as::<_, (Vec<u8>, i64, String, Vec<u8>)>(all).fetch(connection);
    let (mut broken, mut at) = (Vec::new(), None);
    while let Some((series, number, text, digest)) = records.try_next().await? {
        let series = series_of(&series)?;
        let (_, before) = at.filter(|(known, _)| *known == series).unwrap_or((series, Head::empty(series)));
        let head = acknowledged(number, &digest)?;
        if before.then(&text) != head {
            broken.push(RecordId { series, number: head.number });
        }
        at = Some((series, head));
    }
    Ok(broken)
}

/// One sum over all rows, so that two tables are compared without holding either.
async fn sum(connection: &mut AnyConnection, texts: &'static str) -> Result<String, StoreError> {
    let mut rows = sqlx::query_scalar::<_, String>(texts).fetch(connection);
    let mut sum = Sha256::new();
    while let Some(text) = rows.try_next().await? {
        sum.update(Sha256::digest(text));
    }
    Ok(hex::encode(sum.finalize()))
}
