//! A picture that went on from change to change is the one that is made of everything at once.

use proptest::prelude::*;

use shared::geo::{Place, Position};
use shared::situation::{Lamp, Lamps, findings, fold_voices};
use shared::statement::{Condition, FindingState};

use super::kept::Kept;
use super::*;
use crate::store::Changes;

/// What happens to one of a few things.
#[derive(Debug, Clone)]
enum Deed {
    Observed { which: u64, north_m: f64, text: Option<String>, arrived_at_ms: i64 },
    Withdrawn { which: u64 },
    Looked { which: u64, of: u64, condition: Condition },
    TakenBack { which: u64 },
    Decided { which: u64, about: Vec<u64>, replaces: Vec<u64>, state: FindingState },
    Grouped { which: u64, one: Vec<u64>, apart: Vec<u64>, replaces: Vec<u64> },
}

fn id(series: u8, number: u64) -> RecordId {
    RecordId { series: SeriesId::from_bytes([series; 16]), number }
}

/// Every third thing is of the same walker.
fn thing(which: u64) -> ObservationId {
    id(u8::try_from(which % 3).unwrap(), which)
}

fn observation(which: u64, north_m: f64, text: Option<String>, arrived_at_ms: i64) -> Observation {
    let place = Place::measured(Position::new(65.6 + north_m / 111_195.0, 22.1).unwrap(), 6.0);
    let pointed_at = Observation::pointed_at(thing(which), "lighting".parse().unwrap(), place);
    Observation { at_ms: 7, arrived_at_ms: Some(arrived_at_ms), text, ..pointed_at }
}

fn deed() -> impl Strategy<Value = Deed> {
    let which = || 1_u64..9;
    let some = || prop::collection::vec(which(), 0..3);
    let text = prop::option::of("[ab]{1,3}");
    let observed =
        (which(), 0.0..90.0_f64, text, 1_i64..5).prop_map(|(which, north_m, text, arrived_at_ms)| {
            Deed::Observed { which, north_m, text, arrived_at_ms }
        });
    let condition = prop::sample::select(vec![Condition::Remains, Condition::Fixed, Condition::Worse]);
    let looked = (which(), which(), condition).prop_map(|(which, of, condition)| Deed::Looked {
        which,
        of,
        condition,
    });
    let decided = (which(), some(), some(), prop::sample::select(FindingState::ALL.to_vec()))
        .prop_map(|(which, about, replaces, state)| Deed::Decided { which, about, replaces, state });
    let grouped = (which(), some(), some(), some()).prop_map(|(which, one, apart, replaces)| Deed::Grouped {
        which,
        one,
        apart,
        replaces,
    });
    prop_oneof![
        6 => observed,
        1 => which().prop_map(|which| Deed::Withdrawn { which }),
        2 => looked,
        1 => which().prop_map(|which| Deed::TakenBack { which }),
        2 => decided,
        2 => grouped,
    ]
}

fn note(changes: &mut Changes, deed: &Deed) {
    let things = |which: &[u64]| which.iter().map(|it| thing(*it)).collect::<Vec<_>>();
    let stated = |series, which: &[u64]| which.iter().map(|it| id(series, *it)).collect::<Vec<_>>();
    match deed {
        Deed::Observed { which, north_m, text, arrived_at_ms } => {
            let it = observation(*which, *north_m, text.clone(), *arrived_at_ms);
            changes.observations.insert(it.id, Some(Arc::new(it)));
        }
        Deed::Withdrawn { which } => drop(changes.observations.insert(thing(*which), None)),
        Deed::Looked { which, of, condition } => {
            let (id, of, condition) = (id(9, *which), thing(*of), *condition);
            let it = Revisit { id, of, walk: None, at_ms: 8, condition, light: None, photos: vec![] };
            changes.revisits.insert(id, Some(Arc::new(it)));
        }
        Deed::TakenBack { which } => drop(changes.revisits.insert(id(9, *which), None)),
        Deed::Decided { which, about, replaces, state } => {
            let (about, replaces) = (things(about), stated(10, replaces));
            let at_ms = i64::try_from(*which).unwrap();
            let it = Decided { at_ms, about, replaces, state: *state, responsible: None, answer: None };
            // What was said once is never said otherwise.
            changes.decisions.entry(id(10, *which)).or_insert(it);
        }
        Deed::Grouped { which, one, apart, replaces } => {
            let (one, apart, replaces) = (things(one), things(apart), stated(11, replaces));
            let it = Grouped { at_ms: i64::try_from(*which).unwrap(), one, apart, replaces };
            changes.groupings.entry(id(11, *which)).or_insert(it);
        }
    }
}

fn lamps() -> Lamps {
    let posts = [65.600_2, 65.600_5].map(|lat| Position::new(lat, 22.1).unwrap());
    Lamps::new(posts.map(|position| Lamp { name: None, position }))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_picture_that_went_on_is_the_one_made_of_everything_at_once(
        portions in prop::collection::vec(prop::collection::vec(deed(), 0..6), 0..8), is_lit in any::<bool>()
    ) {
        let lamps = if is_lit { lamps() } else { Lamps::default() };
        let mut kept = Kept::of(Changes::default(), lamps.clone());
        let mut all = Changes::default();
        for portion in portions {
            let mut changes = Changes::default();
            for deed in &portion {
                note(&mut changes, deed);
                note(&mut all, deed);
            }
            let first = |id: &RecordId| all.decisions.get(id).cloned();
            changes.decisions = changes.decisions.keys().filter_map(|id| Some((*id, first(id)?))).collect();
            let first = |id: &RecordId| all.groupings.get(id).cloned();
            changes.groupings = changes.groupings.keys().filter_map(|id| Some((*id, first(id)?))).collect();
            kept = kept.after(changes);
        }
        let observations: Vec<_> = all.observations.values().flatten().map(|it| (**it).clone()).collect();
        let revisits: Vec<_> = all.revisits.values().flatten().map(|it| (**it).clone()).collect();
        let expected = findings(&observations, &revisits, &all.decisions, &all.groupings, &lamps);
        let tracked = all.tracks.iter().map(|track| track.id.series).collect();
        let expected = fold_voices(expected, &observations, &tracked);
        let picture = &kept.picture;
        prop_assert_eq!(picture.findings.iter().cloned().collect::<Vec<_>>(), expected);
        prop_assert_eq!(picture.observations.iter().cloned().collect::<Vec<_>>(), observations);
        for finding in picture.findings.iter() {
            for id in &finding.observations {
                prop_assert_eq!(picture.finding(*id), Some(finding));
            }
        }
        for (id, _) in all.observations.iter().filter(|(_, it)| it.is_none()) {
            prop_assert_eq!(picture.finding(*id), None);
        }
        for series in 0..3 {
            let series = SeriesId::from_bytes([series; 16]);
            let own: Vec<_> = picture.findings_of(series).map(|(id, _)| id).collect();
            let there = picture.observations.iter().map(|it| it.id).filter(|id| id.series == series);
            prop_assert_eq!(own, there.collect::<Vec<_>>());
        }
    }
}
