//! The texts of one language as a table, and how a pattern becomes a sentence.
//!
//! Promises: pure, so tested natively; plurals and numbers are asked of a [`Locale`]. A pattern is a string or a list
//! of parts: a string, `{"v": name}` (the value) or `{"s": name, "c": {key: pattern}, "d": key}` (a choice by exact
//! number, plural category or word). The build checks the table, so a malformed part is skipped, not reported.

use serde_json::{Map, Value};

/// What a language knows of numbers.
pub trait Locale {
    /// The plural category of a number: `zero`, `one`, `two`, `few`, `many` or `other`.
    fn plural(&self, number: f64) -> String;
    /// The number as it is written.
    fn number(&self, number: f64) -> String;
}

/// A value given to a text.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg {
    /// Shown as it is; may choose by exact word.
    Word(String),
    /// Written as the language writes it; may choose by plural.
    Number(f64),
}

impl From<&str> for Arg {
    fn from(word: &str) -> Self {
        Self::Word(word.to_owned())
    }
}

impl From<&String> for Arg {
    fn from(word: &String) -> Self {
        Self::Word(word.clone())
    }
}

impl From<String> for Arg {
    fn from(word: String) -> Self {
        Self::Word(word)
    }
}

macro_rules! number_is_an_argument {
    ($($number:ty),+) => { $(impl From<$number> for Arg {
        #[expect(clippy::allow_attributes, reason = "only some of these types lose precision")]
        #[allow(clippy::cast_precision_loss, clippy::cast_lossless, reason = "counts shown to people are far below 2^53")]
        fn from(number: $number) -> Self {
            Self::Number(number as f64)
        }
    })+ };
}
number_is_an_argument!(f64, f32, i32, i64, u8, u16, u32, u64, usize);

/// All texts of one language.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Texts(Map<String, Value>);

impl Texts {
    /// Reads a table as the build writes it; `None` if it is not one.
    pub fn read(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok().map(Self)
    }

    /// Whether there is a text with this id.
    pub fn has(&self, id: &str) -> bool {
        self.0.contains_key(id)
    }

    /// The text with this id, filled with the arguments; an unknown id shows itself.
    pub fn text(&self, id: &str, args: &[(&str, Arg)], locale: &dyn Locale) -> String {
        let mut out = String::new();
        match self.0.get(id) {
            Some(pattern) => say(&mut out, pattern, args, locale),
            None => out.push_str(id),
        }
        out
    }
}

fn say(out: &mut String, pattern: &Value, args: &[(&str, Arg)], locale: &dyn Locale) {
    match pattern {
        Value::String(text) => out.push_str(text),
        Value::Array(parts) => parts.iter().for_each(|part| say(out, part, args, locale)),
        Value::Object(part) => say_part(out, part, args, locale),
        _ => {}
    }
}

fn say_part(out: &mut String, part: &Map<String, Value>, args: &[(&str, Arg)], locale: &dyn Locale) {
    let named = |key: &str| part.get(key).and_then(Value::as_str);
    if let Some(name) = named("v") {
        match arg(args, name) {
            Some(Arg::Word(word)) => out.push_str(word),
            Some(Arg::Number(number)) => out.push_str(&locale.number(*number)),
            None => out.push_str(name),
        }
    } else if let (Some(name), Some(Value::Object(cases))) = (named("s"), part.get("c")) {
        let chosen = arg(args, name).and_then(|value| choice(cases, value, locale));
        if let Some(pattern) = chosen.or_else(|| cases.get(named("d")?)) {
            say(out, pattern, args, locale);
        }
    }
}

fn choice<'a>(cases: &'a Map<String, Value>, value: &Arg, locale: &dyn Locale) -> Option<&'a Value> {
    match value {
        Arg::Word(word) => cases.get(word),
        Arg::Number(number) => cases.get(&number.to_string()).or_else(|| cases.get(&locale.plural(*number))),
    }
}

/// The number as JSON writes it, whole numbers without decimals: the standard library's way weighs ten kilobytes more.
pub(super) fn plain(number: f64) -> String {
    let written = Value::from(number).to_string();
    written.strip_suffix(".0").map(str::to_owned).unwrap_or(written)
}

fn arg<'a>(args: &'a [(&str, Arg)], name: &str) -> Option<&'a Arg> {
    args.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Swedish;

    impl Locale for Swedish {
        fn plural(&self, number: f64) -> String {
            if (number - 1.0).abs() < f64::EPSILON { "one" } else { "other" }.to_owned()
        }

        fn number(&self, number: f64) -> String {
            number.to_string().replace('.', ",")
        }
    }

    const TABLE: &str = r#"{
        "saved": "Sparad",
        "accuracy": ["± ", {"v": "metres"}, " m"],
        "voices": [{"s": "n", "d": "other", "c": {"0": "ingen röst", "one": [{"v": "n"}, " röst"], "other": [{"v": "n"}, " röster"]}}],
        "who": [{"s": "who", "d": "other", "c": {"police": "polisen", "other": ["kommunen, ", {"v": "who"}]}}, "."]
    }"#;

    fn check(id: &str, args: &[(&str, Arg)], expected: &str) {
        assert_eq!(Texts::read(TABLE).unwrap().text(id, args, &Swedish), expected);
    }

    #[test]
    fn a_plain_text_is_said_as_it_stands() {
        check("saved", &[], "Sparad");
    }

    #[test]
    fn values_are_put_in_and_numbers_written_in_the_language() {
        check("accuracy", &[("metres", 6.5.into())], "± 6,5 m");
        check("accuracy", &[("metres", "6".into())], "± 6 m");
    }

    #[test]
    fn a_number_chooses_first_exactly_and_then_by_plural() {
        check("voices", &[("n", 0.into())], "ingen röst");
        check("voices", &[("n", 1.into())], "1 röst");
        check("voices", &[("n", 12_u64.into())], "12 röster");
    }

    #[test]
    fn a_word_chooses_exactly_or_the_default() {
        check("who", &[("who", "police".into())], "polisen.");
        check("who", &[("who", "Anna".into())], "kommunen, Anna.");
    }

    #[test]
    fn what_is_missing_is_seen_and_never_silent() {
        check("no-such-text", &[], "no-such-text");
        check("accuracy", &[], "± metres m");
        check("voices", &[], "n röster");
    }

    #[test]
    fn what_is_no_table_is_not_read() {
        assert_eq!(Texts::read("[]"), None);
        assert_eq!(Texts::read("<!doctype html>"), None);
    }
}
