//! What a phone takes along on its walk.

use axum::extract::{Request, State};
use axum::response::Response;
use axum::{Extension, Json};

use shared::geo::BoundingBox;
use shared::wire::{MapFile, Problem, Surroundings, WalkCard};

use crate::answer;
use crate::auth::OwnSeries;
use crate::current::Current;
use crate::maps::Piece;
use crate::problem::Refusal;
use crate::state::App;
use crate::store::StoreError;
use crate::surroundings::{bounds, findings, simplified};

/// The media type of `PMTiles` archives.
const PMTILES: &str = "application/vnd.pmtiles";

/// The walk as it is planned now, what others pointed out around it, and which map to fetch.
#[utoipa::path(get, path = "/surroundings", tag = "phones", security(("phone" = [])),
    responses((status = 200, body = Surroundings), (status = 401, body = Problem)))]
pub(super) async fn surroundings(
    State(app): State<App>,
    Extension(own): Extension<OwnSeries>,
    Current(picture): Current,
) -> Result<Json<Surroundings>, Refusal> {
    let walk = walk_of(&app, own).await?;
    let areas = app.store.areas().await?;
    let bbox = bounds(&walk, &areas);
    let lamps = match &bbox {
        Some(bbox) => app.store.lamps(bbox).await?,
        None => Vec::new(),
    };
    let onlooker = app.disclosure.onlooker(&app.store, picture.version(), own.0, walk.id).await?;
    let findings = findings(&walk, &onlooker, bbox.as_ref(), &picture);
    let map = piece(&app, bbox).await.map(|piece| MapFile {
        sha256: piece.sha256,
        bytes: piece.bytes,
        attribution: piece.attribution,
    });
    let areas = areas.iter().filter(|area| bbox.as_ref().is_some_and(|bbox| area.reaches_into(bbox)));
    let areas = areas.map(simplified).collect();
    Ok(Json(Surroundings { walk, findings, lamps, areas, map }))
}

/// The map around the walk, a `PMTiles` archive; in ranges, so that what was cut off goes on.
#[utoipa::path(get, path = "/surroundings/map", tag = "phones", security(("phone" = [])),
    responses((status = 200, content_type = "application/vnd.pmtiles", body = Vec<u8>), (status = 206),
        (status = 404, body = Problem), (status = 401, body = Problem)))]
pub(super) async fn map(
    State(app): State<App>,
    Extension(own): Extension<OwnSeries>,
    request: Request,
) -> Result<Response, Refusal> {
    let walk = walk_of(&app, own).await?;
    let bbox = bounds(&walk, &app.store.areas().await?);
    let piece = piece(&app, bbox).await.ok_or(Refusal::NoSuch("map"))?;
    file(&piece.path, request).await
}

/// The whole base map, a `PMTiles` archive to be read in ranges.
#[utoipa::path(get, path = "/basemap", tag = "data", security(("session" = []), ("token" = [])),
    responses((status = 200, content_type = "application/vnd.pmtiles", body = Vec<u8>), (status = 206),
        (status = 404, body = Problem), (status = 401, body = Problem)))]
pub(super) async fn basemap(State(app): State<App>, request: Request) -> Result<Response, Refusal> {
    let path = app.maps.basemap().ok_or(Refusal::NoSuch("map"))?.to_owned();
    file(&path, request).await
}

async fn file(path: &std::path::Path, request: Request) -> Result<Response, Refusal> {
    Ok(answer::file(path, request, PMTILES).await.map_err(StoreError::Files)?)
}

async fn walk_of(app: &App, OwnSeries(series): OwnSeries) -> Result<WalkCard, Refusal> {
    let walk = app.store.walk_of(series).await?.ok_or(Refusal::NoSuch("walk"))?;
    let row = app.store.walk(walk).await?.ok_or(Refusal::NoSuch("walk"))?;
    Ok(row.walk)
}

/// A walk goes on without its map: what is wrong with the map is for the operator to read.
async fn piece(app: &App, bbox: Option<BoundingBox>) -> Option<Piece> {
    app.maps.piece(bbox?).await.unwrap_or_else(|error| {
        tracing::error!(%error, "the map of a walk could not be cut");
        None
    })
}
