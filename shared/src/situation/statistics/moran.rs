//! Whether like lies beside like: Moran's I over all places.
//!
//! Promises: each place's neighbours weigh 1 together (row standardisation, as `esda` does by default); expectation and
//! both variances are those of Cliff & Ord, "Spatial Processes", 1981, pages 20–21 and 42–46.

use super::field::Field;
use super::real;
use super::significance::two_sided_p;

/// Moran's I (Moran, Biometrika 37, 1950) with what chance would give.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moran {
    /// Above its expectation like lies beside like, below it beside unlike.
    pub i: f64,
    /// What chance gives on average.
    pub expected: f64,
    /// Its variance if the values are drawn from a normal distribution.
    pub variance_normal: f64,
    /// Its variance if the values that are there are shuffled over the places.
    pub variance_shuffled: f64,
}

impl Moran {
    /// Standard deviations above the expectation, under the assumption of normal values.
    pub fn z_normal(&self) -> f64 {
        (self.i - self.expected) / self.variance_normal.sqrt()
    }

    /// Standard deviations above the expectation, under shuffling: for counts, which are not normal.
    pub fn z_shuffled(&self) -> f64 {
        (self.i - self.expected) / self.variance_shuffled.sqrt()
    }

    /// How often shuffling gives something as far from the expectation; two-sided.
    pub fn p(&self) -> f64 {
        two_sided_p(self.z_shuffled())
    }
}

impl Field {
    /// Moran's I; `None` with fewer than four places, no neighbours at all, or values that are all equal.
    pub fn moran(&self) -> Option<Moran> {
        let n = real(self.values.len());
        let mean = self.values.iter().sum::<f64>() / n;
        let off: Vec<f64> = self.values.iter().map(|value| value - mean).collect();
        let power = |exponent: i32| off.iter().map(|it| it.powi(exponent)).sum::<f64>();
        let beside = |place: usize| self.neighbours[place].iter().map(|it| off[*it]).sum::<f64>();
        let products: f64 = (0..off.len()).map(|place| off[place] * beside(place) * self.weight(place)).sum();
        let weights = Weights::of(self);
        let differs = power(2) > (f64::EPSILON * mean).powi(2) * n;
        (self.values.len() > 3 && weights.all > 0.0 && differs).then(|| Moran {
            i: n / weights.all * products / power(2),
            expected: -1.0 / (n - 1.0),
            variance_normal: weights.variance_normal(n),
            variance_shuffled: weights.variance_shuffled(n, n * power(4) / power(2).powi(2)),
        })
    }

    /// The weight of each of a place's neighbours.
    fn weight(&self, place: usize) -> f64 {
        match self.neighbours[place].len() {
            0 => 0.0,
            count => 1.0 / real(count),
        }
    }
}

/// S₀, S₁ and S₂ of Cliff & Ord.
struct Weights {
    all: f64,
    pairs: f64,
    places: f64,
}

impl Weights {
    fn of(field: &Field) -> Self {
        let own = |place: usize| if field.neighbours[place].is_empty() { 0.0 } else { 1.0 };
        let count = field.values.len();
        let mut towards = vec![0.0; count];
        // ½ Σ (wᵢⱼ + wⱼᵢ)² = Σ wᵢⱼ² + Σ wᵢⱼ wⱼᵢ
        let mut pairs = 0.0;
        for place in 0..count {
            let weight = field.weight(place);
            for it in &field.neighbours[place] {
                towards[*it] += weight;
                let back = field.neighbours[*it].binary_search(&place).map_or(0.0, |_| field.weight(*it));
                pairs += weight * (weight + back);
            }
        }
        let all = (0..count).map(own).sum();
        let places = (0..count).map(|place| (own(place) + towards[place]).powi(2)).sum();
        Self { all, pairs, places }
    }

    fn variance_normal(&self, n: f64) -> f64 {
        let squares = self.all * self.all;
        let sum = n * n * self.pairs - n * self.places + 3.0 * squares;
        sum / ((n * n - 1.0) * squares) - (n - 1.0).powi(-2)
    }

    fn variance_shuffled(&self, n: f64, kurtosis: f64) -> f64 {
        let squares = self.all * self.all;
        let plain = n * ((n * n - 3.0 * n + 3.0) * self.pairs - n * self.places + 3.0 * squares);
        let peaked = kurtosis * ((n * n - n) * self.pairs - 2.0 * n * self.places + 6.0 * squares);
        (plain - peaked) / ((n - 1.0) * (n - 2.0) * (n - 3.0) * squares) - (n - 1.0).powi(-2)
    }
}

#[cfg(test)]
mod tests {
    use super::super::oracle;
    use super::*;

    fn ring(values: &[f64]) -> Field {
        let count = values.len();
        let beside = |place: usize| vec![(place + 1) % count, (place + count - 1) % count];
        Field::new(values.to_vec(), (0..count).map(beside).collect()).unwrap()
    }

    #[test]
    fn columbus_comes_out_as_in_esda() {
        let Some(oracle) = oracle::pysal("Moran's I of columbus") else { return };
        let (found, expected) = (oracle.columbus.field().moran().unwrap(), &oracle.columbus);
        for (found, expected) in [
            (found.i, expected.global_i),
            (found.expected, expected.expected_i),
            (found.z_normal(), expected.z_norm),
            (found.z_shuffled(), expected.z_rand),
        ] {
            assert!((found - expected).abs() < 1e-9, "{found}, not {expected}");
        }
    }

    #[test]
    fn a_ring_comes_out_as_by_hand() {
        // 1 1 0 0 in a ring, off by ±½ from the mean: neighbours' products cancel, I = 0. Alternating: I = −1.
        assert!(ring(&[1.0, 1.0, 0.0, 0.0]).moran().unwrap().i.abs() < 1e-12);
        let found = ring(&[1.0, 0.0, 1.0, 0.0]).moran().unwrap();
        assert!((found.i + 1.0).abs() < 1e-12 && (found.expected + 1.0 / 3.0).abs() < 1e-12);
        // Over the 24 orders of 1 0 1 0 in a ring, I is −1 in 8 and 0 in 16: mean −⅓, variance ⅓ − ⅑.
        assert!((found.variance_shuffled - 2.0 / 9.0).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn halves_that_are_alike_are_seen_and_nothing_is_said_of_what_is_equal() {
        let halves: Vec<f64> = (0..40).map(|place| if place < 20 { 1.0 } else { 6.0 }).collect();
        assert!(ring(&halves).moran().unwrap().p() < 1e-6);
        assert_eq!(ring(&[0.1; 9]).moran(), None);
        assert_eq!(Field::new(vec![1.0, 2.0, 3.0, 4.0], vec![vec![]; 4]).unwrap().moran(), None);
    }
}
