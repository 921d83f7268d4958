//! Fluent files to the compact tables that the app reads.
//!
//! Promises: every language says the same things with the same variables as Swedish; whatever of Fluent the app's
//! resolver does not know is refused here, with file, message and reason, and never reaches a phone.

mod compile;
mod halves;

use crate::failure::Failure;
use crate::place::{extension, file_name, files_below};
pub(crate) use compile::{Message, compile};
pub(crate) use halves::{SAYS_LATER, SECOND_HALF};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The language that everything is written in first, and the fallback.
pub(crate) const SOURCE_LANGUAGE: &str = "sv";

/// Messages by id.
pub(crate) type Messages = BTreeMap<String, Message>;

/// What the ids of texts that only the desk says begin with.
const DESK: &str = "desk-";

/// A language's table as JSON, for each face.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tables {
    /// Without what only the desk says, or the walker's second half: residents' phones load it over weak lines.
    pub(crate) walker: String,
    /// What only the walker's second half says.
    pub(crate) later: String,
    /// All.
    pub(crate) desk: String,
}

/// Each language's tables, of the project's `assets/`.
pub(crate) fn compile_all(assets: &Path) -> Result<BTreeMap<String, Tables>, Failure> {
    let messages_by_language = read_all(&assets.join("texts"))?;
    let complaints = differences(&messages_by_language);
    if !complaints.is_empty() {
        return Err(Failure::wrong(format!("the languages do not agree:\n  {}", complaints.join("\n  "))));
    }
    let later = halves::said_later(&assets.with_file_name("app").join("src"))?;
    let tables = |(language, messages): (String, Messages)| (language, tables(&messages, &later));
    Ok(messages_by_language.into_iter().map(tables).collect())
}

/// The messages of every `<language>.ftl`.
pub(crate) fn read_all(directory: &Path) -> Result<BTreeMap<String, Messages>, Failure> {
    let mut messages_by_language = BTreeMap::new();
    for path in files_below(directory)? {
        let name = file_name(&path);
        let Some(language) = name.strip_suffix(".ftl").filter(|_| extension(&name) == "ftl") else {
            continue;
        };
        let text = std::fs::read_to_string(&path).map_err(Failure::io("read", &path))?;
        let messages = compile(&text).map_err(|why| Failure::wrong(format!("assets/texts/{name}: {why}")))?;
        messages_by_language.insert(language.to_owned(), messages);
    }
    if messages_by_language.contains_key(SOURCE_LANGUAGE) {
        Ok(messages_by_language)
    } else {
        Err(Failure::wrong(format!("{} holds no {SOURCE_LANGUAGE}.ftl.", directory.display())))
    }
}

/// Where a language has other ids or variables than the source.
fn differences(messages_by_language: &BTreeMap<String, Messages>) -> Vec<String> {
    let Some(source) = messages_by_language.get(SOURCE_LANGUAGE) else { return Vec::new() };
    let others = messages_by_language.iter().filter(|(language, _)| *language != SOURCE_LANGUAGE);
    others.flat_map(|(language, messages)| difference(source, language, messages)).collect()
}

fn difference(source: &Messages, language: &str, messages: &Messages) -> Vec<String> {
    let missing = source.keys().filter(|id| !messages.contains_key(*id));
    let missing = missing.map(|id| format!("{language}.ftl lacks “{id}”."));
    let surplus = messages.keys().filter(|id| !source.contains_key(*id));
    let surplus =
        surplus.map(|id| format!("{language}.ftl has “{id}”, which {SOURCE_LANGUAGE}.ftl does not."));
    let other = messages.iter().filter_map(|(id, message)| {
        let wanted = &source.get(id)?.variables;
        (*wanted != message.variables).then(|| {
            format!(
                "“{id}” uses {:?} in {SOURCE_LANGUAGE} and {:?} in {language}.",
                wanted, message.variables
            )
        })
    });
    missing.chain(surplus).chain(other).collect()
}

fn tables(messages: &Messages, later: &BTreeSet<String>) -> Tables {
    let patterns = || messages.iter().map(|(id, message)| (id.clone(), message.pattern.clone()));
    let table = |patterns: serde_json::Map<_, _>| serde_json::Value::Object(patterns).to_string();
    let is_later = |id: &str| halves::comes_later(id, later);
    let walker = table(patterns().filter(|(id, _)| !id.starts_with(DESK) && !is_later(id)).collect());
    let later = table(patterns().filter(|(id, _)| is_later(id)).collect());
    Tables { walker, later, desk: table(patterns().collect()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(swedish: &str, english: &str, expected: &[&str]) {
        let languages = [("sv", swedish), ("en", english)];
        let messages = languages.map(|(language, ftl)| (language.to_owned(), compile(ftl).unwrap()));
        assert_eq!(differences(&messages.into()), expected);
    }

    #[test]
    fn languages_that_say_the_same_agree() {
        check("a = Hej { $who }\nb = Två", "b = Two\na = Hello { $who }", &[]);
    }

    #[test]
    fn what_one_language_lacks_or_has_alone_is_named() {
        check(
            "a = Hej\nb = Två",
            "a = Hello\nc = Three",
            &["en.ftl lacks “b”.", "en.ftl has “c”, which sv.ftl does not."],
        );
    }

    #[test]
    fn other_variables_are_named() {
        check("a = Hej { $who }", "a = Hello { $name }", &[r#"“a” uses {"who"} in sv and {"name"} in en."#]);
    }

    #[test]
    fn a_table_is_compact_json_sorted_by_id_and_each_is_without_what_others_say() {
        let messages = compile(
            "desk-c = Tre\nd = Fyra\nb = Två\na = { $n } { $n ->\n  [one] röst\n *[other] röster\n }",
        )
        .unwrap();
        let expected =
            r#"{"a":[{"v":"n"}," ",{"c":{"one":"röst","other":"röster"},"d":"other","s":"n"}],"b":"Två"}"#;
        let tables = tables(&messages, &["d".to_owned()].into());
        assert_eq!((tables.walker.as_str(), tables.later.as_str()), (expected, r#"{"d":"Fyra"}"#));
        assert!(tables.desk.contains(r#""desk-c":"Tre""#) && tables.desk.contains(r#""b":"Två""#));
    }
}
