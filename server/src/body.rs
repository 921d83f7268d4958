//! Bodies as they come in: limited, unpacked, read.
//!
//! Promises: a body is never read past its limit, packed or unpacked; what is wrong with it is told with its reason.

use std::io::Read as _;

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use serde::de::DeserializeOwned;

use crate::problem::Refusal;

/// Largest body of anything but records and photos, in bytes.
const MAX_SMALL_BYTES: usize = 64 * 1024;

/// A small JSON body.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        let (parts, body) = request.into_parts();
        let bytes = unpacked(&parts.headers, body, MAX_SMALL_BYTES).await?;
        json(&bytes).map(Self)
    }
}

/// Reads JSON, or says where it breaks.
pub fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(bytes).map_err(|error| Refusal::BrokenJson(error.to_string()))
}

/// At most `limit` bytes as they came.
pub async fn plain(body: Body, limit: usize) -> Result<Vec<u8>, Refusal> {
    to_bytes(body, limit).await.map(Into::into).map_err(|_| Refusal::TooLarge { limit })
}

/// At most `limit` bytes, unpacked if they came packed.
pub async fn unpacked(headers: &HeaderMap, body: Body, limit: usize) -> Result<Vec<u8>, Refusal> {
    let bytes = plain(body, limit).await?;
    match headers.get(header::CONTENT_ENCODING).map(|value| value.to_str().unwrap_or("?")) {
        None | Some("identity") => Ok(bytes),
        Some("gzip") => unzipped(&bytes, limit),
        Some(other) => Err(Refusal::UnknownEncoding(other.to_owned())),
    }
}

fn unzipped(bytes: &[u8], limit: usize) -> Result<Vec<u8>, Refusal> {
    let mut unpacked = Vec::new();
    let mut packed = flate2::read::MultiGzDecoder::new(bytes).take(limit as u64 + 1);
    packed
        .read_to_end(&mut unpacked)
        .map_err(|error| Refusal::BrokenJson(format!("it is not whole gzip ({error})")))?;
    if unpacked.len() > limit { Err(Refusal::TooLarge { limit }) } else { Ok(unpacked) }
}
