//! What is written down and counted of the server's work.
//!
//! Promises: method, route as in the table, status and time; never an address, a token, a text or a position.

use std::io::IsTerminal as _;
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use clap::ValueEnum;
use tracing_subscriber::EnvFilter;

use crate::meters;

/// How lines of the log look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// For people.
    Text,
    /// For programs: one JSON object on each line.
    Json,
}

/// Starts the log on standard error; `LYKTA_LOG` chooses how much (such as `warn` or `server=debug`).
pub fn start(form: Form) {
    let chosen = EnvFilter::try_from_env("LYKTA_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(chosen)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        // A line that cannot be written, since the disk is full, must not end whoever writes it.
        .log_internal_errors(false);
    // Somebody else in this process may have started one; theirs is as good.
    let _ = match form {
        Form::Text => log.try_init(),
        Form::Json => log.json().flatten_event(true).try_init(),
    };
}

/// Notes each request when it is answered.
#[expect(clippy::disallowed_methods, reason = "how long something takes is not what time it is")]
pub async fn requests(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let response = next.run(request).await;
    let route = route.as_deref().unwrap_or("file");
    let took = begun.elapsed();
    meters::of_process().answered(&method, route, response.status(), took);
    let ms = took.as_secs_f64() * 1_000.0;
    tracing::debug!(%method, route, status = response.status().as_u16(), ms, "answered");
    response
}
