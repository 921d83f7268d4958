//! Which walks of two periods are alike enough to be compared, and on which stretch.
//!
//! Promises: only phones, since a sheet that several people share names each place once for all of them; only walks in the
//! same light; only the stretch that was passed in both periods, as far as that is known. What is left out is counted.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::material::{Chosen, Material};
use super::pairs::Pair;
use super::walked::light_of;
use super::ways::{Ground, Square, Way, ways};
use crate::geo::Position;
use crate::id::{SeriesId, WalkId};
use crate::light::Light;
use crate::situation::revisit::Revisit;
use crate::situation::statistics::{Refused, real};

/// The light of a walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum WalkLight {
    /// Most of it by twilight or in the dark.
    Dark,
    /// Most of it in daylight.
    Daylight,
    /// It is not known where or when it was.
    Unknown,
}

/// What is not compared, of one period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LeftOut {
    /// Paper sheets.
    pub sheets: usize,
    /// Walks in other light.
    pub walks_in_other_light: usize,
    /// Phones that belong to no walk.
    pub without_walk: usize,
}

/// One period's walks with their participants.
#[derive(Debug, Default)]
struct Walks {
    participants: BTreeMap<WalkId, BTreeSet<SeriesId>>,
    light: BTreeMap<WalkId, WalkLight>,
    /// Those who were asked about earlier places and answered.
    answered: BTreeSet<SeriesId>,
    sheets: usize,
    without_walk: usize,
}

impl Walks {
    /// Of a period, with what was answered in it about the places of either.
    fn of(chosen: &Chosen, places: [&Chosen; 2], sheets: &BTreeSet<SeriesId>) -> Self {
        let mut all: BTreeMap<SeriesId, Option<WalkId>> = BTreeMap::new();
        let mut is_dark: BTreeMap<WalkId, [usize; 2]> = BTreeMap::new();
        let observed = chosen.observations.iter().map(|it| (it.id.series, it.walk, it.light));
        let walked = chosen.stretches.iter().map(|it| (it.series, it.walk, light_of(it)));
        let looks: Vec<&Revisit> = places.iter().flat_map(|it| it.looks(chosen.period)).collect();
        let answered = looks.iter().map(|it| it.id.series).collect();
        let looks = looks.into_iter().map(|it| (it.id.series, it.walk, it.light));
        for (series, walk, light) in observed.chain(walked).chain(looks) {
            let known = all.entry(series).or_insert(walk);
            *known = known.or(walk);
            if let (Some(walk), Some(light)) = (walk, light) {
                is_dark.entry(walk).or_default()[usize::from(light != Light::Daylight)] += 1;
            }
        }
        let mut found = Self { answered, ..Self::default() };
        for (series, walk) in all {
            match walk {
                _ if sheets.contains(&series) => found.sheets += 1,
                None => found.without_walk += 1,
                Some(walk) => _ = found.participants.entry(walk).or_default().insert(series),
            }
        }
        found.answered.retain(|it| !sheets.contains(it));
        let light = |walk: &WalkId| match is_dark.get(walk) {
            Some([day, dark]) if day > dark => WalkLight::Daylight,
            Some(_) => WalkLight::Dark,
            None => WalkLight::Unknown,
        };
        found.light = found.participants.keys().map(|walk| (*walk, light(walk))).collect();
        found
    }

    fn lit(&self, light: WalkLight) -> usize {
        self.light.values().filter(|it| **it == light).count()
    }

    fn people(&self) -> usize {
        self.participants.values().map(BTreeSet::len).sum()
    }
}

/// A walk that is compared.
#[derive(Debug)]
pub(super) struct ComparedWalk {
    pub(super) participants: BTreeSet<SeriesId>,
    /// Of how many of them the way is known.
    tracked: usize,
    /// How many of them passed any of the stretch.
    pub(super) there: usize,
    /// Of each participant the share of the stretch that they passed, added up.
    pub(super) passed: f64,
}

/// One period of a comparison.
#[derive(Debug)]
pub(super) struct WalksOfPeriod {
    pub(super) walks: Vec<ComparedWalk>,
    pub(super) left_out: LeftOut,
    walk_by_series: BTreeMap<SeriesId, usize>,
    ways: BTreeMap<SeriesId, Way>,
    /// Of the squares of earlier places, by walk how many of its participants are known to have passed them.
    passers: BTreeMap<Square, BTreeMap<usize, usize>>,
}

/// The walks of two periods that are compared, the earlier first.
#[derive(Debug)]
pub(super) struct ComparedWalks {
    pub(super) light: WalkLight,
    pub(super) periods: [WalksOfPeriod; 2],
    stretch: Option<Stretch>,
}

/// What was passed in both periods.
#[derive(Debug)]
struct Stretch {
    ground: Ground,
    squares: BTreeSet<Square>,
}

impl ComparedWalks {
    /// The earlier period beside this one. What keeps them from being compared comes beside them.
    pub(super) fn of(material: &Material, before: &Chosen) -> (Self, Option<Refused>) {
        let [a, b] = [before, &material.now]
            .map(|it| Walks::of(it, [before, &material.now], material.knowledge.sheets));
        let light = [WalkLight::Dark, WalkLight::Daylight, WalkLight::Unknown]
            .into_iter()
            .max_by_key(|light| {
                (a.lit(*light).min(b.lit(*light)), a.lit(*light) + b.lit(*light), std::cmp::Reverse(*light))
            })
            .unwrap_or(WalkLight::Unknown);
        let refused = unlike(&a, &b, light);
        let places = [before, &material.now].into_iter().flat_map(|it| it.observations.iter());
        let ground = Ground::around(places.filter_map(|it| it.position));
        let [mut a, mut b] =
            [(before, a), (&material.now, b)].map(|(chosen, walks)| period(chosen, walks, light, ground));
        let stretch = ground.and_then(|ground| shared_stretch(ground, &a, &b));
        let nothing =
            stretch.as_ref().is_some_and(|it| it.squares.is_empty()).then_some(Refused::NothingShared);
        let earlier = before.findings.iter().filter_map(|it| it.finding.position);
        let earlier = ground.map(|ground| earlier.map(|at| ground.square(at)).collect()).unwrap_or_default();
        for period in [&mut a, &mut b] {
            period.set_passed(stretch.as_ref());
            period.set_passers(&earlier);
        }
        (Self { light, periods: [a, b], stretch }, refused.or(nothing))
    }

    /// The pairs of a period that are compared, each with the number of its walk.
    pub(super) fn on_stretch<'a>(&self, period: usize, pairs: &[Pair<'a>]) -> Vec<(usize, Pair<'a>)> {
        let own = pairs.iter().filter(|it| self.holds(it.sighted.finding.position));
        let walk_by_series = &self.periods[period].walk_by_series;
        own.filter_map(|it| Some((*walk_by_series.get(&it.series())?, *it))).collect()
    }

    /// Whether a participant's walk is compared.
    pub(super) fn compares(&self, period: usize, series: SeriesId) -> bool {
        self.periods[period].walk_by_series.contains_key(&series)
    }

    /// Whether a place lies on the stretch that was passed both times; where that is not known, everywhere does.
    pub(super) fn holds(&self, at: Option<Position>) -> bool {
        self.stretch.as_ref().is_none_or(|it| at.is_some_and(|at| it.squares.contains(&it.ground.square(at))))
    }

    /// Whether it is known which stretch was passed both times.
    pub(super) fn is_stretch_known(&self) -> bool {
        self.stretch.is_some()
    }

    /// How many participants of a period passed an earlier place, as far as known, and on how many walks; who noted no way
    /// is taken to have gone as the others of the walk did.
    pub(super) fn passers(&self, period: usize, at: Option<Position>) -> (f64, usize) {
        let own = &self.periods[period];
        let square = self.stretch.as_ref().zip(at).map(|(it, at)| it.ground.square(at));
        let passed = square.and_then(|square| own.passers.get(&square));
        let of_walk = |(number, walk): (usize, &ComparedWalk)| {
            let known = passed.and_then(|it| it.get(&number)).copied().unwrap_or(0);
            let is_unknown = square.is_none() || walk.tracked == 0;
            let share = if is_unknown { 1.0 } else { real(known) / real(walk.tracked) };
            real(walk.participants.len()) * share
        };
        let people: Vec<f64> = own.walks.iter().enumerate().map(of_walk).filter(|it| *it > 0.0).collect();
        (people.iter().sum(), people.len())
    }
}

fn unlike(before: &Walks, now: &Walks, light: WalkLight) -> Option<Refused> {
    let walks = [before, now].map(|it| it.participants.len());
    if walks.contains(&0) {
        let is_paper = before.sheets + now.sheets > 0;
        return is_paper
            .then_some(Refused::OtherForm { sheets_before: before.sheets, sheets_now: now.sheets });
    }
    if before.lit(light).min(now.lit(light)) == 0 {
        let [day, dark] = [WalkLight::Daylight, WalkLight::Dark];
        return Some(Refused::OtherLight {
            daylight_before: before.lit(day),
            dark_before: before.lit(dark),
            daylight_now: now.lit(day),
            dark_now: now.lit(dark),
        });
    }
    let share = |it: &Walks| real(it.answered.len()) / real(it.people());
    let differs = (share(before) - share(now)).abs() > MOST_ASKED_APART;
    differs.then_some(Refused::OtherQuestions { before: before.answered.len(), now: now.answered.len() })
}

/// The shares of participants who were asked about earlier places may lie so far apart.
const MOST_ASKED_APART: f64 = 0.25;

fn period(chosen: &Chosen, walks: Walks, light: WalkLight, ground: Option<Ground>) -> WalksOfPeriod {
    let left_out = LeftOut {
        sheets: walks.sheets,
        walks_in_other_light: walks.light.values().filter(|it| **it != light).count(),
        without_walk: walks.without_walk,
    };
    let compared = walks.participants.into_iter().filter(|(id, _)| walks.light.get(id) == Some(&light));
    let mut walks: Vec<ComparedWalk> = compared
        .map(|(_, participants)| ComparedWalk { participants, tracked: 0, there: 0, passed: 0.0 })
        .collect();
    let numbered = walks.iter().enumerate();
    let walk_by_series: BTreeMap<SeriesId, usize> =
        numbered.flat_map(|(at, it)| it.participants.iter().map(move |series| (*series, at))).collect();
    let mut ways = ground.map(|ground| ways(chosen, ground)).unwrap_or_default();
    ways.retain(|series, _| walk_by_series.contains_key(series));
    for walk in &mut walks {
        walk.tracked = walk.participants.iter().filter(|it| ways.contains_key(it)).count();
    }
    WalksOfPeriod { walks, left_out, walk_by_series, ways, passers: BTreeMap::new() }
}

/// The squares that were passed in both periods; `None` where the ways of either are not known at all.
fn shared_stretch(ground: Ground, before: &WalksOfPeriod, now: &WalksOfPeriod) -> Option<Stretch> {
    let all = |it: &WalksOfPeriod| -> BTreeSet<Square> { it.ways.values().flatten().copied().collect() };
    let [a, b] = [before, now].map(all);
    let is_known = !a.is_empty() && !b.is_empty();
    is_known.then(|| Stretch { ground, squares: a.intersection(&b).copied().collect() })
}

impl WalksOfPeriod {
    /// Of each walk those who passed the stretch: by their tracks, else as the walk's other participants on average, else
    /// all of it.
    fn set_passed(&mut self, stretch: Option<&Stretch>) {
        let stretch = stretch.filter(|it| !it.squares.is_empty());
        for walk in &mut self.walks {
            let all = walk.participants.len();
            let of_stretch = |stretch: &Stretch| {
                let ways = walk.participants.iter().filter_map(|it| self.ways.get(it));
                ways.map(|way| stretch.share(way)).collect::<Vec<f64>>()
            };
            let shares = stretch.map(of_stretch).unwrap_or_default();
            let away = shares.iter().filter(|share| **share <= 0.0).count();
            let is_elsewhere = !shares.is_empty() && away == shares.len();
            walk.there = if is_elsewhere { 0 } else { all - away };
            let mean = shares.iter().sum::<f64>() / real(shares.len());
            walk.passed = if shares.is_empty() { real(all) } else { real(all) * mean };
        }
    }
}

impl WalksOfPeriod {
    fn set_passers(&mut self, squares: &BTreeSet<Square>) {
        for (series, way) in &self.ways {
            let Some(walk) = self.walk_by_series.get(series) else { continue };
            for square in way.iter().filter(|it| squares.contains(*it)) {
                *self.passers.entry(*square).or_default().entry(*walk).or_default() += 1;
            }
        }
    }
}

impl Stretch {
    fn share(&self, way: &Way) -> f64 {
        real(way.iter().filter(|it| self.squares.contains(*it)).count()) / real(self.squares.len())
    }
}
