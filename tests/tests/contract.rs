//! The suites that every log and every reader of records must pass, run on the phone's own in real browsers.

use std::time::Duration;

use tests::browser::{Browser, Kind, in_turn};
use tests::place;
use tests::server::Server;
use tests::wait;

#[tokio::test]
async fn the_phones_log_keeps_the_contract_in_chromium() {
    in_turn(Duration::from_secs(90), run(Kind::Chromium)).await;
}

#[tokio::test]
async fn the_phones_log_keeps_the_contract_in_firefox() {
    in_turn(Duration::from_secs(90), run(Kind::Firefox)).await;
}

async fn run(kind: Kind) {
    let server = Server::start_with_assets(&place::contract_dist()).await;
    let browser = Browser::start(kind).await;
    browser.open(&server.url("/")).await;
    let told = async || {
        Some(browser.eval("return document.querySelector('#result')?.textContent || null", vec![]).await)
    };
    let told = async || told().await.filter(|value| !value.is_null());
    let result = wait::within(Duration::from_mins(1), "the suite ends", told).await;
    assert_eq!(result, "ok", "in {}", kind.name());
}
