//! A situation as planners get it: under their own ids, without what rests on single ways or on too few.
//!
//! Promises: what is withheld is absent, and named in `withheld` with its reason; a slice of fewer than [`FEWEST`]
//! participants says that it is one, and nothing else.

use serde::Serialize;
use serde_json::{Map, Value, json};

use shared::id::RecordId;
use shared::situation::Situation;

use super::release::FEWEST;

/// Why something is withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Why {
    /// Fewer than [`FEWEST`] participants.
    FewParticipants,
    /// Street by street it would be somebody's way.
    SingleWays,
}

/// Fields that are words of participants or marks of officers, wherever they stand.
const NOT_TOLD: [&str; 3] = ["described", "decisions", "groupings"];

/// The situation, with ids as `shown` says. It was counted from what is released.
pub fn excerpt(situation: &Situation, shown: impl Fn(RecordId) -> RecordId) -> Value {
    let mut value = serde_json::to_value(situation).unwrap_or_default();
    let Value::Object(fields) = &mut value else { return value };
    if situation.walkers < FEWEST && situation.walked.walkers < FEWEST {
        fields.retain(|name, _| ["version", "area", "period", "before"].contains(&name.as_str()));
        withhold(fields, &[("situation", Why::FewParticipants)]);
        return value;
    }
    let mut withheld = vec![("streets", Why::SingleWays)];
    for name in ["walked", "walked_before"] {
        let of_nobody = fields.get(name).is_some_and(|it| it["walkers"] == 0);
        withheld.extend(of_nobody.then_some((name, Why::FewParticipants)));
    }
    withhold(fields, &withheld);
    rename(&mut value, &shown);
    value
}

fn withhold(fields: &mut Map<String, Value>, withheld: &[(&str, Why)]) {
    fields.retain(|name, _| !withheld.iter().any(|(what, _)| what == name));
    let list = withheld.iter().map(|(what, why)| json!({ "what": what, "why": why, "fewest": FEWEST }));
    fields.insert("withheld".to_owned(), list.collect());
}

/// Every id of a record in it, wherever it stands; a walk's is no participant's.
fn rename(value: &mut Value, shown: &impl Fn(RecordId) -> RecordId) {
    match value {
        Value::String(text) => {
            if let Ok(id) = text.parse::<RecordId>() {
                *text = shown(id).to_string();
            }
        }
        Value::Array(all) => all.iter_mut().for_each(|it| rename(it, shown)),
        Value::Object(fields) => {
            fields.retain(|name, _| !NOT_TOLD.contains(&name.as_str()));
            fields.iter_mut().filter(|(name, _)| *name != "walk").for_each(|(_, it)| rename(it, shown));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
