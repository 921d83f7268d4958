//! Files as municipalities send them, each with what must be said of it.

use std::path::PathBuf;

use geo::{Area as _, Validation as _};

use super::*;
use crate::import::command::{ImportError, Options, import_file, take};

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/areas").join(name)
}

fn import(bytes: &[u8], fields: &Fields) -> Import {
    read(bytes, fields, Coordinates::default(), |_, _| {}).unwrap()
}

fn import_fixture(name: &str) -> Import {
    import(&std::fs::read(fixture(name)).unwrap(), &Fields::default())
}

/// What is said of a feature: its id and all that was mended, or the refusal.
fn said(report: &FeatureReport) -> String {
    let mended: Vec<String> = report.mended.iter().map(ToString::to_string).collect();
    match (&report.area, &report.refused) {
        (Some(id), None) => format!("{id}: {}", mended.join("; ")),
        (None, Some(refused)) => format!("refused: {refused}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_feature_is_told_of_mended_or_refused() {
    let import = import_fixture("mixed.geojson");
    let expected = [
        "lyktan: ",
        "akern: 1 ring(s) did not end where they began; closed; 1 point(s) stood twice in a row; one of each is \
         kept; 1 ring(s) ran the wrong way",
        "oglan: the outline was not sound (",
        "refused: its outline is tangled (",
        "omvanda-backen: had latitude before longitude",
        "2580x7: 1 ring(s) enclosed nothing (thinner than a metre); left out; has no name; called by its code 2580X7",
        "omrade-7: has neither name nor code; numbered",
        "akern-2: another area has the id “akern” already; numbered",
        "lyktan-2: has the same name as “Lyktan” but lies elsewhere; kept apart and numbered",
        "refused: it is a Point, not a Polygon or MultiPolygon",
        "refused: it has no geometry",
        "refused: it has no geometry",
        "refused: it encloses no area",
        "refused: its coordinates (such as 500, 500) are neither",
        "refused: its coordinates are not lists of numbers",
    ];
    let found: Vec<String> = import.features.iter().map(said).collect();
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(expected), "{found}\nshould begin with\n{expected}");
    }
    let areas: Vec<Area> = import.areas.iter().map(Area::from).collect();
    assert_eq!(areas.len(), 8);
    assert!(areas.iter().all(|area| area.outline.is_valid() && area.outline.unsigned_area() > 0.0));
}

#[test]
fn the_same_place_comes_out_of_every_coordinate_system() {
    let expected = import_fixture("bom.geojson");
    for name in ["sweref99tm.geojson", "sweref99tm-unsaid.geojson", "sweref99-2145.geojson"] {
        let found = import_fixture(name);
        assert_eq!(found.areas, expected.areas, "{name}");
        assert!(said(&found.features[0]).contains("SWEREF 99"), "{name}");
    }
    assert_eq!(said(&expected.features[0]), "demoangen: ");
}

#[test]
fn a_file_that_is_no_geojson_is_one_clear_sentence() {
    let check = |bytes: &[u8], expected: &str| {
        let found =
            read(bytes, &Fields::default(), Coordinates::default(), |_, _| {}).unwrap_err().to_string();
        assert!(found.contains(expected) && !found.contains('\n'), "{found}");
    };
    check(b"PK\x03\x04rest", "a ZIP archive (perhaps a zipped shapefile or a KMZ), not GeoJSON");
    check(b"\xef\xbb\xbf<?xml version=\"1.0\"?><kml/>", "XML (perhaps KML");
    check(b"SQLite format 3\0", "perhaps a GeoPackage");
    check(b"namn;x;y\nPors\xf6n;1;2", "this is not GeoJSON: line 1, column 2");
    check(br#"{"type":"FeatureCollection","features":["#, "cut short");
    check(br#"{"type":"Topology"}"#, "its type is “Topology”");
    check(b"[1,2]", "it is a list");
    check(br#"{"type":"FeatureCollection","features":[]}"#, "no features");
    let rt90 = br#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:3021"}},"features":[]}"#;
    check(rt90, "“EPSG:3021”, which is not known here");
    check(b"", "the file is empty");
}

const BARE: &str = r#"{"type":"Polygon","coordinates":[[[22.1,65.6],[22.2,65.6],[22.2,65.7],[22.1,65.6]]]}"#;

#[test]
fn a_single_feature_a_bare_polygon_and_latin_1_are_taken_too() {
    assert_eq!(import(BARE.as_bytes(), &Fields::default()).areas[0].name, "Område 1");
    let feature = format!(r#"{{"type":"Feature","properties":{{"Namn":"Pors§n"}},"geometry":{BARE}}}"#);
    let latin1: Vec<u8> = feature.replace('§', "ö").chars().map(|letter| letter as u8).collect();
    let import = import(&latin1, &Fields::default());
    assert_eq!((import.areas[0].name.as_str(), import.areas[0].id.as_str()), ("Porsön", "porson"));
    assert!(import.notes[0].contains("Windows-1252"), "{:?}", import.notes);
}

#[test]
fn fields_that_are_asked_for_are_used_and_a_missing_one_is_told() {
    let feature = format!(
        r#"{{"type":"Feature","properties":{{"NAMN":"X","Kortnamn":"Ö 1","nr":7}},"geometry":{BARE}}}"#
    );
    let fields = Fields { name: Some("kortnamn".to_owned()), id: Some("nr".to_owned()) };
    let import = import(feature.as_bytes(), &fields);
    assert_eq!((import.areas[0].name.as_str(), import.areas[0].id.as_str()), ("Ö 1", "7"));
    let fields = Fields { name: Some("title".to_owned()), id: None };
    let refused =
        read(feature.as_bytes(), &fields, Coordinates::default(), |_, _| {}).unwrap_err().to_string();
    assert_eq!(refused, "no feature has a field “title”; the fields are Kortnamn, NAMN, nr");
}

#[tokio::test]
async fn importing_again_changes_nothing_and_a_moved_border_replaces() {
    let directory = tempfile::tempdir().unwrap();
    let store = crate::store::tests::open(directory.path()).await;
    let count = |report: &Report| {
        [Standing::New, Standing::Changed, Standing::Unchanged].map(|standing| report.count(standing))
    };
    let file = fixture("mixed.geojson");
    let first = import_file(&store, &file, &Options::default()).await.unwrap();
    let again = import_file(&store, &file, &Options::default()).await.unwrap();
    assert_eq!((count(&first), count(&again)), ([8, 0, 0], [0, 0, 8]));
    let mut moved = import_fixture("mixed.geojson");
    moved.areas.truncate(2);
    moved.areas[0].outline[0][0][1][0] += 0.001;
    let third = take(&store, moved).await.unwrap();
    assert_eq!((count(&third), third.kept.len()), ([0, 1, 1], 6));
    assert_eq!(store.areas().await.unwrap().len(), 8);
}

#[tokio::test]
async fn a_file_without_areas_leaves_the_old_ones() {
    let directory = tempfile::tempdir().unwrap();
    let store = crate::store::tests::open(directory.path()).await;
    import_file(&store, &fixture("mixed.geojson"), &Options::default()).await.unwrap();
    let broken = directory.path().join("broken.geojson");
    std::fs::write(&broken, r#"{"type":"Feature","properties":null,"geometry":null}"#).unwrap();
    let refused = import_file(&store, &broken, &Options::default()).await.unwrap_err();
    assert!(matches!(&refused, ImportError::AllRefused { .. }), "{refused}");
    std::fs::write(&broken, "not this").unwrap();
    let refused = import_file(&store, &broken, &Options::default()).await.unwrap_err();
    assert!(refused.to_string().ends_with("the areas are as they were."), "{refused}");
    assert_eq!(store.areas().await.unwrap().len(), 8);
}

/// A real file, when it is here; skipped aloud when it is not.
fn real(name: &str) -> Option<Import> {
    let base = std::env::var_os("LYKTA_SHARED_DATA")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"), PathBuf::from);
    let Ok(bytes) = std::fs::read(base.join("areas").join(name)) else {
        println!("skipped: areas/{name} is not here; LYKTA_SHARED_DATA says where it is");
        return None;
    };
    Some(import(&bytes, &Fields::default()))
}

fn check_real(name: &str, areas: usize, refused: usize) -> Option<Import> {
    let import = real(name)?;
    let sound = import.areas.iter().map(Area::from).all(|area| area.outline.is_valid());
    let refusals = import.features.iter().filter(|feature| feature.refused.is_some());
    let told = refusals.inspect(|report| println!("{}: {}", report.name, said(report))).count();
    assert!(sound, "{name}");
    assert_eq!((import.areas.len(), told), (areas, refused), "{name}");
    Some(import)
}

#[test]
fn real_neighbourhoods_of_umea_come_in_and_their_slivers_are_refused() {
    let Some(import) = check_real("umea_stadsdelar_wgs84.geojson", 121, 25) else { return };
    assert!(import.areas.iter().any(|area| area.id.as_str() == "marieomradet"));
}

#[test]
fn real_deso_with_a_ring_that_crosses_itself_is_mended() {
    let Some(import) = check_real("lulea_deso2025_city.geojson", 40, 0) else { return };
    let crossing = import.features.iter().find(|feature| feature.name == "2580C1010").unwrap();
    assert!(said(crossing).contains("not sound"), "{}", said(crossing));
}

#[test]
fn real_regso_built_up_areas_and_the_municipality_come_in() {
    check_real("lulea_regso2025_city.geojson", 24, 0);
    check_real("lulea_kommun_lm.geojson", 1, 0);
    if let Some(import) = real("lulea_bebyggelse_lm.geojson") {
        assert!(import.features.iter().all(|feature| feature.refused.is_none()));
    }
}

fn polygon(west: f64) -> String {
    let east = west + 0.01;
    format!(
        "{{\"type\":\"Polygon\",\"coordinates\":[[[{west},65.6],[{east},65.6],[{east},65.61],[{west},65.61],[{west},65.6]]]}}"
    )
}

fn collection(members: &str, features: &[String]) -> String {
    format!("{{\"type\":\"FeatureCollection\",{members}\"features\":[{}]}}", features.join(","))
}

fn named(properties: &str, west: f64) -> String {
    format!("{{\"type\":\"Feature\",\"properties\":{properties},\"geometry\":{}}}", polygon(west))
}

#[test]
fn a_field_that_names_the_parent_joins_nothing() {
    let area =
        |code: &str, west| named(&format!("{{\"kommunnamn\":\"Luleå\",\"desokod\":\"{code}\"}}"), west);
    let file = collection("", &[area("2580C1010", 22.1), area("2580C1020", 22.12), area("2580C1030", 22.13)]);
    let found = import(file.as_bytes(), &Fields::default());
    let names: Vec<_> = found.areas.iter().map(|area| area.name.as_str()).collect();
    assert_eq!(names, ["2580C1010", "2580C1020", "2580C1030"]);
}

#[test]
fn only_what_touches_or_shares_a_code_is_joined() {
    let area = |code: &str, west| named(&format!("{{\"namn\":\"Centrum\",\"kod\":\"{code}\"}}"), west);
    let other = named("{\"namn\":\"Berget\",\"kod\":\"9\"}", 22.5);
    let file = collection("", &[area("1", 22.1), area("2", 22.11), area("3", 22.3), area("3", 22.4), other]);
    let found = import(file.as_bytes(), &Fields { name: Some("namn".to_owned()), id: None });
    let areas: Vec<_> = found.areas.iter().map(|area| (area.id.as_str(), area.outline.len())).collect();
    assert_eq!(areas, [("centrum", 1), ("centrum-2", 2), ("berget", 1)]);
}

#[test]
fn a_part_is_known_however_the_service_says_it() {
    let features = [named("{\"namn\":\"A\"}", 22.1), named("{\"namn\":\"B\"}", 22.12)];
    let partial =
        |members: &str| import(collection(members, &features).as_bytes(), &Fields::default()).partial;
    let total = |total| Some(Partial { total });
    assert_eq!(partial("\"exceededTransferLimit\":true,"), total(None));
    assert_eq!(partial("\"properties\":{\"exceededTransferLimit\":true},"), total(None));
    assert_eq!(partial("\"numberMatched\":2501,\"numberReturned\":2,"), total(Some(2501)));
    assert_eq!(partial("\"totalFeatures\":9,"), total(Some(9)));
    assert_eq!(partial("\"links\":[{\"rel\":\"next\",\"href\":\"x\"}],"), total(None));
    for whole in [
        "\"numberMatched\":2,\"numberReturned\":2,",
        "\"numberMatched\":\"unknown\",",
        "\"links\":[{\"rel\":\"self\"}],",
        "",
    ] {
        assert_eq!(partial(whole), None, "{whole}");
    }
}

#[test]
fn the_coordinate_system_is_read_wherever_it_stands() {
    let expected = import_fixture("bom.geojson");
    let text = std::fs::read_to_string(fixture("sweref99-2145.geojson")).unwrap();
    let mut file: serde_json::Value = serde_json::from_str(&text).unwrap();
    file.as_object_mut().unwrap().remove("crs");
    let name = serde_json::json!({"type": "name", "properties": {"name": "EPSG:3017"}});
    let at = |place: &str, member: &str, said: &serde_json::Value| {
        let mut file = file.clone();
        let features = file["features"].as_array_mut().unwrap();
        for feature in features {
            feature.pointer_mut(place).unwrap()[member] = said.clone();
        }
        import(file.to_string().as_bytes(), &Fields::default()).areas
    };
    assert_eq!(at("", "crs", &name), expected.areas);
    assert_eq!(at("/geometry", "crs", &name), expected.areas);
    let address = serde_json::json!("http://www.opengis.net/def/crs/EPSG/0/3017");
    assert_eq!(at("", "coordRefSys", &address), expected.areas);
    let mut whole = file.clone();
    let link = serde_json::json!({"type": "link", "properties": {"href": "http://spatialreference.org/ref/epsg/3017/"}});
    for (member, said) in [("crs", link), ("coordRefSys", serde_json::json!("[EPSG:3017]"))] {
        whole.as_object_mut().unwrap().remove("crs");
        whole[member] = said;
        assert_eq!(import(whole.to_string().as_bytes(), &Fields::default()).areas, expected.areas);
        whole.as_object_mut().unwrap().remove(member);
    }
    let forced = Coordinates { system: System::by_name("3017"), areas: None };
    let read = read(file.to_string().as_bytes(), &Fields::default(), forced, |_, _| {}).unwrap();
    assert_eq!(read.areas, expected.areas);
}

#[test]
fn collections_in_collections_sequences_and_a_map_servers_own_json_are_read() {
    let (a, b) = (named("{\"namn\":\"Alvik\"}", 22.1), named("{\"namn\":\"Porsön\"}", 22.12));
    let expected = import(collection("", &[a.clone(), b.clone()]).as_bytes(), &Fields::default()).areas;
    let nested =
        collection("", &[collection("", std::slice::from_ref(&a)), collection("", std::slice::from_ref(&b))]);
    assert_eq!(import(nested.as_bytes(), &Fields::default()).areas, expected);
    let sequence = format!("\u{1e}{a}\n\u{1e}{b}\n{{\"type\":\n");
    let sequence = import(sequence.as_bytes(), &Fields::default());
    assert_eq!(sequence.areas, expected);
    assert_eq!(sequence.features[2].refused, Some(Refused::Unreadable));
    let almost =
        collection("", &[a.replace("\"Alvik\"", "\"Alvik\",\"pop\":NaN"), b.clone()]).replace("}]}", "},]}");
    assert_eq!(import(almost.as_bytes(), &Fields::default()).areas, expected);
    let text = collection("", &[a.replace("22.1,", "\"22,1\","), b.clone()]);
    assert_eq!(import(text.as_bytes(), &Fields::default()).areas, expected);
    let gathered = polygon(22.1);
    let many = a.replace(
        &gathered,
        &format!("{{\"type\":\"GeometryCollection\",\"geometries\":[{gathered},{{\"type\":\"Point\"}}]}}"),
    );
    assert_eq!(import(collection("", &[many, b]).as_bytes(), &Fields::default()).areas, expected);
    let esri = r#"{"geometryType":"esriGeometryPolygon","spatialReference":{"wkid":4326},"features":[{"attributes":{"NAMN":"Alvik"},
        "geometry":{"rings":[[[22.1,65.6],[22.1,65.61],[22.11,65.61],[22.11,65.6],[22.1,65.6]]]}}]}"#;
    assert_eq!(import(esri.as_bytes(), &Fields::default()).areas[0].id.as_str(), "alvik");
}

#[tokio::test]
async fn a_file_of_which_most_is_refused_changes_no_areas_unless_asked() {
    let directory = tempfile::tempdir().unwrap();
    let store = crate::store::tests::open(directory.path()).await;
    import_file(&store, &fixture("mixed.geojson"), &Options::default()).await.unwrap();
    let broken = "{\"type\":\"Feature\",\"properties\":{\"namn\":\"Tom\"},\"geometry\":null}".to_owned();
    let file = directory.path().join("damaged.geojson");
    std::fs::write(&file, collection("", &[named("{\"namn\":\"Ny\"}", 22.1), broken.clone(), broken]))
        .unwrap();
    let refused = import_file(&store, &file, &Options::default()).await.unwrap_err();
    assert!(matches!(&refused, ImportError::MostRefused { refused: 2, features: 3, .. }), "{refused}");
    assert_eq!(store.areas().await.unwrap().len(), 8);
    import_file(&store, &file, &Options { anyway: true, ..Options::default() }).await.unwrap();
    assert_eq!(store.areas().await.unwrap().len(), 9);
}
