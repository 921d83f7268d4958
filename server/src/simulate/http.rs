//! The line over HTTP, as a phone uses it.
//!
//! Promises: records travel compressed; whatever is no good answer is a fault that says whether to try again.

use std::cell::Cell;
use std::io::Write as _;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use reqwest::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE};
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use shared::id::BlobHash;
use shared::sync::{BlobProgress, Line, LineFault};
use shared::wire::{Answers, Heads, Problem, PushAnswer, PushRequest};

use crate::http;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server's address that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum NoAddress {
    /// Encrypted.
    #[error(
        "this program speaks plain HTTP only: run it on the server itself, with --server http://127.0.0.1:8080 \
         (or wherever lykta listens)"
    )]
    Https,
    /// Something else.
    #[error("“{0}” is not a server's address: write http://127.0.0.1:8080")]
    Odd(String),
    /// No client can be had.
    #[error("no HTTP client can be made: {0}")]
    NoClient(#[from] reqwest::Error),
}

/// A server that speaks HTTP, asked by somebody with a token or by nobody in particular.
#[derive(Debug, Clone)]
pub struct Http {
    client: Client,
    base: String,
    token: Option<String>,
}

impl Http {
    /// The server at an address, such as `http://127.0.0.1:8080`.
    pub fn new(address: &str) -> Result<Self, NoAddress> {
        if address.starts_with("https://") {
            return Err(NoAddress::Https);
        }
        if !address.starts_with("http://") {
            return Err(NoAddress::Odd(address.to_owned()));
        }
        let base = format!("{}/api/v1", address.trim_end_matches('/'));
        Ok(Self { client: http::builder().timeout(PATIENCE).build()?, base, token: None })
    }

    /// The same server, asked with a token.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    fn authorized(&self, request: RequestBuilder) -> RequestBuilder {
        match &self.token {
            Some(token) => request.header(AUTHORIZATION, format!("Bearer {token}")),
            None => request,
        }
    }

    /// `GET` of a path below `/api/v1`.
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, LineFault> {
        body(good(self.authorized(self.client.get(format!("{}{path}", self.base))).send().await).await?).await
    }

    /// `POST` to a path below `/api/v1`.
    pub async fn post<T: DeserializeOwned>(&self, path: &str, sent: &impl Serialize) -> Result<T, LineFault> {
        let request = self.client.post(format!("{}{path}", self.base)).json(sent);
        body(good(self.authorized(request).send().await).await?).await
    }

    /// `POST` to a path below `/api/v1` whose answer does not matter as long as it is good.
    pub async fn send(&self, path: &str, sent: &impl Serialize) -> Result<(), LineFault> {
        let request = self.client.post(format!("{}{path}", self.base)).json(sent);
        good(self.authorized(request).send().await).await.map(|_| ())
    }
}

/// What a problem or a broken line means.
async fn good(answer: Result<Response, reqwest::Error>) -> Result<Response, LineFault> {
    let response = answer.map_err(|error| LineFault::Retry(chain(&error)))?;
    let status = response.status();
    if status.is_success() { Ok(response) } else { Err(LineFault::from_problem(problem(response).await)) }
}

async fn problem(response: Response) -> Problem {
    let status = response.status();
    let text = response.text().await.unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_else(|_| Problem {
        code: "not-lykta".to_owned(),
        title: "Not an answer of Lykta".to_owned(),
        status: status.as_u16(),
        detail: format!("The answer was {status} and not one that Lykta gives."),
    })
}

async fn body<T: DeserializeOwned>(response: Response) -> Result<T, LineFault> {
    response.json().await.map_err(|error| LineFault::Retry(chain(&error)))
}

/// An error with what caused it, in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// Bytes sent, in bodies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Sent {
    /// Records, compressed.
    pub record_bytes: u64,
    /// Photos.
    pub photo_bytes: u64,
}

/// One phone's line.
#[derive(Debug)]
pub struct HttpLine {
    http: Http,
    sent: Cell<Sent>,
}

impl HttpLine {
    /// A line for the phone that was given this token.
    pub fn new(http: &Http, token: &str) -> Self {
        Self { http: http.with_token(token), sent: Cell::default() }
    }

    /// What was sent so far.
    pub fn sent(&self) -> Sent {
        self.sent.get()
    }

    fn blob_url(&self, blob: BlobHash) -> String {
        format!("{}/blobs/{blob}", self.http.base)
    }
}

impl Line for HttpLine {
    async fn heads(&self) -> Result<Heads, LineFault> {
        self.http.get("/records/heads").await
    }

    async fn push(&self, request: &PushRequest) -> Result<PushAnswer, LineFault> {
        let unsent = |error: &dyn std::error::Error| LineFault::Retry(chain(error));
        let plain = serde_json::to_vec(request).map_err(|error| unsent(&error))?;
        let mut packed = GzEncoder::new(Vec::new(), Compression::default());
        packed.write_all(&plain).map_err(|error| unsent(&error))?;
        let packed = packed.finish().map_err(|error| unsent(&error))?;
        let sent = self.sent.get();
        self.sent.set(Sent { record_bytes: sent.record_bytes + packed.len() as u64, ..sent });
        let post = self.http.client.post(format!("{}/records", self.http.base));
        let post =
            post.header(CONTENT_TYPE, "application/json").header(CONTENT_ENCODING, "gzip").body(packed);
        body(good(self.http.authorized(post).send().await).await?).await
    }

    async fn blob_progress(&self, blob: BlobHash) -> Result<BlobProgress, LineFault> {
        let head = self.http.authorized(self.http.client.head(self.blob_url(blob))).send().await;
        progress(&good(head).await?)
    }

    async fn send_blob(
        &self,
        blob: BlobHash,
        offset: u64,
        total: u64,
        bytes: &[u8],
    ) -> Result<BlobProgress, LineFault> {
        let sent = self.sent.get();
        self.sent.set(Sent { photo_bytes: sent.photo_bytes + bytes.len() as u64, ..sent });
        let patch = self.http.client.patch(self.blob_url(blob));
        let patch = patch.header("upload-offset", offset).header("upload-length", total).body(bytes.to_vec());
        let answer = self.http.authorized(patch).send().await;
        match answer {
            // Not a refusal: the server says where to go on from.
            Ok(response) if response.status() == StatusCode::CONFLICT => progress(&response),
            answer => progress(&good(answer).await?),
        }
    }

    async fn answers(&self) -> Result<Answers, LineFault> {
        self.http.get("/answers").await
    }
}

/// What the server says it has of a photo: all of it when it names the length.
fn progress(response: &Response) -> Result<BlobProgress, LineFault> {
    let number = |name: &str| response.headers().get(name)?.to_str().ok()?.parse::<u64>().ok();
    match (response.status(), number("upload-offset"), number("upload-length")) {
        (StatusCode::CREATED, ..) | (_, _, Some(_)) => Ok(BlobProgress::Complete),
        (_, Some(offset), None) => Ok(BlobProgress::Partial(offset)),
        (status, None, None) => Err(LineFault::Retry(format!("{status} without Upload-Offset"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_cannot_be_used_is_told_plainly() {
        let told = |address: &str| Http::new(address).unwrap_err().to_string();
        assert!(told("https://lykta.example.se").contains("plain HTTP only"));
        assert!(told("lykta.example.se").contains("is not a server's address"));
        assert!(Http::new("http://127.0.0.1:8080/").unwrap().base == "http://127.0.0.1:8080/api/v1");
    }
}
