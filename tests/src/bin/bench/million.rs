//! How long it takes to merge a million observations, to take in one more, and to make the whole picture of them.

use std::collections::{BTreeMap, BTreeSet};

use shared::geo::{AreaIndex, Metres, Place};
use shared::id::{ObservationId, RecordId, SeriesId};
use shared::position::simulated::Chance;
use shared::situation::statistics::{
    Grid, Known, Raster, WalkPairs, Weights, hot_spots, per_participant, prioritised,
};
use shared::situation::{Group, Lamps, Merged, Observation, STRONGEST_SHOWN};
use tests::wait;

use crate::situation::{areas, observed, plane};
use crate::{Figure, median_and_p95, peak_kib, resident_kib};

/// How many more come in, one by one.
const MORE: u32 = 200;

/// One observation in so many milliseconds, and when the last one came.
const EVERY_MS: i64 = 30_000;
const UNTIL_MS: i64 = EVERY_MS * 1_000_000;

/// So often is everything merged anew: the least is told, for the machine is shared.
const TIMES: usize = 3;

/// How the observations lie.
const HOW: &str = "each by a walker of its own, accuracies of 5–20 m; 20 × 20 km, 60 % in sites of 4 (σ 5 m), half of these \
                   around 40 hot areas";

/// Where they lie, to the centimetre, and how far off each may be.
struct Places {
    points: Vec<Metres>,
    accuracies_m: Vec<f64>,
}

/// The category of what lies at a place.
type Kind = fn(Metres) -> &'static str;

pub(crate) fn measure() -> Vec<Figure> {
    let mut chance = Chance(1_992);
    let points = observed(&mut chance);
    let accuracies_m: Vec<f64> = points.iter().map(|_| chance.between(5.0, 20.0)).collect();
    let places = Places { points, accuracies_m };
    // First, for the most that the process ever held is told.
    let mut figures = picture(&places);
    for (of, kind) in [("twelve categories", category as Kind), ("one category", |_| "lighting")] {
        let (mut merged, figure) = merged(of, &places, kind);
        figures.extend([figure, one_more(&mut merged, &places, kind)]);
    }
    figures
}

/// One after the other, for as long as it is looked at: as whoever reads them from a database has them.
fn observations(places: &Places, kind: Kind) -> impl Iterator<Item = Observation> {
    (0..).zip(&places.points).map(move |(number, _)| observation(number, places, kind))
}

fn merged(of: &str, places: &Places, kind: Kind) -> (Merged, Figure) {
    let mut observations: Vec<Observation> = observations(places, kind).collect();
    // As the server has them.
    observations.sort_unstable_by_key(|it| it.id);
    let (mut least_ms, mut merged) = ([f64::INFINITY; 2], Merged::default());
    for _ in 0..TIMES {
        drop(std::mem::take(&mut merged));
        let begun = (wait::now(), processor_ms());
        merged = Merged::of(&observations, BTreeMap::new(), Lamps::default());
        let took_ms = [begun.0.elapsed().as_secs_f64() * 1_000.0, processor_ms() - begun.1];
        least_ms = [0, 1].map(|at| f64::min(least_ms[at], took_ms[at]));
    }
    let [wall_ms, own_ms] = least_ms;
    let groups = merged.groups().count();
    let most = merged.groups().map(|it| it.members.len()).max().unwrap_or(0);
    let what = format!("a million observations of {of} merged, all anew");
    let found = format!(
        "{wall_ms:.0} ms, {own_ms:.0} ms of processor time, {groups} findings, at most {most} voices in one"
    );
    (merged, Figure::new(&what, found, &format!("{HOW}; the least of {TIMES}")))
}

fn one_more(merged: &mut Merged, places: &Places, kind: Kind) -> Figure {
    let (median_ms, p95_ms) = one_by_one(merged, places, kind);
    Figure::new(
        "one more of a million",
        format!("{median_ms:.2} ms (p95 {p95_ms:.2} ms)"),
        "put and settled, median of 200, each beside another that is there",
    )
}

/// The whole picture: merged to findings; then, side by side, to 300 areas with their trends, and hot spots with the ranking.
/// And the memory of it all.
fn picture(places: &Places) -> Vec<Figure> {
    let merge = || Merged::of(observations(places, category), BTreeMap::new(), Lamps::default());
    let (merged, merging_ms) = timed(merge);
    let Places { points, .. } = places;
    let grid = Grid::covering(points, 100.0).unwrap();
    let begun = wait::now();
    let ([areas_ms, trends_ms], [gi_ms, ranking_ms]) = std::thread::scope(|scope| {
        let areas = scope.spawn(|| {
            let (by_area, areas_ms) = timed(|| by_area(points));
            [areas_ms, timed(|| trends(&by_area)).1]
        });
        let (spots, gi_ms) = timed(|| hot_spots(&Raster::counted(grid, points)));
        let hot: BTreeSet<usize> = spots.iter().map(|it| it.cell).collect();
        let is_hot = |id: ObservationId| {
            let point = points[number(id) as usize];
            grid.cell(point).is_some_and(|cell| hot.contains(&cell))
        };
        let (_, ranking_ms) = timed(|| ranked(&merged, is_hot));
        (areas.join().unwrap(), [gi_ms, ranking_ms])
    });
    let together_ms = begun.elapsed().as_secs_f64() * 1_000.0;
    let time = Figure::new(
        "the whole picture of a million",
        format!(
            "{merging_ms:.0} ms to findings, observations being made meanwhile; then {together_ms:.0} ms for all of this, \
             side by side: to 300 areas {areas_ms:.0}, trends {trends_ms:.0}; Gi* {gi_ms:.0}, ranking of all \
             findings {ranking_ms:.0}"
        ),
        "of the clock, two threads, one run",
    );
    let held_mib = [resident_kib(std::process::id()), peak_kib(std::process::id())].map(|kib| kib / 1_024);
    let memory = Figure::new(
        "memory of the whole picture of a million, all in all",
        format!("{} MiB after it, {} MiB at most", held_mib[0], held_mib[1]),
        "resident memory of the whole process, where observations come one after the other and are not kept",
    );
    vec![time, memory]
}

/// What is made, and how long it takes.
fn timed<T>(make: impl FnOnce() -> T) -> (T, f64) {
    let begun = wait::now();
    let it = make();
    (it, begun.elapsed().as_secs_f64() * 1_000.0)
}

/// For each of 300 areas how many came in before the middle of all time and how many after it.
fn by_area(points: &[Metres]) -> Vec<[usize; 2]> {
    let (areas, plane) = (areas(), plane());
    let index = AreaIndex::new(&areas);
    let mut by_area = vec![[0; 2]; areas.len()];
    for (number, point) in (0..).zip(points) {
        if let Some(area) = plane.position(*point).and_then(|position| index.number_of(position)) {
            by_area[area][usize::from(at_ms(number) > UNTIL_MS / 2)] += 1;
        }
    }
    by_area
}

/// Each area's ten walks after the middle beside its ten walks before it.
fn trends(by_area: &[[usize; 2]]) -> usize {
    let walks = |pairs: usize| [WalkPairs { pairs: pairs / 10, participants: 12.0 }; 10];
    by_area.iter().filter_map(|[before, now]| per_participant(&walks(*before), &walks(*now)).ok()).count()
}

fn ranked(merged: &Merged, is_hot: impl Fn(ObservationId) -> bool) -> usize {
    let known = |group: &Group| Known {
        id: group.id,
        severity: None,
        voices: group.members.len(),
        walks: group.members.len(),
        is_in_hot_spot: is_hot(group.id),
        is_emerging: false,
        vulnerable_near: None,
    };
    prioritised(&merged.groups().map(known).collect::<Vec<_>>(), &Weights::default(), STRONGEST_SHOWN).len()
}

fn one_by_one(merged: &mut Merged, places: &Places, kind: Kind) -> (f64, f64) {
    let mut taken_ms = |number: u32| {
        let near = observation(number * 4_321, places, kind);
        let one = Observation { id: id(2_000_000 + number), ..near };
        let begun = wait::now();
        merged.put(&one);
        let regrouped = merged.settle();
        let taken_ms = begun.elapsed().as_secs_f64() * 1_000.0;
        assert!(!regrouped.come.is_empty());
        taken_ms
    };
    median_and_p95((0..MORE).map(&mut taken_ms).collect())
}

/// Twelve of the catalogue's categories, by square of 50 m: what is of one place is mostly of one kind.
fn category([east_m, north_m]: Metres) -> &'static str {
    const CATEGORIES: [&str; 12] = [
        "lighting",
        "graffiti",
        "vandalism",
        "entrapment",
        "passage",
        "access",
        "housing",
        "signs",
        "vegetation",
        "traffic",
        "littering",
        "neglect",
    ];
    let square = |metres: f64| (metres / 50.0).floor();
    let mixed = (square(east_m) * 7.0 + square(north_m) * 31.0).rem_euclid(12.0);
    (0_u32..).zip(CATEGORIES).find(|(number, _)| f64::from(*number) >= mixed).map_or("graffiti", |it| it.1)
}

/// Mixes numbers so that the order of ids is the order of neither place nor time; and back: their product is 1.
const MIXING: u128 = 0x9e37_79b9_7f4a_7c15_f39c_0c29_2545_f491;
const UNMIXING: u128 = 0xf640_d794_88d2_ab82_cbd5_5b98_4144_4c71;

fn id(number: u32) -> RecordId {
    let mixed = u128::from(number).wrapping_mul(MIXING);
    RecordId { series: SeriesId::from_bytes(mixed.to_be_bytes()), number: 1 }
}

/// The number that an id was made of.
fn number(id: RecordId) -> u32 {
    u32::try_from(u128::from_be_bytes(*id.series.as_bytes()).wrapping_mul(UNMIXING)).unwrap()
}

fn at_ms(number: u32) -> i64 {
    i64::from(number) * EVERY_MS
}

fn observation(number: u32, places: &Places, kind: Kind) -> Observation {
    let (point_m, accuracy_m) = (places.points[number as usize], places.accuracies_m[number as usize]);
    let place = Place::measured(plane().position(point_m).unwrap(), accuracy_m);
    let at_ms = at_ms(number);
    let pointed_at = Observation::pointed_at(id(number), kind(point_m).parse().unwrap(), place);
    Observation { at_ms, arrived_at_ms: Some(at_ms), ..pointed_at }
}

/// Processor time of this process so far, of all its threads.
fn processor_ms() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2).filter_map(|it| it.parse::<f64>().ok());
    ticks.sum::<f64>() * 10.0
}
