//! The line to the server by the browser's own requests.

use std::cell::Cell;

use serde::de::DeserializeOwned;
use shared::id::{BlobHash, SeriesId};
use shared::record::Record;
use shared::sync::{BlobProgress, Line, LineFault};
use shared::wire::{Answers, Heads, Problem, PushAnswer, PushRequest};

use super::Account;
use crate::platform::json;
use crate::platform::net::{Answer, Body, Request, Who, send};

/// A weak line in the woods is slow; a dead one must not hold us for ever.
const TIMEOUT_MS: u32 = 30_000;

/// The line for one series.
pub struct FetchLine {
    account: Account,
    asked_s: Cell<u32>,
}

impl FetchLine {
    /// The line for what this phone was given.
    pub fn new(account: Account) -> Self {
        Self { account, asked_s: Cell::new(0) }
    }

    /// For how many seconds the server asked not to be asked again.
    pub fn asked_s(&self) -> u32 {
        self.asked_s.get()
    }

    async fn ask(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, String)],
        body: Body<'_>,
    ) -> Result<Answer, LineFault> {
        let who = Who::Token(&self.account.token);
        let answer = answered(&Request { method, path, who, headers, body, timeout_ms: TIMEOUT_MS }).await?;
        if matches!(answer.status, 429 | 503) {
            self.asked_s.set(answer.retry_after_s.unwrap_or(0));
        }
        Ok(answer)
    }

    async fn post_records(
        &self,
        series: SeriesId,
        first: u64,
        texts: &[&str],
    ) -> Result<PushAnswer, LineFault> {
        let body = body(series, first, texts);
        read(&good(self.ask("POST", "/api/v1/records", &[], Body::Json(&body)).await?)?)
    }
}

/// `POST /join`: a fresh series for a walk's code, as the text of a [`shared::wire::JoinAnswer`].
pub async fn join(code: &str) -> Result<String, LineFault> {
    // A code is letters and digits.
    post_join(&format!(r#"{{"code":"{code}"}}"#)).await
}

async fn post_join(body: &str) -> Result<String, LineFault> {
    let request = Request {
        method: "POST",
        path: "/api/v1/join",
        who: Who::Nobody,
        headers: &[],
        body: Body::Json(body),
        timeout_ms: TIMEOUT_MS,
    };
    let answer = answered(&request).await?;
    match answer.status {
        // The person waits, and should know why, also where a machine would just try again.
        429 => Err(LineFault::Stuck(problem(&answer))),
        _ => Ok(good(answer)?.text),
    }
}

/// `GET /surroundings`: what a phone takes along, as the text of a [`shared::wire::Surroundings`].
pub async fn surroundings(account: &Account) -> Result<String, LineFault> {
    let line = FetchLine::new(account.clone());
    Ok(good(line.ask("GET", "/api/v1/surroundings", &[], Body::Empty).await?)?.text)
}

impl Line for FetchLine {
    async fn push(&self, request: &PushRequest) -> Result<PushAnswer, LineFault> {
        let texts: Vec<&str> = request.records.iter().map(|record| record.get()).collect();
        self.post_records(request.series, request.first, &texts).await
    }

    async fn heads(&self) -> Result<Heads, LineFault> {
        read(&good(self.ask("GET", "/api/v1/records/heads", &[], Body::Empty).await?)?)
    }

    async fn push_run(
        &self,
        series: SeriesId,
        first: u64,
        records: &[Record],
    ) -> Result<PushAnswer, LineFault> {
        let texts: Vec<&str> = records.iter().map(|record| record.text.as_str()).collect();
        self.post_records(series, first, &texts).await
    }

    async fn blob_progress(&self, blob: BlobHash) -> Result<BlobProgress, LineFault> {
        let answer = good(self.ask("HEAD", &path(blob), &[], Body::Empty).await?)?;
        Ok(progress(&answer, None))
    }

    async fn send_blob(
        &self,
        blob: BlobHash,
        offset: u64,
        total: u64,
        bytes: &[u8],
    ) -> Result<BlobProgress, LineFault> {
        let headers = [("Upload-Offset", offset.to_string()), ("Upload-Length", total.to_string())];
        let answer = self.ask("PATCH", &path(blob), &headers, Body::Bytes(bytes)).await?;
        match answer.status {
            // The offset was wrong, and the answer has the right one.
            // Bytes that are all here and were not checked yet are no photo that is kept.
            409 if answer.upload_offset.is_some() => Ok(progress(&answer, None)),
            _ => Ok(progress(&good(answer)?, Some(total))),
        }
    }

    async fn join_again(&self, series: SeriesId) -> Result<bool, LineFault> {
        let Account { token, code, .. } = &self.account;
        let body = format!(r#"{{"code":"{code}","again":{{"series":"{series}","token":"{token}"}}}}"#);
        post_join(&body).await.map(|_| true)
    }

    async fn answers(&self) -> Result<Answers, LineFault> {
        read(&good(self.ask("GET", "/api/v1/answers", &[], Body::Empty).await?)?)
    }
}

fn path(blob: BlobHash) -> String {
    format!("/api/v1/blobs/{blob}")
}

fn progress(answer: &Answer, total: Option<u64>) -> BlobProgress {
    let offset = answer.upload_offset.unwrap_or(0);
    let total = answer.upload_length.or(total);
    let complete = answer.status == 201 || total.is_some_and(|total| total > 0 && offset >= total);
    if complete { BlobProgress::Complete } else { BlobProgress::Partial(offset) }
}

async fn answered(request: &Request<'_>) -> Result<Answer, LineFault> {
    send(request).await.map_err(|failure| LineFault::Retry(failure.to_string()))
}

fn good(answer: Answer) -> Result<Answer, LineFault> {
    if (200..300).contains(&answer.status) {
        Ok(answer)
    } else {
        Err(LineFault::from_problem(problem(&answer)))
    }
}

/// What the answer says is wrong; somebody between us and the server may not say it in our way.
fn problem(answer: &Answer) -> Problem {
    json::parse(&answer.text).unwrap_or_else(|_| unknown(answer.status))
}

fn unknown(status: u16) -> Problem {
    let (code, title) = ("unknown".to_owned(), "Unexpected answer".to_owned());
    Problem { code, title, status, detail: format!("The server answered {status}.") }
}

/// An answer that cannot be read comes from something that is not our server, such as a hotel's sign-in page.
fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, LineFault> {
    json::parse(&answer.text).map_err(|error| LineFault::Retry(error.to_string()))
}

/// The records travel as the exact texts that were written.
fn body(series: SeriesId, first: u64, texts: &[&str]) -> String {
    format!(r#"{{"series":"{series}","first":{first},"records":[{}]}}"#, texts.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, upload_offset: Option<u64>, upload_length: Option<u64>) -> Answer {
        Answer {
            status,
            upload_offset,
            upload_length,
            retry_after_s: None,
            revision: None,
            tag: None,
            total: None,
            text: String::new(),
        }
    }

    #[test]
    fn a_photo_is_complete_when_the_server_says_created_or_has_every_byte() {
        use BlobProgress::{Complete, Partial};
        assert_eq!(progress(&answer(201, None, None), Some(9)), Complete);
        assert_eq!(progress(&answer(200, Some(9), Some(9)), None), Complete);
        assert_eq!(progress(&answer(204, Some(5), None), Some(9)), Partial(5));
        assert_eq!(progress(&answer(200, None, None), None), Partial(0));
    }

    #[test]
    fn a_push_is_what_the_server_reads() {
        let series = SeriesId::from_bytes([3; 16]);
        let text = r#"{ "kind" : "observed",  "å":1.0}"#.to_owned();
        let read: PushRequest = serde_json::from_str(&body(series, 4, &[&text])).unwrap();
        assert_eq!((read.series, read.first, read.texts()), (series, 4, vec![text]));
    }

    #[test]
    fn an_answer_that_is_no_problem_of_ours_still_says_what_to_do() {
        let kept = |status| matches!(LineFault::from_problem(unknown(status)), LineFault::Stuck(_));
        assert!(kept(403));
        for passes in [429, 502, 503, 507] {
            assert!(!kept(passes), "{passes} passes");
        }
    }
}
