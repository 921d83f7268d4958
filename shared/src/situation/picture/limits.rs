//! What a picture does not say.

use serde::{Deserialize, Serialize};

use super::material::Material;
use super::spots::{FEWEST_CELLS, Spots};
use super::streets::StreetsWalked;
use super::walked::Walked;
use crate::light::Light;

/// Below this many walkers a picture is told to rest on few, and nothing is broken down by groups of persons.
pub const FEW_WALKERS: usize = 5;

/// What the picture does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Limit {
    /// Nothing was recorded: this is not "safe".
    NothingRecorded,
    /// Fewer than [`FEW_WALKERS`] walkers.
    FewWalkers,
    /// All from a single walk.
    OneWalk,
    /// Some observations have no position.
    SomeUnplaced,
    /// Fewer than [`FEW_WALKERS`] walkers in the period that it is compared with.
    FewBefore,
    /// It is not known where anybody walked: both periods are taken to have passed the same.
    WaysUnknown,
    /// Only some walkers let their phones note where they walked: the others are taken to have gone as these did.
    SomeWaysUnknown,
    /// Nobody was here in the dark, as far as one knows.
    NeverInTheDark,
    /// Parts of the area were not walked, as far as one knows.
    PartsUnwalked,
    /// Too few places were seen to tell what stands out from chance.
    TooFewPlaces,
}

/// What was reckoned before one knows what it does not say.
pub(super) struct Reckoned<'a> {
    pub(super) walked: &'a Walked,
    pub(super) spots: &'a Spots,
    pub(super) streets: Option<&'a StreetsWalked>,
}

pub(super) fn limits(material: &Material, reckoned: &Reckoned) -> Vec<Limit> {
    let (now, Reckoned { walked, spots, streets }) = (&material.now, reckoned);
    if now.observations.is_empty() {
        return vec![Limit::NothingRecorded];
    }
    let walkers = now.walkers();
    let few_before = material.before.as_ref().is_some_and(|it| it.walkers() < FEW_WALKERS);
    let is_known = walked.walkers > 0;
    let seen_dark = now.observations.iter().any(|it| it.light == Some(Light::Dark));
    let walked_dark = walked.by_light.iter().any(|it| it.light == Light::Dark);
    let said = [
        (walkers < FEW_WALKERS, Limit::FewWalkers),
        (now.walks() == 1, Limit::OneWalk),
        (now.observations.iter().any(|it| it.position.is_none()), Limit::SomeUnplaced),
        (few_before, Limit::FewBefore),
        (!is_known, Limit::WaysUnknown),
        (is_known && walked.walkers < walkers, Limit::SomeWaysUnknown),
        (!seen_dark && !walked_dark, Limit::NeverInTheDark),
        (streets.is_some_and(|it| !it.never.is_empty()), Limit::PartsUnwalked),
        (spots.cells < FEWEST_CELLS, Limit::TooFewPlaces),
    ];
    said.into_iter().filter(|(holds, _)| *holds).map(|(_, limit)| limit).collect()
}
