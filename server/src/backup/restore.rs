//! An installation is made from a backup.
//!
//! Promises: only where there is none yet; all or nothing; nothing is kept before every byte of the file was checked
//! against its seal, every photo against its hash, every series against its digests, and every table was counted.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sqlx::AnyConnection;
use tar::Archive;

use shared::id::BlobHash;
use shared::record::blob_hash;

use super::{BASEMAP, FORMAT, LOST, MANIFEST, Manifest, PHOTOS, TABLES, archive};
use crate::config::{Database, Location};
use crate::photos::{self, Blobs};
use crate::private;
use crate::store::{
    Contents, Follows, NotMoved, Page, Snapshot, StoreError, fill, finish, forget_photo, insert,
};

/// Why nothing was restored. Where it should have gone is as it was.
#[derive(Debug, thiserror::Error)]
pub enum NotRestored {
    /// The file cannot be read.
    #[error("{} cannot be read: {why}", path.display())]
    Read {
        /// The backup.
        path: PathBuf,
        /// What hinders.
        why: io::Error,
    },
    /// Another file.
    #[error("{} is not a backup that `lykta backup` made, or its beginning is damaged", .0.display())]
    NoBackup(PathBuf),
    /// A backup of a newer program.
    #[error("{} was made by a newer lykta: restore it with that one", .0.display())]
    TooNew(PathBuf),
    /// A backup that is not as it was made.
    #[error("{} is cut off or damaged: it does not end in the seal of what stands in it. Use another backup", .0.display())]
    Damaged(PathBuf),
    /// A backup that says two things.
    #[error("the backup contradicts itself: {0}. Use another backup")]
    Inconsistent(String),
    /// Something is there already.
    #[error("{} is there already: a backup is restored into a directory that has no installation", .0.display())]
    IsThere(PathBuf),
    /// The bucket has photos.
    #[error("{0} has photos already: a backup is restored into a bucket, or under a prefix, that has none")]
    HasPhotos(String),
    /// The bucket cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The disk said no.
    #[error("the photos cannot be written: {0}")]
    Write(#[source] io::Error),
    /// The database said no, or what arrived is not what was saved.
    #[error(transparent)]
    NotMoved(#[from] NotMoved),
}

/// What was restored.
#[derive(Debug)]
pub struct Restored {
    /// What the database holds.
    pub contents: Contents,
    /// The day on which the backup was made.
    pub made_on: String,
    /// How many photos were restored.
    pub photos: usize,
    /// Photos that the backup lacks.
    pub lost: Vec<BlobHash>,
}

/// Makes an installation from a backup.
pub async fn restore(
    path: &Path,
    location: &Location,
    mut at: impl FnMut(&str),
) -> Result<Restored, NotRestored> {
    let unreadable = |why| NotRestored::Read { path: path.to_owned(), why };
    let mut file = File::open(path).map_err(unreadable)?;
    let manifest = manifest(path, &file)?;
    at("checking the seal of the backup");
    if !archive::is_sealed(&mut file).map_err(unreadable)? {
        return Err(NotRestored::Damaged(path.to_owned()));
    }
    let staged = Staged::beside(location).await?;
    let mut restoring =
        Restoring { manifest, staged: &staged, found: BTreeSet::new(), lost: Vec::new(), rows: 0 };
    if let Database::Sqlite(file) = &location.database {
        private::directory(file.parent().unwrap_or(&location.data)).map_err(NotRestored::Write)?;
    }
    let tables = restoring.manifest.tables;
    let filled = fill(&location.database, tables, async |target| {
        restoring.take(target, &file, &mut at).await?;
        restoring.finish(target, &mut at).await?;
        staged.put_in_place(&restoring.found).await.map_err(NotRestored::Write)
    });
    if let Err(why) = filled.await {
        staged.take_back(&restoring.found).await;
        return Err(why);
    }
    staged.is_kept();
    let Restoring { manifest, found, lost, .. } = restoring;
    Ok(Restored { contents: manifest.contents, made_on: manifest.made_on, photos: found.len(), lost })
}

/// What the backup says of itself, before anything of it is believed.
fn manifest(path: &Path, file: &File) -> Result<Manifest, NotRestored> {
    #[derive(Deserialize)]
    struct Laid {
        format: u32,
        tables: usize,
    }
    let no_backup = || NotRestored::NoBackup(path.to_owned());
    let mut tar = Archive::new(BufReader::new(file));
    let mut entries = tar.entries().map_err(|_| no_backup())?;
    let mut first = entries.next().and_then(Result::ok).ok_or_else(no_backup)?;
    if name_of(&first) != MANIFEST {
        return Err(no_backup());
    }
    let mut text = Vec::new();
    first.read_to_end(&mut text).map_err(|_| no_backup())?;
    let laid: Laid = serde_json::from_slice(&text).map_err(|_| no_backup())?;
    if laid.format != FORMAT || laid.tables > Snapshot::version() {
        return Err(NotRestored::TooNew(path.to_owned()));
    }
    serde_json::from_slice(&text).map_err(|_| no_backup())
}

fn name_of(entry: &tar::Entry<'_, impl Read>) -> String {
    String::from_utf8_lossy(&entry.path_bytes()).into_owned()
}

/// A restoration under way.
struct Restoring<'a> {
    manifest: Manifest,
    staged: &'a Staged,
    found: BTreeSet<BlobHash>,
    lost: Vec<BlobHash>,
    rows: usize,
}

impl Restoring<'_> {
    async fn take(
        &mut self,
        target: &mut AnyConnection,
        file: &File,
        at: &mut impl FnMut(&str),
    ) -> Result<(), NotRestored> {
        let mut tar = Archive::new(BufReader::new(file));
        for entry in tar.entries().map_err(unexpected)? {
            let mut entry = entry.map_err(unexpected)?;
            let name = name_of(&entry);
            let mut parts = name.split('/');
            match (parts.next(), parts.next(), parts.next()) {
                (Some(TABLES), Some(table), Some(_)) => {
                    let page: Page = json(GzDecoder::new(&mut entry))?;
                    self.rows += page.count;
                    insert(target, table, &page).await?;
                    at(&format!("{table}: {} rows so far", self.rows));
                }
                (Some(PHOTOS), Some(_), Some(hash)) => self.photo(hash, &mut entry).await?,
                (Some(BASEMAP), None, None) => self.staged.basemap(&mut entry).map_err(NotRestored::Write)?,
                (Some(LOST), None, None) => self.lost = json(&mut entry)?,
                (Some(MANIFEST), None, None) => {}
                _ if archive::is_seal(&name) => {}
                _ => return Err(NotRestored::Inconsistent(format!("nobody knows what {name} is"))),
            }
        }
        Ok(())
    }

    async fn photo(&mut self, hash: &str, entry: &mut impl Read) -> Result<(), NotRestored> {
        let hash = hash.parse().map_err(|_| NotRestored::Inconsistent(format!("{hash} names no photo")))?;
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).map_err(unexpected)?;
        if blob_hash(&bytes) != hash {
            return Err(NotRestored::Inconsistent(format!("photo {hash} has another hash")));
        }
        self.staged.photos().put(hash, bytes).await.map_err(NotRestored::Write)?;
        self.found.insert(hash);
        Ok(())
    }

    async fn finish(
        &mut self,
        target: &mut AnyConnection,
        at: &mut impl FnMut(&str),
    ) -> Result<(), NotRestored> {
        let named: BTreeSet<BlobHash> = self.manifest.photos.iter().copied().collect();
        if self.found.iter().chain(&self.lost).copied().collect::<BTreeSet<_>>() != named {
            return Err(NotRestored::Inconsistent("its photos are not those that it names".to_owned()));
        }
        // Phones that still have them are asked for them again.
        for hash in &self.lost {
            forget_photo(target, *hash).await.map_err(NotMoved::from)?;
        }
        self.manifest.contents.without("blobs", self.lost.len() as u64);
        let same_program =
            self.manifest.version == env!("CARGO_PKG_VERSION") && self.manifest.tables == Snapshot::version();
        let follows = if same_program { Follows::Same } else { Follows::MayDiffer };
        Ok(finish(target, &self.manifest.contents, follows, at).await?)
    }
}

fn json<T: DeserializeOwned>(reader: impl Read) -> Result<T, NotRestored> {
    let text = io::read_to_string(reader).map_err(unexpected)?;
    serde_json::from_str(&text).map_err(|error| NotRestored::Inconsistent(error.to_string()))
}

/// The seal was whole; what cannot be read then was not written as it should have been, or the disk fails.
#[expect(clippy::needless_pass_by_value, reason = "passed to `map_err` as it is")]
fn unexpected(error: io::Error) -> NotRestored {
    NotRestored::Inconsistent(error.to_string())
}

/// Files that wait until the database is ready to commit, and go away again if it is not.
struct Staged {
    here: PathBuf,
    goals: [PathBuf; 2],
    /// The bucket that photos go to in place of a directory.
    bucket: Option<Blobs>,
}

impl Staged {
    async fn beside(location: &Location) -> Result<Self, NotRestored> {
        let bucket = match &location.bucket {
            Some(bucket) => {
                let blobs = Blobs::of(location).await?;
                if !blobs.is_empty().await.map_err(NotRestored::Write)? {
                    return Err(NotRestored::HasPhotos(bucket.to_string()));
                }
                Some(blobs)
            }
            None => None,
        };
        let goals = [location.blobs(), location.basemap()];
        for goal in &goals {
            // Whoever served an empty installation once has an empty directory of photos.
            if goal.exists() && std::fs::remove_dir(goal).is_err() {
                return Err(NotRestored::IsThere(goal.clone()));
            }
        }
        let here = location.data.join("restoring");
        // What a restoration left behind that was killed.
        let _ = std::fs::remove_dir_all(&here);
        private::directory(&here.join("blobs")).map_err(NotRestored::Write)?;
        Ok(Self { here, goals, bucket })
    }

    fn blobs(&self) -> PathBuf {
        self.here.join("blobs")
    }

    fn photos(&self) -> Blobs {
        Blobs::Files(self.blobs())
    }

    fn basemap(&self, content: &mut impl Read) -> io::Result<()> {
        let mut file = File::create_new(self.here.join(BASEMAP))?;
        io::copy(content, &mut file)?;
        file.sync_all()
    }

    async fn put_in_place(&self, photos: &BTreeSet<BlobHash>) -> io::Result<()> {
        if let Some(bucket) = &self.bucket {
            for photo in photos {
                bucket.put(*photo, self.photos().read(*photo).await?).await?;
            }
            std::fs::remove_dir_all(self.blobs())?;
            std::fs::create_dir(self.blobs())?;
        }
        for directory in std::fs::read_dir(self.blobs())? {
            photos::flush_directory(&directory?.path())?;
        }
        for goal in &self.goals {
            let staged = self.here.join(goal.file_name().unwrap_or_default());
            if staged.exists() {
                std::fs::rename(staged, goal)?;
            }
        }
        photos::flush_directory(self.here.parent().unwrap_or(&self.here))
    }

    /// Where even this fails, why nothing was restored is of more use.
    async fn take_back(&self, photos: &BTreeSet<BlobHash>) {
        let [blobs, basemap] = &self.goals;
        if let Some(bucket) = &self.bucket {
            for photo in photos {
                let _ = bucket.take_back(*photo).await;
            }
        }
        let _ = std::fs::remove_dir_all(blobs);
        let _ = std::fs::remove_file(basemap);
        self.is_kept();
    }

    fn is_kept(&self) {
        let _ = std::fs::remove_dir_all(&self.here);
    }
}
