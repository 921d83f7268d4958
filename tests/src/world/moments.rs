//! The moments of an exchange at which something else can come in between: each time it asks the phone's store or the
//! line, before and after.
//!
//! Promises: these are all the moments there are, since the exchange waits for nothing else; which of them it is
//! follows from the seed and not from how fast anything is.

use std::cell::Cell;
use std::pin::pin;
use std::task::Poll;

use futures_util::future::poll_fn;

/// Counts the moments, and stops at one of them.
#[derive(Debug, Default)]
pub(super) struct Moments {
    passed: Cell<u32>,
    stop_at: Cell<Option<u32>>,
    is_stopped: Cell<bool>,
}

impl Moments {
    /// Moments that stop at the one with this number, if it comes.
    pub(super) fn stop_at(&self, number: u32) {
        self.passed.set(0);
        self.stop_at.set(Some(number));
    }

    /// A moment: usually passed at once.
    pub(super) async fn pass(&self) {
        let number = self.passed.get();
        self.passed.set(number + 1);
        if self.stop_at.get() == Some(number) {
            self.stop_at.set(None);
            self.is_stopped.set(true);
            let is_stopped = || self.is_stopped.get();
            poll_fn(|_| if is_stopped() { Poll::Pending } else { Poll::Ready(()) }).await;
        }
    }

    /// Runs until the end or the stop. At the stop, `meanwhile` says whether to go on; if not, what was under way is
    /// gone.
    pub(super) async fn run<T>(
        &self,
        work: impl Future<Output = T>,
        mut meanwhile: impl FnMut() -> bool,
    ) -> Option<T> {
        let mut work = pin!(work);
        let outcome = poll_fn(|context| {
            loop {
                if let Poll::Ready(outcome) = work.as_mut().poll(context) {
                    return Poll::Ready(Some(outcome));
                }
                if !self.is_stopped.replace(false) {
                    return Poll::Pending;
                }
                if !meanwhile() {
                    return Poll::Ready(None);
                }
            }
        })
        .await;
        self.stop_at.set(None);
        outcome
    }
}
