//! *Någon har sett det här* and the follow-up walk on a phone, in a real browser against the real server: what is answered is a
//! record, and means at the desk what it meant on the way.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::time::Duration;

use serde_json::{Value, json};
use shared::wire::{PlannedWalk, Role};
use tests::browser::{Kind, in_turn};
use tests::desk::Desk;
use tests::journey::{Walker, file};
use tests::photo::clean_jpeg;
use tests::says::{self, beside, off_m};
use tests::server::{Server, Walk};
use tests::wait;

const LONG: Duration = Duration::from_mins(3);

/// A walk with a loop, where somebody said that it is dark at its first corner.
async fn dark_at_the_corner() -> (Server, Walk, (f64, f64)) {
    let server = Server::start().await;
    let walk = server.create_walk_with_loop("Slingan");
    let corner = corner(&server.desk(Role::Officer).walk(walk.id).await);
    let other = server.join(&walk).await;
    other.say(&says::dark_at(corner)).await;
    other.send_at_last().await;
    (server, walk, corner)
}

fn corner(planned: &PlannedWalk) -> (f64, f64) {
    let [lon, lat] = planned.walk.loop_line[0];
    (lat, lon)
}

/// Waits until there are findings of so many voices each, in order of their number.
async fn voices(desk: &Desk, expected: &[u64]) -> Vec<Value> {
    let so = async || {
        let findings = desk.list("/findings").await;
        let mut voices: Vec<u64> = findings.iter().filter_map(|it| it["voices"].as_u64()).collect();
        voices.sort_unstable();
        (voices == expected).then_some(findings)
    };
    wait::until(&format!("findings have {expected:?} voices"), so).await
}

#[tokio::test]
async fn what_is_said_to_be_something_else_is_a_finding_of_its_own_until_that_is_taken_back() {
    in_turn(LONG, async {
        let (server, walk, corner) = dark_at_the_corner().await;
        let desk = server.desk(Role::Officer);
        let walker = Walker::joins(Kind::Chromium, &walk, beside(corner, 4.0, 0.0)).await;
        let browser = &walker.browser;
        browser.shows("check-map", "data-state", "ready").await;
        walker.leaves().await;
        walker.points_at("unsafe", "lighting").await;
        browser.find("seen").await;
        voices(&desk, &[2]).await;

        browser.tap("seen-other").await;
        browser.says("Sparat: Något annat").await;
        browser.screenshot("something-else").await;
        voices(&desk, &[1, 1]).await;

        browser.tap("seen-undo").await;
        browser.find("seen-other").await;
        voices(&desk, &[2]).await;

        browser.tap("seen-close").await;
        browser.lacks("seen").await;
        browser.find("sheet-saved").await;
    })
    .await;
}

#[tokio::test]
async fn something_else_at_a_place_of_others_is_told_by_one_more_tap() {
    in_turn(LONG, async {
        let (server, walk, corner) = dark_at_the_corner().await;
        let desk = server.desk(Role::Officer);
        let theirs = voices(&desk, &[1]).await[0]["id"].clone();
        let walker = Walker::joins(Kind::Chromium, &walk, beside(corner, 20.0, 0.0)).await;
        let browser = &walker.browser;
        browser.shows("check-map", "data-state", "ready").await;
        walker.leaves().await;
        browser.tap("others-item").await;
        browser.tap("seen-other").await;
        walker.is_on("what-unsafe").await;
        browser.tap("category-graffiti").await;
        browser.find("sheet-saved").await;
        walker.is_done().await;
        assert!(!browser.has("pointed").await, "the next thing is where the phone is");
        walker.counts(1, 1).await;
        voices(&desk, &[1, 1]).await;
        let said = desk.list("/observations").await;
        let mine = said.iter().find(|it| it["category"] == "graffiti").unwrap();
        assert_eq!(mine["apart"], json!([theirs]));
        // Phones learn where a finding of others is to ten metres.
        assert!(off_m(mine, corner) < 7.2, "it is where they said: {mine}");
    })
    .await;
}

#[tokio::test]
async fn a_place_that_is_known_to_thirty_metres_only_is_saved_and_said_to_be_uncertain() {
    in_turn(LONG, async {
        let (server, walk, corner) = dark_at_the_corner().await;
        let walker = Walker::joins(Kind::Chromium, &walk, corner).await;
        let browser = &walker.browser;
        walker.leaves().await;
        walker.walks_to(beside(corner, 300.0, 0.0), 45).await;
        browser.says("Osäker plats, ± 45 m").await;
        walker.points_at("unsafe", "graffiti").await;
        browser.says("Osäker plats: telefonen säger ± 45 m. Det är sparat ändå.").await;
        browser.screenshot("uncertain").await;
        walker.is_done().await;
        walker.counts(1, 1).await;
        voices(&server.desk(Role::Officer), &[1, 1]).await;
    })
    .await;
}

/// Plans a walk that asks about what was found on another one.
async fn follow_up(server: &Server, desk: &Desk, earlier: &Walk) -> Walk {
    let line = &desk.walk(earlier.id).await.walk.loop_line;
    let starts_at_ms = wait::clock_ms() + 60_000;
    let plan =
        json!({ "title": "Igen", "starts_at_ms": starts_at_ms, "loop_line": line, "follows": earlier.id });
    let answer = desk.request("POST", "/walks").json(&plan).send().await.unwrap();
    let planned: PlannedWalk = answer.json().await.unwrap();
    let code = planned.code.unwrap();
    Walk { id: planned.walk.id, link: server.url(&format!("/#{code}")), code }
}

#[tokio::test]
async fn a_follow_up_walk_asks_in_order_along_the_loop_how_it_is_now_and_takes_a_new_photo() {
    in_turn(LONG, async {
        let (server, walk, corner) = dark_at_the_corner().await;
        let desk = server.desk(Role::Officer);
        let other = server.join(&walk).await;
        let line = desk.walk(walk.id).await.walk.loop_line;
        let [lon, lat] = line[line.len() / 2];
        other.say(&says::dark_at((lat, lon))).await;
        other.send_at_last().await;
        let again = follow_up(&server, &desk, &walk).await;
        let walker = Walker::joins(Kind::Chromium, &again, corner).await;
        let browser = &walker.browser;
        browser.shows("check-map", "data-state", "ready").await;
        walker.leaves().await;
        browser.counts("others-item", 2).await;
        browser.tap("others-item").await;
        browser.says("Hur är det här nu?").await;
        browser.screenshot("asked").await;
        browser.tap("seen-better").await;
        browser.says("Sparat: Bättre").await;
        let photos = tempfile::tempdir().unwrap();
        walker.photographs(&file(&photos, "now.jpg", &clean_jpeg(640, 480))).await;
        let first = desk.list(&format!("/walks/{}/questions", again.id)).await[0]["id"].clone();
        let path = format!("/findings/{}", first.as_str().unwrap());
        let looked_at = async || {
            let finding: Value = desk.json(&path).await;
            let look = finding["revisits"].get(0)?.clone();
            (look["condition"] == "better" && look["photos"].as_array()?.len() == 1).then_some(finding)
        };
        let finding = wait::until("the second look and its photo have arrived", looked_at).await;
        assert!(off_m(&finding, corner) < 1.0, "the first along the loop: {finding}");
    })
    .await;
}
