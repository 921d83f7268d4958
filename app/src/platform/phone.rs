//! Small things a phone can do: stay awake, tremble, promise to keep what is stored, lock, say what it is.

use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use super::js;

/// Keeps the screen on while it lives; the browser takes it back when the page is put away.
pub struct WakeLock(JsValue);

impl WakeLock {
    /// Asks for it; a phone that is low on power refuses.
    pub async fn ask() -> Option<Self> {
        let locks = js::get(&js::navigator(), "wakeLock")?;
        js::ask(&locks, "request", &["screen".into()]).await.ok().map(Self)
    }
}

impl Drop for WakeLock {
    fn drop(&mut self) {
        let _ = js::call(&self.0, "release", &[]);
    }
}

/// The phone's own account of its power; browsers that tell nothing of it are Firefox's and Safari's.
pub struct Battery(JsValue);

impl Battery {
    /// Below this part of a full charge a phone that is not being charged is low on power.
    const LOW: f64 = 0.15;

    /// Asks for it.
    pub async fn ask() -> Option<Self> {
        js::ask(&js::navigator(), "getBattery", &[]).await.ok().map(Self)
    }

    /// Whether what is left should be kept for getting home.
    pub fn is_low(&self) -> bool {
        let level = js::get(&self.0, "level").and_then(|it| it.as_f64());
        let charging = js::get(&self.0, "charging").is_some_and(|it| it.is_truthy());
        !charging && level.is_some_and(|level| level <= Self::LOW)
    }
}

/// A short tremble, where the phone can.
pub fn vibrate(ms: u32) {
    let _ = js::call(&js::navigator(), "vibrate", &[ms.into()]);
}

/// Asks the browser not to clear what is stored when room is short. `None` where it does not know how to promise.
pub async fn keep_storage() -> Option<bool> {
    let storage = js::get(&js::navigator(), "storage")?;
    js::ask(&storage, "persist", &[]).await.ok()?.as_bool()
}

/// Whether it has promised.
pub async fn is_storage_kept() -> Option<bool> {
    let storage = js::get(&js::navigator(), "storage")?;
    js::ask(&storage, "persisted", &[]).await.ok()?.as_bool()
}

/// What the browser calls itself.
pub fn user_agent() -> String {
    js::get(&js::navigator(), "userAgent").and_then(|name| name.as_string()).unwrap_or_default()
}

/// How many fingers the screen feels; tells an iPad, which says that it is a Mac, from a Mac.
pub fn touch_points() -> f64 {
    js::get(&js::navigator(), "maxTouchPoints").and_then(|points| points.as_f64()).unwrap_or(0.0)
}

/// Whether the page runs from the home screen.
pub fn is_installed() -> bool {
    let ios = js::get(&js::navigator(), "standalone").and_then(|it| it.as_bool()).unwrap_or(false);
    let query = js::call(&js_sys::global(), "matchMedia", &["(display-mode: standalone)".into()]);
    ios || query.ok().and_then(|query| js::get(&query, "matches")?.as_bool()).unwrap_or(false)
}

/// Runs the work unless another tab of ours is at the same; `None` then. Without locks in the browser it just runs.
pub async fn alone<T: 'static>(name: &str, work: impl Future<Output = T> + 'static) -> Option<T> {
    let Some(locks) = js::get(&js::navigator(), "locks") else { return Some(work.await) };
    let result = std::rc::Rc::new(std::cell::RefCell::new(None));
    let (kept, mut work) = (result.clone(), Some(work));
    let run = Closure::<dyn FnMut(JsValue) -> JsValue>::new(move |lock: JsValue| {
        let (kept, Some(work)) = (kept.clone(), work.take().filter(|_| !lock.is_null())) else {
            return JsValue::UNDEFINED;
        };
        wasm_bindgen_futures::future_to_promise(async move {
            kept.replace(Some(work.await));
            Ok(JsValue::UNDEFINED)
        })
        .into()
    });
    let options = js::object(&[("ifAvailable", true.into())]);
    let run_js: JsValue = run.as_ref().clone();
    let _ = js::ask(&locks, "request", &[name.into(), options, run_js]).await;
    result.take()
}
