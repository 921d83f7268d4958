//! What phones take along, and what they say who look again.

use super::*;
use crate::basemap::{Marks, Streets, import_osm};
use shared::wire::AreaCard;

const LOOP: [[f64; 2]; 3] = [[22.130, 65.617], [22.140, 65.617], [22.140, 65.620]];

async fn planned(world: &World, more: Value) -> (Value, Phone) {
    let officer = world.token(Role::Officer).await;
    let mut walk = json!({ "title": "Porsön", "starts_at_ms": 1_795_541_400_000_i64, "shares_live": true });
    walk.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let answer = world.post(&officer, "/walks", &walk).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let planned = answer.json();
    let phone = world.join(planned["code"].as_str().unwrap()).await;
    (planned, phone)
}

/// The findings that a phone was shown, by the records that they are.
fn nearby(world: &World, around: &Value) -> Vec<RecordId> {
    let key = world.app.disclosure.key_of_walk(around["walk"]["id"].as_str().unwrap().parse().unwrap());
    let ids = around["findings"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().parse());
    ids.map(|id| key.reveal(id.unwrap()).unwrap()).collect()
}

fn revisited(of: RecordId, condition: &str) -> String {
    json!({ "kind": "revisited", "at_ms": 5_000, "of": of, "condition": condition }).to_string()
}

#[tokio::test]
async fn a_phone_takes_along_the_neighbourhoods_that_its_surroundings_reach_into() {
    let world = World::new().await;
    let square = |id: &str, [lon, lat]: [f64; 2]| {
        let ring = [[0.0, 0.0], [0.02, 0.0], [0.02, 0.01], [0.01, 0.01], [0.0, 0.01], [0.0, 0.0]];
        let ring = ring.map(|[east, north]| [lon + east, lat + north]).to_vec();
        AreaCard { id: id.parse().unwrap(), name: id.into(), outline: vec![vec![ring]] }
    };
    let far = [LOOP[0][0] + 1.0, LOOP[0][1]];
    world.app.store.import_areas(&[square("near", LOOP[0]), square("far", far)]).await.unwrap();
    let (_, phone) = planned(&world, json!({ "loop_line": LOOP })).await;
    let around = world.get(&phone.token, "/surroundings").await.json();
    let areas = around["areas"].as_array().unwrap();
    let names: Vec<_> = areas.iter().map(|area| &area["name"]).collect();
    assert_eq!(names, ["near"]);
    let corners = areas[0]["outline"][0][0].as_array().unwrap().len();
    assert_eq!(corners, 5, "what lies on a straight line is left out");
}

#[tokio::test]
async fn a_phone_takes_along_what_others_pointed_out_near_its_loop_and_is_open() {
    let world = World::new().await;
    let (_, first) = planned(&world, json!({ "loop_line": LOOP })).await;
    world.push(&first, 1, &[dark(0.0), observed(Feeling::Safe, "life", 5_000.0), dark(120.0)]).await;
    let (_, second) = planned(&world, json!({ "loop_line": LOOP })).await;

    let around = world.get(&second.token, "/surroundings").await.json();
    assert_eq!(nearby(&world, &around), [first.record(1), first.record(3)], "nearest the loop first");
    assert_eq!(around["walk"]["loop_line"], json!(LOOP));
    assert_eq!((&around["map"], &around["lamps"]), (&Value::Null, &json!([])), "no map was imported");
    assert!(around["findings"][0].get("text").is_none(), "no words of others");

    let officer = world.token(Role::Officer).await;
    let done = json!({ "about": [first.record(1)], "state": "done" });
    world.post(&officer, &format!("/findings/{}/decisions", first.record(1)), &done).await;
    let around = world.get(&second.token, "/surroundings").await.json();
    assert_eq!(around["findings"].as_array().unwrap().len(), 1, "what is mended is not asked about");
}

#[tokio::test]
async fn a_second_look_is_a_voice_and_can_be_taken_back() {
    let world = World::new().await;
    let (_, first) = planned(&world, json!({})).await;
    let (_, second) = planned(&world, json!({})).await;
    world.push(&first, 1, &[dark(0.0)]).await;
    let lamp = first.record(1);
    let answer = world.push(&second, 1, &[revisited(lamp, "remains"), revisited(lamp, "fixed")]).await;
    assert_eq!(answer.json()["stuck"], json!([]), "{}", answer.text());

    let officer = world.token(Role::Officer).await;
    let finding = world.get(&officer, &format!("/findings/{lamp}")).await.json();
    assert_eq!((&finding["voices"], &finding["walks"]), (&json!(2), &json!(2)));
    assert_eq!(finding["last_at_ms"], 5_000, "it was still there then");
    let conditions: Vec<_> =
        finding["revisits"].as_array().unwrap().iter().map(|it| &it["condition"]).collect();
    assert_eq!(conditions, ["remains", "fixed"]);

    world.push(&second, 3, &[edited(second.record(1), &json!({ "withdrawn": true }))]).await;
    let finding = world.get(&officer, &format!("/findings/{lamp}")).await.json();
    assert_eq!(finding["revisits"].as_array().unwrap().len(), 1);
    assert_eq!(finding["last_at_ms"], 1_000, "nobody says any more that it is still there");
    let before = world.app.store.counts().await.unwrap();
    assert_eq!(world.app.store.rebuild().await.unwrap().1, before);
    assert_eq!(
        world.get(&officer, &format!("/findings/{lamp}")).await.json(),
        finding,
        "the log says the same"
    );
}

#[tokio::test]
async fn a_walk_that_follows_another_asks_about_its_findings_in_order_along_the_loop() {
    let world = World::new().await;
    let (earlier, first) = planned(&world, json!({})).await;
    let at = |north_m: f64, east: f64| {
        let place = json!({ "pin": { "lat": 65.617 + north_m / 111_195.0, "lon": east } });
        json!({ "kind": "observed", "at_ms": 1, "feeling": "unsafe", "category": "lighting", "place": place })
            .to_string()
    };
    world.push(&first, 1, &[at(200.0, 22.14), at(0.0, 22.131), at(0.0, 22.138)]).await;
    let officer = world.token(Role::Officer).await;
    let done = json!({ "about": [first.record(2)], "state": "done" });
    world.post(&officer, &format!("/findings/{}/decisions", first.record(2)), &done).await;

    let (_, second) = planned(&world, json!({ "loop_line": LOOP, "follows": earlier["walk"]["id"] })).await;
    let around = world.get(&second.token, "/surroundings").await.json();
    let along = [2, 3, 1].map(|number| first.record(number));
    assert_eq!(nearby(&world, &around), along, "what is said to be mended is asked about too");
    assert!(around["findings"].as_array().unwrap().iter().all(|it| it["asked"] == true));
}

#[tokio::test]
async fn a_walk_is_planned_anew_as_a_whole_and_its_phones_hear_of_it() {
    let world = World::new().await;
    let (planned, phone) = planned(&world, json!({})).await;
    let (officer, id) = (world.token(Role::Officer).await, planned["walk"]["id"].as_str().unwrap());
    let put = async |body: Value| {
        let put = request("PUT", &format!("/walks/{id}"))
            .header(header::AUTHORIZATION, format!("Bearer {officer}"));
        world.send(put.body(Body::from(body.to_string())).unwrap()).await
    };
    let anew = json!({ "title": "Porsön, ny slinga", "starts_at_ms": 7, "loop_line": LOOP });
    let answer = put(anew).await;
    assert_eq!(
        (answer.status.as_u16(), &answer.json()["code"]),
        (200, &planned["code"]),
        "the poster stays true"
    );
    let around = world.get(&phone.token, "/surroundings").await.json();
    assert_eq!(
        (&around["walk"]["title"], &around["walk"]["starts_at_ms"]),
        (&json!("Porsön, ny slinga"), &json!(7))
    );
    world.app.store.rebuild().await.unwrap();
    assert_eq!(world.get(&phone.token, "/surroundings").await.json(), around);

    for wrong in
        [json!([[22.0, 65.0]]), json!([[22.0, 165.0], [22.0, 65.0]]), json!([[22.0, 65.0], [22.0, 66.0]])]
    {
        let answer = put(json!({ "title": "x", "starts_at_ms": 7, "loop_line": wrong })).await;
        assert_eq!(answer.problem(), problem(422, "bad-input"), "{wrong}");
    }
    let circle = put(json!({ "title": "x", "starts_at_ms": 7, "follows": id })).await;
    assert_eq!(circle.problem(), problem(422, "bad-input"), "a walk does not follow itself");
}

#[tokio::test]
async fn dark_and_no_lamp_near_is_known_where_lamps_are() {
    let world = World::new().await;
    let (_, phone) = planned(&world, json!({ "loop_line": LOOP })).await;
    // Midnight on new year's eve 1970, 16 m and 60 m from what will be a lamp post.
    world.push(&phone, 1, &[dark(16.0), dark(60.0)]).await;
    let officer = world.token(Role::Officer).await;
    let lamps = async || {
        let list = world.get(&officer, "/observations").await.json();
        let of = |it: &Value| (it["light"].clone(), it["lamp_m"].clone());
        list.as_array().unwrap().iter().map(of).collect::<Vec<_>>()
    };
    assert_eq!(
        lamps().await,
        [(json!("dark"), Value::Null), (json!("dark"), Value::Null)],
        "no lamps are known"
    );
    let post = read_points(b"nummer,lat,lon\n17,65.617,22.137\n");
    world.app.store.replace_assets("lamp", &post.assets).await.unwrap();
    let found = lamps().await;
    assert_eq!(found, [(json!("dark"), json!(16.0)), (json!("dark"), json!(60.0))]);
    let around = world.get(&phone.token, "/surroundings").await.json();
    assert_eq!(around["lamps"], json!([[22.137, 65.617]]), "and the phone takes them along");
    let csv = world.get(&officer, "/export/observations.csv").await.text();
    assert!(csv.lines().next().unwrap().ends_with(",light,lamp_m,lit,withheld"), "{csv}");
    world.app.store.rebuild().await.unwrap();
    assert_eq!(lamps().await, found, "the log and the register say the same");
}

#[tokio::test]
async fn without_a_register_of_lamps_the_map_tells_where_it_is_dark() {
    let world = World::new().await;
    let (_, phone) = planned(&world, json!({ "loop_line": LOOP })).await;
    world.push(&phone, 1, &[dark(0.0), dark(35.0), dark(300.0), dark(15.0)]).await;
    let officer = world.token(Role::Officer).await;
    let told = async || {
        let list = world.get(&officer, "/observations").await.json();
        let mut all: Vec<shared::situation::Observation> = serde_json::from_value(list).unwrap();
        all.sort_by_key(|it| it.id);
        all.iter().map(|it| (it.lighting.lamp_m, it.lighting.lit, it.is_unlit())).collect::<Vec<_>>()
    };
    let metres = 1.0 / 111_195.0;
    let at = |north_m: f64| [22.137, 65.617 + north_m * metres];
    let (lit, unlit) = (vec![at(12.0)], vec![at(45.0), at(302.0)]);
    let marks = Marks { lamps: vec![at(-20.0)], lit, unlit, ..Marks::default() };
    world.app.store.replace_marks(&marks).await.unwrap();
    let along = async || world.get(&phone.token, "/surroundings").await.json()["lamps"].clone();
    assert!((along().await[0][1].as_f64().unwrap() - at(-20.0)[1]).abs() < 1e-6, "the phone takes it along");
    let found = told().await;
    assert_eq!(found[0], (Some(20.0), Some(true), Some(false)), "a lamp is near");
    assert_eq!(found[1], (Some(55.0), Some(false), Some(true)), "the way is dark");
    assert_eq!(found[2], (None, Some(false), Some(true)), "no lamp is drawn near, and the way is dark");
    assert_eq!(found[3], (Some(35.0), Some(true), Some(false)), "the way is lit, though no lamp is drawn");
    let post = read_points(b"nummer,lat,lon\n17,65.617,22.137\n");
    world.app.store.replace_assets("lamp", &post.assets).await.unwrap();
    assert_eq!(told().await[3], (Some(15.0), None, Some(false)), "the register counts before the map");
    assert_eq!(along().await, json!([[22.137, 65.617]]), "on the phone too");
    world.app.store.replace_marks(&Marks::default()).await.unwrap();
    world.app.store.replace_assets("lamp", &[]).await.unwrap();
    assert_eq!(told().await[0], (None, None, None), "another map takes its knowledge away");
}

#[tokio::test]
async fn the_map_around_the_loop_comes_in_ranges_and_is_what_was_promised() {
    let world = World::new().await;
    let (_, phone) = planned(&world, json!({ "loop_line": LOOP })).await;
    assert_eq!(world.get(&phone.token, "/surroundings/map").await.problem(), problem(404, "not-found"));
    let extract = world.directory.path().join("porson.osm.pbf");
    std::fs::write(&extract, crate::basemap::tests::a_street(&[(22.131, 65.616), (22.139, 65.619)])).unwrap();
    let out = world.directory.path().join("basemap.pmtiles");
    import_osm(&extract, &out, None, Streets::Optional, &mut |_, _| {}).unwrap();

    let map = world.get(&phone.token, "/surroundings").await.json()["map"].clone();
    let whole = world.get(&phone.token, "/surroundings/map").await;
    assert_eq!(whole.header("content-type"), "application/vnd.pmtiles");
    assert_eq!(map["bytes"], whole.bytes.len());
    assert_eq!(map["sha256"], shared::record::blob_hash(&whole.bytes).to_string());
    assert!(map["attribution"].as_str().unwrap().contains("OpenStreetMap"));
    let half = whole.bytes.len() / 2;
    let rest = request("GET", "/surroundings/map")
        .header(header::AUTHORIZATION, format!("Bearer {}", phone.token))
        .header(header::RANGE, format!("bytes={half}-"));
    let rest = world.send(rest.body(Body::empty()).unwrap()).await;
    assert_eq!((rest.status.as_u16(), rest.bytes), (206, whole.bytes[half..].to_vec()));
}

#[tokio::test]
async fn what_a_phone_said_itself_is_not_shown_to_it_as_others_until_somebody_else_says_it_too() {
    let world = World::new().await;
    let (walk, first) = planned(&world, json!({ "loop_line": LOOP })).await;
    let second = world.join(walk["code"].as_str().unwrap()).await;
    world.push(&first, 1, &[dark(0.0)]).await;
    let shown = async |phone: &Phone| {
        let around = world.get(&phone.token, "/surroundings").await.json();
        around["findings"].as_array().unwrap().len()
    };
    assert_eq!((shown(&first).await, shown(&second).await), (0, 1));
    world.push(&second, 1, &[revisited(first.record(1), "remains")]).await;
    assert_eq!(shown(&first).await, 1, "now it is others' too");
}

#[tokio::test]
async fn desk_and_phones_number_the_questions_of_a_follow_up_walk_alike() {
    let world = World::new().await;
    let (earlier, first) = planned(&world, json!({ "loop_line": LOOP })).await;
    let places = [dark(280.0), dark(0.0), dark(200.0)];
    world.push(&first, 1, &places).await;
    let nowhere =
        json!({ "kind": "observed", "at_ms": 1, "feeling": "unsafe", "category": "lighting" }).to_string();
    world.push(&first, 4, &[nowhere]).await;
    let follows = json!({ "loop_line": LOOP, "follows": earlier["walk"]["id"] });
    let (walk, phone) = planned(&world, follows).await;
    let officer = world.token(Role::Officer).await;
    let path = format!("/walks/{}/questions", walk["walk"]["id"].as_str().unwrap());
    let ids = |findings: &Value| -> Vec<String> {
        let asked = findings.as_array().unwrap().iter();
        asked.map(|it| it["id"].as_str().unwrap().to_owned()).collect()
    };
    let at_the_desk = ids(&world.get(&officer, &path).await.json());
    let on_the_phone = nearby(&world, &world.get(&phone.token, "/surroundings").await.json());
    let on_the_phone: Vec<String> = on_the_phone.iter().map(ToString::to_string).collect();
    assert_eq!(at_the_desk[..3], on_the_phone[..]);
    assert_eq!(at_the_desk, [2, 3, 1, 4].map(|number| first.record(number).to_string()), "along the loop");
    let nothing = format!("/walks/{}/questions", earlier["walk"]["id"].as_str().unwrap());
    assert_eq!(world.get(&officer, &nothing).await.json(), json!([]), "a first walk asks about nothing");
    assert_eq!(world.get(&officer, "/walks/nothing/questions").await.status, 404);
}

#[tokio::test]
async fn paper_numbers_what_was_pointed_out_before_the_walk_after_what_a_follow_up_asks_about() {
    let world = World::new().await;
    let (earlier, first) = planned(&world, json!({ "loop_line": LOOP })).await;
    let starts_at_ms = 1_795_541_400_000_i64;
    let at = |off_m: f64, at_ms: i64| dark(off_m).replace("\"at_ms\":1000", &format!("\"at_ms\":{at_ms}"));
    let said = [at(280.0, starts_at_ms - 1), at(0.0, starts_at_ms - 2), at(140.0, starts_at_ms)];
    world.push(&first, 1, &said).await;
    let officer = world.token(Role::Officer).await;
    let numbered = async |walk: &Value| -> Vec<String> {
        let path = format!("/walks/{}/paper", walk["walk"]["id"].as_str().unwrap());
        let found = world.get(&officer, &path).await.json();
        found.as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect()
    };
    let ids = |numbers: &[u64]| numbers.iter().map(|it| first.record(*it).to_string()).collect::<Vec<_>>();
    assert_eq!(numbered(&earlier).await, ids(&[2, 1]), "what came while walking is on the phones");

    let follows = json!({ "loop_line": LOOP, "follows": earlier["walk"]["id"] });
    let (walk, second) = planned(&world, follows).await;
    world.push(&second, 1, &[at(420.0, starts_at_ms - 1)]).await;
    let asked_then_early = [ids(&[2, 3, 1]), vec![second.record(1).to_string()]].concat();
    assert_eq!(numbered(&walk).await, asked_then_early);
    assert_eq!(world.get(&officer, "/walks/nothing/paper").await.status, 404);
}

fn read_points(file: &[u8]) -> crate::import::points::Points {
    use crate::import::{Coordinates, points};
    points::read(file, &points::PointFields::default(), Coordinates::default()).unwrap()
}
