//! Files as answers: in ranges, told from older ones by their tags.
//!
//! Promises: a range is cut only out of the file that the reader began with (`If-Range`); a file that is replaced meanwhile
//! is sent without a tag.

use std::io;
use std::path::Path;
use std::time::UNIX_EPOCH;

use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tower_http::services::ServeFile;

use super::{EntityTag, Packing, is_current, range_is_valid};

/// A file, or the ranges of it that are asked for.
pub async fn file(path: &Path, mut request: Request, media_type: &'static str) -> io::Result<Response> {
    let tag = tag_of(path)?;
    let headers = request.headers_mut();
    if let Some(known) = is_current(headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, known)]).into_response());
    }
    let own = tag.of(Packing::Plain);
    if !range_is_valid(headers, &own) {
        headers.remove(header::RANGE);
    }
    // Tags are compared here; times, to the second, are not exact enough beside them.
    headers.remove(header::IF_RANGE);
    headers.remove(header::IF_NONE_MATCH);
    let mut response = ServeFile::new(path).try_call(request).await?.into_response();
    let headers = response.headers_mut();
    if tag_of(path)? == tag {
        headers.insert(header::ETAG, own);
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    Ok(response)
}

/// Files are replaced whole, so size and time say which it is.
fn tag_of(path: &Path) -> io::Result<EntityTag> {
    let file = std::fs::metadata(path)?;
    let since = file.modified()?.duration_since(UNIX_EPOCH).map_err(io::Error::other)?;
    Ok(EntityTag::of_facts(&(path, file.len(), since.as_nanos())))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    /// Asks for the digits that a file holds.
    async fn ask(path: &Path, asked: &[(&str, &str)]) -> (u16, String, String) {
        let mut request = Request::builder();
        for (name, value) in asked {
            request = request.header(*name, *value);
        }
        let response = file(path, request.body(Body::empty()).unwrap(), "text/plain").await.unwrap();
        let tag = response.headers().get(header::ETAG).map_or("", |tag| tag.to_str().unwrap()).to_owned();
        let status = response.status().as_u16();
        let bytes = axum::body::to_bytes(response.into_body(), 1_000).await.unwrap();
        (status, String::from_utf8(bytes.to_vec()).unwrap(), tag)
    }

    #[tokio::test]
    async fn a_range_goes_on_with_the_same_file_and_begins_again_with_another() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("digits");
        std::fs::write(&path, "0123456789").unwrap();
        let (status, text, tag) = ask(&path, &[]).await;
        assert_eq!((status, text.as_str()), (200, "0123456789"));
        let rest = ("range", "bytes=4-");
        assert_eq!(ask(&path, &[rest, ("if-range", &tag)]).await, (206, "456789".to_owned(), tag.clone()));
        assert_eq!(ask(&path, &[rest]).await.0, 206);
        let weak = format!("W/{tag}");
        for other in ["\"x\"", &weak, "Tue, 24 Nov 2026 10:00:00 GMT"] {
            assert_eq!(ask(&path, &[rest, ("if-range", other)]).await.0, 200, "{other}");
        }
        let listed = format!("\"x\", {weak}");
        for known in [tag.as_str(), &weak, "*", &listed] {
            assert_eq!(ask(&path, &[("if-none-match", known)]).await.0, 304, "{known}");
        }
        std::fs::write(&path, "abcdefghijk").unwrap();
        let (status, text, now) = ask(&path, &[rest, ("if-range", &tag)]).await;
        assert_eq!((status, text.as_str()), (200, "abcdefghijk"));
        assert_ne!(now, tag);
    }
}
