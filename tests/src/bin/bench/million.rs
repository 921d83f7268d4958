//! How long it takes to merge a million observations, and to take in one more.

use std::collections::BTreeMap;

use shared::geo::{Metres, Place, Position};
use shared::id::{RecordId, SeriesId};
use shared::position::simulated::Chance;
use shared::situation::{Lamps, Merged, Observation};
use tests::wait;

use crate::situation::{observed, plane};
use crate::{Figure, median_and_p95, peak_kib, resident_kib};

/// How many more come in, one by one.
const MORE: u32 = 200;

pub(crate) fn measure() -> Vec<Figure> {
    let mut chance = Chance(1_992);
    let plane = plane();
    let points = observed(&mut chance);
    let accuracies_m: Vec<f64> = points.iter().map(|_| chance.between(5.0, 20.0)).collect();
    let places = (0_u32..).zip(points.iter().zip(&accuracies_m));
    let observations: Vec<Observation> = places
        .filter_map(|(number, (point_m, accuracy_m))| {
            Some(observation(number, plane.position(*point_m)?, *accuracy_m, category(*point_m)))
        })
        .collect();
    let before_kib = resident_kib(std::process::id());
    let begun = (wait::now(), processor_ms());
    let mut merged = Merged::of(&observations, BTreeMap::new(), Lamps::default());
    let took = (begun.0.elapsed().as_secs_f64() * 1_000.0, processor_ms() - begun.1);
    let held_kib = resident_kib(std::process::id()).saturating_sub(before_kib);
    let more_kib = peak_kib(std::process::id()).saturating_sub(before_kib);
    let groups = merged.groups().count();
    let sizes = merged.groups().map(|it| it.members.len()).max().unwrap_or(0);
    let (median_ms, p95_ms) = one_by_one(&mut merged, &observations);
    let how = "twelve categories, each by a walker of its own, accuracies of 5–20 m; 20 × 20 km, 60 % in sites of 4 (σ 5 m), half of these \
               around 40 hot areas";
    vec![
        Figure::new(
            "a million observations merged, all anew",
            format!(
                "{:.0} ms, {:.0} ms of processor time, {groups} findings, at most {sizes} voices in one",
                took.0, took.1
            ),
            how,
        ),
        Figure::new(
            "memory of it beside the observations themselves",
            format!("{} MiB after it, {} MiB at most", held_kib / 1_024, more_kib / 1_024),
            "resident memory of the process, after less before",
        ),
        Figure::new(
            "one more of a million",
            format!("{median_ms:.2} ms (p95 {p95_ms:.2} ms)"),
            "put and settled, median of 200, each beside another that is there",
        ),
    ]
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
    let at_ms = i64::from(number) * 30_000;
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
