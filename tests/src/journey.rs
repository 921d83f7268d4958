//! Steps of a walker's journey in a browser, in the words of the app.

use std::path::{Path, PathBuf};

use shared::id::SeriesId;
use shared::record::{Head, Receipt};
use tempfile::TempDir;

use crate::browser::{Browser, Kind};
use crate::place;
use crate::server::{Server, Walk};

/// So long after the last place, the app does not doubt that one has come to another.
const LATER_MS: u32 = 180_000;

/// A walker with a browser.
#[derive(Debug)]
pub struct Walker {
    /// The phone's browser.
    pub browser: Browser,
}

impl Walker {
    /// Stands somewhere, opens the walk's link and gets ready, until the phone says that it may be off line.
    pub async fn joins(kind: Kind, walk: &Walk, at: (f64, f64)) -> Self {
        Self::joins_in(Browser::start(kind).await, walk, at).await
    }

    /// The same in a browser that runs already.
    pub async fn joins_in(browser: Browser, walk: &Walk, at: (f64, f64)) -> Self {
        let walker = Self { browser };
        if walker.browser.kind() == Kind::Chromium {
            walker.browser.own_clock().await;
        }
        walker.browser.stand_at(at, 6.0).await;
        walker.browser.open(&walk.link).await;
        walker.is_on("ready").await;
        walker.browser.shows("check-app", "data-state", "ready").await;
        walker.browser.shows("check-position", "data-state", "ready").await;
        walker
    }

    /// Waits until the app shows this screen.
    pub async fn is_on(&self, screen: &str) {
        self.browser.shows("screen", "data-screen", screen).await;
    }

    /// After the app was killed: lands in the walk, or finds it by its code, which needs no net for a walk that was
    /// joined. Browsers write small settings, such as the screen to land on, only seconds later; what was said they
    /// write at once.
    pub async fn goes_on(&self, walk: &Walk) {
        self.browser.find("[data-screen=walk], [data-test=earlier-walk]").await;
        if self.browser.has("earlier-walk").await {
            self.browser.write("start-code-input", &walk.code).await;
            self.browser.tap("start-join").await;
            self.is_on("ready").await;
            self.leaves().await;
        }
        self.is_on("walk").await;
    }

    /// Leaves for the walk.
    pub async fn leaves(&self) {
        self.browser.tap("ready-go").await;
        self.is_on("walk").await;
    }

    /// Walks somewhere and waits until the app has noticed, which shows by the accuracy: choose another each time.
    pub async fn walks_to(&self, at: (f64, f64), accuracy_m: u32) {
        let has_own_clock = self.browser.eval("return 'later' in globalThis", vec![]).await == true;
        if has_own_clock {
            self.browser.walks_on_to(at, f64::from(accuracy_m), LATER_MS).await;
        } else {
            self.browser.stand_at(at, f64::from(accuracy_m)).await;
        }
        let words = format!("{accuracy_m}");
        crate::wait::until(&format!("the app knows that it is within {accuracy_m} m"), async || {
            let shown = self
                .browser
                .eval("return document.querySelector('[data-test=accuracy]')?.textContent", vec![])
                .await;
            let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
            shown.as_str().is_some_and(|text| digits(text) == words).then_some(())
        })
        .await;
    }

    /// Two taps: saved.
    pub async fn points_at(&self, feeling: &str, category: &str) {
        self.browser.tap(&format!("{feeling}-here")).await;
        self.browser.tap(&format!("category-{category}")).await;
        self.browser.find("sheet-saved").await;
    }

    /// Closes the sheet.
    pub async fn is_done(&self) {
        self.browser.tap("sheet-done").await;
        self.is_on("walk").await;
    }

    /// Waits until the counter says so.
    pub async fn counts(&self, saved: usize, sent: usize) {
        self.browser.shows("counter", "data-saved", &saved.to_string()).await;
        let patience = std::time::Duration::from_mins(1);
        self.browser.shows_within(patience, "counter", "data-sent", &sent.to_string()).await;
    }

    /// What the phone's own log holds: series, last number and digest.
    pub async fn own_head(&self) -> Receipt {
        let rows = self.browser.rows("records").await;
        let last = rows.iter().max_by_key(|row| row["number"].as_u64()).expect("something was said");
        let texts = rows.iter().map(|row| row["text"].as_str().expect("a text"));
        let receipt = receipt(last);
        let counted = texts.fold(Head::empty(receipt.series), Head::then);
        assert_eq!(receipt.head(), counted, "the digest on the phone is that of its records");
        receipt
    }

    /// The last receipt that the phone keeps, and what the server says it holds, asked with the phone's token.
    pub async fn receipts(&self, server: &Server) -> (Receipt, Receipt) {
        let kept = self.browser.rows("receipts").await;
        let token = self.pack().await["token"].as_str().expect("a token").to_owned();
        let http = server::http::client();
        let heads = http.get(server.url("/api/v1/records/heads")).bearer_auth(token);
        let heads: serde_json::Value = heads.send().await.expect("an answer").json().await.expect("JSON");
        (receipt(&kept[0]), receipt(&heads["heads"][0]))
    }

    /// The series that the phone writes.
    pub async fn series(&self) -> SeriesId {
        self.pack().await["series"].as_str().and_then(|it| it.parse().ok()).expect("a series")
    }

    async fn pack(&self) -> serde_json::Value {
        self.browser.rows("walks").await.iter().find_map(pack).expect("a walk that can be read")
    }

    /// Takes a photo of what was just pointed at, and waits until it is saved.
    pub async fn photographs(&self, file: &Path) {
        let before = self.browser.count("sheet-photo").await;
        self.browser.choose_file("sheet-photo-input", file).await;
        let there = async || (self.browser.count("sheet-photo").await > before).then_some(());
        crate::wait::until("the photo is saved", there).await;
    }
}

/// What the phone was given when it joined, from a walk's row as today's app writes it or as the first one did.
fn pack(walk: &serde_json::Value) -> Option<serde_json::Value> {
    let read = |text: &serde_json::Value| serde_json::from_str::<serde_json::Value>(text.as_str()?).ok();
    read(&walk["pack"]).or_else(|| Some(read(&walk["json"])?["pack"].clone()))
}

fn receipt(row: &serde_json::Value) -> Receipt {
    let fields =
        serde_json::json!({ "series": row["series"], "number": row["number"], "digest": row["digest"] });
    serde_json::from_value(fields).unwrap_or_else(|error| panic!("{error}: {row}"))
}

/// A file that a camera would have made.
pub fn file(directory: &TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = directory.path().join(name);
    std::fs::write(&path, bytes).expect("a file in a fresh directory");
    path
}

/// A copy of the app as it is served, to make another version of.
pub fn copy_of_dist() -> TempDir {
    let copy = TempDir::with_prefix("lykta-dist-").expect("a directory");
    copy_below(&place::dist(), copy.path());
    copy
}

fn copy_below(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a directory");
    for entry in std::fs::read_dir(from).expect("dist/ can be read") {
        let entry = entry.expect("dist/ can be read");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_below(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a file can be copied");
        }
    }
}

/// Makes the served copy another version: the same app under another build id.
pub fn renew(copy: &TempDir, build: &str) {
    let told = std::fs::read_to_string(copy.path().join("build.json")).expect("build.json");
    let told: serde_json::Value = serde_json::from_str(&told).expect("build.json is JSON");
    let old = told["build"].as_str().expect("a build id");
    for name in ["index.html", "sw.js", "desk/index.html", "build.json"] {
        let path = copy.path().join(name);
        let text = std::fs::read_to_string(&path).expect("a text").replace(old, build);
        std::fs::write(&path, text).expect("a copy of ours");
        for packed in ["br", "gz"] {
            let _ = std::fs::remove_file(format!("{}.{packed}", path.display()));
        }
    }
}
