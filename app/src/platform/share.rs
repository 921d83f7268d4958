//! Giving a file out of the page: by the phone's own sharing, else as a download.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlAnchorElement;

use super::js::{self, Failure};
use super::photo::{ObjectUrl, blob};
use super::time::sleep;

/// How long a download may take to be picked up before its address is let go.
const PICK_UP_MS: u32 = 60_000;

/// Saves the bytes as a file.
pub async fn save_file(name: &str, kind: &str, bytes: &[u8]) -> Result<(), Failure> {
    let blob = blob(bytes, kind).ok_or_else(|| Failure::missing("Blob"))?;
    let url = ObjectUrl::of_blob(&blob)?;
    let document = web_sys::window().and_then(|window| window.document());
    let document = document.ok_or_else(|| Failure::missing("document"))?;
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(url.as_str());
    link.set_download(name);
    link.click();
    sleep(PICK_UP_MS).await;
    Ok(())
}

/// Whether the phone has a sharing sheet that takes files; iPhones in home-screen mode do not download.
pub fn can_share_files() -> bool {
    let file = file("x.json", "application/json", b"{}");
    let data = file.map(|file| js::object(&[("files", js_sys::Array::of1(&file).into())]));
    let can = data.and_then(|data| js::call(&js::navigator(), "canShare", &[data]));
    can.is_ok_and(|can| can.is_truthy())
}

/// Opens the sharing sheet with the bytes as a file.
pub async fn share_file(name: &str, kind: &str, bytes: &[u8]) -> Result<(), Failure> {
    let files = js_sys::Array::of1(&file(name, kind, bytes)?);
    let data = js::object(&[("files", files.into()), ("title", name.into())]);
    js::ask(&js::navigator(), "share", &[data]).await?;
    Ok(())
}

fn file(name: &str, kind: &str, bytes: &[u8]) -> Result<JsValue, Failure> {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let options = js::object(&[("type", kind.into())]);
    js::construct("File", &[parts.into(), name.into(), options])
}
