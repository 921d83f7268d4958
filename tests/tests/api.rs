//! The real server binary from outside: what it promises to phones and desks, also when it is killed in the middle.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::Write as _;

use futures_util::future::join_all;
use reqwest::Response;
use serde_json::{Value, json};
use shared::id::BlobHash;
use shared::log::Log as _;
use shared::record::{Receipt, blob_hash};
use shared::statement::{Change, Severity};
use shared::sync::{BlobProgress, BlobState, Line as _, Store as _};
use shared::wire::{MAX_BATCH_RECORDS, Role};
use tests::phone::{Phone, problem};
use tests::photo::{Shot, clean_jpeg, clean_jpeg_of_shade};
use tests::says::{self, LAMP, beside, dark_at, edit, photo_of};
use tests::server::Server;

async fn push(phone: &Phone, body: impl Into<reqwest::Body>) -> Response {
    let request = phone.request("POST", "/records").header("Content-Type", "application/json");
    request.body(body).send().await.unwrap()
}

/// The answer is this problem, and a good push goes through right after it.
async fn assert_refused(phone: &Phone, answer: Response, status: u16, code: &str) {
    let problem = problem(answer).await;
    assert_eq!((problem.status, problem.code.as_str()), (status, code), "{}", problem.detail);
    let before = phone.head().await.number;
    phone.say(&dark_at(LAMP)).await;
    phone.send().await.unwrap();
    assert_eq!(held(phone).await, Receipt::new(phone.series(), phone.head().await));
    assert_eq!(held(phone).await.number, before + 1);
}

/// What the server holds of a phone's series.
async fn held(phone: &Phone) -> Receipt {
    phone.heads().await.unwrap().heads.into_iter().find(|it| it.series == phone.series()).unwrap()
}

/// The server holds exactly what the phone wrote.
async fn assert_all_arrived(phone: &Phone) {
    assert_eq!(held(phone).await.head(), phone.head().await);
}

#[tokio::test]
async fn eight_identical_pushes_at_once_are_all_answered_alike_and_leave_one_record_each() {
    let server = Server::start().await;
    let walk = server.create_walk("Porsön");
    let phone = server.join(&walk).await;
    for metres in 0..50 {
        phone.say(&dark_at(beside(LAMP, f64::from(metres) * 100.0, 0.0))).await;
    }
    let request = phone.everything().await;
    let answers = join_all((0..8).map(|_| phone.push(&request))).await;
    for answer in answers {
        let answer = answer.expect("each of the eight is a success");
        assert_eq!(answer.receipt.head(), phone.head().await);
        assert!(answer.stuck.is_empty());
    }
    let observations = server.desk(Role::Officer).list("/observations").await;
    assert_eq!(observations.len(), 50);
}

#[tokio::test]
async fn bad_requests_get_their_clear_error_and_lose_nothing() {
    let server = Server::start().await;
    let walk = server.create_walk("Porsön");
    let (phone, other) = (server.join(&walk).await, server.join(&walk).await);
    phone.say(&dark_at(LAMP)).await;
    phone.send().await.unwrap();
    let good = || serde_json::from_str::<Value>(&says::text(&dark_at(LAMP))).unwrap();
    let request = |series: String, first: u64, records: Value| {
        json!({ "series": series, "first": first, "records": records }).to_string()
    };
    let own = phone.series().to_string();

    for broken in ["", "{", "null", "[]", "{\"series\":1}", &request(own.clone(), 1, json!({})), "\u{feff}{}"]
    {
        let answer = push(&phone, broken.to_owned()).await;
        assert_refused(&phone, answer, 400, "broken-json").await;
    }
    let not_text = push(&phone, vec![0xff, 0xfe, 0x00]).await;
    assert_refused(&phone, not_text, 400, "broken-json").await;

    let theirs = push(&phone, request(other.series().to_string(), 1, json!([good()]))).await;
    assert_refused(&phone, theirs, 403, "wrong-series").await;

    let forked = push(&phone, request(own.clone(), 1, json!([{ "kind": "sung" }]))).await;
    assert_refused(&phone, forked, 409, "series-forked").await;

    let many = push(&phone, request(own.clone(), 1, vec![good(); MAX_BATCH_RECORDS + 1].into())).await;
    assert_refused(&phone, many, 413, "too-many-records").await;

    let next = phone.head().await.number + 1;
    let large = push(&phone, request(own.clone(), next, json!(["x".repeat(1_100_000)]))).await;
    assert_refused(&phone, large, 413, "too-large").await;

    let wrong = server::http::client().post(server.url("/api/v1/records")).bearer_auth("0".repeat(64));
    let answer = wrong.body(request(own.clone(), 1, json!([]))).send().await.unwrap();
    assert_refused(&phone, answer, 401, "wrong-token").await;

    let none = server::http::client().post(server.url("/api/v1/records")).body("{}");
    assert_refused(&phone, none.send().await.unwrap(), 401, "wrong-token").await;

    let bad_gzip = phone.request("POST", "/records").header("Content-Encoding", "gzip").body("not gzip");
    assert_refused(&phone, bad_gzip.send().await.unwrap(), 400, "broken-json").await;

    let unknown = phone.request("POST", "/records").header("Content-Encoding", "zstd").body("?");
    assert_refused(&phone, unknown.send().await.unwrap(), 415, "unknown-encoding").await;

    for strange in ["NaN", "-1", "18446744073709551616", "1.5"] {
        let text = format!("{{\"series\":\"{own}\",\"first\":{strange},\"records\":[]}}");
        let answer = push(&phone, text).await;
        assert_refused(&phone, answer, 400, "broken-json").await;
    }
}

#[tokio::test]
async fn a_body_that_unpacks_to_too_much_is_refused_without_unpacking_it_all() {
    let server = Server::start().await;
    let phone = server.join(&server.create_walk("Porsön")).await;
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..256 {
        packer.write_all(&vec![b' '; 1024 * 1024]).unwrap();
    }
    let bomb = packer.finish().unwrap();
    let request = phone.request("POST", "/records").header("Content-Encoding", "gzip");
    let answer = request.body(bomb).send().await.unwrap();
    assert_refused(&phone, answer, 413, "too-large").await;
}

#[tokio::test]
async fn a_gzipped_push_is_taken_in() {
    let server = Server::start().await;
    let phone = server.join(&server.create_walk("Porsön")).await;
    phone.say(&dark_at(LAMP)).await;
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(&serde_json::to_vec(&phone.everything().await).unwrap()).unwrap();
    let request = phone.request("POST", "/records").header("Content-Encoding", "gzip");
    let answer = request.body(packer.finish().unwrap()).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_all_arrived(&phone).await;
}

#[tokio::test]
async fn records_that_cannot_be_used_are_kept_and_said_and_block_nothing() {
    let server = Server::start().await;
    let walk = server.create_walk("Porsön");
    let (phone, other) = (server.join(&walk).await, server.join(&walk).await);
    let theirs = other.say(&dark_at(beside(LAMP, 500.0, 0.0))).await;
    other.send().await.unwrap();

    let long = "å".repeat(4_001);
    let of = phone.say(&dark_at(LAMP)).await;
    let beyond = |number: u64| {
        let of = format!("{}-{number}", phone.series());
        json!({ "kind": "edited", "at_ms": 1, "of": of, "change": { "withdrawn": true } }).to_string()
    };
    let stuck = [
        phone.say_text(r#"{"kind":"observed"}"#.to_owned()).await,
        phone.say_text(beyond(u64::MAX)).await,
        phone.say_text(beyond(1 << 63)).await,
        phone.say_text("[1,2]".to_owned()).await,
        phone.say_text("\"words\"".to_owned()).await,
        phone
            .say_text(
                json!({ "kind": "edited", "at_ms": 1, "of": of, "change": { "severity": 4 } }).to_string(),
            )
            .await,
        phone.say(&edit(of, Change::Text(long))).await,
        phone.say(&edit(theirs, Change::Withdrawn(true))).await,
        phone.say_text(json!({ "kind": "x", "pad": "x".repeat(70_000) }).to_string()).await,
        phone
            .say_text(r#"{"kind":"walk_planned","at_ms":1,"title":"Min egen","starts_at_ms":1}"#.to_owned())
            .await,
    ];
    // A newer app's records are no trouble: they are kept and passed on.
    phone.say_text(r#"{"kind":"sung","at_ms":1,"melody":["d","r","m"]}"#.to_owned()).await;
    phone.say_text(r#"{"kind":"observed","v":7,"at_ms":1,"feeling":"mixed"}"#.to_owned()).await;
    phone.say(&edit(of, Change::Severity(Severity::ALL[2]))).await;

    phone.send().await.unwrap();
    let numbers: Vec<u64> = phone.store.stuck(phone.series()).into_keys().collect();
    assert_eq!(numbers, stuck.map(|id| id.number));
    assert_all_arrived(&phone).await;

    let observations = server.desk(Role::Officer).list("/observations").await;
    assert_eq!(observations.len(), 2, "what somebody else withdrew is still there");
    let mine = observations.iter().find(|it| it["id"] == of.to_string()).unwrap();
    assert_eq!(mine["severity"], 2, "what came after the stuck ones was used");
}

#[tokio::test]
async fn records_are_the_same_before_and_after_a_crash_a_stop_and_a_rebuild() {
    let mut server = Server::start().await;
    let walk = server.create_walk("Porsön");
    let phone = server.join(&walk).await;
    let of = phone.say(&dark_at(LAMP)).await;
    let photo = phone.photograph(of, &clean_jpeg(320, 240)).await;
    phone.say(&edit(of, Change::Text("Helt svart mellan lamporna".to_owned()))).await;
    phone.say_text(r#"{"kind":"observed"}"#.to_owned()).await;
    phone.send().await.unwrap();
    let desk = server.desk(Role::Officer);
    let see = async || {
        let paths = [
            "/observations",
            "/findings",
            "/walks",
            "/areas",
            "/export/observations.csv",
            "/findings.geojson",
        ];
        let texts = join_all(paths.map(|path| desk.text(path))).await;
        (texts, held(&phone).await, desk.photo(photo).await)
    };
    let before = see().await;
    assert!(before.0[0].contains("Helt svart"), "{}", before.0[0]);
    server.crash().await;
    assert_eq!(see().await, before, "after kill -9");
    server.stop().await;
    server.run_well(&["rebuild"]);
    server.start_again().await;
    assert_eq!(see().await, before, "after a rebuild");
    server.run_well(&["rebuild"]);
    assert_eq!(see().await, before, "after a rebuild under a running server");
}

#[tokio::test]
async fn a_photo_goes_on_where_it_was_when_the_server_was_killed() {
    let mut server = Server::start().await;
    let phone = server.join(&server.create_walk("Porsön")).await;
    let jpeg = clean_jpeg_of_shade(1_000, 800, 7);
    let of = phone.say(&dark_at(LAMP)).await;
    let blob = phone.store.keep_blob(jpeg.clone());
    phone.say(&photo_of(of, &jpeg)).await;
    phone.push(&phone.everything().await).await.unwrap();
    assert_eq!(phone.blob_progress(blob).await, Ok(BlobProgress::Partial(0)));

    let (total, third) = (jpeg.len() as u64, jpeg.len() / 3);
    let first = phone.send_blob(blob, 0, total, &jpeg[..third]).await;
    assert_eq!(first, Ok(BlobProgress::Partial(third as u64)));
    server.crash().await;
    assert_eq!(phone.blob_progress(blob).await, Ok(BlobProgress::Partial(third as u64)));

    let wrong = phone.send_blob(blob, 5, total, &jpeg[5..100]).await;
    assert_eq!(
        wrong,
        Ok(BlobProgress::Partial(third as u64)),
        "a wrong offset is answered with the right one"
    );
    phone.send().await.unwrap();
    assert_eq!(phone.store.blob_state(blob).await.unwrap(), BlobState::Sent);
    assert_eq!(server.desk(Role::Officer).photo(blob).await, jpeg);
    let again = phone.send_blob(blob, 0, total, &jpeg[..9]).await;
    assert_eq!(again, Ok(BlobProgress::Complete), "what is complete stays so");
}

#[tokio::test]
async fn photos_that_lie_are_refused_with_the_reason_and_block_nothing() {
    let server = Server::start().await;
    let phone = server.join(&server.create_walk("Porsön")).await;
    let of = phone.say(&dark_at(LAMP)).await;
    let with_exif = Shot { width: 64, height: 48, orientation: 6 }.jpeg();
    let good = clean_jpeg(64, 48);
    let cut = good[..good.len() / 2].to_vec();
    let with_tail = [&good[..], b"<script>alert(1)</script>"].concat();
    let text = b"GIF89a this is no picture at all".to_vec();
    let mut bomb = good.clone();
    let frame = bomb.windows(2).position(|two| two == [0xff, 0xc0]).unwrap();
    bomb[frame + 5..frame + 9].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
    let refused = [with_exif, cut, text, bomb, vec![0; 5 * 1024 * 1024], Vec::new()];

    let mut blobs = Vec::new();
    for bytes in &refused {
        let blob = phone.store.keep_blob(bytes.clone());
        phone.say_text(names(of, blob, bytes.len())).await;
        blobs.push(blob);
    }
    let last = phone.photograph(of, &good).await;
    phone.send_at_last().await;
    for (blob, bytes) in blobs.iter().zip(&refused) {
        let state = phone.store.blob_state(*blob).await.unwrap();
        let BlobState::Refused(reason) = state else { panic!("{} bytes are {state:?}", bytes.len()) };
        assert!(reason.len() > 20, "{reason}");
    }
    assert_eq!(phone.store.blob_state(last).await.unwrap(), BlobState::Sent);

    // A hash that is not that of the bytes, and a photo that no record of this phone names.
    let lie = blob_hash(b"something else");
    phone.say_text(names(of, lie, good.len())).await;
    phone.push(&phone.everything().await).await.unwrap();
    let answer = phone.request("PUT", &format!("/blobs/{lie}")).body(good.clone()).send().await.unwrap();
    assert_eq!(problem(answer).await.code, "photo-damaged", "it may have been hurt on the way");
    let unnamed = blob_hash(b"unnamed");
    let answer = phone.request("PUT", &format!("/blobs/{unnamed}")).body(good).send().await.unwrap();
    assert_eq!(problem(answer).await.code, "photo-not-named");
    let appended = phone.store.keep_blob(with_tail.clone());
    phone.say_text(names(of, appended, with_tail.len())).await;
    phone.send_at_last().await;
    assert!(
        matches!(phone.store.blob_state(appended).await.unwrap(), BlobState::Refused(_)),
        "bytes after the picture"
    );
}

fn names(of: shared::id::RecordId, blob: BlobHash, bytes: usize) -> String {
    json!({ "kind": "photographed", "at_ms": 1, "of": of, "blob": blob, "width": 64, "height": 48, "bytes": bytes }).to_string()
}

#[tokio::test]
async fn a_push_that_is_cut_off_changes_nothing_and_the_next_one_goes_through() {
    use tokio::io::AsyncWriteExt as _;
    let server = Server::start().await;
    let phone = server.join(&server.create_walk("Porsön")).await;
    phone.say(&dark_at(LAMP)).await;
    let body = serde_json::to_vec(&phone.everything().await).unwrap();
    let head = format!(
        "POST /api/v1/records HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nContent-Length: {}\r\n\r\n",
        phone.joined.token,
        body.len()
    );
    for cut in [0, 1, body.len() / 2, body.len() - 1] {
        let mut line = tokio::net::TcpStream::connect(("127.0.0.1", server.port())).await.unwrap();
        line.write_all(head.as_bytes()).await.unwrap();
        line.write_all(&body[..cut]).await.unwrap();
        drop(line);
    }
    assert_eq!(held(&phone).await.number, 0);
    phone.send().await.unwrap();
    assert_all_arrived(&phone).await;
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_every_kill() {
    let mut server = Server::start().await;
    let walk = server.create_walk("Porsön");
    let phones = join_all((0..4).map(|_| server.join(&walk))).await;
    for _ in 0..6 {
        let sending = phones.iter().map(async |phone| {
            for _ in 0..10 {
                phone.say(&dark_at(LAMP)).await;
                // The server may be gone by now; that is what the next round is for.
                let _ = phone.send().await;
            }
        });
        let killing = async {
            // Somewhere in the middle of it: as soon as one phone more has something acknowledged.
            let told = async || {
                let receipts =
                    join_all(phones.iter().map(async |it| it.store.receipt(it.series()).await.unwrap()))
                        .await;
                receipts.iter().flatten().map(|it| it.number).sum::<u64>()
            };
            let before = told().await;
            tests::wait::until("something is acknowledged", async || {
                (told().await > before + 3).then_some(())
            })
            .await;
            server.kill();
        };
        futures_util::future::join(join_all(sending), killing).await;
        server.start_again().await;
        for phone in &phones {
            let acknowledged = phone.store.receipt(phone.series()).await.unwrap().map_or(0, |it| it.number);
            let held = held(phone).await;
            assert!(
                held.number >= acknowledged,
                "{acknowledged} were acknowledged and {} are there",
                held.number
            );
            let texts =
                phone.store.read(phone.series(), 0, usize::try_from(held.number).unwrap()).await.unwrap();
            let expected = texts
                .iter()
                .fold(shared::record::Head::empty(phone.series()), |head, it| head.then(&it.text));
            assert_eq!(held.head(), expected, "what is there is what was written");
        }
    }
    for phone in &phones {
        phone.send().await.unwrap();
        assert_all_arrived(phone).await;
    }
    let observations = server.desk(Role::Officer).list("/observations").await;
    assert_eq!(observations.len(), 4 * 60);
}
