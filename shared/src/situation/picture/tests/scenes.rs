//! What pictures are made of in tests: a street running north, those who walked it, and two streets on a map.

use std::collections::{BTreeMap, BTreeSet};

use crate::geo::Position;
use crate::id::{RecordId, SeriesId, WalkId};
use crate::light::Light;
use crate::situation::statistics::Weights;
use crate::situation::tests::{METRE_NORTH, observation};
use crate::situation::{
    Chosen, Finding, Knowledge, Lamps, Material, Observation, Revisit, Situation, Street, Stretch, findings,
    news_periods, situation,
};
use crate::statement::Tracked;
use crate::time::{DAY_MS, Period};

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

/// Two places by day on two kilometres, 24 by night on four.
pub(super) fn by_day_and_by_night() -> Scene {
    let by_day = pointed_out(1, 2, 20_000.0, Light::Daylight, NOON_MS);
    let by_night = pointed_out(2, 24, 0.0, Light::Dark, NIGHT_MS);
    Scene::of([by_day, by_night].concat()).walked(1, 0, 2_000, NOON_MS).walked(2, 0, 4_000, NIGHT_MS)
}

/// A walk in the dark: so many participants, numbered from one on, who name places along the street by their number. Those
/// of place p are named by every (p + 1)th participant, beginning with the first.
pub(super) struct Evening {
    pub(super) walk: u8,
    pub(super) first: u8,
    pub(super) participants: u8,
    pub(super) places: &'static [u8],
    pub(super) at_ms: i64,
}

/// Places lie so far apart along the street, in metres.
const APART_M: f64 = 80.0;

impl Evening {
    /// What they say.
    pub(super) fn said(&self) -> Vec<Observation> {
        let says = |participant: u8, place: u8| (participant + self.walk).is_multiple_of(place % 3 + 1);
        let of = |participant: u8| {
            let named = self.places.iter().filter(move |place| says(participant, **place));
            named.map(move |place| Observation {
                at_ms: self.at_ms,
                light: Some(Light::Dark),
                walk: Some(evening_id(self.walk)),
                ..seen(self.first + participant, u32::from(*place), APART_M * f64::from(*place))
            })
        };
        (0..self.participants).flat_map(of).collect()
    }
}

pub(super) fn evening_id(walk: u8) -> WalkId {
    RecordId { series: SeriesId::from_bytes([250; 16]), number: u64::from(walk) + 1 }
}

/// Evenings before time 0 and after it, of so many participants each, that name these places; all walk one kilometre.
pub(super) fn evenings(before: &[(u8, &'static [u8])], now: &[(u8, &'static [u8])]) -> Scene {
    let (mut all, mut first) = (Vec::new(), 1);
    let mut tracks = Vec::new();
    for (number, (is_now, (participants, places))) in
        before.iter().map(|it| (false, it)).chain(now.iter().map(|it| (true, it))).enumerate()
    {
        let walk = u8::try_from(number).unwrap();
        let day = DAY * i64::from(walk + 1);
        let at_ms = if is_now { NIGHT_MS + day } else { EARLIER_MS + day };
        all.push(Evening { walk, first, participants: *participants, places, at_ms });
        tracks.extend((first..first + participants).map(|walker| (walker, walk, at_ms)));
        first += participants;
    }
    let said: Vec<Observation> = all.iter().flat_map(Evening::said).collect();
    tracks
        .into_iter()
        .fold(Scene::of(said), |scene, (walker, walk, at_ms)| scene.tracked(walker, walk, at_ms))
}

/// Everything there is.
pub(super) struct Scene {
    pub(super) observations: Vec<Observation>,
    pub(super) findings: Vec<Finding>,
    pub(super) tracks: Vec<(SeriesId, Option<WalkId>, Tracked)>,
    pub(super) sheets: BTreeSet<SeriesId>,
}

impl Scene {
    pub(super) fn of(observations: Vec<Observation>) -> Self {
        let findings = findings(&observations, &[], &BTreeMap::new(), &BTreeMap::new(), &Lamps::default());
        Self { observations, findings, tracks: vec![], sheets: BTreeSet::new() }
    }

    /// A participant of an evening's walk passes all of it.
    pub(super) fn tracked(mut self, walker: u8, walk: u8, at_ms: i64) -> Self {
        let (series, tracked) = evening_walk(walker, 0, 1_000, at_ms);
        self.tracks.push((series, Some(evening_id(walk)), tracked));
        self
    }

    /// Somebody looks once more at what was pointed out so many metres north.
    pub(super) fn looked(mut self, look: &Revisit) -> Self {
        let holds = |it: &&mut Finding| it.observations.contains(&look.of);
        let found = self.findings.iter_mut().find(holds).unwrap();
        found.revisits.push(look.clone());
        self
    }

    pub(super) fn walked(mut self, walker: u8, from_m: u32, to_m: u32, at_ms: i64) -> Self {
        let (series, tracked) = evening_walk(walker, from_m, to_m, at_ms);
        self.tracks.push((series, None, tracked));
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

    /// The picture from some time on, compared with nothing.
    pub(super) fn since(&self, from_ms: i64) -> Situation {
        self.of_periods(Period { from_ms: Some(from_ms), to_ms: None }, None)
    }

    fn of_periods(&self, now: Period, before: Option<Period>) -> Situation {
        let weights = Weights::default();
        let knowledge = Knowledge {
            sheets: &self.sheets,
            vulnerable: None,
            streets: &[],
            weights: &weights,
            hour_of: Some(|at_ms| usize::try_from(at_ms.rem_euclid(DAY_MS) / 3_600_000).ok()),
        };
        let until_ms = now.to_ms.unwrap_or(NIGHT_MS + 60 * DAY);
        let news = news_periods(now, until_ms).map(|it| self.chosen(it));
        let (now, before) = (self.chosen(now), before.map(|it| self.chosen(it)));
        situation(&Material { area: None, now, before, news, knowledge })
    }

    fn chosen(&self, period: Period) -> Chosen<'_> {
        let observation =
            |id| self.observations.iter().find(|it| it.id == id).filter(|it| period.contains(it.at_ms));
        let tracks = self.tracks.iter().filter(|(_, _, it)| period.contains(it.at_ms));
        let stretches =
            tracks.map(|(series, walk, tracked)| Stretch { series: *series, walk: *walk, tracked }).collect();
        Chosen::of_findings(period, &self.findings, observation, stretches)
    }
}
