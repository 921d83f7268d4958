//! When planners get what has arrived: in whole days of a walk, with three participants in each portion at least.
//!
//! Promises: what is released follows from what arrived before today alone, so that two questions before and after one upload
//! have one answer; no portion is of fewer than [`FEWEST`] participants; what came later never takes a release back.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, Zoned};

use shared::id::{SeriesId, WalkId};

use crate::date::sweden;

/// Nothing is told of fewer participants than this: with two each knows what the other said.
pub const FEWEST: usize = 3;

/// An hour in milliseconds; offsets from Universal Time in Sweden are whole hours.
pub const HOUR_MS: i64 = 3_600_000;

/// When a day in Sweden began.
pub fn day_ms(at_ms: i64) -> i64 {
    let start = swedish(at_ms).and_then(|it| it.start_of_day().ok());
    start.map_or(at_ms, |it| it.timestamp().as_millisecond())
}

/// When the day after begins.
pub fn next_day_ms(at_ms: i64) -> i64 {
    let start = swedish(at_ms).and_then(|it| it.tomorrow().ok()?.start_of_day().ok());
    start.map_or(at_ms, |it| it.timestamp().as_millisecond())
}

/// The year in Sweden.
pub fn year(at_ms: i64) -> i16 {
    swedish(at_ms).map_or(0, |it| it.year())
}

/// When an hour began.
pub const fn hour_ms(at_ms: i64) -> i64 {
    at_ms.div_euclid(HOUR_MS).saturating_mul(HOUR_MS)
}

fn swedish(at_ms: i64) -> Option<Zoned> {
    Some(Timestamp::from_millisecond(at_ms).ok()?.to_zoned(sweden()))
}

/// Something that came from a phone or a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// The walk that it belongs to.
    pub walk: Option<WalkId>,
    /// Whose it is.
    pub series: SeriesId,
    /// When it arrived.
    pub at_ms: i64,
}

/// What has been released.
#[derive(Debug, Clone, Default)]
pub struct ReleaseSchedule {
    until_ms_by_walk: BTreeMap<Option<WalkId>, i64>,
    participants: BTreeSet<(Option<WalkId>, SeriesId)>,
}

impl ReleaseSchedule {
    /// Of everything that arrived, on the day that began then.
    pub fn of(arrivals: impl Iterator<Item = Arrival> + Clone, today_ms: i64) -> Self {
        let mut series_by_day = BTreeMap::<_, BTreeSet<SeriesId>>::new();
        for it in arrivals.clone().filter(|it| it.at_ms < today_ms) {
            series_by_day.entry((it.walk, day_ms(it.at_ms))).or_default().insert(it.series);
        }
        let mut released = Self { until_ms_by_walk: portions(series_by_day), ..Self::default() };
        let held = arrivals.filter(|it| released.holds(it)).map(|it| (it.walk, it.series));
        released.participants = held.collect();
        released
    }

    /// Whether it is released.
    pub fn holds(&self, it: &Arrival) -> bool {
        self.until_ms_by_walk.get(&it.walk).is_some_and(|until_ms| it.at_ms < *until_ms)
    }

    /// Whether anything of a participant is released.
    pub fn knows(&self, walk: Option<WalkId>, series: SeriesId) -> bool {
        self.participants.contains(&(walk, series))
    }
}

/// The end of the last portion of each walk: days are put together until enough have a part in them.
fn portions(
    series_by_day: BTreeMap<(Option<WalkId>, i64), BTreeSet<SeriesId>>,
) -> BTreeMap<Option<WalkId>, i64> {
    let mut until_ms_by_walk = BTreeMap::new();
    let (mut of, mut waiting) = (None, BTreeSet::new());
    for ((walk, day), series) in series_by_day {
        if of != Some(walk) {
            (of, waiting) = (Some(walk), BTreeSet::new());
        }
        waiting.extend(series);
        if waiting.len() >= FEWEST {
            until_ms_by_walk.insert(walk, next_day_ms(day));
            waiting.clear();
        }
    }
    until_ms_by_walk
}

#[cfg(test)]
mod tests {
    use shared::time::DAY_MS;

    use super::*;

    fn arrival(series: u8, day: i64) -> Arrival {
        Arrival { walk: None, series: SeriesId::from_bytes([series; 16]), at_ms: day * DAY_MS + HOUR_MS }
    }

    /// The days of those that are released, as seen on some day.
    fn check(arrivals: &[(u8, i64)], today: i64, expected: &[i64]) {
        let all: Vec<Arrival> = arrivals.iter().map(|(series, day)| arrival(*series, *day)).collect();
        let released = ReleaseSchedule::of(all.iter().copied(), day_ms(today * DAY_MS + 6 * HOUR_MS));
        let held = all.iter().zip(arrivals).filter(|(it, _)| released.holds(it)).map(|(_, of)| of.1);
        assert_eq!(held.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_day_is_released_when_it_is_over_and_three_have_a_part_in_it() {
        check(&[(1, 5), (2, 5), (3, 5)], 5, &[]);
        check(&[(1, 5), (2, 5), (3, 5)], 6, &[5, 5, 5]);
        check(&[(1, 5), (2, 5)], 9, &[]);
        check(&[(1, 5), (1, 5), (1, 5)], 9, &[]);
    }

    #[test]
    fn who_sends_late_waits_for_two_more() {
        let first = [(1, 5), (2, 5), (3, 5)];
        let late = |more: &[(u8, i64)]| [&first[..], more].concat();
        check(&late(&[(4, 7)]), 9, &[5, 5, 5]);
        check(&late(&[(4, 7), (4, 8)]), 9, &[5, 5, 5]);
        check(&late(&[(4, 7), (5, 8), (1, 8)]), 9, &[5, 5, 5, 7, 8, 8]);
    }

    #[test]
    fn days_are_swedish_also_when_the_clock_changes() {
        let at = |text: &str| crate::date::moment_ms(text).unwrap();
        assert_eq!(day_ms(at("2026-03-29T23:59")), at("2026-03-29"));
        assert_eq!(next_day_ms(at("2026-10-25T00:00")), at("2026-10-26"));
        assert_eq!((year(at("2026-12-31T23:30")), year(at("2027-01-01T00:30"))), (2026, 2027));
    }
}
