//! Pictures that a person would check: what counts, on which base, what stands out, and what is not said.

mod comparisons;
mod scenes;

use proptest::prelude::*;

use super::*;
use crate::id::SeriesId;
use crate::light::Light;
use crate::situation::statistics::Ground;
use crate::situation::{Finding, Observation};
use crate::statement::{FindingState, Severity, Tracked, When};
use scenes::{DAY, NIGHT_MS, Scene, evening_walk, seen};

#[test]
fn it_counts_and_says_why_and_how_little_it_knows() {
    let bad = Observation { severity: Severity::try_from(3).ok(), ..seen(1, 1, 0.0) };
    let good = Observation { feeling: Feeling::Safe, category: "life".parse().unwrap(), ..seen(3, 1, 0.0) };
    let scene = Scene::of(vec![bad, seen(2, 1, 8.0), seen(2, 2, 90.0), good]);
    let picture = scene.picture();
    assert_eq!((picture.findings, picture.good_places, picture.observations), (2, 1, 4));
    assert_eq!((picture.voices, picture.walkers, picture.walks), (4, 3, 3));
    assert_eq!(picture.by_category[0].category.as_str(), "lighting");
    let first = &picture.strongest[0];
    assert_eq!((first.finding.voices, first.rank), (2, 1));
    let grounds: Vec<Ground> = first.parts.iter().take(3).map(|it| it.ground).collect();
    assert_eq!(grounds, [Ground::Severity, Ground::Voices, Ground::Persistence]);
    // 4.4 points stand above it: more than any one change gives.
    assert_eq!((picture.strongest[1].points, picture.strongest[1].steps_up.len()), (0.0, 0));
    assert_eq!(
        picture.limits,
        [Limit::FewWalkers, Limit::WaysUnknown, Limit::NeverInTheDark, Limit::TooFewPlaces]
    );
}

#[test]
fn nothing_recorded_is_said_and_is_not_safe() {
    let picture = Scene::of(vec![]).picture();
    assert_eq!(
        (picture.limits, picture.trend.now, picture.streets),
        (vec![Limit::NothingRecorded], Counts::default(), None)
    );
}

#[test]
fn rows_add_up_and_what_was_not_said_has_its_own() {
    let dark =
        Observation { light: Some(Light::Dark), when: vec![When::Dark, When::Winter], ..seen(1, 1, 0.0) };
    let graffiti = Observation { category: "graffiti".parse().unwrap(), ..seen(2, 1, 300.0) };
    let unheard = Observation { category: "unheard-of".parse().unwrap(), ..seen(3, 1, 600.0) };
    let picture = Scene::of(vec![dark, graffiti, unheard]).picture();
    let light: Vec<_> = picture.by_light.iter().map(|it| (it.light, it.observations)).collect();
    assert_eq!(light, [(None, 2), (Some(Light::Dark), 1)]);
    let when: Vec<_> = picture.by_when.iter().map(|it| (it.when, it.observations)).collect();
    assert_eq!(when, [(None, 2), (Some(When::Dark), 1), (Some(When::Winter), 1)]);
    let severity: Vec<_> = picture.by_severity.iter().map(|it| (it.severity, it.findings)).collect();
    assert_eq!(severity, [(None, 3)]);
    assert_eq!(picture.by_hour.iter().sum::<usize>(), 3);
}

#[test]
fn light_and_time_tell_how_much_and_how_far_was_walked_then() {
    let picture = scenes::by_day_and_by_night().picture();
    let light: Vec<_> =
        picture.by_light.iter().map(|it| (it.light, it.observations, it.trend.now.places)).collect();
    assert_eq!(light, [(Some(Light::Daylight), 2, 2), (Some(Light::Dark), 24, 24)]);
    let time: Vec<_> = picture.by_time.iter().map(|it| (it.time, it.trend.now.places)).collect();
    assert_eq!(time, [(TimeOfDay::Morning, 2), (TimeOfDay::Evening, 24)]);
    let walked: Vec<f64> =
        picture.by_light.iter().map(|it| it.walked.unwrap().exposure.walked_km.round()).collect();
    assert_eq!(walked, [2.0, 4.0]);
    assert_eq!(picture.trend.now, Counts { places: 26, participants: 2, pairs: 26 });
    assert!(picture.limits.iter().all(|it| *it != Limit::SomeWaysUnknown && *it != Limit::WaysUnknown));
}

#[test]
fn a_walked_line_is_no_hot_spot_for_being_walked_and_a_cluster_on_it_is_one() {
    let even: Vec<Observation> = (0..60).map(|at| seen(1, at, 50.0 * f64::from(at))).collect();
    let picture = Scene::of(even.clone()).picture();
    assert!(picture.spots.cells >= FEWEST_CELLS && picture.spots.hot.is_empty(), "{:?}", picture.spots.hot);
    let crowd = (0..24_u8).map(|walker| seen(100 + walker, 1, 1_500.0 + f64::from(walker % 4) * 50.0));
    let picture = Scene::of(even.into_iter().chain(crowd).collect()).picture();
    let gathered = picture.spots.gathered.unwrap();
    assert!(gathered.i > gathered.expected && gathered.p < 0.05, "a cluster is gathered: {gathered:?}");
    let hottest = picture.spots.hot.first().unwrap();
    assert!(hottest.z > 3.0 && (hottest.middle.distance_m(scenes::at(1_575.0))) < 150.0, "{hottest:?}");
    assert!(picture.spots.dense.len() > 4);
    assert!(picture.strongest[0].parts.iter().any(|it| it.ground == Ground::HotSpot && it.points > 0.0));
}

fn walked(walks: &[(SeriesId, Tracked)]) -> StreetsWalked {
    let stretches: Vec<Stretch> =
        walks.iter().map(|(series, tracked)| Stretch { series: *series, walk: None, tracked }).collect();
    streets_walked(&scenes::streets(), &stretches)
}

fn names(list: &[StreetWalked]) -> Vec<&str> {
    list.iter().map(|it| it.name.as_str()).collect()
}

#[test]
fn streets_are_told_with_when_and_in_which_light_they_were_walked_and_no_track_is() {
    let found = walked(&[
        evening_walk(1, 0, 400, NIGHT_MS),
        evening_walk(2, 0, 100, NIGHT_MS + DAY),
        evening_walk(3, 0, 200, scenes::NOON_MS),
    ]);
    assert_eq!((names(&found.walked), names(&found.never)), (vec!["Ringen"], vec!["Stigen"]));
    let ring = &found.walked[0];
    assert!((ring.length_m - 500.0).abs() < 1.0 && (ring.walked_m - 420.0).abs() < 15.0, "{ring:?}");
    let [day, dark] = ring.by_light[..] else { panic!("two lights: {ring:?}") };
    assert_eq!((day.light, dark.light, ring.dark_m), (Light::Daylight, Light::Dark, Some(dark.walked_m)));
    assert!((dark.walked_m - ring.walked_m).abs() < 1e-9 && (day.walked_m - 220.0).abs() < 15.0, "{ring:?}");
    assert_eq!(ring.last_at_ms, Some(NIGHT_MS + DAY), "to the hour");
    assert!(found.length_m > 700.0, "ways without a name count: {found:?}");
    let sums = (found.walked_m, found.dark_m);
    assert_eq!(sums, (ring.walked_m, ring.walked_m), "one street is all there is to add");
    assert!(found.lines.iter().flatten().all(|[lon, _]| (lon - 22.1).abs() < 1e-5));
}

#[test]
fn of_a_street_that_few_walked_nothing_is_told_but_whether_it_was_walked() {
    let of_two = |from_m, to_m| {
        walked(&[evening_walk(1, from_m, to_m, NIGHT_MS), evening_walk(2, 0, 100, NIGHT_MS + DAY)])
    };
    let found = of_two(0, 400);
    let ring = &found.walked[0];
    assert_eq!((ring.walked_m, ring.dark_m, ring.last_at_ms), (ring.length_m, None, None));
    assert_eq!((ring.by_light.len(), names(&found.never)), (0, vec!["Stigen"]));
    assert_eq!(found, of_two(0, 440), "where they turned changes nothing");
    assert_eq!(found.lines, walked(&[evening_walk(9, 0, 500, scenes::NOON_MS)]).lines, "nor is it drawn");
    let less = walked(&[evening_walk(1, 0, 200, NIGHT_MS)]);
    let ring = less.never.iter().find(|it| it.name == "Ringen").unwrap();
    assert_eq!((ring.walked_m, ring.dark_m, less.lines.len()), (0.0, None, 0));
    let never = less.never.iter().find(|it| it.name == "Stigen").unwrap();
    let alike = StreetWalked { name: never.name.clone(), length_m: never.length_m, ..ring.clone() };
    assert_eq!(*never, alike, "a street that somebody began is told like one that nobody walked");
}

#[test]
fn what_is_done_with_is_not_ranked_and_its_voices_still_count() {
    let mut scene = Scene::of(vec![seen(1, 1, 0.0)]);
    scene.findings[0].state = FindingState::Done;
    let picture = scene.picture();
    assert_eq!((picture.strongest.len(), picture.voices), (0, 1));
}

fn some() -> impl Strategy<Value = Vec<Observation>> {
    let one = (1_u8..9, 0.0..900.0_f64, 0_i64..30, 0_usize..3);
    prop::collection::vec(one, 0..40).prop_map(|all| {
        let kinds = ["lighting", "snow", "graffiti"];
        let observation =
            |(number, (walker, north_m, days, kind)): (u32, (u8, f64, i64, usize))| Observation {
                at_ms: -DAY * days,
                category: kinds[kind].parse().unwrap(),
                ..seen(walker, number, north_m)
            };
        (1..).zip(all).map(observation).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn the_order_of_arrival_changes_nothing(
        (there, shuffled) in some().prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle()))
    ) {
        prop_assert_eq!(Scene::of(there).compared(), Scene::of(shuffled).compared());
    }
}

#[test]
fn a_finding_counts_in_a_period_by_those_who_spoke_in_it() {
    let scene = Scene::of(vec![seen(1, 1, 0.0), Observation { at_ms: -DAY, ..seen(2, 1, 3.0) }]);
    let picture = scene.compared();
    assert_eq!((picture.findings, picture.voices, picture.strongest[0].voices), (1, 1, 1));
    let finding: &Finding = &picture.strongest[0].finding;
    assert_eq!(finding.voices, 2);
}
