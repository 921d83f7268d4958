//! Readers are answered while a picture is made, and know which one they were given.

use std::sync::Arc;
use std::time::Duration;

use super::live::{BY_EAR, Line, paced};
use super::*;
use crate::picture::Patience;

/// A world whose readers wait as long as this.
fn patient(mut world: World, patience: Patience) -> World {
    Arc::get_mut(&mut world.app).unwrap().pictures.patience = patience;
    world
}

/// Who waits for nothing but for a version that is named.
async fn hasty() -> World {
    let patience = Patience { first: Duration::ZERO, newer: Duration::ZERO, ..Patience::default() };
    patient(World::new().await, patience)
}

impl World {
    async fn get_at_least(&self, token: &str, path: &str, revision: &str) -> Answer {
        let request = request("GET", path)
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header("lykta-min-revision", revision);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    async fn revision(&self) -> String {
        self.app.store.version().await.unwrap().to_string()
    }
}

fn count(answer: &Answer) -> usize {
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json().as_array().unwrap().len()
}

#[tokio::test]
async fn readers_get_the_last_picture_with_its_revision_while_a_newer_one_is_made() {
    let world = hasty().await;
    let planner = world.token(Role::Planner).await;
    let (officer, phone) = (world.token(Role::Officer).await, world.phone().await);
    world.push(&phone, 1, &[dark(0.0)]).await;
    let first = world.revision().await;
    world.app.pictures.current().await.unwrap();
    let current = world.get(&officer, "/findings").await;
    assert_eq!((count(&current), current.header("lykta-revision"), current.header("age")), (1, &*first, "0"));

    let held = world.app.pictures.hold().await;
    world.push(&phone, 2, &[dark(300.0)]).await;
    let second = world.revision().await;
    for path in ["/findings", "/observations", "/export/findings.csv", "/situation"] {
        for reader in [&officer, &planner] {
            let last = world.get(reader, path).await;
            assert_eq!((last.status.as_u16(), last.header("lykta-revision")), (200, &*first), "{path}");
            assert!(last.header("age").parse::<u64>().is_ok(), "{path}");
        }
    }
    assert_eq!(world.get(&phone.token, "/answers").await.json()["answers"].as_array().unwrap().len(), 1);
    let (newer, ()) = tokio::join!(world.get_at_least(&officer, "/findings", &second), async { drop(held) });
    assert_eq!((count(&newer), newer.header("lykta-revision")), (2, &*second));
}

#[tokio::test]
async fn a_version_that_is_not_there_in_time_is_refused_and_one_of_another_history_counts_for_nothing() {
    let world = patient(hasty().await, Patience { named: Duration::ZERO, ..Patience::default() });
    let (officer, phone) = (world.token(Role::Officer).await, world.phone().await);
    world.app.pictures.current().await.unwrap();
    let held = world.app.pictures.hold().await;
    world.push(&phone, 1, &[dark(0.0)]).await;
    let revision = world.revision().await;
    let refused = world.get_at_least(&officer, "/findings", &revision).await;
    assert_eq!((refused.problem(), refused.header("retry-after")), (problem(503, "picture-not-ready"), "2"));
    drop(held);
    assert_eq!(count(&world.get_at_least(&officer, "/findings", "999-999").await), 1);
    for nonsense in ["7", "a-b", "-1-1"] {
        let refused = world.get_at_least(&officer, "/findings", nonsense).await;
        assert_eq!(refused.problem(), problem(400, "bad-header"), "{nonsense}");
    }
}

#[tokio::test]
async fn until_there_is_a_first_picture_readers_are_told_to_come_again() {
    let world = hasty().await;
    let planner = world.token(Role::Planner).await;
    let held = world.app.pictures.hold().await;
    let refused = world.get(&planner, "/findings").await;
    assert_eq!((refused.problem(), refused.header("retry-after")), (problem(503, "picture-not-ready"), "2"));
    drop(held);
    world.app.pictures.current().await.unwrap();
    assert_eq!(count(&world.get(&planner, "/findings").await), 0);
}

#[tokio::test]
async fn who_decides_sees_the_own_decision_however_long_the_picture_takes() {
    let world = patient(
        World::new().await,
        Patience { newer: Duration::ZERO, named: Duration::ZERO, ..Patience::default() },
    );
    let (officer, phone) = (world.token(Role::Officer).await, world.phone().await);
    world.push(&phone, 1, &[dark(0.0)]).await;
    world.app.pictures.current().await.unwrap();
    let held = world.app.pictures.hold().await;
    let decision =
        json!({ "about": [phone.record(1)], "replaces": [], "state": "planned", "answer": "Lampan byts." });
    let path = format!("/findings/{}", phone.record(1));
    let decided = world.post(&officer, &format!("{path}/decisions"), &decision).await;
    assert_eq!((decided.status.as_u16(), decided.json()["answer"].as_str()), (201, Some("Lampan byts.")));
    let revision = decided.header("lykta-revision").to_owned();
    assert_eq!(revision, world.revision().await, "what was written has come so far");
    let early = world.get_at_least(&officer, &path, &revision).await;
    assert_eq!(early.problem(), problem(503, "picture-not-ready"), "and is not answered from before it");
    drop(held);
    world.app.pictures.current().await.unwrap();
    assert_eq!(world.get_at_least(&officer, &path, &revision).await.json()["answer"], "Lampan byts.");
}

#[tokio::test]
async fn a_picture_that_cannot_be_made_leaves_readers_the_last_one_and_is_tried_again() {
    let patience = Patience { rest: Duration::ZERO, ..Patience::default() };
    let world = patient(World::new().await, patience);
    let (officer, phone) = (world.token(Role::Officer).await, world.phone().await);
    world.push(&phone, 1, &[dark(0.0)]).await;
    assert_eq!(count(&world.get(&officer, "/findings").await), 1);
    world.app.pictures.panic(true);
    world.push(&phone, 2, &[dark(300.0)]).await;
    assert!(world.app.pictures.current().await.is_err());
    let hasty = Patience { newer: Duration::ZERO, ..patience };
    let world = patient(world, hasty);
    assert_eq!(count(&world.get(&officer, "/findings").await), 1, "the last one");
    world.app.pictures.panic(false);
    while world.app.pictures.current().await.is_err() {
        tokio::task::yield_now().await;
    }
    assert_eq!(count(&world.get(&officer, "/findings").await), 2);
}

#[tokio::test]
async fn a_version_is_told_on_the_line_when_there_is_a_picture_of_it() {
    let world = paced(World::new().await, BY_EAR);
    let (planner, phone) = (world.token(Role::Planner).await, world.phone().await);
    let mut line = Line::open(&world, &planner).await;
    line.version().await.unwrap();
    for number in 1..5 {
        world.push(&phone, number, &[dark(0.0)]).await;
        let told = line.version().await.unwrap();
        assert!(world.app.pictures.known() >= told, "{told:?}");
    }
}
