//! The neighbourhoods.

use axum::extract::State;
use axum::response::Response;

use shared::export::area_feature;
use shared::wire::{AreaCard, Problem};

use super::lists::list as answer;
use crate::filter::{Asked, Filter, Form};
use crate::problem::Refusal;
use crate::state::App;

/// The neighbourhoods with their outlines; those asked for by id, by a walk, or by a box that they reach into.
#[utoipa::path(get, path = "/areas", tag = "data", security(("session" = []), ("token" = [])),
    params(Asked), responses((status = 200, description = "JSON, or GeoJSON by `.geojson` or Accept", body = Vec<AreaCard>),
        (status = 400, body = Problem), (status = 401, body = Problem)))]
pub(super) async fn list(State(app): State<App>, filter: Filter, form: Form) -> Result<Response, Refusal> {
    let walk = match filter.walk {
        Some(walk) => app.store.walk(walk).await?.and_then(|row| row.walk.area),
        None => None,
    };
    let asked_for = |area: &AreaCard| {
        filter.area.as_ref().is_none_or(|asked| *asked == area.id)
            && (filter.walk.is_none() || walk.as_ref() == Some(&area.id))
            && filter.bbox.is_none_or(|bbox| area.reaches_into(&bbox))
    };
    let areas: Vec<AreaCard> = app.store.areas().await?.into_iter().filter(asked_for).collect();
    Ok(answer(form, &areas, area_feature))
}
