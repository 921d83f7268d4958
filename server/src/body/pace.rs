//! How slowly a body may come.
//!
//! Promises: a body of which less than the least arrives within a window is given up; a weak line that
//! brings the least goes on as long as the request may take.

use std::pin::Pin;
use std::time::Duration;

use axum::body::BodyDataStream;
use bytes::Bytes;
use futures_util::StreamExt as _;
use tokio::time::{Instant, Sleep, sleep};

use crate::problem::Refusal;

/// The slowest that a body may come.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Each time that this has passed …
    pub window: Duration,
    /// … so many bytes must have come, or the body have ended.
    pub least: usize,
}

impl Default for Pace {
    /// Half a kilobyte a second: a piece of a photo then just comes within the two minutes of a request.
    fn default() -> Self {
        Self { window: Duration::from_secs(10), least: 5 * 1024 }
    }
}

/// A body whose pace is watched.
pub(super) struct Paced {
    body: BodyDataStream,
    pace: Pace,
    ends: Pin<Box<Sleep>>,
    came: usize,
}

impl Paced {
    pub(super) fn new(body: BodyDataStream, pace: Pace) -> Self {
        Self { body, pace, ends: Box::pin(sleep(pace.window)), came: 0 }
    }

    /// What came next; none at its end.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>, Refusal> {
        loop {
            tokio::select! {
                biased;
                chunk = self.body.next() => return self.take(chunk),
                () = self.ends.as_mut() => self.next_window()?,
            }
        }
    }

    fn take(&mut self, chunk: Option<Result<Bytes, axum::Error>>) -> Result<Option<Bytes>, Refusal> {
        let chunk = chunk.transpose().map_err(|_| Refusal::BrokenJson("it did not come whole".to_owned()))?;
        self.came += chunk.as_ref().map_or(0, Bytes::len);
        Ok(chunk)
    }

    fn next_window(&mut self) -> Result<(), Refusal> {
        if self.came < self.pace.least {
            return Err(Refusal::TooSlow);
        }
        self.came = 0;
        self.ends.as_mut().reset(Instant::now() + self.pace.window);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use futures_util::stream;

    use super::*;

    fn paced(body: Body, window: Duration) -> Paced {
        Paced::new(body.into_data_stream(), Pace { window, ..Pace::default() })
    }

    #[tokio::test]
    async fn a_body_that_trickles_is_given_up_at_the_end_of_a_window_and_a_weak_line_is_not() {
        let bytes = |count: usize| Some(Ok(Bytes::from(vec![b'x'; count])));
        let mut paced = paced(Body::empty(), Duration::from_hours(1));
        for _ in 0..3 {
            paced.take(bytes(5 * 1024)).unwrap();
            paced.next_window().unwrap();
        }
        paced.take(bytes(1)).unwrap();
        assert!(matches!(paced.next_window(), Err(Refusal::TooSlow)));
    }

    #[tokio::test]
    async fn a_body_that_never_comes_is_given_up_and_one_that_is_there_is_not() {
        let never = Body::from_stream(stream::pending::<Result<Bytes, std::io::Error>>());
        assert!(matches!(paced(never, Duration::ZERO).next().await, Err(Refusal::TooSlow)));
        let mut there = paced(Body::from("{}"), Duration::ZERO);
        assert_eq!(there.next().await.unwrap().as_deref(), Some(&b"{}"[..]));
        assert!(there.next().await.unwrap().is_none());
    }
}
