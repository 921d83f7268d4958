//! How long it takes to merge a million observations, to take in one more, and to make the whole picture of them.

use std::collections::{BTreeMap, BTreeSet};

use shared::geo::{AreaIndex, Metres, Place, Position};
use shared::id::{ObservationId, RecordId, SeriesId};
use shared::position::simulated::Chance;
use shared::situation::statistics::{
    Case, Grid, Known, Observed, Raster, Scan, Weights, compared, emerging, hot_spots, prioritised,
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

pub(crate) fn measure() -> Vec<Figure> {
    let mut chance = Chance(1_992);
    let points = observed(&mut chance);
    let accuracies_m: Vec<f64> = points.iter().map(|_| chance.between(5.0, 20.0)).collect();
    let places: Vec<(Metres, f64)> = points.into_iter().zip(accuracies_m).collect();
    let observations = observations(&places, category);
    let before_kib = resident_kib(std::process::id());
    let (mut merged, mut figures) = merged("twelve categories", &observations);
    let held_kib = resident_kib(std::process::id()).saturating_sub(before_kib);
    let more_kib = peak_kib(std::process::id()).saturating_sub(before_kib);
    figures.push(Figure::new(
        "memory of it beside the observations themselves",
        format!("{} MiB after it, {} MiB at most", held_kib / 1_024, more_kib / 1_024),
        "resident memory of the process, after less before",
    ));
    figures.push(one_more(&mut merged, &observations));
    figures.push(picture(&observations, &merged));
    drop((observations, merged));
    let observations = self::observations(&places, |_| "lighting");
    let (mut merged, of_one) = self::merged("one category", &observations);
    figures.extend(of_one);
    figures.push(one_more(&mut merged, &observations));
    figures
}

fn observations(places: &[(Metres, f64)], category: fn(Metres) -> &'static str) -> Vec<Observation> {
    let plane = plane();
    let numbered = (0_u32..).zip(places);
    let observed = numbered.filter_map(|(number, (point_m, accuracy_m))| {
        Some(observation(number, plane.position(*point_m)?, *accuracy_m, category(*point_m)))
    });
    let mut observations: Vec<Observation> = observed.collect();
    // As the server has them: the order of ids is the order of neither place nor time.
    observations.sort_unstable_by_key(|it| it.id);
    observations
}

fn merged(of: &str, observations: &[Observation]) -> (Merged, Vec<Figure>) {
    let (mut least_ms, mut merged) = ([f64::INFINITY; 2], Merged::default());
    for _ in 0..TIMES {
        drop(std::mem::take(&mut merged));
        let begun = (wait::now(), processor_ms());
        merged = Merged::of(observations, BTreeMap::new(), Lamps::default());
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
    let figure = Figure::new(&what, found, &format!("{HOW}; the least of {TIMES}"));
    (merged, vec![figure])
}

fn one_more(merged: &mut Merged, observations: &[Observation]) -> Figure {
    let (median_ms, p95_ms) = one_by_one(merged, observations);
    Figure::new(
        "one more of a million",
        format!("{median_ms:.2} ms (p95 {p95_ms:.2} ms)"),
        "put and settled, median of 200, each beside another that is there",
    )
}

/// The whole picture, where the findings are kept: to 300 areas with their trends beside hot spots and the ranking; then
/// what emerges.
fn picture(observations: &[Observation], merged: &Merged) -> Figure {
    let plane = plane();
    let metres = |it: &Observation| plane.metres(it.position.unwrap());
    let points: Vec<Metres> = observations.iter().map(metres).collect();
    let grid = Grid::covering(&points, 100.0).unwrap();
    let ids: Vec<ObservationId> = observations.iter().map(|it| it.id).collect();
    let begun = wait::now();
    let ([areas_ms, trends_ms], [gi_ms, ranking_ms]) = std::thread::scope(|scope| {
        let areas = scope.spawn(|| {
            let (by_area, areas_ms) = timed(|| by_area(observations));
            [areas_ms, timed(|| trends(&by_area)).1]
        });
        let (spots, gi_ms) = timed(|| hot_spots(&Raster::counted(grid, &points)));
        let hot: BTreeSet<usize> = spots.iter().map(|it| it.cell).collect();
        let is_hot = |id: ObservationId| {
            let at = ids.binary_search(&id).ok();
            at.and_then(|at| grid.cell(points[at])).is_some_and(|cell| hot.contains(&cell))
        };
        let (_, ranking_ms) = timed(|| ranked(merged, is_hot));
        (areas.join().unwrap(), [gi_ms, ranking_ms])
    });
    let together_ms = begun.elapsed().as_secs_f64() * 1_000.0;
    let (_, emerging_ms) = timed(|| emerging_places(observations, &points));
    Figure::new(
        "the whole picture of a million, its findings kept",
        format!(
            "{together_ms:.0} ms for all but what emerges, side by side: to 300 areas {areas_ms:.0}, trends \
             {trends_ms:.0}; Gi* {gi_ms:.0}, ranking of all findings {ranking_ms:.0}; what emerges {emerging_ms:.0} ms"
        ),
        "of the clock, two threads, one run; merging all anew comes on top",
    )
}

/// What is made, and how long it takes.
fn timed<T>(make: impl FnOnce() -> T) -> (T, f64) {
    let begun = wait::now();
    let it = make();
    (it, begun.elapsed().as_secs_f64() * 1_000.0)
}

/// For each of 300 areas how many came in before the middle of all time and how many after it.
fn by_area(observations: &[Observation]) -> Vec<[usize; 2]> {
    let areas = areas();
    let index = AreaIndex::new(&areas);
    let mut by_area = vec![[0; 2]; areas.len()];
    for it in observations {
        if let Some(number) = it.position.and_then(|position| index.number_of(position)) {
            by_area[number][usize::from(it.at_ms > UNTIL_MS / 2)] += 1;
        }
    }
    by_area
}

fn trends(by_area: &[[usize; 2]]) -> usize {
    let of = |events| Observed { events, exposure: 900.0 };
    by_area.iter().filter_map(|[before, now]| compared(of(*now), of(*before))).count()
}

fn emerging_places(observations: &[Observation], points: &[Metres]) -> usize {
    let both = points.iter().zip(observations);
    let cases: Vec<Case> = both.map(|(point_m, it)| Case { point_m: *point_m, at_ms: it.at_ms }).collect();
    emerging(&cases, UNTIL_MS, &Scan { side_m: 200.0, ..Scan::default() }).unwrap().len()
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

fn one_by_one(merged: &mut Merged, observations: &[Observation]) -> (f64, f64) {
    let mut taken_ms = |number: u32| {
        let near = &observations[number as usize * 4_321];
        let one = Observation { id: id(2_000_000 + number), ..near.clone() };
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

fn id(number: u32) -> RecordId {
    let mixed = u128::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_0c29_2545_f491);
    RecordId { series: SeriesId::from_bytes(mixed.to_be_bytes()), number: 1 }
}

fn observation(number: u32, position: Position, accuracy_m: f64, category: &str) -> Observation {
    let place = Place::measured(position, accuracy_m);
    let at_ms = i64::from(number) * EVERY_MS;
    let pointed_at = Observation::pointed_at(id(number), category.parse().unwrap(), place);
    Observation { at_ms, arrived_at_ms: Some(at_ms), ..pointed_at }
}

/// Processor time of this process so far, of all its threads.
fn processor_ms() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2).filter_map(|it| it.parse::<f64>().ok());
    ticks.sum::<f64>() * 10.0
}
