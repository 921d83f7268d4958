//! Every way to say no, in one table: what a program reads, and the sentence that a person reads.
//!
//! Promises: an answer that is no success is `application/problem+json` (RFC 9457) with a stable `code`, and its
//! detail says what happened to the data; troubles of the server itself are logged here, once, without any of it.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use shared::log::{AppendError, Refusal as LogRefusal};
use shared::text::displayable;
use shared::wire::{MAX_BATCH_RECORDS, PHOTO_REFUSED, Problem, SERIES_FULL};

use crate::bucket::TooOften;
use crate::meters;
use crate::picture::NotReady;
use crate::routing::NoWays;
use crate::store::imports::NotUndone;
use crate::store::{Full, StoreError};

/// The media type of refusals (RFC 9457).
pub const PROBLEM_JSON: &str = "application/problem+json";

/// Where an upload has come to (as in the IETF's resumable uploads).
pub const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");

/// Why a request was not done.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// A bearer token that opens nothing.
    #[error("This token is not known here. Nothing was taken in; everything is kept where it was written.")]
    WrongToken,
    /// Nobody is signed in.
    #[error("Sign in first, with a link from your administrator. Nothing was changed.")]
    NotSignedIn,
    /// Signed in as somebody who may not.
    #[error("You are known here but may not do this. Nothing was changed.")]
    NotAllowed,
    /// Another site made the browser ask.
    #[error("The request came from another site and was not carried out. Nothing was changed.")]
    CrossSite,
    /// A sign-in link that was used, has expired, or never was.
    #[error("This sign-in link has been used or has expired. Ask your administrator for a new one.")]
    SignInLinkSpent,
    /// A join code that no walk has.
    #[error("No walk has this code. Check it against the poster; nothing is lost.")]
    UnknownCode,
    /// The code of a walk that is over, or that was closed at the desk.
    #[error(
        "This walk takes no new phones now. Phones that joined before go on as they are. Ask the person who leads the \
         walk; nothing is lost."
    )]
    CodeClosed,
    /// A code that another one took the place of.
    #[error(
        "This walk has another code by now. Ask the person who leads the walk for it. Phones that joined before go on \
         as they are; nothing is lost."
    )]
    CodeReplaced,
    /// Too many tries to join.
    #[error("Too many have tried to join just now. Try again in a moment; nothing is lost.")]
    TooManyTries,
    /// Somebody asks too often.
    #[error("Too many requests have come from here just now. Nothing was changed; try again in {wait_s} s.")]
    TooOften {
        /// Seconds until there is room for one more.
        wait_s: u32,
    },
    /// Too many ask at the same moment.
    #[error("The server has too much to do at this moment. Nothing was changed; try again soon.")]
    Busy,
    /// The picture of all that was said is not ready yet.
    #[error(
        "The picture of all that was said is still being made. Nothing was changed; try again in a few seconds."
    )]
    PictureNotReady,
    /// Too many pages follow what comes in.
    #[error(
        "Too many pages follow what comes in at this moment, and this one is not told. Nothing was changed; try again \
         later."
    )]
    TooManyLines,
    /// The graph of the base map is in the making.
    #[error(
        "The server is reading the base map's ways just now. Nothing was changed; try again in a moment."
    )]
    WaysInTheMaking,
    /// The base map's ways are of no use.
    #[error("No way can be found on this base map: {0}. Nothing was changed; a straight line can be drawn.")]
    NoWays(String),
    /// A request that did not come to its end.
    #[error(
        "The request did not come to its end in time. What was sent may have been kept: it is safe to send records \
         and photos again."
    )]
    TooSlow,
    /// Records for a series that is not the token's.
    #[error("This token may not write to that series. Nothing was taken in; your records are kept with you.")]
    WrongSeries,
    /// Two writers used one series.
    #[error(
        "Record {number} of this series is here already and says something else. Nothing was changed here; \
         everything is kept where it was written."
    )]
    SeriesForked {
        /// The number on which the two disagree.
        number: u64,
    },
    /// A body that is not the JSON it should be.
    #[error(
        "The request could not be read and nothing was taken in: {0}. Everything is kept where it was written."
    )]
    BrokenJson(String),
    /// A body that is packed in a way we do not know.
    #[error("The body is packed as “{0}”; this server reads gzip and plain. Nothing was taken in.")]
    UnknownEncoding(String),
    /// A body that is too large.
    #[error(
        "More than {limit} bytes is too much at once, and nothing was taken in. Send it in smaller parts."
    )]
    TooLarge {
        /// Most bytes allowed.
        limit: usize,
    },
    /// Too many records at once.
    #[error(
        "More than {MAX_BATCH_RECORDS} records is too much at once, and nothing was taken in. Send fewer."
    )]
    TooManyRecords,
    /// A question that cannot be understood.
    #[error("The address cannot be understood: {0}.")]
    BadQuery(String),
    /// A header that is missing or makes no sense.
    #[error("The header {0} is missing or makes no sense. Nothing was taken in.")]
    BadHeader(&'static str),
    /// Well formed, and yet impossible.
    #[error("{0} Nothing was changed.")]
    BadInput(String),
    /// There is no such thing.
    #[error("There is no such {0} here.")]
    NoSuch(&'static str),
    /// The address takes other methods.
    #[error("This address does not take that method. Nothing was changed.")]
    WrongMethod,
    /// An import that cannot be taken back.
    #[error("The import was not undone: {0}. Everything is as it was.")]
    NotUndone(#[source] NotUndone),
    /// A photo that no record of the series names.
    #[error(
        "No record that has arrived names this photo. Send the record first; the photo is kept on the phone."
    )]
    PhotoNotNamed,
    /// Bytes of a photo that do not follow on what is here.
    #[error("The photo has come to byte {offset} here. Go on from there.")]
    WrongOffset {
        /// Bytes that are here.
        offset: u64,
    },
    /// A photo that cannot be kept.
    #[error("The photo was not taken in: {0}. It stays on the phone.")]
    PhotoRefused(String),
    /// A photo that was hurt on the way.
    #[error(
        "What arrived is not the photo that was named. It is thrown away here; send it again from the start."
    )]
    PhotoDamaged,
    /// A walk that as many phones have joined as may.
    #[error("As many phones have joined this walk as may. Ask its leader for a paper sheet.")]
    WalkFull,
    /// A phone has sent as much as may be kept of it.
    #[error(
        "This phone has sent {0}, which is as much as this server keeps of one phone's walk. The rest stays on the phone: \
         save it as a file, and tell the leader of the walk."
    )]
    SeriesFull(Full),
    /// There is no room on the server's disk.
    #[error(
        "The server's disk is full and nothing was taken in. Everything is kept where it was written; it can be sent \
         again when there is room."
    )]
    DiskFull(#[source] StoreError),
    /// The server's own trouble.
    #[error("The server could not do it just now. Nothing was changed; try again.")]
    Store(#[source] StoreError),
    /// The database went away in the middle of it.
    #[error(
        "The server lost its database just now. What was sent may have been kept: look before you send it again."
    )]
    OutOfReach,
}

impl Refusal {
    /// Status, stable slug, and title.
    fn kind(&self) -> (StatusCode, &'static str, &'static str) {
        use StatusCode as S;
        match self {
            Self::WrongToken => (S::UNAUTHORIZED, "wrong-token", "Wrong token"),
            Self::NotSignedIn => (S::UNAUTHORIZED, "not-signed-in", "Not signed in"),
            Self::SignInLinkSpent => (S::UNAUTHORIZED, "sign-in-link-spent", "The link is spent"),
            Self::NotAllowed => (S::FORBIDDEN, "not-allowed", "Not allowed"),
            Self::CrossSite => (S::FORBIDDEN, "cross-site", "From another site"),
            Self::CodeClosed => (S::FORBIDDEN, "code-closed", "The code is closed"),
            Self::CodeReplaced => (S::FORBIDDEN, "code-replaced", "The code was replaced"),
            Self::WrongSeries => (S::FORBIDDEN, "wrong-series", "Somebody else's series"),
            Self::UnknownCode => (S::NOT_FOUND, "unknown-code", "Unknown code"),
            Self::NoSuch(_) => (S::NOT_FOUND, "not-found", "Not found"),
            Self::PhotoNotNamed => (S::NOT_FOUND, "photo-not-named", "No record names this photo"),
            Self::WrongMethod => (S::METHOD_NOT_ALLOWED, "wrong-method", "Wrong method"),
            Self::SeriesForked { .. } => (S::CONFLICT, "series-forked", "The series has forked"),
            Self::NotUndone(_) => (S::CONFLICT, "not-undone", "The import was not undone"),
            Self::WrongOffset { .. } => (S::CONFLICT, "wrong-offset", "Wrong offset"),
            Self::BrokenJson(_) => (S::BAD_REQUEST, "broken-json", "Broken JSON"),
            Self::BadQuery(_) => (S::BAD_REQUEST, "bad-query", "Bad query"),
            Self::BadHeader(_) => (S::BAD_REQUEST, "bad-header", "Bad header"),
            Self::TooLarge { .. } => (S::PAYLOAD_TOO_LARGE, "too-large", "Too large"),
            Self::TooManyRecords => (S::PAYLOAD_TOO_LARGE, "too-many-records", "Too many records"),
            Self::UnknownEncoding(_) => (S::UNSUPPORTED_MEDIA_TYPE, "unknown-encoding", "Unknown encoding"),
            Self::BadInput(_) => (S::UNPROCESSABLE_ENTITY, "bad-input", "Impossible input"),
            Self::PhotoRefused(_) => (S::UNPROCESSABLE_ENTITY, PHOTO_REFUSED, "Photo refused"),
            Self::PhotoDamaged => (S::UNPROCESSABLE_ENTITY, "photo-damaged", "Photo damaged on the way"),
            Self::WalkFull => (S::FORBIDDEN, "walk-full", "The walk is full"),
            Self::SeriesFull(_) => (S::PAYLOAD_TOO_LARGE, SERIES_FULL, "The series is full"),
            Self::TooManyTries => (S::TOO_MANY_REQUESTS, "too-many-tries", "Too many tries"),
            Self::DiskFull(_) => (S::INSUFFICIENT_STORAGE, "disk-full", "The disk is full"),
            Self::TooOften { .. } => (S::TOO_MANY_REQUESTS, "too-often", "Too many requests"),
            Self::TooSlow => (S::REQUEST_TIMEOUT, "too-slow", "Too slow"),
            Self::Busy => (S::SERVICE_UNAVAILABLE, "busy", "Busy"),
            Self::WaysInTheMaking => (S::SERVICE_UNAVAILABLE, "ways-in-the-making", "Ways in the making"),
            Self::NoWays(_) => (S::NOT_FOUND, "no-ways", "No ways"),
            Self::PictureNotReady => {
                (S::SERVICE_UNAVAILABLE, "picture-not-ready", "The picture is not ready")
            }
            Self::TooManyLines => (S::SERVICE_UNAVAILABLE, "too-many-lines", "Too many lines"),
            Self::Store(_) | Self::OutOfReach => {
                (S::INTERNAL_SERVER_ERROR, "server-failed", "The server failed")
            }
        }
    }

    fn header(&self) -> Option<(HeaderName, HeaderValue)> {
        match self {
            Self::WrongToken | Self::NotSignedIn => {
                Some((header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")))
            }
            Self::WrongOffset { offset } => Some((UPLOAD_OFFSET, HeaderValue::from(*offset))),
            Self::TooManyTries | Self::Busy | Self::WaysInTheMaking => {
                Some((header::RETRY_AFTER, HeaderValue::from_static("5")))
            }
            Self::PictureNotReady => Some((header::RETRY_AFTER, HeaderValue::from_static("2"))),
            Self::TooManyLines => Some((header::RETRY_AFTER, HeaderValue::from_static("30"))),
            Self::TooOften { wait_s } => Some((header::RETRY_AFTER, HeaderValue::from(*wait_s))),
            Self::TooSlow => Some((header::CONNECTION, HeaderValue::from_static("close"))),
            _ => None,
        }
    }
}

impl From<AppendError<StoreError>> for Refusal {
    fn from(error: AppendError<StoreError>) -> Self {
        match error {
            AppendError::Refused(LogRefusal::Fork { number }) => Self::SeriesForked { number },
            AppendError::Refused(LogRefusal::Gap { first, .. }) => {
                Self::BadInput(format!("Record {first} does not follow on what is here."))
            }
            AppendError::Log(error) => error.into(),
        }
    }
}

impl From<NoWays> for Refusal {
    fn from(why: NoWays) -> Self {
        match why {
            NoWays::NoMap => Self::NoSuch("map"),
            NoWays::Making => Self::WaysInTheMaking,
            NoWays::Unusable(why) => Self::NoWays(why.to_string()),
        }
    }
}

impl From<TooOften> for Refusal {
    fn from(TooOften { wait_s }: TooOften) -> Self {
        Self::TooOften { wait_s }
    }
}

impl From<NotReady> for Refusal {
    fn from(error: NotReady) -> Self {
        match error {
            NotReady::Making => Self::PictureNotReady,
            NotReady::Store(error) => error.into(),
        }
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            // The writer has logged it, once for all whom it told.
            StoreError::OutOfReach => Self::OutOfReach,
            StoreError::Full(full) => Self::SeriesFull(full),
            error if error.is_for_want_of_room() => Self::DiskFull(error),
            error => Self::Store(error),
        }
    }
}

#[derive(Serialize)]
struct Envelope {
    r#type: String,
    #[serde(flatten)]
    problem: Problem,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, code, title) = self.kind();
        meters::of_process().refused(code);
        if let Self::Store(error) | Self::DiskFull(error) = &self {
            meters::of_process().database_errors.inc();
            tracing::error!(%error, "a request failed");
        }
        let problem = Problem {
            code: code.to_owned(),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: displayable(&self.to_string()).into_owned(),
        };
        let envelope = Envelope { r#type: format!("urn:lykta:problem:{code}"), problem };
        let body = serde_json::to_vec(&envelope).unwrap_or_default();
        let mut response = (status, [(header::CONTENT_TYPE, PROBLEM_JSON)], body).into_response();
        response.headers_mut().extend(self.header());
        response
    }
}
