//! Walkers who say things and send photos without pause, over a line to a server that dies.
//!
//! Promises: what a walker was told is remembered at the moment at which it is told, and every later answer is held
//! against it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::future::join_all;
use rand::rngs::ChaCha8Rng;
use rand::{RngExt as _, SeedableRng as _};
use shared::id::{BlobHash, ObservationId};
use shared::record::{Head, Receipt};
use shared::statement::Change;
use shared::sync::{BlobProgress, Fault, Line, LineFault, exchange};
use shared::wire::{Answers, Heads, PushAnswer, PushRequest};

use super::stored::Stored;
use crate::phone::Phone;
use crate::{photo, says};

/// A phone that has said so much goes home, and another one joins.
const RECORDS_OF_A_WALK: u64 = 60;

/// So long one waits after a line broke.
const PAUSE: Duration = Duration::from_millis(4);

/// How much a campaign went through.
#[derive(Debug, Default, Clone)]
pub struct Toll {
    /// Records that walkers were told have arrived.
    pub acknowledged: u64,
    /// Photos that they were told have arrived.
    pub photos: u64,
    /// Requests that broke.
    pub broken: u64,
    /// What was acknowledged and is not there.
    pub lost: u64,
    /// What is there more than once.
    pub doubled: u64,
    /// What is not as it was written.
    pub corrupt: u64,
}

impl Toll {
    /// Whether the promises were kept.
    pub fn is_clean(&self) -> bool {
        (self.lost, self.doubled, self.corrupt) == (0, 0, 0)
    }
}

impl std::fmt::Display for Toll {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} records and {} photos acknowledged, {} requests broken: {} lost, {} doubled, {} corrupt",
            self.acknowledged, self.photos, self.broken, self.lost, self.doubled, self.corrupt
        )
    }
}

/// A walker, and what they rely on.
#[derive(Debug)]
pub(super) struct Walker {
    pub(super) phone: Phone,
    /// The head after each record, as the phone itself reckons it.
    heads: RefCell<Vec<Head>>,
    pub(super) acknowledged: Cell<u64>,
    pub(super) photos: RefCell<BTreeSet<BlobHash>>,
    broken: Cell<u64>,
    /// Answers that took back what had been told.
    taken_back: Cell<u64>,
}

/// Everybody who is on the way.
#[derive(Debug)]
pub(super) struct Load {
    base: String,
    code: String,
    seats: usize,
    chance: RefCell<ChaCha8Rng>,
    said: Cell<u32>,
    /// Everybody who ever joined.
    walkers: RefCell<Vec<std::rc::Rc<Walker>>>,
}

impl Load {
    pub(super) fn new(base: String, code: String, seats: usize, seed: u64) -> Self {
        let chance = RefCell::new(ChaCha8Rng::seed_from_u64(seed));
        Self { base, code, seats, chance, said: Cell::default(), walkers: RefCell::default() }
    }

    /// All walk and send until something else has happened.
    pub(super) async fn until<T>(&self, happened: impl Future<Output = T>) -> T {
        let walks = join_all((0..self.seats).map(|_| self.walks(u64::MAX)));
        tokio::select! {
            happened = happened => happened,
            _ = walks => unreachable!("nobody goes home by themselves"),
        }
    }

    /// Each of them walks so many rounds.
    pub(super) async fn rounds(&self, rounds: u64) {
        join_all((0..self.seats).map(|_| self.walks(rounds))).await;
    }

    /// A number below this one.
    pub(super) fn below(&self, count: u32) -> u32 {
        self.chance.borrow_mut().random_range(0..count)
    }

    pub(super) fn everybody(&self) -> Vec<std::rc::Rc<Walker>> {
        self.walkers.borrow().clone()
    }

    /// One seat: somebody joins, says things and sends them, and hands over to the next.
    async fn walks(&self, rounds: u64) {
        let mut sitting: Option<std::rc::Rc<Walker>> = None;
        for _ in 0..rounds {
            let walker = match sitting.take() {
                Some(walker) => walker,
                None => self.joins().await,
            };
            self.says(&walker).await;
            walker.send().await;
            sitting = Some(walker).filter(|it| it.heads.borrow().len() as u64 <= RECORDS_OF_A_WALK);
        }
    }

    async fn joins(&self) -> std::rc::Rc<Walker> {
        loop {
            match Phone::try_to_join(self.base.clone(), &self.code).await {
                Ok(phone) => {
                    let walker = std::rc::Rc::new(Walker::new(phone));
                    self.walkers.borrow_mut().push(std::rc::Rc::clone(&walker));
                    return walker;
                }
                Err(_) => tokio::time::sleep(PAUSE).await,
            }
        }
    }

    /// Every text and every photo is like no other, so that two of a kind are one that was doubled.
    async fn says(&self, walker: &Walker) {
        let records = 1 + self.below(4);
        for _ in 0..records {
            let said = self.said.get();
            self.said.set(said + 1);
            let of = ObservationId { series: walker.phone.series(), number: 1 };
            match self.below(10) {
                0 if walker.number() > 0 => {
                    let [high, low, ..] = said.to_le_bytes();
                    let jpeg = photo::clean_jpeg_of_shade(160 + u32::from(low), 120, high);
                    walker.phone.photograph(of, &jpeg).await;
                }
                1..4 if walker.number() > 0 => {
                    let edit = says::edit(of, Change::Text(format!("mörkt {said}")));
                    walker.phone.say(&edit).await;
                }
                _ => {
                    let metres = f64::from(said % 10_000);
                    let seen = says::dark_at(says::beside(says::LAMP, metres, f64::from(said / 10_000)));
                    walker.phone.say(&seen).await;
                }
            }
            let head = walker.phone.head().await;
            walker.heads.borrow_mut().push(head);
        }
    }

    /// All come home: everything arrives.
    pub(super) async fn come_home(&self) {
        for walker in self.everybody() {
            let sent = async || walker.send().await.then_some(());
            crate::wait::until("everything has arrived", sent).await;
        }
    }

    /// Holds what the server has stored against what was acknowledged and what was said.
    pub(super) async fn compare(&self, stored: &Stored, toll: &mut Toll) {
        for walker in self.everybody() {
            let texts = stored.texts_by_series.get(&walker.phone.series());
            let there = texts.map_or(&[][..], Vec::as_slice);
            toll.lost +=
                walker.acknowledged.get().saturating_sub(there.len() as u64) + u64::from(texts.is_none());
            let own = walker.phone.texts().await;
            let heads = walker.heads.borrow();
            for (number, (text, digest)) in there.iter().enumerate() {
                let is_own = own.get(number) == Some(text);
                let is_right = heads.get(number).is_some_and(|head| head.digest.as_bytes() == digest);
                toll.corrupt += u64::from(!is_own || !is_right);
            }
            toll.lost += walker.photos.borrow().difference(&stored.photos).count() as u64;
        }
        let mut texts: Vec<_> = stored
            .texts_by_series
            .iter()
            .flat_map(|(series, texts)| texts.iter().map(move |(text, _)| (series, text)))
            .collect();
        texts.sort_unstable();
        toll.doubled += texts.windows(2).filter(|two| two[0] == two[1]).count() as u64;
        toll.corrupt += u64::from(stored.integrity != "ok");
        self.count(toll);
    }

    fn count(&self, toll: &mut Toll) {
        let sum = |of: fn(&Walker) -> u64| self.walkers.borrow().iter().map(|it| of(it)).sum::<u64>();
        toll.acknowledged = sum(|it| it.acknowledged.get());
        toll.photos = sum(|it| it.photos.borrow().len() as u64);
        toll.broken = sum(|it| it.broken.get());
        toll.lost += sum(|it| it.taken_back.take());
    }
}

impl Walker {
    fn new(phone: Phone) -> Self {
        Self {
            phone,
            heads: RefCell::default(),
            acknowledged: Cell::default(),
            photos: RefCell::default(),
            broken: Cell::default(),
            taken_back: Cell::default(),
        }
    }

    pub(super) fn number(&self) -> u64 {
        self.heads.borrow().len() as u64
    }

    /// Sends what is missing; whether it got through.
    async fn send(&self) -> bool {
        match exchange(&self.phone.store, self, self.phone.series(), |_| ()).await {
            Ok(()) => return true,
            Err(Fault::Retry(_)) => {}
            Err(fault) => panic!("a phone is stuck: {fault}"),
        }
        self.broken.set(self.broken.get() + 1);
        tokio::time::sleep(PAUSE).await;
        false
    }

    fn takes_back(&self, is_taken_back: bool) {
        self.taken_back.set(self.taken_back.get() + u64::from(is_taken_back));
    }

    /// A receipt: it goes at least as far as the one before, and is of what was said.
    fn hears(&self, receipt: &Receipt) {
        let own = match receipt.number.checked_sub(1) {
            None => Some(Head::empty(receipt.series)),
            Some(index) => self.heads.borrow().get(usize::try_from(index).unwrap_or(usize::MAX)).copied(),
        };
        self.takes_back(receipt.number < self.acknowledged.get() || own != Some(receipt.head()));
        self.acknowledged.set(self.acknowledged.get().max(receipt.number));
    }

    fn hears_of(&self, blob: BlobHash, progress: BlobProgress) -> BlobProgress {
        if progress == BlobProgress::Complete {
            self.photos.borrow_mut().insert(blob);
        } else {
            self.takes_back(self.photos.borrow().contains(&blob));
        }
        progress
    }
}

impl Line for Walker {
    async fn heads(&self) -> Result<Heads, LineFault> {
        let told = self.phone.heads().await?;
        told.heads.iter().for_each(|receipt| self.hears(receipt));
        told.missing.iter().for_each(|blob| self.takes_back(self.photos.borrow().contains(blob)));
        Ok(told)
    }

    async fn push(&self, request: &PushRequest) -> Result<PushAnswer, LineFault> {
        let answer = self.phone.push(request).await?;
        self.hears(&answer.receipt);
        Ok(answer)
    }

    async fn blob_progress(&self, blob: BlobHash) -> Result<BlobProgress, LineFault> {
        Ok(self.hears_of(blob, self.phone.blob_progress(blob).await?))
    }

    async fn send_blob(
        &self,
        blob: BlobHash,
        offset: u64,
        total: u64,
        bytes: &[u8],
    ) -> Result<BlobProgress, LineFault> {
        Ok(self.hears_of(blob, self.phone.send_blob(blob, offset, total, bytes).await?))
    }

    /// Of no interest here.
    async fn answers(&self) -> Result<Answers, LineFault> {
        Ok(Answers { answers: vec![] })
    }
}
