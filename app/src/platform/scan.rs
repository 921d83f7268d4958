//! Reading a QR code with the camera, where the browser can.
//!
//! Promises: the camera is let go when the scanner is dropped.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlVideoElement;

use super::js::{self, Failure};

/// Whether the browser can read QR codes itself.
pub fn can_scan() -> bool {
    js::get(&js_sys::global(), "BarcodeDetector").is_some()
        && js::path(&js::navigator(), &["mediaDevices", "getUserMedia"]).is_some()
}

/// A camera that looks for a QR code.
pub struct Scanner {
    camera: JsValue,
    detector: JsValue,
    video: HtmlVideoElement,
}

impl Scanner {
    /// Asks for the camera and shows what it sees.
    pub async fn start(video: HtmlVideoElement) -> Result<Self, Failure> {
        let formats = js::object(&[("formats", Array::of1(&"qr_code".into()).into())]);
        let detector = js::construct("BarcodeDetector", &[formats])?;
        let devices =
            js::get(&js::navigator(), "mediaDevices").ok_or_else(|| Failure::missing("mediaDevices"))?;
        let facing = js::object(&[("video", js::object(&[("facingMode", "environment".into())]))]);
        let camera = js::ask(&devices, "getUserMedia", &[facing]).await?;
        js::set(&video, "srcObject", &camera);
        let scanner = Self { camera, detector, video };
        js::ask(&scanner.video, "play", &[]).await?;
        Ok(scanner)
    }

    /// What a code in view says, if there is one.
    pub async fn look(&self) -> Option<String> {
        let found = js::ask(&self.detector, "detect", &[self.video.clone().into()]).await.ok()?;
        let first = found.dyn_into::<Array>().ok()?.get(0);
        js::get(&first, "rawValue")?.as_string()
    }
}

impl Drop for Scanner {
    fn drop(&mut self) {
        let tracks = js::call(&self.camera, "getTracks", &[]).ok();
        for track in tracks.map(|tracks| Array::from(&tracks).to_vec()).unwrap_or_default() {
            let _ = js::call(&track, "stop", &[]);
        }
        js::set(&self.video, "srcObject", &JsValue::NULL);
    }
}
