//! Earlier places, one by one: what those who were asked say of them, and what silence may mean.
//!
//! Promises: independent of effort, so it works with one walk; people who walk together do not count as many; what is not
//! clear is said not to be clear.
//!
//! Method: Wilson's bounds of a share (JASA 22, 1927) on answers divided by a design effect; silence by the binomial
//! distribution of the voices of both periods given their sum, divided by design effects too (Rao & Scott, Biometrics 48,
//! 1992). The correlation within walks is assumed until a municipality's own walks give it.

use serde::{Deserialize, Serialize};
use statrs::function::beta::beta_reg;

use super::real;

/// How alike answers of one walk about one place are taken to be: the intraclass correlation.
pub const CORRELATION: f64 = 0.15;

/// Fewer answers than this say nothing of a place.
pub const FEWEST_ANSWERS: usize = 3;

/// Silence about a place that fewer pointed out before says nothing.
pub const FEWEST_EARLIER_VOICES: usize = 3;

/// One-sided 95 %.
const Z: f64 = 1.645;

/// What those who were asked said of one place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Answers {
    /// How many answered.
    pub all: usize,
    /// How many of them said that it is fixed.
    pub fixed: usize,
    /// On how many walks.
    pub walks: usize,
}

/// What has become of an earlier place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Verdict {
    /// Clearly more than half say that it is fixed.
    Fixed,
    /// Clearly less than half do.
    Remains,
    /// Answers do not agree, or are too few.
    Unclear,
    /// Nobody was asked, and it is pointed out clearly more seldom than it was.
    NoLonger,
    /// Nobody was asked, few point it out once more, and silence is no evidence.
    NotAsked,
}

/// By how much answers of so many people on so many walks count as fewer.
fn design_effect(people: f64, walks: usize) -> f64 {
    1.0 + (people / real(walks.max(1)) - 1.0).max(0.0) * CORRELATION
}

impl Answers {
    /// What they say; [`Verdict::NotAsked`] where there are none.
    pub fn verdict(&self) -> Verdict {
        if self.all == 0 {
            return Verdict::NotAsked;
        }
        let share = real(self.fixed) / real(self.all);
        let count = real(self.all) / design_effect(real(self.all), self.walks);
        let (low, high) = wilson(share, count);
        match (self.all >= FEWEST_ANSWERS, low > 0.5, high < 0.5) {
            (true, true, _) => Verdict::Fixed,
            (true, _, true) => Verdict::Remains,
            _ => Verdict::Unclear,
        }
    }
}

/// Wilson's one-sided 95 % bounds of a share of so many.
fn wilson(share: f64, count: f64) -> (f64, f64) {
    let squared = Z * Z / count;
    let half = Z * (share * (1.0 - share) / count + squared / (4.0 * count)).sqrt() / (1.0 + squared);
    let middle = (share + squared / 2.0) / (1.0 + squared);
    (middle - half, middle + half)
}

/// How many pointed one place out in a period, of how many who passed it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Passed {
    /// Participants who pointed it out.
    pub voices: usize,
    /// Participants who passed it.
    pub people: f64,
    /// On so many walks.
    pub walks: usize,
}

/// How often chance alone leaves a place as silent as it is now; `None` where nobody passed it in one of the periods.
/// Who looks at several places multiplies by how many.
pub fn silence_p(before: Passed, now: Passed) -> Option<f64> {
    if before.people <= 0.0 || now.people <= 0.0 || before.voices == 0 {
        return None;
    }
    let [a, b] = [before, now].map(|it| design_effect(it.people, it.walks));
    let [effort_a, effort_b] = [before.people / a, now.people / b];
    let share = effort_a / (effort_a + effort_b);
    Some(beta_reg(real(before.voices) / a, real(now.voices) / b + 1.0, share))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(fixed: usize, all: usize, walks: usize) -> Verdict {
        Answers { all, fixed, walks }.verdict()
    }

    #[test]
    fn clear_answers_decide_and_unclear_ones_do_not() {
        assert_eq!(verdict(0, 0, 0), Verdict::NotAsked);
        assert_eq!([verdict(2, 2, 1), verdict(5, 10, 3)], [Verdict::Unclear; 2]);
        assert_eq!([verdict(3, 3, 3), verdict(10, 12, 3)], [Verdict::Fixed; 2]);
        assert_eq!([verdict(0, 3, 3), verdict(2, 12, 3)], [Verdict::Remains; 2]);
    }

    #[test]
    fn twelve_who_walked_together_count_as_fewer_than_twelve_alone() {
        // 9 of 12: n′ = 12 alone gives a lower bound of 0.517, 12/2.65 = 4.5 gives 0.385.
        assert_eq!(verdict(9, 12, 12), Verdict::Fixed);
        assert_eq!(verdict(9, 12, 1), Verdict::Unclear);
    }

    #[test]
    fn silence_of_many_who_passed_says_something_and_of_few_does_not() {
        let passed = |voices, people, walks| Passed { voices, people, walks };
        // By hand, one participant per walk: no design effect, x = 1/2, I(3, 1) = x³.
        let p = silence_p(passed(3, 10.0, 10), passed(0, 10.0, 10)).unwrap();
        assert!((p - 0.125).abs() < 1e-12, "{p}");
        let p = silence_p(passed(3, 10.0, 10), passed(0, 90.0, 90)).unwrap();
        assert!((p - 0.001).abs() < 1e-12, "{p}");
        let together = silence_p(passed(3, 10.0, 1), passed(0, 90.0, 2)).unwrap();
        assert!(together > 0.01, "{together}");
        assert_eq!(silence_p(passed(3, 10.0, 1), passed(0, 0.0, 0)), None);
    }
}
