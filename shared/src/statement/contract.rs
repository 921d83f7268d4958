//! What every reader and writer of a walker's records must do alike: `serde_json` on the server and the browser's own
//! parser on the phone.
//!
//! Promises: each kind of statement and of change is tried, and what is no such statement.

#![expect(clippy::unwrap_used, clippy::missing_panics_doc, reason = "run by tests only")]

use super::{
    Change, Condition, Edited, Feeling, Gap, Observed, Photo, Photographed, Reading, Revisited, Severity,
    Statement, Tracked, When,
};
use crate::geo::{Estimated, Fix, FixSource, Place, Position};
use crate::id::{BlobHash, RecordId, SeriesId};

fn id(number: u64) -> RecordId {
    RecordId { series: SeriesId::from_bytes([7; 16]), number }
}

fn edited(change: Change) -> Statement {
    Statement::Edited(Edited { at_ms: 1_795_000_000_123, of: id(1), replaces: vec![id(2), id(3)], change })
}

fn tracked(after: Option<Gap>) -> Statement {
    let from = Position::new(65.617_123, -22.1).unwrap();
    let steps = if after.is_none() { vec![] } else { vec![9, 105, -33, 21, -2_000_000, 180_000_000] };
    Statement::Tracked(Tracked { at_ms: 1_795_000_030_123, after, from, accuracy_m: 7, steps })
}

/// Everything that a walker can state.
pub fn statements() -> Vec<Statement> {
    let fixed_at_ms = 1_795_000_000_001;
    let source = FixSource::Device;
    let fix = Fix { lat: 65.617_123, lon: -22.1, accuracy_m: 6.25, fixed_at_ms, source, estimated: None };
    let estimated = Some(Estimated { lat: 65.617_2, lon: -22.100_5, accuracy_m: 4.5, fixes: 23 });
    let pin = Position::new(65.6, 22.137_01).unwrap();
    let place = Place { fix: Some(fix), pin: Some(pin), described: Some("vid \"tunneln\"\n\u{1}\\".into()) };
    let category = "lighting".parse().unwrap();
    let photo = Photo { blob: BlobHash::from_bytes([9; 32]), width: 1_600, height: 1_200, bytes: 345_678 };
    let changes = vec![
        Change::Category("snow".parse().unwrap()),
        Change::Text("åäö čđŋ 🏮\ttab".into()),
        Change::When(vec![When::Dark, When::Winter]),
        Change::When(vec![]),
        Change::Severity(Severity::ALL[2]),
        Change::Proposal("en lampa till".into()),
        Change::Pin(pin),
        Change::Described("bakom / kiosken".into()),
        Change::Fix(fix),
        Change::Fix(Fix { estimated, ..fix }),
        Change::Apart(vec![id(7)]),
        Change::Apart(vec![]),
        Change::Withdrawn(true),
    ];
    let again = Revisited { at_ms: 3, of: id(1), condition: Condition::Fixed, place: place.clone() };
    let mut all = vec![
        Statement::Revisited(again),
        Statement::Observed(Observed { at_ms: -1, feeling: Feeling::Unsafe, category, place }),
        Statement::Photographed(Photographed { at_ms: 2, of: id(1), photo }),
    ];
    all.extend(changes.into_iter().map(edited));
    all.push(tracked(None));
    all.extend(Gap::ALL.map(Some).map(tracked));
    all
}

/// What a walker's reader must not take for a statement.
const MISFITS: [&str; 11] = [
    "",
    "{",
    "null",
    "[]",
    r#"{"kind":"of_a_newer_app","at_ms":1}"#,
    r#"{"kind":"observed","v":2,"at_ms":1,"feeling":"unsafe","category":"lighting"}"#,
    r#"{"kind":"observed","at_ms":1,"feeling":"cold","category":"lighting"}"#,
    r#"{"kind":"observed","at_ms":"1","feeling":"unsafe","category":"lighting"}"#,
    r#"{"kind":"observed","feeling":"unsafe","category":"lighting"}"#,
    r#"{"kind":"tracked","at_ms":1,"from":{"lat":65.6,"lon":22.1},"accuracy_m":7}"#,
    r#"{"kind":"tracked","at_ms":1,"after":"bored","from":{"lat":65.6,"lon":22.1},"accuracy_m":7,"steps":[]}"#,
];

/// A statement with a member that a later build may add.
const WITH_MORE: &str = r#"{"kind":"observed","at_ms":1,"feeling":"safe","category":"lighting","place":{},"mood":{"deep":[1,"x",null]}}"#;

/// Panics when `read` and `write` are not what [`Statement::read`] and [`Statement::to_text`] are.
pub fn check(read: impl Fn(&str) -> Option<Statement>, write: impl Fn(&Statement) -> Option<String>) {
    for statement in statements() {
        let text = statement.to_text().unwrap();
        assert_eq!(read(&text).as_ref(), Some(&statement), "{text} is read alike");
        let written = write(&statement).unwrap();
        assert_eq!(written, text, "it is written alike");
    }
    for text in MISFITS {
        assert!(!matches!(Statement::read(text), Ok(Reading::Known(_))), "{text} is a misfit");
        assert_eq!(read(text), None, "{text}");
    }
    assert_eq!(Statement::read(WITH_MORE).ok(), read(WITH_MORE).map(Reading::Known));
    assert!(read(WITH_MORE).is_some());
}
