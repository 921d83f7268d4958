//! The page that a face lives in: its root element, language, theme and the files that stand beside it.
//!
//! Promises: nothing here throws; what the page does not have is `None` or does nothing.

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, Event, HtmlDialogElement, HtmlElement, HtmlMetaElement, Response};

use super::settings;

const LANGUAGE_KEY: &str = "language";
const THEME_KEY: &str = "theme";

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

fn html() -> Option<Element> {
    document()?.document_element()
}

/// The emptied element that the face is mounted in.
pub fn take_root() -> Option<HtmlElement> {
    let root: HtmlElement = document()?.get_element_by_id("app")?.dyn_into().ok()?;
    root.set_text_content(None);
    root.remove_attribute("aria-busy").ok()?;
    Some(root)
}

/// Lets the shell say that the app could not start.
pub fn tell_that_it_failed() {
    if let (Some(window), Ok(event)) = (web_sys::window(), Event::new("lykta-failed")) {
        let _ = window.dispatch_event(&event);
    }
}

/// The content of a `<meta name=…>` of the page.
pub fn meta(name: &str) -> Option<String> {
    let element = document()?.query_selector(&format!("meta[name={name}]")).ok()??;
    Some(element.dyn_into::<HtmlMetaElement>().ok()?.content())
}

/// The text of a file of our own, from the service worker's cache or the server.
pub async fn fetch_text(url: &str) -> Option<String> {
    let answer = awaited(web_sys::window()?.fetch_with_str(url)).await?;
    let answer: Response = answer.dyn_into().ok()?;
    if answer.ok() { awaited(answer.text().ok()?).await?.as_string() } else { None }
}

async fn awaited(promise: Promise) -> Option<JsValue> {
    JsFuture::from(promise).await.ok()
}

/// Tells browser and screen reader which language the page speaks and which way it runs.
pub fn set_language(language: &str, direction: &str) {
    if let Some(html) = html() {
        let _ = html.set_attribute("lang", language);
        let _ = html.set_attribute("dir", direction);
    }
}

/// The languages that the person reads, most wanted first.
pub fn wanted_languages() -> Vec<String> {
    let asked = web_sys::window().map(|window| window.navigator().languages());
    asked.iter().flat_map(js_sys::Array::iter).filter_map(|language| language.as_string()).collect()
}

/// The language that was chosen here earlier.
pub fn saved_language() -> Option<String> {
    settings::kept(LANGUAGE_KEY)
}

/// Keeps the chosen language; a full or forbidden storage only forgets it.
pub fn save_language(language: &str) {
    settings::keep(LANGUAGE_KEY, language);
}

/// The theme that was chosen here earlier: `light`, `dark`, `night`, or none to follow the phone.
pub fn saved_theme() -> Option<String> {
    settings::kept(THEME_KEY)
}

/// The theme that is shown now: `light`, `dark` or `night`.
pub fn shown_theme() -> &'static str {
    let chosen = html().and_then(|html| html.get_attribute("data-theme"));
    match chosen.as_deref() {
        Some("night") => "night",
        Some("dark") => "dark",
        None if prefers("(prefers-color-scheme: dark)") => "dark",
        _ => "light",
    }
}

/// Whether a media query holds.
pub fn prefers(query: &str) -> bool {
    let query = web_sys::window().and_then(|window| window.match_media(query).ok()?);
    query.is_some_and(|query| query.matches())
}

/// Shows the theme at once and keeps it; `None` follows the phone.
pub fn set_theme(theme: Option<&str>) {
    let Some(html) = html() else { return };
    if let Some(theme) = theme {
        let _ = html.set_attribute("data-theme", theme);
        settings::keep(THEME_KEY, theme);
    } else {
        let _ = html.remove_attribute("data-theme");
        settings::forget(THEME_KEY);
    }
}

/// Shows a theme for now, without keeping it; `None` goes back to what the phone or the person wants.
pub fn wear(theme: Option<&str>) {
    let Some(html) = html() else { return };
    let _ = match theme.map(str::to_owned).or_else(saved_theme) {
        Some(theme) => html.set_attribute("data-theme", &theme),
        None => html.remove_attribute("data-theme"),
    };
}

/// Sets the tab's title.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Moves focus to the element with this id, such as a screen's heading after a change of screen.
pub fn focus(id: &str) {
    let found = document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Shows a new screen from its top and moves focus to its heading, unless somebody was quicker and writes there already.
pub fn arrive() {
    let at = document().and_then(|document| document.active_element()).map(|it| it.tag_name());
    if !matches!(at.as_deref(), Some("INPUT" | "TEXTAREA" | "SELECT")) {
        focus("screen-title");
        super::address::scroll_to_top();
    }
}

/// The id of the element that has the focus, if it has one.
#[cfg(feature = "console")]
pub fn focused() -> Option<String> {
    let id = document()?.active_element()?.id();
    (!id.is_empty()).then_some(id)
}

/// Moves focus back to the element with this id where it was lost: what had it was drawn anew.
#[cfg(feature = "console")]
pub fn focus_again(id: &str) {
    let lost = document().and_then(|it| it.active_element()).is_none_or(|it| it.tag_name() == "BODY");
    if lost {
        focus(id);
    }
}

/// Opens the dialog over the page: the browser keeps focus inside and the rest inert.
pub fn open_dialog(dialog: &HtmlDialogElement) {
    if !dialog.open() {
        let _ = dialog.show_modal();
    }
}

/// Closes the dialog; the browser gives focus back to where it came from.
pub fn close_dialog(dialog: &HtmlDialogElement) {
    dialog.close();
}

/// Says a sentence politely to a screen reader: after what is being read now. The same sentence twice is said twice.
pub fn announce(sentence: &str) {
    let Some(voice) = document().and_then(|document| document.get_element_by_id("voice")) else { return };
    // A changed text is read again; a no-break space makes the same sentence a change.
    let again = voice.text_content().as_deref() == Some(sentence);
    voice.set_text_content(Some(&format!("{sentence}{}", if again { "\u{a0}" } else { "" })));
}

/// Writes into `#result` of a page made for tests, which is added where it is missing.
pub fn set_result(result: &str) {
    let Some(document) = document() else { return };
    let element = document.get_element_by_id("result").or_else(|| {
        let made = document.create_element("pre").ok()?;
        made.set_id("result");
        document.body()?.append_child(&made).ok()?;
        Some(made)
    });
    if let Some(element) = element {
        element.set_text_content(Some(result));
    }
}
