//! A phone's line: what it asks, and how it understands what it hears, as the app's own line does.

use std::cell::RefCell;
use std::collections::VecDeque;

use axum::http::Method;
use serde::de::DeserializeOwned;
use shared::id::{BlobHash, SeriesId};
use shared::sync::{BlobProgress, Line, LineFault};
use shared::wire::{Again, Answers, Heads, JoinRequest, Problem, PushAnswer, PushRequest};

use super::deed::Fate;
use super::life::{Answer, Sent};
use super::moments::Moments;
use super::net::Net;

/// A line on which these things happen, in order, and nothing bad afterwards.
#[derive(Debug)]
pub(super) struct WeakLine<'a> {
    pub(super) net: &'a Net,
    pub(super) token: &'a str,
    pub(super) code: &'a str,
    pub(super) fates: RefCell<VecDeque<Fate>>,
    pub(super) moments: &'a Moments,
}

impl WeakLine<'_> {
    async fn ask(&self, sent: Sent) -> Result<Answer, LineFault> {
        self.moments.pass().await;
        let fate = self.fates.borrow_mut().pop_front().unwrap_or(Fate::Good);
        let heard = self.net.carry(sent, fate).await;
        self.moments.pass().await;
        heard.ok_or_else(|| LineFault::Retry("no answer".to_owned()))
    }

    async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, LineFault> {
        read(&good(self.ask(Sent::new(Method::GET, path, self.token)).await?)?)
    }
}

fn good(answer: Answer) -> Result<Answer, LineFault> {
    if (200..300).contains(&answer.status) {
        Ok(answer)
    } else {
        Err(LineFault::from_problem(problem(&answer)))
    }
}

/// What is wrong; somebody between us and the server may not say it in our way.
fn problem(answer: &Answer) -> Problem {
    serde_json::from_slice(&answer.body).unwrap_or_else(|_| Problem {
        code: "unknown".to_owned(),
        title: "Unexpected answer".to_owned(),
        status: answer.status,
        detail: format!("The server answered {}.", answer.status),
    })
}

fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, LineFault> {
    serde_json::from_slice(&answer.body).map_err(|error| LineFault::Retry(error.to_string()))
}

/// How much of a photo is there: an answer that tells no length says so much and no more.
fn progress(answer: &Answer) -> BlobProgress {
    let offset = answer.number("upload-offset").unwrap_or(0);
    let is_complete = answer.number("upload-length").is_some_and(|length| length > 0 && offset >= length);
    if answer.status == 201 || is_complete { BlobProgress::Complete } else { BlobProgress::Partial(offset) }
}

impl Line for WeakLine<'_> {
    async fn heads(&self) -> Result<Heads, LineFault> {
        self.get("/records/heads").await
    }

    async fn push(&self, request: &PushRequest) -> Result<PushAnswer, LineFault> {
        let body = serde_json::to_vec(request).expect("records are JSON");
        read(&good(self.ask(Sent::new(Method::POST, "/records", self.token).with_body(body)).await?)?)
    }

    async fn blob_progress(&self, blob: BlobHash) -> Result<BlobProgress, LineFault> {
        let sent = Sent::new(Method::HEAD, format!("/blobs/{blob}"), self.token);
        Ok(progress(&good(self.ask(sent).await?)?))
    }

    async fn send_blob(
        &self,
        blob: BlobHash,
        offset: u64,
        total: u64,
        bytes: &[u8],
    ) -> Result<BlobProgress, LineFault> {
        let mut sent = Sent::new(Method::PATCH, format!("/blobs/{blob}"), self.token).with_body(bytes);
        sent.headers = vec![("Upload-Offset", offset.to_string()), ("Upload-Length", total.to_string())];
        let answer = self.ask(sent).await?;
        match answer.status {
            // The offset was wrong, and the answer has the right one.
            409 if answer.number("upload-offset").is_some() => Ok(progress(&answer)),
            _ => Ok(progress(&good(answer)?)),
        }
    }

    async fn join_again(&self, series: SeriesId) -> Result<bool, LineFault> {
        let again = Some(Again { series, token: self.token.to_owned() });
        let body =
            serde_json::to_vec(&JoinRequest { code: self.code.to_owned(), again }).expect("it is JSON");
        good(self.ask(Sent::new(Method::POST, "/join", self.token).with_body(body)).await?).map(|_| true)
    }

    async fn answers(&self) -> Result<Answers, LineFault> {
        self.get("/answers").await
    }
}
