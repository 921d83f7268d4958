//! The figures that the methods must have on simulated truth, small enough for every test run. The targets are those of 400
//! comparisons by an independent program; `cargo xtask bench effort` looks at more of them.

use super::*;

/// So many comparisons of each cell.
const COMPARISONS: u32 = 200;

/// How many of the comparisons that were made come out so, and of how many.
fn share(design: &Design, comes_out: impl Fn(&TwoPeriods) -> Option<bool>) -> (f64, u32) {
    let mut chance = Chance(7);
    let said: Vec<bool> =
        (0..COMPARISONS).filter_map(|_| comes_out(&TwoPeriods::of(design, &mut chance))).collect();
    let made = u32::try_from(said.len()).unwrap();
    (f64::from(u32::try_from(said.iter().filter(|it| **it).count()).unwrap()) / f64::from(made.max(1)), made)
}

/// Within three standard errors of both samples.
fn agrees((found, made): (f64, u32), target: f64) {
    let spread = (target * (1.0 - target)).max(0.02);
    let tolerance = 3.0 * (spread * (1.0 / f64::from(made) + 1.0 / 400.0)).sqrt();
    assert!((found - target).abs() <= tolerance, "{found:.3} of {made}, not {target:.3} ± {tolerance:.3}");
}

fn differs(it: &TwoPeriods) -> bool {
    it.equal_effort().is_ok_and(|it| it.difference != crate::situation::statistics::Difference::NotShown)
}

/// Of all comparisons: a refusal finds nothing.
fn equal_effort_finds(design: &Design) -> (f64, u32) {
    share(design, |it| Some(differs(it)))
}

/// Of the comparisons that are not refused.
fn equal_effort_errs(design: &Design) -> (f64, u32) {
    share(design, |it| it.equal_effort().is_ok().then(|| differs(it)))
}

#[test]
fn nothing_changed_is_seldom_called_a_change_however_unequal_the_effort() {
    for (participants, target) in [([15.0, 15.0], 0.020), ([4.0, 40.0], 0.026), ([2.0, 20.0], 0.043)] {
        let found = equal_effort_errs(&Design::unchanged([6, 6], participants));
        agrees(found, target);
        assert!(found.0 <= 0.08, "no false cell above 8 %: {found:?}");
    }
    let strong = Design { noise: Noise::STRONG_GROUPS, ..Design::unchanged([6, 6], [4.0, 40.0]) };
    assert!(equal_effort_errs(&strong).0 <= 0.08);
}

#[test]
fn a_third_mended_is_found_as_often_as_a_municipality_is_told() {
    for (walks, participants, target) in
        [([3, 3], [10.0, 10.0], 0.18), ([6, 6], [15.0, 15.0], 0.76), ([6, 6], [4.0, 40.0], 0.57)]
    {
        let design = Design { mended: 1.0 / 3.0, ..Design::unchanged(walks, participants) };
        agrees(equal_effort_finds(&design), target);
    }
    let more = Design { more: 0.3, ..Design::unchanged([6, 6], [15.0, 15.0]) };
    agrees(equal_effort_finds(&more), 0.78);
}

#[test]
fn places_per_participant_err_seldom_and_their_interval_holds_the_truth() {
    use crate::situation::statistics::Difference;
    let dense = Design { per_km: 20.0, ..Design::unchanged([3, 3], [4.0, 40.0]) };
    let errs = |it: &TwoPeriods| Some(it.per_participant().ok()?.difference != Difference::NotShown);
    agrees(share(&dense, errs), 0.030);
    let half = Design { mended: 0.5, ..Design::unchanged([6, 6], [15.0, 15.0]) };
    let finds =
        |it: &TwoPeriods| Some(it.per_participant().is_ok_and(|it| it.difference != Difference::NotShown));
    agrees(share(&half, finds), 0.66);
    let holds = |it: &TwoPeriods| {
        let (found, truth) = (it.per_participant().ok()?, it.truth?);
        Some(found.low <= truth && truth <= found.high)
    };
    let (found, _) = share(&half, holds);
    assert!(found >= 0.91, "the interval holds the truth in {found}");
}

#[test]
fn those_who_are_asked_tell_what_is_mended_and_hardly_ever_call_mended_what_remains() {
    for (walks, participants, target) in [(1, 12.0, 0.67), (3, 10.0, 0.89), (6, 15.0, 0.95)] {
        let mut chance = Chance(7);
        let all: Vec<_> = (0..COMPARISONS).map(|_| asked(walks, participants, &mut chance)).collect();
        let sum = |kind: usize| all.iter().fold((0, 0), |sum, it| (sum.0 + it[kind].0, sum.1 + it[kind].1));
        let [(mended, found), (remaining, wrong)] = [sum(0), sum(1)];
        assert!((real(found) / real(mended) - target).abs() < 0.07, "{walks}: {found} of {mended}");
        assert!(real(wrong) / real(remaining) <= 0.005, "{walks}: {wrong} of {remaining}");
    }
}

#[test]
fn silence_finds_little_with_few_walks_and_is_seldom_wrong() {
    for (walks, participants, target) in [([1, 1], [12.0, 12.0], 0.0), ([6, 6], [15.0, 15.0], 0.33)] {
        let design = Design { mended: 1.0 / 3.0, ..Design::unchanged(walks, participants) };
        let mut chance = Chance(7);
        let all: Vec<_> = (0..COMPARISONS).map(|_| TwoPeriods::of(&design, &mut chance).silence()).collect();
        let gone = all.iter().fold((0, 0), |sum, it| (sum.0 + it[0].0, sum.1 + it[0].1));
        assert!((real(gone.1) / real(gone.0) - target).abs() < 0.07, "{walks:?}: {gone:?}");
        let wrong = all.iter().filter(|it| it[1].1 > 0).count();
        assert!(real(wrong) / real(all.len()) <= 0.08, "{walks:?}: {wrong}");
    }
}

#[test]
fn what_is_new_is_found_and_seldom_where_nothing_is() {
    let told = |walks, planted: f64| {
        let mut chance = Chance(7);
        let design = Design::unchanged(walks, [10.0, 10.0]);
        let all = (0..COMPARISONS).map(|_| new_place(&design, planted, &mut chance).unwrap().0);
        (
            f64::from(u32::try_from(all.filter(|it| *it).count()).unwrap()) / f64::from(COMPARISONS),
            COMPARISONS,
        )
    };
    for (walks, target) in [([3, 3], 0.057), ([6, 2], 0.023), ([6, 6], 0.047)] {
        agrees(told(walks, 0.0), target);
    }
    agrees(told([6, 6], 0.5), 0.73);
    agrees(told([3, 3], 0.5), 0.51);
}
