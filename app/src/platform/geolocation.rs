//! Where the phone is, as the browser tells it.
//!
//! Promises: only fresh measurements are asked for (`maximumAge: 0`, high accuracy); listening ends when dropped.

use shared::geo::{Fix, FixSource};
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use super::js;
use super::time::now_ms;
use crate::device::NoFix;

const GIVE_UP_MS: u32 = 30_000;

/// Hears every fix while it lives.
pub struct Watch {
    id: JsValue,
    heard: Closure<dyn FnMut(JsValue)>,
}

impl Watch {
    /// Asks for permission if need be, and tells every fix, and why there is none.
    pub fn start(heard: impl FnMut(Result<Fix, NoFix>) + 'static) -> Result<Self, NoFix> {
        let heard = hearing(heard);
        let id = ask("watchPosition", &heard)?;
        Ok(Self { id, heard })
    }

    /// Asks for one measurement now; a phone that lies still may otherwise not say anything for long.
    pub fn ask_now(&self) {
        // Whoever is refused here is refused by the watch as well, which tells.
        let _ = ask("getCurrentPosition", &self.heard);
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Ok(geolocation) = geolocation() {
            let _ = js::call(&geolocation, "clearWatch", std::slice::from_ref(&self.id));
        }
    }
}

fn geolocation() -> Result<JsValue, NoFix> {
    js::get(&js::navigator(), "geolocation").ok_or(NoFix::Unsupported)
}

fn ask(how: &str, heard: &Closure<dyn FnMut(JsValue)>) -> Result<JsValue, NoFix> {
    let options = js::object(&[
        ("enableHighAccuracy", true.into()),
        ("maximumAge", 0.into()),
        ("timeout", GIVE_UP_MS.into()),
    ]);
    let heard: JsValue = heard.as_ref().clone();
    js::call(&geolocation()?, how, &[heard.clone(), heard, options]).map_err(|_| NoFix::Unsupported)
}

/// One function for good news and bad: a position has `coords`, an error has a `code`.
fn hearing(mut heard: impl FnMut(Result<Fix, NoFix>) + 'static) -> Closure<dyn FnMut(JsValue)> {
    Closure::new(move |said: JsValue| heard(fix(&said).ok_or_else(|| trouble(&said))))
}

fn fix(position: &JsValue) -> Option<Fix> {
    let coords = js::get(position, "coords")?;
    let number = |of: &JsValue, name| js::get(of, name).and_then(|value| value.as_f64());
    // Some phones date a fix a little into the future; it is at least not later than now.
    let fixed_at_ms = number(position, "timestamp").map_or_else(now_ms, whole_ms).min(now_ms());
    Some(Fix {
        lat: number(&coords, "latitude")?,
        lon: number(&coords, "longitude")?,
        accuracy_m: number(&coords, "accuracy")?,
        fixed_at_ms,
        source: FixSource::Device,
        estimated: None,
    })
}

#[expect(clippy::cast_possible_truncation, reason = "a clock's milliseconds are far below 2^63")]
fn whole_ms(ms: f64) -> i64 {
    ms as i64
}

fn trouble(error: &JsValue) -> NoFix {
    match js::get(error, "code").and_then(|code| code.as_f64()) {
        Some(code) if code < 1.5 => NoFix::Refused,
        _ => NoFix::NotFound,
    }
}
