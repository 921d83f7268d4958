//! Paper sheets of a walk: typed in, listed, taken back.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::{Extension, Json};

use shared::id::{SeriesId, WalkId};
use shared::wire::{PaperSheet, Problem, TypedSheet};

use super::walks;
use crate::problem::Refusal;
use crate::state::{App, Server};
use crate::store::Account;
use crate::{body, papers};

/// The sheets of a walk that were typed in.
#[utoipa::path(get, path = "/walks/{id}/papers", tag = "desk", security(("session" = []), ("token" = [])),
    params(("id" = inline(shared::id::RecordId), Path)), responses((status = 200, body = Vec<TypedSheet>), (status = 404, body = Problem)))]
pub(super) async fn list(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Json<Vec<TypedSheet>>, Refusal> {
    let walk = walks::found(&app, &id).await?;
    Ok(Json(app.store.papers(walk.walk.id).await?))
}

/// Types a sheet in. Its id is a random series; typing the same in again changes nothing.
#[utoipa::path(put, path = "/walks/{id}/papers/{sheet}", tag = "desk", security(("session" = []), ("token" = [])),
    params(("id" = inline(shared::id::RecordId), Path), ("sheet" = inline(shared::id::SeriesId), Path)), request_body = PaperSheet,
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn write(
    State(app): State<App>,
    Extension(account): Extension<Account>,
    Path((walk, sheet)): Path<(String, String)>,
    body::Json(written): body::Json<PaperSheet>,
) -> Result<StatusCode, Refusal> {
    let (walk, sheet) = (walks::found(&app, &walk).await?.walk.id, named(&sheet)?);
    papers::check(&app, &written).await?;
    if !app.store.begin_paper(sheet, walk, account.series).await? {
        return Err(Refusal::NoSuch("sheet"));
    }
    papers::write(&app, sheet, &written).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes everything of a sheet back, as a walker withdraws.
#[utoipa::path(delete, path = "/walks/{id}/papers/{sheet}", tag = "desk", security(("session" = []), ("token" = [])),
    params(("id" = inline(shared::id::RecordId), Path), ("sheet" = inline(shared::id::SeriesId), Path)), responses((status = 204), (status = 404, body = Problem)))]
pub(super) async fn take_back(
    State(app): State<App>,
    Path((walk, sheet)): Path<(String, String)>,
) -> Result<StatusCode, Refusal> {
    let sheet = of_walk(&app, &walk, &sheet).await?;
    papers::take_back(&app, sheet).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn named(sheet: &str) -> Result<SeriesId, Refusal> {
    sheet.parse().map_err(|_| Refusal::NoSuch("sheet"))
}

async fn of_walk(app: &Server, walk: &str, sheet: &str) -> Result<SeriesId, Refusal> {
    let walk: WalkId = walks::found(app, walk).await?.walk.id;
    let sheet = named(sheet)?;
    if app.store.is_paper(sheet, walk).await? { Ok(sheet) } else { Err(Refusal::NoSuch("sheet")) }
}
