//! Bodies as they come in: limited, paced, unpacked, read.
//!
//! Promises: a body is never read past its limit, packed or unpacked; while it is on its way it holds no slot that
//! others need and no memory beyond [`spool::SMALL_BYTES`]; one that comes too slowly is given up; what is wrong with it
//! is answered with its reason.

mod pace;
mod spool;

pub use pace::Pace;
pub use spool::{Room, Spooled};

use std::io::Read;
use std::ops::Deref;

use axum::body::{Body, HttpBody as _};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use flate2::read::MultiGzDecoder;
use serde::de::DeserializeOwned;
use tokio::sync::OwnedSemaphorePermit;

use shared::id::SeriesId;

use crate::auth::OwnSeries;
use crate::limits::Reading;
use crate::problem::Refusal;
use crate::store::{Account, StoreError};

/// Largest body of anything but records and photos, in bytes.
const MAX_SMALL_BYTES: usize = 64 * 1024;

/// A small JSON body.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let incoming = Incoming::from_request(request, state).await?;
        json(&incoming.unpacked(MAX_SMALL_BYTES).await?).map(Self)
    }
}

/// Reads JSON, or says where it breaks.
pub fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(bytes).map_err(|error| Refusal::BrokenJson(error.to_string()))
}

/// A body that is still on its way.
#[derive(Debug)]
pub struct Incoming {
    headers: HeaderMap,
    body: Body,
    from: Option<SeriesId>,
    reading: Reading,
}

impl<S: Send + Sync> FromRequest<S> for Incoming {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        let (parts, body) = request.into_parts();
        let phone = parts.extensions.get::<OwnSeries>().map(|OwnSeries(series)| *series);
        let from = phone.or_else(|| parts.extensions.get::<Account>().map(|account| account.series));
        let reading = parts.extensions.get::<Reading>().cloned().unwrap_or_default();
        Ok(Self { headers: parts.headers, body, from, reading })
    }
}

impl Incoming {
    /// The headers of the request.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// At most `limit` bytes as they came. The request's slot is free for others until all of them are here.
    pub async fn spooled(self, limit: usize) -> Result<Spooled, Refusal> {
        if self.body.size_hint().lower() > limit as u64 {
            return Err(Refusal::TooLarge { limit });
        }
        let _counted = self.reading.one_more(self.from)?;
        self.reading.slot.give_back();
        let spooled = spool::read(self.body, limit, self.reading.pace, &self.reading.room).await?;
        self.reading.slot.take().await?;
        Ok(spooled)
    }

    /// At most `limit` bytes as they came, still packed if they came packed.
    pub async fn packed(self, limit: usize) -> Result<Packed, Refusal> {
        let gzip = is_gzip(&self.headers)?;
        Ok(Packed { spooled: self.spooled(limit).await?, gzip })
    }

    /// At most `limit` bytes, unpacked if they came packed. They are counted as long as they are in memory.
    pub async fn unpacked(self, limit: usize) -> Result<Counted, Refusal> {
        let reading = self.reading.clone();
        let packed = self.packed(limit).await?;
        let most = if packed.gzip { limit } else { packed.spooled.length() };
        let permit = reading.memory(most).await?;
        Ok(Counted { bytes: packed.unpack(limit)?, _permit: permit })
    }
}

/// Bytes in memory that are counted until they are dropped.
#[derive(Debug)]
pub struct Counted {
    bytes: Vec<u8>,
    _permit: OwnedSemaphorePermit,
}

impl Deref for Counted {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

/// A body that is here, packed or not.
#[derive(Debug)]
pub struct Packed {
    spooled: Spooled,
    gzip: bool,
}

impl Packed {
    /// A file as it lies, not packed.
    pub fn file(file: std::fs::File) -> std::io::Result<Self> {
        Ok(Self { spooled: Spooled::file(file)?, gzip: false })
    }

    /// Bytes that are in memory already, not packed.
    pub fn bytes(bytes: Vec<u8>) -> Self {
        Self { spooled: Spooled::bytes(bytes), gzip: false }
    }

    /// What is in it, unpacked while it is read, from its beginning. It may be far more than came.
    pub fn reader(&self) -> std::io::Result<Box<dyn Read + Send>> {
        let reader = self.spooled.reader()?;
        Ok(if self.gzip { Box::new(MultiGzDecoder::new(reader)) } else { reader })
    }

    fn unpack(&self, limit: usize) -> Result<Vec<u8>, Refusal> {
        let mut bytes = Vec::new();
        let reader = self.reader().map_err(StoreError::Files)?;
        reader
            .take(limit as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| Refusal::BrokenJson(format!("it is not whole gzip ({error})")))?;
        if bytes.len() > limit { Err(Refusal::TooLarge { limit }) } else { Ok(bytes) }
    }
}

fn is_gzip(headers: &HeaderMap) -> Result<bool, Refusal> {
    match headers.get(header::CONTENT_ENCODING).map(|value| value.to_str().unwrap_or("?")) {
        None | Some("identity") => Ok(false),
        Some("gzip") => Ok(true),
        Some(other) => Err(Refusal::UnknownEncoding(other.to_owned())),
    }
}
