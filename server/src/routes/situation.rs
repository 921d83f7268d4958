//! The picture of a neighbourhood.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Path, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::Response;

use shared::geo::{Area, BoundingBox};
use shared::id::AreaId;
use shared::situation::Situation;
use shared::wire::{AreaCard, Problem, Version};

use crate::answer::Answer;
use crate::clock;
use crate::current::{Current, Stamp, least};
use crate::disclosure::{self, slice};
use crate::filter::{self, Filter, Question};
use crate::picture::Picture;
use crate::problem::Refusal;
use crate::situation::{Asked, Ground, situation_of};
use crate::state::App;
use crate::store::{Account, StoreError};
use crate::surroundings::around;

/// The situation of one neighbourhood in a period, beside another period. Planners get it of whole days and squares of 100 m,
/// with what is withheld listed in `withheld`.
#[utoipa::path(get, path = "/areas/{id}/situation", tag = "data", security(("session" = []), ("token" = [])),
    params(("id" = inline(shared::id::AreaId), Path), filter::Asked,
        ("compare" = Option<String>, Query, description = "What it is compared with: `before` (as many days right before; as if left out), `last-year` or `nothing`. A period without `from` is compared with nothing.")),
    responses((status = 200, body = Situation), (status = 404, body = Problem)))]
pub(super) async fn of_area(
    State(app): State<App>,
    reader: Reader,
    Path(id): Path<String>,
    Question { filter, compare }: Question,
) -> Result<Response, Refusal> {
    let area: AreaId = id.parse().map_err(|_| Refusal::NoSuch("area"))?;
    if !app.store.has_area(&area).await? {
        return Err(Refusal::NoSuch("area"));
    }
    of(&app, reader, Question { filter: Filter { area: Some(area), ..filter }, compare }).await
}

/// The situation of everything together, or of what the parameters choose, beside another period.
#[utoipa::path(get, path = "/situation", tag = "data", security(("session" = []), ("token" = [])),
    params(filter::Asked,
        ("compare" = Option<String>, Query, description = "As for one neighbourhood.")),
    responses((status = 200, body = Situation), (status = 400, body = Problem)))]
pub(super) async fn of_all(
    State(app): State<App>,
    reader: Reader,
    question: Question,
) -> Result<Response, Refusal> {
    of(&app, reader, question).await
}

/// Who reads a situation, and of which picture.
pub(super) struct Reader {
    account: Account,
    picture: Arc<Picture>,
    least: Option<Version>,
    stamp: Stamp,
    headers: HeaderMap,
}

impl FromRequestParts<App> for Reader {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let Current(picture) = Current::from_request_parts(parts, app).await?;
        let account = parts.extensions.get().cloned().ok_or(Refusal::NotSignedIn)?;
        let stamp = parts.extensions.get().cloned().unwrap_or_default();
        let headers = parts.headers.clone();
        Ok(Self { account, picture, least: least(&headers)?, stamp, headers })
    }
}

async fn of(app: &App, reader: Reader, question: Question) -> Result<Response, Refusal> {
    let Reader { account, picture, least, stamp, headers } = reader;
    let (picture, view) = (app.disclosure.counted(picture, &account).await?, app.disclosure.view(&account));
    let (question, answered) = if view.is_planner() {
        (slice::widen(question), &app.planners_situations)
    } else {
        (question, &app.situations)
    };
    let asked = Asked::at(question, picture.version(), clock::now_ms());
    let (own, of) = (Arc::clone(app), asked.clone());
    let compute = || async move { computed(&own, picture, of).await };
    let answer = answered.answer(&asked, least, app.pictures.patience, compute).await?;
    if answer.version < asked.version {
        stamp.note(answer.version, answer.age);
    }
    let bytes = if view.is_planner() {
        serde_json::to_vec(&disclosure::situation::excerpt(&answer.found, |id| view.shown(id)))
    } else {
        serde_json::to_vec(&*answer.found)
    };
    let answer = Answer { asked: &headers, tag: None, media_type: "application/json", packable: true };
    Ok(answer.whole(bytes.map_err(StoreError::from)?))
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
        sheets: app.store.sheets().await?,
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
