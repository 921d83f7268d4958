//! This period beside the one before: what is compared, what is refused, and that parts never exceed their whole.

use super::scenes::{Evening, Scene, evening_id, evenings, seen};
use super::*;
use crate::id::{RecordId, SeriesId};
use crate::situation::Revisit;
use crate::situation::statistics::{Difference, Refused, Verdict};
use crate::statement::Condition;

const MANY: &[u8] = &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const HALF: &[u8] = &[0, 1, 2, 3, 4];

fn compared(scene: &Scene) -> PeriodComparison {
    scene.compared().comparison.unwrap()
}

fn why(scene: &Scene, measure: Measure) -> Option<Refused> {
    scene.compared().refused.iter().find(|it| it.measure == measure).map(|it| it.why)
}

#[test]
fn the_same_loop_with_the_same_faults_is_no_change_however_many_walk_it() {
    let found =
        compared(&evenings(&[(3, MANY), (4, MANY), (3, MANY)], &[(20, MANY), (22, MANY), (21, MANY)]));
    let equal = found.equal_effort.unwrap();
    assert_eq!(
        (equal.walks, equal.participants, equal.difference),
        (3, 3, Difference::NotShown),
        "{equal:?}"
    );
    assert_eq!((found.before.walks, found.now.walks, found.light), (3, 3, WalkLight::Dark));
    assert!(found.is_stretch_known && found.before.participants == 10 && found.now.participants == 63);
}

#[test]
fn half_of_the_places_gone_is_told_at_equal_effort() {
    let now: [(u8, &'static [u8]); 3] = [(10, HALF), (12, &[0, 1, 2, 3]), (9, &[0, 2, 3, 4])];
    let found = compared(&evenings(&[(10, MANY), (9, &MANY[1..]), (11, &MANY[..9])], &now));
    let equal = found.equal_effort.unwrap();
    assert_eq!(equal.difference, Difference::Fewer, "{equal:?}");
    assert!(equal.before > 9.0 && equal.now < 6.0, "{equal:?}");
}

#[test]
fn with_one_walk_a_period_the_counts_stand_and_the_reason_is_told() {
    let scene = evenings(&[(9, MANY)], &[(12, HALF)]);
    let needed = Some(Refused::FewWalks { before: 1, now: 1, needed: 3 });
    assert_eq!([why(&scene, Measure::EqualEffort), why(&scene, Measure::PerParticipant)], [needed; 2]);
    let it = scene.compared();
    let places = |it: Option<Counts>| it.unwrap().places;
    assert_eq!((places(Some(it.trend.now)), places(it.trend.before)), (5, 11));
    assert!(it.trend.per_participant.is_none() && it.comparison.unwrap().equal_effort.is_none());
}

#[test]
fn paper_sheets_are_never_compared_with_phones() {
    let mut scene = evenings(&[(6, HALF), (6, HALF), (6, HALF)], &[(30, HALF), (30, HALF), (30, HALF)]);
    // The 90 of this period are paper sheets.
    scene.sheets = (19..=108).map(|it| SeriesId::from_bytes([it; 16])).collect();
    let form = Some(Refused::OtherForm { sheets_before: 0, sheets_now: 90 });
    assert_eq!(why(&scene, Measure::EqualEffort), form);
    let it = scene.compared();
    assert_eq!((it.walkers, it.comparison.unwrap().now.left_out.sheets), (90, 90), "they count all the same");
}

#[test]
fn walks_in_other_light_and_on_another_stretch_are_not_compared() {
    let mut scene = evenings(&[(5, HALF), (5, HALF), (5, HALF)], &[(5, HALF), (5, HALF), (5, HALF)]);
    for it in scene.observations.iter_mut().filter(|it| it.at_ms < 0) {
        it.light = Some(Light::Daylight);
    }
    for (_, _, tracked) in scene.tracks.iter_mut().filter(|(_, _, it)| it.at_ms < 0) {
        tracked.at_ms -= 9 * 3_600_000;
    }
    let Some(Refused::OtherLight { daylight_before, dark_now, .. }) = why(&scene, Measure::EqualEffort)
    else {
        panic!("{:?}", scene.compared().refused)
    };
    assert_eq!((daylight_before, dark_now), (3, 3));
    let mut scene = evenings(&[(5, HALF), (5, HALF), (5, HALF)], &[(5, HALF), (5, HALF), (5, HALF)]);
    for (_, _, tracked) in scene.tracks.iter_mut().filter(|(_, _, it)| it.at_ms < 0) {
        tracked.from = scenes::at(30_000.0);
    }
    assert_eq!(why(&scene, Measure::EqualEffort), Some(Refused::NothingShared));
}

#[test]
fn places_off_the_stretch_that_was_walked_both_times_do_not_count() {
    const NEAR_AND_FAR: &[u8] = &[0, 1, 2, 3, 4, 30, 31, 32, 33, 34, 35, 36];
    let before: [(u8, &'static [u8]); 3] = [(9, HALF), (9, &[0, 1, 2, 3]), (9, &[0, 2, 3, 4])];
    let found =
        compared(&evenings(&before, &[(9, NEAR_AND_FAR), (9, &NEAR_AND_FAR[1..]), (9, NEAR_AND_FAR)]));
    let equal = found.equal_effort.unwrap();
    assert_eq!((found.now.counts.places, equal.difference), (5, Difference::NotShown), "{equal:?}");
}

#[test]
fn who_answers_questions_in_one_period_alone_is_not_compared_with_who_is_not_asked() {
    let scene = evenings(&[(5, MANY); 3], &[(5, HALF); 3]);
    let scene = (16..31).fold(scene, |scene, walker| scene.looked(&look(walker, 0, Condition::Remains)));
    assert_eq!(why(&scene, Measure::EqualEffort), Some(Refused::OtherQuestions { before: 0, now: 15 }));
}

/// A participant of now looks at a place of before.
fn look(walker: u8, place: u8, condition: Condition) -> Revisit {
    let evening = Evening { walk: 0, first: 1, participants: 5, places: &[], at_ms: 0 };
    Revisit {
        id: RecordId { series: SeriesId::from_bytes([walker; 16]), number: 500 + u64::from(place) },
        of: seen(evening.first, u32::from(place), 0.0).id,
        walk: Some(evening_id(3 + walker % 3)),
        at_ms: scenes::NIGHT_MS + 30 * scenes::DAY,
        condition,
        light: Some(Light::Dark),
        photos: vec![],
    }
}

#[test]
fn earlier_places_are_told_one_by_one_by_those_who_were_asked_even_with_one_walk() {
    let scene = evenings(&[(5, HALF)], &[(6, &[4]), (6, &[4]), (6, &[4])]);
    let answered = |scene: Scene, place: u8, walkers: std::ops::Range<u8>, condition| {
        walkers.fold(scene, |scene, walker| scene.looked(&look(walker, place, condition)))
    };
    let scene = answered(scene, 0, 6..18, Condition::Fixed);
    let scene = answered(scene, 1, 6..18, Condition::Worse);
    let scene = answered(answered(scene, 2, 6..12, Condition::Fixed), 2, 12..18, Condition::Better);
    let found = compared(&scene).earlier;
    assert_eq!((found.places, found.fixed, found.remains, found.unclear), (5, 1, 2, 1), "{found:?}");
    assert_eq!((found.no_longer, found.not_asked), (0, 1), "{found:?}");
    let first = found.listed.iter().find(|it| it.verdict == Verdict::Fixed).unwrap();
    assert_eq!((first.answers, first.fixed), (12, 12));
    assert_eq!(found.listed.len(), 5);
}

#[test]
fn what_nobody_points_out_any_longer_is_told_where_many_passed_in_silence() {
    const FIRST: &[u8] = &[0, 3, 6];
    const REST: &[u8] = &[3, 6];
    let few = compared(&evenings(&[(6, FIRST)], &[(6, REST)])).earlier;
    assert_eq!((few.places, few.no_longer), (3, 0), "{few:?}");
    let many = compared(&evenings(&[(6, FIRST); 5], &[(6, REST); 5])).earlier;
    assert_eq!((many.places, many.no_longer, many.remains), (3, 1, 2), "{many:?}");
}

#[test]
fn one_walk_with_hundreds_of_voices_is_not_new_and_several_that_agree_are() {
    const NEW: &[u8] = &[0, 1, 2, 9];
    let old: [(u8, &'static [u8]); 6] = [(8, &[0, 1, 2]); 6];
    let of = |now: &[(u8, &'static [u8])]| {
        let mut scene = evenings(&old, now);
        // The year before, not 56 years before.
        for it in scene.observations.iter_mut().filter(|it| it.at_ms < 0) {
            it.at_ms += 20_354 * scenes::DAY;
        }
        for (_, _, it) in scene.tracks.iter_mut().filter(|(_, _, it)| it.at_ms < scenes::NIGHT_MS) {
            it.at_ms += 20_354 * scenes::DAY;
        }
        scene.since(scenes::NIGHT_MS)
    };
    let one = of(&[(20, NEW)]);
    assert!(one.new_places.new.is_empty());
    let why = one.refused.iter().find(|it| it.measure == Measure::NewPlaces).unwrap().why;
    assert_eq!(why, Refused::FewDeals { before: 6, now: 1, deals: 7, needed: 20 });
    assert_eq!(one.new_places.not_before.len(), 1, "it is listed, without the word: {:?}", one.new_places);
    let several = of(&[(8, NEW), (9, NEW), (8, NEW)]);
    let [place] = &several.new_places.new[..] else { panic!("{:?}", several.new_places) };
    assert_eq!((place.walks, place.voices_before, place.findings.len()), (3, 0, 1), "{place:?}");
    assert!(place.p.unwrap() <= 0.05 && place.middle.distance_m(scenes::at(720.0)) < 120.0, "{place:?}");
    assert!(
        several
            .strongest
            .iter()
            .any(|it| it.parts.iter().any(|it| it.ground == Ground::Emerging && it.points > 0.0))
    );
}

#[test]
fn parts_never_exceed_their_whole_and_lights_add_up_to_it() {
    let it = evenings(&[(9, MANY), (9, MANY), (9, MANY)], &[(12, HALF), (12, MANY), (12, HALF)]).compared();
    let whole = it.trend;
    let rows = it.by_light.iter().map(|it| it.trend);
    let rows = rows.chain(it.by_time.iter().map(|it| it.trend)).chain(it.by_when.iter().map(|it| it.trend));
    let rows = rows.chain(it.by_severity.iter().map(|it| it.trend));
    let unsafe_ones = it.by_category.iter().filter(|it| it.feeling == Feeling::Unsafe).map(|it| it.trend);
    for row in rows.chain(unsafe_ones) {
        for (part, whole) in [(row.now, whole.now), (row.before.unwrap(), whole.before.unwrap())] {
            assert!(part.places <= whole.places && part.participants <= whole.participants);
            assert!(part.pairs <= whole.pairs, "{part:?} of {whole:?}");
        }
    }
    let pairs: usize = it.by_light.iter().map(|it| it.trend.now.pairs).sum();
    assert_eq!(pairs, whole.now.pairs);
}

#[test]
fn a_category_is_called_changed_only_where_it_holds_among_all() {
    let mut scene = evenings(&[(9, MANY), (9, MANY), (9, MANY)], &[(9, HALF), (9, HALF), (9, HALF)]);
    scene.observations.iter_mut().for_each(|it| it.severity = Severity::try_from(2).ok());
    let it = scene.compared();
    let [row] = &it.by_category[..] else { panic!("{:?}", it.by_category) };
    let change = row.trend.per_participant.unwrap();
    assert_eq!(change.difference, Difference::Fewer, "{change:?}");
    assert!(row.adjusted_p.unwrap() >= change.p && row.has_changed());
    assert!(scene.picture().by_category.iter().all(|it| it.adjusted_p.is_none()));
}
