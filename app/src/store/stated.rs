//! What the phone's own records state.
//!
//! Promises: the same as [`Statement::read`] for what a walker states; another kind, or a newer version, is none.

use shared::statement::{Statement, VERSION};

use crate::platform::json::{NotSo, Parsed};

/// Reads a record of the phone's own series.
pub fn stated(text: &str) -> Option<Statement> {
    let record = Parsed::new(text).ok()?;
    if record.number("v").is_some_and(|version| version > f64::from(VERSION)) {
        return None;
    }
    let known = match record.word("kind")?.as_str() {
        "observed" => record.read().map(Statement::Observed),
        "photographed" => record.read().map(Statement::Photographed),
        "tracked" => record.read().map(Statement::Tracked),
        "revisited" => record.read().map(Statement::Revisited),
        "edited" => record.read().map(Statement::Edited),
        _ => Err(NotSo),
    };
    known.ok()
}
