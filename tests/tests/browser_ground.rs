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
async fn three_clicks_give_a_loop_along_the_streets_and_each_step_can_be_taken_back() {
    in_turn(LONG, async {
        let (server, _, line) = Server::start_mapped().await;
        let browser = officer(Kind::Chromium, &server).await;
        draws_near(&browser, &server, &line).await;
        let mut before = vec![points(&browser).await];
        for (at, (right, down)) in [(-0.1, 0.2), (0.1, 0.2), (0.1, -0.2)].into_iter().enumerate() {
            browser.clicks_beside("walk-chart", right, down).await;
            let goes_on = async || {
                let now = points(&browser).await;
                (now.len() > before[at].len()).then_some(now)
            };
            before.push(wait::until("the line goes on", goes_on).await);
        }
        browser.screenshot("loop-along-streets").await;
        assert!(before[3].len() > 5, "it follows the streets and is no straight line: {before:?}");
        // What the page did for it: a question for each click, and nothing that grows with the map.
        let asked =
            "return performance.getEntriesByType('resource').filter(it => it.name.endsWith('/loop')).length";
        assert_eq!(browser.eval(asked, vec![]).await, 3, "one question for each click");
        for at in (0..3).rev() {
            browser.tap("walk-loop-undo").await;
            let back = async || (points(&browser).await == before[at]).then_some(());
            wait::until("the step is taken back", back).await;
        }
    })
    .await;
}

#[tokio::test]
async fn without_a_server_the_clicks_are_kept_and_a_line_is_straight_only_when_that_is_asked_for() {
    in_turn(LONG, async {
        let (mut server, _, line) = Server::start_mapped().await;
        let browser = officer(Kind::Chromium, &server).await;
        draws_near(&browser, &server, &line).await;
        browser.clicks_beside("walk-chart", -0.1, 0.2).await;
        wait::until("the beginning is set", async || (points(&browser).await.len() == 1).then_some(())).await;
        server.kill();
        browser.clicks_beside("walk-chart", 0.1, 0.2).await;
        browser.says("Hörnen är kvar").await;
        assert_eq!(points(&browser).await.len(), 1, "no line was made up");
        server.start_again().await;
        browser.tap("walk-loop-seek").await;
        let found = async || (points(&browser).await.len() > 2).then_some(());
        wait::until("the way is found when the server is back", found).await;
        let along = points(&browser).await.len();
        browser.tap("walk-loop-straight").await;
        browser.clicks_beside("walk-chart", 0.1, -0.2).await;
        let straight = async || (points(&browser).await.len() == along + 1).then_some(());
        wait::until("one more point and no bend", straight).await;
    })
    .await;
}

#[tokio::test]
async fn a_walk_that_is_half_planned_outlives_the_page_until_it_is_thrown_away() {
    in_turn(LONG, async {
        let (server, _, line) = Server::start_mapped().await;
        let browser = officer(Kind::Chromium, &server).await;
        draws_near(&browser, &server, &line).await;
        browser.write("walk-title", "Halvvägs").await;
        for (right, down) in [(-0.1, 0.2), (0.1, 0.2)] {
            let before = points(&browser).await;
            browser.clicks_beside("walk-chart", right, down).await;
            let goes_on = async || (points(&browser).await.len() > before.len()).then_some(());
            wait::until("the line goes on", goes_on).await;
        }
        let drawn = points(&browser).await;
        let asks = "const leaving = new Event('beforeunload', { cancelable: true });
            dispatchEvent(leaving); return leaving.defaultPrevented";
        assert_eq!(browser.eval(asks, vec![]).await, true, "closing asks");
        browser.open(&server.url("/desk/")).await;
        browser.open(&server.url("/desk/walks/new")).await;
        browser.says("Halvvägs").await;
        browser.tap("walk-kept-go-on").await;
        wait::until("it is as it was", async || (points(&browser).await == drawn).then_some(())).await;
        browser.open(&server.url("/desk/")).await;
        browser.open(&server.url("/desk/walks/new")).await;
        browser.tap("walk-kept-discard").await;
        assert_eq!(points(&browser).await.len(), 0);
        assert_eq!(browser.eval(asks, vec![]).await, false, "nothing would be lost");
    })
    .await;
}

/// Opens the page of a new walk and has its map show the streets around a walk's loop.
async fn draws_near(browser: &Browser, server: &Server, line: &[(f64, f64)]) {
    browser.open(&server.url("/desk/walks/new")).await;
    let written = line.iter().map(|(lat, lon)| format!("{lat:.6}, {lon:.6}")).collect::<Vec<_>>().join("\n");
    browser.tap("walk-points-open").await;
    browser.write("walk-points", &written).await;
    browser.press(Key::Tab).await;
    browser.tap("walk-loop-clear").await;
    wait::until("the loop is gone", async || points(browser).await.is_empty().then_some(())).await;
    browser.draws_the_ground("walk-chart").await;
    // From here on, undo leads back to the cleared loop and not farther.
    assert!(points(browser).await.is_empty());
}

/// The points of the loop, as they stand in the form.
async fn points(browser: &Browser) -> Vec<String> {
    let text = browser.eval("return document.getElementById('walk-points').value", vec![]).await;
    let text: String = serde_json::from_value::<Value>(text).unwrap().as_str().unwrap().to_owned();
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(ToOwned::to_owned).collect()
}
