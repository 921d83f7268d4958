//! Rules for what people read: the texts, and the README's two commands.

use super::source::Source;
use std::collections::BTreeSet;

/// Texts whose ids are put together while running.
const BUILT_AT_RUN_TIME: [&str; 5] = ["category-", "when-", "state-", "problem-", "severity-"];
/// What looks a text up by its first string.
const LOOKUPS: [&str; 2] = ["t!(", "text("];

/// Every text that the app names exists, and every text is named somewhere.
pub(crate) fn texts_exist_and_are_used(sources: &[Source], ids: &BTreeSet<String>) -> Vec<String> {
    let app: Vec<&Source> = sources.iter().filter(|source| source.path.starts_with("app/src/")).collect();
    let missing = app.iter().flat_map(|source| looked_up(source)).filter(|(_, id)| !ids.contains(id));
    let missing = missing.map(|(place, id)| format!("{place}: no text is called “{id}”."));
    let said: BTreeSet<&String> =
        app.iter().flat_map(|source| &source.literals).map(|(_, said)| said).collect();
    let built = prefixes(&said);
    let idle =
        ids.iter().filter(|id| !said.contains(id) && !built.iter().any(|prefix| id.starts_with(prefix)));
    let idle = idle.map(|id| format!("assets/texts: nothing in app says “{id}”."));
    missing.chain(idle).collect()
}

/// The ids that a file looks up by name outside its own tests, with where.
fn looked_up(source: &Source) -> Vec<(String, String)> {
    let own_tests = source.code.find("#[cfg(test)]").unwrap_or(source.code.len());
    let is_method = |at: &usize| source.code[..*at].ends_with('.');
    let calls = LOOKUPS
        .iter()
        .flat_map(|call| source.word(call).into_iter().filter(|at| !is_method(at)).map(|at| at + call.len()));
    let literal = |at: usize| {
        source
            .literals
            .iter()
            .find(|(start, _)| source.code[at..].trim_start().len() == source.code[*start..].len())
    };
    let ids =
        calls.filter(|at| *at < own_tests).filter_map(|at| Some((source.at(at), literal(at)?.1.clone())));
    ids.filter(|(_, id)| !id.contains('{')).collect()
}

/// What stands before the first `{` of a string that builds an id, with the usual ones.
fn prefixes(said: &BTreeSet<&String>) -> BTreeSet<String> {
    let starts = said.iter().filter_map(|said| said.split_once('{')).map(|(start, _)| start);
    let ids = starts
        .filter(|start| start.ends_with('-') && start.chars().all(|l| l.is_ascii_lowercase() || l == '-'));
    ids.chain(BUILT_AT_RUN_TIME).map(str::to_owned).collect()
}

/// The README shows the two commands a newcomer needs.
pub(crate) fn readme_shows_both_commands(readme: &str) -> Vec<String> {
    let missing =
        ["cargo xtask serve", "cargo xtask test"].into_iter().filter(|command| !readme.contains(command));
    missing.map(|command| format!("README.md: does not show `{command}`.")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, ids: &[&str], expected: &[&str]) {
        let ids = ids.iter().map(|id| (*id).to_owned()).collect();
        assert_eq!(texts_exist_and_are_used(&[Source::new("app/src/a.rs", text)], &ids), expected);
    }

    #[test]
    fn a_text_that_is_looked_up_has_to_exist() {
        check("view! { <p>{t!(\"saved\")}</p> }", &["saved"], &[]);
        check("t!(\n    \"saved\",\n    n = 3\n)", &["saved"], &[]);
        check("a;\nt!(\"saved\")", &[], &["app/src/a.rs:2: no text is called “saved”."]);
        check("text(\"gone\", &[])", &[], &["app/src/a.rs:1: no text is called “gone”."]);
    }

    #[test]
    fn comments_other_calls_and_a_files_own_tests_look_nothing_up() {
        check("// t!(\"a\")\nset_text(\"b\"); text(id); el.text(\" \")", &[], &[]);
        check("#[cfg(test)]\nmod tests { t!(\"no-such\") }", &[], &[]);
    }

    #[test]
    fn a_text_that_nothing_says_is_idle() {
        check("t!(\"a\")", &["a", "b"], &["assets/texts: nothing in app says “b”."]);
        check("let id = if x { \"a\" } else { \"b\" }; t!(id)", &["a", "b"], &[]);
    }

    #[test]
    fn texts_built_while_running_are_not_idle() {
        check("", &["category-lighting"], &[]);
        check("t!(&format!(\"theme-{name}\"))", &["theme-night"], &[]);
        check(
            "text(&format!(\"Hej {name}\"), &[])",
            &["theme-night"],
            &["assets/texts: nothing in app says “theme-night”."],
        );
    }

    #[test]
    fn the_readme_shows_both_commands() {
        assert!(readme_shows_both_commands("`cargo xtask serve` and `cargo xtask test`").is_empty());
        assert_eq!(readme_shows_both_commands("cargo xtask serve").len(), 1);
    }
}
