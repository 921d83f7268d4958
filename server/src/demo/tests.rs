//! The demonstration against the real server.

use std::collections::BTreeSet;

use shared::id::SeriesId;
use shared::statement::FindingState;

use super::*;
use crate::simulate::tests::running;
use crate::surroundings;

#[test]
fn the_loop_is_about_2100_m_and_lies_in_the_demonstration_areas() {
    let track = Track::read(LOOP).unwrap();
    assert!((2_000.0..2_200.0).contains(&track.length_m()), "{}", track.length_m());
    assert_eq!(track.start(), track.at(track.duration_s()), "it ends where it begins");
    let import = import::read(AREAS, &Fields::default(), Coordinates::default(), |_, _| {}).unwrap();
    assert!(import.features.iter().all(|feature| feature.refused.is_none() && feature.mended.is_empty()));
    let areas: Vec<shared::geo::Area> = import.areas.iter().map(Into::into).collect();
    let mut passed = BTreeSet::new();
    for at_s in (0..1_600).step_by(10) {
        passed
            .extend(shared::geo::area_of(&areas, track.at(f64::from(at_s))).map(|area| area.id.to_string()));
    }
    assert!(passed.len() == import.areas.len(), "{passed:?}");
    for walk in &WALKS {
        assert!(areas.iter().any(|area| area.id.as_str() == walk.area), "{}", walk.area);
    }
}

#[tokio::test]
async fn the_demonstration_is_seeded_once_and_has_every_kind_of_life() {
    let server = running().await;
    let (app, address) = (&server.app, &server.address);
    let demo = seed(app, address).await.unwrap();
    assert!(demo.link.ends_with(&format!("/#{}", demo.code)), "{demo}");
    let walks = app.store.walks().await.unwrap();
    assert!(walks.iter().all(|row| row.walk.demonstration && row.photos_missing == 0));
    assert_eq!(
        walks.iter().map(|row| (row.joined, row.sent)).collect::<Vec<_>>(),
        [(0, 0), (12, 12), (9, 9)]
    );
    let findings = &app.pictures.current().await.unwrap().findings;
    let states: BTreeSet<FindingState> = findings.iter().map(|finding| finding.state).collect();
    assert!(states.len() >= 5 && states.contains(&FindingState::New), "{states:?}");
    assert!(findings.iter().any(|finding| finding.walks == 2 && finding.voices >= 4));
    assert!(app.store.is_demonstration().await.unwrap());
    assert_on_the_loop(&findings.iter().cloned().collect::<Vec<_>>());
    assert_eq!(walks[0].walk.follows, Some(walks[1].walk.id));
    let bbox = surroundings::bounds(&walks[0].walk, &[]).unwrap();
    let piece = app.maps.piece(bbox).await.unwrap().unwrap();
    assert!(piece.bytes > 100_000 && piece.attribution.contains("OpenStreetMap"), "{piece:?}");
    let picture = app.pictures.current().await.unwrap();
    let walk = &walks[0].walk;
    let own = SeriesId::from_bytes([0; 16]);
    let onlooker = app.disclosure.onlooker(&app.store, picture.version(), own, walk.id).await.unwrap();
    let asked = surroundings::findings(walk, &onlooker, Some(&bbox), &picture);
    assert!(asked.iter().filter(|it| it.asked).count() >= 10, "{asked:?}");

    assert_eq!(seed(app, address).await.unwrap(), demo);
    assert_eq!(app.store.walks().await.unwrap(), walks);
}

/// What was pointed out lies where people walk, as far as phones are off and hands point.
fn assert_on_the_loop(findings: &[Finding]) {
    let track = Track::read(LOOP).unwrap();
    let steps: Vec<_> = (0..1_700).map(|at_s| track.at(f64::from(at_s))).collect();
    let off_m = |finding: &Finding| {
        let position = finding.position?;
        steps.iter().map(|step| step.distance_m(position)).min_by(f64::total_cmp)
    };
    let farthest_m = findings.iter().filter_map(off_m).max_by(f64::total_cmp).unwrap();
    assert!(farthest_m < 40.0, "{farthest_m}");
}

#[tokio::test]
async fn a_base_map_that_is_there_already_stays() {
    let server = running().await;
    server.app.maps.put_if_none(b"first").unwrap();
    server.app.maps.put_if_none(b"second").unwrap();
    assert_eq!(std::fs::read(server.app.maps.basemap().unwrap()).unwrap(), b"first");
}
