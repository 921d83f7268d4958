//! OpenStreetMap extracts (`.osm.pbf`), block by block.
//!
//! Promises: no more than one block is held; whatever the bytes are, the answer is elements or a reason, never a
//! panic; a file that stops early is told of, also when only its last bytes are missing. The format:
//! <https://wiki.openstreetmap.org/wiki/PBF_Format>. The wire format is `buffa`'s, which the tiles need as well; the
//! reader is our own because the crates for it panic on damaged input and pass over tags that they cannot read.

mod blob;
mod block;
mod element;
mod wire;

pub(super) use element::{Element, Member, Role, Tags};

use std::fs::File;
use std::io::{BufReader, Seek as _, SeekFrom};
use std::path::Path;

use super::{BasemapError, Bounds};
use blob::Blob;
use block::Block;

/// What an extract says of itself.
#[derive(Debug, Default, Clone)]
pub(super) struct Header {
    /// The box that it was cut to.
    pub(super) bounds: Option<Bounds>,
    /// When the data in it was current, in seconds since 1970.
    pub(super) current_at_s: Option<i64>,
}

/// Which elements a pass is after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Points.
    Nodes,
    /// Lines and outlines.
    Ways,
    /// Groups of them.
    Relations,
}

/// Where a block begins and what is in it, once a pass has seen it.
#[derive(Debug, Clone, Copy)]
struct Place {
    at: u64,
    holds: block::Holds,
}

/// An extract that can be gone through again and again.
#[derive(Debug)]
pub(super) struct Extract {
    input: BufReader<File>,
    bytes: u64,
    header: Header,
    places: Vec<Place>,
}

impl Extract {
    /// Opens an extract and reads its header.
    pub(super) fn open(path: &Path) -> Result<Self, BasemapError> {
        let file = File::open(path).map_err(BasemapError::Read)?;
        let bytes = file.metadata().map_err(BasemapError::Read)?.len();
        let mut input = BufReader::with_capacity(1 << 16, file);
        blob::recognise(&mut input)?;
        let header = match Blob::read(&mut input, 0, bytes)? {
            Some(Blob::Header(content)) => block::header(&content).map_err(|wrong| wrong.at(0))?,
            _ => return Err(BasemapError::NotAnExtract { what: blob::SOMETHING_ELSE }),
        };
        Ok(Self { input, bytes, header, places: Vec::new() })
    }

    pub(super) fn header(&self) -> &Header {
        &self.header
    }

    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Gives every wanted element to `taken`; `told` hears the share of the file that is done.
    pub(super) fn each(
        &mut self,
        wanted: Wanted,
        told: &mut dyn FnMut(f64),
        mut taken: impl FnMut(Element<'_>),
    ) -> Result<(), BasemapError> {
        if self.places.is_empty() {
            return self.first_pass(wanted, told, taken);
        }
        let places: Vec<u64> =
            self.places.iter().filter(|place| place.holds.any(wanted)).map(|place| place.at).collect();
        for at in places {
            self.input.seek(SeekFrom::Start(at)).map_err(BasemapError::Read)?;
            if let Some(Blob::Elements(content)) = Blob::read(&mut self.input, at, self.bytes)? {
                Block::read(&content)
                    .and_then(|block| block.each(wanted, &mut taken))
                    .map_err(|wrong| wrong.at(at))?;
            }
            told(share(at, self.bytes));
        }
        Ok(())
    }

    /// The first pass also learns what is where, so that later ones leave out what they do not want.
    fn first_pass(
        &mut self,
        wanted: Wanted,
        told: &mut dyn FnMut(f64),
        mut taken: impl FnMut(Element<'_>),
    ) -> Result<(), BasemapError> {
        self.input.rewind().map_err(BasemapError::Read)?;
        let mut at = 0;
        while let Some(blob) = Blob::read(&mut self.input, at, self.bytes)? {
            if let Blob::Elements(content) = blob {
                let block = Block::read(&content).map_err(|wrong| wrong.at(at))?;
                self.places.push(Place { at, holds: block.holds() });
                block.each(wanted, &mut taken).map_err(|wrong| wrong.at(at))?;
            }
            at = self.input.stream_position().map_err(BasemapError::Read)?;
            told(share(at, self.bytes));
        }
        Ok(())
    }
}

#[expect(clippy::cast_precision_loss, reason = "a share for a progress bar")]
fn share(done: u64, of: u64) -> f64 {
    done as f64 / of.max(1) as f64
}
