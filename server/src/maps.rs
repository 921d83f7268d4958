//! The base map of an installation, and the pieces of it that phones take along.
//!
//! Promises: without a base map everything else works; a piece is cut once for each walk and map, and holds at most
//! [`MAX_PIECE_BYTES`]; a base map that is imported while the server runs is used from the next request on.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use sha2::{Digest as _, Sha256};
use tokio::sync::Mutex;

use shared::geo::BoundingBox;
use shared::id::BlobHash;
use shared::record::blob_hash;
use shared::situation::Street;

use crate::basemap::{self, BasemapError, Bounds, cut, describe};
use crate::config::Location;
use crate::jobs::Jobs;

/// Most bytes of a piece: what a phone takes over a weak line before it leaves.
pub const MAX_PIECE_BYTES: usize = 2_000_000;

/// The zooms of a piece: from where a neighbourhood is seen whole to where a lamp stands beside its path.
const FIRST_ZOOM: u8 = 10;
const LAST_ZOOM: u8 = 16;

/// The maps of an installation.
#[derive(Debug)]
pub struct Maps {
    basemap: PathBuf,
    pieces: PathBuf,
    /// The pieces that were looked at since the start: a phone asks for one in many ranges.
    known: Mutex<BTreeMap<PathBuf, Piece>>,
    /// Work on the base map, one at a time: the second who asks for a piece finds it.
    work: Jobs,
    /// The streets that were asked for since the start, by map and box.
    streets: Mutex<BTreeMap<String, Arc<Vec<Street>>>>,
}

/// A part of the base map, as a file of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Where it lies.
    pub path: PathBuf,
    /// SHA-256 of its bytes.
    pub sha256: BlobHash,
    /// Its size.
    pub bytes: u64,
    /// Whom to thank for it, as plain text.
    pub attribution: String,
}

/// Why there is no piece, though there is a base map.
#[derive(Debug, thiserror::Error)]
pub enum NoPiece {
    /// The base map cannot be used.
    #[error(transparent)]
    Basemap(#[from] BasemapError),
    /// The disk failed.
    #[error("the disk failed: {0}")]
    Disk(#[from] io::Error),
    /// Even the coarsest piece is too large.
    #[error("even a coarse map of this box has more than {MAX_PIECE_BYTES} bytes")]
    TooLarge,
    /// The server is stopping.
    #[error("the server is stopping")]
    Stopping,
}

impl Maps {
    /// The maps that lie in a location.
    pub fn new(location: &Location) -> Self {
        Self {
            basemap: location.basemap(),
            pieces: location.map_pieces(),
            known: Mutex::default(),
            work: Jobs::at_most(1),
            streets: Mutex::default(),
        }
    }

    /// Where the base map lies, whether there is one or not.
    pub fn basemap_path(&self) -> PathBuf {
        self.basemap.clone()
    }

    /// The whole base map, if there is one.
    pub fn basemap(&self) -> Option<&Path> {
        self.basemap.is_file().then_some(self.basemap.as_path())
    }

    /// Puts a base map in its place where none is, and tells where it lies; one that is there stays.
    pub fn put_if_none(&self, archive: &[u8]) -> io::Result<Option<&Path>> {
        if self.basemap().is_some() {
            return Ok(None);
        }
        let unfinished = unfinished(&self.basemap);
        std::fs::write(&unfinished, archive)?;
        std::fs::rename(&unfinished, &self.basemap)?;
        Ok(Some(&self.basemap))
    }

    /// The streets of a box, kept for who asks next; none without a base map. A map that cannot be read has none: the
    /// picture is the same without.
    pub async fn streets(&self, bbox: BoundingBox) -> Arc<Vec<Street>> {
        let Some(basemap) = self.basemap().map(Path::to_owned) else { return Arc::default() };
        let Ok(of_map) = name_of_map(&basemap) else { return Arc::default() };
        let name = format!("{of_map}-{}", name_of_box(&bbox));
        let mut known = self.streets.lock().await;
        if let Some(streets) = known.get(&name) {
            return Arc::clone(streets);
        }
        let read = self.work.run(move || {
            let bounds = Bounds::new(bbox.west, bbox.south, bbox.east, bbox.north)?;
            basemap::streets(&basemap, bounds)
        });
        let streets = match read.await {
            Ok(Ok(streets)) => streets,
            Ok(Err(error)) => {
                tracing::warn!(%error, "the streets of the base map cannot be read");
                Vec::new()
            }
            Err(_) => return Arc::default(),
        };
        let streets = Arc::new(streets);
        known.retain(|name, _| name.starts_with(&of_map));
        known.insert(name, Arc::clone(&streets));
        streets
    }

    /// The piece of the base map that covers a box; none without a base map, or where it does not reach.
    pub async fn piece(&self, bbox: BoundingBox) -> Result<Option<Piece>, NoPiece> {
        let Some(basemap) = self.basemap().map(Path::to_owned) else { return Ok(None) };
        let of_map = name_of_map(&basemap)?;
        let path = self.pieces.join(format!("{of_map}-{}.pmtiles", name_of_box(&bbox)));
        if let Some(piece) = self.known.lock().await.get(&path).filter(|piece| piece.path.is_file()) {
            return Ok(Some(piece.clone()));
        }
        let pieces = self.pieces.clone();
        let cut = self.work.run(move || piece(&basemap, &pieces, &of_map, path, bbox));
        match cut.await.map_err(|_| NoPiece::Stopping)? {
            Err(NoPiece::Basemap(BasemapError::Nothing)) => Ok(None),
            Err(why) => Err(why),
            Ok(piece) => {
                let mut known = self.known.lock().await;
                // Those of earlier base maps are gone.
                known.retain(|path, _| path.is_file());
                known.insert(piece.path.clone(), piece.clone());
                Ok(Some(piece))
            }
        }
    }
}

fn piece(
    basemap: &Path,
    pieces: &Path,
    of_map: &str,
    path: PathBuf,
    bbox: BoundingBox,
) -> Result<Piece, NoPiece> {
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(_) => keep(pieces, of_map, &path, small_enough(basemap, bbox)?)?,
    };
    let attribution = plain(&describe(basemap)?.attribution.unwrap_or_default());
    Ok(Piece { path, sha256: blob_hash(&bytes), bytes: bytes.len() as u64, attribution })
}

/// The finest piece that a phone can take along.
fn small_enough(basemap: &Path, bbox: BoundingBox) -> Result<Vec<u8>, NoPiece> {
    let bounds = Bounds::new(bbox.west, bbox.south, bbox.east, bbox.north)?;
    for last in (FIRST_ZOOM..=LAST_ZOOM).rev() {
        let bytes = cut(basemap, bounds, FIRST_ZOOM..=last)?;
        if bytes.len() <= MAX_PIECE_BYTES {
            return Ok(bytes);
        }
    }
    Err(NoPiece::TooLarge)
}

/// Writes a piece, and clears away those of earlier base maps.
fn keep(pieces: &Path, of_map: &str, path: &Path, bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    std::fs::create_dir_all(pieces)?;
    for old in std::fs::read_dir(pieces)?.filter_map(Result::ok) {
        if !old.file_name().to_string_lossy().starts_with(of_map) {
            std::fs::remove_file(old.path())?;
        }
    }
    let unfinished = unfinished(path);
    std::fs::write(&unfinished, &bytes)?;
    std::fs::rename(&unfinished, path)?;
    Ok(bytes)
}

/// Servers that share a directory do not write into each other's unfinished files.
fn unfinished(path: &Path) -> PathBuf {
    path.with_extension(format!("{}.part", std::process::id()))
}

/// A name that changes with the base map: it is replaced whole, so its size and time say which it is.
pub fn name_of_map(basemap: &Path) -> io::Result<String> {
    let file = std::fs::metadata(basemap)?;
    let since = file.modified()?.duration_since(UNIX_EPOCH).map_err(io::Error::other)?;
    Ok(short(&format!("{} {}", file.len(), since.as_nanos())))
}

fn name_of_box(bbox: &BoundingBox) -> String {
    short(&format!("{:.5} {:.5} {:.5} {:.5}", bbox.west, bbox.south, bbox.east, bbox.north))
}

fn short(text: &str) -> String {
    hex::encode(&Sha256::digest(text)[..8])
}

/// Attributions come with links; a phone shows the words.
fn plain(markup: &str) -> String {
    let mut within = false;
    let words = markup.chars().filter(|letter| {
        let shown = !within && *letter != '<';
        within = (within || *letter == '<') && *letter != '>';
        shown
    });
    words.collect::<String>().replace("&copy;", "©").replace("&amp;", "&").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribution_is_shown_as_words() {
        let linked = "<a href=\"https://protomaps.com\">Protomaps</a> &copy; <a href='x'>OpenStreetMap</a>";
        assert_eq!(plain(linked), "Protomaps © OpenStreetMap");
        assert_eq!(plain("© OpenStreetMap contributors"), "© OpenStreetMap contributors");
    }
}
