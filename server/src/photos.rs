//! Photos: named by their content, arriving in pieces over bad lines.
//!
//! Promises: a photo is kept only when every byte is here, the hash is the one named, and it is a JPEG that decodes,
//! within limits and without metadata; it is on the disk before that is said. What is refused is removed and blocks
//! nothing else. Sending again what is here changes nothing. However many hang up, one photo at a time is decoded.

mod blobs;
mod jpeg;
mod uploads;

#[cfg(test)]
pub(crate) use blobs::tests as blob_tests;
pub use blobs::{Blobs, Found};
pub use jpeg::NotAPhoto;
#[cfg(test)]
pub(crate) use jpeg::tests as jpeg_tests;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use tokio::sync::{Mutex, OwnedMutexGuard, Semaphore};

use shared::id::{BlobHash, SeriesId};
use shared::record::blob_hash;
use shared::wire::MAX_BLOB_BYTES;

use crate::body::Spooled;
use crate::config::Location;
use crate::jobs::Jobs;
use crate::store::{CheckedPhoto, StoreError};

/// Photos decoded at one time: each takes up to 50 MB while it is looked at.
const CHECKED_AT_ONCE: usize = 1;

/// Pieces written at one time; each waits for the disk.
const WRITTEN_AT_ONCE: usize = 16;

/// Photos given to their place at one time: a storage may take long over each, and each is in memory meanwhile.
const KEPT_AT_ONCE: usize = 8;

/// Uploads that share a lock; two that happen to share one wait for each other.
const LOCKS: usize = 64;

/// An upload that nobody else works on. Work takes it along, so that who hangs up lets nobody in before the work has
/// ended.
type Alone = OwnedMutexGuard<()>;

/// What a piece led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Received {
    /// More is to come; this many bytes are here.
    Partial(u64),
    /// All of it is here and was checked.
    Complete(CheckedPhoto),
}

/// Why a piece was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// It does not follow on what is here.
    #[error("{offset} bytes are here")]
    WrongOffset {
        /// Bytes that are here.
        offset: u64,
    },
    /// The photo cannot be kept.
    #[error(transparent)]
    Refused(#[from] NotAPhoto),
    /// The disk failed.
    #[error("the photo could not be written: {0}")]
    Disk(#[from] io::Error),
}

/// Where a piece belongs.
#[derive(Debug, Clone, Copy)]
pub struct Piece {
    /// Whose upload.
    pub series: SeriesId,
    /// Of which photo.
    pub blob: BlobHash,
    /// From which byte on.
    pub offset: u64,
    /// How many bytes the photo has in all.
    pub total: u64,
}

/// The photos of an installation.
#[derive(Debug)]
pub struct Photos {
    blobs: Blobs,
    uploads: PathBuf,
    locks: Vec<Arc<Mutex<()>>>,
    writes: Jobs,
    checks: Jobs,
    keeps: Semaphore,
}

impl Photos {
    /// Opens the place where photos are kept, making directories where needed.
    pub async fn open(location: &Location) -> Result<Self, StoreError> {
        let blobs = Blobs::of(location).await?;
        if let Blobs::Files(directory) = &blobs {
            std::fs::create_dir_all(directory)?;
        }
        Ok(Self::keeping(blobs, location)?)
    }

    /// Photos that are kept here; what is on its way lies in files.
    pub fn keeping(blobs: Blobs, location: &Location) -> io::Result<Self> {
        let uploads = location.uploads();
        std::fs::create_dir_all(&uploads)?;
        flush_directory(&location.data)?;
        let locks = (0..LOCKS).map(|_| Arc::default()).collect();
        let (writes, checks) = (Jobs::at_most(WRITTEN_AT_ONCE), Jobs::at_most(CHECKED_AT_ONCE));
        Ok(Self { blobs, uploads, locks, writes, checks, keeps: Semaphore::new(KEPT_AT_ONCE) })
    }

    /// The bytes of a photo that is here.
    pub async fn read(&self, blob: BlobHash) -> io::Result<Vec<u8>> {
        self.blobs.read(blob).await
    }

    /// How many bytes of an upload are here.
    pub async fn offset(&self, series: SeriesId, blob: BlobHash) -> io::Result<u64> {
        length(&self.partial(series, blob)).await
    }

    /// Takes in a piece; with the last one, checks the photo and keeps it.
    pub async fn receive(&self, piece: Piece, body: Spooled) -> Result<Received, UploadError> {
        let alone = self.lock(piece.blob).await;
        let partial = self.partial(piece.series, piece.blob);
        let here = length(&partial).await?;
        if piece.offset != here {
            return Err(UploadError::WrongOffset { offset: here });
        }
        let end = here + body.length() as u64;
        if piece.total > MAX_BLOB_BYTES || end > piece.total {
            remove(&partial).await?;
            return Err(NotAPhoto::TooManyBytes.into());
        }
        let alone = self.add(alone, &partial, body).await?;
        if end < piece.total {
            Ok(Received::Partial(end))
        } else {
            self.finish(alone, &partial, piece.blob).await
        }
    }

    /// Takes in a whole photo, in place of whatever part of it is here.
    pub async fn receive_whole(
        &self,
        series: SeriesId,
        blob: BlobHash,
        body: Spooled,
    ) -> Result<Received, UploadError> {
        let alone = self.lock(blob).await;
        let partial = self.partial(series, blob);
        remove(&partial).await?;
        let alone = self.add(alone, &partial, body).await?;
        self.finish(alone, &partial, blob).await
    }

    /// Removes uploads of which nothing has come since; how many.
    pub async fn sweep(&self, since: SystemTime) -> io::Result<usize> {
        let uploads = self.uploads.clone();
        self.writes.run(move || uploads::sweep(&uploads, since)).await?
    }

    async fn add(&self, alone: Alone, partial: &Path, body: Spooled) -> Result<Alone, UploadError> {
        let (path, uploads) = (partial.to_owned(), self.uploads.clone());
        let work = move || {
            uploads::make_room(&uploads, &path)?;
            uploads::add(&path, &mut body.reader()?)?;
            Ok::<_, UploadError>(alone)
        };
        self.writes.run(work).await?
    }

    async fn finish(&self, alone: Alone, partial: &Path, blob: BlobHash) -> Result<Received, UploadError> {
        let from = partial.to_owned();
        let check = move || Ok::<_, UploadError>((alone, checked(&from, blob)?));
        let (_alone, photo) = self.checks.run(check).await??;
        // The semaphore is never closed; without a permit more would be kept at once.
        let _permit = self.keeps.acquire().await.ok();
        self.blobs.keep(partial, blob).await?;
        Ok(Received::Complete(photo))
    }

    async fn lock(&self, blob: BlobHash) -> Alone {
        self.locks[usize::from(blob.as_bytes()[0]) % LOCKS].clone().lock_owned().await
    }

    fn partial(&self, series: SeriesId, blob: BlobHash) -> PathBuf {
        self.uploads.join(format!("{series}-{blob}"))
    }
}

#[cfg(test)]
impl Photos {
    /// The work of decoding photos.
    pub(crate) fn checks(&self) -> &Jobs {
        &self.checks
    }
}

/// Where a photo lies in a directory of photos.
pub fn place_in(blobs: &Path, blob: BlobHash) -> PathBuf {
    let name = blob.to_string();
    blobs.join(&name[..2]).join(name)
}

async fn blocking<T: Send + 'static, E: From<io::Error> + Send + 'static>(
    work: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> Result<T, E> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|error| Err(io::Error::other(error).into()))
}

async fn length(path: &Path) -> io::Result<u64> {
    match tokio::fs::metadata(path).await {
        Ok(metadata) => Ok(metadata.len()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(error),
    }
}

async fn remove(path: &Path) -> io::Result<()> {
    match tokio::fs::remove_file(path).await {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Checks the photo that has arrived; one that cannot be kept is removed.
fn checked(partial: &Path, blob: BlobHash) -> Result<CheckedPhoto, UploadError> {
    check(&std::fs::read(partial)?, blob).or_else(|refusal| {
        std::fs::remove_file(partial)?;
        Err(refusal.into())
    })
}

fn check(bytes: &[u8], blob: BlobHash) -> Result<CheckedPhoto, NotAPhoto> {
    if blob_hash(bytes) != blob {
        return Err(NotAPhoto::AnotherHash);
    }
    let (width, height) = jpeg::check(bytes)?;
    Ok(CheckedPhoto { bytes: bytes.len() as u64, width, height })
}

/// Flushes the names in a directory.
pub fn flush_directory(directory: &Path) -> io::Result<()> {
    std::fs::File::open(directory)?.sync_all()
}
