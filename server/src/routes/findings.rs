//! Findings, what is decided about them, and what officers say is one thing.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::{Extension, Json};

use shared::export::FindingRow;
use shared::id::ObservationId;
use shared::situation::{Finding, Observation};
use shared::statement::{Decided, Grouped, Statement};
use shared::wire::{NewDecision, NewGrouping, Problem, WalkCard};

use super::walks;
use crate::current::Current;
use crate::disclosure::View;
use crate::disclosure::excerpt::Excerpt;
use crate::exports::{Chosen, Request, chosen, finding_rows};
use crate::filter::{Asked, AskedOfList, Filter, Form, Listing, Order};
use crate::picture::Picture;
use crate::problem::Refusal;
use crate::state::App;
use crate::store::{Account, At, StoreError};
use crate::surroundings::{asked_on, on_paper};
use crate::{body, clock, planning};

/// Findings: observations of one problem or good place, merged, with names beside ids.
#[utoipa::path(get, path = "/findings", tag = "data", security(("session" = []), ("token" = [])), params(Asked, AskedOfList),
    responses((status = 200, description = "JSON, or GeoJSON by `.geojson` or Accept", body = Vec<Finding>),
        (status = 304, description = "`If-None-Match` names what there is"),
        (status = 400, body = Problem), (status = 401, body = Problem)))]
pub(super) async fn list(
    State(app): State<App>,
    Extension(account): Extension<Account>,
    listing: Listing,
    form: Form,
    Current(picture): Current,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let request = Request { app: &app, account: &account, headers: &headers };
    answer(request, picture, listing, form).await
}

/// The findings that are asked for, in any form.
pub(super) async fn answer(
    request: Request<'_>,
    whole: Arc<Picture>,
    listing: Listing,
    form: Form,
) -> Result<Response, Refusal> {
    let picture = request.app.disclosure.listed(whole, request.account).await?;
    let names = request.app.lists.names(&request.app.store, picture.version()).await?;
    let tag = request.tag(picture.version(), &names, &("findings", form, &listing)).await?;
    let answer = request.answer::<FindingRow>(form, Some(tag));
    if let Some(known) = answer.not_modified() {
        return Ok(known);
    }
    let (view, filter) = (request.app.disclosure.view(request.account), listing.filter.clone());
    let Some(limit) = listing.limit else {
        let entries = picture.findings.entries();
        let rows = finding_rows(picture, entries, filter, names, view);
        return request.list(form, answer, rows, None).await;
    };
    let found = first(picture.clone(), filter.clone(), listing.order, limit).await?;
    let rows = finding_rows(picture, found.first.into_iter(), filter, names, view);
    request.list(form, answer, rows, Some(found.total)).await
}

async fn first(
    picture: Arc<Picture>,
    filter: Filter,
    order: Order,
    limit: usize,
) -> Result<Chosen<Finding>, StoreError> {
    // When the last of a finding arrived is not known; it was observed before.
    let choose = move || {
        let entries = picture.findings.entries().filter(|it| filter.holds_finding(it, &picture));
        match order {
            Order::Id => chosen(entries, limit, |it| std::cmp::Reverse(it.id)),
            Order::Newest | Order::Arrived => chosen(entries, limit, |it| (it.last_at_ms, it.id)),
        }
    };
    tokio::task::spawn_blocking(choose).await.map_err(|_| StoreError::Stopping)
}

/// What a follow-up walk asks about: the findings of the walk that it follows, in the order in which phones number them.
#[utoipa::path(get, path = "/walks/{id}/questions", tag = "data", security(("session" = []), ("token" = [])),
    params(("id" = inline(shared::id::RecordId), Path)),
    responses((status = 200, body = Vec<Finding>), (status = 404, body = Problem)))]
pub(super) async fn questions(
    State(app): State<App>,
    Extension(account): Extension<Account>,
    Path(id): Path<String>,
    Current(picture): Current,
) -> Result<Json<Vec<Excerpt<Finding>>>, Refusal> {
    of_walk(&app, picture, &account, &id, asked_on).await
}

/// What the paper of a walk numbers: what the walk asks about, then what was pointed out on it before it began.
#[utoipa::path(get, path = "/walks/{id}/paper", tag = "data", security(("session" = []), ("token" = [])),
    params(("id" = inline(shared::id::RecordId), Path)),
    responses((status = 200, body = Vec<Finding>), (status = 404, body = Problem)))]
pub(super) async fn numbered(
    State(app): State<App>,
    Extension(account): Extension<Account>,
    Path(id): Path<String>,
    Current(picture): Current,
) -> Result<Json<Vec<Excerpt<Finding>>>, Refusal> {
    of_walk(&app, picture, &account, &id, on_paper).await
}

/// Findings that have to do with a walk, as somebody may see them.
async fn of_walk(
    app: &App,
    whole: Arc<Picture>,
    account: &Account,
    id: &str,
    chosen: impl Fn(&WalkCard, &Picture) -> Vec<Finding>,
) -> Result<Json<Vec<Excerpt<Finding>>>, Refusal> {
    let walk = walks::found(app, id).await?.walk;
    let picture = app.disclosure.listed(whole, account).await?;
    let view = app.disclosure.view(account);
    Ok(Json(chosen(&walk, &picture).iter().map(|it| view.finding(it)).collect()))
}

/// One finding, by the id of any of its observations.
#[utoipa::path(get, path = "/findings/{id}", tag = "data", security(("session" = []), ("token" = [])),
    params(("id" = inline(shared::id::RecordId), Path)), responses((status = 200, body = Finding), (status = 404, body = Problem)))]
pub(super) async fn one(
    State(app): State<App>,
    Extension(account): Extension<Account>,
    Path(id): Path<String>,
    Current(whole): Current,
) -> Result<Json<Excerpt<Finding>>, Refusal> {
    let picture = app.disclosure.listed(whole, &account).await?;
    let view = app.disclosure.view(&account);
    Ok(Json(view.finding(found(&picture, &view, &id)?)))
}

/// The observations of a finding, whatever each of them is about. Planners get those that are released.
#[utoipa::path(get, path = "/findings/{id}/observations", tag = "data", security(("session" = []), ("token" = [])),
    params(("id" = inline(shared::id::RecordId), Path)),
    responses((status = 200, body = Vec<Observation>), (status = 404, body = Problem)))]
pub(super) async fn members(
    State(app): State<App>,
    Extension(account): Extension<Account>,
    Path(id): Path<String>,
    Current(whole): Current,
) -> Result<Json<Vec<Excerpt<Observation>>>, Refusal> {
    let picture = app.disclosure.listed(whole, &account).await?;
    let view = app.disclosure.view(&account);
    let ids = found(&picture, &view, &id)?.observations.iter();
    let members = ids.filter_map(|id| picture.observation(*id));
    Ok(Json(members.map(|it| view.observation(it)).collect()))
}

/// The finding that somebody means.
fn found<'a>(picture: &'a Picture, view: &View, id: &str) -> Result<&'a Finding, Refusal> {
    let id: Option<ObservationId> = id.parse().ok();
    id.and_then(|id| picture.finding(view.meant(id)?)).ok_or(Refusal::NoSuch("finding"))
}

/// Decides on a finding. The decision is a record in the officer's own series; the answer is the finding after it.
#[utoipa::path(post, path = "/findings/{id}/decisions", tag = "desk", security(("session" = []), ("token" = [])),
    params(("id" = inline(shared::id::RecordId), Path)), request_body = NewDecision,
    responses((status = 201, body = Finding), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn decide(
    State(app): State<App>,
    Extension(account): Extension<Account>,
    Path(id): Path<String>,
    Current(picture): Current,
    body::Json(decision): body::Json<NewDecision>,
) -> Result<(StatusCode, Json<Finding>), Refusal> {
    let view = app.disclosure.view(&account);
    let before = found(&picture, &view, &id)?;
    check(&picture, &decision)?;
    let decided = decided(decision);
    let text = planning::stated(&Statement::Decided(decided.clone()))?;
    app.store.log().write(account.series, At::End, vec![text]).await?;
    let after = after(&app, &view, &id).await.unwrap_or_else(|| as_decided(before, decided));
    Ok((StatusCode::CREATED, Json(after)))
}

/// The finding after what was just written; `None` where no picture has come so far in time. What was written is kept all
/// the same, so that is no failure.
async fn after(app: &App, view: &View, id: &str) -> Option<Finding> {
    let version = app.store.version().await.ok()?;
    let given = app.pictures.latest(Some(version)).await.ok()?;
    found(&given.picture, view, id).ok().cloned()
}

/// What a finding is when this decision is the last one about it.
fn as_decided(finding: &Finding, decided: Decided) -> Finding {
    let Decided { at_ms, state, responsible, answer, .. } = decided;
    Finding { state, responsible, answer, decided_at_ms: Some(at_ms), ..finding.clone() }
}

fn check(picture: &Picture, decision: &NewDecision) -> Result<(), Refusal> {
    if decision.about.is_empty() {
        return Err(Refusal::BadInput("A decision names the observations that it is about.".to_owned()));
    }
    observed(picture, decision.about.iter())?;
    match decision.replaces.iter().find(|id| !picture.decisions.contains_key(id)) {
        Some(id) => Err(Refusal::BadInput(format!("There is no decision {id}."))),
        None => Ok(()),
    }
}

/// These observations, which all must be there.
fn observed<'a, 'b>(
    picture: &'a Picture,
    ids: impl Iterator<Item = &'b ObservationId>,
) -> Result<Vec<&'a Observation>, Refusal> {
    let gone = |id| Refusal::BadInput(format!("There is no observation {id} (any more)."));
    ids.map(|id| picture.observation(*id).ok_or_else(|| gone(id))).collect()
}

fn decided(decision: NewDecision) -> Decided {
    let said = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    Decided {
        at_ms: clock::now_ms(),
        about: decision.about,
        replaces: decision.replaces,
        state: decision.state,
        responsible: said(decision.responsible),
        answer: said(decision.answer),
    }
}

/// Says which observations are of one thing and which are not. It is a record in the officer's own series, and holds until it
/// is superseded; the answer is the finding after it.
#[utoipa::path(post, path = "/findings/{id}/grouping", tag = "desk", security(("session" = []), ("token" = [])),
    params(("id" = inline(shared::id::RecordId), Path)), request_body = NewGrouping,
    responses((status = 201, body = Finding), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn group(
    State(app): State<App>,
    Extension(account): Extension<Account>,
    Path(id): Path<String>,
    Current(picture): Current,
    body::Json(grouping): body::Json<NewGrouping>,
) -> Result<(StatusCode, Json<Finding>), Refusal> {
    let view = app.disclosure.view(&account);
    let before = found(&picture, &view, &id)?;
    check_grouping(&picture, &grouping)?;
    let NewGrouping { one, apart, replaces } = grouping;
    let grouped = Grouped { at_ms: clock::now_ms(), one, apart, replaces };
    let text = planning::stated(&Statement::Grouped(grouped))?;
    app.store.log().write(account.series, At::End, vec![text]).await?;
    Ok((StatusCode::CREATED, Json(after(&app, &view, &id).await.unwrap_or_else(|| before.clone()))))
}

fn check_grouping(
    picture: &Picture,
    NewGrouping { one, apart, replaces }: &NewGrouping,
) -> Result<(), Refusal> {
    let refused = |why: &str| Err(Refusal::BadInput(why.to_owned()));
    let named = observed(picture, one.iter().chain(apart))?;
    if let Some(id) = replaces.iter().find(|id| !picture.groupings.contains_key(id)) {
        return Err(Refusal::BadInput(format!("There is no grouping {id}.")));
    }
    if one.iter().any(|id| apart.contains(id)) {
        return refused("An observation is either of the one thing or apart from it.");
    }
    if named.windows(2).any(|pair| pair[0].feeling != pair[1].feeling) {
        return refused("What feels safe and what feels unsafe are never one thing.");
    }
    if replaces.is_empty() && one.len() < 2 && (one.is_empty() || apart.is_empty()) {
        return refused("A grouping names two observations at least, or what it supersedes.");
    }
    Ok(())
}
