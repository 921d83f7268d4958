//! The cylinders of a scan: circles of places around each place, times the last days.
//!
//! Promises: a circle holds all places that are equally far from its middle or none of them; no circle holds more than
//! half of all cases, since then it would be the rest that is unusual.

use super::super::grid::Grid;
use super::super::real;
use super::{Dealt, Recent, Scan};
use crate::geo::Metres;

/// A place in the circles around a middle, nearest first.
struct Member {
    place: usize,
    /// Cases of the whole study in the circle as far as here.
    cases: usize,
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
    pub(super) cases: usize,
    pub(super) expected: f64,
    pub(super) log_likelihood: f64,
}

pub(super) struct Cylinders {
    middles_m: Vec<Metres>,
    members: Vec<Vec<Member>>,
    all: usize,
    /// Cases everywhere in the last day, the last two days, and so on.
    all_recent: Vec<usize>,
    fewest: usize,
}

impl Cylinders {
    pub(super) fn new(grid: &Grid, dealt: &Dealt, scan: &Scan) -> Self {
        let mut cases = vec![0; dealt.cells.len()];
        for place in &dealt.places {
            cases[*place] += 1;
        }
        let all = dealt.places.len();
        let mut place_by_cell = vec![None; grid.cells()];
        for (place, cell) in dealt.cells.iter().enumerate() {
            place_by_cell[*cell] = Some(place);
        }
        let offsets = offsets(scan.reach_m / scan.side_m, grid);
        let around = |cell: &usize| members(grid, *cell, &offsets, &place_by_cell, &cases);
        let up_to = |days: usize| dealt.days.iter().filter(|ago| **ago <= days).count();
        Self {
            middles_m: dealt.cells.iter().map(|cell| grid.middle_m(*cell)).collect(),
            members: dealt.cells.iter().map(around).map(|members| halved(members, all)).collect(),
            all,
            all_recent: (0..scan.longest_days).map(up_to).collect(),
            fewest: scan.fewest_cases.max(1),
        }
    }

    pub(super) fn middle_m(&self, place: usize) -> Metres {
        self.middles_m[place]
    }

    /// How far the circle reaches, to the middle of its farthest place.
    pub(super) fn reach_m(&self, best: &Best) -> f64 {
        let farthest = self.members[best.middle][best.members - 1].place;
        crate::geo::apart_m(self.middles_m[best.middle], self.middles_m[farthest])
    }

    /// The highest logarithm of the likelihood ratio of all cylinders; 0 where none has more than expected.
    pub(super) fn best(&self, recent: &Recent) -> f64 {
        let mut highest = 0.0;
        for middle in 0..self.members.len() {
            highest = self.around(middle, recent, highest).map_or(highest, |best| best.log_likelihood);
        }
        highest
    }

    /// The best cylinder around each place, the most unlikely first.
    pub(super) fn best_by_middle(&self, recent: &Recent) -> Vec<Best> {
        let mut all: Vec<Best> =
            (0..self.members.len()).filter_map(|middle| self.around(middle, recent, 0.0)).collect();
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

    /// The best cylinder around a place, if it is better than this.
    fn around(&self, middle: usize, recent: &Recent, mut highest: f64) -> Option<Best> {
        let mut best = None;
        let mut counts = vec![0; self.all_recent.len()];
        let mut has_more = false;
        for (at, member) in self.members[middle].iter().enumerate() {
            let more = recent.of(member.place);
            if more.last().is_some_and(|count| *count > 0) {
                counts.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
                has_more = true;
            }
            // A wider circle with no more cases in it is never better.
            if !(member.ends && std::mem::take(&mut has_more)) {
                continue;
            }
            for (day, cases) in counts.iter().copied().enumerate().filter(|(_, it)| *it >= self.fewest) {
                let expected = real(member.cases) * real(self.all_recent[day]) / real(self.all);
                let log_likelihood = log_likelihood(cases, expected, self.all, highest);
                if log_likelihood > highest {
                    highest = log_likelihood;
                    let (members, days) = (at + 1, day + 1);
                    best = Some(Best { middle, members, days, cases, expected, log_likelihood });
                }
            }
        }
        best
    }
}

/// Kulldorff et al. 2005: (c/μ)ᶜ · ((C − c)/(C − μ))^(C − c), its logarithm; 0 where there are no more than expected, or
/// where it cannot be above `highest`.
fn log_likelihood(cases: usize, expected: f64, all: usize, highest: f64) -> f64 {
    let (count, rest) = (real(cases), real(all - cases));
    // ln x ≤ x − 1: most cylinders are done with before any logarithm is taken.
    if count <= expected || count * (count - expected) <= highest * expected {
        return 0.0;
    }
    let outside = if rest > 0.0 { rest * (rest / (real(all) - expected)).ln() } else { 0.0 };
    count * (count / expected).ln() + outside
}

/// Columns, rows and squared distance, in cells, of all within reach; nearest first.
fn offsets(reach: f64, grid: &Grid) -> Vec<(isize, isize, isize)> {
    let most = grid.columns().max(grid.rows());
    let reach = reach.clamp(0.0, real(most));
    let span = isize::try_from(super::super::grid::whole(reach)).unwrap_or(0);
    let all = (-span..=span).flat_map(|east| (-span..=span).map(move |north| (east, north)));
    let mut offsets: Vec<_> = all
        .map(|(east, north)| (east, north, east * east + north * north))
        .filter(|(_, _, squared)| squared.unsigned_abs() <= super::super::grid::whole(reach * reach))
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
    let mut cases = 0;
    let mut members = Vec::with_capacity(places.len());
    for (at, (place, squared)) in places.iter().enumerate() {
        cases += cases_by_place[*place];
        let ends = places.get(at + 1).is_none_or(|(_, next)| next > squared);
        members.push(Member { place: *place, cases, ends });
    }
    members
}

/// Without the circles that hold more than half of all cases.
fn halved(mut members: Vec<Member>, all: usize) -> Vec<Member> {
    let last = members.iter().rposition(|it| it.ends && it.cases * 2 <= all);
    members.truncate(last.map_or(0, |last| last + 1));
    members
}
