//! Every address of the server, and who may use it.
//!
//! Promises: this table is the whole of it; a route that is not here does not exist, and nobody comes past its `who`.

mod answers;
mod areas;
mod blobs;
mod bundles;
mod export;
mod findings;
mod health;
mod imports;
mod join;
mod live;
mod loops;
mod observations;
mod overview;
mod papers;
mod records;
mod session;
mod situation;
mod storage;
mod surroundings;
mod walks;

pub mod openapi;

use axum::Router;
use axum::extract::{Request, State};
use axum::handler::Handler;
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, on};

use shared::wire::Role;

use crate::auth::{self, Who};
use crate::current;
use crate::limits;
use crate::problem::Refusal;
use crate::state::App;
use crate::watch;

/// Before every path of the table.
pub const PREFIX: &str = "/api/v1";

/// One address.
pub struct Route {
    /// How it is asked.
    pub method: Method,
    /// Its path after [`PREFIX`].
    pub path: &'static str,
    /// Who may.
    pub who: Who,
    handler: MethodRouter<App>,
}

const WALKER: Who = Who::Walker;
const PLANNER: Who = Who::AtLeast(Role::Planner);
const OFFICER: Who = Who::AtLeast(Role::Officer);
const ADMINISTRATOR: Who = Who::AtLeast(Role::Administrator);

/// The table.
pub fn table() -> Vec<Route> {
    vec![
        // Phones
        post("/join", Who::Anyone, join::join),
        get("/catalogue", Who::Anyone, join::catalogue),
        post("/records", WALKER, records::push),
        get("/records/heads", WALKER, records::heads),
        get("/answers", WALKER, answers::answers),
        get("/surroundings", WALKER, surroundings::surroundings),
        get("/surroundings/map", WALKER, surroundings::map),
        head("/blobs/{sha256}", WALKER, blobs::offset),
        patch("/blobs/{sha256}", WALKER, blobs::receive),
        put("/blobs/{sha256}", WALKER, blobs::receive_whole),
        // Signing in
        post("/session", Who::Anyone, session::sign_in),
        get("/session", PLANNER, session::who_am_i),
        delete("/session", PLANNER, session::sign_out),
        post("/sign-in-links", ADMINISTRATOR, session::invite),
        // Merged data
        get("/basemap", PLANNER, surroundings::basemap),
        get("/areas", PLANNER, areas::list),
        get("/areas.geojson", PLANNER, areas::list),
        get("/areas/{id}/situation", PLANNER, situation::of_area),
        get("/situation", PLANNER, situation::of_all),
        get("/walks", PLANNER, walks::list),
        get("/walks.geojson", PLANNER, walks::list),
        get("/walks/{id}", PLANNER, walks::one),
        get("/walks/{id}/questions", PLANNER, findings::questions),
        get("/walks/{id}/paper", PLANNER, findings::numbered),
        get("/findings", PLANNER, findings::list),
        get("/findings.geojson", PLANNER, findings::list),
        get("/findings/{id}", PLANNER, findings::one),
        get("/findings/{id}/observations", PLANNER, findings::members),
        get("/overview", PLANNER, overview::overview),
        get("/observations", PLANNER, observations::list),
        get("/observations.geojson", PLANNER, observations::list),
        get("/export/observations.csv", PLANNER, export::observations),
        get("/export/findings.csv", PLANNER, export::findings),
        get("/live", PLANNER, live::follow),
        // Work at the desk
        post("/walks", OFFICER, walks::plan),
        put("/walks/{id}", OFFICER, walks::replan),
        post("/walks/{id}/code", OFFICER, walks::replace_code),
        put("/walks/{id}/code", OFFICER, walks::change_code),
        post("/loop", OFFICER, loops::find),
        get("/walks/{id}/storage", OFFICER, storage::of_walk),
        get("/walks/{id}/papers", OFFICER, papers::list),
        put("/walks/{id}/papers/{sheet}", OFFICER, papers::write),
        delete("/walks/{id}/papers/{sheet}", OFFICER, papers::take_back),
        get("/walks/{id}/qr.svg", OFFICER, walks::poster_code),
        post("/bundles", OFFICER, bundles::take),
        post("/findings/{id}/decisions", OFFICER, findings::decide),
        post("/findings/{id}/grouping", OFFICER, findings::group),
        get("/blobs/{sha256}", OFFICER, blobs::show),
        post("/loops", OFFICER, imports::read_loop),
        get("/imports", ADMINISTRATOR, imports::list),
        post("/imports/{id}/undo", ADMINISTRATOR, imports::undo),
    ]
}

/// The whole server as one service.
pub fn router(app: App) -> Router {
    let mut router = Router::new().route("/healthz", axum::routing::get(health::health));
    router = router.route("/api/openapi.json", axum::routing::get(openapi::document));
    for route in table() {
        let gate = from_fn_with_state((app.clone(), route.who), auth::gate);
        let stamp = from_fn_with_state((app.clone(), route.who), current::stamped);
        let handler = route.handler.route_layer(stamp).route_layer(gate);
        router = router.route(&format!("{PREFIX}{}", route.path), handler);
    }
    router
        .fallback(elsewhere)
        .method_not_allowed_fallback(async || Refusal::WrongMethod)
        .layer(from_fn_with_state(app.clone(), limits::admit))
        .layer(from_fn(secured))
        .layer(from_fn(watch::requests))
        .with_state(app)
}

async fn elsewhere(State(app): State<App>, request: Request) -> Response {
    let path = request.uri().path();
    if path.starts_with("/api/") {
        return Refusal::NoSuch("address").into_response();
    }
    match *request.method() {
        Method::GET | Method::HEAD => app.assets.answer(path, request.headers()),
        _ => Refusal::WrongMethod.into_response(),
    }
}

/// What every answer tells the browser to insist on.
const SECURITY: [(&str, &str); 6] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; \
         font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lykta",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("permissions-policy", "geolocation=(self), camera=(self), microphone=()"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

async fn secured(request: Request, next: axum::middleware::Next) -> Response {
    let private = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in SECURITY {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if private {
        let kept_nowhere = HeaderValue::from_static("no-store");
        headers.entry(axum::http::header::CACHE_CONTROL).or_insert(kept_nowhere);
    }
    response
}

macro_rules! routes_by_method {
    ($($name:ident $method:ident),*) => {$(
        fn $name<H: Handler<T, App>, T: 'static>(path: &'static str, who: Who, handler: H) -> Route {
            Route { method: Method::$method, path, who, handler: on(MethodFilter::$method, handler) }
        }
    )*};
}

routes_by_method!(get GET, head HEAD, post POST, put PUT, patch PATCH, delete DELETE);

#[cfg(test)]
mod tests;
