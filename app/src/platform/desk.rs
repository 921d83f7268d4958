//! The browser as the desk uses it: addresses, links, keys, paper and the clipboard.
//!
//! Promises: nothing throws; what the browser cannot do has no effect or is a failure that says so.

use js_sys::Date;
use shared::id::SeriesId;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlCanvasElement, HtmlInputElement};

use super::event::Listener;
use super::js::{self, Failure};

/// The page's path and its query without the question mark.
pub fn here() -> (String, String) {
    let location = web_sys::window().map(|window| window.location());
    let part = |read: fn(&web_sys::Location) -> Result<String, JsValue>| {
        location.as_ref().and_then(|location| read(location).ok()).unwrap_or_default()
    };
    let query = part(web_sys::Location::search);
    (part(web_sys::Location::pathname), query.trim_start_matches('?').to_owned())
}

/// How a new address is entered in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// As a step: the way back leads here again.
    Step,
    /// In place of the present one.
    InPlace,
}

/// Stands at another address without loading it.
pub fn stand_at(address: &str, entry: Entry) {
    let Some(history) = web_sys::window().and_then(|window| window.history().ok()) else { return };
    // Browsers refuse only addresses of other origins, and too many in a short time; then the page goes on as it is.
    let _ = match entry {
        Entry::Step => history.push_state_with_url(&JsValue::NULL, "", Some(address)),
        Entry::InPlace => history.replace_state_with_url(&JsValue::NULL, "", Some(address)),
    };
}

/// Calls `follow` with the address of each plain click on a link whose address begins with `prefix`; the browser
/// does not load it. Clicks that ask for a new tab stay the browser's.
pub fn on_link(prefix: &'static str, mut follow: impl FnMut(String) + 'static) -> Option<Listener> {
    let document = web_sys::window()?.document()?;
    let heard = move |event: JsValue| {
        if let Some(address) = followed(&event).filter(|address| address.starts_with(prefix)) {
            let _ = js::call(&event, "preventDefault", &[]);
            follow(address);
        }
    };
    Some(Listener::new(document.into(), "click", heard))
}

fn followed(event: &JsValue) -> Option<String> {
    let plain = js::get(event, "button")?.as_f64()? == 0.0 && !has_modifier(event);
    let target: Element = js::get(event, "target")?.dyn_into().ok()?;
    let link = target.closest("a[href]:not([download]):not([target])").ok()??;
    if plain { link.get_attribute("href") } else { None }
}

fn has_modifier(event: &JsValue) -> bool {
    let is = |name| js::get(event, name).is_some_and(|it| it.is_truthy());
    is("ctrlKey") || is("metaKey") || is("altKey")
}

/// A key that was pressed without a modifier other than shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// What it says, such as `j` or `Escape`.
    pub name: String,
    /// Whether the person is writing or choosing in a field.
    pub in_field: bool,
    /// Whether a dialog is open over the page.
    pub in_dialog: bool,
}

/// Calls `pressed` at every key; where it answers `true` the browser does nothing more.
pub fn on_key(mut pressed: impl FnMut(&Key) -> bool + 'static) -> Option<Listener> {
    let document = web_sys::window()?.document()?;
    let heard = move |event: JsValue| {
        if let Some(key) = key(&event)
            && pressed(&key)
        {
            let _ = js::call(&event, "preventDefault", &[]);
        }
    };
    Some(Listener::new(document.into(), "keydown", heard))
}

fn key(event: &JsValue) -> Option<Key> {
    let name = js::get(event, "key")?.as_string()?;
    let target: Option<Element> = js::get(event, "target").and_then(|target| target.dyn_into().ok());
    let within = |selector| target.as_ref().is_some_and(|it| it.closest(selector).ok().flatten().is_some());
    let in_field = within("input:not([type=radio]):not([type=checkbox]),textarea,select,[contenteditable]");
    (!has_modifier(event)).then(|| Key { name, in_field, in_dialog: within("dialog") })
}

/// Calls `changed` when the window has another size.
pub fn on_resize(mut changed: impl FnMut() + 'static) -> Option<Listener> {
    Some(Listener::new(web_sys::window()?.into(), "resize", move |_| changed()))
}

/// Width and height of the element with this id, in CSS pixels.
pub fn size_of(id: &str) -> Option<(f64, f64)> {
    let element = element(id)?;
    Some((f64::from(element.client_width()), f64::from(element.client_height())))
}

/// Scrolls its pane so far that the element with this id is seen.
pub fn reveal(id: &str) {
    if let Some(element) = element(id) {
        let _ = js::call(&element, "scrollIntoView", &[js::object(&[("block", "nearest".into())])]);
    }
}

fn element(id: &str) -> Option<Element> {
    web_sys::window()?.document()?.get_element_by_id(id)
}

/// Opens the browser's printing.
pub fn print() {
    // A browser without printing has nothing to open.
    let _ = js::call(&js_sys::global(), "print", &[]);
}

/// Puts a text on the clipboard.
pub async fn copy(text: &str) -> Result<(), Failure> {
    let clipboard = js::get(&js::navigator(), "clipboard").ok_or_else(|| Failure::missing("clipboard"))?;
    js::ask(&clipboard, "writeText", &[text.into()]).await?;
    Ok(())
}

/// Today's year, month (1–12) and day by the computer's clock and time zone.
pub fn today() -> (i32, u32, u32) {
    let now = Date::new_0();
    (i32::try_from(now.get_full_year()).unwrap_or(1970), now.get_month() + 1, now.get_date())
}

/// When a day begins in the computer's time zone.
pub fn start_of_day_ms(year: i32, month: u32, day: u32) -> i64 {
    let month = i32::try_from(month).unwrap_or(1) - 1;
    let day = i32::try_from(day).unwrap_or(1);
    let date = Date::new_with_year_month_day(u32::try_from(year).unwrap_or(1970), month, day);
    whole(date.get_time())
}

/// The moment that a `datetime-local` field says, in the computer's time zone.
pub fn moment_ms(local: &str) -> Option<i64> {
    let at_ms = Date::parse(local);
    at_ms.is_finite().then(|| whole(at_ms))
}

/// A moment as a `datetime-local` field says it, in the computer's time zone.
#[expect(clippy::cast_precision_loss, reason = "milliseconds of any year people plan for are below 2^53")]
pub fn local_moment(at_ms: i64) -> String {
    let date = Date::new(&JsValue::from(at_ms as f64));
    let (year, month, day) = (date.get_full_year(), date.get_month() + 1, date.get_date());
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}", date.get_hours(), date.get_minutes())
}

/// The text of the file that was chosen in the field with this id, which is emptied so that the same file can be chosen
/// again; `None` when nothing was chosen, a failure when it cannot be read or has more bytes than this.
pub async fn chosen_text(id: &str, most_bytes: f64) -> Option<Result<String, Failure>> {
    let file = match chosen_file(id, most_bytes)? {
        Ok(file) => file,
        Err(failure) => return Some(Err(failure)),
    };
    let text = js::ask(&file, "text", &[]).await;
    Some(text.and_then(|it| it.as_string().ok_or_else(|| Failure::missing("text"))))
}

/// The same as bytes, for a file that may be in any encoding.
pub async fn chosen_bytes(id: &str, most_bytes: f64) -> Option<Result<Vec<u8>, Failure>> {
    let file = match chosen_file(id, most_bytes)? {
        Ok(file) => file,
        Err(failure) => return Some(Err(failure)),
    };
    let bytes = js::ask(&file, "arrayBuffer", &[]).await;
    Some(bytes.map(|bytes| js_sys::Uint8Array::new(&bytes).to_vec()))
}

fn chosen_file(id: &str, most_bytes: f64) -> Option<Result<web_sys::File, Failure>> {
    let field: HtmlInputElement = element(id)?.dyn_into().ok()?;
    let file = field.files()?.item(0)?;
    field.set_value("");
    if file.size() > most_bytes {
        return Some(Err(Failure::new("QuotaExceededError", "the file is too large")));
    }
    Some(Ok(file))
}

/// What the canvas within the element with this id shows in this very moment, as the address of a picture.
pub fn snapshot(id: &str) -> Option<String> {
    let canvas = element(id)?.query_selector("canvas").ok()??;
    let canvas: HtmlCanvasElement = canvas.dyn_into().ok()?;
    canvas.to_data_url().ok()
}

/// A random id that nothing else has; `None` where the page is not served securely.
pub fn random_id() -> Option<SeriesId> {
    let crypto = js::get(&js_sys::global(), "crypto")?;
    let uuid = js::call(&crypto, "randomUUID", &[]).ok()?.as_string()?;
    uuid.replace('-', "").parse().ok()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds of any year people plan for are far below 2^63"
)]
fn whole(ms: f64) -> i64 {
    ms as i64
}
