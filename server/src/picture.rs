//! The situation kept current in memory: observations as they stand, merged into findings, and where walkers went.
//!
//! Promises: what is handed out is never older than the last commit before it was asked for; it is computed at most
//! once per change, however many ask, from what has changed alone, and never on a thread that serves requests.

mod kept;
mod pages;

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::sync::Mutex;

use shared::id::{ObservationId, RecordId, SeriesId};
use shared::situation::{Finding, Lamps, Observation, Revisit, Track};
use shared::statement::{Decided, Grouped};
use shared::wire::Version;

use self::kept::Kept;
pub use self::pages::{Named, Pages};
use crate::store::{Changes, Store, StoreError};

/// Everything that stands, as of one version of the projection.
#[derive(Debug, Clone, Default)]
pub struct Picture {
    version: Version,
    /// Observations.
    pub observations: Pages<Observation>,
    /// Second looks.
    pub revisits: Pages<Revisit>,
    /// Every decision.
    pub decisions: Arc<BTreeMap<RecordId, Decided>>,
    /// Everything that officers said of what is one thing.
    pub groupings: Arc<BTreeMap<RecordId, Grouped>>,
    /// Findings.
    pub findings: Pages<Finding>,
    /// Stretches of tracks in order of id.
    pub tracks: Arc<Vec<Track>>,
    /// Of the observations that do not themselves name their finding.
    memberships: Pages<Membership>,
}

/// Which finding an observation belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Membership {
    id: ObservationId,
    finding: ObservationId,
}

impl Named for Membership {
    fn id(&self) -> RecordId {
        self.id
    }
}

impl Named for Observation {
    fn id(&self) -> RecordId {
        self.id
    }
}

impl Named for Revisit {
    fn id(&self) -> RecordId {
        self.id
    }
}

impl Named for Finding {
    fn id(&self) -> RecordId {
        self.id
    }
}

impl Picture {
    /// The version of the projection that it is of.
    pub fn version(&self) -> Version {
        self.version
    }

    /// The finding that an observation belongs to.
    pub fn finding(&self, observation: ObservationId) -> Option<&Finding> {
        self.findings.get(self.memberships.get(observation).map_or(observation, |it| it.finding))
    }

    /// One observation.
    pub fn observation(&self, id: ObservationId) -> Option<&Observation> {
        self.observations.get(id)
    }

    /// The findings that hold what a series observed, each with that observation.
    pub fn findings_of(&self, series: SeriesId) -> impl Iterator<Item = (ObservationId, &Finding)> {
        let from_first = self.observations.starting_at(ObservationId { series, number: 0 });
        let own = from_first.take_while(move |it| it.id.series == series);
        own.filter_map(|it| Some((it.id, self.finding(it.id)?)))
    }
}

/// Hands out the current picture.
#[derive(Debug)]
pub struct Pictures {
    keeper: Arc<Keeper>,
}

#[derive(Debug)]
struct Keeper {
    store: Store,
    /// `None` before the first is computed.
    latest: Mutex<Option<Kept>>,
}

impl Pictures {
    /// Pictures of a store; the first is computed when it is asked for.
    pub fn new(store: Store) -> Self {
        Self { keeper: Arc::new(Keeper { store, latest: Mutex::default() }) }
    }

    /// The picture as of now. Those who ask while one is computed wait for it.
    pub async fn current(&self) -> Result<Arc<Picture>, StoreError> {
        let keeper = Arc::clone(&self.keeper);
        // Who asks may hang up meanwhile: what has been begun for them is still brought to its end and kept.
        tokio::spawn(async move { keeper.current().await }).await.map_err(|_| StoreError::Stopping)?
    }
}

impl Keeper {
    async fn current(&self) -> Result<Arc<Picture>, StoreError> {
        let mut latest = self.latest.lock().await;
        let version = self.store.version().await?;
        let known = latest.as_ref().map(|kept| Arc::clone(&kept.picture));
        let known = known.filter(|picture| picture.version.rebuilds == version.rebuilds);
        if let Some(picture) = known.as_ref().filter(|picture| picture.version == version) {
            return Ok(Arc::clone(picture));
        }
        let changes =
            self.store.changes(known.as_ref().map_or(0, |picture| picture.version.revision)).await?;
        let kept = match latest.take_if(|kept| kept.picture.version.rebuilds == changes.version.rebuilds) {
            Some(kept) => computed(move || kept.after(changes)).await?,
            None if known.is_some() => self.anew(self.store.changes(0).await?).await?,
            None => self.anew(changes).await?,
        };
        Ok(Arc::clone(&latest.insert(kept).picture))
    }

    async fn anew(&self, changes: Changes) -> Result<Kept, StoreError> {
        // Lamps last: if there are others since the changes were told, the next version tells, and all is made anew again.
        let lamps = self.store.known_lamps().await?;
        computed(move || Kept::of(changes, Lamps::new(lamps))).await
    }
}

async fn computed(compute: impl FnOnce() -> Kept + Send + 'static) -> Result<Kept, StoreError> {
    tokio::task::spawn_blocking(compute).await.map_err(|_| StoreError::Stopping)
}

#[cfg(test)]
mod tests;
