//! Rows that are looked at together.

use super::real;

/// Each probability adjusted for there being many, in the order given, so that among rows of which none has changed any is
/// called changed no more often than a single one would be (Holm, Scand. J. Stat. 6, 1979). Holds however rows hang
/// together, as a focus area and its categories do.
pub fn holm(probabilities: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..probabilities.len()).collect();
    order.sort_unstable_by(|a, b| probabilities[*a].total_cmp(&probabilities[*b]));
    let mut adjusted = vec![1.0; probabilities.len()];
    let mut most: f64 = 0.0;
    for (below, index) in order.into_iter().enumerate() {
        most = most.max((probabilities[index] * real(probabilities.len() - below)).min(1.0));
        adjusted[index] = most;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_smallest_is_multiplied_by_all_and_the_largest_by_one() {
        // By hand: 0.01·4, 0.02·3, then 0.03·2 = 0.06 and 0.04 raised to it.
        let found = holm(&[0.04, 0.01, 0.03, 0.02]);
        for (found, expected) in found.iter().zip([0.06, 0.04, 0.06, 0.06]) {
            assert!((found - expected).abs() < 1e-12, "{found} for {expected}");
        }
        assert_eq!(holm(&[]), Vec::<f64>::new());
    }

    proptest! {
        #[test]
        fn it_keeps_the_order_and_never_makes_surer(p in prop::collection::vec(0.0..=1.0_f64, 0..30)) {
            let adjusted = holm(&p);
            for (a, p) in adjusted.iter().zip(&p) {
                prop_assert!((*p..=1.0).contains(a));
            }
            for ((a, p), (b, q)) in adjusted.iter().zip(&p).zip(adjusted.iter().zip(&p).rev()) {
                prop_assert!(p > q || a <= b);
            }
        }
    }
}
