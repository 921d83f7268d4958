//! The picture of a period at the desk, in a real browser: what has changed, how often, when, what is new, which streets.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::time::Duration;

use shared::geo::Position;
use shared::statement::{Feeling, Statement, Tracked};
use shared::time::DAY_MS;
use tests::browser::{Browser, Kind, in_turn};
use tests::officer::officer;
use tests::phone::Phone;
use tests::says::pointed_out;
use tests::server::{Server, Walk};
use tests::stroll::{STEP_MS, steps};
use tests::wait::clock_ms;

const LONG: Duration = Duration::from_secs(150);

type LatLon = (f64, f64);

fn position((lat, lon): LatLon) -> Position {
    Position::new(lat, lon).unwrap()
}

/// The whole way, ending then.
fn tracked(way: &[LatLon], at_ms: i64) -> Statement {
    let millionths = |degrees: f64| format!("{:.0}", degrees * 1e6).parse::<i64>().unwrap();
    let of = |(lat, lon): LatLon| [millionths(lat), millionths(lon)];
    let step = |pair: &[LatLon]| {
        let ([lat, lon], [to_lat, to_lon]) = (of(pair[0]), of(pair[1]));
        [i64::from(STEP_MS) / 1_000, to_lat - lat, to_lon - lon]
    };
    let steps = way.windows(2).flat_map(step).collect();
    Statement::Tracked(Tracked { at_ms, after: None, from: position(way[0]), accuracy_m: 5, steps })
}

async fn says(server: &Server, walk: &Walk, statements: Vec<Statement>) -> Phone {
    let phone = server.join(walk).await;
    for statement in statements {
        phone.say(&statement).await;
    }
    phone.send().await.unwrap();
    phone
}

/// All of one walk: long ago a little everywhere; a fortnight ago one walker with three things and eight good places; the day before
/// yesterday three walkers with sixteen things each; since then fourteen who speak of one corner.
async fn autumn(server: &Server, walk: &Walk, way: &[LatLon]) {
    let now_ms = clock_ms();
    let days_ago = |days: i64| now_ms - days * DAY_MS;
    let dark =
        |at: usize, days| pointed_out(Feeling::Unsafe, "lighting", way[at % way.len()], days_ago(days));
    let good = |at: usize, days| pointed_out(Feeling::Safe, "life", way[at], days_ago(days));
    let long_ago = (0..60).map(|number| dark(3 * number, 30 + i64::try_from(number).unwrap()));
    says(server, walk, long_ago.collect()).await;
    let fortnight = (0..3).map(|at| dark(50 * at, 14)).chain((0..8).map(|at| good(18 * at + 5, 14)));
    says(server, walk, fortnight.chain([tracked(way, days_ago(14))]).collect()).await;
    for walker in 0..3 {
        let things = (0..16).map(|at| dark(9 * at + 3 * walker, 2));
        says(server, walk, things.chain([good(5, 2), tracked(way, days_ago(2))]).collect()).await;
    }
    for _ in 0..14 {
        says(server, walk, vec![pointed_out(Feeling::Unsafe, "gathering", way[80], days_ago(1))]).await;
    }
}

async fn number(desk: &Browser, selector: &str) -> u64 {
    let count = "return document.querySelectorAll(arguments[0]).length";
    desk.eval(count, vec![selector.into()]).await.as_u64().unwrap()
}

#[tokio::test]
async fn a_period_is_told_beside_the_one_before_in_words_bars_and_tables() {
    in_turn(LONG, async {
        let (server, walk, line) = Server::start_mapped().await;
        let areas = tests::place::demonstration("areas.geojson");
        server.run_well(&["areas", "import", areas.to_str().unwrap()]);
        autumn(&server, &walk, &steps(&line)).await;
        let desk = officer(Kind::Chromium, &server).await;
        let day = "return new Date(Date.now() - 9 * 864e5).toISOString().slice(0, 10)";
        let from = desk.eval(day, vec![]).await;
        desk.open(&server.url(&format!("/desk/situation?from={}", from.as_str().unwrap()))).await;

        let words = desk.text("situation-paragraph").await;
        assert!(words.contains("Det går inte att"), "{words}");
        assert!(words.contains("förra gången"), "both periods stand with their counts: {words}");
        assert!(desk.text("periods").await.contains("jämfört med"), "both periods have their dates");
        assert!(number(&desk, ".bar .before").await > 2, "a mark shows what it was before");
        assert!(
            number(&desk, "details th[scope=rowgroup]").await >= 2,
            "time of day and light stand in tables"
        );
        desk.find("reckoned").await;

        assert!(number(&desk, "[data-test=hours] text").await >= 1, "the highest hour carries its number");
        assert_eq!(number(&desk, "[data-test=hours] + details tbody tr").await, 24);

        let streets = desk.text("streets").await;
        assert!(streets.contains("Inte gången betyder inte trygg"), "{streets}");
        assert!(number(&desk, "[data-test=streets] tbody tr").await > 4);
        desk.screenshot("situation").await;
    })
    .await;
}
