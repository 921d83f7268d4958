//! A whole installation in one file.
//!
//! Promises: a backup is of one moment and is made while the server works; it is there whole or not at all, and never
//! takes the place of another file; it can be restored into either kind of database. A photo that is lost or damaged
//! does not keep the rest from being saved: it is named, and phones that still have it are asked for it again.

mod archive;
mod restore;

pub use restore::{NotRestored, Restored, restore};

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use shared::id::BlobHash;

use crate::config::Location;
use crate::date;
use crate::photos::{self, Blobs, Found};
use crate::store::{Contents, Kept, Page, Snapshot, StoreError};
use archive::Writer;

/// How backups are laid out. One that is laid out in a way we do not know is refused.
const FORMAT: u32 = 1;

const MANIFEST: &str = "manifest.json";
const TABLES: &str = "tables";
const PHOTOS: &str = "photos";
const BASEMAP: &str = "basemap.pmtiles";
const LOST: &str = "lost.json";

/// What a backup says of itself, first of all.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    format: u32,
    /// The program that made it.
    version: String,
    /// Version of the tables.
    tables: usize,
    made_on: String,
    contents: Contents,
    photos: Vec<BlobHash>,
}

/// Why there is no backup.
#[derive(Debug, thiserror::Error)]
pub enum NotBackedUp {
    /// The database said no.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Something is there already.
    #[error("{} is there already, and a backup never takes the place of another file: give another name", .0.display())]
    IsThere(PathBuf),
    /// The file cannot be written.
    #[error("the backup cannot be written: {0}")]
    Write(#[source] io::Error),
    /// Something cannot be read.
    #[error("{} cannot be read: {why}", path.display())]
    Read {
        /// What.
        path: PathBuf,
        /// What hinders.
        why: io::Error,
    },
}

/// What was saved.
#[derive(Debug)]
pub struct Saved {
    /// What the database holds.
    pub contents: Contents,
    /// How many photos are in the backup.
    pub photos: usize,
    /// The photos that are not, since they are lost or damaged.
    pub lost: Vec<BlobHash>,
    /// How large the file is.
    pub bytes: u64,
}

/// Writes a backup.
pub async fn make(location: &Location, file: &Path, mut at: impl FnMut(&str)) -> Result<Saved, NotBackedUp> {
    if file.exists() {
        return Err(NotBackedUp::IsThere(file.to_owned()));
    }
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Readable for its owner alone from its first byte; removed again if it does not become a backup.
    let draft = tempfile::Builder::new().prefix(".lykta-backup-").tempfile_in(folder);
    let draft = draft.map_err(NotBackedUp::Write)?;
    let mut archive = Writer::new(draft);
    let (contents, photos) = tables(location, &mut archive, &mut at).await?;
    let lost = pictures(location, &photos, &mut archive, &mut at).await?;
    archive.add_json(LOST, &lost).map_err(NotBackedUp::Write)?;
    let draft = archive.seal().map_err(NotBackedUp::Write)?;
    at("flushing");
    draft.as_file().sync_all().map_err(NotBackedUp::Write)?;
    let bytes = draft.as_file().metadata().map_err(NotBackedUp::Write)?.len();
    draft.persist_noclobber(file).map_err(|error| match error.error.kind() {
        io::ErrorKind::AlreadyExists => NotBackedUp::IsThere(file.to_owned()),
        _ => NotBackedUp::Write(error.error),
    })?;
    photos::flush_directory(folder).map_err(NotBackedUp::Write)?;
    Ok(Saved { contents, photos: photos.len() - lost.len(), lost, bytes })
}

/// The moment itself. Photos are added after it: a photo is never changed and never removed.
async fn tables(
    location: &Location,
    archive: &mut Writer,
    at: &mut impl FnMut(&str),
) -> Result<(Contents, Vec<Kept>), NotBackedUp> {
    let mut snapshot = Snapshot::take(&location.database).await?;
    let (contents, photos) = (snapshot.contents().await?, snapshot.photos().await?);
    let manifest = Manifest {
        format: FORMAT,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        tables: Snapshot::version(),
        made_on: date::today(),
        contents,
        photos: photos.iter().map(|photo| photo.hash).collect(),
    };
    archive.add_json(MANIFEST, &manifest).map_err(NotBackedUp::Write)?;
    let mut rows = Rows::default();
    snapshot
        .each_page(async |table, page| {
            at(&format!("{table}: {}", rows.count_on(table, page.count)));
            rows.add(archive, table, &page)
        })
        .await?;
    snapshot.end().await?;
    Ok((manifest.contents, photos))
}

/// How far a table has come.
#[derive(Debug, Default)]
struct Rows {
    table: &'static str,
    done: usize,
    page: usize,
}

impl Rows {
    fn count_on(&mut self, table: &'static str, count: usize) -> usize {
        if self.table != table {
            *self = Self { table, ..Self::default() };
        }
        self.done += count;
        self.page += 1;
        self.done
    }

    fn add(&self, archive: &mut Writer, table: &str, page: &Page) -> Result<(), NotBackedUp> {
        let name = format!("{TABLES}/{table}/{:06}.json.gz", self.page);
        archive.add_packed_json(&name, page).map_err(NotBackedUp::Write)
    }
}

/// Adds the photos and the base map; the photos that are not what they were.
async fn pictures(
    location: &Location,
    photos: &[Kept],
    archive: &mut Writer,
    at: &mut impl FnMut(&str),
) -> Result<Vec<BlobHash>, NotBackedUp> {
    let (blobs, mut lost) = (Blobs::of(location).await?, Vec::new());
    for (index, photo) in photos.iter().enumerate() {
        let unreadable = |why| NotBackedUp::Read { path: photo_name(photo.hash).into(), why };
        match blobs.look(photo.hash).await.map_err(unreadable)? {
            Found::Whole(bytes) => {
                archive.add(&photo_name(photo.hash), &bytes).map_err(NotBackedUp::Write)?;
            }
            Found::Lost | Found::Damaged => lost.push(photo.hash),
        }
        if (index + 1) % 100 == 0 || index + 1 == photos.len() {
            at(&format!("photos: {}", index + 1));
        }
    }
    let map = location.basemap();
    match std::fs::File::open(&map) {
        Ok(file) => archive.add_file(BASEMAP, &file).map_err(NotBackedUp::Write)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(why) => return Err(NotBackedUp::Read { path: map, why }),
    }
    Ok(lost)
}

fn photo_name(hash: BlobHash) -> String {
    photos::place_in(Path::new(PHOTOS), hash).display().to_string()
}
