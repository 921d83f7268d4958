//! The real server binary: started, stopped, killed and started again on the same port and data.
//!
//! Promises: listens on loopback only; its data lie in a fresh directory that goes with it; what it wrote to its
//! outputs is shown when a test fails.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use reqwest::Client;
use serde::Deserialize;
use shared::id::WalkId;
use shared::wire::Role;
use tempfile::TempDir;

use crate::desk::Desk;
use crate::phone::Phone;
use crate::place;
use crate::wait;

/// A walk as `lykta walk create --json` tells it.
#[derive(Debug, Clone, Deserialize)]
pub struct Walk {
    /// The record that planned it.
    pub id: WalkId,
    /// The code that people type.
    pub code: String,
    /// The link that the QR code holds.
    pub link: String,
}

/// A server and its data.
#[derive(Debug)]
pub struct Server {
    child: Option<Child>,
    data: TempDir,
    port: u16,
    assets: Option<PathBuf>,
    settings: Vec<(&'static str, String)>,
    trace: Option<Trace>,
    http: Client,
}

/// What `strace` writes down of a server.
#[derive(Debug)]
struct Trace {
    calls: &'static str,
    out: PathBuf,
}

impl Server {
    /// A server with empty data, ready to answer.
    pub async fn start() -> Self {
        Self::start_with(place::told_dist()).await
    }

    /// A server that serves this copy of the app instead of its own.
    pub async fn start_with_assets(assets: &Path) -> Self {
        Self::start_with(Some(assets.to_owned())).await
    }

    /// A server that was made from a backup.
    pub async fn start_from(backup: &Path) -> Self {
        let mut server = Self::new(place::told_dist());
        server.run_well(&["restore", backup.to_str().expect("a path in UTF-8")]);
        server.start_again().await;
        server
    }

    /// A server whose directory of data is prepared first.
    pub async fn start_in<T>(prepare: impl FnOnce(&Path) -> T) -> (Self, T) {
        let mut server = Self::new(place::told_dist());
        let prepared = prepare(server.data());
        server.start_again().await;
        (server, prepared)
    }

    /// A server with these settings in its environment.
    pub async fn start_set(settings: &[(&'static str, &str)]) -> Self {
        let mut server = Self::new(place::told_dist());
        server.settings = settings.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        server.start_again().await;
        server
    }

    /// A server that is not started yet.
    pub fn about_to_start() -> Self {
        Self::new(place::told_dist())
    }

    /// From its next start on it has these settings.
    pub fn set(&mut self, settings: Vec<(&'static str, String)>) {
        self.settings = settings;
    }

    /// From its next start on, `strace` writes these calls of it down, with all that is in them.
    pub fn is_traced(&mut self, calls: &'static str, out: PathBuf) {
        self.trace = Some(Trace { calls, out });
    }

    async fn start_with(assets: Option<PathBuf>) -> Self {
        let mut server = Self::new(assets);
        server.start_again().await;
        server
    }

    fn new(assets: Option<PathBuf>) -> Self {
        let data = TempDir::with_prefix("lykta-data-").expect("a directory for data");
        let http = server::http::builder().pool_max_idle_per_host(0).build().expect("an HTTP client");
        Self { child: None, data, port: free_port(), assets, settings: Vec::new(), trace: None, http }
    }

    /// Starts the killed or stopped server, on the same port and data.
    pub async fn start_again(&mut self) {
        self.begin();
        let health = self.url("/healthz");
        let answers = async || self.http.get(&health).send().await.ok().filter(|it| it.status().is_success());
        let healthy = wait::patiently(wait::PATIENCE, answers).await.is_some();
        assert!(healthy, "the server does not answer:\n{}", self.log());
    }

    /// Starts the server unless it runs.
    pub async fn start_or_go_on(&mut self) {
        if self.child.is_none() {
            self.start_again().await;
        }
    }

    /// Starts the server and does not wait until it answers.
    pub fn begin(&mut self) {
        assert!(self.child.is_none(), "the server still runs");
        let log =
            std::fs::File::options().create(true).append(true).open(self.log_path()).expect("a log file");
        let mut serve = surrounded(self.watched());
        serve.args(["serve", "--listen", &format!("127.0.0.1:{}", self.port)]);
        serve.args(["--data".as_ref(), self.data.path().as_os_str()]).args(["--public-url", &self.url("")]);
        if let Some(assets) = &self.assets {
            serve.arg("--assets").arg(assets);
        }
        serve.envs(self.settings());
        serve.stdin(Stdio::null()).stdout(log.try_clone().expect("a log file")).stderr(log);
        self.child = Some(serve.spawn().expect("the server starts"));
    }

    /// The program, and what looks on.
    fn watched(&self) -> Command {
        let Some(Trace { calls, out }) = &self.trace else { return Command::new(place::lykta()) };
        let mut strace = Command::new("strace");
        strace.args(["-f", "--seccomp-bpf", "-xx", "-y", "-s", "1048576", "-e", calls, "-o"]);
        strace.arg(out).arg(place::lykta());
        strace
    }

    /// Ends the server as a power cut would: `SIGKILL`.
    pub fn kill(&mut self) {
        let mut child = self.child.take().expect("the server runs");
        // Who looks on ends with what it looks at.
        match self.trace.as_ref().and_then(|_| only_child(child.id())) {
            Some(traced) => {
                let killed = Command::new("kill").args(["-KILL", &traced]).status();
                assert!(killed.expect("kill is there").success());
            }
            None => child.kill().expect("a process of ours"),
        }
        child.wait().expect("a process of ours");
    }

    /// Asks the server to end (`SIGTERM`) and waits until it has.
    pub async fn stop(&mut self) {
        let mut child = self.child.take().expect("the server runs");
        let asked = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
        assert!(asked.expect("kill is there").success());
        let ended = async || child.try_wait().expect("a process of ours");
        let status = wait::until("the server ends when asked", ended).await;
        assert!(status.success(), "the server ended with {status}:\n{}", self.log());
    }

    /// Kills the server and starts it again.
    pub async fn crash(&mut self) {
        self.kill();
        self.start_again().await;
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The directory of its data.
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.child.as_ref().expect("the server runs").id()
    }

    fn log_path(&self) -> PathBuf {
        self.data.path().join("outputs.log")
    }

    /// What the server wrote so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.log_path()).unwrap_or_default()
    }

    /// The one-time sign-in link that the first start prints.
    pub fn first_sign_in_link(&self) -> String {
        let log = self.log();
        let link = log.split_whitespace().find(|word| word.contains("/desk/#sign-in="));
        link.unwrap_or_else(|| panic!("no sign-in link in:\n{log}")).to_owned()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = surrounded(Command::new(place::lykta()));
        command.args(arguments).arg("--data").arg(self.data.path());
        command.args(["--public-url", &self.url("")]);
        command.envs(self.settings());
        command
    }

    fn settings(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.settings.iter().map(|(name, value)| (*name, value.as_str()))
    }

    /// Runs a command of `lykta` on this server's data.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("lykta runs")
    }

    /// Runs a command that must succeed, and answers what it printed.
    pub fn run_well(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "lykta {arguments:?} failed: {out}{err}");
        out.into_owned()
    }

    /// Plans a walk at the command line.
    pub fn create_walk(&self, title: &str) -> Walk {
        self.create_walk_with(title, &[])
    }

    /// Plans a walk along the demonstration's loop.
    pub fn create_walk_with_loop(&self, title: &str) -> Walk {
        let line = place::demonstration("loop.gpx");
        self.create_walk_with(title, &["--loop", line.to_str().expect("a path in UTF-8")])
    }

    fn create_walk_with(&self, title: &str, more: &[&str]) -> Walk {
        let starts = wait::tomorrow_evening();
        let walk = ["walk", "create", "--title", title, "--starts", &starts, "--share-live", "--json"];
        let said = self.run_well(&[&walk, more].concat());
        serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error}: {said}"))
    }

    /// Starts one that has the demonstration's base map and a walk on it: with the loop, as pairs of latitude and longitude.
    pub async fn start_mapped() -> (Self, Walk, Vec<(f64, f64)>) {
        let server = Self::start().await;
        server.take_basemap();
        let walk = server.create_walk_with_loop("Slingan");
        let planned = server.desk(Role::Officer).walk(walk.id).await;
        let line = planned.walk.loop_line.iter().map(|[lon, lat]| (*lat, *lon)).collect();
        (server, walk, line)
    }

    /// Gives it the demonstration's base map.
    pub fn take_basemap(&self) {
        let map = place::demonstration("helsinki.pmtiles");
        std::fs::copy(map, self.data().join("basemap.pmtiles")).expect("the data can be written");
    }

    /// A desk that signs its requests with a token of this role.
    pub fn desk(&self, role: Role) -> Desk {
        let name = match role {
            Role::Planner => "planner",
            Role::Officer => "officer",
            Role::Administrator => panic!("an administrator is a person and signs in"),
        };
        let said = self.run_well(&["token", "create", "--role", name, "--name", "Tests"]);
        let token = said.split_whitespace().max_by_key(|word| word.len());
        Desk::new(self.url(""), token.expect("the token is printed"))
    }

    /// A phone that joins by code, over HTTP and without a browser.
    pub async fn join(&self, walk: &Walk) -> Phone {
        Phone::join(self.url(""), &walk.code).await
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.child.is_some() {
            self.kill();
        }
        if std::thread::panicking() {
            eprintln!("—— the server wrote:\n{}", self.log());
        }
    }
}

/// In debug builds the app is read from disk, wherever the test is started from.
fn surrounded(mut command: Command) -> Command {
    command.current_dir(place::root()).env_remove("LYKTA_DATA").env_remove("LYKTA_DATABASE");
    command
}

/// The process that another one started, as the kernel tells it.
fn only_child(of: u32) -> Option<String> {
    let children = std::fs::read_to_string(format!("/proc/{of}/task/{of}/children")).ok()?;
    children.split_whitespace().next().map(ToOwned::to_owned)
}

/// A port of loopback that nobody listens on just now.
pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("loopback");
    listener.local_addr().expect("an address").port()
}
