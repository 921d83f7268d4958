//! Against walks whose truth is known: the figures of an hour, as bounds.

use super::*;
use crate::position::simulated::{Chance, Phone, Sky, walk};

fn recorded(sky: Sky, seed: u64, truth: &[Metres]) -> Vec<Tracked> {
    let mut phone = Phone::new(sky, Chance(seed));
    let (mut known, mut recorder) = (Filter::default(), Recorder::default());
    let mut stretches = vec![];
    for (second, place_m) in (0_u32..).zip(truth) {
        let now_ms = clock_ms(second.into());
        known = known.after(&phone.fix(*place_m, second.into()), now_ms);
        stretches.extend(recorder.take(&known.estimate(now_ms).unwrap()));
    }
    stretches.extend(recorder.stop(Gap::Paused));
    stretches
}

#[test]
fn an_hour_of_walking_is_as_long_as_it_is_and_small() {
    for (sky, most) in [(Sky::OPEN, 0.01), (Sky::ROUGH, 0.05)] {
        for seed in 0..6 {
            let stretches = recorded(sky, seed, &walk(3_600, 1.3, &mut Chance(seed)));
            let off = walked_m(&stretches) / (1.3 * 3_599.0) - 1.0;
            assert!(off.abs() < most, "{off}");
            let bytes: usize = stretches.iter().map(|it| serde_json::to_string(it).unwrap().len()).sum();
            assert!(stretches.len() <= 150 && bytes < 18_000, "{} {bytes}", stretches.len());
        }
    }
}

#[test]
fn ten_minutes_of_standing_are_no_way() {
    for (sky, mean_m, most_m) in [(Sky::OPEN, 1.0, 15.0), (Sky::ROUGH, 8.0, 60.0)] {
        let walked: Vec<f64> =
            (0..30).map(|seed| walked_m(&recorded(sky, seed, &[[5.0, 5.0]; 600]))).collect();
        assert!(walked.iter().sum::<f64>() / 30.0 < mean_m, "{walked:?}");
        assert!(walked.iter().all(|it| *it < most_m), "{walked:?}");
    }
}

#[test]
fn who_stops_now_and_then_has_walked_what_lies_between() {
    let mut walked = walk(1_200, 1.3, &mut Chance(3)).into_iter();
    let mut truth: Vec<Metres> = vec![];
    for _ in 0..10 {
        truth.extend(walked.by_ref().take(120));
        let stop_m = *truth.last().unwrap();
        truth.extend([stop_m; 60]);
    }
    let off = walked_m(&recorded(Sky::OPEN, 3, &truth)) / (1.3 * 1_199.0) - 1.0;
    assert!(off.abs() < 0.05, "{off}");
}
