//! Which language is shown, and the texts of it.
//!
//! Promises: one language at a time for the whole page, kept between visits. A language whose file cannot be had
//! leaves the one shown in place.

use std::cell::RefCell;

use leptos::prelude::*;
use leptos::reactive::graph::Observer;
use serde_json::{Map, Value};

use super::texts::{Arg, Locale, Texts};
use crate::platform::intl::{self, Tongue};
use crate::platform::page;

/// The language that everything is written in first.
const SOURCE: &str = "sv";

/// Languages written from right to left.
const RIGHT_TO_LEFT: [&str; 5] = ["ar", "ckb", "fa", "he", "ur"];

/// A language that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    /// Its BCP 47 tag, such as `sv`.
    pub tag: String,
    /// Its own name for itself, such as "Svenska".
    pub own_name: String,
}

#[derive(Clone, Default)]
struct Shown {
    tag: String,
    texts: Texts,
}

thread_local! {
    // A page has one language; the texts must also be at hand in tasks that no component owns.
    static SHOWN: ArcRwSignal<Shown> = ArcRwSignal::new(Shown::default());
    static TONGUE: RefCell<Option<(String, Tongue)>> = const { RefCell::new(None) };
}

/// The text with this id in the language shown; see [`crate::t!`].
pub fn text(id: &str, args: &[(&str, Arg)]) -> String {
    with_shown(|shown| shown.texts.text(id, args, &Spoken(&shown.tag)))
}

/// The tag of the language shown.
pub fn language() -> String {
    with_shown(|shown| shown.tag.clone())
}

/// The languages that can be chosen, Swedish first.
pub fn languages() -> Vec<Language> {
    let mut tags: Vec<String> = files().keys().cloned().collect();
    tags.sort_by_key(|tag| (tag != SOURCE, tag.clone()));
    tags.into_iter().map(|tag| Language { own_name: capitalised(&intl::own_name(&tag)), tag }).collect()
}

/// Loads the texts of the language chosen earlier, else of the one the phone speaks, else Swedish.
/// Whether there are any.
pub async fn load() -> bool {
    let files = files();
    let wanted = page::saved_language().into_iter().chain(page::wanted_languages());
    let first = wanted.map(|tag| primary(&tag)).find(|tag| files.contains_key(tag));
    for tag in [first.as_deref().unwrap_or(SOURCE), SOURCE] {
        if show(&files, tag).await {
            return true;
        }
    }
    false
}

/// Shows another language from now on and keeps the choice.
pub async fn choose(tag: &str) {
    if show(&files(), tag).await {
        page::save_language(tag);
    }
}

/// Runs with what is known of the language shown; `None` before a language was loaded or outside a browser.
pub(super) fn with_tongue<T>(run: impl FnOnce(&Tongue) -> T) -> Option<T> {
    let tag = language();
    if tag.is_empty() {
        return None;
    }
    TONGUE.with_borrow_mut(|kept| {
        if kept.as_ref().is_none_or(|(known, _)| *known != tag) {
            *kept = Some((tag.clone(), Tongue::new(&tag)));
        }
        kept.as_ref().map(|(_, tongue)| run(tongue))
    })
}

async fn show(files: &Map<String, Value>, tag: &str) -> bool {
    let Some(url) = files.get(tag).and_then(Value::as_str) else { return false };
    let Some(texts) = page::fetch_text(url).await.as_deref().and_then(Texts::read) else { return false };
    page::set_language(tag, if RIGHT_TO_LEFT.contains(&tag) { "rtl" } else { "ltr" });
    SHOWN.with(|shown| shown.set(Shown { tag: tag.to_owned(), texts }));
    true
}

/// The texts' addresses by language, as the shell names them.
fn files() -> Map<String, Value> {
    page::meta("lykta-texts").and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}

fn with_shown<T>(read: impl FnOnce(&Shown) -> T) -> T {
    SHOWN.with(|shown| if Observer::get().is_some() { shown.with(read) } else { shown.with_untracked(read) })
}

/// `sv-FI` is served by `sv`.
fn primary(tag: &str) -> String {
    tag.split('-').next().unwrap_or_default().to_ascii_lowercase()
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The language shown; before one is loaded, or outside a browser, numbers are written plainly.
struct Spoken<'a>(&'a str);

impl Locale for Spoken<'_> {
    fn plural(&self, number: f64) -> String {
        self.ask(|tongue| tongue.plural(number)).unwrap_or_else(|| "other".to_owned())
    }

    fn number(&self, number: f64) -> String {
        self.ask(|tongue| tongue.number(number)).unwrap_or_else(|| number.to_string())
    }
}

impl Spoken<'_> {
    fn ask<T>(&self, run: impl FnOnce(&Tongue) -> T) -> Option<T> {
        if self.0.is_empty() { None } else { with_tongue(run) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_regional_language_is_served_by_its_language() {
        assert_eq!(["sv-FI", "EN", "ar"].map(primary), ["sv", "en", "ar"]);
    }

    #[test]
    fn a_languages_name_begins_with_a_capital() {
        assert_eq!(["svenska", "العربية", ""].map(capitalised), ["Svenska", "العربية", ""]);
    }

    #[test]
    fn before_texts_are_loaded_an_id_shows_itself() {
        assert_eq!(crate::t!("voices", n = 3), "voices");
    }
}
