//! What comes together more often than chance brings it: dark × vegetation × underpass.
//!
//! Promises: exact probabilities, with the false discovery rate held over everything that was compared; nothing is said
//! of fewer than [`FEW_WALKERS`] walkers or places.
//!
//! What it does not say: why. It is material for a root-cause analysis (*orsaksanalys*) and never a cause: what is pointed
//! out together may have a third thing behind it, or be what walkers were asked to look at.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
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
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
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
pub fn seen_by_place(
    observations: &[Observation],
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
#[derive(Debug, Clone, PartialEq, Serialize)]
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
#[derive(Default)]
struct Support {
    places: usize,
    /// As many as are needed, no more.
    walkers: BTreeSet<SeriesId>,
}

impl Support {
    fn add(&mut self, walkers: &BTreeSet<SeriesId>) {
        self.places += 1;
        let lacking = FEW_WALKERS - self.walkers.len();
        let new: Vec<SeriesId> = walkers.difference(&self.walkers).take(lacking).copied().collect();
        self.walkers.extend(new);
    }

    fn is_enough(&self) -> bool {
        self.places >= FEW_WALKERS && self.walkers.len() >= FEW_WALKERS
    }
}

/// The traits that are frequent enough, by number, and how often they come together.
struct Table<'a, T> {
    names: Vec<&'a T>,
    supports: BTreeMap<Vec<usize>, Support>,
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
        let mut supports: BTreeMap<Vec<usize>, Support> = BTreeMap::new();
        for it in seen {
            let own: Vec<usize> =
                it.traits.iter().filter_map(|name| names.binary_search(&name).ok()).collect();
            for some in subsets(&own) {
                supports.entry(some).or_default().add(&it.walkers);
            }
        }
        Self { names, supports, all: seen.len() }
    }

    /// Those of so many traits that are sure.
    fn sure(&self, count: usize) -> Vec<Together<T>> {
        let enough = self.supports.iter().filter(|(some, it)| some.len() == count && it.is_enough());
        let mut found: Vec<Together<T>> = enough.map(|(some, _)| self.told(some)).collect();
        let mut p: Vec<f64> = found.iter().map(|it| it.p).collect();
        // What is not told was compared all the same.
        p.resize(combinations(self.names.len(), count).max(p.len()), 1.0);
        for (it, adjusted_p) in found.iter_mut().zip(adjusted_p(&p)) {
            it.adjusted_p = adjusted_p;
        }
        found.retain(|it| it.adjusted_p <= FALSE_DISCOVERY_RATE);
        found
    }

    fn places(&self, some: &[usize]) -> usize {
        self.supports.get(some).map_or(0, |it| it.places)
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
        let in_pairs: f64 = subsets(some).iter().filter(|it| it.len() == 2).map(|pair| self.lift(pair)).sum();
        let free = real(some.len() - 1).powi(2);
        ((inverse(self.places(some)) - alone + 2.0 * in_pairs - free) / n).max(0.0).sqrt()
    }

    /// How often chance alone puts this trait with the others as often as it is there.
    fn p(&self, some: &[usize], one: usize) -> f64 {
        let others: Vec<usize> = some.iter().copied().filter(|it| *it != one).collect();
        chance_of(self.places(some), self.places(&others), self.places(&[one]), self.all)
    }
}

/// All sorted choices of one to [`MOST_TRAITS`] of these.
fn subsets(of: &[usize]) -> Vec<Vec<usize>> {
    let mut found: Vec<Vec<usize>> = vec![vec![]];
    for one in of {
        let with =
            found.iter().filter(|it| it.len() < MOST_TRAITS).map(|it| [it.as_slice(), &[*one]].concat());
        let with: Vec<Vec<usize>> = with.collect();
        found.extend(with);
    }
    found.split_off(1)
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
mod tests {
    use proptest::prelude::*;
    use rand_pcg::Pcg32;
    use rand_pcg::rand_core::Rng;

    use super::*;
    use crate::situation::observation::Lighting;
    use crate::situation::tests::observation;

    fn walker(number: usize) -> SeriesId {
        SeriesId::from_bytes([u8::try_from(number % 250).unwrap(); 16])
    }

    /// So many places with these traits, each told by another of 50 walkers.
    fn places(groups: &[(usize, &[&'static str])]) -> Vec<Seen<&'static str>> {
        let all = groups.iter().flat_map(|(count, traits)| std::iter::repeat_n(*traits, *count));
        let seen = |(at, traits): (usize, &[&'static str])| Seen {
            traits: traits.iter().copied().collect(),
            walkers: [walker(at % 50)].into(),
        };
        all.enumerate().map(seen).collect()
    }

    #[test]
    fn fishers_exact_test_comes_out() {
        // Hypergeometric tails of SciPy 1.17.
        for (together, a, b, all, p) in
            [(20, 30, 40, 100, 0.000_431_062_552_424_063_65), (8, 50, 60, 1000, 0.007_615_035_026_066_62)]
        {
            assert!((chance_of(together, a, b, all) / p - 1.0).abs() < 1e-9);
        }
        // The lady tasting tea (Fisher 1935): 4 of 4 among 8.
        assert!((chance_of(4, 4, 4, 8) - 1.0 / 70.0).abs() < 1e-12);
        assert!((chance_of(3, 30, 40, 100) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn dark_and_vegetation_come_together_as_by_hand() {
        let seen = places(&[(20, &["dark", "green"]), (10, &["dark"]), (20, &["green"]), (50, &[])]);
        let found = together(&seen);
        assert_eq!(found.len(), 1);
        let it = &found[0];
        assert_eq!((it.traits.as_slice(), it.together, it.of), (["dark", "green"].as_slice(), 20, 100));
        assert_eq!(it.each, [30, 40]);
        // 0.2 ÷ (0.3 · 0.4); variance of its logarithm 1/20 − 1/30 − 1/40 + (2 · 5/3 − 1)/100 = 0.015.
        let spread = (1.96 * 0.015_f64.sqrt()).exp();
        assert!((it.lift - 5.0 / 3.0).abs() < 1e-12);
        assert!((it.low - it.lift / spread).abs() < 1e-4 && (it.high - it.lift * spread).abs() < 1e-4);
        assert!((it.p - 0.000_431_062_552_424_063_65).abs() < 1e-12 && it.adjusted_p >= it.p);
    }

    #[test]
    fn places_gather_what_several_walkers_said_of_them() {
        let dark = Observation {
            light: Some(Light::Dark),
            lighting: Lighting { lamp_m: None, lit: Some(false) },
            ..observation(1, 1, 0.0, 5.0)
        };
        let green = Observation {
            category: "vegetation".parse().unwrap(),
            when: vec![When::Evening],
            ..observation(2, 1, 3.0, 5.0)
        };
        let nowhere = Observation { position: None, ..observation(3, 1, 0.0, 5.0) };
        let seen = seen_by_place(&[dark, green, nowhere], |it| it.position.map(|_| 7));
        let category = |name: &str| Trait::Category(name.parse().unwrap());
        let expected = [
            category("lighting"),
            category("vegetation"),
            Trait::When(When::Evening),
            Trait::Dark,
            Trait::NoLight,
        ];
        assert_eq!(seen.len(), 1);
        assert_eq!(
            (seen[0].traits.iter().cloned().collect::<Vec<_>>(), seen[0].walkers.len()),
            (expected.to_vec(), 2)
        );
    }

    #[test]
    fn of_three_the_third_must_add_to_the_two() {
        // Dark and green come together; tunnels fall on both alike and add nothing.
        let mut groups: Vec<(usize, &[&'static str])> =
            vec![(20, &["dark", "green"]), (20, &["dark", "green", "tunnel"]), (20, &["tunnel"]), (40, &[])];
        let found = |groups: &[(usize, &[&'static str])]| -> Vec<Vec<&str>> {
            together(&places(groups)).into_iter().map(|it| it.traits).collect()
        };
        assert_eq!(found(&groups), [vec!["dark", "green"]]);
        groups = vec![
            (20, &["dark", "green", "tunnel"]),
            (8, &["dark"]),
            (8, &["green"]),
            (8, &["tunnel"]),
            (60, &[]),
        ];
        assert!(found(&groups).contains(&vec!["dark", "green", "tunnel"]));
    }

    #[test]
    fn nothing_is_said_of_few_places_or_few_walkers() {
        assert_eq!(together(&places(&[(4, &["dark", "green"]), (96, &[])])), []);
        assert_eq!(together(&places(&[(5, &["dark", "green"]), (95, &[])])).len(), 1);
        let mut of_four = places(&[(30, &["dark", "green"]), (70, &[])]);
        for (at, seen) in of_four.iter_mut().enumerate() {
            seen.walkers = [walker(at % 4)].into();
        }
        assert_eq!(together(&of_four), []);
        assert_eq!(together::<&str>(&[]), []);
    }

    /// Ten traits that know nothing of each other.
    fn strangers(seed: u64) -> Vec<Seen<u8>> {
        let mut chance = Pcg32::new(seed, 0);
        let place = |at| Seen {
            traits: (0..10).filter(|_| chance.next_u32().is_multiple_of(4)).collect(),
            walkers: [walker(at)].into(),
        };
        (0..200).map(place).collect()
    }

    #[test]
    fn among_strangers_hardly_ever_anything_is_found() {
        let false_alarms = (0..200).filter(|seed| !together(&strangers(*seed)).is_empty()).count();
        // Two families at 5 % each: 20 at most on average; exact tests on counts give fewer.
        assert!(false_alarms <= 25, "{false_alarms}");
    }

    proptest! {
        #[test]
        fn the_order_of_places_changes_nothing(
            (there, shuffled) in (0_u64..99).prop_flat_map(|seed| {
                let mut there = strangers(seed);
                for seen in there.iter_mut().take(60) {
                    seen.traits.extend([1, 2]);
                }
                (Just(there.clone()), Just(there).prop_shuffle())
            })
        ) {
            let found = together(&there);
            prop_assert!(found.iter().any(|it| it.traits == [1, 2]));
            prop_assert!(found.iter().all(|it| it.low <= it.lift && it.lift <= it.high && it.lift > 1.0));
            prop_assert_eq!(found, together(&shuffled));
        }
    }
}
