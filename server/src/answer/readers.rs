//! Who reads a long answer at this moment.
//!
//! Promises: so many in all and for each account; a place is free again when the answer was read, or its reader has gone.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use shared::id::SeriesId;

use super::Packing;
use super::packing::{Packers, Place};
use crate::problem::Refusal;

/// Readers of long answers in all: with a chunk and what the connection keeps, some 30 MiB.
const MOST: usize = 256;

/// Those of them that one person or program may have.
const MOST_OF_ACCOUNT: usize = 32;

/// The places.
#[derive(Debug, Default)]
pub struct Readers {
    by_account: Arc<Mutex<BTreeMap<SeriesId, usize>>>,
    packers: Arc<Packers>,
}

/// One place.
#[derive(Debug)]
pub struct Reader {
    by_account: Arc<Mutex<BTreeMap<SeriesId, usize>>>,
    packers: Arc<Packers>,
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
        Ok(Reader { by_account: self.by_account.clone(), packers: self.packers.clone(), account })
    }
}

impl Reader {
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
    use super::*;

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
