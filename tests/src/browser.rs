//! Real browsers, driven by WebDriver: Chromium and Firefox, each with a profile that outlives its process.
//!
//! Promises: one journey at a time on a machine, so that browsers do not starve each other; nothing that was started
//! stays running; what could not be found is shown as text and as a picture under `target/screenshots`.

mod act;
mod audit;
mod driver;
mod senses;
mod shelf;

use std::time::Duration;

use fantoccini::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::Mutex;

use crate::wait;
use driver::Driver;

pub use audit::{Theme, Violation};

/// Which browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Debian's Chromium.
    Chromium,
    /// Debian's Firefox ESR.
    Firefox,
}

impl Kind {
    /// Its name in file names and messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
        }
    }
}

/// What a browser draws maps with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Graphics {
    /// WebGL, reckoned by the processor; in Firefox only where the machine has what that needs.
    Reckoned,
    /// Nothing: there is no WebGL.
    None,
}

/// Where a browser keeps everything between its runs.
#[derive(Debug)]
pub struct Profile {
    kind: Kind,
    graphics: Graphics,
    directory: TempDir,
}

impl Profile {
    fn new(kind: Kind, graphics: Graphics) -> Self {
        let directory = TempDir::with_prefix(format!("lykta-{}-", kind.name())).expect("a profile directory");
        Self { kind, graphics, directory }
    }
}

/// A running browser with one page.
#[derive(Debug)]
pub struct Browser {
    /// The WebDriver session.
    pub client: Client,
    driver: Driver,
    profile: Option<Profile>,
    pid: u64,
    kind: Kind,
}

static TURN: Mutex<()> = Mutex::const_new(());

/// Runs a journey when no other runs, and gives it up when it takes too long.
pub async fn in_turn<T>(limit: Duration, journey: impl Future<Output = T>) -> T {
    let _turn = TURN.lock().await;
    tokio::time::timeout(limit, journey).await.expect("the journey ends in time")
}

impl Browser {
    /// A phone's browser with an empty profile.
    pub async fn start(kind: Kind) -> Self {
        Self::start_with(Profile::new(kind, Graphics::Reckoned)).await
    }

    /// The browser of a phone that draws no maps.
    pub async fn start_without_graphics(kind: Kind) -> Self {
        Self::start_with(Profile::new(kind, Graphics::None)).await
    }

    /// The same phone again.
    pub async fn start_with(profile: Profile) -> Self {
        let kind = profile.kind;
        let driver = Driver::start(kind);
        let mut builder = fantoccini::ClientBuilder::new(HttpConnector::new());
        builder.capabilities(driver::capabilities(kind, profile.graphics, profile.directory.path()));
        let client = builder.connect(&driver.address()).await.expect("the browser starts");
        let named = if kind == Kind::Chromium { "goog:processID" } else { "moz:processID" };
        let pid = client.capabilities().and_then(|all| all.get(named)).and_then(Value::as_u64);
        let pid = pid.expect("the driver says which process the browser is");
        let browser = Self { client, driver, profile: Some(profile), pid, kind };
        browser.size(390, 844).await;
        browser
    }

    /// Which browser it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Ends the browser's process as a phone does that runs out of battery: `SIGKILL`. Answers what lies on its disk.
    pub async fn kill(mut self) -> Profile {
        driver::kill(self.pid);
        let dead = async || driver::is_gone(self.pid).then_some(());
        wait::until("the browser's process is gone", dead).await;
        self.profile.take().expect("a profile until now")
    }

    /// Runs a script in the page and answers what it returns.
    pub async fn eval(&self, script: &str, arguments: Vec<Value>) -> Value {
        match self.client.execute(script, arguments).await {
            Ok(value) => value,
            Err(error) => panic!("{}: {error}: {script:.200}", self.kind.name()),
        }
    }

    /// Awaits an expression in the page, such as `fetch("/healthz").then(it => it.status)`.
    pub async fn eval_async(&self, expression: &str, arguments: Vec<Value>) -> Value {
        let script = format!(
            "const done = arguments[arguments.length - 1]; \
             Promise.resolve(({expression})).then(value => done({{ value }}), error => done({{ error: String(error) }}))"
        );
        let answer = match self.client.execute_async(&script, arguments).await {
            Ok(answer) => answer,
            Err(error) => panic!("{}: {error}: {expression:.200}", self.kind.name()),
        };
        match answer.get("error") {
            Some(error) => panic!("{}: {error}: {expression:.200}", self.kind.name()),
            None => answer["value"].clone(),
        }
    }

    /// A command of Chromium's own protocol.
    async fn cdp(&self, command: &str, parameters: Value) -> Value {
        assert_eq!(self.kind, Kind::Chromium, "only Chromium knows {command}");
        let session = self.session().await;
        let body = json!({ "cmd": command, "params": parameters });
        self.driver.post(&format!("/session/{session}/goog/cdp/execute"), &body).await
    }

    /// Runs a script with the rights of the browser itself; Firefox only.
    async fn chrome(&self, script: &str, arguments: Vec<Value>) -> Value {
        let context = format!("/session/{}/moz/context", self.session().await);
        self.driver.post(&context, &json!({ "context": "chrome" })).await;
        let answer = self.eval(script, arguments).await;
        self.driver.post(&context, &json!({ "context": "content" })).await;
        answer
    }

    async fn session(&self) -> String {
        self.client.session_id().await.expect("a session").expect("a session")
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        driver::kill(self.pid);
    }
}
