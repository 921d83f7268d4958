//! Which language is shown, and the texts of it.
//!
//! Promises: one language at a time for the whole page, kept between visits. Another language is the page anew: what
//! people did is kept, and no text has to be watched, which would cost a kilobyte of wasm for each.

use std::cell::RefCell;

use serde_json::{Map, Value};

use super::texts::{Arg, Locale, Texts, plain};
use crate::platform::intl::{self, Tongue};
use crate::platform::{address, page};

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

/// The language shown; without a tongue, before one is loaded or outside a browser, numbers are written plainly.
#[derive(Default)]
struct Shown {
    tag: String,
    texts: Texts,
    tongue: Option<Tongue>,
}

thread_local! {
    // A page has one language; the texts must also be at hand in tasks that no component owns.
    static SHOWN: RefCell<Shown> = RefCell::default();
}

impl Locale for Shown {
    fn plural(&self, number: f64) -> String {
        self.tongue.as_ref().map_or_else(|| "other".to_owned(), |tongue| tongue.plural(number))
    }

    fn number(&self, number: f64) -> String {
        self.tongue.as_ref().map_or_else(|| plain(number), |tongue| tongue.number(number))
    }
}

/// The text with this id in the language shown; see [`crate::t!`].
pub fn text(id: &str, args: &[(&str, Arg)]) -> String {
    SHOWN.with_borrow(|shown| shown.texts.text(id, args, shown))
}

/// The tag of the language shown.
pub fn language() -> String {
    SHOWN.with_borrow(|shown| shown.tag.clone())
}

/// The languages that can be chosen, Swedish first.
pub fn languages() -> Vec<Language> {
    let (source, others): (Vec<String>, Vec<String>) = files().keys().cloned().partition(|tag| tag == SOURCE);
    let named = |tag: String| Language { own_name: capitalised(&intl::own_name(&tag)), tag };
    source.into_iter().chain(others).map(named).collect()
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

/// Keeps the choice and loads the page anew in that language.
pub fn choose(tag: &str) {
    if tag != language() {
        page::save_language(tag);
        address::reload();
    }
}

/// Runs with what is known of the language shown; `None` before a language was loaded or outside a browser.
pub(super) fn with_tongue<T>(run: impl FnOnce(&Tongue) -> T) -> Option<T> {
    SHOWN.with_borrow(|shown| shown.tongue.as_ref().map(run))
}

async fn show(files: &Map<String, Value>, tag: &str) -> bool {
    let Some(url) = files.get(tag).and_then(Value::as_str) else { return false };
    let Some(texts) = page::fetch_text(url).await.as_deref().and_then(Texts::read) else { return false };
    page::set_language(tag, if RIGHT_TO_LEFT.contains(&tag) { "rtl" } else { "ltr" });
    SHOWN.replace(Shown { tag: tag.to_owned(), texts, tongue: Some(Tongue::new(tag)) });
    true
}

/// The texts' addresses by language, as the shell names them.
fn files() -> Map<String, Value> {
    page::meta("lykta-texts").and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}

/// `sv-FI` is served by `sv`.
fn primary(tag: &str) -> String {
    tag.split('-').next().unwrap_or_default().to_ascii_lowercase()
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
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
