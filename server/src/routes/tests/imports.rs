//! What came in by imports is listed and can be taken back.

use super::*;
use crate::basemap::Marks;
use crate::import::command::{Options, import_file};
use crate::import::points::{self, PointFields};
use crate::import::{Coordinates, undo};
use crate::store::assets::LAMP;

async fn import_lamps(world: &World, rows: &[&str]) -> shared::wire::Imported {
    let file = format!("nr,lat,lon\n{}\n", rows.join("\n"));
    let points = points::read(file.as_bytes(), &PointFields::default(), Coordinates::default()).unwrap();
    world.app.store.import_assets(LAMP, &points.assets, points.imported("lamps.csv")).await.unwrap()
}

async fn lamps(world: &World) -> Vec<(String, f64)> {
    let known = world.app.store.known_lamps().await.unwrap();
    let mut lamps: Vec<_> = known.into_iter().map(|it| (it.name.unwrap(), it.position.lat())).collect();
    lamps.sort_by(|a, b| a.0.cmp(&b.0));
    lamps
}

async fn undo_at(world: &World, token: &str, id: i64) -> Answer {
    world.post(token, &format!("/imports/{id}/undo"), &"").await
}

#[tokio::test]
async fn an_import_says_what_came_changed_and_was_left_out_and_is_undone_at_the_desk() {
    let world = World::new().await;
    let administrator = world.token(Role::Administrator).await;
    let first = import_lamps(&world, &["a,65.6,22.1", "b,65.7,22.1", "c,65.8,22.1"]).await;
    let before = lamps(&world).await;
    let second = import_lamps(&world, &["a,65.6,22.1", "b,65.71,22.1", "d,65.9,22.1", "e,x,22.1"]).await;
    assert_eq!(
        (second.new, second.changed, second.unchanged, second.removed, second.left_out),
        (1, 1, 1, 1, 1)
    );
    let listed = world.get(&administrator, "/imports").await.json();
    assert_eq!((&listed[0]["file"], &listed[0]["can_undo"]), (&json!("lamps.csv"), &json!(true)));
    assert_eq!(listed[0]["rows"][0]["line"], 5);
    assert!(listed[0]["rows"][0]["reason"].as_str().unwrap().contains("“x”"), "{listed}");
    assert_eq!(listed[1]["can_undo"], false);
    assert_eq!(undo_at(&world, &administrator, first.id).await.problem(), problem(409, "not-undone"));
    assert_eq!(undo_at(&world, &administrator, second.id).await.status, 200);
    assert_eq!(lamps(&world).await, before);
    assert_eq!(undo_at(&world, &administrator, second.id).await.problem(), problem(409, "not-undone"));
    assert_eq!(undo_at(&world, &administrator, 77).await.problem(), problem(404, "not-found"));
    assert_eq!(undo_at(&world, &administrator, first.id).await.status, 200);
    assert!(lamps(&world).await.is_empty());
    let listed = world.get(&administrator, "/imports").await.json();
    assert!(listed[0]["undone_at_ms"].is_i64() && listed[0]["can_undo"] == false, "{listed}");
}

#[tokio::test]
async fn areas_are_as_they_were_after_an_undo() {
    let world = World::new().await;
    let file = world.directory.path().join("areas.geojson");
    let write = |east: f64, name: &str| {
        let ring = json!([[22.1, 65.6], [east, 65.6], [east, 65.61], [22.1, 65.61], [22.1, 65.6]]);
        let area = |name: &str| json!({"type": "Feature", "properties": {"namn": name}, "geometry": {"type": "Polygon", "coordinates": [ring]}});
        let all = json!({"type": "FeatureCollection", "features": [area("Lyktan"), area(name)]});
        std::fs::write(&file, all.to_string()).unwrap();
    };
    write(22.12, "Berget");
    import_file(&world.app.store, &file, &Options::default()).await.unwrap();
    let before = world.app.store.areas().await.unwrap();
    write(22.13, "Dalen");
    import_file(&world.app.store, &file, &Options::default()).await.unwrap();
    assert_eq!(world.app.store.areas().await.unwrap().len(), 3);
    let id = undo::latest(&world.app.store, "areas").await.unwrap();
    undo::undo(&world.app.store, &world.place.basemap(), id).await.unwrap();
    assert_eq!(world.app.store.areas().await.unwrap(), before);
}

#[tokio::test]
async fn the_base_map_that_was_in_use_before_is_in_use_again() {
    let world = World::new().await;
    let map = world.place.basemap();
    let (whole, other) =
        (include_bytes!("../../../demo/helsinki.pmtiles").as_slice(), b"another map".as_slice());
    let replace = |bytes: &'static [u8]| {
        let in_use = undo::KeptBasemap::of(&map).unwrap();
        let part = map.with_extension("part");
        std::fs::write(&part, bytes).unwrap();
        std::fs::rename(&part, &map).unwrap();
        in_use.confirm().unwrap()
    };
    let note = async |had_one| {
        let imported = shared::wire::Imported::default();
        world.app.store.import_basemap(&Marks::default(), had_one, imported).await.unwrap().id
    };
    let first = note(replace(whole)).await;
    let second = note(replace(other)).await;
    let administrator = world.token(Role::Administrator).await;
    let undone = undo_at(&world, &administrator, second).await;
    assert_eq!(undone.status, 200, "{}", undone.text());
    assert_eq!(std::fs::read(&map).unwrap(), whole);
    // Of base maps one is kept: they are large.
    assert_eq!(undo_at(&world, &administrator, first).await.problem(), problem(409, "not-undone"));
}

#[tokio::test]
async fn a_gpx_file_becomes_a_loop_and_what_is_left_out_is_told() {
    let world = World::new().await;
    let officer = world.token(Role::Officer).await;
    let point = |lat: f64| format!("<trkpt lat=\"{lat}\" lon=\"22,1\"/>");
    let file = format!(
        "<gpx><trk><trkseg>{}{}{}</trkseg><trkseg>{}{}</trkseg></trk></gpx>",
        point(65.6),
        point(65.61),
        point(0.0).replace("22,1", "0"),
        point(65.7),
        point(65.701)
    );
    let read = world.post(&officer, "/loops", &file).await;
    assert_eq!(read.status, 200, "{}", read.text());
    let read = read.json();
    assert_eq!(read["line"], json!([[22.1, 65.6], [22.1, 65.61]]));
    assert_eq!((&read["parts_left_out"], &read["points_left_out"]), (&json!(1), &json!(1)));
    assert!(read["gap_m"].as_f64().unwrap() > 9_000.0, "{read}");
    let refused = world.post(&officer, "/loops", &"<kml/>").await;
    assert_eq!(refused.problem(), problem(422, "bad-input"));
    assert!(refused.text().contains("this is KML, not GPX"));
}
