//! The picture of a neighbourhood.

use axum::Json;
use axum::extract::{Path, State};

use shared::id::AreaId;
use shared::situation::{Situation, findings, situation};
use shared::wire::Problem;

use crate::filter::{Asked, Filter};
use crate::problem::Refusal;
use crate::state::App;
use crate::store::StoreError;

/// The situation of one neighbourhood in a period.
#[utoipa::path(get, path = "/areas/{id}/situation", tag = "data", security(("session" = []), ("token" = [])),
    params(("id" = String, Path), Asked),
    responses((status = 200, body = Situation), (status = 404, body = Problem)))]
pub(super) async fn of_area(
    State(app): State<App>,
    Path(id): Path<String>,
    filter: Filter,
) -> Result<Json<Situation>, Refusal> {
    let area: AreaId = id.parse().map_err(|_| Refusal::NoSuch("area"))?;
    if !app.store.has_area(&area).await? {
        return Err(Refusal::NoSuch("area"));
    }
    of(&app, Filter { area: Some(area), ..filter }).await
}

/// The situation of everything together, or of what the parameters choose.
#[utoipa::path(get, path = "/situation", tag = "data", security(("session" = []), ("token" = [])), params(Asked),
    responses((status = 200, body = Situation), (status = 400, body = Problem)))]
pub(super) async fn of_all(State(app): State<App>, filter: Filter) -> Result<Json<Situation>, Refusal> {
    of(&app, filter).await
}

async fn of(app: &App, filter: Filter) -> Result<Json<Situation>, Refusal> {
    let picture = app.pictures.current().await?;
    let computed = tokio::task::spawn_blocking(move || {
        let chosen: Vec<_> = picture.observations.iter().filter(|it| filter.holds(it)).cloned().collect();
        let revisits: Vec<_> = picture.revisits.iter().cloned().collect();
        let merged = findings(&chosen, &revisits, &picture.decisions, picture.groupings(), picture.lamps());
        situation(filter.area, filter.period, &chosen, &merged)
    });
    Ok(Json(computed.await.map_err(|_| StoreError::Stopping)?))
}
