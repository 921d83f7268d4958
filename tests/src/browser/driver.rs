//! The programs that stand between us and the browsers: `chromedriver` and `geckodriver`.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Map, Value, json};

use super::{Graphics, Kind};
use crate::place;

/// A driver of one browser.
#[derive(Debug)]
pub(super) struct Driver {
    child: Child,
    port: u16,
    http: reqwest::Client,
}

impl Driver {
    /// Starts the driver on a port that it chooses and says itself.
    pub(super) fn start(kind: Kind) -> Self {
        let mut command = match kind {
            Kind::Chromium => {
                let mut command = Command::new(place::program("chromedriver", "CHROMEDRIVER"));
                command.arg("--port=0");
                command
            }
            Kind::Firefox => {
                let mut command = Command::new(place::program("geckodriver", "GECKODRIVER"));
                // The browser's own rights are needed to move its scripted position.
                command.args(["--port", "0", "--allow-system-access"]);
                command
            }
        };
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the driver starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let port = loop {
            let line = lines.next().expect("the driver says its port").expect("its output is text");
            if let Some(port) = port_in(&line) {
                break port;
            }
        };
        // Somebody must read on, lest the driver stops at a full pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, port, http: server::http::client() }
    }

    pub(super) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// A command that WebDriver itself does not have.
    pub(super) async fn post(&self, path: &str, body: &Value) -> Value {
        let answer = self.http.post(format!("{}{path}", self.address())).json(body).send().await;
        let text = answer.expect("the driver answers").text().await.expect("the driver answers");
        let mut answer: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert!(answer["value"].get("error").is_none(), "{path} {body}: {text}");
        answer["value"].take()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// “… started successfully on port 1234.” or “Listening on 127.0.0.1:1234”.
fn port_in(line: &str) -> Option<u16> {
    let (_, after) = line.split_once("successfully on port ").or_else(|| line.split_once("127.0.0.1:"))?;
    after.trim_end_matches('.').trim().parse().ok().filter(|port| *port > 0)
}

pub(super) fn capabilities(kind: Kind, graphics: Graphics, profile: &Path) -> Map<String, Value> {
    let Value::Object(all) = (match kind {
        Kind::Chromium => chromium(graphics, profile),
        Kind::Firefox => firefox(graphics, profile),
    }) else {
        unreachable!("capabilities are an object")
    };
    all
}

fn chromium(graphics: Graphics, profile: &Path) -> Value {
    let profile = format!("--user-data-dir={}", profile.display());
    let [one, other] = match graphics {
        // Machines that tests run on have no graphics of their own.
        Graphics::Reckoned => ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
        Graphics::None => ["--disable-gpu", "--disable-3d-apis"],
    };
    json!({
        "browserName": "chrome",
        "goog:chromeOptions": {
            "binary": place::program("chromium", "CHROMIUM"),
            "args": [
                "--headless=new", "--no-sandbox", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-dev-shm-usage", "--hide-scrollbars", one, other, profile
            ],
            "prefs": {
                "intl.accept_languages": "sv",
                "profile.default_content_setting_values.geolocation": 1
            }
        }
    })
}

fn firefox(graphics: Graphics, profile: &Path) -> Value {
    json!({
        "browserName": "firefox",
        "moz:firefoxOptions": {
            "binary": place::program("firefox-esr", "FIREFOX"),
            "args": ["-headless", "-profile", profile],
            "prefs": {
                "intl.accept_languages": "sv",
                "permissions.default.geo": 1,
                "geo.prompt.testing": true,
                "geo.prompt.testing.allow": true,
                "geo.provider.testing": true,
                "webgl.disabled": graphics == Graphics::None,
                "geo.provider.network.debug.requestCache.enabled": false,
                "geo.provider.network.url": position(65.617, 22.137, 6.0),
                "dom.storageManager.prompt.testing": true,
                "dom.storageManager.prompt.testing.allow": false,
                "toolkit.startup.max_resumed_crashes": -1,
                "browser.sessionstore.resume_from_crash": false,
                "datareporting.policy.dataSubmissionEnabled": false,
                "app.update.disabledForTesting": true
            }
        }
    })
}

/// What Firefox takes for the answer of a positioning service.
pub(super) fn position(lat: f64, lon: f64, accuracy_m: f64) -> String {
    let answer = json!({ "location": { "lat": lat, "lng": lon }, "accuracy": accuracy_m });
    format!("data:application/json,{answer}")
}

/// Ends a process of ours at once.
pub(super) fn kill(pid: u64) {
    let _ = Command::new("kill").args(["-KILL", &pid.to_string()]).stderr(Stdio::null()).status();
}

/// Whether a process has ended; one that nobody has asked about since (a zombie) has.
pub(super) fn is_gone(pid: u64) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    status.rsplit(')').next().is_none_or(|rest| matches!(rest.trim().chars().next(), None | Some('Z' | 'X')))
}
