//! The service worker, which the page's own start script installs: what makes the app start without net, and how a
//! new version takes over.

use web_sys::Event;

use super::event::Listener;
use super::js;

/// Waits until the app lies on the phone, so that it will start without net. Never ends where it cannot.
pub async fn saved_for_offline() {
    let container = js::get(&js::navigator(), "serviceWorker");
    let Some(ready) = container.and_then(|container| js::get(&container, "ready")) else {
        return std::future::pending().await;
    };
    let _ = wasm_bindgen_futures::JsFuture::from(js_sys::Promise::resolve(&ready)).await;
}

/// Whether a newer version lies ready and waits for its turn.
pub fn has_newer() -> bool {
    let html = web_sys::window().and_then(|window| window.document()?.document_element());
    html.is_some_and(|html| html.has_attribute("data-new-version"))
}

/// Hears when a newer version lies ready.
pub fn on_newer(mut heard: impl FnMut() + 'static) -> Option<Listener> {
    Some(Listener::new(web_sys::window()?.into(), "lykta-new-version", move |_| heard()))
}

/// Lets the newer version take its turn; the page loads anew when it has.
pub fn take_over() {
    if let (Some(window), Ok(event)) = (web_sys::window(), Event::new("lykta-take-over")) {
        let _ = window.dispatch_event(&event);
    }
}
