//! The situation kept current in memory: observations as they stand, merged into findings, and where walkers went.
//!
//! Promises: what is handed out is never older than the last commit before it was asked for; it is computed at most
//! once per change, however many ask, and never on a thread that serves requests.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use tokio::sync::Mutex;

use shared::id::{ObservationId, RecordId, SeriesId};
use shared::situation::{Finding, Observation, Revisit, Track, findings};
use shared::statement::Decided;
use shared::wire::Version;

use crate::store::{Changes, Store, StoreError};

/// Everything that stands, as of one version of the projection.
#[derive(Debug, Clone, Default)]
pub struct Picture {
    version: Version,
    /// Observations in order of id.
    pub observations: Vec<Observation>,
    /// Second looks in order of id.
    pub revisits: Vec<Revisit>,
    /// Every decision.
    pub decisions: BTreeMap<RecordId, Decided>,
    /// Findings in order of id.
    pub findings: Vec<Finding>,
    /// Stretches of tracks in order of id.
    pub tracks: Arc<Vec<Track>>,
    finding_by_observation: BTreeMap<ObservationId, usize>,
}

impl Picture {
    /// The finding that an observation belongs to.
    pub fn finding(&self, observation: ObservationId) -> Option<&Finding> {
        self.finding_by_observation.get(&observation).and_then(|index| self.findings.get(*index))
    }

    /// One observation.
    pub fn observation(&self, id: ObservationId) -> Option<&Observation> {
        let index = self.observations.binary_search_by_key(&id, |it| it.id).ok()?;
        self.observations.get(index)
    }

    /// The findings that hold what a series observed, each with that observation.
    pub fn findings_of(&self, series: SeriesId) -> impl Iterator<Item = (ObservationId, &Finding)> {
        let own = self.finding_by_observation.range(numbers_of(series));
        own.filter_map(|(id, index)| Some((*id, self.findings.get(*index)?)))
    }

    /// The picture after some changes.
    fn after(&self, changes: Changes) -> Self {
        let known = if changes.version.rebuilds == self.version.rebuilds { self } else { &Self::default() };
        let observations = changed(&known.observations, |it| it.id, changes.observations);
        let revisits = changed(&known.revisits, |it| it.id, changes.revisits);
        let mut decisions = known.decisions.clone();
        decisions.extend(changes.decisions);
        let tracks = Track::gather(&known.tracks, changes.tracks);
        let findings = findings(&observations, &revisits, &decisions);
        let member = |(index, finding): (usize, &Finding)| {
            finding.observations.iter().map(|id| (*id, index)).collect::<Vec<_>>()
        };
        let finding_by_observation = findings.iter().enumerate().flat_map(member).collect();
        Self {
            version: changes.version,
            observations,
            revisits,
            decisions,
            findings,
            tracks,
            finding_by_observation,
        }
    }
}

/// What stands after changes, in order of id.
fn changed<T: Clone>(
    known: &[T],
    id: impl Fn(&T) -> RecordId,
    changes: BTreeMap<RecordId, Option<T>>,
) -> Vec<T> {
    let mut standing: BTreeMap<_, _> = known.iter().map(|it| (id(it), Some(it.clone()))).collect();
    standing.extend(changes);
    standing.into_values().flatten().collect()
}

fn numbers_of(series: SeriesId) -> RangeInclusive<ObservationId> {
    ObservationId { series, number: 0 }..=ObservationId { series, number: u64::MAX }
}

/// Hands out the current picture.
#[derive(Debug)]
pub struct Pictures {
    store: Store,
    latest: Mutex<Arc<Picture>>,
}

impl Pictures {
    /// Pictures of a store; the first is computed when it is asked for.
    pub fn new(store: Store) -> Self {
        Self { store, latest: Mutex::default() }
    }

    /// The picture as of now. Those who ask while one is computed wait for it.
    pub async fn current(&self) -> Result<Arc<Picture>, StoreError> {
        let mut latest = self.latest.lock().await;
        let version = self.store.version().await?;
        if version == latest.version {
            return Ok(Arc::clone(&latest));
        }
        let known = if version.rebuilds == latest.version.rebuilds { latest.version.revision } else { 0 };
        let changes = self.store.changes(known).await?;
        let before = Arc::clone(&latest);
        let computed = tokio::task::spawn_blocking(move || Arc::new(before.after(changes))).await;
        *latest = computed.map_err(|_| StoreError::Stopping)?;
        Ok(Arc::clone(&latest))
    }
}
