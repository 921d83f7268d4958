//! Elements made at run time, and the parts of them that follow signals.
//!
//! Promises: one type for every element, so that a screen costs its words and not its types: a walker's phone loads all
//! of it over a weak line. What follows a signal, and what listens, ends with the screen or row that it belongs to.

use std::cell::RefCell;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlElement, HtmlInputElement, Node};

use super::event::Listener;
use super::js;
use crate::live::{Scope, follow, follow_boxed, keep, unfollowed};

const SVG: &str = "http://www.w3.org/2000/svg";

/// An element.
#[derive(Clone)]
pub struct El(Element);

/// A new element.
pub fn el(tag: &str) -> El {
    // Only a name that is no name is refused, and ours are.
    El(document().create_element(tag).unwrap_or_else(|_| JsValue::NULL.unchecked_into()))
}

/// A new element of a picture.
pub fn svg(tag: &str) -> El {
    El(document().create_element_ns(Some(SVG), tag).unwrap_or_else(|_| JsValue::NULL.unchecked_into()))
}

fn document() -> Document {
    js::get(&js_sys::global(), "document").unwrap_or(JsValue::NULL).unchecked_into()
}

impl El {
    /// Sets an attribute.
    #[must_use]
    pub fn attr(self, name: &str, value: &str) -> Self {
        let _ = self.0.set_attribute(name, value);
        self
    }

    /// Sets the class.
    #[must_use]
    pub fn class(self, class: &str) -> Self {
        self.attr("class", class)
    }

    /// Sets the hook by which tests find it.
    #[must_use]
    pub fn test(self, hook: &str) -> Self {
        self.attr("data-test", hook)
    }

    /// An attribute that follows signals; without a value it is not there.
    #[must_use]
    pub fn attr_live(self, name: &'static str, value: impl Fn() -> Option<String> + 'static) -> Self {
        let element = self.0.clone();
        follow(move || {
            let _ = match value() {
                Some(value) => element.set_attribute(name, &value),
                None => element.remove_attribute(name),
            };
        });
        self
    }

    /// A property, such as `checked`, that follows signals.
    #[must_use]
    pub fn property_live(self, name: &'static str, value: impl Fn() -> JsValue + 'static) -> Self {
        let element = self.0.clone();
        follow(move || js::set(&element, name, &value()));
        self
    }

    /// Puts words at the end.
    #[must_use]
    pub fn text(self, words: &str) -> Self {
        let _ = self.0.append_child(&document().create_text_node(words));
        self
    }

    /// Words at the end that follow signals.
    #[must_use]
    pub fn text_live(self, words: impl Fn() -> String + 'static) -> Self {
        let node = document().create_text_node("");
        let _ = self.0.append_child(&node);
        follow(move || {
            let words = words();
            if node.data() != words {
                node.set_data(&words);
            }
        });
        self
    }

    /// Puts an element at the end.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "a child belongs to its parent")]
    pub fn child(self, child: Self) -> Self {
        let _ = self.0.append_child(&child.0);
        self
    }

    /// Puts elements at the end.
    #[must_use]
    pub fn children(self, children: impl IntoIterator<Item = Self>) -> Self {
        children.into_iter().fold(self, Self::child)
    }

    /// An element at the end that comes and goes with signals.
    #[must_use]
    pub fn child_live(self, build: impl Fn() -> Option<Self> + 'static) -> Self {
        self.child_live_boxed(Box::new(build))
    }

    fn child_live_boxed(self, build: Box<dyn Fn() -> Option<Self>>) -> Self {
        let (parent, anchor) = self.anchored();
        let mut shown: Option<Self> = None;
        follow_boxed(Box::new(move || {
            let next = build();
            if let Some(old) = shown.take() {
                old.0.remove();
            }
            if let Some(next) = &next {
                let _ = parent.insert_before(&next.0, Some(&anchor));
            }
            shown = next;
        }));
        self
    }

    /// Elements at the end, one for each key, kept as long as the key is there.
    #[must_use]
    pub fn each(self, keys: impl Fn() -> Vec<u64> + 'static, row: impl Fn(u64) -> Self + 'static) -> Self {
        self.each_boxed(Box::new(keys), Box::new(row))
    }

    fn each_boxed(self, keys: Box<dyn Fn() -> Vec<u64>>, row: Box<dyn Fn(u64) -> Self>) -> Self {
        let (parent, anchor) = self.anchored();
        let rows = Rows::default();
        follow_boxed(Box::new(move || {
            let keys = keys();
            let mut rows = rows.0.borrow_mut();
            rows.retain(|row| keys.contains(&row.key) || row.go());
            for (at, key) in keys.into_iter().enumerate() {
                let found = rows.iter().position(|row| row.key == key);
                let here = match found {
                    Some(found) => rows.remove(found),
                    None => Row::new(key, &row),
                };
                // Put before what stands there now; a row that stands right is not touched, so focus stays.
                let before: Option<&Node> = rows.get(at).map_or(Some(&anchor), |row| Some(&row.element.0));
                if found != Some(at) {
                    let _ = parent.insert_before(&here.element.0, before);
                }
                rows.insert(at, here);
            }
        }));
        self
    }

    fn anchored(&self) -> (Element, Node) {
        let anchor: Node = document().create_comment("").into();
        let _ = self.0.append_child(&anchor);
        (self.0.clone(), anchor)
    }

    /// Calls back at every event.
    #[must_use]
    pub fn on(self, event: &'static str, heard: impl FnMut(JsValue) + 'static) -> Self {
        keep(Box::new(Listener::new(self.0.clone().into(), event, heard)));
        self
    }

    /// Calls back when it is pressed.
    #[must_use]
    pub fn press(self, mut pressed: impl FnMut() + 'static) -> Self {
        self.on("click", move |_| pressed())
    }

    /// What stands in a field.
    pub fn value(&self) -> String {
        js::get(&self.0, "value").and_then(|value| value.as_string()).unwrap_or_default()
    }

    /// As an element of its own kind.
    pub fn cast<T: JsCast>(&self) -> T {
        self.0.clone().unchecked_into()
    }

    /// As a file field.
    pub fn input(&self) -> HtmlInputElement {
        self.cast()
    }

    /// Puts it in the page's root, in the stead of what was there.
    pub fn mount(self, root: &HtmlElement) {
        let _ = root.append_child(&self.0);
    }
}

/// The rows of a list. Their scopes are their own, so they end when the list does.
#[derive(Default)]
struct Rows(RefCell<Vec<Row>>);

impl Drop for Rows {
    fn drop(&mut self) {
        self.0.borrow().iter().for_each(|row| row.held.end());
    }
}

struct Row {
    key: u64,
    element: El,
    held: Scope,
}

impl Row {
    fn new(key: u64, row: &dyn Fn(u64) -> El) -> Self {
        // The row outlives this run of the list, and what it reads is its own affair.
        let held = Scope::default();
        let element = held.hold(|| unfollowed(|| row(key)));
        Self { key, element, held }
    }

    /// Takes it away; answers `false`: it is not kept.
    fn go(&self) -> bool {
        self.held.end();
        self.element.0.remove();
        false
    }
}

/// The key of a keyboard event, such as `Enter`.
pub fn key(event: &JsValue) -> String {
    js::get(event, "key").and_then(|key| key.as_string()).unwrap_or_default()
}

/// Keeps the event from doing what it would do by itself.
pub fn prevent(event: &JsValue) {
    let _ = js::call(event, "preventDefault", &[]);
}

/// Waits for the page's next picture, then runs.
pub fn after_paint(run: impl FnOnce() + 'static) {
    wasm_bindgen_futures::spawn_local(async move {
        let painted = js_sys::Promise::new(&mut |resolve, _| {
            let _ = js::call(&js_sys::global(), "requestAnimationFrame", &[resolve.into()]);
        });
        let _ = wasm_bindgen_futures::JsFuture::from(painted).await;
        run();
    });
}
