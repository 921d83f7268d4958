//! The map under one's fingers, in a real browser against the real server: pins that are dragged, a loop that is drawn along
//! streets, and a map that is kept where there is no private file system.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::time::Duration;

use fantoccini::key::Key;
use serde_json::Value;
use shared::wire::Role;
use tests::browser::{Browser, Kind, in_turn};
use tests::journey::Walker;
use tests::officer::officer;
use tests::says::off_m;
use tests::server::Server;
use tests::wait;

const LONG: Duration = Duration::from_mins(3);

#[tokio::test]
async fn a_pin_is_dragged_by_a_finger_and_both_places_are_kept() {
    in_turn(LONG, async {
        let (server, walk, line) = Server::start_mapped().await;
        let here = line[0];
        let walker = Walker::joins(Kind::Chromium, &walk, here).await;
        let browser = &walker.browser;
        browser.shows("check-map", "data-state", "ready").await;
        walker.leaves().await;
        walker.points_at("unsafe", "lighting").await;
        walker.is_done().await;
        browser.draws_the_ground("chart").await;
        browser.find(".map-pin").await;
        browser.drags(".map-pin", 60.0, -40.0).await;
        let desk = server.desk(Role::Officer);
        let moved = async || {
            let said = desk.list("/observations").await.into_iter().next()?;
            (!said["place"]["pin"].is_null()).then_some(said)
        };
        let said = wait::until("the pin has arrived", moved).await;
        let off_m = off_m(&said, here);
        assert!((5.0..300.0).contains(&off_m), "it lies {off_m} m from where it was tapped: {said}");
        let fix = &said["place"]["fix"];
        assert!((fix["lat"].as_f64().unwrap() - here.0).abs() < 1e-4, "what was measured stays: {said}");
        walker.is_on("walk").await;
        browser.screenshot("dragged").await;
    })
    .await;
}

/// How a browser is that has no private file system which pages can write.
const NO_FILES: &str =
    "navigator.storage.getDirectory = () => Promise.reject(new DOMException('none', 'SecurityError'))";

#[tokio::test]
async fn without_a_private_file_system_the_map_is_kept_in_the_cache_and_drawn_off_line() {
    in_turn(LONG, async {
        let (mut server, walk, line) = Server::start_mapped().await;
        let browser = Browser::start(Kind::Chromium).await;
        browser.before_each_page(NO_FILES).await;
        let walker = Walker::joins_in(browser, &walk, line[0]).await;
        let browser = &walker.browser;
        browser.shows("check-map", "data-state", "ready").await;
        let pieces = "caches.open('lykta-maps').then(it => it.keys()).then(it => it.length)";
        let pieces = browser.eval_async(pieces, vec![]).await;
        assert!(pieces.as_u64() > Some(1), "it lies in the cache: {pieces}");
        walker.leaves().await;
        server.kill();
        browser.reload().await;
        walker.is_on("walk").await;
        browser.draws_the_ground("chart").await;
    })
    .await;
}

#[tokio::test]
async fn a_loop_is_drawn_along_the_streets_and_a_step_can_be_taken_back() {
    in_turn(LONG, async {
        let (server, _, line) = Server::start_mapped().await;
        let (lat, lon) = line[0];
        let browser = officer(Kind::Chromium, &server).await;
        browser.open(&server.url("/desk/walks/new")).await;
        let written = format!("{lat:.6}, {lon:.6}\n{:.6}, {:.6}", lat + 0.000_9, lon + 0.000_9);
        browser.tap("walk-points-open").await;
        browser.write("walk-points", &written).await;
        browser.press(Key::Tab).await;
        browser.draws_the_ground("walk-chart").await;
        let before = points(&browser).await;
        assert_eq!(before.len(), 2);
        browser.clicks_beside("walk-chart", -0.25, 0.25).await;
        let longer = async || {
            let now = points(&browser).await;
            (now.len() > 2).then_some(now)
        };
        let after = wait::until("the line goes on", longer).await;
        browser.screenshot("loop-along-streets").await;
        assert!(after.len() > 3, "it follows the streets and is no straight line: {after:?}");
        browser.tap("walk-loop-undo").await;
        let back = async || (points(&browser).await == before).then_some(());
        wait::until("the step is taken back", back).await;
    })
    .await;
}

/// The points of the loop, as they stand in the form.
async fn points(browser: &Browser) -> Vec<String> {
    let text = browser.eval("return document.getElementById('walk-points').value", vec![]).await;
    let text: String = serde_json::from_value::<Value>(text).unwrap().as_str().unwrap().to_owned();
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(ToOwned::to_owned).collect()
}
