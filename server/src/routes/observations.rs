//! Observations as they stand.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use shared::export::ObservationRow;
use shared::situation::Observation;
use shared::wire::Problem;

use crate::current::Current;
use crate::exports::{Chosen, Request, chosen, observation_rows};
use crate::filter::{Asked, AskedOfList, Filter, Form, Listing, Order};
use crate::picture::Picture;
use crate::problem::Refusal;
use crate::state::App;
use crate::store::{Account, StoreError};

/// Observations that were not withdrawn, each with its finding and with names beside ids. Planners get those that are released,
/// made coarse, and without words and photos.
#[utoipa::path(get, path = "/observations", tag = "data", security(("session" = []), ("token" = [])),
    params(Asked, AskedOfList),
    responses((status = 200, description = "JSON, or GeoJSON by `.geojson` or Accept", body = Vec<Observation>),
        (status = 304, description = "`If-None-Match` names what there is"),
        (status = 400, body = Problem), (status = 401, body = Problem)))]
pub(super) async fn list(
    State(app): State<App>,
    Extension(account): Extension<Account>,
    listing: Listing,
    form: Form,
    Current(picture): Current,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let request = Request { app: &app, account: &account, headers: &headers };
    answer(request, picture, listing, form).await
}

/// The observations that are asked for, in any form.
pub(super) async fn answer(
    request: Request<'_>,
    whole: Arc<Picture>,
    listing: Listing,
    form: Form,
) -> Result<Response, Refusal> {
    let picture = request.app.disclosure.listed(whole, request.account).await?;
    let names = request.app.lists.names(&request.app.store, picture.version()).await?;
    let tag = request.tag(picture.version(), &names, &("observations", form, &listing)).await?;
    let answer = request.answer::<ObservationRow>(form, Some(tag));
    if let Some(known) = answer.not_modified() {
        return Ok(known);
    }
    let (view, filter) = (request.app.disclosure.view(request.account), listing.filter.clone());
    let Some(limit) = listing.limit else {
        let entries = picture.observations.entries();
        let rows = observation_rows(picture, entries, filter, names, view);
        return request.list(form, answer, rows, None).await;
    };
    let found = first(picture.clone(), filter.clone(), listing.order, limit).await?;
    let rows = observation_rows(picture, found.first.into_iter(), filter, names, view);
    request.list(form, answer, rows, Some(found.total)).await
}

async fn first(
    picture: Arc<Picture>,
    filter: Filter,
    order: Order,
    limit: usize,
) -> Result<Chosen<Observation>, StoreError> {
    let choose = move || {
        let entries = picture.observations.entries().filter(|it| filter.holds(it));
        match order {
            Order::Id => chosen(entries, limit, |it| std::cmp::Reverse(it.id)),
            Order::Newest => chosen(entries, limit, |it| (it.at_ms, it.id)),
            Order::Arrived => chosen(entries, limit, |it| (it.arrived_at_ms.unwrap_or(it.at_ms), it.id)),
        }
    };
    tokio::task::spawn_blocking(choose).await.map_err(|_| StoreError::Stopping)
}
