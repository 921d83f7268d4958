//! A line that stays open, on which the server tells of news.
//!
//! Promises: the browser itself opens it anew where it breaks; it is closed when what holds it is dropped.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::EventTarget;

use super::event::Listener;
use super::js;

/// What is heard on the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// It is open.
    Open,
    /// Something was told.
    News(String),
    /// It broke; the browser tries again, or has given up.
    Broken,
}

/// `EventSource.CLOSED`.
const GIVEN_UP: f64 = 2.0;

/// An open line.
pub struct Line {
    source: JsValue,
    _listeners: [Listener; 3],
}

impl Line {
    /// Opens a line to a path of our own server, on which news are told by this name.
    pub fn open(path: &str, name: &'static str, heard: impl Fn(Heard) + Clone + 'static) -> Option<Self> {
        let source = js::construct("EventSource", &[path.into()]).ok()?;
        let target: EventTarget = source.clone().unchecked_into();
        let (news, broken) = (heard.clone(), heard.clone());
        let told = move |event: JsValue| {
            if let Some(text) = js::get(&event, "data").and_then(|data| data.as_string()) {
                news(Heard::News(text));
            }
        };
        let listeners = [
            Listener::new(target.clone(), "open", move |_| heard(Heard::Open)),
            Listener::new(target.clone(), name, told),
            Listener::new(target, "error", move |_| broken(Heard::Broken)),
        ];
        Some(Self { source, _listeners: listeners })
    }

    /// Whether the browser has given up: a line that the server refuses is not opened anew by itself.
    pub fn is_given_up(&self) -> bool {
        js::get(&self.source, "readyState").and_then(|state| state.as_f64()) == Some(GIVEN_UP)
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        // Whatever cannot be closed is closed already.
        let _ = js::call(&self.source, "close", &[]);
    }
}
