//! One matter at a time; against simulated truth and against garbage in `tests/`.

mod any;
mod truth;

use super::simulated::{clock_ms, fix_at, plane};
use super::*;
use crate::geo::{Metres, apart_m};

/// What is known after fixes with an accuracy of 6 m, one a second from `from_s` on, each heard as it is made.
fn heard(filter: &Filter, from_s: u32, places: impl IntoIterator<Item = Metres>) -> Filter {
    let seconds = from_s..;
    seconds.zip(places).fold(*filter, |filter, (at_s, place_m)| {
        filter.after(&fix_at(place_m, 6.0, at_s.into()), clock_ms(at_s.into()))
    })
}

fn estimate(filter: &Filter, at_s: u32) -> Estimate {
    filter.estimate(clock_ms(at_s.into())).unwrap()
}

/// How far an estimate is from a place.
fn off_m(estimate: &Estimate, place_m: Metres) -> f64 {
    apart_m(plane().metres(estimate.position), place_m)
}

/// Somebody who walks east.
fn east(from_s: u32, to_s: u32) -> impl Iterator<Item = Metres> {
    (from_s..to_s).map(|at_s| [1.3 * f64::from(at_s), 0.0])
}

fn stands(seconds: u32) -> impl Iterator<Item = Metres> {
    (0..seconds).map(|_| [0.0; 2])
}

#[test]
fn the_first_fix_is_taken_as_it_is() {
    let fix = fix_at([3.0, 4.0], 12.0, 0.0);
    let known = Filter::default().after(&fix, clock_ms(1.0)).estimate(clock_ms(0.0)).unwrap();
    assert!(off_m(&known, [3.0, 4.0]) < 0.1 && (known.accuracy_m - 12.0).abs() < 1e-6, "{known:?}");
    assert_eq!((known.fixes, known.heading_deg, known.heard), (1, None, fix));
}

#[test]
fn a_single_jump_moves_nothing_and_is_said_to_be_uncertain() {
    let before = heard(&Filter::default(), 0, east(0, 30));
    let jumped = heard(&before, 30, [[39.0, 60.0]]);
    assert!(off_m(&estimate(&jumped, 30), [39.0, 0.0]) < 3.0);
    assert_eq!(estimate(&jumped, 30).verdict(), Verdict::Uncertain);
    let back = estimate(&heard(&jumped, 31, east(31, 33)), 32);
    assert!(off_m(&back, [41.6, 0.0]) < 3.0 && back.verdict() == Verdict::Fair, "{back:?}");
}

#[test]
fn the_steps_count_while_a_jump_is_doubted() {
    let before = heard(&Filter::default(), 0, east(0, 60));
    let reflected = east(60, 90).map(|[east_m, north_m]| [east_m, north_m + 45.0]);
    let known = estimate(&heard(&before, 60, reflected), 89);
    assert!(off_m(&known, [115.7, 0.0]) < 4.0, "{known:?}");
}

#[test]
fn a_jump_that_stays_is_believed_in_the_end() {
    let before = heard(&Filter::default(), 0, stands(60));
    let away = |seconds| heard(&before, 60, std::iter::repeat_n([80.0, 0.0], seconds));
    let doubted = estimate(&away(34), 93);
    assert!(off_m(&doubted, [0.0; 2]) < 3.0 && doubted.verdict() == Verdict::Uncertain, "{doubted:?}");
    assert!(off_m(&estimate(&away(37), 96), [80.0, 0.0]) < 1.0);
}

#[test]
fn a_wrong_first_fix_is_soon_left() {
    let wrong = heard(&Filter::default(), 0, [[400.0, 0.0]]);
    assert!(off_m(&estimate(&heard(&wrong, 1, stands(2)), 2), [400.0, 0.0]) < 1.0);
    assert!(off_m(&estimate(&heard(&wrong, 1, stands(3)), 3), [0.0; 2]) < 1.0);
}

#[test]
fn fixes_that_never_agree_do_not_hold_the_old_place_for_ever() {
    let before = heard(&Filter::default(), 0, stands(60));
    let wild = (0..60).map(|at| [500.0 + 300.0 * f64::from(at % 7), 400.0 * f64::from(at % 5)]);
    assert!(off_m(&estimate(&heard(&before, 60, wild), 119), [0.0; 2]) > 300.0);
}

#[test]
fn what_was_known_before_a_gap_does_not_drag_what_comes_after() {
    let before = heard(&Filter::default(), 0, stands(60));
    for (gap_s, most_m) in [(30, 5.0), (59, 3.0), (61, 0.2), (100_000, 0.2)] {
        let known = estimate(&heard(&before, 59 + gap_s, [[40.0, 0.0]]), 59 + gap_s);
        assert!(off_m(&known, [40.0, 0.0]) < most_m, "{gap_s}: {}", off_m(&known, [40.0, 0.0]));
    }
}

#[test]
fn after_a_gap_the_old_place_has_to_prove_itself_again() {
    let before = heard(&Filter::default(), 0, stands(60));
    let away = heard(&before, 100, std::iter::repeat_n([300.0, 0.0], 4));
    assert!(off_m(&estimate(&away, 103), [300.0, 0.0]) < 1.0);
}

#[test]
fn a_stale_fix_changes_nothing_of_what_is_known() {
    let before = heard(&Filter::default(), 0, stands(5));
    let (fresh, stale) = (fix_at([2.0, 0.0], 6.0, 20.0), fix_at([2.0, 0.0], 6.0, 19.999));
    assert_eq!(
        before.after(&stale, clock_ms(30.0)).estimate(clock_ms(30.0)),
        before.estimate(clock_ms(30.0))
    );
    assert_eq!(estimate(&before.after(&fresh, clock_ms(30.0)), 30).heard, fresh);
}

#[test]
fn the_same_fix_counts_once_and_an_older_one_not_at_all() {
    let before = heard(&Filter::default(), 0, stands(20));
    let again = fix_at([0.0; 2], 6.0, 19.0);
    assert_eq!(before.after(&again, clock_ms(19.5)), before);
    assert_eq!(before.after(&fix_at([9.0, 0.0], 6.0, 18.0), clock_ms(19.5)), before);
}

#[test]
fn a_clock_that_was_set_never_stops_it() {
    let before = heard(&Filter::default(), 1_000_000, stands(60));
    for now_s in [0, 900_000, 1_000_200, 9_000_000] {
        let after = heard(&before, now_s, [[700.0, 0.0]]);
        assert!(off_m(&estimate(&after, now_s), [700.0, 0.0]) < 0.2, "{now_s}");
    }
}

#[test]
fn a_fix_from_the_future_is_of_now() {
    let early = fix_at([0.0; 2], 6.0, 9e6);
    let known = Filter::default().after(&early, clock_ms(5.0));
    assert_eq!(estimate(&known, 5).heard_at_ms, clock_ms(5.0));
    assert!(off_m(&estimate(&heard(&known, 6, [[1.0, 0.0]]), 6), [0.5, 0.0]) < 0.2);
}

#[test]
fn a_phone_with_two_clocks_is_heard_and_a_cache_or_queue_is_not() {
    let late = |fixed: fn(u32) -> f64, now: fn(u32) -> f64| {
        let fixes = (0..30).map(|at| (fix_at([0.0; 2], 6.0, fixed(at)), clock_ms(now(at))));
        let known = fixes.fold(Filter::default(), |known, (fix, now_ms)| known.after(&fix, now_ms));
        known.estimate(clock_ms(now(29))).is_some()
    };
    assert!(late(f64::from, |at| 3_600.0 + f64::from(at)), "an hour behind");
    assert!(!late(|_| 0.0, |at| 3_600.0 + f64::from(at)), "a cache");
    assert!(!late(f64::from, |at| 3_600.0 + 0.01 * f64::from(at)), "a queue");
    assert!(!late(|at| 5.0 * f64::from(at), |at| 3_600.0 + f64::from(at)), "a queue that is read slowly");
}

#[test]
fn whoever_stands_still_is_averaged_until_they_move_on() {
    let sways = (0..40).map(|at| [if at % 2 == 0 { 3.0 } else { -3.0 }, 0.0]);
    let stood = heard(&Filter::default(), 0, sways);
    let known = estimate(&stood, 39);
    assert!(off_m(&known, [0.0; 2]) < 0.3 && known.fixes > 30, "{known:?}");
    assert!(known.accuracy_m < 6.0 && known.accuracy_m > 0.7 * 6.0, "drifting errors: {}", known.accuracy_m);
    assert_eq!((known.heading_deg, known.heard.accuracy_m), (None, 6.0));
    let went = estimate(&heard(&stood, 40, east(0, 15)), 54);
    assert_eq!((went.fixes, went.still_since_ms), (1, None));
    assert!(off_m(&went, [18.2, 0.0]) < 3.0);
}

#[test]
fn what_is_recorded_is_what_the_phone_said_and_what_was_made_of_it() {
    let known = estimate(&heard(&Filter::default(), 0, stands(30)), 29);
    let (fix, made) = (known.fix(), known.fix().estimated.unwrap());
    assert_eq!(Fix { estimated: None, ..fix }, fix_at([0.0; 2], 6.0, 29.0));
    assert_eq!((fix.best_position(), made.fixes), (Some(known.position), known.fixes));
    assert!((0.0..=0.1).contains(&(made.accuracy_m - known.accuracy_m)));
}

#[test]
fn a_better_fix_weighs_more() {
    let stood = heard(&Filter::default(), 0, stands(10));
    let place = |accuracy_m: f64| {
        let (fix, at_s) = (|at| fix_at([8.0, 0.0], accuracy_m, at), [10.0, 11.0, 12.0]);
        let known = at_s.into_iter().fold(stood, |known, at| known.after(&fix(at), clock_ms(at)));
        plane().metres(estimate(&known, 12).position)[0]
    };
    assert!(place(4.0) > 2.0 * place(12.0) && place(12.0) > 0.0, "{} {}", place(4.0), place(12.0));
}

#[test]
fn an_estimate_says_less_the_older_it_is() {
    let known = heard(&Filter::default(), 0, east(0, 30));
    let aged = [29, 31, 40, 60, 149].map(|at_s| estimate(&known, at_s));
    assert!(aged.windows(2).all(|pair| pair[0].accuracy_m < pair[1].accuracy_m), "{aged:?}");
    assert!(aged.iter().all(|it| off_m(it, [37.7, 0.0]) < 4.0), "nobody is said to have walked on");
    assert_eq!((aged[0].verdict(), aged[4].verdict()), (Verdict::Fair, Verdict::Uncertain));
    assert_eq!((known.estimate(clock_ms(149.1)), known.estimate(clock_ms(-91.1))), (None, None));
    assert_eq!(Filter::default().estimate(0), None);
}

#[test]
fn only_whoever_walks_has_a_heading() {
    let walked = estimate(&heard(&Filter::default(), 0, east(0, 30)), 29);
    assert!((walked.heading_deg.unwrap() - 90.0).abs() < 5.0, "{walked:?}");
    let hardly = estimate(&heard(&Filter::default(), 0, [[0.0; 2], [1.0, 1.0], [0.0; 2]]), 2);
    assert_eq!((hardly.heading_deg, hardly.still_since_ms), (None, None));
}

#[test]
fn a_verdict_is_good_fair_or_uncertain() {
    let known = estimate(&heard(&Filter::default(), 0, stands(1)), 0);
    let verdict = |accuracy_m| Estimate { accuracy_m, ..known }.verdict();
    let found = [5.0, 5.1, 30.0, 30.1, f64::NAN].map(verdict);
    let expected = [Verdict::Good, Verdict::Fair, Verdict::Fair, Verdict::Uncertain, Verdict::Uncertain];
    assert_eq!(found, expected);
}
