//! Which texts only the walker's second half says: they come with it.
//!
//! Promises: a text that anything else of the walker names, or whose id is put together while running, comes at once.

use crate::failure::Failure;
use crate::place::files_below;
use crate::tidy::source::Source;
use std::collections::BTreeSet;
use std::path::Path;

/// The modules of the walker that only its second half calls (`app/src/walker/later.rs`).
pub(crate) const SECOND_HALF: [&str; 17] = [
    "bundle",
    "chart",
    "end",
    "give",
    "guide",
    "loop_line",
    "mine",
    "near",
    "photos",
    "ready",
    "receipt",
    "room",
    "seen",
    "tell",
    "told",
    "words",
    "night",
];
/// What only they call, and what the ids of the texts that it says begin with.
pub(crate) const SAYS_LATER: [(&str, &str); 3] =
    [("when_text", "when-"), ("severity_text", "severity-"), ("state_text", "state-")];
/// What residents do not load.
const OF_THE_DESK: [&str; 4] = ["console.rs", "console/", "ui.rs", "ui/"];

/// Whether the text comes with the second half, given what [`said_later`] found.
pub(super) fn comes_later(id: &str, said_later: &BTreeSet<String>) -> bool {
    said_later.contains(id) || SAYS_LATER.iter().any(|(_, prefix)| id.starts_with(prefix))
}

/// The literals of the second half that nothing else of the walker has.
pub(super) fn said_later(app: &Path) -> Result<BTreeSet<String>, Failure> {
    let mut sources = Vec::new();
    for path in files_below(app)?.iter().filter(|path| path.extension().is_some_and(|it| it == "rs")) {
        let text = std::fs::read_to_string(path).map_err(Failure::io("read", path))?;
        let below = path.strip_prefix(app).unwrap_or(path).display().to_string();
        sources.push(Source::new(below, text));
    }
    Ok(only_later(&sources))
}

fn only_later(sources: &[Source]) -> BTreeSet<String> {
    let walkers = sources.iter().filter(|it| !OF_THE_DESK.iter().any(|desk| it.path.starts_with(desk)));
    let (second, first): (Vec<&Source>, Vec<&Source>) = walkers.partition(|it| is_second(&it.path));
    let said = |sources: &[&Source]| -> BTreeSet<String> {
        sources.iter().flat_map(|it| it.literals.iter().map(|(_, said)| said.clone())).collect()
    };
    said(&second).difference(&said(&first)).cloned().collect()
}

fn is_second(path: &str) -> bool {
    let module = path.strip_prefix("walker/").and_then(|path| path.split(['/', '.']).next());
    module.is_some_and(|module| SECOND_HALF.contains(&module))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_anything_of_the_first_half_says_comes_at_once() {
        let sources = [
            Source::new("walker/mine.rs", r#"t!("mine-title"); t!("edit"); t!("close")"#),
            Source::new("walker.rs", r#"t!("mine-title")"#),
            Source::new("console/list.rs", r#"t!("edit")"#),
            Source::new("walker/parts.rs", r#"t!("close")"#),
        ];
        assert_eq!(only_later(&sources), ["edit".to_owned()].into());
    }
}
