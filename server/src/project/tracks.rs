//! Where walkers went, stretch by stretch.
//!
//! Promises: a stretch is stated once and stands: nothing edits it or takes it back.

use sqlx::AnyConnection;

use shared::id::RecordId;
use shared::statement::Tracked;
use shared::track::points;

use super::{Ground, Source};
use crate::store::StoreError;

/// The number of its record, when it begins and ends, and what it says.
pub(super) type Row = (u64, i64, i64, String);

pub(super) fn row(id: RecordId, tracked: &Tracked) -> Result<Row, StoreError> {
    let from_ms = points(tracked).first().map_or(tracked.at_ms, |first| first.at_ms);
    Ok((id.number, from_ms, tracked.at_ms, serde_json::to_string(tracked)?))
}

pub(super) async fn store(
    connection: &mut AnyConnection,
    ground: Ground<'_>,
    source: &Source,
    rows: &[Row],
) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "INSERT INTO tracks (series, number, walk, from_ms, to_ms, body, revision)
         SELECT $1, CAST(value ->> 0 AS BIGINT), $3, CAST(value ->> 1 AS BIGINT),
             CAST(value ->> 2 AS BIGINT), value ->> 3, $4
         FROM json_each($2)",
    )
    .bind(source.series.as_bytes().as_slice())
    .bind(serde_json::to_string(rows)?)
    .bind(source.walk.as_deref())
    .bind(ground.revision)
    .execute(connection)
    .await?;
    Ok(())
}
