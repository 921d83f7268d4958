//! Being told when something has moved.

use std::convert::Infallible;
use std::time::Duration;

use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName};
use axum::response::IntoResponse;
use axum::response::sse::{Event, Sse};
use futures_util::stream;

use shared::wire::{Problem, Version};

use crate::auth;
use crate::live::{Line, News};
use crate::problem::Refusal;
use crate::state::App;
use crate::store::Account;

/// When a browser whose line broke tries again.
const AGAIN: Duration = Duration::from_secs(3);

/// For a proxy before us that would gather what is told until it is worth sending.
const UNBUFFERED: (HeaderName, &str) = (HeaderName::from_static("x-accel-buffering"), "no");

/// Tells the version of the merged data at once and whenever it moves, as server-sent events named `version`. The answer
/// goes on until the session ends, the server stops or the asker leaves; comments in between say that the line is open.
#[utoipa::path(get, path = "/live", tag = "merged data", security(("session" = []), ("token" = [])),
    responses((status = 200, body = Version, content_type = "text/event-stream"), (status = 401, body = Problem),
        (status = 503, body = Problem)))]
pub(super) async fn follow(
    State(app): State<App>,
    Extension(account): Extension<Account>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Refusal> {
    let line = app.live.line(account.series).ok_or(Refusal::TooManyLines)?;
    let told = stream::unfold(Following { app, line, headers, is_new: true }, Following::next);
    Ok(([UNBUFFERED], Sse::new(told)))
}

/// One who follows.
struct Following {
    app: App,
    line: Line,
    headers: HeaderMap,
    is_new: bool,
}

impl Following {
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        let news = self.line.next().await.ok().flatten()?;
        // The gate has let in whoever is new; whoever has been here for a while may have signed out.
        if !self.is_new && !auth::is_let_in(&self.app, &self.headers).await {
            return None;
        }
        self.is_new = false;
        Some((Ok(event(news)?), self))
    }
}

fn event(news: News) -> Option<Event> {
    match news {
        News::Nothing => Some(Event::default().comment("")),
        News::Version(version) => Event::default().event("version").retry(AGAIN).json_data(version).ok(),
    }
}
