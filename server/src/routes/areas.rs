//! The neighbourhoods.

use axum::extract::State;
use axum::response::Response;

use shared::export::area_feature;
use shared::wire::{AreaCard, Problem};

use super::lists::list as answer;
use crate::filter::Form;
use crate::problem::Refusal;
use crate::state::App;

/// Every neighbourhood with its outline.
#[utoipa::path(get, path = "/areas", tag = "data", security(("session" = []), ("token" = [])),
    responses((status = 200, description = "JSON, or GeoJSON by `.geojson` or Accept", body = Vec<AreaCard>),
        (status = 401, body = Problem)))]
pub(super) async fn list(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    Ok(answer(form, &app.store.areas().await?, area_feature))
}
