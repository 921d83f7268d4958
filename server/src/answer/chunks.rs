//! Rows written into chunks, when the next chunk is asked for and not before.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_util::stream::{Stream, StreamExt as _};

use crate::store::StoreError;

/// A chunk is sent when it has grown to this, in bytes.
const CHUNK_BYTES: usize = 32 * 1024;

/// Rows that are looked at before other requests have their turn.
const ROWS_A_TURN: usize = 1_024;

/// Writes rows in one form.
pub trait RowWriter<R>: Send {
    /// What comes before the first row.
    fn begin(&mut self, out: &mut Vec<u8>);
    /// One row; `first` says that none was written before it.
    fn row(&mut self, row: &R, first: bool, out: &mut Vec<u8>);
    /// What comes after the last row.
    fn end(&mut self, out: &mut Vec<u8>);
}

/// The rows of a list in order, read one by one; `None` stands for an entry that was looked at and is not asked for.
pub type Rows<R> = Pin<Box<dyn Stream<Item = Result<Option<R>, StoreError>> + Send>>;

/// A list on its way: rows and how they are written.
pub struct Chunks<R> {
    rows: Rows<R>,
    writer: Box<dyn RowWriter<R>>,
    /// What was written and not yet taken.
    begun: Vec<u8>,
    is_first: bool,
    is_done: bool,
}

impl<R: Send + 'static> Chunks<R> {
    /// Rows to be written; none is read yet.
    pub fn new(rows: Rows<R>, mut writer: Box<dyn RowWriter<R>>) -> Self {
        let mut begun = Vec::new();
        writer.begin(&mut begun);
        Self { rows, writer, begun, is_first: true, is_done: false }
    }

    /// Whether everything was written.
    pub fn is_done(&self) -> bool {
        self.is_done
    }

    /// The first chunks: so many bytes and a chunk at most, or all of the list.
    pub async fn up_to(&mut self, bytes: usize) -> Result<Vec<Vec<u8>>, StoreError> {
        let mut begun: Vec<Vec<u8>> = Vec::new();
        while begun.iter().map(Vec::len).sum::<usize>() < bytes {
            let Some(chunk) = self.next().await else { break };
            begun.push(chunk?);
        }
        Ok(begun)
    }

    /// Writes rows until the chunk is full, the turn is over or there are no more.
    fn fill(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), StoreError>> {
        for _ in 0..ROWS_A_TURN {
            if self.begun.len() >= CHUNK_BYTES {
                return Poll::Ready(Ok(()));
            }
            match std::task::ready!(self.rows.poll_next_unpin(cx)) {
                Some(Ok(Some(row))) => {
                    self.writer.row(&row, self.is_first, &mut self.begun);
                    self.is_first = false;
                }
                Some(Ok(None)) => {}
                Some(Err(error)) => return Poll::Ready(Err(error)),
                None => {
                    self.writer.end(&mut self.begun);
                    self.is_done = true;
                    return Poll::Ready(Ok(()));
                }
            }
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

impl<R: Send + 'static> Stream for Chunks<R> {
    type Item = Result<Vec<u8>, StoreError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.is_done {
            return Poll::Ready(None);
        }
        let filled = std::task::ready!(self.fill(cx));
        if filled.is_err() {
            self.is_done = true;
        }
        let chunk = std::mem::take(&mut self.begun);
        Poll::Ready(Some(filled.map(|()| chunk)))
    }
}

impl<R> std::fmt::Debug for Chunks<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Chunks").field("is_done", &self.is_done).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    struct Lines;

    impl RowWriter<usize> for Lines {
        fn begin(&mut self, out: &mut Vec<u8>) {
            out.extend(b"begin\n");
        }

        fn row(&mut self, row: &usize, _: bool, out: &mut Vec<u8>) {
            out.extend(format!("{row:>99}\n").bytes());
        }

        fn end(&mut self, out: &mut Vec<u8>) {
            out.extend(b"end\n");
        }
    }

    /// A million rows of a hundred bytes, and how many of them were read. Only each tenth is asked for.
    fn counted(count: usize) -> (Chunks<usize>, Arc<AtomicUsize>) {
        let read = Arc::new(AtomicUsize::new(0));
        let counter = read.clone();
        let rows = (0..count).map(move |row| {
            counter.fetch_add(1, Ordering::Relaxed);
            Ok((row % 10 == 0).then_some(row))
        });
        (Chunks::new(Box::pin(futures_util::stream::iter(rows)), Box::new(Lines)), read)
    }

    #[tokio::test]
    async fn a_reader_that_stops_leaves_the_rows_one_chunk_ahead() {
        let (mut chunks, read) = counted(1_000_000);
        assert_eq!(read.load(Ordering::Relaxed), 0, "none is read before one is asked for");
        let rows_of_a_chunk = 10 * (CHUNK_BYTES / 100 + 1);
        for taken in 1..=20 {
            let chunk = chunks.next().await.unwrap().unwrap();
            assert!(chunk.len() < CHUNK_BYTES + 100, "{}", chunk.len());
            assert!(read.load(Ordering::Relaxed) <= taken * rows_of_a_chunk);
        }
    }

    #[tokio::test]
    async fn every_row_is_written_once_between_begin_and_end() {
        let (chunks, read) = counted(20_001);
        let chunks: Vec<Vec<u8>> = chunks.map(Result::unwrap).collect().await;
        let text = String::from_utf8(chunks.concat()).unwrap();
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        assert_eq!((lines.first(), lines.last(), lines.len()), (Some(&"begin"), Some(&"end"), 2_003));
        assert_eq!((lines[1], lines[2_001], read.load(Ordering::Relaxed)), ("0", "20000", 20_001));
    }

    #[test]
    fn what_nobody_asks_for_is_looked_at_in_turns() {
        let read = Arc::new(AtomicUsize::new(0));
        let counter = read.clone();
        let rows = (0..100_000).map(move |_| {
            counter.fetch_add(1, Ordering::Relaxed);
            Ok(None)
        });
        let mut chunks = Chunks::new(Box::pin(futures_util::stream::iter(rows)), Box::new(Lines));
        let mut cx = Context::from_waker(std::task::Waker::noop());
        assert!(chunks.poll_next_unpin(&mut cx).is_pending());
        assert_eq!(read.load(Ordering::Relaxed), ROWS_A_TURN);
    }
}
