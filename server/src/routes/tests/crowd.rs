//! Many voices that are one, and a group that is as many as it is.

use super::*;

/// So many phones join by one code and each says this, one after the other.
async fn all_say(world: &World, code: &str, count: usize, texts: &[String]) -> Vec<Phone> {
    let mut phones = Vec::new();
    for _ in 0..count {
        let phone = world.join(code).await;
        assert_eq!(world.push(&phone, 1, texts).await.status, 200);
        phones.push(phone);
    }
    phones
}

async fn finding(world: &World, officer: &str, category: &str) -> Value {
    let findings = world.get(officer, "/findings").await.json();
    findings.as_array().unwrap().iter().find(|it| it["category"] == category).unwrap().clone()
}

#[tokio::test]
async fn forty_joins_of_a_script_weigh_as_one_voice_and_are_told_as_such() {
    let world = World::new().await;
    let officer = world.token(Role::Officer).await;
    let (_, code) = world.walk().await;
    let phones = all_say(&world, &code, 40, &[observed(Feeling::Unsafe, "graffiti", 0.0)]).await;
    let neighbours = [observed(Feeling::Unsafe, "lighting", 500.0), observed(Feeling::Unsafe, "snow", 600.0)];
    all_say(&world, &code, 3, &neighbours).await;
    let crowd = finding(&world, &officer, "graffiti").await;
    assert_eq!((&crowd["voices"], &crowd["simultaneous"]), (&json!(1), &json!(40)), "{crowd}");
    let honest = finding(&world, &officer, "lighting").await;
    assert_eq!((&honest["voices"], &honest["simultaneous"]), (&json!(3), &Value::Null), "{honest}");
    let strongest = world.get(&officer, "/situation").await.json()["strongest"].clone();
    let rank = |category: &str| {
        strongest.as_array().unwrap().iter().position(|it| it["finding"]["category"] == category).unwrap()
    };
    assert!(rank("graffiti") > rank("lighting") && rank("graffiti") > rank("snow"), "{strongest}");
    // One of them turns out to be somebody who walks: a voice of their own from then on, and the others stay one.
    world.push(&phones[0], 2, &[walked(0.0)]).await;
    let crowd = finding(&world, &officer, "graffiti").await;
    assert_eq!((&crowd["voices"], &crowd["simultaneous"]), (&json!(2), &json!(39)), "{crowd}");
}

#[tokio::test]
async fn twenty_who_join_by_one_code_at_the_start_and_walk_are_twenty() {
    let world = World::new().await;
    let officer = world.token(Role::Officer).await;
    let (_, code) = world.walk().await;
    let start = [observed(Feeling::Unsafe, "graffiti", 0.0)];
    let phones = all_say(&world, &code, 20, &start).await;
    for (at, phone) in phones.iter().enumerate() {
        let on = if at % 2 == 0 { walked(0.0) } else { observed(Feeling::Safe, "life", 200.0) };
        world.push(phone, 2, &[on]).await;
    }
    let seen = finding(&world, &officer, "graffiti").await;
    assert_eq!((&seen["voices"], &seen["simultaneous"]), (&json!(20), &Value::Null), "{seen}");
}
