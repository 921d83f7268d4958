//! Observations as they stand.

use axum::Extension;
use axum::extract::State;
use axum::response::Response;

use shared::export::observation_feature;
use shared::situation::Observation;
use shared::wire::{Problem, Role};

use super::lists::list as answer;
use crate::filter::{Asked, Filter, Form};
use crate::picture::Picture;
use crate::problem::Refusal;
use crate::state::App;
use crate::store::Account;

/// Observations that were not withdrawn. Planners get them without free text and photos.
#[utoipa::path(get, path = "/observations", tag = "data", security(("session" = []), ("token" = [])), params(Asked),
    responses((status = 200, description = "JSON, or GeoJSON by `.geojson` or Accept", body = Vec<Observation>),
        (status = 400, body = Problem), (status = 401, body = Problem)))]
pub(super) async fn list(
    State(app): State<App>,
    Extension(account): Extension<Account>,
    filter: Filter,
    form: Form,
) -> Result<Response, Refusal> {
    let picture = app.pictures.current().await?;
    Ok(answer(form, &asked_for(&picture, &filter, &account), observation_feature))
}

/// The observations that somebody may see of those asked for.
pub(super) fn asked_for(picture: &Picture, filter: &Filter, account: &Account) -> Vec<Observation> {
    let held = picture.observations.iter().filter(|it| filter.holds(it)).cloned();
    held.map(|it| seen_by(account, it)).collect()
}

/// An observation as somebody may see it: planners without free text and photos.
pub(super) fn seen_by(account: &Account, it: Observation) -> Observation {
    match account.role {
        Role::Planner => it.without_words(),
        Role::Officer | Role::Administrator => it,
    }
}
