//! Who asks, and whether they may: the one gate before every route.
//!
//! Promises: the table of routes alone says who may come in; a phone's token opens one series and nothing else; a
//! request that changes something by cookie must come from our own pages.

use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::Response;

use shared::id::SeriesId;
use shared::wire::Role;

use crate::problem::Refusal;
use crate::state::App;
use crate::store::{Account, SESSION_MS, StoreError};

/// Name of the session cookie. The prefix makes browsers insist on `Secure`, `Path=/` and no `Domain`.
pub const COOKIE: &str = "__Host-lykta";

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Anybody.
    Anyone,
    /// A phone, for its own series.
    Walker,
    /// A person or program with at least this role.
    AtLeast(Role),
}

/// The series that a phone's token may write to; handlers of routes for walkers get it as an extension.
#[derive(Debug, Clone, Copy)]
pub struct OwnSeries(pub SeriesId);

/// Who asks.
#[derive(Debug)]
pub enum Caller {
    /// A phone.
    Walker(SeriesId),
    /// A person or a program.
    Account(Account),
}

/// Lets a request through to its handler, or answers why not.
pub async fn gate(
    State((app, who)): State<(App, Who)>,
    request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    if who == Who::Anyone {
        return Ok(next.run(request).await);
    }
    let (mut parts, body) = request.into_parts();
    let caller = caller(&app, &parts, who).await?;
    app.limits.admit_token(&caller)?;
    match (who, caller) {
        (Who::Walker, Caller::Walker(series)) => drop(parts.extensions.insert(OwnSeries(series))),
        (Who::AtLeast(role), Caller::Account(account)) if account.role >= role => {
            parts.extensions.insert(account);
        }
        _ => return Err(Refusal::NotAllowed),
    }
    Ok(next.run(Request::from_parts(parts, body)).await)
}

/// Whether somebody who came in with these headers would be let in still.
pub async fn is_let_in(app: &App, headers: &HeaderMap) -> bool {
    let account = match (bearer(headers), session_token(headers)) {
        (Some(token), _) => app.store.token(token).await,
        (None, Some(token)) => app.store.session(token).await,
        (None, None) => Ok(None),
    };
    matches!(account, Ok(Some(_)))
}

async fn caller(app: &App, request: &Parts, who: Who) -> Result<Caller, Refusal> {
    let headers = &request.headers;
    if let Some(token) = bearer(headers) {
        return owner(app, token, who).await?.ok_or(Refusal::WrongToken);
    }
    let Some(token) = session_token(headers) else {
        return Err(if who == Who::Walker { Refusal::WrongToken } else { Refusal::NotSignedIn });
    };
    let account = app.store.session(token).await?.ok_or(Refusal::NotSignedIn)?;
    if !is_safe(&request.method) && !is_our_page(headers, &app.public_url) {
        return Err(Refusal::CrossSite);
    }
    Ok(Caller::Account(account))
}

/// Whose token it is. Whoever the route is for is looked for first.
async fn owner(app: &App, token: &str, who: Who) -> Result<Option<Caller>, StoreError> {
    let walker = async || app.store.walker(token).await.map(|series| series.map(Caller::Walker));
    let account = async || app.store.token(token).await.map(|account| account.map(Caller::Account));
    let is_for_walkers = who == Who::Walker;
    let likely = if is_for_walkers { walker().await? } else { account().await? };
    match likely {
        Some(caller) => Ok(Some(caller)),
        None if is_for_walkers => account().await,
        None => walker().await,
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The secret in the session cookie.
pub fn session_token(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.split_once('='));
    pairs.find(|(name, _)| name.trim() == COOKIE).map(|(_, value)| value.trim())
}

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Whether our own page made the browser ask. Browsers say so by `Sec-Fetch-Site`, older ones by `Origin`; a request
/// with neither does not come from a page that we know of.
fn is_our_page(headers: &HeaderMap, public_url: &str) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => is_own_origin(origin, text("host"), public_url),
        (None, None) => false,
    }
}

fn is_own_origin(origin: &str, host: Option<&str>, public_url: &str) -> bool {
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    origin == public_url || (authority.is_some() && authority == host)
}

/// Whether another site made the browser ask, as far as the browser says.
pub fn is_cross_site(headers: &HeaderMap, public_url: &str) -> bool {
    let said = ["sec-fetch-site", "origin"].iter().any(|name| headers.contains_key(*name));
    said && !is_our_page(headers, public_url)
}

/// The cookie that keeps somebody signed in.
pub fn session_cookie(token: &str) -> String {
    cookie(token, SESSION_MS / 1_000)
}

/// The cookie that ends it.
pub fn spent_cookie() -> String {
    cookie("", 0)
}

fn cookie(token: &str, max_age_s: i64) -> String {
    format!("{COOKIE}={token}; Path=/; Max-Age={max_age_s}; Secure; HttpOnly; SameSite=Strict")
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn check(said: &[(&'static str, &'static str)], ours: bool) {
        let headers: HeaderMap = said
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)))
            .collect();
        assert_eq!(is_our_page(&headers, "https://lykta.example.se"), ours, "{said:?}");
    }

    #[test]
    fn only_our_own_pages_may_change_something_by_cookie() {
        check(&[("sec-fetch-site", "same-origin")], true);
        check(&[("sec-fetch-site", "cross-site"), ("origin", "https://lykta.example.se")], false);
        check(&[("sec-fetch-site", "same-site")], false);
        check(&[("origin", "https://lykta.example.se")], true);
        check(&[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")], true);
        check(&[("origin", "https://evil.example"), ("host", "lykta.example.se")], false);
        check(&[("origin", "null"), ("host", "lykta.example.se")], false);
        check(&[], false);
    }

    #[test]
    fn the_session_is_found_among_other_cookies() {
        let cookies = HeaderValue::from_static("a=b; __Host-lykta=abc; x=__Host-lykta");
        assert_eq!(session_token(&HeaderMap::from_iter([(header::COOKIE, cookies)])), Some("abc"));
    }
}
