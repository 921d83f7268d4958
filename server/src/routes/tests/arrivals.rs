//! Records come in: once, whole, and nothing is lost whatever is wrong with them.

use std::io::Write as _;

use futures_util::future::join_all;
use shared::log::Log as _;
use shared::wire::{MAX_BATCH_BYTES, MAX_BATCH_RECORDS, PushAnswer};

use super::*;
use crate::store::Asset;

fn receipt(answer: &Answer) -> Head {
    assert_eq!(answer.status, 200, "{}", answer.text());
    serde_json::from_slice::<PushAnswer>(&answer.bytes).unwrap().receipt.head()
}

fn stuck(answer: &Answer) -> Vec<(u64, String)> {
    let answer: PushAnswer = serde_json::from_slice(&answer.bytes).unwrap();
    answer.stuck.into_iter().map(|stuck| (stuck.number, stuck.reason)).collect()
}

#[tokio::test]
async fn what_is_sent_is_kept_and_the_receipt_proves_it() {
    let world = World::new().await;
    let phone = world.phone().await;
    let texts = [dark(0.0), edited(phone.record(1), &json!({ "severity": 3 }))];
    assert_eq!(receipt(&world.push(&phone, 1, &texts).await), head(phone.series, &texts));
    let heads = world.get(&phone.token, "/records/heads").await.json();
    assert_eq!(heads["heads"][0]["number"], 2);
}

#[tokio::test]
async fn eight_identical_pushes_at_once_all_succeed_and_leave_one_record_each() {
    let world = World::new().await;
    let phone = world.phone().await;
    let texts: Vec<String> = (0..200).map(|metre| dark(f64::from(metre))).collect();
    let pushes = join_all((0..8).map(|_| world.push(&phone, 1, &texts))).await;
    for answer in &pushes {
        assert_eq!(receipt(answer), head(phone.series, &texts));
    }
    let kept = world.app.store.log().read(phone.series, 0, 1_000).await.unwrap();
    assert_eq!(kept.into_iter().map(|record| record.text).collect::<Vec<_>>(), texts);
}

#[tokio::test]
async fn a_gap_takes_nothing_in_and_the_receipt_says_where_to_go_on() {
    let world = World::new().await;
    let phone = world.phone().await;
    world.push(&phone, 1, &[dark(0.0)]).await;
    let answer = world.push(&phone, 3, &[dark(1.0)]).await;
    assert_eq!(receipt(&answer), head(phone.series, &[dark(0.0)]));
}

#[tokio::test]
async fn a_fork_is_told_and_changes_nothing() {
    let world = World::new().await;
    let phone = world.phone().await;
    world.push(&phone, 1, &[dark(0.0)]).await;
    let answer = world.push(&phone, 1, &[dark(50.0), dark(60.0)]).await;
    assert_eq!(answer.problem(), problem(409, "series-forked"));
    assert_eq!(world.app.store.log().head(phone.series).await.unwrap(), head(phone.series, &[dark(0.0)]));
}

#[tokio::test]
async fn somebody_elses_series_is_refused() {
    let world = World::new().await;
    let (phone, other) = (world.phone().await, world.phone().await);
    let answer = world.post(&phone.token, "/records", &batch(other.series, 1, &[dark(0.0)])).await;
    assert_eq!(answer.problem(), problem(403, "wrong-series"));
    assert_eq!(world.app.store.log().head(other.series).await.unwrap().number, 0);
}

#[tokio::test]
async fn broken_json_and_broken_gzip_are_told() {
    let world = World::new().await;
    let phone = world.phone().await;
    let bearer = format!("Bearer {}", phone.token);
    for (encoding, body, expected) in [
        ("identity", "{\"series\":", problem(400, "broken-json")),
        ("identity", "{\"records\":[]}", problem(400, "broken-json")),
        ("gzip", "not gzip", problem(400, "broken-json")),
        ("br", "{}", problem(415, "unknown-encoding")),
    ] {
        let request = request("POST", "/records")
            .header(header::AUTHORIZATION, &bearer)
            .header(header::CONTENT_ENCODING, encoding);
        assert_eq!(world.send(request.body(Body::from(body)).unwrap()).await.problem(), expected, "{body}");
    }
}

async fn push_gzip(world: &World, phone: &Phone, body: &[u8]) -> Answer {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(body).unwrap();
    let request = request("POST", "/records")
        .header(header::AUTHORIZATION, format!("Bearer {}", phone.token))
        .header(header::CONTENT_ENCODING, "gzip");
    world.send(request.body(Body::from(packed.finish().unwrap())).unwrap()).await
}

#[tokio::test]
async fn a_packed_body_is_unpacked_and_a_packed_bomb_is_too_large() {
    let world = World::new().await;
    let phone = world.phone().await;
    let texts = [dark(0.0)];
    let answer = push_gzip(&world, &phone, batch(phone.series, 1, &texts).as_bytes()).await;
    assert_eq!(receipt(&answer), head(phone.series, &texts));
    let answer = push_gzip(&world, &phone, &vec![b' '; 50 * MAX_BATCH_BYTES]).await;
    assert_eq!(answer.problem(), problem(413, "too-large"));
}

#[tokio::test]
async fn too_many_bytes_or_records_are_refused_whole() {
    let world = World::new().await;
    let phone = world.phone().await;
    let many: Vec<String> = (0..=MAX_BATCH_RECORDS).map(|_| "{}".to_owned()).collect();
    assert_eq!(world.push(&phone, 1, &many).await.problem(), problem(413, "too-many-records"));
    let long = [format!("\"{}\"", "x".repeat(MAX_BATCH_BYTES))];
    assert_eq!(world.push(&phone, 1, &long).await.problem(), problem(413, "too-large"));
    assert_eq!(world.app.store.log().head(phone.series).await.unwrap().number, 0);
}

#[tokio::test]
async fn what_cannot_be_used_is_kept_and_named_and_blocks_nothing() {
    let world = World::new().await;
    let (phone, other) = (world.phone().await, world.phone().await);
    let somebody_elses = edited(other.record(1), &json!({ "text": "inte mitt" }));
    let walk = json!({ "kind": "walk_planned", "at_ms": 1, "title": "x", "starts_at_ms": 1 }).to_string();
    let large = json!({ "kind": "observed", "pad": "x".repeat(70_000) }).to_string();
    let texts = ["{}".to_owned(), somebody_elses, walk, large, "7".to_owned(), dark(0.0)];
    let answer = world.push(&phone, 1, &texts).await;
    assert_eq!(receipt(&answer), head(phone.series, &texts));
    let reasons = stuck(&answer);
    assert_eq!(reasons.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    assert_eq!(reasons[1].1, "it is about what somebody else recorded");
    assert_eq!(stuck(&world.push(&phone, 1, &texts).await), reasons, "told again when sent again");
    let picture = world.app.pictures.current().await.unwrap();
    assert_eq!(picture.observations.len(), 1);
}

#[tokio::test]
async fn letters_that_are_none_are_kept_shown_and_block_nothing() {
    let world = World::new().await;
    let phone = world.phone().await;
    let nul = "a\0b\u{1}";
    let wrong = json!({ "kind": "observed", "at_ms": 1, "feeling": nul, "category": "lighting" }).to_string();
    let texts = [
        dark(0.0),
        edited(phone.record(1), &json!({ "text": nul })),
        wrong,
        json!({ "kind": nul }).to_string(),
    ];
    let answer = world.push(&phone, 1, &texts).await;
    assert_eq!(receipt(&answer), head(phone.series, &texts));
    assert_eq!(stuck(&answer).len(), 1, "{}", answer.text());
    let picture = world.app.pictures.current().await.unwrap();
    let shown = picture.observations.iter().next().unwrap().text.clone();
    assert_eq!(shown.as_deref(), Some("a\u{fffd}b\u{fffd}"), "what is no letter is shown as a sign for it");
    let kept = world.app.store.log().read(phone.series, 0, 9).await.unwrap();
    assert_eq!(kept.into_iter().map(|record| record.text).collect::<Vec<_>>(), texts);
}

#[tokio::test]
async fn a_newer_apps_record_is_kept_without_a_word() {
    let world = World::new().await;
    let phone = world.phone().await;
    let texts = [
        r#"{"kind":"sung","v":9}"#.to_owned(),
        r#"{"feeling":["mixed"],"kind":"observed","v":2}"#.to_owned(),
    ];
    let answer = world.push(&phone, 1, &texts).await;
    assert_eq!((receipt(&answer), stuck(&answer)), (head(phone.series, &texts), vec![]));
}

#[tokio::test]
async fn withdrawing_and_undoing_are_seen_and_a_photo_can_be_removed_before_it_came() {
    let world = World::new().await;
    let phone = world.phone().await;
    let photo = |number: u64| {
        json!({ "kind": "photographed", "at_ms": 1, "of": phone.record(number), "blob": "a".repeat(64),
            "width": 1, "height": 1, "bytes": 1 })
        .to_string()
    };
    let removed_early = edited(phone.record(4), &json!({ "withdrawn": true }));
    let texts = [dark(0.0), removed_early, photo(1), photo(1)];
    world.push(&phone, 1, &texts).await;
    let shown = async || {
        let picture = world.app.pictures.current().await.unwrap();
        picture.observations.iter().cloned().collect::<Vec<_>>()
    };
    assert_eq!(shown().await[0].photos.len(), 1);
    world.push(&phone, 5, &[edited(phone.record(1), &json!({ "withdrawn": true }))]).await;
    assert!(shown().await.is_empty());
    let undone = json!({ "kind": "edited", "at_ms": 3, "of": phone.record(1), "replaces": [phone.record(5)],
        "change": { "withdrawn": false } });
    world.push(&phone, 6, &[undone.to_string()]).await;
    assert_eq!(shown().await.len(), 1);
}

#[tokio::test]
async fn rebuilding_gives_the_same_tables() {
    let world = World::new().await;
    let phone = world.phone().await;
    let texts = [
        dark(0.0),
        edited(phone.record(1), &json!({ "text": "helt svart" })),
        "{}".to_owned(),
        edited(phone.record(5), &json!({ "severity": 2 })),
        dark(30.0),
        edited(phone.record(5), &json!({ "withdrawn": true })),
        walked(0.0),
        walked(90.0),
    ];
    for (number, text) in (1..).zip(&texts) {
        world.push(&phone, number, std::slice::from_ref(text)).await;
    }
    let tables = async || {
        let picture = world.app.pictures.current().await.unwrap();
        let observations: Vec<_> = picture.observations.iter().cloned().collect();
        let found = (observations, picture.findings.iter().cloned().collect::<Vec<_>>());
        (found, picture.tracks.clone(), world.app.store.counts().await.unwrap())
    };
    let grown = tables().await;
    let (before, after) = world.app.store.rebuild().await.unwrap();
    assert_eq!((before, tables().await), (after, grown));
    assert_eq!((after.records, after.observations, after.tracks, after.quarantined), (9, 1, 2, 1));
}

#[tokio::test]
async fn where_somebody_walked_is_known_at_once_in_the_order_of_walking() {
    let world = World::new().await;
    let (walk, code) = world.walk().await;
    let (phone, other) = (world.join(&code).await, world.phone().await);
    let tracks = async || world.app.pictures.current().await.unwrap().tracks.clone();
    world.push(&phone, 1, &[dark(0.0), walked(0.0)]).await;
    let first = tracks().await;
    assert_eq!(first.iter().map(|it| (it.id, it.walk)).collect::<Vec<_>>(), [(phone.record(2), Some(walk))]);
    assert_eq!(Statement::Tracked((*first[0].tracked).clone()).to_text().unwrap(), walked(0.0));

    let more: Vec<String> = (1..12).map(|stretch| walked(f64::from(stretch) * 20.0)).collect();
    world.push(&other, 1, &more[..1]).await;
    world.push(&phone, 3, &more).await;
    let all = tracks().await;
    assert!(all.is_sorted_by_key(|it| it.id));
    let own: Vec<u64> = all.iter().filter(|it| it.id.series == phone.series).map(|it| it.id.number).collect();
    assert_eq!((own, all.len()), ((2..14).collect(), 13));

    world.push(&phone, 14, &[dark(9.0)]).await;
    assert!(std::sync::Arc::ptr_eq(&tracks().await, &all), "what did not change is not made anew");
}

#[tokio::test]
async fn a_track_stands_whatever_is_said_of_it() {
    let world = World::new().await;
    let phone = world.phone().await;
    let taken_back = edited(phone.record(1), &json!({ "withdrawn": true }));
    let described = edited(phone.record(1), &json!({ "text": "en omväg" }));
    world.push(&phone, 1, &[walked(0.0), taken_back, described]).await;
    let picture = world.app.pictures.current().await.unwrap();
    assert_eq!((picture.tracks.len(), picture.observations.len(), picture.revisits.len()), (1, 0, 0));
}

#[tokio::test]
async fn other_lamps_make_the_findings_anew_and_who_hangs_up_takes_nothing_away() {
    let world = World::new().await;
    let phone = world.phone().await;
    world.push(&phone, 1, &[dark(0.0)]).await;
    tokio::select! {
        biased;
        _ = world.app.pictures.current() => panic!("it takes longer than that"),
        () = tokio::task::yield_now() => {}
    }
    let before = world.app.pictures.current().await.unwrap();
    let it = before.observations.iter().next().unwrap().clone();
    assert_eq!(before.finding(it.id).unwrap().lamp, None);
    let post = Asset { name: "B 17".to_owned(), position: it.position.unwrap() };
    world.app.store.replace_assets("lamp", &[post]).await.unwrap();
    let after = world.app.pictures.current().await.unwrap();
    assert_eq!(after.finding(it.id).unwrap().lamp.as_deref(), Some("B 17"));
    assert_eq!(before.finding(it.id).unwrap().lamp, None, "readers keep what they were given");
}
