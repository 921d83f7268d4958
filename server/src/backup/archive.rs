//! The file of a backup: a tar that ends in a seal.
//!
//! Promises: any program that knows tar can look into it; a file of which one bit is missing or another is known as
//! such before anything of it is used.
//!
//! The last 2,048 bytes are the seal: a member whose content is the SHA-256 of all bytes before it, and tar's own end.
//! It is compared byte by byte with the seal that the bytes before it should have.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek as _, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use tar::{Builder, EntryType, Header};
use tempfile::NamedTempFile;

const SEAL: &str = "seal";
const SEAL_BYTES: u64 = 2_048;

/// A backup that is being written.
pub(super) struct Writer {
    tar: Builder<Hashing<BufWriter<NamedTempFile>>>,
}

/// Passes on what is written, and remembers its sum.
struct Hashing<W> {
    to: W,
    sum: Sha256,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.to.write(bytes)?;
        self.sum.update(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

impl Writer {
    pub(super) fn new(file: NamedTempFile) -> Self {
        Self { tar: Builder::new(Hashing { to: BufWriter::new(file), sum: Sha256::new() }) }
    }

    pub(super) fn add(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        append(&mut self.tar, name, bytes.len() as u64, bytes)
    }

    pub(super) fn add_json(&mut self, name: &str, what: &impl Serialize) -> io::Result<()> {
        self.add(name, &serde_json::to_vec(what)?)
    }

    pub(super) fn add_packed_json(&mut self, name: &str, what: &impl Serialize) -> io::Result<()> {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        serde_json::to_writer(&mut packed, what)?;
        self.add(name, &packed.finish()?)
    }

    pub(super) fn add_file(&mut self, name: &str, file: &File) -> io::Result<()> {
        append(&mut self.tar, name, file.metadata()?.len(), file)
    }

    /// Ends the file with its seal.
    pub(super) fn seal(mut self) -> io::Result<NamedTempFile> {
        let sum = hex::encode(self.tar.get_ref().sum.clone().finalize());
        self.add(SEAL, sum.as_bytes())?;
        self.tar.into_inner()?.to.into_inner().map_err(io::IntoInnerError::into_error)
    }
}

fn append(tar: &mut Builder<impl Write>, name: &str, bytes: u64, content: impl Read) -> io::Result<()> {
    let mut header = Header::new_gnu();
    header.set_entry_type(EntryType::Regular);
    header.set_mode(0o600);
    header.set_size(bytes);
    tar.append_data(&mut header, name, content)
}

/// The seal that bytes with this sum should end in.
fn seal(sum: &str) -> io::Result<Vec<u8>> {
    let mut tar = Builder::new(Vec::new());
    append(&mut tar, SEAL, sum.len() as u64, sum.as_bytes())?;
    tar.into_inner()
}

/// Whether the file ends in its seal; it is read from its beginning again afterwards.
pub(super) fn is_sealed(file: &mut File) -> io::Result<bool> {
    let Some(before) = file.metadata()?.len().checked_sub(SEAL_BYTES) else { return Ok(false) };
    file.rewind()?;
    let mut reader = BufReader::with_capacity(1 << 20, &mut *file);
    let mut sum = Hashing { to: io::sink(), sum: Sha256::new() };
    io::copy(&mut (&mut reader).take(before), &mut sum)?;
    let mut end = Vec::new();
    reader.read_to_end(&mut end)?;
    file.rewind()?;
    Ok(end == seal(&hex::encode(sum.sum.finalize()))?)
}

/// Whether a member is the seal.
pub(super) fn is_seal(name: &str) -> bool {
    name == SEAL
}
