//! Dates as people in Sweden mean them.
//!
//! Promises: a moment without an offset is Swedish time (Europe/Stockholm, rules built in); what cannot be read is an
//! error that shows how to write it.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::clock;

/// A text that is no moment.
#[derive(Debug, thiserror::Error)]
#[error(
    "“{text}” is not a date or a time: write 2026-11-24, 2026-11-24T18:30 (Swedish time), \
     2026-11-24T18:30:00+01:00, or milliseconds since 1970 (13 digits)"
)]
pub struct NotAMoment {
    text: String,
}

/// Sweden's time; looked up once, for pictures ask the hour of every observation.
pub fn sweden() -> TimeZone {
    static SWEDEN: LazyLock<TimeZone> =
        LazyLock::new(|| TimeZone::get("Europe/Stockholm").unwrap_or(TimeZone::UTC));
    SWEDEN.clone()
}

/// Today's date, in Universal Time, as `YYYY-MM-DD`.
pub fn today() -> String {
    let now = Timestamp::from_millisecond(clock::now_ms()).unwrap_or_default();
    now.to_zoned(TimeZone::UTC).date().to_string()
}

/// A moment as people in Sweden write it: `2026-11-24 18:30`.
pub fn swedish(at_ms: i64) -> String {
    let at = Timestamp::from_millisecond(at_ms).unwrap_or_default();
    at.to_zoned(sweden()).strftime("%Y-%m-%d %H:%M").to_string()
}

/// A moment in Sweden as ISO 8601 with its offset, to the millisecond: `2026-11-24T18:30:00.000+01:00`.
pub fn iso(at_ms: i64) -> String {
    in_sweden(at_ms, "%Y-%m-%dT%H:%M:%S%.3f%:z")
}

/// A moment in Sweden as Excel reads it: `2026-11-24 18:30:00`.
pub fn swedish_to_the_second(at_ms: i64) -> String {
    in_sweden(at_ms, "%Y-%m-%d %H:%M:%S")
}

/// A moment that no calendar reaches is shown as the beginning of 1970, as elsewhere.
fn in_sweden(at_ms: i64, form: &str) -> String {
    let at = Timestamp::from_millisecond(at_ms).unwrap_or_default();
    at.to_zoned(sweden()).strftime(form).to_string()
}

/// The hour of the day in Sweden, 0–23.
pub fn swedish_hour(at_ms: i64) -> Option<usize> {
    usize::try_from(Timestamp::from_millisecond(at_ms).ok()?.to_zoned(sweden()).hour()).ok()
}

/// The same day and hour a year earlier, Swedish time; the 28th where there is no 29th of February.
pub fn a_year_before_ms(at_ms: i64) -> Option<i64> {
    let at = Timestamp::from_millisecond(at_ms).ok()?.to_zoned(sweden());
    at.checked_sub(jiff::Span::new().years(1)).ok().map(|it| it.timestamp().as_millisecond())
}

/// The moment that a text names, in milliseconds: with an offset as it says, without one in Swedish time.
pub fn moment_ms(text: &str) -> Result<i64, NotAMoment> {
    first_ms(text).ok_or_else(|| NotAMoment { text: text.chars().take(40).collect() })
}

/// The end of the span that a text names, in milliseconds: a date ends with its day, a moment is its own end.
pub fn end_ms(text: &str) -> Result<i64, NotAMoment> {
    let next_day = date(text).and_then(|date| date.tomorrow().ok()).and_then(midnight_ms);
    next_day.map_or_else(|| moment_ms(text), Ok)
}

fn first_ms(text: &str) -> Option<i64> {
    if text.trim_start_matches('-').bytes().all(|byte| byte.is_ascii_digit()) {
        return milliseconds(text);
    }
    if let Some(timestamp) = timestamp(text) {
        return Some(timestamp.as_millisecond());
    }
    match date(text) {
        Some(date) => midnight_ms(date),
        None => swedish_ms(text.parse().ok()?),
    }
}

/// A number of milliseconds since 1970. Fewer digits than a moment after March 1973 has may be a year, a day or seconds.
fn milliseconds(text: &str) -> Option<i64> {
    let plain = matches!(text.len(), 12 | 13) || text.starts_with('-') || text == "0";
    let ms: i64 = plain.then(|| text.parse().ok())??;
    Timestamp::from_millisecond(ms).is_ok().then_some(ms)
}

/// A moment with an offset. In an address a plus sign that was not escaped arrives as a space.
fn timestamp(text: &str) -> Option<Timestamp> {
    let is_offset = |offset: &str| offset.len() == "01:00".len();
    text.parse().ok().or_else(|| match text.rsplit_once(' ') {
        Some((moment, offset)) if moment.contains(['T', 't']) && is_offset(offset) => {
            format!("{moment}+{offset}").parse().ok()
        }
        _ => None,
    })
}

fn date(text: &str) -> Option<Date> {
    (text.len() == "2026-11-24".len()).then(|| text.parse().ok())?
}

fn midnight_ms(date: Date) -> Option<i64> {
    swedish_ms(date.to_datetime(jiff::civil::Time::midnight()))
}

fn swedish_ms(at: DateTime) -> Option<i64> {
    Some(at.to_zoned(sweden()).ok()?.timestamp().as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let utc = |ms| Timestamp::from_millisecond(ms).unwrap().to_string();
        assert_eq!(moment_ms(text).map(utc).unwrap_or_default(), expected, "{text}");
    }

    #[test]
    fn a_time_without_offset_is_swedish_summer_and_winter() {
        check("2026-11-24T18:30", "2026-11-24T17:30:00Z");
        check("2026-06-24T18:30", "2026-06-24T16:30:00Z");
        check("2026-11-24T18:30:00-05:00", "2026-11-24T23:30:00Z");
        check("2026-11-24", "2026-11-23T23:00:00Z");
        check("2026-11-24 18:30", "2026-11-24T17:30:00Z");
        check("2026-11-24T18:30:00 01:00", "2026-11-24T17:30:00Z");
        check("1795541400000", "2026-11-24T17:30:00Z");
        check("-3600000", "1969-12-31T23:00:00Z");
        check("0", "1970-01-01T00:00:00Z");
        check("1000", "");
        check("2026", "");
        check("20261124", "");
        check("-", "");
        check("i morgon", "");
    }

    #[test]
    fn a_moment_is_written_with_its_offset_and_reads_back() {
        for (at_ms, expected) in [
            (1_795_541_400_000, "2026-11-24T18:30:00.000+01:00"),
            (1_782_318_600_007, "2026-06-24T18:30:00.007+02:00"),
            (-1, "1970-01-01T00:59:59.999+01:00"),
        ] {
            assert_eq!(iso(at_ms), expected);
            assert_eq!(moment_ms(expected).unwrap(), at_ms);
        }
        assert_eq!(swedish_to_the_second(1_795_541_400_999), "2026-11-24 18:30:00");
    }

    #[test]
    fn a_period_that_ends_on_a_date_holds_that_day() {
        assert_eq!(end_ms("2026-11-24").unwrap(), moment_ms("2026-11-25").unwrap());
        assert_eq!(end_ms("2026-11-24T12:00").unwrap(), moment_ms("2026-11-24T12:00").unwrap());
    }
}
