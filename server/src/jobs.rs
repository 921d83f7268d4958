//! Work that blocks a thread: at most so many pieces of a kind at once, also when clients hang up.
//!
//! Promises: the permit travels with the work and not with the request, so that a client that hangs up frees nothing
//! before the work has ended; who hangs up while waiting for a permit leaves nothing behind.

use std::io;
use std::sync::Arc;

use tokio::sync::Semaphore;

/// The permits for one kind of work.
#[derive(Debug, Clone)]
pub struct Jobs {
    permits: Arc<Semaphore>,
    most: usize,
}

impl Jobs {
    /// At most this many at once.
    pub fn at_most(most: usize) -> Self {
        Self { permits: Arc::new(Semaphore::new(most)), most }
    }

    /// Waits for a permit, does the work on a thread of its own, and keeps the permit until the work has ended.
    ///
    /// An error means that the server is stopping, or that the work panicked.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> io::Result<T> {
        let permit = self.permits.clone().acquire_owned().await.map_err(io::Error::other)?;
        let job = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(permit);
            done
        });
        job.await.map_err(io::Error::other)
    }

    /// How many are under way.
    pub fn under_way(&self) -> usize {
        self.most - self.permits.available_permits()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc;

    use super::*;

    #[tokio::test]
    async fn who_hangs_up_forty_times_has_one_piece_of_work_under_way() {
        let (jobs, begun) = (Jobs::at_most(1), Arc::new(AtomicUsize::new(0)));
        let (end, ended) = mpsc::channel::<()>();
        let ended = Arc::new(std::sync::Mutex::new(ended));
        for _ in 0..40 {
            let (begun, ended) = (begun.clone(), ended.clone());
            let work = jobs.run(move || {
                begun.fetch_add(1, Ordering::SeqCst);
                let _ = ended.lock().unwrap().recv();
            });
            tokio::select! {
                biased;
                _ = work => panic!("nobody has ended it"),
                // The first one is let go when its work is under way, the others while they wait.
                () = until(|| begun_or_waiting(&jobs)) => {}
            }
        }
        assert_eq!(jobs.under_way(), 1);
        end.send(()).unwrap();
        assert_eq!(jobs.run(|| 7).await.unwrap(), 7, "the next one has its turn when the work has ended");
        assert_eq!(begun.load(Ordering::SeqCst), 1, "who hung up while waiting left no work behind");
        assert_eq!(jobs.under_way(), 0);
    }

    fn begun_or_waiting(jobs: &Jobs) -> bool {
        jobs.under_way() == 1
    }

    async fn until(mut happened: impl FnMut() -> bool) {
        loop {
            tokio::task::yield_now().await;
            if happened() {
                return;
            }
        }
    }

    #[tokio::test]
    async fn work_that_panics_gives_its_permit_back() {
        let jobs = Jobs::at_most(1);
        let failed: io::Result<()> = jobs.run(|| std::panic::resume_unwind(Box::new("no"))).await;
        assert!(failed.is_err());
        assert_eq!(jobs.under_way(), 0);
    }
}
