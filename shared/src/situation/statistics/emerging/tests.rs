//! The scan against shuffled cases, planted ones and cases reckoned by hand.

use proptest::prelude::*;

use super::*;
use crate::geo::apart_m;

const UNTIL_MS: i64 = 1_795_000_000_000;

fn case(place: usize, days_ago: usize) -> Case {
    let at = [place % 6, place / 6].map(|it| 150.0 * real(it) + 50.0);
    Case { point_m: at, at_ms: UNTIL_MS - i64::try_from(days_ago).unwrap() * DAY_MS - DAY_MS / 2 }
}

/// Cases that fall on 36 places and on days independently of each other.
fn background(count: usize, days: usize, chance: &mut Pcg32) -> Vec<Case> {
    (0..count).map(|_| case(below(chance, 36), below(chance, days))).collect()
}

fn scan(deals: usize) -> Scan {
    Scan { longest_days: 7, study_days: 90, deals, ..Scan::default() }
}

fn found(cases: &[Case], scan: &Scan) -> Vec<Emerging> {
    emerging(cases, UNTIL_MS, scan).unwrap()
}

#[test]
fn three_cases_of_eight_come_out_as_by_hand() {
    // Eight cases, four at each of two places far apart; all three of the last day at the one.
    let cases =
        [(0, 0), (0, 0), (0, 0), (0, 9), (35, 9), (35, 10), (35, 11), (35, 12)].map(|(a, b)| case(a, b));
    // One deal in seven puts all three on one place or the other: 2 · (4 over 3) ÷ (8 over 3).
    assert_eq!(found(&cases, &scan(199)), []);
    let mut sure = cases.to_vec();
    sure.extend((0..30).map(|day| case(35, 20 + day)));
    let found = found(&sure, &scan(199));
    assert_eq!((found.len(), found[0].cases, found[0].days), (1, 3, 1));
    // Of 38 cases 4 are at the place and 3 in the last day.
    let expected = 4.0 * 3.0 / 38.0;
    let by_hand = 3.0 * (3.0_f64 / expected).ln() + 35.0 * (35.0 / (38.0 - expected)).ln();
    assert!(
        (found[0].expected - expected).abs() < 1e-12 && (found[0].log_likelihood - by_hand).abs() < 1e-12
    );
    assert!(apart_m(found[0].middle_m, [50.0, 50.0]) < 1e-9 && found[0].reach_m.abs() < 1e-9);
    assert!((found[0].recurrence_days * found[0].p - 1.0).abs() < 1e-12);
}

#[test]
fn where_nothing_goes_on_there_is_an_alarm_in_one_of_twenty_scans() {
    let mut chance = Pcg32::new(7, 7);
    let alarms = (0..400_u64).filter(|seed| {
        let cases = background(150, 90, &mut chance);
        !found(&cases, &Scan { seed: *seed, ..scan(99) }).is_empty()
    });
    let alarms = alarms.count();
    // Binomial with 400 and 0.05: 20 expected, deviation 4.4. Ties between small counts make it rather fewer.
    println!("{alarms} false alarms in 400 scans at 5 %");
    assert!((7..=33).contains(&alarms), "{alarms}");
}

#[test]
fn a_place_that_always_has_much_and_a_week_that_has_much_everywhere_raise_no_alarm() {
    let mut chance = Pcg32::new(3, 3);
    let mut cases = background(120, 90, &mut chance);
    cases.extend((0..200).map(|_| case(14, below(&mut chance, 90))));
    cases.extend((0..100).map(|_| {
        case(if below(&mut chance, 2) == 0 { 14 } else { below(&mut chance, 36) }, below(&mut chance, 5))
    }));
    let found = found(&cases, &scan(199));
    assert!(found.iter().all(|it| it.p > 0.01), "{found:?}");
}

/// After how many days something that adds two cases a day at one place is noticed; chance must be below 1 in 100.
fn delay_days(seed: u64) -> usize {
    let mut chance = Pcg32::new(seed, 1);
    let before = background(180, 90, &mut chance);
    let at = case(20, 0).point_m;
    let noticed = |day: &usize| {
        let shifted = |it: &Case| Case { at_ms: it.at_ms - i64::try_from(*day).unwrap() * DAY_MS, ..*it };
        let mut cases: Vec<Case> = before.iter().map(shifted).collect();
        cases.extend((0..*day).flat_map(|ago| [case(20, ago), case(20, ago)]));
        cases.extend((0..2 * day).map(|it| case((it * 7 + 3) % 36, it / 2)));
        let found = found(&cases, &Scan { seed, ..scan(199) });
        found.iter().any(|it| it.p <= 0.01 && apart_m(it.middle_m, at) <= it.reach_m + 75.0)
    };
    (1..30).find(noticed).unwrap()
}

#[test]
fn an_emerging_problem_is_noticed_within_days() {
    let mut delays: Vec<usize> = (0..40).map(delay_days).collect();
    delays.sort_unstable();
    println!("noticed after {} days (median), {} at most", delays[20], delays[39]);
    assert!(delays[20] <= 3 && delays[39] <= 6, "{delays:?}");
}

#[test]
fn nothing_recorded_is_nothing_new_and_what_is_too_few_is_never_an_alarm() {
    assert_eq!(found(&[], &scan(9)), []);
    let tomorrow = Case { at_ms: UNTIL_MS, ..case(0, 0) };
    assert_eq!(found(&[tomorrow, case(0, 900)], &scan(9)), []);
    let mut quiet: Vec<Case> = (0..60).map(|day| case(35, day + 20)).collect();
    quiet.extend([case(0, 0), case(0, 0)]);
    assert_eq!(found(&quiet, &scan(99)), []);
    assert_eq!(found(&quiet, &Scan { fewest_cases: 2, ..scan(99) }).len(), 1);
    assert_eq!(found(&quiet, &Scan { longest_days: 0, ..scan(9) }), []);
    assert!(emerging(&quiet, UNTIL_MS, &Scan { side_m: 0.0, ..scan(9) }).is_err());
}

fn cases() -> impl Strategy<Value = Vec<Case>> {
    let planted = prop::collection::vec((0_usize..36, 0_usize..60), 1..60);
    planted.prop_map(|at| {
        let mut cases: Vec<Case> = at.into_iter().map(|(place, days)| case(place, days)).collect();
        cases.extend((0..6).map(|at| case(9, at % 3)));
        cases
    })
}

proptest! {
    #[test]
    fn the_order_of_arrival_changes_nothing(
        (there, shuffled) in cases().prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle())), seed in any::<u64>()
    ) {
        let scan = Scan { seed, ..scan(39) };
        prop_assert_eq!(found(&there, &scan), found(&shuffled, &scan));
    }

    #[test]
    fn circles_lie_apart_and_hold_more_than_expected(there in cases()) {
        let found = found(&there, &Scan { deals: 39, ..scan(39) });
        for (at, one) in found.iter().enumerate() {
            prop_assert!(f64::from(one.cases) > one.expected && one.p <= REPORTED_P);
            for other in &found[..at] {
                prop_assert!(apart_m(one.middle_m, other.middle_m) > one.reach_m.max(other.reach_m));
                prop_assert!(other.log_likelihood >= one.log_likelihood);
            }
        }
    }
}
