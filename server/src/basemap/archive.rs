//! `PMTiles` archives read from a file (<https://github.com/protomaps/PMTiles>, version 3).
//!
//! Promises: nothing beyond the file's end is asked for, whatever its directories say; what is wrong is told of as a
//! reason not to use the archive.

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use fast_mvt::{MvtReaderRef, MvtTile};
use flate2::read::GzDecoder;
use futures_util::TryStreamExt as _;
use pmtiles::{
    AsyncBackend, AsyncPmTilesReader, BackendResponse, Compression, HashMapCache, Header, PmtError,
    PmtResult, TileCoord, TileId,
};
use serde_json::{Map, Value};

use super::{BasemapError, Bounds, Unfit};

/// An unpacked tile larger than this is not one.
const MOST_TILE: u64 = 32 << 20;

/// More neighbours that are alike than this are open sea.
const MOST_ALIKE: usize = 4_096;

/// Reads parts of a file; nothing here waits, so that the reader's futures are done when asked.
#[derive(Debug)]
pub(super) struct Parts {
    file: File,
    bytes: u64,
}

impl AsyncBackend for Parts {
    async fn read(&self, offset: u64, length: usize) -> PmtResult<BackendResponse> {
        let left = self.bytes.saturating_sub(offset);
        let length = usize::try_from(left).map_or(length, |left| left.min(length));
        let mut bytes = vec![0; length];
        self.file.read_exact_at(&mut bytes, offset).map_err(PmtError::Reading)?;
        Ok(BackendResponse::new(Bytes::from(bytes)))
    }
}

/// A tile's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) zoom: u8,
    pub(super) x: u32,
    pub(super) y: u32,
}

impl From<TileId> for Place {
    fn from(id: TileId) -> Self {
        let coord = TileCoord::from(id);
        Self { zoom: coord.z(), x: coord.x(), y: coord.y() }
    }
}

/// An archive that can be read.
pub(super) struct Archive {
    reader: Arc<AsyncPmTilesReader<Parts, HashMapCache>>,
    bytes: u64,
}

impl Archive {
    /// Opens an archive and reads its header and its first directory.
    pub(super) fn open(path: &Path) -> Result<Self, BasemapError> {
        let file = File::open(path).map_err(BasemapError::Read)?;
        let metadata = file.metadata().map_err(BasemapError::Read)?;
        if metadata.is_dir() {
            return Err(BasemapError::Read(std::io::ErrorKind::IsADirectory.into()));
        }
        let bytes = metadata.len();
        let mut start = [0; 8];
        let begun = file.read_at(&mut start, 0).map_err(BasemapError::Read)?;
        if begun == start.len() && start.starts_with(b"PMTiles") && start[7] != 3 {
            return Err(Unfit::OldArchive { version: start[7] }.into());
        }
        let opened =
            AsyncPmTilesReader::try_from_cached_source(Parts { file, bytes }, HashMapCache::default());
        let reader = pollster::block_on(opened).map_err(Unfit::Archive)?;
        if reader.get_header().spec_version() != 3 {
            return Err(Unfit::Archive(PmtError::UnsupportedPmTilesVersion).into());
        }
        Ok(Self { reader: Arc::new(reader), bytes })
    }

    pub(super) fn header(&self) -> &Header {
        self.reader.get_header()
    }

    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The description, word for word.
    pub(super) fn metadata_text(&self) -> Result<String, Unfit> {
        pollster::block_on(self.reader.get_metadata()).map_err(Unfit::Archive)
    }

    /// The description.
    pub(super) fn metadata(&self) -> Result<Map<String, Value>, Unfit> {
        serde_json::from_str(&self.metadata_text()?).map_err(|_| Unfit::Metadata)
    }

    /// What the archive says that it covers.
    pub(super) fn bounds(&self) -> Result<Bounds, Unfit> {
        let header = self.header();
        Bounds::new(header.min_longitude, header.min_latitude, header.max_longitude, header.max_latitude)
            .map_err(|_| Unfit::Nowhere)
    }

    /// A tile as it is packed.
    pub(super) fn packed(&self, coord: TileCoord) -> Result<Option<Bytes>, PmtError> {
        pollster::block_on(self.reader.get_tile(coord))
    }

    /// A tile, unpacked.
    pub(super) fn unpacked(&self, packed: &[u8]) -> Result<Vec<u8>, String> {
        match self.header().tile_compression {
            Compression::None => Ok(packed.to_vec()),
            Compression::Gzip => unzip(packed),
            other => Err(format!("it is packed with {other:?}")),
        }
    }

    /// What a tile holds; none where the archive has none.
    pub(super) fn tile(&self, place: Place) -> Result<Option<MvtTile>, Unfit> {
        let Place { zoom, x, y } = place;
        let packed = TileCoord::new(zoom, x, y).and_then(|coord| self.packed(coord));
        let Some(packed) = packed.map_err(Unfit::Archive)? else { return Ok(None) };
        let read = |tile: Vec<u8>| {
            MvtReaderRef::new(&tile).and_then(|reader| reader.to_tile()).map_err(|error| error.to_string())
        };
        let tile = self.unpacked(&packed).and_then(read);
        tile.map(Some).map_err(|reason| Unfit::Tile { zoom, x, y, reason })
    }

    /// Every entry of a zoom: where its tile lies (an archive holds equal neighbours once), and what it holds.
    pub(super) fn each_tile(
        &self,
        zoom: u8,
        mut taken: impl FnMut(&[Place], MvtTile) -> Result<(), BasemapError>,
    ) -> Result<(), BasemapError> {
        let mut entries = Arc::clone(&self.reader).entries();
        while let Some(entry) = pollster::block_on(entries.try_next()).map_err(Unfit::Archive)? {
            let places: Vec<Place> = entry
                .iter_coords()
                .map(Place::from)
                .filter(|place| place.zoom == zoom)
                .take(MOST_ALIKE)
                .collect();
            let Some(first) = places.first() else { continue };
            if let Some(tile) = self.tile(*first)? {
                taken(&places, tile)?;
            }
        }
        Ok(())
    }

    /// The first place of every entry in the directories.
    pub(super) fn each_entry(&self, mut taken: impl FnMut(Place) -> Result<(), Unfit>) -> Result<(), Unfit> {
        let mut entries = Arc::clone(&self.reader).entries();
        while let Some(entry) = pollster::block_on(entries.try_next()).map_err(Unfit::Archive)? {
            if let Some(id) = entry.iter_coords().next() {
                taken(id.into())?;
            }
        }
        Ok(())
    }
}

fn unzip(packed: &[u8]) -> Result<Vec<u8>, String> {
    let mut unpacked = Vec::new();
    let mut decoder = std::io::Read::take(GzDecoder::new(packed), MOST_TILE + 1);
    std::io::Read::read_to_end(&mut decoder, &mut unpacked).map_err(|error| error.to_string())?;
    if unpacked.len() as u64 > MOST_TILE { Err("it is too large".to_owned()) } else { Ok(unpacked) }
}
