//! What a walk takes of the disk.

use axum::Json;
use axum::extract::{Path, State};

use shared::wire::Problem;

use super::walks;
use crate::problem::Refusal;
use crate::state::App;
use crate::store::Storage;

/// What a walk takes of the disk, and the most that it may.
#[utoipa::path(get, path = "/walks/{id}/storage", tag = "desk", security(("session" = []), ("token" = [])),
    params(("id" = inline(shared::id::RecordId), Path)), responses((status = 200, body = Storage), (status = 404, body = Problem)))]
pub(super) async fn of_walk(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Json<Storage>, Refusal> {
    let walk = walks::found(&app, &id).await?;
    Ok(Json(app.store.storage(walk.walk.id).await?))
}
