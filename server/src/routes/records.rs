//! Records come in.

use axum::extract::State;
use axum::{Extension, Json};

use shared::log::{AppendError, Log as _, Refusal as LogRefusal};
use shared::record::Receipt;
use shared::wire::{Heads, MAX_BATCH_BYTES, MAX_BATCH_RECORDS, Problem, PushAnswer, PushRequest};

use crate::auth::OwnSeries;
use crate::body::{self, Incoming};
use crate::problem::Refusal;
use crate::state::App;
use crate::store::{At, Written};

/// Takes in a run of the token's own series. When this answers, the records are on the disk.
///
/// Sending again what is here changes nothing. When records before the run are missing, nothing is taken in and the
/// receipt says where to go on from.
#[utoipa::path(post, path = "/records", tag = "phones", security(("phone" = [])), request_body = PushRequest,
    responses((status = 200, body = PushAnswer), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 409, body = Problem), (status = 413, body = Problem)))]
pub(super) async fn push(
    State(app): State<App>,
    Extension(OwnSeries(series)): Extension<OwnSeries>,
    incoming: Incoming,
) -> Result<Json<PushAnswer>, Refusal> {
    let bytes = incoming.unpacked(MAX_BATCH_BYTES).await?;
    let request: PushRequest = body::json(&bytes)?;
    if request.series != series {
        return Err(Refusal::WrongSeries);
    }
    if request.records.len() > MAX_BATCH_RECORDS {
        return Err(Refusal::TooManyRecords);
    }
    match app.store.log().write(series, At::Number(request.first), request.texts()).await {
        Ok(Written { appended, stuck }) => {
            Ok(Json(PushAnswer { receipt: Receipt::new(series, appended.head), stuck }))
        }
        Err(AppendError::Refused(LogRefusal::Gap { head, .. })) => {
            Ok(Json(PushAnswer { receipt: Receipt::new(series, head), stuck: Vec::new() }))
        }
        Err(error) => Err(error.into()),
    }
}

/// How far the token's series reaches here, and which of the photos that it names are not here.
#[utoipa::path(get, path = "/records/heads", tag = "phones", security(("phone" = [])),
    responses((status = 200, body = Heads), (status = 401, body = Problem)))]
pub(super) async fn heads(
    State(app): State<App>,
    Extension(OwnSeries(series)): Extension<OwnSeries>,
) -> Result<Json<Heads>, Refusal> {
    let head = app.store.log().head(series).await?;
    let missing = app.store.missing_photos(series).await?;
    Ok(Json(Heads { heads: vec![Receipt::new(series, head)], missing }))
}
