//! What is counted of the server's work, for Prometheus.
//!
//! Promises: numbers and names from this program's own tables only: no address, token, id, text or position; answered
//! on a listener of its own. One process has one set of counters, as it has one log.

use std::sync::LazyLock;
use std::time::Duration;

use axum::Router;
use axum::http::{Method, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

/// The media type of what Prometheus reads.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// From what is answered out of memory to what nobody waits for.
const SECONDS: [f64; 9] = [0.001, 0.005, 0.02, 0.1, 0.5, 2.0, 10.0, 30.0, 120.0];

type Labels<const N: usize> = [(&'static str, String); N];

/// The counters.
#[derive(Debug)]
pub struct Meters {
    registry: Registry,
    requests: Family<Labels<3>, Counter>,
    durations: Family<Labels<1>, Histogram>,
    refused: Family<Labels<1>, Counter>,
    records: Counter,
    commits: Counter,
    appends: Counter,
    /// Photos that were taken in.
    pub photos: Counter,
    /// Troubles of the database or the disk.
    pub database_errors: Counter,
    /// Connections that are open.
    pub connections: Gauge,
}

/// The counters of this process.
pub fn of_process() -> &'static Meters {
    static METERS: LazyLock<Meters> = LazyLock::new(Meters::new);
    &METERS
}

impl Meters {
    fn new() -> Self {
        let mut all = Registry::with_prefix("lykta");
        let durations = Family::new_with_constructor((|| Histogram::new(SECONDS)) as fn() -> Histogram);
        all.register("build", "Which program this is", Info::new([("version", env!("CARGO_PKG_VERSION"))]));
        all.register_with_unit(
            "request_duration",
            "Time to the head of the answer",
            Unit::Seconds,
            durations.clone(),
        );
        let mut meters = Self {
            registry: Registry::default(),
            requests: Family::default(),
            durations,
            refused: Family::default(),
            records: Counter::default(),
            commits: Counter::default(),
            appends: Counter::default(),
            photos: Counter::default(),
            database_errors: Counter::default(),
            connections: Gauge::default(),
        };
        all.register("requests", "Requests answered, by route", meters.requests.clone());
        all.register("refused", "Requests that were not done, by reason", meters.refused.clone());
        all.register("records", "Records taken in", meters.records.clone());
        all.register("photos", "Photos taken in", meters.photos.clone());
        all.register("commits", "Commits that were flushed to the disk", meters.commits.clone());
        all.register("appends", "Appends that those commits took together", meters.appends.clone());
        all.register(
            "database_errors",
            "Troubles of the database or the disk",
            meters.database_errors.clone(),
        );
        all.register("connections", "Connections that are open", meters.connections.clone());
        meters.registry = all;
        meters
    }

    /// A request was answered.
    pub fn answered(&self, method: &Method, route: &str, status: StatusCode, took: Duration) {
        // Anybody can invent methods.
        let known = [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
        let method = if known.contains(method) { method.as_str() } else { "other" };
        let status = status.as_str().to_owned();
        let labels = [("method", method.to_owned()), ("route", route.to_owned()), ("status", status)];
        self.requests.get_or_create(&labels).inc();
        self.durations.get_or_create(&[("route", route.to_owned())]).observe(took.as_secs_f64());
    }

    /// A request was not done.
    pub fn refused(&self, reason: &'static str) {
        self.refused.get_or_create(&[("reason", reason.to_owned())]).inc();
    }

    /// Some appends were committed together.
    pub fn committed(&self, appends: u64, records: u64) {
        self.commits.inc();
        self.appends.inc_by(appends);
        self.records.inc_by(records);
    }
}

/// What Prometheus asks.
pub fn router() -> Router {
    Router::new().route("/metrics", get(show))
}

async fn show() -> impl IntoResponse {
    let mut text = String::new();
    match encode(&mut text, &of_process().registry) {
        Ok(()) => ([(header::CONTENT_TYPE, OPEN_METRICS)], text).into_response(),
        Err(error) => {
            tracing::error!(%error, "the numbers could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
