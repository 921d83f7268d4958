//! What hostile places cost: very many taps on one spot and around it, by one series and by many.
//!
//! Promises: the same taps in each run; processor time of this process, since the machine is shared, and pairs weighed,
//! which are the same on every machine.

use std::collections::BTreeMap;

use shared::geo::Place;
use shared::id::{RecordId, SeriesId};
use shared::position::simulated::{Chance, plane};
use shared::situation::{Lamps, Merged, Observation, findings};

use crate::Figure;

const COUNTS: [u32; 4] = [1_500, 3_000, 10_000, 100_000];

/// Who taps, and where.
struct Case {
    what: &'static str,
    /// So many series take turns.
    series: u32,
    /// Around one spot, with this deviation along each axis.
    spread_m: f64,
}

const CASES: [Case; 6] = [
    Case { what: "one series, one spot", series: 1, spread_m: 0.0 },
    Case { what: "one series, deviation of 5 m", series: 1, spread_m: 5.0 },
    Case { what: "1,000 series, one spot", series: 1_000, spread_m: 0.0 },
    Case { what: "1,000 series, deviation of 5 m", series: 1_000, spread_m: 5.0 },
    Case { what: "a series for each tap, deviation of 5 m", series: u32::MAX, spread_m: 5.0 },
    Case { what: "1,000 series, deviation of 100 m", series: 1_000, spread_m: 100.0 },
];

pub(crate) fn measure() -> Vec<Figure> {
    let of = |case: &Case| COUNTS.map(|count| case.figure(count));
    CASES.iter().flat_map(of).collect()
}

impl Case {
    fn figure(&self, count: u32) -> Figure {
        let mut chance = Chance(7);
        let all: Vec<Observation> = (0..=count).map(|tap| self.tap(tap, &mut chance)).collect();
        let (last, before) = all.split_last().unwrap();
        let begun_ms = processor_ms();
        let mut merged = Merged::of(before, BTreeMap::new(), Lamps::default());
        let (anew_ms, weighings) = (processor_ms() - begun_ms, merged.weighings());
        let begun_ms = processor_ms();
        merged.put(last);
        merged.settle();
        let one_ms = processor_ms() - begun_ms;
        let one_more = merged.weighings() - weighings;
        let begun_ms = processor_ms();
        let found = findings(&all, &[], &BTreeMap::new(), &BTreeMap::new(), &Lamps::default());
        let found_ms = processor_ms() - begun_ms;
        let figure = format!(
            "{anew_ms:.0} ms, {weighings} pairs; one more {one_ms:.1} ms, {one_more} pairs; {} findings, with merging {found_ms:.0} ms",
            found.len()
        );
        let what = format!("{count} taps, {}", self.what);
        Figure::new(&what, figure, "merged anew, then one more tap; processor time of all threads")
    }

    fn tap(&self, tap: u32, chance: &mut Chance) -> Observation {
        let mut series = [0; 16];
        series[..4].copy_from_slice(&(tap % self.series).wrapping_mul(0x9e37_79b1).to_be_bytes());
        let id = RecordId { series: SeriesId::from_bytes(series), number: u64::from(tap) + 1 };
        let place_m = [chance.normal(1.0) * self.spread_m, chance.normal(1.0) * self.spread_m];
        let position = plane().position(place_m).unwrap();
        let place = Place::measured(position, chance.between(4.0, 12.0));
        let pointed_at = Observation::pointed_at(id, "lighting".parse().unwrap(), place);
        Observation { at_ms: i64::from(tap), arrived_at_ms: Some(tap.into()), ..pointed_at }
    }
}

/// Processor time of this process so far, of all its threads, in milliseconds; to a hundredth of a second.
fn processor_ms() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // After the name, which may hold anything: user and system time are the 12th and 13th field.
    let fields = stat.rsplit_once(')').map_or("", |it| it.1).split_whitespace().skip(11).take(2);
    fields.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() * 10.0
}
