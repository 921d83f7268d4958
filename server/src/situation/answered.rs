//! Pictures that were asked for lately: many desks look at one area, and all of them ask anew when something comes in.
//!
//! Promises: what is computed is computed once, however many ask meanwhile, to its end though they hang up, and a few at
//! a time, whatever is asked; who asks again while a newer answer is computed gets the last one, unless it asks for more.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, watch};
use tokio::time::{Instant, timeout_at};

use shared::situation::Situation;
use shared::wire::Version;

use crate::filter::Question;
use crate::picture::{NotReady, Patience};
use crate::store::StoreError;

/// So many questions are kept.
const KEPT: usize = 32;

/// So many are computed at a time; the others wait their turn.
const AT_ONCE: usize = 2;

const MINUTE_MS: i64 = 60_000;

/// What was asked, of what, and in which minute.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// What is asked.
    pub question: Question,
    /// What it is asked of.
    pub version: Version,
    /// The end of the minute in which it is asked: nothing is new within a minute but what another version tells.
    pub now_ms: i64,
}

impl Asked {
    /// This question, asked at some moment.
    pub fn at(question: Question, version: Version, now_ms: i64) -> Self {
        Self { question, version, now_ms: (now_ms.div_euclid(MINUTE_MS) + 1) * MINUTE_MS }
    }
}

/// An answer, and of which picture it is.
#[derive(Debug)]
pub struct Answer<T> {
    /// The answer.
    pub found: Arc<T>,
    /// The version of the picture that it was computed of.
    pub version: Version,
    /// Zero when it is of the picture that was asked of, else for how long there has been a newer one.
    pub age: Duration,
}

/// How far an answer has come.
#[derive(Debug)]
enum Progress<T> {
    Computing,
    Done(Arc<T>),
    Failed,
}

/// One question of one version, and its answer.
#[derive(Debug)]
struct Entry<T> {
    asked: Asked,
    begun: Instant,
    progress: watch::Sender<Progress<T>>,
}

impl<T> Entry<T> {
    fn found(&self) -> Option<Arc<T>> {
        match &*self.progress.borrow() {
            Progress::Done(found) => Some(Arc::clone(found)),
            Progress::Computing | Progress::Failed => None,
        }
    }

    fn is_computing(&self) -> bool {
        matches!(*self.progress.borrow(), Progress::Computing)
    }
}

type Entries<T> = VecDeque<Arc<Entry<T>>>;

/// The entry that is waited for, and the last one that is answered.
type Awaited<T> = (Arc<Entry<T>>, Option<Arc<Entry<T>>>);

/// What was answered lately, the latest last.
#[derive(Debug)]
pub struct Answered<T = Situation> {
    entries: Arc<Mutex<Entries<T>>>,
    turns: Arc<Semaphore>,
}

impl<T> Default for Answered<T> {
    fn default() -> Self {
        Self { entries: Arc::default(), turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl<T: Send + Sync + 'static> Answered<T> {
    /// The answer, which is computed unless it is known; or the last one to the same question, of version `least` at least,
    /// while a newer one is computed.
    ///
    /// # Errors
    /// When there is no answer within the time that one waits; it is computed to its end all the same, for who asks again.
    pub async fn answer<F>(
        &self,
        asked: &Asked,
        least: Option<Version>,
        patience: Patience,
        compute: impl FnOnce() -> F + Send + 'static,
    ) -> Result<Answer<T>, NotReady>
    where
        F: Future<Output = Result<T, StoreError>> + Send,
    {
        let gives_up = Instant::now() + patience.named;
        let mut compute = Some(compute);
        loop {
            let (entry, earlier) = self.entry(asked, &mut compute).ok_or(NotReady::Making)?;
            let earlier = earlier.filter(|it| it.asked.version >= least.unwrap_or_default());
            let until = earlier.as_ref().map_or(gives_up, |_| entry.begun + patience.newer);
            let mut progress = entry.progress.subscribe();
            let ended = timeout_at(until, progress.wait_for(|it| !matches!(it, Progress::Computing))).await;
            let is_own = entry.asked == *asked;
            match (ended.is_ok(), is_own, entry.found()) {
                (_, true, Some(found)) => {
                    return Ok(Answer { found, version: asked.version, age: Duration::ZERO });
                }
                (true, true, None) => return Err(StoreError::Stopping.into()),
                (true, false, _) => {}
                (false, ..) => return last(&entry, earlier.as_deref()).ok_or(NotReady::Making),
            }
        }
    }

    /// The entry that is waited for: of this very question, of an earlier version that is being computed, or a new one; and
    /// the last one that is answered.
    fn entry<F, C>(&self, asked: &Asked, compute: &mut Option<C>) -> Option<Awaited<T>>
    where
        C: FnOnce() -> F + Send + 'static,
        F: Future<Output = Result<T, StoreError>> + Send,
    {
        let mut all = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let of_question = || all.iter().filter(|it| it.asked.question == asked.question);
        let earlier = of_question().rev().find(|it| it.found().is_some()).cloned();
        let own = of_question().find(|it| it.asked == *asked);
        if let Some(entry) = own.or_else(|| of_question().find(|it| it.is_computing())) {
            return Some((Arc::clone(entry), earlier));
        }
        let progress = watch::Sender::new(Progress::Computing);
        let entry = Arc::new(Entry { asked: asked.clone(), begun: Instant::now(), progress });
        self.compute(Arc::clone(&entry), compute.take()?);
        all.push_back(Arc::clone(&entry));
        if all.len() > KEPT {
            all.pop_front();
        }
        Some((entry, earlier))
    }

    /// Computes an answer when its turn has come. Should computing panic, that is a failure like others.
    fn compute<F, C>(&self, entry: Arc<Entry<T>>, compute: C)
    where
        C: FnOnce() -> F + Send + 'static,
        F: Future<Output = Result<T, StoreError>> + Send,
    {
        let (turns, entries) = (Arc::clone(&self.turns), Arc::clone(&self.entries));
        tokio::spawn(async move {
            let mut ends = Ends { entry: &entry, entries: &entries, found: None };
            let turn = turns.acquire_owned().await;
            let computed = compute().await;
            drop(turn);
            match computed {
                Ok(found) => ends.found = Some(found),
                Err(error) => tracing::error!(%error, "a situation could not be computed"),
            }
        });
    }
}

/// The last answer, and since when a newer one is computed.
fn last<T>(entry: &Entry<T>, earlier: Option<&Entry<T>>) -> Option<Answer<T>> {
    let earlier = earlier?;
    Some(Answer { found: earlier.found()?, version: earlier.asked.version, age: entry.begun.elapsed() })
}

/// Tells how computing has ended, whatever ends it.
struct Ends<'a, T> {
    entry: &'a Arc<Entry<T>>,
    entries: &'a Mutex<Entries<T>>,
    found: Option<T>,
}

impl<T> Drop for Ends<'_, T> {
    fn drop(&mut self) {
        let is_found = self.found.is_some();
        let progress = self.found.take().map_or(Progress::Failed, |found| Progress::Done(Arc::new(found)));
        self.entry.progress.send_replace(progress);
        // A newer answer takes the place of older ones; a failure is not kept.
        let question = &self.entry.asked.question;
        let is_kept = |it: &Arc<Entry<T>>| {
            if is_found {
                it.asked.question != *question || Arc::ptr_eq(it, self.entry) || it.is_computing()
            } else {
                !Arc::ptr_eq(it, self.entry)
            }
        };
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).retain(is_kept);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::future::join_all;
    use tokio::sync::Notify;

    use super::*;

    const NEVER: Duration = Duration::from_hours(1);

    fn patience(newer: Duration) -> Patience {
        Patience { newer, named: NEVER, ..Patience::default() }
    }

    fn asked(revision: i64, now_ms: i64) -> Asked {
        Asked::at(Question::default(), Version { rebuilds: 0, revision }, now_ms)
    }

    #[tokio::test]
    async fn what_many_ask_at_once_is_computed_once_and_anew_when_something_came_in() {
        let (answered, times) = (Answered::<()>::default(), Arc::new(AtomicUsize::new(0)));
        let ask = async |revision, now_ms| {
            let times = Arc::clone(&times);
            let compute = || async move {
                times.fetch_add(1, Ordering::Relaxed);
                tokio::task::yield_now().await;
                Ok(())
            };
            answered.answer(&asked(revision, now_ms), None, patience(NEVER), compute).await.unwrap();
        };
        join_all([ask(1, 5), ask(1, 59_999), ask(1, 0)]).await;
        assert_eq!(times.load(Ordering::Relaxed), 1);
        ask(2, 5).await;
        ask(2, 60_000).await;
        assert_eq!(times.load(Ordering::Relaxed), 3);
    }

    #[tokio::test]
    async fn a_failure_is_not_kept() {
        let answered = Answered::<()>::default();
        let ask =
            async |result| answered.answer(&asked(1, 0), None, patience(NEVER), || async { result }).await;
        assert!(ask(Err(StoreError::Stopping)).await.is_err());
        assert!(ask(Ok(())).await.is_ok());
    }

    #[tokio::test]
    async fn while_a_newer_answer_is_computed_the_last_one_is_given_unless_more_is_asked_for() {
        let (answered, goes_on) = (Answered::<i64>::default(), Arc::new(Notify::new()));
        let now = patience(Duration::ZERO);
        let first = answered.answer(&asked(1, 0), None, now, || async { Ok(1) }).await.unwrap();
        assert_eq!((*first.found, first.version.revision, first.age), (1, 1, Duration::ZERO));
        let waiting = Arc::clone(&goes_on);
        let compute = || async move {
            waiting.notified().await;
            Ok(2)
        };
        let last = answered.answer(&asked(2, 0), None, now, compute).await.unwrap();
        assert_eq!((*last.found, last.version.revision), (1, 1));
        let unheard = || async { panic!("it is being computed") };
        let named = Some(Version { rebuilds: 0, revision: 2 });
        let second = asked(2, 0);
        let newer = answered.answer(&second, named, now, unheard);
        let (newer, ()) = tokio::join!(newer, async { goes_on.notify_one() });
        assert_eq!(*newer.unwrap().found, 2);
    }

    #[tokio::test]
    async fn a_computing_that_panics_or_whose_asker_hangs_up_holds_up_nobody() {
        let answered = Answered::<i64>::default();
        for _ in 0..2 * AT_ONCE {
            let panics = || async { panic!("no") };
            assert!(answered.answer(&asked(1, 0), None, patience(NEVER), panics).await.is_err());
        }
        let (goes_on, begun) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (waiting, tells) = (Arc::clone(&goes_on), Arc::clone(&begun));
        let compute = || async move {
            tells.notify_one();
            waiting.notified().await;
            Ok(3)
        };
        let asked = asked(1, 0);
        tokio::select! {
            _ = answered.answer(&asked, None, patience(NEVER), compute) => panic!("nobody let it go on"),
            () = begun.notified() => {}
        }
        goes_on.notify_one();
        let known = answered.answer(&asked, None, patience(NEVER), || async { Ok(4) }).await.unwrap();
        assert_eq!(*known.found, 3, "it was computed to its end for who asks again");
    }
}
