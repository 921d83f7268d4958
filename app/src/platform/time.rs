//! The phone's clock, waiting, and chance.

use std::future::poll_fn;
use std::pin::pin;
use std::task::{Context, Poll};

use js_sys::{Date, Function, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::js;

/// Milliseconds since 1970, as the phone believes.
#[expect(clippy::cast_possible_truncation, reason = "a clock's milliseconds are whole and far below 2^63")]
pub fn now_ms() -> i64 {
    Date::now() as i64
}

/// Waits.
pub async fn sleep(ms: u32) {
    let promise = Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let ms = i32::try_from(ms).unwrap_or(i32::MAX);
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
        }
    });
    let _ = JsFuture::from(promise).await;
}

/// Waits for the work, but no longer than so many milliseconds.
pub async fn at_most(ms: u32, work: impl Future<Output = ()>) {
    let (mut work, mut late) = (pin!(work), pin!(sleep(ms)));
    let both = |context: &mut Context<'_>| {
        let is_over = work.as_mut().poll(context).is_ready() || late.as_mut().poll(context).is_ready();
        if is_over { Poll::Ready(()) } else { Poll::Pending }
    };
    poll_fn(both).await;
}

/// Calls again and again while it lives.
pub struct Ticker {
    id: i32,
    _tick: Closure<dyn FnMut()>,
}

impl Ticker {
    /// Calls `tick` every `ms` milliseconds.
    pub fn every(ms: i32, tick: impl FnMut() + 'static) -> Option<Self> {
        let tick = Closure::<dyn FnMut()>::new(tick);
        let call: &Function = tick.as_ref().unchecked_ref();
        let id = web_sys::window()?.set_interval_with_callback_and_timeout_and_arguments_0(call, ms).ok()?;
        Some(Self { id, _tick: tick })
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            window.clear_interval_with_handle(self.id);
        }
    }
}

/// A number from 0 up to 1, to spread phones that would all try again at once.
pub fn chance() -> f64 {
    js_sys::Math::random()
}

/// What an alarm does when it rings: aborts a request that takes too long. Taken back when dropped.
pub(super) struct Alarm(i32);

impl Alarm {
    pub(super) fn new(ms: u32, controller: &JsValue) -> Option<Self> {
        let abort: Function = js::get(controller, "abort")?.dyn_into().ok()?;
        let abort: JsValue = js::call(&abort, "bind", std::slice::from_ref(controller)).ok()?;
        let ms = i32::try_from(ms).unwrap_or(i32::MAX);
        let window = web_sys::window()?;
        let id = window.set_timeout_with_callback_and_timeout_and_arguments_0(abort.unchecked_ref(), ms);
        id.ok().map(Self)
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            window.clear_timeout_with_handle(self.0);
        }
    }
}
