//! The browser's knowledge of languages: plurals, numbers, dates and languages' own names.
//!
//! Promises: never throws; a language that the browser does not know gives a plain answer.

use std::cell::OnceCell;

use js_sys::{Array, Date, Function, Intl, JsString, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// Languages that do not write numbers with the digits 0 to 9.
const OWN_DIGITS: [&str; 8] = ["ar", "bn", "ckb", "fa", "mr", "my", "ne", "ur"];

/// What the browser knows of one language. The browser takes its time to build a part (a tenth of a second on a slow
/// phone), so each is built when it is first asked for, and kept.
pub struct Tongue {
    plurals: OnceCell<Intl::PluralRules>,
    numbers: OnceCell<Function>,
    locales: Array,
    own_digits: bool,
}

impl Tongue {
    /// What the browser knows of the language, by its BCP 47 tag.
    pub fn new(language: &str) -> Self {
        let locales = Array::of1(&language.into());
        let own_digits = OWN_DIGITS.contains(&language);
        Self { plurals: OnceCell::new(), numbers: OnceCell::new(), locales, own_digits }
    }

    /// The plural category of a number, such as `one` or `other`.
    pub fn plural(&self, number: f64) -> String {
        let plurals = self.plurals.get_or_init(|| Intl::PluralRules::new(&self.locales, &Object::new()));
        plurals.select(number).into()
    }

    /// The number as it is written in the language.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number below 1000")]
    pub fn number(&self, number: f64) -> String {
        // What has no groups and no decimals is the same everywhere, and all that the first screen says.
        if !self.own_digits && number.fract() == 0.0 && (0.0..1_000.0).contains(&number) {
            return (number as u32).to_string();
        }
        let numbers =
            self.numbers.get_or_init(|| Intl::NumberFormat::new(&self.locales, &Object::new()).format());
        let written = numbers.call1(&JsValue::UNDEFINED, &number.into());
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
