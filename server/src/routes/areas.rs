//! The neighbourhoods.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use futures_util::stream::{self, StreamExt as _};

use shared::export::AreaRow;
use shared::id::AreaId;
use shared::wire::{AreaCard, Problem};

use crate::answer::Rows;
use crate::exports::Request;
use crate::filter::{Asked, Filter, Form};
use crate::problem::Refusal;
use crate::state::App;
use crate::store::Account;

/// The neighbourhoods with their outlines; those asked for by id, by a walk, or by a box that they reach into.
#[utoipa::path(get, path = "/areas", tag = "data", security(("session" = []), ("token" = [])),
    params(Asked), responses((status = 200, description = "JSON, or GeoJSON by `.geojson` or Accept", body = Vec<AreaCard>),
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
    let tag = request.tag(version, &names, &("areas", form, &filter)).await?;
    let answer = request.answer::<AreaRow>(form, Some(tag));
    if let Some(known) = answer.not_modified() {
        return Ok(known);
    }
    let mut ids: Vec<AreaId> = app.store.area_names().await?.into_iter().map(|(id, _)| id).collect();
    ids.retain(|id| filter.area.as_ref().is_none_or(|asked| asked == id));
    if let Some(walk) = filter.walk {
        let of_walk = app.store.walk(walk).await?.and_then(|row| row.walk.area);
        ids.retain(|id| of_walk.as_ref() == Some(id));
    }
    request.list(form, answer, rows(app.clone(), ids, filter), None).await
}

/// Areas are read one by one, for an outline may be large.
fn rows(app: App, ids: Vec<AreaId>, filter: Filter) -> Rows<AreaRow> {
    let filter = Arc::new(filter);
    let read = move |id: AreaId| {
        let (app, filter) = (app.clone(), filter.clone());
        async move {
            let reaches = |area: &AreaCard| filter.bbox.is_none_or(|bbox| area.reaches_into(&bbox));
            Ok(app.store.area(&id).await?.filter(reaches).map(AreaRow))
        }
    };
    Box::pin(stream::iter(ids).then(read))
}
