//! The picture that is asked for: chosen, compared, with tracks, and what the municipality's own weights do.

use super::*;

const DAY: i64 = shared::time::DAY_MS;
const METRE_NORTH: f64 = 1.0 / 111_195.0;

fn seen(category: &str, north_m: f64, at_ms: i64) -> String {
    let (lat, lon) = (65.6 + north_m * METRE_NORTH, 22.1);
    let fix = json!({ "lat": lat, "lon": lon, "accuracy_m": 5.0, "fixed_at_ms": at_ms, "source": "device" });
    let said = json!({ "kind": "observed", "at_ms": at_ms, "feeling": "unsafe", "category": category,
        "place": { "fix": fix } });
    said.to_string()
}

/// Two kilometres northwards, at 1.2 m/s.
fn walked(at_ms: i64) -> String {
    let steps: Vec<i64> = [15, 180, 0].repeat(100);
    let from = json!({ "lat": 65.6, "lon": 22.1 });
    json!({ "kind": "tracked", "at_ms": at_ms, "from": from, "accuracy_m": 5, "steps": steps }).to_string()
}

#[tokio::test]
async fn a_picture_stands_beside_the_period_before_on_the_kilometres_that_were_walked() {
    let world = World::new().await;
    let phone = world.phone().await;
    let before = (0..3).map(|at| seen("lighting", 300.0 * f64::from(at), 5 * DAY));
    let now = (0..4).map(|at| seen("lighting", 1_000.0 + 200.0 * f64::from(at), 15 * DAY));
    let tracks = [walked(5 * DAY), walked(15 * DAY)];
    world.push(&phone, 1, &before.chain(now).chain(tracks).collect::<Vec<_>>()).await;
    let officer = world.token(Role::Officer).await;
    let period = "from=1970-01-11T00:00:00Z&to=1970-01-21T00:00:00Z";
    let found = world.get(&officer, &format!("/situation?{period}")).await.json();
    assert_eq!(found["before"], json!({ "from_ms": 0, "to_ms": 10 * DAY }));
    assert_eq!((&found["version"], &found["findings"]), (&json!(2), &json!(4)));
    let counts = |places: usize| json!({ "places": places, "participants": 1, "pairs": places });
    assert_eq!((&found["trend"]["now"], &found["trend"]["before"]), (&counts(4), &counts(3)));
    let [at_night] = &found["by_time"].as_array().unwrap()[..] else { panic!("{}", found["by_time"]) };
    assert_eq!((&at_night["time"], &at_night["observations"]), (&json!("night"), &json!(4)));
    for rows in ["by_light", "by_time", "by_when", "by_severity"] {
        let row = &found[rows][0];
        assert_eq!((&row["trend"]["now"], &row["trend"]["before"]), (&counts(4), &counts(3)), "{rows}");
    }
    let comparison = &found["comparison"];
    assert_eq!((&comparison["equal_effort"], &comparison["is_stretch_known"]), (&Value::Null, &json!(true)));
    assert_eq!(
        (&comparison["earlier"]["places"], &comparison["earlier"]["not_asked"]),
        (&json!(3), &json!(3))
    );
    let why = json!({ "reason": "few_walks", "before": 1, "now": 1, "needed": 3 });
    let refused = found["refused"].as_array().unwrap();
    for measure in ["equal_effort", "per_participant"] {
        assert!(refused.contains(&json!({ "measure": measure, "why": why })), "{measure}: {refused:?}");
    }
    assert_eq!(found["safe_trend"]["now"]["places"], 0);
    let alone = world.get(&officer, &format!("/situation?{period}&compare=nothing")).await.json();
    assert_eq!((&alone["before"], &alone["comparison"]), (&Value::Null, &Value::Null));
    let wrong = world.get(&officer, "/situation?compare=yesterday").await;
    assert_eq!(wrong.problem(), problem(400, "bad-query"));
    assert_eq!(world.get(&officer, "/findings?compare=before").await.problem(), problem(400, "bad-query"));
}

#[tokio::test]
async fn every_part_of_a_rank_is_shown_and_what_nobody_knows_is_said_to_be_unknown() {
    let world = World::new().await;
    let phone = world.phone().await;
    world.push(&phone, 1, &[seen("lighting", 0.0, 0)]).await;
    let officer = world.token(Role::Officer).await;
    let known = async || {
        let found = world.get(&officer, "/situation").await.json();
        let parts = found["strongest"][0]["parts"].as_array().unwrap().clone();
        parts.into_iter().find(|part| part["ground"] == "vulnerable").unwrap()
    };
    assert_eq!(known().await["is_known"], false);
    let school = read_points(b"namn,lat,lon\nskolan,65.6005,22.1\n");
    world.app.store.replace_assets("vulnerable", &school.assets).await.unwrap();
    let part = known().await;
    assert_eq!((&part["is_known"], &part["points"]), (&json!(true), &json!(0.5)));
}

#[tokio::test]
async fn a_picture_tells_planners_no_words_and_lists_the_safest_places() {
    let world = World::new().await;
    let (one, two) = (world.phone().await, world.phone().await);
    let said = |feeling: &str, category: &str, described: &str| {
        json!({ "kind": "observed", "at_ms": 1_000, "feeling": feeling, "category": category,
            "place": { "described": described, "pin": { "lat": 65.617, "lon": 22.137 } } })
        .to_string()
    };
    world.push(&one, 1, &[said("unsafe", "lighting", "bakom Coop"), said("safe", "life", "torget")]).await;
    world.push(&two, 1, &[said("safe", "life", "torget")]).await;
    let (planner, officer) = (world.token(Role::Planner).await, world.token(Role::Officer).await);
    let told = world.get(&officer, "/situation").await.json();
    assert_eq!(told["best"][0]["voices"], 2, "{told}");
    assert_eq!(told["strongest"].as_array().unwrap().len(), 1);
    let text = world.get(&planner, "/situation").await.text();
    assert!(!text.contains("Coop") && !text.contains("torget"), "no words of walkers: {text}");
    let text = world.get(&officer, "/situation").await.json().to_string();
    assert!(text.contains("Coop") && text.contains("torget"), "{text}");
}

fn read_points(file: &[u8]) -> crate::import::points::Points {
    use crate::import::{Coordinates, points};
    points::read(file, &points::PointFields::default(), Coordinates::default()).unwrap()
}
