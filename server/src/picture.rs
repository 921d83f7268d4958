//! The situation kept current in memory: observations as they stand, merged into findings, and where walkers went.
//!
//! Promises: it is computed at most once per change, however many ask, from what has changed alone, and never on a thread
//! that serves requests; who asks does not wait for it once there is one ([`Pictures::latest`]).

mod kept;
mod making;
mod pages;

use std::collections::BTreeMap;
use std::sync::Arc;

use shared::id::{ObservationId, RecordId, SeriesId};
use shared::situation::{Finding, Observation, Revisit, Track};
use shared::statement::{Decided, Grouped};
use shared::wire::Version;

pub use self::making::{Given, NotReady, Patience, Pictures};
pub use self::pages::{Named, Pages};

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

    /// The same version with other contents, for those who may not see all of it. Each observation is of one of the findings.
    #[must_use]
    pub fn with(&self, observations: Vec<Observation>, findings: Vec<Finding>, tracks: Vec<Track>) -> Self {
        let of = |finding: &Finding| {
            let others: Vec<_> =
                finding.observations.iter().filter(|id| **id != finding.id).copied().collect();
            let finding = finding.id;
            others.into_iter().map(move |id| Membership { id, finding })
        };
        Self {
            version: self.version,
            memberships: pages(findings.iter().flat_map(of)),
            observations: pages(observations),
            findings: pages(findings),
            tracks: Track::gather(&Arc::default(), tracks),
            ..Self::default()
        }
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

fn pages<T: Named>(all: impl IntoIterator<Item = T>) -> Pages<T> {
    let mut pages = Pages::default();
    pages.change(all.into_iter().map(|it| (it.id(), Some(Arc::new(it)))).collect());
    pages
}

#[cfg(test)]
mod tests;
