//! Statements that lie on phones must be read for ever.

use super::*;
use crate::id::{RecordId, SeriesId};

fn check(text: &str, expected: &str) {
    let found = match Statement::read(text) {
        Ok(Reading::Known(_)) => "known".to_owned(),
        Ok(Reading::Foreign { kind }) => format!("foreign {kind}"),
        Err(error) => error.to_string(),
    };
    assert!(found.starts_with(expected), "{text} is {found}");
}

#[test]
fn the_readers_contract_holds_for_itself() {
    let known = |text: &str| match Statement::read(text) {
        Ok(Reading::Known(statement)) => Some(statement),
        _ => None,
    };
    contract::check(known, |statement| statement.to_text().ok());
}

#[test]
fn what_is_written_is_read_back() {
    let of = RecordId { series: SeriesId::from_bytes([1; 16]), number: 1 };
    let change = Change::Text("Helt svart mellan lamporna".to_owned());
    let statement = Statement::Edited(Edited { at_ms: 7, of, replaces: vec![of], change });
    assert_eq!(Statement::read(&statement.to_text().unwrap()).unwrap(), Reading::Known(statement));
}

#[test]
fn stored_statements_of_version_one_stay_readable() {
    // Golden: records like these lie on phones. They must be read for ever.
    let series = "0".repeat(32);
    check(
        r#"{"kind":"observed","at_ms":1,"feeling":"unsafe","category":"lighting","place":{"fix":{"lat":65.6,"lon":22.1,"accuracy_m":6.5,"fixed_at_ms":1,"source":"device"}}}"#,
        "known",
    );
    check(
        r#"{"kind":"observed","at_ms":1,"feeling":"safe","category":"life","place":{"described":"vid skolan"}}"#,
        "known",
    );
    check(
        &format!(
            r#"{{"kind":"photographed","at_ms":2,"of":"{series}-1","blob":"{}","width":4,"height":3,"bytes":9}}"#,
            "a".repeat(64)
        ),
        "known",
    );
    check(
        &format!(r#"{{"kind":"edited","at_ms":2,"of":"{series}-1","change":{{"when":["dark","winter"]}}}}"#),
        "known",
    );
    check(
        &format!(
            r#"{{"kind":"decided","at_ms":2,"about":["{series}-1"],"state":"not_ours","answer":"Lulebo röjer."}}"#
        ),
        "known",
    );
    check(r#"{"kind":"walk_planned","at_ms":2,"title":"Porsön","starts_at_ms":3}"#, "known");
    check(
        &format!(
            r#"{{"kind":"grouped","at_ms":2,"one":["{series}-1","{series}-2"],"apart":["{series}-3"],"replaces":["{series}-4"]}}"#
        ),
        "known",
    );
    check(r#"{"kind":"grouped","at_ms":2}"#, "known");
    check(&format!(r#"{{"kind":"revisited","at_ms":2,"of":"{series}-1","condition":"worse"}}"#), "known");
    check(
        &format!(
            r#"{{"kind":"walk_replanned","of":"{series}-1","at_ms":2,"title":"Porsön","starts_at_ms":3}}"#
        ),
        "known",
    );
    check(
        r#"{"kind":"tracked","at_ms":2,"after":"screen_off","from":{"lat":65.6,"lon":22.1},"accuracy_m":6,"steps":[30,0,848]}"#,
        "known",
    );
}

#[test]
fn a_newer_kind_or_version_is_foreign_and_no_error() {
    check(r#"{"kind":"sung","at_ms":1}"#, "foreign sung");
    check(r#"{"kind":"observed","v":2,"feeling":["mixed"]}"#, "foreign observed");
}

#[test]
fn a_track_goes_forward_in_whole_steps() {
    let track = |steps: &str| {
        format!(
            r#"{{"kind":"tracked","at_ms":2,"from":{{"lat":65.6,"lon":22.1}},"accuracy_m":6,"steps":{steps}}}"#
        )
    };
    check(&track("[]"), "known");
    check(&track("[30,0,848,0,-1,-1]"), "known");
    check(&track("[30,0]"), "its track has half a step");
    check(&track("[30,0,848,-1,0,0]"), "its track has half a step, or goes back in time");
}

#[test]
fn a_malformed_statement_says_what_is_wrong() {
    check("[]", "it is not a statement");
    check(r#"{"kind":"observed","at_ms":1}"#, "it is not a well-formed “observed”: missing field");
    check(
        &format!(r#"{{"kind":"edited","at_ms":1,"of":"{}-1","change":{{"severity":4}}}}"#, "0".repeat(32)),
        "it is not a well-formed “edited”: severity 4",
    );
    check(
        &format!(r#"{{"kind":"walk_planned","at_ms":1,"starts_at_ms":1,"title":"{}"}}"#, "å".repeat(4_001)),
        "a text of 4001 characters",
    );
    let fixed = |lat: f64, accuracy_m: f64| {
        format!(
            r#"{{"kind":"observed","at_ms":1,"feeling":"safe","category":"lighting","place":{{"fix":{{"lat":{lat},"lon":22,"accuracy_m":{accuracy_m},"fixed_at_ms":1,"source":"device"}}}}}}"#
        )
    };
    check(&fixed(65.6, 0.0), "known");
    for (lat, accuracy_m) in [(95.0, 6.0), (65.6, -1.0), (65.6, 1e9)] {
        check(&fixed(lat, accuracy_m), "its fix is off the globe");
    }
    let estimated =
        |of: &str| fixed(65.6, 6.0).replace("\"source\"", &format!(r#""estimated":{of},"source""#));
    check(&estimated(r#"{"lat":65.6,"lon":22.1,"accuracy_m":4.5,"fixes":12}"#), "known");
    check(&estimated(r#"{"lat":95,"lon":22.1,"accuracy_m":4.5,"fixes":12}"#), "its fix is off the globe");
    check(&estimated(r#"{"lat":65.6,"lon":22.1,"accuracy_m":-1,"fixes":12}"#), "its fix is off the globe");
    check(&format!(r#"{{"kind":"x","pad":"{}"}}"#, "x".repeat(MAX_RECORD_BYTES)), "its ");
}
