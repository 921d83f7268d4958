//! Everything that this phone holds of a walk, as one file that a person can keep or hand over.
//!
//! Promises: the records byte for byte, with their digest, and the photos; never the token that could write more.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde_json::value::RawValue;
use shared::id::{BlobHash, SeriesId};
use shared::log::Log as _;
use shared::record::{Head, Receipt};
use shared::statement::{Reading, Statement};
use shared::sync::Store as _;
use shared::wire::WalkCard;

use super::joined::JoinedWalk;
use crate::store::{PhoneStore, StoreError};

#[derive(Serialize)]
struct Bundle<'a> {
    format: &'static str,
    version: u32,
    walk: &'a WalkCard,
    series: SeriesId,
    head: Head,
    receipt: Option<Receipt>,
    records: Vec<Box<RawValue>>,
    photos: Vec<BundledPhoto>,
}

#[derive(Serialize)]
struct BundledPhoto {
    sha256: BlobHash,
    jpeg_base64: String,
}

/// The file's text.
pub async fn bundle(store: &PhoneStore, walk: &JoinedWalk) -> Result<String, StoreError> {
    let series = walk.series();
    let records = store.read(series, 0, usize::MAX).await?;
    let mut photos: Vec<BundledPhoto> = Vec::new();
    for record in &records {
        if let Ok(Reading::Known(Statement::Photographed(it))) = Statement::read(&record.text)
            && !photos.iter().any(|photo| photo.sha256 == it.photo.blob)
            && let Some(bytes) = store.blob(it.photo.blob).await?
        {
            photos.push(BundledPhoto { sha256: it.photo.blob, jpeg_base64: STANDARD.encode(bytes) });
        }
    }
    let raw = records.into_iter().map(|record| RawValue::from_string(record.text));
    let bundle = Bundle {
        format: "lykta-bundle",
        version: 1,
        walk: walk.card(),
        series,
        head: store.head(series).await?,
        receipt: store.receipt(series).await?,
        records: raw.collect::<Result<_, _>>().map_err(|_| StoreError::Damaged("records"))?,
        photos,
    };
    serde_json::to_string(&bundle).map_err(|_| StoreError::Damaged("records"))
}
