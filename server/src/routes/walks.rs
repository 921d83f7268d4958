//! Walks: planned, listed, joined by code.

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};

use shared::export::walk_feature;
use shared::id::{AreaId, WalkId};
use shared::wire::{NewWalk, PlannedWalk, Problem, Role};

use super::lists::list as answer;
use crate::filter::{Asked, Filter, Form};
use crate::planning::{self, Purpose};
use crate::problem::Refusal;
use crate::state::{App, Server};
use crate::store::{Account, WalkRow};
use crate::{body, qr, secret};

/// Walks, latest start first; those asked for by theme, or by a box that their area reaches into. Planners get them
/// without their codes.
#[utoipa::path(get, path = "/walks", tag = "data", security(("session" = []), ("token" = [])), params(Asked),
    responses((status = 200, description = "JSON, or GeoJSON by `.geojson` or Accept", body = Vec<PlannedWalk>),
        (status = 400, body = Problem), (status = 401, body = Problem)))]
pub(super) async fn list(
    State(app): State<App>,
    Extension(account): Extension<Account>,
    filter: Filter,
    form: Form,
) -> Result<Response, Refusal> {
    let within: Option<Vec<AreaId>> = match filter.bbox {
        Some(bbox) => {
            let reached = app.store.areas().await?.into_iter().filter(|area| area.reaches_into(&bbox));
            Some(reached.map(|area| area.id).collect())
        }
        None => None,
    };
    let asked_for = |row: &WalkRow| {
        within.as_ref().is_none_or(|areas| row.walk.area.as_ref().is_some_and(|area| areas.contains(area)))
            && filter.category.as_ref().is_none_or(|category| row.walk.themes.contains(category))
            && (filter.area.is_none() || filter.area == row.walk.area)
            && filter.walk.is_none_or(|walk| walk == row.walk.id)
            && filter.period.contains(row.walk.starts_at_ms)
    };
    let rows = app.store.walks().await?.into_iter().filter(asked_for);
    let walks: Vec<_> = rows.map(|row| planned(&app, &account, row)).collect();
    Ok(answer(form, &walks, |planned| walk_feature(&planned.walk)))
}

/// One walk.
#[utoipa::path(get, path = "/walks/{id}", tag = "data", security(("session" = []), ("token" = [])),
    params(("id" = inline(shared::id::RecordId), Path)), responses((status = 200, body = PlannedWalk), (status = 404, body = Problem)))]
pub(super) async fn one(
    State(app): State<App>,
    Extension(account): Extension<Account>,
    Path(id): Path<String>,
) -> Result<Json<PlannedWalk>, Refusal> {
    let row = found(&app, &id).await?;
    Ok(Json(planned(&app, &account, row)))
}

/// The QR code of the link that lets phones join, for the poster.
#[utoipa::path(get, path = "/walks/{id}/qr.svg", tag = "desk", security(("session" = []), ("token" = [])),
    params(("id" = inline(shared::id::RecordId), Path)),
    responses((status = 200, content_type = "image/svg+xml", body = String), (status = 404, body = Problem)))]
pub(super) async fn poster_code(State(app): State<App>, Path(id): Path<String>) -> Result<Response, Refusal> {
    let row = found(&app, &id).await?;
    let code = row.code.ok_or(Refusal::NoSuch("code"))?;
    let link = app.walk_link(&secret::shown_code(&code));
    let picture = qr::picture(&link).map_err(|error| Refusal::BadInput(error.to_string()))?;
    Ok(([(header::CONTENT_TYPE, "image/svg+xml")], picture).into_response())
}

/// Plans a walk. It is a record in the officer's own series, and gets a code.
#[utoipa::path(post, path = "/walks", tag = "desk", security(("session" = []), ("token" = [])), request_body = NewWalk,
    responses((status = 201, body = PlannedWalk), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn plan(
    State(app): State<App>,
    Extension(account): Extension<Account>,
    body::Json(new): body::Json<NewWalk>,
) -> Result<(StatusCode, Json<PlannedWalk>), Refusal> {
    let row = planning::plan(&app, account.series, new, Purpose::Real).await?;
    Ok((StatusCode::CREATED, Json(planned(&app, &account, row))))
}

/// Plans a walk anew. The new plan is a record beside the old one; phones that joined hear of it.
#[utoipa::path(put, path = "/walks/{id}", tag = "desk", security(("session" = []), ("token" = [])),
    params(("id" = inline(shared::id::RecordId), Path)), request_body = NewWalk,
    responses((status = 200, body = PlannedWalk), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn replan(
    State(app): State<App>,
    Extension(account): Extension<Account>,
    Path(id): Path<String>,
    body::Json(new): body::Json<NewWalk>,
) -> Result<Json<PlannedWalk>, Refusal> {
    let row = found(&app, &id).await?;
    let row = planning::replan(&app, account.series, row, new).await?;
    Ok(Json(planned(&app, &account, row)))
}

pub(super) async fn found(app: &Server, id: &str) -> Result<WalkRow, Refusal> {
    let id: WalkId = id.parse().map_err(|_| Refusal::NoSuch("walk"))?;
    app.store.walk(id).await?.ok_or(Refusal::NoSuch("walk"))
}

fn planned(app: &Server, account: &Account, row: WalkRow) -> PlannedWalk {
    let code = row.code.filter(|_| account.role > Role::Planner).map(|code| secret::shown_code(&code));
    PlannedWalk {
        link: code.as_deref().map(|code| app.walk_link(code)),
        code,
        walk: row.walk,
        joined: row.joined,
        sent: row.sent,
        observations: row.observations,
        photos: row.photos,
        photos_missing: row.photos_missing,
    }
}
