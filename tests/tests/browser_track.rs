//! The way that a walker lets the phone keep, in a real browser against the real server.

use std::time::Duration;

use serde_json::Value;
use server::simulate::track::Track;
use shared::geo::Position;
use shared::wire::Role;
use tests::browser::{Browser, Kind, in_turn};
use tests::journey::Walker;
use tests::place::shared_files;
use tests::says::{LAMP, beside, off_m};
use tests::server::Server;
use tests::stroll::{STEP_M, STEP_MS, walks};

const LONG: Duration = Duration::from_mins(3);

/// A phone that tells of its power what `battery` says.
const OWN_BATTERY: &str = "globalThis.battery = { level: 0.6, charging: false };
    navigator.getBattery = () => Promise.resolve(battery);";

#[tokio::test]
async fn a_phone_low_on_power_rests_the_track_and_records_on() {
    in_turn(LONG, async {
        let server = Server::start().await;
        let walk = server.create_walk("Porsön");
        let browser = Browser::start(Kind::Chromium).await;
        browser.before_each_page(OWN_BATTERY).await;
        let walker = Walker::joins_in(browser, &walk, LAMP).await;
        let browser = &walker.browser;
        browser.tap("track-consent").await;
        walker.leaves().await;
        let way = |from: i32| (from..from + 8).map(|step| beside(LAMP, 0.0, STEP_M * f64::from(step)));
        walks(browser, &way(1).collect::<Vec<_>>()).await;
        browser.eval("battery.level = 0.12", vec![]).await;
        browser.find("low-power").await;
        let before = stretches(browser).await.len();
        assert!(before > 0, "the track was on its way");
        walks(browser, &way(9).collect::<Vec<_>>()).await;
        walker.points_at("unsafe", "lighting").await;
        walker.is_done().await;
        walker.counts(1, 1).await;
        assert_eq!(stretches(browser).await.len(), before, "the track rests");
        browser.screenshot("low-power").await;

        browser.eval("battery.charging = true", vec![]).await;
        browser.lacks("low-power").await;
        walks(browser, &way(17).collect::<Vec<_>>()).await;
        browser.tap("end-walk").await;
        walker.is_on("end").await;
        let then = &stretches(browser).await[before..];
        assert_eq!(then[0]["after"], "low_power", "the gap says why it is there");
    })
    .await;
}

#[tokio::test]
async fn a_real_walk_is_walked_anew_with_the_server_dead() {
    let Some(file) = shared_files("tracks/cerknicko-jezero.gpx", "a real walk walked anew") else { return };
    in_turn(LONG, async {
        let mut server = Server::start().await;
        server.take_basemap();
        let walk = server.create_walk_with_loop("Slingan");
        let [lon, lat] = server.desk(Role::Officer).walk(walk.id).await.walk.loop_line[0];
        let real = Track::read(&std::fs::read(file).unwrap()).unwrap();
        let real = real.moved_to(Position::new(lat, lon).unwrap());
        let walker = Walker::joins(Kind::Chromium, &walk, (lat, lon)).await;
        let browser = &walker.browser;
        browser.shows("check-map", "data-state", "ready").await;
        browser.tap("track-consent").await;
        walker.leaves().await;
        server.kill();
        let way = every_ten_seconds(&real);
        let mut said = vec![];
        for (leg, category) in way.chunks(way.len() / 3 + 1).zip(["lighting", "graffiti", "underpass"]) {
            said.push((category, walks(browser, leg).await));
            walker.points_at("unsafe", category).await;
            walker.is_done().await;
        }
        browser.screenshot("real-walk").await;
        browser.tap("end-walk").await;
        walker.is_on("end").await;

        server.start_again().await;
        browser.tap("end-go-on").await;
        walker.counts(3, 3).await;
        let head = walker.own_head().await;
        assert_eq!(walker.receipts(&server).await, (head, head), "nothing is lost");
        let observations = server.desk(Role::Officer).list("/observations").await;
        for (category, place) in said {
            let found = observations.iter().find(|it| it["category"] == category).unwrap();
            let off_m = off_m(found, place);
            assert!(off_m < 30.0, "{category} lies {off_m} m off");
        }
    })
    .await;
}

/// Where a walker on the track is, every ten seconds of its first forty minutes.
fn every_ten_seconds(track: &Track) -> Vec<(f64, f64)> {
    let each_s = f64::from(STEP_MS) / 1_000.0;
    let moments = (1..=240).map(|step| f64::from(step) * each_s);
    let there = moments.take_while(|at_s| *at_s < track.duration_s()).map(|at_s| track.at(at_s));
    there.map(|it| (it.lat(), it.lon())).collect()
}

/// The stretches of the track on the phone, in order.
async fn stretches(browser: &Browser) -> Vec<Value> {
    let rows = browser.rows("records").await;
    let said = rows.iter().filter_map(|row| serde_json::from_str(row["text"].as_str()?).ok());
    said.filter(|it: &Value| it["kind"] == "tracked").collect()
}
