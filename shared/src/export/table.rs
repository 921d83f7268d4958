//! Tables of observations and findings, cell by cell.

use serde::Serialize;

use crate::geo::Position;
use crate::id::AreaId;
use crate::situation::{Finding, Observation};
use crate::statement::{Condition, Severity};

/// Columns of the observations' table.
pub const OBSERVATION_COLUMNS: [&str; 21] = [
    "id",
    "walk",
    "area",
    "at_ms",
    "arrived_at_ms",
    "feeling",
    "category",
    "lat",
    "lon",
    "accuracy_m",
    "severity",
    "when",
    "text",
    "proposal",
    "described",
    "photos",
    "pinned",
    "disputed",
    "light",
    "lamp_m",
    "lit",
];

/// Columns of the findings' table.
pub const FINDING_COLUMNS: [&str; 21] = [
    "id",
    "area",
    "feeling",
    "category",
    "lat",
    "lon",
    "extent_m",
    "described",
    "voices",
    "walks",
    "observations",
    "first_at_ms",
    "last_at_ms",
    "severity",
    "photos",
    "state",
    "responsible",
    "answer",
    "decided_at_ms",
    "revisits",
    "found_fixed",
];

/// The cells of an observation, in the order of [`OBSERVATION_COLUMNS`].
pub fn observation_row(it: &Observation) -> [String; 21] {
    [
        it.id.to_string(),
        or_empty(it.walk),
        words(it.area.as_ref().map(AreaId::as_str)),
        it.at_ms.to_string(),
        or_empty(it.arrived_at_ms),
        name(&it.feeling),
        it.category.to_string(),
        or_empty(it.position.map(Position::lat)),
        or_empty(it.position.map(Position::lon)),
        or_empty(it.accuracy_m),
        or_empty(it.severity.map(Severity::level)),
        it.when.iter().map(name).collect::<Vec<_>>().join(" "),
        words(it.text.as_deref()),
        words(it.proposal.as_deref()),
        words(it.place.described.as_deref()),
        it.photos.len().to_string(),
        it.place.pin.is_some().to_string(),
        it.disputed.to_string(),
        it.light.as_ref().map(name).unwrap_or_default(),
        or_empty(it.lighting.lamp_m.map(f64::round)),
        or_empty(it.lighting.lit),
    ]
}

/// The cells of a finding, in the order of [`FINDING_COLUMNS`].
pub fn finding_row(it: &Finding) -> [String; 21] {
    [
        it.id.to_string(),
        words(it.area.as_ref().map(AreaId::as_str)),
        name(&it.feeling),
        it.category.to_string(),
        or_empty(it.position.map(Position::lat)),
        or_empty(it.position.map(Position::lon)),
        format!("{:.1}", it.extent_m),
        words(it.described.as_deref()),
        it.voices.to_string(),
        it.walks.to_string(),
        it.observations.len().to_string(),
        it.first_at_ms.to_string(),
        it.last_at_ms.to_string(),
        or_empty(it.severity.map(Severity::level)),
        it.photos.to_string(),
        name(&it.state),
        words(it.responsible.as_deref()),
        words(it.answer.as_deref()),
        or_empty(it.decided_at_ms),
        it.revisits.len().to_string(),
        it.found(Condition::Fixed).to_string(),
    ]
}

fn or_empty(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// The name that an enum has on the wire.
fn name(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Somebody's words as a cell. A leading sign that spreadsheets take for a formula is disarmed by an apostrophe
/// (OWASP, CSV injection).
fn words(text: Option<&str>) -> String {
    let text = text.unwrap_or_default();
    let armed = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if armed { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_disarmed_and_words_stay_words() {
        assert_eq!(words(Some("=HYPERLINK(\"x\")")), "'=HYPERLINK(\"x\")");
        assert_eq!(words(Some("Gångväg – mörk")), "Gångväg – mörk");
        assert_eq!(words(None), "");
    }
}
