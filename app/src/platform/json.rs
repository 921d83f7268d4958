//! JSON by the browser's own parser, for a face that must be small: `serde_json` would be a fifth of it, and
//! `serde-wasm-bindgen` 18 KB (brotli) more than this.
//!
//! Promises: the same texts as `serde_json` for what `shared` states, byte for byte but for how a number is written,
//! and what either writes the other reads. Objects with unknown members are read; a text that is no such value is
//! [`NotSo`], without a reason: what is wrong is told by the server, or was written by ourselves.

mod read;
mod write;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

/// The text is not JSON, or not of the kind that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is not what it should be")]
pub struct NotSo;

/// Reads a text.
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, NotSo> {
    Parsed::new(text)?.read()
}

/// A text that the browser has parsed, before one knows what it is.
pub struct Parsed(JsValue);

impl Parsed {
    /// Parses it.
    pub fn new(text: &str) -> Result<Self, NotSo> {
        js_sys::JSON::parse(text).map(Self).map_err(|_| NotSo)
    }

    /// One member of an object, such as the tag that says what the rest is.
    pub fn word(&self, name: &str) -> Option<String> {
        super::js::get(&self.0, name)?.as_string()
    }

    /// One member of an object that is a number.
    pub fn number(&self, name: &str) -> Option<f64> {
        super::js::get(&self.0, name)?.as_f64()
    }

    /// Reads all of it.
    pub fn read<T: DeserializeOwned>(self) -> Result<T, NotSo> {
        T::deserialize(read::Value(self.0))
    }
}

/// Writes a value.
pub fn write<T: Serialize + ?Sized>(value: &T) -> Result<String, NotSo> {
    let mut text = String::new();
    value.serialize(write::Text(&mut text))?;
    Ok(text)
}

impl serde::de::Error for NotSo {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self
    }

    // What follows would write sentences that nobody reads.

    fn invalid_type(_: serde::de::Unexpected, _: &dyn serde::de::Expected) -> Self {
        Self
    }

    fn invalid_value(_: serde::de::Unexpected, _: &dyn serde::de::Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn serde::de::Expected) -> Self {
        Self
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

impl serde::ser::Error for NotSo {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self
    }
}
