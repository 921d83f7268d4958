//! A phone joins a walk.

use axum::Extension;
use axum::extract::State;

use shared::id::SeriesId;
use shared::wire::{Again, Category, JoinAnswer, JoinRequest, Problem};

use crate::body::Json;
use crate::clock;
use crate::limits::Client;
use crate::problem::Refusal;
use crate::secret;
use crate::state::{App, Server};
use crate::store::{CodeFound, Rejoined};

/// A fresh series for this phone in this walk, and all it needs to be off line for good. A phone that the server no
/// longer knows, since an older copy of everything was restored, brings the series and the token it has; it may also
/// when the code was closed or replaced since it joined.
#[utoipa::path(post, path = "/join", tag = "phones", request_body = JoinRequest,
    responses((status = 200, body = JoinAnswer), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 429, body = Problem)))]
pub(super) async fn join(
    State(app): State<App>,
    client: Option<Extension<Client>>,
    Json(request): Json<JoinRequest>,
) -> Result<axum::Json<JoinAnswer>, Refusal> {
    let client = client.map(|Extension(Client(address))| address);
    if !app.join_limit.may_try(client, clock::now_ms()) {
        return Err(Refusal::TooManyTries);
    }
    let found = app.store.code(&secret::plain_code(&request.code)).await?.ok_or(Refusal::UnknownCode)?;
    app.join_limit.was_right(client, clock::now_ms());
    if !app.join_limit.admits(found.walk.id, clock::now_ms()) {
        return Err(Refusal::TooManyTries);
    }
    let (series, token) = given_out(&app, &found, request.again).await?;
    let mut areas = app.store.areas().await?;
    areas.retain(|area| found.walk.area.as_ref() == Some(&area.id));
    Ok(axum::Json(JoinAnswer { series, token, walk: found.walk, catalogue: app.catalogue.clone(), areas }))
}

/// A series and a token: fresh ones for a phone that is new, those that it has for one that is not.
async fn given_out(
    app: &Server,
    found: &CodeFound,
    again: Option<Again>,
) -> Result<(SeriesId, String), Refusal> {
    let closed = closed(app, found);
    let Some(Again { series, token }) = again else {
        return match closed {
            Some(refusal) => Err(refusal),
            None if app.store.has_room_for_phone(found.walk.id).await? => {
                Ok(app.store.join(found.walk.id).await?)
            }
            None => Err(Refusal::WalkFull),
        };
    };
    if !secret::is_token(&token) {
        return Err(Refusal::WrongToken);
    }
    match app.store.rejoin(series, &token, found.walk.id, closed.is_none()).await? {
        Rejoined::Known => Ok((series, token)),
        Rejoined::NotItsOwn => Err(Refusal::WrongToken),
        Rejoined::Stranger => Err(closed.unwrap_or(Refusal::WrongToken)),
    }
}

/// Why a phone that is new does not get in by this code now; `None` when it does.
fn closed(app: &Server, found: &CodeFound) -> Option<Refusal> {
    match &found.state {
        None => Some(Refusal::CodeReplaced),
        Some(state) if state.is_open(&found.walk, app.join_days, clock::now_ms()) => None,
        Some(_) => Some(Refusal::CodeClosed),
    }
}

/// What can be pointed at.
#[utoipa::path(get, path = "/catalogue", tag = "phones", responses((status = 200, body = Vec<Category>)))]
pub(super) async fn catalogue(State(app): State<App>) -> axum::Json<Vec<Category>> {
    axum::Json(app.catalogue.clone())
}
