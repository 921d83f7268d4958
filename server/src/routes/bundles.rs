//! A phone's saved file comes in by the desk.

use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::{Extension, Json};

use shared::wire::{BundleTaken, MAX_BUNDLE_BYTES, Problem};

use crate::problem::Refusal;
use crate::state::App;
use crate::store::{Account, Importer};
use crate::{body, bundles};

/// Takes in a file that the app saved: *Spara som fil*. Taking it in again changes nothing. A file whose proof does not fit
/// adds nothing to a phone that is known here.
#[utoipa::path(post, path = "/bundles", tag = "desk", security(("session" = []), ("token" = [])),
    request_body(content = Vec<u8>, content_type = "application/json"),
    responses((status = 200, body = BundleTaken), (status = 409, body = Problem), (status = 413, body = Problem),
        (status = 422, body = Problem)))]
pub(super) async fn take(
    State(app): State<App>,
    Extension(account): Extension<Account>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<BundleTaken>, Refusal> {
    let file = body::unpacked(&headers, body, MAX_BUNDLE_BYTES as usize).await?;
    let by = Importer { officer: account.series, name: account.name };
    Ok(Json(bundles::take(&app, &by, &file).await?))
}
