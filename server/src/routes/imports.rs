//! What came in by imports, and the way back.

use axum::Json;
use axum::extract::{Path, State};

use shared::wire::{Imported, LoopRead, Problem};

use crate::body::Incoming;
use crate::import::undo;
use crate::problem::Refusal;
use crate::simulate::track::Track;
use crate::state::App;
use crate::store::imports::NotUndone;

/// Largest GPX file that is read for a loop, in bytes: an evening has some hundred kilobytes.
const MAX_GPX_BYTES: usize = 20_000_000;

/// Most line numbers of left-out points in an answer.
const MOST_LINES: usize = 20;

/// The latest imports of areas, points outdoors and base maps, with what came, changed and was left out; the latest
/// first.
#[utoipa::path(get, path = "/imports", tag = "desk", security(("session" = []), ("token" = [])),
    responses((status = 200, body = Vec<Imported>)))]
pub(super) async fn list(State(app): State<App>) -> Result<Json<Vec<Imported>>, Refusal> {
    Ok(Json(app.store.file_imports().await?))
}

/// Takes the latest import of a kind back: what was in use before it is in use again.
#[utoipa::path(post, path = "/imports/{id}/undo", tag = "desk", security(("session" = []), ("token" = [])),
    params(("id" = String, Path, description = "Its number", pattern = "^[0-9]{1,18}$")),
    responses((status = 200, body = Imported), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(super) async fn undo(State(app): State<App>, Path(id): Path<String>) -> Result<Json<Imported>, Refusal> {
    let id: i64 = id.parse().map_err(|_| Refusal::NoSuch("import"))?;
    Ok(Json(undo::undo(&app.store, &app.maps.basemap_path(), id).await?))
}

/// Reads a GPX file as a loop: the longest part without a gap. Nothing is kept.
#[utoipa::path(post, path = "/loops", tag = "desk", security(("session" = []), ("token" = [])),
    request_body(content = Vec<u8>, content_type = "application/gpx+xml"),
    responses((status = 200, body = LoopRead), (status = 413, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn read_loop(State(app): State<App>, body: Incoming) -> Result<Json<LoopRead>, Refusal> {
    let file = body.unpacked(MAX_GPX_BYTES).await?;
    let read = app.gpx_files.run(move || Track::read(&file)).await;
    let track = read
        .map_err(|_| Refusal::Busy)?
        .map_err(|why| Refusal::BadInput(format!("The file was not read: {why}.")))?;
    let omitted = track.omitted();
    Ok(Json(LoopRead {
        line: track.loop_line(),
        parts_left_out: omitted.parts as u64,
        gap_m: omitted.gap_m,
        lines_left_out: omitted.lines.iter().take(MOST_LINES).map(|line| *line as u64).collect(),
        points_left_out: omitted.lines.len() as u64,
        damaged_on_line: omitted.damaged_on.map(|line| line as u64),
    }))
}

impl From<NotUndone> for Refusal {
    fn from(why: NotUndone) -> Self {
        match why {
            NotUndone::Store(error) => error.into(),
            NotUndone::NoSuch(_) => Self::NoSuch("import"),
            why => Self::NotUndone(why),
        }
    }
}
