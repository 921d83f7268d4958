//! `GET /healthz`: whether the server can do its work.

use axum::extract::State;
use axum::http::StatusCode;

use crate::state::App;

/// 200 while the database answers, else 503.
pub(super) async fn health(State(app): State<App>) -> (StatusCode, &'static str) {
    match app.store.check().await {
        Ok(()) => (StatusCode::OK, "ok\n"),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
