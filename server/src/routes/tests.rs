//! The server asked as phones and desks ask it, in process, each case on a fresh database.

mod arrivals;
mod backups;
mod bundles;
mod codes;
mod crowd;
mod desk;
mod disclosure;
mod doors;
mod harmful;
mod imports;
mod limits;
mod lists;
mod live;
mod loops;
mod moving;
mod papers;
mod pictures;
mod quotas;
mod replicas;
mod situation;
mod surroundings;
mod uploads;

use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use shared::geo::{Fix, FixSource, Place, Position};
use shared::id::{ObservationId, RecordId, SeriesId};
use shared::record::Head;
use shared::statement::{Feeling, Observed, Statement, Tracked};
use shared::wire::{JoinAnswer, Role};

use crate::assets::Assets;
use crate::config::Location;
use crate::routes::{PREFIX, router};
use crate::state::{App, Server};
use crate::store::tests::both;
use crate::{planning, secret};

/// An installation of its own.
struct World {
    app: App,
    place: Location,
    directory: tempfile::TempDir,
}

/// A phone that has joined.
struct Phone {
    series: SeriesId,
    token: String,
}

/// What came back.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    bytes: Vec<u8>,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or(Value::Null)
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Status and code of a problem, which must be a well-formed one.
    fn problem(&self) -> (u16, String) {
        let problem = self.json();
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text());
        assert_eq!(problem["status"], self.status.as_u16());
        assert!(problem["detail"].as_str().is_some_and(|detail| detail.ends_with('.')), "{problem}");
        (self.status.as_u16(), problem["code"].as_str().unwrap().to_owned())
    }
}

fn problem(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

/// A request under `/api/v1`.
fn request(method: &str, path: &str) -> axum::http::request::Builder {
    Request::builder().method(method.parse::<Method>().unwrap()).uri(format!("{PREFIX}{path}"))
}

impl World {
    async fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let location = both::location(directory.path()).await;
        Self::at(directory, location).await
    }

    async fn at(directory: tempfile::TempDir, location: Location) -> Self {
        let assets = Assets::Folder(directory.path().join("dist"));
        let app = Server::open_with(&location, "https://lykta.example.se/", assets, u16::MAX).await.unwrap();
        Self { app, place: location, directory }
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = router(self.app.clone()).oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    async fn get(&self, token: &str, path: &str) -> Answer {
        let request = request("GET", path).header(header::AUTHORIZATION, format!("Bearer {token}"));
        self.send(request.body(Body::empty()).unwrap()).await
    }

    async fn post(&self, token: &str, path: &str, body: &impl ToString) -> Answer {
        let request = request("POST", path).header(header::AUTHORIZATION, format!("Bearer {token}"));
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    async fn token(&self, role: Role) -> String {
        self.app.store.create_token("test", role).await.unwrap()
    }

    /// Plans a walk: its id and its code.
    async fn walk(&self) -> (RecordId, String) {
        let operator = self.app.store.operator().await.unwrap();
        let new = json!({ "title": "Porsön", "starts_at_ms": 1_795_541_400_000_i64, "themes": ["lighting"], "shares_live": true });
        let new = serde_json::from_value(new).unwrap();
        let row = planning::plan(&self.app, operator, new, planning::Purpose::Real).await.unwrap();
        (row.walk.id, secret::shown_code(&row.code.unwrap()))
    }

    async fn join(&self, code: &str) -> Phone {
        let answer = self.post("", "/join", &json!({ "code": code })).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let JoinAnswer { series, token, .. } = serde_json::from_slice(&answer.bytes).unwrap();
        Phone { series, token }
    }

    /// A phone on a walk of its own.
    async fn phone(&self) -> Phone {
        let (_, code) = self.walk().await;
        self.join(&code).await
    }

    async fn push(&self, phone: &Phone, first: u64, texts: &[String]) -> Answer {
        self.post(&phone.token, "/records", &batch(phone.series, first, texts)).await
    }
}

fn batch(series: SeriesId, first: u64, texts: &[String]) -> String {
    format!(r#"{{"series":"{series}","first":{first},"records":[{}]}}"#, texts.join(","))
}

/// Somebody points at a dark place, so many metres north of a lamp on Porsön.
fn dark(north_m: f64) -> String {
    observed(Feeling::Unsafe, "lighting", north_m)
}

fn observed(feeling: Feeling, category: &str, north_m: f64) -> String {
    let fix = Fix {
        lat: 65.617 + north_m / 111_195.0,
        lon: 22.137,
        accuracy_m: 5.0,
        fixed_at_ms: 1_000,
        source: FixSource::Device,
        estimated: None,
    };
    let place = Place { fix: Some(fix), ..Place::default() };
    let category = category.parse().unwrap();
    Statement::Observed(Observed { at_ms: 1_000, feeling, category, place }).to_text().unwrap()
}

/// Somebody walks for half a minute, so many metres north of a lamp on Porsön.
fn walked(north_m: f64) -> String {
    let from = Position::new(65.617 + north_m / 111_195.0, 22.137).unwrap();
    let (steps, after) = (vec![10, 90, 0, 20, 180, 5], None);
    Statement::Tracked(Tracked { at_ms: 31_000, after, from, accuracy_m: 6, steps }).to_text().unwrap()
}

fn edited(of: ObservationId, change: &Value) -> String {
    json!({ "kind": "edited", "at_ms": 2_000, "of": of, "change": change }).to_string()
}

fn head(series: SeriesId, texts: &[String]) -> Head {
    texts.iter().fold(Head::empty(series), |head, text| head.then(text))
}

impl Phone {
    fn record(&self, number: u64) -> RecordId {
        RecordId { series: self.series, number }
    }
}
