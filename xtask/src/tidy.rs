//! What clippy cannot see: layering, file heads, texts, leftovers.
//!
//! Promises: each rule is one function from the project's files to complaints, tested with good and bad snippets;
//! all complaints are shown at once.

mod layers;
mod leftovers;
pub(crate) mod source;
mod words;

use crate::failure::Failure;
use crate::place::{Place, files_below};
use crate::texts;
use source::Source;
use std::path::Path;

/// Where Rust is written, beside the workspace's root.
const CRATES: [&str; 5] = ["shared", "app", "server", "tests", "xtask"];

/// The chore: every rule over every file.
pub(crate) fn run(place: &Place) -> Result<(), Failure> {
    let sources = sources(&place.root)?;
    let messages = texts::read_all(&place.assets().join("texts"))?;
    let ids = messages.get(texts::SOURCE_LANGUAGE).cloned().unwrap_or_default().into_keys().collect();
    let read = |path: &str| std::fs::read_to_string(place.root.join(path)).unwrap_or_default();
    let manifests = CRATES.map(|name| (name.to_owned(), read(&format!("{name}/Cargo.toml"))));
    let complaints = [
        leftovers::heads(&sources),
        leftovers::lengths(&sources),
        leftovers::marks(&sources),
        layers::browser_stays_behind_platform(&sources),
        layers::shared_reads_downwards(&sources),
        layers::shared_asks_no_clock(&sources),
        layers::first_half_calls_no_second(&sources),
        layers::nobody_imports_tests(&manifests),
        layers::service_worker_answers_get_only(&read("assets/sw.js")),
        words::texts_exist_and_are_used(&sources, &ids),
        words::readme_shows_both_commands(&read("README.md")),
    ]
    .concat();
    if complaints.is_empty() {
        println!("tidy: {} files are as they should be.", sources.len());
        return Ok(());
    }
    let count = complaints.len();
    Err(Failure::wrong(format!("tidy has {count} complaints:\n  {}", complaints.join("\n  "))))
}

/// Every Rust file, by its path below the root.
fn sources(root: &Path) -> Result<Vec<Source>, Failure> {
    let mut sources = Vec::new();
    for name in CRATES {
        let own = |path: &&std::path::PathBuf| {
            path.extension().is_some_and(|extension| extension == "rs")
                && !path.components().any(|part| part.as_os_str() == "node_modules")
        };
        for path in files_below(&root.join(name))?.iter().filter(own) {
            let text = std::fs::read_to_string(path).map_err(Failure::io("read", path))?;
            let below = path.strip_prefix(root).unwrap_or(path).display().to_string();
            sources.push(Source::new(below, text));
        }
    }
    Ok(sources)
}
