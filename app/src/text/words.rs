//! The domain's own words, and numbers and times as the language writes them.
//!
//! Promises: what a newer catalogue names and these texts do not know shows its id, never nothing.

use shared::statement::{FindingState, Severity, When};

use super::language::{text, with_tongue};
use super::texts::plain;

/// What a category is called.
pub fn category_text(category: &str) -> String {
    let id = format!("category-{category}");
    let known = text(&id, &[]);
    if known == id { category.to_owned() } else { known }
}

/// When it is so.
pub fn when_text(when: When) -> String {
    let id = match when {
        When::Always => "when-always",
        When::Day => "when-day",
        When::Evening => "when-evening",
        When::Night => "when-night",
        When::Dark => "when-dark",
        When::Weekend => "when-weekend",
        When::Winter => "when-winter",
    };
    text(id, &[])
}

/// How bad it is.
pub fn severity_text(severity: Severity) -> String {
    text(&format!("severity-{}", severity.level()), &[])
}

/// How far a finding has come.
pub fn state_text(state: FindingState) -> String {
    let id = match state {
        FindingState::New => "state-new",
        FindingState::Confirmed => "state-confirmed",
        FindingState::Planned => "state-planned",
        FindingState::Ongoing => "state-ongoing",
        FindingState::Done => "state-done",
        FindingState::NotOurs => "state-not-ours",
        FindingState::Declined => "state-declined",
        FindingState::Kept => "state-kept",
    };
    text(id, &[])
}

/// A number as the language writes it.
pub fn number(number: f64) -> String {
    with_tongue(|tongue| tongue.number(number)).unwrap_or_else(|| plain(number))
}

/// A day such as "12 okt.", in the phone's time zone.
pub fn day(at_ms: i64) -> String {
    moment(at_ms, &[("day", "numeric"), ("month", "short")])
}

/// A day such as "12 okt. 2026", in the phone's time zone.
pub fn day_and_year(at_ms: i64) -> String {
    moment(at_ms, &[("day", "numeric"), ("month", "short"), ("year", "numeric")])
}

/// A time of day such as "19:42", in the phone's time zone.
pub fn time(at_ms: i64) -> String {
    moment(at_ms, &[("hour", "2-digit"), ("minute", "2-digit")])
}

/// A day and time such as "tis 12 okt. 19:42", in the phone's time zone.
pub fn day_and_time(at_ms: i64) -> String {
    let parts = [("weekday", "short"), ("day", "numeric"), ("month", "short")];
    moment(at_ms, &[&parts[..], &[("hour", "2-digit"), ("minute", "2-digit")]].concat())
}

/// A day and time in full such as "tisdag 12 oktober 19:42", in the phone's time zone.
pub fn date_in_full(at_ms: i64) -> String {
    let parts = [("weekday", "long"), ("day", "numeric"), ("month", "long")];
    moment(at_ms, &[&parts[..], &[("hour", "2-digit"), ("minute", "2-digit")]].concat())
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of any year people live in are below 2^53")]
fn moment(at_ms: i64, options: &[(&str, &str)]) -> String {
    with_tongue(|tongue| tongue.moment(at_ms as f64, options)).unwrap_or_default()
}
