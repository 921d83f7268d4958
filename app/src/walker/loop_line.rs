//! How far along the loop the walker has come, and the loop in two parts: behind and ahead.
//!
//! Promises: pure; off the loop nothing is said of how far one has come.

use shared::geo::Position;
use shared::track::{Along, along};

/// Farther off than this one is not on the loop, in metres.
const OFF_M: f64 = 80.0;

/// How far somebody has come who was so far along before.
pub fn progress(line: &[[f64; 2]], here: Position, was_m: Option<f64>) -> Option<Along> {
    let points: Vec<Position> = line.iter().filter_map(|[lon, lat]| Position::new(*lat, *lon).ok()).collect();
    along(&points, here, was_m).filter(|along| along.off_m <= OFF_M)
}

/// The part behind and the part ahead, which meet so many metres from the start.
pub fn parted(line: &[[f64; 2]], from_start_m: f64) -> (Vec<[f64; 2]>, Vec<[f64; 2]>) {
    let mut left_m = from_start_m;
    for (at, pair) in line.windows(2).enumerate() {
        let length_m = length_m(pair[0], pair[1]);
        if left_m <= length_m {
            let share = if length_m > 0.0 { left_m / length_m } else { 0.0 };
            let here = [0, 1].map(|axis: usize| pair[0][axis] + share * (pair[1][axis] - pair[0][axis]));
            let behind = line[..=at].iter().copied().chain([here]).collect();
            return (behind, std::iter::once(here).chain(line[at + 1..].iter().copied()).collect());
        }
        left_m -= length_m;
    }
    (line.to_vec(), Vec::new())
}

fn length_m(from: [f64; 2], to: [f64; 2]) -> f64 {
    let position = |[lon, lat]: [f64; 2]| Position::new(lat, lon).ok();
    position(from).zip(position(to)).map_or(0.0, |(from, to)| from.distance_m(to))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOP: [[f64; 2]; 3] = [[22.13, 65.617], [22.14, 65.617], [22.14, 65.62]];

    #[test]
    fn behind_and_ahead_meet_where_the_walker_is() {
        let here = Position::new(65.617, 22.135).unwrap();
        let along = progress(&LOOP, here, None).unwrap();
        let (behind, ahead) = parted(&LOOP, along.from_start_m);
        assert_eq!((behind.len(), ahead.len()), (2, 3));
        assert!((behind[1][0] - 22.135).abs() < 1e-4, "{behind:?}");
        assert_eq!(behind.last(), ahead.first());
        assert!((along.total_m - (length_m(LOOP[0], LOOP[1]) + length_m(LOOP[1], LOOP[2]))).abs() < 2.0);
    }

    #[test]
    fn off_the_loop_and_at_its_ends_nothing_breaks() {
        assert_eq!(progress(&LOOP, Position::new(65.6, 22.0).unwrap(), None), None);
        assert_eq!(progress(&[], Position::new(65.6, 22.0).unwrap(), None), None);
        assert_eq!(parted(&LOOP, 1e6), (LOOP.to_vec(), vec![]));
        assert_eq!(parted(&LOOP, 0.0).1.len(), 3);
        assert_eq!(parted(&[], 5.0), (vec![], vec![]));
    }
}
