//! A phone's saved file comes in by the desk.

use axum::extract::State;
use axum::{Extension, Json};

use shared::wire::{BundleTaken, MAX_BUNDLE_BYTES, Problem};

use crate::body::Incoming;
use crate::bundles;
use crate::problem::Refusal;
use crate::state::App;
use crate::store::{Account, Importer};

/// Takes in a file that the app saved: *Spara som fil*. Taking it in again changes nothing. A file whose proof does not fit
/// adds nothing to a phone that is known here.
#[utoipa::path(post, path = "/bundles", tag = "desk", security(("session" = []), ("token" = [])),
    request_body(content = Vec<u8>, content_type = "application/json"),
    responses((status = 200, body = BundleTaken), (status = 409, body = Problem), (status = 413, body = Problem),
        (status = 422, body = Problem)))]
pub(super) async fn take(
    State(app): State<App>,
    Extension(account): Extension<Account>,
    incoming: Incoming,
) -> Result<Json<BundleTaken>, Refusal> {
    let file = incoming.packed(MAX_BUNDLE_BYTES as usize).await?;
    let by = Importer { officer: account.series, name: account.name };
    Ok(Json(bundles::take(&app, &by, file, MAX_BUNDLE_BYTES.into()).await?))
}
