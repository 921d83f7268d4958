//! Ways between the places that an officer clicks.

use super::*;
use crate::basemap::import_osm;
use crate::basemap::tests::a_street;
use shared::wire::{LegFound, LoopAnswer, MAX_LOOP_STOPS};

const STREET: [(f64, f64); 3] = [(18.0035, 59.3035), (18.0145, 59.3035), (18.0145, 59.3095)];

fn give_map(world: &World, places: &[(f64, f64)]) {
    let extract = world.directory.path().join("town.osm.pbf");
    std::fs::write(&extract, a_street(places)).unwrap();
    import_osm(&extract, &world.place.basemap(), None, crate::basemap::Streets::Optional, &mut |_, _| {})
        .unwrap();
}

async fn find(world: &World, through: &[[f64; 2]]) -> LoopAnswer {
    let officer = world.token(Role::Officer).await;
    let answer = world.post(&officer, "/loop", &json!({ "through": through })).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    serde_json::from_slice(&answer.bytes).unwrap()
}

#[tokio::test]
async fn a_leg_follows_the_street_and_places_beside_it_are_moved_onto_it() {
    let world = World::new().await;
    give_map(&world, &STREET);
    let beside = 59.3035 + 0.0001;
    let found = find(&world, &[[18.005, beside], [18.010, 59.3035], [18.005, beside]]).await;
    assert!(found.stops.iter().all(|stop| stop.on_way && (stop.at[1] - 59.3035).abs() < 1e-5), "{found:?}");
    let lengths: Vec<_> = found.legs.iter().map(|leg| (leg.found, leg.length_m.round())).collect();
    assert_eq!(lengths, [(LegFound::Along, 284.0); 2]);
    let ends = json!([found.stops[0].at, found.stops[1].at]);
    assert_eq!(json!([found.legs[0].line.first(), found.legs[0].line.last()]), ends);
    assert_eq!(found.legs[0].line.last(), found.legs[1].line.first());
    assert!(world.place.ways().is_file(), "the graph is kept");
}

#[tokio::test]
async fn where_there_is_no_way_the_answer_says_so_and_draws_nothing() {
    let world = World::new().await;
    give_map(&world, &STREET);
    let found = find(&world, &[[18.005, 59.3035], [18.005, 59.3095]]).await;
    assert!(!found.stops[1].on_way && json!(found.stops[1].at) == json!([18.005, 59.3095]), "{found:?}");
    assert_eq!((found.legs[0].found, found.legs[0].line.len()), (LegFound::OffWays, 0));
    let one = find(&world, &[[18.005, 59.3035]]).await;
    assert_eq!((one.stops.len(), one.legs.len()), (1, 0), "a single place is moved onto its way");
}

#[tokio::test]
async fn without_a_map_and_with_impossible_places_there_is_a_sentence() {
    let world = World::new().await;
    let officer = world.token(Role::Officer).await;
    let ask =
        async |through: Value| world.post(&officer, "/loop", &json!({ "through": through })).await.problem();
    assert_eq!(ask(json!([[18.0, 59.3]])).await, problem(404, "not-found"));
    give_map(&world, &STREET);
    let many = vec![[18.0, 59.3]; MAX_LOOP_STOPS + 1];
    for impossible in [json!([]), json!(many), json!([[18.0, 99.0]]), json!([[18.0, 59.3], [18.0, 60.3]])] {
        assert_eq!(ask(impossible.clone()).await, problem(422, "bad-input"), "{impossible}");
    }
    assert_eq!(ask(json!([["a", 59.3]])).await, problem(400, "broken-json"));
    std::fs::write(world.place.basemap(), "no map at all").unwrap();
    assert_eq!(ask(json!([[18.0, 59.3]])).await, problem(404, "no-ways"));
}

#[tokio::test]
async fn a_map_that_is_imported_meanwhile_is_used_from_the_next_question_on() {
    let world = World::new().await;
    give_map(&world, &STREET);
    assert!(find(&world, &[[18.005, 59.3035]]).await.stops[0].on_way);
    give_map(&world, &[(18.0035, 59.3075), (18.0145, 59.3075), (18.0145, 59.3095)]);
    let found = find(&world, &[[18.005, 59.3035], [18.005, 59.3075]]).await;
    assert_eq!(found.stops.iter().map(|stop| stop.on_way).collect::<Vec<_>>(), [false, true]);
}
