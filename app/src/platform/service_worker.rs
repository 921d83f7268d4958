//! The service worker: what makes the app start without net, and how a new version takes over.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::EventTarget;

use super::event::Listener;
use super::js::{self, Failure};

/// Our service worker in this browser.
#[derive(Clone)]
pub struct Worker(JsValue);

fn container() -> Option<JsValue> {
    js::get(&js::navigator(), "serviceWorker")
}

/// Installs the worker or finds it installed.
pub async fn register(script: &str) -> Result<Worker, Failure> {
    let container = container().ok_or_else(|| Failure::missing("serviceWorker"))?;
    js::ask(&container, "register", &[script.into()]).await.map(Worker)
}

/// Waits until the app lies on the phone. Never ends where it cannot.
pub async fn saved_for_offline() {
    let ready = container().and_then(|container| js::get(&container, "ready"));
    if let Some(ready) = ready {
        let _ = wasm_bindgen_futures::JsFuture::from(js_sys::Promise::resolve(&ready)).await;
    } else {
        std::future::pending::<()>().await;
    }
}

/// Whether a worker serves this page, so that it will also start without net.
pub fn is_serving() -> bool {
    container().and_then(|container| js::get(&container, "controller")).is_some()
}

impl Worker {
    /// Whether a newer version lies ready and waits for its turn.
    pub fn has_newer(&self) -> bool {
        js::get(&self.0, "waiting").is_some() && is_serving()
    }

    /// Looks for a newer version.
    pub async fn look_for_newer(&self) {
        // Without net there is none to be found.
        let _ = js::ask(&self.0, "update", &[]).await;
    }

    /// Tells the newer version to take its turn; [`on_taken_over`] hears when it has.
    pub fn take_over(&self) {
        if let Some(waiting) = js::get(&self.0, "waiting") {
            let message = js::object(&[("type", "take-over".into())]);
            let _ = js::call(&waiting, "postMessage", &[message]);
        }
    }

    /// Hears when another version begins to come in.
    pub fn on_found(&self, mut heard: impl FnMut() + 'static) -> Listener {
        Listener::new(self.0.clone().unchecked_into(), "updatefound", move |_| heard())
    }

    /// Hears how a version that comes in gets on.
    pub fn on_progress(&self, mut heard: impl FnMut() + 'static) -> Option<Listener> {
        let installing: EventTarget = js::get(&self.0, "installing")?.unchecked_into();
        Some(Listener::new(installing, "statechange", move |_| heard()))
    }
}

/// Hears when another version serves the page.
pub fn on_taken_over(mut heard: impl FnMut() + 'static) -> Option<Listener> {
    let container: EventTarget = container()?.unchecked_into();
    Some(Listener::new(container, "controllerchange", move |_| heard()))
}
