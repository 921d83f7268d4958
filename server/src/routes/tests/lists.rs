//! What planners and their programs read.

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
    assert!(table.bytes.starts_with("\u{feff}id,walk,area".as_bytes()));
    assert!(table.text().contains("\"'=HYPERLINK(\"\"x\"\"), \"\"mörkt\"\"\noch halt\""), "{}", table.text());
    assert!(table.text().ends_with("\r\n"));
    let findings = world.get(&officer, "/export/findings.csv?category=life").await.text();
    assert_eq!(findings.lines().count(), 2);
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
    let planner = world.token(Role::Planner).await;
    let porson = world.get(&planner, "/areas/porson/situation").await.json();
    assert_eq!([&porson["findings"], &porson["good_places"], &porson["walkers"]], [1, 1, 1]);
    let hertson = world.get(&planner, "/areas/hertson/situation").await.json();
    assert_eq!((&hertson["observations"], &hertson["limits"]), (&json!(0), &json!(["nothing_recorded"])));
    let all = world.get(&planner, "/situation?category=lighting").await.json();
    assert_eq!([&all["findings"], &all["good_places"]], [1, 0]);
    assert_eq!(world.get(&planner, "/areas/nowhere/situation").await.problem(), problem(404, "not-found"));
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
