//! Who reads a long answer at this moment.
//!
//! Promises: so many in all and for each account; a place is free again when the answer was read, or its reader has gone;
//! half of the processors write lists at most, so that many readers keep nobody else waiting.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use shared::id::SeriesId;

use super::Packing;
use super::packing::{Packers, Place};
use crate::problem::Refusal;

/// Readers of long answers in all: with a chunk and what the connection keeps, some 30 MiB.
const MOST: usize = 256;

/// Those of them that one person or program may have.
const MOST_OF_ACCOUNT: usize = 32;

/// The places.
#[derive(Debug)]
pub struct Readers {
    by_account: Arc<Mutex<BTreeMap<SeriesId, usize>>>,
    packers: Arc<Packers>,
    turns: Arc<Semaphore>,
}

impl Default for Readers {
    fn default() -> Self {
        let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            by_account: Arc::default(),
            packers: Arc::default(),
            turns: Arc::new(Semaphore::new((processors / 2).max(1))),
        }
    }
}

/// The right to write one chunk. Nobody closes the turns, so everybody who waits gets one.
type Turn = Option<OwnedSemaphorePermit>;

/// One place.
#[derive(Debug)]
pub struct Reader {
    by_account: Arc<Mutex<BTreeMap<SeriesId, usize>>>,
    packers: Arc<Packers>,
    turns: Arc<Semaphore>,
    account: SeriesId,
}

impl Readers {
    /// A place for somebody; refused while there is none.
    pub fn one_more(&self, account: SeriesId) -> Result<Reader, Refusal> {
        let mut by_account = self.by_account.lock().unwrap_or_else(PoisonError::into_inner);
        let (all, own) = (by_account.values().sum::<usize>(), by_account.get(&account).copied().unwrap_or(0));
        if all >= MOST || own >= MOST_OF_ACCOUNT {
            return Err(Refusal::Busy);
        }
        by_account.insert(account, own + 1);
        drop(by_account);
        let (by_account, packers, turns) =
            (self.by_account.clone(), self.packers.clone(), self.turns.clone());
        Ok(Reader { by_account, packers, turns, account })
    }

    /// Waits for a turn to write.
    pub async fn turn(&self) -> Turn {
        self.turns.clone().acquire_owned().await.ok()
    }
}

impl Reader {
    /// Waits for a turn to write the next chunk, behind those who wait already.
    pub async fn turn(&self) -> Turn {
        self.turns.clone().acquire_owned().await.ok()
    }

    /// How the answer is packed, of the ways that the reader takes.
    pub fn packing(&self, ways: Vec<Packing>) -> Place {
        self.packers.place(ways)
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        let mut by_account = self.by_account.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = by_account.get_mut(&self.account) {
            *own -= 1;
            if *own == 0 {
                by_account.remove(&self.account);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    #[tokio::test]
    async fn those_who_write_take_turns_and_leave_processors_to_others() {
        let readers = Readers::default();
        let reader = readers.one_more(SeriesId::from_bytes([1; 16])).unwrap();
        let processors = std::thread::available_parallelism().unwrap().get();
        let mut turns = Vec::new();
        while let Some(turn) = reader.turn().now_or_never() {
            turns.push(turn);
        }
        assert_eq!(turns.len(), (processors / 2).max(1));
        turns.pop();
        assert!(readers.turn().now_or_never().is_some());
    }

    #[test]
    fn one_account_leaves_places_to_others_and_gives_its_own_back() {
        let readers = Readers::default();
        let account = |number| SeriesId::from_bytes([number; 16]);
        let own: Vec<Reader> = (0..MOST_OF_ACCOUNT).map(|_| readers.one_more(account(1)).unwrap()).collect();
        assert!(readers.one_more(account(1)).is_err());
        assert!(readers.one_more(account(2)).is_ok());
        drop(own);
        assert!(readers.by_account.lock().unwrap().is_empty());
        let many: Vec<Reader> =
            (0..=255).filter_map(|number| readers.one_more(account(number)).ok()).collect();
        assert_eq!(many.len(), MOST);
        assert!(readers.one_more(account(1)).is_err());
    }
}
