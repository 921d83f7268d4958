//! Against walks whose truth is known: the figures that the filter was chosen by, as bounds.

use super::*;
use crate::position::simulated::{Chance, Phone, Sky, walk};

/// Errors in metres, and how often the truth was within the accuracy told.
struct Errors {
    ours_m: Vec<f64>,
    last_fix_m: Vec<f64>,
    within: f64,
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / f64::from(u32::try_from(values.len()).unwrap())
}

fn p95(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() * 95 / 100]
}

/// Walks with forty phones; `truth` says where they are each second, `from_s` since when errors count.
fn errors(sky: Sky, from_s: usize, truth: impl Fn(&mut Chance) -> Vec<Metres>) -> Errors {
    let (mut ours_m, mut last_fix_m, mut within) = (vec![], vec![], vec![]);
    for seed in 0..40 {
        let mut phone = Phone::new(sky, Chance(seed));
        let mut known = Filter::default();
        for (second, place_m) in (0_u32..).zip(truth(&mut Chance(1_000 + seed))) {
            let fix = phone.fix(place_m, second.into());
            known = known.after(&fix, clock_ms(second.into()));
            if second as usize >= from_s {
                let found = estimate(&known, second);
                ours_m.push(off_m(&found, place_m));
                within.push(if off_m(&found, place_m) <= found.accuracy_m { 1.0 } else { 0.0 });
                last_fix_m.push(apart_m(plane().metres(fix.position().unwrap()), place_m));
            }
        }
    }
    Errors { ours_m, last_fix_m, within: mean(&within) }
}

fn stop_after_a_minute(seconds: usize) -> impl Fn(&mut Chance) -> Vec<Metres> {
    move |chance| {
        let walked = walk(60, 1.3, chance);
        let stop_m = walked[59];
        walked.into_iter().chain(std::iter::repeat_n(stop_m, seconds)).collect()
    }
}

#[test]
fn under_way_it_is_no_worse_than_the_phone_and_better_where_the_phone_is_rough() {
    let open = errors(Sky::OPEN, 5, |chance| walk(300, 1.3, chance));
    assert!(mean(&open.ours_m) < 1.01 * mean(&open.last_fix_m), "{}", mean(&open.ours_m));
    let rough = errors(Sky::ROUGH, 5, |chance| walk(300, 1.3, chance));
    assert!(mean(&rough.ours_m) < 0.9 * mean(&rough.last_fix_m), "{}", mean(&rough.ours_m));
}

#[test]
fn between_houses_a_third_of_the_error_is_gone() {
    let found = errors(Sky::CANYON, 5, |chance| walk(600, 1.3, chance));
    assert!(mean(&found.ours_m) < 0.72 * mean(&found.last_fix_m), "{}", mean(&found.ours_m));
    assert!(p95(&found.ours_m) < 0.72 * p95(&found.last_fix_m), "{}", p95(&found.ours_m));
}

#[test]
fn standing_makes_it_better_the_longer_one_stands() {
    let half_minute = errors(Sky::OPEN, 90, stop_after_a_minute(31));
    let minutes = errors(Sky::OPEN, 330, stop_after_a_minute(300));
    assert!(mean(&half_minute.ours_m) < 0.95 * mean(&half_minute.last_fix_m));
    assert!(mean(&minutes.ours_m) < 0.8 * mean(&minutes.last_fix_m), "{}", mean(&minutes.ours_m));
}

#[test]
fn the_accuracy_told_is_honest() {
    let skies = [
        errors(Sky::OPEN, 5, |chance| walk(300, 1.3, chance)),
        errors(Sky::OPEN, 65, stop_after_a_minute(240)),
        errors(Sky::ROUGH, 65, stop_after_a_minute(240)),
        errors(Sky::CANYON, 5, |chance| walk(600, 1.3, chance)),
    ];
    let within = skies.map(|errors| errors.within);
    assert!(within.iter().all(|share| (0.63..0.93).contains(share)), "{within:?}");
}

#[test]
fn wheels_are_followed_too() {
    for (speed_m_per_s, most) in [(3.0, 1.1), (5.0, 1.3)] {
        let found = errors(Sky::OPEN, 5, |chance| walk(300, speed_m_per_s, chance));
        let (ours_m, last_fix_m) = (mean(&found.ours_m), mean(&found.last_fix_m));
        assert!(ours_m < most * last_fix_m, "{speed_m_per_s} m/s: {ours_m} {last_fix_m}");
    }
}
