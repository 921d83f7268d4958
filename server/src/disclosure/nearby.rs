//! What a phone learns of others: findings near its walk and how many spoke of each, and of nobody where or when.
//!
//! Promises: ids are the walk's own; places are the finding's, to ten metres; times are days; how many is told in steps; of a
//! walk under way nothing is told, unless its leader lets the phones see each other's findings.

use std::collections::BTreeSet;

use shared::id::{ObservationId, SeriesId, WalkId};
use shared::situation::{Finding, Observation, Revisit};
use shared::wire::{NearbyFinding, least_voices};

use super::grid::PLACES;
use super::ids::IdKey;
use super::place::{extent_m, place_of};
use super::release::{HOUR_MS, day_ms};
use crate::picture::Picture;

/// So long after its planned start a walk may be under way: it may begin late, and phones go home.
pub const UNDER_WAY_MS: i64 = 12 * HOUR_MS;

/// The phone that looks on.
#[derive(Debug)]
pub struct Onlooker {
    /// Its series.
    pub own: SeriesId,
    /// Its walk's ids of findings.
    pub key: IdKey,
    /// Walks under way whose phones are not to see what others point out.
    pub hidden: BTreeSet<WalkId>,
}

/// What an onlooker sees of a finding.
#[derive(Debug)]
struct Sight<'a> {
    members: Vec<&'a Observation>,
    looks: Vec<&'a Revisit>,
}

impl Onlooker {
    /// The finding as this phone may know it, if anybody else's word on it may be told; `asked` ones also by the phone's own.
    pub fn nearby(&self, it: &Finding, picture: &Picture, asked: bool) -> Option<NearbyFinding> {
        let sight = self.sight(it, picture);
        if !asked && sight.series().all(|series| series == self.own) {
            return None;
        }
        let position = PLACES.rounded(place_of(it, &sight.members)?)?;
        let looks = sight.looks.iter().filter(|it| it.condition.is_there()).map(|it| it.at_ms);
        Some(NearbyFinding {
            id: self.key.conceal(it.id),
            feeling: it.feeling,
            category: it.category.clone(),
            position,
            extent_m: extent_m(position, &sight.members),
            voices: least_voices(sight.voices()),
            last_at_ms: noon_ms(sight.members.iter().map(|it| it.at_ms).chain(looks).max()?),
            state: it.state,
            asked,
        })
    }

    /// How many spoke of a finding, as far as this phone may know.
    pub fn voices(&self, it: &Finding, picture: &Picture) -> usize {
        least_voices(self.sight(it, picture).voices())
    }

    fn sight<'a>(&self, it: &'a Finding, picture: &'a Picture) -> Sight<'a> {
        let members = it.observations.iter().filter_map(|id: &ObservationId| picture.observation(*id));
        let looks = it.revisits.iter();
        Sight {
            members: members.filter(|it| self.sees(it.id.series, it.walk)).collect(),
            looks: looks.filter(|it| self.sees(it.id.series, it.walk)).collect(),
        }
    }

    /// Whether the phone may know of something that was said on a walk.
    fn sees(&self, series: SeriesId, walk: Option<WalkId>) -> bool {
        series == self.own || walk.is_none_or(|walk| !self.hidden.contains(&walk))
    }
}

impl Sight<'_> {
    fn series(&self) -> impl Iterator<Item = SeriesId> {
        let said = self.members.iter().map(|it| it.id.series);
        said.chain(self.looks.iter().map(|it| it.id.series))
    }

    fn voices(&self) -> usize {
        self.series().collect::<BTreeSet<_>>().len()
    }
}

/// The middle of a day in Sweden: phones that were made before show it as that day.
fn noon_ms(at_ms: i64) -> i64 {
    day_ms(at_ms).saturating_add(12 * HOUR_MS)
}
