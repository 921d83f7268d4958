//! Phones that send far more than people do: what is used and what is kept has bounds, and nobody else feels it.

use rand::rngs::ChaCha8Rng;
use rand::{RngExt as _, SeedableRng as _};
use shared::log::Log as _;
use shared::merge::State;
use shared::record::{Record, blob_hash};
use shared::situation::{Observation, Provenance};
use shared::wire::{
    MAX_BATCH_RECORDS, MAX_HOUR_TAPS, MAX_SERIES_BYTES, MAX_THREAD_BYTES, MAX_THREAD_RECORDS, PushAnswer,
};

use super::*;
use crate::photos::jpeg_tests::picture;

fn answered(answer: &Answer) -> PushAnswer {
    assert_eq!(answer.status, 200, "{}", answer.text());
    serde_json::from_slice(&answer.bytes).unwrap()
}

/// Sends all of it in runs of this many; the reasons of what has no effect, by number.
async fn send(world: &World, phone: &Phone, texts: &[String], run: usize) -> Vec<(u64, String)> {
    let (mut stuck, mut first) = (Vec::new(), 1);
    for texts in texts.chunks(run) {
        let answer = answered(&world.push(phone, first, texts).await);
        first += texts.len() as u64;
        assert_eq!(answer.receipt.number, first - 1, "everything is kept");
        stuck.extend(answer.stuck.into_iter().map(|it| (it.number, it.reason)));
    }
    stuck
}

fn replaced(of: RecordId, replaces: &[RecordId], change: &Value) -> String {
    json!({ "kind": "edited", "at_ms": 2_000, "of": of, "replaces": replaces, "change": change }).to_string()
}

/// How many records stand of a phone's observations, and how long they are.
async fn standing(world: &World, phone: &Phone) -> (u64, u64) {
    world.app.store.standing_of(phone.series).await
}

#[tokio::test]
async fn a_text_that_is_written_letter_by_letter_stands_as_its_last_version() {
    let (world, mut texts) = (World::new().await, vec![dark(0.0)]);
    let phone = world.phone().await;
    for number in 2..=500_u64 {
        let replaces: Vec<_> = (number > 2).then(|| phone.record(number - 1)).into_iter().collect();
        texts.push(replaced(
            phone.record(1),
            &replaces,
            &json!({ "text": "å".repeat(usize::try_from(number).unwrap()) }),
        ));
    }
    assert_eq!(send(&world, &phone, &texts, 100).await, []);
    let picture = world.app.pictures.current().await.unwrap();
    let it = picture.observations.iter().next().unwrap();
    assert_eq!((it.text.as_ref().unwrap().chars().count(), it.disputed), (500, false));
    assert_eq!(standing(&world, &phone).await.0, 2, "what is read again for the next letter");
}

#[tokio::test]
async fn a_thread_of_padded_records_is_kept_and_costs_nothing_later() {
    let world = World::new().await;
    let phone = world.phone().await;
    let padded = |number: u64| {
        json!({ "kind": "photographed", "at_ms": number, "of": phone.record(1), "blob": "a".repeat(64),
            "width": 1, "height": 1, "bytes": 1, "padding": "x".repeat(60_000) })
        .to_string()
    };
    let texts: Vec<String> = std::iter::once(dark(0.0)).chain((2..100).map(padded)).collect();
    let stuck = send(&world, &phone, &texts, 10).await;
    assert_eq!(stuck.len(), 98);
    assert!(stuck.iter().all(|(_, why)| why.contains("longer than what it states")), "{stuck:?}");
    assert_eq!(standing(&world, &phone).await.0, 1);
}

#[tokio::test]
async fn what_stands_of_one_observation_has_a_bound_however_it_is_filled() {
    let world = World::new().await;
    let (many, long) = (world.phone().await, world.phone().await);
    let edits = |phone: &Phone, letters: usize, count: u64| -> Vec<String> {
        let edit = |_| replaced(phone.record(1), &[], &json!({ "text": "x".repeat(letters) }));
        std::iter::once(dark(0.0)).chain((0..count).map(edit)).collect()
    };
    let stuck = send(&world, &many, &edits(&many, 1, 300), 500).await;
    assert_eq!(stuck.len() as u64, 301 - MAX_THREAD_RECORDS);
    assert!(stuck[0].1.contains("records stand of this observation"), "{stuck:?}");
    let stuck = send(&world, &long, &edits(&long, 4_000, 100), 50).await;
    assert!(stuck[0].1.contains("bytes long already"), "{stuck:?}");
    assert!(standing(&world, &long).await.1 <= MAX_THREAD_BYTES);
    let next = MAX_THREAD_RECORDS + 102;
    let more = [dark(900.0), edited(many.record(next), &json!({ "text": "går" }))];
    assert_eq!(answered(&world.push(&many, next, &more).await).stuck, [], "another one goes on");
}

#[tokio::test]
async fn more_within_an_hour_or_at_a_place_than_anybody_points_at_is_kept_without_effect() {
    let world = World::new().await;
    let phone = world.phone().await;
    let most = usize::try_from(MAX_HOUR_TAPS).unwrap();
    let tap = |number: usize| {
        let mut tap: Value = serde_json::from_str(&dark(0.0)).unwrap();
        tap["at_ms"] = json!(if number < most + 5 { 1_000 } else { 7_200_000 });
        if number < most + 5 {
            tap["place"] = json!({});
        }
        tap.to_string()
    };
    let texts: Vec<String> = (0..most + 10).map(tap).collect();
    let stuck = send(&world, &phone, &texts, MAX_BATCH_RECORDS).await;
    assert_eq!(stuck.len(), 5, "only those of the full hour");
    assert!(stuck.iter().all(|(_, why)| why.contains("within this hour")), "{stuck:?}");
    let other = world.join(&world.walk().await.1).await;
    assert_eq!(send(&world, &other, &[dark(0.0)], 1).await, [], "others point at what they like");
}

#[tokio::test]
async fn a_phone_that_is_full_is_told_so_and_its_photos_and_others_go_on() {
    let world = World::new().await;
    let (_, code) = world.walk().await;
    let (phone, other) = (world.join(&code).await, world.join(&code).await);
    let jpeg = picture(64, 48);
    let photo = json!({ "kind": "photographed", "at_ms": 1, "of": phone.record(1), "blob": blob_hash(&jpeg),
        "width": 64, "height": 48, "bytes": jpeg.len() });
    let mut first = 3;
    world.push(&phone, 1, &[dark(0.0), photo.to_string()]).await;
    let long = vec![json!({ "kind": "sung", "melody": "x".repeat(60_000) }).to_string(); 16];
    let refused = loop {
        let answer = world.push(&phone, first, &long).await;
        if answer.status != 200 {
            break answer;
        }
        first = answered(&answer).receipt.number + 1;
    };
    assert_eq!(refused.problem(), problem(413, "series-full"));
    let kept: usize = world
        .app
        .store
        .log()
        .read(phone.series, 0, 9_999)
        .await
        .unwrap()
        .iter()
        .map(|it| it.text.len())
        .sum();
    assert!(
        (MAX_SERIES_BYTES - 61_000..=MAX_SERIES_BYTES).contains(&(kept as u64)),
        "as much as has room: {kept}"
    );
    let put = request("PUT", &format!("/blobs/{}", blob_hash(&jpeg)))
        .header(header::AUTHORIZATION, format!("Bearer {}", phone.token));
    assert_eq!(world.send(put.body(Body::from(jpeg)).unwrap()).await.status, 201);
    assert_eq!(world.get(&phone.token, "/answers").await.status, 200);
    assert_eq!(world.push(&phone, 1, &[dark(0.0)]).await.status, 200, "what is here may be sent again");
    assert_eq!(world.push(&other, 1, &[dark(0.0)]).await.status, 200);
}

#[tokio::test]
async fn an_officer_sees_what_a_walk_takes_of_the_disk_and_how_much_it_may() {
    let world = World::new().await;
    let (walk, code) = world.walk().await;
    let phone = world.join(&code).await;
    let texts = [dark(0.0), "{}".to_owned()];
    world.push(&phone, 1, &texts).await;
    let (officer, planner) = (world.token(Role::Officer).await, world.token(Role::Planner).await);
    let path = format!("/walks/{walk}/storage");
    let storage = world.get(&officer, &path).await.json();
    let bytes: usize = texts.iter().map(String::len).sum();
    assert_eq!((&storage["phones"], &storage["record_bytes"]), (&json!(1), &json!(bytes)));
    assert_eq!((&storage["stuck"], &storage["photo_bytes"]), (&json!(1), &json!(0)));
    assert!(
        storage["phones_most"].as_u64().unwrap() > 1_000 && storage["photo_bytes_most"].as_u64().is_some()
    );
    assert_eq!(world.get(&planner, &path).await.problem(), problem(403, "not-allowed"));
}

/// What one phone may state, by chance, with edits of what is not there yet, of photos, and of each other.
fn by_chance(phone: &Phone, seed: u64) -> Vec<String> {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let mut texts = Vec::new();
    for number in 1..=60_u64 {
        let of = phone.record(chance.random_range(1..=number + 2).max(1));
        let count = chance.random_range(0..4_u64);
        let replaces: Vec<_> = (0..count).map(|_| phone.record(chance.random_range(1..number + 1))).collect();
        let photo = json!({ "kind": "photographed", "at_ms": 1, "of": of, "blob": "a".repeat(64),
            "width": 1, "height": 1, "bytes": 1 });
        texts.push(match chance.random_range(0..8) {
            0 | 1 => dark(f64::from(chance.random_range(0..900_u32))),
            2 => photo.to_string(),
            3 => replaced(of, &replaces, &json!({ "withdrawn": chance.random_bool(0.3) })),
            4 => replaced(of, &replaces, &json!({ "severity": 2 })),
            5 => "{}".to_owned(),
            _ => replaced(of, &replaces, &json!({ "text": format!("ord {number}") })),
        });
    }
    texts
}

/// What the phone itself makes of its records, which knows of no threads and forgets nothing.
fn folded(phone: &Phone, texts: &[String], seen: &[Observation]) -> Vec<Observation> {
    let mut state = State::default();
    for (number, text) in (1..).zip(texts) {
        state.apply(&Record { id: phone.record(number), text: text.clone() });
    }
    let provenance = |id| {
        let it = seen.iter().find(|it| it.id == id);
        let of = |it: &Observation| Provenance {
            walk: it.walk,
            area: it.area.clone(),
            arrived_at_ms: it.arrived_at_ms,
            lighting: it.lighting,
        };
        it.map(of).unwrap_or_default()
    };
    let all = state.observations().map(|(id, _)| id);
    all.filter_map(|id| Observation::of(&state, id, provenance(id))).collect()
}

#[tokio::test]
async fn however_records_are_split_the_tables_say_what_the_phone_says_and_so_they_do_when_rebuilt() {
    let world = World::new().await;
    for seed in 0..24 {
        let phone = world.phone().await;
        let texts = by_chance(&phone, seed);
        send(&world, &phone, &texts, [1, 7, 60][usize::try_from(seed % 3).unwrap()]).await;
        let of_phone = async || {
            let picture = world.app.pictures.current().await.unwrap();
            let own = picture.observations.iter().filter(|it| it.id.series == phone.series);
            own.cloned().collect::<Vec<_>>()
        };
        let seen = of_phone().await;
        assert_eq!(seen, folded(&phone, &texts, &seen), "seed {seed}");
        let before = standing(&world, &phone).await;
        world.app.store.rebuild().await.unwrap();
        assert_eq!((of_phone().await, standing(&world, &phone).await), (seen, before), "seed {seed}");
    }
}
