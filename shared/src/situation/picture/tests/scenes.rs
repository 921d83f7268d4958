//! What pictures are made of in tests: a street running north, those who walked it, and two streets on a map.

use std::collections::BTreeMap;

use crate::geo::Position;
use crate::id::{CategoryId, RecordId, SeriesId};
use crate::light::Light;
use crate::situation::statistics::Weights;
use crate::situation::tests::{METRE_NORTH, observation};
use crate::situation::{
    Chosen, Finding, Knowledge, Lamps, Material, Observation, Sighted, Situation, Street, Stretch, findings,
    situation,
};
use crate::statement::{Feeling, Severity, Tracked, When};
use crate::time::{DAY_MS, Period};
use crate::wire::Focus;

pub(super) const DAY: i64 = DAY_MS;

/// Nine in the evening of the 1st of December 2025 in Luleå, 20:00 UTC.
pub(super) const NIGHT_MS: i64 = 1_764_619_200_000;

/// A little after noon of the same day, 11:00 UTC: the sun is up.
pub(super) const NOON_MS: i64 = NIGHT_MS - 9 * 3_600_000;

/// The same evening 56 years earlier, before time 0.
const EARLIER_MS: i64 = NIGHT_MS - 20_454 * DAY;

/// A place so many metres north along the street.
pub(super) fn at(north_m: f64) -> Position {
    Position::new(65.6 + north_m * METRE_NORTH, 22.1).unwrap()
}

/// A walker points at something so many metres north.
pub(super) fn seen(walker: u8, number: u32, north_m: f64) -> Observation {
    observation(walker, u64::from(number) + 1, north_m, 5.0)
}

/// A walker's track along the street, one point for each 20 m, 15 seconds apart.
pub(super) fn evening_walk(walker: u8, from_m: u32, to_m: u32, at_ms: i64) -> (SeriesId, Tracked) {
    // 20 m are 180 millionths of a degree.
    let (one, count) = ([15, 180, 0], (to_m - from_m) / 20);
    let tracked = Tracked {
        at_ms: at_ms + 15_000 * i64::from(count),
        after: None,
        from: at(f64::from(from_m)),
        accuracy_m: 5,
        steps: one.repeat(count.try_into().unwrap()),
    };
    (SeriesId::from_bytes([walker; 16]), tracked)
}

/// Half of a kilometre of a ring along the street, a path beside it, and a way without a name.
pub(super) fn streets() -> Vec<Street> {
    let beside = |north_m: f64| Position::new(65.6 + north_m * METRE_NORTH, 22.11).unwrap();
    vec![
        Street { name: Some("Ringen".to_owned()), line: vec![at(0.0), at(300.0)] },
        Street { name: Some("Ringen".to_owned()), line: vec![at(300.0), at(500.0)] },
        Street { name: Some("Stigen".to_owned()), line: vec![beside(0.0), beside(200.0)] },
        Street { name: None, line: vec![beside(200.0), beside(240.0)] },
    ]
}

/// Things pointed out in one light and at one moment, 200 m from each other.
fn pointed_out(walker: u8, many: u32, from_m: f64, light: Light, at_ms: i64) -> Vec<Observation> {
    let one = |number: u32| Observation {
        light: Some(light),
        at_ms,
        ..seen(walker, number, from_m + 200.0 * f64::from(number))
    };
    (0..many).map(one).collect()
}

/// One for each kilometre by day, six by night.
pub(super) fn by_day_and_by_night() -> Scene {
    let by_day = pointed_out(1, 2, 20_000.0, Light::Daylight, NOON_MS);
    let by_night = pointed_out(2, 24, 0.0, Light::Dark, NIGHT_MS);
    Scene::of([by_day, by_night].concat()).walked(1, 0, 2_000, NOON_MS).walked(2, 0, 4_000, NIGHT_MS)
}

/// Four kilometres in the dark both times: three things before and 24 now; eight safe places before and one now; and one
/// thing before that was very bad.
pub(super) fn worse_in_the_dark() -> Scene {
    let feels_safe =
        |it: Observation| Observation { feeling: Feeling::Safe, category: "life".parse().unwrap(), ..it };
    let very_bad = |it: Observation| Observation {
        severity: Severity::try_from(3).ok(),
        category: "graffiti".parse().unwrap(),
        when: vec![When::Winter],
        light: Some(Light::Twilight),
        ..it
    };
    let safe = |walker, many, from_m, at_ms| {
        pointed_out(walker, many, from_m, Light::Dark, at_ms).into_iter().map(feels_safe)
    };
    let before =
        pointed_out(1, 3, 0.0, Light::Dark, EARLIER_MS).into_iter().chain(safe(1, 8, 40_000.0, EARLIER_MS));
    let bad =
        pointed_out(1, 1, 60_000.0, Light::Twilight, EARLIER_MS + 5 * 3_600_000).into_iter().map(very_bad);
    let now =
        pointed_out(2, 24, 10_000.0, Light::Dark, NIGHT_MS).into_iter().chain(safe(2, 1, 50_000.0, NIGHT_MS));
    let all = before.chain(bad).chain(now).zip(1..).map(numbered).collect();
    Scene::of(all).walked(1, 0, 4_000, EARLIER_MS).walked(2, 0, 4_000, NIGHT_MS)
}

fn numbered((it, number): (Observation, u64)) -> Observation {
    Observation { id: RecordId { number, ..it.id }, ..it }
}

/// Everything there is.
pub(super) struct Scene {
    observations: Vec<Observation>,
    pub(super) findings: Vec<Finding>,
    tracks: Vec<(SeriesId, Tracked)>,
    focus: BTreeMap<CategoryId, Focus>,
}

impl Scene {
    pub(super) fn of(observations: Vec<Observation>) -> Self {
        let findings = findings(&observations, &[], &BTreeMap::new(), &BTreeMap::new(), &Lamps::default());
        let focus = [("lighting", Focus::Trygghet), ("graffiti", Focus::Ungdomar)];
        let focus = focus.map(|(category, focus)| (category.parse().unwrap(), focus)).into();
        Self { observations, findings, tracks: vec![], focus }
    }

    pub(super) fn walked(mut self, walker: u8, from_m: u32, to_m: u32, at_ms: i64) -> Self {
        self.tracks.push(evening_walk(walker, from_m, to_m, at_ms));
        self
    }

    /// The picture of everything.
    pub(super) fn picture(&self) -> Situation {
        self.of_periods(Period::default(), None)
    }

    /// The picture from time 0 on, compared with all before.
    pub(super) fn compared(&self) -> Situation {
        let before = Period { from_ms: None, to_ms: Some(0) };
        self.of_periods(Period { from_ms: Some(0), to_ms: None }, Some(before))
    }

    fn of_periods(&self, now: Period, before: Option<Period>) -> Situation {
        let weights = Weights::default();
        let knowledge = Knowledge {
            focus_by_category: &self.focus,
            vulnerable: None,
            streets: &[],
            weights: &weights,
            hour_of: Some(|at_ms| usize::try_from(at_ms.rem_euclid(DAY_MS) / 3_600_000).ok()),
        };
        let until_now: Vec<Sighted> = self.chosen(Period::default()).findings;
        let (now, before) = (self.chosen(now), before.map(|it| self.chosen(it)));
        situation(&Material { area: None, now, before, until_now, until_ms: DAY_MS, knowledge })
    }

    fn chosen(&self, period: Period) -> Chosen<'_> {
        let observation =
            |id| self.observations.iter().find(|it| it.id == id).filter(|it| period.contains(it.at_ms));
        let tracks = self.tracks.iter().filter(|(_, it)| period.contains(it.at_ms));
        let stretches = tracks.map(|(series, tracked)| Stretch { series: *series, tracked }).collect();
        Chosen::of_findings(period, &self.findings, observation, stretches)
    }
}
