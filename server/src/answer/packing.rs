//! Packing answers with gzip or brotli, chunk by chunk.
//!
//! Promises: a packer keeps some hundred kilobytes, and few pack at the same moment; who is late gets the answer plain.

use std::io::Write as _;
use std::sync::Arc;

use axum::http::{HeaderMap, header};
use brotli::CompressorWriter;
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::stream::{self, Stream, StreamExt as _};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{Chunks, Reader};
use crate::store::StoreError;

/// How an answer is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// Not at all.
    Plain,
    /// RFC 1952.
    Gzip,
    /// RFC 7932.
    Brotli,
}

/// Quality and window of brotli: 2^18 bytes look back far enough over rows that resemble each other.
const BROTLI: (u32, u32) = (4, 18);

impl Packing {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::Plain, Self::Gzip, Self::Brotli];

    /// What `Content-Encoding` calls it.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Gzip => Some("gzip"),
            Self::Brotli => Some("br"),
        }
    }

    /// Bytes packed as a whole.
    pub fn packed(self, bytes: Vec<u8>) -> Vec<u8> {
        match Packer::new(self) {
            Packer::Plain => bytes,
            mut packer => {
                let mut out = packer.take(&bytes);
                out.append(&mut packer.finish());
                out
            }
        }
    }
}

/// The ways that the reader takes, best first; plain always goes. A weight of zero is a refusal; of ways of one weight `first`
/// comes first.
pub fn accepted(asked: &HeaderMap, first: Packing) -> Vec<Packing> {
    let values = asked.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let listed: Vec<(&str, f32)> = values.flat_map(|value| value.split(',')).map(weighed).collect();
    let weight = |name: &str| {
        let of = |name: &str| {
            listed.iter().find(|(listed, _)| listed.eq_ignore_ascii_case(name)).map(|(_, weight)| *weight)
        };
        of(name).or_else(|| of("*")).unwrap_or(0.0)
    };
    let mut ways =
        vec![(Packing::Brotli, weight("br")), (Packing::Gzip, weight("gzip").max(weight("x-gzip")))];
    ways.retain(|(_, weight)| *weight > 0.0);
    ways.sort_by(|one, other| other.1.total_cmp(&one.1).then((other.0 == first).cmp(&(one.0 == first))));
    ways.into_iter().map(|(way, _)| way).collect()
}

fn weighed(listed: &str) -> (&str, f32) {
    let mut parts = listed.split(';').map(str::trim);
    let name = parts.next().unwrap_or_default();
    let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    (name, weight.map_or(1.0, |weight| weight.trim().parse().unwrap_or(0.0)))
}

enum Packer {
    Plain,
    Gzip(GzEncoder<Vec<u8>>),
    Brotli(Box<CompressorWriter<Vec<u8>>>),
}

impl Packer {
    fn new(packing: Packing) -> Self {
        match packing {
            Packing::Plain => Self::Plain,
            Packing::Gzip => Self::Gzip(GzEncoder::new(Vec::new(), Compression::new(5))),
            Packing::Brotli => {
                let (quality, window) = BROTLI;
                Self::Brotli(Box::new(CompressorWriter::new(Vec::new(), 4_096, quality, window)))
            }
        }
    }

    /// Packs some bytes: what has come out so far, which may be nothing. Writing into memory cannot fail.
    fn take(&mut self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Plain => bytes.to_vec(),
            Self::Gzip(packer) => {
                let _ = packer.write_all(bytes);
                std::mem::take(packer.get_mut())
            }
            Self::Brotli(packer) => {
                let _ = packer.write_all(bytes);
                std::mem::take(packer.get_mut())
            }
        }
    }

    fn finish(self) -> Vec<u8> {
        match self {
            Self::Plain => Vec::new(),
            Self::Gzip(packer) => packer.finish().unwrap_or_default(),
            Self::Brotli(packer) => packer.into_inner(),
        }
    }
}

/// Places for those who pack at the same moment.
#[derive(Debug)]
pub(super) struct Packers {
    gzip: Arc<Semaphore>,
    brotli: Arc<Semaphore>,
}

/// Some 300 KiB each.
const GZIP_AT_ONCE: usize = 48;

/// Some 1.5 MiB each.
const BROTLI_AT_ONCE: usize = 8;

impl Default for Packers {
    fn default() -> Self {
        Self {
            gzip: Arc::new(Semaphore::new(GZIP_AT_ONCE)),
            brotli: Arc::new(Semaphore::new(BROTLI_AT_ONCE)),
        }
    }
}

impl Packers {
    /// A place for the first of these ways that has one.
    pub(super) fn place(&self, ways: Vec<Packing>) -> Place {
        let permit = |way| match way {
            Packing::Gzip => self.gzip.clone().try_acquire_owned().ok(),
            Packing::Brotli => self.brotli.clone().try_acquire_owned().ok(),
            Packing::Plain => None,
        };
        let place =
            ways.into_iter().find_map(|way| Some(Place { packing: way, _permit: Some(permit(way)?) }));
        place.unwrap_or(Place { packing: Packing::Plain, _permit: None })
    }
}

/// How a long answer is packed, for as long as it is written.
#[derive(Debug)]
pub struct Place {
    packing: Packing,
    _permit: Option<OwnedSemaphorePermit>,
}

impl Place {
    /// How it is packed.
    pub fn packing(&self) -> Packing {
        self.packing
    }

    /// What was begun and the chunks after it, packed. The reader's place is held until the last.
    pub fn stream<R: Send + 'static>(
        self,
        begun: Vec<Vec<u8>>,
        chunks: Chunks<R>,
        reader: Reader,
    ) -> impl Stream<Item = Result<Vec<u8>, StoreError>> + Send + 'static {
        let packer = Some(Packer::new(self.packing));
        let begun = begun.into_iter();
        let sending = Sending { begun, chunks, packer, reader, _place: self };
        stream::unfold(sending, Sending::next)
    }
}

/// A long answer on its way.
struct Sending<R> {
    begun: std::vec::IntoIter<Vec<u8>>,
    chunks: Chunks<R>,
    /// `None` when the end was packed.
    packer: Option<Packer>,
    reader: Reader,
    _place: Place,
}

impl<R: Send + 'static> Sending<R> {
    /// What goes out next. Each chunk takes a turn, so that those who write lists leave the others a processor.
    async fn next(mut self) -> Option<(Result<Vec<u8>, StoreError>, Self)> {
        loop {
            let packer = self.packer.as_mut()?;
            tokio::task::yield_now().await;
            let turn = self.reader.turn().await;
            let chunk = match self.begun.next() {
                Some(chunk) => Some(Ok(chunk)),
                None => self.chunks.next().await,
            };
            let out = match chunk {
                Some(Ok(chunk)) => packer.take(&chunk),
                Some(Err(error)) => {
                    self.packer = None;
                    return Some((Err(error), self));
                }
                None => self.packer.take().map(Packer::finish).unwrap_or_default(),
            };
            drop(turn);
            if !out.is_empty() {
                return Some((Ok(out), self));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use axum::http::HeaderValue;

    use super::*;

    fn check(said: &'static str, expected: &[Packing]) {
        let asked = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(said))]);
        assert_eq!(accepted(&asked, Packing::Gzip), expected, "{said}");
    }

    #[test]
    fn what_the_reader_takes_is_read_with_its_weights() {
        check("", &[]);
        check("gzip, deflate, br", &[Packing::Gzip, Packing::Brotli]);
        check("gzip;q=0.8, br", &[Packing::Brotli, Packing::Gzip]);
        check("br;q=0.1, GZIP;q=0.9", &[Packing::Gzip, Packing::Brotli]);
        check("br;q=0, gzip;q=0.000, identity", &[]);
        check("*;q=0.5, br;q=0", &[Packing::Gzip]);
        check("gzip;q=nonsense", &[]);
        check("zstd, x-gzip", &[Packing::Gzip]);
    }

    #[test]
    fn what_was_packed_unpacks_to_the_same() {
        let bytes: Vec<u8> = (0..200_000_u32).flat_map(|it| (it % 977).to_string().into_bytes()).collect();
        let mut unpacked = Vec::new();
        let packed = Packing::Gzip.packed(bytes.clone());
        flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut unpacked).unwrap();
        assert!(unpacked == bytes && packed.len() < bytes.len() / 3);
        unpacked.clear();
        let packed = Packing::Brotli.packed(bytes.clone());
        brotli::Decompressor::new(&packed[..], 4_096).read_to_end(&mut unpacked).unwrap();
        assert!(unpacked == bytes && packed.len() < bytes.len() / 3);
    }

    #[test]
    fn who_finds_no_place_to_pack_gets_it_plain() {
        let packers = Packers::default();
        let wanted = || vec![Packing::Brotli, Packing::Gzip];
        let places: Vec<Place> = (0..60).map(|_| packers.place(wanted())).collect();
        let count = |packing| places.iter().filter(|place| place.packing() == packing).count();
        assert_eq!(Packing::ALL.map(count), [4, GZIP_AT_ONCE, BROTLI_AT_ONCE]);
        drop(places);
        assert_eq!(packers.place(wanted()).packing(), Packing::Brotli);
    }
}
