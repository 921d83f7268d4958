//! What one phone records on a walk: pure, and the same for the same seed.
//!
//! Promises: the statements are those that the app writes, in the order in which a person would make them: the tap
//! first, then photo, words, when, how bad, a proposal; now and then a correction, a withdrawal, an undo.

use image::ImageError;
use shared::geo::{Fix, Place, Position};
use shared::id::{InvalidId, RecordId, SeriesId};
use shared::record::blob_hash;
use shared::statement::{
    Change, Edited, Feeling, Observed, Photo, Photographed, Severity, Statement, Tracked, When,
};

use super::chance::Chance;
use super::gps::Gps;
use super::scene::{self, Snapshot};
use super::site::Site;
use super::track::{Track, step};
use super::way;
use super::words::PLACES;

/// Farthest that a walker walks behind the first one, in seconds.
const STRAGGLE_S: f64 = 40.0;

/// How wrong phones' clocks are, in milliseconds either way.
const CLOCK_MS: f64 = 20_000.0;

/// A walker with a phone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Walker<'a> {
    /// Which walk this is among all that chance can make.
    pub(super) seed: u64,
    /// Which walker of the walk.
    pub(super) index: u64,
    /// Where the walk goes.
    pub(super) track: &'a Track,
    /// What there is along it.
    pub(super) sites: &'a [Site],
    /// Where the phone's records go.
    pub(super) series: SeriesId,
    /// When the walk begins.
    pub(super) starts_at_ms: i64,
    /// How many photos the walker takes at most.
    pub(super) photos: usize,
}

/// A record and when it is made, in seconds from the start of the walk.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Act {
    pub(super) at_s: f64,
    pub(super) states: Statement,
    /// The photo that the record names, if any.
    pub(super) photo: Option<Vec<u8>>,
}

/// Why there is nothing to record.
#[derive(Debug, thiserror::Error)]
pub enum Unspeakable {
    /// A category that is no category.
    #[error(transparent)]
    Category(#[from] InvalidId),
    /// A photo that could not be made.
    #[error("a photo could not be made: {0}")]
    Photo(#[from] ImageError),
}

/// Something about to be told, before records have numbers.
#[derive(Debug, Clone)]
struct Intent {
    at_s: f64,
    about: usize,
    what: What,
}

#[derive(Debug, Clone)]
enum What {
    Tap(Box<Observed>),
    Photo { look: u64, shot: u64, lit: bool },
    Tell(Change),
    Walk(Tracked),
}

/// All that the phone records, in order.
pub(super) fn acts(walker: &Walker<'_>) -> Result<Vec<Act>, Unspeakable> {
    let mut intents = Person::new(walker).intents()?;
    let ways = way::stretches(walker).into_iter();
    intents.extend(ways.map(|(at_s, tracked)| Intent { at_s, about: usize::MAX, what: What::Walk(tracked) }));
    intents.sort_by(|a, b| a.at_s.total_cmp(&b.at_s));
    written(walker, &intents)
}

/// When the walker passes a moment of the track.
pub(super) fn delay_s(seed: u64, index: u64) -> f64 {
    Chance::new(seed, "delay", index).between(0.0, STRAGGLE_S)
}

/// How wrong the phone's clock is, in milliseconds.
fn clock_ms(walker: &Walker<'_>) -> f64 {
    Chance::new(walker.seed, "clock", walker.index).between(-CLOCK_MS, CLOCK_MS)
}

struct Person<'a> {
    walker: &'a Walker<'a>,
    chance: Chance,
    gps: Gps,
    delay_s: f64,
    blind: (f64, f64),
    photos_left: usize,
}

impl<'a> Person<'a> {
    fn new(walker: &'a Walker<'a>) -> Self {
        let Walker { seed, index, .. } = *walker;
        let mut chance = Chance::new(seed, "person", index);
        let blind_from = chance.between(0.1, 0.9) * walker.track.duration_s();
        let blind = (blind_from, blind_from + chance.between(20.0, 90.0));
        let gps = Gps::new(Chance::new(seed, "gps", index));
        Self { walker, chance, gps, delay_s: delay_s(seed, index), blind, photos_left: walker.photos }
    }

    fn intents(mut self) -> Result<Vec<Intent>, Unspeakable> {
        let mut intents = Vec::new();
        let mut seen: Vec<&Site> =
            self.walker.sites.iter().filter(|site| self.chance.happens(site.noticed)).collect();
        if seen.is_empty() {
            seen.extend(self.walker.sites.first());
        }
        // Fewer photos than places: taken where one looks at first, then here and there.
        #[expect(clippy::cast_precision_loss, reason = "small counts")]
        let photo_share = self.walker.photos as f64 / seen.len().max(1) as f64;
        for (about, site) in seen.into_iter().enumerate() {
            self.observe(site, about, photo_share, &mut intents)?;
        }
        Ok(intents)
    }

    fn observe(
        &mut self,
        site: &Site,
        about: usize,
        photo_share: f64,
        intents: &mut Vec<Intent>,
    ) -> Result<(), Unspeakable> {
        let at_s = (site.at_s + self.delay_s + self.chance.normal(4.0)).max(0.0);
        let observed = self.tap(site, at_s)?;
        let has_fix = observed.place.fix.is_some();
        intents.push(Intent { at_s, about, what: What::Tap(Box::new(observed)) });
        let mut later_s = at_s;
        if self.photos_left > 0 && self.chance.happens(photo_share.max(0.3)) {
            self.photos_left -= 1;
            later_s += self.chance.between(4.0, 9.0);
            let (look, shot, lit) = (site.look, self.chance.number(), site.kind.safe);
            intents.push(Intent { at_s: later_s, about, what: What::Photo { look, shot, lit } });
        }
        for change in self.details(site, has_fix) {
            later_s += self.chance.between(3.0, 12.0);
            intents.push(Intent { at_s: later_s, about, what: What::Tell(change) });
        }
        for change in self.second_thoughts(site) {
            later_s += self.chance.between(30.0, 240.0);
            intents.push(Intent { at_s: later_s, about, what: What::Tell(change) });
        }
        Ok(())
    }

    fn tap(&mut self, site: &Site, at_s: f64) -> Result<Observed, Unspeakable> {
        let feeling = if site.kind.safe { Feeling::Safe } else { Feeling::Unsafe };
        let fix = self.fix(site, at_s);
        let described = match fix {
            None => self.chance.one_of(&PLACES).map(str::to_owned),
            Some(_) => None,
        };
        let place = Place { fix, pin: None, described };
        Ok(Observed { at_ms: self.at_ms(at_s), feeling, category: site.kind.category.parse()?, place })
    }

    /// Where the phone thinks it is, a few steps from the place; nothing while it is blind.
    fn fix(&mut self, site: &Site, at_s: f64) -> Option<Fix> {
        let truth = step(site.position, self.chance.normal(2.0), self.chance.normal(2.0));
        let fixed_at_ms = self.at_ms(at_s) - 700;
        let fix = self.gps.fix(truth, at_s, fixed_at_ms);
        let blind = (self.blind.0..self.blind.1).contains(&at_s);
        (!blind).then_some(fix)
    }

    fn at_ms(&self, at_s: f64) -> i64 {
        at_ms(self.walker, at_s)
    }

    fn details(&mut self, site: &Site, has_fix: bool) -> Vec<Change> {
        let kind = site.kind;
        let mut changes = Vec::new();
        if self.chance.happens(0.7) {
            changes.extend(self.chance.one_of(kind.texts).map(|text| Change::Text(text.to_owned())));
        }
        if self.chance.happens(0.55) {
            changes.push(Change::When(self.whens(kind.whens)));
        }
        if !kind.safe && self.chance.happens(0.6) {
            changes.extend(self.severity(kind.severity).map(Change::Severity));
        }
        if self.chance.happens(0.3) {
            changes.extend(self.chance.one_of(kind.proposals).map(|text| Change::Proposal(text.to_owned())));
        }
        if self.chance.happens(if has_fix { 0.06 } else { 0.5 }) {
            changes.push(Change::Pin(self.pin(site)));
        }
        changes
    }

    fn whens(&mut self, choices: &[When]) -> Vec<When> {
        let first = self.chance.below(choices.len());
        let second = self.chance.happens(0.3).then(|| self.chance.below(choices.len()));
        let chosen = |index: &usize| *index == first || Some(*index) == second;
        choices.iter().enumerate().filter(|(index, _)| chosen(index)).map(|(_, when)| *when).collect()
    }

    fn severity(&mut self, (least, most): (u8, u8)) -> Option<Severity> {
        let span: Vec<u8> = (least..=most).collect();
        Severity::try_from(self.chance.one_of(&span)?).ok()
    }

    /// Pins are set by eye, a few metres off.
    fn pin(&mut self, site: &Site) -> Position {
        step(site.position, self.chance.normal(3.0), self.chance.normal(3.0))
    }

    /// What is put right later.
    fn second_thoughts(&mut self, site: &Site) -> Vec<Change> {
        let mut changes = Vec::new();
        if self.chance.happens(0.08) {
            changes.extend(self.chance.one_of(site.kind.texts).map(|text| Change::Text(text.to_owned())));
        }
        if self.chance.happens(0.05) {
            changes.push(Change::Withdrawn(true));
            if self.chance.happens(0.5) {
                changes.push(Change::Withdrawn(false));
            }
        }
        changes
    }
}

#[expect(clippy::cast_possible_truncation, reason = "milliseconds of a walk")]
pub(super) fn at_ms(walker: &Walker<'_>, at_s: f64) -> i64 {
    walker.starts_at_ms + (at_s * 1_000.0 + clock_ms(walker)) as i64
}

/// Gives the records their numbers, and edits what they supersede.
fn written(walker: &Walker<'_>, intents: &[Intent]) -> Result<Vec<Act>, Unspeakable> {
    let mut told: Vec<Told> = Vec::new();
    let mut acts = Vec::with_capacity(intents.len());
    for (number, intent) in (1..).zip(intents) {
        let id = RecordId { series: walker.series, number };
        let at_ms = at_ms(walker, intent.at_s);
        let of = told.iter().find(|told| told.about == intent.about).map_or(id, |told| told.of);
        let (states, photo) = match &intent.what {
            What::Tap(observed) => {
                told.push(Told { about: intent.about, of: id, edits: vec![] });
                (Statement::Observed((**observed).clone()), None)
            }
            What::Photo { look, shot, lit } => photographed(of, at_ms, scene::photo(*look, *shot, *lit)?),
            What::Walk(tracked) => (Statement::Tracked(tracked.clone()), None),
            What::Tell(change) => (edited(&mut told, id, of, at_ms, change), None),
        };
        acts.push(Act { at_s: intent.at_s, states, photo });
    }
    Ok(acts)
}

/// Which of an observation's properties an edit is about.
type Property = std::mem::Discriminant<Change>;

/// What was told of an observation so far.
struct Told {
    about: usize,
    of: RecordId,
    edits: Vec<(RecordId, Property)>,
}

fn edited(told: &mut [Told], id: RecordId, of: RecordId, at_ms: i64, change: &Change) -> Statement {
    let property = std::mem::discriminant(change);
    let mut replaces = Vec::new();
    if let Some(told) = told.iter_mut().find(|told| told.of == of) {
        let same = |(_, other): &(RecordId, Property)| *other == property;
        replaces.extend(told.edits.iter().filter(|edit| same(edit)).map(|(id, _)| *id));
        told.edits.retain(|edit| !same(edit));
        told.edits.push((id, property));
    }
    Statement::Edited(Edited { at_ms, of, replaces, change: change.clone() })
}

fn photographed(of: RecordId, at_ms: i64, snapshot: Snapshot) -> (Statement, Option<Vec<u8>>) {
    let Snapshot { bytes, width, height } = snapshot;
    let photo = Photo { blob: blob_hash(&bytes), width, height, bytes: bytes.len() as u64 };
    (Statement::Photographed(Photographed { at_ms, of, photo }), Some(bytes))
}

#[cfg(test)]
mod tests {
    use shared::merge::State;

    use super::super::site;
    use super::*;

    fn track() -> Track {
        Track::read(include_bytes!("../../demo/loop.gpx")).unwrap()
    }

    fn acts_of(seed: u64, index: u64) -> Vec<Act> {
        let track = track();
        let sites = site::along(&track, seed);
        let series = SeriesId::from_bytes([7; 16]);
        let walker = Walker { seed, index, track: &track, sites: &sites, series, starts_at_ms: 0, photos: 1 };
        acts(&walker).unwrap()
    }

    #[test]
    fn the_same_seed_gives_the_same_records_and_photos_and_another_gives_others() {
        assert_eq!(acts_of(1, 0), acts_of(1, 0));
        assert_ne!(acts_of(1, 0), acts_of(2, 0));
        assert_ne!(acts_of(1, 0), acts_of(1, 1));
    }

    #[test]
    fn every_record_is_one_that_this_build_reads_and_none_is_about_what_came_later() {
        let photos = (0..6).map(|index| {
            let acts = acts_of(3, index);
            assert!(acts.windows(2).all(|pair| pair[0].at_s <= pair[1].at_s));
            let mut state = State::default();
            for (number, act) in (1..).zip(&acts) {
                let id = RecordId { series: SeriesId::from_bytes([7; 16]), number };
                let text = act.states.to_text().unwrap();
                let known = matches!(Statement::read(&text), Ok(shared::statement::Reading::Known(_)));
                assert!(known, "{text}");
                let of = match &act.states {
                    Statement::Edited(it) => it.of.number,
                    Statement::Photographed(it) => it.of.number,
                    _ => 0,
                };
                assert!(of < number);
                state.take(id, act.states.clone());
            }
            acts.iter().filter(|act| act.photo.is_some()).count()
        });
        assert!(photos.sum::<usize>() >= 3);
    }
}
