//! How often the comparison of two periods is wrong, and how often it finds what has changed, on walks whose truth is known.

mod merged;

use shared::position::simulated::Chance;
use shared::situation::statistics::Difference;
use shared::situation::statistics::simulated::{Design, Noise, TwoPeriods, asked, new_place};

use crate::Figure;

/// So many comparisons of each cell: a standard error of half a percentage point near 5 %.
const COMPARISONS: usize = 2_000;

const UNEQUAL: [([usize; 2], [f64; 2]); 7] = [
    ([3, 3], [10.0, 10.0]),
    ([4, 4], [10.0, 10.0]),
    ([6, 6], [15.0, 15.0]),
    ([6, 6], [6.0, 18.0]),
    ([3, 3], [4.0, 40.0]),
    ([6, 6], [4.0, 40.0]),
    ([6, 6], [2.0, 20.0]),
];

pub(crate) fn measure() -> Vec<Figure> {
    let periods = UNEQUAL.into_iter().flat_map(|(walks, participants)| two_periods(walks, participants));
    periods.chain(told_by_the_asked()).chain(silence()).chain(news()).chain(merging()).collect()
}

/// What is told at equal effort and for each participant, of one design.
fn two_periods(walks: [usize; 2], participants: [f64; 2]) -> Vec<Figure> {
    let name = name(walks, participants);
    let same = Design::unchanged(walks, participants);
    let third = Design { mended: 1.0 / 3.0, ..same };
    let cells = [
        ("unchanged", same),
        ("unchanged, strong groups", Design { noise: Noise::STRONG_GROUPS, ..same }),
        ("unchanged, 20 places/km", Design { per_km: 20.0, ..same }),
        ("a third mended", third),
        ("half mended", Design { mended: 0.5, ..same }),
        ("30 % more", Design { more: 0.3, ..same }),
    ];
    cells.map(|(what, design)| Figure::new(&format!("{name}: {what}"), found(&design), HOW)).into()
}

const HOW: &str = "share called changed: at equal effort, of those not refused in brackets with the share refused; places per \
                   participant, and how often its interval holds the truth";

fn found(design: &Design) -> String {
    let mut chance = Chance(7);
    let all: Vec<TwoPeriods> = (0..COMPARISONS).map(|_| TwoPeriods::of(design, &mut chance)).collect();
    let equal: Vec<bool> = all
        .iter()
        .filter_map(|it| Some(it.equal_effort().ok()?.difference != Difference::NotShown))
        .collect();
    let each: Vec<_> = all.iter().filter_map(|it| Some((it.per_participant().ok()?, it.truth?))).collect();
    let said = each.iter().filter(|(it, _)| it.difference != Difference::NotShown).count();
    let held = each.iter().filter(|(it, truth)| it.low <= *truth && *truth <= it.high).count();
    let changed = equal.iter().filter(|it| **it).count();
    format!(
        "{} ({}, {} refused); {}, {}",
        percent(changed, all.len()),
        percent(changed, equal.len()),
        percent(all.len() - equal.len(), all.len()),
        percent(said, each.len()),
        percent(held, each.len())
    )
}

fn told_by_the_asked() -> impl Iterator<Item = Figure> {
    [(1, 12.0), (3, 10.0), (6, 15.0)].into_iter().map(|(walks, participants)| {
        let mut chance = Chance(7);
        let all: Vec<_> = (0..COMPARISONS).map(|_| asked(walks, participants, &mut chance)).collect();
        let share = |kind: usize| {
            percent(all.iter().map(|it| it[kind].1).sum(), all.iter().map(|it| it[kind].0).sum())
        };
        Figure::new(
            &format!("asked, {walks} walks of {participants}"),
            format!("{}; {}", share(0), share(1)),
            "mended places called mended; places that remain called mended",
        )
    })
}

fn silence() -> impl Iterator<Item = Figure> {
    let designs = [([1, 1], [12.0, 12.0]), ([6, 6], [15.0, 15.0]), ([6, 6], [2.0, 20.0])];
    designs.into_iter().map(|(walks, participants)| {
        let design = Design { mended: 1.0 / 3.0, ..Design::unchanged(walks, participants) };
        let mut chance = Chance(7);
        let all: Vec<_> = (0..COMPARISONS).map(|_| TwoPeriods::of(&design, &mut chance).silence()).collect();
        let gone = (all.iter().map(|it| it[0].1).sum(), all.iter().map(|it| it[0].0).sum());
        let wrong = all.iter().filter(|it| it[1].1 > 0).count();
        Figure::new(
            &format!("silence, a third mended, {}", name(walks, participants)),
            format!("{}; {}", percent(gone.0, gone.1), percent(wrong, all.len())),
            "of mended places with 3 voices before, called pointed out no longer; comparisons with any place wrongly called so",
        )
    })
}

fn news() -> impl Iterator<Item = Figure> {
    let designs = [[3, 3], [6, 2], [6, 3], [6, 6]];
    designs.into_iter().map(|walks| {
        let told = |planted: f64| {
            let mut chance = Chance(7);
            let design = Design::unchanged(walks, [10.0, 10.0]);
            let all = (0..COMPARISONS).filter_map(|_| new_place(&design, planted, &mut chance).ok());
            let found = all.filter(|(any, _)| *any).count();
            percent(found, COMPARISONS)
        };
        Figure::new(
            &format!("what is new, {} + {} walks of 10", walks[0], walks[1]),
            format!("{}; {}; {}", told(0.0), told(0.3), told(0.5)),
            "any alarm: nothing new; a place that 30 % point out; one that 50 % do",
        )
    })
}

fn merging() -> impl Iterator<Item = Figure> {
    let same = Design::unchanged([6, 6], [15.0, 15.0]);
    let third = 1.0 / 3.0;
    let cells = [
        ("unchanged", same),
        ("unchanged, 4 and 40", Design { participants: [4.0, 40.0], ..same }),
        ("unchanged, 20 places/km", Design { per_km: 20.0, ..same }),
        ("unchanged, 20 places/km, 4 and 40", Design { per_km: 20.0, participants: [4.0, 40.0], ..same }),
        ("a third mended", Design { mended: third, ..same }),
        ("a third mended, 20 places/km", Design { per_km: 20.0, mended: third, ..same }),
    ];
    cells.into_iter().map(|(what, design)| {
        let [known, merged] = merged::compared(&design, MERGED);
        Figure::new(
            &format!("merged by position, 6 + 6 walks of 15: {what}"),
            format!("{}; {}", percent(known.0, known.1), percent(merged.0, merged.1)),
            "share called changed at equal effort, of those not refused: places known; phones off by up to 8 m, merged as usual",
        )
    })
}

/// So many comparisons of each cell are merged.
const MERGED: usize = 400;

fn name(walks: [usize; 2], participants: [f64; 2]) -> String {
    format!("{} + {} walks of {} and {}", walks[0], walks[1], participants[0], participants[1])
}

#[expect(clippy::cast_precision_loss, reason = "counts of comparisons")]
fn percent(of: usize, all: usize) -> String {
    if all == 0 { "–".to_owned() } else { format!("{:.1} %", 100.0 * of as f64 / all as f64) }
}
