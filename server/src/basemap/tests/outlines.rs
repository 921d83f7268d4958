//! Areas and cut ways.

use fast_mvt::MvtGeometry;
use geo::{MapCoords as _, Validation as _};

use super::super::LeftOut;
use super::BOX;
use super::extract::{Extract, Tag};
use super::map::Map;

const LAKE: [Tag<'static>; 2] = [("natural", "water"), ("water", "lake")];

fn extract() -> Extract {
    Extract::new(Some(BOX))
}

/// Nodes around a lake with an island, from west to east and back.
fn lake_with_hole(members: &[(i64, &str)]) -> Extract {
    let mut extract = extract();
    for (id, place) in (1..).zip([(18.002, 59.302), (18.002, 59.308), (18.018, 59.308), (18.018, 59.302)]) {
        extract.node(id, place, &[]);
    }
    // Two halves that run against each other, and a hole.
    extract.way(10, &[1, 2, 3], &[]).way(11, &[1, 4, 3], &[]);
    extract.block(12, [18.008, 59.304, 18.012, 59.306], &[]);
    extract.relation(1, members, &LAKE);
    extract
}

const WATER: (f64, f64) = (18.004, 59.305);
const HOLE: (f64, f64) = (18.010, 59.305);

#[test]
fn a_multipolygon_has_its_hole() {
    let (map, report) = Map::of(&lake_with_hole(&[(10, "outer"), (12, "inner"), (11, "outer")]));
    for zoom in [12, 14, 16] {
        assert_eq!(map.kinds_at_zoom("water", WATER, zoom), ["lake"]);
        assert_eq!(map.kinds_at_zoom("water", HOLE, zoom), [""; 0], "zoom {zoom}");
    }
    assert_eq!(report.left_out, LeftOut::default());
}

#[test]
fn rings_that_close_are_used_and_others_are_left_out() {
    // A second outline whose other half is missing, in the midst of the box.
    let mut broken = lake_with_hole(&[(10, "outer"), (11, "outer"), (13, "outer"), (99, "outer")]);
    broken.line(13, &[(18.009, 59.3045), (18.010, 59.3055), (18.011, 59.3045)], &[]);
    let (map, _) = Map::of(&broken);
    assert_eq!(map.kinds_at("water", WATER), ["lake"]);
    // Nothing closes: nothing is drawn, and that is told.
    let mut nothing = lake_with_hole(&[(13, "outer"), (99, "outer")]);
    nothing.line(13, &[(18.009, 59.3045), (18.010, 59.3055), (18.011, 59.3045)], &[]);
    nothing.block(14, [18.001, 59.301, 18.0015, 59.3015], &[("building", "yes")]);
    let (map, report) = Map::of(&nothing);
    assert_eq!((map.seen("water", 16).len(), report.left_out.areas), (0, 1));
}

#[test]
fn a_line_is_split_where_its_nodes_are_missing() {
    let mut extract = extract();
    for (id, lon) in [(1, 18.0035), (2, 18.0037), (4, 18.0041), (5, 18.0043)] {
        extract.node(id, (lon, 59.3035), &[]);
    }
    extract.way(10, &[1, 2, 3, 4, 5], &[("highway", "footway")]);
    let (map, _) = Map::of(&extract);
    let seen = map.seen("roads", 16);
    let [road] = seen.as_slice() else { panic!("{seen:?}") };
    let MvtGeometry::MultiLineString(lines) = &road.geometry else { panic!("{road:?}") };
    assert!(lines.0.iter().all(|line| line.0.len() == 2), "{lines:?}");
    assert_eq!(lines.0.len(), 2);
}

#[test]
fn an_area_with_missing_nodes_is_closed_only_along_the_edge() {
    let mut extract = extract();
    for (id, place) in
        [(1, (18.019, 59.303)), (2, (18.012, 59.303)), (3, (18.012, 59.306)), (4, (18.019, 59.306))]
    {
        extract.node(id, place, &[]);
    }
    // Node 9 lies beyond the eastern edge and is not in the extract.
    extract.way(10, &[9, 1, 2, 3, 4, 9], &[("leisure", "park")]);
    // The same in the midst of the box.
    for (id, place) in
        [(11, (18.006, 59.303)), (12, (18.004, 59.303)), (13, (18.004, 59.306)), (14, (18.006, 59.306))]
    {
        extract.node(id, place, &[]);
    }
    extract.way(20, &[11, 12, 13, 14, 19, 11], &[("leisure", "park")]);
    let (map, report) = Map::of(&extract);
    assert_eq!(map.kinds_at("landuse", (18.015, 59.3045)), ["park"]);
    assert_eq!(map.kinds_at("landuse", (18.005, 59.3045)), [""; 0]);
    assert_eq!(report.left_out.areas, 1);
}

#[test]
fn squares_and_platforms_are_areas_and_never_outlines() {
    let cases: [&[Tag<'_>]; 4] = [
        &[("highway", "pedestrian"), ("area", "yes")],
        &[("highway", "footway"), ("area", "yes")],
        &[("railway", "platform")],
        &[("public_transport", "platform"), ("bus", "yes")],
    ];
    for tags in cases {
        let mut extract = extract();
        extract.block(1, [18.004, 59.303, 18.006, 59.304], tags);
        let (map, _) = Map::of(&extract);
        assert_eq!(map.kinds_at("landuse", (18.005, 59.3035)), ["pedestrian"], "{tags:?}");
        assert_eq!(map.seen("roads", 16), [], "{tags:?}");
    }
}

#[test]
fn a_loop_without_area_is_a_line() {
    let mut extract = extract();
    extract.block(1, [18.004, 59.303, 18.006, 59.304], &[("highway", "footway")]);
    let (map, report) = Map::of(&extract);
    assert_eq!(report.features_by_layer["landuse"], 0);
    assert!(!map.seen("roads", 16).is_empty());
}

#[test]
fn exteriors_are_clockwise_in_tiles_whichever_way_they_are_drawn() {
    let corners = [(18.0041, 59.3031), (18.0041, 59.3039), (18.0049, 59.3039), (18.0049, 59.3031)];
    for turned in [false, true] {
        let mut corners = corners.to_vec();
        if turned {
            corners.reverse();
        }
        let mut extract = extract();
        extract.ring(1, &corners, &[("building", "yes")]);
        let (map, _) = Map::of(&extract);
        for seen in map.seen("buildings", 16) {
            let MvtGeometry::Polygon(polygon) = seen.geometry else { panic!("one house is one polygon") };
            // By the surveyor's formula of the specification, with y downwards.
            let doubled: i64 = polygon.exterior().lines().map(|line| i64::from(line.determinant())).sum();
            assert!(doubled > 0);
        }
    }
}

#[test]
fn small_things_are_not_seen_from_afar() {
    let mut extract = extract();
    extract.block(1, [18.0041, 59.3031, 18.0042, 59.30315], &[("building", "shed")]);
    extract.block(2, [18.006, 59.303, 18.008, 59.304], &[("building", "school")]);
    let (map, _) = Map::of(&extract);
    let houses = |zoom| map.kinds_at_zoom("buildings", (18.00415, 59.303_125), zoom).len();
    assert_eq!((houses(13), houses(16)), (0, 1));
    assert_eq!(map.kinds_at_zoom("buildings", (18.007, 59.3035), 13).len(), 1);
    assert_eq!(map.seen("buildings", 12), []);
}

#[test]
fn an_area_over_several_tiles_covers_them_without_seams() {
    let mut extract = extract();
    extract.block(1, [18.001, 59.301, 18.019, 59.309], &[("leisure", "park")]);
    let (map, _) = Map::of(&extract);
    for step in 1..90 {
        let place = (18.001 + 0.0002 * f64::from(step), 59.301 + 0.000_088 * f64::from(step));
        assert_eq!(map.kinds_at("landuse", place), ["park"], "{place:?}");
    }
}

#[test]
fn areas_stay_valid_where_tiles_cut_them() {
    // A comb whose teeth reach over the sides of tiles.
    let teeth = (0..16).flat_map(|tooth| {
        let west = 18.001 + 0.001 * f64::from(tooth);
        [(west, 59.302), (west + 0.0004, 59.3085), (west + 0.0008, 59.302)]
    });
    let comb: Vec<_> = teeth.chain([(18.0175, 59.3015), (18.001, 59.3015)]).collect();
    let mut extract = extract();
    extract.ring(1, &comb, &[("leisure", "park")]);
    let (map, _) = Map::of(&extract);
    for zoom in 10..=16 {
        for seen in map.seen("landuse", zoom) {
            let area = seen.geometry.map_coords(|c| geo::Coord { x: f64::from(c.x), y: f64::from(c.y) });
            assert!(area.is_valid(), "{:?}: {:?}", seen.place, area.check_validation());
        }
    }
}
