//! The fold as properties: any order, any repetition, any split.

use proptest::prelude::*;

use super::*;
use crate::geo::{Place, Position};
use crate::id::SeriesId;
use crate::statement::{Change, Feeling, FindingState, Photo, Severity};

fn id(series: u8, number: u64) -> RecordId {
    RecordId { series: SeriesId::from_bytes([series; 16]), number }
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        "[a-zåäö]{0,8}".prop_map(Change::Text),
        (0_u8..=3).prop_map(|level| Change::Severity(Severity::try_from(level).unwrap())),
        any::<bool>().prop_map(Change::Withdrawn),
    ]
}

fn statement() -> impl Strategy<Value = Statement> {
    let target = (1_u8..3, 1_u64..6).prop_map(|(series, number)| id(series, number));
    let targets = prop::collection::vec(target.clone(), 0..3);
    let observed = any::<bool>().prop_map(|safe| {
        let feeling = if safe { Feeling::Safe } else { Feeling::Unsafe };
        let category = "lighting".parse().unwrap();
        Statement::Observed(Observed { at_ms: 1, feeling, category, place: Place::default() })
    });
    let photographed = target.clone().prop_map(|of| {
        let photo = Photo { blob: crate::record::blob_hash(b"x"), width: 1, height: 1, bytes: 1 };
        Statement::Photographed(Photographed { at_ms: 2, of, photo })
    });
    let edited = (target, targets.clone(), change())
        .prop_map(|(of, replaces, change)| Statement::Edited(Edited { at_ms: 3, of, replaces, change }));
    let decided = targets.clone().prop_map(|about| {
        let state = FindingState::Confirmed;
        Statement::Decided(Decided {
            at_ms: 4,
            about,
            replaces: vec![],
            state,
            responsible: None,
            answer: None,
        })
    });
    let grouped = (targets.clone(), targets.clone(), targets.clone())
        .prop_map(|(one, apart, replaces)| Statement::Grouped(Grouped { at_ms: 6, one, apart, replaces }));
    let tracked = (0_u32..90).prop_map(|accuracy_m| {
        let from = Position::new(65.6, 22.1).unwrap();
        Statement::Tracked(Tracked { at_ms: 5, after: None, from, accuracy_m, steps: vec![30, 0, 848] })
    });
    prop_oneof![observed, photographed, edited, decided, grouped, tracked]
}

fn records() -> impl Strategy<Value = Vec<Record>> {
    let numbered = |series: u8, statements: Vec<Statement>| -> Vec<Record> {
        let text = |it: Statement| it.to_text().unwrap();
        (1..).zip(statements).map(|(number, it)| Record { id: id(series, number), text: text(it) }).collect()
    };
    let series = || prop::collection::vec(statement(), 0..8);
    (series(), series()).prop_map(move |(one, two)| [numbered(1, one), numbered(2, two)].concat())
}

fn fold<'a>(records: impl IntoIterator<Item = &'a Record>) -> State {
    let mut state = State::default();
    for record in records {
        let _ = state.apply(record);
    }
    state
}

proptest! {
    #[test]
    fn any_order_gives_the_same_state(
        (records, shuffled) in records().prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle()))
    ) {
        prop_assert_eq!(fold(&records), fold(&shuffled));
    }

    #[test]
    fn any_repetition_gives_the_same_state(records in records(), again in prop::collection::vec(any::<prop::sample::Index>(), 0..20)) {
        let repeated = again.iter().filter(|_| !records.is_empty()).map(|index| index.get(&records));
        prop_assert_eq!(fold(&records), fold(records.iter().chain(repeated)));
    }

    #[test]
    fn a_state_that_was_stored_half_way_goes_on_as_if_nothing_happened(records in records(), split in any::<prop::sample::Index>()) {
        let (early, late) = records.split_at(split.index(records.len() + 1));
        let stored = serde_json::to_string(&fold(early)).unwrap();
        let mut state: State = serde_json::from_str(&stored).unwrap();
        for record in late { let _ = state.apply(record); }
        prop_assert_eq!(state, fold(&records));
    }
}

fn edit(of: RecordId, replaces: &[RecordId], change: Change) -> Statement {
    Statement::Edited(Edited { at_ms: 0, of, replaces: replaces.to_vec(), change })
}

fn observed() -> Statement {
    let category = "lighting".parse().unwrap();
    Statement::Observed(Observed { at_ms: 0, feeling: Feeling::Unsafe, category, place: Place::default() })
}

fn state_of(statements: Vec<(RecordId, Statement)>) -> State {
    let mut state = State::default();
    for (id, statement) in statements {
        state.take(id, statement);
    }
    state
}

#[test]
fn edits_that_did_not_know_of_each_other_stand_side_by_side_until_settled() {
    let (target, text) = (id(1, 1), |it: &str| Change::Text(it.to_owned()));
    let apart = vec![
        (target, observed()),
        (id(1, 2), edit(target, &[], text("mörkt"))),
        (id(1, 3), edit(target, &[], text("svart"))),
    ];
    let state = state_of(apart.clone());
    let register = &state.observation(target).unwrap().text;
    assert!(register.is_disputed());
    assert_eq!(register.values().collect::<Vec<_>>(), ["mörkt", "svart"]);

    let settled = [apart, vec![(id(1, 4), edit(target, &register.seen(), text("helt svart")))]].concat();
    let register = &state_of(settled).observation(target).unwrap().text.clone();
    assert!(!register.is_disputed());
    assert_eq!(register.shown().map(String::as_str), Some("helt svart"));
}

#[test]
fn undo_of_a_withdrawal_brings_the_observation_back() {
    let target = id(1, 1);
    let withdrawn = vec![(target, observed()), (id(1, 2), edit(target, &[], Change::Withdrawn(true)))];
    assert!(state_of(withdrawn.clone()).observation(target).unwrap().is_withdrawn());
    let restored = (id(1, 3), edit(target, &[id(1, 2)], Change::Withdrawn(false)));
    assert!(!state_of([withdrawn, vec![restored]].concat()).observation(target).unwrap().is_withdrawn());
}

#[test]
fn stretches_stand_in_the_order_they_were_walked() {
    let from = Position::new(65.6, 22.1).unwrap();
    let tracked =
        |at_ms| Statement::Tracked(Tracked { at_ms, after: None, from, accuracy_m: 6, steps: vec![] });
    // The clock was set back in between, and the second was heard twice.
    let said = vec![
        (id(1, 9), tracked(30)),
        (id(1, 2), tracked(90)),
        (id(1, 9), tracked(30)),
        (id(1, 4), tracked(10)),
    ];
    let state = state_of(said);
    assert_eq!(state.tracked().map(|(_, it)| it.at_ms).collect::<Vec<_>>(), [90, 10, 30]);
}

#[test]
fn two_identical_photos_are_two_and_one_can_be_removed() {
    let target = id(1, 1);
    let photo = Photo { blob: crate::record::blob_hash(b"x"), width: 1, height: 1, bytes: 1 };
    let added = || Statement::Photographed(Photographed { at_ms: 0, of: target, photo: photo.clone() });
    let state = state_of(vec![
        (id(1, 3), edit(id(1, 2), &[], Change::Withdrawn(true))),
        (target, observed()),
        (id(1, 2), added()),
        (id(1, 4), added()),
    ]);
    assert_eq!(state.photos(target).map(|photo| photo.id).collect::<Vec<_>>(), [id(1, 4)]);
    assert!(!state.observation(target).unwrap().is_withdrawn());
}

#[test]
fn what_cannot_be_read_and_what_is_newer_changes_nothing() {
    let mut state = State::default();
    let record = |text: &str| Record { id: id(1, 1), text: text.to_owned() };
    assert!(matches!(state.apply(&record("{}")), Applied::Unreadable(_)));
    assert!(matches!(state.apply(&record(r#"{"kind":"sung"}"#)), Applied::Foreign));
    assert_eq!(state, State::default());
}
