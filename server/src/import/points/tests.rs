//! Tables and GeoJSON of points, with rows of every kind of damage.

use shared::geo::BoundingBox;

use super::*;

fn read_text(file: &str) -> Result<Points, NotPoints> {
    read(file.as_bytes(), &PointFields::default(), Coordinates::default())
}

fn check(file: &str, expected: &[(&str, f64, f64)]) -> Points {
    let points = read_text(file).unwrap();
    let found: Vec<_> = points.assets.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(found, expected.iter().map(|it| it.0).collect::<Vec<_>>());
    for (asset, (_, lat, lon)) in points.assets.iter().zip(expected) {
        let (north, east) = (asset.position.lat() - lat, asset.position.lon() - lon);
        assert!(north.abs() < 2e-6 && east.abs() < 2e-6, "{asset:?}");
    }
    points
}

fn left_out(points: &Points) -> Vec<String> {
    points.left_out.iter().map(ToString::to_string).collect()
}

#[test]
fn lamps_come_from_geojson_and_from_tables_in_degrees_or_sweref() {
    check(
        r#"{"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"Stolpnummer":"B 17"},"geometry":{"type":"Point","coordinates":[22.137,65.617]}},
            {"type":"Feature","properties":{"nummer":18},"geometry":{"type":"Point","coordinates":[22.138,65.617]}}]}"#,
        &[("B 17", 65.617, 22.137), ("18", 65.617, 22.138)],
    );
    let swedish = check("\u{feff}nummer;N;E\n17;7295871,724740;828213,105876\n", &[("17", 65.617, 22.137)]);
    assert!(swedish.mended.iter().any(|it| it.to_string().contains("SWEREF 99 TM")));
}

#[test]
fn usual_headers_are_known_and_others_can_be_named() {
    let headers = [
        "Stolpnr;Nordlig koordinat;Ostlig koordinat",
        "ID;SWEREF99TM_N;SWEREF99TM_E",
        "nr;N (SWEREF 99 TM);E (SWEREF 99 TM)",
        "Namn;Y;X",
        "Namn;Y-koordinat;X-koordinat",
        "Namn;X;Y",
        "Littera;Norr;Öster",
        "id;northing;easting",
    ];
    for header in headers {
        check(&format!("{header}\n17;7295871,724740;828213,105876\n"), &[("17", 65.617, 22.137)]);
    }
    let fields = PointFields {
        name: Some("mast".to_owned()),
        north: Some("A".to_owned()),
        east: Some("b".to_owned()),
    };
    let points = read(b"mast,a,b\nM1,65.6,22.1\n", &fields, Coordinates::default()).unwrap();
    assert_eq!(points.assets[0].name, "M1");
}

#[test]
fn a_local_zone_is_named_in_the_header_by_a_person_or_by_the_areas_that_are_there() {
    const ROWS: &str = "17;7280187,765232;167834,664767\n";
    let zone = check(&format!("nr;SWEREF99 21 45 N;SWEREF99 21 45 E\n{ROWS}"), &[("17", 65.617, 22.137)]);
    assert!(zone.mended[0].to_string().contains("SWEREF 99 21 45"));
    check(&format!("Koordinatsystem: SWEREF 99 21 45;;\nnr;N;E\n{ROWS}"), &[("17", 65.617, 22.137)]);
    let file = format!("nr;N;E\n{ROWS}");
    let with = |coordinates: Coordinates| read(file.as_bytes(), &PointFields::default(), coordinates);
    let why = with(Coordinates::default()).unwrap_err().to_string();
    assert!(why.contains("--crs"), "{why}");
    let areas = Some(BoundingBox { west: 22.0, south: 65.5, east: 22.3, north: 65.7 });
    let by_areas = with(Coordinates { areas, system: None }).unwrap();
    assert!(by_areas.notes[0].contains("SWEREF 99 21 45"), "{:?}", by_areas.notes);
    let system = System::by_name("3017");
    assert_eq!(with(Coordinates { system, areas: None }).unwrap().assets, by_areas.assets);
    let elsewhere = Some(BoundingBox { west: -1.0, south: 50.0, east: 0.0, north: 51.0 });
    assert!(
        with(Coordinates { areas: elsewhere, system: None })
            .unwrap_err()
            .to_string()
            .contains("far from the areas")
    );
}

#[test]
fn rows_are_judged_singly_and_what_is_left_out_is_listed() {
    let good: Vec<String> = (0..20).map(|row| format!("{row},65.6{row:02},22.1")).collect();
    let mut file = format!("id,lat,lon\n{}\n", good.join("\n"));
    file += "a,0,0\nb,22.1,65.6\nc,56.6,22.1\nd,okänd,22.1\n\ne,,\nf,\"65.6,22.1\ng,65.6,22.1,1\n";
    let points = read_text(&file).unwrap();
    assert_eq!(points.assets.len(), 20);
    let expected = [
        "left out: line 22 “a”: it stands at 0, 0",
        "left out: line 23 “b”: north and east have changed places (65.6, 22.1), unlike in the other rows",
        "left out: line 24 “c”: it lies 1002 km from the others",
        "left out: line 25 “d”: “okänd” in the column lat is not a number that can be read",
        "left out: line 27 “e”: it has no coordinates",
        "left out: line 28 “f”: a quote (\") opens in this row and is never closed",
        "left out: line 29 “g”: it has 4 cells where the header has 3",
    ];
    for (found, expected) in left_out(&points).iter().zip(expected) {
        assert!(found.starts_with(expected), "{found}");
    }
    assert_eq!(points.left_out.len(), expected.len());
}

#[test]
fn points_among_other_shapes_are_taken() {
    let points = read_text(
        r#"{"features":[
            {"properties":{"nr":1},"geometry":{"type":"Point","coordinates":[22.1,65.6]}},
            {"properties":{"nr":2},"geometry":{"type":"LineString","coordinates":[[22.1,65.6],[22.2,65.7]]}},
            {"properties":{"nr":3},"geometry":{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[22.1,65.6]}]}},
            {"properties":{"nr":4},"geometry":{"type":"Point","coordinates":[]}},
            {"properties":{"nr":5},"geometry":null}],"type":"FeatureCollection","numberMatched":9,"numberReturned":5}"#,
    )
    .unwrap();
    assert_eq!(points.assets.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["1", "3"]);
    let places: Vec<_> = points.left_out.iter().map(|it| it.place).collect();
    assert_eq!(places, [2, 4, 5].map(RowPlace::Feature));
    assert_eq!(points.partial, Some(Partial { total: Some(9) }));
}

#[test]
fn what_has_no_name_is_called_by_its_place_and_no_name_stands_twice() {
    check(
        "id,lat,lon\n,65.617,22.137\n8,65.6,22.1\n8,65.7,22.2\n8,65.7,22.2\n8,65.7,22.2\n",
        &[
            ("65.617000,22.137000", 65.617, 22.137),
            ("8", 65.6, 22.1),
            ("8 (65.700000,22.200000)", 65.7, 22.2),
            ("8 (65.700000,22.200000) 2", 65.7, 22.2),
            ("8 (65.700000,22.200000) 3", 65.7, 22.2),
        ],
    );
}

#[test]
fn a_file_without_points_is_refused_with_a_sentence() {
    let why = |file: &str| read_text(file).unwrap_err().to_string();
    assert!(why("a,b\n1,2\n").contains("the columns are a, b"));
    assert!(why("lat,lon\n,\n").contains("a header and no rows"));
    assert!(why("id,lat,lon\n1,x,y\n").contains("line 2 “1”: “y”"), "{}", why("id,lat,lon\n1,x,y\n"));
    assert!(why("lat,lon\n1e9,1e9\n").contains("not a number"), "{}", why("lat,lon\n1e9,1e9\n"));
    assert!(why("lat,lon\n1000000000,1000000000\n").contains("1000000000"));
    assert!(why("{").contains("cut short"), "{}", why("{"));
    assert!(why("").contains("empty"));
    assert!(why("<!DOCTYPE html>").contains("a web page"));
}
