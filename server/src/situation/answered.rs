//! Pictures that were asked for lately: many desks look at one thing, and all of them ask anew when something comes in.
//!
//! Promises: what is answered is of the newest version and minute; it is computed once, however many ask meanwhile.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;

use shared::situation::Situation;
use shared::wire::Version;

use crate::filter::Question;
use crate::store::StoreError;

/// So many are kept.
const KEPT: usize = 32;

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

type Answer<T> = Arc<OnceCell<Arc<T>>>;

/// What was answered lately, the latest last.
#[derive(Debug)]
pub struct Answered<T = Situation>(Mutex<VecDeque<(Asked, Answer<T>)>>);

impl<T> Default for Answered<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Answered<T> {
    /// The answer that is known, or that is computed now.
    pub async fn or_compute<F>(
        &self,
        asked: &Asked,
        compute: impl FnOnce() -> F,
    ) -> Result<Arc<T>, StoreError>
    where
        F: Future<Output = Result<T, StoreError>>,
    {
        let answer = self.answer(asked);
        let computed = answer.get_or_try_init(|| async { compute().await.map(Arc::new) });
        Ok(Arc::clone(computed.await?))
    }

    fn answer(&self, asked: &Asked) -> Answer<T> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, answer)) = all.iter().find(|(known, _)| known == asked) {
            return Arc::clone(answer);
        }
        let answer = Answer::<T>::default();
        all.push_back((asked.clone(), Arc::clone(&answer)));
        if all.len() > KEPT {
            all.pop_front();
        }
        answer
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::future::join_all;

    use super::*;

    #[tokio::test]
    async fn what_many_ask_at_once_is_computed_once_and_anew_when_something_came_in() {
        let (answered, times) = (Answered::<()>::default(), AtomicUsize::new(0));
        let ask = async |revision, now_ms| {
            let version = Version { rebuilds: 0, revision };
            let asked = Asked::at(Question::default(), version, now_ms);
            let compute = || async {
                times.fetch_add(1, Ordering::Relaxed);
                tokio::task::yield_now().await;
                Ok(())
            };
            answered.or_compute(&asked, compute).await.unwrap();
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
        let asked = Asked::at(Question::default(), Version::default(), 0);
        let failed = answered.or_compute(&asked, || async { Err(StoreError::Stopping) }).await;
        assert!(failed.is_err());
        assert!(answered.or_compute(&asked, || async { Ok(()) }).await.is_ok());
    }
}
