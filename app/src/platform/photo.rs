//! Photos: smaller, upright, and without what a camera writes about itself.
//!
//! Promises: the result is a JPEG that stands as the camera meant it, for all eight EXIF orientations, in Chromium,
//! Firefox and Safari: an `<img>` is drawn as it would be shown, which all three do alike, whereas
//! `createImageBitmap` heeds the orientation in some versions and ignores it in others. What is drawn on a canvas has
//! no EXIF any more: no place, no time, no camera.

use js_sys::{Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, HtmlInputElement, Url};

use super::js::{self, Failure};
use crate::device::{EncodedPhoto, scaled};

const QUALITY: f64 = 0.82;

/// Photos as they were chosen.
pub struct Chosen(Blob);

/// Takes what was chosen in a file field, and empties the field so that the same photo can be chosen again.
pub fn take_chosen(field: &HtmlInputElement) -> Vec<Chosen> {
    let files = field.files();
    let files = files.iter().flat_map(|files| (0..files.length()).filter_map(|at| files.item(at)));
    let chosen = files.map(|file| Chosen(file.into())).collect();
    field.set_value("");
    chosen
}

/// Encodes anew, no side longer than `longest_px`.
pub async fn encode(chosen: &Chosen, longest_px: u32) -> Result<EncodedPhoto, Failure> {
    let url = ObjectUrl::of_blob(&chosen.0)?;
    let image = HtmlImageElement::new()?;
    image.set_src(url.as_str());
    JsFuture::from(image.decode()).await?;
    let (width, height) = scaled(image.natural_width(), image.natural_height(), longest_px)
        .ok_or_else(|| Failure::new("EncodingError", "the picture is empty"))?;
    let canvas = canvas(width, height)?;
    draw(&canvas, &image, width, height)?;
    let bytes = jpeg(&canvas).await?;
    // A phone keeps the canvas's memory until collection; an empty one is small.
    canvas.set_width(0);
    Ok(EncodedPhoto { bytes, width, height })
}

fn canvas(width: u32, height: u32) -> Result<HtmlCanvasElement, Failure> {
    let document = web_sys::window().and_then(|window| window.document());
    let document = document.ok_or_else(|| Failure::missing("document"))?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.unchecked_into();
    canvas.set_width(width);
    canvas.set_height(height);
    Ok(canvas)
}

fn draw(
    canvas: &HtmlCanvasElement,
    image: &HtmlImageElement,
    width: u32,
    height: u32,
) -> Result<(), Failure> {
    let context = canvas.get_context("2d")?.ok_or_else(|| Failure::missing("canvas"))?;
    js::set(&context, "imageSmoothingQuality", &"high".into());
    let context: CanvasRenderingContext2d = context.unchecked_into();
    let (width, height) = (f64::from(width), f64::from(height));
    context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width, height)?;
    Ok(())
}

async fn jpeg(canvas: &HtmlCanvasElement) -> Result<Vec<u8>, Failure> {
    let arguments = |done: &JsValue| [done.clone(), "image/jpeg".into(), QUALITY.into()];
    let promise = Promise::new(&mut |done, failed| {
        if let Err(failure) = js::call(canvas, "toBlob", &arguments(&done)) {
            let _ = failed.call1(&JsValue::UNDEFINED, &failure.message.into());
        }
    });
    let blob = JsFuture::from(promise).await?;
    if blob.is_null() {
        return Err(Failure::new("EncodingError", "the picture could not be encoded"));
    }
    Ok(Uint8Array::new(&js::ask(&blob, "arrayBuffer", &[]).await?).to_vec())
}

/// An address under which bytes in memory can be shown, for as long as it lives.
pub struct ObjectUrl(String);

impl ObjectUrl {
    /// An address for a JPEG.
    pub fn of_jpeg(bytes: &[u8]) -> Option<Self> {
        Self::of_blob(&blob(bytes, "image/jpeg")?).ok()
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn of_blob(blob: &Blob) -> Result<Self, Failure> {
        Ok(Self(Url::create_object_url_with_blob(blob)?))
    }
}

impl Drop for ObjectUrl {
    fn drop(&mut self) {
        let _ = Url::revoke_object_url(&self.0);
    }
}

pub(super) fn blob(bytes: &[u8], kind: &str) -> Option<Blob> {
    let parts = js_sys::Array::of1(&Uint8Array::from(bytes));
    let options = js::object(&[("type", kind.into())]);
    js::construct("Blob", &[parts.into(), options]).ok()?.dyn_into().ok()
}
