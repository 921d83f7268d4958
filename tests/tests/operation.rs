//! The server from outside, for those who keep it running: saved, restored, looked through.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};
use std::process::Command;

use futures_util::future::{join, join_all};
use shared::record::Receipt;
use shared::statement::Change;
use shared::sync::{BlobState, Fault, Line as _, Store as _};
use shared::wire::Role;
use tests::phone::{Phone, problem};
use tests::photo::clean_jpeg_of_shade;
use tests::says::{LAMP, beside, dark_at, edit};
use tests::server::{Server, free_port};

/// What the server holds of a phone's series.
async fn held(phone: &Phone) -> Receipt {
    phone.heads().await.unwrap().heads.into_iter().find(|it| it.series == phone.series()).unwrap()
}

#[tokio::test]
async fn a_backup_that_is_made_while_phones_send_is_restored_and_they_go_on_there() {
    let server = Server::start().await;
    let walk = server.create_walk("Porsön");
    let mut phones = join_all((0..4).map(|_| server.join(&walk))).await;
    let file = server.data().join("backup.tar");
    let sending = join_all(phones.iter().enumerate().map(async |(index, phone)| {
        for round in 0..12_u8 {
            let of = phone.say(&dark_at(beside(LAMP, f64::from(round) * 100.0, 0.0))).await;
            if round % 4 == 0 {
                let shade = round * 4 + u8::try_from(index).unwrap();
                phone.photograph(of, &clean_jpeg_of_shade(64, 48, shade)).await;
            }
            phone.send().await.unwrap();
        }
    }));
    let saving = async {
        // As soon as there is something to save; the rest comes in meanwhile.
        let something = async || (held(&phones[0]).await.number > 2).then_some(());
        tests::wait::until("records arrive", something).await;
        let (place, file) = (server.data().to_owned(), file.clone());
        let saved = tokio::task::spawn_blocking(move || {
            let mut lykta = std::process::Command::new(tests::place::lykta());
            lykta.arg("backup").arg(file).arg("--data").arg(place).output().unwrap()
        });
        saved.await.unwrap()
    };
    let (_, saved) = join(sending, saving).await;
    assert!(saved.status.success(), "{}", String::from_utf8_lossy(&saved.stderr));

    let there = Server::start_from(&file).await;
    assert!(there.run_well(&["verify"]).contains("as they were acknowledged"));
    for phone in &mut phones {
        let before = held(phone).await;
        phone.turn_to(there.url(""));
        let restored = held(phone).await;
        assert!(restored.number <= before.number);
        let texts = shared::log::Log::read(
            &phone.store,
            phone.series(),
            0,
            usize::try_from(restored.number).unwrap(),
        );
        let texts = texts.await.unwrap();
        let head =
            texts.iter().fold(shared::record::Head::empty(phone.series()), |head, it| head.then(&it.text));
        assert_eq!(restored.head(), head, "what was restored is what was written");
        phone.say(&dark_at(LAMP)).await;
        phone.send().await.unwrap();
        assert_eq!(
            held(phone).await.head(),
            phone.head().await,
            "the phone says again what the backup lacks"
        );
    }
    assert_eq!(there.desk(Role::Officer).list("/observations").await.len(), 4 * 13);
    assert!(there.run_well(&["verify"]).contains("as they were acknowledged"));
}

#[tokio::test]
async fn verify_names_a_lost_and_a_damaged_photo_and_a_restored_server_gets_them_back() {
    let server = Server::start().await;
    let mut phone = server.join(&server.create_walk("Porsön")).await;
    let of = phone.say(&dark_at(LAMP)).await;
    let lost = phone.photograph(of, &clean_jpeg_of_shade(64, 48, 1)).await;
    let damaged = phone.photograph(of, &clean_jpeg_of_shade(64, 48, 2)).await;
    phone.send().await.unwrap();
    assert!(server.run_well(&["verify"]).contains("2 photos are as they were acknowledged"));

    let place = |blob: shared::id::BlobHash| {
        let name = blob.to_string();
        server.data().join("blobs").join(&name[..2]).join(name)
    };
    std::fs::remove_file(place(lost)).unwrap();
    std::fs::write(place(damaged), "something else").unwrap();
    let found = server.run(&["verify"]);
    assert!(!found.status.success());
    let (out, err) = (String::from_utf8_lossy(&found.stdout), String::from_utf8_lossy(&found.stderr));
    assert!(
        out.contains(&format!("photo {lost} was acknowledged and is not where photos are kept")),
        "{out}"
    );
    assert!(out.contains(&format!("photo {damaged} is damaged")), "{out}");
    assert!(err.contains("2 faults in"), "{err}");

    let file = server.data().join("backup.tar");
    let saved = server.run(&["backup", file.to_str().unwrap()]);
    let said = String::from_utf8_lossy(&saved.stderr).into_owned();
    assert!(!saved.status.success() && said.contains("the backup lacks photos") && file.exists(), "{said}");
    let there = Server::start_from(&file).await;
    phone.turn_to(there.url(""));
    phone.send().await.unwrap();
    for blob in [lost, damaged] {
        assert_eq!(phone.store.blob_state(blob).await.unwrap(), BlobState::Sent);
        assert!(!there.desk(Role::Officer).photo(blob).await.is_empty());
    }
    assert!(there.run_well(&["verify"]).contains("2 photos are as they were acknowledged"));
}

/// A disk with little room, mounted for as long as it lives.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// Nothing where nobody may mount.
    fn at(path: &Path) -> Option<Self> {
        let mut mount = Command::new("mount");
        let mounted = mount.args(["-t", "tmpfs", "-o", "size=4m", "lykta-tests"]).arg(path).output();
        let mounted = mounted.is_ok_and(|output| output.status.success());
        mounted.then(|| Self(path.to_owned()))
    }

    /// Takes all the room that is left; how much that was.
    fn fill(&self) -> usize {
        let mut bytes = 0;
        for size in [65_536, 4_096, 512, 1] {
            let mut file = std::fs::File::options().create(true).append(true).open(self.filler()).unwrap();
            while std::io::Write::write_all(&mut file, &vec![0; size]).is_ok() {
                bytes += size;
            }
        }
        bytes
    }

    fn make_room(&self) {
        std::fs::remove_file(self.filler()).unwrap();
    }

    fn filler(&self) -> PathBuf {
        self.0.join("filler")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

#[tokio::test]
async fn on_a_full_disk_nothing_is_acknowledged_and_all_of_it_arrives_when_there_is_room() {
    let (server, disk) = Server::start_in(SmallDisk::at).await;
    let Some(disk) = disk else {
        eprintln!("SKIPPED: only root can mount a small disk");
        return;
    };
    let phone = server.join(&server.create_walk("Porsön")).await;
    let of = phone.say(&dark_at(LAMP)).await;
    phone.send().await.unwrap();
    assert!(disk.fill() > 100_000, "there was room before");

    // The log of the database has a little room in itself; what fits there is kept and said to be.
    let told = tests::wait::until("the disk is full", async || {
        phone.say(&dark_at(LAMP)).await;
        phone.send().await.err()
    });
    let Fault::Retry(why) = told.await else { panic!("it will be retried, for it passes") };
    assert!(why.contains("disk is full and nothing was taken in"), "{why}");
    let body = serde_json::to_string(&phone.everything().await).unwrap();
    let answer = phone.request("POST", "/records").body(body).send().await.unwrap();
    assert_eq!(answer.status(), 507);
    assert_eq!(problem(answer).await.code, "disk-full");
    let acknowledged = phone.store.receipt(phone.series()).await.unwrap().unwrap();
    assert_eq!(held(&phone).await, acknowledged, "and what was acknowledged is still read");

    disk.make_room();
    let photo = phone.photograph(of, &clean_jpeg_of_shade(640, 480, 3)).await;
    phone.push(&phone.everything().await).await.unwrap();
    disk.fill();
    let Err(Fault::Retry(why)) = phone.send().await else { panic!("a photo finds no room either") };
    assert!(why.contains("disk is full"), "{why}");

    disk.make_room();
    phone.send().await.unwrap();
    assert_eq!(held(&phone).await.head(), phone.head().await);
    assert_eq!(phone.store.blob_state(photo).await.unwrap(), BlobState::Sent);
    assert!(server.run_well(&["verify"]).contains("1 photos are as they were acknowledged"));
}

const WORDS: &str = "Helt svart mellan lamporna";

/// Somebody joins, says things, sends a photo; somebody else signs in, reads and answers; some of it is refused. What of
/// it is nobody's business but theirs.
async fn journey(server: &Server) -> Vec<String> {
    let walk = server.create_walk("Porsön");
    let phone = server.join(&walk).await;
    let of = phone.say(&dark_at(LAMP)).await;
    phone.say(&edit(of, Change::Text(WORDS.to_owned()))).await;
    phone.say_text(format!(r#"{{"kind":"observed","text":"{WORDS}"}}"#)).await;
    let blob = phone.photograph(of, &clean_jpeg_of_shade(64, 48, 1)).await;
    phone.send().await.unwrap();
    let link = server.first_sign_in_link();
    let sign_in = link.split_once("#sign-in=").unwrap().1;
    let http = server::http::client();
    let answer = http.post(server.url("/api/v1/session")).json(&serde_json::json!({ "token": sign_in }));
    let cookie = answer.send().await.unwrap().headers()["set-cookie"].to_str().unwrap().to_owned();
    let session = cookie.split(['=', ';']).nth(1).unwrap().to_owned();
    let desk = server.desk(Role::Officer);
    desk.text(&format!("/observations?bbox=22.1,65.6,22.2,65.7&walk={}", walk.id)).await;
    desk.photo(blob).await;
    let decision = serde_json::json!({ "about": [of], "state": "ongoing", "answer": WORDS });
    let decided =
        desk.request("POST", &format!("/findings/{of}/decisions")).json(&decision).send().await.unwrap();
    assert_eq!(decided.status(), 201);
    phone.send().await.unwrap();
    for path in ["/observations?from=Helt%20svart", "/walks/Helt", "/join?Helt"] {
        desk.request("GET", path).send().await.unwrap();
    }
    let wrong = http.get(server.url("/api/v1/answers")).bearer_auth("wrongwrongwrong").send().await.unwrap();
    assert_eq!(wrong.status(), 401);
    let (lat, lon) = LAMP;
    let plain_code: String = walk.code.chars().filter(char::is_ascii_alphanumeric).collect();
    vec![
        phone.joined.token.clone(),
        phone.series().to_string(),
        walk.code,
        plain_code,
        sign_in.to_owned(),
        session,
        blob.to_string(),
        "Helt".to_owned(),
        "wrongwrong".to_owned(),
        format!("{lat:.3}"),
        format!("{lon:.3}"),
        "22.1,".to_owned(),
    ]
}

#[tokio::test]
async fn no_token_code_word_or_place_stands_in_the_log_of_a_whole_journey() {
    let server = Server::start_set(&[("LYKTA_LOG", "trace"), ("LYKTA_LOG_FORM", "json")]).await;
    let private = journey(&server).await;
    let log = server.log();
    let lines: Vec<&str> = log.lines().filter(|line| line.starts_with('{')).collect();
    let answered = |line: &&str| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        line["message"] == "answered" && line["route"] == "/api/v1/records" && line["status"] == 200
    };
    assert!(lines.iter().any(answered), "requests are logged:\n{log}");
    for secret in private {
        let found = lines.iter().find(|line| line.contains(&secret));
        assert_eq!(found, None, "{secret} stands in the log");
    }
}

#[tokio::test]
async fn prometheus_reads_numbers_on_a_listener_of_its_own_and_nothing_of_anybody() {
    let address = format!("127.0.0.1:{}", free_port());
    let server = Server::start_set(&[("LYKTA_METRICS", &address)]).await;
    let private = journey(&server).await;
    let numbers = reqwest::get(format!("http://{address}/metrics")).await.unwrap().text().await.unwrap();
    for line in [
        "lykta_build_info{version=",
        r#"lykta_requests_total{method="POST",route="/api/v1/records",status="200"} "#,
        r#"lykta_request_duration_seconds_count{route="/api/v1/session"} 1"#,
        r#"lykta_refused_total{reason="wrong-token"} 1"#,
        r#"lykta_refused_total{reason="bad-query"} "#,
        "lykta_records_total ",
        "lykta_photos_total 1\n",
        "lykta_commits_total ",
        "lykta_database_errors_total 0\n",
        "lykta_connections ",
    ] {
        assert!(numbers.contains(line), "{line} is not in\n{numbers}");
    }
    let number = |name: &str| -> f64 {
        let line = numbers.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.unwrap().parse().unwrap()
    };
    // What the command line planned was counted by another process; the officer's decision was not.
    assert!((number("lykta_records_total") - 5.0).abs() < 0.1, "{numbers}");
    assert!(number("lykta_appends_total") >= number("lykta_commits_total"));
    for secret in private {
        assert!(!numbers.contains(&secret), "{secret} stands in the numbers");
    }
    let public = reqwest::get(server.url("/metrics")).await.unwrap();
    assert!(!public.text().await.unwrap().contains("lykta_requests_total"));
}
