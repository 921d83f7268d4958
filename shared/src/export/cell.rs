//! One value of a row, and how words become harmless in a spreadsheet.

use std::borrow::Cow;

use serde::Serialize;

use crate::geo::Position;

/// One value of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    /// Not known, or not said.
    Absent,
    /// Words, an id, or the name of a choice.
    Text(Cow<'a, str>),
    /// A count, or milliseconds since 1970.
    Integer(i64),
    /// A measurement.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// A moment, in milliseconds since 1970; written as ISO 8601 with its offset.
    Moment(i64),
}

impl<'a> Cell<'a> {
    /// Words, if there are any.
    pub fn words(text: Option<&'a str>) -> Self {
        text.map_or(Self::Absent, |text| Self::Text(Cow::Borrowed(text)))
    }

    /// Something by its text form, such as an id.
    pub fn shown(value: Option<impl ToString>) -> Self {
        value.map_or(Self::Absent, |value| Self::Text(Cow::Owned(value.to_string())))
    }

    /// A choice by the name that it has on the wire.
    pub fn named(value: Option<&impl Serialize>) -> Self {
        value.map_or(Self::Absent, |value| Self::Text(Cow::Owned(wire_name(value))))
    }

    /// Several choices, with a space between them; an empty text where none was made.
    pub fn list(values: &[impl Serialize]) -> Self {
        Self::Text(Cow::Owned(values.iter().map(wire_name).collect::<Vec<_>>().join(" ")))
    }

    /// How many there are.
    pub fn count(count: usize) -> Self {
        Self::Integer(i64::try_from(count).unwrap_or(i64::MAX))
    }

    /// A measurement, if it was made.
    pub fn number(value: Option<f64>) -> Self {
        value.map_or(Self::Absent, Self::Number)
    }

    /// A whole number, if there is one.
    pub fn integer(value: Option<i64>) -> Self {
        value.map_or(Self::Absent, Self::Integer)
    }

    /// A yes or no, if it is known.
    pub fn flag(value: Option<bool>) -> Self {
        value.map_or(Self::Absent, Self::Flag)
    }

    /// A moment, if it is known.
    pub fn moment(at_ms: Option<i64>) -> Self {
        at_ms.map_or(Self::Absent, Self::Moment)
    }

    /// Degrees north.
    pub fn lat(position: Option<Position>) -> Self {
        Self::number(position.map(Position::lat))
    }

    /// Degrees east.
    pub fn lon(position: Option<Position>) -> Self {
        Self::number(position.map(Position::lon))
    }
}

/// The name that a choice has on the wire.
fn wire_name(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

/// At these a program may divide a file that it was not told the separator of.
const SEPARATORS: [char; 10] =
    [',', ';', '\t', '\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];

/// With these a formula begins, also in their wide form (OWASP, CSV injection).
const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Words as a cell that no spreadsheet takes for a formula, whatever it divides the file at: an apostrophe stands before
/// each piece that would begin with such a sign, behind spaces and quotation marks too.
pub fn disarmed(text: &str) -> Cow<'_, str> {
    if !text.contains(SIGNS) && !text.starts_with(['\t', '\r']) {
        return Cow::Borrowed(text);
    }
    let mut harmless = String::with_capacity(text.len() + 8);
    for piece in text.split_inclusive(SEPARATORS) {
        let bare = piece.trim_start_matches(|letter: char| {
            letter == '"'
                || letter == '\''
                || letter == '\0'
                || letter == '\u{feff}'
                || letter.is_whitespace()
        });
        if bare.starts_with(SIGNS) {
            harmless.push('\'');
        }
        harmless.push_str(piece);
    }
    if harmless.starts_with(['\t', '\r']) {
        harmless.insert(0, '\'');
    }
    Cow::Owned(harmless)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_formula_is_disarmed_wherever_a_cell_may_begin_and_words_stay_words() {
        for (text, expected) in [
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("mörkt;=1+1", "mörkt;'=1+1"),
            ("mörkt,=1+1\n@SUM(A1)", "mörkt,'=1+1\n'@SUM(A1)"),
            ("mörkt;\" =1+1", "mörkt;'\" =1+1"),
            ("\t=1", "'\t'=1"),
            ("- sly\n- lampa", "'- sly\n'- lampa"),
            ("Gångväg – mörk, a=b", "Gångväg – mörk, a=b"),
            ("", ""),
        ] {
            assert_eq!(disarmed(text), expected);
        }
    }

    proptest! {
        #[test]
        fn no_piece_of_any_words_begins_like_a_formula(text in "[-=+@＝a \"',;\t\r\n\u{2028}]{0,24}") {
            let cell = disarmed(&text);
            for piece in cell.split(SEPARATORS) {
                let begins = piece.trim_start_matches([' ', '"']).chars().next();
                prop_assert!(!begins.is_some_and(|sign| SIGNS.contains(&sign)), "{cell:?}");
            }
            prop_assert!(!cell.starts_with(['\t', '\r']), "{cell:?}");
            prop_assert_eq!(cell.replace('\'', ""), text.replace('\'', ""), "only apostrophes are added");
        }
    }
}
