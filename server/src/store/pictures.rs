//! What has changed since a reader last looked: observations, second looks, tracks, decisions and groupings.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::de::DeserializeOwned;

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
    pub observations: BTreeMap<ObservationId, Option<Observation>>,
    /// Second looks as they now are; `None` for those that were taken back.
    pub revisits: BTreeMap<RecordId, Option<Revisit>>,
    /// Decisions that were added.
    pub decisions: BTreeMap<RecordId, Decided>,
    /// Stretches of tracks that were added.
    pub tracks: Vec<Track>,
    /// Groupings that were added.
    pub groupings: BTreeMap<RecordId, Grouped>,
}

const COUNTERS: &str = "SELECT (SELECT value FROM counters WHERE name = 'rebuilds'),
    (SELECT value FROM counters WHERE name = 'revision')";

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
        let observations: Vec<(String, Option<String>)> =
            sqlx::query_as("SELECT id, body FROM observations WHERE revision > $1")
                .bind(after)
                .fetch_all(&mut *snapshot)
                .await?;
        let revisits: Vec<(String, Option<String>)> =
            sqlx::query_as("SELECT id, body FROM revisits WHERE revision > $1")
                .bind(after)
                .fetch_all(&mut *snapshot)
                .await?;
        let decisions: Vec<(String, String)> =
            sqlx::query_as("SELECT id, body FROM decisions WHERE revision > $1")
                .bind(after)
                .fetch_all(&mut *snapshot)
                .await?;
        let groupings: Vec<(String, String)> =
            sqlx::query_as("SELECT id, body FROM groupings WHERE revision > $1")
                .bind(after)
                .fetch_all(&mut *snapshot)
                .await?;
        let tracks: Vec<TrackRow> =
            sqlx::query_as("SELECT series, number, walk, body FROM tracks WHERE revision > $1")
                .bind(after)
                .fetch_all(&mut *snapshot)
                .await?;
        snapshot.commit().await?;
        Ok(Changes {
            version: Version { rebuilds, revision },
            observations: observations.into_iter().map(standing).collect::<Result<_, StoreError>>()?,
            revisits: revisits.into_iter().map(standing).collect::<Result<_, StoreError>>()?,
            decisions: decisions.into_iter().map(stated).collect::<Result<_, StoreError>>()?,
            groupings: groupings.into_iter().map(stated).collect::<Result<_, StoreError>>()?,
            tracks: tracks.into_iter().map(track).collect::<Result<_, StoreError>>()?,
        })
    }
}

type TrackRow = (Vec<u8>, i64, Option<String>, String);

fn track((series, number, walk, body): TrackRow) -> Result<Track, StoreError> {
    Ok(Track {
        id: RecordId { series: series_of(&series)?, number: from_sql(number) },
        walk: walk.map(|walk| walk.parse()).transpose()?,
        tracked: Arc::new(serde_json::from_str(&body)?),
    })
}

fn stated<T: DeserializeOwned>((id, body): (String, String)) -> Result<(RecordId, T), StoreError> {
    Ok((id.parse()?, serde_json::from_str(&body)?))
}

fn standing<T: DeserializeOwned>(
    (id, body): (String, Option<String>),
) -> Result<(RecordId, Option<T>), StoreError> {
    Ok((id.parse()?, body.map(|body| serde_json::from_str(&body)).transpose()?))
}
