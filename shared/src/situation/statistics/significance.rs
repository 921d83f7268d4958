//! How surprising a number is when nothing is going on.
//!
//! Promises: probabilities lie between 0 and 1; whoever looks at many places at once is told by [`adjusted_p`] what
//! share of those called significant is false.

use super::real;

/// Of the places that are called significant, this share is false in the long run.
pub const FALSE_DISCOVERY_RATE: f64 = 0.05;

/// How often a standard normal number is at least as far from 0 as this one. Good to a relative error of 10⁻¹³ (crate
/// `libm`, after FreeBSD's `s_erf.c`).
pub fn two_sided_p(z: f64) -> f64 {
    libm::erfc(z.abs() / std::f64::consts::SQRT_2)
}

/// Each probability adjusted for there being many, in the order given: the false discovery rate at which it is the last
/// to be called significant (Benjamini & Hochberg, J. R. Stat. Soc. B 57, 1995). Holds for independent tests and for
/// those that go together (Benjamini & Yekutieli, Ann. Stat. 29, 2001), as cells that lie side by side do.
pub fn adjusted_p(probabilities: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..probabilities.len()).collect();
    order.sort_unstable_by(|a, b| probabilities[*b].total_cmp(&probabilities[*a]));
    let mut adjusted = vec![1.0; probabilities.len()];
    let mut least: f64 = 1.0;
    for (above, index) in order.into_iter().enumerate() {
        let rank = probabilities.len() - above;
        least = least.min(probabilities[index] * (real(probabilities.len()) / real(rank)));
        adjusted[index] = least;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_normal_distribution_is_that_of_the_tables() {
        // Abramowitz & Stegun, Handbook of Mathematical Functions, table 26.1 (15 decimals).
        for (z, p) in [(0.0, 1.0), (1.0, 2.0 * 0.158_655_253_931_457), (-2.0, 2.0 * 0.022_750_131_948_179)] {
            assert!((two_sided_p(z) - p).abs() < 1e-14, "{z}");
        }
        assert!(two_sided_p(40.0) < 1e-300);
    }

    #[test]
    fn the_fifteen_tests_of_benjamini_and_hochberg_come_out() {
        // Benjamini & Hochberg 1995, section 4: at 5 % the first four of fifteen are significant.
        let published = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
            0.6528, 0.7590, 1.0000,
        ];
        let adjusted = adjusted_p(&published);
        assert_eq!(adjusted.iter().filter(|it| **it <= 0.05).count(), 4);
        assert!((adjusted[3] - 0.0095 * 15.0 / 4.0).abs() < 1e-15, "{adjusted:?}");
    }

    proptest! {
        #[test]
        fn adjusting_keeps_the_order_and_never_makes_surer(
            probabilities in prop::collection::vec(0.0..=1.0_f64, 0..40)
        ) {
            let adjusted = adjusted_p(&probabilities);
            for (a, p) in adjusted.iter().zip(&probabilities) {
                prop_assert!((*p..=1.0).contains(a));
                for (b, q) in adjusted.iter().zip(&probabilities) {
                    prop_assert!(p > q || a <= b);
                }
            }
        }

        #[test]
        fn adjusting_does_not_depend_on_the_order(
            (there, shuffled) in prop::collection::vec(0.0..=1.0_f64, 0..40)
                .prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle()))
        ) {
            let sorted = |probabilities| {
                let mut adjusted = adjusted_p(probabilities);
                adjusted.sort_by(f64::total_cmp);
                adjusted
            };
            prop_assert_eq!(sorted(&there), sorted(&shuffled));
        }
    }
}
