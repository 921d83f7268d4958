//! The map on a walker's phone, in real browsers against the real server: taken along, cut off, missed, and answered.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::time::Duration;

use serde_json::Value;
use shared::wire::Role;
use tests::browser::{Browser, Kind, in_turn};
use tests::desk::Desk;
use tests::gate::{Break, Gate};
use tests::journey::Walker;
use tests::says::{self, beside, off_m};
use tests::server::{Server, Walk};
use tests::stroll::{STEP_M, steps, walks};
use tests::wait;

const LONG: Duration = Duration::from_mins(3);

/// So much of a map crosses the line at a time.
const PIECE_BYTES: u64 = 128 * 1024;

const MAP: &str = "/api/v1/surroundings/map";
const SECOND_HALF: &str = "/a/walker.later.";

#[tokio::test]
async fn the_map_is_drawn_off_line_from_the_phones_own_disk() {
    in_turn(LONG, async {
        let (mut server, walk, line) = Server::start_mapped().await;
        let walker = Walker::joins(Kind::Chromium, &walk, line[0]).await;
        walker.browser.shows("check-map", "data-state", "ready").await;
        walker.browser.says("Kartan ligger på telefonen").await;
        walker.leaves().await;
        server.kill();
        let profile = walker.browser.kill().await;

        let walker = Walker { browser: Browser::start_with(profile).await };
        let browser = &walker.browser;
        browser.own_clock().await;
        browser.stand_at(line[0], 6.0).await;
        browser.open(&server.url("/")).await;
        walker.goes_on(&walk).await;
        browser.draws_the_ground("chart").await;
        walker.points_at("unsafe", "lighting").await;
        walker.is_done().await;
        let there = walks(browser, &steps(&line)[..6]).await;
        walker.points_at("safe", "life").await;
        walker.is_done().await;
        walker.counts(2, 0).await;
        browser.draws_the_ground("chart").await;
        browser.screenshot("map-offline").await;
        let said = walker.own_head().await;

        server.start_again().await;
        browser.tap("send-now").await;
        walker.counts(2, 2).await;
        assert_eq!(walker.receipts(&server).await, (said, said), "nothing is lost");
        let observations = server.desk(Role::Officer).list("/observations").await;
        assert_eq!(observations.len(), 2);
        for (category, place) in [("lighting", line[0]), ("life", there)] {
            let found = observations.iter().find(|it| it["category"] == category).unwrap();
            let off_m = off_m(found, place);
            assert!(off_m < 20.0, "{category} lies {off_m} m off: {found}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_whole_loop_is_walked_with_the_server_dead_and_everything_arrives() {
    in_turn(LONG, async {
        let (mut server, walk, line) = Server::start_mapped().await;
        let walker = Walker::joins(Kind::Chromium, &walk, line[0]).await;
        let browser = &walker.browser;
        browser.shows("check-map", "data-state", "ready").await;
        browser.tap("track-consent").await;
        walker.leaves().await;
        server.kill();
        let way = steps(&line);
        let mut said = vec![];
        for (leg, category) in way.chunks(way.len() / 3 + 1).zip(["lighting", "graffiti", "underpass"]) {
            said.push((category, walks(browser, leg).await));
            browser.eval("document.querySelector('[data-test=chart]').dataset.seen = 'before'", vec![]).await;
            walker.points_at("unsafe", category).await;
            walker.is_done().await;
            // The same map, not one opened anew.
            browser.shows("chart", "data-seen", "before").await;
        }
        browser.draws_the_ground("chart").await;
        browser.screenshot("loop-walked").await;
        browser.tap("end-walk").await;
        walker.is_on("end").await;
        let way_m = f64::from(u32::try_from(way.len()).unwrap()) * STEP_M;
        let told = browser.text("end-points").await;
        let digits = |line: &str| line.chars().filter(char::is_ascii_digit).collect::<String>();
        let metres = told.lines().filter_map(|line| digits(line).parse::<f64>().ok()).fold(0.0, f64::max);
        assert!((metres - way_m).abs() < 0.1 * way_m, "{way_m} m were walked: {told}");

        server.start_again().await;
        browser.tap("end-go-on").await;
        walker.is_on("walk").await;
        browser.reload().await;
        walker.counts(3, 3).await;
        let head = walker.own_head().await;
        assert_eq!(walker.receipts(&server).await, (head, head), "the track has arrived too");
        let stretches = browser.rows("records").await;
        let stretches =
            stretches.iter().filter(|it| it["text"].as_str().unwrap().contains("\"tracked\"")).count();
        assert!(
            (30..=70).contains(&stretches),
            "one record for about 30 s of {} steps: {stretches}",
            way.len()
        );
        let observations = server.desk(Role::Officer).list("/observations").await;
        for (category, place) in said {
            let found = observations.iter().find(|it| it["category"] == category).unwrap();
            assert!(off_m(found, place) < 20.0, "{category}: {found}");
        }
    })
    .await;
}

#[tokio::test]
async fn before_the_walk_one_points_out_places_from_home_by_a_finger_on_the_map() {
    in_turn(LONG, async {
        let (server, walk, line) = Server::start_mapped().await;
        let home = beside(line[0], 7_000.0, 3_000.0);
        let walker = Walker::joins(Kind::Chromium, &walk, home).await;
        let browser = &walker.browser;
        browser.shows("check-map", "data-state", "ready").await;
        browser.find("ready-early").await;
        walker.leaves().await;
        browser.draws_the_ground("chart").await;
        browser.find("chart-follow").await;
        browser.screenshot("from-home").await;
        browser.lays_finger("chart").await;
        browser.find("pointed").await;
        browser.lifts_finger().await;
        walker.points_at("unsafe", "lighting").await;
        walker.is_done().await;
        walker.counts(1, 1).await;
        let said = &server.desk(Role::Officer).list("/observations").await[0];
        let off_m = line.iter().map(|corner| off_m(said, *corner)).fold(f64::INFINITY, f64::min);
        let kept = browser.rows("records").await;
        let place =
            serde_json::from_str::<Value>(kept[0]["text"].as_str().unwrap()).unwrap()["place"].clone();
        assert_eq!(place["fix"], Value::Null, "where the home is stays at home: {place}");
        assert!(off_m < 600.0, "it lies where the finger was, {off_m} m from the loop: {said}");
    })
    .await;
}

#[tokio::test]
async fn a_map_that_was_cut_off_is_gone_on_with_where_it_broke() {
    in_turn(LONG, async {
        let (server, walk, line) = Server::start_mapped().await;
        let gate = Gate::before(&server).await;
        gate.breaks(MAP, 1, Break::Half);
        let walker = Walker::joins(Kind::Chromium, &gate.before_walk(&walk), line[0]).await;
        let browser = &walker.browser;
        browser.find("map-again").await;
        browser.shows("check-map", "data-state", "waiting").await;
        let before = gate.asked(MAP).len();
        let first = gate.asked(MAP)[0].range;
        assert_eq!(first, Some((0, PIECE_BYTES - 1)), "the first piece came");
        let map = promised(browser).await;
        assert_eq!(held(browser, &map.0).await.0, PIECE_BYTES, "half a piece is none");

        gate.mends();
        browser.tap("map-again").await;
        browser.shows("check-map", "data-state", "ready").await;
        let then: Vec<(u64, u64)> = gate.asked(MAP)[before..].iter().filter_map(|it| it.range).collect();
        assert!(map.1 > 2 * PIECE_BYTES, "the map has more than two pieces");
        let rest = (PIECE_BYTES..map.1).step_by(usize::try_from(PIECE_BYTES).unwrap());
        let rest: Vec<_> = rest.map(|from| (from, (from + PIECE_BYTES).min(map.1) - 1)).collect();
        assert_eq!(then, rest, "the rest, each piece once");
        assert_eq!(held(browser, &map.0).await, (map.1, map.0), "byte for byte what the server named");
    })
    .await;
}

#[tokio::test]
async fn a_map_that_is_said_to_be_here_has_all_that_draws_it() {
    in_turn(LONG, async {
        let (_server, walk, line) = Server::start_mapped().await;
        let walker = Walker::joins(Kind::Chromium, &walk, line[0]).await;
        let browser = &walker.browser;
        browser.shows("check-map", "data-state", "ready").await;
        let kept = "caches.keys().then(names => Promise.all(names.map(name => caches.open(name).then(it => it.keys()))))
            .then(held => held.flat().map(request => new URL(request.url).pathname))";
        let kept = browser.eval_async(kept, vec![]).await;
        let kept: Vec<&str> = kept.as_array().unwrap().iter().filter_map(Value::as_str).collect();
        for piece in ["/a/map.later.", "/a/map-worker.later."] {
            assert!(kept.iter().any(|path| path.starts_with(piece)), "{piece} is not in {kept:?}");
        }
    })
    .await;
}

/// The digest and the size of the map that the phone was told of.
async fn promised(browser: &Browser) -> (String, u64) {
    let walks = browser.rows("walks").await;
    let around: Value = serde_json::from_str(walks[0]["around"].as_str().unwrap()).unwrap();
    (around["map"]["sha256"].as_str().unwrap().to_owned(), around["map"]["bytes"].as_u64().unwrap())
}

/// How many bytes of the map lie on the phone, and their digest.
async fn held(browser: &Browser, name: &str) -> (u64, String) {
    let read = "lyktaMap().then(map => map.archive(arguments[0])).then(it => it.arrayBuffer()).then(bytes =>
        crypto.subtle.digest('SHA-256', bytes).then(digest => [
            bytes.byteLength,
            [...new Uint8Array(digest)].map(byte => byte.toString(16).padStart(2, '0')).join('')
        ]))";
    let found = browser.eval_async(read, vec![name.into()]).await;
    (found[0].as_u64().unwrap(), found[1].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn another_walkers_finding_is_agreed_with_and_that_can_be_taken_back() {
    in_turn(LONG, async {
        let (server, walk, line) = Server::start_mapped().await;
        another_says_it_is_dark(&server, &walk, line[0]).await;
        knows_a_lamp(&server, beside(line[0], 60.0, 0.0));
        let walker = Walker::joins(Kind::Chromium, &walk, beside(line[0], 20.0, 0.0)).await;
        let browser = &walker.browser;
        browser.shows("check-map", "data-state", "ready").await;
        walker.leaves().await;
        browser.tap("show-list").await;
        browser.says("Slingan: ").await;
        browser.says("Närmaste lykta: 40 m norrut").await;
        browser.tap("others-item").await;
        browser.find("seen").await;
        browser.says("Jag håller med").await;
        browser.tap("seen-remains").await;
        browser.find("seen-said").await;
        let desk = server.desk(Role::Officer);
        stands(&desk, 2, &["remains"]).await;

        browser.tap("seen-undo").await;
        browser.find("seen-remains").await;
        stands(&desk, 1, &[]).await;
        walker.is_on("walk").await;
    })
    .await;
}

/// The municipality's register has a lamp post.
fn knows_a_lamp(server: &Server, (lat, lon): (f64, f64)) {
    let register = server.data().join("lamps.csv");
    std::fs::write(&register, format!("number,lat,lon\nL1,{lat},{lon}\n")).unwrap();
    server.run_well(&["assets", "import", register.to_str().unwrap(), "--kind", "lamp"]);
}

/// Another phone on the same walk points at a lamp.
async fn another_says_it_is_dark(server: &Server, walk: &Walk, at: (f64, f64)) {
    let other = server.join(walk).await;
    other.say(&says::dark_at(at)).await;
    other.send_at_last().await;
}

/// Waits until the one finding has so many voices and these second looks.
async fn stands(desk: &Desk, voices: u64, looks: &[&str]) {
    let so = async || {
        let findings = desk.list("/findings").await;
        let finding = findings.first()?;
        let revisits = finding["revisits"].as_array()?;
        let told: Vec<_> = revisits.iter().filter_map(|it| it["condition"].as_str()).collect();
        (findings.len() == 1 && finding["voices"] == voices && told == looks).then_some(())
    };
    wait::until(&format!("the finding has {voices} voices and {looks:?}"), so).await;
}

#[tokio::test]
async fn without_a_base_map_the_list_is_there_and_nothing_is_missed() {
    in_turn(LONG, async {
        let server = Server::start().await;
        let walk = server.create_walk_with_loop("Slingan");
        let line = server.desk(Role::Officer).walk(walk.id).await.walk.loop_line;
        let here = (line[0][1], line[0][0]);
        another_says_it_is_dark(&server, &walk, here).await;
        let walker = Walker::joins(Kind::Chromium, &walk, beside(here, 20.0, 0.0)).await;
        walker.browser.shows("check-map", "data-state", "ready").await;
        walker.browser.says("Ingen karta behövs").await;
        records_from_the_list(&walker).await;
    })
    .await;
}

#[tokio::test]
async fn a_browser_that_cannot_draw_says_so_and_has_the_list_in_chromium() {
    in_turn(LONG, without_graphics(Kind::Chromium)).await;
}

#[tokio::test]
async fn a_browser_that_cannot_draw_says_so_and_has_the_list_in_firefox() {
    in_turn(LONG, without_graphics(Kind::Firefox)).await;
}

async fn without_graphics(kind: Kind) {
    let (server, walk, line) = Server::start_mapped().await;
    another_says_it_is_dark(&server, &walk, line[0]).await;
    let browser = Browser::start_without_graphics(kind).await;
    let walker = Walker::joins_in(browser, &walk, beside(line[0], 20.0, 0.0)).await;
    walker.browser.says("Webbläsaren kan inte rita kartor").await;
    walker.browser.shows("check-map", "data-state", "waiting").await;
    records_from_the_list(&walker).await;
}

async fn records_from_the_list(walker: &Walker) {
    walker.leaves().await;
    let browser = &walker.browser;
    browser.find("others-item").await;
    assert!(!browser.has("chart").await && !browser.has("show-list").await, "there is no map to switch to");
    walker.points_at("unsafe", "graffiti").await;
    walker.is_done().await;
    browser.find("near-item").await;
    browser.find("others-item").await;
    walker.counts(1, 1).await;
}

#[tokio::test]
async fn recording_does_not_wait_for_the_second_half_of_the_app() {
    in_turn(LONG, async {
        let (server, walk, line) = Server::start_mapped().await;
        let gate = Gate::before(&server).await;
        gate.breaks(SECOND_HALF, 0, Break::Silent);
        let walker = Walker { browser: Browser::start(Kind::Chromium).await };
        let browser = &walker.browser;
        browser.stand_at(line[0], 6.0).await;
        browser.open(&gate.before_walk(&walk).link).await;
        walker.is_on("ready").await;
        browser.find("later-again").await;
        browser.says("Skärmen kunde inte hämtas").await;
        walker.leaves().await;
        for said in 1..=2 {
            browser.tap("unsafe-here").await;
            browser.tap("category-lighting").await;
            walker.is_on(&format!("tell-{said}")).await;
            browser.find("later-again").await;
            let saved = async || (browser.rows("records").await.len() == said).then_some(());
            wait::until("it lies on the phone", saved).await;
            browser.back().await;
            walker.is_on("walk").await;
            walker.counts(said, said).await;
        }

        browser.tap("open-mine").await;
        walker.is_on("mine").await;
        browser.find("later-again").await;
        gate.mends();
        browser.tap("later-again").await;
        let drawn = async || (browser.count("mine-item").await == 2).then_some(());
        wait::until("the screen is drawn", drawn).await;
        assert!(!browser.has("later-again").await);
        browser.back().await;
        walker.is_on("walk").await;
        browser.draws_the_ground("chart").await;
    })
    .await;
}
