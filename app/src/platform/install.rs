//! What browsers offer of putting the app on the home screen with one tap: Chrome, Edge, Opera and Samsung Internet do, Safari
//! and Firefox do not.

use super::js;

const OFFER: &str = "lyktaInstall";

/// Whether the browser has offered it; the page's start script keeps the offer.
pub fn is_offered() -> bool {
    js::get(&js_sys::global(), OFFER).is_some()
}

/// Takes the offer up: whether the person agreed. An offer holds once.
pub async fn install() -> bool {
    let Some(offer) = js::get(&js_sys::global(), OFFER) else { return false };
    js::set(&js_sys::global(), OFFER, &wasm_bindgen::JsValue::UNDEFINED);
    let answer = js::ask(&offer, "prompt", &[]).await.ok();
    let outcome = answer.and_then(|it| js::get(&it, "outcome")?.as_string());
    outcome.as_deref() == Some("accepted")
}
