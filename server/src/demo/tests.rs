//! The demonstration against the real server.

use std::collections::BTreeSet;

use shared::statement::FindingState;

use super::*;
use crate::simulate::tests::running;

#[test]
fn the_loop_is_about_1600_m_and_lies_in_the_demonstration_areas() {
    let track = Track::read(LOOP).unwrap();
    assert!((1_500.0..1_700.0).contains(&track.length_m()), "{}", track.length_m());
    let import = import::read(AREAS, &Fields::default(), |_, _| {}).unwrap();
    assert!(import.features.iter().all(|feature| feature.refused.is_none() && feature.mended.is_empty()));
    let areas: Vec<shared::geo::Area> = import.areas.iter().map(Into::into).collect();
    let mut passed = BTreeSet::new();
    for at_s in (0..1_200).step_by(10) {
        passed
            .extend(shared::geo::area_of(&areas, track.at(f64::from(at_s))).map(|area| area.id.to_string()));
    }
    assert!(passed.len() >= 3, "{passed:?}");
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

    assert_eq!(seed(app, address).await.unwrap(), demo);
    assert_eq!(app.store.walks().await.unwrap(), walks);
}
