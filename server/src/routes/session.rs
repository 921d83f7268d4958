//! Signing in and out, and letting others in.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};

use shared::wire::{Problem, Session, SessionRequest, SignInLink, SignInLinkRequest, Welcome};

use crate::problem::Refusal;
use crate::state::{App, sign_in_link};
use crate::store::Account;
use crate::{auth, body};

/// Longest name of an account, in characters.
const MAX_NAME_CHARS: usize = 100;

const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

/// What a browser forgets on signing out: what it keeps of answers and pages, so that the next person at the desk cannot go
/// back to them. Not `"storage"`: the desk and the walker's app share an origin, and a resident's records lie there. Not
/// `"cookies"`: that reaches every cookie of the municipality's whole domain, and ours is ended by itself.
const FORGET: &str = "\"cache\"";

/// Uses a one-time token up and signs its owner in by cookie.
#[utoipa::path(post, path = "/session", tag = "signing in", request_body = SessionRequest,
    responses((status = 200, body = Welcome), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn sign_in(
    State(app): State<App>,
    headers: HeaderMap,
    body::Json(request): body::Json<SessionRequest>,
) -> Result<Response, Refusal> {
    if auth::is_cross_site(&headers, &app.public_url) {
        return Err(Refusal::CrossSite);
    }
    let opened = app.store.sign_in(&request.token).await?;
    let (account, session) = opened.ok_or(Refusal::SignInLinkSpent)?;
    signed_in(&app, account, Some(&session.token)).await
}

/// Who is signed in. Asking makes the session last longer.
#[utoipa::path(get, path = "/session", tag = "signing in", security(("session" = []), ("token" = [])),
    responses((status = 200, body = Welcome), (status = 401, body = Problem)))]
pub(super) async fn who_am_i(
    State(app): State<App>,
    Extension(account): Extension<Account>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let by_cookie = !headers.contains_key(header::AUTHORIZATION);
    signed_in(&app, account, auth::session_token(&headers).filter(|_| by_cookie)).await
}

async fn signed_in(app: &App, account: Account, token: Option<&str>) -> Result<Response, Refusal> {
    let demonstration = app.store.is_demonstration().await?;
    let session = Session { name: account.name, role: account.role, demonstration };
    let session = Json(Welcome { session, version: app.pictures.known() });
    Ok(match token {
        Some(token) => ([(header::SET_COOKIE, auth::session_cookie(token))], session).into_response(),
        None => session.into_response(),
    })
}

/// Ends the session; a token has none and goes on.
#[utoipa::path(delete, path = "/session", tag = "signing in", security(("session" = []), ("token" = [])),
    responses((status = 204), (status = 401, body = Problem)))]
pub(super) async fn sign_out(State(app): State<App>, headers: HeaderMap) -> Result<Response, Refusal> {
    if let Some(token) = auth::session_token(&headers) {
        app.store.sign_out(token).await?;
    }
    let spent = [(header::SET_COOKIE, auth::spent_cookie()), (CLEAR_SITE_DATA, FORGET.to_owned())];
    Ok((StatusCode::NO_CONTENT, spent).into_response())
}

/// Makes a link that lets one person in, once.
#[utoipa::path(post, path = "/sign-in-links", tag = "signing in", security(("session" = []), ("token" = [])),
    request_body = SignInLinkRequest,
    responses((status = 201, body = SignInLink), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn invite(
    State(app): State<App>,
    body::Json(request): body::Json<SignInLinkRequest>,
) -> Result<(StatusCode, Json<SignInLink>), Refusal> {
    let name = request.name.trim();
    if name.is_empty() || name.chars().count() > MAX_NAME_CHARS {
        let how = format!("A name has 1–{MAX_NAME_CHARS} characters.");
        return Err(Refusal::BadInput(how));
    }
    let entrance = app.store.create_sign_in(name, request.role, false).await?;
    let link = sign_in_link(&app.public_url, &entrance.token);
    Ok((StatusCode::CREATED, Json(SignInLink { link, expires_at_ms: entrance.expires_at_ms })))
}
