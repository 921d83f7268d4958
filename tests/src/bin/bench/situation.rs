//! How long the statistics of a situation take for a million observations.

use std::collections::BTreeSet;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use criterion::Criterion;
use serde::Deserialize;
use shared::geo::{Area, AreaIndex, Metres, Plane, Position};
use shared::id::{RecordId, SeriesId};
use shared::position::simulated::Chance;
use shared::situation::STRONGEST_SHOWN;
use shared::situation::statistics::{
    DealtWalk, Grid, InWindow, Known, Raster, Seen, WalkPlaces, Weights, at_equal_effort, clusters,
    density_per_km2, hot_spots, new_places, prioritised, sizes, together,
};

use crate::Figure;

const OBSERVATIONS: usize = 1_000_000;
const SIDE_M: f64 = 20_000.0;
/// Of so many runs, after those of the first second, criterion estimates the median; fewer it does not take.
const RUNS: usize = 10;

pub(crate) fn measure() -> Vec<Figure> {
    let mut chance = Chance(1_992);
    let points = observed(&mut chance);
    let grid = Grid::covering(&points, 100.0).unwrap();
    let raster = Raster::counted(grid, &points);
    let positions: Vec<Position> = points.iter().filter_map(|it| plane().position(*it)).collect();
    let (walks, windows) = dealt(&mut chance);
    let named: Vec<WalkPlaces> = (0..1_000).map(|_| walk_places(&mut chance)).collect();
    let seen = places(&grid, &points);
    let known: Vec<Known> = (0..20_000).map(|number| known(number, &mut chance)).collect();
    let areas = areas();
    vec![
        timed("a million points counted into cells of 100 m", || {
            format!("{} cells", Raster::counted(grid, &points).values().len())
        }),
        timed("Gi* of these cells", || format!("{} cells", raster.gi_star().len())),
        timed("hot spots, with the false discovery rate held", || {
            format!("{} cells", hot_spots(&raster).len())
        }),
        timed("kernel density, 300 m", || {
            format!("{} cells", density_per_km2(grid, &points, 300.0).values().len())
        }),
        timed("clusters (DBSCAN, 15 m, 2 points)", || {
            let labels = clusters(&points, 15.0, 2);
            let noise = labels.iter().filter(|it| it.is_none()).count();
            format!("{} clusters, {noise} noise", sizes(&labels).len())
        }),
        timed("a million points to 300 areas, index and all", || {
            let index = AreaIndex::new(&areas);
            let inside = positions.iter().filter(|it| index.area_of(**it).is_some()).count();
            format!("{inside} inside")
        }),
        timed("what is new, of 1,000 earlier walks and 100, 2,000 windows, 400 deals", || {
            format!("{} found", new_places(&walks, &windows, 1).unwrap().len())
        }),
        timed("what comes together at these places", || {
            format!("{} of {}", together(&seen).len(), seen.len())
        }),
        timed("1,000 walks beside 1,000 at equal effort, 100 of 5,000 places on each", || {
            format!("{:.0} places", at_equal_effort(&named, &named, 1).unwrap().now)
        }),
        timed("20,000 findings ranked, the first ten explained", || {
            format!("{} findings", prioritised(&known, &Weights::default(), STRONGEST_SHOWN).len())
        }),
    ]
}

fn timed(what: &str, run: impl Fn() -> String) -> Figure {
    let folder = tempfile::tempdir().unwrap();
    let mut criterion = Criterion::default()
        .output_directory(folder.path())
        .without_plots()
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(5))
        .sample_size(RUNS);
    criterion.bench_function(NAME, |bencher| bencher.iter(|| black_box(run())));
    let Median { point_estimate, confidence_interval: around } = median(folder.path());
    let [median, least, most] = [point_estimate, around.lower_bound, around.upper_bound].map(milliseconds);
    let found = format!("{median} ms (95 % between {least} and {most}), {}", run());
    let how = format!(
        "pure function, one core, criterion's median of {RUNS}; 20 × 20 km, 60 % in sites of 4 (σ 5 m), half of these around \
         40 hot areas"
    );
    Figure::new(what, found, &how)
}

/// Under which criterion writes what it found.
const NAME: &str = "timed";

/// What criterion writes of a median, in nanoseconds.
#[derive(Deserialize)]
struct Median {
    point_estimate: f64,
    confidence_interval: Around,
}

#[derive(Deserialize)]
struct Around {
    lower_bound: f64,
    upper_bound: f64,
}

fn median(folder: &Path) -> Median {
    #[derive(Deserialize)]
    struct Estimates {
        median: Median,
    }
    let written = std::fs::read(folder.join(NAME).join("new/estimates.json")).unwrap();
    serde_json::from_slice::<Estimates>(&written).unwrap().median
}

/// To three figures.
fn milliseconds(nanoseconds: f64) -> String {
    let milliseconds = nanoseconds / 1e6;
    let decimals = if milliseconds < 10.0 { 2 } else { usize::from(milliseconds < 100.0) };
    format!("{milliseconds:.decimals$}")
}

pub(crate) fn plane() -> Plane {
    Plane::around(Position::new(65.6, 22.1).unwrap())
}

/// 60 % in sites of four on average, half of the sites around 40 hot areas; the rest anywhere. To the centimetre.
pub(crate) fn observed(chance: &mut Chance) -> Vec<Metres> {
    let anywhere = |chance: &mut Chance| [chance.between(0.0, SIDE_M), chance.between(0.0, SIDE_M)];
    let around = |[east_m, north_m]: Metres, deviation_m: f64, chance: &mut Chance| {
        [east_m + chance.normal(deviation_m), north_m + chance.normal(deviation_m)]
    };
    let hot: Vec<Metres> = (0..40).map(|_| anywhere(chance)).collect();
    let sites: Vec<Metres> =
        (0..OBSERVATIONS * 6 / 40)
            .map(|site| {
                if site % 2 == 0 {
                    anywhere(chance)
                } else {
                    around(hot[site / 2 % hot.len()], 300.0, chance)
                }
            })
            .collect();
    let point = |number: usize| match number % 10 {
        0..6 => around(sites[index(chance, sites.len())], 5.0, chance),
        _ => anywhere(chance),
    };
    let rounded = |metres: Metres| metres.map(|axis| (axis * 100.0).round() / 100.0);
    (0..OBSERVATIONS).map(point).map(rounded).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "below the end"
)]
pub(crate) fn index(chance: &mut Chance, end: usize) -> usize {
    (chance.between(0.0, end as f64) as usize).min(end - 1)
}

/// Walks of a town, each passing forty windows.
fn dealt(chance: &mut Chance) -> (Vec<DealtWalk>, Vec<Vec<InWindow>>) {
    let walk = |number| DealtWalk { is_now: number >= 1_000, participants: 12, voices: 60, passages: 480.0 };
    let mut windows = vec![Vec::new(); 2_000];
    for walk in 0..1_100 {
        let first = index(chance, 1_960);
        for window in &mut windows[first..first + 40] {
            window.push(InWindow { walk, voices: index(chance, 5), passages: 12.0 });
        }
    }
    ((0..1_100).map(walk).collect(), windows)
}

fn walk_places(chance: &mut Chance) -> WalkPlaces {
    let first = index(chance, 4_900);
    let named_by = (first..first + 100).map(|place| (place, 1 + index(chance, 6))).collect();
    WalkPlaces { participants: 12, named_by }
}

fn places(grid: &Grid, points: &[Metres]) -> Vec<Seen<usize>> {
    let mut seen = vec![Seen { traits: BTreeSet::new(), walkers: BTreeSet::new() }; grid.cells()];
    for (number, cell) in points.iter().enumerate().filter_map(|(number, it)| Some((number, grid.cell(*it)?)))
    {
        seen[cell].traits.insert(number.wrapping_mul(2_654_435_761) % 24);
        seen[cell].walkers.insert(series(number / 10));
    }
    seen
}

fn series(number: usize) -> SeriesId {
    SeriesId::from_bytes((number as u128).to_be_bytes())
}

fn known(number: usize, chance: &mut Chance) -> Known {
    Known {
        id: RecordId { series: series(number), number: 1 },
        severity: u8::try_from(index(chance, 5)).unwrap().try_into().ok(),
        voices: 1 + index(chance, 9),
        walks: 1 + index(chance, 4),
        is_in_hot_spot: index(chance, 9) == 0,
        is_emerging: index(chance, 50) == 0,
        vulnerable_near: Some(index(chance, 3)),
    }
}

/// 20 × 15 areas that share their borders, which wind: some 100 corners each.
pub(crate) fn areas() -> Vec<Area> {
    (0..300).map(|number| area(number, [number % 20, number / 20].map(f64::from))).collect()
}

fn area(number: i32, [column, row]: [f64; 2]) -> Area {
    let corners = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]];
    let sides = corners.windows(2).flat_map(|ends| {
        (0..25).map(move |step| {
            let share = f64::from(step) / 25.0;
            [0, 1].map(|axis| ends[0][axis] + share * (ends[1][axis] - ends[0][axis]))
        })
    });
    let ring: Vec<(f64, f64)> = sides.map(|[east, north]| winding(column + east, row + north)).collect();
    let outline = geo::Polygon::new(geo::LineString::from(ring), vec![]).into();
    let name = format!("area-{number}");
    Area { id: name.parse().unwrap(), name, outline }
}

/// A point of the straight lattice, moved.
fn winding(column: f64, row: f64) -> (f64, f64) {
    let at = [column * 1_000.0 + 60.0 * (row * 17.0).sin(), row * 1_333.0 + 60.0 * (column * 23.0).sin()];
    let position = plane().position(at).unwrap();
    (position.lon(), position.lat())
}
