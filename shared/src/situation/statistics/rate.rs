//! How often something is pointed at for each kilometre or hour walked, and whether that has changed.
//!
//! Promises: intervals are exact, however few the events: what is said to be within them is so in at least 95 of 100
//! cases. Without exposure there is no rate; few events are said to be few.
//!
//! What it does not see: that one walker's observations come together. Counted as independent, they make intervals too
//! narrow; count findings or voices rather than taps.

use serde::{Deserialize, Serialize};
use statrs::function::beta::beta_reg;
use statrs::function::gamma::{gamma_lr, gamma_ur};

use super::real;
use crate::statement::Tracked;
use crate::time::seconds;
use crate::track::{length_m, points};

/// Intervals hold the truth at least this often.
pub const CONFIDENCE: f64 = 0.95;

/// A rate of fewer events is said to rest on few: its standard error is more than 22 % of itself. The US National Center
/// for Health Statistics marks rates below 20 events as unreliable.
pub const FEW_EVENTS: usize = 20;

/// What lies beyond the interval at each end.
const TAIL: f64 = (1.0 - CONFIDENCE) / 2.0;

/// How far and how long was walked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Exposure {
    /// Kilometres.
    pub walked_km: f64,
    /// Hours under way; standing still is not in them, as it is not in tracks.
    pub walked_hours: f64,
}

impl Exposure {
    /// What these stretches of tracks amount to.
    pub fn of<'a>(stretches: impl IntoIterator<Item = &'a Tracked>) -> Self {
        stretches.into_iter().fold(Self::default(), |sum, tracked| {
            let points = points(tracked);
            let ends = points.first().zip(points.last());
            let lasted_ms = ends.map_or(0, |(first, last)| last.at_ms.saturating_sub(first.at_ms));
            let walked_m = length_m(points.iter().map(|passed| passed.position));
            Self {
                walked_km: sum.walked_km + walked_m / 1_000.0,
                walked_hours: sum.walked_hours + seconds(lasted_ms) / 3_600.0,
            }
        })
    }
}

/// So many events in so much of walking.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observed {
    /// How many events.
    pub events: usize,
    /// In how much: kilometres, hours, or whatever both sides of a comparison are measured in.
    pub exposure: f64,
}

/// Events for each unit of exposure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rate {
    /// The rate seen.
    pub rate: f64,
    /// The lowest that explains so many events.
    pub low: f64,
    /// The highest that explains so few.
    pub high: f64,
    /// Whether there are fewer than [`FEW_EVENTS`].
    pub is_of_few: bool,
}

impl Observed {
    /// The rate with its exact interval (Garwood, Biometrika 28, 1936); `None` without exposure.
    pub fn rate(&self) -> Option<Rate> {
        let Self { events, exposure } = *self;
        let count = real(events);
        let low = if events == 0 { 0.0 } else { mean_where(|mean| gamma_lr(count, mean), TAIL) };
        let high = mean_where(|mean| 1.0 - gamma_ur(count + 1.0, mean), 1.0 - TAIL);
        (exposure.is_finite() && exposure > 0.0).then(|| Rate {
            rate: count / exposure,
            low: low / exposure,
            high: high / exposure,
            is_of_few: events < FEW_EVENTS,
        })
    }
}

/// What a comparison says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Change {
    /// It is more often than before.
    More,
    /// It is more seldom than before.
    Fewer,
    /// Chance alone may give such a difference.
    NotShown,
    /// So few events that chance could never be ruled out, however they had fallen.
    TooFew,
}

/// One rate beside an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Comparison {
    /// How many times as often; absent when there was none before.
    pub ratio: Option<f64>,
    /// At least so many times.
    pub low: f64,
    /// At most so many times; absent when nothing bounds it.
    pub high: Option<f64>,
    /// How often chance alone gives as great a difference: twice the smaller tail.
    pub p: f64,
    /// What that says.
    pub change: Change,
    /// Whether either side has fewer than [`FEW_EVENTS`].
    pub is_of_few: bool,
}

/// The ratio of two Poisson rates. Given how many events there are in all, those of the one side are binomial
/// (Przyborowski & Wilenski, Biometrika 31, 1940), and the interval of that share (Clopper & Pearson, Biometrika 26, 1934)
/// gives the interval of the ratio. `None` without exposure on both sides, or without any event.
pub fn compared(now: Observed, before: Observed) -> Option<Comparison> {
    let all = now.events + before.events;
    let measured = [now, before].iter().all(|it| it.exposure.is_finite() && it.exposure > 0.0);
    if !measured || all == 0 {
        return None;
    }
    let scale = before.exposure / now.exposure;
    let odds = |share: f64| share / (1.0 - share) * scale;
    let expected = now.exposure / (now.exposure + before.exposure);
    let (low, high) = share_interval(now.events, all);
    let p = share_p(now.events, all, expected);
    Some(Comparison {
        ratio: (before.events > 0).then(|| real(now.events) / real(before.events) * scale),
        low: odds(low),
        high: Some(odds(high)).filter(|it| it.is_finite()),
        p,
        change: change(now.events, all, expected),
        is_of_few: now.events.min(before.events) < FEW_EVENTS,
    })
}

fn change(events: usize, all: usize, expected: f64) -> Change {
    let is_told = |events| share_p(events, all, expected) <= 1.0 - CONFIDENCE;
    if is_told(events) {
        if real(events) > expected * real(all) { Change::More } else { Change::Fewer }
    } else if is_told(0) || is_told(all) {
        Change::NotShown
    } else {
        Change::TooFew
    }
}

/// The interval of a share of which so many of so many were seen.
fn share_interval(events: usize, all: usize) -> (f64, f64) {
    let (count, rest) = (real(events), real(all - events));
    let low = if events == 0 { 0.0 } else { root(|it| beta_reg(count, rest + 1.0, it), TAIL, 0.0, 1.0) };
    let above = |it| beta_reg(count + 1.0, rest, it);
    let high = if events == all { 1.0 } else { root(above, 1.0 - TAIL, 0.0, 1.0) };
    (low, high)
}

/// Twice the smaller tail of the binomial distribution, both with so many themselves.
fn share_p(events: usize, all: usize, share: f64) -> f64 {
    let (count, rest) = (real(events), real(all - events));
    let as_many = if events == 0 { 1.0 } else { beta_reg(count, rest + 1.0, share) };
    let as_few = if events == all { 1.0 } else { beta_reg(rest, count + 1.0, 1.0 - share) };
    (2.0 * as_many.min(as_few)).min(1.0)
}

/// The mean at which a growing probability reaches a level.
fn mean_where(probability: impl Fn(f64) -> f64, level: f64) -> f64 {
    let mut high = 1.0;
    while probability(high) < level && high < f64::MAX / 2.0 {
        high *= 2.0;
    }
    root(probability, level, 0.0, high)
}

/// Where a growing function reaches a level, by halving until nothing lies between.
fn root(growing: impl Fn(f64) -> f64, level: f64, mut low: f64, mut high: f64) -> f64 {
    loop {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            return middle;
        }
        if growing(middle) < level {
            low = middle;
        } else {
            high = middle;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::geo::Position;

    fn of(events: usize, exposure: f64) -> Observed {
        Observed { events, exposure }
    }

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-8 * expected.abs(), "{found}, not {expected}");
    }

    #[test]
    fn exact_intervals_are_those_of_garwood() {
        // χ² quantiles of SciPy 1.17, as in the tables of Garwood (1936) to their two decimals.
        for (events, low, high) in [
            (0, 0.0, 3.688_879_454_113_935_4),
            (1, 0.025_317_807_984_289_876, 5.571_643_390_938_898),
            (5, 1.623_486_390_118_420_7, 11.668_332_079_322_67),
            (20, 12.216_519_585_403_944, 30.888_377_902_674_6),
            (100, 81.363_991_250_923_14, 121.626_793_792_426_38),
            (1_000_000, 998_040.983_340_293_9, 1_001_961.911_945_432_2),
        ] {
            let found = of(events, 1.0).rate().unwrap();
            near(found.low, low);
            near(found.high, high);
            assert_eq!(found.is_of_few, events < 20);
        }
    }

    #[test]
    fn a_share_has_the_interval_of_clopper_and_pearson() {
        // Quantiles of SciPy 1.17.
        for (events, all, low, high) in [
            (0, 10, 0.0, 0.308_497_107_818_760_7),
            (5, 20, 0.086_571_469_101_434_61, 0.491_045_871_907_957_44),
            (10, 10, 0.691_502_892_181_239_2, 1.0),
            (500_000, 1_000_000, 0.499_019_519_195_311_84, 0.500_980_480_804_688_2),
        ] {
            let found = share_interval(events, all);
            near(found.0, low);
            near(found.1, high);
        }
    }

    #[test]
    fn breast_cancer_after_fluoroscopy_is_twice_as_frequent() {
        // Boice & Monson 1977: 41 cases in 28,010 person-years beside 15 in 19,017; interval and p from SciPy 1.17.
        let found = compared(of(41, 28.010), of(15, 19.017)).unwrap();
        near(found.ratio.unwrap(), 1.855_758_657_622_277_8);
        near(found.low, 1.005_684_062_689_257_6);
        near(found.high.unwrap(), 3.609_300_311_077_905_4);
        near(found.p, 0.047_660_246_754_565_865);
        assert_eq!((found.change, found.is_of_few), (Change::More, true));
    }

    #[test]
    fn none_on_one_side_leaves_the_ratio_open_on_that_side() {
        let gone = compared(of(0, 5.0), of(7, 5.0)).unwrap();
        assert_eq!((gone.ratio.unwrap().to_string(), gone.low.to_string()), ("0".to_owned(), "0".to_owned()));
        near(gone.high.unwrap(), 0.693_813_980_096_452_3);
        near(gone.p, 0.015_625);
        assert_eq!(gone.change, Change::Fewer);
        let new = compared(of(12, 20.0), of(0, 10.0)).unwrap();
        assert_eq!((new.ratio, new.high, new.change), (None, None, Change::More));
        near(new.low, 1.389_298_665_279_078_9);
    }

    #[test]
    fn five_events_can_tell_nothing_and_six_can() {
        let change = |now, before| compared(of(now, 1.0), of(before, 1.0)).unwrap().change;
        assert_eq!(
            [change(5, 0), change(6, 0), change(3, 3)],
            [Change::TooFew, Change::More, Change::NotShown]
        );
    }

    #[test]
    fn without_exposure_or_events_nothing_is_said() {
        assert_eq!((of(3, 0.0).rate(), of(3, f64::NAN).rate()), (None, None));
        assert_eq!(compared(of(3, 1.0), of(3, 0.0)), None);
        assert_eq!(compared(of(0, 1.0), of(0, 1.0)), None);
    }

    #[test]
    fn exposure_is_what_was_walked_and_not_what_lies_between() {
        let stretch = |at_ms, steps: &[i64]| {
            let from = Position::new(65.6, 22.1).unwrap();
            Tracked { at_ms, after: None, from, accuracy_m: 5, steps: steps.to_vec() }
        };
        // Twice 0.009° north, 1,000.75 m, in 15 minutes each; an hour between them.
        let stretches = [stretch(900_000, &[900, 9_000, 0]), stretch(5_400_000, &[900, 9_000, 0])];
        let found = Exposure::of(&stretches);
        assert!(
            (found.walked_km - 2.0015).abs() < 1e-3 && (found.walked_hours - 0.5).abs() < 1e-9,
            "{found:?}"
        );
        assert_eq!(Exposure::of(&[]), Exposure::default());
    }

    proptest! {
        #[test]
        fn what_was_seen_lies_in_its_interval(events in 0_usize..400, exposure in 0.1..90.0) {
            let found = of(events, exposure).rate().unwrap();
            prop_assert!(found.low <= found.rate && found.rate <= found.high);
        }

        #[test]
        fn a_change_is_told_when_the_interval_leaves_out_one(
            now in 0_usize..60, before in 0_usize..60, a in 0.5..20.0, b in 0.5..20.0
        ) {
            let Some(found) = compared(of(now, a), of(before, b)) else { return Ok(()) };
            match found.change {
                Change::More => prop_assert!(found.low > 1.0),
                Change::Fewer => prop_assert!(found.high.unwrap() < 1.0),
                _ => prop_assert!(found.low <= 1.0 && found.high.is_none_or(|high| high >= 1.0)),
            }
            let turned = compared(of(before, b), of(now, a)).unwrap();
            prop_assert!((found.p - turned.p).abs() < 1e-9);
        }
    }
}
