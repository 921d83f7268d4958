//! The map on a slow phone, and what an hour of walking costs it.

use serde_json::Value;
use shared::wire::Role;
use tests::browser::{Browser, Kind};
use tests::journey::Walker;
use tests::server::{Server, Walk};
use tests::stroll::{self, STEP_MS};
use tests::wait;

use crate::{Figure, median_and_p95};

const STARTS: usize = 5;
const SETTLED: std::time::Duration = std::time::Duration::from_secs(3);
/// The loop is walked again and again for so many steps of ten seconds: an hour.
const STEPS: usize = 360;

/// Notes when the ground was drawn whole for the first time.
const WATCH_MAP: &str = "new MutationObserver((_, watch) => {
    if (!(Number(document.querySelector('[data-test=chart]')?.dataset.features) > 0)) return;
    watch.disconnect();
    window.drawnAtMs = performance.now();
}).observe(document, { childList: true, subtree: true, attributes: true });";

pub(crate) async fn measure() -> Vec<Figure> {
    let mut server = Server::start().await;
    server.take_basemap();
    let walk = server.create_walk_with_loop("Slingan");
    let planned = server.desk(Role::Officer).walk(walk.id).await;
    let line: Vec<_> = planned.walk.loop_line.iter().map(|[lon, lat]| (*lat, *lon)).collect();
    let walker = joined(&walk, line[0]).await;
    server.kill();
    let pack = pack(&walker).await;
    let hour = an_hour(&walker, &line).await;
    let first = first_frames(walker.browser.kill().await, &server, line[0]).await;
    pack.into_iter().chain(first).chain(hour).collect()
}

/// What the phone took along.
async fn pack(walker: &Walker) -> Vec<Figure> {
    let kept = walker.browser.rows("walks").await;
    let (joined, around) = (kept[0]["pack"].as_str().unwrap(), kept[0]["around"].as_str().unwrap());
    let map = &serde_json::from_str::<Value>(around).unwrap()["map"];
    let found = format!("{} + {} bytes", map["bytes"], joined.len() + around.len());
    vec![Figure::new(
        "pack of a walk: map + everything else",
        found,
        "the demonstration's loop; the rest as JSON",
    )]
}

async fn joined(walk: &Walk, at: (f64, f64)) -> Walker {
    let walker = Walker::joins(Kind::Chromium, walk, at).await;
    walker.browser.shows("check-map", "data-state", "ready").await;
    walker.browser.tap("track-consent").await;
    walker.leaves().await;
    walker
}

#[expect(clippy::cast_precision_loss, reason = "some hundred fixes")]
async fn an_hour(walker: &Walker, line: &[(f64, f64)]) -> Vec<Figure> {
    let browser = &walker.browser;
    let way: Vec<_> = stroll::steps(line).into_iter().cycle().take(STEPS).collect();
    let before = busy_s(browser).await;
    stroll::walks(browser, &way).await;
    let busy = busy_s(browser).await - before;
    let rows = browser.rows("records").await;
    let bytes: usize = rows.iter().filter_map(|row| row["text"].as_str()).map(str::len).sum();
    let minutes = STEPS * STEP_MS as usize / 60_000;
    let way =
        format!("{STEPS} fixes, one for ten seconds, along the demonstration's loop, map shown, server dead");
    vec![
        Figure::new(
            &format!("{minutes} minutes of walking: records on the phone"),
            format!("{} records, {bytes} bytes", rows.len()),
            &way,
        ),
        Figure::new(
            &format!("{minutes} minutes of walking: main thread"),
            format!("{busy:.1} s busy, {:.0} ms for each fix", busy * 1_000.0 / STEPS as f64),
            "`TaskDuration` of Chromium's own metrics, the drawing of the map by SwiftShader apart",
        ),
    ]
}

/// How long the page's main thread has worked.
async fn busy_s(browser: &Browser) -> f64 {
    let metrics = browser.metrics().await;
    let named = |it: &&Value| it["name"] == "TaskDuration";
    metrics.iter().find(named).and_then(|it| it["value"].as_f64()).expect("TaskDuration")
}

async fn first_frames(mut profile: tests::browser::Profile, server: &Server, at: (f64, f64)) -> Vec<Figure> {
    let mut drawn = Vec::new();
    for _ in 0..STARTS {
        let browser = Browser::start_with(profile).await;
        tokio::time::sleep(SETTLED).await;
        browser.stand_at(at, 6.0).await;
        browser.before_each_page(WATCH_MAP).await;
        browser.slow_down(4).await;
        browser.open(&server.url("/")).await;
        let there = async || browser.eval("return window.drawnAtMs ?? null", vec![]).await.as_f64();
        drawn.push(wait::until("the map is drawn", there).await);
        profile = browser.kill().await;
    }
    let (median, slowest) = median_and_p95(drawn);
    vec![Figure::new(
        "first map frame off line, processor 4× slower",
        format!("{median:.0} ms (slowest {slowest:.0} ms)"),
        "Chromium with SwiftShader (no graphics card) started anew 3 s ago, server dead, from navigation start until \
         the ground was drawn whole from the phone's own disk; median of 5",
    )]
}
