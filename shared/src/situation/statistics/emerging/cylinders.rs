//! The cylinders of a scan: circles of places around each place, times the last days.
//!
//! Promises: a circle holds all places that are equally far from its middle or none of them; no circle holds more than
//! half of all cases, since then it would be the rest that is unusual.

use super::super::grid::{Grid, whole};
use super::super::real;
use super::{Dealt, MOST_REACH, Recent, Scan};
use crate::geo::{Metres, apart_m};

/// A place in the circles around a middle, nearest first.
struct Member {
    place: usize,
    /// The share of all cases of the study that lies in the circle as far as here.
    share: f64,
    /// Whether a circle ends here: the next place lies farther off.
    ends: bool,
}

/// The best cylinder around a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Best {
    pub(super) middle: usize,
    /// How many of its members it takes.
    members: usize,
    pub(super) days: usize,
    pub(super) cases: u32,
    pub(super) expected: f64,
    pub(super) log_likelihood: f64,
}

pub(super) struct Cylinders {
    middles_m: Vec<Metres>,
    members: Vec<Vec<Member>>,
    /// Cases of the study.
    all: f64,
    /// Those of the last day, the last two days, and so on.
    all_recent: Vec<f64>,
    fewest: u32,
}

impl Cylinders {
    pub(super) fn new(grid: &Grid, dealt: &Dealt, scan: &Scan) -> Self {
        let mut cases = vec![0; dealt.cells.len()];
        for place in &dealt.places {
            cases[*place] += 1;
        }
        let mut place_by_cell = vec![None; grid.cells()];
        for (place, cell) in dealt.cells.iter().enumerate() {
            place_by_cell[*cell] = Some(place);
        }
        let offsets = offsets(scan.reach_m / scan.side_m);
        let around = |cell: &usize| members(grid, *cell, &offsets, &place_by_cell, &cases);
        let up_to = |days: usize| real(dealt.days.iter().filter(|ago| **ago <= days).count());
        Self {
            middles_m: dealt.cells.iter().map(|cell| grid.middle_m(*cell)).collect(),
            members: dealt.cells.iter().map(around).collect(),
            all: real(dealt.places.len()),
            all_recent: (0..scan.longest_days).map(up_to).collect(),
            fewest: u32::try_from(scan.fewest_cases.max(1)).unwrap_or(u32::MAX),
        }
    }

    pub(super) fn middle_m(&self, place: usize) -> Metres {
        self.middles_m[place]
    }

    /// How far the circle reaches, to the middle of its farthest place.
    pub(super) fn reach_m(&self, best: &Best) -> f64 {
        let farthest = self.members[best.middle][best.members - 1].place;
        apart_m(self.middles_m[best.middle], self.middles_m[farthest])
    }

    /// The highest logarithm of the likelihood ratio of all cylinders; 0 where none has more than expected.
    pub(super) fn best(&self, recent: &Recent) -> f64 {
        let mut sums = Vec::new();
        let middles = 0..self.members.len();
        middles.fold(0.0, |highest, middle| {
            self.around(middle, recent, highest, &mut sums).map_or(highest, |best| best.log_likelihood)
        })
    }

    /// The best cylinder around each place, the most unlikely first.
    pub(super) fn best_by_middle(&self, recent: &Recent) -> Vec<Best> {
        let mut sums = Vec::new();
        let middles = 0..self.members.len();
        let mut all: Vec<Best> =
            middles.filter_map(|middle| self.around(middle, recent, 0.0, &mut sums)).collect();
        all.sort_by(|a, b| b.log_likelihood.total_cmp(&a.log_likelihood).then(a.middle.cmp(&b.middle)));
        all
    }

    /// Without those that share a place with one before them.
    pub(super) fn apart(&self, sorted: Vec<Best>) -> Vec<Best> {
        let mut taken = vec![false; self.members.len()];
        let mut kept = Vec::new();
        for best in sorted {
            let places = || self.members[best.middle][..best.members].iter().map(|it| it.place);
            if !places().any(|place| taken[place]) {
                places().for_each(|place| taken[place] = true);
                kept.push(best);
            }
        }
        kept
    }

    /// The best cylinder around a place, if it is better than this. `sums` is room to work in.
    fn around(&self, middle: usize, recent: &Recent, mut highest: f64, sums: &mut Vec<u32>) -> Option<Best> {
        let mut best = None;
        sums.clear();
        sums.resize(self.all_recent.len(), 0);
        let mut has_more = false;
        for (at, member) in self.members[middle].iter().enumerate() {
            let more = recent.of(member.place);
            if more.last().is_some_and(|count| *count > 0) {
                sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
                has_more = true;
            }
            // A wider circle with no more cases in it is never better, nor is a longer time.
            if !(member.ends && std::mem::take(&mut has_more)) {
                continue;
            }
            let none =
                Best { middle, members: at + 1, days: 0, cases: 0, expected: 0.0, log_likelihood: highest };
            if let Some(better) = self.in_time(none, member.share, sums) {
                highest = better.log_likelihood;
                best = Some(better);
            }
        }
        best
    }

    /// The best time for a circle that has this share of all cases and so many in each time, if it is better than this.
    fn in_time(&self, mut best: Best, share: f64, sums: &[u32]) -> Option<Best> {
        // Branches cost more than these products: most circles are done with after them.
        let may_be = |cases: u32, recent: f64| may_be(f64::from(cases), share * recent, best.log_likelihood);
        let pairs = sums.iter().zip(&self.all_recent);
        if !pairs.fold(false, |any, (cases, recent)| any | may_be(*cases, *recent)) {
            return None;
        }
        let mut least = self.fewest;
        for (day, cases) in sums.iter().copied().enumerate() {
            if cases < least {
                continue;
            }
            least = cases + 1;
            let expected = share * self.all_recent[day];
            let log_likelihood = log_likelihood(f64::from(cases), expected, self.all, best.log_likelihood);
            if log_likelihood > best.log_likelihood {
                best = Best { days: day + 1, cases, expected, log_likelihood, ..best };
            }
        }
        (best.days > 0).then_some(best)
    }
}

/// Whether the logarithm can be above `highest`, since ln x ≤ x − 1. It cannot where there are no more than expected.
fn may_be(cases: f64, expected: f64, highest: f64) -> bool {
    cases * (cases - expected) > highest * expected
}

/// Kulldorff et al. 2005: (c/μ)ᶜ · ((C − c)/(C − μ))^(C − c), its logarithm; 0 where it cannot be above `highest`.
fn log_likelihood(cases: f64, expected: f64, all: f64, highest: f64) -> f64 {
    if !may_be(cases, expected, highest) {
        return 0.0;
    }
    let rest = all - cases;
    let outside = if rest > 0.0 { rest * (rest / (all - expected)).ln() } else { 0.0 };
    cases * (cases / expected).ln() + outside
}

/// Columns, rows and squared distance, in cells, of all within reach; nearest first.
fn offsets(reach: f64) -> Vec<(isize, isize, isize)> {
    let reach = reach.clamp(0.0, MOST_REACH);
    let span = isize::try_from(whole(reach)).unwrap_or(0);
    let all = (-span..=span).flat_map(|east| (-span..=span).map(move |north| (east, north)));
    let mut offsets: Vec<_> = all
        .map(|(east, north)| (east, north, east * east + north * north))
        .filter(|(_, _, squared)| squared.unsigned_abs() <= whole(reach * reach))
        .collect();
    offsets.sort_unstable_by_key(|(east, north, squared)| (*squared, *north, *east));
    offsets
}

fn members(
    grid: &Grid,
    cell: usize,
    offsets: &[(isize, isize, isize)],
    place_by_cell: &[Option<usize>],
    cases_by_place: &[usize],
) -> Vec<Member> {
    let (column, row) = (cell % grid.columns(), cell / grid.columns());
    let place = |(east, north, squared): &(isize, isize, isize)| {
        let column = column.checked_add_signed(*east).filter(|it| *it < grid.columns())?;
        let row = row.checked_add_signed(*north).filter(|it| *it < grid.rows())?;
        Some((place_by_cell[row * grid.columns() + column]?, *squared))
    };
    let places: Vec<(usize, isize)> = offsets.iter().filter_map(place).collect();
    let all: usize = cases_by_place.iter().sum();
    let mut cases = 0;
    let mut members = Vec::with_capacity(places.len());
    let mut circles_end = 0;
    for (at, (place, squared)) in places.iter().enumerate() {
        cases += cases_by_place[*place];
        if cases * 2 > all {
            break;
        }
        let ends = places.get(at + 1).is_none_or(|(_, next)| next > squared);
        members.push(Member { place: *place, share: real(cases) / real(all), ends });
        circles_end = if ends { members.len() } else { circles_end };
    }
    members.truncate(circles_end);
    members
}
