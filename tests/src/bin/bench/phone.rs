//! How quick the walker is on a slow phone: from cold start to the first tap, and from a tap to *Sparad*.

use tests::browser::{Browser, Kind};
use tests::journey::Walker;
use tests::says::LAMP;
use tests::server::Server;

use crate::{Figure, median_and_p95};

const STARTS: usize = 7;
const TAPS: usize = 40;
const SETTLED: std::time::Duration = std::time::Duration::from_secs(3);

/// Notes when the two big buttons are there and have been painted.
const WATCH_START: &str = "new MutationObserver((_, watch) => {
    if (!document.querySelector('[data-test=unsafe-here]')) return;
    watch.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => { window.tappableAtMs = performance.now(); }));
}).observe(document, { childList: true, subtree: true });";

/// Notes the tap on a category, and when the heading that says *Sparad* is there.
const WATCH_TAPS: &str = "window.tapsMs = []; let tapped;
    addEventListener('click', event => { if (event.target.closest('[data-test^=category-]')) tapped = event.timeStamp; }, true);
    new MutationObserver(() => {
        if (tapped === undefined || !document.querySelector('[data-test=sheet-saved]')) return;
        window.tapsMs.push(performance.now() - tapped);
        tapped = undefined;
    }).observe(document, { childList: true, subtree: true });";

pub(crate) async fn measure() -> Vec<Figure> {
    let mut server = Server::start().await;
    let walk = server.create_walk("Porsön");
    let walker = Walker::joins(Kind::Chromium, &walk, LAMP).await;
    walker.leaves().await;
    let plain = taps(&walker).await;
    walker.browser.slow_down(4).await;
    let slow = taps(&walker).await;
    server.kill();
    let mut profile = walker.browser.kill().await;
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        let browser = Browser::start_with(profile).await;
        // Not what Chromium does for itself when it starts, on the two cores that it shares with the page.
        tokio::time::sleep(SETTLED).await;
        browser.before_each_page(WATCH_START).await;
        browser.slow_down(4).await;
        browser.open(&server.url("/")).await;
        let tappable = async || browser.eval("return window.tappableAtMs ?? null", vec![]).await.as_f64();
        starts.push(tests::wait::until("the walk can be tapped", tappable).await);
        profile = browser.kill().await;
    }
    let (start, slowest) = median_and_p95(starts);
    vec![
        Figure::new(
            "cold start off line to tappable, processor 4× slower",
            format!("{start:.0} ms (slowest {slowest:.0} ms)"),
            "Chromium started anew 3 s ago, server dead, from navigation start until the big buttons were painted; median of 7",
        ),
        tap_figure(
            "tap to *Sparad*",
            plain,
            "click event until the heading that comes after the strict commit",
        ),
        tap_figure(
            "tap to *Sparad*, processor 4× slower",
            slow,
            "the same under `Emulation.setCPUThrottlingRate` 4",
        ),
    ]
}

async fn taps(walker: &Walker) -> Vec<f64> {
    walker.browser.eval(WATCH_TAPS, vec![]).await;
    for _ in 0..TAPS {
        walker.points_at("unsafe", "lighting").await;
        walker.is_done().await;
    }
    let told = walker.browser.eval("return window.tapsMs", vec![]).await;
    told.as_array().expect("a list").iter().filter_map(serde_json::Value::as_f64).collect()
}

fn tap_figure(what: &str, taps: Vec<f64>, how: &str) -> Figure {
    let count = taps.len();
    let (median, p95) = median_and_p95(taps);
    Figure::new(what, format!("{median:.1} ms (p95 {p95:.1} ms)"), &format!("{how}; median of {count} taps"))
}
