//! Texts that would trick a screen or break a database, put in wherever a text can be put in, on each database.

use super::*;

/// NUL, a bidi override, an escape sequence's begin, and half a pair of isolates.
const NASTY: &str = "Mör\0kt \u{202E}dolt\u{1b}[31m \u{2068}x";
const SHOWN: &str = "Mör\u{FFFD}kt \u{FFFD}dolt\u{FFFD}[31m \u{FFFD}x";

/// Whether an answer holds something that a screen must not get.
fn is_harmless(answer: &Answer) -> bool {
    let text = answer.text();
    let plain =
        serde_json::from_slice::<Value>(&answer.bytes).map_or_else(|_| text.clone(), |it| strings(&it));
    let harmful = ['\0', '\u{1b}', '\u{202E}', '\u{2068}'];
    !text.contains(harmful) && !plain.contains(harmful)
}

/// Every text in it, names included.
fn strings(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().map(strings).collect(),
        Value::Object(all) => all.iter().map(|(name, it)| name.clone() + &strings(it)).collect(),
        _ => String::new(),
    }
}

async fn put(world: &World, token: &str, path: &str, body: &Value) -> Answer {
    let request = request("PUT", path).header(header::AUTHORIZATION, format!("Bearer {token}"));
    world.send(request.body(Body::from(body.to_string())).unwrap()).await
}

/// What a phone says with it: as place, words and proposal.
fn said(phone: &Phone) -> Vec<String> {
    let place = json!({ "described": NASTY, "pin": { "lat": 65.617, "lon": 22.137 } });
    let observed = json!({ "kind": "observed", "at_ms": 1, "feeling": "unsafe", "category": "lighting", "place": place });
    let change = |field: &str| {
        json!({ "kind": "edited", "at_ms": 2, "of": phone.record(1), "change": { field: NASTY } }).to_string()
    };
    let foreign = json!({ "kind": NASTY, "at_ms": 3 });
    let broken = json!({ "kind": "observed", "at_ms": 3, "category": NASTY });
    vec![observed.to_string(), change("text"), change("proposal"), foreign.to_string(), broken.to_string()]
}

#[tokio::test]
async fn a_text_that_tricks_a_screen_is_taken_in_anywhere_and_shown_harmlessly_everywhere() {
    let world = World::new().await;
    let administrator = world.token(Role::Administrator).await;
    let plan = json!({ "title": NASTY, "starts_at_ms": 5, "meeting_place": NASTY });
    let planned = world.post(&administrator, "/walks", &plan).await;
    assert_eq!(planned.status, 201, "{}", planned.text());
    let walk = planned.json()["walk"]["id"].as_str().unwrap().to_owned();
    assert_eq!(planned.json()["walk"]["title"], SHOWN);
    let joined = world.post("", "/join", &json!({ "code": planned.json()["code"] })).await;
    let JoinAnswer { series, token, .. } = serde_json::from_slice(&joined.bytes).unwrap();
    let phone = Phone { series, token };
    let pushed = world.push(&phone, 1, &said(&phone)).await;
    assert_eq!(pushed.status, 200, "{}", pushed.text());
    let findings = world.get(&administrator, "/findings").await.json();
    let id = findings[0]["id"].as_str().unwrap();
    let decision = json!({ "about": [id], "state": "planned", "responsible": NASTY, "answer": NASTY });
    let decided = world.post(&administrator, &format!("/findings/{id}/decisions"), &decision).await;
    assert!(decided.status.is_success(), "{}", decided.text());
    let point = json!({ "feeling": "unsafe", "category": "graffiti", "pin": { "lat": 65.618, "lon": 22.137 },
        "text": NASTY, "proposal": NASTY, "described": NASTY });
    let sheet = json!({ "at_ms": 6, "points": [point], "looks": [] });
    let typed =
        put(&world, &administrator, &format!("/walks/{walk}/papers/{}", "1".repeat(32)), &sheet).await;
    assert_eq!(typed.status, 204, "{}", typed.text());
    let invited = json!({ "name": NASTY, "role": "officer" });
    assert_eq!(world.post(&administrator, "/sign-in-links", &invited).await.status, 201);

    let observations = world.get(&administrator, "/observations").await;
    assert!(observations.text().contains(SHOWN), "{}", observations.text());
    for path in [
        "/walks".to_owned(),
        format!("/walks/{walk}"),
        "/findings".to_owned(),
        "/findings.geojson".to_owned(),
        "/observations".to_owned(),
        "/observations.geojson".to_owned(),
        "/export/observations.csv".to_owned(),
        "/export/findings.csv".to_owned(),
        "/situation".to_owned(),
    ] {
        let answer = world.get(&administrator, &path).await;
        assert!(answer.status == 200 && is_harmless(&answer), "{path}: {}", answer.text());
    }
    for path in ["/answers", "/surroundings"] {
        let answer = world.get(&phone.token, path).await;
        assert!(answer.status == 200 && is_harmless(&answer), "{path}: {}", answer.text());
    }
    let kept = world.app.store.log();
    let records = shared::log::Log::read(kept, phone.series, 0, 9).await.unwrap();
    assert_eq!(records.iter().map(|it| it.text.clone()).collect::<Vec<_>>(), said(&phone), "byte for byte");
}

#[tokio::test]
async fn a_nasty_text_where_none_belongs_is_refused_and_breaks_nothing() {
    let world = World::new().await;
    let administrator = world.token(Role::Administrator).await;
    let nasty = "%00%E2%80%AE%1B";
    let refused = [
        world.post("", "/join", &json!({ "code": NASTY })).await,
        world.post("", "/session", &json!({ "token": NASTY })).await,
        world
            .post(&administrator, "/walks", &json!({ "title": "x", "starts_at_ms": 5, "area": NASTY }))
            .await,
        world
            .post(&administrator, "/walks", &json!({ "title": "x", "starts_at_ms": 5, "themes": [NASTY] }))
            .await,
        world.post(&administrator, "/bundles", &json!({ "format": NASTY })).await,
        world.get(&administrator, &format!("/walks/{nasty}")).await,
        world.get(&administrator, &format!("/findings/{nasty}")).await,
        world.get(&administrator, &format!("/observations?area={nasty}")).await,
        world.get(&administrator, &format!("/areas/{nasty}/situation")).await,
        world.get(&administrator, &format!("/blobs/{nasty}")).await,
    ];
    for (at, answer) in refused.iter().enumerate() {
        assert!(
            answer.status.is_client_error() && is_harmless(answer),
            "{at}: {} {}",
            answer.status,
            answer.text()
        );
    }
}

#[tokio::test]
async fn names_that_are_imported_are_shown_harmlessly_too() {
    let world = World::new().await;
    let officer = world.token(Role::Officer).await;
    let outline = json!([[[[22.1, 65.6], [22.2, 65.6], [22.2, 65.7], [22.1, 65.6]]]]);
    let card = json!({ "id": "porson", "name": NASTY, "outline": outline });
    world.app.store.import_areas(&[serde_json::from_value(card).unwrap()]).await.unwrap();
    let areas = world.get(&officer, "/areas").await;
    assert!(areas.status == 200 && is_harmless(&areas) && areas.text().contains(SHOWN), "{}", areas.text());
    let position = shared::geo::Position::new(65.617, 22.137).unwrap();
    let lamp = crate::store::Asset { name: NASTY.to_owned(), position };
    world.app.store.replace_assets("lamp", &[lamp]).await.unwrap();
    let known = world.app.store.known_lamps().await.unwrap();
    assert_eq!(known[0].name.as_deref(), Some(SHOWN));
    let token = world.app.store.create_token(NASTY, Role::Officer).await.unwrap();
    assert_eq!(world.get(&token, "/session").await.json()["name"], SHOWN);
}
