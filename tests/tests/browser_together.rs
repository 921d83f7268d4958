//! Officers say what is one thing and what is not, in a real browser.

use std::time::Duration;

use fantoccini::key::Key;
use shared::wire::Role;
use tests::browser::{Kind, in_turn};
use tests::officer::officer;
use tests::says::{LAMP, beside, dark_at};
use tests::server::Server;
use tests::wait;

const LONG: Duration = Duration::from_secs(150);

#[tokio::test]
async fn officers_say_what_is_one_thing_and_take_it_back() {
    in_turn(LONG, async {
        let server = Server::start().await;
        let walk = server.create_walk("Porsön");
        for metres in [0.0, 4.0, 300.0] {
            let phone = server.join(&walk).await;
            phone.say(&dark_at(beside(LAMP, metres, 0.0))).await;
            phone.send().await.unwrap();
        }
        let api = server.desk(Role::Officer);
        let voices = async || {
            let mut voices: Vec<u64> =
                api.list("/findings").await.iter().map(|it| it["voices"].as_u64().unwrap()).collect();
            voices.sort_unstable();
            voices
        };
        let there = async |expected: &[u64]| {
            let what = format!("the findings have {expected:?} voices");
            wait::until(&what, async || (voices().await == expected).then_some(())).await;
        };
        there(&[1, 2]).await;
        let desk = officer(Kind::Chromium, &server).await;
        desk.tap("nav-findings").await;
        desk.counts("finding-row", 2).await;
        desk.tap("finding-row").await;
        desk.find("finding-answer").await;
        desk.says("2 iakttagelser").await;
        desk.screenshot("finding-together").await;

        desk.tap("split").await;
        desk.find("split-form").await;
        desk.tap("split-voice").await;
        desk.screenshot("finding-split").await;
        let third = server.join(&walk).await;
        third.say(&dark_at(beside(LAMP, 2.0, 0.0))).await;
        third.send().await.unwrap();
        desk.counts("split-voice", 3).await;
        let ticked = "return document.querySelectorAll('[data-test=split-voice]:checked').length";
        assert_eq!(desk.eval(ticked, vec![]).await, 1, "what was begun stays when more comes in");
        desk.tap("split-save").await;
        there(&[1, 1, 2]).await;
        desk.tap(".toast button").await;
        there(&[1, 3]).await;

        desk.press_keys("m").await;
        desk.focuses("finding-merge").await;
        desk.press(Key::Enter).await;
        desk.tap("merge-this").await;
        there(&[4]).await;
        desk.counts("finding-row", 1).await;
        desk.tap(".toast button").await;
        there(&[1, 3]).await;
    })
    .await;
}
