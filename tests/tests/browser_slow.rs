//! A browser that is slow to paint, as on an old phone or a busy computer.

use std::time::Duration;

use tests::browser::{Browser, Kind, in_turn};
use tests::journey::Walker;
use tests::officer::officer_in;
use tests::says::LAMP;
use tests::server::Server;

const LONG: Duration = Duration::from_mins(2);

/// Every frame comes so late that people begin to write before it.
const SLOW: &str = "
    const ask = requestAnimationFrame;
    globalThis.requestAnimationFrame = run => setTimeout(() => ask(run), 1500);";

/// After the next frame, which comes after all that were asked for before.
const AFTER_THE_FRAME: &str =
    "new Promise(done => requestAnimationFrame(() => setTimeout(() => done(document.activeElement.id))))";

#[tokio::test]
async fn a_screen_that_is_painted_late_takes_no_words_from_who_writes_there_already() {
    in_turn(LONG, async {
        let server = Server::start().await;
        let walk = server.create_walk("Porsön");
        let browser = Browser::start(Kind::Chromium).await;
        browser.before_each_page(SLOW).await;
        let walker = Walker::joins_in(browser, &walk, LAMP).await;
        walker.leaves().await;
        walker.points_at("unsafe", "lighting").await;
        walker.browser.write("sheet-text", "Helt ").await;
        assert_eq!(walker.browser.eval_async(AFTER_THE_FRAME, vec![]).await, "sheet-text");
        walker.browser.press_keys("svart").await;
        walker.is_done().await;
        walker.browser.tap("near-item").await;
        assert_eq!(written_in(&walker.browser, "sheet-text").await, "Helt svart");
    })
    .await;
}

#[tokio::test]
async fn a_form_at_the_desk_that_is_painted_late_keeps_what_is_typed_into_it() {
    in_turn(LONG, async {
        let server = Server::start().await;
        let browser = Browser::start(Kind::Chromium).await;
        browser.before_each_page(SLOW).await;
        let desk = officer_in(browser, &server).await;
        desk.tap("nav-walks").await;
        desk.tap("walk-new").await;
        desk.write("walk-title", "Kvällen ").await;
        assert_eq!(desk.eval_async(AFTER_THE_FRAME, vec![]).await, "walk-title");
        desk.press_keys("på Porsön").await;
        assert_eq!(written_in(&desk, "walk-title").await, "Kvällen på Porsön");
    })
    .await;
}

async fn written_in(browser: &Browser, hook: &str) -> serde_json::Value {
    browser.find(hook).await;
    browser
        .eval("return document.querySelector(`[data-test=${arguments[0]}]`).value", vec![hook.into()])
        .await
}
