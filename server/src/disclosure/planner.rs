//! What planners may see of everything that stands: released observations and their findings, made coarse, and exposure.
//!
//! Promises: pure; each value of each row is decided here by name, so that a new field is no planner's until somebody decides.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use shared::geo::{Place, Position};
use shared::id::{RecordId, SeriesId};
use shared::light::light;
use shared::situation::{Finding, Lighting, Observation, Revisit, Track};
use shared::track::points;

use super::exposure;
use super::grid::{CELLS, Cell, PLACES};
use super::ids::IdKey;
use super::place::{extent_m, place_of};
use super::release::{Arrival, FEWEST, HOUR_MS, ReleaseSchedule, day_ms, hour_ms};
use crate::picture::Picture;

/// Two lists of fields: those that planners never get, and the same with those that tell the place.
macro_rules! withheld {
    ($(#[$doc:meta])* $always:ident = [$($field:literal),+]; $unplaced:ident adds [$($place:literal),+];) => {
        $(#[$doc])*
        pub const $always: &[&str] = &[$($field),+];
        /// The same where too few were there for the place to be told, or nobody could say where.
        pub const $unplaced: &[&str] = &[$($field),+, $($place),+];
    };
}

withheld! {
    /// Fields of an observation that planners do not get, by their names in JSON and in tables.
    OF_OBSERVATION = [
        "arrived_at_ms", "arrived_at", "place", "accuracy_m", "described", "text", "proposal", "apart", "photos",
        "photo_count", "pinned", "disputed"
    ];
    OF_UNPLACED_OBSERVATION adds ["position", "lat", "lon", "light", "lamp_m", "lit"];
}

withheld! {
    /// Fields of a finding that planners do not get.
    OF_FINDING = ["described", "decisions", "groupings", "confidence", "suggestions"];
    OF_UNPLACED_FINDING adds ["position", "lat", "lon", "extent_m", "lamp"];
}

/// What is withheld of this observation of a planner's.
pub fn withheld_of_observation(it: &Observation) -> &'static [&'static str] {
    if it.position.is_some() { OF_OBSERVATION } else { OF_UNPLACED_OBSERVATION }
}

/// What is withheld of this finding of a planner's.
pub fn withheld_of_finding(it: &Finding) -> &'static [&'static str] {
    if it.position.is_some() { OF_FINDING } else { OF_UNPLACED_FINDING }
}

/// What is released of a picture on the day that began then. Ids are the records' own: for counting, not for showing.
pub fn release(whole: &Picture, today_ms: i64) -> Picture {
    let released = ReleaseSchedule::of(arrivals(whole), today_ms);
    let tracks: Vec<&Track> = whole.tracks.iter().filter(|it| released.holds(&of_track(it))).collect();
    let visitors = Visitors::of(whole, &released, &tracks);
    let coarsening = Coarsening { whole, released: &released, visitors: &visitors, today_ms };
    let findings: Vec<(Finding, Vec<&Observation>)> =
        whole.findings.iter().filter_map(|it| coarsening.finding(it)).collect();
    let observations = findings
        .iter()
        .flat_map(|(finding, members)| members.iter().map(move |member| observation(member, finding)));
    let observations = observations.collect();
    let findings = findings.into_iter().map(|(it, _)| it).collect();
    whole.with(observations, findings, exposure::released_tracks(tracks.into_iter()))
}

/// The same under other ids, in their order: in that of their own ids what one participant said stands together, in the
/// order in which it was said.
pub fn shuffle(released: &Picture, key: &IdKey) -> Picture {
    let observations = released.observations.iter().cloned();
    let observations = observations.map(|it| Observation { id: key.conceal(it.id), ..it }).collect();
    let findings = released.findings.iter().map(|it| rename_ids(it.clone(), |id| key.conceal(id))).collect();
    released.with(observations, findings, Vec::new())
}

/// A finding with other ids in the place of all that are in it.
pub fn rename_ids(mut finding: Finding, name: impl Fn(RecordId) -> RecordId) -> Finding {
    finding.id = name(finding.id);
    finding.observations.iter_mut().for_each(|id| *id = name(*id));
    finding.observations.sort_unstable();
    for revisit in &mut finding.revisits {
        (revisit.id, revisit.of) = (name(revisit.id), name(revisit.of));
    }
    finding.revisits.sort_by_key(|it| (it.at_ms, it.id));
    finding
}

fn arrivals(whole: &Picture) -> impl Iterator<Item = Arrival> + Clone + '_ {
    let observations =
        whole.observations.starting_at(RecordId { series: SeriesId::from_bytes([0; 16]), number: 0 });
    let observed: Vec<Arrival> = observations.map(of_observation).collect();
    observed.into_iter().chain(whole.tracks.iter().map(of_track))
}

fn of_observation(it: &Observation) -> Arrival {
    Arrival { walk: it.walk, series: it.id.series, at_ms: it.arrived_at_ms.unwrap_or(it.at_ms) }
}

fn of_track(it: &Track) -> Arrival {
    let at_ms = it.arrived_at_ms.unwrap_or(it.tracked.at_ms);
    Arrival { walk: it.walk, series: it.id.series, at_ms }
}

/// Who was in each square, as far as is released: three of them at most.
#[derive(Debug, Default)]
struct Visitors(BTreeMap<Cell, Vec<SeriesId>>);

impl Visitors {
    fn of(whole: &Picture, released: &ReleaseSchedule, tracks: &[&Track]) -> Self {
        let mut visitors = Self::default();
        for it in whole.observations.iter().filter(|it| released.holds(&of_observation(it))) {
            it.position.into_iter().for_each(|at| visitors.take(at, it.id.series));
        }
        for track in tracks {
            for it in points(&track.tracked) {
                visitors.take(it.position, track.id.series);
            }
        }
        visitors
    }

    fn take(&mut self, at: Position, series: SeriesId) {
        let known = self.0.entry(CELLS.cell(at)).or_default();
        if known.len() < FEWEST && !known.contains(&series) {
            known.push(series);
        }
    }

    fn are_enough(&self, at: Position) -> bool {
        self.0.get(&CELLS.cell(at)).is_some_and(|known| known.len() >= FEWEST)
    }
}

/// What a finding is told by.
struct Coarsening<'a> {
    whole: &'a Picture,
    released: &'a ReleaseSchedule,
    visitors: &'a Visitors,
    today_ms: i64,
}

impl<'a> Coarsening<'a> {
    /// The finding by what is released of it, and that; `None` where nothing is.
    fn finding(&self, it: &Finding) -> Option<(Finding, Vec<&'a Observation>)> {
        let ids = it.observations.iter().filter_map(|id| self.whole.observation(*id));
        let members: Vec<&Observation> = ids.filter(|it| self.released.holds(&of_observation(it))).collect();
        let position = place_of(it, &members);
        let position = position.and_then(|at| PLACES.rounded(at)).filter(|at| self.visitors.are_enough(*at));
        let revisits: Vec<Revisit> = self.revisits(it, position);
        let series = members.iter().map(|it| it.id.series).chain(revisits.iter().map(|it| it.id.series));
        let walks = members.iter().filter_map(|it| it.walk).chain(revisits.iter().filter_map(|it| it.walk));
        let seen = revisits.iter().filter(|it| it.condition.is_there()).map(|it| it.at_ms);
        let finding = Finding {
            id: it.id,
            feeling: it.feeling,
            category: it.category.clone(),
            area: it.area.clone(),
            position,
            extent_m: position.map_or(0.0, |at| extent_m(at, &members)),
            described: None,
            voices: series.map(|series| it.voice_of(series)).collect::<BTreeSet<_>>().len(),
            simultaneous: 0,
            speaks_for: Arc::default(),
            walks: walks.collect::<BTreeSet<_>>().len(),
            observations: members.iter().map(|it| it.id).collect(),
            first_at_ms: members.iter().map(|it| hour_ms(it.at_ms)).min()?,
            last_at_ms: members.iter().map(|it| hour_ms(it.at_ms)).chain(seen).max()?,
            severity: members.iter().filter_map(|it| it.severity).max(),
            photos: members.iter().map(|it| it.photos.len()).sum(),
            state: it.state,
            responsible: it.responsible.clone(),
            answer: it.answer.clone(),
            decided_at_ms: it.decided_at_ms,
            decisions: Vec::new(),
            confidence: 1.0,
            geometry: it.geometry,
            lamp: it.lamp.clone().filter(|_| position.is_some()),
            suggestions: Vec::new(),
            groupings: Vec::new(),
            revisits,
        };
        Some((finding, members))
    }

    /// Revisits by participants of whom something is released, made on an earlier day: that they arrived alone says that
    /// somebody answered, and not who.
    fn revisits(&self, finding: &Finding, position: Option<Position>) -> Vec<Revisit> {
        let is_told =
            |it: &&Revisit| self.released.knows(it.walk, it.id.series) && day_ms(it.at_ms) < self.today_ms;
        let told = |it: &Revisit| Revisit {
            id: it.id,
            of: it.of,
            walk: it.walk,
            at_ms: hour_ms(it.at_ms),
            condition: it.condition,
            light: position.and_then(|at| light(at, half_past_ms(it.at_ms))),
            photos: Vec::new(),
        };
        finding.revisits.iter().filter(is_told).map(told).collect()
    }
}

/// An observation stands where its finding is: nobody's own place is in it.
fn observation(it: &Observation, finding: &Finding) -> Observation {
    let lighting = finding.position.map(|_| Lighting {
        lamp_m: it.lighting.lamp_m.map(|metres| (metres / 10.0).round() * 10.0),
        lit: it.lighting.lit,
    });
    Observation {
        id: it.id,
        walk: it.walk,
        area: finding.area.clone(),
        at_ms: hour_ms(it.at_ms),
        arrived_at_ms: None,
        feeling: it.feeling,
        category: it.category.clone(),
        place: Place::default(),
        position: finding.position,
        accuracy_m: None,
        text: None,
        when: it.when.clone(),
        severity: it.severity,
        proposal: None,
        apart: Vec::new(),
        photos: Vec::new(),
        disputed: false,
        light: finding.position.and_then(|at| light(at, half_past_ms(it.at_ms))),
        lighting: lighting.unwrap_or_default(),
    }
}

const fn half_past_ms(at_ms: i64) -> i64 {
    hour_ms(at_ms).saturating_add(HOUR_MS / 2)
}
