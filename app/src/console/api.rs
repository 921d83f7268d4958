//! What the desk asks of the server.
//!
//! Promises: every failure is one of few that a person can be told in a sentence and do something about; nothing is read
//! from before what was read or written last.

use std::cell::Cell;

use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::wire::{Problem, Version};

use crate::platform::net::{self, Answer, Body, Request, Who};
use crate::platform::time;
use crate::t;

/// Where the server's own contract begins.
pub const API: &str = "/api/v1";

const TIMEOUT_MS: u32 = 20_000;
/// For photos by the dozen.
const LARGE_TIMEOUT_MS: u32 = 300_000;

/// Why an answer did not come.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// No answer at all: no net, or no server.
    #[error("the server cannot be reached")]
    Unreachable,
    /// Nobody is signed in here, any more or yet.
    #[error("nobody is signed in")]
    SignedOut,
    /// The one signed in may not.
    #[error("not allowed")]
    Forbidden,
    /// It is not there.
    #[error("not found")]
    Missing,
    /// The server says what is wrong with what was sent.
    #[error("refused: {0}")]
    Refused(Problem),
    /// The server has a fault, or speaks in a way that this build does not know.
    #[error("the server failed ({0})")]
    Failed(u16),
}

impl Trouble {
    /// What happened and what can be done.
    pub fn sentence(&self) -> String {
        match self {
            Self::Unreachable => t!("desk-trouble-unreachable"),
            Self::SignedOut => t!("desk-trouble-signed-out"),
            Self::Forbidden => t!("desk-trouble-forbidden"),
            Self::Missing => t!("desk-trouble-missing"),
            Self::Refused(problem) => t!("desk-trouble-refused", detail = &problem.detail),
            Self::Failed(status) => t!("desk-trouble-failed", status = u32::from(*status)),
        }
    }

    /// Whether trying again may help.
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::Unreachable | Self::Failed(_) | Self::SignedOut)
    }
}

thread_local! {
    /// The newest version that an answer or the live line has told: nothing older is read from then on, so that who has
    /// decided something sees it, and what is told to be there is there.
    static NEWEST: Cell<Version> = const { Cell::new(Version { rebuilds: 0, revision: 0 }) };
}

/// There is this version: what is asked for from now on is at least so new.
pub fn know(version: Version) {
    NEWEST.set(NEWEST.get().max(version));
}

/// A server that is still making the picture of the newest version is asked again so often.
const TIMES: u32 = 10;

/// Longest time until then, in seconds.
const LONGEST_WAIT_S: u32 = 10;

/// Asks for something; `path` begins after [`API`].
pub async fn get<T: DeserializeOwned>(path: &str) -> Result<T, Trouble> {
    read(&text_of(patient(path, &[]).await?)?)
}

/// Asks, and asks again while the server says that it is not ready.
async fn patient(path: &str, headers: &[(&str, String)]) -> Result<Answer, Trouble> {
    for _ in 1..TIMES {
        let answer = answer_within(TIMEOUT_MS, "GET", path, headers, Body::Empty).await?;
        let Some(wait_s) = answer.retry_after_s.filter(|_| answer.status == 503) else {
            return Ok(answer);
        };
        time::sleep(1_000 * wait_s.clamp(1, LONGEST_WAIT_S)).await;
    }
    answer_within(TIMEOUT_MS, "GET", path, headers, Body::Empty).await
}

/// An answer, and the tag by which the same is known again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tagged<T> {
    /// The answer.
    pub here: T,
    /// Its tag.
    pub tag: Option<String>,
    /// How many rows there are, where it was cut off at a limit.
    pub total: Option<usize>,
}

/// Asks for something of which the answer with this tag is here already; `None` when nothing has changed.
pub async fn get_if_changed<T: DeserializeOwned>(
    path: &str,
    tag: Option<String>,
) -> Result<Option<Tagged<T>>, Trouble> {
    let headers: Vec<(&str, String)> = tag.into_iter().map(|tag| ("If-None-Match", tag)).collect();
    let answer = patient(path, &headers).await?;
    if answer.status == UNCHANGED {
        return Ok(None);
    }
    let (tag, total) = (answer.tag.clone(), answer.total);
    Ok(Some(Tagged { here: read(&text_of(answer)?)?, tag, total }))
}

/// The status that says that nothing has changed.
const UNCHANGED: u16 = 304;

/// Sends something and reads the answer.
pub async fn post<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<T, Trouble> {
    read(&send("POST", path, body).await?)
}

/// Puts something in the stead of what was there and reads the answer.
pub async fn put<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<T, Trouble> {
    read(&send("PUT", path, body).await?)
}

/// Puts something there; the answer says no more than that it was taken.
pub async fn set(path: &str, body: &impl Serialize) -> Result<(), Trouble> {
    send("PUT", path, body).await.map(|_| ())
}

/// Hands over a text as it is, which may be large, and reads the answer.
pub async fn hand_over<T: DeserializeOwned>(path: &str, text: &str) -> Result<T, Trouble> {
    read(&ask_within(LARGE_TIMEOUT_MS, "POST", path, Body::Json(text)).await?)
}

/// Hands over a file as it is, and reads the answer.
pub async fn hand_over_bytes<T: DeserializeOwned>(path: &str, bytes: &[u8]) -> Result<T, Trouble> {
    read(&ask_within(LARGE_TIMEOUT_MS, "POST", path, Body::Bytes(bytes)).await?)
}

/// Whether there is something to ask for.
pub async fn is_there(path: &str) -> Result<bool, Trouble> {
    match ask("HEAD", path, Body::Empty).await {
        Ok(_) => Ok(true),
        Err(Trouble::Missing) => Ok(false),
        Err(trouble) => Err(trouble),
    }
}

/// Sends something; the answer says no more than that it was taken.
pub async fn tell(path: &str, body: &impl Serialize) -> Result<(), Trouble> {
    send("POST", path, body).await.map(|_| ())
}

/// Has something ended.
pub async fn end(path: &str) -> Result<(), Trouble> {
    ask("DELETE", path, Body::Empty).await.map(|_| ())
}

async fn send(method: &str, path: &str, body: &impl Serialize) -> Result<String, Trouble> {
    let json = serde_json::to_string(body).map_err(|_| Trouble::Failed(0))?;
    ask(method, path, Body::Json(&json)).await
}

async fn ask(method: &str, path: &str, body: Body<'_>) -> Result<String, Trouble> {
    ask_within(TIMEOUT_MS, method, path, body).await
}

async fn ask_within(timeout_ms: u32, method: &str, path: &str, body: Body<'_>) -> Result<String, Trouble> {
    text_of(answer_within(timeout_ms, method, path, &[], body).await?)
}

async fn answer_within(
    timeout_ms: u32,
    method: &str,
    path: &str,
    headers: &[(&str, String)],
    body: Body<'_>,
) -> Result<Answer, Trouble> {
    let path = format!("{API}{path}");
    let newest = Some(NEWEST.get()).filter(|it| *it != Version::default());
    let newest = newest.map(|it| ("Lykta-Min-Revision", it.to_string()));
    let headers: Vec<(&str, String)> = headers.iter().cloned().chain(newest).collect();
    let request = Request { method, path: &path, who: Who::SignedIn, headers: &headers, body, timeout_ms };
    let answer = net::send(&request).await.map_err(|_| Trouble::Unreachable)?;
    answer.revision.into_iter().for_each(know);
    Ok(answer)
}

fn text_of(answer: Answer) -> Result<String, Trouble> {
    if (200..300).contains(&answer.status) {
        Ok(answer.text)
    } else {
        Err(trouble(answer.status, &answer.text))
    }
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Trouble> {
    serde_json::from_str(text).map_err(|_| Trouble::Failed(200))
}

fn trouble(status: u16, text: &str) -> Trouble {
    match (status, serde_json::from_str(text)) {
        (401, _) => Trouble::SignedOut,
        (403, _) => Trouble::Forbidden,
        (404 | 410, _) => Trouble::Missing,
        (400..500, Ok(problem)) => Trouble::Refused(problem),
        _ => Trouble::Failed(status),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_carries_the_servers_own_words() {
        let text =
            r#"{"type":"about:blank","code":"invalid","title":"Invalid","status":422,"detail":"No title."}"#;
        let Trouble::Refused(problem) = trouble(422, text) else { panic!("not refused") };
        assert_eq!(problem.detail, "No title.");
    }

    #[test]
    fn an_error_page_that_is_no_problem_is_a_fault_of_the_server() {
        assert_eq!(trouble(502, "<html>"), Trouble::Failed(502));
        assert_eq!(trouble(418, "<html>"), Trouble::Failed(418));
        assert_eq!(trouble(401, ""), Trouble::SignedOut);
    }
}
