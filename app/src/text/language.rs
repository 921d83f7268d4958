//! Which language is shown, and the texts of it.
//!
//! Promises: one language at a time for the whole page, kept between visits. Another language is the page anew: what
//! people did is kept, and no text has to be watched, which would cost a kilobyte of wasm for each.

use std::cell::RefCell;

use super::texts::{Arg, Locale, Texts, plain};
use crate::platform::intl::{self, Tongue};
use crate::platform::{address, json, page};

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
    later: Texts,
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
    SHOWN.with_borrow(|shown| {
        let texts = if shown.texts.has(id) { &shown.texts } else { &shown.later };
        texts.text(id, args, shown)
    })
}

/// The tag of the language shown.
pub fn language() -> String {
    SHOWN.with_borrow(|shown| shown.tag.clone())
}

/// The languages that can be chosen, Swedish first.
pub fn languages() -> Vec<Language> {
    let files = files();
    let (source, others): (Vec<&str>, Vec<&str>) = files.ids().partition(|tag| *tag == SOURCE);
    let named = |tag: &str| Language { own_name: intl::own_name(tag), tag: tag.to_owned() };
    source.into_iter().chain(others).map(named).collect()
}

/// Loads the texts of the language chosen earlier, else of the one the phone speaks, else Swedish.
/// Whether there are any.
pub async fn load() -> bool {
    let files = files();
    let wanted = page::saved_language().into_iter().chain(page::wanted_languages());
    let first = wanted.map(|tag| primary(&tag)).find(|tag| files.has(tag));
    for tag in [first.as_deref().unwrap_or(SOURCE), SOURCE] {
        if show(&files, tag).await {
            return true;
        }
    }
    false
}

/// Loads what the second half of a face says, in the language shown. Whether it is here.
pub async fn load_later() -> bool {
    let files: Texts =
        page::meta("lykta-later-texts").and_then(|text| json::parse(&text).ok()).unwrap_or_default();
    let Some(url) = files.plain(&language()).map(str::to_owned) else { return false };
    let texts = page::fetch_text(&url).await.and_then(|text| json::parse(&text).ok());
    let came = texts.is_some();
    SHOWN.with_borrow_mut(|shown| shown.later = texts.unwrap_or_default());
    came
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

async fn show(files: &Texts, tag: &str) -> bool {
    let Some(url) = files.plain(tag) else { return false };
    let Some(texts) = page::fetch_text(url).await.and_then(|text| json::parse(&text).ok()) else {
        return false;
    };
    page::set_language(tag, if RIGHT_TO_LEFT.contains(&tag) { "rtl" } else { "ltr" });
    let later = Texts::default();
    SHOWN.replace(Shown { tag: tag.to_owned(), texts, later, tongue: Some(Tongue::new(tag)) });
    true
}

/// The texts' addresses by language, as the shell names them.
fn files() -> Texts {
    page::meta("lykta-texts").and_then(|text| json::parse(&text).ok()).unwrap_or_default()
}

/// `sv-FI` is served by `sv`.
fn primary(tag: &str) -> String {
    tag.split('-').next().unwrap_or_default().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_regional_language_is_served_by_its_language() {
        assert_eq!(["sv-FI", "EN", "ar"].map(primary), ["sv", "en", "ar"]);
    }

    #[test]
    fn before_texts_are_loaded_an_id_shows_itself() {
        assert_eq!(crate::t!("voices", n = 3), "voices");
    }
}
