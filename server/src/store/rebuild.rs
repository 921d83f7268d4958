//! Makes the projection anew from the log.
//!
//! Promises: one transaction, so that readers see the old tables or the new ones; the log is only read.

use sqlx::AnyConnection;

use shared::geo::Area;
use shared::id::SeriesId;

use super::{Store, StoreError, append, areas, begin, from_sql, log, next_revision, series_of};
use crate::project::{self, Ground, Marks};

const PAGE: usize = 1_000;

/// How much there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Records in the log.
    pub records: u64,
    /// Observations that stand.
    pub observations: u64,
    /// Photos named by records.
    pub photos: u64,
    /// Walks planned.
    pub walks: u64,
    /// Decisions taken.
    pub decisions: u64,
    /// Stretches of tracks.
    pub tracks: u64,
    /// Records that cannot be used.
    pub quarantined: u64,
}

impl Store {
    /// How much there is now.
    pub async fn counts(&self) -> Result<Counts, StoreError> {
        counts(&mut *self.readers.acquire().await?).await
    }

    /// Empties the projection and takes every record in again: the counts before and after.
    pub async fn rebuild(&self) -> Result<(Counts, Counts), StoreError> {
        let mut connection = self.write().await?;
        let mut transaction = begin(&mut connection).await?;
        let before = counts(&mut transaction).await?;
        anew(&mut transaction).await?;
        let after = counts(&mut transaction).await?;
        self.commit_and_tell(transaction).await?;
        Ok((before, after))
    }
}

const EMPTY: &str = "
    DELETE FROM threads; DELETE FROM photos; DELETE FROM observations; DELETE FROM walks;
    DELETE FROM revisits; DELETE FROM replans; DELETE FROM decisions; DELETE FROM groupings;
    DELETE FROM quarantine; DELETE FROM tracks; DELETE FROM tallies;
    UPDATE counters SET value = value + 1 WHERE name = 'rebuilds'";

/// Empties the projection and takes every record in again, within a transaction that writes.
pub(super) async fn anew(connection: &mut AnyConnection) -> Result<(), StoreError> {
    sqlx::raw_sql(EMPTY).execute(&mut *connection).await?;
    let revision = next_revision(connection).await?;
    let known: Vec<Area> = areas::all(connection).await?.iter().map(Area::from).collect();
    let series: Vec<Vec<u8>> =
        sqlx::query_scalar("SELECT id FROM series ORDER BY id").fetch_all(&mut *connection).await?;
    let mut marks = Marks::default();
    for id in series {
        take(connection, Ground { areas: &known, revision }, &mut marks, series_of(&id)?).await?;
    }
    Ok(())
}

async fn take(
    connection: &mut AnyConnection,
    ground: Ground<'_>,
    marks: &mut Marks,
    series: SeriesId,
) -> Result<(), StoreError> {
    let source = append::writer_of(connection, series).await?;
    let mut after = 0;
    loop {
        let page = log::read(connection, series, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.id.number;
        project::records(connection, ground, marks, &source, &page).await?;
    }
}

async fn counts(connection: &mut AnyConnection) -> Result<Counts, StoreError> {
    let (records, observations, photos, walks, decisions, tracks, quarantined) = sqlx::query_as(
        "SELECT (SELECT count(*) FROM records), (SELECT count(*) FROM observations WHERE body IS NOT NULL),
            (SELECT count(*) FROM photos), (SELECT count(*) FROM walks),
            (SELECT count(*) FROM decisions), (SELECT count(*) FROM tracks), (SELECT count(*) FROM quarantine)",
    )
    .fetch_one(connection)
    .await?;
    Ok(Counts {
        records: from_sql(records),
        observations: from_sql(observations),
        photos: from_sql(photos),
        walks: from_sql(walks),
        decisions: from_sql(decisions),
        tracks: from_sql(tracks),
        quarantined: from_sql(quarantined),
    })
}
