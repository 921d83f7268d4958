//! What a phone feels: where it is, how large it is, how fast it is, what it prefers.

use serde_json::{Value, json};

use super::act::hooked;
use super::{Browser, Kind, driver};
use crate::wait;

impl Browser {
    /// Puts the phone somewhere. Each call reaches `watchPosition`.
    pub async fn stand_at(&self, (lat, lon): (f64, f64), accuracy_m: f64) {
        match self.kind {
            Kind::Chromium => {
                let at = json!({ "latitude": lat, "longitude": lon, "accuracy": accuracy_m });
                self.cdp("Emulation.setGeolocationOverride", at).await;
            }
            Kind::Firefox => {
                let script = "Services.prefs.setStringPref('geo.provider.network.url', arguments[0])";
                self.chrome(script, vec![driver::position(lat, lon, accuracy_m).into()]).await;
            }
        }
    }

    /// Makes the page so large, in CSS pixels.
    pub async fn size(&self, width: u32, height: u32) {
        match self.kind {
            Kind::Chromium => {
                let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 700 });
                self.cdp("Emulation.setDeviceMetricsOverride", size).await;
            }
            // Firefox's window cannot be narrower than 450 pixels without a window manager's help.
            Kind::Firefox => {
                self.client.set_window_size(width.max(450), height).await.expect("the window has a size");
            }
        }
    }

    /// Makes the processor so many times slower; Chromium only.
    pub async fn slow_down(&self, times: u32) {
        self.cdp("Emulation.setCPUThrottlingRate", json!({ "rate": times })).await;
    }

    /// What Chromium measures of the page itself: `{ name, value }`, times in seconds.
    pub async fn metrics(&self) -> Vec<Value> {
        self.cdp("Performance.enable", json!({})).await;
        let told = self.cdp("Performance.getMetrics", json!({})).await;
        told["metrics"].as_array().cloned().unwrap_or_default()
    }

    /// Runs a script before anything else on every page from now on; Chromium only.
    pub async fn before_each_page(&self, script: &str) {
        self.cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await;
    }

    /// Lets the phone's clock be put forward by [`Self::walks_on_to`] on every page from now on; Chromium only.
    pub async fn own_clock(&self) {
        let script = "
            const now = Date.now.bind(Date);
            globalThis.later = 0;
            Date.now = () => now() + later;
            for (const how of ['watchPosition', 'getCurrentPosition']) {
                const ask = Geolocation.prototype[how];
                Geolocation.prototype[how] = function (heard, ...more) {
                    const hear = ({ coords }) => {
                        heard({ coords, timestamp: Date.now() });
                        globalThis.heard = [coords.latitude, coords.longitude];
                    };
                    return ask.call(this, hear, ...more);
                };
            }";
        self.before_each_page(script).await;
    }

    /// Puts the phone somewhere so many milliseconds later, and waits until the app has heard of it: a walk of minutes
    /// takes no time, and is no jump that the app would rightly doubt.
    pub async fn walks_on_to(&self, at: (f64, f64), accuracy_m: f64, later_ms: u32) {
        self.eval("later += arguments[0]", vec![later_ms.into()]).await;
        self.stand_at(at, accuracy_m).await;
        let heard = async || {
            let heard = self.eval("return globalThis.heard ?? null", vec![]).await;
            // Numbers are read from JSON to the last digit but one.
            let is_at = |index: usize, degrees: f64| {
                heard[index].as_f64().is_some_and(|heard| (heard - degrees).abs() < 1e-9)
            };
            (is_at(0, at.0) && is_at(1, at.1)).then_some(())
        };
        wait::until("the app hears where the phone is", heard).await;
    }

    /// Lays a finger on the middle of something and leaves it there; Chromium only.
    pub async fn lays_finger(&self, hook: &str) {
        let [x, y] = self.middle(hook).await;
        let points = json!([{ "x": x, "y": y }]);
        self.cdp("Input.dispatchTouchEvent", json!({ "type": "touchStart", "touchPoints": points })).await;
    }

    /// Lifts the finger; Chromium only.
    pub async fn lifts_finger(&self) {
        self.cdp("Input.dispatchTouchEvent", json!({ "type": "touchEnd", "touchPoints": [] })).await;
    }

    /// Drags something by a finger, so many pixels to the right and down; Chromium only.
    pub async fn drags(&self, hook: &str, right_px: f64, down_px: f64) {
        const STEPS: u32 = 8;
        let [x, y] = self.middle(hook).await;
        let touch = async |kind: &str, points: Value| {
            let touched = json!({ "type": kind, "touchPoints": points });
            self.cdp("Input.dispatchTouchEvent", touched).await;
        };
        touch("touchStart", json!([{ "x": x, "y": y }])).await;
        for step in 1..=STEPS {
            let part = f64::from(step) / f64::from(STEPS);
            touch("touchMove", json!([{ "x": x + part * right_px, "y": y + part * down_px }])).await;
        }
        touch("touchEnd", json!([])).await;
    }

    /// Clicks with a mouse beside the middle of something, by parts of its width to the right and of its height down;
    /// Chromium only.
    pub async fn clicks_beside(&self, hook: &str, right: f64, down: f64) {
        let into_sight = "document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })";
        self.eval(into_sight, vec![hooked(hook).into()]).await;
        let [x, y] = self.middle(hook).await;
        let size = "const box = document.querySelector(arguments[0]).getBoundingClientRect();
            return [box.width, box.height]";
        let size = self.eval(size, vec![hooked(hook).into()]).await;
        let by = |at: usize, part: f64| part * size[at].as_f64().expect("a size");
        let (x, y) = (x + by(0, right), y + by(1, down));
        for kind in ["mousePressed", "mouseReleased"] {
            let clicked = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
            self.cdp("Input.dispatchMouseEvent", clicked).await;
        }
    }

    async fn middle(&self, hook: &str) -> [f64; 2] {
        let middle = "const box = document.querySelector(arguments[0]).getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2]";
        let at = self.eval(middle, vec![hooked(hook).into()]).await;
        [0, 1].map(|axis| at[axis].as_f64().expect("a place on the screen"))
    }

    /// What the phone itself prefers: `light` or `dark`; Chromium only.
    pub async fn prefers(&self, scheme: &str) {
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.cdp("Emulation.setEmulatedMedia", features).await;
    }
}
