//! The desk follows what comes in: nobody loads a page anew, and nobody is disturbed by it.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::time::Duration;

use fantoccini::key::Key;
use tests::browser::{Browser, Kind, in_turn};
use tests::officer::officer;
use tests::says::{LAMP, beside, dark_at};
use tests::server::Server;
use tests::wait;

const LONG: Duration = Duration::from_secs(150);

/// What the page has that no reload leaves there, what has the focus, and what was begun in the answer.
async fn held(desk: &Browser) -> serde_json::Value {
    let held = "return [window.mark, document.activeElement.id, document.querySelector('[data-test=finding-answer]').value]";
    desk.eval(held, vec![]).await
}

async fn follows(kind: Kind) {
    let mut server = Server::start().await;
    let walk = server.create_walk("Porsön");
    let phone = server.join(&walk).await;
    phone.say(&dark_at(LAMP)).await;
    phone.send().await.unwrap();
    let desk = officer(kind, &server).await;
    desk.tap("nav-findings").await;
    desk.counts("finding-row", 1).await;
    desk.tap("finding-row").await;
    desk.find("finding-answer").await;
    desk.write("finding-answer", "Vi tittar på").await;
    desk.eval("window.mark = 'here'", vec![]).await;
    let before = held(&desk).await;
    assert_eq!((&before[0], &before[2]), (&"here".into(), &"Vi tittar på".into()));

    phone.say(&dark_at(beside(LAMP, 300.0, 0.0))).await;
    phone.send().await.unwrap();
    desk.counts("finding-row", 2).await;
    assert_eq!(held(&desk).await, before, "what was begun and where one stood is as it was");

    // A row that says something else by now is drawn anew; whoever stood in it stands in it.
    let row = desk.attribute("[data-test=finding-row][aria-current=true]", "id").await;
    let id = row.unwrap();
    desk.eval("document.getElementById(arguments[0]).focus()", vec![id.clone().into()]).await;
    let other = server.join(&walk).await;
    other.say(&dark_at(beside(LAMP, 5.0, 0.0))).await;
    other.send().await.unwrap();
    let told = "return document.getElementById(arguments[0]).innerText";
    let two_voices = async || {
        let said = desk.eval(told, vec![id.clone().into()]).await;
        said.as_str().is_some_and(|it| it.contains('2')).then_some(())
    };
    wait::until("the second voice is shown in the row", two_voices).await;
    desk.focuses(&id).await;
    desk.press(Key::Tab).await;

    assert!(!desk.has("line-broken").await);
    server.kill();
    desk.find("line-broken").await;
    server.start_again().await;
    desk.lacks("line-broken").await;
    other.say(&dark_at(beside(LAMP, 600.0, 0.0))).await;
    other.send().await.unwrap();
    desk.counts("finding-row", 3).await;
    assert_eq!(desk.eval("return window.mark", vec![]).await, "here", "the page was never loaded anew");
    server.stop().await;
}

#[tokio::test]
async fn what_comes_in_appears_and_disturbs_nobody_in_chromium() {
    in_turn(LONG, follows(Kind::Chromium)).await;
}

#[tokio::test]
async fn what_comes_in_appears_and_disturbs_nobody_in_firefox() {
    in_turn(LONG, follows(Kind::Firefox)).await;
}

#[tokio::test]
async fn however_much_comes_in_a_page_asks_once_a_second() {
    in_turn(LONG, async {
        let server = Server::start().await;
        let walk = server.create_walk("Porsön");
        let desk = officer(Kind::Chromium, &server).await;
        desk.tap("nav-findings").await;
        desk.find("finding-count").await;
        let asked =
            "return performance.getEntriesByType('resource').filter(it => it.name.endsWith('/areas')).length";
        let before = desk.eval(asked, vec![]).await.as_u64().unwrap();
        let begun = wait::now();
        let phone = server.join(&walk).await;
        for number in 0..60 {
            phone.say(&dark_at(beside(LAMP, 40.0 * f64::from(number), 0.0))).await;
            phone.send().await.unwrap();
        }
        desk.counts("finding-row", 60).await;
        let times = desk.eval(asked, vec![]).await.as_u64().unwrap() - before;
        let most = begun.elapsed().as_secs() + 2;
        assert!((1..=most).contains(&times), "asked {times} times in {most} s");
    })
    .await;
}
