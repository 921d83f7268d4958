//! Tables for Excel, R and everybody else.

use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use shared::wire::Problem;

use super::{findings, observations};
use crate::current::Current;
use crate::exports::Request;
use crate::filter::{Asked, AskedOfTable, Export, Form, Listing};
use crate::problem::Refusal;
use crate::state::App;
use crate::store::Account;

/// Observations as a table.
#[utoipa::path(get, path = "/export/observations.csv", tag = "data", security(("session" = []), ("token" = [])),
    params(Asked, AskedOfTable),
    responses((status = 200, content_type = "text/csv", body = String), (status = 304), (status = 400, body = Problem),
        (status = 401, body = Problem)))]
pub(super) async fn observations(
    State(app): State<App>,
    Extension(account): Extension<Account>,
    Export { filter, dialect }: Export,
    Current(picture): Current,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let request = Request { app: &app, account: &account, headers: &headers };
    observations::answer(request, picture, Listing { filter, ..Listing::default() }, Form::Csv(dialect)).await
}

/// Findings as a table.
#[utoipa::path(get, path = "/export/findings.csv", tag = "data", security(("session" = []), ("token" = [])),
    params(Asked, AskedOfTable),
    responses((status = 200, content_type = "text/csv", body = String), (status = 304), (status = 400, body = Problem),
        (status = 401, body = Problem)))]
pub(super) async fn findings(
    State(app): State<App>,
    Extension(account): Extension<Account>,
    Export { filter, dialect }: Export,
    Current(picture): Current,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let request = Request { app: &app, account: &account, headers: &headers };
    findings::answer(request, picture, Listing { filter, ..Listing::default() }, Form::Csv(dialect)).await
}
