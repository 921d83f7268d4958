//! How things lie in the browser's database: plain objects, ids as text, so that a person can read them with the
//! browser's own tools.

use js_sys::{Array, Uint8Array};
use shared::id::{BlobHash, RecordId, SeriesId};
use shared::record::{Head, Receipt, Record};
use shared::sync::BlobState;
use shared::wire::Stuck;
use wasm_bindgen::{JsCast, JsValue};

use super::KeptWalk;
use crate::platform::indexeddb::Range;
use crate::platform::js::{get, object};

pub(super) fn key(series: SeriesId) -> JsValue {
    series.to_string().into()
}

pub(super) fn hash_key(blob: BlobHash) -> JsValue {
    blob.to_string().into()
}

pub(super) fn whole_series(series: SeriesId) -> Range {
    numbers_after(series, 0)
}

pub(super) fn numbers_after(series: SeriesId, after: u64) -> Range {
    Range { from: record_key(series, number(after) + 1.0), to: beyond(series) }
}

/// A key after all records of the series.
pub(super) fn beyond(series: SeriesId) -> JsValue {
    record_key(series, f64::INFINITY)
}

fn record_key(series: SeriesId, number: f64) -> JsValue {
    Array::of2(&key(series), &number.into()).into()
}

pub(super) fn record(series: SeriesId, head: Head, text: &str) -> JsValue {
    object(&[
        ("series", key(series)),
        ("number", number(head.number).into()),
        ("text", text.into()),
        ("digest", head.digest.to_string().into()),
    ])
}

pub(super) fn receipt(receipt: Receipt) -> JsValue {
    object(&[
        ("series", key(receipt.series)),
        ("number", number(receipt.number).into()),
        ("digest", receipt.digest.to_string().into()),
    ])
}

pub(super) fn stuck(series: SeriesId, stuck: &Stuck) -> JsValue {
    object(&[
        ("series", key(series)),
        ("number", number(stuck.number).into()),
        ("reason", stuck.reason.as_str().into()),
    ])
}

pub(super) fn blob(hash: BlobHash, bytes: &[u8]) -> JsValue {
    object(&[("hash", hash_key(hash)), ("bytes", Uint8Array::from(bytes).into())])
}

pub(super) fn blob_state(hash: BlobHash, state: &BlobState) -> JsValue {
    let (state, reason) = match state {
        BlobState::Waiting => ("waiting", ""),
        BlobState::Sent => ("sent", ""),
        BlobState::Refused(reason) => ("refused", reason.as_str()),
    };
    object(&[("hash", hash_key(hash)), ("state", state.into()), ("reason", reason.into())])
}

pub(super) fn json(series: SeriesId, json: &str) -> JsValue {
    object(&[("series", key(series)), ("json", json.into())])
}

pub(super) fn walk(series: SeriesId, walk: &KeptWalk) -> JsValue {
    object(&[
        ("series", key(series)),
        ("code", walk.code.as_str().into()),
        ("joined_at_ms", moment(walk.joined_at_ms).into()),
        ("under_way", walk.under_way.into()),
        ("ended_at_ms", walk.ended_at_ms.map_or(JsValue::NULL, |at_ms| moment(at_ms).into())),
        ("pack", walk.pack.as_str().into()),
        ("around", walk.around.as_deref().map_or(JsValue::NULL, JsValue::from)),
    ])
}

pub(super) fn read_walk(row: &JsValue) -> Option<KeptWalk> {
    Some(KeptWalk {
        code: text(row, "code")?,
        joined_at_ms: read_moment(row, "joined_at_ms")?,
        under_way: get(row, "under_way")?.is_truthy(),
        ended_at_ms: read_moment(row, "ended_at_ms"),
        pack: text(row, "pack")?,
        around: text(row, "around"),
    })
}

pub(super) fn read_head(row: &JsValue) -> Option<Head> {
    Some(Head { number: read_number(row)?, digest: text(row, "digest")?.parse().ok()? })
}

pub(super) fn read_record(series: SeriesId, row: &JsValue) -> Option<Record> {
    let id = RecordId { series, number: read_number(row)? };
    Some(Record { id, text: text(row, "text")? })
}

pub(super) fn read_series(record_key: &JsValue) -> Option<SeriesId> {
    Array::from(record_key).get(0).as_string()?.parse().ok()
}

pub(super) fn read_stuck(row: &JsValue) -> Option<Stuck> {
    Some(Stuck { number: read_number(row)?, reason: text(row, "reason")? })
}

pub(super) fn read_bytes(row: &JsValue) -> Option<Vec<u8>> {
    let bytes: Uint8Array = get(row, "bytes")?.dyn_into().ok()?;
    Some(bytes.to_vec())
}

pub(super) fn read_blob_state(row: &JsValue) -> BlobState {
    match text(row, "state").as_deref() {
        Some("sent") => BlobState::Sent,
        Some("refused") => BlobState::Refused(text(row, "reason").unwrap_or_default()),
        _ => BlobState::Waiting,
    }
}

pub(super) fn json_text(row: &JsValue) -> Option<String> {
    text(row, "json")
}

fn text(row: &JsValue, name: &str) -> Option<String> {
    get(row, name)?.as_string()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "we wrote it as a whole number")]
fn read_number(row: &JsValue) -> Option<u64> {
    Some(get(row, "number")?.as_f64()? as u64)
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of any year people live in are below 2^53")]
fn moment(at_ms: i64) -> f64 {
    at_ms as f64
}

#[expect(clippy::cast_possible_truncation, reason = "we wrote it as a whole number")]
fn read_moment(row: &JsValue, name: &str) -> Option<i64> {
    Some(get(row, name)?.as_f64()? as i64)
}

#[expect(clippy::cast_precision_loss, reason = "nobody records 2^53 times")]
fn number(number: u64) -> f64 {
    number as f64
}
