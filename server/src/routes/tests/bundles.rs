//! Files that phones saved: taken in once, however often and by whichever way what is in them came.

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use shared::log::Log as _;
use shared::record::blob_hash;
use shared::statement::{Photo, Photographed};
use shared::sync::Sealed;

use super::*;
use crate::photos::jpeg_tests::picture;

/// The file as the app writes it on a phone with this token.
fn proved(walk: RecordId, phone: &Phone, texts: &[String], photos: &[&[u8]]) -> String {
    let content = Sealed { walk, series: phone.series, head: head(phone.series, texts) };
    let proof = serde_json::to_string(&content.prove(&phone.token)).unwrap();
    file(walk, phone.series, texts, photos)
        .replace(",\"records\"", &format!(",\"proof\":{proof},\"records\""))
}

fn stranger() -> Phone {
    Phone { series: secret::series().unwrap(), token: secret::token().unwrap() }
}

fn again(code: &str, series: SeriesId, token: &str) -> Value {
    json!({ "code": code, "again": { "series": series, "token": token } })
}

/// The file as apps wrote it before it carried a proof.
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
    let saved = proved(walk, &phone, &texts, &[&jpeg]);
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
async fn a_file_of_a_phone_that_the_server_does_not_know_is_taken_in_and_that_phone_alone_may_go_on() {
    let world = World::new().await;
    let officer = world.token(Role::Officer).await;
    let (walk, code) = world.walk().await;
    let phone = stranger();
    let saved = proved(walk, &phone, &[dark(0.0)], &[]);
    let answer = world.post(&officer, "/bundles", &saved).await.json();
    assert_eq!((&answer["new_records"], &answer["proof"]), (&json!(1), &json!("claimed")));
    for token in [secret::token().unwrap(), world.join(&code).await.token] {
        let taken = world.post("", "/join", &again(&code, phone.series, &token)).await;
        assert_eq!(taken.problem(), problem(401, "wrong-token"), "the first who claims it is not its phone");
    }
    let more = world.post(&officer, "/bundles", &proved(walk, &phone, &[dark(0.0), dark(500.0)], &[])).await;
    assert_eq!(more.json()["new_records"], 1, "a later file of the same phone");
    assert_eq!(world.post("", "/join", &again(&code, phone.series, &phone.token)).await.status, 200);
    assert_eq!(world.push(&phone, 3, &[dark(900.0)]).await.json()["receipt"]["number"], 3);
}

#[tokio::test]
async fn nobody_adds_to_a_living_series_by_a_file_of_their_own_making() {
    let world = World::new().await;
    let officer = world.token(Role::Officer).await;
    let (walk, code) = world.walk().await;
    let phone = world.join(&code).await;
    world.push(&phone, 1, &[dark(0.0)]).await;
    let texts = [dark(0.0), dark(500.0)];
    let genuine = proved(walk, &phone, &texts[..1], &[]);
    let seal = &genuine[genuine.find("\"proof\"").unwrap()..genuine.find("\"records\"").unwrap()];
    let forged = [
        file(walk, phone.series, &texts, &[]),
        file(walk, phone.series, &texts, &[]).replace("\"records\"", &format!("{seal}\"records\"")),
        proved(walk, &Phone { series: phone.series, ..stranger() }, &texts, &[]),
    ];
    for forged in &forged {
        let answer = world.post(&officer, "/bundles", forged).await;
        assert_eq!(answer.problem(), problem(422, "bad-input"), "{}", answer.text());
        assert!(answer.text().contains("nothing in it shows that it is the phone's"), "{}", answer.text());
    }
    let heads = world.get(&phone.token, "/records/heads").await.json();
    assert_eq!(heads["heads"][0]["number"], 1);
    for known in [file(walk, phone.series, &texts[..1], &[]), genuine.clone()] {
        assert_eq!(world.post(&officer, "/bundles", &known).await.json()["new_records"], 0, "nothing new");
    }
    let proved = world.post(&officer, "/bundles", &proved(walk, &phone, &texts, &[])).await.json();
    assert_eq!((&proved["new_records"], &proved["proof"]), (&json!(1), &json!("proved")));
}

#[tokio::test]
async fn an_old_file_without_proof_is_data_once_and_nobodys_series() {
    let world = World::new().await;
    let officer = world.token(Role::Officer).await;
    let (walk, code) = world.walk().await;
    let phone = stranger();
    let old = file(walk, phone.series, &[dark(0.0)], &[]);
    for new_records in [1, 0] {
        let taken = world.post(&officer, "/bundles", &old).await.json();
        assert_eq!((&taken["new_records"], &taken["proof"]), (&json!(new_records), &json!("none")));
    }
    let longer = [dark(0.0), dark(500.0)];
    for more in [file(walk, phone.series, &longer, &[]), proved(walk, &phone, &longer, &[])] {
        assert_eq!(world.post(&officer, "/bundles", &more).await.status, 422, "nothing is added to it");
    }
    for token in [phone.token.clone(), secret::token().unwrap()] {
        let taken = world.post("", "/join", &again(&code, phone.series, &token)).await;
        assert_eq!(taken.problem(), problem(401, "wrong-token"));
    }
    let issued = world.app.store.issuing_key().await.unwrap().token(phone.series).unwrap();
    let back = world.post("", "/join", &again(&code, phone.series, &issued)).await;
    assert_eq!(back.status, 200, "a token that was issued here for it is proof enough");
}

#[tokio::test]
async fn who_took_in_what_and_when_is_told() {
    let world = World::new().await;
    let (walk, _) = world.walk().await;
    let phone = stranger();
    let anna = world.app.store.create_token("Anna", Role::Officer).await.unwrap();
    let bo = world.app.store.create_token("Bo", Role::Officer).await.unwrap();
    world.post(&anna, "/bundles", &proved(walk, &phone, &[dark(0.0)], &[])).await;
    let saved = proved(walk, &phone, &[dark(0.0), dark(500.0)], &[]);
    let imports = world.post(&bo, "/bundles", &saved).await.json()["imports"].clone();
    let told: Vec<_> = imports.as_array().unwrap().iter().map(|it| (&it["by"], &it["new_records"])).collect();
    let (anna, bo, one) = (json!("Anna"), json!("Bo"), json!(1));
    assert!(told.len() == 2 && told.contains(&(&anna, &one)) && told.contains(&(&bo, &one)), "{imports}");
    assert!(imports[0]["at_ms"].as_i64() >= imports[1]["at_ms"].as_i64(), "latest first");
}

#[tokio::test]
async fn a_paper_sheet_is_no_phone_and_takes_no_file() {
    let world = World::new().await;
    let officer = world.token(Role::Officer).await;
    let (walk, _) = world.walk().await;
    let sheet = secret::series().unwrap();
    let desk = world.app.store.operator().await.unwrap();
    assert!(world.app.store.begin_paper(sheet, walk, desk).await.unwrap());
    let answer = world.post(&officer, "/bundles", &file(walk, sheet, &[dark(0.0)], &[])).await;
    assert!(answer.status == 422 && answer.text().contains("something else"), "{}", answer.text());
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

async fn post_gzip(world: &World, token: &str, parts: impl IntoIterator<Item = String>) -> Answer {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    for part in parts {
        packed.write_all(part.as_bytes()).unwrap();
    }
    let request = request("POST", "/bundles")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_ENCODING, "gzip");
    world.send(request.body(Body::from(packed.finish().unwrap())).unwrap()).await
}

#[tokio::test]
async fn a_packed_bomb_of_any_kind_is_refused_where_it_passes_its_limit() {
    let world = World::new().await;
    let officer = world.token(Role::Officer).await;
    let (walk, _) = world.walk().await;
    let series = secret::series().unwrap();
    let whole = file(walk, series, &[dark(0.0)], &[]);
    let megabyte = || "[],".repeat(1 << 18);
    let letters = || "x".repeat(1 << 20);
    let bombs = [
        // Millions of records and photos that are nothing.
        ("\"records\":[\n", "", megabyte(), 8, 422, "more than 10000"),
        ("\"photos\":[", "", megabyte(), 8, 422, "more than 1000"),
        // A record, and a name, that do not end.
        ("\"records\":[\n", "\"", letters(), 80, 413, "too-large"),
        ("\"records\":[\n", "\"", letters(), 20, 413, "too-large"),
        ("{\"format\":", "\"", letters(), 20, 413, "too-large"),
    ];
    for (after, opening, part, times, status, why) in bombs {
        let at = whole.find(after).unwrap() + after.len();
        let begun = format!("{}{opening}", &whole[..at]);
        let ended = if times == 20 { format!("\",{}", &whole[at..]) } else { String::new() };
        let parts = std::iter::once(begun).chain(std::iter::repeat_n(part, times)).chain([ended]);
        let answer = post_gzip(&world, &officer, parts).await;
        assert_eq!(answer.status, status, "{after}: {}", answer.text());
        assert!(answer.text().contains(why), "{after}: {}", answer.text());
    }
    assert_eq!(
        post_gzip(&world, &officer, [whole]).await.json()["new_records"],
        1,
        "a whole one still comes in"
    );
}

#[tokio::test]
async fn others_write_between_the_batches_of_a_file_and_who_hangs_up_ends_it() {
    let world = World::new().await;
    let officer = world.token(Role::Officer).await;
    let (walk, code) = world.walk().await;
    let phone = world.join(&code).await;
    let owner = world.join(&code).await;
    let series = owner.series;
    let texts: Vec<String> = (0..950).map(|metre| dark(f64::from(metre))).collect();
    let saved = proved(walk, &owner, &texts, &[]);
    let log = world.app.store.log();
    tokio::select! {
        biased;
        _ = world.post(&officer, "/bundles", &saved) => panic!("it was hung up before its end"),
        () = async { while log.head(series).await.unwrap().number == 0 {} } => {}
    }
    assert_eq!(world.push(&phone, 1, &[dark(0.0)]).await.status, 200);
    let taken = world.post(&officer, "/bundles", &saved).await.json();
    assert!((1..950).contains(&taken["new_records"].as_u64().unwrap()), "{taken}");
    assert_eq!(log.head(series).await.unwrap().number, 950);
    assert_eq!(world.post(&officer, "/bundles", &saved).await.json()["new_records"], 0);
}
