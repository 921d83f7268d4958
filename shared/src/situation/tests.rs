//! Findings as properties: any order, bounded extent, no voice lost; and cases that a person would check.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::geo::{Place, Position};
use crate::id::{RecordId, SeriesId};
use crate::statement::{Decided, Feeling, FindingState};

pub(super) const METRE_NORTH: f64 = 1.0 / 111_195.0;

pub(super) fn id(series: u8, number: u64) -> RecordId {
    RecordId { series: SeriesId::from_bytes([series; 16]), number }
}

pub(in crate::situation) fn observation(
    series: u8,
    number: u64,
    north_m: f64,
    accuracy_m: f64,
) -> Observation {
    let position = Position::new(65.6 + north_m * METRE_NORTH, 22.1).unwrap();
    let place = Place::measured(position, accuracy_m);
    let walk = Some(id(99, u64::from(series)));
    Observation { walk, ..Observation::pointed_at(id(series, number), "lighting".parse().unwrap(), place) }
}

fn merge(observations: &[Observation]) -> Vec<Finding> {
    findings(observations, &[], &BTreeMap::new(), &BTreeMap::new(), &Lamps::default())
}

fn street() -> impl Strategy<Value = Vec<Observation>> {
    let one = (1_u8..9, -100.0..100.0_f64, 2.0..60.0_f64);
    prop::collection::vec(one, 0..25).prop_map(|spots| {
        let numbered = (1..).zip(spots);
        numbered
            .map(|(number, (series, north_m, accuracy_m))| observation(series, number, north_m, accuracy_m))
            .collect()
    })
}

proptest! {
    #[test]
    fn findings_do_not_depend_on_the_order_of_arrival(
        (there, shuffled) in street().prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle()))
    ) {
        prop_assert_eq!(merge(&there), merge(&shuffled));
    }

    #[test]
    fn every_observation_is_in_one_finding_and_no_finding_outgrows_its_reach(there in street()) {
        let found = merge(&there);
        let mut members: Vec<_> = found.iter().flat_map(|it| it.observations.clone()).collect();
        members.sort_unstable();
        let mut all: Vec<_> = there.iter().map(|it| it.id).collect();
        all.sort_unstable();
        prop_assert_eq!(members, all);
        prop_assert!(found.iter().all(|it| it.extent_m <= 40.0));
    }
}

#[test]
fn the_same_lamp_pointed_at_from_eight_metres_apart_is_one_finding_with_two_voices() {
    let found = merge(&[observation(1, 1, 0.0, 6.0), observation(2, 1, 8.0, 5.0)]);
    assert_eq!((found.len(), found[0].voices, found[0].walks), (1, 2, 2));
}

#[test]
fn lamps_that_phones_can_tell_apart_stay_apart() {
    assert_eq!(merge(&[observation(1, 1, 0.0, 5.0), observation(2, 1, 25.0, 5.0)]).len(), 2);
}

#[test]
fn a_row_of_lamps_does_not_become_one_long_finding() {
    let row: Vec<_> = (0..10_u8).map(|lamp| observation(lamp, 1, f64::from(lamp) * 10.0, 6.0)).collect();
    let found = merge(&row);
    assert!(found.len() >= 4, "{} findings", found.len());
    assert!(found.iter().all(|it| it.extent_m <= 15.0));
}

#[test]
fn one_walker_who_points_twice_is_one_voice() {
    let found = merge(&[observation(1, 1, 0.0, 6.0), observation(1, 2, 3.0, 6.0)]);
    assert_eq!((found.len(), found[0].voices, found[0].observations.len()), (1, 1, 2));
}

#[test]
fn safe_and_unsafe_never_merge_and_what_has_no_position_stands_alone() {
    let good = Observation { feeling: Feeling::Safe, ..observation(1, 1, 0.0, 6.0) };
    let nowhere =
        |number| Observation { position: None, accuracy_m: None, ..observation(3, number, 0.0, 6.0) };
    assert_eq!(merge(&[good, observation(2, 1, 0.0, 6.0), nowhere(1), nowhere(2)]).len(), 4);
}

#[test]
fn a_decision_stays_with_its_observations_when_another_voice_joins() {
    let decided = |at_ms, replaces, state| Decided {
        at_ms,
        about: vec![id(2, 1)],
        replaces,
        state,
        responsible: Some("Luleå Energi".to_owned()),
        answer: Some("Lampan byts.".to_owned()),
    };
    let decisions = BTreeMap::from([
        (id(50, 1), decided(5, vec![], FindingState::Planned)),
        (id(51, 1), decided(1, vec![id(50, 1)], FindingState::Done)),
    ]);
    let arrived = |at_ms, it| Observation { arrived_at_ms: Some(at_ms), ..it };
    let there = [arrived(5, observation(2, 1, 0.0, 6.0)), arrived(9, observation(1, 1, 4.0, 6.0))];
    let found = findings(&there, &[], &decisions, &BTreeMap::new(), &Lamps::default());
    // The one with the smaller id joins later: the finding keeps its name.
    assert_eq!(
        (found[0].id, found[0].state, found[0].decisions.clone()),
        (id(2, 1), FindingState::Done, vec![id(51, 1)])
    );
    assert_eq!(found[0].answer.as_deref(), Some("Lampan byts."));
}
