//! Coasts to seas.

use super::super::Sea;
use super::BOX;
use super::extract::{Extract, Tag};
use super::map::Map;

const COAST: [Tag<'static>; 1] = [("natural", "coastline")];
const HOUSE: [Tag<'static>; 1] = [("building", "yes")];

/// Land north of it: a coast has the land on its left.
const EASTWARDS: [(f64, f64); 4] = [(17.99, 59.305), (18.005, 59.3055), (18.015, 59.3045), (18.03, 59.305)];

const NORTH: (f64, f64) = (18.01, 59.308);
const SOUTH: (f64, f64) = (18.001, 59.301);
const ISLAND: (f64, f64) = (18.010, 59.302);

/// Counter-clockwise, so that the land is inside.
const ISLAND_RING: [(f64, f64); 4] =
    [(18.008, 59.3015), (18.012, 59.3015), (18.012, 59.3025), (18.008, 59.3025)];

fn coast(places: &[(f64, f64)]) -> Extract {
    let mut extract = Extract::new(Some(BOX));
    extract.line(1, places, &COAST);
    // Something to draw where no sea is.
    extract.line(2, &[(18.001, 59.309), (18.002, 59.309)], &[("highway", "residential")]);
    extract
}

fn is_sea(map: &Map, place: (f64, f64)) -> bool {
    map.kinds_at("water", place) == ["ocean"]
}

fn check(extract: &Extract, wet: &[(f64, f64)], dry: &[(f64, f64)]) {
    let (map, report) = Map::of(extract);
    assert_eq!(report.sea, Sea::Drawn);
    for place in wet {
        assert!(is_sea(&map, *place), "{place:?} is dry");
        assert_eq!(map.kinds_at_zoom("water", *place, 13), ["ocean"], "{place:?} is dry from afar");
    }
    for place in dry {
        assert!(!is_sea(&map, *place), "{place:?} is wet");
    }
}

fn check_none(extract: &Extract, expected: Sea) {
    let (map, report) = Map::of(extract);
    assert_eq!(report.sea, expected);
    assert_eq!(map.seen("water", 16), []);
}

#[test]
fn water_lies_right_of_a_coast_and_islands_stand_in_it() {
    check(coast(&EASTWARDS).ring(3, &ISLAND_RING, &COAST), &[SOUTH], &[NORTH, ISLAND]);
}

#[test]
fn a_coast_the_other_way_round_has_its_water_on_the_other_side() {
    let westwards: Vec<_> = EASTWARDS.into_iter().rev().collect();
    check(&coast(&westwards), &[NORTH], &[SOUTH]);
}

#[test]
fn a_coast_in_several_ways_is_one_coast() {
    let mut extract = Extract::new(Some(BOX));
    for (id, place) in (10..).zip(EASTWARDS) {
        extract.node(id, place, &[]);
    }
    extract.way(1, &[12, 13], &COAST).way(2, &[10, 11], &COAST).way(3, &[11, 12], &COAST);
    check(&extract, &[SOUTH], &[NORTH]);
}

#[test]
fn an_island_alone_has_sea_all_around() {
    let mut extract = Extract::new(Some(BOX));
    extract.ring(3, &ISLAND_RING, &COAST);
    check(&extract, &[NORTH, SOUTH], &[ISLAND]);
}

#[test]
fn two_coasts_leave_land_or_water_between_them() {
    let sound = [(18.03, 59.307), (17.99, 59.307)];
    // Water south of the first coast and north of the second one.
    let mut land_between = coast(&EASTWARDS);
    land_between.line(4, &sound, &COAST);
    check(&land_between, &[SOUTH, (18.01, 59.309)], &[(18.01, 59.306)]);
    // Water between: the first has it north, the second south.
    let mut water_between = Extract::new(Some(BOX));
    let (west, east): (Vec<_>, Vec<_>) =
        (EASTWARDS.into_iter().rev().collect(), sound.into_iter().rev().collect());
    water_between.line(1, &west, &COAST).line(4, &east, &COAST);
    check(&water_between, &[(18.01, 59.306)], &[SOUTH, (18.01, 59.309)]);
}

#[test]
fn a_coast_that_was_cut_with_the_extract_goes_on_to_the_edge() {
    // Its first and last nodes lie outside and are not in the extract.
    let mut extract = Extract::new(Some(BOX));
    for (id, place) in (11..).zip([(18.0008, 59.305), (18.01, 59.3055), (18.0193, 59.305)]) {
        extract.node(id, place, &[]);
    }
    extract.way(1, &[10, 11, 12, 13, 14], &COAST);
    check(&extract, &[SOUTH], &[NORTH]);
}

#[test]
fn a_coast_with_a_gap_floods_nothing() {
    check_none(&coast(&[(17.99, 59.305), (18.01, 59.305)]), Sea::Broken { loose_ends: 1 });
    let mut gap = coast(&EASTWARDS[..2]);
    gap.line(3, &EASTWARDS[2..], &COAST);
    check_none(&gap, Sea::Broken { loose_ends: 2 });
}

#[test]
fn a_coast_that_would_drown_the_town_is_not_believed() {
    let mut extract = coast(&EASTWARDS);
    for (id, west) in [(20, 18.004), (21, 18.008), (22, 18.012)] {
        extract.block(id, [west, 59.302, west + 0.001, 59.3025], &HOUSE);
    }
    check_none(&extract, Sea::Flooding);
}

#[test]
fn no_coast_in_the_box_is_no_sea() {
    check_none(&coast(&[(17.9, 59.2), (17.95, 59.2)]), Sea::NoCoast);
}
