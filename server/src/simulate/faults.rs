//! A line that misbehaves as lines do at the edge of coverage: lost requests, lost answers, doubled sends, dead spots.
//!
//! Promises: what happens follows from the seed and the order of requests; every fault is counted.

use std::cell::{Cell, RefCell};
use std::ops::Range;

use serde::Serialize;

use shared::id::BlobHash;
use shared::sync::{BlobProgress, Line, LineFault};
use shared::wire::{Answers, Heads, PushAnswer, PushRequest};

use super::chance::Chance;
use super::track::Track;

/// How the line misbehaves.
#[derive(Debug, Clone)]
pub(super) struct Faults {
    /// Share of requests that are lost, half of them on the way there, half of the answers on the way back.
    pub(super) loss: f64,
    /// Seconds of the walk without any net.
    pub(super) dead: Vec<Range<f64>>,
}

/// Share of requests that arrive twice, for each that is lost.
const DOUBLED_PER_LOST: f64 = 0.5;

/// Where along a track there is no net, for everybody.
pub(super) fn dead_spots(track: &Track, seed: u64) -> Vec<Range<f64>> {
    let mut chance = Chance::new(seed, "dead spots", 0);
    let spots = 1 + chance.below(2);
    let mut spot = || {
        let from = chance.between(0.05, 0.8);
        (from * track.duration_s())..((from + chance.between(0.08, 0.2)) * track.duration_s())
    };
    (0..spots).map(|_| spot()).collect()
}

/// What happened on the line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Requests made.
    pub requests: u64,
    /// Requests that never arrived.
    pub lost_requests: u64,
    /// Requests that arrived and whose answer was lost.
    pub lost_answers: u64,
    /// Requests that arrived twice.
    pub doubled: u64,
    /// Requests made where there is no net.
    pub without_net: u64,
    /// Requests that failed without our doing: the real line or server was not there.
    pub real_faults: u64,
}

impl Tally {
    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            requests: self.requests + other.requests,
            lost_requests: self.lost_requests + other.lost_requests,
            lost_answers: self.lost_answers + other.lost_answers,
            doubled: self.doubled + other.doubled,
            without_net: self.without_net + other.without_net,
            real_faults: self.real_faults + other.real_faults,
        }
    }
}

/// What becomes of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Good,
    Lost,
    AnswerLost,
    Doubled,
    NoNet,
}

/// A line with faults put before it.
#[derive(Debug)]
pub(super) struct FaultyLine<L> {
    line: L,
    faults: Faults,
    chance: RefCell<Chance>,
    now_s: Cell<f64>,
    tally: Cell<Tally>,
}

impl<L: Line> FaultyLine<L> {
    pub(super) fn new(line: L, faults: Faults, chance: Chance) -> Self {
        let (now_s, tally) = (Cell::new(0.0), Cell::default());
        Self { line, faults, chance: RefCell::new(chance), now_s, tally }
    }

    /// Tells the line where on the walk the phone is.
    pub(super) fn at(&self, now_s: f64) {
        self.now_s.set(now_s);
    }

    /// The line behind the faults.
    pub(super) fn line(&self) -> &L {
        &self.line
    }

    pub(super) fn tally(&self) -> Tally {
        self.tally.get()
    }

    fn count(&self, change: impl FnOnce(&mut Tally)) {
        let mut tally = self.tally.get();
        change(&mut tally);
        self.tally.set(tally);
    }

    fn fate(&self) -> Fate {
        if self.faults.dead.iter().any(|spot| spot.contains(&self.now_s.get())) {
            return Fate::NoNet;
        }
        let (loss, drawn) = (self.faults.loss, self.chance.borrow_mut().between(0.0, 1.0));
        if drawn < loss / 2.0 {
            Fate::Lost
        } else if drawn < loss {
            Fate::AnswerLost
        } else if drawn < loss * (1.0 + DOUBLED_PER_LOST) {
            Fate::Doubled
        } else {
            Fate::Good
        }
    }

    async fn ask<T>(&self, request: impl AsyncFn(&L) -> Result<T, LineFault>) -> Result<T, LineFault> {
        let fate = self.fate();
        self.count(|tally| {
            tally.requests += 1;
            match fate {
                Fate::Good => {}
                Fate::Lost => tally.lost_requests += 1,
                Fate::AnswerLost => tally.lost_answers += 1,
                Fate::Doubled => tally.doubled += 1,
                Fate::NoNet => tally.without_net += 1,
            }
        });
        match fate {
            Fate::NoNet => Err(LineFault::Retry("there is no net here".to_owned())),
            Fate::Lost => Err(LineFault::Retry("the request was lost".to_owned())),
            Fate::Good => self.really(&request).await,
            Fate::Doubled => {
                let _ = self.really(&request).await;
                self.really(&request).await
            }
            Fate::AnswerLost => {
                let _ = self.really(&request).await;
                Err(LineFault::Retry("the answer was lost".to_owned()))
            }
        }
    }

    async fn really<T>(&self, request: &impl AsyncFn(&L) -> Result<T, LineFault>) -> Result<T, LineFault> {
        let answer = request(&self.line).await;
        if matches!(answer, Err(LineFault::Retry(_))) {
            self.count(|tally| tally.real_faults += 1);
        }
        answer
    }
}

impl<L: Line> Line for FaultyLine<L> {
    async fn heads(&self) -> Result<Heads, LineFault> {
        self.ask(async |line: &L| line.heads().await).await
    }

    async fn push(&self, request: &PushRequest) -> Result<PushAnswer, LineFault> {
        self.ask(async |line: &L| line.push(request).await).await
    }

    async fn blob_progress(&self, blob: BlobHash) -> Result<BlobProgress, LineFault> {
        self.ask(async |line: &L| line.blob_progress(blob).await).await
    }

    async fn send_blob(
        &self,
        blob: BlobHash,
        offset: u64,
        total: u64,
        bytes: &[u8],
    ) -> Result<BlobProgress, LineFault> {
        self.ask(async |line: &L| line.send_blob(blob, offset, total, bytes).await).await
    }

    async fn answers(&self) -> Result<Answers, LineFault> {
        self.ask(async |line: &L| line.answers().await).await
    }
}
