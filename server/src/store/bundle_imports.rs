//! Who took in which saved file, and when.

use shared::id::SeriesId;
use shared::wire::{BundleImport, BundleTaken, FileProof};

use super::{Store, StoreError, from_sql, to_sql};
use crate::clock;

/// Who takes a file in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Importer {
    /// The series of the account, or of the operator at the command line.
    pub officer: SeriesId,
    /// The name to show.
    pub name: String,
}

/// Most entries that are shown of one series.
const MOST_SHOWN: i64 = 20;

type Row = (String, i64, String, i64, i64, i64);

impl Store {
    /// Notes that a file of this series was taken in now.
    pub async fn note_import(
        &self,
        series: SeriesId,
        by: &Importer,
        proof: FileProof,
        taken: &BundleTaken,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO bundle_imports (series, at_ms, officer, name, proof, records, new_records, new_photos)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
        )
        .bind(series.as_bytes().as_slice())
        .bind(clock::now_ms())
        .bind(by.officer.as_bytes().as_slice())
        .bind(&by.name)
        .bind(proof_name(proof))
        .bind(to_sql(taken.records))
        .bind(to_sql(taken.new_records))
        .bind(to_sql(taken.new_photos))
        .execute(&mut *self.write().await?)
        .await?;
        Ok(())
    }

    /// The latest imports of files of a series, latest first.
    pub async fn imports(&self, series: SeriesId) -> Result<Vec<BundleImport>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT name, at_ms, proof, records, new_records, new_photos FROM bundle_imports
             WHERE series = $1 ORDER BY at_ms DESC, officer LIMIT $2",
        )
        .bind(series.as_bytes().as_slice())
        .bind(MOST_SHOWN)
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter().map(import).collect()
    }
}

fn import((by, at_ms, proof, records, new_records, new_photos): Row) -> Result<BundleImport, StoreError> {
    Ok(BundleImport {
        by,
        at_ms,
        proof: serde_json::from_value(proof.into())?,
        records: from_sql(records),
        new_records: from_sql(new_records),
        new_photos: from_sql(new_photos),
    })
}

/// How a proof is called in the table and on the wire.
fn proof_name(proof: FileProof) -> &'static str {
    match proof {
        FileProof::Proved => "proved",
        FileProof::Claimed => "claimed",
        FileProof::None => "none",
    }
}
