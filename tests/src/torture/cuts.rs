//! Power cuts: what a server wrote and flushed is written down, and cut off at very many points.
//!
//! Promises: what the server had begun to tell a phone before the cut is there after it, with its digest; every photo
//! that has its name is whole, and every photo that the database knows has its name; SQLite finds nothing amiss.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use rand::SeedableRng as _;
use rand::rngs::ChaCha8Rng;
use shared::id::{BlobHash, SeriesId};
use shared::record::{Head, Receipt, blob_hash};
use tempfile::TempDir;
use tokio::runtime::Builder;

use super::disk::{Disk, How, Left, memory};
use super::load::Load;
use super::stored::{Stored, Texts};
use super::trace::{self, Event, Told};
use crate::server::Server;

/// Phones that send at the same time.
const PHONES: usize = 6;

const DATABASE: [&str; 2] = ["lykta.sqlite", "lykta.sqlite-wal"];

/// How the server treats its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Care {
    /// As it does.
    Full,
    /// With `synchronous=NORMAL`, which only a build for tests can be told.
    Normal,
}

/// A server's work, written down.
#[derive(Debug, Clone)]
pub struct Recorded {
    before: Disk,
    events: Vec<Event>,
}

/// What came of cutting it off.
#[derive(Debug, Default, Clone)]
pub struct Outcome {
    /// At how many points it was cut.
    pub cuts: u64,
    /// After how many of them something was lost that had been acknowledged.
    pub lost: u64,
    /// After how many of them something was corrupt.
    pub corrupt: u64,
    /// The first that went wrong.
    pub first: Option<String>,
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} cuts, {} lost something acknowledged, {} corrupt", self.cuts, self.lost, self.corrupt)?;
        self.first.iter().try_for_each(|first| write!(f, "; the first: {first}"))
    }
}

/// Lets phones send for so many rounds, and writes down what the server does.
pub async fn record(care: Care, rounds: u64, seed: u64) -> Recorded {
    let careless: &[_] = &[("LYKTA_TEST_CARELESS", "yes")];
    let mut server = Server::start_set(if care == Care::Full { &[] } else { careless }).await;
    let walk = server.create_walk("Porsön");
    server.stop().await;
    for name in ["blobs", "uploads"] {
        std::fs::remove_dir(server.data().join(name)).expect("a directory that is empty");
    }
    let before = Disk::of(server.data());
    let out = TempDir::with_prefix_in("lykta-trace-", memory()).expect("a directory");
    server.is_traced(trace::CALLS, out.path().join("trace"));
    server.start_again().await;
    let load = Load::new(server.url(""), walk.code.clone(), PHONES, seed);
    load.rounds(rounds).await;
    server.kill();
    let trace = std::fs::read_to_string(out.path().join("trace")).expect("a trace");
    let recorded = Recorded { before, events: trace::read(&trace, server.data()) };
    let (records, photos) = recorded.told();
    let said: u64 = load.everybody().iter().map(|it| it.acknowledged.get()).sum();
    assert_eq!(records, said, "what walkers heard was seen leaving the server");
    assert!(photos > 0, "photos were sent");
    recorded
}

impl Recorded {
    /// Records and photos that phones were told have arrived.
    pub fn told(&self) -> (u64, u64) {
        let mut told = Known::default();
        self.events.iter().for_each(|event| told.hears(event));
        (told.receipts.values().map(|it| it.number).sum(), told.photos.len() as u64)
    }

    /// How many calls were written down.
    pub fn events(&self) -> usize {
        self.events.len()
    }

    /// The same, as if the names in directories had never been flushed.
    #[must_use]
    pub fn without_flushes_of_directories(&self) -> Self {
        let mut of_directories = BTreeSet::new();
        let mut disk = self.before.clone();
        let kept = |event: &&Event| {
            disk.happens(event);
            match event {
                Event::FlushBegins { by, path } if disk.is_directory(path) => {
                    of_directories.insert(*by);
                    false
                }
                Event::FlushEnds { by } => !of_directories.remove(by),
                _ => true,
            }
        };
        Self { before: self.before.clone(), events: self.events.iter().filter(kept).cloned().collect() }
    }

    /// Cuts it off at so many points, on two cores.
    pub fn cut(&self, cuts: usize, seed: u64) -> Outcome {
        const THREADS: usize = 2;
        let halves = std::thread::scope(|scope| {
            let cut = |thread| move || self.cut_each(cuts, seed, |cut| cut % THREADS == thread);
            let running: Vec<_> = (0..THREADS).map(|thread| scope.spawn(cut(thread))).collect();
            running.into_iter().map(|it| it.join().expect("no panic")).collect::<Vec<_>>()
        });
        halves.into_iter().fold(Outcome::default(), |all, half| Outcome {
            cuts: all.cuts + half.cuts,
            lost: all.lost + half.lost,
            corrupt: all.corrupt + half.corrupt,
            first: all.first.or(half.first),
        })
    }

    fn cut_each(&self, cuts: usize, seed: u64, is_own: impl Fn(usize) -> bool) -> Outcome {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        let place = TempDir::with_prefix_in("lykta-cut-", memory()).expect("a directory");
        let (mut disk, mut known, mut done) = (self.before.clone(), Known::default(), 0);
        let (mut outcome, mut whole) = (Outcome::default(), Whole::default());
        for cut in (0..cuts).filter(|cut| is_own(*cut)) {
            let until = (cut + 1) * self.events.len() / cuts;
            for event in &self.events[done..until] {
                disk.happens(event);
                known.hears(event);
            }
            done = until;
            let mut chance = ChaCha8Rng::seed_from_u64(seed ^ (cut as u64) << 20);
            let how = How::ALL[(cut / 2) % How::ALL.len()];
            let left = disk.cut(how, &mut chance);
            let found = runtime.block_on(known.look(&left, place.path(), &mut whole));
            outcome.cuts += 1;
            outcome.lost += u64::from(!found.lost.is_empty());
            outcome.corrupt += u64::from(!found.corrupt.is_empty());
            if !found.lost.is_empty() || !found.corrupt.is_empty() {
                let tell = || format!("after {until} events, what was not flushed {how:?}: {found:?}");
                outcome.first.get_or_insert_with(tell);
            }
        }
        outcome
    }
}

/// What phones rely on.
#[derive(Debug, Default)]
struct Known {
    receipts: BTreeMap<SeriesId, Receipt>,
    photos: BTreeSet<BlobHash>,
}

#[derive(Debug, Default)]
struct Found {
    lost: Vec<String>,
    corrupt: Vec<String>,
}

impl Known {
    fn hears(&mut self, event: &Event) {
        match event {
            Event::Told(Told::Records(receipt)) => {
                let known = self.receipts.entry(receipt.series).or_insert(*receipt);
                if known.number < receipt.number {
                    *known = *receipt;
                }
            }
            Event::Told(Told::Series(series)) => {
                let receipt = Receipt::new(*series, Head::empty(*series));
                self.receipts.entry(*series).or_insert(receipt);
            }
            Event::Told(Told::Photo(blob)) => drop(self.photos.insert(*blob)),
            _ => {}
        }
    }

    async fn look(
        &self,
        left: &BTreeMap<std::path::PathBuf, Left>,
        place: &Path,
        whole: &mut Whole,
    ) -> Found {
        for name in DATABASE.iter().copied().chain(["lykta.sqlite-shm"]) {
            let _ = std::fs::remove_file(place.join(name));
            if let Some(file) = left.get(Path::new(name)) {
                std::fs::write(place.join(name), &*file.bytes).expect("room in memory");
            }
        }
        let mut found = Found::default();
        match Stored::read(&place.join(DATABASE[0])).await {
            Ok(stored) => self.compare(&stored, left, whole, &mut found),
            Err(error) => found.corrupt.push(error.to_string()),
        }
        found
    }

    fn compare(
        &self,
        stored: &Stored,
        left: &BTreeMap<std::path::PathBuf, Left>,
        whole: &mut Whole,
        found: &mut Found,
    ) {
        if stored.integrity != "ok" {
            found.corrupt.push(stored.integrity.clone());
        }
        for (series, receipt) in &self.receipts {
            match stored.texts_by_series.get(series) {
                Some(texts) if holds(texts, receipt) => {}
                other => found.lost.push(format!("{receipt:?} of {:?}", other.map(Vec::len))),
            }
        }
        let named = whole.photos(left, &mut found.corrupt);
        let lost = self.photos.iter().filter(|it| !stored.photos.contains(it) || !named.contains(it));
        found.lost.extend(lost.map(|it| format!("photo {it}")));
        let nameless = stored.photos.difference(&named);
        found.corrupt.extend(nameless.map(|it| format!("photo {it} is known and is nowhere")));
    }
}

/// Whether a series is what the receipt says, as its texts alone tell.
fn holds(texts: &Texts, receipt: &Receipt) -> bool {
    let Some(texts) = usize::try_from(receipt.number).ok().and_then(|number| texts.get(..number)) else {
        return false;
    };
    let head = texts.iter().fold(Head::empty(receipt.series), |head, (text, _)| head.then(text));
    let told = texts.last().map_or(*Head::empty(receipt.series).digest.as_bytes(), |last| last.1);
    head == receipt.head() && told == *receipt.digest.as_bytes()
}

/// The hashes of photos that were reckoned already.
#[derive(Debug, Default)]
struct Whole(BTreeMap<String, (Arc<Vec<u8>>, BlobHash)>);

impl Whole {
    /// The photos that have a name; those whose bytes are others are corrupt.
    fn photos(
        &mut self,
        left: &BTreeMap<std::path::PathBuf, Left>,
        corrupt: &mut Vec<String>,
    ) -> BTreeSet<BlobHash> {
        let mut named = BTreeSet::new();
        for (path, file) in left.iter().filter(|(path, _)| path.starts_with("blobs")) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let hash = match self.0.get(&name) {
                Some((bytes, hash)) if Arc::ptr_eq(bytes, &file.bytes) => *hash,
                _ => blob_hash(&file.bytes),
            };
            self.0.insert(name.clone(), (Arc::clone(&file.bytes), hash));
            if hash.to_string() == name {
                named.insert(hash);
            } else {
                corrupt.push(format!("photo {name} is not whole"));
            }
        }
        named
    }
}
