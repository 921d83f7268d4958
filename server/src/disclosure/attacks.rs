//! What an attacker would try who has a planner's account, against a simulated walk: none of it tells one participant from another.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use proptest::prelude::*;

use shared::geo::{BoundingBox, Place, Position};
use shared::id::{RecordId, SeriesId};
use shared::situation::{Lamps, Observation, Situation, Track, findings};
use shared::statement::Tracked;
use shared::time::{DAY_MS, Period};
use shared::wire::Compare;

use super::exposure;
use super::grid::{CELLS, PLACES};
use super::ids::Secret;
use super::planner::{release, shuffle};
use super::release::{HOUR_MS, day_ms};
use super::slice::widen;
use crate::filter::{Filter, Question};
use crate::picture::Picture;
use crate::situation::{Ground, situation_of};

/// A Tuesday in November, 18:00 in Sweden.
const BEGINS_MS: i64 = 1_795_539_600_000;
const WALK: RecordId = RecordId { series: SeriesId::from_bytes([250; 16]), number: 1 };
/// The one who goes home another way.
const HOMEWARDS: u8 = 7;

fn series(participant: u8) -> SeriesId {
    SeriesId::from_bytes([participant + 1; 16])
}

/// A position some metres east and north of where the walk begins.
fn at(east_m: f64, north_m: f64) -> Position {
    let lon = 22.137 + east_m / 111_195.0 / 65.6_f64.to_radians().cos();
    Position::new(65.617 + north_m / 111_195.0, lon).unwrap()
}

/// A stretch of half a minute from one place to another, which arrived then.
fn stretch(
    participant: u8,
    number: u64,
    ends_ms: i64,
    [from, to]: [Position; 2],
    arrived_at_ms: i64,
) -> Track {
    let millionths = |degrees: f64| format!("{:.0}", degrees * 1e6).parse::<i64>().unwrap();
    let steps = vec![30, millionths(to.lat() - from.lat()), millionths(to.lon() - from.lon())];
    let tracked = Tracked { at_ms: ends_ms, after: None, from, accuracy_m: 5, steps };
    let id = RecordId { series: series(participant), number };
    Track { id, walk: Some(WALK), arrived_at_ms: Some(arrived_at_ms), tracked: Arc::new(tracked) }
}

fn said(participant: u8, number: u64, at_ms: i64, place: Position, arrived_at_ms: i64) -> Observation {
    let id = RecordId { series: series(participant), number };
    let category = ["lighting", "vegetation", "graffiti"][usize::from(participant % 3)].parse().unwrap();
    let place = Place::measured(place, 5.0);
    let arrived_at_ms = Some(arrived_at_ms);
    Observation { at_ms, walk: Some(WALK), arrived_at_ms, ..Observation::pointed_at(id, category, place) }
}

/// What was recorded, and arrived the same evening.
#[derive(Debug, Clone, Default)]
struct Recorded {
    observations: Vec<Observation>,
    tracks: Vec<Track>,
}

impl Recorded {
    /// Ten participants walk two kilometres east together, 10 m apart, and point something out here and there.
    fn walk() -> Self {
        let mut recorded = Self::default();
        for participant in 0..10 {
            for step in 0..50_u8 {
                recorded.walks(participant, step, 0.0);
                if (step + participant).is_multiple_of(9) {
                    recorded.says(participant, step, 0.0);
                }
            }
        }
        recorded
    }

    /// One of them goes home alone, north from where the walk ends, and points something out on the way.
    fn with_a_way_home(mut self) -> Self {
        for step in 50..90_u8 {
            self.walks(HOMEWARDS, step, 1.0);
        }
        self.says(HOMEWARDS, 70, 1.0);
        self
    }

    fn place(participant: u8, step: u8, homewards: f64) -> Position {
        let (step, off) = (f64::from(step), f64::from(participant));
        let north = homewards * (step - 49.0) * 40.0;
        at((step * 40.0).min(2_000.0) + off, off + north)
    }

    fn walks(&mut self, participant: u8, step: u8, homewards: f64) {
        let ends_ms = BEGINS_MS + i64::from(step) * 30_000;
        let ends = [step, step + 1].map(|step| Self::place(participant, step, homewards));
        let number = 1_000 + u64::from(step);
        self.tracks.push(stretch(participant, number, ends_ms, ends, BEGINS_MS + 2 * HOUR_MS));
    }

    fn says(&mut self, participant: u8, step: u8, homewards: f64) {
        let at_ms = BEGINS_MS + i64::from(step) * 30_000;
        let place = Self::place(participant, step, homewards);
        self.observations.push(said(participant, u64::from(step) + 1, at_ms, place, BEGINS_MS + 2 * HOUR_MS));
    }

    fn picture(&self) -> Picture {
        let mut observations = self.observations.clone();
        observations.sort_by_key(|it| it.id);
        let decided = BTreeMap::new();
        let findings = findings(&observations, &[], &decided, &BTreeMap::new(), &Lamps::default());
        Picture::default().with(observations, findings, self.tracks.clone())
    }

    /// What planners see so many days later.
    fn released(&self, days: i64) -> Picture {
        release(&self.picture(), day_ms(BEGINS_MS + days * DAY_MS))
    }
}

fn asked(picture: &Picture, bbox: Option<BoundingBox>, period: Period) -> Situation {
    let question =
        Question { filter: Filter { period, bbox, ..Filter::default() }, compare: Compare::Nothing };
    let filter = widen(question).filter;
    situation_of(picture, &filter, Compare::Nothing, &Ground::default(), BEGINS_MS + 9 * DAY_MS)
}

fn square(middle: Position, half_m: f64) -> BoundingBox {
    let north = half_m / 111_195.0;
    let east = north / middle.lat().to_radians().cos();
    BoundingBox {
        west: middle.lon() - east,
        south: middle.lat() - north,
        east: middle.lon() + east,
        north: middle.lat() + north,
    }
}

#[test]
fn planners_see_the_walk_the_day_after() {
    let recorded = Recorded::walk();
    assert_eq!(recorded.released(0).observations.len(), 0);
    let seen = recorded.released(1);
    assert_eq!(seen.observations.len(), recorded.observations.len());
    let placed = seen.observations.iter().filter(|it| it.position.is_some()).count();
    assert!(placed * 10 > 9 * recorded.observations.len(), "where enough walked, places are told: {placed}");
    let found = asked(&seen, None, Period::default());
    assert_eq!((found.walkers, found.walked.walkers), (10, 10));
    let exact: f64 = asked(&recorded.picture(), None, Period::default()).walked.exposure.walked_km;
    assert!((found.walked.exposure.walked_km / exact - 1.0).abs() < 0.05, "{:?}", found.walked);
}

#[test]
fn the_way_home_of_one_is_in_no_place_and_no_exposure() {
    let (without, with) = (Recorded::walk().released(3), Recorded::walk().with_a_way_home().released(3));
    // It parts from the others within their last square: up to there its steps are among theirs, in the mean of ten.
    let squares = |picture: &Picture| -> BTreeSet<_> {
        let middle = |track: &Track| CELLS.cell(shared::track::points(&track.tracked)[1].position);
        picture.tracks.iter().map(|track| (middle(track), track.id.series)).collect()
    };
    assert_eq!(squares(&without), squares(&with), "a square that one walked alone is as if nobody had");
    let differing = without.tracks.iter().zip(with.tracks.iter()).filter(|(one, other)| one != other);
    assert_eq!(differing.count(), 10, "only the mean of that square, for all ten alike");
    let alone = with.observations.iter().filter(|it| without.observation(it.id).is_none());
    let alone: Vec<&Observation> = alone.collect();
    assert_eq!(alone.len(), 1, "it is known that something was said");
    assert!(alone.iter().all(|it| it.position.is_none() && it.light.is_none()), "and not where: {alone:?}");
    let finding = with.finding(alone[0].id).unwrap();
    assert!(finding.position.is_none() && finding.lamp.is_none(), "{finding:?}");
}

#[test]
fn nothing_in_a_row_is_finer_than_ten_metres_and_an_hour() {
    for it in Recorded::walk().with_a_way_home().released(2).observations.iter() {
        assert_eq!(it.at_ms.rem_euclid(HOUR_MS), 0);
        assert_eq!(it.position.and_then(|at| PLACES.rounded(at)), it.position);
        assert!(
            it.arrived_at_ms.is_none() && it.accuracy_m.is_none() && it.place == Place::default(),
            "{it:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Bisection: boxes around a participant's way grow ever smaller, and hours shorter.
    #[test]
    fn however_narrow_the_question_exposure_is_of_nobody_or_of_three(
        step in 0_u8..90, half_m in 0.0..400.0_f64, from_min in -200_i64..200, minutes in 1_i64..200,
    ) {
        let picture = Recorded::walk().with_a_way_home().released(3);
        let bbox = square(Recorded::place(HOMEWARDS, step, f64::from(u8::from(step >= 50))), half_m);
        let from_ms = BEGINS_MS + from_min * 60_000;
        let period = Period { from_ms: Some(from_ms), to_ms: Some(from_ms + minutes * 60_000) };
        let found = asked(&picture, Some(bbox), period);
        prop_assert!(found.walked.walkers == 0 || found.walked.walkers >= 3, "{:?}", found.walked);
    }

    /// Differencing: what a box holds beyond a smaller one is whole squares, of three participants each.
    #[test]
    fn the_difference_of_two_boxes_is_nothing_or_whole_squares(
        east_m in 0.0..2_000.0_f64, half_m in 1.0..200.0_f64, more_m in 0.0..60.0_f64,
    ) {
        let picture = Recorded::walk().with_a_way_home().released(3);
        let km = |half_m: f64| asked(&picture, Some(square(at(east_m, 0.0), half_m)), Period::default()).walked.exposure.walked_km;
        let boxes = [half_m, half_m + more_m].map(|half_m| CELLS.outward(square(at(east_m, 0.0), half_m)));
        let [small, large] = [km(half_m), km(half_m + more_m)];
        prop_assert!(boxes[0] != boxes[1] || (small - large).abs() < 1e-9, "one box, one answer");
        let mut by_square = BTreeMap::<_, BTreeSet<SeriesId>>::new();
        for track in picture.tracks.iter() {
            let middle = shared::track::points(&track.tracked)[1].position;
            by_square.entry(CELLS.cell(middle)).or_default().insert(track.id.series);
        }
        prop_assert!(by_square.values().all(|series| series.len() >= 3));
    }

    /// Differencing in time: one phone sends what it has, on whatever day; planners see what they saw.
    #[test]
    fn before_and_after_one_upload_planners_see_the_same(
        participant in 0_u8..20, step in 0_u8..49, arrives_days in 0_i64..3, looks_days in 2_i64..6,
    ) {
        let before = Recorded::walk();
        let mut after = before.clone();
        let arrived_at_ms = BEGINS_MS + 3 * HOUR_MS + (arrives_days + 1) * DAY_MS;
        let (place, on) = (Recorded::place(participant, step, 0.0), Recorded::place(participant, step + 1, 0.0));
        after.observations.push(said(participant, 9_000, BEGINS_MS, place, arrived_at_ms));
        after.tracks.push(stretch(participant, 9_001, BEGINS_MS + 30_000, [place, on], arrived_at_ms));
        let (before, after) = (before.released(looks_days), after.released(looks_days));
        prop_assert_eq!(&before.observations, &after.observations);
        prop_assert_eq!(&before.findings, &after.findings);
        prop_assert_eq!(&before.tracks, &after.tracks);
    }
}

/// Linking: what one participant said stands neither together nor in its order, and exposure fits all who were there.
#[test]
fn neither_ids_nor_order_nor_exposure_tell_which_rows_are_of_one_participant() {
    let counted = Recorded::walk().released(2);
    let listed = shuffle(&counted, &Secret::new([3; 32]).key("order", ""));
    let series: BTreeSet<SeriesId> = listed.observations.iter().map(|it| it.id.series).collect();
    assert_eq!(series.len(), counted.observations.len(), "each row has an id of its own kind");
    let key = Secret::new([3; 32]).key("order", "");
    let told: Vec<RecordId> = listed.observations.iter().map(|it| key.reveal(it.id).unwrap()).collect();
    let beside = told.windows(2).filter(|pair| pair[0].series == pair[1].series).count();
    assert!(
        beside * 3 < told.len(),
        "{beside} of {} stand beside another of the same participant",
        told.len()
    );
    for it in listed.findings.iter() {
        assert!(
            it.observations.iter().all(|id| listed.finding(*id).map(|it| it.id) == Some(it.id)),
            "{it:?}"
        );
    }
    let mut walked = BTreeMap::<_, Vec<&Track>>::new();
    for track in counted.tracks.iter() {
        walked.entry((track.tracked.at_ms, format!("{:?}", track.tracked.from))).or_default().push(track);
    }
    for of_part in walked.values() {
        assert!(of_part.len() >= 3 && of_part.iter().all(|it| it.tracked == of_part[0].tracked));
    }
}

#[test]
fn two_participants_make_no_exposure_however_often_they_pass() {
    let tracks: Vec<Track> = (0..40)
        .map(|number| {
            let participant = u8::from(number % 2 == 0);
            stretch(participant, number, BEGINS_MS, [at(0.0, 0.0), at(20.0, 0.0)], BEGINS_MS)
        })
        .collect();
    assert_eq!(exposure::released_tracks(tracks.iter()), []);
}

#[test]
fn a_situation_of_two_says_that_it_is_withheld_and_nothing_else() {
    let mut recorded = Recorded::walk();
    recorded.observations.retain(|it| it.id.series == series(0) || it.id.series == series(1));
    let found = asked(&recorded.released(2), Some(square(at(0.0, -50_000.0), 10.0)), Period::default());
    let told = super::situation::excerpt(&found, |id| id);
    let why = serde_json::json!([{ "what": "situation", "why": "few_participants", "fewest": 3 }]);
    assert_eq!(told["withheld"], why);
    assert!(told.get("findings").is_none() && told.get("walked").is_none(), "{told}");
}

#[test]
fn a_situation_names_no_record_and_no_words() {
    let picture = Recorded::walk().with_a_way_home().released(2);
    let mut found = asked(&picture, None, Period::default());
    for it in &mut found.strongest {
        it.finding.described = Some("bakom Coop".to_owned());
    }
    let key = Secret::new([3; 32]).key("edition", "2026 Ali");
    let told = super::situation::excerpt(&found, |id| key.conceal(id)).to_string();
    assert!(!told.contains("Coop") && found.strongest.len() > 1, "{told}");
    for participant in 0..10 {
        assert!(!told.contains(&series(participant).to_string()), "{told}");
    }
}
