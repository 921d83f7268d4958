//! The blocks of a file, unpacked.
//!
//! Promises: no more is kept than the format allows a block to have (32 MiB), whatever the file says.

use std::io::{self, BufRead, Read};

use flate2::read::ZlibDecoder;

use super::wire::{Fields, Wrong};
use crate::basemap::BasemapError;

/// The largest head of a block that the format allows.
const MOST_HEAD: u32 = 64 << 10;

/// The largest block that the format allows.
const MOST_BLOCK: usize = 32 << 20;

/// What a file is called that nothing else is known of.
pub(super) const SOMETHING_ELSE: &str = "something else";

/// A block, unpacked.
#[derive(Debug)]
pub(super) enum Blob {
    /// What the file says of itself.
    Header(Vec<u8>),
    /// Nodes, ways and relations.
    Elements(Vec<u8>),
    /// Something that readers are to pass over.
    Other,
}

impl Blob {
    /// The block that begins here, `at` bytes in; `None` where the file ends.
    pub(super) fn read(input: &mut impl BufRead, at: u64, of: u64) -> Result<Option<Self>, BasemapError> {
        if at >= of {
            return Ok(None);
        }
        let mut length = [0; 4];
        fill(input, &mut length, at)?;
        let length = u32::from_be_bytes(length);
        if length > MOST_HEAD {
            return Err(wrong("its head is too long").at(at));
        }
        let head = take(input, length as usize, at)?;
        let (kind, length) = head_of(&head).map_err(|wrong| wrong.at(at))?;
        let body = take(input, length, at)?;
        Self::unpack(kind, &body).map(Some).map_err(|wrong| wrong.at(at))
    }

    fn unpack(kind: Kind, body: &[u8]) -> Result<Self, Wrong> {
        match kind {
            Kind::Header => content(body).map(Self::Header),
            Kind::Elements => content(body).map(Self::Elements),
            Kind::Other => Ok(Self::Other),
        }
    }
}

/// Refuses what cannot be an extract by its first bytes, and says what it is.
pub(super) fn recognise(input: &mut impl BufRead) -> Result<(), BasemapError> {
    let start = input.fill_buf().map_err(BasemapError::Read)?;
    let what = match start {
        [] => "an empty file",
        start if start.starts_with(b"PMTiles") => "a PMTiles archive, which is taken as it is",
        start if is_page(start) => "a web page (perhaps one to sign in on; fetch the file again)",
        start if start.starts_with(b"<") || start.starts_with(b"\xef\xbb\xbf<") => {
            "an XML file (`osmium cat in.osm -o out.osm.pbf` makes an extract of it)"
        }
        start if start.starts_with(b"BZh") || start.starts_with(&[0x1f, 0x8b]) => {
            "a packed file (unpack it with `bzip2 -d` or `gzip -d`, then `osmium cat map.osm -o map.osm.pbf`)"
        }
        start if start.starts_with(b"PK") => "a ZIP file (unpack it first)",
        start if start.starts_with(b"SQLite format") => {
            "a database (`pmtiles convert in.mbtiles out.pmtiles` makes an archive of MBTiles, which is taken as it is)"
        }
        start if start.starts_with(b"{") => {
            "a JSON file (ask Overpass for `[out:xml]`, then `osmium cat map.osm -o map.osm.pbf`)"
        }
        start if start.starts_with(b"version https://git-lfs") => {
            "a pointer of Git LFS (`git lfs pull` fetches the file)"
        }
        start if start.starts_with(b"PM\x02\x00") || start.starts_with(b"PM\x01\x00") => {
            "an old PMTiles archive (`pmtiles convert old.pmtiles new.pmtiles` makes one of version 3)"
        }
        // An extract begins with the length of a head, which names its kind right after two tag bytes.
        start if start.get(6..15) == Some(b"OSMHeader".as_slice()) => return Ok(()),
        // A program may write the head's fields in another order; what cannot be read then is told of later.
        [0, 0, ..] => return Ok(()),
        _ => SOMETHING_ELSE,
    };
    Err(BasemapError::NotAnExtract { what })
}

fn is_page(start: &[u8]) -> bool {
    let head = start[..start.len().min(512)].to_ascii_lowercase();
    head.starts_with(b"<!doctype html") || head.windows(5).any(|part| part == b"<html")
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Header,
    Elements,
    Other,
}

fn wrong(reason: &'static str) -> Wrong {
    Wrong::Bytes(reason)
}

/// The kind and the length of a block.
fn head_of(head: &[u8]) -> Result<(Kind, usize), Wrong> {
    let (mut kind, mut length) = (None, None);
    Fields(head).each(|number, value| {
        match number {
            1 => kind = Some(value.bytes()?),
            3 => length = usize::try_from(value.number()?).ok(),
            _ => {}
        }
        Ok(())
    })?;
    let kind = match kind.ok_or(wrong("its head names no kind"))? {
        b"OSMHeader" => Kind::Header,
        b"OSMData" => Kind::Elements,
        _ => Kind::Other,
    };
    let length = length.filter(|length| *length <= MOST_BLOCK).ok_or(wrong("its length makes no sense"))?;
    Ok((kind, length))
}

/// What is packed in a block.
fn content(body: &[u8]) -> Result<Vec<u8>, Wrong> {
    let (mut size, mut found) = (None, None);
    Fields(body).each(|number, value| {
        match number {
            1 => found = Some(Ok(value.bytes()?.to_vec())),
            2 => size = Some(value.number()?),
            3 => found = Some(unzip(value.bytes()?)),
            4 => found = Some(Err(Wrong::Packed("LZMA"))),
            5 => found = Some(Err(Wrong::Packed("bzip2"))),
            6 => found = Some(Err(Wrong::Packed("LZ4"))),
            7 => found = Some(Err(Wrong::Packed("Zstandard"))),
            _ => {}
        }
        Ok(())
    })?;
    let content = found.ok_or(wrong("it is empty"))??;
    match size {
        Some(size) if usize::try_from(size) != Ok(content.len()) => {
            Err(wrong("it has another length than it says"))
        }
        _ => Ok(content),
    }
}

fn unzip(packed: &[u8]) -> Result<Vec<u8>, Wrong> {
    let mut content = Vec::new();
    let most = MOST_BLOCK as u64 + 1;
    ZlibDecoder::new(packed)
        .take(most)
        .read_to_end(&mut content)
        .map_err(|_| wrong("its zlib stream does not unpack"))?;
    if content.len() > MOST_BLOCK { Err(wrong("it is too large")) } else { Ok(content) }
}

fn take(input: &mut impl Read, length: usize, at: u64) -> Result<Vec<u8>, BasemapError> {
    let mut bytes = vec![0; length];
    fill(input, &mut bytes, at)?;
    Ok(bytes)
}

fn fill(input: &mut impl Read, bytes: &mut [u8], at: u64) -> Result<(), BasemapError> {
    input.read_exact(bytes).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => BasemapError::CutShort { at },
        _ => BasemapError::Read(error),
    })
}
