//! Where photos that were checked are kept: in files, or in a bucket of an object storage that speaks S3.
//!
//! Promises: one contract for both; a photo that is kept survives a power cut, lies under its hash, and keeping it again
//! changes nothing; what a bucket is reached with is shown by nobody who shows it.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use futures_util::TryStreamExt as _;
use object_store::aws::AmazonS3Builder;
use object_store::path::Path as Key;
use object_store::{ClientOptions, ObjectStore, ObjectStoreExt as _, RetryConfig};

use shared::id::BlobHash;
use shared::record::blob_hash;

use super::{blocking, flush_directory, place_in};
use crate::config::{Bucket, Location};
use crate::http;
use crate::store::StoreError;

/// So long one waits for a connection to the storage, and for one answer.
const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(30);

/// What fails is tried again so often, within so long; then whoever asked is told.
const TRIES: usize = 3;
const TRYING: Duration = Duration::from_secs(30);

/// What a photo that was acknowledged is found as.
#[derive(Debug)]
pub enum Found {
    /// As it was.
    Whole(Vec<u8>),
    /// Not at all.
    Lost,
    /// Other bytes.
    Damaged,
}

/// The photos that are kept.
#[derive(Debug, Clone)]
pub enum Blobs {
    /// In files under a directory.
    Files(PathBuf),
    /// In an object storage.
    Objects(Arc<dyn ObjectStore>, Key),
}

impl Blobs {
    /// Where an installation keeps its photos; a bucket is asked whether it is there.
    pub async fn of(location: &Location) -> Result<Self, StoreError> {
        let Some(bucket) = &location.bucket else { return Ok(Self::Files(location.blobs())) };
        let unreachable =
            |why: object_store::Error| StoreError::NoBucket { bucket: bucket.to_string(), why: reason(&why) };
        let blobs = reached_by(bucket).map_err(unreachable)?;
        blobs
            .is_empty()
            .await
            .map_err(|why| StoreError::NoBucket { bucket: bucket.to_string(), why: why.to_string() })?;
        Ok(blobs)
    }

    /// The bytes of a photo.
    pub async fn read(&self, blob: BlobHash) -> io::Result<Vec<u8>> {
        match self {
            Self::Files(directory) => tokio::fs::read(place_in(directory, blob)).await,
            Self::Objects(store, within) => {
                let found = store.get(&key(within, blob)).await.map_err(failure)?;
                Ok(found.bytes().await.map_err(failure)?.to_vec())
            }
        }
    }

    /// Looks whether a photo is what it was.
    pub async fn look(&self, blob: BlobHash) -> io::Result<Found> {
        match self.read(blob).await {
            Ok(bytes) if blob_hash(&bytes) == blob => Ok(Found::Whole(bytes)),
            Ok(_) => Ok(Found::Damaged),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Found::Lost),
            Err(error) => Err(error),
        }
    }

    /// Keeps a photo whose bytes lie in a file and were checked; the file is gone afterwards.
    pub(super) async fn keep(&self, from: &Path, blob: BlobHash) -> io::Result<()> {
        let from = from.to_owned();
        match self {
            Self::Files(directory) => {
                let place = place_in(directory, blob);
                blocking(move || move_to(&from, &place)).await
            }
            Self::Objects(..) => {
                self.put(blob, tokio::fs::read(&from).await?).await?;
                tokio::fs::remove_file(from).await
            }
        }
    }

    /// Keeps a photo that is known to be whole.
    pub async fn put(&self, blob: BlobHash, bytes: Vec<u8>) -> io::Result<()> {
        match self {
            Self::Files(directory) => {
                let directory = directory.clone();
                blocking(move || write(&directory, blob, &bytes)).await
            }
            Self::Objects(store, within) => {
                store.put(&key(within, blob), bytes.into()).await.map(|_| ()).map_err(failure)
            }
        }
    }

    /// Takes a photo away again that must not have been put here.
    pub async fn take_back(&self, blob: BlobHash) -> io::Result<()> {
        match self {
            Self::Files(directory) => tokio::fs::remove_file(place_in(directory, blob)).await,
            Self::Objects(store, within) => store.delete(&key(within, blob)).await.map_err(failure),
        }
    }

    /// Whether there is no photo at all.
    pub async fn is_empty(&self) -> io::Result<bool> {
        match self {
            Self::Files(directory) => match std::fs::read_dir(directory) {
                Ok(mut inside) => Ok(inside.next().is_none()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
                Err(error) => Err(error),
            },
            Self::Objects(store, within) => {
                Ok(store.list(Some(within)).try_next().await.map_err(failure)?.is_none())
            }
        }
    }
}

fn key(within: &Key, blob: BlobHash) -> Key {
    let name = blob.to_string();
    within.clone().join(&name[..2]).join(name)
}

fn reached_by(bucket: &Bucket) -> Result<Blobs, object_store::Error> {
    http::provide();
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(&bucket.name)
        .with_client_options(ClientOptions::new().with_connect_timeout(CONNECT).with_timeout(ANSWER));
    for (name, value) in &bucket.settings {
        if let Ok(known) = name.to_ascii_lowercase().parse() {
            builder = builder.with_config(known, value);
        }
    }
    let retry = RetryConfig { max_retries: TRIES, retry_timeout: TRYING, ..RetryConfig::default() };
    Ok(Blobs::Objects(Arc::new(builder.with_retry(retry).build()?), Key::from(bucket.prefix.as_str())))
}

fn failure(error: object_store::Error) -> io::Error {
    match error {
        object_store::Error::NotFound { .. } => io::Error::new(io::ErrorKind::NotFound, reason(&error)),
        other => io::Error::other(reason(&other)),
    }
}

/// What hinders, down to its cause, in one line.
fn reason(error: &dyn std::error::Error) -> String {
    let mut reason = error.to_string();
    let mut cause = error.source();
    while let Some(deeper) = cause {
        let said = deeper.to_string();
        if !reason.contains(&said) {
            reason = format!("{reason}: {said}");
        }
        cause = deeper.source();
    }
    reason.replace('\n', " ")
}

/// Writes a photo to its place in a directory of photos, and flushes it.
fn write(directory: &Path, blob: BlobHash, bytes: &[u8]) -> io::Result<()> {
    let place = place_in(directory, blob);
    std::fs::create_dir_all(place.parent().unwrap_or(directory))?;
    let mut file = std::fs::File::create(place)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Gives a checked photo its name. The directories are flushed too: a name that a power cut takes away would make
/// what was said untrue.
fn move_to(from: &Path, place: &Path) -> io::Result<()> {
    let directory = place.parent().unwrap_or(place);
    std::fs::create_dir_all(directory)?;
    // Also one that is there already: whoever made it may have been killed before it was flushed.
    flush_directory(directory.parent().unwrap_or(directory))?;
    std::fs::File::open(from)?.sync_all()?;
    std::fs::rename(from, place)?;
    flush_directory(directory)
}

#[cfg(test)]
pub(crate) mod tests;
