//! What a run of records adds to the tables.

use serde::Serialize;
use sqlx::AnyConnection;

use shared::id::{BlobHash, RecordId, SeriesId, WalkId};
use shared::statement::Statement;

use super::{Ground, tracks};
use crate::store::StoreError;

/// Rows by table.
#[derive(Debug, Default)]
pub(super) struct Additions {
    photos: Vec<(u64, u64, BlobHash)>,
    walks: Vec<(RecordId, String)>,
    replans: Vec<(RecordId, String, WalkId, i64)>,
    decisions: Vec<(RecordId, String)>,
    tracks: Vec<tracks::Row>,
    groupings: Vec<(RecordId, String)>,
    quarantine: Vec<(u64, String)>,
}

const PHOTOS: &str = "INSERT INTO photos (series, number, observation, blob)
    SELECT $1, CAST(value ->> 0 AS BIGINT), CAST(value ->> 1 AS BIGINT), unhex(value ->> 2) FROM json_each($2)";
const QUARANTINE: &str = "INSERT INTO quarantine (series, number, reason)
    SELECT $1, CAST(value ->> 0 AS BIGINT), value ->> 1 FROM json_each($2)";
const WALKS: &str = "INSERT INTO walks (id, body)
    SELECT value ->> 0, value ->> 1 FROM json_each($1) WHERE $2 IS NOT NULL";
const REPLANS: &str = "INSERT INTO replans (id, body, walk, at_ms)
    SELECT value ->> 0, value ->> 1, value ->> 2, CAST(value ->> 3 AS BIGINT) FROM json_each($1)
    WHERE $2 IS NOT NULL";
const DECISIONS: &str = "INSERT INTO decisions (id, body, revision)
    SELECT value ->> 0, value ->> 1, $2 FROM json_each($1)";
const GROUPINGS: &str = "INSERT INTO groupings (id, body, revision)
    SELECT value ->> 0, value ->> 1, $2 FROM json_each($1)";
pub(super) const REVISITS: &str = "INSERT INTO revisits (id, body, revision)
    SELECT value ->> 0, value ->> 1, $2 FROM json_each($1) WHERE true
    ON CONFLICT (id) DO UPDATE SET body = excluded.body, revision = excluded.revision";
pub(super) const OBSERVATIONS: &str = "INSERT INTO observations
        (id, walk, area, feeling, category, lat, lon, at_ms, body, revision)
    SELECT value ->> 'id', value ->> 'walk', value ->> 'area', value ->> 'feeling', value ->> 'category',
        CAST(value ->> 'lat' AS DOUBLE PRECISION), CAST(value ->> 'lon' AS DOUBLE PRECISION),
        CAST(value ->> 'at_ms' AS BIGINT), value ->> 'body', $2
    FROM json_each($1) WHERE true
    ON CONFLICT (id) DO UPDATE SET walk = excluded.walk, area = excluded.area, feeling = excluded.feeling,
        category = excluded.category, lat = excluded.lat, lon = excluded.lon, at_ms = excluded.at_ms,
        body = excluded.body, revision = excluded.revision";

impl Additions {
    /// Takes a statement that is used; observations, revisits and edits stand in threads.
    pub(super) fn take(&mut self, id: RecordId, statement: Statement) -> Result<(), StoreError> {
        match statement {
            Statement::Observed(_) | Statement::Revisited(_) | Statement::Edited(_) => {}
            Statement::Photographed(it) => self.photos.push((id.number, it.of.number, it.photo.blob)),
            Statement::Tracked(it) => self.tracks.push(tracks::row(id, &it)?),
            Statement::WalkPlanned(it) => self.walks.push((id, serde_json::to_string(&it)?)),
            Statement::WalkReplanned(it) => {
                self.replans.push((id, serde_json::to_string(&it)?, it.of, it.plan.at_ms));
            }
            Statement::Decided(it) => self.decisions.push((id, serde_json::to_string(&it)?)),
            Statement::Grouped(it) => self.groupings.push((id, serde_json::to_string(&it)?)),
        }
        Ok(())
    }

    /// Names a record that has no effect, and why.
    pub(super) fn quarantine(&mut self, number: u64, reason: String) {
        self.quarantine.push((number, reason));
    }

    pub(super) fn tracks(&self) -> &[tracks::Row] {
        &self.tracks
    }

    pub(super) async fn store(
        &self,
        connection: &mut AnyConnection,
        ground: Ground<'_>,
        series: SeriesId,
    ) -> Result<(), StoreError> {
        let own = series.as_bytes().as_slice();
        insert_of_series(connection, PHOTOS, own, &self.photos).await?;
        insert_of_series(connection, QUARANTINE, own, &self.quarantine).await?;
        insert(connection, WALKS, ground, &self.walks).await?;
        insert(connection, REPLANS, ground, &self.replans).await?;
        insert(connection, DECISIONS, ground, &self.decisions).await?;
        insert(connection, GROUPINGS, ground, &self.groupings).await
    }
}

async fn insert_of_series<T: Serialize>(
    connection: &mut AnyConnection,
    statement: &'static str,
    series: &[u8],
    rows: &[T],
) -> Result<(), StoreError> {
    if !rows.is_empty() {
        let rows = serde_json::to_string(rows)?;
        sqlx::query(statement).bind(series).bind(rows).execute(connection).await?;
    }
    Ok(())
}

/// Writes rows that know the number of the change.
pub(super) async fn insert<T: Serialize>(
    connection: &mut AnyConnection,
    statement: &'static str,
    ground: Ground<'_>,
    rows: &[T],
) -> Result<(), StoreError> {
    if !rows.is_empty() {
        let rows = serde_json::to_string(rows)?;
        sqlx::query(statement).bind(rows).bind(ground.revision).execute(connection).await?;
    }
    Ok(())
}
