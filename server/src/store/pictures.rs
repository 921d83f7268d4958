//! What has changed since a reader last looked: observations, second looks, decisions and groupings.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use shared::id::{ObservationId, RecordId};
use shared::situation::{Observation, Revisit};
use shared::statement::{Decided, Grouped};

use super::{Store, StoreError, database};

/// How new a reader's knowledge is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Version {
    /// How often the projection was rebuilt.
    pub rebuilds: i64,
    /// The last change that the reader knows.
    pub revision: i64,
    /// How often lamps were taken in.
    pub assets: i64,
}

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
    /// Groupings that were added.
    pub groupings: BTreeMap<RecordId, Grouped>,
}

const COUNTERS: &str = "SELECT (SELECT value FROM counters WHERE name = 'rebuilds'),
    (SELECT value FROM counters WHERE name = 'revision'), (SELECT value FROM counters WHERE name = 'assets')";

impl Store {
    /// The version of the projection now.
    pub async fn version(&self) -> Result<Version, StoreError> {
        let (rebuilds, revision, assets) = sqlx::query_as(COUNTERS).fetch_one(&self.readers).await?;
        Ok(Version { rebuilds, revision, assets })
    }

    /// What changed after a revision, all as of one moment.
    pub async fn changes(&self, after: i64) -> Result<Changes, StoreError> {
        let mut connection = self.readers.acquire().await?;
        let mut snapshot = database::snapshot(&mut connection).await?;
        let (rebuilds, revision, assets) = sqlx::query_as(COUNTERS).fetch_one(&mut *snapshot).await?;
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
        snapshot.commit().await?;
        Ok(Changes {
            version: Version { rebuilds, revision, assets },
            observations: observations.into_iter().map(standing).collect::<Result<_, StoreError>>()?,
            revisits: revisits.into_iter().map(standing).collect::<Result<_, StoreError>>()?,
            decisions: decisions.into_iter().map(stated).collect::<Result<_, StoreError>>()?,
            groupings: groupings.into_iter().map(stated).collect::<Result<_, StoreError>>()?,
        })
    }
}

fn stated<T: DeserializeOwned>((id, body): (String, String)) -> Result<(RecordId, T), StoreError> {
    Ok((id.parse()?, serde_json::from_str(&body)?))
}

fn standing<T: DeserializeOwned>(
    (id, body): (String, Option<String>),
) -> Result<(RecordId, Option<T>), StoreError> {
    Ok((id.parse()?, body.map(|body| serde_json::from_str(&body)).transpose()?))
}
