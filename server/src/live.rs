//! Who waits for news, and how they are told: the version of the installation, as soon as it moves.
//!
//! Promises: one task in a process looks, and only while somebody follows; whoever wrote, in this process, in another
//! one or on another server, is noticed: at once where it can be heard, else within [`Pace::look`]. A version is told when
//! there is a picture of it, so that who asks then is not answered from an older one. Lines that stay open are few enough to leave room for everybody else, and end when their session or the server does.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use sqlx::postgres::PgListener;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use shared::id::SeriesId;
use shared::wire::Version;

use crate::config::Database;
use crate::picture::{NotReady, Pictures};
use crate::store::{CHANNEL, Store, StoreError};

/// Lines in all: a quarter of the connections that there may be.
const MOST: usize = 1_024;

/// Lines of one session: browsers open six connections to a server over all their windows, and need some to ask by.
const MOST_OF_SESSION: usize = 3;

/// How often what is done.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// How often one looks where nothing is heard: another process may have written.
    pub look: Duration,
    /// So long one does not look again after a look, however much is written.
    pub rest: Duration,
    /// How often a line on which nothing is told says that it is open, and is asked whether it may be.
    pub beat: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { look: Duration::from_secs(3), rest: Duration::from_millis(200), beat: Duration::from_secs(15) }
    }
}

/// The lines that are open, and what is told on them.
#[derive(Debug)]
pub struct Live {
    store: Store,
    pictures: Pictures,
    database: Database,
    /// How often what is done.
    pub pace: Pace,
    looking: OnceLock<Looking>,
    lines: Arc<Mutex<BTreeMap<SeriesId, usize>>>,
    ending: watch::Sender<bool>,
}

#[derive(Debug)]
struct Looking {
    latest: watch::Receiver<Version>,
    tasks: Vec<JoinHandle<()>>,
}

impl Drop for Looking {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

impl Live {
    /// Nobody follows yet.
    pub fn new(store: Store, pictures: Pictures, database: Database) -> Self {
        Self {
            store,
            pictures,
            database,
            pace: Pace::default(),
            looking: OnceLock::new(),
            lines: Arc::default(),
            ending: watch::Sender::new(false),
        }
    }

    /// A line for a session, unless there are too many.
    pub fn line(&self, session: SeriesId) -> Option<Line> {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = lines.values().sum();
        let own = lines.entry(session).or_default();
        if all >= MOST || *own >= MOST_OF_SESSION {
            return None;
        }
        *own += 1;
        let counted = Counted { lines: Arc::clone(&self.lines), session };
        let mut latest = self.looking.get_or_init(|| self.look()).latest.clone();
        latest.mark_unchanged();
        // Nobody has looked while nobody followed.
        self.store.moved().notify_one();
        let (pictures, ending, beat) = (self.pictures.clone(), self.ending.subscribe(), self.pace.beat);
        Some(Line { pictures, latest, ending, beat, told: None, _counted: counted })
    }

    /// Ends every line: the server is told to end.
    pub fn end(&self) {
        self.ending.send_replace(true);
    }

    fn look(&self) -> Looking {
        let (told, latest) = watch::channel(Version::default());
        let mut tasks = Vec::new();
        if let Database::Postgres(url) = &self.database {
            tasks.push(tokio::spawn(hear(url.secret().to_owned(), self.store.moved())));
        }
        tasks.push(tokio::spawn(look(self.store.moved(), self.pictures.clone(), self.pace, told)));
        Looking { latest, tasks }
    }
}

/// Looks whenever something may have moved, and tells the version to all who follow.
async fn look(moved: Arc<Notify>, pictures: Pictures, pace: Pace, told: watch::Sender<Version>) {
    loop {
        let _ = timeout(pace.look, moved.notified()).await;
        // One receiver is kept for those who will follow.
        if told.receiver_count() > 1 {
            match pictures.current().await {
                Ok(picture) => {
                    let version = picture.version();
                    told.send_if_modified(|known| std::mem::replace(known, version) != version);
                }
                Err(error) => tracing::debug!(%error, "what has moved could not be seen"),
            }
            sleep(pace.rest).await;
        }
    }
}

/// Hears what any server on the database writes, for as long as the line to it holds; and then again.
async fn hear(url: String, moved: Arc<Notify>) {
    loop {
        if let Err(error) = heard(&url, &moved).await {
            tracing::info!(%error, "the line on which other servers are heard broke");
        }
        moved.notify_one();
        sleep(Duration::from_secs(1)).await;
    }
}

async fn heard(url: &str, moved: &Notify) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect(url).await?;
    listener.listen(CHANNEL).await?;
    loop {
        // What was written while nobody listened is not told any more.
        moved.notify_one();
        while listener.try_recv().await?.is_some() {
            moved.notify_one();
        }
    }
}

/// A place among the lines, given back when it is dropped.
#[derive(Debug)]
struct Counted {
    lines: Arc<Mutex<BTreeMap<SeriesId, usize>>>,
    session: SeriesId,
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = lines.get_mut(&self.session) {
            *own -= 1;
            if *own == 0 {
                lines.remove(&self.session);
            }
        }
    }
}

/// What happens on a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// The installation has this version.
    Version(Version),
    /// Nothing has moved for a while.
    Nothing,
}

/// One line.
#[derive(Debug)]
pub struct Line {
    pictures: Pictures,
    latest: watch::Receiver<Version>,
    ending: watch::Receiver<bool>,
    beat: Duration,
    told: Option<Version>,
    _counted: Counted,
}

impl Line {
    /// What happens next: first the version there is a picture of, then each newer one; `None` when the server is ending.
    pub async fn next(&mut self) -> Result<Option<News>, StoreError> {
        let Some(told) = self.told else {
            let version = match self.pictures.latest(None).await {
                Ok(given) => given.picture.version(),
                // The first is still being made: it will be told.
                Err(NotReady::Making) => Version::default(),
                Err(NotReady::Store(error)) => return Err(error),
            };
            self.told = Some(version);
            return Ok(Some(News::Version(version)));
        };
        loop {
            tokio::select! {
                _ = self.ending.wait_for(|is_ending| *is_ending) => return Ok(None),
                moved = self.latest.changed() => {
                    let latest = *self.latest.borrow_and_update();
                    if moved.is_err() {
                        return Ok(None);
                    }
                    if latest > told {
                        self.told = Some(latest);
                        return Ok(Some(News::Version(latest)));
                    }
                }
                () = sleep(self.beat) => return Ok(Some(News::Nothing)),
            }
        }
    }
}
