//! Stretches as they are recorded; measured ones and real ones in `tests/`.

mod real;
mod truth;

use proptest::prelude::*;

use super::*;
use crate::geo::{Metres, Plane, apart_m};
use crate::position::simulated::{clock_ms, fix_at, plane};
use crate::position::{Estimate, Filter, Verdict};
use crate::time::seconds;

/// An estimate of somebody who is there, 4 m off at most.
fn there(at_s: f64, place_m: Metres) -> Estimate {
    let fix = fix_at(place_m, 4.0, at_s);
    Filter::default().after(&fix, clock_ms(at_s)).estimate(clock_ms(at_s)).unwrap()
}

fn still(at_s: f64, place_m: Metres) -> Estimate {
    Estimate { still_since_ms: Some(clock_ms(at_s)), ..there(at_s, place_m) }
}

fn east(from_s: u32, to_s: u32) -> impl Iterator<Item = Estimate> {
    (from_s..to_s).map(|at_s| there(at_s.into(), [1.3 * f64::from(at_s), 0.0]))
}

fn recorded(recorder: &mut Recorder, estimates: impl IntoIterator<Item = Estimate>) -> Vec<Tracked> {
    estimates.into_iter().filter_map(|estimate| recorder.take(&estimate)).collect()
}

fn ends(tracked: &Tracked) -> (Passed, Passed) {
    let points = points(tracked);
    (points[0], *points.last().unwrap())
}

#[test]
fn half_a_minute_straight_on_is_two_points() {
    let mut recorder = Recorder::default();
    let stretches = recorded(&mut recorder, east(0, 92));
    let points: Vec<usize> = stretches.iter().map(|it| points(it).len()).collect();
    assert_eq!(points, [2, 2, 2]);
    assert!((walked_m(&stretches) - 117.0).abs() < 0.5, "{}", walked_m(&stretches));
    let text = serde_json::to_string(&stretches[0]).unwrap();
    assert_eq!(
        text,
        r#"{"at_ms":1795000030000,"from":{"lat":65.5848,"lon":22.1547},"accuracy_m":4,"steps":[30,0,849]}"#
    );
}

#[test]
fn stretches_without_a_gap_join() {
    let stretches = recorded(&mut Recorder::default(), east(0, 92));
    assert!(stretches.windows(2).all(|pair| ends(&pair[0]).1 == ends(&pair[1]).0));
    assert!(stretches.iter().all(|it| it.after.is_none()));
}

#[test]
fn whoever_stands_is_not_recorded_and_goes_on_from_where_they_stood() {
    let mut recorder = Recorder::default();
    let mut stretches = recorded(&mut recorder, east(0, 45));
    let sways = (45..645).map(|at_s| still(at_s.into(), [58.5 + f64::from(at_s % 7), 0.0]));
    let stopped = recorded(&mut recorder, sways);
    assert_eq!(stopped.len(), 1, "the stretch so far");
    let later = |at_s: u32| there((600 + at_s).into(), [58.5 + 1.3 * f64::from(at_s - 44), 0.0]);
    let went = recorded(&mut recorder, (45..90).map(later));
    assert_eq!((went.len(), went[0].after), (1, Some(Gap::Still)));
    assert_eq!(ends(&went[0]).0.at_ms, clock_ms(644.0));
    stretches.extend(stopped.into_iter().chain(went));
    let truth_m = 58.5 + 1.3 * 30.0;
    assert!((walked_m(&stretches) - truth_m).abs() < 9.0, "{}", walked_m(&stretches));
}

#[test]
fn hovering_about_a_place_is_no_walk() {
    let hovers = (0..600).map(|at_s: u32| there(at_s.into(), [f64::from(at_s % 9), f64::from(at_s % 4)]));
    let mut recorder = Recorder::default();
    assert_eq!(recorded(&mut recorder, hovers), []);
    assert_eq!(recorder.stop(Gap::Paused), None);
    let rough =
        |at_s: u32| Estimate { accuracy_m: 25.0, ..there(at_s.into(), [2.0 * f64::from(at_s % 9), 0.0]) };
    assert_eq!(recorded(&mut recorder, (600..700).map(rough)), []);
}

#[test]
fn the_same_estimate_counts_once_and_an_older_one_not_at_all() {
    let mut recorder = Recorder::default();
    assert_eq!(recorded(&mut recorder, east(0, 20)), []);
    let before = recorder.clone();
    assert_eq!(recorded(&mut recorder, east(15, 20)), []);
    assert_eq!(recorder, before);
}

#[test]
fn a_gap_is_told_and_nothing_is_made_up_across_it() {
    let check = |gap: fn(&mut Recorder) -> Option<Tracked>, expected: Gap| {
        let mut recorder = Recorder::default();
        let mut stretches = recorded(&mut recorder, east(0, 50));
        stretches.extend(gap(&mut recorder));
        stretches.extend(recorded(&mut recorder, east(100, 162)));
        let gaps: Vec<_> = stretches.iter().map(|it| it.after).collect();
        assert_eq!(gaps, [None, None, Some(expected), None]);
        let walked = [(0.0, 30.0), (30.0, 49.0), (100.0, 130.0), (130.0, 160.0)]
            .map(|(a, b)| (clock_ms(a), clock_ms(b)));
        let told: Vec<_> = stretches.iter().map(|it| (ends(it).0.at_ms, ends(it).1.at_ms)).collect();
        assert_eq!(told, walked);
        assert!((walked_m(&stretches) - 1.3 * 109.0).abs() < 0.5);
    };
    check(|recorder| recorder.stop(Gap::ScreenOff), Gap::ScreenOff);
    check(|recorder| recorder.stop(Gap::Paused), Gap::Paused);
    check(|recorder| recorder.tick(clock_ms(69.1)), Gap::Lost);
    check(|recorder| recorder.tick(clock_ms(69.0)), Gap::Lost);
}

#[test]
fn a_stretch_does_not_wait_for_a_phone_that_is_lost() {
    let mut recorder = Recorder::default();
    let _ = recorded(&mut recorder, east(0, 50));
    assert_eq!(recorder.tick(clock_ms(69.0)), None);
    assert_eq!(recorder.tick(clock_ms(69.1)).map(|it| it.at_ms), Some(clock_ms(49.0)));
    assert_eq!(recorder.tick(clock_ms(99.0)), None);
}

#[test]
fn whoever_hovered_and_left_left_when_they_did() {
    let hovers = (0..100).map(|at_s: u32| there(at_s.into(), [f64::from(at_s % 5), 0.0]));
    let leaves = (100..140).map(|at_s: u32| there(at_s.into(), [1.3 * f64::from(at_s - 100), 0.0]));
    let found = recorded(&mut Recorder::default(), hovers.chain(leaves));
    assert!(ends(&found[0]).0.at_ms > clock_ms(80.0) && found.len() == 1, "{found:?}");
    assert_eq!(found[0].after, None, "they were not lost");
}

#[test]
fn an_uncertain_estimate_is_not_recorded() {
    let astray = |at_s: u32| Estimate { accuracy_m: 31.0, ..there(at_s.into(), [500.0, 0.0]) };
    let mut recorder = Recorder::default();
    let before = recorded(&mut recorder, east(0, 25).chain((25..60).map(astray)));
    assert_eq!(before, [], "not a point of them");
    let after = recorded(&mut recorder, east(60, 92));
    assert_eq!(after.iter().map(|it| it.after).collect::<Vec<_>>(), [None, Some(Gap::Lost)]);
    assert!(after.iter().all(|it| it.accuracy_m == 4));
}

#[test]
fn a_stretch_tells_how_far_off_its_own_points_may_be() {
    let rough = Estimate { accuracy_m: 20.0, ..still(0.0, [0.0; 2]) };
    let found =
        recorded(&mut Recorder::default(), [rough, still(1.0, [0.0; 2])].into_iter().chain(east(2, 70)));
    assert_eq!(found.iter().map(|it| it.accuracy_m).collect::<Vec<_>>(), [4, 4]);
    let rough = Estimate { accuracy_m: 20.0, ..there(40.0, [52.0, 0.0]) };
    let found = recorded(&mut Recorder::default(), east(0, 40).chain([rough]).chain(east(41, 95)));
    assert_eq!(found.iter().map(|it| it.accuracy_m).collect::<Vec<_>>(), [4, 20, 4]);
}

#[test]
fn nobody_leaps() {
    let leaps = east(0, 20).chain((20..52).map(|at_s| there(at_s.into(), [300.0 + f64::from(at_s), 0.0])));
    let stretches = recorded(&mut Recorder::default(), leaps);
    assert_eq!(stretches.iter().map(|it| it.after).collect::<Vec<_>>(), [None, Some(Gap::Lost)]);
    assert!((walked_m(&stretches) - 1.3 * 19.0 - 30.0).abs() < 0.5, "{}", walked_m(&stretches));
}

#[test]
fn a_corner_stays_and_so_does_a_turning_back() {
    let corner = |at_s: u32| {
        let gone_m = 1.3 * f64::from(at_s);
        there(at_s.into(), if gone_m < 20.0 { [gone_m, 0.0] } else { [20.0, gone_m - 20.0] })
    };
    let back = |at_s: u32| there(at_s.into(), [20.0 - (1.3 * f64::from(at_s) - 20.0).abs(), 0.0]);
    for found in [
        recorded(&mut Recorder::default(), (0..31).map(corner)),
        recorded(&mut Recorder::default(), (0..31).map(back)),
    ] {
        assert_eq!(points(&found[0]).len(), 3);
        assert!((walked_m(&found) - 39.0).abs() < 1.5, "{}", walked_m(&found));
    }
}

fn round_m(places: &[Metres]) -> Vec<Position> {
    places.iter().map(|it| plane().position(*it).unwrap()).collect()
}

#[test]
fn a_place_on_the_loop_is_so_far_along() {
    let square = round_m(&[[0.0, 0.0], [100.0, 0.0], [100.0, 100.0], [0.0, 100.0], [0.0, 0.0]]);
    let at = |place_m: Metres, was_m| {
        let found = along(&square, plane().position(place_m).unwrap(), was_m).unwrap();
        assert!((found.total_m - 400.0).abs() < 0.5, "{found:?}");
        (found.from_start_m.round(), found.off_m.round())
    };
    assert_eq!(at([50.0, -7.0], None), (50.0, 7.0));
    assert_eq!(at([100.0, 40.0], None), (140.0, 0.0));
    assert_eq!(at([-3.0, -4.0], Some(10.0)), (0.0, 5.0));
    assert_eq!(at([-3.0, -4.0], Some(390.0)), (400.0, 5.0));
    assert_eq!(at([200.0, 50.0], Some(f64::NAN)), (150.0, 100.0));
}

#[test]
fn on_the_way_back_along_one_street_one_is_farther_on() {
    let there_and_back = round_m(&[[0.0, 0.0], [300.0, 0.0], [0.0, 1.0]]);
    let here = plane().position([100.0, 0.0]).unwrap();
    for (was_m, expected_m) in [(90.0, 100.0), (480.0, 500.0)] {
        let found = along(&there_and_back, here, Some(was_m)).unwrap();
        assert!((found.from_start_m - expected_m).abs() < 0.5, "{found:?}");
    }
}

#[test]
fn without_a_loop_nobody_is_along_it() {
    assert_eq!(along(&[], plane().position([0.0; 2]).unwrap(), None), None);
    assert!(length_m([]).abs() < 1e-9 && walked_m([]).is_sign_positive());
}

fn passed() -> impl Strategy<Value = Vec<Passed>> {
    let steps = prop::collection::vec((1_i64..40, -60.0..60.0, -60.0..60.0), 1..40);
    steps.prop_map(|steps| {
        let mut last = (1_795_000_000_000, [0.0; 2]);
        let mut points = vec![];
        for (seconds, east_m, north_m) in steps {
            last = (last.0 + seconds * 1_000, [last.1[0] + east_m, last.1[1] + north_m]);
            points.push(Passed { at_ms: last.0, position: plane().position(last.1).unwrap() });
        }
        points
    })
}

proptest! {
    #[test]
    fn a_stretch_is_read_as_it_was_written(points in passed()) {
        let written = stretch(&points, Some(Gap::Lost), 3.2);
        prop_assert_eq!(written.is_some(), points.len() > 1);
        if let Some(written) = written {
            prop_assert_eq!(super::points(&written), points);
            prop_assert_eq!(written.accuracy_m, 4);
        }
    }

    #[test]
    fn simplified_it_is_never_farther_off_than_the_tolerance(points in passed(), tolerance_m in 0.5..30.0) {
        let kept = super::simplified::simplified(&points, tolerance_m);
        prop_assert_eq!((kept.first(), kept.last()), (points.first(), points.last()));
        prop_assert!(kept.windows(2).all(|pair| pair[0].at_ms < pair[1].at_ms));
        let flat = Plane::around(points[0].position);
        for point in &points {
            let next = kept.partition_point(|it| it.at_ms < point.at_ms);
            let (a, b) = (&kept[next.saturating_sub(1)], &kept[next]);
            let share = seconds(point.at_ms - a.at_ms) / seconds((b.at_ms - a.at_ms).max(1));
            let (from, to) = (flat.metres(a.position), flat.metres(b.position));
            let then = [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
            prop_assert!(apart_m(then, flat.metres(point.position)) <= tolerance_m + 1e-6);
        }
    }

    #[test]
    fn any_steps_are_read(at_ms in any::<i64>(), steps in prop::collection::vec(any::<i64>(), 0..20), lat in -90.0..90.0) {
        let from = Position::new(lat, 22.0).unwrap();
        let found = points(&Tracked { at_ms, after: None, from, accuracy_m: 1, steps });
        prop_assert_eq!(found[0].position, from);
        prop_assert!(found.windows(2).all(|pair| pair[0].at_ms <= pair[1].at_ms));
    }

    #[test]
    fn any_fixes_give_stretches_in_order(
        said in prop::collection::vec((-400.0..400.0, -400.0..400.0, 0.0..50.0, 0.0..30.0), 0..80)
    ) {
        let (mut known, mut recorder, mut at_s) = (Filter::default(), Recorder::default(), 0.0);
        let mut stretches = vec![];
        for (east_m, north_m, accuracy_m, after_s) in said {
            at_s += after_s;
            known = known.after(&fix_at([east_m, north_m], accuracy_m, at_s), clock_ms(at_s));
            stretches.extend(known.estimate(clock_ms(at_s)).and_then(|it| recorder.take(&it)));
            stretches.extend(recorder.tick(clock_ms(at_s + 15.0)));
        }
        stretches.extend(recorder.stop(Gap::Paused));
        // A second is the grain of a stretch's times.
        prop_assert!(stretches.windows(2).all(|pair| ends(&pair[0]).1.at_ms <= ends(&pair[1]).0.at_ms + 1_000));
        prop_assert!(stretches.iter().all(|it| it.steps.len() >= 3 && it.steps.len() % 3 == 0));
        prop_assert!(walked_m(&stretches) <= 8.0 * at_s + 60.0 * 80.0);
    }
}
