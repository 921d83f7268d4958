//! What a seed decides: how many phones, and the list of everything that happens.

use shared::geo::{Estimated, Fix, FixSource, Place, Position};
use shared::statement::{Change, Condition, Feeling, FindingState, Gap, Severity, When};

use super::chance::Chance;
use super::deed::{Deed, Fate, Interruption, Said};
use super::kind::Kind;
use super::town::START_MS;

const YEAR_MS: i64 = 365 * 24 * 3_600_000;

/// How far phones' clocks are off: most a little, some by years, one not set at all, some broken.
const SKEWS_MS: [i64; 9] = [0, 0, 800, -90_000, 5 * YEAR_MS, -7 * YEAR_MS, -START_MS, i64::MAX, i64::MIN / 2];

/// What happens in one world.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    /// Where it comes from.
    pub(super) seed: u64,
    /// How far the clock of each phone is off, in milliseconds.
    pub(super) skews_ms: Vec<i64>,
    /// What happens, in order.
    pub(super) deeds: Vec<Deed>,
}

impl Schedule {
    /// What a seed decides.
    pub fn new(seed: u64) -> Self {
        let mut chance = Chance::new(seed, "schedule");
        let kind = Kind::new(&mut chance);
        let skews_ms = (0..kind.phones).map(|_| chance.one_of(&SKEWS_MS)).collect();
        let mut deeds = Vec::new();
        for _ in 0..kind.count {
            deeds.push(deed(&mut chance, &kind));
            if deeds.last() == Some(&Deed::Restore) && chance.happens(60) {
                // What was sent to the server as it was comes to one that has forgotten it.
                deeds.extend((0..3).map(|which| Deed::LateArrival { which }));
            }
        }
        files(seed, &mut deeds);
        Self { seed, skews_ms, deeds }
    }
}

/// In some worlds walkers save files, and officers take them in, at once or long afterwards.
fn files(seed: u64, deeds: &mut Vec<Deed>) {
    let mut chance = Chance::new(seed, "files");
    if !chance.happens(20) {
        return;
    }
    for _ in 0..=chance.below(3) {
        let saved = index_below(&mut chance, deeds.len());
        let meanwhile = chance.happens(30).then(|| (chance.below(6), said(&mut chance)));
        deeds.insert(saved, Deed::SaveFile { phone: chance.number(), meanwhile });
        for _ in 0..chance.below(3) {
            let brought = saved + 1 + index_below(&mut chance, deeds.len() - saved);
            deeds.insert(brought, Deed::BringFile { officer: chance.number(), file: chance.number() });
        }
    }
}

fn index_below(chance: &mut Chance, count: usize) -> usize {
    chance.below(u32::try_from(count).unwrap_or(u32::MAX)) as usize
}

fn deed(chance: &mut Chance, kind: &Kind) -> Deed {
    let (phone, which, officer) = (chance.number(), chance.number(), chance.number());
    match kind.next_deed(chance) {
        40..45 => Deed::SayInStaleTab { phone, behind: chance.below(4), said: said(chance) },
        45..55 => {
            let killed = chance.happens(10);
            Deed::Photograph { phone, of: chance.below(4), picture: which, killed }
        }
        55..57 => Deed::FillUp { phone, writes: 1 + chance.below(4) },
        57..77 => exchange(chance, phone, kind),
        77..79 => Deed::PutPhoto { phone, photo: which, part: chance.happens(50).then(|| part(chance)) },
        79..80 => Deed::Evict { phone },
        80..81 => Deed::Join { walk: which, skew_ms: chance.one_of(&SKEWS_MS) },
        81..84 => Deed::LateArrival { which },
        84..88 => Deed::Look { officer },
        88..93 => {
            let state = chance.one_of(&FindingState::ALL);
            Deed::Decide { officer, finding: which, state, is_answered: chance.happens(70) }
        }
        93..94 => Deed::Plan { officer },
        94..95 => Deed::Replan { officer, walk: which },
        95..96 => Deed::Rebuild,
        96..97 if kind.has_restore => Deed::Restore,
        96..99 if kind.has_restore => Deed::BackUp,
        96..98 if kind.is_rough => Deed::ServerDies,
        _ => Deed::Say { phone, said: said(chance) },
    }
}

fn exchange(chance: &mut Chance, phone: u32, kind: &Kind) -> Deed {
    let count = if chance.happens(30) { 0 } else { chance.below(9) };
    let fates = (0..count).map(|_| fate(chance, kind)).collect();
    let interruption = match chance.below(10) {
        0..2 => Some((chance.below(60), Interruption::Killed)),
        2 => Some((chance.below(60), Interruption::OtherTab(said(chance)))),
        _ => None,
    };
    Deed::Exchange { phone, fates, interruption }
}

fn fate(chance: &mut Chance, kind: &Kind) -> Fate {
    match kind.next_fate(chance) {
        0..3 => Fate::Lost,
        3..9 => Fate::AnswerLost,
        9..15 => Fate::Doubled,
        15..21 => Fate::Echoed,
        21..25 => Fate::Late,
        25..28 => Fate::Cut(part(chance)),
        28..33 => Fate::Shortened(part(chance)),
        33..34 => Fate::Hurt(part(chance)),
        34..35 => Fate::Portal,
        35..36 => Fate::Unavailable,
        36..38 => Fate::HungUp(u8::try_from(chance.below(24)).unwrap_or_default()),
        38..39 if kind.is_rough => Fate::ServerDiesBefore,
        39..41 if kind.is_rough => Fate::ServerDiesAfter,
        44..47 if kind.is_rough => Fate::ServerDiesAfterAnswer,
        41..44 if kind.is_rough => Fate::ServerDiesAmidPhoto(part(chance)),
        _ => Fate::Good,
    }
}

fn part(chance: &mut Chance) -> u16 {
    u16::try_from(chance.below(65_536)).unwrap_or_default()
}

fn said(chance: &mut Chance) -> Said {
    match chance.below(100) {
        0..40 => {
            let feeling = if chance.happens(70) { Feeling::Unsafe } else { Feeling::Safe };
            Said::Observed { feeling, category: chance.number(), place: place(chance) }
        }
        40..76 => Said::Edited { of: chance.below(12), change: change(chance), sees: chance.happens(70) },
        76..86 => {
            let condition = chance.one_of(&Condition::ALL);
            Said::Revisited { whose: chance.number(), of: chance.below(6), condition }
        }
        86..92 => tracked(chance),
        _ => Said::Odd { which: chance.number() },
    }
}

fn change(chance: &mut Chance) -> Change {
    match chance.below(12) {
        0 => Change::Category(chance.one_of(&["lighting", "benches", "snow"]).parse().expect("a category")),
        1 | 2 => Change::Text(words(chance)),
        3 => Change::When([When::Dark, When::Winter][..chance.below(3) as usize].to_vec()),
        4 => Change::Severity(chance.one_of(&Severity::ALL)),
        5 => Change::Proposal(words(chance)),
        6 => Change::Pin(position(chance)),
        7 => Change::Described(words(chance)),
        8 => Change::Fix(fix(chance)),
        _ => Change::Withdrawn(chance.happens(60)),
    }
}

/// Words as people write them, some of which are none.
fn words(chance: &mut Chance) -> String {
    let words = ["", "  ", "mörkt", "svart vid \"tunneln\"\\\n", "čđŋ 🏮\u{0}\u{2028}", "a lamp"];
    let word = chance.one_of(&words).to_owned();
    if chance.happens(5) { "å".repeat(3_900) } else { word }
}

/// Anywhere within some hundred metres, around the border of two neighbourhoods, and often on the same spot.
fn position(chance: &mut Chance) -> Position {
    let mut degrees = |low: f64, step: f64| low + step * f64::from(chance.below(12));
    Position::new(degrees(65.615, 0.000_05), degrees(22.139_5, 0.000_1)).expect("on the globe")
}

fn fix(chance: &mut Chance) -> Fix {
    let (at, best) = (position(chance), position(chance));
    let accuracy_m = chance.one_of(&[0.0, 3.5, 8.0, 25.0, 1_500.0]);
    let estimated = Estimated { lat: best.lat(), lon: best.lon(), accuracy_m: 4.5, fixes: 7 };
    Fix {
        lat: at.lat(),
        lon: at.lon(),
        accuracy_m,
        fixed_at_ms: START_MS,
        source: FixSource::Device,
        estimated: chance.happens(30).then_some(estimated),
    }
}

fn place(chance: &mut Chance) -> Place {
    Place {
        fix: chance.happens(80).then(|| fix(chance)),
        pin: chance.happens(20).then(|| position(chance)),
        described: chance.happens(15).then(|| words(chance)),
    }
}

fn tracked(chance: &mut Chance) -> Said {
    let gaps: Vec<_> = std::iter::once(None).chain(Gap::ALL.map(Some)).collect();
    let steps = (0..3 * chance.below(5)).map(|_| i64::from(chance.below(900))).collect();
    Said::Tracked { after: chance.one_of(&gaps), steps }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    /// Kinds of deeds, and fates.
    fn kinds(schedules: impl Iterator<Item = Schedule>) -> (usize, usize) {
        let deeds: Vec<Deed> = schedules.flat_map(|schedule| schedule.deeds).collect();
        let fates = deeds.iter().filter_map(|deed| match deed {
            Deed::Exchange { fates, .. } => Some(fates),
            _ => None,
        });
        let fates: HashSet<_> = fates.flatten().map(std::mem::discriminant).collect();
        (deeds.iter().map(std::mem::discriminant).collect::<HashSet<_>>().len(), fates.len())
    }

    #[test]
    fn every_kind_of_deed_and_fate_comes_up_among_few_and_among_many() {
        let (short, long): (Vec<_>, Vec<_>) =
            (0..2_000).map(Schedule::new).partition(|schedule| schedule.deeds.len() < 20);
        assert!(short.len() > 2 * long.len(), "most worlds are short: {}, {}", short.len(), long.len());
        assert_eq!(kinds(short.into_iter()), (19, 16));
        assert_eq!(kinds(long.into_iter()), (19, 16));
    }
}
