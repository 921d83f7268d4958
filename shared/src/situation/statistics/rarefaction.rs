//! Better or worse: distinct places at equal effort, by nested rarefaction.
//!
//! Promises: the walk is the unit, so that people who talk to each other do not pass for many; more walks or larger walks
//! do not make more places; with too little to tell, nothing is said and the reason is given. The same seed gives the same.
//!
//! Method: Hurlbert's rarefaction (Ecology 52, 1971; sample-based by Colwell et al., J. Plant Ecol. 5, 2012) to as many
//! participants as the smallest walk has, nested in rarefaction to as many walks as the period with fewer has. The
//! variance is that of a bootstrap over whole walks; the test is Welch's (Biometrika 34, 1947).
//!
//! What it does not see: that a place is merely named less often; who came; season.

use rand_pcg::Pcg32;
use serde::{Deserialize, Serialize};

use super::chance::below;
use super::refused::Refused;
use super::student::{t_within, two_sided_t_p};
use super::{CONFIDENCE, real};
use crate::threads::shared_out;

/// With fewer walks in a period nothing tells how much walks differ.
pub const FEWEST_WALKS: usize = 3;

/// With fewer places at equal effort in a period a difference has no distribution to speak of.
pub const FEWEST_PLACES: usize = 3;

/// A smaller difference than one place is no change, however alike the walks: where all places are found by nearly everybody,
/// the variance is next to nothing.
const LEAST_DIFFERENCE: f64 = 1.0;

/// Whole walks are drawn so many times for the variance.
const DRAWS: usize = 199;

/// At equal effort at most so many walks count: it bounds the work, and more tell hardly more.
const MOST_WALKS: usize = 20;

/// What the participants of one walk pointed out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WalkPlaces {
    /// How many took part.
    pub participants: usize,
    /// By place, how many of them pointed it out; never more than took part.
    pub named_by: Vec<(usize, usize)>,
}

/// What a comparison says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Difference {
    /// More than chance gives.
    More,
    /// Fewer than chance gives.
    Fewer,
    /// Chance alone may give such a difference.
    NotShown,
}

impl Difference {
    /// What a difference with such a probability says.
    pub(super) fn of(difference: f64, p: f64) -> Self {
        match p <= 1.0 - CONFIDENCE {
            true if difference > 0.0 => Self::More,
            true => Self::Fewer,
            false => Self::NotShown,
        }
    }
}

/// Distinct places of two periods at equal effort.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EqualEffort {
    /// Counted on so many walks in each period.
    pub walks: usize,
    /// Of so many participants each.
    pub participants: usize,
    /// Places in the earlier period, at that effort.
    pub before: f64,
    /// Places in this period, at that effort.
    pub now: f64,
    /// The difference is at least this, in places.
    pub low: f64,
    /// The difference is at most this, in places.
    pub high: f64,
    /// How often chance alone gives as great a difference.
    pub p: f64,
    /// What that says.
    pub difference: Difference,
}

/// Compares the distinct places of two periods at equal walks and participants. Walks without participants do not count.
pub fn at_equal_effort(before: &[WalkPlaces], now: &[WalkPlaces], seed: u64) -> Result<EqualEffort, Refused> {
    let smallest = before.iter().chain(now).map(|it| it.participants).filter(|it| *it > 0).min();
    let [before, now] = [before, now].map(|walks| Period::new(walks, smallest.unwrap_or(1)));
    let walks = before.walks.min(now.walks);
    if walks < FEWEST_WALKS {
        return Err(Refused::FewWalks { before: before.walks, now: now.walks, needed: FEWEST_WALKS });
    }
    let walks = walks.min(MOST_WALKS);
    let mut chance = Pcg32::new(seed, 0);
    let [a, b] = [before, now].map(|period| period.rarefied(walks, &mut chance));
    if a.places.min(b.places) < real(FEWEST_PLACES) {
        return Err(Refused::FewPlaces { before: a.places, now: b.places, needed: FEWEST_PLACES });
    }
    let variance = a.variance + b.variance;
    if variance <= 0.0 {
        return Err(Refused::NoVariation);
    }
    let degrees = variance * variance / (a.share_of_degrees() + b.share_of_degrees());
    let (difference, error) = (b.places - a.places, variance.sqrt());
    let (p, half) = (two_sided_t_p(difference / error, degrees), t_within(CONFIDENCE, degrees) * error);
    Ok(EqualEffort {
        walks,
        participants: smallest.unwrap_or(1),
        before: a.places,
        now: b.places,
        low: difference - half,
        high: difference + half,
        p,
        difference: if difference.abs() < LEAST_DIFFERENCE {
            Difference::NotShown
        } else {
            Difference::of(difference, p)
        },
    })
}

/// A period rarefied, with the variance of that.
struct Rarefied {
    places: f64,
    variance: f64,
    walks: usize,
}

impl Rarefied {
    /// The part of Welch's degrees of freedom that this period has in the sum.
    fn share_of_degrees(&self) -> f64 {
        self.variance * self.variance / (real(self.walks) - 1.0)
    }
}

/// A period's walks, turned round: by place, which walks pointed it out.
struct Period {
    walks: usize,
    /// For each place the walks that pointed it out, each with the chance that none of the drawn participants did.
    places: Vec<Vec<(usize, f64)>>,
}

impl Period {
    fn new(walks: &[WalkPlaces], drawn: usize) -> Self {
        let walks: Vec<&WalkPlaces> = walks.iter().filter(|it| it.participants > 0).collect();
        let mut named: Vec<(usize, usize, f64)> = Vec::new();
        for (at, walk) in walks.iter().enumerate() {
            let missed = |by: usize| missed(walk.participants, by.min(walk.participants), drawn);
            named.extend(walk.named_by.iter().map(|(place, by)| (*place, at, missed(*by))));
        }
        named.sort_by_key(|(place, walk, _)| (*place, *walk));
        let places = named.chunk_by(|a, b| a.0 == b.0);
        let places = places.map(|of_one| of_one.iter().map(|(_, walk, missed)| (*walk, *missed)).collect());
        Self { walks: walks.len(), places: places.collect() }
    }

    fn rarefied(&self, walks: usize, chance: &mut Pcg32) -> Rarefied {
        let choices = Choices::new(self.walks, walks);
        let all = vec![1; self.walks];
        let draws: Vec<Vec<usize>> = (0..DRAWS).map(|_| self.drawn(chance)).collect();
        let found = shared_out(&draws, |times| self.distinct(times, &choices));
        Rarefied {
            places: self.distinct(&all, &choices),
            variance: spread(&found) * real(self.walks) / (real(self.walks) - 1.0),
            walks: self.walks,
        }
    }

    /// As many walks as there are, drawn with replacement: how often each.
    fn drawn(&self, chance: &mut Pcg32) -> Vec<usize> {
        let mut times = vec![0; self.walks];
        for _ in 0..self.walks {
            times[below(chance, self.walks)] += 1;
        }
        times
    }

    /// Places that some of these walks point out, expected: each walk as often as it was drawn.
    fn distinct(&self, times: &[usize], choices: &Choices) -> f64 {
        let mut sums = vec![0.0; choices.chosen + 1];
        self.places.iter().map(|named| 1.0 - choices.missed_by_all(named, times, &mut sums)).sum()
    }
}

/// In how many ways walks can be chosen.
struct Choices {
    walks: usize,
    chosen: usize,
    /// Row n, column j: in how many ways j of n can be chosen.
    ways: Vec<Vec<f64>>,
}

impl Choices {
    /// By Pascal's triangle: as numbers with a point they do not overflow for the walks of any municipality.
    fn new(walks: usize, chosen: usize) -> Self {
        let mut ways = vec![vec![0.0; chosen + 1]; walks + 1];
        for n in 0..=walks {
            ways[n][0] = 1.0;
            for j in 1..=chosen.min(n) {
                ways[n][j] = ways[n - 1][j - 1] + ways[n - 1][j];
            }
        }
        Self { walks, chosen, ways }
    }

    /// The chance that none of the chosen walks points a place out: the mean product over all choices, by elementary
    /// symmetric polynomials. Walks that did not point it out miss it for certain and are only counted.
    fn missed_by_all(&self, named: &[(usize, f64)], times: &[usize], sums: &mut [f64]) -> f64 {
        sums.fill(0.0);
        sums[0] = 1.0;
        let mut drawn = 0;
        for (walk, missed) in named {
            for _ in 0..times[*walk] {
                drawn += 1;
                for j in (1..=self.chosen.min(drawn)).rev() {
                    sums[j] += sums[j - 1] * missed;
                }
            }
        }
        let rest = &self.ways[self.walks - drawn];
        let ways = sums.iter().zip(rest.iter().rev());
        ways.map(|(sum, rest)| sum * rest).sum::<f64>() / self.ways[self.walks][self.chosen]
    }
}

/// The chance that none of `drawn` of `all` is among `by` of them: C(all − by, drawn) / C(all, drawn).
fn missed(all: usize, by: usize, drawn: usize) -> f64 {
    let left = all.saturating_sub(drawn);
    if by > left {
        return 0.0;
    }
    (0..by).map(|at| real(left - at) / real(all - at)).product()
}

/// The variance of these numbers themselves.
fn spread(all: &[f64]) -> f64 {
    let mean = all.iter().sum::<f64>() / real(all.len());
    all.iter().map(|it| (it - mean) * (it - mean)).sum::<f64>() / real(all.len())
}

#[cfg(test)]
mod tests;
