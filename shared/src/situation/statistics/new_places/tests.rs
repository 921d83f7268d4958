//! News and none, on walks small enough to check by hand.

use super::*;

fn walks(before: usize, now: usize, participants: usize) -> Vec<DealtWalk> {
    let walk = |is_now| DealtWalk { is_now, participants, voices: 20, passages: 200.0 };
    (0..before).map(|_| walk(false)).chain((0..now).map(|_| walk(true))).collect()
}

/// A window where each walk has so many voices and everybody passed.
fn window(voices: &[usize]) -> Vec<InWindow> {
    let in_window = |(walk, voices): (usize, &usize)| InWindow { walk, voices: *voices, passages: 10.0 };
    voices.iter().enumerate().map(in_window).collect()
}

#[test]
fn voices_that_come_only_with_the_walks_of_now_are_news() {
    let found =
        new_places(&walks(6, 2, 10), &[window(&[1; 8]), window(&[0, 0, 0, 0, 0, 0, 4, 5])], 7).unwrap();
    let [alarm] = found[..] else { panic!("{found:?}") };
    assert_eq!((alarm.window, alarm.voices, alarm.voices_before), (1, 9, 0));
    // 28 deals, one of them as good: the own. Two of eight walks, all alike: 9/4 to be expected.
    assert!((alarm.p - 1.0 / 28.0).abs() < 1e-12 && (alarm.expected - 2.25).abs() < 1e-12, "{alarm:?}");
}

#[test]
fn a_place_that_always_has_many_and_a_walk_that_says_much_everywhere_are_none() {
    assert_eq!(new_places(&walks(4, 4, 10), &[window(&[6, 5, 7, 6, 6, 7, 5, 6])], 7), Ok(vec![]));
    let mut talkative = walks(4, 4, 10);
    talkative[6].voices = 80;
    talkative[7].voices = 80;
    let everywhere = window(&[2, 2, 2, 2, 2, 2, 8, 8]);
    assert_eq!(new_places(&talkative, &[everywhere.clone(), everywhere], 7), Ok(vec![]));
}

#[test]
fn one_walk_with_two_hundred_voices_is_no_news() {
    // What a single walk says, it says together: it is dealt together, and has no second walk beside it.
    let found = new_places(&walks(6, 2, 40), &[window(&[0, 0, 0, 0, 0, 0, 0, 209])], 7);
    assert_eq!(found, Ok(vec![]));
}

#[test]
fn where_nobody_passed_before_nothing_is_known_to_be_new() {
    let only_now: Vec<InWindow> =
        window(&[4, 4, 4]).iter().map(|it| InWindow { walk: it.walk + 3, ..*it }).collect();
    assert_eq!(new_places(&walks(3, 3, 10), &[only_now], 7), Ok(vec![]));
}

#[test]
fn too_few_deals_and_walks_of_unlike_size_are_refused_with_their_counts() {
    let refused = |walks: &[DealtWalk]| new_places(walks, &[], 7).unwrap_err();
    assert_eq!(
        refused(&walks(6, 1, 10)),
        Refused::FewDeals { before: 6, now: 1, deals: 7, needed: FEWEST_DEALS }
    );
    assert!(matches!(refused(&walks(0, 3, 10)), Refused::FewDeals { before: 0, now: 3, .. }));
    let unlike = [walks(6, 0, 4), walks(0, 3, 13)].concat();
    assert_eq!(refused(&unlike), Refused::UnequalWalks { before: 4.0, now: 13.0, most: MOST_UNEQUAL });
    assert_eq!(new_places(&[walks(6, 0, 4), walks(0, 3, 12)].concat(), &[], 7), Ok(vec![]));
}
