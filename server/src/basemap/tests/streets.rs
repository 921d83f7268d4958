//! Streets, lamps and what places are called.

use fast_mvt::MvtGeometry;

use super::super::grid::{MAX_ZOOM, Rect};
use super::super::{Bounds, marks, streets};
use super::BOX;
use super::extract::{Extract, Tag};
use super::map::{Map, places};

/// Within one tile of the finest zoom.
const STREET: [(f64, f64); 2] = [(18.0035, 59.3035), (18.0045, 59.3035)];

fn street(tags: &[Tag<'_>]) -> Map {
    let mut extract = Extract::new(Some(BOX));
    extract.line(1, &STREET, tags);
    Map::of(&extract).0
}

fn check(tags: &[Tag<'_>], kind: &str, from_zoom: u8) {
    let map = street(tags);
    let seen = map.seen("roads", MAX_ZOOM);
    assert_eq!(seen.first().map(super::map::Seen::kind), Some(kind), "{tags:?}");
    for zoom in 10..=MAX_ZOOM {
        assert_eq!(!map.seen("roads", zoom).is_empty(), zoom >= from_zoom, "{tags:?} at zoom {zoom}");
    }
}

#[test]
fn ways_have_protomaps_words_and_are_shown_where_they_matter() {
    check(&[("highway", "motorway")], "highway", 10);
    check(&[("highway", "primary")], "major_road", 10);
    check(&[("highway", "residential")], "minor_road", 12);
    check(&[("highway", "footway")], "path", 13);
    check(&[("highway", "steps")], "path", 13);
    check(&[("highway", "footway"), ("footway", "sidewalk")], "path", 14);
    check(&[("railway", "tram")], "rail", 13);
    check(&[("route", "ferry")], "ferry", 11);
}

#[test]
fn lamps_and_lit_ways_are_told_as_places_each_once() {
    let mut extract = Extract::new(Some(BOX));
    // Through the seam of two tiles, which both have it.
    extract.line(1, &[(18.0035, 59.3035), (18.0085, 59.3035)], &[("highway", "footway"), ("lit", "yes")]);
    extract.line(2, &[(18.0035, 59.3055), (18.0040, 59.3055)], &[("highway", "path"), ("lit", "no")]);
    extract.line(3, &[(18.0035, 59.3075), (18.0045, 59.3075)], &[("highway", "path")]);
    extract.node(9, (18.0040, 59.3045), &[("highway", "street_lamp")]);
    let map = Map::of(&extract).0;
    let told = marks(&map.path()).unwrap();
    let is_at =
        |place: &[f64; 2], lon: f64, lat: f64| (place[0] - lon).abs() < 1e-5 && (place[1] - lat).abs() < 1e-5;
    assert!(matches!(told.lamps.as_slice(), [lamp] if is_at(lamp, 18.0040, 59.3045)), "{told:?}");
    assert!(told.lit.iter().all(|place| (place[1] - 59.3035).abs() < 1e-5), "{told:?}");
    let mut lit: Vec<f64> = told.lit.iter().map(|place| place[0]).collect();
    lit.sort_by(f64::total_cmp);
    assert!(lit.windows(2).all(|pair| pair[1] - pair[0] < 0.0004), "no gap is longer than 20 m: {lit:?}");
    assert!(lit[0] < 18.0036 && lit[lit.len() - 1] > 18.0084, "{lit:?}");
    assert!(told.unlit.iter().any(|place| is_at(place, 18.0035, 59.3055)), "{told:?}");
}

#[test]
fn a_lit_path_says_so() {
    let tags = [
        ("highway", "cycleway"),
        ("name", "Slingan"),
        ("name:sv", "Slingan"),
        ("lit", "24/7"),
        ("surface", "asphalt"),
        ("layer", "1"),
        ("bridge", "yes"),
    ];
    let map = street(&tags);
    let seen = map.seen("roads", MAX_ZOOM);
    let [path] = seen.as_slice() else { panic!("{seen:?}") };
    let expected = [
        ("is_bridge", "true"),
        ("kind", "path"),
        ("kind_detail", "cycleway"),
        ("layer", "1"),
        ("lit", "yes"),
        ("name", "Slingan"),
        ("surface", "asphalt"),
    ];
    let found: Vec<(&str, &str)> =
        path.attributes.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    assert_eq!(found, expected);
    assert_eq!(map.seen("roads", 13)[0].attribute("lit"), Some("yes"));
    assert_eq!(map.seen("roads", 13)[0].attribute("surface"), None);
}

#[test]
fn light_that_nobody_knows_of_is_not_told() {
    let lit = |value| {
        street(&[("highway", "path"), ("lit", value)]).seen("roads", MAX_ZOOM)[0]
            .attribute("lit")
            .map(str::to_owned)
    };
    assert_eq!(lit("no").as_deref(), Some("no"));
    assert_eq!(lit("disused").as_deref(), Some("no"));
    assert_eq!(lit("limited").as_deref(), Some("yes"));
    assert_eq!(lit("perhaps"), None);
}

#[test]
fn bridges_are_drawn_after_roads_and_roads_after_tunnels() {
    let mut extract = Extract::new(Some(BOX));
    extract.line(1, &STREET, &[("highway", "footway"), ("bridge", "yes")]);
    extract.line(2, &STREET, &[("highway", "motorway"), ("tunnel", "yes")]);
    extract.line(3, &STREET, &[("highway", "primary")]);
    extract.line(4, &STREET, &[("highway", "steps")]);
    let (map, _) = Map::of(&extract);
    let seen = map.seen("roads", MAX_ZOOM);
    let order: Vec<_> = seen.iter().map(|seen| seen.attribute("kind_detail").unwrap()).collect();
    assert_eq!(order, ["motorway", "steps", "primary", "footway"]);
}

#[test]
fn equal_streets_are_one_feature() {
    let mut extract = Extract::new(Some(BOX));
    extract.line(1, &STREET, &[("highway", "residential"), ("name", "Storgatan")]);
    extract.line(
        2,
        &[(18.0035, 59.3036), (18.0045, 59.3036)],
        &[("highway", "residential"), ("name", "Storgatan")],
    );
    extract.line(
        3,
        &[(18.0035, 59.3037), (18.0045, 59.3037)],
        &[("highway", "residential"), ("name", "Lillgatan")],
    );
    let (map, report) = Map::of(&extract);
    assert_eq!(report.features_by_layer["roads"], 3);
    // From afar they have no names, and so are all alike.
    assert_eq!((map.seen("roads", MAX_ZOOM).len(), map.seen("roads", 12).len()), (2, 1));
}

#[test]
fn lamps_are_shown_from_near_with_their_number() {
    let mut extract = Extract::new(Some(BOX));
    extract.node(1, STREET[0], &[("highway", "street_lamp"), ("ref", "A17")]);
    extract.node(2, STREET[1], &[("man_made", "floodlight")]);
    let (map, report) = Map::of(&extract);
    assert_eq!(report.features_by_layer["lamps"], 2);
    assert_eq!(map.seen("lamps", 14), []);
    assert_eq!(map.seen("lamps", 15).len(), 1, "two lamps without numbers are one feature");
    let refs: Vec<_> =
        map.seen("lamps", MAX_ZOOM).iter().map(|lamp| lamp.attribute("ref").map(str::to_owned)).collect();
    assert_eq!(refs.len(), 2);
    assert!(refs.contains(&Some("A17".to_owned())) && refs.contains(&None));
}

#[test]
fn stops_benches_schools_and_places_are_found() {
    let mut extract = Extract::new(Some(BOX));
    extract.node(1, STREET[0], &[("highway", "bus_stop"), ("name", "Torget")]);
    extract.node(2, STREET[1], &[("amenity", "bench")]);
    extract.node(3, (18.004, 59.3037), &[("place", "suburb"), ("name", "Porsö"), ("name:sv", "Porsön")]);
    extract.block(4, [18.0041, 59.3031, 18.0049, 59.3039], &[("amenity", "school"), ("name", "Skolan")]);
    extract.block(5, [18.0051, 59.3031, 18.0059, 59.3039], &[("leisure", "playground")]);
    let (map, _) = Map::of(&extract);
    let kinds = |zoom| {
        let mut kinds: Vec<_> = map.seen("pois", zoom).iter().map(|seen| seen.kind().to_owned()).collect();
        kinds.sort();
        kinds
    };
    assert_eq!(kinds(14), ["bus_stop"]);
    assert_eq!(kinds(MAX_ZOOM), ["bench", "bus_stop", "school"], "a playground without a name has no label");
    assert_eq!(map.kinds_at("landuse", (18.0045, 59.3035)), ["school"]);
    let places = map.seen("places", 11);
    let [suburb] = places.as_slice() else { panic!("{places:?}") };
    assert_eq!((suburb.kind(), suburb.attribute("kind_detail")), ("neighbourhood", Some("suburb")));
    assert_eq!((suburb.attribute("name"), suburb.attribute("name:sv")), (Some("Porsö"), Some("Porsön")));
}

#[test]
fn only_the_wanted_box_is_taken() {
    let mut extract = Extract::new(Some([17.0, 59.0, 19.0, 60.0]));
    extract.line(1, &STREET, &[("highway", "residential"), ("name", "Inne")]);
    extract.line(2, &[(18.004, 59.305), (18.5, 59.5)], &[("highway", "residential"), ("name", "Ut")]);
    extract.line(3, &[(18.5, 59.5), (18.6, 59.5)], &[("highway", "residential"), ("name", "Borta")]);
    // A lake of which only one way comes into the box.
    extract.node(1, (18.01, 59.305), &[]).node(2, (18.01, 59.4), &[]).node(3, (18.4, 59.4), &[]).node(
        4,
        (18.4, 59.305),
        &[],
    );
    extract.way(10, &[4, 1, 2], &[]).way(11, &[2, 3, 4], &[]).relation(
        1,
        &[(10, "outer"), (11, "outer")],
        &[("natural", "water")],
    );
    extract.node(9, (18.5, 59.5), &[("highway", "street_lamp")]);
    let [west, south, east, north] = BOX;
    let within = Bounds::new(west, south, east, north).unwrap();
    let map = Map::new();
    let report = map.import(&extract.bytes(), Some(within)).unwrap();
    assert_eq!(report.bounds, within);
    let mut names: Vec<_> = map
        .seen("roads", MAX_ZOOM)
        .iter()
        .filter_map(|road| road.attribute("name").map(str::to_owned))
        .collect();
    names.dedup();
    names.sort();
    names.dedup();
    assert_eq!(names, ["Inne", "Ut"]);
    assert_eq!(report.features_by_layer["lamps"], 0);
    assert_eq!(map.kinds_at("water", (18.015, 59.307)), ["water"]);
    let rect = Rect::of(within);
    for place in places(&map.path()) {
        let (columns, rows) = rect.at_zoom(place.zoom).tiles(place.zoom);
        assert!(
            columns.contains(&place.x.cast_signed()) && rows.contains(&place.y.cast_signed()),
            "{place:?}"
        );
    }
}

#[test]
fn a_street_goes_on_beyond_the_sides_of_its_tiles() {
    let mut extract = Extract::new(Some(BOX));
    extract.line(1, &[(18.0005, 59.3035), (18.009, 59.3035)], &[("highway", "residential")]);
    let (map, _) = Map::of(&extract);
    let seen = map.seen("roads", MAX_ZOOM);
    assert_eq!(seen.len(), 3, "{seen:?}");
    for pair in seen.windows(2) {
        let [MvtGeometry::LineString(one), MvtGeometry::LineString(next)] =
            [&pair[0].geometry, &pair[1].geometry]
        else {
            panic!("{pair:?}")
        };
        assert_eq!((one.0.last().unwrap().x, next.0.first().unwrap().x), (4096 + 80, -80));
    }
}

#[test]
fn a_street_through_two_tiles_is_told_once_and_what_nobody_walks_on_is_not() {
    let mut extract = Extract::new(Some(BOX));
    let street = [(18.0005, 59.3035), (18.0195, 59.3035)];
    extract.line(1, &street, &[("highway", "residential"), ("name", "Storgatan")]);
    extract.line(2, &street, &[("highway", "footway"), ("footway", "sidewalk")]);
    extract.line(3, &[(18.0035, 59.3055), (18.0040, 59.3055)], &[("railway", "rail")]);
    extract.line(4, &[(18.0035, 59.3075), (18.0045, 59.3075)], &[("highway", "path")]);
    extract.node(9, (18.0040, 59.3045), &[("highway", "bus_stop")]);
    let map = Map::of(&extract).0;
    let bounds = Bounds::new(18.0, 59.3, 18.02, 59.31).unwrap();
    let streets = streets(&map.path(), bounds).unwrap();
    let named: Vec<_> = streets.iter().filter(|it| it.name.as_deref() == Some("Storgatan")).collect();
    let length_m: f64 = named.iter().map(|it| shared::track::length_m(it.line.iter().copied())).sum();
    assert!(named.len() > 1 && (length_m - 1_078.5).abs() < 3.0, "{length_m} m in {} pieces", named.len());
    assert_eq!(streets.iter().filter(|it| it.name.is_none()).count(), 1, "the path alone has no name");
    assert_eq!(marks(&map.path()).unwrap().vulnerable.len(), 1);
}
