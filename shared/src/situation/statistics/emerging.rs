//! What is new: more in one place in the last days than the place and the days explain.
//!
//! Promises: the same cases in any order and the same seed give the same answer; a place that always has much and a week
//! that has much everywhere raise no alarm, only their coming together does.
//!
//! Method: the prospective space-time permutation scan of Kulldorff, Heffernan, Hartman, Assunção & Mostashari, `PLoS`
//! Medicine 2, e59, 2005. It needs no population: cylinders (a circle of places, the last days) are compared with what
//! they would hold if days were dealt to places at random, and the best is tested by dealing anew many times.
//!
//! What it does not see: that walks go to one place on one evening, which is itself more than usual there and then. Give
//! it what comes in from day to day, or findings first pointed out, rather than every tap of a walk.

mod cylinders;

use std::collections::BTreeMap;

use rand_pcg::Pcg32;
use rand_pcg::rand_core::Rng;
use serde::{Deserialize, Serialize};

use super::grid::{Grid, NoGrid};
use super::real;
use crate::geo::Metres;
use crate::threads::shared_out;
use crate::time::DAY_MS;
use cylinders::{Best, Cylinders};

/// What chance gives more often than this is not reported.
pub const REPORTED_P: f64 = 0.05;

/// A circle reaches at most so many sides of a square: wider ones say little of a place and take long.
pub const MOST_REACH: f64 = 64.0;

/// Something that happened somewhere at some time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Case {
    /// Where, in a plane of metres.
    pub point_m: Metres,
    /// When.
    pub at_ms: i64,
}

/// How to scan.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Scan {
    /// Cases within squares of so many metres happen in one place.
    pub side_m: f64,
    /// Circles reach at most so far from their middle, in metres; never farther than [`MOST_REACH`] squares.
    pub reach_m: f64,
    /// What is new began at most so many days ago.
    pub longest_days: usize,
    /// It is compared with so many days, the last ones included.
    pub study_days: usize,
    /// Fewer cases than this are never an alarm.
    pub fewest_cases: usize,
    /// How often days are dealt anew. With 999, no probability is below 0.001.
    pub deals: usize,
    /// Decides how they are dealt.
    pub seed: u64,
}

impl Default for Scan {
    fn default() -> Self {
        Self {
            side_m: 100.0,
            reach_m: 400.0,
            longest_days: 14,
            study_days: 365,
            fewest_cases: 3,
            deals: 999,
            seed: 2005,
        }
    }
}

/// A problem that emerges.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Emerging {
    /// The middle of the circle.
    pub middle_m: Metres,
    /// How far it reaches: the middle of its farthest place, in metres.
    pub reach_m: f64,
    /// For how many days it has been so.
    pub days: usize,
    /// How many cases there were.
    pub cases: u32,
    /// How many there would have been if days fell on places by chance.
    pub expected: f64,
    /// The logarithm of the likelihood ratio: what is compared with chance.
    pub log_likelihood: f64,
    /// How often chance alone gives a best cylinder as good as this.
    pub p: f64,
    /// Scanned once a day, chance alone gives such an alarm once in so many days.
    pub recurrence_days: f64,
}

/// What emerged until then, the most unlikely first; circles that share a place with a more unlikely one are left out.
/// Days are counted back from `until_ms`; cases at or after it, or before the study, are not looked at.
pub fn emerging(cases: &[Case], until_ms: i64, scan: &Scan) -> Result<Vec<Emerging>, NoGrid> {
    let studied = studied(cases, until_ms, scan.study_days);
    if studied.is_empty() {
        return Ok(Vec::new());
    }
    let points: Vec<Metres> = studied.iter().map(|(_, point)| *point).collect();
    let grid = Grid::covering(&points, scan.side_m)?;
    let dealt = Dealt::new(&grid, &studied, scan.longest_days);
    let cylinders = Cylinders::new(&grid, &dealt, scan);
    let found = cylinders.apart(cylinders.best_by_middle(&dealt.recent()));
    let Some(first) = found.first() else { return Ok(Vec::new()) };
    let chance = by_chance(&cylinders, dealt, scan, first.log_likelihood);
    let told = found.into_iter().map(|best| told(&cylinders, best, &chance));
    Ok(told.filter(|it| it.p <= REPORTED_P).collect())
}

/// How many days before the end, and where.
fn studied(cases: &[Case], until_ms: i64, study_days: usize) -> Vec<(usize, Metres)> {
    let before = |case: &Case| {
        let ago_ms = until_ms.checked_sub(case.at_ms).filter(|ms| *ms > 0)?;
        let days = usize::try_from((ago_ms - 1) / DAY_MS).ok()?;
        (days < study_days).then_some((days, case.point_m))
    };
    cases.iter().filter_map(before).collect()
}

fn told(cylinders: &Cylinders, best: Best, chance: &[f64]) -> Emerging {
    let as_good = chance.iter().filter(|it| **it >= best.log_likelihood).count();
    let p = real(as_good + 1) / real(chance.len() + 1);
    Emerging {
        middle_m: cylinders.middle_m(best.middle),
        reach_m: cylinders.reach_m(&best),
        days: best.days,
        cases: best.cases,
        expected: best.expected,
        log_likelihood: best.log_likelihood,
        p,
        recurrence_days: 1.0 / p,
    }
}

/// So many deals are looked through side by side.
const AT_ONCE: usize = 16;

/// The best of each deal. Once so many are as good as the best found that it cannot be reported any more, no more are
/// dealt: the answer would be the same.
fn by_chance(cylinders: &Cylinders, mut dealt: Dealt, scan: &Scan, found: f64) -> Vec<f64> {
    let mut chance = Pcg32::new(scan.seed, 0);
    let most_as_good = REPORTED_P * real(scan.deals + 1);
    let (mut best, mut as_good) = (Vec::new(), 0);
    while best.len() < scan.deals && real(as_good) < most_as_good {
        let mut deal = || {
            dealt.anew(&mut chance);
            dealt.recent()
        };
        let some: Vec<Recent> = (best.len()..scan.deals).take(AT_ONCE).map(|_| deal()).collect();
        // However many are looked through, as many count as if it were one after the other.
        for it in shared_out(&some, |recent| cylinders.best(recent)) {
            if real(as_good) >= most_as_good {
                break;
            }
            best.push(it);
            as_good += usize::from(it >= found);
        }
    }
    best
}

/// Cases with the days dealt to them. Only who gets one of the last days matters, so only those are dealt.
struct Dealt {
    /// The cells that hold cases, in order: places are numbered by it.
    cells: Vec<usize>,
    /// The place of each case, those of the last days first.
    places: Vec<usize>,
    /// How many days ago, for the cases of the last days.
    days: Vec<usize>,
    longest_days: usize,
}

impl Dealt {
    fn new(grid: &Grid, studied: &[(usize, Metres)], longest_days: usize) -> Self {
        let mut cases: Vec<(usize, usize)> =
            studied.iter().filter_map(|(days, point)| Some((*days, grid.cell(*point)?))).collect();
        cases.sort_unstable();
        let mut cells: Vec<usize> = cases.iter().map(|(_, cell)| *cell).collect();
        cells.sort_unstable();
        cells.dedup();
        let place_by_cell: BTreeMap<usize, usize> =
            cells.iter().enumerate().map(|(place, cell)| (*cell, place)).collect();
        Self {
            places: cases.iter().filter_map(|(_, cell)| place_by_cell.get(cell).copied()).collect(),
            days: cases.iter().map(|(days, _)| *days).take_while(|days| *days < longest_days).collect(),
            cells,
            longest_days,
        }
    }

    /// Deals the last days to other cases, each deal as likely as any other (Fisher & Yates 1938, as far as needed).
    fn anew(&mut self, chance: &mut Pcg32) {
        for at in 0..self.days.len() {
            let other = at + below(chance, self.places.len() - at);
            self.places.swap(at, other);
        }
    }

    /// How many cases each place has in the last day, the last two days, and so on.
    fn recent(&self) -> Recent {
        let mut counts = vec![0; self.cells.len() * self.longest_days];
        for (place, days) in self.places.iter().zip(&self.days) {
            counts[place * self.longest_days + days] += 1;
        }
        for place in counts.chunks_exact_mut(self.longest_days.max(1)) {
            for day in 1..place.len() {
                place[day] += place[day - 1];
            }
        }
        Recent { counts, longest_days: self.longest_days }
    }
}

/// Cases of each place in the last day, the last two days, and so on.
struct Recent {
    counts: Vec<u32>,
    longest_days: usize,
}

impl Recent {
    fn of(&self, place: usize) -> &[u32] {
        &self.counts[place * self.longest_days..(place + 1) * self.longest_days]
    }
}

/// A number below another, each as likely (Lemire, ACM Trans. Model. Comput. Simul. 29, 2019). There are fewer cases than
/// 2³².
fn below(chance: &mut Pcg32, end: usize) -> usize {
    let end = u64::try_from(end).unwrap_or(u64::MAX).min(u64::from(u32::MAX));
    let refused = (1_u64 << 32) % end.max(1);
    loop {
        let product = u64::from(chance.next_u32()) * end;
        if product & u64::from(u32::MAX) >= refused {
            return usize::try_from(product >> 32).unwrap_or(0);
        }
    }
}

#[cfg(test)]
mod tests;
