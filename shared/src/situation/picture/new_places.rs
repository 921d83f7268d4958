//! What is new: places that participants of the latest walks point out, and those of the year before did not.
//!
//! Promises: deterministic; a participant counts once in each place; one walk alone is never called new, however many
//! voices it has. Where walks are too few to tell, places are listed that were not pointed out before, without the word.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::comparison::{Measure, Refusal};
use super::material::{Chosen, Material, different};
use super::pairs::{Pair, pairs};
use super::passages::passages;
use super::ways::{BLOCK_M, Ground, Square, around, block};
use crate::geo::Position;
use crate::id::{CategoryId, ObservationId, SeriesId, WalkId};
use crate::situation::statistics::{DealtWalk, InWindow, new_places, real};
use crate::time::Period;

/// Decides which deals are looked at where there are many.
const SEED: u64 = 2010;

/// A place is listed as not pointed out before with so many voices now.
const FEWEST_VOICES: usize = 3;

/// And if so many passed it before, on so many walks.
const FEWEST_EARLIER_PASSERS: f64 = 10.0;
const FEWEST_EARLIER_WALKS: usize = 2;

/// So many of each kind are listed.
const MOST_LISTED: usize = 20;

/// A place where something may be new.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPlace {
    /// Its middle.
    pub middle: Position,
    /// How far it reaches from there, in metres.
    pub reach_m: f64,
    /// What most voices there are about.
    pub category: CategoryId,
    /// Participants with a voice there, on the latest walks.
    pub voices: usize,
    /// On how many of these walks.
    pub walks: usize,
    /// Participants with a voice there in the year before.
    pub voices_before: usize,
    /// Participants of the year before who passed there, as far as known.
    pub passed_before: f64,
    /// How many voices there would be now if place and walks were all; absent where nothing was tested.
    pub expected: Option<f64>,
    /// How often chance alone gives as much; absent where nothing was tested.
    pub p: Option<f64>,
    /// The unsafe findings in it that have a voice now.
    pub findings: Vec<ObservationId>,
}

/// What is new.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPlaces {
    /// The days of the latest walks.
    pub period: Period,
    /// The days that they are compared with.
    pub before: Period,
    /// Places that are new, more than by chance.
    pub new: Vec<NewPlace>,
    /// Places that were passed before and not pointed out, and are now: it may be chance.
    pub not_before: Vec<NewPlace>,
}

/// The walks, and who passed and said what in each block of 100 m.
struct Blocks<'a> {
    ground: Ground,
    walks: Vec<DealtWalk>,
    passages: BTreeMap<Square, BTreeMap<usize, f64>>,
    voices: BTreeMap<Square, Vec<Voice<'a>>>,
}

#[derive(Clone, Copy)]
struct Voice<'a> {
    walk: usize,
    pair: Pair<'a>,
}

pub(super) fn found(material: &Material) -> (NewPlaces, Option<Refusal>) {
    let [before, now] = &material.news;
    let empty = NewPlaces { period: now.period, before: before.period, ..NewPlaces::default() };
    let Some(blocks) = Blocks::of(material) else { return (empty, None) };
    let windows = blocks.windows();
    let in_windows: Vec<Vec<InWindow>> = windows.iter().map(|it| blocks.in_window(it)).collect();
    let (alarms, why) = match new_places(&blocks.walks, &in_windows, SEED) {
        Ok(alarms) => (alarms, None),
        Err(why) => (Vec::new(), Some(why)),
    };
    let (mut new, mut taken) = (Vec::new(), BTreeSet::new());
    for alarm in alarms {
        let window = &windows[alarm.window];
        // Windows that overlap are one: the surest stands for them.
        if window.iter().all(|it| !taken.contains(it)) {
            taken.extend(window.iter().copied());
            let place = blocks.place(window);
            new.extend(place.map(|it| NewPlace { expected: Some(alarm.expected), p: Some(alarm.p), ..it }));
        }
    }
    new.truncate(MOST_LISTED);
    let refusal = why.map(|why| Refusal { measure: Measure::NewPlaces, why });
    (NewPlaces { new, not_before: blocks.not_before(&taken), ..empty }, refusal)
}

impl<'a> Blocks<'a> {
    /// Phones only: who shares a sheet has one voice together. `None` where nothing has a place.
    fn of(material: &'a Material<'a>) -> Option<Self> {
        let sheets = material.knowledge.sheets;
        let all = material.news.iter().flat_map(|it| it.observations.iter());
        let ground = Ground::around(all.filter_map(|it| it.position))?;
        let mut blocks = Self { ground, walks: vec![], passages: BTreeMap::new(), voices: BTreeMap::new() };
        for (chosen, is_now) in material.news.iter().zip([false, true]) {
            blocks.take(chosen, is_now, sheets);
        }
        Some(blocks)
    }

    fn take(&mut self, chosen: &'a Chosen<'a>, is_now: bool, sheets: &BTreeSet<SeriesId>) {
        let passages = passages(chosen, sheets, self.ground);
        let number: BTreeMap<WalkId, usize> = passages.keys().copied().zip(self.walks.len()..).collect();
        for it in passages.values() {
            let (participants, passages) = (it.participants, it.people_by_block.values().sum());
            let at = self.walks.len();
            self.walks.push(DealtWalk { is_now, participants, voices: 0, passages });
            for (block, people) in &it.people_by_block {
                self.passages.entry(*block).or_default().insert(at, *people);
            }
        }
        let mut heard: BTreeSet<(Square, SeriesId)> = BTreeSet::new();
        for pair in
            pairs(chosen).into_iter().filter(|it| it.sighted.is_unsafe() && !sheets.contains(&it.series()))
        {
            let walk = pair.observation.walk.and_then(|walk| number.get(&walk).copied());
            let Some((walk, at)) = walk.zip(pair.sighted.finding.position) else { continue };
            let block = block(self.ground.square(at));
            self.voices.entry(block).or_default().push(Voice { walk, pair });
            // A participant is one voice in a block, whatever they point out in it.
            self.walks[walk].voices += usize::from(heard.insert((block, pair.series())));
        }
    }

    /// Blocks with voices, and pairs of such that touch.
    fn windows(&self) -> Vec<Vec<Square>> {
        let one = self.voices.keys().map(|it| vec![*it]);
        let beside = |it: &Square| {
            let it = *it;
            around(it).filter(move |other| *other > it).map(move |other| vec![it, other])
        };
        let two = self.voices.keys().flat_map(beside).filter(|it| self.voices.contains_key(&it[1]));
        one.chain(two).collect()
    }

    fn in_window(&self, window: &[Square]) -> Vec<InWindow> {
        let mut by_walk: BTreeMap<usize, (f64, BTreeSet<SeriesId>)> = BTreeMap::new();
        for block in window {
            for (walk, people) in self.passages.get(block).into_iter().flatten() {
                by_walk.entry(*walk).or_default().0 += people;
            }
            for it in self.voices.get(block).into_iter().flatten() {
                by_walk.entry(it.walk).or_default().1.insert(it.pair.series());
            }
        }
        let told = by_walk.into_iter();
        told.map(|(walk, (passages, voices))| InWindow { walk, voices: voices.len(), passages }).collect()
    }

    /// Single blocks with voices now and none before, where many passed before.
    fn not_before(&self, taken: &BTreeSet<Square>) -> Vec<NewPlace> {
        let is_listed = |(block, voices): &(&Square, &Vec<Voice>)| {
            let is_now = |walk: usize| self.walks[walk].is_now;
            let none_before = voices.iter().all(|it| is_now(it.walk));
            let passed = self.passages.get(*block).into_iter().flatten().filter(|(walk, _)| !is_now(**walk));
            let earlier: Vec<f64> = passed.map(|(_, people)| *people).filter(|it| *it > 0.0).collect();
            !taken.contains(*block)
                && none_before
                && different(voices.iter().map(|it| it.pair.series())) >= FEWEST_VOICES
                && earlier.len() >= FEWEST_EARLIER_WALKS
                && earlier.iter().sum::<f64>() >= FEWEST_EARLIER_PASSERS
        };
        let listed = self.voices.iter().filter(is_listed);
        let mut listed: Vec<NewPlace> = listed.filter_map(|(block, _)| self.place(&[*block])).collect();
        listed.sort_by_key(|it| std::cmp::Reverse(it.voices));
        listed.truncate(MOST_LISTED);
        listed
    }

    fn place(&self, window: &[Square]) -> Option<NewPlace> {
        let (now, before): (Vec<Voice>, Vec<Voice>) = window
            .iter()
            .flat_map(|it| self.voices.get(it).into_iter().flatten().copied())
            .partition(|it| self.walks[it.walk].is_now);
        let people = |all: &[Voice]| different(all.iter().map(|it| it.pair.series()));
        let passed = window.iter().flat_map(|it| self.passages.get(it).into_iter().flatten());
        let passed = passed.filter(|(walk, _)| !self.walks[**walk].is_now).map(|(_, people)| people);
        let findings: BTreeSet<ObservationId> = now.iter().map(|it| it.pair.sighted.finding.id).collect();
        Some(NewPlace {
            middle: self.middle(window)?,
            reach_m: BLOCK_M * real(window.len()) / std::f64::consts::SQRT_2,
            category: commonest(&now)?,
            voices: people(&now),
            walks: different(now.iter().map(|it| it.walk)),
            voices_before: people(&before),
            passed_before: passed.sum::<f64>() / real(window.len()),
            expected: None,
            p: None,
            findings: findings.into_iter().collect(),
        })
    }

    fn middle(&self, window: &[Square]) -> Option<Position> {
        let middles: Vec<Position> = window.iter().filter_map(|it| self.ground.middle(*it)).collect();
        let mean =
            |of: fn(Position) -> f64| middles.iter().map(|it| of(*it)).sum::<f64>() / real(middles.len());
        Position::new(mean(Position::lat), mean(Position::lon)).ok()
    }
}

/// What most voices are about; of equals the first by name.
fn commonest(voices: &[Voice]) -> Option<CategoryId> {
    let mut count: BTreeMap<&CategoryId, usize> = BTreeMap::new();
    for it in voices {
        *count.entry(&it.pair.sighted.finding.category).or_default() += 1;
    }
    let most = count.iter().max_by_key(|(category, count)| (**count, std::cmp::Reverse(**category)));
    most.map(|(category, _)| (*category).clone())
}
