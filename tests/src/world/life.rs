//! One life of the server in process: the real router over the real store, from one state of its files to its death.
//!
//! Promises: what the next life finds are the files and nothing else. They are copied while nothing is being written,
//! so that a copy is what a killed process would have left; what a power cut does to writes under way, and what a
//! signal does in the middle of one, is for tests with real processes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, header};
use futures_util::stream;
use server::assets::Assets;
use server::config::Location;
use server::routes::{PREFIX, router};
use server::state::{App, Server};
use tempfile::TempDir;
use tower::ServiceExt as _;

/// The files of a server at one moment.
#[derive(Debug, Clone, Default)]
pub(super) struct Image {
    pub(super) files: BTreeMap<PathBuf, Vec<u8>>,
}

impl Image {
    fn of(directory: &Path) -> Self {
        let mut image = Self::default();
        image.take(directory, directory);
        image
    }

    fn take(&mut self, root: &Path, directory: &Path) {
        for entry in std::fs::read_dir(directory).expect("the server's files") {
            let path = entry.expect("the server's files").path();
            if path.is_dir() {
                self.take(root, &path);
            } else if path.extension().is_none_or(|extension| extension != "sqlite-shm") {
                // The shared memory of a database dies with its process.
                let name = path.strip_prefix(root).expect("it lies below").to_owned();
                self.files.insert(name, std::fs::read(&path).expect("the server's files"));
            }
        }
    }

    fn lay_out(&self, directory: &Path) {
        for (name, bytes) in &self.files {
            let path = directory.join(name);
            std::fs::create_dir_all(path.parent().expect("it lies below")).expect("room for files");
            std::fs::write(path, bytes).expect("room for files");
        }
    }

    /// Takes the database from another moment.
    pub(super) fn with_database_of(mut self, other: &Self) -> Self {
        let is_database = |path: &Path| path.to_string_lossy().starts_with("lykta.sqlite");
        self.files.retain(|path, _| !is_database(path));
        let database = other.files.iter().filter(|(path, _)| is_database(path));
        self.files.extend(database.map(|(path, bytes)| (path.clone(), bytes.clone())));
        self
    }
}

/// A request as it travels.
#[derive(Debug, Clone)]
pub(super) struct Sent {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) token: String,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Vec<u8>,
}

impl Sent {
    pub(super) fn new(method: Method, path: impl Into<String>, token: &str) -> Self {
        let (path, token) = (path.into(), token.to_owned());
        Self { method, path, token, headers: vec![], body: vec![] }
    }

    pub(super) fn with_body(self, body: impl Into<Vec<u8>>) -> Self {
        Self { body: body.into(), ..self }
    }

    fn request(&self, body: Body) -> Request<Body> {
        let request = Request::builder().method(self.method.clone()).uri(format!("{PREFIX}{}", self.path));
        let request = request.header(header::AUTHORIZATION, format!("Bearer {}", self.token));
        let request =
            self.headers.iter().fold(request, |request, (name, value)| request.header(*name, value));
        request.body(body).expect("a request")
    }

    /// The request with its whole body.
    pub(super) fn whole(&self) -> Request<Body> {
        self.request(Body::from(self.body.clone()))
    }

    /// The request whose line breaks after so many bytes of the body.
    pub(super) fn broken_after(&self, bytes: usize) -> Request<Body> {
        let beginning = self.body[..bytes].to_vec();
        let pieces = [Ok(beginning), Err(std::io::Error::other("the line broke"))];
        self.request(Body::from_stream(stream::iter(pieces)))
    }
}

/// What came back.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Answer {
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON of this kind.
    pub(super) fn json<T: serde::de::DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error} in {}: {}", self.status, self.text()))
    }

    /// A header that is a number.
    pub(super) fn number(&self, name: &str) -> Option<u64> {
        self.headers.get(name)?.to_str().ok()?.parse().ok()
    }
}

/// A server at work on files of its own.
#[derive(Debug)]
pub(super) struct Life {
    pub(super) app: App,
    router: Router,
    directory: TempDir,
}

impl Life {
    /// A server that finds these files.
    pub(super) async fn open(image: &Image) -> Self {
        let directory = TempDir::with_prefix_in("lykta-world-", place()).expect("a directory");
        image.lay_out(directory.path());
        let location = Location::new(directory.path(), None).expect("SQLite");
        let assets = Assets::Folder(directory.path().join("dist"));
        let app = Server::open_with(&location, "https://lykta.example.se", assets, u16::MAX).await;
        let app = app.expect("the server opens what was left");
        Self { router: router(app.clone()), app, directory }
    }

    /// Its files as they are now, while it does nothing.
    pub(super) fn image(&self) -> Image {
        Image::of(self.directory.path())
    }

    /// What it answers.
    pub(super) async fn answer(&self, request: Request<Body>) -> Answer {
        let Ok(response) = self.router.clone().oneshot(request).await;
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("an answer in memory").to_vec();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }
}

/// Memory rather than a disk: worlds are many, and none asks how long a disk takes.
fn place() -> &'static Path {
    static PLACE: OnceLock<PathBuf> = OnceLock::new();
    PLACE.get_or_init(|| {
        let memory = Path::new("/dev/shm");
        if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() }
    })
}
