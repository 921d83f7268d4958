//! What planners and their programs read.

use std::io::Read as _;

use shared::wire::AreaCard;

use super::*;

/// A neighbourhood that holds the lamp on Porsön, and one that does not.
async fn areas(world: &World) {
    let square = |id: &str, west: f64| AreaCard {
        id: id.parse().unwrap(),
        name: id.to_owned(),
        outline: vec![vec![vec![
            [west, 65.6],
            [west + 0.1, 65.6],
            [west + 0.1, 65.7],
            [west, 65.7],
            [west, 65.6],
        ]]],
    };
    world.app.store.import_areas(&[square("porson", 22.1), square("hertson", 22.3)]).await.unwrap();
}

async fn recorded() -> (World, Phone, RecordId) {
    let world = World::new().await;
    let (walk, code) = world.walk().await;
    let phone = world.join(&code).await;
    let said = |number, text: &str| edited(phone.record(number), &json!({ "text": text }));
    let texts = [
        dark(0.0),
        said(1, "=HYPERLINK(\"x\"), \"mörkt\"\noch halt"),
        observed(Feeling::Safe, "life", 500.0),
    ];
    world.push(&phone, 1, &texts).await;
    areas(&world).await;
    (world, phone, walk)
}

#[tokio::test]
async fn filters_choose_and_nonsense_is_told() {
    let (world, _, walk) = recorded().await;
    let officer = world.token(Role::Officer).await;
    let count = async |path: &str| world.get(&officer, path).await.json().as_array().map(Vec::len);
    for list in ["/observations", "/findings"] {
        for (query, expected) in [
            ("", 2),
            ("?area=porson", 2),
            ("?area=hertson", 0),
            ("?category=life", 1),
            (&format!("?walk={walk}"), 2),
            ("?from=1970-01-01T00:00:00Z&to=1970-01-02", 2),
            ("?from=2026-01-01", 0),
            ("?to=0", 0),
            ("?bbox=22.1,65.6,22.2,65.619", 1),
            ("?area=&walk=", 2),
        ] {
            assert_eq!(count(&format!("{list}{query}")).await, Some(expected), "{list}{query}");
        }
        let elsewhere = format!("?walk={}-7", "0".repeat(32));
        for query in [
            "?bbox=1,2,3",
            "?from=i%20g%C3%A5r",
            "?from=2026",
            "?area=Pors%C3%B6n",
            "?area=nowhere",
            "?walk=x",
            &elsewhere,
            "?category=nothing",
            "?aera=porson",
        ] {
            let answer = world.get(&officer, &format!("{list}{query}")).await;
            assert_eq!(answer.problem(), problem(400, "bad-query"), "{list}{query}");
        }
    }
}

#[tokio::test]
async fn lists_are_geojson_by_name_or_by_header() {
    let (world, phone, _) = recorded().await;
    let officer = world.token(Role::Officer).await;
    for list in ["areas", "walks", "findings", "observations"] {
        let by_name = world.get(&officer, &format!("/{list}.geojson")).await;
        let asked = request("GET", &format!("/{list}"))
            .header(header::AUTHORIZATION, format!("Bearer {officer}"))
            .header(header::ACCEPT, "application/geo+json");
        let by_header = world.send(asked.body(Body::empty()).unwrap()).await;
        assert_eq!(by_name.header("content-type"), "application/geo+json");
        assert_eq!(
            (by_name.json(), &by_name.json()["type"]),
            (by_header.json(), &json!("FeatureCollection"))
        );
    }
    let features = world.get(&officer, "/observations.geojson").await.json();
    assert_eq!(features["features"][0]["geometry"]["coordinates"], json!([22.137, 65.617]));
    let one = world.get(&officer, &format!("/findings/{}", phone.record(1))).await.json();
    assert_eq!(one["area"], "porson");
}

#[tokio::test]
async fn tables_open_in_a_spreadsheet_and_do_nothing_there() {
    let (world, _, _) = recorded().await;
    let officer = world.token(Role::Officer).await;
    let table = world.get(&officer, "/export/observations.csv").await;
    assert!(table.bytes.starts_with("\u{feff}id,finding_id,walk,walk_title,area".as_bytes()));
    assert!(table.text().contains("\"'=HYPERLINK(\"\"x\"\"), \"\"mörkt\"\"\noch halt\""), "{}", table.text());
    assert_eq!(table.header("content-disposition"), "attachment; filename=\"observations.csv\"");
    let excel = world.get(&officer, "/export/observations.csv?dialect=excel-sv").await.text();
    assert!(excel.starts_with("\u{feff}id;finding_id;walk") && excel.contains(";65,617;22,137;"), "{excel}");
    let odd = world.get(&officer, "/export/observations.csv?dialect=excel-no").await;
    assert_eq!(odd.problem(), problem(400, "bad-query"));
    assert!(table.text().ends_with("\r\n"));
    let findings = world.get(&officer, "/export/findings.csv?category=life").await.text();
    assert_eq!(findings.lines().count(), 2);
}

#[tokio::test]
async fn rows_name_their_finding_and_have_names_beside_ids() {
    let (world, phone, walk) = recorded().await;
    let officer = world.token(Role::Officer).await;
    let first = &world.get(&officer, "/observations").await.json()[0];
    for (name, expected) in [
        ("finding_id", json!(phone.record(1))),
        ("walk", json!(walk)),
        ("walk_title", json!("Porsön")),
        ("area_name", json!("porson")),
        ("category_name", json!("Belysning")),
        ("at", json!("1970-01-01T01:00:01.000+01:00")),
        ("photo_count", json!(0)),
        ("withheld", Value::Null),
    ] {
        assert_eq!(first[name], expected, "{name}");
    }
    let finding = &world.get(&officer, "/findings.geojson").await.json()["features"][0]["properties"];
    assert_eq!((&finding["shape"], &finding["observation_count"]), (&json!("point"), &json!(1)));
    assert!(finding.get("geometry").is_none());
}

#[tokio::test]
async fn a_list_can_be_cut_off_in_order_and_tells_how_long_it_is() {
    let (world, phone, _) = recorded().await;
    let officer = world.token(Role::Officer).await;
    for (list, path) in [("observations", "/observations"), ("findings", "/findings")] {
        let newest = world.get(&officer, &format!("{path}?limit=1&order=newest")).await;
        assert_eq!(
            (newest.json().as_array().map(Vec::len), newest.header("lykta-total")),
            (Some(1), "2"),
            "{list}"
        );
        assert_eq!(newest.json()[0]["id"], json!(phone.record(3)));
        let first = world.get(&officer, &format!("{path}.geojson?limit=1&category=lighting")).await;
        assert_eq!(first.json()["features"][0]["id"], json!(phone.record(1)));
        assert_eq!(first.header("lykta-total"), "1");
    }
    let unlimited = world.get(&officer, "/observations?order=newest").await;
    assert_eq!(unlimited.problem(), problem(400, "bad-query"));
}

#[tokio::test]
async fn who_has_an_answer_is_told_so_until_something_changes() {
    let (world, phone, _) = recorded().await;
    let (officer, planner) = (world.token(Role::Officer).await, world.token(Role::Planner).await);
    let ask = async |token: &str, path: &str, tag: &str| {
        let asked = request("GET", path)
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::IF_NONE_MATCH, tag);
        world.send(asked.body(Body::empty()).unwrap()).await
    };
    let paths = [
        "/observations",
        "/observations?area=porson",
        "/observations?limit=1&order=newest",
        "/observations.geojson",
        "/findings",
        "/findings.geojson",
        "/export/observations.csv",
        "/export/observations.csv?dialect=excel-sv",
        "/export/findings.csv",
        "/areas",
        "/walks",
        "/walks.geojson",
        "/situation",
    ];
    let mut tags = Vec::new();
    for path in paths {
        let answer = world.get(&officer, path).await;
        let tag = answer.header("etag").to_owned();
        assert!(tag.starts_with('"'), "{path}: strong, {tag}");
        let listed = format!("\"x\", W/{tag}");
        let known = ask(&officer, path, &listed).await;
        assert_eq!(
            (known.status.as_u16(), known.bytes.len(), known.header("etag")),
            (304, 0, tag.as_str()),
            "{path}"
        );
        tags.push(tag);
    }
    let different: std::collections::BTreeSet<&String> = tags.iter().collect();
    assert_eq!(different.len(), tags.len(), "each has a tag of its own");
    assert_eq!(ask(&planner, "/observations", &tags[0]).await.status, 200, "another reader");
    world.push(&phone, 4, &[dark(900.0)]).await;
    for (path, tag) in paths.iter().zip(&tags).filter(|(path, _)| !path.contains("area")) {
        assert_eq!(ask(&officer, path, tag).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn a_long_list_is_packed_as_it_is_read_and_walks_with_their_codes_are_not() {
    let (world, phone, _) = recorded().await;
    let officer = world.token(Role::Officer).await;
    let texts: Vec<String> = (0..300).map(|at| dark(f64::from(at) * 40.0)).collect();
    world.push(&phone, 4, &texts).await;
    let ask = async |path: &str, packing: &str| {
        let asked = request("GET", path)
            .header(header::AUTHORIZATION, format!("Bearer {officer}"))
            .header(header::ACCEPT_ENCODING, packing);
        world.send(asked.body(Body::empty()).unwrap()).await
    };
    for path in ["/observations", "/observations.geojson", "/export/observations.csv"] {
        let plain = ask(path, "identity").await;
        assert_eq!(plain.header("content-encoding"), "");
        let (gzip, br) = (ask(path, "gzip").await, ask(path, "gzip;q=0.5, br").await);
        assert_eq!((gzip.header("content-encoding"), br.header("content-encoding")), ("gzip", "br"));
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(&gzip.bytes[..]).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, plain.bytes, "{path}");
        unpacked.clear();
        brotli::Decompressor::new(&br.bytes[..], 4_096).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, plain.bytes, "{path}");
        assert!(
            gzip.bytes.len() * 5 < plain.bytes.len(),
            "{path}: {} of {}",
            gzip.bytes.len(),
            plain.bytes.len()
        );
        let tags: std::collections::BTreeSet<&str> = [&plain, &gzip, &br].map(|it| it.header("etag")).into();
        assert_eq!(tags.len(), 3, "other bytes have another tag");
    }
    for _ in 0..10 {
        world.walk().await;
    }
    let walks = ask("/walks", "gzip, br").await;
    assert!(walks.bytes.len() > 1_000 && walks.header("content-encoding").is_empty());
}

#[tokio::test]
async fn the_overview_counts_everything_and_shows_a_few() {
    let (world, phone, _) = recorded().await;
    let texts: Vec<String> = (0..9).map(|at| dark(2_000.0 + f64::from(at) * 90.0)).collect();
    world.push(&phone, 4, &texts).await;
    let officer = world.token(Role::Officer).await;
    let found = world.get(&officer, "/overview?since=2020-01-01").await.json();
    assert_eq!((&found["waiting_count"], found["waiting"].as_array().map(Vec::len)), (&json!(10), Some(5)));
    assert_eq!(
        (&found["lately_count"], &found["new_count"]),
        (&json!(0), &json!(0)),
        "they were made in 1970"
    );
    let by_area = found["by_area"].as_array().unwrap();
    let sum = |name: &str| by_area.iter().map(|it| it[name].as_u64().unwrap()).sum::<u64>();
    assert_eq!((sum("findings"), sum("waiting")), (11, 10), "{by_area:?}");
    assert_eq!(world.get(&officer, "/overview").await.json()["new_count"], Value::Null);
    assert_eq!(world.get(&officer, "/overview?since=2026").await.problem(), problem(400, "bad-query"));
    let now = json!({ "kind": "observed", "at_ms": crate::clock::now_ms(), "feeling": "unsafe", "category": "graffiti" });
    let said = edited(phone.record(13), &json!({ "text": "klotter" }));
    world.push(&phone, 13, &[now.to_string(), said]).await;
    let found = world.get(&officer, "/overview?since=2020-01-01").await.json();
    assert_eq!((&found["lately_count"], &found["new_count"]), (&json!(1), &json!(1)));
    assert_eq!(found["lately"][0]["text"], "klotter");
    assert!(
        found["by_area"].as_array().unwrap().iter().any(|it| it["area"].is_null()),
        "in no neighbourhood"
    );
    let planner = world.token(Role::Planner).await;
    assert!(!world.get(&planner, "/overview").await.text().contains("klotter"));
}

#[tokio::test]
async fn planners_get_no_free_text() {
    let (world, _, _) = recorded().await;
    let planner = world.token(Role::Planner).await;
    for path in ["/observations", "/observations.geojson", "/export/observations.csv", "/findings"] {
        let answer = world.get(&planner, path).await;
        assert!(answer.status == 200 && !answer.text().contains("HYPERLINK"), "{path}");
    }
}

#[tokio::test]
async fn the_situation_counts_an_area_and_everything() {
    let (world, _, _) = recorded().await;
    let officer = world.token(Role::Officer).await;
    let porson = world.get(&officer, "/areas/porson/situation").await.json();
    assert_eq!([&porson["findings"], &porson["good_places"], &porson["walkers"]], [1, 1, 1]);
    let hertson = world.get(&officer, "/areas/hertson/situation").await.json();
    assert_eq!((&hertson["observations"], &hertson["limits"]), (&json!(0), &json!(["nothing_recorded"])));
    let all = world.get(&officer, "/situation?category=lighting").await.json();
    assert_eq!([&all["findings"], &all["good_places"]], [1, 0]);
    assert_eq!(world.get(&officer, "/areas/nowhere/situation").await.problem(), problem(404, "not-found"));
}

#[tokio::test]
async fn a_phone_gets_the_catalogue_with_its_series() {
    let (world, _, _) = recorded().await;
    let (_, code) = world.walk().await;
    let answer = world.post("", "/join", &json!({ "code": code })).await.json();
    assert_eq!(answer["areas"], json!([]), "the walk is in no neighbourhood");
    assert_eq!(answer["catalogue"], world.get("", "/catalogue").await.json());
    assert_eq!(answer["walk"]["themes"], json!(["lighting"]));
}
