//! Requests to our own server.
//!
//! Promises: a request ends, by an answer or by its time-out; larger bodies go compressed where the browser can.

use js_sys::Uint8Array;
use shared::wire::Version;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::js::{self, Failure};
use super::time::Alarm;

/// Below this many bytes, compressing costs more than it saves.
const WORTH_COMPRESSING_BYTES: usize = 300;

/// What is sent.
pub struct Request<'a> {
    /// `GET`, `POST`, …
    pub method: &'a str,
    /// The path, such as `/api/v1/join`.
    pub path: &'a str,
    /// Who asks.
    pub who: Who<'a>,
    /// More headers.
    pub headers: &'a [(&'a str, String)],
    /// The body.
    pub body: Body<'a>,
    /// When to give up waiting.
    pub timeout_ms: u32,
}

/// Who asks. Nothing that could tie requests together is sent along unless it is wanted.
#[derive(Clone, Copy)]
pub enum Who<'a> {
    /// Nobody in particular.
    Nobody,
    /// Whoever holds this token.
    Token(&'a str),
    /// Whoever is signed in here.
    SignedIn,
}

/// What a request carries.
pub enum Body<'a> {
    /// Nothing.
    Empty,
    /// JSON, compressed where it pays.
    Json(&'a str),
    /// Bytes as they are.
    Bytes(&'a [u8]),
}

/// What came back.
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// `Upload-Offset`: bytes of a photo that the server has.
    pub upload_offset: Option<u64>,
    /// `Upload-Length`: bytes of the whole photo.
    pub upload_length: Option<u64>,
    /// `Retry-After`: for so many seconds one is asked not to come again.
    pub retry_after_s: Option<u32>,
    /// `Lykta-Revision`: the version of the merged data that it was made of, or that a write has come to.
    pub revision: Option<Version>,
    /// `ETag`: what tells this answer from older ones.
    pub tag: Option<String>,
    /// `Lykta-Total`: how many rows there are, where a list was cut off.
    pub total: Option<usize>,
    /// The body.
    pub text: String,
}

/// Sends a request and waits for all of its answer: the status and the bytes.
pub async fn fetch_bytes(request: &Request<'_>) -> Result<(u16, Vec<u8>), Failure> {
    let controller = js::construct("AbortController", &[])?;
    let alarm = Alarm::new(request.timeout_ms, &controller);
    let answer = fetched(request, &controller).await?;
    let bytes = JsFuture::from(answer.array_buffer()?).await?;
    drop(alarm);
    Ok((answer.status(), Uint8Array::new(&bytes).to_vec()))
}

async fn fetched(request: &Request<'_>, controller: &JsValue) -> Result<Response, Failure> {
    let init = init(request, controller).await;
    let answer = js::ask(&js_sys::global(), "fetch", &[request.path.into(), init]).await?;
    Ok(answer.dyn_into()?)
}

/// Sends a request and waits for its answer.
pub async fn send(request: &Request<'_>) -> Result<Answer, Failure> {
    let controller = js::construct("AbortController", &[])?;
    let alarm = Alarm::new(request.timeout_ms, &controller);
    let answer = fetched(request, &controller).await?;
    let text = JsFuture::from(answer.text()?).await?.as_string().unwrap_or_default();
    drop(alarm);
    let header = |name| answer.headers().get(name).ok().flatten().and_then(|it| it.parse::<u64>().ok());
    let (upload_offset, upload_length) = (header("Upload-Offset"), header("Upload-Length"));
    let retry_after_s = header("Retry-After").map(|it| u32::try_from(it).unwrap_or(u32::MAX));
    let revision = answer.headers().get("Lykta-Revision").ok().flatten().and_then(|it| it.parse().ok());
    let tag = answer.headers().get("ETag").ok().flatten();
    let total = header("Lykta-Total").and_then(|it| usize::try_from(it).ok());
    let status = answer.status();
    Ok(Answer { status, upload_offset, upload_length, retry_after_s, revision, tag, total, text })
}

async fn init(request: &Request<'_>, controller: &JsValue) -> JsValue {
    let mut headers: Vec<(&str, JsValue)> =
        request.headers.iter().map(|(name, value)| (*name, value.into())).collect();
    if let Who::Token(token) = request.who {
        headers.push(("Authorization", format!("Bearer {token}").into()));
    }
    let body = match &request.body {
        Body::Empty => JsValue::UNDEFINED,
        Body::Bytes(bytes) => Uint8Array::from(*bytes).into(),
        Body::Json(json) => json_body(json, &mut headers).await,
    };
    let credentials = if matches!(request.who, Who::SignedIn) { "same-origin" } else { "omit" };
    let signal = js::get(controller, "signal").unwrap_or(JsValue::UNDEFINED);
    js::object(&[
        ("method", request.method.into()),
        ("headers", js::object(&headers)),
        ("body", body),
        ("signal", signal),
        ("cache", "no-store".into()),
        ("credentials", credentials.into()),
    ])
}

async fn json_body(json: &str, headers: &mut Vec<(&str, JsValue)>) -> JsValue {
    headers.push(("Content-Type", "application/json".into()));
    if json.len() >= WORTH_COMPRESSING_BYTES
        && let Ok(packed) = gzip(json).await
    {
        headers.push(("Content-Encoding", "gzip".into()));
        return packed;
    }
    json.into()
}

async fn gzip(text: &str) -> Result<JsValue, Failure> {
    let packer = js::construct("CompressionStream", &["gzip".into()])?;
    let plain = js::construct("Response", &[text.into()])?;
    let stream = js::get(&plain, "body").ok_or_else(|| Failure::missing("body"))?;
    let smaller = js::call(&stream, "pipeThrough", &[packer])?;
    js::ask(&js::construct("Response", &[smaller])?, "arrayBuffer", &[]).await
}
