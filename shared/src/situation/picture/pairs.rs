//! Pairs of participant and place: what the picture counts beside places.
//!
//! Promises: a participant counts once for each place, when they first said it; so a pair lies in one light and at one time
//! of day, and the parts of a whole never exceed it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::material::{Chosen, Sighted, different};
use crate::id::SeriesId;
use crate::situation::observation::Observation;

/// How much was pointed out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Counts {
    /// Distinct places (findings).
    pub places: usize,
    /// Participants who pointed out any of it (series: one phone or sheet on one walk). Withheld from planners, and absent
    /// then, where one or two did: 0 beside places says that.
    #[serde(default)]
    pub participants: usize,
    /// Pairs of participant and place.
    pub pairs: usize,
}

impl Counts {
    /// How many participants there were; `None` where that is withheld.
    pub fn told_participants(&self) -> Option<usize> {
        (self.places == 0 || self.participants > 0).then_some(self.participants)
    }
}

/// A participant and a place that they pointed out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair<'a> {
    pub(super) sighted: &'a Sighted<'a>,
    /// The first of their observations of it.
    pub(super) observation: &'a Observation,
}

impl Pair<'_> {
    pub(super) fn series(&self) -> SeriesId {
        self.observation.id.series
    }
}

/// All pairs of a period, in order of place and participant.
pub(super) fn pairs<'a>(chosen: &'a Chosen<'a>) -> Vec<Pair<'a>> {
    chosen.findings.iter().flat_map(of_place).collect()
}

fn of_place<'a>(sighted: &'a Sighted<'a>) -> impl Iterator<Item = Pair<'a>> {
    let mut first: BTreeMap<SeriesId, &Observation> = BTreeMap::new();
    for it in &sighted.observations {
        let known = first.entry(it.id.series).or_insert(it);
        if (it.at_ms, it.id) < (known.at_ms, known.id) {
            *known = it;
        }
    }
    first.into_values().map(move |observation| Pair { sighted, observation })
}

/// How much some pairs amount to.
pub(super) fn counts<'a>(pairs: impl Iterator<Item = &'a Pair<'a>> + Clone) -> Counts {
    Counts {
        places: different(pairs.clone().map(|it| it.sighted.finding.id)),
        participants: different(pairs.clone().map(Pair::series)),
        pairs: pairs.count(),
    }
}
