//! The slot of a request, which is free for others while the request's body is on its way.
//!
//! Promises: a body that is being read holds no slot; one token has a few bodies on their way, and no more; what is parsed
//! at the same moment has a bound in bytes.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use shared::id::SeriesId;

use super::{MEMORY_KIB, QUEUE};
use crate::body::{Pace, Room};
use crate::problem::Refusal;

/// Bodies of one token that may be on their way at once. A phone sends one after the other; those that a broken line left
/// behind are given up within a window of the pace.
const BODIES_OF_TOKEN: usize = 16;

/// One request's share of what is worked on at the same moment.
#[derive(Debug)]
pub struct Slot {
    kinds: Vec<Arc<Semaphore>>,
    queue: Duration,
    held: Mutex<Vec<OwnedSemaphorePermit>>,
}

impl Slot {
    /// One of each kind, taken in this order; each is waited for so long.
    pub(super) fn new(kinds: Vec<Arc<Semaphore>>, queue: Duration) -> Self {
        Self { kinds, queue, held: Mutex::default() }
    }

    /// Waits for it, or says that the server is busy.
    pub async fn take(&self) -> Result<(), Refusal> {
        let mut taken = Vec::with_capacity(self.kinds.len());
        for kind in &self.kinds {
            let permit = timeout(self.queue, kind.clone().acquire_owned()).await;
            taken.push(permit.ok().and_then(Result::ok).ok_or(Refusal::Busy)?);
        }
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = taken;
        Ok(())
    }

    /// Gives it to others.
    pub fn give_back(&self) {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// What a request needs to read its body.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The request's slot.
    pub slot: Arc<Slot>,
    /// How slowly the body may come.
    pub pace: Pace,
    /// Where a large one goes meanwhile.
    pub room: Room,
    pub(super) bodies: Arc<Bodies>,
    pub(super) memory: Arc<Semaphore>,
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            slot: Arc::new(Slot::new(Vec::new(), QUEUE)),
            pace: Pace::default(),
            room: Room::default(),
            bodies: Arc::default(),
            memory: Arc::new(Semaphore::new(MEMORY_KIB)),
        }
    }
}

impl Reading {
    /// Counts a body that is on its way, unless its token has too many.
    pub fn one_more(&self, from: Option<SeriesId>) -> Result<OnItsWay, Refusal> {
        let mut by_token = self.bodies.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = by_token.entry(from).or_default();
        if from.is_some() && *count >= BODIES_OF_TOKEN {
            return Err(Refusal::Busy);
        }
        *count += 1;
        Ok(OnItsWay { bodies: self.bodies.clone(), from })
    }

    /// Waits until so many bytes may be unpacked and parsed.
    pub async fn memory(&self, bytes: usize) -> Result<OwnedSemaphorePermit, Refusal> {
        let kib = u32::try_from(bytes.div_ceil(1024).min(MEMORY_KIB)).unwrap_or(u32::MAX);
        let permit = timeout(QUEUE, self.memory.clone().acquire_many_owned(kib)).await;
        permit.ok().and_then(Result::ok).ok_or(Refusal::Busy)
    }
}

/// How many bodies are on their way, by token; those without one are counted together and bounded by connections.
#[derive(Debug, Default)]
pub(super) struct Bodies(Mutex<BTreeMap<Option<SeriesId>, usize>>);

impl Bodies {
    #[cfg(test)]
    pub(super) fn count(&self) -> usize {
        self.0.lock().unwrap().values().sum()
    }
}

/// A body on its way; it is not counted any more when this is dropped.
#[derive(Debug)]
pub struct OnItsWay {
    bodies: Arc<Bodies>,
    from: Option<SeriesId>,
}

impl Drop for OnItsWay {
    fn drop(&mut self) {
        let mut by_token = self.bodies.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = by_token.get_mut(&self.from) {
            *count -= 1;
            if *count == 0 {
                by_token.remove(&self.from);
            }
        }
    }
}
