//! Codes: guessed at, closed, opened, replaced; and the phones that joined by them.

use super::*;
use crate::limits::Client;

async fn try_code(world: &World, from: &str, code: &str) -> Answer {
    let body = Body::from(json!({ "code": code }).to_string());
    let mut request = request("POST", "/join").body(body).unwrap();
    request.extensions_mut().insert(Client(from.parse().unwrap()));
    world.send(request).await
}

async fn change(world: &World, token: &str, walk: RecordId, open: bool) -> Value {
    let request = request("PUT", &format!("/walks/{walk}/code"));
    let request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    let body = Body::from(json!({ "open": open }).to_string());
    let answer = world.send(request.body(body).unwrap()).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// A world in which codes close on the day when their walk ends, with a walk that began at this time.
async fn closing_at_once(starts_at_ms: i64) -> (World, RecordId, String) {
    let directory = tempfile::tempdir().unwrap();
    let place = both::location(directory.path()).await;
    let assets = Assets::Folder(directory.path().join("dist"));
    let app = Server::open_with(&place, "https://lykta.example.se/", assets, 0).await.unwrap();
    let world = World { app, place, directory };
    let operator = world.app.store.operator().await.unwrap();
    let new = serde_json::from_value(json!({ "title": "Porsön", "starts_at_ms": starts_at_ms })).unwrap();
    let row = planning::plan(&world.app, operator, new, planning::Purpose::Real).await.unwrap();
    let code = secret::shown_code(&row.code.unwrap());
    (world, row.walk.id, code)
}

#[tokio::test]
async fn who_guesses_codes_is_stopped_before_the_look_up_and_residents_elsewhere_get_in() {
    let world = World::new().await;
    let (_, code) = world.walk().await;
    assert_eq!(try_code(&world, "192.0.2.1", "AAAA-AAAA").await.problem(), problem(404, "unknown-code"));
    let mut last = problem(0, "");
    for _ in 0..200 {
        last = try_code(&world, "192.0.2.1", "AAAA-AAAA").await.problem();
    }
    assert_eq!(last, problem(429, "too-many-tries"));
    let right = try_code(&world, "192.0.2.1", &code).await;
    assert_eq!(right.problem(), problem(429, "too-many-tries"), "what it guesses is not even looked up");
    let typed = code.to_lowercase().replace('-', " ");
    assert_eq!(try_code(&world, "192.0.2.2", &typed).await.status, 200);
}

#[tokio::test]
async fn a_code_is_open_before_the_walk_and_closed_when_it_is_over() {
    let future_ms = crate::clock::now_ms() + 100 * shared::time::DAY_MS;
    let (world, _, code) = closing_at_once(future_ms).await;
    world.join(&code).await;
    let (world, walk, code) = closing_at_once(7).await;
    let closed = world.post("", "/join", &json!({ "code": code })).await;
    assert_eq!(closed.problem(), problem(403, "code-closed"));
    let officer = world.token(Role::Officer).await;
    let planned = world.get(&officer, &format!("/walks/{walk}")).await.json();
    assert_eq!((&planned["code_open"], &planned["code_closed"]), (&json!(false), &json!(false)));
}

#[tokio::test]
async fn the_desk_closes_and_opens_a_code_and_phones_that_joined_go_on() {
    let world = World::new().await;
    let officer = world.token(Role::Officer).await;
    let (walk, code) = world.walk().await;
    let phone = world.join(&code).await;
    let closed = change(&world, &officer, walk, false).await;
    assert_eq!((&closed["code_open"], &closed["code_closed"]), (&json!(false), &json!(true)));
    let refused = world.post("", "/join", &json!({ "code": code })).await;
    assert_eq!(refused.problem(), problem(403, "code-closed"));
    let again = json!({ "code": code, "again": { "series": phone.series, "token": phone.token } });
    assert_eq!(world.post("", "/join", &again).await.status, 200, "it has joined before");
    assert_eq!(world.push(&phone, 1, &[dark(0.0)]).await.status, 200);
    assert_eq!(change(&world, &officer, walk, true).await["code_open"], json!(true));
    world.join(&code).await;
}

#[tokio::test]
async fn a_code_that_was_replaced_says_so_and_the_new_one_lets_in() {
    let world = World::new().await;
    let officer = world.token(Role::Officer).await;
    let (walk, old) = world.walk().await;
    let phone = world.join(&old).await;
    let planned = world.post(&officer, &format!("/walks/{walk}/code"), &"").await.json();
    let new = planned["code"].as_str().unwrap().to_owned();
    assert_ne!(new, old);
    let refused = world.post("", "/join", &json!({ "code": old })).await;
    assert_eq!(refused.problem(), problem(403, "code-replaced"));
    world.join(&new).await;
    assert_eq!(world.push(&phone, 1, &[dark(0.0)]).await.status, 200, "by its token, for ever");
    let again = json!({ "code": old, "again": { "series": phone.series, "token": phone.token } });
    assert_eq!(world.post("", "/join", &again).await.status, 200, "it is known by the code that it has");
}

#[tokio::test]
async fn past_a_code_that_is_closed_only_those_come_who_were_let_in_before() {
    let world = World::new().await;
    let officer = world.token(Role::Officer).await;
    let (walk, code) = world.walk().await;
    change(&world, &officer, walk, false).await;
    let again = |series: SeriesId, token: &str| json!({ "code": code, "again": { "series": series, "token": token } });
    // The server was restored from a copy of before this phone joined: its token shows that it was let in here.
    let series = secret::series().unwrap();
    let issued = world.app.store.issuing_key().await.unwrap().token(series).unwrap();
    let invented = secret::token().unwrap();
    assert_eq!(
        world.post("", "/join", &again(series, &invented)).await.problem(),
        problem(403, "code-closed")
    );
    assert_eq!(world.post("", "/join", &again(series, &issued)).await.status, 200);
    assert_eq!(world.push(&Phone { series, token: issued }, 1, &[dark(0.0)]).await.status, 200);
}

#[tokio::test]
async fn planners_learn_neither_the_code_nor_when_it_closes() {
    let world = World::new().await;
    let planner = world.token(Role::Planner).await;
    let (walk, _) = world.walk().await;
    let seen = world.get(&planner, &format!("/walks/{walk}")).await.json();
    assert_eq!((&seen["code"], &seen["code_closes_at_ms"]), (&Value::Null, &Value::Null));
}
