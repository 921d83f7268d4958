//! A phone joins a walk.

use axum::extract::State;

use shared::wire::{Again, Category, JoinAnswer, JoinRequest, Problem};

use crate::body::Json;
use crate::clock;
use crate::problem::Refusal;
use crate::secret;
use crate::state::App;

/// A fresh series for this phone in this walk, and all it needs to be off line for good. A phone that the server no
/// longer knows, since an older copy of everything was restored, brings the series and the token it has.
#[utoipa::path(post, path = "/join", tag = "phones", request_body = JoinRequest,
    responses((status = 200, body = JoinAnswer), (status = 401, body = Problem), (status = 404, body = Problem), (status = 429, body = Problem)))]
pub(super) async fn join(
    State(app): State<App>,
    Json(request): Json<JoinRequest>,
) -> Result<axum::Json<JoinAnswer>, Refusal> {
    let code = secret::plain_code(&request.code);
    let now_ms = clock::now_ms();
    let Some(walk) = app.store.walk_by_code(&code).await? else {
        let tolerated = app.join_limit.tolerates_wrong(now_ms);
        return Err(if tolerated { Refusal::UnknownCode } else { Refusal::TooManyTries });
    };
    if !app.join_limit.admits(&code, now_ms) {
        return Err(Refusal::TooManyTries);
    }
    let (series, token) = match request.again {
        None => app.store.join(walk.id).await?,
        Some(Again { series, token }) => {
            let known = secret::is_token(&token) && app.store.know_again(series, &token, walk.id).await?;
            if !known {
                return Err(Refusal::WrongToken);
            }
            (series, token)
        }
    };
    let mut areas = app.store.areas().await?;
    areas.retain(|area| walk.area.as_ref() == Some(&area.id));
    Ok(axum::Json(JoinAnswer { series, token, walk, catalogue: app.catalogue.clone(), areas }))
}

/// What can be pointed at.
#[utoipa::path(get, path = "/catalogue", tag = "phones", responses((status = 200, body = Vec<Category>)))]
pub(super) async fn catalogue(State(app): State<App>) -> axum::Json<Vec<Category>> {
    axum::Json(app.catalogue.clone())
}
