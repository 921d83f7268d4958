//! How far a group of places reaches around its middle, measured in eight directions.
//!
//! Promises: a group is never told to be smaller than it is in any of the eight, to some micrometres; so its length is told
//! at most 2 % too short.

use crate::geo::Metres;

/// Directions in which a group is measured, 22.5° apart.
const DIRECTIONS: usize = 8;

/// Sines are cosines four directions on.
#[expect(clippy::cast_possible_truncation, reason = "lengths of some metres, to micrometres")]
const COSINES: [f32; DIRECTIONS] = [
    1.0,
    0.923_879_532_511_286_7_f64 as f32,
    std::f32::consts::FRAC_1_SQRT_2,
    0.382_683_432_365_089_8_f64 as f32,
    0.0,
    -0.382_683_432_365_089_8_f64 as f32,
    -std::f32::consts::FRAC_1_SQRT_2,
    -0.923_879_532_511_286_7_f64 as f32,
];
const SINES: [f32; DIRECTIONS] =
    [COSINES[4], COSINES[3], COSINES[2], COSINES[1], COSINES[0], COSINES[1], COSINES[2], COSINES[3]];

/// From where to where a group lies in each direction, in metres from a middle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Reach {
    from_m: [f32; DIRECTIONS],
    to_m: [f32; DIRECTIONS],
}

impl Reach {
    /// One place, seen from itself.
    pub(super) const SPOT: Self = Self { from_m: [0.0; DIRECTIONS], to_m: [0.0; DIRECTIONS] };
    /// No place at all.
    pub(super) const NOWHERE: Self =
        Self { from_m: [f32::INFINITY; DIRECTIONS], to_m: [f32::NEG_INFINITY; DIRECTIONS] };

    /// The same seen from a middle that its own lies so far east and north of.
    pub(super) fn seen_from(&self, away_m: Metres) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "lengths of some metres, to micrometres")]
        let [east_m, north_m] = away_m.map(|axis| axis as f32);
        let away = |at: usize| east_m * COSINES[at] + north_m * SINES[at];
        Self {
            from_m: std::array::from_fn(|at| self.from_m[at] + away(at)),
            to_m: std::array::from_fn(|at| self.to_m[at] + away(at)),
        }
    }

    /// Both, seen from one middle.
    pub(super) fn with(&self, other: &Self) -> Self {
        Self {
            from_m: std::array::from_fn(|at| lesser(self.from_m[at], other.from_m[at])),
            to_m: std::array::from_fn(|at| greater(self.to_m[at], other.to_m[at])),
        }
    }

    /// Length and width in metres: in the direction in which it is longest and in the one in which it is shortest.
    pub(super) fn length_and_width_m(&self) -> [f32; 2] {
        let sizes: [f32; DIRECTIONS] = std::array::from_fn(|at| self.to_m[at] - self.from_m[at]);
        let longest = sizes.iter().copied().fold(0.0, greater);
        [longest, greater(0.0, sizes.iter().copied().fold(f32::INFINITY, lesser))]
    }
}

/// Of numbers that are numbers: one instruction for many at once.
fn lesser(a: f32, b: f32) -> f32 {
    if a < b { a } else { b }
}

fn greater(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_places_in_a_row_are_as_long_as_the_row_and_as_wide_as_none() {
        let east = Reach::SPOT.with(&Reach::SPOT.seen_from([30.0, 40.0]));
        let row =
            east.seen_from([-3.0, -4.0]).with(&Reach::SPOT.seen_from([-6.0, -8.0])).with(&Reach::NOWHERE);
        let [length_m, width_m] = row.length_and_width_m();
        assert!((53.9..=55.0).contains(&length_m) && width_m < 11.0, "{length_m} {width_m}");
        assert!(Reach::NOWHERE.length_and_width_m().iter().all(|it_m| it_m.abs() < 1e-6));
    }
}
