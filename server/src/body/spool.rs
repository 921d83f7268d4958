//! A body while it comes in: in memory while it is small, else in a file without a name.
//!
//! Promises: what hangs, trickles or is large holds [`SMALL_BYTES`] of memory; files without a name are gone when nobody
//! reads them any more, also after a crash, and all of them together have a bound.

use std::io::{self, Read, Seek as _};
use std::path::PathBuf;
use std::sync::Arc;

use axum::body::Body;
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Pace;
use super::pace::Paced;
use crate::problem::Refusal;
use crate::store::StoreError;

/// A body up to this size stays in memory, in bytes.
pub(super) const SMALL_BYTES: usize = 16 * 1024;

/// What larger bodies may take of the disk while they come in, all together, in KiB.
const ROOM_KIB: usize = 512 * 1024;

/// Where larger bodies go while they come in.
#[derive(Debug, Clone)]
pub struct Room {
    directory: PathBuf,
    kib: Arc<Semaphore>,
}

impl Room {
    /// In this directory, which must be there when the first one comes.
    pub fn within(directory: PathBuf) -> Self {
        Self { directory, kib: Arc::new(Semaphore::new(ROOM_KIB)) }
    }

    fn take(&self, bytes: usize) -> Result<OwnedSemaphorePermit, Refusal> {
        let kib = u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX);
        self.kib.clone().try_acquire_many_owned(kib).map_err(|_| Refusal::Busy)
    }

    fn file(&self) -> Result<File, Refusal> {
        let mut file = File::from_std(tempfile::tempfile_in(&self.directory).map_err(StoreError::Files)?);
        file.set_max_buf_size(SMALL_BYTES);
        Ok(file)
    }
}

impl Default for Room {
    fn default() -> Self {
        Self::within(std::env::temp_dir())
    }
}

/// A body that is here.
#[derive(Debug)]
pub struct Spooled {
    small: Vec<u8>,
    file: Option<std::fs::File>,
    length: usize,
    _room: Option<OwnedSemaphorePermit>,
}

impl Spooled {
    /// A file that lies somewhere, as it is.
    pub fn file(file: std::fs::File) -> io::Result<Self> {
        let length = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
        Ok(Self { small: Vec::new(), file: Some(file), length, _room: None })
    }

    /// Bytes that are in memory already.
    pub fn bytes(bytes: Vec<u8>) -> Self {
        Self { length: bytes.len(), small: bytes, file: None, _room: None }
    }

    /// How many bytes there are.
    pub fn length(&self) -> usize {
        self.length
    }

    /// Reads it from its beginning. Two readers of one body must not read at the same time.
    pub fn reader(&self) -> io::Result<Box<dyn Read + Send>> {
        let Some(file) = &self.file else { return Ok(Box::new(io::Cursor::new(self.small.clone()))) };
        let mut file = file.try_clone()?;
        file.rewind()?;
        Ok(Box::new(io::BufReader::new(file)))
    }
}

/// Reads a body to its end.
pub(super) async fn read(body: Body, limit: usize, pace: Pace, room: &Room) -> Result<Spooled, Refusal> {
    let mut paced = Paced::new(body.into_data_stream(), pace);
    let mut spool = Spool::default();
    while let Some(chunk) = paced.next().await? {
        if spool.length + chunk.len() > limit {
            return Err(Refusal::TooLarge { limit });
        }
        spool.add(&chunk, room).await?;
    }
    spool.end().await
}

/// A body that is on its way.
#[derive(Default)]
struct Spool {
    small: Vec<u8>,
    file: Option<(File, OwnedSemaphorePermit)>,
    length: usize,
}

impl Spool {
    async fn add(&mut self, chunk: &[u8], room: &Room) -> Result<(), Refusal> {
        self.length += chunk.len();
        if self.file.is_none() && self.length <= SMALL_BYTES {
            self.small.extend_from_slice(chunk);
            return Ok(());
        }
        let held = self.length - chunk.len();
        if self.file.is_none() {
            let begun = room.take(held)?;
            self.file = Some((room.file()?, begun));
            let small = std::mem::take(&mut self.small);
            self.write(&small).await?;
        }
        let taken = room.take(self.length.div_ceil(1024) * 1024 - held.div_ceil(1024) * 1024)?;
        if let Some((_, begun)) = &mut self.file {
            begun.merge(taken);
        }
        self.write(chunk).await
    }

    async fn write(&mut self, bytes: &[u8]) -> Result<(), Refusal> {
        match &mut self.file {
            Some((file, _)) => Ok(file.write_all(bytes).await.map_err(StoreError::Files)?),
            None => Ok(()),
        }
    }

    async fn end(self) -> Result<Spooled, Refusal> {
        let Some((mut file, room)) = self.file else { return Ok(Spooled::bytes(self.small)) };
        file.flush().await.map_err(StoreError::Files)?;
        let file = Some(file.into_std().await);
        Ok(Spooled { small: Vec::new(), file, length: self.length, _room: Some(room) })
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Bytes;
    use futures_util::stream;

    use super::*;

    fn body(chunks: usize, bytes: usize) -> Body {
        let chunk = move |number: usize| {
            Ok::<_, io::Error>(Bytes::from(vec![u8::try_from(number % 251).unwrap(); bytes]))
        };
        Body::from_stream(stream::iter((0..chunks).map(chunk)))
    }

    async fn spooled(body: Body, limit: usize, room: &Room) -> Result<Spooled, Refusal> {
        read(body, limit, Pace::default(), room).await
    }

    #[tokio::test]
    async fn a_body_is_read_again_as_it_came_whether_it_is_small_or_large() {
        let room = Room::default();
        for (chunks, bytes) in [(0, 0), (3, 100), (1, SMALL_BYTES), (40, 1_000), (3, 100_000)] {
            let spooled = spooled(body(chunks, bytes), 1 << 20, &room).await.unwrap();
            let expected: Vec<u8> =
                (0..chunks).flat_map(|number| vec![u8::try_from(number % 251).unwrap(); bytes]).collect();
            for _ in 0..2 {
                let mut again = Vec::new();
                spooled.reader().unwrap().read_to_end(&mut again).unwrap();
                assert!(again == expected && spooled.length() == expected.len(), "{chunks} of {bytes}");
            }
        }
        assert_eq!(room.kib.available_permits(), ROOM_KIB, "nothing is held of what is gone");
    }

    #[tokio::test]
    async fn a_large_body_holds_little_memory_and_its_bytes_are_counted_on_the_disk() {
        let room = Room::default();
        let spooled = spooled(body(10, 100_000), 1 << 20, &room).await.unwrap();
        assert!(spooled.small.is_empty());
        assert_eq!(ROOM_KIB - room.kib.available_permits(), 1_000_000_usize.div_ceil(1024));
        drop(spooled);
        assert_eq!(room.kib.available_permits(), ROOM_KIB);
    }

    #[tokio::test]
    async fn what_is_past_the_limit_or_finds_no_room_is_refused() {
        let room = Room::default();
        assert!(matches!(
            spooled(body(3, 1_000), 2_999, &room).await,
            Err(Refusal::TooLarge { limit: 2_999 })
        ));
        let all = room.take(ROOM_KIB * 1024).unwrap();
        assert!(matches!(spooled(body(3, 10_000), 1 << 20, &room).await, Err(Refusal::Busy)));
        assert!(spooled(body(3, 1_000), 1 << 20, &room).await.is_ok(), "a small one needs none");
        drop(all);
    }
}
