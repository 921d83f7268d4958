//! Places at equal effort, against values by hand and by enumeration.

use super::*;

fn walks(all: &[(usize, [usize; 5])]) -> Vec<WalkPlaces> {
    let walk = |(participants, by): &(usize, [usize; 5])| WalkPlaces {
        participants: *participants,
        named_by: by.iter().copied().enumerate().filter(|(_, by)| *by > 0).collect(),
    };
    all.iter().map(walk).collect()
}

fn spring() -> Vec<WalkPlaces> {
    walks(&[(8, [5, 3, 1, 0, 2]), (10, [6, 0, 2, 1, 3]), (9, [4, 2, 0, 0, 5])])
}

fn autumn() -> Vec<WalkPlaces> {
    walks(&[(7, [2, 1, 0, 1, 0]), (12, [3, 0, 0, 0, 4]), (8, [1, 0, 1, 0, 2]), (6, [0, 2, 0, 0, 1])])
}

#[test]
fn places_are_those_of_all_choices_of_walks_and_participants() {
    let found = at_equal_effort(&spring(), &autumn(), 1).unwrap();
    // Three walks of six participants, by enumeration of every choice of walks in Python.
    assert_eq!((found.walks, found.participants, found.difference), (3, 6, Difference::NotShown));
    assert!((found.before - 4.566_666_666_666_666).abs() < 1e-12, "{found:?}");
    assert!((found.now - 4.163_690_476_190_476).abs() < 1e-12, "{found:?}");
    // The variances over every draw with replacement are 0.29856 and 0.37503: p = 0.645; of 199 draws it is near.
    assert!((found.p - 0.645).abs() < 0.05, "{found:?}");
    assert!(found.low < -0.4 && found.high > 0.0);
}

#[test]
fn a_walk_of_many_with_the_same_faults_is_no_change() {
    let three = |participants: usize, by: [usize; 5]| walks(&[(participants, by); 3]);
    let mut now = three(20, [16, 12, 8, 10, 14]);
    now[0].named_by[1].1 = 13;
    let mut before = three(3, [2, 2, 1, 2, 2]);
    before[0].named_by[2].1 = 2;
    let found = at_equal_effort(&before, &now, 1).unwrap();
    assert_eq!((found.participants, found.difference), (3, Difference::NotShown), "{found:?}");
}

#[test]
fn sides_may_change_places_and_a_seed_gives_the_same() {
    let found = at_equal_effort(&spring(), &autumn(), 1).unwrap();
    let turned = at_equal_effort(&autumn(), &spring(), 1).unwrap();
    assert!((found.before - turned.now).abs() < 1e-12 && (found.now - turned.before).abs() < 1e-12);
    assert_eq!(found, at_equal_effort(&spring(), &autumn(), 1).unwrap());
}

#[test]
fn too_little_is_refused_with_its_counts() {
    let refused = |a: &[WalkPlaces], b: &[WalkPlaces]| at_equal_effort(a, b, 1).unwrap_err();
    assert_eq!(
        refused(&spring()[..2], &autumn()),
        Refused::FewWalks { before: 2, now: 4, needed: FEWEST_WALKS }
    );
    let one_place = walks(&[(8, [5, 0, 0, 0, 0]); 3]);
    assert!(matches!(refused(&spring(), &one_place), Refused::FewPlaces { needed: 3, .. }));
    let alike = walks(&[(5, [5, 5, 5, 5, 5]); 3]);
    assert_eq!(refused(&alike, &alike), Refused::NoVariation);
    assert_eq!(refused(&[], &[]), Refused::FewWalks { before: 0, now: 0, needed: FEWEST_WALKS });
}

#[test]
fn hundreds_of_walks_do_not_overflow() {
    let year: Vec<WalkPlaces> = (0..400)
        .map(|walk| WalkPlaces {
            participants: 5,
            named_by: vec![(walk % 50, 1 + walk % 4), (60 + walk % 7, 2)],
        })
        .collect();
    let found = at_equal_effort(&year, &year, 1).unwrap();
    assert_eq!((found.walks, found.difference), (MOST_WALKS, Difference::NotShown));
    assert!(found.before > 7.0 && found.before < 57.0, "{found:?}");
}
