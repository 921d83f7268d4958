//! What the phone's own records state.
//!
//! Promises: the same as [`Statement::read`] for what a walker states; another kind, or a newer version, is none.

use shared::statement::{Statement, VERSION};

use crate::platform::json::{NotSo, number, parse, word};

/// Reads a record of the phone's own series.
pub fn stated(text: &str) -> Option<Statement> {
    if number(text, "v").is_some_and(|version| version > f64::from(VERSION)) {
        return None;
    }
    let known = match word(text, "kind")?.as_str() {
        "observed" => parse(text).map(Statement::Observed),
        "photographed" => parse(text).map(Statement::Photographed),
        "edited" => parse(text).map(Statement::Edited),
        _ => Err(NotSo),
    };
    known.ok()
}
