//! Listening, and stopping to listen.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::EventTarget;

use super::js;

/// Listens while it lives.
pub struct Listener {
    target: EventTarget,
    event: &'static str,
    heard: Closure<dyn FnMut(JsValue)>,
}

impl Listener {
    /// Calls `heard` at every `event` of the target.
    pub(super) fn new(
        target: EventTarget,
        event: &'static str,
        heard: impl FnMut(JsValue) + 'static,
    ) -> Self {
        Self::boxed(target, event, Box::new(heard))
    }

    /// Not generic, so that it is in the program once.
    fn boxed(target: EventTarget, event: &'static str, heard: Box<dyn FnMut(JsValue)>) -> Self {
        let heard = Closure::wrap(heard);
        // Only a target that is gone refuses a listener, and then there is nothing to hear.
        let _ = target.add_event_listener_with_callback(event, heard.as_ref().unchecked_ref());
        Self { target, event, heard }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ =
            self.target.remove_event_listener_with_callback(self.event, self.heard.as_ref().unchecked_ref());
    }
}

/// Something that happens to the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageEvent {
    /// The net is back, as far as the phone knows.
    Online,
    /// The net is gone.
    Offline,
    /// The page was shown again or put away.
    Visibility,
    /// The page is left, perhaps for good.
    Leaving,
    /// The way back or forward was taken.
    Moved,
    /// The part of the address after `#` changed.
    Fragment,
}

/// Calls `heard` whenever it happens.
pub fn on(event: PageEvent, mut heard: impl FnMut() + 'static) -> Option<Listener> {
    let window = web_sys::window()?;
    let (target, name): (EventTarget, _) = match event {
        PageEvent::Online => (window.into(), "online"),
        PageEvent::Offline => (window.into(), "offline"),
        PageEvent::Visibility => (window.document()?.into(), "visibilitychange"),
        PageEvent::Leaving => (window.into(), "pagehide"),
        PageEvent::Moved => (window.into(), "popstate"),
        PageEvent::Fragment => (window.into(), "hashchange"),
    };
    Some(Listener::new(target, name, move |_| heard()))
}

/// Has the browser ask before it closes or reloads the page, for as long as `is_changed` says that something would be lost.
pub fn ask_before_leaving(mut is_changed: impl FnMut() -> bool + 'static) -> Option<Listener> {
    let window = web_sys::window()?;
    Some(Listener::new(window.into(), "beforeunload", move |event| {
        if is_changed() {
            let _ = js::call(&event, "preventDefault", &[]);
        }
    }))
}

/// Whether the phone believes that it has net. `true` promises nothing; `false` is sure.
pub fn is_online() -> bool {
    js::get(&js::navigator(), "onLine").and_then(|online| online.as_bool()).unwrap_or(true)
}

/// Whether the page is on the screen.
pub fn is_visible() -> bool {
    let hidden = js::path(&js_sys::global(), &["document", "hidden"]).and_then(|hidden| hidden.as_bool());
    !hidden.unwrap_or(false)
}
