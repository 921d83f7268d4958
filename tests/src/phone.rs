//! A phone without a browser: the same `shared` sync code as the app's, over plain HTTP.

use reqwest::{Client, RequestBuilder, Response};
use serde::de::DeserializeOwned;
use shared::id::{BlobHash, ObservationId, RecordId, SeriesId};
use shared::log::Log as _;
use shared::record::Head;
use shared::statement::Statement;
use shared::sync::{BlobProgress, Fault, Line, LineFault, MemoryStore, exchange};
use shared::wire::{Answers, Heads, JoinAnswer, Problem, PushAnswer, PushRequest};

use crate::says;

/// A walker's phone.
#[derive(Debug)]
pub struct Phone {
    /// What it keeps.
    pub store: MemoryStore,
    /// What it was given when it joined.
    pub joined: JoinAnswer,
    http: Client,
    base: String,
}

impl Phone {
    /// Joins a walk.
    pub async fn join(base: String, code: &str) -> Self {
        Self::try_to_join(base, code).await.expect("an answer")
    }

    /// Joins a walk, if the line holds until the answer is here.
    pub async fn try_to_join(base: String, code: &str) -> Result<Self, reqwest::Error> {
        let http = server::http::client();
        let body = serde_json::json!({ "code": code });
        let answer = http.post(format!("{base}/api/v1/join")).json(&body).send().await?;
        let text = answer.text().await?;
        let joined = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        Ok(Self { store: MemoryStore::default(), joined, http, base })
    }

    /// Its server is another one from now on, under the same name.
    pub fn turn_to(&mut self, base: String) {
        self.base = base;
    }

    /// Its series.
    pub fn series(&self) -> SeriesId {
        self.joined.series
    }

    /// Saves a statement; answers the record's id.
    pub async fn say(&self, statement: &Statement) -> RecordId {
        self.say_text(says::text(statement)).await
    }

    /// Saves a text as it is.
    pub async fn say_text(&self, text: String) -> RecordId {
        let number = self.head().await.number + 1;
        self.store.append(self.series(), number, &[text]).await.expect("it follows on");
        RecordId { series: self.series(), number }
    }

    /// Saves a photo and the record that names it.
    pub async fn photograph(&self, of: ObservationId, jpeg: &[u8]) -> BlobHash {
        let blob = self.store.keep_blob(jpeg.to_vec());
        self.say(&says::photo_of(of, jpeg)).await;
        blob
    }

    /// Where its series ends.
    pub async fn head(&self) -> Head {
        let Ok(head) = self.store.head(self.series()).await;
        head
    }

    /// The texts of everything that was said, in order.
    pub async fn texts(&self) -> Vec<String> {
        let Ok(records) = self.store.read(self.series(), 0, usize::MAX).await;
        records.into_iter().map(|record| record.text).collect()
    }

    /// Sends what is missing.
    pub async fn send(&self) -> Result<(), Fault<std::convert::Infallible>> {
        exchange(&self.store, self, self.series(), |_| ()).await
    }

    /// Sends until it got through, as the app does by itself: a line may break, also since a server that refuses a
    /// large body does not wait for its end.
    pub async fn send_at_last(&self) {
        let sent = async || match self.send().await {
            Ok(()) => Some(()),
            Err(Fault::Retry(_)) => None,
            Err(fault) => panic!("{fault}"),
        };
        crate::wait::until("the line holds once", sent).await;
    }

    /// A request with this phone's token.
    pub fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let method = method.parse().expect("a method");
        self.http.request(method, format!("{}/api/v1{path}", self.base)).bearer_auth(&self.joined.token)
    }

    /// All of its records in one request.
    pub async fn everything(&self) -> PushRequest {
        let Ok(records) = self.store.read(self.series(), 0, usize::MAX).await;
        PushRequest::new(self.series(), 1, &records).expect("records are JSON")
    }

    async fn answered<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, LineFault> {
        let answer = refused(send(request).await?).await?;
        let text = answer.text().await.map_err(broken)?;
        serde_json::from_str(&text).map_err(|error| LineFault::Retry(format!("{error}: {text}")))
    }
}

async fn send(request: RequestBuilder) -> Result<Response, LineFault> {
    request.send().await.map_err(broken)
}

#[expect(clippy::needless_pass_by_value, reason = "passed to `map_err` as it is")]
fn broken(error: reqwest::Error) -> LineFault {
    LineFault::Retry(error.to_string())
}

async fn refused(answer: Response) -> Result<Response, LineFault> {
    if answer.status().is_success() {
        Ok(answer)
    } else {
        Err(LineFault::from_problem(problem(answer).await))
    }
}

/// The problem that an answer tells; panics when it tells none.
pub async fn problem(answer: Response) -> Problem {
    let status = answer.status().as_u16();
    let kind =
        answer.headers().get("content-type").map(|value| value.to_str().unwrap_or_default().to_owned());
    let text = answer.text().await.expect("a body");
    // An answer to HEAD has no body to tell more.
    if text.is_empty() {
        return Problem { code: "no-body".to_owned(), title: String::new(), status, detail: String::new() };
    }
    assert_eq!(kind.as_deref(), Some("application/problem+json"), "{status}: {text}");
    let problem: Problem = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(problem.status, status, "{text}");
    assert!(!problem.detail.is_empty() && !problem.title.is_empty(), "{text}");
    problem
}

fn offset(answer: &Response) -> Option<u64> {
    answer.headers().get("upload-offset")?.to_str().ok()?.parse().ok()
}

fn length(answer: &Response) -> Option<u64> {
    answer.headers().get("upload-length")?.to_str().ok()?.parse().ok()
}

impl Line for Phone {
    async fn heads(&self) -> Result<Heads, LineFault> {
        self.answered(self.request("GET", "/records/heads")).await
    }

    async fn push(&self, request: &PushRequest) -> Result<PushAnswer, LineFault> {
        self.answered(self.request("POST", "/records").json(request)).await
    }

    async fn blob_progress(&self, blob: BlobHash) -> Result<BlobProgress, LineFault> {
        let answer = refused(send(self.request("HEAD", &format!("/blobs/{blob}"))).await?).await?;
        let here = offset(&answer).ok_or_else(|| LineFault::Retry("no Upload-Offset".to_owned()))?;
        let complete = length(&answer) == Some(here);
        Ok(if complete { BlobProgress::Complete } else { BlobProgress::Partial(here) })
    }

    async fn send_blob(
        &self,
        blob: BlobHash,
        from: u64,
        total: u64,
        bytes: &[u8],
    ) -> Result<BlobProgress, LineFault> {
        let request = self.request("PATCH", &format!("/blobs/{blob}"));
        let request = request.header("Upload-Offset", from).header("Upload-Length", total);
        let answer = send(request.body(bytes.to_vec())).await?;
        match (answer.status().as_u16(), offset(&answer)) {
            (200 | 201, _) => Ok(BlobProgress::Complete),
            (204 | 409, Some(here)) => Ok(BlobProgress::Partial(here)),
            _ => refused(answer).await.map(|_| BlobProgress::Partial(from)),
        }
    }

    async fn answers(&self) -> Result<Answers, LineFault> {
        self.answered(self.request("GET", "/answers")).await
    }
}
