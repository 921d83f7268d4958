//! Photos come in piece by piece, and are shown at the desk.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use shared::id::{BlobHash, SeriesId};
use shared::sync::CHUNK_BYTES;
use shared::wire::{MAX_BLOB_BYTES, MAX_SERIES_PHOTO_BYTES, Problem};

use crate::auth::OwnSeries;
use crate::body::Incoming;
use crate::meters;
use crate::photos::{NotAPhoto, Piece, Received, UploadError};
use crate::problem::{Refusal, UPLOAD_OFFSET};
use crate::state::App;
use crate::store::StoreError;

const UPLOAD_LENGTH: HeaderName = HeaderName::from_static("upload-length");

/// Largest piece, in bytes; phones send smaller ones.
const MAX_PIECE_BYTES: usize = 16 * CHUNK_BYTES;

/// How much of a photo is here: `Upload-Offset`, and `Upload-Length` once it is all here and checked.
#[utoipa::path(head, path = "/blobs/{sha256}", tag = "phones", security(("phone" = [])),
    params(("sha256" = inline(shared::id::BlobHash), Path)), responses((status = 200), (status = 401), (status = 404)))]
pub(super) async fn offset(
    State(app): State<App>,
    Extension(OwnSeries(series)): Extension<OwnSeries>,
    Path(blob): Path<String>,
) -> Result<Response, Refusal> {
    let blob = named(&app, series, &blob).await?;
    if let Some(bytes) = app.store.photo_bytes(blob).await? {
        return Ok(complete(StatusCode::OK, bytes));
    }
    let offset = app.photos.offset(series, blob).await.map_err(StoreError::Files)?;
    Ok((StatusCode::OK, [(UPLOAD_OFFSET, HeaderValue::from(offset))]).into_response())
}

/// The next piece of a photo: the bytes from `Upload-Offset` on, of `Upload-Length`.
#[utoipa::path(patch, path = "/blobs/{sha256}", tag = "phones", security(("phone" = [])),
    params(("sha256" = inline(shared::id::BlobHash), Path), ("upload-offset" = u64, Header), ("upload-length" = u64, Header)),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201), (status = 204), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub(super) async fn receive(
    State(app): State<App>,
    Extension(OwnSeries(series)): Extension<OwnSeries>,
    Path(blob): Path<String>,
    incoming: Incoming,
) -> Result<Response, Refusal> {
    let blob = named(&app, series, &blob).await?;
    if let Some(bytes) = app.store.photo_bytes(blob).await? {
        return Ok(complete(StatusCode::OK, bytes));
    }
    let offset = number(incoming.headers(), &UPLOAD_OFFSET, "Upload-Offset")?;
    let total = number(incoming.headers(), &UPLOAD_LENGTH, "Upload-Length")?;
    if total > MAX_BLOB_BYTES {
        return Err(Refusal::PhotoRefused(NotAPhoto::TooManyBytes.to_string()));
    }
    if offset == 0 {
        has_room(&app, series, total).await?;
    }
    let body = incoming.spooled(MAX_PIECE_BYTES).await?;
    let piece = Piece { series, blob, offset, total };
    answer(&app, blob, app.photos.receive(piece, body).await).await
}

/// A whole photo at once.
#[utoipa::path(put, path = "/blobs/{sha256}", tag = "phones", security(("phone" = [])),
    params(("sha256" = inline(shared::id::BlobHash), Path)), request_body(content = Vec<u8>, content_type = "image/jpeg"),
    responses((status = 201), (status = 404, body = Problem), (status = 413, body = Problem),
        (status = 422, body = Problem)))]
pub(super) async fn receive_whole(
    State(app): State<App>,
    Extension(OwnSeries(series)): Extension<OwnSeries>,
    Path(blob): Path<String>,
    incoming: Incoming,
) -> Result<Response, Refusal> {
    let blob = named(&app, series, &blob).await?;
    if let Some(bytes) = app.store.photo_bytes(blob).await? {
        return Ok(complete(StatusCode::OK, bytes));
    }
    let limit = usize::try_from(MAX_BLOB_BYTES).unwrap_or(usize::MAX);
    let body = incoming.spooled(limit).await?;
    has_room(&app, series, body.length() as u64).await?;
    answer(&app, blob, app.photos.receive_whole(series, blob, body).await).await
}

/// A photo, as it was checked.
#[utoipa::path(get, path = "/blobs/{sha256}", tag = "desk", security(("session" = []), ("token" = [])),
    params(("sha256" = inline(shared::id::BlobHash), Path)),
    responses((status = 200, content_type = "image/jpeg", body = Vec<u8>), (status = 404, body = Problem)))]
pub(super) async fn show(State(app): State<App>, Path(blob): Path<String>) -> Result<Response, Refusal> {
    let blob = blob.parse().map_err(|_| Refusal::NoSuch("photo"))?;
    if app.store.photo_bytes(blob).await?.is_none() {
        return Err(Refusal::NoSuch("photo"));
    }
    let bytes = app.photos.read(blob).await.map_err(StoreError::Files)?;
    let headers = [
        (header::CONTENT_TYPE, "image/jpeg"),
        (header::CACHE_CONTROL, "private, max-age=86400, immutable"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"photo.jpg\""),
    ];
    Ok((headers, bytes).into_response())
}

/// The photo, if a record of the series names it.
async fn named(app: &App, series: SeriesId, blob: &str) -> Result<BlobHash, Refusal> {
    let blob = blob.parse().map_err(|_| Refusal::NoSuch("photo"))?;
    if app.store.names_photo(series, blob).await? { Ok(blob) } else { Err(Refusal::PhotoNotNamed) }
}

/// A phone that has sent very many photos is told that this one stays with it.
async fn has_room(app: &App, series: SeriesId, bytes: u64) -> Result<(), Refusal> {
    if app.store.has_room_for_photo(series, bytes).await? {
        return Ok(());
    }
    let most = MAX_SERIES_PHOTO_BYTES >> 20;
    Err(Refusal::PhotoRefused(format!(
        "this phone has sent as many photos as are kept of one walk ({most} MiB)"
    )))
}

fn number(headers: &HeaderMap, name: &HeaderName, shown: &'static str) -> Result<u64, Refusal> {
    let text = headers.get(name).and_then(|value| value.to_str().ok());
    text.and_then(|text| text.parse().ok()).ok_or(Refusal::BadHeader(shown))
}

async fn answer(
    app: &App,
    blob: BlobHash,
    received: Result<Received, UploadError>,
) -> Result<Response, Refusal> {
    match received {
        Ok(Received::Partial(offset)) => {
            Ok((StatusCode::NO_CONTENT, [(UPLOAD_OFFSET, HeaderValue::from(offset))]).into_response())
        }
        Ok(Received::Complete(photo)) => {
            app.store.keep_photo(blob, photo).await?;
            meters::of_process().photos.inc();
            Ok(complete(StatusCode::CREATED, photo.bytes))
        }
        Err(UploadError::WrongOffset { offset }) => match app.store.photo_bytes(blob).await? {
            // Somebody else finished it in the meantime.
            Some(bytes) => Ok(complete(StatusCode::OK, bytes)),
            None => Err(Refusal::WrongOffset { offset }),
        },
        Err(UploadError::Refused(NotAPhoto::AnotherHash)) => Err(Refusal::PhotoDamaged),
        Err(UploadError::Refused(reason)) => Err(Refusal::PhotoRefused(reason.to_string())),
        Err(UploadError::Disk(error)) => Err(StoreError::Files(error).into()),
    }
}

fn complete(status: StatusCode, bytes: u64) -> Response {
    let all = HeaderValue::from(bytes);
    (status, [(UPLOAD_OFFSET, all.clone()), (UPLOAD_LENGTH, all)]).into_response()
}
