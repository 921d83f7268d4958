//! Walks: planned, listed, joined by code.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use futures_util::stream::{self, StreamExt as _};

use shared::export::WalkRow as ListedWalk;
use shared::id::{AreaId, WalkId};
use shared::wire::{CodeChange, NewWalk, PlannedWalk, Problem, Role};

use crate::answer::Rows;
use crate::disclosure::excerpt::Excerpt;
use crate::exports::{Names, Request};
use crate::filter::{Asked, Filter, Form};
use crate::planning::{self, Purpose};
use crate::problem::Refusal;
use crate::state::{App, Server};
use crate::store::{Account, StoreError, WalkOutline, WalkRow};
use crate::{body, clock, qr, secret};

/// Walks, latest start first; those asked for by theme, or by a box that their area reaches into. Planners get them
/// without their codes.
#[utoipa::path(get, path = "/walks", tag = "data", security(("session" = []), ("token" = [])), params(Asked),
    responses((status = 200, description = "JSON, or GeoJSON by `.geojson` or Accept", body = Vec<PlannedWalk>),
        (status = 304), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub(super) async fn list(
    State(app): State<App>,
    Extension(account): Extension<Account>,
    filter: Filter,
    form: Form,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let request = Request { app: &app, account: &account, headers: &headers };
    let version = app.store.version().await?;
    let names = app.lists.names(&app.store, version).await?;
    // In JSON stand counts of phones and photos too, which come without a new version: its tag is that of its bytes.
    let tag = match form {
        Form::GeoJson => Some(request.tag(version, &names, &("walks", form, &filter)).await?),
        Form::Json | Form::Csv(_) => None,
    };
    let answer = request.answer::<ListedWalk>(form, tag);
    if let Some(known) = answer.not_modified() {
        return Ok(known);
    }
    let ids = asked_for(&app, &filter).await?;
    request.list(form, answer, rows(app.clone(), account.clone(), names, ids), None).await
}

/// The walks that a filter holds, latest start first.
async fn asked_for(app: &Server, filter: &Filter) -> Result<Vec<WalkId>, StoreError> {
    let within: Option<Vec<AreaId>> = match filter.bbox {
        Some(bbox) => {
            let reached = app.store.areas().await?.into_iter().filter(|area| area.reaches_into(&bbox));
            Some(reached.map(|area| area.id).collect())
        }
        None => None,
    };
    let is_asked_for = |walk: &WalkOutline| {
        within.as_ref().is_none_or(|areas| walk.area.as_ref().is_some_and(|area| areas.contains(area)))
            && filter.category.as_ref().is_none_or(|category| walk.themes.contains(category))
            && (filter.area.is_none() || filter.area == walk.area)
            && filter.walk.is_none_or(|asked| asked == walk.id)
            && filter.period.contains(walk.starts_at_ms)
    };
    let walks = app.store.walk_outlines().await?;
    Ok(walks.into_iter().filter(is_asked_for).map(|walk| walk.id).collect())
}

/// Walks are read one by one, for a loop may be long.
fn rows(app: App, account: Account, names: Arc<Names>, ids: Vec<WalkId>) -> Rows<ListedWalk> {
    let account = Arc::new(account);
    let read = move |id: WalkId| {
        let (app, account, names) = (app.clone(), account.clone(), names.clone());
        async move {
            let row = app.store.walk(id).await?;
            Ok(row.map(|row| {
                let Excerpt { value, withheld } = planned(&app, &account, row);
                ListedWalk { area_name: names.area(value.walk.area.as_ref()), planned: value, withheld }
            }))
        }
    };
    Box::pin(stream::iter(ids).then(read))
}

/// One walk.
#[utoipa::path(get, path = "/walks/{id}", tag = "data", security(("session" = []), ("token" = [])),
    params(("id" = inline(shared::id::RecordId), Path)), responses((status = 200, body = PlannedWalk), (status = 404, body = Problem)))]
pub(super) async fn one(
    State(app): State<App>,
    Extension(account): Extension<Account>,
    Path(id): Path<String>,
) -> Result<Json<Excerpt<PlannedWalk>>, Refusal> {
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
) -> Result<(StatusCode, Json<Excerpt<PlannedWalk>>), Refusal> {
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
) -> Result<Json<Excerpt<PlannedWalk>>, Refusal> {
    let row = found(&app, &id).await?;
    let row = planning::replan(&app, account.series, row, new).await?;
    Ok(Json(planned(&app, &account, row)))
}

/// Gives a walk another code. The old one lets nobody in any more; phones that have joined go on. A code that was closed
/// stays closed.
#[utoipa::path(post, path = "/walks/{id}/code", tag = "desk", security(("session" = []), ("token" = [])),
    params(("id" = inline(shared::id::RecordId), Path)), responses((status = 200, body = PlannedWalk), (status = 404, body = Problem)))]
pub(super) async fn replace_code(
    State(app): State<App>,
    Extension(account): Extension<Account>,
    Path(id): Path<String>,
) -> Result<Json<Excerpt<PlannedWalk>>, Refusal> {
    let walk = found(&app, &id).await?.walk.id;
    app.store.replace_code(walk).await?;
    Ok(Json(planned(&app, &account, found(&app, &id).await?)))
}

/// Closes a walk's code, or opens it. Phones that have joined go on in either case.
#[utoipa::path(put, path = "/walks/{id}/code", tag = "desk", security(("session" = []), ("token" = [])),
    params(("id" = inline(shared::id::RecordId), Path)), request_body = CodeChange,
    responses((status = 200, body = PlannedWalk), (status = 404, body = Problem)))]
pub(super) async fn change_code(
    State(app): State<App>,
    Extension(account): Extension<Account>,
    Path(id): Path<String>,
    body::Json(change): body::Json<CodeChange>,
) -> Result<Json<Excerpt<PlannedWalk>>, Refusal> {
    let walk = found(&app, &id).await?.walk.id;
    if change.open {
        app.store.open_code(walk, clock::now_ms()).await?;
    } else {
        app.store.close_code(walk).await?;
    }
    Ok(Json(planned(&app, &account, found(&app, &id).await?)))
}

pub(super) async fn found(app: &Server, id: &str) -> Result<WalkRow, Refusal> {
    let id: WalkId = id.parse().map_err(|_| Refusal::NoSuch("walk"))?;
    app.store.walk(id).await?.ok_or(Refusal::NoSuch("walk"))
}

/// A walk as somebody may see it: planners without its code and its counts, which tell when each phone sent.
fn planned(app: &Server, account: &Account, row: WalkRow) -> Excerpt<PlannedWalk> {
    let planned = for_officers(app, account, row);
    match account.role {
        Role::Planner => Excerpt { value: planned, withheld: &OF_PLANNED_WALK },
        Role::Officer | Role::Administrator => Excerpt::whole(planned),
    }
}

/// What planners do not get of a walk.
const OF_PLANNED_WALK: [&str; 7] =
    ["code", "link", "joined", "sent", "observations", "photos", "photos_missing"];

fn for_officers(app: &Server, account: &Account, row: WalkRow) -> PlannedWalk {
    let code = row.code.filter(|_| account.role > Role::Planner).map(|code| secret::shown_code(&code));
    let closes_at_ms = row.code_state.closes_at_ms(&row.walk, app.join_days);
    PlannedWalk {
        code_open: row.code_state.is_open(&row.walk, app.join_days, clock::now_ms()),
        code_closed: row.code_state.closed,
        code_closes_at_ms: closes_at_ms.filter(|_| code.is_some()),
        link: code.as_deref().map(|code| app.walk_link(code)),
        code,
        walk: row.walk,
        joined: row.joined,
        sent: row.sent,
        observations: row.observations,
        photos: row.photos,
        photos_missing: row.photos_missing,
        withheld: None,
    }
}
