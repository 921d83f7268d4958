//! The browser's knowledge of languages: plurals, numbers, dates and languages' own names.
//!
//! Promises: never throws; a language that the browser does not know gives a plain answer.

use js_sys::{Array, Date, Function, Intl, JsString, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// What the browser knows of one language. Building the parts is slow, so one is kept while a language is shown.
pub struct Tongue {
    plurals: Intl::PluralRules,
    numbers: Function,
    locales: Array,
}

impl Tongue {
    /// What the browser knows of the language, by its BCP 47 tag.
    pub fn new(language: &str) -> Self {
        let locales = Array::of1(&language.into());
        let numbers = Intl::NumberFormat::new(&locales, &Object::new()).format();
        Self { plurals: Intl::PluralRules::new(&locales, &Object::new()), numbers, locales }
    }

    /// The plural category of a number, such as `one` or `other`.
    pub fn plural(&self, number: f64) -> String {
        self.plurals.select(number).into()
    }

    /// The number as it is written in the language.
    pub fn number(&self, number: f64) -> String {
        let written = self.numbers.call1(&JsValue::UNDEFINED, &number.into());
        written.ok().and_then(|text| text.as_string()).unwrap_or_default()
    }

    /// A moment as it is written in the language and the phone's time zone, with `Intl.DateTimeFormat` options.
    pub fn moment(&self, at_ms: f64, options: &[(&str, &str)]) -> String {
        let format = Intl::DateTimeFormat::new(&self.locales, &object(options)).format();
        let written = format.call1(&JsValue::UNDEFINED, &Date::new(&at_ms.into()));
        written.ok().and_then(|text| text.as_string()).unwrap_or_default()
    }
}

/// The language's own name for itself with a capital, such as "Svenska" for `sv`.
pub fn own_name(language: &str) -> String {
    try_own_name(language).unwrap_or_else(|| language.to_owned())
}

fn try_own_name(language: &str) -> Option<String> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: Function = Reflect::get(&intl, &"DisplayNames".into()).ok()?.dyn_into().ok()?;
    let arguments = Array::of2(&Array::of1(&language.into()), &object(&[("type", "language")]));
    let names = Reflect::construct(&class, &arguments).ok()?;
    let of: Function = Reflect::get(&names, &"of".into()).ok()?.dyn_into().ok()?;
    let name: JsString = of.call1(&names, &language.into()).ok()?.dyn_into().ok()?;
    // The browser knows every script's capitals; our own tables of them would weigh more than the rest of this file.
    let capital = name.char_at(0).to_locale_upper_case(Some(language));
    capital.concat(&name.slice(1, name.length())).as_string()
}

fn object(entries: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (key, value) in entries {
        // Setting a property of a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &(*key).into(), &(*value).into());
    }
    object
}
