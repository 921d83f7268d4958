//! Officers sign in, plan, decide; and the one who said it reads the answer.

use super::*;

fn cookie(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap().to_owned()
}

async fn with_cookie(
    world: &World,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &Value,
) -> Answer {
    let mut request = request(method, path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    world.send(request.body(Body::from(body.to_string())).unwrap()).await
}

#[tokio::test]
async fn the_first_link_signs_the_administrator_in_once() {
    let world = World::new().await;
    assert!(!world.app.store.has_accounts().await.unwrap());
    let stale = world.app.store.create_sign_in("Administrator", Role::Administrator, true).await.unwrap();
    let first = world.app.store.create_sign_in("Administrator", Role::Administrator, true).await.unwrap();
    let spent = world.post("", "/session", &json!({ "token": stale.token })).await;
    assert_eq!(spent.problem(), problem(401, "sign-in-link-spent"));
    let answer = world.post("", "/session", &json!({ "token": first.token })).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["role"]), (200, &json!("administrator")));
    let again = world.post("", "/session", &json!({ "token": first.token })).await;
    assert_eq!(again.problem(), problem(401, "sign-in-link-spent"));
    assert!(world.app.store.has_accounts().await.unwrap());
}

#[tokio::test]
async fn the_session_cookie_is_for_our_pages_alone_and_ends_when_told() {
    let world = World::new().await;
    let link = world.app.store.create_sign_in("Eva", Role::Administrator, false).await.unwrap();
    let answer = world.post("", "/session", &json!({ "token": link.token })).await;
    let set = answer.header("set-cookie");
    assert!(set.starts_with("__Host-lykta="), "{set}");
    for attribute in ["Path=/", "Secure", "HttpOnly", "SameSite=Strict", "Max-Age=2592000"] {
        assert!(set.split("; ").any(|one| one == attribute), "{attribute} in {set}");
    }
    let cookie = cookie(&answer);
    let who = with_cookie(&world, "GET", "/session", &[("cookie", &cookie)], &json!({})).await;
    let version = json!({ "rebuilds": 0, "revision": 0 });
    let eva = json!({ "name": "Eva", "role": "administrator", "demonstration": false, "version": version });
    assert_eq!(who.json(), eva);

    let invite = json!({ "name": "Ali", "role": "officer" });
    for foreign in [vec![], vec![("sec-fetch-site", "cross-site")], vec![("origin", "https://evil.example")]]
    {
        let headers = [vec![("cookie", cookie.as_str())], foreign].concat();
        let answer = with_cookie(&world, "POST", "/sign-in-links", &headers, &invite).await;
        assert_eq!(answer.problem(), problem(403, "cross-site"));
    }
    let ours = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin")];
    let answer = with_cookie(&world, "POST", "/sign-in-links", &ours, &invite).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert!(answer.json()["link"].as_str().unwrap().starts_with("https://lykta.example.se/desk/#sign-in="));

    let out = with_cookie(&world, "DELETE", "/session", &ours, &json!({})).await;
    assert_eq!(out.header("clear-site-data"), "\"cache\"", "and not a resident's records on the same phone");
    assert!(out.status == 204 && out.header("set-cookie").contains("Max-Age=0"));
    let who = with_cookie(&world, "GET", "/session", &[("cookie", &cookie)], &json!({})).await;
    assert_eq!(who.problem(), problem(401, "not-signed-in"));
}

#[tokio::test]
async fn a_planned_walk_has_a_code_a_link_and_a_poster_and_counts_who_came() {
    let world = World::new().await;
    let officer = world.token(Role::Officer).await;
    let new = json!({ "title": " Porsön i mörker ", "starts_at_ms": 5, "meeting_place": "Porsöskolan" });
    let answer = world.post(&officer, "/walks", &new).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let walk = answer.json();
    let (id, code) = (walk["walk"]["id"].as_str().unwrap(), walk["code"].as_str().unwrap());
    assert_eq!(walk["walk"]["title"], "Porsön i mörker");
    assert_eq!(walk["link"], format!("https://lykta.example.se/#{code}"));
    let poster = world.get(&officer, &format!("/walks/{id}/qr.svg")).await;
    assert!(poster.header("content-type") == "image/svg+xml" && poster.text().contains("<svg"));

    let (one, _idle) = (world.join(code).await, world.join(code).await);
    world.push(&one, 1, &[dark(0.0)]).await;
    let counted = world.get(&officer, &format!("/walks/{id}")).await.json();
    assert_eq!([&counted["joined"], &counted["sent"], &counted["observations"]], [2, 1, 1]);
    let planner = world.token(Role::Planner).await;
    let seen = world.get(&planner, "/walks").await.json();
    assert!(seen[0]["code"].is_null() && seen[0]["link"].is_null(), "planners get no code");
}

#[tokio::test]
async fn an_impossible_walk_is_refused_with_its_reason() {
    let world = World::new().await;
    let officer = world.token(Role::Officer).await;
    for new in [
        json!({ "title": " ", "starts_at_ms": 5 }),
        json!({ "title": "x", "starts_at_ms": 5, "area": "nowhere" }),
        json!({ "title": "x", "starts_at_ms": 5, "themes": ["dragons"] }),
        json!({ "title": "x".repeat(5_000), "starts_at_ms": 5 }),
    ] {
        assert_eq!(world.post(&officer, "/walks", &new).await.problem(), problem(422, "bad-input"));
    }
    assert_eq!(world.app.store.counts().await.unwrap().records, 0);
}

#[tokio::test]
async fn the_loop_closes_two_voices_one_finding_a_decision_and_its_answer() {
    let world = World::new().await;
    let (_, code) = world.walk().await;
    let (one, two) = (world.join(&code).await, world.join(&code).await);
    world.push(&one, 1, &[dark(0.0)]).await;
    world.push(&two, 1, &[dark(8.0)]).await;
    let officer = world.token(Role::Officer).await;
    let findings = world.get(&officer, "/findings").await.json();
    let finding = &findings[0];
    assert_eq!((findings.as_array().unwrap().len(), &finding["voices"]), (1, &json!(2)));

    let decision = json!({ "about": finding["observations"], "state": "planned", "responsible": "Luleå Energi",
        "answer": "Lampan byts i vecka 49." });
    let path = format!("/findings/{}/decisions", two.record(1));
    let answer = world.post(&officer, &path, &decision).await;
    assert_eq!(
        (answer.status.as_u16(), &answer.json()["state"]),
        (201, &json!("planned")),
        "{}",
        answer.text()
    );

    let answers = world.get(&one.token, "/answers").await.json();
    assert_eq!(answers["answers"].as_array().unwrap().len(), 1, "of one's own alone");
    let own = &answers["answers"][0];
    assert_eq!(own["observation"], json!(one.record(1)));
    assert_eq!([&own["state"], &own["answer"]], ["planned", "Lampan byts i vecka 49."]);
    assert_eq!(own["voices"], 2);
}

#[tokio::test]
async fn a_decision_about_nothing_is_refused() {
    let world = World::new().await;
    let phone = world.phone().await;
    world.push(&phone, 1, &[dark(0.0)]).await;
    let officer = world.token(Role::Officer).await;
    let path = format!("/findings/{}/decisions", phone.record(1));
    for decision in [
        json!({ "about": [], "state": "done" }),
        json!({ "about": [phone.record(9)], "state": "done" }),
        json!({ "about": [phone.record(1)], "replaces": [phone.record(7)], "state": "done" }),
        json!({ "about": [phone.record(1)], "state": "done", "answer": "å".repeat(4_001) }),
    ] {
        assert_eq!(world.post(&officer, &path, &decision).await.problem(), problem(422, "bad-input"));
    }
    let decision = json!({ "about": [], "state": "done" });
    let nowhere = world.post(&officer, "/findings/nothing/decisions", &decision);
    assert_eq!(nowhere.await.problem(), problem(404, "not-found"));
}

/// Two lamps 8 m apart, pointed out by one walker each: merged, as long as nobody says otherwise.
async fn two_voices() -> (World, Phone, Phone, String) {
    let world = World::new().await;
    let (one, two) = (world.phone().await, world.phone().await);
    world.push(&one, 1, &[dark(0.0), dark(400.0)]).await;
    world.push(&two, 1, &[dark(8.0)]).await;
    let officer = world.token(Role::Officer).await;
    (world, one, two, officer)
}

async fn members(world: &World, officer: &str) -> Vec<Vec<String>> {
    let findings = world.get(officer, "/findings").await.json();
    let ids = |it: &Value| {
        it["observations"].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect()
    };
    let mut all: Vec<Vec<String>> = findings.as_array().unwrap().iter().map(ids).collect();
    all.sort();
    all
}

fn sorted<const N: usize>(mut all: [Vec<String>; N]) -> Vec<Vec<String>> {
    for ids in &mut all {
        ids.sort();
    }
    all.sort();
    all.to_vec()
}

#[tokio::test]
async fn what_an_officer_takes_apart_stays_apart_as_more_voices_come_until_it_is_undone() {
    let (world, one, two, officer) = two_voices().await;
    let id = |phone: &Phone, number| phone.record(number).to_string();
    let together = sorted([vec![id(&one, 1), id(&two, 1)], vec![id(&one, 2)]]);
    assert_eq!(members(&world, &officer).await, together);

    let path = format!("/findings/{}/grouping", one.record(1));
    let said = json!({ "one": [one.record(1)], "apart": [two.record(1)] });
    let answer = world.post(&officer, &path, &said).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert_eq!(answer.json()["observations"], json!([one.record(1)]), "the finding that was asked about");
    let three = world.phone().await;
    world.push(&three, 1, &[dark(0.0)]).await;
    let apart = members(&world, &officer).await;
    assert!(apart.iter().all(|ids| !(ids.contains(&id(&one, 1)) && ids.contains(&id(&two, 1)))), "{apart:?}");
    world.app.store.rebuild().await.unwrap();
    assert_eq!(members(&world, &officer).await, apart, "made anew it is the same");

    let undone = json!({ "replaces": answer.json()["groupings"] });
    assert_eq!(world.post(&officer, &path, &undone).await.status, 201);
    let again = sorted([vec![id(&one, 1), id(&two, 1), id(&three, 1)], vec![id(&one, 2)]]);
    assert_eq!(members(&world, &officer).await, again);
}

#[tokio::test]
async fn what_an_officer_makes_one_is_one_however_far_apart_and_keeps_what_was_decided() {
    let (world, one, two, officer) = two_voices().await;
    let far = one.record(2);
    let decision = json!({ "about": [far], "state": "planned" });
    world.post(&officer, &format!("/findings/{far}/decisions"), &decision).await;
    let said = json!({ "one": [one.record(1), two.record(1), far] });
    let finding = world.post(&officer, &format!("/findings/{}/grouping", one.record(1)), &said).await.json();
    assert_eq!((&finding["voices"], &finding["state"]), (&json!(2), &json!("planned")));
    assert_eq!(world.get(&officer, &format!("/findings/{far}")).await.json()["id"], finding["id"]);
}

#[tokio::test]
async fn a_grouping_that_says_nothing_or_the_impossible_is_refused() {
    let (world, one, two, officer) = two_voices().await;
    let safe = json!({ "kind": "observed", "at_ms": 1, "feeling": "safe", "category": "life" }).to_string();
    world.push(&two, 2, &[safe]).await;
    let path = format!("/findings/{}/grouping", one.record(1));
    let both = [one.record(1), two.record(1)];
    for grouping in [
        json!({}),
        json!({ "one": [one.record(1)] }),
        json!({ "apart": both }),
        json!({ "one": both, "apart": [two.record(1)] }),
        json!({ "one": [one.record(1), one.record(9)] }),
        json!({ "one": [one.record(1), two.record(2)] }),
        json!({ "one": both, "replaces": [one.record(1)] }),
    ] {
        let answer = world.post(&officer, &path, &grouping).await;
        assert_eq!(answer.problem(), problem(422, "bad-input"), "{grouping}");
    }
    let nowhere = world.post(&officer, "/findings/nothing/grouping", &json!({ "one": both })).await;
    assert_eq!(nowhere.problem(), problem(404, "not-found"));
    let planner = world.token(Role::Planner).await;
    assert_eq!(world.post(&planner, &path, &json!({ "one": both })).await.status, 403);
}

#[tokio::test]
async fn a_finding_tells_all_of_its_voices_whatever_each_is_about_and_planners_without_words() {
    let (world, one, two, officer) = two_voices().await;
    let scrawl =
        json!({ "kind": "observed", "at_ms": 1, "feeling": "unsafe", "category": "graffiti" }).to_string();
    world.push(&two, 2, &[scrawl, edited(two.record(2), &json!({ "text": "klotter" }))]).await;
    let said = json!({ "one": [one.record(1), two.record(1), two.record(2)] });
    let path = format!("/findings/{}", one.record(1));
    assert_eq!(world.post(&officer, &format!("{path}/grouping"), &said).await.status, 201);
    let path = format!("{path}/observations");
    let told = world.get(&officer, &path).await.json();
    let words: Vec<&Value> = told.as_array().unwrap().iter().map(|it| &it["text"]).collect();
    assert_eq!(words.len(), 3);
    assert!(words.contains(&&json!("klotter")), "{told}");
    let planner = world.token(Role::Planner).await;
    assert_eq!(world.get(&planner, &path).await.status, 404, "records' own ids lead planners nowhere");
    assert_eq!(world.get(&planner, "/findings/nothing/observations").await.status, 404);
}
