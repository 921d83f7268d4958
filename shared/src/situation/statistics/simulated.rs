//! Safety walks whose truth is known: for tests and measurements of what is told of two periods.
//!
//! Promises: the same number gives the same walks. A place has a chance of 0.05 + 0.55 · Beta(1.2, 3) to be pointed out by
//! somebody who passes; participants are eager by 2 · Beta(2, 2); walks differ by a gamma factor, and by a beta of their
//! own for each place, since people who walk together talk. No real walks were at hand: these are assumptions.

use super::real;
use super::{
    Answers, DealtWalk, InWindow, Passed, Refused, Verdict, WalkPairs, WalkPlaces, at_equal_effort,
    new_places, per_participant, silence_p,
};
use crate::position::simulated::Chance;

/// How much is chance.
#[derive(Debug, Clone, Copy)]
pub struct Noise {
    /// How alike participants of one walk are about one place: the intraclass correlation.
    pub correlation: f64,
    /// By how much walks differ: the coefficient of variation.
    pub between_walks: f64,
}

impl Noise {
    /// People who walk together and talk.
    pub const GROUPS: Self = Self { correlation: 0.15, between_walks: 0.25 };
    /// The same, stronger.
    pub const STRONG_GROUPS: Self = Self { correlation: 0.25, between_walks: 0.4 };
}

/// Two periods of walks along the same two kilometres.
#[derive(Debug, Clone, Copy)]
pub struct Design {
    /// Walks in each period.
    pub walks: [usize; 2],
    /// Participants per walk in each period, on average; walks differ by up to 30 %.
    pub participants: [f64; 2],
    /// Places for each kilometre.
    pub per_km: f64,
    /// How much is chance.
    pub noise: Noise,
    /// The share of places that are mended between the periods.
    pub mended: f64,
    /// So many more places come, as a share of those that there are.
    pub more: f64,
}

impl Design {
    /// Nothing changes, in groups, five places for each kilometre.
    pub const fn unchanged(walks: [usize; 2], participants: [f64; 2]) -> Self {
        Self { walks, participants, per_km: 5.0, noise: Noise::GROUPS, mended: 0.0, more: 0.0 }
    }
}

/// How long the walks are, in kilometres, and of how many squares of 100 m.
const KM: f64 = 2.0;
const SQUARES: usize = 20;

/// Who pointed out what on a walk: for each participant, by place.
pub type Walk = Vec<Vec<bool>>;

/// Two periods.
#[derive(Debug, Clone)]
pub struct TwoPeriods {
    /// The walks of each period.
    pub walks: [Vec<Walk>; 2],
    /// Which places are there in the second period.
    pub is_there: Vec<bool>,
    /// By what the chance to be pointed out changed, over all places; absent where there was none.
    pub truth: Option<f64>,
}

/// A number of a gamma distribution with mean `shape` (Marsaglia & Tsang, ACM Trans. Math. Softw. 26, 2000).
fn gamma(chance: &mut Chance, shape: f64) -> f64 {
    if shape < 1.0 {
        let small = chance.between(1e-12, 1.0).powf(1.0 / shape);
        return gamma(chance, shape + 1.0) * small;
    }
    let d = shape - 1.0 / 3.0;
    loop {
        let x = chance.normal(1.0);
        let v = (1.0 + x / (9.0 * d).sqrt()).powi(3);
        if v > 0.0 && chance.between(1e-12, 1.0).ln() < 0.5 * x * x + d - d * v + d * v.ln() {
            return d * v;
        }
    }
}

fn beta(chance: &mut Chance, a: f64, b: f64) -> f64 {
    let (x, y) = (gamma(chance, a), gamma(chance, b));
    if x + y > 0.0 { x / (x + y) } else { a / (a + b) }
}

/// Knuth's, for means below some hundred.
fn poisson(chance: &mut Chance, mean: f64) -> usize {
    let (limit, mut product, mut count) = ((-mean).exp(), chance.between(0.0, 1.0), 0);
    while product > limit {
        product *= chance.between(0.0, 1.0);
        count += 1;
    }
    count
}

fn is(chance: &mut Chance, probability: f64) -> bool {
    chance.between(0.0, 1.0) < probability
}

fn places(chance: &mut Chance, per_km: f64) -> Vec<f64> {
    (0..poisson(chance, per_km * KM)).map(|_| 0.05 + 0.55 * beta(chance, 1.2, 3.0)).collect()
}

/// How many take part in a walk.
fn size(chance: &mut Chance, mean: f64) -> usize {
    whole((mean * chance.between(0.7, 1.3)).round().max(1.0))
}

fn walk(chance: &mut Chance, places: &[f64], participants: usize, noise: Noise) -> Walk {
    let eager: Vec<f64> = (0..participants).map(|_| 2.0 * beta(chance, 2.0, 2.0)).collect();
    let shape = 1.0 / (noise.between_walks * noise.between_walks);
    let talkative = if noise.between_walks > 0.0 { gamma(chance, shape) / shape } else { 1.0 };
    let alike = (1.0 - noise.correlation) / noise.correlation;
    let own: Vec<f64> = places
        .iter()
        .map(|p| {
            if *p > 0.0 && noise.correlation > 0.0 { beta(chance, p * alike, (1.0 - p) * alike) } else { *p }
        })
        .collect();
    eager
        .iter()
        .map(|eager| own.iter().map(|p| is(chance, (eager * p * talkative).clamp(0.0, 0.98))).collect())
        .collect()
}

impl TwoPeriods {
    /// As they may come out.
    pub fn of(design: &Design, chance: &mut Chance) -> Self {
        let mut before = places(chance, design.per_km);
        let mut now: Vec<f64> =
            before.iter().map(|p| if is(chance, design.mended) { 0.0 } else { *p }).collect();
        if design.more > 0.0 {
            let more = places(chance, design.per_km * design.more);
            before.extend(more.iter().map(|_| 0.0));
            now.extend(more);
        }
        let sum = |all: &[f64]| all.iter().sum::<f64>();
        let truth = (sum(&before) > 0.0 && sum(&now) > 0.0).then(|| sum(&now) / sum(&before));
        let walks = [0, 1].map(|period| {
            let places = if period == 0 { &before } else { &now };
            let one = |_| {
                let participants = size(chance, design.participants[period]);
                walk(chance, places, participants, design.noise)
            };
            (0..design.walks[period]).map(one).collect()
        });
        Self { walks, is_there: now.iter().map(|p| *p > 0.0).collect(), truth }
    }

    /// Distinct places at equal effort.
    pub fn equal_effort(&self) -> Result<super::EqualEffort, Refused> {
        let [a, b] = self.walks.each_ref().map(|walks| walks.iter().map(walk_places).collect::<Vec<_>>());
        at_equal_effort(&a, &b, 1)
    }

    /// Places per participant.
    pub fn per_participant(&self) -> Result<super::PerParticipant, Refused> {
        let pairs = |walk: &Walk| WalkPairs {
            pairs: walk.iter().flatten().filter(|it| **it).count(),
            participants: real(walk.len()),
        };
        let [a, b] = self.walks.each_ref().map(|walks| walks.iter().map(pairs).collect::<Vec<_>>());
        per_participant(&a, &b)
    }

    /// Of the places of which silence may say something, those that are gone and those that are there; of each, how many
    /// are told to be pointed out no longer.
    pub fn silence(&self) -> [(usize, usize); 2] {
        let voices =
            |period: usize, place: usize| self.walks[period].iter().flatten().filter(|it| it[place]).count();
        let passed = |period: usize, place: usize| Passed {
            voices: voices(period, place),
            people: real(self.walks[period].iter().map(Vec::len).sum()),
            walks: self.walks[period].len(),
        };
        let looked_at: Vec<usize> =
            (0..self.is_there.len()).filter(|it| voices(0, *it) >= super::FEWEST_EARLIER_VOICES).collect();
        let told = |place: &&usize| {
            let p = silence_p(passed(0, **place), passed(1, **place));
            p.is_some_and(|p| p * real(looked_at.len()) <= 0.05)
        };
        [false, true].map(|is_there| {
            let own = looked_at.iter().filter(|it| self.is_there[**it] == is_there);
            (own.clone().count(), own.filter(told).count())
        })
    }
}

fn walk_places(walk: &Walk) -> WalkPlaces {
    let places = walk.first().map_or(0, Vec::len);
    let named = |place: usize| (place, walk.iter().filter(|it| it[place]).count());
    WalkPlaces {
        participants: walk.len(),
        named_by: (0..places).map(named).filter(|(_, by)| *by > 0).collect(),
    }
}

/// Everybody is asked at twelve earlier places, of which a third is mended; one answer in ten is wrong, and neighbours err
/// alike. Of the mended ones and of those that remain, how many there are and how many are told to be mended.
pub fn asked(walks: usize, participants: f64, chance: &mut Chance) -> [(usize, usize); 2] {
    let people: usize = (0..walks).map(|_| size(chance, participants)).sum();
    let alike = (1.0 - Noise::GROUPS.correlation) / Noise::GROUPS.correlation;
    let mut told = [(0, 0); 2];
    for _ in 0..12 {
        let is_mended = is(chance, 1.0 / 3.0);
        let wrong = beta(chance, 0.1 * alike, 0.9 * alike);
        let fixed = (0..people).filter(|_| is(chance, if is_mended { 1.0 - wrong } else { wrong })).count();
        let of = &mut told[usize::from(!is_mended)];
        of.0 += 1;
        of.1 += usize::from(Answers { all: people, fixed, walks }.verdict() == Verdict::Fixed);
    }
    told
}

/// Walks of which those of the second period pass a new place, pointed out with this chance; whether anything is called new,
/// and whether that is the new place.
pub fn new_place(design: &Design, planted: f64, chance: &mut Chance) -> Result<(bool, bool), Refused> {
    let mut places = places(chance, design.per_km);
    places.push(0.0);
    let at: Vec<usize> = places.iter().map(|_| below(chance, SQUARES)).collect();
    let (mut walks, mut voices) = (Vec::new(), Vec::new());
    for (period, is_now) in [(0, false), (1, true)] {
        for _ in 0..design.walks[period] {
            if let Some(last) = places.last_mut() {
                *last = if is_now { planted } else { 0.0 };
            }
            let participants = size(chance, design.participants[period]);
            let walk = walk(chance, &places, participants, design.noise);
            let passages = real(participants * SQUARES);
            let own = |squares: &[usize]| {
                let there =
                    |it: &&Vec<bool>| it.iter().zip(&at).any(|(said, at)| *said && squares.contains(at));
                walk.iter().filter(there).count()
            };
            let single: Vec<usize> = (0..SQUARES).map(|it| own(&[it])).collect();
            let pairs = (1..SQUARES).map(|it| own(&[it - 1, it]));
            walks.push(DealtWalk { is_now, participants, voices: single.iter().sum(), passages });
            voices.push(single.iter().copied().chain(pairs).collect::<Vec<usize>>());
        }
    }
    let in_window = |window: usize| {
        let wide = if window < SQUARES { 1 } else { 2 };
        let of = |(walk, voices): (usize, &Vec<usize>)| InWindow {
            walk,
            voices: voices[window],
            passages: real(walks[walk].participants * wide),
        };
        voices.iter().enumerate().map(of).collect::<Vec<InWindow>>()
    };
    let windows: Vec<Vec<InWindow>> = (0..2 * SQUARES - 1).map(in_window).collect();
    let found = new_places(&walks, &windows, 1)?;
    let planted_at = at.last().copied().unwrap_or(0);
    let first = found.first().map(|it| if it.window < SQUARES { it.window } else { it.window - SQUARES });
    Ok((!found.is_empty(), first.is_some_and(|it| it.abs_diff(planted_at) <= 1)))
}

fn below(chance: &mut Chance, end: usize) -> usize {
    whole(chance.between(0.0, real(end))).min(end - 1)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts above 0")]
fn whole(number: f64) -> usize {
    number as usize
}

#[cfg(test)]
mod tests;
