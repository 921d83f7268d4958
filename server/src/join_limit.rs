//! How often somebody may try to join, decided before a code is looked up.
//!
//! Promises: no address guesses codes faster than slowly, and all addresses together do not either; somebody who guesses
//! keeps nobody out who comes from another address, however many guess; addresses are in memory only and are forgotten
//! when they are idle.
//!
//! A code is one of 32^8 ≈ 10^12. An address has 200 wrong codes at once and one more every ten seconds. When all together
//! have used up 2,000 (and five a second), each address has ten left of its own. So a thousand addresses find one of a
//! hundred codes in some thirty years. A right code costs nothing: two hundred phones behind one address join at once.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use shared::id::WalkId;

use crate::bucket::{Bucket, Rate};
use crate::limits::network;

/// Wrong codes of one address. There are more at once than requests of one address are worked on at once, since a code
/// counts as wrong until it was found to be right.
const ADDRESS: Rate = Rate { most: 200.0, per_second: 0.1 };

/// Wrong codes of all addresses together.
const ALL: Rate = Rate { most: 2_000.0, per_second: 5.0 };

/// What each address may try, whatever the others do.
const OWN: f64 = 10.0;

/// Joins of one walk.
const WALK: Rate = Rate { most: 500.0, per_second: 10.0 };

/// Addresses that are idle are forgotten when there are so many more.
const ROUND: usize = 4_096;

/// Whose limit counts: those of whom no address is known share one.
type Guesser = Option<IpAddr>;

#[derive(Debug)]
struct Tried {
    all: Option<Bucket>,
    by_guesser: BTreeMap<Guesser, Bucket>,
    by_walk: BTreeMap<WalkId, Bucket>,
    next_round: usize,
}

/// The limits, in memory.
#[derive(Debug)]
pub struct JoinLimit(Mutex<Tried>);

impl Default for JoinLimit {
    fn default() -> Self {
        let (by_guesser, by_walk) = (BTreeMap::new(), BTreeMap::new());
        Self(Mutex::new(Tried { all: None, by_guesser, by_walk, next_round: ROUND }))
    }
}

impl JoinLimit {
    /// Whether this address may have one more code looked up. It counts as wrong until [`was_right`](Self::was_right).
    pub fn may_try(&self, client: Option<IpAddr>, now_ms: i64) -> bool {
        let mut tried = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tried.forget_idle(now_ms);
        let Tried { all, by_guesser, .. } = &mut *tried;
        let new = || Bucket::full(ADDRESS, now_ms);
        let own = by_guesser.entry(client.map(network)).or_insert_with(new);
        // Who has nothing left takes nothing from the others either.
        if own.take(ADDRESS, now_ms).is_err() {
            return false;
        }
        let all = all.get_or_insert_with(|| Bucket::full(ALL, now_ms));
        let may = own.holds(ADDRESS, now_ms) >= ADDRESS.most - OWN || all.take(ALL, now_ms).is_ok();
        if !may {
            own.give_back(ADDRESS, now_ms);
        }
        may
    }

    /// The code that was looked up last for this address is a walk's: the try costs nothing.
    pub fn was_right(&self, client: Option<IpAddr>, now_ms: i64) {
        let mut tried = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Nothing goes back to all together: somebody who has one right code must not make room for guesses by it.
        if let Some(own) = tried.by_guesser.get_mut(&client.map(network)) {
            own.give_back(ADDRESS, now_ms);
        }
    }

    /// Whether one more may join this walk.
    pub fn admits(&self, walk: WalkId, now_ms: i64) -> bool {
        let mut tried = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let full = || Bucket::full(WALK, now_ms);
        tried.by_walk.entry(walk).or_insert_with(full).take(WALK, now_ms).is_ok()
    }
}

impl Tried {
    fn forget_idle(&mut self, now_ms: i64) {
        if self.by_guesser.len() >= self.next_round {
            self.by_guesser.retain(|_, own| !own.is_full(ADDRESS, now_ms));
            self.by_walk.retain(|_, walk| !walk.is_full(WALK, now_ms));
            self.next_round = self.by_guesser.len() + ROUND;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(number: u32) -> IpAddr {
        std::net::Ipv4Addr::from(number).into()
    }

    fn wrong(limit: &JoinLimit, from: impl Into<Option<IpAddr>>, times: usize, now_ms: i64) -> usize {
        let from = from.into();
        (0..times).filter(|_| limit.may_try(from, now_ms)).count()
    }

    #[test]
    fn who_guesses_is_stopped_before_the_look_up_and_nobody_else_is() {
        let limit = JoinLimit::default();
        assert_eq!(wrong(&limit, address(1), 100_000, 0), 200);
        assert_eq!(wrong(&limit, address(1), 100_000, 60_000), 6, "one more every ten seconds");
        assert!(limit.may_try(Some(address(2)), 0), "another address");
        assert_eq!(wrong(&limit, None, 100_000, 0), 200, "those of whom no address is known share one");
    }

    #[test]
    fn all_together_are_stopped_and_everybody_keeps_some_tries() {
        let limit = JoinLimit::default();
        let by_many: usize = (0..1_000).map(|number| wrong(&limit, address(number), 1_000, 0)).sum();
        assert!(by_many <= 2_000 + 1_000 * 10, "{by_many}");
        assert_eq!(wrong(&limit, address(5_000), 100, 0), 10, "whatever the others do");
    }

    #[test]
    fn two_hundred_phones_behind_one_address_join_and_mistype_a_little() {
        let limit = JoinLimit::default();
        for phone in 0..2_000 {
            assert!(limit.may_try(Some(address(1)), 0), "{phone}");
            if phone % 20 > 0 {
                limit.was_right(Some(address(1)), 0);
            }
        }
    }

    #[test]
    fn a_flood_of_addresses_is_forgotten_again() {
        let limit = JoinLimit::default();
        for number in 0..100_000 {
            limit.may_try(Some(address(number)), i64::from(number) * 100);
        }
        let known = limit.0.lock().unwrap().by_guesser.len();
        assert!(known <= 2 * ROUND, "{known}");
    }
}
