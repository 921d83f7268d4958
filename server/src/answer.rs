//! Answers that may be large: written row by row as they are read, packed where the reader takes it, told from older ones
//! by their entity tags.
//!
//! Promises: a reader that stops reading holds one chunk, however long the list; how many may read at the same moment is
//! bounded, in all and for each account; nothing that holds a secret is packed beside words that others may choose.

mod chunks;
mod conditional;
mod file;
mod packing;
mod range;
mod readers;

pub use chunks::{Chunks, RowWriter, Rows};
pub use conditional::{EntityTag, is_current, range_is_valid};
pub use file::file;
pub use packing::{Packing, accepted};
pub use range::{Wanted, wanted};
pub use readers::{Reader, Readers};

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use shared::id::SeriesId;

use crate::problem::Refusal;

/// An answer up to this size is sent as a whole, with its length, in bytes.
const WHOLE_BYTES: usize = 64 * 1024;

/// Below this packing costs more than it saves, in bytes.
const WORTH_PACKING_BYTES: usize = 512;

/// How a list is answered, apart from its rows.
#[derive(Debug)]
pub struct Answer<'a> {
    /// The headers of the request.
    pub asked: &'a HeaderMap,
    /// What tells this answer from older ones, where that is known before it is written; else the tag of a short answer is
    /// made of its bytes, and a long one has none.
    pub tag: Option<EntityTag>,
    /// Its media type.
    pub media_type: &'static str,
    /// Whether it may be packed: nothing secret is in it.
    pub packable: bool,
}

impl Answer<'_> {
    /// `304`, if the reader has this answer already.
    pub fn not_modified(&self) -> Option<Response> {
        let tag = self.tag.as_ref()?;
        let known = is_current(self.asked, tag)?;
        Some((StatusCode::NOT_MODIFIED, [(header::ETAG, known)]).into_response())
    }

    /// The rows as an answer. What is short is sent as a whole; what is long takes one of the readers' places.
    pub async fn written<R: Send + 'static>(
        self,
        mut chunks: Chunks<R>,
        readers: &Readers,
        account: SeriesId,
    ) -> Result<Response, Refusal> {
        let turn = readers.turn().await;
        let begun = chunks.up_to(WHOLE_BYTES).await?;
        drop(turn);
        if chunks.is_done() {
            return Ok(self.whole(begun.concat()));
        }
        let reader = readers.one_more(account)?;
        let packing = reader.packing(self.packings());
        let headers = self.headers(packing.packing(), self.tag.as_ref());
        let body = Body::from_stream(packing.stream(begun, chunks, reader));
        Ok((headers, body).into_response())
    }

    /// Bytes as an answer.
    pub fn whole(&self, bytes: Vec<u8>) -> Response {
        let tag = self.tag.clone().unwrap_or_else(|| EntityTag::of_bytes(&bytes));
        if let Some(known) = is_current(self.asked, &tag) {
            return (StatusCode::NOT_MODIFIED, [(header::ETAG, known)]).into_response();
        }
        let packings = if bytes.len() < WORTH_PACKING_BYTES { Vec::new() } else { self.packings() };
        let packing = packings.first().copied().unwrap_or(Packing::Plain);
        let headers = self.headers(packing, Some(&tag));
        (headers, Bytes::from(packing.packed(bytes))).into_response()
    }

    /// How it may be packed, as the reader likes best; where either will do by gzip, which packs rows smaller in a third of
    /// the time.
    fn packings(&self) -> Vec<Packing> {
        if self.packable { accepted(self.asked, Packing::Gzip) } else { Vec::new() }
    }

    fn headers(&self, packing: Packing, tag: Option<&EntityTag>) -> HeaderMap {
        let mut headers = HeaderMap::from_iter([
            (header::CONTENT_TYPE, HeaderValue::from_static(self.media_type)),
            (header::VARY, HeaderValue::from_static("accept, accept-encoding")),
        ]);
        headers.extend(tag.map(|tag| (header::ETAG, tag.of(packing))));
        headers.extend(packing.name().map(|name| (header::CONTENT_ENCODING, HeaderValue::from_static(name))));
        headers
    }
}
