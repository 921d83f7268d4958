//! The server from outside, for those who sign in or read merged data: decisions, doors, lists, neighbourhoods.

use serde_json::{Value, json};
use shared::geo::Place;
use shared::statement::{Observed, Statement};
use shared::wire::Role;
use tests::phone::problem;
use tests::photo::clean_jpeg;
use tests::says::{LAMP, beside, dark_at};
use tests::server::Server;

#[tokio::test]
async fn two_walkers_who_point_at_one_lamp_make_one_finding_with_two_voices() {
    let server = Server::start().await;
    let walk = server.create_walk("Porsön");
    let (one, two) = (server.join(&walk).await, server.join(&walk).await);
    let first = one.say(&dark_at(LAMP)).await;
    two.say(&dark_at(beside(LAMP, 8.0, 0.0))).await;
    two.send().await.unwrap();
    one.send().await.unwrap();
    let desk = server.desk(Role::Officer);
    let findings = desk.list("/findings").await;
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(
        (&findings[0]["voices"], findings[0]["observations"].as_array().unwrap().len()),
        (&json!(2), 2)
    );

    let decision = json!({
        "about": findings[0]["observations"], "state": "planned", "responsible": "Gatuavdelningen",
        "answer": "Lampan byts före jul."
    });
    let answer =
        desk.request("POST", &format!("/findings/{first}/decisions")).json(&decision).send().await.unwrap();
    assert_eq!(answer.status(), 201);
    one.send().await.unwrap();
    let answers = one.store.answers(one.series()).unwrap().answers;
    assert_eq!(answers.len(), 1, "each hears about their own and nobody else's");
    assert_eq!((answers[0].observation, answers[0].voices), (first, 2));
    assert_eq!(answers[0].answer.as_deref(), Some("Lampan byts före jul."));
}

#[tokio::test]
async fn nobody_comes_in_without_being_let_in_and_walkers_read_only_their_own() {
    let server = Server::start().await;
    let phone = server.join(&server.create_walk("Porsön")).await;
    let blob = phone.photograph(phone.say(&dark_at(LAMP)).await, &clean_jpeg(40, 30)).await;
    phone.send().await.unwrap();
    let http = server::http::client();
    let photo = format!("/blobs/{blob}");
    for path in ["/findings", "/observations", "/walks", "/areas", "/export/findings.csv", "/session", &photo]
    {
        let answer = http.get(server.url(&format!("/api/v1{path}"))).send().await.unwrap();
        assert_eq!(problem(answer).await.status, 401, "{path} without a token");
        let answer = phone.request("GET", path).send().await.unwrap();
        assert_eq!(problem(answer).await.status, 403, "{path} with a walker's token");
    }
    let planner = server.desk(Role::Planner);
    let answer =
        planner.request("POST", "/walks").json(&json!({ "title": "x", "starts_at_ms": 1 })).send().await;
    assert_eq!(problem(answer.unwrap()).await.code, "not-allowed");
    let answer = planner.request("POST", "/records").json(&phone.everything().await).send().await.unwrap();
    assert_eq!(problem(answer).await.code, "not-allowed");
    let answer =
        http.post(server.url("/api/v1/join")).json(&json!({ "code": "NONE-HERE" })).send().await.unwrap();
    assert_eq!(problem(answer).await.code, "unknown-code");
}

#[tokio::test]
async fn a_sign_in_link_works_once_and_only_from_our_own_pages() {
    let server = Server::start().await;
    let link = server.first_sign_in_link();
    let (_, token) = link.split_once("#sign-in=").unwrap();
    let http = server::http::client();
    let sign_in = || http.post(server.url("/api/v1/session")).json(&json!({ "token": token }));
    let elsewhere = sign_in().header("Origin", "https://evil.example").header("Sec-Fetch-Site", "cross-site");
    assert_eq!(problem(elsewhere.send().await.unwrap()).await.code, "cross-site");

    let answer = sign_in().send().await.unwrap();
    assert!(answer.status().is_success());
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
    for part in ["__Host-lykta=", "HttpOnly", "Secure", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(part), "{cookie} lacks {part}");
    }
    assert_eq!(problem(sign_in().send().await.unwrap()).await.code, "sign-in-link-spent");

    let cookie = cookie.split(';').next().unwrap().to_owned();
    let session = http.get(server.url("/api/v1/session")).header("Cookie", &cookie).send().await.unwrap();
    assert!(session.status().is_success());
    let walk = http.post(server.url("/api/v1/walks")).header("Cookie", &cookie);
    let forged =
        walk.header("Sec-Fetch-Site", "cross-site").json(&json!({ "title": "x", "starts_at_ms": 1 }));
    assert_eq!(problem(forged.send().await.unwrap()).await.code, "cross-site");
}

#[tokio::test]
async fn lists_are_json_or_geojson_as_asked_and_can_be_narrowed_down() {
    let server = Server::start().await;
    let walk = server.create_walk("Porsön");
    let phone = server.join(&walk).await;
    for metres in [0.0, 400.0, 800.0] {
        phone.say(&dark_at(beside(LAMP, metres, 0.0))).await;
    }
    phone.send().await.unwrap();
    let desk = server.desk(Role::Officer);
    for path in ["/findings.geojson", "/observations.geojson"] {
        let features = desk.features(path).await;
        assert_eq!(features.len(), 3, "{path}");
        let at = features[0]["geometry"]["coordinates"].as_array().unwrap();
        assert!((at[0].as_f64().unwrap() - LAMP.1).abs() < 0.1, "longitude comes first: {at:?}");
    }
    let asked =
        desk.request("GET", "/findings").header("Accept", "application/geo+json").send().await.unwrap();
    assert_eq!(asked.headers()["content-type"], "application/geo+json");
    let (lat, lon) = LAMP;
    let around =
        format!("/observations?bbox={},{},{},{}", lon - 0.001, lat - 0.001, lon + 0.001, lat + 0.001);
    assert_eq!(desk.list(&around).await.len(), 1);
    assert_eq!(desk.list("/observations?category=life").await.len(), 0);
    assert_eq!(desk.list("/observations?from=2020-01-01&to=2021-01-01").await.len(), 0);
    assert_eq!(desk.list(&format!("/observations?walk={}", walk.id)).await.len(), 3);
    for (query, expected) in [("category=life", 0), ("bbox=-10,-10,-9,-9", 0), ("from=2020-01-01", 1)] {
        assert_eq!(desk.list(&format!("/walks?{query}")).await.len(), expected, "{query}");
    }
    for query in ["from=yesterday", "bbox=1,2,3", "bbox=a,b,c,d", "walk=none", "area=%00", "aera=x"] {
        let answer = desk.request("GET", &format!("/observations?{query}")).send().await.unwrap();
        assert_eq!(problem(answer).await.code, "bad-query", "{query}");
    }
}

#[tokio::test]
async fn how_light_it_was_is_told_from_place_and_time() {
    let server = Server::start().await;
    let phone = server.join(&server.create_walk("Porsön")).await;
    let seen = |at_ms| match dark_at(LAMP) {
        Statement::Observed(it) => Statement::Observed(Observed { at_ms, ..it }),
        other => other,
    };
    let (midwinter_noon, midwinter_evening, midsummer_midnight) =
        (1_797_849_000_000, 1_797_876_000_000, 1_781_994_600_000);
    for at_ms in [midwinter_noon, midwinter_evening, midsummer_midnight] {
        phone.say(&seen(at_ms)).await;
    }
    if let Statement::Observed(it) = seen(midwinter_evening) {
        phone.say(&Statement::Observed(Observed { place: Place::default(), ..it })).await;
    }
    phone.send().await.unwrap();
    let desk = server.desk(Role::Officer);
    let mut observations = desk.list("/observations").await;
    observations.sort_by_key(|it| it["id"].as_str().map(str::to_owned));
    let lights: Vec<&Value> = observations.iter().map(|it| &it["light"]).collect();
    assert_eq!(lights, [&json!("daylight"), &json!("dark"), &json!("twilight"), &Value::Null]);
    let table = desk.text("/export/observations.csv").await;
    assert_eq!(table.lines().filter(|line| line.contains(",dark,,,")).count(), 1, "{table}");
}

#[tokio::test]
async fn the_openapi_document_tells_of_every_address_of_the_contract() {
    let server = Server::start().await;
    let document: Value = reqwest::get(server.url("/api/openapi.json")).await.unwrap().json().await.unwrap();
    let paths: Vec<&String> = document["paths"].as_object().unwrap().keys().collect();
    let contract = [
        "/join",
        "/records",
        "/records/heads",
        "/blobs/{sha256}",
        "/areas",
        "/walks",
        "/findings",
        "/observations",
        "/areas/{id}/situation",
        "/export/observations.csv",
        "/export/findings.csv",
    ];
    for path in contract {
        let whole = format!("/api/v1{path}");
        assert!(paths.iter().any(|it| **it == whole || **it == path), "{path} is not in {paths:?}");
    }
    let tells = |schema: &str, field: &str| {
        let schema = &document["components"]["schemas"][schema];
        assert!(schema["properties"].get(field).is_some(), "no {field} in {schema}");
    };
    for rows in ["CategoryCount", "LightCount", "TimeCount", "WhenCount", "SeverityCount"] {
        tells(rows, "trend");
    }
    for field in ["now", "before", "per_participant"] {
        tells("Trend", field);
    }
    for field in ["version", "safe_trend", "by_time", "comparison", "new_places", "refused"] {
        tells("Situation", field);
    }
    for field in ["by_light", "last_at_ms", "length_m"] {
        tells("StreetWalked", field);
    }
    let forms = |status: &str| document["paths"]["/findings"]["get"]["responses"][status]["content"].clone();
    assert!(forms("200").get("application/geo+json").is_some(), "{}", forms("200"));
    assert!(forms("401").get("application/problem+json").is_some(), "{}", forms("401"));
}

#[tokio::test]
async fn an_installation_is_made_by_serve_alone_and_served_once() {
    let server = Server::start().await;
    let refused = |output: std::process::Output| {
        assert!(!output.status.success());
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(refused(server.run(&["serve", "--listen", "127.0.0.1:0"])).contains("already"));
    let nowhere = server.data().join("misspelt");
    for command in [&["areas", "list"][..], &["rebuild"], &["walk", "list"]] {
        let mut lykta = std::process::Command::new(tests::place::lykta());
        let said = refused(lykta.args(command).arg("--data").arg(&nowhere).output().unwrap());
        assert!(said.contains("no installation"), "{command:?}: {said}");
        assert!(!nowhere.exists());
    }
}

#[tokio::test]
async fn an_installation_is_moved_when_nobody_serves_it_and_says_what_was_moved() {
    let mut server = Server::start().await;
    let walk = server.create_walk("Porsön");
    let moved = server.data().join("moved.sqlite").display().to_string();
    let (from, to) =
        (format!("sqlite:{}", server.data().join("lykta.sqlite").display()), format!("sqlite:{moved}"));
    let migrate = ["migrate", "--from", &from, "--to", &to];
    let refused = server.run(&migrate);
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("already; end that one first"));
    server.stop().await;
    let said = server.run_well(&migrate);
    assert!(said.contains("Photos and the base map are files and stay where they are"), "{said}");
    assert!(server.run_well(&["walk", "list", "--database", &to]).contains(&walk.code));
}

#[tokio::test]
async fn a_municipalitys_own_neighbourhoods_are_taken_in_and_the_bad_ones_named() {
    let server = Server::start().await;
    let fixtures = tests::place::root().join("tests/fixtures/areas");
    let import = |name: &str| server.run(&["areas", "import", fixtures.join(name).to_str().unwrap()]);
    for name in ["bom.geojson", "sweref99tm.geojson", "sweref99tm-unsaid.geojson", "sweref99-2145.geojson"] {
        let output = import(name);
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    }
    let output = import("mixed.geojson");
    let said =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("untangled"), "{said}");
    let areas = server.desk(Role::Planner).features("/areas.geojson").await;
    assert!(areas.len() >= 4, "{areas:?}");
    for area in &areas {
        let text = area["geometry"]["coordinates"].to_string();
        let numbers = text.split(['[', ']', ',']).filter_map(|number| number.parse::<f64>().ok());
        assert!(
            numbers.clone().count() > 6 && numbers.into_iter().all(|it| (10.0..70.0).contains(&it)),
            "{text:.200}"
        );
    }
    let desk = server.desk(Role::Planner);
    let (one, id) = (&areas[0], areas[0]["id"].as_str().unwrap());
    assert_eq!(desk.features(&format!("/areas.geojson?area={id}")).await, std::slice::from_ref(one));
    assert_eq!(desk.features("/areas.geojson?bbox=-10,-10,-9,-9").await.len(), 0);
    assert_eq!(desk.features("/areas.geojson?bbox=0,50,40,80").await.len(), areas.len());
    let none = server.run(&["areas", "import", "/no/such/file.geojson"]);
    assert!(!none.status.success());
    assert!(String::from_utf8_lossy(&none.stderr).contains("/no/such/file.geojson"));
}

#[tokio::test]
async fn real_neighbourhoods_are_taken_in() {
    let Some(files) = tests::place::shared_files("areas", "real_neighbourhoods_are_taken_in") else { return };
    let server = Server::start().await;
    for entry in std::fs::read_dir(files).unwrap() {
        let path = entry.unwrap().path();
        let output = server.run(&["areas", "import", path.to_str().unwrap()]);
        assert!(output.status.success(), "{}: {}", path.display(), String::from_utf8_lossy(&output.stderr));
    }
    assert!(server.desk(Role::Planner).features("/areas.geojson").await.len() > 20);
}
