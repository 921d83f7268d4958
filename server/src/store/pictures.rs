//! What has changed since a reader last looked: observations, second looks, tracks, decisions and groupings.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::TryStreamExt as _;
use serde::de::DeserializeOwned;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, FromRow};

use shared::id::{ObservationId, RecordId};
use shared::situation::{Observation, Revisit, Track};
use shared::statement::{Decided, Grouped};
use shared::wire::Version;

use super::{Store, StoreError, database, from_sql, series_of};

/// Everything that changed after a version.
#[derive(Debug, Default)]
pub struct Changes {
    /// The version that the reader has now.
    pub version: Version,
    /// Observations as they now are; `None` for those that were withdrawn.
    pub observations: BTreeMap<ObservationId, Option<Arc<Observation>>>,
    /// Second looks as they now are; `None` for those that were taken back.
    pub revisits: BTreeMap<RecordId, Option<Arc<Revisit>>>,
    /// Decisions that were added.
    pub decisions: BTreeMap<RecordId, Decided>,
    /// Stretches of tracks that were added.
    pub tracks: Vec<Track>,
    /// Groupings that were added.
    pub groupings: BTreeMap<RecordId, Grouped>,
}

const COUNTERS: &str = "SELECT (SELECT value FROM counters WHERE name = 'rebuilds'),
    (SELECT value FROM counters WHERE name = 'revision')";

const OBSERVATIONS: &str = "SELECT id, body FROM observations WHERE revision > $1";
const REVISITS: &str = "SELECT id, body FROM revisits WHERE revision > $1";
const DECISIONS: &str = "SELECT id, body FROM decisions WHERE revision > $1";
const GROUPINGS: &str = "SELECT id, body FROM groupings WHERE revision > $1";
const TRACKS: &str = "SELECT tracks.series, tracks.number, tracks.walk, tracks.body, records.arrived_at_ms
    FROM tracks LEFT JOIN records ON records.series = tracks.series AND records.number = tracks.number
    WHERE tracks.revision > $1";

impl Store {
    /// The version of the projection now.
    pub async fn version(&self) -> Result<Version, StoreError> {
        let (rebuilds, revision) = sqlx::query_as(COUNTERS).fetch_one(&self.readers).await?;
        Ok(Version { rebuilds, revision })
    }

    /// What changed after a revision, all as of one moment.
    pub async fn changes(&self, after: i64) -> Result<Changes, StoreError> {
        let mut connection = self.readers.acquire().await?;
        let mut snapshot = database::snapshot(&mut connection).await?;
        let (rebuilds, revision) = sqlx::query_as(COUNTERS).fetch_one(&mut *snapshot).await?;
        let changes = Changes {
            version: Version { rebuilds, revision },
            observations: read(&mut snapshot, OBSERVATIONS, after, standing).await?,
            revisits: read(&mut snapshot, REVISITS, after, standing).await?,
            decisions: read(&mut snapshot, DECISIONS, after, stated).await?,
            groupings: read(&mut snapshot, GROUPINGS, after, stated).await?,
            tracks: read(&mut snapshot, TRACKS, after, track).await?,
        };
        snapshot.commit().await?;
        Ok(changes)
    }
}

/// Row by row, for at the first time they are all rows that there are, in a longer form than what is made of them.
async fn read<R, T, All>(
    snapshot: &mut AnyConnection,
    sql: &'static str,
    after: i64,
    read: fn(R) -> Result<T, StoreError>,
) -> Result<All, StoreError>
where
    R: for<'row> FromRow<'row, AnyRow> + Send + Unpin,
    All: Default + Extend<T>,
{
    let mut rows = sqlx::query_as::<_, R>(sql).bind(after).fetch(snapshot);
    let mut all = All::default();
    while let Some(row) = rows.try_next().await? {
        all.extend([read(row)?]);
    }
    Ok(all)
}

type TrackRow = (Vec<u8>, i64, Option<String>, String, Option<i64>);

fn track((series, number, walk, body, arrived_at_ms): TrackRow) -> Result<Track, StoreError> {
    Ok(Track {
        id: RecordId { series: series_of(&series)?, number: from_sql(number) },
        walk: walk.map(|walk| walk.parse()).transpose()?,
        arrived_at_ms,
        tracked: Arc::new(serde_json::from_str(&body)?),
    })
}

fn stated<T: DeserializeOwned>((id, body): (String, String)) -> Result<(RecordId, T), StoreError> {
    Ok((id.parse()?, serde_json::from_str(&body)?))
}

fn standing<T: DeserializeOwned>(
    (id, body): (String, Option<String>),
) -> Result<(RecordId, Option<Arc<T>>), StoreError> {
    let standing = body.map(|body| serde_json::from_str(&body)).transpose()?;
    Ok((id.parse()?, standing.map(Arc::new)))
}
