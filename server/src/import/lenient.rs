//! JSON that is almost JSON: with `NaN`, with commas before closing brackets, or one value on each line.
//!
//! Promises: what is JSON is read as it is; what was mended is noted; what cannot be read is named by line and column,
//! never in a parser's words.

use serde_json::Value;

use super::document::NotAreas;

/// What a text holds.
pub(super) enum Values {
    /// One value, and what had to be mended for it.
    One {
        /// The value.
        value: Value,
        /// What was mended.
        mended: Option<String>,
    },
    /// One value on each line; none where a line cannot be read.
    Lines(Vec<Option<Value>>),
}

/// Reads a text.
pub(super) fn values(text: &str) -> Result<Values, NotAreas> {
    if text.is_empty() {
        return Err(NotAreas::Empty);
    }
    let wrong = match serde_json::from_str(text) {
        Ok(value) => return Ok(Values::One { value, mended: None }),
        Err(wrong) => wrong,
    };
    if let Ok(value) = serde_json::from_str(&mended(text)) {
        let note = "the file has NaN or commas too many, which JSON does not know; they were passed over";
        return Ok(Values::One { value, mended: Some(note.to_owned()) });
    }
    if let Some(lines) = lines(text) {
        return Ok(Values::Lines(lines));
    }
    let (line, column) = (wrong.line(), wrong.column());
    Err(if wrong.is_eof() { NotAreas::CutShort { line } } else { NotAreas::NotJson { line, column } })
}

/// The values of a text sequence: most lines, the first among them, are objects by themselves.
fn lines(text: &str) -> Option<Vec<Option<Value>>> {
    let lines = text.split(['\n', '\u{1e}']).map(str::trim).filter(|line| !line.is_empty());
    let read =
        |line: &str| serde_json::from_str(line).ok().or_else(|| serde_json::from_str(&mended(line)).ok());
    let values: Vec<Option<Value>> = lines.map(|line| read(line).filter(Value::is_object)).collect();
    let good = values.iter().flatten().count();
    (values.len() > 1 && good * 2 > values.len()).then_some(values)
}

/// The text without `NaN` and infinities, which become `null`, and without commas before a closing bracket.
fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut rest, mut within) = (text, false);
    while let Some(sign) = rest.chars().next() {
        let mut used = sign.len_utf8();
        match sign {
            '\\' if within => used += rest[1..].chars().next().map_or(0, char::len_utf8),
            '"' => within = !within,
            ',' if !within && rest[1..].trim_start().starts_with([']', '}']) => {
                rest = &rest[1..];
                continue;
            }
            'N' | '-' | 'I' if !within => {
                let names = ["NaN", "-NaN", "Infinity", "-Infinity", "-nan", "-inf"];
                if let Some(name) = names.iter().find(|name| rest.starts_with(**name)) {
                    out.push_str("null");
                    rest = &rest[name.len()..];
                    continue;
                }
            }
            'n' | 'i' if !within && (rest.starts_with("nan") || rest.starts_with("inf")) => {
                out.push_str("null");
                rest = &rest[3..];
                continue;
            }
            _ => {}
        }
        out.push_str(&rest[..used]);
        rest = &rest[used..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn almost_json_is_read_and_strings_are_left_alone() {
        let Values::One { value, mended } =
            values(r#"{"a": NaN, "b": [-Infinity, 1,], "c": "NaN,] \"",}"#).ok().unwrap()
        else {
            panic!("one value is expected");
        };
        assert_eq!(value, serde_json::json!({"a": null, "b": [null, 1], "c": "NaN,] \""}));
        assert!(mended.is_some());
    }

    #[test]
    fn one_bad_line_spoils_no_other_line() {
        let Ok(Values::Lines(lines)) = values("{\"a\":1}\n{\"a\":\n\u{1e}{\"a\":3}") else {
            panic!("lines are expected");
        };
        assert_eq!(lines.iter().map(Option::is_some).collect::<Vec<_>>(), [true, false, true]);
    }
}
