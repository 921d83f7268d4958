//! The desk in a real browser: sign in, plan a walk, decide, and the resident who said it reads the answer.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::time::Duration;

use fantoccini::key::Key;
use serde_json::Value;
use shared::geo::Place;
use shared::statement::{Change, Condition, Revisited, Statement};
use shared::wire::Role;
use tests::browser::{Browser, Kind, in_turn};
use tests::journey::Walker;
use tests::officer::officer;
use tests::photo::clean_jpeg;
use tests::says::{LAMP, beside, dark_at, edit};
use tests::server::{Server, Walk};
use tests::wait;

const LONG: Duration = Duration::from_secs(150);

#[tokio::test]
async fn a_sign_in_link_opens_the_desk_once() {
    in_turn(LONG, async {
        let server = Server::start().await;
        let browser = officer(Kind::Chromium, &server).await;
        let address = browser.client.current_url().await.unwrap();
        assert!(!address.as_str().contains("sign-in"), "no token is left in {address}");
        browser.reload().await;
        browser.find("nav-walks").await;
        browser.tap("sign-out").await;
        browser.find("sign-in-link").await;
        browser.open("about:blank").await;
        browser.open(&server.first_sign_in_link()).await;
        browser.find("sign-in-problem").await;
        assert!(!browser.has("nav-walks").await);
    })
    .await;
}

#[tokio::test]
async fn from_a_planned_walk_to_an_answer_that_the_resident_reads_in_chromium() {
    in_turn(LONG, loop_closes(Kind::Chromium)).await;
}

#[tokio::test]
async fn from_a_planned_walk_to_an_answer_that_the_resident_reads_in_firefox() {
    in_turn(LONG, loop_closes(Kind::Firefox)).await;
}

async fn loop_closes(kind: Kind) {
    let server = Server::start().await;
    let desk = officer(kind, &server).await;
    desk.tap("nav-walks").await;
    desk.tap("walk-new").await;
    desk.write("walk-title", "Porsön i november").await;
    starts_tomorrow(&desk).await;
    desk.write("walk-place", "Porsöskolan").await;
    desk.tap("walk-save").await;
    let code = desk.text("walk-code").await;
    desk.find("walk-qr").await;
    let walk = planned(&server).await;
    assert_eq!(code.replace(['-', ' '], ""), walk.code.replace('-', ""));

    let resident = Walker::joins(kind, &walk, LAMP).await;
    resident.leaves().await;
    resident.points_at("unsafe", "lighting").await;
    resident.browser.write("sheet-text", "Helt svart här").await;
    let photos = tempfile::TempDir::new().unwrap();
    resident.photographs(&tests::journey::file(&photos, "lamp.jpg", &clean_jpeg(640, 480))).await;
    resident.is_done().await;
    resident.counts(1, 1).await;
    let other = server.join(&walk).await;
    other.say(&dark_at(beside(LAMP, 6.0, 0.0))).await;
    other.send().await.unwrap();

    desk.reload().await;
    let says = async |hook: &str, words: &str| {
        let shown = async || (desk.text(hook).await.trim() == words).then_some(());
        wait::until(&format!("{hook} is {words}"), shown).await;
    };
    says("walk-joined", "2").await;
    says("walk-sent", "2").await;
    says("walk-observations", "2").await;

    desk.tap("nav-findings").await;
    assert_eq!(wait_for_rows(&desk, 1).await, 1, "two voices are one finding");
    desk.tap("finding-row").await;
    desk.find("finding").await;
    desk.says("Helt svart här").await;
    let picture = async || {
        let shown = "return [...document.querySelectorAll('[data-test=finding] img')].some(it => it.complete && it.naturalWidth === 640)";
        (desk.eval(shown, vec![]).await == true).then_some(())
    };
    wait::until("the photo is shown", picture).await;
    desk.screenshot("finding").await;
    choose(&desk, "finding-state", "planned").await;
    desk.write("finding-responsible", "Gatuavdelningen").await;
    desk.write("finding-answer", "Lampan byts före jul.").await;
    desk.tap("finding-save").await;
    let decided = async || {
        let findings = server.desk(Role::Officer).list("/findings").await;
        (findings[0]["answer"] == "Lampan byts före jul.").then(|| findings[0].clone())
    };
    let finding = wait::until("the decision is there", decided).await;
    assert_eq!(
        (&finding["state"], &finding["responsible"]),
        (&Value::from("planned"), &Value::from("Gatuavdelningen"))
    );

    // Answers are fetched whenever the app is looked at again.
    resident.browser.reload().await;
    resident.is_on("walk").await;
    resident.browser.tap("open-mine").await;
    let answer = resident.browser.text("mine-answer").await;
    assert!(answer.contains("Lampan byts före jul."), "{answer}");
    assert!(resident.browser.page_text().await.contains("Gatuavdelningen"));
    resident.browser.shows("mine-item", "data-standing", "answered").await;
    resident.browser.screenshot("answer").await;

    desk.tap("nav-situation").await;
    says("figure-findings", "1").await;
    says("figure-walkers", "2").await;
}

/// Four corners around the lamp, as a map on the net copies them.
const CORNERS: &str =
    "65.6165, 22.1360\n65.6175, 22.1360\n65.6175, 22.1385\n65.6165, 22.1385\n65.6165, 22.1360\n";

/// Sets day and time, as a picker does.
async fn starts_tomorrow(desk: &Browser) {
    desk.find("walk-starts").await;
    let set = "const field = document.querySelector('[data-test=walk-starts]'); field.value = arguments[0]; \
               field.dispatchEvent(new Event('input', { bubbles: true })); \
               field.dispatchEvent(new Event('change', { bubbles: true }));";
    desk.eval(set, vec![wait::tomorrow_evening().into()]).await;
}

async fn says(desk: &Browser, hook: &str, words: &str) {
    let shown = async || desk.text(hook).await.contains(words).then_some(());
    if wait::patiently(wait::PATIENCE, shown).await.is_none() {
        desk.missed::<()>(&format!("{hook} does not say “{words}”")).await;
    }
}

#[tokio::test]
async fn a_loop_is_planned_by_its_points_alone_and_changed_on_the_map() {
    in_turn(LONG, async {
        let server = Server::start().await;
        let desk = officer(Kind::Chromium, &server).await;
        desk.tap("nav-walks").await;
        desk.tap("walk-new").await;
        desk.write("walk-title", "Porsön").await;
        starts_tomorrow(&desk).await;
        desk.tap("walk-points-open").await;
        desk.write("walk-points", "vid affären").await;
        desk.tap("walk-save").await;
        desk.says("Rad 1 är inte två tal").await;
        assert!(
            server.desk(Role::Officer).list("/walks").await.is_empty(),
            "what cannot be read is not saved"
        );
        desk.rewrite("walk-points", CORNERS).await;
        desk.press(Key::Tab).await;
        says(&desk, "walk-loop-words", "Den slutar där den börjar").await;
        desk.tap("walk-loop-clear").await;
        says(&desk, "walk-loop-words", "Ingen slinga än").await;
        desk.tap("walk-loop-undo").await;
        says(&desk, "walk-loop-words", "450 meter").await;
        desk.screenshot("loop").await;
        desk.tap("walk-save").await;
        desk.find("walk-edit").await;
        assert_eq!(loop_of(&server).await.len(), 5);

        desk.tap("walk-edit").await;
        desk.find("no-basemap").await;
        desk.find("[data-test=walk-chart][data-features]").await;
        desk.find(".map-corner").await;
        desk.tap("[data-test=walk-chart] canvas").await;
        wait::until("the loop goes on", async || {
            let points =
                desk.eval("return document.querySelector('[data-test=walk-points]').value", vec![]).await;
            (points.as_str()?.lines().count() == 6).then_some(())
        })
        .await;
        desk.tap("walk-save").await;
        desk.find("walk-edit").await;
        assert_eq!(loop_of(&server).await.len(), 6);
    })
    .await;
}

async fn loop_of(server: &Server) -> Vec<Value> {
    let walks = server.desk(Role::Officer).list("/walks").await;
    walks[0]["walk"]["loop_line"].as_array().cloned().unwrap_or_default()
}

#[tokio::test]
async fn a_follow_up_walk_tells_what_was_mended_and_leads_to_the_answer() {
    in_turn(LONG, async {
        let server = Server::start().await;
        let earlier = server.create_walk("Porsön i november");
        let first = server.join(&earlier).await;
        let lamp = first.say(&dark_at(LAMP)).await;
        first.photograph(lamp, &clean_jpeg(640, 480)).await;
        first.say(&dark_at(beside(LAMP, 300.0, 0.0))).await;
        first.send().await.unwrap();

        let desk = officer(Kind::Chromium, &server).await;
        desk.tap("nav-walks").await;
        desk.tap("walk-row").await;
        desk.tap("walk-follow-up").await;
        starts_tomorrow(&desk).await;
        desk.tap("walk-save").await;
        says(&desk, "again-summary", "2 platser väntar").await;
        let walks = server.desk(Role::Officer).list("/walks").await;
        let walk = walks.iter().find(|it| it["walk"]["follows"] == earlier.id.to_string().as_str()).unwrap();
        assert_eq!(walk["walk"]["title"], "Uppföljning: Porsön i november");

        let text = |name: &str| walk[name].as_str().unwrap().to_owned();
        let id = walk["walk"]["id"].as_str().unwrap().parse().unwrap();
        let walk = Walk { id, code: text("code"), link: text("link") };
        for condition in [Condition::Fixed, Condition::Fixed, Condition::Remains] {
            let again = server.join(&walk).await;
            let look = Revisited { at_ms: wait::clock_ms(), of: lamp, condition, place: Place::default() };
            let look = again.say(&Statement::Revisited(look)).await;
            again.photograph(look, &clean_jpeg(320, 240)).await;
            again.send().await.unwrap();
        }
        desk.reload().await;
        says(&desk, "again-summary", "1 av 2 platser är sedda igen: 1 lagad.").await;
        says(&desk, "again", "2 lagat").await;
        let beside = "const widths = [...document.querySelectorAll('[data-test=again-place] img')].map(it => it.naturalWidth); \
                      return widths.includes(640) && widths.includes(320)";
        wait::until("both photos are shown", async || (desk.eval(beside, vec![]).await == true).then_some(())).await;
        desk.screenshot("again").await;

        let finding = server.desk(Role::Officer).json::<Value>(&format!("/findings/{lamp}")).await;
        desk.tap(&format!("[data-test=again] a[href$='{}']", finding["id"].as_str().unwrap())).await;
        says(&desk, "mended", "2 säger att det är lagat").await;
        assert_eq!(desk.count("[data-test=second-looks] li.voice").await, 3);
        desk.tap("mended-answer").await;
        let focused = "return document.activeElement.dataset.test ?? null";
        assert_eq!(desk.eval(focused, vec![]).await, "finding-state");
        choose(&desk, "finding-state", "done").await;
        desk.tap("finding-save").await;
        desk.lacks("mended").await;
    })
    .await;
}

#[tokio::test]
async fn a_press_on_a_pin_opens_its_finding() {
    in_turn(LONG, async {
        let server = Server::start().await;
        server.take_basemap();
        let walk = server.create_walk_with_loop("Slingan");
        let phone = server.join(&walk).await;
        let loop_line = server.desk(Role::Officer).walk(walk.id).await.walk.loop_line;
        let there = phone.say(&dark_at((loop_line[0][1], loop_line[0][0]))).await;
        phone.send().await.unwrap();
        let desk = officer(Kind::Chromium, &server).await;
        desk.tap("nav-findings").await;
        wait_for_rows(&desk, 1).await;
        let drawn = async || {
            let features = desk.attribute("findings-chart", "data-features").await?;
            features.parse::<u32>().is_ok_and(|count| count > 0).then_some(())
        };
        wait::until("the ground is drawn", drawn).await;
        desk.tap("[data-test=findings-chart] canvas").await;
        desk.find("finding").await;
        let address = desk.client.current_url().await.unwrap();
        assert!(address.path().ends_with(&format!("/findings/{there}")), "{address}");
        desk.screenshot("findings-map").await;
    })
    .await;
}

/// The only walk there is.
async fn planned(server: &Server) -> Walk {
    let walks = server.desk(Role::Officer).list("/walks").await;
    let text = |name: &str| walks[0][name].as_str().unwrap().to_owned();
    Walk {
        id: walks[0]["walk"]["id"].as_str().unwrap().parse().unwrap(),
        code: text("code"),
        link: text("link"),
    }
}

async fn wait_for_rows(desk: &Browser, rows: usize) -> usize {
    wait::until("the findings are listed", async || {
        Some(desk.count("finding-row").await).filter(|it| *it >= rows)
    })
    .await
}

/// Chooses in a list, as a keyboard or a finger does.
async fn choose(browser: &Browser, hook: &str, value: &str) {
    browser.tap(&format!("[data-test={hook}] option[value=\"{value}\"]")).await;
}

#[tokio::test]
async fn a_finding_is_answered_by_keyboard_alone() {
    in_turn(LONG, async {
        let server = Server::start().await;
        let walk = server.create_walk("Porsön");
        let phone = server.join(&walk).await;
        let of = phone.say(&dark_at(LAMP)).await;
        phone.say(&edit(of, Change::Text("Helt svart".to_owned()))).await;
        phone.send().await.unwrap();
        let desk = officer(Kind::Chromium, &server).await;

        focus_by_tab(&desk, "[data-test=nav-findings]").await;
        desk.press(Key::Enter).await;
        wait_for_rows(&desk, 1).await;
        focus_by_tab(&desk, "[data-test=finding-row]").await;
        desk.press(Key::Enter).await;
        desk.find("finding-state").await;
        focus_by_tab(&desk, "[data-test=finding-state]").await;
        desk.press(Key::Down).await;
        let state =
            desk.eval("return document.querySelector('[data-test=finding-state]').value", vec![]).await;
        focus_by_tab(&desk, "[data-test=finding-responsible]").await;
        desk.press_keys("Lulebo").await;
        focus_by_tab(&desk, "[data-test=finding-answer]").await;
        desk.press_keys("Vi röjer i vår.").await;
        focus_by_tab(&desk, "[data-test=finding-save]").await;
        assert!(outline_shows(&desk).await, "the focus can be seen");
        desk.press(Key::Enter).await;
        let decided = async || {
            let findings = server.desk(Role::Officer).list("/findings").await;
            (findings[0]["answer"] == "Vi röjer i vår.").then(|| findings[0].clone())
        };
        let finding = wait::until("the decision is there", decided).await;
        assert_eq!((&finding["responsible"], &finding["state"]), (&Value::from("Lulebo"), &state));
        assert_eq!(state, "confirmed");
    })
    .await;
}

/// Presses the tab key until the focus is there, as people without a mouse do.
async fn focus_by_tab(browser: &Browser, selector: &str) {
    let script = "return document.activeElement?.closest(arguments[0]) !== null && document.activeElement !== document.body";
    for _ in 0..120 {
        if browser.eval(script, vec![selector.into()]).await == true {
            return;
        }
        browser.press(Key::Tab).await;
    }
    browser.missed::<()>(&format!("the tab key does not lead to {selector}")).await;
}

async fn outline_shows(browser: &Browser) -> bool {
    let script = "const style = getComputedStyle(document.activeElement); \
                  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== 'none'";
    browser.eval(script, vec![]).await == true
}

#[tokio::test]
async fn a_file_that_a_phone_saved_is_taken_in_at_the_desk() {
    in_turn(LONG, async {
        let mut server = Server::start().await;
        let walk = server.create_walk("Porsön");
        let desk = officer(Kind::Chromium, &server).await;
        let browser = Browser::start(Kind::Chromium).await;
        let keep = "const make = URL.createObjectURL;
            URL.createObjectURL = it => { globalThis.given = it; return make.call(URL, it) };
            navigator.canShare = () => false;";
        browser.before_each_page(keep).await;
        let walker = Walker::joins_in(browser, &walk, LAMP).await;
        walker.leaves().await;
        server.kill();
        walker.points_at("unsafe", "lighting").await;
        walker.browser.write("sheet-text", "Helt svart här").await;
        walker.is_done().await;
        walker.browser.tap("open-mine").await;
        walker.browser.tap("save-file").await;
        let given = "return globalThis.given ? 1 : null";
        wait::until("the file", async || walker.browser.eval(given, vec![]).await.as_i64()).await;
        let saved = walker.browser.eval_async("given.text()", vec![]).await;
        let folder = tempfile::TempDir::new().unwrap();
        let file = tests::journey::file(&folder, "lykta.json", saved.as_str().unwrap().as_bytes());
        drop(walker.browser.kill().await);
        server.start_again().await;

        desk.open(&server.url(&format!("/desk/walks/{}", walk.id))).await;
        desk.tap("bundle-open").await;
        desk.choose_file("bundle-file", &file).await;
        says(&desk, "bundle-told", "uppgifter var nya på Porsön").await;
        desk.screenshot("bundle").await;
        let observations = server.desk(Role::Officer).list("/observations").await;
        assert_eq!((observations.len(), &observations[0]["text"]), (1, &"Helt svart här".into()));
        desk.choose_file("bundle-file", &file).await;
        says(&desk, "bundle-told", "0 av ").await;
        assert!(
            server.run_well(&["import", "bundle", file.to_str().unwrap()]).contains("0 of "),
            "nor again"
        );
    })
    .await;
}
