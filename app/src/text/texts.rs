//! The texts of one language as a table, and how a pattern becomes a sentence.
//!
//! Promises: pure, so tested natively; plurals and numbers are asked of a [`Locale`]. A pattern is a string or a list
//! of parts: a string, `{"v": name}` (the value) or `{"s": name, "c": {key: pattern}, "d": key}` (a choice by exact
//! number, plural category or word). The build checks the table, so a malformed part is skipped, not reported.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

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

/// All texts of one language, as the build writes them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Texts(Vec<(String, Pattern)>);

/// What a text is made of.
#[derive(Debug, Clone, PartialEq)]
enum Pattern {
    Text(String),
    Parts(Vec<Pattern>),
    Value(String),
    Choice { of: String, cases: Texts, default: String },
}

impl Texts {
    /// Whether there is a text with this id.
    pub fn has(&self, id: &str) -> bool {
        self.get(id).is_some()
    }

    /// The ids, in the order that they were written.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(id, _)| id.as_str())
    }

    /// The text with this id as it stands, if nothing is to be filled in.
    pub fn plain(&self, id: &str) -> Option<&str> {
        match self.get(id) {
            Some(Pattern::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The text with this id, filled with the arguments; an unknown id shows itself.
    pub fn text(&self, id: &str, args: &[(&str, Arg)], locale: &dyn Locale) -> String {
        let mut out = String::new();
        match self.get(id) {
            Some(pattern) => say(&mut out, pattern, args, locale),
            None => out.push_str(id),
        }
        out
    }

    fn get(&self, id: &str) -> Option<&Pattern> {
        self.0.iter().find(|(known, _)| known == id).map(|(_, pattern)| pattern)
    }
}

fn say(out: &mut String, pattern: &Pattern, args: &[(&str, Arg)], locale: &dyn Locale) {
    match pattern {
        Pattern::Text(text) => out.push_str(text),
        Pattern::Parts(parts) => parts.iter().for_each(|part| say(out, part, args, locale)),
        Pattern::Value(name) => match arg(args, name) {
            Some(Arg::Word(word)) => out.push_str(word),
            Some(Arg::Number(number)) => out.push_str(&locale.number(*number)),
            None => out.push_str(name),
        },
        Pattern::Choice { of, cases, default } => {
            let chosen = arg(args, of).and_then(|value| choice(cases, value, locale));
            if let Some(pattern) = chosen.or_else(|| cases.get(default)) {
                say(out, pattern, args, locale);
            }
        }
    }
}

fn choice<'a>(cases: &'a Texts, value: &Arg, locale: &dyn Locale) -> Option<&'a Pattern> {
    match value {
        Arg::Word(word) => cases.get(word),
        Arg::Number(number) => cases.get(&plain(*number)).or_else(|| cases.get(&locale.plural(*number))),
    }
}

/// The number with at most one decimal, where no language is at hand: the standard library's way weighs ten kilobytes
/// more.
#[expect(clippy::cast_possible_truncation, reason = "counts and metres shown to people are far below 2^53")]
pub(super) fn plain(number: f64) -> String {
    let tenths = (number * 10.0).round() as i64;
    let (whole, tenth) = (tenths / 10, (tenths % 10).abs());
    if tenth == 0 { whole.to_string() } else { format!("{whole}.{tenth}") }
}

fn arg<'a>(args: &'a [(&str, Arg)], name: &str) -> Option<&'a Arg> {
    args.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Table;

        impl<'de> Visitor<'de> for Table {
            type Value = Texts;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("texts by id")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Texts, A::Error> {
                let mut texts = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    texts.push(entry);
                }
                Ok(Texts(texts))
            }
        }

        deserializer.deserialize_map(Table)
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Part;

        impl<'de> Visitor<'de> for Part {
            type Value = Pattern;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a pattern")
            }

            fn visit_str<E>(self, text: &str) -> Result<Pattern, E> {
                Ok(Pattern::Text(text.to_owned()))
            }

            fn visit_string<E>(self, text: String) -> Result<Pattern, E> {
                Ok(Pattern::Text(text))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Pattern, A::Error> {
                let mut parts = Vec::new();
                while let Some(part) = seq.next_element()? {
                    parts.push(part);
                }
                Ok(Pattern::Parts(parts))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pattern, A::Error> {
                let (mut of, mut cases, mut default) = (String::new(), Texts::default(), String::new());
                while let Some(key) = map.next_key::<String>()? {
                    match key.as_str() {
                        "v" => return Ok(Pattern::Value(map.next_value()?)),
                        "s" => of = map.next_value()?,
                        "c" => cases = map.next_value()?,
                        _ => default = map.next_value()?,
                    }
                }
                Ok(Pattern::Choice { of, cases, default })
            }
        }

        deserializer.deserialize_any(Part)
    }
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
        assert_eq!(serde_json::from_str::<Texts>(TABLE).unwrap().text(id, args, &Swedish), expected);
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
    fn a_plain_number_has_at_most_one_decimal() {
        assert_eq!([3.0, 6.54, -0.5, 1e6].map(plain), ["3", "6.5", "0.5", "1000000"]);
    }

    #[test]
    fn what_is_no_table_is_not_read() {
        assert!(serde_json::from_str::<Texts>("[]").is_err());
        assert!(serde_json::from_str::<Texts>("<!doctype html>").is_err());
    }
}
