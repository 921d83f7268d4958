//! One Fluent file to patterns.
//!
//! Promises: a pattern is a string, or a list of parts: a string, `{"v": name}`, or `{"s": name, "d": key,
//! "c": {key: pattern}}`; neighbouring texts are one; nothing is dropped silently.

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey};
use fluent_syntax::unicode::unescape_unicode_to_string;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// One message, compiled.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Message {
    pub(crate) pattern: Value,
    /// The variables it uses.
    pub(crate) variables: BTreeSet<String>,
}

/// Compiles a file; the error is a sentence that names line or message.
pub(crate) fn compile(ftl: &str) -> Result<super::Messages, String> {
    let resource = fluent_syntax::parser::parse(ftl).map_err(|(_, errors)| unreadable(ftl, &errors))?;
    let mut messages = super::Messages::new();
    for entry in resource.body {
        let Some((id, message)) = message(entry)? else { continue };
        if messages.insert(id.clone(), message).is_some() {
            return Err(format!("“{id}” stands there twice."));
        }
    }
    Ok(messages)
}

fn unreadable(ftl: &str, errors: &[fluent_syntax::parser::ParserError]) -> String {
    let told = errors.iter().map(|error| {
        let before = ftl.get(..error.pos.start).unwrap_or(ftl);
        let line = before.matches('\n').count() + 1;
        format!("line {line} is not Fluent: {error}.")
    });
    told.collect::<Vec<_>>().join(" ")
}

fn message(entry: Entry<&str>) -> Result<Option<(String, Message)>, String> {
    let message = match entry {
        Entry::Message(message) => message,
        Entry::Term(term) => return Err(format!("“-{}” is a term; write its text out.", term.id.name)),
        Entry::Junk { content } => return Err(format!("“{}” is not Fluent.", content.trim())),
        Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => return Ok(None),
    };
    let id = message.id.name.to_owned();
    if !message.attributes.is_empty() {
        return Err(format!("“{id}” has attributes; make each a message of its own."));
    }
    let value = message.value.ok_or_else(|| format!("“{id}” has no text."))?;
    let mut variables = BTreeSet::new();
    let pattern = pattern(&value, &mut variables).map_err(|why| format!("“{id}” {why}"))?;
    Ok(Some((id, Message { pattern, variables })))
}

type Variables = BTreeSet<String>;

fn pattern(pattern: &Pattern<&str>, variables: &mut Variables) -> Result<Value, String> {
    let mut parts = Vec::new();
    for element in &pattern.elements {
        let part = match element {
            PatternElement::TextElement { value } => Value::from(*value),
            PatternElement::Placeable { expression } => part(expression, variables)?,
        };
        push(&mut parts, part);
    }
    Ok(match <[Value; 1]>::try_from(parts) {
        Ok([Value::String(text)]) => Value::String(text),
        Ok([other]) => json!([other]),
        Err(parts) if parts.is_empty() => json!(""),
        Err(parts) => Value::Array(parts),
    })
}

/// Neighbouring texts become one.
fn push(parts: &mut Vec<Value>, part: Value) {
    match (parts.last_mut(), part) {
        (Some(Value::String(before)), Value::String(text)) => before.push_str(&text),
        (_, part) => parts.push(part),
    }
}

fn part(expression: &Expression<&str>, variables: &mut Variables) -> Result<Value, String> {
    match expression {
        Expression::Inline(inline) => inline_part(inline, variables),
        Expression::Select { selector, variants } => choice(selector, variants, variables),
    }
}

fn inline_part(inline: &InlineExpression<&str>, variables: &mut Variables) -> Result<Value, String> {
    match inline {
        InlineExpression::VariableReference { id } => {
            variables.insert(id.name.to_owned());
            Ok(json!({ "v": id.name }))
        }
        InlineExpression::StringLiteral { value } => Ok(Value::from(unescape_unicode_to_string(value))),
        InlineExpression::NumberLiteral { value } => Ok(Value::from(*value)),
        InlineExpression::Placeable { expression } => part(expression, variables),
        InlineExpression::FunctionReference { id, .. } => {
            Err(format!("calls {}(); numbers and dates are written by the app.", id.name))
        }
        InlineExpression::MessageReference { id, .. } => {
            Err(format!("refers to “{}”; write its text out.", id.name))
        }
        InlineExpression::TermReference { id, .. } => {
            Err(format!("refers to “-{}”; write its text out.", id.name))
        }
    }
}

fn choice(
    selector: &InlineExpression<&str>,
    variants: &[Variant<&str>],
    variables: &mut Variables,
) -> Result<Value, String> {
    let InlineExpression::VariableReference { id } = selector else {
        return Err("chooses by something that is not a variable.".into());
    };
    variables.insert(id.name.to_owned());
    let mut cases = Map::new();
    for variant in variants {
        let case = pattern(&variant.value, variables)?;
        if cases.insert(key(variant).to_owned(), case).is_some() {
            return Err(format!("has the choice [{}] twice.", key(variant)));
        }
    }
    let default = variants.iter().find(|variant| variant.default).map(key);
    Ok(json!({ "s": id.name, "d": default, "c": cases }))
}

fn key<'a>(variant: &Variant<&'a str>) -> &'a str {
    match variant.key {
        VariantKey::Identifier { name } => name,
        VariantKey::NumberLiteral { value } => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(ftl: &str, expected: &Value) {
        let messages = compile(ftl).unwrap();
        assert_eq!(&messages.values().next().unwrap().pattern, expected, "{ftl}");
    }

    fn check_refused(ftl: &str, sentence: &str) {
        assert_eq!(compile(ftl).unwrap_err(), sentence);
    }

    #[test]
    fn plain_text_is_a_string_even_over_several_lines() {
        check("saved = Sparad", &json!("Sparad"));
        check("long =\n    Första raden\n    och den andra.\n", &json!("Första raden\noch den andra."));
    }

    #[test]
    fn a_variable_is_a_part_and_is_listed() {
        check("near = ± { $metres } m", &json!(["± ", { "v": "metres" }, " m"]));
        check("only = { $what }", &json!([{ "v": "what" }]));
        assert!(compile("near = { $metres } m").unwrap()["near"].variables.contains("metres"));
    }

    #[test]
    fn literals_are_text_and_melt_into_their_neighbours() {
        check(r#"brace = a{"{"}b { 3 }{ "\u00e5" }"#, &json!("a{b 3å"));
        check("nested = { { $a } }", &json!([{ "v": "a" }]));
    }

    #[test]
    fn a_plural_keeps_its_cases_exact_numbers_and_default() {
        let ftl =
            "voices = { $n ->\n    [0] ingen röst\n    [one] { $n } röst\n   *[other] { $n } röster\n }";
        let cases =
            json!({ "0": "ingen röst", "one": [{ "v": "n" }, " röst"], "other": [{ "v": "n" }, " röster"] });
        check(ftl, &json!([{ "s": "n", "d": "other", "c": cases }]));
    }

    #[test]
    fn comments_are_left_out() {
        assert_eq!(compile("### Allt\n## Del\n# Om a\na = A\n").unwrap().len(), 1);
    }

    #[test]
    fn what_the_app_cannot_say_is_refused_with_a_sentence() {
        check_refused("a = { NUMBER($n) }", "“a” calls NUMBER(); numbers and dates are written by the app.");
        check_refused("a = A\nb = { a }", "“b” refers to “a”; write its text out.");
        check_refused("a = { -brand }", "“a” refers to “-brand”; write its text out.");
        check_refused("-brand = Lykta", "“-brand” is a term; write its text out.");
        check_refused("a = A\n    .title = T", "“a” has attributes; make each a message of its own.");
        check_refused("a = { 1 ->\n   *[other] x\n }", "“a” chooses by something that is not a variable.");
        check_refused("a = A\na = B", "“a” stands there twice.");
    }

    #[test]
    fn a_file_that_is_not_fluent_is_refused_with_its_line() {
        let sentence = compile("a = A\nb = { $n\n").unwrap_err();
        assert!(sentence.starts_with("line ") && sentence.contains("is not Fluent"), "{sentence}");
    }
}
