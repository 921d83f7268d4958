//! Numbers at places, each with its neighbours: what statistics of neighbourhoods are made of.
//!
//! Promises: a [`Field`] has neighbours that exist, none of them twice and none its own; numbers are finite.

use super::real;

/// Why numbers and neighbours do not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// Not a list of neighbours for each number.
    #[error("{values} numbers have {lists} lists of neighbours; give one list for each number")]
    Lists {
        /// How many numbers.
        values: usize,
        /// How many lists.
        lists: usize,
    },
    /// A place names a neighbour that is not there, itself, or one twice.
    #[error("the neighbours of place {place} name one that is not there, the place itself, or one twice")]
    Neighbour {
        /// Which.
        place: usize,
    },
    /// A value is infinite or no number.
    #[error("the value of place {place} is no finite number; leave the place out")]
    Value {
        /// Which.
        place: usize,
    },
}

/// Whether a place counts among its own neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Own {
    /// It does: Gi*.
    Included,
    /// It does not: Gi.
    Excluded,
}

/// Numbers at places that have neighbours.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    pub(super) values: Vec<f64>,
    pub(super) neighbours: Vec<Vec<usize>>,
}

impl Field {
    /// A value for each place, and the indices of its neighbours without itself.
    pub fn new(values: Vec<f64>, mut neighbours: Vec<Vec<usize>>) -> Result<Self, Unfit> {
        if values.len() != neighbours.len() {
            return Err(Unfit::Lists { values: values.len(), lists: neighbours.len() });
        }
        if let Some(place) = values.iter().position(|value| !value.is_finite()) {
            return Err(Unfit::Value { place });
        }
        for (place, of) in neighbours.iter_mut().enumerate() {
            of.sort_unstable();
            let twice = of.windows(2).any(|pair| pair[0] == pair[1]);
            if twice || of.binary_search(&place).is_ok() || of.last().is_some_and(|it| *it >= values.len()) {
                return Err(Unfit::Neighbour { place });
            }
        }
        Ok(Self { values, neighbours })
    }

    /// For each place how many standard deviations the sum around it lies above what chance would put there (Getis &
    /// Ord, Geogr. Anal. 24, 1992; Ord & Getis, Geogr. Anal. 27, 1995, equations 6 and 7; weights of 1, population
    /// deviation as in `esda`). `None` where all values are equal, or where everything or nothing is a neighbour.
    pub fn getis_ord(&self, own: Own) -> Vec<Option<f64>> {
        let all = Moments::of(&self.values);
        let at = |place: usize| {
            let around: f64 = self.neighbours[place].iter().map(|it| self.values[*it]).sum();
            let (count, own_value) = (self.neighbours[place].len(), self.values[place]);
            match own {
                Own::Included => all.score(around + own_value, count + 1),
                Own::Excluded => all.without(own_value).score(around, count),
            }
        };
        (0..self.values.len()).map(at).collect()
    }
}

/// What is needed of all values: how many, and their sums, taken from their mean so that nothing cancels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moments {
    count: usize,
    middle: f64,
    sum: f64,
    squares: f64,
    /// The two lowest and the two highest: whether the others are all equal when one is left out.
    lowest: [f64; 2],
    highest: [f64; 2],
}

impl Moments {
    pub(super) fn of(values: &[f64]) -> Self {
        let middle = values.iter().sum::<f64>() / real(values.len());
        let squares = values.iter().map(|value| (value - middle).powi(2)).sum();
        let sum = values.iter().map(|value| value - middle).sum();
        let (mut lowest, mut highest) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        for value in values {
            lowest = [lowest[0].min(*value), lowest[1].min(value.max(lowest[0]))];
            highest = [highest[0].max(*value), highest[1].max(value.min(highest[0]))];
        }
        Self { count: values.len(), middle, sum, squares, lowest, highest }
    }

    fn without(self, value: f64) -> Self {
        let off = value - self.middle;
        let (sum, squares) = (self.sum - off, self.squares - off * off);
        let lowest = if value <= self.lowest[0] { [self.lowest[1]; 2] } else { self.lowest };
        let highest = if value >= self.highest[0] { [self.highest[1]; 2] } else { self.highest };
        Self { count: self.count - 1, sum, squares, lowest, highest, ..self }
    }

    /// The standard score of the sum of so many values.
    pub(super) fn score(self, sum: f64, of: usize) -> Option<f64> {
        let (n, k) = (real(self.count), real(of));
        let mean = self.sum / n;
        let variance = self.squares / n - mean * mean;
        let spread = (variance * (n * k - k * k) / (n - 1.0)).sqrt();
        let differs = self.lowest[0] < self.highest[0];
        (differs && spread > 0.0).then(|| (sum - k * (self.middle + mean)) / spread)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::oracle;
    use super::*;

    fn near(found: &[Option<f64>], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        for (place, (found, expected)) in found.iter().zip(expected).enumerate() {
            assert!((found.unwrap() - expected).abs() < 1e-9, "{place}: {found:?}, not {expected}");
        }
    }

    /// Three places in a row.
    fn row(values: [f64; 3]) -> Field {
        Field::new(values.to_vec(), vec![vec![1], vec![0, 2], vec![1]]).unwrap()
    }

    #[test]
    fn three_places_in_a_row_come_out_as_by_hand() {
        // Mean 2, deviation √(2/3). Around the first: sum 3 of 2 places, expected 4; (3 − 4) ÷ √(2/3 · (3·2 − 4) ÷ 2).
        let by_hand = -1.0 / (2.0_f64 / 3.0).sqrt();
        let found = row([1.0, 2.0, 3.0]).getis_ord(Own::Included);
        assert!((found[0].unwrap() - by_hand).abs() < 1e-12 && (found[2].unwrap() + by_hand).abs() < 1e-12);
        assert_eq!(found[1], None, "everything is around the middle one");
        // Without itself: the others of the first are 2 and 3, mean 2.5, deviation ½; sum 2 of 1 place, expected 2.5.
        assert!((row([1.0, 2.0, 3.0]).getis_ord(Own::Excluded)[0].unwrap() + 1.0).abs() < 1e-12);
    }

    #[test]
    fn columbus_comes_out_as_in_esda() {
        let Some(oracle) = oracle::pysal("Gi* and Gi of columbus") else { return };
        let field = oracle.columbus.field();
        near(&field.getis_ord(Own::Included), &oracle.columbus.gi_star);
        near(&field.getis_ord(Own::Excluded), &oracle.columbus.gi);
    }

    #[test]
    fn nothing_stands_out_where_all_is_equal() {
        assert_eq!(row([0.1; 3]).getis_ord(Own::Included), [None; 3]);
        assert_eq!(row([0.1; 3]).getis_ord(Own::Excluded), [None; 3]);
        assert_eq!(Field::new(vec![], vec![]).unwrap().getis_ord(Own::Included), []);
        assert_eq!(Field::new(vec![4.0], vec![vec![]]).unwrap().getis_ord(Own::Excluded), [None]);
    }

    #[test]
    fn neighbours_that_cannot_be_are_refused() {
        let field = |neighbours: Vec<Vec<usize>>| Field::new(vec![1.0, 2.0], neighbours);
        assert_eq!(field(vec![vec![1]]), Err(Unfit::Lists { values: 2, lists: 1 }));
        for of in [vec![1], vec![2], vec![0, 0]] {
            assert_eq!(field(vec![vec![], of]), Err(Unfit::Neighbour { place: 1 }));
        }
        let nowhere = Field::new(vec![1.0, f64::NAN], vec![vec![], vec![]]);
        assert_eq!(nowhere, Err(Unfit::Value { place: 1 }));
    }

    fn fields() -> impl Strategy<Value = Field> {
        (3_usize..12).prop_flat_map(|count| {
            let values = prop::collection::vec((0_u8..9).prop_map(f64::from), count);
            let ties = prop::collection::vec(prop::collection::btree_set(0..count, 0..4), count);
            (values, ties).prop_map(|(values, ties)| {
                let of = |(place, of): (usize, std::collections::BTreeSet<usize>)| {
                    of.into_iter().filter(|it| *it != place).collect()
                };
                Field::new(values, ties.into_iter().enumerate().map(of).collect()).unwrap()
            })
        })
    }

    proptest! {
        #[test]
        fn other_units_change_no_score(field in fields(), scale in 0.5..20.0, shift in -50.0..50.0) {
            let values = field.values.iter().map(|value| scale * value + shift).collect();
            let other = Field::new(values, field.neighbours.clone()).unwrap();
            for own in [Own::Included, Own::Excluded] {
                for (a, b) in field.getis_ord(own).into_iter().zip(other.getis_ord(own)) {
                    prop_assert_eq!(a.is_some(), b.is_some());
                    prop_assert!((a.unwrap_or(0.0) - b.unwrap_or(0.0)).abs() < 1e-9, "{:?} {:?}", a, b);
                }
            }
        }

        #[test]
        fn numbering_the_places_otherwise_changes_no_score(field in fields()) {
            let last = field.values.len() - 1;
            let turned = |of: &Vec<usize>| of.iter().map(|it| last - it).collect();
            let values = field.values.iter().rev().copied().collect();
            let other = Field::new(values, field.neighbours.iter().rev().map(turned).collect()).unwrap();
            let back = other.getis_ord(Own::Included).into_iter().rev();
            for (a, b) in field.getis_ord(Own::Included).into_iter().zip(back) {
                prop_assert!((a.unwrap_or(0.0) - b.unwrap_or(0.0)).abs() < 1e-9);
            }
        }
    }
}
