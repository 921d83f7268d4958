//! Words for the parts of the browser that `web_sys` has no stable types for, and the one error that all of it ends in.
//!
//! Promises: nothing throws; a member that the browser does not have is `None` or an error.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// What the browser refused, in its own words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {message}")]
pub struct Failure {
    /// The exception's name, such as `QuotaExceededError`.
    pub name: String,
    /// What it says of itself.
    pub message: String,
}

impl Failure {
    /// A failure of our own making, named like the browser's.
    pub fn new(name: &str, message: &str) -> Self {
        Self { name: name.to_owned(), message: message.to_owned() }
    }

    /// The browser has no such thing.
    pub fn missing(what: &str) -> Self {
        Self::new("NotSupportedError", what)
    }

    /// Whether the phone has no room left.
    pub fn is_full(&self) -> bool {
        self.name == "QuotaExceededError"
    }
}

impl From<JsValue> for Failure {
    fn from(thrown: JsValue) -> Self {
        let part = |name| get(&thrown, name).and_then(|value| value.as_string());
        let message = part("message").or_else(|| thrown.as_string()).unwrap_or_default();
        Self { name: part("name").unwrap_or_else(|| "Error".to_owned()), message }
    }
}

/// A member that is there.
pub(crate) fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    let found = Reflect::get(object, &name.into()).ok();
    found.filter(|value| !value.is_undefined() && !value.is_null())
}

/// A member reached by several names.
pub(super) fn path(object: &JsValue, names: &[&str]) -> Option<JsValue> {
    names.iter().try_fold(object.clone(), |at, name| get(&at, name))
}

/// Calls a method; one that is not there is a failure.
pub(crate) fn call(object: &JsValue, name: &str, arguments: &[JsValue]) -> Result<JsValue, Failure> {
    let method: Option<Function> = get(object, name).and_then(|value| value.dyn_into().ok());
    let method = method.ok_or_else(|| Failure::missing(name))?;
    Ok(method.apply(object, &arguments.iter().collect())?)
}

/// Calls a method and waits for what it promised.
pub(crate) async fn ask(object: &JsValue, name: &str, arguments: &[JsValue]) -> Result<JsValue, Failure> {
    let answer = call(object, name, arguments)?;
    // A value that is no promise is its own answer.
    Ok(JsFuture::from(Promise::resolve(&answer)).await?)
}

/// A new object of a class that the browser may not have.
pub(super) fn construct(class: &str, arguments: &[JsValue]) -> Result<JsValue, Failure> {
    let found = get(&js_sys::global(), class).and_then(|value| value.dyn_into::<Function>().ok());
    let class = found.ok_or_else(|| Failure::missing(class))?;
    Ok(Reflect::construct(&class, &arguments.iter().collect())?)
}

/// A plain object.
pub(crate) fn object(entries: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in entries {
        // Setting a property of a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

/// Sets a member, such as a handler.
pub(super) fn set(object: &JsValue, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &name.into(), value);
}

/// Waits until one of the handlers of an object is called, and gives what it was called with. The handlers are the
/// promise's own, so nothing of ours outlives the waiting.
pub(super) fn first_of(object: &JsValue, handlers: &[&str]) -> Promise {
    Promise::new(&mut |resolve, _| handlers.iter().for_each(|handler| set(object, handler, &resolve)))
}

/// `navigator`, in a page.
pub(super) fn navigator() -> JsValue {
    get(&js_sys::global(), "navigator").unwrap_or(JsValue::UNDEFINED)
}
