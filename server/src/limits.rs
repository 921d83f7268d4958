//! How much one may ask: by address, by token, at the same moment, and for how long.
//!
//! Promises: an honest walk never meets a limit, also when two hundred phones stand behind one address; no address and
//! no token holds up the others, and a body on its way holds no slot; who is turned away is told when to come again.
//! Addresses are in memory only, as long as they ask, and are written nowhere.

mod slot;

pub use slot::{Reading, Slot};

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
#[cfg(test)]
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use shared::id::SeriesId;

use crate::auth::Caller;
use crate::body::{Pace, Room};
use crate::bucket::{Bucket, Buckets, Rate, TooOften};
use crate::clock;
use crate::problem::Refusal;
use crate::state::App;
use slot::Bodies;

/// One address. Two hundred phones that open the app, join and come home with five photos each ask 20,000 times.
const ADDRESS: Rate = Rate { most: 30_000.0, per_second: 300.0 };

/// One phone. Forty photos and a night's records are 500 requests.
const PHONE: Rate = Rate { most: 2_000.0, per_second: 20.0 };

/// One person or program: a map that is dragged about, a script that walks through all pages.
const ACCOUNT: Rate = Rate { most: 10_000.0, per_second: 100.0 };

/// Requests that are worked on at the same moment.
const AT_ONCE: usize = 512;

/// Those of them that may come from one address, so that a slow one leaves room for others.
const AT_ONCE_OF_ADDRESS: usize = 128;

/// So long a request waits for its turn.
const QUEUE: Duration = Duration::from_secs(5);

/// So long a request may take from its head to its answer's: more than any phone waits.
const WHOLE: Duration = Duration::from_mins(2);

/// Bodies that are unpacked and parsed at the same moment, in KiB of their size: each is in memory several times over.
const MEMORY_KIB: usize = 48 * 1024;

/// Addresses that are idle are forgotten when there are so many more.
const ROUND: usize = 4_096;

/// Who asks, as far as that is known: not where a proxy does not tell.
#[derive(Debug, Clone, Copy)]
pub struct Client(pub IpAddr);

/// The limits, in memory.
#[derive(Debug)]
pub struct Limits {
    addresses: Mutex<Addresses>,
    phones: Mutex<Buckets<SeriesId>>,
    accounts: Mutex<Buckets<SeriesId>>,
    slots: Arc<Semaphore>,
    bodies: Arc<Bodies>,
    memory: Arc<Semaphore>,
    /// Where large bodies go while they come in.
    pub room: Room,
    /// How slowly a body may come.
    pub pace: Pace,
    /// So long a request waits for its turn.
    pub queue: Duration,
    /// So long it may take.
    pub whole: Duration,
}

#[derive(Debug)]
struct Addresses {
    known: BTreeMap<IpAddr, Address>,
    next_round: usize,
}

#[derive(Debug)]
struct Address {
    bucket: Bucket,
    slots: Arc<Semaphore>,
}

impl Address {
    fn is_idle(&self, now_ms: i64) -> bool {
        self.bucket.is_full(ADDRESS, now_ms) && self.slots.available_permits() == AT_ONCE_OF_ADDRESS
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            addresses: Mutex::new(Addresses { known: BTreeMap::new(), next_round: ROUND }),
            phones: Mutex::default(),
            accounts: Mutex::default(),
            slots: Arc::new(Semaphore::new(AT_ONCE)),
            bodies: Arc::default(),
            memory: Arc::new(Semaphore::new(MEMORY_KIB)),
            room: Room::default(),
            pace: Pace::default(),
            queue: QUEUE,
            whole: WHOLE,
        }
    }
}

impl Limits {
    /// Limits with a place for large bodies while they come in.
    pub fn spooling(room: Room) -> Self {
        Self { room, ..Self::default() }
    }

    /// Whether this token may ask once more.
    pub fn admit_token(&self, caller: &Caller) -> Result<(), TooOften> {
        let (buckets, series, rate) = match caller {
            Caller::Walker(series) => (&self.phones, *series, PHONE),
            Caller::Account(account) => (&self.accounts, account.series, ACCOUNT),
        };
        buckets.lock().unwrap_or_else(PoisonError::into_inner).take(series, rate, clock::now_ms())
    }

    /// Whether this address may ask once more, and its share of the slots.
    fn admit_address(&self, address: IpAddr, now_ms: i64) -> Result<Arc<Semaphore>, TooOften> {
        let mut addresses = self.addresses.lock().unwrap_or_else(PoisonError::into_inner);
        if addresses.known.len() >= addresses.next_round {
            addresses.known.retain(|_, address| !address.is_idle(now_ms));
            addresses.next_round = addresses.known.len() + ROUND;
        }
        let new = || Address {
            bucket: Bucket::full(ADDRESS, now_ms),
            slots: Arc::new(Semaphore::new(AT_ONCE_OF_ADDRESS)),
        };
        let address = addresses.known.entry(network(address)).or_insert_with(new);
        address.bucket.take(ADDRESS, now_ms)?;
        Ok(address.slots.clone())
    }

    /// What a request needs to read its body, with a slot that is still to be taken.
    fn reading(&self, own: Option<Arc<Semaphore>>) -> Reading {
        Reading {
            slot: Arc::new(Slot::new(own.into_iter().chain([self.slots.clone()]).collect(), self.queue)),
            pace: self.pace,
            room: self.room.clone(),
            bodies: self.bodies.clone(),
            memory: self.memory.clone(),
        }
    }
}

#[cfg(test)]
impl Limits {
    /// One of an address' own slots, if one is free.
    pub(crate) fn try_slot(&self, address: &str) -> Option<OwnedSemaphorePermit> {
        let slots = self.admit_address(address.parse().unwrap(), clock::now_ms()).unwrap();
        slots.try_acquire_owned().ok()
    }

    /// How many bodies are on their way.
    pub(crate) fn bodies(&self) -> usize {
        self.bodies.count()
    }

    /// Every slot that there is.
    pub(crate) async fn all_slots(&self) -> OwnedSemaphorePermit {
        self.slots.clone().acquire_many_owned(u32::try_from(AT_ONCE).unwrap()).await.unwrap()
    }
}

/// What one household or one phone has: an address of IPv4, a network of IPv6.
pub(crate) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => IpAddr::V6((address.to_bits() & !u128::from(u64::MAX)).into()),
    }
}

/// Lets a request through when there is room for it, and ends it when it takes too long.
pub async fn admit(State(app): State<App>, mut request: Request, next: Next) -> Result<Response, Refusal> {
    let client = request.extensions().get::<Client>().copied();
    let own = client.map(|Client(address)| app.limits.admit_address(address, clock::now_ms())).transpose()?;
    let reading = app.limits.reading(own);
    let slot = reading.slot.clone();
    request.extensions_mut().insert(reading);
    slot.take().await?;
    let answer = timeout(app.limits.whole, next.run(request)).await.map_err(|_| Refusal::TooSlow);
    slot.give_back();
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_walk_behind_one_address_is_let_in_and_a_flood_is_not() {
        let limits = Limits::default();
        let address: IpAddr = "192.0.2.7".parse().unwrap();
        let phones = 200 * 100;
        assert!((0..phones).all(|_| limits.admit_address(address, 0).is_ok()));
        let flood = (0..100_000).filter(|_| limits.admit_address(address, 0).is_ok()).count();
        assert!(flood < 20_000, "{flood}");
        assert_eq!(limits.admit_address(address, 0).unwrap_err(), TooOften { wait_s: 1 });
        assert!(limits.admit_address("192.0.2.8".parse().unwrap(), 0).is_ok());
    }

    #[test]
    fn a_network_of_ipv6_counts_as_one_address() {
        let same = |one: &str, other: &str| network(one.parse().unwrap()) == network(other.parse().unwrap());
        assert!(same("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"));
        assert!(!same("2001:db8:1:2::1", "2001:db8:1:3::1"));
        assert!(same("::ffff:192.0.2.7", "192.0.2.7"));
    }
}
