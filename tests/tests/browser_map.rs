//! The map on a walker's phone, in real browsers against the real server: taken along, cut off, missed, and answered.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::time::Duration;

use serde_json::Value;
use shared::geo::Position;
use shared::wire::Role;
use tests::browser::{Browser, Kind, in_turn};
use tests::desk::Desk;
use tests::gate::{Break, Gate};
use tests::journey::Walker;
use tests::says::{self, beside};
use tests::server::{Server, Walk};
use tests::wait;

const LONG: Duration = Duration::from_mins(3);

/// So much of a map crosses the line at a time.
const PIECE_BYTES: u64 = 128 * 1024;

const MAP: &str = "/api/v1/surroundings/map";
const SECOND_HALF: &str = "/a/walker.later.";

/// Walkers walk so far in ten seconds, in metres.
const STEP_M: f64 = 13.0;
const STEP_MS: u32 = 10_000;

/// A server with a base map, and a walk with a loop on it.
async fn mapped() -> (Server, Walk, Vec<(f64, f64)>) {
    let server = Server::start().await;
    server.take_basemap();
    let walk = server.create_walk_with_loop("Slingan");
    let planned = server.desk(Role::Officer).walk(walk.id).await;
    let line = planned.walk.loop_line.iter().map(|[lon, lat]| (*lat, *lon)).collect();
    (server, walk, line)
}

#[tokio::test]
async fn the_map_is_drawn_off_line_from_the_phones_own_disk() {
    in_turn(LONG, async {
        let (mut server, walk, line) = mapped().await;
        let walker = Walker::joins(Kind::Chromium, &walk, line[0]).await;
        walker.browser.shows("check-map", "data-state", "ready").await;
        walker.browser.says("Kartan ligger på telefonen").await;
        walker.leaves().await;
        server.kill();
        let profile = walker.browser.kill().await;

        let walker = Walker { browser: Browser::start_with(profile).await };
        let browser = &walker.browser;
        browser.own_clock().await;
        browser.stand_at(line[0], 6.0).await;
        browser.open(&server.url("/")).await;
        walker.goes_on(&walk).await;
        draws_the_ground(browser).await;
        walker.points_at("unsafe", "lighting").await;
        walker.is_done().await;
        let there = walks_along(&walker, &line).await;
        walker.points_at("safe", "life").await;
        walker.is_done().await;
        walker.counts(2, 0).await;
        draws_the_ground(browser).await;
        browser.screenshot("map-offline").await;
        let said = walker.own_head().await;

        server.start_again().await;
        browser.tap("send-now").await;
        walker.counts(2, 2).await;
        assert_eq!(walker.receipts(&server).await, (said, said), "nothing is lost");
        let observations = server.desk(Role::Officer).list("/observations").await;
        assert_eq!(observations.len(), 2);
        for (category, place) in [("lighting", line[0]), ("life", there)] {
            let found = observations.iter().find(|it| it["category"] == category).unwrap();
            let off_m = off_m(found, place);
            assert!(off_m < 20.0, "{category} lies {off_m} m off: {found}");
        }
    })
    .await;
}

/// How far an observation lies from a place, in metres.
fn off_m(observation: &Value, (lat, lon): (f64, f64)) -> f64 {
    let told = |name: &str| observation["position"][name].as_f64().unwrap();
    let there = Position::new(told("lat"), told("lon")).unwrap();
    there.distance_m(Position::new(lat, lon).unwrap())
}

/// Waits until something of the ground is drawn.
async fn draws_the_ground(browser: &Browser) {
    let mut last = None;
    let drawn = async || {
        last = browser.attribute("chart", "data-features").await;
        last.as_ref()?.parse::<u32>().is_ok_and(|count| count > 0).then_some(())
    };
    if wait::patiently(wait::PATIENCE, drawn).await.is_none() {
        browser.missed::<()>(&format!("of the ground, {last:?} is drawn")).await;
    }
}

/// Walks some way along the loop at a walker's pace; answers where it ends.
async fn walks_along(walker: &Walker, line: &[(f64, f64)]) -> (f64, f64) {
    let places = along(line, 6);
    for place in &places {
        walker.browser.walks_on_to(*place, 6.0, STEP_MS).await;
    }
    *places.last().unwrap()
}

/// So many places on the loop, a step from each other.
fn along(line: &[(f64, f64)], count: usize) -> Vec<(f64, f64)> {
    let mut places = vec![];
    let mut left_m = STEP_M;
    for pair in line.windows(2) {
        let ((lat, lon), (to_lat, to_lon)) = (pair[0], pair[1]);
        let (north_m, east_m) =
            ((to_lat - lat) * 111_195.0, (to_lon - lon) * 111_195.0 * lat.to_radians().cos());
        let leg_m = north_m.hypot(east_m);
        while left_m <= leg_m && places.len() < count {
            places.push(beside(pair[0], north_m * left_m / leg_m, east_m * left_m / leg_m));
            left_m += STEP_M;
        }
        left_m -= leg_m;
    }
    places
}

#[tokio::test]
async fn a_map_that_was_cut_off_is_gone_on_with_where_it_broke() {
    in_turn(LONG, async {
        let (server, walk, line) = mapped().await;
        let gate = Gate::before(&server).await;
        gate.breaks(MAP, 1, Break::Half);
        let walker = Walker::joins(Kind::Chromium, &gate.before_walk(&walk), line[0]).await;
        let browser = &walker.browser;
        browser.find("map-again").await;
        browser.shows("check-map", "data-state", "waiting").await;
        let before = gate.asked(MAP).len();
        let first = gate.asked(MAP)[0].range;
        assert_eq!(first, Some((0, PIECE_BYTES - 1)), "the first piece came");
        let map = promised(browser).await;
        assert_eq!(held(browser, &map.0).await.0, PIECE_BYTES, "half a piece is none");

        gate.mends();
        browser.tap("map-again").await;
        browser.shows("check-map", "data-state", "ready").await;
        let then: Vec<(u64, u64)> = gate.asked(MAP)[before..].iter().filter_map(|it| it.range).collect();
        assert!(map.1 > 2 * PIECE_BYTES, "the map has more than two pieces");
        let rest = (PIECE_BYTES..map.1).step_by(usize::try_from(PIECE_BYTES).unwrap());
        let rest: Vec<_> = rest.map(|from| (from, (from + PIECE_BYTES).min(map.1) - 1)).collect();
        assert_eq!(then, rest, "the rest, each piece once");
        assert_eq!(held(browser, &map.0).await, (map.1, map.0), "byte for byte what the server named");
    })
    .await;
}

/// The digest and the size of the map that the phone was told of.
async fn promised(browser: &Browser) -> (String, u64) {
    let walks = browser.rows("walks").await;
    let around: Value = serde_json::from_str(walks[0]["around"].as_str().unwrap()).unwrap();
    (around["map"]["sha256"].as_str().unwrap().to_owned(), around["map"]["bytes"].as_u64().unwrap())
}

/// How many bytes of the map lie on the phone, and their digest.
async fn held(browser: &Browser, name: &str) -> (u64, String) {
    let read = "lyktaMap().then(map => map.archive(arguments[0])).then(it => it.arrayBuffer()).then(bytes =>
        crypto.subtle.digest('SHA-256', bytes).then(digest => [
            bytes.byteLength,
            [...new Uint8Array(digest)].map(byte => byte.toString(16).padStart(2, '0')).join('')
        ]))";
    let found = browser.eval_async(read, vec![name.into()]).await;
    (found[0].as_u64().unwrap(), found[1].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn another_walkers_finding_is_agreed_with_and_that_can_be_taken_back() {
    in_turn(LONG, async {
        let (server, walk, line) = mapped().await;
        another_says_it_is_dark(&server, &walk, line[0]).await;
        let walker = Walker::joins(Kind::Chromium, &walk, beside(line[0], 20.0, 0.0)).await;
        let browser = &walker.browser;
        browser.shows("check-map", "data-state", "ready").await;
        walker.leaves().await;
        browser.tap("show-list").await;
        browser.tap("others-item").await;
        browser.find("seen").await;
        browser.says("Jag håller med").await;
        browser.tap("seen-remains").await;
        browser.find("seen-said").await;
        let desk = server.desk(Role::Officer);
        stands(&desk, 2, &["remains"]).await;

        browser.tap("seen-undo").await;
        browser.find("seen-remains").await;
        stands(&desk, 1, &[]).await;
        walker.is_on("walk").await;
    })
    .await;
}

/// Another phone on the same walk points at a lamp.
async fn another_says_it_is_dark(server: &Server, walk: &Walk, at: (f64, f64)) {
    let other = server.join(walk).await;
    other.say(&says::dark_at(at)).await;
    other.send_at_last().await;
}

/// Waits until the one finding has so many voices and these second looks.
async fn stands(desk: &Desk, voices: u64, looks: &[&str]) {
    let so = async || {
        let findings = desk.list("/findings").await;
        let finding = findings.first()?;
        let revisits = finding["revisits"].as_array()?;
        let told: Vec<_> = revisits.iter().filter_map(|it| it["condition"].as_str()).collect();
        (findings.len() == 1 && finding["voices"] == voices && told == looks).then_some(())
    };
    wait::until(&format!("the finding has {voices} voices and {looks:?}"), so).await;
}

#[tokio::test]
async fn without_a_base_map_the_list_is_there_and_nothing_is_missed() {
    in_turn(LONG, async {
        let server = Server::start().await;
        let walk = server.create_walk_with_loop("Slingan");
        let line = server.desk(Role::Officer).walk(walk.id).await.walk.loop_line;
        let here = (line[0][1], line[0][0]);
        another_says_it_is_dark(&server, &walk, here).await;
        let walker = Walker::joins(Kind::Chromium, &walk, beside(here, 20.0, 0.0)).await;
        walker.browser.shows("check-map", "data-state", "ready").await;
        walker.browser.says("Ingen karta behövs").await;
        records_from_the_list(&walker).await;
    })
    .await;
}

#[tokio::test]
async fn a_browser_that_cannot_draw_says_so_and_has_the_list_in_chromium() {
    in_turn(LONG, without_graphics(Kind::Chromium)).await;
}

#[tokio::test]
async fn a_browser_that_cannot_draw_says_so_and_has_the_list_in_firefox() {
    in_turn(LONG, without_graphics(Kind::Firefox)).await;
}

async fn without_graphics(kind: Kind) {
    let (server, walk, line) = mapped().await;
    another_says_it_is_dark(&server, &walk, line[0]).await;
    let browser = Browser::start_without_graphics(kind).await;
    let walker = Walker::joins_in(browser, &walk, beside(line[0], 20.0, 0.0)).await;
    walker.browser.says("Webbläsaren kan inte rita kartor").await;
    walker.browser.shows("check-map", "data-state", "waiting").await;
    records_from_the_list(&walker).await;
}

async fn records_from_the_list(walker: &Walker) {
    walker.leaves().await;
    let browser = &walker.browser;
    browser.find("others-item").await;
    assert!(!browser.has("chart").await && !browser.has("show-list").await, "there is no map to switch to");
    walker.points_at("unsafe", "graffiti").await;
    walker.is_done().await;
    browser.find("near-item").await;
    browser.find("others-item").await;
    walker.counts(1, 1).await;
}

#[tokio::test]
async fn recording_does_not_wait_for_the_second_half_of_the_app() {
    in_turn(LONG, async {
        let (server, walk, line) = mapped().await;
        let gate = Gate::before(&server).await;
        gate.breaks(SECOND_HALF, 0, Break::Silent);
        let walker = Walker { browser: Browser::start(Kind::Chromium).await };
        let browser = &walker.browser;
        browser.stand_at(line[0], 6.0).await;
        browser.open(&gate.before_walk(&walk).link).await;
        walker.is_on("ready").await;
        browser.find("later-again").await;
        browser.says("Skärmen kunde inte hämtas").await;
        walker.leaves().await;
        for said in 1..=2 {
            browser.tap("unsafe-here").await;
            browser.tap("category-lighting").await;
            walker.is_on(&format!("tell-{said}")).await;
            browser.find("later-again").await;
            let saved = async || (browser.rows("records").await.len() == said).then_some(());
            wait::until("it lies on the phone", saved).await;
            browser.back().await;
            walker.is_on("walk").await;
            walker.counts(said, said).await;
        }

        browser.tap("open-mine").await;
        walker.is_on("mine").await;
        browser.find("later-again").await;
        gate.mends();
        browser.tap("later-again").await;
        let drawn = async || (browser.count("mine-item").await == 2).then_some(());
        wait::until("the screen is drawn", drawn).await;
        assert!(!browser.has("later-again").await);
        browser.back().await;
        walker.is_on("walk").await;
        draws_the_ground(browser).await;
    })
    .await;
}
