//! What a phone keeps, in real browsers: databases of every version ever, rows that nobody can read, receipts, and the
//! room that is made a month after.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::time::Duration;

use serde_json::{Value, json};
use shared::time::DAY_MS;
use shared::wire::Role;
use tempfile::TempDir;
use tests::browser::{Browser, Kind, in_turn};
use tests::journey::{Walker, file};
use tests::photo::clean_jpeg;
use tests::says::LAMP;
use tests::server::{Server, Walk};
use tests::wait;

const LONG: Duration = Duration::from_mins(3);

/// A page of ours without the app.
const NO_APP: &str = "/favicon.svg";

#[tokio::test]
async fn a_database_of_every_version_ever_is_opened_and_sent_in_chromium() {
    in_turn(LONG, every_version(Kind::Chromium)).await;
}

#[tokio::test]
async fn a_database_of_every_version_ever_is_opened_and_sent_in_firefox() {
    in_turn(LONG, every_version(Kind::Firefox)).await;
}

async fn every_version(kind: Kind) {
    for database in old_databases() {
        let server = Server::start().await;
        let walk = server.create_walk("Porsön");
        let told = database.replace("{{walk}}", &walk.id.to_string()).replace("{{code}}", &walk.code);
        let told: Value = serde_json::from_str(&told).unwrap();
        let what = told["said"].as_str().unwrap();
        let walker = Walker { browser: Browser::start(kind).await };
        let browser = &walker.browser;
        browser.open(&server.url(NO_APP)).await;
        browser.fill_shelf(&told).await;
        browser.open(&server.url("/")).await;
        walker.is_on("walk").await;
        walker.counts(3, 3).await;
        let written = told["rows"]["records"].as_array().unwrap();
        assert_eq!(&browser.rows("records").await, written, "{what}: not a byte is changed");
        walker.points_at("safe", "life").await;
        walker.is_done().await;
        walker.counts(4, 4).await;
        let own = walker.own_head().await;
        assert_eq!(walker.receipts(&server).await, (own, own), "{what}");
        let desk = server.desk(Role::Officer);
        let texts = desk.list("/observations").await;
        assert_eq!(texts.len(), 4, "{what}: {texts:?}");
        assert!(texts.iter().any(|it| it["text"] == "Helt svart mellan lamporna"), "{what}: {texts:?}");
        let photo = async || (desk.walk(walk.id).await.photos == 1).then_some(());
        wait::until("the photo of then has arrived", photo).await;
        browser.tap("end-walk").await;
        walker.is_on("end").await;
        browser.find("end-mine").await;
        assert!(!browser.has("odd").await, "{what}: all of it can be read");
    }
}

fn old_databases() -> Vec<String> {
    let folder = tests::place::root().join("tests/fixtures/phone");
    let files = std::fs::read_dir(folder).unwrap().map(|file| std::fs::read_to_string(file.unwrap().path()));
    let databases: Vec<String> = files.map(Result::unwrap).collect();
    assert!(databases.len() >= 3, "one for each form that rows had");
    databases
}

#[tokio::test]
async fn what_cannot_be_read_is_kept_told_saved_and_stops_nothing() {
    in_turn(LONG, async {
        let mut server = Server::start().await;
        let walk = server.create_walk("Porsön");
        let walker = joins_and_keeps_what_is_given(&walk).await;
        let browser = &walker.browser;
        walker.leaves().await;
        walker.points_at("unsafe", "lighting").await;
        walker.is_done().await;
        walker.counts(1, 1).await;
        server.kill();
        walker.points_at("unsafe", "graffiti").await;
        walker.is_done().await;
        let series = browser.rows("records").await[0]["series"].clone();
        let newer = r#"{"kind":"sung","v":9,"melody":["la","li"]}"#;
        let odd = [
            json!({ "series": series, "number": 3, "text": 12_345, "digest": "?" }),
            json!({ "series": series, "number": 4, "text": newer, "digest": "?" }),
            json!({ "series": series, "number": 2.5, "text": "between two" }),
            json!({ "series": series, "number": 99, "text": "{}" }),
            json!({ "series": "nobody's", "number": 1, "mould": [null, { "å": 1 }] }),
        ];
        browser.put_rows("records", &odd).await;
        browser.put_rows("walks", &[json!({ "series": "00", "pack": 5, "token": "ab12" })]).await;
        let kept = browser.rows("records").await;
        browser.reload().await;
        walker.is_on("walk").await;
        walker.counts(2, 1).await;
        walker.points_at("unsafe", "underpass").await;
        walker.is_done().await;

        server.start_again().await;
        walker.counts(3, 3).await;
        let (held, there) = walker.receipts(&server).await;
        assert_eq!((held, held.number), (there, 5), "what stands around it has arrived");
        assert_eq!(server.desk(Role::Officer).list("/observations").await.len(), 3);
        browser.tap("end-walk").await;
        walker.is_on("end").await;
        browser.shows("odd", "data-count", "6").await;
        browser.says("6 uppgifter kan inte läsas av den här versionen").await;
        browser.screenshot("odd").await;
        let now = browser.rows("records").await;
        assert!(kept.iter().all(|row| now.contains(row)), "it is kept as it is");

        browser.tap("end-mine").await;
        browser.tap("save-file").await;
        let saved = given(browser).await;
        let told: Value = serde_json::from_str(&saved).unwrap();
        let unreadable = told["unreadable"].as_array().unwrap();
        for row in [&odd[0], &odd[2], &odd[3], &odd[4]] {
            assert!(unreadable.contains(row), "{row} is not in the file: {unreadable:?}");
        }
        assert!(!saved.contains("ab12"), "a token never leaves the phone in a file");
        assert_eq!(told["records"].as_array().unwrap().len(), 5);
        let folder = TempDir::new().unwrap();
        let file = file(&folder, "lykta.json", saved.as_bytes());
        let fresh = server.run_well(&["import", "bundle", file.to_str().unwrap()]);
        assert!(fresh.contains("0 of 5 records"), "{fresh}");
    })
    .await;
}

#[tokio::test]
async fn a_photo_that_cannot_be_read_stops_no_other_and_no_file() {
    in_turn(LONG, async {
        let mut server = Server::start().await;
        let walk = server.create_walk("Porsön");
        let walker = joins_and_keeps_what_is_given(&walk).await;
        let (browser, photos) = (&walker.browser, TempDir::new().unwrap());
        walker.leaves().await;
        server.kill();
        for (category, height) in [("lighting", 480), ("graffiti", 360)] {
            walker.points_at("unsafe", category).await;
            let picture = clean_jpeg(640, height);
            walker.photographs(&file(&photos, &format!("{category}.jpg"), &picture)).await;
            walker.is_done().await;
            if category == "lighting" {
                browser.change_rows("blobs", "row.bytes = 5").await;
            }
        }
        server.start_again().await;
        let desk = server.desk(Role::Officer);
        wait::until("the other photo", async || (desk.walk(walk.id).await.photos == 1).then_some(())).await;
        let states = browser.rows("blob_states").await;
        let mut states: Vec<_> = states.iter().map(|row| row["state"].as_str().unwrap()).collect();
        states.sort_unstable();
        assert_eq!(states, ["refused", "sent"]);

        browser.tap("open-mine").await;
        browser.says("Fotot går inte att läsa längre").await;
        browser.says("inget tas bort från telefonen").await;
        browser.screenshot("spoilt").await;
        browser.tap("save-file").await;
        let folder = TempDir::new().unwrap();
        let saved = file(&folder, "lykta.json", given(browser).await.as_bytes());
        let taken = server.run_well(&["import", "bundle", saved.to_str().unwrap()]);
        assert!(taken.contains("0 of 4 records"), "{taken}");
    })
    .await;
}

/// A walker whose page keeps the last file that it gives out, which is no picture, and downloads it rather than share it.
async fn joins_and_keeps_what_is_given(walk: &Walk) -> Walker {
    let keep = "const make = URL.createObjectURL;
        URL.createObjectURL = it => {
            if (!it.type.startsWith('image')) globalThis.given = it;
            return make.call(URL, it);
        };
        navigator.canShare = () => false;";
    let browser = Browser::start(Kind::Chromium).await;
    browser.before_each_page(keep).await;
    Walker::joins_in(browser, walk, LAMP).await
}

/// The file that was given out.
async fn given(browser: &Browser) -> String {
    let given = "return globalThis.given ? 1 : null";
    wait::until("the file", async || browser.eval(given, vec![]).await.as_i64()).await;
    browser.eval_async("given.text()", vec![]).await.as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_photo_goes_only_when_asked_a_month_after_it_was_received() {
    in_turn(LONG, async {
        let server = Server::start().await;
        let walk = server.create_walk("Porsön");
        let walker = Walker::joins(Kind::Chromium, &walk, LAMP).await;
        let browser = &walker.browser;
        walker.leaves().await;
        walker.points_at("unsafe", "lighting").await;
        let photos = TempDir::new().unwrap();
        walker.photographs(&file(&photos, "lamp.jpg", &clean_jpeg(640, 480))).await;
        walker.is_done().await;
        walker.counts(1, 1).await;
        let own = walker.own_head().await;
        browser.tap("open-mine").await;
        browser.find("mine-receipt").await;
        let received = browser.attribute("mine-receipt", "data-received").await;
        assert!(received.unwrap().parse::<i64>().unwrap() > 0, "since when is told");
        let digest = own.digest.to_string();
        browser.tap("[data-test=mine-receipt] summary").await;
        browser.says(&format!("{} {}", &digest[..4], &digest[4..8])).await;
        browser.screenshot("receipt").await;

        for (days, offered) in [(29, false), (31, true)] {
            let since = tests::wait::clock_ms() - days * DAY_MS;
            browser
                .change_rows("receipts", &format!("row.since = row.since.map(([n]) => [n, {since}])"))
                .await;
            browser.change_rows("blob_states", &format!("row.at_ms = {since}")).await;
            browser.reload().await;
            walker.is_on("mine").await;
            browser.find("mine-item").await;
            if offered {
                browser.find("room-free").await;
            } else {
                browser.find("[data-test=sheet-photo] img").await;
                assert!(!browser.has("room-free").await, "not after {days} days");
            }
        }
        // Who does not know when the server got it does not let it go either.
        browser.change_rows("receipts", "delete row.since").await;
        browser.reload().await;
        browser.find("[data-test=sheet-photo] img").await;
        assert!(!browser.has("room-free").await);
        let since = tests::wait::clock_ms() - 31 * DAY_MS;
        browser.change_rows("receipts", &format!("row.since = [[row.number, {since}]]")).await;
        browser.reload().await;
        browser.screenshot("room").await;
        browser.tap("room-free").await;
        browser.lacks("room-free").await;
        assert!(browser.rows("blobs").await.is_empty());
        browser.reload().await;
        browser.says("Fotot finns hos kommunen").await;
        assert_eq!(walker.own_head().await, own, "what was said stays");
        browser.back().await;
        walker.counts(1, 1).await;
        assert_eq!(server.desk(Role::Officer).walk(walk.id).await.photos, 1);
    })
    .await;
}
