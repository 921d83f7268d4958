//! Places per participant: a description beside the comparison at equal effort, and the test of single rows.
//!
//! Promises: a participant counts a place once on a walk; the walk is the unit; chance agreement among few walks does not
//! pass for certainty, since a walk's rate is never taken to vary less than counting alone makes it vary.
//!
//! Method: Welch's comparison of walk means (Biometrika 34, 1947) on the logarithm of their ratio, as for cluster
//! randomised trials (Donner & Klar 2000; Cameron & Miller, J. Hum. Resour. 50, 2015), with the variance floored at that
//! of Poisson counts. One walk in a period cannot tell a talkative evening from a changed place (Varnell, Murray & Baker,
//! Eval. Rev. 25, 2001).

use serde::{Deserialize, Serialize};

use super::rarefaction::{Difference, FEWEST_WALKS};
use super::refused::Refused;
use super::student::{t_within, two_sided_t_p};
use super::{CONFIDENCE, real};

/// With fewer pairs of participant and place in both periods together nothing is compared.
pub const FEWEST_PAIRS: usize = 20;

/// With fewer pairs in either period nothing is compared.
pub const FEWEST_PAIRS_EACH: usize = 5;

/// What one walk pointed out, and how many there were to do so.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WalkPairs {
    /// Pairs of participant and place.
    pub pairs: usize,
    /// Participants, each by the share of the stretch that they passed; above 0.
    pub participants: f64,
}

/// Places per participant in two periods.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PerParticipant {
    /// Places per participant in the earlier period: the mean over its walks.
    pub before: f64,
    /// Places per participant in this period.
    pub now: f64,
    /// How many times as many.
    pub ratio: f64,
    /// At least so many times.
    pub low: f64,
    /// At most so many times.
    pub high: f64,
    /// How often chance alone gives as great a ratio.
    pub p: f64,
    /// What that says when nothing else is compared.
    pub difference: Difference,
}

/// Compares places per participant; walks without participants do not count.
pub fn per_participant(before: &[WalkPairs], now: &[WalkPairs]) -> Result<PerParticipant, Refused> {
    let [before, now] = [before, now].map(Rates::of);
    if before.walks.min(now.walks) < FEWEST_WALKS {
        return Err(Refused::FewWalks { before: before.walks, now: now.walks, needed: FEWEST_WALKS });
    }
    let (a, b) = (before.pairs, now.pairs);
    if a + b < FEWEST_PAIRS || a.min(b) < FEWEST_PAIRS_EACH {
        let (needed, needed_in_all) = (FEWEST_PAIRS_EACH, FEWEST_PAIRS);
        return Err(Refused::FewPairs { before: a, now: b, needed, needed_in_all });
    }
    let (a, b) = (before.relative_variance(), now.relative_variance());
    let welch = (a + b) * (a + b) / (before.share_of_degrees(a) + now.share_of_degrees(b));
    let degrees = welch.min(real(before.walks + now.walks) - 2.0);
    let (log_ratio, error) = ((now.mean / before.mean).ln(), (a + b).sqrt());
    let (p, half) = (two_sided_t_p(log_ratio / error, degrees), t_within(CONFIDENCE, degrees) * error);
    Ok(PerParticipant {
        before: before.mean,
        now: now.mean,
        ratio: log_ratio.exp(),
        low: (log_ratio - half).exp(),
        high: (log_ratio + half).exp(),
        p,
        difference: Difference::of(log_ratio, p),
    })
}

/// The rates of a period's walks.
struct Rates {
    walks: usize,
    pairs: usize,
    /// The mean over walks.
    mean: f64,
    /// The sample variance over walks.
    variance: f64,
    /// The mean of 1 / participants.
    per_walker: f64,
}

impl Rates {
    fn of(walks: &[WalkPairs]) -> Self {
        let walks: Vec<&WalkPairs> = walks.iter().filter(|it| it.participants > 0.0).collect();
        let count = real(walks.len());
        let rates: Vec<f64> = walks.iter().map(|it| real(it.pairs) / it.participants).collect();
        let mean = rates.iter().sum::<f64>() / count;
        Self {
            walks: walks.len(),
            pairs: walks.iter().map(|it| it.pairs).sum(),
            mean,
            variance: rates.iter().map(|it| (it - mean) * (it - mean)).sum::<f64>() / (count - 1.0),
            per_walker: walks.iter().map(|it| 1.0 / it.participants).sum::<f64>() / count,
        }
    }

    /// The variance of the logarithm of the mean, never less than that of Poisson counts.
    fn relative_variance(&self) -> f64 {
        self.variance.max(self.mean * self.per_walker) / real(self.walks) / (self.mean * self.mean)
    }

    fn share_of_degrees(&self, variance: f64) -> f64 {
        variance * variance / (real(self.walks) - 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walks(all: &[(usize, f64)]) -> Vec<WalkPairs> {
        all.iter()
            .map(|(pairs, participants)| WalkPairs { pairs: *pairs, participants: *participants })
            .collect()
    }

    #[test]
    fn walks_that_agree_by_chance_are_floored_at_what_counting_gives() {
        // By hand: means 1 and 2, no variance between walks, so m/n/W each: a = 1/30, b = 2/10/3/4 = 1/60.
        let found = per_participant(&walks(&[(10, 10.0); 3]), &walks(&[(20, 10.0); 3])).unwrap();
        assert!((found.before - 1.0).abs() < 1e-12 && (found.now - 2.0).abs() < 1e-12, "{found:?}");
        assert!((found.ratio - 2.0).abs() < 1e-12);
        // df = min(4, 0.05²/(1/900/2 + 1/3600/2)) = 3.6; t(0.975; 3.6) = 2.9024 by SciPy's stdtrit.
        let half = (found.high / found.low).ln() / 2.0;
        assert!((half / 0.05_f64.sqrt() - 2.902_445).abs() < 1e-5, "{}", half / 0.05_f64.sqrt());
        assert_eq!(found.difference, Difference::More);
    }

    #[test]
    fn one_talkative_walk_of_three_is_no_change() {
        let before = walks(&[(10, 10.0), (11, 10.0), (9, 10.0)]);
        let found = per_participant(&before, &walks(&[(10, 10.0), (10, 10.0), (50, 10.0)])).unwrap();
        assert_eq!(found.difference, Difference::NotShown);
        assert!(found.low < 1.0 && found.high > 2.0, "{found:?}");
    }

    #[test]
    fn too_little_is_refused_with_its_counts() {
        let many = walks(&[(10, 10.0); 3]);
        let refused = |a: &[(usize, f64)], b: &[WalkPairs]| per_participant(&walks(a), b).unwrap_err();
        assert_eq!(
            refused(&[(100, 10.0); 2], &many),
            Refused::FewWalks { before: 2, now: 3, needed: FEWEST_WALKS }
        );
        let few = Refused::FewPairs { before: 3, now: 30, needed: 5, needed_in_all: 20 };
        assert_eq!(refused(&[(1, 10.0); 3], &many), few);
        assert!(matches!(refused(&[(2, 1.0); 3], &walks(&[(3, 1.0); 3])), Refused::FewPairs { .. }));
        assert!(matches!(refused(&[(9, 0.0); 3], &many), Refused::FewWalks { before: 0, .. }));
    }
}
