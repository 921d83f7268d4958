//! A situation as planners get it: under their own ids, without what rests on single ways or on too few.
//!
//! Promises: what is withheld is absent, and named in `withheld` with its reason; a slice of fewer than [`FEWEST`]
//! participants says that it is one, and nothing else. One or two are never counted, in no part of it.

use serde::Serialize;
use serde_json::{Map, Value, json};

use shared::id::RecordId;
use shared::situation::Situation;
use shared::situation::statistics::Refused;

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
    let spoke = situation.walkers;
    if is_few(spoke) || (spoke == 0 && situation.walked.walkers < FEWEST) {
        fields.retain(|name, _| ["version", "area", "period", "before"].contains(&name.as_str()));
        withhold(fields, &[("situation", Why::FewParticipants)]);
        return value;
    }
    let mut withheld = vec![("streets", Why::SingleWays)];
    for name in ["walked", "walked_before"] {
        let of_nobody = fields.get(name).is_some_and(|it| it["walkers"] == 0);
        withheld.extend(of_nobody.then_some((name, Why::FewParticipants)));
    }
    withheld.extend(withheld_of_comparison(situation).iter().map(|name| (*name, Why::FewParticipants)));
    if withheld.iter().any(|(name, _)| *name == "comparison") {
        forget_before(&mut value);
    }
    let Value::Object(fields) = &mut value else { return value };
    withhold(fields, &withheld);
    withhold_few(&mut value);
    rename(&mut value, &shown);
    value
}

fn is_few(participants: usize) -> bool {
    (1..FEWEST).contains(&participants)
}

/// What is withheld of two periods side by side: all of it where the earlier one, or what is compared of either, rests on too
/// few; the reasons of a refusal where they count one or two.
fn withheld_of_comparison(it: &Situation) -> &'static [&'static str] {
    if it.before.is_none() {
        return &[];
    }
    let spoke = [&it.trend, &it.safe_trend].map(|it| it.before.map_or(0, |it| it.participants));
    let walked = it.walked_before.as_ref().map_or(0, |it| it.walkers);
    let compared = it.comparison.iter().flat_map(|it| [it.before.participants, it.now.participants]);
    if spoke.into_iter().fold(walked, usize::max) < FEWEST || compared.into_iter().any(is_few) {
        return &["comparison", "refused"];
    }
    let counts_few = |why: &Refused| match *why {
        Refused::OtherQuestions { before, now } => is_few(before) || is_few(now),
        Refused::FewWalks { .. }
        | Refused::FewPlaces { .. }
        | Refused::FewPairs { .. }
        | Refused::NoVariation
        | Refused::FewDeals { .. }
        | Refused::UnequalWalks { .. }
        | Refused::NothingShared
        | Refused::OtherLight { .. }
        | Refused::OtherForm { .. } => false,
    };
    if it.refused.iter().any(|it| counts_few(&it.why)) { &["refused"] } else { &[] }
}

/// Leaves out of every count what it was before, and how it has changed.
fn forget_before(value: &mut Value) {
    each_object(value, &|fields| {
        if fields.contains_key("per_participant") {
            fields.retain(|name, _| name != "before" && name != "per_participant");
        }
        fields.remove("adjusted_p");
    });
}

/// Leaves out of counts of places how many participants there were, where there were one or two: in rows side by side
/// that would say which are of the same one.
fn withhold_few(value: &mut Value) {
    each_object(value, &|fields| {
        let few =
            fields.get("participants").and_then(Value::as_u64).filter(|it| (1..FEWEST as u64).contains(it));
        if few.is_some() && fields.contains_key("pairs") {
            fields.remove("participants");
            fields.insert("withheld".to_owned(), "participants".into());
        }
    });
}

fn each_object(value: &mut Value, change: &impl Fn(&mut Map<String, Value>)) {
    match value {
        Value::Array(all) => all.iter_mut().for_each(|it| each_object(it, change)),
        Value::Object(fields) => {
            change(fields);
            fields.values_mut().for_each(|it| each_object(it, change));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_or_two_are_never_counted_beside_the_places_that_they_pointed_out() {
        let counts = |participants: usize| json!({ "places": 4, "participants": participants, "pairs": 5 });
        let mut told = json!({ "by_category": [{ "trend": { "now": counts(2), "before": counts(3) } }], "trend": { "now": counts(0) } });
        withhold_few(&mut told);
        let row = &told["by_category"][0]["trend"];
        assert_eq!(row["now"], json!({ "places": 4, "pairs": 5, "withheld": "participants" }));
        assert_eq!((&row["before"], &told["trend"]["now"]), (&counts(3), &counts(0)));
    }

    #[test]
    fn where_the_earlier_period_is_withheld_no_row_tells_of_it() {
        let now = json!({ "places": 4, "participants": 3, "pairs": 5 });
        let trend = json!({ "now": now, "before": now, "per_participant": { "ratio": 2.0 } });
        let mut told =
            json!({ "before": { "from_ms": 0 }, "by_category": [{ "trend": trend, "adjusted_p": 0.1 }] });
        forget_before(&mut told);
        assert_eq!(told, json!({ "before": { "from_ms": 0 }, "by_category": [{ "trend": { "now": now } }] }));
    }
}
