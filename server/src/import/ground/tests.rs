//! Coordinates in each system, by what a file says and by where they lie.

use super::*;

fn check(coord: (f64, f64), said: Option<&str>, expected: (f64, f64), done: &[&str]) {
    let said = said.map(|name| System::by_name(name).unwrap());
    let (polygons, mended) = in_degrees(vec![vec![vec![coord.into()]]], said).unwrap();
    let found = polygons[0][0][0];
    assert!((found.x - expected.0).abs() < 2e-7 && (found.y - expected.1).abs() < 2e-7, "{found:?}");
    let texts: Vec<String> = mended.iter().map(ToString::to_string).collect();
    assert_eq!(texts.len(), done.len(), "{texts:?}");
    assert!(texts.iter().zip(done).all(|(text, done)| text.contains(done)), "{texts:?}");
}

#[test]
fn coordinates_end_in_degrees_whatever_they_were() {
    // Golden values: PROJ 9 (pyproj), EPSG:4326 to each system.
    const LULEA: (f64, f64) = (22.137, 65.617);
    const TM_LULEA: (f64, f64) = (828_213.105_876, 7_295_871.724_740);
    check(LULEA, None, LULEA, &[]);
    check((65.617, 22.137), None, LULEA, &["latitude before longitude"]);
    check((65.617, 22.137), Some("urn:ogc:def:crs:OGC:1.3:CRS84"), LULEA, &["latitude before"]);
    check(TM_LULEA, None, LULEA, &["SWEREF 99 TM"]);
    check(TM_LULEA, Some("urn:ogc:def:crs:EPSG::3006"), LULEA, &["SWEREF 99 TM"]);
    check((TM_LULEA.1, TM_LULEA.0), Some("EPSG:3006"), LULEA, &["latitude before", "SWEREF 99 TM"]);
    check((167_834.664_767, 7_280_187.765_232), Some("EPSG:3017"), LULEA, &["SWEREF 99 21 45"]);
    check((98_709.925_898, 7_280_586.659_466), Some("EPSG:3018"), LULEA, &["SWEREF 99 23 15"]);
    check((213_034.494_077, 6_164_481.634_857), Some("EPSG:3007"), (13.0, 55.6), &["SWEREF 99 12 00"]);
    check(LULEA, Some("EPSG:3006"), LULEA, &["says SWEREF 99 TM"]);
    check((-73.97, 40.75), None, (-73.97, 40.75), &[]);
}

#[test]
fn coordinates_that_can_be_nothing_are_refused() {
    // A local zone that does not say which: east 167 km could be twelve places.
    for coord in [(167_834.0, 7_280_187.0), (500.0, 500.0), (1e9, 1e9)] {
        let refused = in_degrees(vec![vec![vec![coord.into()]]], None);
        assert!(matches!(refused, Err(Refused::OffTheGlobe { .. })), "{coord:?}");
    }
}

#[test]
fn systems_are_known_by_their_usual_names() {
    assert_eq!(System::by_name("urn:ogc:def:crs:EPSG::3011"), Some(System::Sweref(3011)));
    assert_eq!(System::by_name("urn:ogc:def:crs:EPSG:9.9:4326"), Some(System::Degrees));
    let zone = Some(System::Sweref(3017));
    for name in ["SWEREF99 21 45", "SWEREF 99 21 45", "sweref99_2145", "3017", "[EPSG:3017]", "EPSG:5856"] {
        assert_eq!(System::by_name(name), zone, "{name}");
    }
    let tm = Some(System::Sweref(3006));
    let compound = "urn:ogc:def:crs,crs:EPSG::3006,crs:EPSG::5613";
    for name in
        [compound, "http://www.opengis.net/def/crs/EPSG/0/3006", "SWEREF99TM", "urn:ogc:def:crs:EPSG::5845"]
    {
        assert_eq!(System::by_name(name), tm, "{name}");
    }
    assert_eq!(System::by_name("EPSG:25834"), Some(System::Utm(34)));
    assert_eq!(System::by_name("EPSG:3021"), None);
    assert_eq!(System::by_name("RT 90"), None);
}
