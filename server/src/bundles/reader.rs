//! A saved file read as a stream: its outline, or one of its lists element by element.
//!
//! Promises: no more of the file is in memory than one element, which has a bound, whatever the file says; what is passed
//! over takes no memory at all; lists have a most of elements, counted while they are read.

use std::cell::Cell;
use std::fmt;
use std::io::{self, BufReader, ErrorKind, Read};
use std::rc::Rc;

use serde::de::{DeserializeOwned, DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use shared::id::{BlobHash, Digest, SeriesId, WalkId};
use shared::sync::Proof;
use shared::wire::{MAX_BLOB_BYTES, MAX_SERIES_PHOTOS, MAX_SERIES_RECORDS};

/// Largest element of a list, as it stands in the file: a photo in Base64, and its hash.
const MAX_ELEMENT_BYTES: u64 = MAX_BLOB_BYTES * 4 / 3 + 64 * 1024;

/// The lists of the file.
pub(super) const RECORDS: &str = "records";
pub(super) const PHOTOS: &str = "photos";

/// What the file says of itself.
#[derive(Debug)]
pub(super) struct Outline {
    pub(super) format: String,
    pub(super) version: u32,
    pub(super) walk: WalkId,
    pub(super) series: SeriesId,
    pub(super) number: u64,
    pub(super) digest: Digest,
    /// Absent in files of apps from before it.
    pub(super) proof: Option<Proof>,
    /// Elements of its list of photos.
    pub(super) photos: u64,
}

/// A photo in the file.
#[derive(Debug, Deserialize)]
pub(super) struct Picture {
    pub(super) sha256: BlobHash,
    pub(super) jpeg_base64: String,
}

/// Reads the outline, and counts what is in the lists.
pub(super) fn outline(file: impl Read, limit: u64) -> Result<Outline, serde_json::Error> {
    let (bounded, left) = Bounded::new(file, limit);
    let mut json = serde_json::Deserializer::from_reader(BufReader::new(bounded));
    let outline = json.deserialize_map(OutlineVisitor(left))?;
    json.end()?;
    Ok(outline)
}

/// Reads the elements of one list, one after the other.
pub(super) fn for_each<T: DeserializeOwned>(
    file: impl Read,
    limit: u64,
    list: &'static str,
    each: &mut dyn FnMut(T) -> io::Result<()>,
) -> Result<(), serde_json::Error> {
    let (bounded, left) = Bounded::new(file, limit);
    let mut json = serde_json::Deserializer::from_reader(BufReader::new(bounded));
    json.deserialize_map(ListVisitor { left, list, each })?;
    json.end()
}

/// How many bytes may still be read before the next part begins.
#[derive(Debug, Clone)]
struct Left(Rc<Cell<u64>>);

impl Left {
    /// What comes is kept in memory.
    fn for_one(&self) {
        self.0.set(MAX_ELEMENT_BYTES);
    }

    /// What comes is passed over.
    fn for_any(&self) {
        self.0.set(u64::MAX);
    }
}

/// The file, as far as it may be read.
struct Bounded<R> {
    file: R,
    all: u64,
    left: Left,
}

impl<R: Read> Bounded<R> {
    fn new(file: R, limit: u64) -> (Self, Left) {
        let left = Left(Rc::new(Cell::new(MAX_ELEMENT_BYTES)));
        (Self { file, all: limit, left: left.clone() }, left)
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        let left = self.left.0.get().min(self.all).checked_sub(count as u64);
        if left.is_none() {
            return Err(io::Error::new(ErrorKind::FileTooLarge, "it has too large a part"));
        }
        self.left.0.set(self.left.0.get() - count as u64);
        self.all -= count as u64;
        Ok(count)
    }
}

struct OutlineVisitor(Left);

impl<'de> Visitor<'de> for OutlineVisitor {
    type Value = Outline;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a saved file")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Outline, A::Error> {
        let mut it = Parts::default();
        while let Some(key) = next_key(&mut map, &self.0)? {
            match key.as_str() {
                "format" => it.format = Some(map.next_value()?),
                "version" => it.version = Some(map.next_value()?),
                "walk" => it.walk = Some(map.next_value()?),
                "series" => it.series = Some(map.next_value()?),
                "number" => it.number = Some(map.next_value()?),
                "digest" => it.digest = Some(map.next_value()?),
                "proof" => it.proof = map.next_value()?,
                RECORDS => drop(map.next_value_seed(Count { left: &self.0, most: MAX_SERIES_RECORDS })?),
                PHOTOS => {
                    it.photos = Some(map.next_value_seed(Count { left: &self.0, most: MAX_SERIES_PHOTOS })?);
                }
                _ => pass_over(&mut map, &self.0)?,
            }
        }
        it.whole()
    }
}

/// The outline while it is read.
#[derive(Default)]
struct Parts {
    format: Option<String>,
    version: Option<u32>,
    walk: Option<WalkId>,
    series: Option<SeriesId>,
    number: Option<u64>,
    digest: Option<Digest>,
    proof: Option<Proof>,
    photos: Option<u64>,
}

impl Parts {
    fn whole<E: serde::de::Error>(self) -> Result<Outline, E> {
        let missing = |name: &'static str| move || E::missing_field(name);
        Ok(Outline {
            format: self.format.ok_or_else(missing("format"))?,
            version: self.version.ok_or_else(missing("version"))?,
            walk: self.walk.ok_or_else(missing("walk"))?,
            series: self.series.ok_or_else(missing("series"))?,
            number: self.number.ok_or_else(missing("number"))?,
            digest: self.digest.ok_or_else(missing("digest"))?,
            proof: self.proof,
            photos: self.photos.ok_or_else(missing(PHOTOS))?,
        })
    }
}

fn next_key<'de, A: MapAccess<'de>>(map: &mut A, left: &Left) -> Result<Option<String>, A::Error> {
    left.for_one();
    let key = map.next_key()?;
    left.for_one();
    Ok(key)
}

fn pass_over<'de, A: MapAccess<'de>>(map: &mut A, left: &Left) -> Result<(), A::Error> {
    left.for_any();
    map.next_value::<IgnoredAny>().map(drop)
}

/// Counts the elements of a list.
struct Count<'a> {
    left: &'a Left,
    most: u64,
}

impl<'de> DeserializeSeed<'de> for Count<'_> {
    type Value = u64;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<u64, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Count<'_> {
    type Value = u64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<u64, A::Error> {
        self.left.for_any();
        let mut count = 0;
        while list.next_element::<IgnoredAny>()?.is_some() {
            count += 1;
            if count > self.most {
                return Err(A::Error::custom(format!("it has a list of more than {}", self.most)));
            }
        }
        Ok(count)
    }
}

struct ListVisitor<'a, T> {
    left: Left,
    list: &'static str,
    each: &'a mut dyn FnMut(T) -> io::Result<()>,
}

impl<'de, T: DeserializeOwned> Visitor<'de> for ListVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a saved file")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = next_key(&mut map, &self.left)? {
            if key == self.list {
                map.next_value_seed(Each { left: &self.left, each: &mut *self.each })?;
            } else {
                pass_over(&mut map, &self.left)?;
            }
        }
        Ok(())
    }
}

/// Hands on the elements of a list.
struct Each<'a, T> {
    left: &'a Left,
    each: &'a mut dyn FnMut(T) -> io::Result<()>,
}

impl<'de, T: DeserializeOwned> DeserializeSeed<'de> for Each<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T: DeserializeOwned> Visitor<'de> for Each<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        self.left.for_one();
        while let Some(element) = list.next_element()? {
            (self.each)(element).map_err(A::Error::custom)?;
            self.left.for_one();
        }
        Ok(())
    }
}
