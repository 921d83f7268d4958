//! A line that breaks on purpose, with a server behind it that is a few maps: the model that real ones are compared
//! with.
//!
//! Promises: what happens to each request is decided beforehand, so that a failed case can be repeated.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use shared::id::{BlobHash, SeriesId};
use shared::log::{AppendError, Log as _, MemoryLog, Refusal};
use shared::record::{Receipt, blob_hash};
use shared::review::{Writer, may_state};
use shared::statement::{Reading, Statement};
use shared::sync::{BlobProgress, Line, LineFault};
use shared::wire::{
    Answers, Heads, MAX_BATCH_BYTES, MAX_BATCH_RECORDS, Problem, PushAnswer, PushRequest, Stuck,
};

/// What becomes of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It arrives and is answered.
    Good,
    /// It never arrives.
    Lost,
    /// It arrives and the answer is lost.
    AnswerLost,
    /// It arrives twice; the second answer is heard.
    Doubled,
    /// The line is cut after this many of 256 parts of the body.
    Cut(u8),
    /// It arrives now, and once more before the next request does.
    Echoed,
}

/// What a server holds, in the plainest form.
#[derive(Debug, Default, Clone)]
pub struct ModelServer {
    /// The records.
    pub log: MemoryLog,
    /// Photos that are complete and were found good.
    pub blobs: RefCell<BTreeMap<BlobHash, Vec<u8>>>,
    /// Photos that it will not have.
    pub refuses: RefCell<BTreeSet<BlobHash>>,
    /// Photos that somebody on the way does not let through, such as a proxy with a small limit.
    pub barred: RefCell<BTreeSet<BlobHash>>,
    partial: RefCell<BTreeMap<BlobHash, Vec<u8>>>,
}

impl ModelServer {
    async fn push(&self, request: &PushRequest) -> Result<PushAnswer, Problem> {
        let texts = request.texts();
        assert!(texts.len() <= MAX_BATCH_RECORDS, "a batch of {} records", texts.len());
        assert!(texts.iter().map(String::len).sum::<usize>() <= MAX_BATCH_BYTES, "a batch too large");
        match self.log.append(request.series, request.first, &texts).await {
            Ok(_) | Err(AppendError::Refused(Refusal::Gap { .. })) => {}
            Err(error) => return Err(problem(409, "series-forked", &error.to_string())),
        }
        let head = in_memory(self.log.head(request.series).await);
        let unreadable = |(number, text): (u64, &String)| {
            let reason = match Statement::read(text) {
                Ok(Reading::Known(it)) => may_state(Writer::Walker, request.series, &it).err()?.to_string(),
                Ok(Reading::Foreign { .. }) => return None,
                Err(error) => error.to_string(),
            };
            Some(Stuck { number, reason })
        };
        let stuck = (request.first..).zip(&texts).filter_map(unreadable).collect();
        Ok(PushAnswer { receipt: Receipt::new(request.series, head), stuck })
    }

    async fn heads(&self) -> Heads {
        let (mut heads, mut missing) = (Vec::new(), Vec::new());
        for series in in_memory(self.log.series().await) {
            heads.push(Receipt::new(series, in_memory(self.log.head(series).await)));
            for record in in_memory(self.log.read(series, 0, usize::MAX).await) {
                if let Ok(Reading::Known(Statement::Photographed(it))) = Statement::read(&record.text) {
                    missing.push(it.photo.blob);
                }
            }
        }
        missing.retain(|blob| !self.blobs.borrow().contains_key(blob));
        Heads { heads, missing }
    }

    fn progress(&self, blob: BlobHash) -> BlobProgress {
        if self.blobs.borrow().contains_key(&blob) {
            return BlobProgress::Complete;
        }
        BlobProgress::Partial(self.partial.borrow().get(&blob).map_or(0, Vec::len) as u64)
    }

    fn take(&self, blob: BlobHash, offset: u64, total: u64, bytes: &[u8]) -> Result<BlobProgress, Problem> {
        if self.barred.borrow().contains(&blob) {
            return Err(problem(413, "unknown", "Request Entity Too Large"));
        }
        if self.refuses.borrow().contains(&blob) {
            return Err(problem(422, "photo-refused", "it is not a picture"));
        }
        let here = self.partial.borrow().get(&blob).map_or(0, Vec::len) as u64;
        if offset == here && self.progress(blob) != BlobProgress::Complete {
            let mut partial = self.partial.borrow_mut();
            let held = partial.entry(blob).or_default();
            held.extend_from_slice(bytes);
            if held.len() as u64 == total {
                assert_eq!(blob_hash(held), blob, "a photo arrived changed");
                self.blobs.borrow_mut().insert(blob, std::mem::take(held));
                partial.remove(&blob);
            }
        }
        Ok(self.progress(blob))
    }
}

fn problem(status: u16, code: &str, detail: &str) -> Problem {
    Problem { code: code.to_owned(), title: code.to_owned(), status, detail: detail.to_owned() }
}

/// One phone's line to the model server.
#[derive(Debug)]
pub struct FaultyLine<'a> {
    server: &'a ModelServer,
    fates: RefCell<VecDeque<Fate>>,
    echo: RefCell<Option<Request>>,
}

#[derive(Debug, Clone)]
enum Request {
    Push { series: SeriesId, first: u64, texts: Vec<String> },
    Blob { blob: BlobHash, offset: u64, total: u64, bytes: Vec<u8> },
}

enum Answer {
    Pushed(PushAnswer),
    Blob(BlobProgress),
}

impl<'a> FaultyLine<'a> {
    /// A line on which these things happen, in order, and nothing bad afterwards.
    pub fn new(server: &'a ModelServer, fates: impl IntoIterator<Item = Fate>) -> Self {
        Self { server, fates: RefCell::new(fates.into_iter().collect()), echo: RefCell::default() }
    }

    /// Whether everything bad has happened by now.
    pub fn is_good_from_now_on(&self) -> bool {
        self.fates.borrow().is_empty()
    }

    /// A request that changes nothing: it gets through or not.
    fn question(&self) -> Result<(), LineFault> {
        match self.fates.borrow_mut().pop_front() {
            Some(Fate::Lost | Fate::AnswerLost | Fate::Cut(_)) => Err(lost("the question")),
            _ => Ok(()),
        }
    }

    async fn ask(&self, request: Request) -> Result<Answer, LineFault> {
        let echo = self.echo.borrow_mut().take();
        if let Some(echo) = echo {
            let _ = self.arrive(&echo).await;
        }
        let fate = self.fates.borrow_mut().pop_front().unwrap_or(Fate::Good);
        match fate {
            Fate::Good => self.arrive(&request).await,
            Fate::Lost => Err(lost("the request")),
            Fate::AnswerLost => {
                let _ = self.arrive(&request).await;
                Err(lost("the answer"))
            }
            Fate::Doubled => {
                let _ = self.arrive(&request).await;
                self.arrive(&request).await
            }
            Fate::Echoed => {
                self.echo.replace(Some(request.clone()));
                self.arrive(&request).await
            }
            Fate::Cut(parts) => {
                if let Some(beginning) = beginning(request, parts) {
                    let _ = self.arrive(&beginning).await;
                }
                Err(lost("the rest"))
            }
        }
    }

    async fn arrive(&self, request: &Request) -> Result<Answer, LineFault> {
        match request {
            Request::Push { series, first, texts } => {
                let records = texts.iter().map(|text| raw(text)).collect();
                let request = PushRequest { series: *series, first: *first, records };
                self.server.push(&request).await.map(Answer::Pushed)
            }
            Request::Blob { blob, offset, total, bytes } => {
                self.server.take(*blob, *offset, *total, bytes).map(Answer::Blob)
            }
        }
        .map_err(LineFault::from_problem)
    }
}

/// Half a batch is no JSON, so nothing of it counts; the beginning of a photo is kept.
fn beginning(request: Request, parts: u8) -> Option<Request> {
    let Request::Blob { blob, offset, total, mut bytes } = request else { return None };
    bytes.truncate(bytes.len() * usize::from(parts) / 256);
    Some(Request::Blob { blob, offset, total, bytes })
}

fn in_memory<T>(result: Result<T, std::convert::Infallible>) -> T {
    let Ok(value) = result;
    value
}

fn raw(text: &str) -> Box<serde_json::value::RawValue> {
    serde_json::value::RawValue::from_string(text.to_owned()).expect("records are JSON")
}

fn lost(what: &str) -> LineFault {
    LineFault::Retry(format!("{what} was lost"))
}

impl Line for FaultyLine<'_> {
    async fn heads(&self) -> Result<Heads, LineFault> {
        self.question()?;
        Ok(self.server.heads().await)
    }

    async fn push(&self, request: &PushRequest) -> Result<PushAnswer, LineFault> {
        let request = Request::Push { series: request.series, first: request.first, texts: request.texts() };
        match self.ask(request).await? {
            Answer::Pushed(answer) => Ok(answer),
            Answer::Blob(_) => panic!("a push is answered as a push"),
        }
    }

    async fn blob_progress(&self, blob: BlobHash) -> Result<BlobProgress, LineFault> {
        self.question().map(|()| self.server.progress(blob))
    }

    async fn send_blob(
        &self,
        blob: BlobHash,
        offset: u64,
        total: u64,
        bytes: &[u8],
    ) -> Result<BlobProgress, LineFault> {
        match self.ask(Request::Blob { blob, offset, total, bytes: bytes.to_vec() }).await? {
            Answer::Blob(progress) => Ok(progress),
            Answer::Pushed(_) => panic!("a photo is answered as a photo"),
        }
    }

    async fn answers(&self) -> Result<Answers, LineFault> {
        Ok(Answers { answers: vec![] })
    }
}
