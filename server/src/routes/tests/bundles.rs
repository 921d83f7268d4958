//! Files that phones saved: taken in once, however often and by whichever way what is in them came.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use shared::record::blob_hash;
use shared::statement::{Photo, Photographed};

use super::*;
use crate::photos::jpeg_tests::picture;

/// The file as the app writes it.
fn file(walk: RecordId, series: SeriesId, texts: &[String], photos: &[&[u8]]) -> String {
    let head = texts.iter().fold(Head::empty(series), |head, text| head.then(text));
    let photo = |jpeg: &&[u8]| json!({ "sha256": blob_hash(jpeg), "jpeg_base64": STANDARD.encode(jpeg) });
    let photos = photos.iter().map(photo).collect::<Value>();
    format!(
        "{{\"format\":\"lykta-bundle\",\"version\":1,\"walk\":\"{walk}\",\"series\":\"{series}\",\"number\":{},\
         \"digest\":\"{}\",\"records\":[\n{}],\"photos\":{photos}}}\n",
        head.number,
        head.digest,
        texts.join(",\n"),
    )
}

fn photographed(of: RecordId, jpeg: &[u8]) -> String {
    let photo = Photo { blob: blob_hash(jpeg), width: 64, height: 48, bytes: jpeg.len() as u64 };
    let said = Statement::Photographed(Photographed { at_ms: 5_000, of, photo });
    serde_json::to_string(&said).unwrap()
}

#[tokio::test]
async fn a_file_brings_what_the_phone_did_not_send_and_nothing_twice() {
    let world = World::new().await;
    let officer = world.token(Role::Officer).await;
    let (walk, code) = world.walk().await;
    let phone = world.join(&code).await;
    let jpeg = picture(64, 48);
    let texts = [dark(0.0), dark(500.0), photographed(phone.record(1), &jpeg)];
    world.push(&phone, 1, &texts[..1]).await;
    let saved = file(walk, phone.series, &texts, &[&jpeg]);
    for (new_records, new_photos) in [(2, 1), (0, 0)] {
        let taken = world.post(&officer, "/bundles", &saved).await.json();
        let told = ["records", "new_records", "stuck", "photos", "new_photos", "refused_photos"];
        assert_eq!(told.map(|it| taken[it].as_u64().unwrap()), [3, new_records, 0, 1, new_photos, 0]);
        assert_eq!((&taken["walk"], &taken["title"]), (&json!(walk), &json!("Porsön")));
    }
    let heads = world.get(&phone.token, "/records/heads").await.json();
    let head = texts.iter().fold(Head::empty(phone.series), |head, text| head.then(text));
    assert_eq!(heads["heads"][0]["digest"], json!(head.digest), "byte for byte");
    assert_eq!(heads["missing"], Value::Null, "no photo is missing");
    assert_eq!(world.get(&officer, "/observations").await.json().as_array().unwrap().len(), 2);
    assert_eq!(world.get(&officer, &format!("/blobs/{}", blob_hash(&jpeg))).await.bytes, jpeg);
}

#[tokio::test]
async fn a_file_of_a_phone_that_the_server_does_not_know_is_taken_in_and_the_phone_may_go_on() {
    let world = World::new().await;
    let officer = world.token(Role::Officer).await;
    let (walk, code) = world.walk().await;
    let (series, token) = (secret::series().unwrap(), secret::token().unwrap());
    let answer = world.post(&officer, "/bundles", &file(walk, series, &[dark(0.0)], &[])).await.json();
    assert_eq!(answer["new_records"], 1);
    let again = json!({ "code": code, "again": { "series": series, "token": token } });
    assert_eq!(world.post("", "/join", &again).await.status, 200);
    let phone = Phone { series, token };
    assert_eq!(world.push(&phone, 2, &[dark(500.0)]).await.json()["receipt"]["number"], 2);
    let other = secret::token().unwrap();
    let again = json!({ "code": code, "again": { "series": series, "token": other } });
    assert_eq!(world.post("", "/join", &again).await.status, 401, "only one token may");
}

#[tokio::test]
async fn a_file_that_is_not_whole_changes_nothing() {
    let world = World::new().await;
    let officer = world.token(Role::Officer).await;
    let (walk, _) = world.walk().await;
    let series = secret::series().unwrap();
    let whole = file(walk, series, &[dark(0.0), dark(500.0)], &[]);
    let desk = world.app.store.operator().await.unwrap();
    let elsewhere = RecordId { series: desk, number: 999 };
    let wrong = [
        (whole[..whole.len() / 2].to_owned(), "not all of it"),
        (whole.replace("lykta-bundle", "other-bundle"), "no file that the app saved"),
        (whole.replace("\"version\":1", "\"version\":2"), "update the server"),
        (whole.replace("65.617", "65.618"), "damaged"),
        (file(elsewhere, series, &[dark(0.0)], &[]), "not planned here"),
        (file(walk, desk, &[dark(0.0)], &[]), "something else"),
    ];
    for (saved, why) in wrong {
        let answer = world.post(&officer, "/bundles", &saved).await;
        assert_eq!(answer.status, 422, "{}", answer.text());
        assert!(answer.text().contains(why), "{why}: {}", answer.text());
    }
    assert_eq!(world.get(&officer, "/observations").await.json(), json!([]));
    let jpeg = picture(64, 48);
    let stray = file(walk, series, &[dark(0.0)], &[&jpeg]);
    let taken = world.post(&officer, "/bundles", &stray).await.json();
    assert_eq!((&taken["new_photos"], &taken["refused_photos"]), (&json!(0), &json!(1)), "nothing names it");
}
