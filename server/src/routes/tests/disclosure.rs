//! What phones and planners learn of others, asked as they ask.

use std::sync::atomic::Ordering;

use shared::situation::ExcerptedSituation;
use shared::time::DAY_MS;

use super::*;

/// A walk along a street on Porsön, which phones join with its code.
async fn planned(world: &World, starts_at_ms: i64, shares_live: bool) -> (String, String) {
    let officer = world.token(Role::Officer).await;
    let walk = json!({ "title": "Porsön", "starts_at_ms": starts_at_ms, "shares_live": shares_live,
        "loop_line": [[22.130, 65.617], [22.140, 65.617]] });
    let planned = world.post(&officer, "/walks", &walk).await.json();
    let text = |it: &Value| it.as_str().unwrap().to_owned();
    (text(&planned["walk"]["id"]), text(&planned["code"]))
}

async fn nearby(world: &World, phone: &Phone) -> Vec<Value> {
    world.get(&phone.token, "/surroundings").await.json()["findings"].as_array().unwrap().clone()
}

fn revisited(of: &Value) -> String {
    json!({ "kind": "revisited", "at_ms": 5_000, "of": of, "condition": "remains" }).to_string()
}

#[tokio::test]
async fn a_phone_learns_of_others_neither_who_nor_where_exactly_nor_when() {
    let world = World::new().await;
    let (_, code) = planned(&world, crate::clock::now_ms(), true).await;
    let (one, two) = (world.join(&code).await, world.join(&code).await);
    world.push(&one, 1, &[dark(3.0)]).await;
    let around = world.get(&two.token, "/surroundings").await;
    assert!(!around.text().contains(&one.series.to_string()), "{}", around.text());
    let found = &nearby(&world, &two).await[0];
    assert_eq!(
        (&found["voices"], &found["last_at_ms"]),
        (&json!(1), &json!(11 * 3_600_000)),
        "noon of that day"
    );
    let at = &found["position"];
    assert!(at["lat"] != json!(65.617_027) && (at["lat"].as_f64().unwrap() - 65.617).abs() < 0.000_2, "{at}");
    let (_, other) = planned(&world, crate::clock::now_ms(), true).await;
    let elsewhere = nearby(&world, &world.join(&other).await).await;
    assert_ne!(elsewhere[0]["id"], found["id"], "on another walk it has another name");
}

#[tokio::test]
async fn what_a_phone_says_of_a_finding_by_the_name_it_was_shown_is_of_that_finding() {
    let world = World::new().await;
    let (_, code) = planned(&world, crate::clock::now_ms(), true).await;
    let (one, two) = (world.join(&code).await, world.join(&code).await);
    world.push(&one, 1, &[dark(0.0)]).await;
    let named = nearby(&world, &two).await[0]["id"].clone();
    world.push(&two, 1, &[revisited(&named), dark(8.0)]).await;
    let officer = world.token(Role::Officer).await;
    let finding = async || world.get(&officer, &format!("/findings/{}", one.record(1))).await.json();
    let agreed = finding().await;
    assert_eq!((&agreed["voices"], agreed["observations"].as_array().unwrap().len()), (&json!(2), 2));
    assert_eq!(agreed["revisits"][0]["of"], json!(one.record(1)));
    assert_eq!(nearby(&world, &two).await[0]["id"], named, "it keeps its name");

    world.push(&two, 3, &[edited(two.record(2), &json!({ "apart": [named] }))]).await;
    assert_eq!(finding().await["observations"].as_array().unwrap().len(), 1, "something else stands apart");
    let apart = finding().await;
    world.app.store.rebuild().await.unwrap();
    assert_eq!(finding().await, apart, "the log says the same");
}

#[tokio::test]
async fn of_a_walk_under_way_phones_learn_nothing_until_it_is_over_or_its_leader_lets_them() {
    let world = World::new().await;
    let (walk, code) = planned(&world, crate::clock::now_ms(), false).await;
    let (one, two) = (world.join(&code).await, world.join(&code).await);
    world.push(&one, 1, &[dark(0.0)]).await;
    world.push(&two, 1, &[dark(4.0)]).await;
    let answered = async || world.get(&two.token, "/answers").await.json()["answers"][0]["voices"].clone();
    assert_eq!(
        (nearby(&world, &two).await.len(), answered().await),
        (0, json!(1)),
        "only what it said itself"
    );

    let officer = world.token(Role::Officer).await;
    let let_them = json!({ "title": "Porsön", "starts_at_ms": crate::clock::now_ms(), "shares_live": true,
        "loop_line": [[22.130, 65.617], [22.140, 65.617]] });
    let put =
        request("PUT", &format!("/walks/{walk}")).header(header::AUTHORIZATION, format!("Bearer {officer}"));
    let answer = world.send(put.body(Body::from(let_them.to_string())).unwrap()).await;
    assert_eq!(answer.json()["walk"]["shares_live"], true, "{}", answer.text());
    assert_eq!((nearby(&world, &two).await.len(), answered().await), (1, json!(2)));
}

#[tokio::test]
async fn half_a_day_after_its_start_a_walk_is_over_and_its_findings_are_others_like_all() {
    let world = World::new().await;
    let (_, code) = planned(&world, crate::clock::now_ms(), false).await;
    let (_, of_another) = planned(&world, crate::clock::now_ms(), false).await;
    let [one, two, third] = [world.join(&code).await, world.join(&code).await, world.join(&of_another).await];
    world.push(&one, 1, &[dark(0.0)]).await;
    assert_eq!((nearby(&world, &two).await.len(), nearby(&world, &third).await.len()), (0, 0));
    world.app.disclosure.ahead_ms.store(12 * 3_600_000 + 1, Ordering::Relaxed);
    assert_eq!((nearby(&world, &two).await.len(), nearby(&world, &third).await.len()), (1, 1));
}

/// Four phones on one walk, and the day after.
async fn the_day_after() -> (World, Vec<Phone>) {
    let world = World::new().await;
    let (_, code) = planned(&world, crate::clock::now_ms(), true).await;
    let mut phones = Vec::new();
    for number in 0..4_u32 {
        let phone = world.join(&code).await;
        let said = [dark(f64::from(number)), walked(0.0), observed(Feeling::Safe, "life", 150.0)];
        world.push(&phone, 1, &said).await;
        world.push(&phone, 4, &[edited(phone.record(1), &json!({ "text": "klotter" }))]).await;
        phones.push(phone);
    }
    world.app.disclosure.ahead_ms.store(DAY_MS, Ordering::Relaxed);
    (world, phones)
}

const LISTS: [&str; 8] = [
    "/observations",
    "/observations.geojson",
    "/findings",
    "/findings.geojson",
    "/export/observations.csv",
    "/export/findings.csv",
    "/situation",
    "/walks",
];

#[tokio::test]
async fn nothing_that_planners_get_names_a_participant_or_holds_their_words() {
    let (world, phones) = the_day_after().await;
    let planner = world.token(Role::Planner).await;
    let walk = world.get(&planner, "/walks").await.json()[0]["walk"]["id"].as_str().unwrap().to_owned();
    let of_walk = ["questions", "paper"].map(|it| format!("/walks/{walk}/{it}"));
    for path in LISTS.into_iter().map(str::to_owned).chain(of_walk) {
        let answer = world.get(&planner, &path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        let told = answer.text();
        assert!(phones.iter().all(|phone| !told.contains(&phone.series.to_string())), "{path}: {told}");
        assert!(!told.contains("klotter"), "{path}: {told}");
    }
    let observations = world.get(&planner, "/observations").await.json();
    assert_eq!(observations.as_array().unwrap().len(), 8, "{observations}");
    let findings = world.get(&planner, "/findings").await.json();
    let voices: Vec<&Value> = findings.as_array().unwrap().iter().map(|it| &it["voices"]).collect();
    assert_eq!(voices, [&json!(4), &json!(4)], "{findings}");
}

#[tokio::test]
async fn what_is_withheld_is_named_and_never_zero_or_empty() {
    let (world, _) = the_day_after().await;
    let planner = world.token(Role::Planner).await;
    let row = world.get(&planner, "/observations").await.json()[0].clone();
    for field in ["photos", "text", "accuracy_m", "arrived_at_ms", "place", "disputed"] {
        assert!(row.get(field).is_none(), "{row}");
        assert!(row["withheld"].as_str().unwrap().split(' ').any(|name| name == field), "{row}");
    }
    let walk = world.get(&planner, "/walks").await.json()[0].clone();
    assert!(walk.get("joined").is_none() && walk["withheld"].as_str().unwrap().contains("joined"), "{walk}");
    let table = world.get(&planner, "/export/observations.csv").await.text();
    let lines: Vec<&str> = table.trim_start_matches('\u{feff}').lines().collect();
    let column = lines[0].split(',').position(|it| it == "photo_count").unwrap();
    assert!(
        lines.len() == 9 && lines[1..].iter().all(|line| line.split(',').nth(column) == Some("withheld")),
        "{table}"
    );
    let officer = world.token(Role::Officer).await;
    let row = world.get(&officer, "/observations").await.json()[0].clone();
    assert!(row["photos"] == json!([]) && row["withheld"].is_null(), "officers see all: {row}");
}

#[tokio::test]
async fn planners_follow_their_own_ids_and_no_others() {
    let (world, phones) = the_day_after().await;
    let ids = async |token: &str| -> Vec<String> {
        let found = world.get(token, "/findings").await.json();
        found.as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect()
    };
    let one = world.app.store.create_token("Ali", Role::Planner).await.unwrap();
    let other = world.app.store.create_token("Eva", Role::Planner).await.unwrap();
    let (of_one, of_other) = (ids(&one).await, ids(&other).await);
    assert!(of_one == ids(&one).await && of_one.iter().all(|id| !of_other.contains(id)));
    for id in &of_one {
        assert_eq!(world.get(&one, &format!("/findings/{id}")).await.json()["id"], json!(id));
        let members = world.get(&one, &format!("/findings/{id}/observations")).await.json();
        assert_eq!(members.as_array().unwrap().len(), 4, "{members}");
        assert_eq!(world.get(&other, &format!("/findings/{id}")).await.status, 404);
    }
    let own = phones[0].record(1);
    assert_eq!(
        world.get(&one, &format!("/findings/{own}")).await.status,
        404,
        "a record's own id leads nowhere"
    );
    let officer = world.token(Role::Officer).await;
    assert_eq!(world.get(&officer, &format!("/findings/{own}")).await.status, 200);
    world.app.disclosure.ahead_ms.store(366 * DAY_MS, Ordering::Relaxed);
    assert!(ids(&one).await.iter().all(|id| !of_one.contains(id)), "the next year's edition has other ids");
}

#[tokio::test]
async fn planners_see_a_walk_when_its_day_is_over_and_three_have_sent() {
    let world = World::new().await;
    let (_, code) = planned(&world, crate::clock::now_ms(), true).await;
    let planner = world.token(Role::Planner).await;
    let seen = async |days: i64| {
        world.app.disclosure.ahead_ms.store(days * DAY_MS, Ordering::Relaxed);
        world.get(&planner, "/observations").await.json().as_array().unwrap().len()
    };
    for _ in 0..2 {
        world.push(&world.join(&code).await, 1, &[dark(0.0)]).await;
    }
    assert_eq!((seen(0).await, seen(2).await), (0, 0), "of two nothing is told");
    let withheld = world.get(&planner, "/situation").await.json()["withheld"].clone();
    assert_eq!(withheld, json!([{ "what": "situation", "why": "few_participants", "fewest": 3 }]));
    world.push(&world.join(&code).await, 1, &[dark(0.0)]).await;
    assert_eq!((seen(0).await, seen(1).await), (0, 3));
    assert_eq!(world.get(&planner, "/situation").await.json()["observations"], 3);
}

#[tokio::test]
async fn the_desk_can_read_a_planners_situation_whatever_of_it_is_withheld() {
    let (world, _) = the_day_after().await;
    let planner = world.token(Role::Planner).await;
    let read = async |query: &str| {
        let told = world.get(&planner, &format!("/situation{query}")).await.json();
        let read = serde_json::from_str::<ExcerptedSituation>(&told.to_string());
        (read.unwrap_or_else(|error| panic!("{query}: {error}: {told}")), told)
    };
    let (whole, _) = read("").await;
    let ExcerptedSituation::Told(whole) = whole else { panic!("{whole:?}") };
    assert_eq!((whole.walkers, whole.trend.now.told_participants()), (4, Some(4)));

    let (compared, told) = read("?from=1970-01-01T00:00:00Z&to=1970-01-02T00:00:00Z").await;
    let ExcerptedSituation::Told(compared) = compared else { panic!("{told}") };
    assert_eq!(
        (&compared.comparison, compared.trend.before),
        (&None, None),
        "nobody was there before: {told}"
    );
    let withheld = told["withheld"].as_array().unwrap();
    for what in ["comparison", "refused", "streets"] {
        assert!(withheld.iter().any(|it| it["what"] == what), "{what}: {told}");
    }

    let (nobody, told) = read("?from=1980-01-01T00:00:00Z&to=1980-01-02T00:00:00Z").await;
    assert!(matches!(nobody, ExcerptedSituation::Withheld { ref withheld } if withheld.len() == 1), "{told}");
}
