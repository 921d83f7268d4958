//! A phone that is not as it should be, in real browsers: two tabs, a newer app's database, a full phone, a cleared one,
//! and a server that wants to be left alone.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::time::Duration;

use serde_json::json;
use shared::id::{RecordId, SeriesId};
use shared::merge::State;
use shared::record::Record;
use shared::wire::Role;
use tempfile::TempDir;
use tests::browser::{Browser, Kind, in_turn};
use tests::gate::{Break, Gate};
use tests::journey::{Walker, file};
use tests::photo::clean_jpeg_of_shade;
use tests::says::LAMP;
use tests::server::Server;
use tests::wait;

const LONG: Duration = Duration::from_mins(3);

/// A page of ours without the app.
const NO_APP: &str = "/favicon.svg";

#[tokio::test]
async fn two_tabs_write_as_one_in_chromium() {
    in_turn(LONG, two_tabs(Kind::Chromium)).await;
}

#[tokio::test]
async fn two_tabs_write_as_one_in_firefox() {
    in_turn(LONG, two_tabs(Kind::Firefox)).await;
}

/// Both change the same thing again and again at the same moments. Nobody disagrees with themselves, for each knows all
/// that the other has written.
async fn two_tabs(kind: Kind) {
    let mut server = Server::start().await;
    let walk = server.create_walk("Porsön");
    let walker = Walker::joins(kind, &walk, LAMP).await;
    walker.leaves().await;
    server.kill();
    walker.points_at("unsafe", "lighting").await;
    let browser = &walker.browser;
    let first = browser.this_tab().await;
    taps(browser, ["sheet-when-dark", "sheet-when-evening"], "other.onmessage = tapAll").await;
    browser.another_tab().await;
    browser.open(&server.url("/")).await;
    walker.is_on("walk").await;
    browser.tap("near-item").await;
    browser.find("sheet-when-night").await;
    taps(browser, ["sheet-when-night", "sheet-when-winter"], "other.postMessage('go'); tapAll()").await;
    let all = async || (browser.rows("records").await.len() > 2 * TAPS).then_some(());
    wait::until("both tabs have written all", all).await;

    let rows = browser.rows("records").await;
    let mut said = State::default();
    for row in &rows {
        let series: SeriesId = row["series"].as_str().unwrap().parse().unwrap();
        let id = RecordId { series, number: row["number"].as_u64().unwrap() };
        said.apply(&Record { id, text: row["text"].as_str().unwrap().to_owned() });
    }
    let (_, lamp) = said.observations().next().unwrap();
    assert!(!lamp.when.is_disputed(), "each tab knew what the other had written: {rows:?}");

    server.start_again().await;
    browser.go_to_tab(&first).await;
    walker.is_done().await;
    walker.counts(1, 1).await;
    let own = walker.own_head().await;
    assert_eq!(walker.receipts(&server).await, (own, own));
}

const TAPS: usize = 12;

/// Taps two choices in turn, when the other tab says so or at once, telling the other.
async fn taps(browser: &Browser, hooks: [&str; 2], begin: &str) {
    let script = "const chips = arguments[0].map(it => document.querySelector(`[data-test=${it}]`));
        const times = arguments[1];
        const turn = () => new Promise(done => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = done;
            port2.postMessage(0);
        });
        const tapAll = async () => {
            for (let at = 0; at < times; at++) {
                chips[at % 2].click();
                await turn();
            }
        };
        const other = new BroadcastChannel('tests');
        window.keptForTests = other;";
    browser.eval(&format!("{script} {begin};"), vec![json!(hooks), TAPS.into()]).await;
}

#[tokio::test]
async fn a_newer_app_that_takes_the_database_over_stops_nobody_in_chromium() {
    in_turn(LONG, newer_database(Kind::Chromium)).await;
}

#[tokio::test]
async fn a_newer_app_that_takes_the_database_over_stops_nobody_in_firefox() {
    in_turn(LONG, newer_database(Kind::Firefox)).await;
}

/// The open database is closed under the app, and opened again in a version that the app does not know.
async fn newer_database(kind: Kind) {
    let server = Server::start().await;
    let walk = server.create_walk("Porsön");
    let walker = Walker::joins(kind, &walk, LAMP).await;
    walker.leaves().await;
    walker.points_at("unsafe", "lighting").await;
    walker.is_done().await;
    walker.browser.upgrade_shelf(99).await;
    walker.points_at("unsafe", "graffiti").await;
    walker.is_done().await;
    walker.browser.reload().await;
    walker.is_on("walk").await;
    walker.points_at("safe", "life").await;
    walker.is_done().await;
    walker.counts(3, 3).await;
    let own = walker.own_head().await;
    assert_eq!(walker.receipts(&server).await, (own, own));
}

#[tokio::test]
async fn what_the_phone_cleared_away_is_told_until_it_was_read_in_chromium() {
    in_turn(LONG, cleared(Kind::Chromium)).await;
}

#[tokio::test]
async fn what_the_phone_cleared_away_is_told_until_it_was_read_in_firefox() {
    in_turn(LONG, cleared(Kind::Firefox)).await;
}

async fn cleared(kind: Kind) {
    let mut server = Server::start().await;
    let walk = server.create_walk("Porsön");
    let walker = Walker::joins(kind, &walk, LAMP).await;
    let browser = &walker.browser;
    walker.leaves().await;
    for category in ["lighting", "graffiti"] {
        walker.points_at("unsafe", category).await;
        walker.is_done().await;
    }
    walker.counts(2, 2).await;
    server.kill();
    walker.points_at("unsafe", "underpass").await;
    walker.is_done().await;
    walker.counts(3, 2).await;
    browser.open(&server.url(NO_APP)).await;
    browser.clear_shelf().await;
    for _ in 0..2 {
        browser.open(&server.url("/")).await;
        walker.is_on("start").await;
        browser.shows("lost", "data-arrived", "2").await;
        assert_eq!(browser.attribute("lost", "data-gone").await.unwrap(), "1");
        browser.says("2 platser hade redan kommit fram").await;
        browser.says("En plats hade inte skickats").await;
        browser.screenshot("lost").await;
        browser.open("about:blank").await;
    }
    server.start_again().await;
    browser.open(&walk.link).await;
    walker.is_on("ready").await;
    browser.shows("lost", "data-gone", "1").await;
    browser.tap("lost-read").await;
    browser.lacks("lost").await;
    walker.leaves().await;
    walker.points_at("unsafe", "underpass").await;
    walker.is_done().await;
    walker.counts(1, 1).await;
    browser.tap("end-walk").await;
    walker.is_on("end").await;
    browser.reload().await;
    walker.is_on("end").await;
    browser.find("end-mine").await;
    assert!(!browser.has("lost").await, "it was read, and what is here now is here");
    assert_eq!(server.desk(Role::Officer).list("/observations").await.len(), 3);
}

#[tokio::test]
async fn what_is_cleared_away_under_the_open_app_is_told_at_the_next_tap() {
    in_turn(LONG, async {
        let server = Server::start().await;
        let walk = server.create_walk("Porsön");
        let walker = Walker::joins(Kind::Chromium, &walk, LAMP).await;
        walker.leaves().await;
        walker.points_at("unsafe", "lighting").await;
        walker.is_done().await;
        walker.counts(1, 1).await;
        walker.browser.clear_site().await;
        walker.browser.tap("unsafe-here").await;
        walker.browser.tap("category-graffiti").await;
        walker.is_on("start").await;
        walker.browser.shows("lost", "data-arrived", "1").await;
        assert!(
            walker.browser.rows("records").await.is_empty(),
            "nothing is written for a walk that is gone"
        );
        walker.browser.tap("start-join").await;
        walker.is_on("ready").await;
        walker.leaves().await;
        walker.points_at("unsafe", "graffiti").await;
        walker.is_done().await;
        walker.counts(1, 1).await;
        assert_eq!(server.desk(Role::Officer).list("/observations").await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn on_a_full_phone_one_goes_on_and_nothing_that_was_done_is_lost() {
    in_turn(LONG, async {
        let server = Server::start().await;
        let walk = server.create_walk("Porsön");
        let walker = Walker::joins(Kind::Chromium, &walk, LAMP).await;
        walker.leaves().await;
        let profile = walker.browser.kill().await;
        let walker = Walker { browser: Browser::start_with(profile).await };
        let (browser, origin) = (&walker.browser, server.url(""));
        browser.leave_room(&origin, ROOM_FOR_WORDS).await;
        browser.open(&server.url("/")).await;
        walker.goes_on(&walk).await;
        walker.points_at("unsafe", "lighting").await;
        let photos = TempDir::new().unwrap();
        let large = file(&photos, "large.jpg", &clean_jpeg_of_shade(1_600, 1_200, 9));
        browser.choose_file("sheet-photo-input", &large).await;
        browser.find("notice").await;
        browser.says("fotot är inte sparat än").await;
        browser.screenshot("full-photo").await;
        walker.is_done().await;
        walker.points_at("unsafe", "graffiti").await;
        walker.is_done().await;
        walker.counts(2, 2).await;

        browser.fill_up().await;
        browser.tap("unsafe-here").await;
        browser.tap("category-underpass").await;
        browser.says("Det nya är inte sparat än").await;
        browser.screenshot("full").await;
        browser.tap("back").await;
        walker.is_on("walk").await;
        browser.tap("safe-here").await;
        browser.tap("category-life").await;
        assert_eq!(browser.rows("records").await.len(), 2);
        browser.leave_all_room(&origin).await;
        browser.tap("notice-retry").await;
        browser.find("sheet-saved").await;
        browser.lacks("notice").await;
        walker.is_done().await;
        walker.counts(4, 4).await;
        let desk = server.desk(Role::Officer);
        let photo = async || (desk.walk(walk.id).await.photos == 1).then_some(());
        wait::until("the photo has arrived too", photo).await;
        let own = walker.own_head().await;
        assert_eq!(walker.receipts(&server).await, (own, own));
    })
    .await;
}

/// So many bytes are enough for some records, and not for a photo.
const ROOM_FOR_WORDS: u32 = 200_000;

#[tokio::test]
async fn a_phone_that_is_asked_to_wait_waits() {
    in_turn(LONG, async {
        let server = Server::start().await;
        let line = Gate::before(&server).await;
        let walk = line.before_walk(&server.create_walk("Porsön"));
        let walker = Walker::joins(Kind::Chromium, &walk, LAMP).await;
        let browser = &walker.browser;
        walker.leaves().await;
        walker.points_at("unsafe", "lighting").await;
        walker.is_done().await;
        walker.counts(1, 1).await;
        let asked = || line.asked("/api/v1/records").len();
        let before = asked();
        line.breaks("/api/v1/records", 0, Break::Busy(600));
        walker.points_at("unsafe", "graffiti").await;
        walker.is_done().await;
        browser.shows("sync-state", "data-state", "waiting").await;
        line.mends();
        for _ in 0..3 {
            browser.tap("send-now").await;
            walker.points_at("unsafe", "underpass").await;
            walker.is_done().await;
        }
        assert_eq!(asked(), before + 1, "nobody came before the time");
        browser.eval("later += 800_000", vec![]).await;
        browser.tap("send-now").await;
        walker.counts(5, 5).await;
    })
    .await;
}

/// A browser that offers to put the app on the home screen, by itself or made to, and a person who agrees.
const OFFERS: &str = "
    const prompt = () => Promise.resolve({ outcome: 'accepted' });
    BeforeInstallPromptEvent.prototype.prompt = prompt;
    addEventListener('load', () => {
        dispatchEvent(Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt }));
    })";

#[tokio::test]
async fn where_the_browser_offers_it_one_tap_puts_the_app_on_the_home_screen() {
    in_turn(LONG, async {
        let server = Server::start().await;
        let walk = server.create_walk("Porsön");
        let browser = Browser::start(Kind::Chromium).await;
        browser.before_each_page(OFFERS).await;
        let walker = Walker::joins_in(browser, &walk, LAMP).await;
        let browser = &walker.browser;
        browser.says("Ett tryck räcker").await;
        browser.tap("install").await;
        browser.shows("check-installed", "data-state", "ready").await;
        browser.lacks("install").await;
    })
    .await;
}
