//! The last picture for a request, and the headers that say which one it was.
//!
//! Promises: every answer that was made of a picture says of which version ([`REVISION`]) and, by `Age`, for how many
//! seconds there has been something newer; a request that names a version ([`MIN_REVISION`]) is never answered from an
//! older picture, so that who wrote something sees it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::Response;

use shared::wire::Version;

use crate::auth::Who;
use crate::picture::{Given, Picture};
use crate::problem::Refusal;
use crate::state::App;

/// The version of the merged data that an answer was made of, or that a write has come to.
pub const REVISION: HeaderName = HeaderName::from_static("lykta-revision");

/// The version that a request wants at least: what an earlier answer said of itself.
pub const MIN_REVISION: HeaderName = HeaderName::from_static("lykta-min-revision");

/// The last picture, or the one that the request names.
#[derive(Debug)]
pub struct Current(pub Arc<Picture>);

impl FromRequestParts<App> for Current {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let given = app.pictures.latest(least(&parts.headers)?).await?;
        if let Some(stamp) = parts.extensions.get::<Stamp>() {
            stamp.set(&given);
        }
        Ok(Self(given.picture))
    }
}

/// The version that a request wants at least.
pub fn least(headers: &HeaderMap) -> Result<Option<Version>, Refusal> {
    let named = headers.get(MIN_REVISION).map(|value| value.to_str().ok().and_then(|it| it.parse().ok()));
    named.map(|version| version.ok_or(Refusal::BadHeader("Lykta-Min-Revision"))).transpose()
}

/// Which picture an answer was made of: noted by who made it, told by [`stamped`].
#[derive(Debug, Clone, Default)]
pub struct Stamp(Arc<Mutex<Option<(Version, Duration)>>>);

impl Stamp {
    /// Notes the picture that is being answered from.
    pub fn set(&self, given: &Given) {
        self.note(given.picture.version(), given.age);
    }

    /// Notes a version, and for how long there has been something newer.
    pub fn note(&self, version: Version, age: Duration) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((version, age));
    }

    fn headers(&self) -> Option<[(HeaderName, HeaderValue); 2]> {
        let (version, age) = (*self.0.lock().unwrap_or_else(PoisonError::into_inner))?;
        let version = HeaderValue::from_str(&version.to_string()).ok()?;
        Some([(REVISION, version), (header::AGE, age.as_secs().into())])
    }
}

/// Tells with an answer which picture it was made of and, with what a desk wrote, which version that has come to. Phones
/// write often and read nothing of it at once: their writes cost no question more.
pub async fn stamped(State((app, who)): State<(App, Who)>, mut request: Request, next: Next) -> Response {
    let stamp = Stamp::default();
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let is_write = !is_read && matches!(who, Who::AtLeast(_));
    request.extensions_mut().insert(stamp.clone());
    let mut response = next.run(request).await;
    if is_write
        && response.status().is_success()
        && let Ok(version) = app.store.version().await
    {
        stamp.note(version, Duration::ZERO);
    }
    response.headers_mut().extend(stamp.headers().into_iter().flatten());
    response
}
