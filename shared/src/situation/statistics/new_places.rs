//! What is new: more voices in one place on the walks of now than the place and those walks explain.
//!
//! Promises: a place that always has many voices and a walk that says much everywhere raise no alarm, only their coming
//! together does; people who talk with each other on a walk cannot make news, since their voices stay together. The same
//! walks and the same seed give the same answer.
//!
//! Method: whole walks are dealt to *now* and *before* in every way, or in many, and the best window of each deal is
//! compared with the best of the true one: a permutation test with its own deal counted (Phipson & Smyth, SAGMB 9, 2010)
//! of the likelihood ratio of scans (Kulldorff, Commun. Stat. 26, 1997). It is exact where walks could have been held in
//! any order.

mod deals;

use crate::threads::shared_out;

use super::real;
use super::refused::Refused;
use deals::{Deal, deals, ways};

/// What chance gives more often than this is no alarm.
const ALARM_P: f64 = 0.05;

/// In fewer ways than this walks cannot be dealt so that an alarm at one in twenty could be raised at all.
pub const FEWEST_DEALS: usize = 20;

/// More deals than this are not looked at.
const MOST_DEALS: usize = 400;

/// Walks of one period may have at most so many times the participants of those of the other, on average.
pub const MOST_UNEQUAL: f64 = 3.0;

/// An alarm has at least so many voices now.
const FEWEST_VOICES: f64 = 5.0;

/// At least so many walks of now have each at least so many voices there.
const FEWEST_WALKS_THERE: usize = 2;
const FEWEST_ON_A_WALK: usize = 2;

/// An alarm is at least so many times as often as before.
const LEAST_RATIO: f64 = 2.0;

/// Two deals are equally good within this.
const TOLERANCE: f64 = 1e-9;

/// A walk that is dealt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DealtWalk {
    /// Whether it is one of now.
    pub is_now: bool,
    /// How many took part.
    pub participants: usize,
    /// Voices anywhere: over all squares, the participants who pointed something out in it.
    pub voices: usize,
    /// Passages anywhere: over all squares, the participants who passed it.
    pub passages: f64,
}

/// What one walk was and said in one window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InWindow {
    /// The number of the walk.
    pub walk: usize,
    /// Participants with a voice there.
    pub voices: usize,
    /// Participants who passed there, over its squares.
    pub passages: f64,
}

/// A window that is more than chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alarm {
    /// The number of the window.
    pub window: usize,
    /// Voices there now.
    pub voices: usize,
    /// Voices there before.
    pub voices_before: usize,
    /// How many there would be now if place and walks were all.
    pub expected: f64,
    /// How often a deal has a window as good.
    pub p: f64,
}

/// The windows that are more than chance, the surest first; windows may overlap.
pub fn new_places(walks: &[DealtWalk], windows: &[Vec<InWindow>], seed: u64) -> Result<Vec<Alarm>, Refused> {
    let own: Deal = walks.iter().map(|it| it.is_now).collect();
    refusal(walks)?;
    let windows: Vec<Window> =
        windows.iter().enumerate().filter_map(|(at, it)| Window::new(at, it, walks)).collect();
    let found: Vec<(usize, f64)> = windows
        .iter()
        .enumerate()
        .map(|(at, it)| (at, it.gain(&own)))
        .filter(|(_, gain)| *gain > 0.0)
        .collect();
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let deals = deals(&own, MOST_DEALS, seed);
    let best = shared_out(&deals, |deal| windows.iter().map(|it| it.gain(deal)).fold(0.0, f64::max));
    let alarm = |(at, gain): (usize, f64)| {
        let as_good = best.iter().filter(|it| **it >= gain - TOLERANCE).count();
        let p = real(as_good) / real(best.len());
        (p <= ALARM_P).then(|| windows[at].alarm(&own, p))
    };
    let mut alarms: Vec<(f64, Alarm)> =
        found.into_iter().filter_map(|it| alarm(it).map(|alarm| (it.1, alarm))).collect();
    alarms.sort_by(|(a, one), (b, other)| b.total_cmp(a).then(one.window.cmp(&other.window)));
    Ok(alarms.into_iter().map(|(_, alarm)| alarm).collect())
}

fn refusal(walks: &[DealtWalk]) -> Result<(), Refused> {
    let [before, now] = [false, true].map(|is_now| {
        let own = walks.iter().filter(|it| it.is_now == is_now);
        (own.clone().count(), real(own.map(|it| it.participants).sum()))
    });
    let deals = ways(before.0 + now.0, now.0);
    if before.0 == 0 || now.0 == 0 || deals < FEWEST_DEALS {
        return Err(Refused::FewDeals { before: before.0, now: now.0, deals, needed: FEWEST_DEALS });
    }
    let [a, b] = [before, now].map(|(walks, participants)| participants / real(walks));
    if a.max(b) > MOST_UNEQUAL * a.min(b) {
        return Err(Refused::UnequalWalks { before: a, now: b, most: MOST_UNEQUAL });
    }
    Ok(())
}

/// A window with what is expected of each walk there.
struct Window {
    number: usize,
    /// The walk, its voices there, and how many were to be expected by its passages and its own talkativeness.
    walks: Vec<(usize, f64, f64)>,
    voices: f64,
    expected: f64,
}

impl Window {
    /// `None` where no deal could raise an alarm.
    fn new(number: usize, in_window: &[InWindow], walks: &[DealtWalk]) -> Option<Self> {
        let of_walk = |it: &InWindow| {
            let walk = walks.get(it.walk)?;
            let talkative = real(walk.voices) / walk.passages;
            Some((it.walk, real(it.voices), if walk.passages > 0.0 { it.passages * talkative } else { 0.0 }))
        };
        let own: Vec<(usize, f64, f64)> = in_window.iter().filter_map(of_walk).collect();
        let loud = in_window.iter().filter(|it| it.voices >= FEWEST_ON_A_WALK).count();
        let voices: f64 = own.iter().map(|it| it.1).sum();
        let expected: f64 = own.iter().map(|it| it.2).sum();
        let is_possible = loud >= FEWEST_WALKS_THERE && voices >= FEWEST_VOICES && expected > 0.0;
        is_possible.then_some(Self { number, walks: own, voices, expected })
    }

    /// Voices and the share of what is expected, of the walks of now, and how many of these have several voices.
    fn now(&self, deal: &[bool]) -> (f64, f64, usize) {
        let own = self.walks.iter().filter(|it| deal[it.0]);
        own.fold((0.0, 0.0, 0), |(voices, expected, loud), it| {
            let is_loud = it.1 >= real(FEWEST_ON_A_WALK);
            (voices + it.1, expected + it.2 / self.expected, loud + usize::from(is_loud))
        })
    }

    /// The logarithm of the likelihood ratio of a deal; 0 where it is not above what is expected, or passes not the gates.
    fn gain(&self, deal: &[bool]) -> f64 {
        let (voices, share, loud) = self.now(deal);
        let (rest, other) = (self.voices - voices, (1.0 - share).max(0.0));
        let ratio = (voices + 0.5) / share.max(TOLERANCE) / ((rest + 0.5) / other.max(TOLERANCE));
        let passes = voices >= FEWEST_VOICES
            && voices > self.voices * share
            && loud >= FEWEST_WALKS_THERE
            && ratio >= LEAST_RATIO;
        if passes { part(voices, self.voices * share) + part(rest, self.voices * other) } else { 0.0 }
    }

    fn alarm(&self, own: &[bool], p: f64) -> Alarm {
        let (voices, share, _) = self.now(own);
        let count = |deal: bool| {
            let walks = self.walks.iter().filter(|it| own[it.0] == deal);
            walks.map(|it| it.1).sum::<f64>()
        };
        debug_assert!((count(true) - voices).abs() < TOLERANCE);
        Alarm {
            window: self.number,
            voices: whole(voices),
            voices_before: whole(count(false)),
            expected: self.voices * share,
            p,
        }
    }
}

/// c ln(c / e), and 0 of nothing.
fn part(count: f64, expected: f64) -> f64 {
    if count > 0.0 { count * (count / expected.max(f64::MIN_POSITIVE)).ln() } else { 0.0 }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a sum of whole numbers of people"
)]
fn whole(count: f64) -> usize {
    count.round() as usize
}

#[cfg(test)]
mod tests;
