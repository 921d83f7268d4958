//! Days of the calendar, for periods that are chosen and sent as links.
//!
//! Promises: pure; a day has one text form, `2026-11-22`, which parses back to the same day; nothing else parses.

use std::fmt;
use std::str::FromStr;

/// A day of the Gregorian calendar, as days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(i32);

/// A text that is not a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is not a day such as 2026-11-22")]
pub struct NotADay;

impl Day {
    /// The day with this year, month (1–12) and day of the month.
    pub fn new(year: i32, month: u32, day: u32) -> Result<Self, NotADay> {
        let made = Self::of_civil(year, month, day);
        let real =
            (1..=12).contains(&month) && (1970..=9999).contains(&year) && made.civil() == (year, month, day);
        if real { Ok(made) } else { Err(NotADay) }
    }

    /// Years begin in March here, so that the leap day comes last (Hinnant 2013, “chrono-compatible low-level date
    /// algorithms”).
    fn of_civil(year: i32, month: u32, day: u32) -> Self {
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let month_from_march = (i32::try_from(month).unwrap_or(1) + 9) % 12;
        let day_of_year = (153 * month_from_march + 2) / 5 + i32::try_from(day).unwrap_or(1) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Self(era * 146_097 + day_of_era - 719_468)
    }

    /// Year, month and day of the month.
    pub fn civil(self) -> (i32, u32, u32) {
        let shifted = self.0 + 719_468;
        let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        let year = year + era * 400 + i32::from(month <= 2);
        (year, month.unsigned_abs(), day.unsigned_abs())
    }

    /// So many days later; earlier when negative.
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self(self.0 + days)
    }

    /// 1970-01-01.
    pub const fn first() -> Self {
        Self(0)
    }

    /// The first day of its year.
    #[must_use]
    pub fn start_of_year(self) -> Self {
        Self::of_civil(self.civil().0, 1, 1)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Self, NotADay> {
        let mut parts = text.split('-').map(|part| part.parse::<u32>().map_err(|_| NotADay));
        let mut next = || parts.next().unwrap_or(Err(NotADay));
        let day = Self::new(next()?.try_into().map_err(|_| NotADay)?, next()?, next()?)?;
        if day.to_string() == text { Ok(day) } else { Err(NotADay) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_survives_its_text_form() {
        for text in ["1970-01-01", "2000-02-29", "2026-11-22", "2027-01-01", "2100-02-28"] {
            assert_eq!(text.parse::<Day>().unwrap().to_string(), text);
        }
        assert_eq!("1970-01-02".parse(), Ok(Day(1)));
    }

    #[test]
    fn what_is_no_day_does_not_parse() {
        for text in ["", "2026", "2026-13-01", "2026-02-29", "2026-1-1", "22-11-2026", "2026-11-22-1"] {
            assert!(text.parse::<Day>().is_err(), "{text} should not parse");
        }
    }

    #[test]
    fn days_are_counted_over_months_and_years() {
        let day: Day = "2026-03-01".parse().unwrap();
        assert_eq!(day.plus(-1).to_string(), "2026-02-28");
        assert_eq!(day.plus(-60).to_string(), "2025-12-31");
        assert_eq!(day.start_of_year().to_string(), "2026-01-01");
    }
}
