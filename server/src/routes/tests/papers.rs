//! Paper sheets: typed in once however often they are sent, one voice among phones, and taken back as a walker would.

use shared::log::Log as _;

use super::*;

const SHEET: &str = "11111111111111111111111111111111";

async fn put(world: &World, token: &str, path: &str, body: &Value) -> Answer {
    let request = request("PUT", path).header(header::AUTHORIZATION, format!("Bearer {token}"));
    world.send(request.body(Body::from(body.to_string())).unwrap()).await
}

async fn delete(world: &World, token: &str, path: &str) -> Answer {
    let request = request("DELETE", path).header(header::AUTHORIZATION, format!("Bearer {token}"));
    world.send(request.body(Body::empty()).unwrap()).await
}

fn point(category: &str, words: &str) -> Value {
    json!({ "feeling": "unsafe", "category": category, "pin": { "lat": 65.617, "lon": 22.137 },
            "text": words, "severity": 2, "proposal": " ", "described": "vid bron" })
}

fn sheet(points: &[Value], looks: &[Value]) -> Value {
    json!({ "at_ms": 61_000, "points": points, "looks": looks })
}

#[tokio::test]
async fn a_sheet_typed_in_twice_is_one_voice_on_equal_terms_with_a_phone() {
    let world = World::new().await;
    let officer = world.token(Role::Officer).await;
    let (walk, code) = world.walk().await;
    let phone = world.join(&code).await;
    world.push(&phone, 1, &[dark(3.0)]).await;
    let path = format!("/walks/{walk}/papers/{SHEET}");
    let written = sheet(&[point("lighting", "Helt svart"), point("graffiti", "Klotter")], &[]);
    for _ in 0..2 {
        let answer = put(&world, &officer, &path, &written).await;
        assert_eq!(answer.status, 204, "{}", answer.text());
    }
    let findings = world.get(&officer, &format!("/findings?walk={walk}")).await.json();
    let dark = findings.as_array().unwrap().iter().find(|it| it["category"] == "lighting").unwrap();
    assert_eq!((&dark["voices"], &dark["severity"]), (&json!(2), &json!(2)), "{findings}");
    let said = world.get(&officer, &format!("/observations?walk={walk}")).await.json();
    let typed = said.as_array().unwrap().iter().find(|it| it["text"] == "Helt svart").unwrap();
    assert_eq!(typed["place"]["described"], "vid bron");
    assert!(typed["proposal"].is_null(), "nothing was proposed: {typed}");
    let counted = world.get(&officer, &format!("/walks/{walk}")).await.json();
    assert_eq!(
        [&counted["joined"], &counted["sent"], &counted["observations"]],
        [1, 1, 3],
        "phones are phones"
    );
    let sheets = world.get(&officer, &format!("/walks/{walk}/papers")).await.json();
    assert_eq!(
        (sheets.as_array().unwrap().len(), &sheets[0]["id"], &sheets[0]["lines"]),
        (1, &json!(SHEET), &json!(2))
    );

    let other = put(&world, &officer, &path, &sheet(&[point("lighting", "Något annat")], &[])).await;
    assert_eq!(other.problem(), problem(409, "series-forked"));
}

#[tokio::test]
async fn a_sheet_that_is_taken_back_stands_nowhere_and_its_records_stay() {
    let world = World::new().await;
    let officer = world.token(Role::Officer).await;
    let (walk, code) = world.walk().await;
    let phone = world.join(&code).await;
    world.push(&phone, 1, &[dark(300.0)]).await;
    let look = json!({ "of": phone.record(1), "condition": "fixed" });
    let path = format!("/walks/{walk}/papers/{SHEET}");
    let written = sheet(&[point("lighting", "Helt svart")], &[look]);
    assert_eq!(put(&world, &officer, &path, &written).await.status, 204);
    let lines =
        async || world.get(&officer, &format!("/walks/{walk}/papers")).await.json()[0]["lines"].clone();
    assert_eq!(lines().await, 2);
    let seen = world.get(&officer, &format!("/findings/{}", phone.record(1))).await.json();
    assert_eq!(seen["revisits"][0]["condition"], "fixed");
    let series: SeriesId = SHEET.parse().unwrap();
    for _ in 0..2 {
        assert_eq!(delete(&world, &officer, &path).await.status, 204);
        assert_eq!(lines().await, 0);
        assert_eq!(world.app.store.log().head(series).await.unwrap().number, 6, "it is taken back once");
    }
    let said = world.get(&officer, &format!("/observations?walk={walk}")).await.json();
    assert_eq!(said.as_array().unwrap().len(), 1, "{said}");
    let seen = world.get(&officer, &format!("/findings/{}", phone.record(1))).await.json();
    assert_eq!(seen["revisits"], json!([]));
}

#[tokio::test]
async fn a_sheet_writes_into_no_series_but_its_own_and_says_nothing_impossible() {
    let world = World::new().await;
    let officer = world.token(Role::Officer).await;
    let (walk, code) = world.walk().await;
    let (other, _) = world.walk().await;
    let phone = world.join(&code).await;
    let good = sheet(&[point("lighting", "Helt svart")], &[]);
    let of_phone = format!("/walks/{walk}/papers/{}", phone.series);
    assert_eq!(put(&world, &officer, &of_phone, &good).await.problem(), problem(404, "not-found"));
    assert_eq!(delete(&world, &officer, &of_phone).await.problem(), problem(404, "not-found"));
    assert_eq!(
        put(&world, &officer, &format!("/walks/{walk}/papers/x"), &good).await.problem(),
        problem(404, "not-found")
    );
    let path = format!("/walks/{walk}/papers/{SHEET}");
    let nobody = json!({ "of": phone.record(9), "condition": "fixed" });
    for wrong in [sheet(&[], &[]), sheet(&[point("unheard-of", "x")], &[]), sheet(&[], &[nobody])] {
        assert_eq!(
            put(&world, &officer, &path, &wrong).await.problem(),
            problem(422, "bad-input"),
            "{wrong}"
        );
    }
    assert_eq!(
        world.get(&officer, &format!("/walks/{walk}/papers")).await.json(),
        json!([]),
        "no series is left behind"
    );
    assert_eq!(put(&world, &officer, &path, &good).await.status, 204);
    let elsewhere = format!("/walks/{other}/papers/{SHEET}");
    assert_eq!(put(&world, &officer, &elsewhere, &good).await.problem(), problem(404, "not-found"));
}
