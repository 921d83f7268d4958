//! Making pictures: one at a time, beside those who read the last one.
//!
//! Promises: a reader gets a picture at once when there is one, with how long it has been out of date; it waits only for a
//! picture whose making has just begun, or for one that it asks for by its version, and both not for ever. What changes
//! while a picture is made goes into the next one. A making that fails, even by a panic, leaves readers the last picture
//! and is tried again, ever more rarely.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};

use shared::situation::Lamps;
use shared::wire::Version;

use super::Picture;
use super::kept::Kept;
use crate::disclosure::ids::Secret;
use crate::store::{Changes, Store, StoreError};

/// How long who waits for what.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For the first picture after a start.
    pub first: Duration,
    /// For a newer picture than the last one, from when its making began: so a reader sees what was written just before,
    /// but does not wait for a picture that takes long.
    pub newer: Duration,
    /// For a picture of the version that a request names.
    pub named: Duration,
    /// After a making that failed by a panic: doubled each time, up to a minute.
    pub rest: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        let [first, named, rest] = [5, 10, 1].map(Duration::from_secs);
        Self { first, newer: NEWER, named, rest }
    }
}

/// Most pictures are made within some milliseconds. A test waits for what it has just written however busy the machine is.
const NEWER: Duration = if cfg!(test) { Duration::from_mins(10) } else { Duration::from_millis(500) };

/// Longest time between makings that fail.
const LONGEST_REST: Duration = Duration::from_mins(1);

/// Why no picture is handed out.
#[derive(Debug, thiserror::Error)]
pub enum NotReady {
    /// It is still being made, or cannot be made.
    #[error("the picture is not ready yet")]
    Making,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A picture, and for how long there has been something newer.
#[derive(Debug, Clone)]
pub struct Given {
    /// The picture.
    pub picture: Arc<Picture>,
    /// Zero when it is of the newest version.
    pub age: Duration,
}

/// Makes pictures and hands them out; all clones do it together.
#[derive(Debug, Clone)]
pub struct Pictures {
    keeper: Arc<Keeper>,
    /// How long who waits for what.
    pub patience: Patience,
}

#[derive(Debug)]
struct Keeper {
    store: Store,
    /// Reads the ids under which phones name findings of others.
    secret: Secret,
    /// Whether computing panics.
    #[cfg(test)]
    panics: std::sync::atomic::AtomicBool,
    /// What the next picture is built on; the task that makes one holds it.
    kept: tokio::sync::Mutex<Option<Kept>>,
    latest: watch::Sender<Latest>,
    work: Mutex<Work>,
}

/// What came of the makings so far.
#[derive(Debug, Clone, Default)]
struct Latest {
    picture: Option<Arc<Picture>>,
    /// How many makings have failed.
    failures: u64,
}

impl Latest {
    fn has(&self, version: Version) -> bool {
        self.picture.as_ref().is_some_and(|it| it.version() >= version)
    }
}

/// What is being done.
#[derive(Debug, Default)]
struct Work {
    /// The newest version that somebody has seen.
    wanted: Version,
    /// Since when there has been something newer than the last picture.
    outdated: Option<Instant>,
    /// When the picture that is being made was begun.
    begun: Option<Instant>,
    is_running: bool,
    /// Makings that failed by a panic, one after the other; and when it is tried again.
    panics: u32,
    rests_until: Option<Instant>,
}

impl Pictures {
    /// Pictures of a store; the first is made when it is asked for.
    pub fn new(store: Store, secret: Secret) -> Self {
        let keeper = Keeper {
            store,
            secret,
            #[cfg(test)]
            panics: false.into(),
            kept: tokio::sync::Mutex::default(),
            latest: watch::Sender::default(),
            work: Mutex::default(),
        };
        Self { keeper: Arc::new(keeper), patience: Patience::default() }
    }

    /// No picture is made until what this gives is dropped.
    #[cfg(test)]
    pub(crate) async fn hold(&self) -> Box<dyn Send + '_> {
        Box::new(self.keeper.kept.lock().await)
    }

    /// From now on computing a picture panics, or does so no more.
    #[cfg(test)]
    pub(crate) fn panic(&self, panics: bool) {
        self.keeper.panics.store(panics, std::sync::atomic::Ordering::SeqCst);
    }

    /// The picture as of now, however long it takes: for those whom nobody waits for.
    ///
    /// # Errors
    /// When it cannot be made.
    pub async fn current(&self) -> Result<Arc<Picture>, StoreError> {
        let version = self.keeper.store.version().await?;
        let mut latest = self.keeper.latest.subscribe();
        let failures = latest.borrow().failures;
        if !latest.borrow().has(version) && !self.keeper.want(version, self.patience) {
            return Err(StoreError::Stopping);
        }
        let made = latest.wait_for(|it| it.has(version) || it.failures > failures).await;
        let made = made.map_err(|_| StoreError::Stopping)?;
        made.picture.clone().filter(|it| it.version() >= version).ok_or(StoreError::Stopping)
    }

    /// The last picture, or a newer one that is there in a moment. With `least` it is of that version at least, unless the
    /// store itself has not come so far: then the version is of another history, and counts for nothing.
    ///
    /// # Errors
    /// When there is no picture at all, or none of the version named, within the time that it is waited for.
    pub async fn latest(&self, least: Option<Version>) -> Result<Given, NotReady> {
        let version = self.keeper.store.version().await?;
        let least = least.filter(|least| *least <= version).unwrap_or_default();
        let mut latest = self.keeper.latest.subscribe();
        if !latest.borrow().has(version) {
            self.keeper.want(version, self.patience);
            let (until, enough) = self.waits(&latest.borrow_and_update(), least, version);
            if let Some(until) = until {
                let _ = timeout_at(until, latest.wait_for(|it| it.has(enough))).await;
            }
        }
        let picture = latest.borrow().picture.clone().filter(|it| it.version() >= least);
        let picture = picture.ok_or(NotReady::Making)?;
        let age = self.keeper.age(picture.version() >= version);
        Ok(Given { picture, age })
    }

    /// Until when a reader waits, and for which version.
    fn waits(&self, latest: &Latest, least: Version, version: Version) -> (Option<Instant>, Version) {
        let now = Instant::now();
        if latest.picture.is_none() {
            return (Some(now + self.patience.first), least);
        }
        if !latest.has(least) {
            return (Some(now + self.patience.named), least);
        }
        (self.keeper.work().begun.map(|begun| begun + self.patience.newer), version)
    }

    /// The version of the last picture: what is asked for from now on is at least so new.
    pub fn known(&self) -> Version {
        self.keeper.latest.borrow().picture.as_ref().map(|it| it.version()).unwrap_or_default()
    }
}

impl Keeper {
    fn work(&self) -> MutexGuard<'_, Work> {
        self.work.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// For how long there has been something newer.
    fn age(&self, is_newest: bool) -> Duration {
        let outdated = self.work().outdated.filter(|_| !is_newest);
        outdated.map_or(Duration::ZERO, |since| since.elapsed())
    }

    /// Sees to it that a picture of a version is made: whether one is being made now.
    fn want(self: &Arc<Self>, version: Version, patience: Patience) -> bool {
        let mut work = self.work();
        let now = Instant::now();
        work.wanted = work.wanted.max(version);
        work.outdated.get_or_insert(now);
        if work.is_running {
            return true;
        }
        if work.rests_until.is_some_and(|until| now < until) {
            return false;
        }
        (work.is_running, work.begun) = (true, Some(now));
        drop(work);
        let running = Running { keeper: Arc::clone(self), is_over: false };
        tokio::spawn(running.run(patience));
        true
    }

    /// Makes pictures for as long as somebody has seen something newer.
    async fn run(&self, patience: Patience) {
        loop {
            let begun = Instant::now();
            self.work().begun = Some(begun);
            match self.make().await {
                // Published first, and noted then: nobody makes another meanwhile that this one would replace.
                Ok(picture) => {
                    let version = picture.version();
                    self.latest.send_modify(|latest| latest.picture = Some(picture));
                    if !self.goes_on(version, begun) {
                        return;
                    }
                }
                // Noted first, and told then: who tries again at once finds nobody at work.
                Err(error) => {
                    self.note_failure(&error, patience);
                    self.latest.send_modify(|latest| latest.failures += 1);
                    return;
                }
            }
        }
    }

    /// Notes that a picture is made: whether another is to begin at once.
    fn goes_on(&self, version: Version, begun: Instant) -> bool {
        let mut work = self.work();
        let goes_on = version < work.wanted;
        (work.panics, work.rests_until) = (0, None);
        (work.outdated, work.begun) = (goes_on.then_some(begun), None);
        work.is_running = goes_on;
        goes_on
    }

    fn note_failure(&self, error: &NotMade, patience: Patience) {
        tracing::error!(%error, "the picture could not be made; readers keep the last one");
        let mut work = self.work();
        (work.is_running, work.begun) = (false, None);
        if matches!(error, NotMade::Panicked) {
            let rest = patience.rest * 2_u32.saturating_pow(work.panics.min(10));
            work.rests_until = Some(Instant::now() + rest.min(LONGEST_REST));
            work.panics += 1;
        }
    }

    /// The picture of what is in the store now.
    async fn make(&self) -> Result<Arc<Picture>, NotMade> {
        let mut latest = self.kept.lock().await;
        let known = latest.as_ref().map(|kept| kept.picture.version());
        let changes = self.changes(known.map_or(0, |it| it.revision)).await?;
        #[cfg(test)]
        let changes = if self.panics.load(std::sync::atomic::Ordering::SeqCst) {
            latest.take();
            computed(|| panic!("as the test wants it")).await.map(|_| changes)?
        } else {
            changes
        };
        let is_of_them = |kept: &mut Kept| kept.picture.version().rebuilds == changes.version.rebuilds;
        let kept = match latest.take_if(is_of_them) {
            Some(kept) => computed(move || kept.after(changes)).await?,
            None if known.is_some() => self.anew(self.changes(0).await?).await?,
            None => self.anew(changes).await?,
        };
        Ok(Arc::clone(&latest.insert(kept).picture))
    }

    /// What changed after a revision, with the observations' own ids where phones named findings by their walk's.
    async fn changes(&self, after: i64) -> Result<Changes, StoreError> {
        let mut changes = self.store.changes(after).await?;
        for it in changes.observations.values_mut().flatten().filter(|it| !it.apart.is_empty()) {
            let Some(key) = it.walk.map(|walk| self.secret.key_of_walk(walk)) else { continue };
            Arc::make_mut(it).apart.iter_mut().for_each(|id| *id = key.meant(*id));
        }
        for it in changes.revisits.values_mut().flatten() {
            let Some(key) = it.walk.map(|walk| self.secret.key_of_walk(walk)) else { continue };
            let of = key.meant(it.of);
            if of != it.of {
                Arc::make_mut(it).of = of;
            }
        }
        Ok(changes)
    }

    async fn anew(&self, changes: Changes) -> Result<Kept, NotMade> {
        // Lamps last: if there are others since the changes were read, the next version says so, and all is made again.
        let lamps = self.store.known_lamps().await?;
        computed(move || Kept::of(changes, Lamps::new(lamps))).await
    }
}

/// One who makes pictures. Should that end by a panic, another can begin.
struct Running {
    keeper: Arc<Keeper>,
    is_over: bool,
}

impl Running {
    async fn run(mut self, patience: Patience) {
        self.keeper.run(patience).await;
        self.is_over = true;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.is_over {
            let mut work = self.keeper.work();
            (work.is_running, work.begun) = (false, None);
        }
    }
}

/// Why a picture was not made.
#[derive(Debug, thiserror::Error)]
enum NotMade {
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What it went on from is gone with it: the next one is made from everything there is.
    #[error("computing it panicked")]
    Panicked,
}

async fn computed(compute: impl FnOnce() -> Kept + Send + 'static) -> Result<Kept, NotMade> {
    tokio::task::spawn_blocking(compute).await.map_err(|_| NotMade::Panicked)
}
