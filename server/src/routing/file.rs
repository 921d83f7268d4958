//! The graph as a file beside the map that it was made of.
//!
//! Promises: a file of another version or another map, or one that is not as it was written, is not read; what is
//! written is there whole or not at all.

use std::io::{Read as _, Write as _};
use std::path::Path;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use sha2::{Digest as _, Sha256};

use super::graph::Graph;
use crate::basemap::BasemapError;
use crate::basemap::draft::Draft;

/// The version of the file: raised whenever a graph is made or written in another way.
const VERSION: u8 = 1;

/// What every file begins with.
const SIGN: &[u8] = b"lykta ways ";

/// A graph of the most bends that a map may have is smaller than this, unpacked.
const MOST_BYTES: u64 = 512 << 20;

/// Reads the graph of a map, named as [`crate::maps::name_of_map`] does; nothing where there is none that can be used.
pub(super) fn read(path: &Path, map: &str) -> Option<Graph> {
    let bytes = std::fs::read(path).ok()?;
    let rest = bytes.strip_prefix(head(map).as_slice())?;
    let (digest, packed) = rest.split_at_checked(32)?;
    if Sha256::digest(packed)[..] != *digest {
        return None;
    }
    let mut plain = Vec::new();
    GzDecoder::new(packed).take(MOST_BYTES).read_to_end(&mut plain).ok()?;
    postcard::from_bytes(&plain).ok().filter(Graph::is_sound)
}

/// Writes the graph of a map.
pub(super) fn write(path: &Path, map: &str, graph: &Graph) -> Result<(), BasemapError> {
    let failed = |why: postcard::Error| BasemapError::Write(std::io::Error::other(why));
    let plain = postcard::to_stdvec(graph).map_err(failed)?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let packed = encoder.write_all(&plain).and_then(|()| encoder.finish()).map_err(BasemapError::Write)?;
    let (draft, mut file) = Draft::new(path)?;
    let parts = [head(map).as_slice(), &Sha256::digest(&packed), &packed].concat();
    file.write_all(&parts).map_err(BasemapError::Write)?;
    draft.keep()?;
    Ok(())
}

fn head(map: &str) -> Vec<u8> {
    [SIGN, &[VERSION], map.as_bytes(), b"\n"].concat()
}
