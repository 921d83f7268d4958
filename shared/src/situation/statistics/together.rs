//! What comes together more often than chance brings it: dark × vegetation × underpass.
//!
//! Promises: exact probabilities, with the false discovery rate held over everything that was compared; nothing is said
//! of fewer than [`FEW_WALKERS`] walkers or places.
//!
//! What it does not say: why. It is material for a root-cause analysis (*orsaksanalys*) and never a cause: what is pointed
//! out together may have a third thing behind it, or be what walkers were asked to look at.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use statrs::function::factorial::ln_binomial;

use super::real;
use super::significance::{FALSE_DISCOVERY_RATE, adjusted_p};
use crate::id::{CategoryId, SeriesId};
use crate::light::Light;
use crate::situation::observation::Observation;
use crate::situation::picture::FEW_WALKERS;
use crate::statement::When;

/// At most so many traits come together in what is told.
const MOST_TRAITS: usize = 3;

/// The standard normal number with 2.5 % above it.
const NORMAL_97_5: f64 = 1.959_963_984_540_054;

/// Something that holds of a place or an observation. None of them follows from another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Trait {
    /// This was pointed out.
    Category(CategoryId),
    /// It is said to be so then.
    When(When),
    /// It was pointed out in the dark.
    Dark,
    /// No lamp is near and the way is not lit, as far as that is known.
    NoLight,
}

/// The traits of an observation.
pub fn traits(it: &Observation) -> BTreeSet<Trait> {
    let dark = (it.light == Some(Light::Dark)).then_some(Trait::Dark);
    let no_light = (it.lighting.is_lit() == Some(false)).then_some(Trait::NoLight);
    let when = it.when.iter().copied().map(Trait::When);
    when.chain(dark).chain(no_light).chain([Trait::Category(it.category.clone())]).collect()
}

/// A place (or whatever is counted) with its traits and those who spoke of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen<T> {
    /// What holds of it.
    pub traits: BTreeSet<T>,
    /// Who said so.
    pub walkers: BTreeSet<SeriesId>,
}

/// What is seen at each place, by the number that the caller gives to the place of an observation (its cell). One
/// observation has one category, so only places show categories that come together.
pub fn seen_by_place<'a>(
    observations: impl IntoIterator<Item = &'a Observation>,
    place: impl Fn(&Observation) -> Option<usize>,
) -> Vec<Seen<Trait>> {
    let mut seen: BTreeMap<usize, (BTreeSet<Trait>, BTreeSet<SeriesId>)> = BTreeMap::new();
    for it in observations {
        if let Some(place) = place(it) {
            let (own, walkers) = seen.entry(place).or_default();
            own.extend(traits(it));
            walkers.insert(it.id.series);
        }
    }
    seen.into_values().map(|(traits, walkers)| Seen { traits, walkers }).collect()
}

/// Traits that come together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Together<T> {
    /// Two or three, in order.
    pub traits: Vec<T>,
    /// At how many places each of them holds.
    pub each: Vec<usize>,
    /// At how many all of them hold.
    pub together: usize,
    /// Of how many.
    pub of: usize,
    /// How many times as often they come together as if they knew nothing of each other.
    pub lift: f64,
    /// At least so many times, with 95 %.
    pub low: f64,
    /// At most so many times, with 95 %.
    pub high: f64,
    /// How often chance alone brings together as many; of three, for the one that adds least to the two others.
    pub p: f64,
    /// The same, adjusted for all pairs (or all triples) of traits that might have come together.
    pub adjusted_p: f64,
}

/// Pairs and triples that come together more often than chance brings them, the surest first.
///
/// Lift is that of Brin, Motwani, Ullman & Tsur, SIGMOD 1997; its interval is reckoned on the logarithm, as Katz, Baptista,
/// Azen & Pike (Biometrics 34, 1978) do for ratios of shares, by the delta method; the probability is that of Fisher's
/// exact test, one-sided. Traits of fewer than [`FEW_WALKERS`] places are left out beforehand.
pub fn together<T: Ord + Clone>(seen: &[Seen<T>]) -> Vec<Together<T>> {
    let table = Table::new(seen);
    let mut found: Vec<Together<T>> = (2..=MOST_TRAITS).flat_map(|count| table.sure(count)).collect();
    found.sort_by(|a, b| a.adjusted_p.total_cmp(&b.adjusted_p).then_with(|| a.traits.cmp(&b.traits)));
    found
}

/// How many places have some traits, and whether enough walkers said so.
#[derive(Debug, Clone, Default)]
struct Support {
    places: usize,
    /// As many as are needed, no more.
    walkers: BTreeSet<SeriesId>,
}

impl Support {
    fn add(&mut self, walkers: &BTreeSet<SeriesId>) {
        self.places += 1;
        for walker in walkers {
            if self.walkers.len() == FEW_WALKERS {
                break;
            }
            self.walkers.insert(*walker);
        }
    }

    fn is_enough(&self) -> bool {
        self.places >= FEW_WALKERS && self.walkers.len() >= FEW_WALKERS
    }
}

/// The traits that are frequent enough, by number, and how often they come together.
struct Table<'a, T> {
    names: Vec<&'a T>,
    /// For one, two and three traits, each in the order of [`number`].
    supports: [Vec<Support>; MOST_TRAITS],
    all: usize,
}

impl<'a, T: Ord + Clone> Table<'a, T> {
    fn new(seen: &'a [Seen<T>]) -> Self {
        let mut places: BTreeMap<&T, usize> = BTreeMap::new();
        for it in seen.iter().flat_map(|it| &it.traits) {
            *places.entry(it).or_default() += 1;
        }
        let names: Vec<&T> =
            places.into_iter().filter(|(_, count)| *count >= FEW_WALKERS).map(|(name, _)| name).collect();
        let none = |count| vec![Support::default(); combinations(names.len(), count)];
        let mut supports = [none(1), none(2), none(3)];
        for it in seen {
            let own: Vec<usize> =
                it.traits.iter().filter_map(|name| names.binary_search(&name).ok()).collect();
            for_each_choice(&own, |some| supports[some.len() - 1][number(some)].add(&it.walkers));
        }
        Self { names, supports, all: seen.len() }
    }

    /// Those of so many traits that are sure.
    fn sure(&self, count: usize) -> Vec<Together<T>> {
        let mut found = Vec::new();
        for_each_choice(&(0..self.names.len()).collect::<Vec<_>>(), |some| {
            if some.len() == count && self.support(some).is_enough() {
                found.push(self.told(some));
            }
        });
        let mut p: Vec<f64> = found.iter().map(|it| it.p).collect();
        // What is not told was compared all the same.
        p.resize(self.supports[count - 1].len(), 1.0);
        for (it, adjusted_p) in found.iter_mut().zip(adjusted_p(&p)) {
            it.adjusted_p = adjusted_p;
        }
        found.retain(|it| it.adjusted_p <= FALSE_DISCOVERY_RATE);
        found
    }

    fn support(&self, some: &[usize]) -> &Support {
        &self.supports[some.len() - 1][number(some)]
    }

    fn places(&self, some: &[usize]) -> usize {
        self.support(some).places
    }

    fn told(&self, some: &[usize]) -> Together<T> {
        let each: Vec<usize> = some.iter().map(|it| self.places(&[*it])).collect();
        let lift = self.lift(some);
        let spread = self.log_deviation(some, &each) * NORMAL_97_5;
        let p = some.iter().map(|one| self.p(some, *one)).fold(0.0, f64::max);
        Together {
            traits: some.iter().map(|it| self.names[*it].clone()).collect(),
            each,
            together: self.places(some),
            of: self.all,
            lift,
            low: lift * (-spread).exp(),
            high: lift * spread.exp(),
            p,
            adjusted_p: 1.0,
        }
    }

    fn lift(&self, some: &[usize]) -> f64 {
        let expected = some.iter().fold(1.0, |share, it| share * real(self.places(&[*it])) / real(self.all));
        real(self.places(some)) / real(self.all) / expected
    }

    /// The delta method on ln p − Σ ln pᵢ with multinomial cells: for k traits the variance is
    /// (1/p − Σ 1/pᵢ + 2 Σ pᵢⱼ/(pᵢ pⱼ) − (k − 1)²) ÷ n.
    fn log_deviation(&self, some: &[usize], each: &[usize]) -> f64 {
        let n = real(self.all);
        let inverse = |count: usize| n / real(count);
        let alone: f64 = each.iter().map(|count| inverse(*count)).sum();
        let mut in_pairs = 0.0;
        for_each_choice(some, |of| in_pairs += if of.len() == 2 { self.lift(of) } else { 0.0 });
        let free = real(some.len() - 1).powi(2);
        ((inverse(self.places(some)) - alone + 2.0 * in_pairs - free) / n).max(0.0).sqrt()
    }

    /// How often chance alone puts this trait with the others as often as it is there.
    fn p(&self, some: &[usize], one: usize) -> f64 {
        let others: Vec<usize> = some.iter().copied().filter(|it| *it != one).collect();
        chance_of(self.places(some), self.places(&others), self.places(&[one]), self.all)
    }
}

/// All choices of one, two and three of these, each in order.
fn for_each_choice(of: &[usize], mut run: impl FnMut(&[usize])) {
    for (first, a) in of.iter().enumerate() {
        run(&[*a]);
        for (second, b) in of.iter().enumerate().skip(first + 1) {
            run(&[*a, *b]);
            of[second + 1..].iter().for_each(|c| run(&[*a, *b, *c]));
        }
    }
}

/// The number of a choice among all choices of as many (combinatorial number system: Knuth, The Art of Computer
/// Programming 4A, 7.2.1.3).
fn number(some: &[usize]) -> usize {
    some.iter().enumerate().map(|(at, it)| combinations(*it, at + 1)).sum()
}

fn combinations(of: usize, count: usize) -> usize {
    (0..count).fold(1, |found, step| found * of.saturating_sub(step) / (step + 1))
}

/// Fisher's exact test: how often at least so many of `a` and `b` fall together among so many. 1 where there are no more
/// than expected, which nobody asks about.
fn chance_of(together: usize, a: usize, b: usize, all: usize) -> f64 {
    if real(together) * real(all) <= real(a) * real(b) {
        return 1.0;
    }
    let ln = |of: usize, count: usize| ln_binomial(of as u64, count as u64);
    let mut term = (ln(a, together) + ln(all - a, b - together) - ln(all, b)).exp();
    let mut sum = 0.0;
    for count in together..=a.min(b) {
        sum += term;
        term *= real(a - count) * real(b - count) / (real(count + 1) * (real(all + count + 1) - real(a + b)));
    }
    f64::min(sum, 1.0)
}

#[cfg(test)]
mod tests;
