//! A resident's walk in real browsers against the real server: without net, killed, and home again.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::time::Duration;

use serde_json::Value;
use shared::id::BlobHash;
use shared::wire::Role;
use tempfile::TempDir;
use tests::browser::{Browser, Kind, in_turn};
use tests::journey::{Walker, copy_of_dist, file, renew};
use tests::photo::{self, Shot};
use tests::says::{LAMP, beside};
use tests::server::Server;
use tests::wait;

const LONG: Duration = Duration::from_mins(3);

#[tokio::test]
async fn what_was_said_without_net_arrives_once_after_every_kill_in_chromium() {
    in_turn(LONG, whole_journey(Kind::Chromium)).await;
}

#[tokio::test]
async fn what_was_said_without_net_arrives_once_after_every_kill_in_firefox() {
    in_turn(LONG, whole_journey(Kind::Firefox)).await;
}

async fn whole_journey(kind: Kind) {
    let mut server = Server::start().await;
    let walk = server.create_walk("Porsön");
    let walker = Walker::joins(kind, &walk, LAMP).await;
    assert!(
        !walker.browser.client.current_url().await.unwrap().as_str().contains(&walk.code),
        "no code is left"
    );

    server.kill();
    walker.browser.reload().await;
    walker.is_on("ready").await;
    walker.leaves().await;

    let directory = TempDir::new().unwrap();
    let shot = Shot { width: 1_800, height: 2_400, orientation: 6 };
    let upright_on_its_side = file(&directory, "lamp.jpg", &shot.jpeg());
    walker.walks_to(LAMP, 5).await;
    walker.points_at("unsafe", "lighting").await;
    walker.photographs(&upright_on_its_side).await;
    walker.browser.write("sheet-text", "Helt svart mellan lamporna").await;
    walker.browser.tap("sheet-when-dark").await;
    walker.browser.tap("sheet-severity-2").await;
    walker.is_done().await;
    let square = beside(LAMP, 300.0, 0.0);
    walker.walks_to(square, 7).await;
    walker.points_at("safe", "life").await;
    walker.is_done().await;
    let tunnel = beside(LAMP, 600.0, 50.0);
    walker.walks_to(tunnel, 9).await;
    walker.points_at("unsafe", "underpass").await;
    walker.is_done().await;
    walker.counts(3, 0).await;
    let said = walker.own_head().await;
    walker.browser.screenshot("walk-offline").await;

    let profile = walker.browser.kill().await;
    let walker = Walker { browser: Browser::start_with(profile).await };
    walker.browser.stand_at(tunnel, 9.0).await;
    walker.browser.open(&server.url("/")).await;
    walker.is_on("walk").await;
    walker.counts(3, 0).await;
    assert_eq!(walker.own_head().await, said, "nothing is lost and nothing is added by being killed");

    server.start_again().await;
    walker.counts(3, 3).await;
    let (kept, held) = walker.receipts(&server).await;
    assert_eq!((kept, held), (said, said), "phone, receipt and server have the same digest");
    let desk = server.desk(Role::Officer);
    let observations = desk.list("/observations").await;
    assert_eq!(observations.len(), 3);
    assert_places(&observations, &[("lighting", LAMP), ("life", square), ("underpass", tunnel)]);
    let lamp = observations.iter().find(|it| it["category"] == "lighting").unwrap();
    assert_eq!(
        (&lamp["text"], &lamp["severity"]),
        (&Value::from("Helt svart mellan lamporna"), &Value::from(2))
    );

    wait::until("the photo has arrived", async || (desk.walk(walk.id).await.photos == 1).then_some(())).await;
    let stands = desk.walk(walk.id).await;
    assert_eq!((stands.joined, stands.sent, stands.observations, stands.photos_missing), (1, 1, 3, 0));
    let jpeg = desk.photo(blob(&lamp["photos"][0])).await;
    assert_eq!(photo::size(&jpeg), (1_200, 1_600), "upright, and no side longer than 1,600 pixels");
    photo::assert_upright(&jpeg, "orientation 6");
    photo::assert_without_exif(&jpeg, "orientation 6");

    walker.browser.tap("open-mine").await;
    walker.is_on("mine").await;
    assert_eq!(walker.browser.count("mine-item").await, 3);
    walker.browser.shows("[data-test=mine-item][data-number=\"1\"]", "data-standing", "received").await;
    drop(walker);

    let second = Walker::joins(kind, &walk, beside(LAMP, 8.0, 0.0)).await;
    second.leaves().await;
    second.points_at("unsafe", "lighting").await;
    second.is_done().await;
    second.counts(1, 1).await;
    let findings = desk.list("/findings?category=lighting").await;
    assert_eq!(findings.len(), 1, "one lamp: {findings:?}");
    assert_eq!(findings[0]["voices"], 2);
}

/// Each category was pointed at where the phone stood.
fn assert_places(observations: &[Value], expected: &[(&str, (f64, f64))]) {
    for (category, (lat, lon)) in expected {
        let found = observations.iter().find(|it| it["category"] == *category).unwrap();
        let near =
            |name: &str, expected: f64| (found["position"][name].as_f64().unwrap() - expected).abs() < 1e-5;
        assert!(near("lat", *lat) && near("lon", *lon), "{category}: {}", found["position"]);
    }
}

fn blob(photo: &Value) -> BlobHash {
    photo["blob"].as_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn photos_stand_upright_however_the_phone_was_held_in_chromium() {
    in_turn(LONG, all_orientations(Kind::Chromium)).await;
}

#[tokio::test]
async fn photos_stand_upright_however_the_phone_was_held_in_firefox() {
    in_turn(LONG, all_orientations(Kind::Firefox)).await;
}

async fn all_orientations(kind: Kind) {
    let server = Server::start().await;
    let walk = server.create_walk("Porsön");
    let walker = Walker::joins(kind, &walk, LAMP).await;
    walker.leaves().await;
    walker.points_at("unsafe", "lighting").await;
    let directory = TempDir::new().unwrap();
    for orientation in 1..=8 {
        let jpeg = shot(orientation).jpeg();
        walker.photographs(&file(&directory, &format!("{orientation}.jpg"), &jpeg)).await;
    }
    let real = real_photos();
    for path in &real {
        walker.photographs(path).await;
    }
    let count = 8 + real.len() as u64;
    let desk = server.desk(Role::Officer);
    let all = async || (desk.walk(walk.id).await.photos == count).then_some(());
    wait::within(Duration::from_mins(1), "all photos have arrived", all).await;
    let observations = desk.list("/observations").await;
    let photos = observations[0]["photos"].as_array().unwrap();
    for (orientation, named) in (1..=8).zip(photos) {
        let what = format!("{}: orientation {orientation}", kind.name());
        let jpeg = desk.photo(blob(named)).await;
        assert_eq!(photo::size(&jpeg), (shot(orientation).width, 480), "{what}");
        photo::assert_upright(&jpeg, &what);
        photo::assert_without_exif(&jpeg, &what);
    }
    for (path, named) in real.iter().zip(&photos[8..]) {
        let what = path.file_name().unwrap().to_string_lossy();
        let jpeg = desk.photo(blob(named)).await;
        photo::assert_without_exif(&jpeg, &what);
        let (width, height) = photo::size(&jpeg);
        assert_eq!(width > height, what.starts_with("landscape"), "{what} is {width} × {height}");
    }
}

/// A photo of its own size, so that no two are the same once they are upright.
fn shot(orientation: u16) -> Shot {
    Shot { width: 304 + 8 * u32::from(orientation), height: 480, orientation }
}

/// Real photos of both formats in all orientations, where they are at hand.
fn real_photos() -> Vec<std::path::PathBuf> {
    let Some(files) = tests::place::shared_files("photos", "real photos in all orientations") else {
        return vec![];
    };
    let of =
        |format: &str| (1..=8).map(|number| files.join(format!("{format}_{number}.jpg"))).collect::<Vec<_>>();
    [of("landscape"), of("portrait")].concat().into_iter().filter(|path| path.is_file()).collect()
}

#[tokio::test]
async fn being_killed_while_tapping_loses_at_most_the_tap_in_flight() {
    in_turn(LONG, async {
        let mut server = Server::start().await;
        let walk = server.create_walk("Porsön");
        let mut walker = Walker::joins(Kind::Chromium, &walk, LAMP).await;
        walker.leaves().await;
        server.kill();
        let mut acknowledged = 0;
        for round in 0..4 {
            for _ in 0..round {
                walker.points_at("unsafe", "lighting").await;
                walker.is_done().await;
                acknowledged += 1;
            }
            walker.browser.tap("unsafe-here").await;
            walker.browser.tap("category-lighting").await;
            // In the middle of it: nobody has said yet that this one is saved.
            let profile = walker.browser.kill().await;
            walker = Walker { browser: Browser::start_with(profile).await };
            walker.browser.open(&server.url("/")).await;
            walker.goes_on(&walk).await;
            let saved = walker.browser.rows("records").await.len();
            assert!(
                saved == acknowledged || saved == acknowledged + 1,
                "{acknowledged} said saved, {saved} are there"
            );
            acknowledged = saved;
        }
        server.start_again().await;
        walker.counts(acknowledged, acknowledged).await;
        let own = walker.own_head().await;
        assert_eq!(walker.receipts(&server).await, (own, own));
    })
    .await;
}

#[tokio::test]
async fn what_was_said_can_be_changed_taken_back_and_put_forward_again() {
    in_turn(LONG, async {
        let server = Server::start().await;
        let walk = server.create_walk("Porsön");
        let walker = Walker::joins(Kind::Chromium, &walk, LAMP).await;
        walker.leaves().await;
        let browser = &walker.browser;
        walker.points_at("unsafe", "lighting").await;
        browser.tap("sheet-undo").await;
        browser.tap("sheet-restore").await;
        browser.find("sheet-undo").await;
        browser.write("sheet-text", "Trasig lampa").await;
        browser.tap("sheet-severity-1").await;
        walker.is_done().await;
        browser.tap("open-mine").await;
        browser.says("Trasig lampa").await;
        browser.tap("mine-edit").await;
        browser.rewrite("sheet-text", "Två trasiga lampor").await;
        browser.tap("sheet-severity-3").await;
        browser.tap("sheet-done").await;
        walker.is_on("mine").await;
        browser.says("Två trasiga lampor").await;
        let desk = server.desk(Role::Officer);
        let seen = async |text: &str, severity: u8| {
            let observations = desk.list("/observations").await;
            (observations.len() == 1
                && observations[0]["text"] == text
                && observations[0]["severity"] == severity)
                .then_some(())
        };
        wait::until("the desk sees the change", async || seen("Två trasiga lampor", 3).await).await;

        browser.tap("mine-withdraw").await;
        browser.shows("mine-item", "data-withdrawn", "true").await;
        let gone = async || desk.list("/observations").await.is_empty().then_some(());
        wait::until("the desk no longer sees it", gone).await;
        browser.tap("mine-restore").await;
        browser.shows("mine-item", "data-withdrawn", "false").await;
        wait::until("the desk sees it again", async || seen("Två trasiga lampor", 3).await).await;
    })
    .await;
}

#[tokio::test]
async fn without_a_fix_it_is_saved_all_the_same_and_placed_by_words() {
    in_turn(LONG, async {
        let server = Server::start().await;
        let walk = server.create_walk("Porsön");
        let walker = Walker { browser: Browser::start(Kind::Chromium).await };
        walker.browser.open(&walk.link).await;
        walker.is_on("ready").await;
        walker.leaves().await;
        walker.points_at("unsafe", "underpass").await;
        walker.browser.write("sheet-described", "Gångtunneln under E4").await;
        walker.is_done().await;
        let desk = server.desk(Role::Officer);
        let placed = async || {
            let observations = desk.list("/observations").await;
            let place = observations.first()?["place"].clone();
            (place["described"] == "Gångtunneln under E4").then_some(place)
        };
        let place = wait::until("the words arrive", placed).await;
        assert!(place.get("fix").is_none_or(Value::is_null), "no fix is made up: {place}");
    })
    .await;
}

#[tokio::test]
async fn a_code_can_be_typed_and_a_wrong_one_says_so() {
    in_turn(LONG, async {
        let mut server = Server::start().await;
        let walk = server.create_walk("Porsön");
        let walker = Walker { browser: Browser::start(Kind::Chromium).await };
        let browser = &walker.browser;
        browser.open(&server.url("/")).await;
        walker.is_on("start").await;
        browser.write("start-code-input", "AAAA-2222").await;
        browser.tap("start-join").await;
        browser.says("Koden hittades inte").await;
        server.kill();
        browser.rewrite("start-code-input", &walk.code.to_lowercase()).await;
        browser.tap("start-join").await;
        browser.says("nät").await;
        server.start_again().await;
        browser.tap("start-join").await;
        walker.is_on("ready").await;
    })
    .await;
}

#[tokio::test]
async fn a_new_version_waits_until_the_walk_is_over_and_loses_nothing() {
    in_turn(LONG, async {
        let app = copy_of_dist();
        let server = Server::start_with_assets(app.path()).await;
        let walk = server.create_walk("Porsön");
        let walker = Walker::joins(Kind::Chromium, &walk, LAMP).await;
        walker.leaves().await;
        walker.points_at("unsafe", "lighting").await;
        walker.is_done().await;
        let said = walker.own_head().await;
        let browser = &walker.browser;
        let build = async || browser.attribute("meta[name=lykta-build]", "content").await.unwrap();
        let old = build().await;

        newer_lies_ready(browser, &app).await;
        browser.reload().await;
        walker.is_on("walk").await;
        assert_eq!(build().await, old, "a walk goes on in the version it began in");
        assert!(!browser.has("newer").await, "nobody is asked during a walk");
        walker.points_at("unsafe", "graffiti").await;
        walker.is_done().await;

        browser.tap("end-walk").await;
        walker.is_on("end").await;
        browser.tap("take-over").await;
        renewed(browser).await;
        walker.is_on("end").await;
        assert_eq!(walker.own_head().await.number, said.number + 1, "nothing is lost");
        assert!(!browser.has("newer").await);
    })
    .await;
}

#[tokio::test]
async fn a_new_version_that_another_tab_let_in_is_there_at_a_tap() {
    in_turn(LONG, async {
        let app = copy_of_dist();
        let server = Server::start_with_assets(app.path()).await;
        let walk = server.create_walk("Porsön");
        let walker = Walker::joins(Kind::Chromium, &walk, LAMP).await;
        let browser = &walker.browser;
        newer_lies_ready(browser, &app).await;
        browser.find("take-over").await;
        let as_another_tab = "navigator.serviceWorker.getRegistration().then(it =>
            it.waiting.postMessage({ type: 'take-over' })).then(it => true)";
        browser.eval_async(as_another_tab, vec![]).await;
        let took = async || (!waits(browser).await).then_some(());
        wait::until("it has taken over", took).await;
        browser.tap("take-over").await;
        renewed(browser).await;
        walker.is_on("ready").await;
    })
    .await;
}

const NEWER: &str = "0123456789ab";

/// The server has a newer version, and the phone has fetched it.
async fn newer_lies_ready(browser: &Browser, app: &TempDir) {
    renew(app, NEWER);
    let update = "navigator.serviceWorker.getRegistration().then(it => it.update()).then(it => true)";
    browser.eval_async(update, vec![]).await;
    let ready = async || waits(browser).await.then_some(());
    wait::until("the new version lies ready", ready).await;
}

/// Whether a version waits for its turn.
async fn waits(browser: &Browser) -> bool {
    let waiting = "navigator.serviceWorker.getRegistration().then(it => Boolean(it.waiting))";
    browser.eval_async(waiting, vec![]).await == true
}

/// Waits until the page is the newer version's.
async fn renewed(browser: &Browser) {
    let meta = "return document.querySelector('meta[name=lykta-build]')?.content ?? ''";
    let renewed = async || (browser.eval(meta, vec![]).await == NEWER).then_some(());
    if wait::patiently(wait::PATIENCE, renewed).await.is_none() {
        let workers = "navigator.serviceWorker.getRegistration().then(it =>
            `waiting ${it.waiting?.state}, active ${it.active?.state}`)";
        let workers = browser.eval_async(workers, vec![]).await;
        browser.missed::<()>(&format!("the new version has not taken over: {workers}")).await;
    }
}
