//! The photos that phones of a world take: few, so that phones share some, and of every kind.

use std::sync::OnceLock;

use shared::id::BlobHash;
use shared::record::blob_hash;
use shared::sync::CHUNK_BYTES;

use super::deed::Which;
use crate::photo::{Shot, clean_jpeg_of_shade};

/// A photo, and whether the server will have it.
#[derive(Debug)]
pub(super) struct Picture {
    pub(super) blob: BlobHash,
    pub(super) bytes: Vec<u8>,
    pub(super) is_good: bool,
    pub(super) size: (u32, u32),
}

/// One of the pictures.
pub(super) fn picture(which: Which) -> &'static Picture {
    static ALL: OnceLock<Vec<Picture>> = OnceLock::new();
    let all = ALL.get_or_init(all);
    &all[which as usize % all.len()]
}

fn all() -> Vec<Picture> {
    let small = (0..12).map(|shade| picture_of(clean_jpeg_of_shade(8, 6, shade), true, (8, 6)));
    let large = clean_jpeg_of_shade(200, 200, 99);
    assert!((CHUNK_BYTES + 1..2 * CHUNK_BYTES).contains(&large.len()), "two pieces: {}", large.len());
    let with_exif = Shot { width: 8, height: 6, orientation: 6 }.jpeg();
    let mut broken_off = clean_jpeg_of_shade(8, 6, 77);
    broken_off.truncate(broken_off.len() - 9);
    let refused =
        [with_exif, broken_off, b"no picture".to_vec()].map(|bytes| picture_of(bytes, false, (8, 6)));
    small.chain([picture_of(large, true, (200, 200))]).chain(refused).collect()
}

fn picture_of(bytes: Vec<u8>, is_good: bool, size: (u32, u32)) -> Picture {
    Picture { blob: blob_hash(&bytes), bytes, is_good, size }
}
