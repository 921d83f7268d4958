//! The picture of a neighbourhood.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;

use shared::geo::{Area, BoundingBox};
use shared::id::AreaId;
use shared::situation::Situation;
use shared::wire::{AreaCard, Problem};

use super::findings;
use crate::answer::Answer;
use crate::clock;
use crate::filter::{self, Filter, Question};
use crate::picture::Picture;
use crate::problem::Refusal;
use crate::situation::{Asked, Ground, situation_of};
use crate::state::App;
use crate::store::{Account, StoreError};
use crate::surroundings::around;

/// The situation of one neighbourhood in a period, beside another period.
#[utoipa::path(get, path = "/areas/{id}/situation", tag = "data", security(("session" = []), ("token" = [])),
    params(("id" = inline(shared::id::AreaId), Path), filter::Asked,
        ("compare" = Option<String>, Query, description = "What it is compared with: `before` (as many days right before; as if left out), `last-year` or `nothing`. A period without `from` is compared with nothing.")),
    responses((status = 200, body = Situation), (status = 404, body = Problem)))]
pub(super) async fn of_area(
    State(app): State<App>,
    Extension(account): Extension<Account>,
    Path(id): Path<String>,
    Question { filter, compare }: Question,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let area: AreaId = id.parse().map_err(|_| Refusal::NoSuch("area"))?;
    if !app.store.has_area(&area).await? {
        return Err(Refusal::NoSuch("area"));
    }
    of(&app, &account, Question { filter: Filter { area: Some(area), ..filter }, compare }, &headers).await
}

/// The situation of everything together, or of what the parameters choose, beside another period.
#[utoipa::path(get, path = "/situation", tag = "data", security(("session" = []), ("token" = [])),
    params(filter::Asked,
        ("compare" = Option<String>, Query, description = "As for one neighbourhood.")),
    responses((status = 200, body = Situation), (status = 400, body = Problem)))]
pub(super) async fn of_all(
    State(app): State<App>,
    Extension(account): Extension<Account>,
    question: Question,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    of(&app, &account, question, &headers).await
}

async fn of(
    app: &App,
    account: &Account,
    question: Question,
    headers: &HeaderMap,
) -> Result<Response, Refusal> {
    let picture = app.pictures.current().await?;
    let asked = Asked::at(question, picture.version(), clock::now_ms());
    let found = app.situations.or_compute(&asked, || computed(app, picture, asked.clone())).await?;
    let bytes = serde_json::to_vec(&seen_by(account, &found)).map_err(StoreError::from)?;
    let answer = Answer { asked: headers, tag: None, media_type: "application/json", packable: true };
    Ok(answer.whole(bytes))
}

/// A picture as somebody may see it: planners without the walkers' own words and photos.
fn seen_by(account: &Account, situation: &Situation) -> Situation {
    let mut situation = situation.clone();
    for it in situation.strongest.iter_mut().map(|it| &mut it.finding).chain(&mut situation.best) {
        *it = findings::seen_by(account, it);
    }
    situation
}

async fn computed(app: &App, picture: Arc<Picture>, asked: Asked) -> Result<Situation, StoreError> {
    let Asked { question: Question { filter, compare }, now_ms, .. } = asked;
    let ground = ground(app, &filter).await?;
    let computed =
        tokio::task::spawn_blocking(move || situation_of(&picture, &filter, compare, &ground, now_ms));
    computed.await.map_err(|_| StoreError::Stopping)
}

async fn ground(app: &App, filter: &Filter) -> Result<Ground, StoreError> {
    let mut cards = app.store.areas().await?;
    cards.retain(|card| filter.area.as_ref().is_none_or(|area| card.id == *area));
    let bbox = filter.bbox.or_else(|| reach_of(&cards));
    let streets = match bbox {
        Some(bbox) => app.maps.streets(bbox).await,
        None => Arc::default(),
    };
    Ok(Ground {
        focus_by_category: app.catalogue.iter().map(|it| (it.id.clone(), it.focus)).collect(),
        vulnerable: app.store.vulnerable().await?,
        streets,
        weights: app.weights,
        areas: cards.iter().map(Area::from).collect(),
    })
}

/// The box around some neighbourhoods.
fn reach_of(cards: &[AreaCard]) -> Option<BoundingBox> {
    around(cards.iter().flat_map(AreaCard::corners), 0.0)
}
