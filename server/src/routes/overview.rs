//! What the desk shows first.
//!
//! Promises: a few rows and counts, computed in one look through what stands.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use shared::id::AreaId;
use shared::overview::{AreaCount, LATELY_DAYS, OVERVIEW_ROWS, Overview};
use shared::situation::{Finding, Observation};
use shared::time::DAY_MS;
use shared::wire::{Problem, Role};

use crate::answer::Answer;
use crate::clock;
use crate::current::Current;
use crate::disclosure::View;
use crate::disclosure::excerpt::Excerpt;
use crate::exports::chosen;
use crate::filter::Since;
use crate::picture::Picture;
use crate::problem::Refusal;
use crate::state::App;
use crate::store::{Account, StoreError};

/// Findings that wait for an answer, what came in lately, and counts by neighbourhood. Planners get it without free text and
/// photos, and `since` to the day.
#[utoipa::path(get, path = "/overview", tag = "data", security(("session" = []), ("token" = [])),
    params(("since" = Option<String>, Query, description = "Counts what arrived after this moment: a date, a time or milliseconds.")),
    responses((status = 200, body = Overview), (status = 304), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub(super) async fn overview(
    State(app): State<App>,
    Extension(account): Extension<Account>,
    Since(since_ms): Since,
    Current(picture): Current,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let since_ms = since_ms.map(|since_ms| match account.role {
        Role::Planner => since_ms.div_euclid(DAY_MS) * DAY_MS,
        Role::Officer | Role::Administrator => since_ms,
    });
    let now_ms = clock::now_ms();
    let picture = app.disclosure.listed(picture, &account).await?;
    let view = app.disclosure.view(&account);
    let computed = tokio::task::spawn_blocking(move || overview_of(&picture, &view, since_ms, now_ms));
    let overview = computed.await.map_err(|_| StoreError::Stopping)?;
    let bytes = serde_json::to_vec(&overview).map_err(StoreError::from)?;
    let answer = Answer { asked: &headers, tag: None, media_type: "application/json", packable: true };
    Ok(answer.whole(bytes))
}

/// The overview as somebody may see it.
type Seen = Overview<Excerpt<Finding>, Excerpt<Observation>>;

fn overview_of(picture: &Arc<Picture>, view: &View, since_ms: Option<i64>, now_ms: i64) -> Seen {
    let waiting = chosen(picture.findings.entries().filter(|it| it.is_unanswered()), OVERVIEW_ROWS, |it| {
        (it.voices, Reverse(it.first_at_ms), Reverse(it.id))
    });
    let from_ms = now_ms - LATELY_DAYS * DAY_MS;
    let mut new_count = 0;
    let recent = picture.observations.entries().filter(|it| it.at_ms >= from_ms).inspect(|it| {
        let arrived_at_ms = it.arrived_at_ms.unwrap_or(it.at_ms);
        new_count += usize::from(since_ms.is_some_and(|since_ms| arrived_at_ms > since_ms));
    });
    let lately = chosen(recent, OVERVIEW_ROWS, |it| (it.arrived_at_ms.unwrap_or(it.at_ms), it.id));
    Overview {
        waiting_count: waiting.total,
        waiting: waiting.first.iter().map(|it| view.finding(it)).collect(),
        lately_count: lately.total,
        new_count: since_ms.map(|_| new_count),
        lately: lately.first.into_iter().map(|it| view.observation(&it)).collect(),
        by_area: by_area(picture),
    }
}

fn by_area(picture: &Picture) -> Vec<AreaCount> {
    let mut counts: BTreeMap<Option<&AreaId>, (usize, usize)> = BTreeMap::new();
    for finding in picture.findings.iter() {
        let (findings, waiting) = counts.entry(finding.area.as_ref()).or_default();
        *findings += 1;
        *waiting += usize::from(finding.is_unanswered());
    }
    let count = |(area, (findings, waiting)): (Option<&AreaId>, _)| AreaCount {
        area: area.cloned(),
        findings,
        waiting,
    };
    counts.into_iter().map(count).collect()
}
