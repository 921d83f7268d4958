//! Whether what has arrived is what was sent.
//!
//! Promises: every digest is computed anew from the texts that arrived; every table has as many rows as it had; what
//! was made anew from the records says the same as what the source had made of them.

use futures_util::TryStreamExt as _;
use sha2::{Digest as _, Sha256};
use sqlx::AnyConnection;

use shared::id::RecordId;
use shared::record::Head;

use super::{Count, NotMoved, TABLES, rows};
use crate::store::{StoreError, from_sql, series_of};

/// What follows from the records: each table, and its rows in an order that is the same everywhere, each as one text.
pub(super) const FOLLOWING: [(&str, &str); 7] = [
    ("observations", "SELECT id || body FROM observations WHERE body IS NOT NULL ORDER BY id"),
    ("revisits", "SELECT id || body FROM revisits WHERE body IS NOT NULL ORDER BY id"),
    ("walks", "SELECT id || body FROM walks ORDER BY id"),
    ("replans", "SELECT id || walk || body FROM replans ORDER BY id"),
    ("decisions", "SELECT id || body FROM decisions ORDER BY id"),
    ("photos", "SELECT CAST(observation AS TEXT) FROM photos ORDER BY series, number"),
    ("quarantine", "SELECT reason FROM quarantine ORDER BY series, number"),
];

/// Verifies; the rows of each table that was moved.
pub(super) async fn verify(
    source: &mut AnyConnection,
    target: &mut AnyConnection,
) -> Result<Vec<Count>, NotMoved> {
    digests(target).await?;
    let mut counts = Vec::with_capacity(TABLES.len());
    for table in TABLES {
        let count = rows(target, table).await?;
        if count != rows(source, table).await? {
            return Err(NotMoved::AnotherCount(table));
        }
        counts.push((table, count));
    }
    for (table, texts) in FOLLOWING {
        if sum(source, texts).await? != sum(target, texts).await? {
            return Err(NotMoved::AnotherProjection(table));
        }
    }
    Ok(counts)
}

async fn digests(connection: &mut AnyConnection) -> Result<(), NotMoved> {
    let all = "SELECT series, number, text, digest FROM records ORDER BY series, number";
    let mut records = sqlx::query_as::<_, (Vec<u8>, i64, String, Vec<u8>)>(all).fetch(connection);
    let mut at = None;
    while let Some((series, number, text, digest)) = records.try_next().await? {
        let id = RecordId { series: series_of(&series)?, number: from_sql(number) };
        let (_, before) =
            at.filter(|(series, _)| *series == id.series).unwrap_or((id.series, Head::empty(id.series)));
        let head = before.then(&text);
        let acknowledged =
            Head { number: id.number, digest: hex::encode(digest).parse().map_err(StoreError::from)? };
        if head != acknowledged {
            return Err(NotMoved::AnotherDigest(id));
        }
        at = Some((id.series, head));
    }
    Ok(())
}

/// One sum over all rows, so that two tables are compared without holding either.
async fn sum(connection: &mut AnyConnection, texts: &'static str) -> Result<[u8; 32], NotMoved> {
    let mut rows = sqlx::query_scalar::<_, String>(texts).fetch(connection);
    let mut sum = Sha256::new();
    while let Some(text) = rows.try_next().await? {
        sum.update(Sha256::digest(text));
    }
    Ok(sum.finalize().into())
}
