//! How things lie in the browser's database: plain objects, ids as text, so that a person can read them with the
//! browser's own tools.

use js_sys::{Array, JSON, Uint8Array};
use shared::id::{BlobHash, Digest, RecordId, SeriesId};
use shared::record::{Head, Receipt, Record};
use shared::sync::BlobState;
use shared::wire::Stuck;
use wasm_bindgen::{JsCast, JsValue};

use super::{KeptWalk, Received};
use crate::platform::indexeddb::Range;
use crate::platform::js::{get, object};

/// A row that is larger than this as text does not fit into a record.
const MAX_ROW_CHARS: usize = 60_000;

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

pub(super) fn receipt(receipt: Receipt, since: &[Received]) -> JsValue {
    let since = since.iter().map(|it| Array::of2(&number(it.number).into(), &moment(it.at_ms).into()));
    object(&[
        ("series", key(receipt.series)),
        ("number", number(receipt.number).into()),
        ("digest", receipt.digest.to_string().into()),
        ("since", since.collect::<Array>().into()),
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

pub(super) fn blob_state(hash: BlobHash, state: &BlobState, at_ms: i64) -> JsValue {
    let (state, reason) = match state {
        BlobState::Waiting => ("waiting", ""),
        BlobState::Sent => ("sent", ""),
        BlobState::Refused(reason) => ("refused", reason.as_str()),
    };
    object(&[
        ("hash", hash_key(hash)),
        ("state", state.into()),
        ("reason", reason.into()),
        ("at_ms", moment(at_ms).into()),
    ])
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
    // The first apps wrote one text of everything, the server's answer as a part of it.
    let written = text(row, "json").and_then(|json| JSON::parse(&json).ok());
    let row = written.as_ref().unwrap_or(row);
    Some(KeptWalk {
        code: text(row, "code")?,
        joined_at_ms: read_moment(row, "joined_at_ms")?,
        under_way: get(row, "under_way").is_some_and(|it| it.is_truthy()),
        ended_at_ms: read_moment(row, "ended_at_ms"),
        pack: text(row, "pack").or_else(|| get(row, "pack").map(|pack| verbatim(&pack)))?,
        around: text(row, "around"),
    })
}

pub(super) fn read_receipt(series: SeriesId, row: &JsValue) -> Option<Receipt> {
    let head = Head { number: read_number(row)?, digest: text(row, "digest")?.parse().ok()? };
    Some(Receipt::new(series, head))
}

/// When the server's word came how far; rows of the first apps do not tell.
pub(super) fn read_since(row: &JsValue) -> Vec<Received> {
    let since: Option<Array> = get(row, "since").and_then(|since| since.dyn_into().ok());
    let told = |it: JsValue| {
        let it: Array = it.dyn_into().ok()?;
        Some(Received { number: whole(&it.get(0))?, at_ms: as_moment(&it.get(1))? })
    };
    since.iter().flat_map(Array::iter).filter_map(told).collect()
}

/// The record in a row. What cannot be read takes its place in the series as a record that holds the row as it is, so
/// that what follows it can be sent. A row that is in no place of a series is none.
pub(super) fn read_record(series: SeriesId, row: &JsValue) -> Option<Record> {
    let id = RecordId { series, number: read_number(row)? };
    let text = record_text(row).unwrap_or_else(|| stand_in(&verbatim(row)));
    Some(Record { id, text })
}

/// The text in a record's row. Whatever an app of ours wrote, which has a digest beside it, is given back as it is; of
/// what has none, only what can be sent.
pub(super) fn record_text(row: &JsValue) -> Option<String> {
    let is_ours = || text(row, "digest").is_some_and(|digest| digest.parse::<Digest>().is_ok());
    text(row, "text").filter(|text| is_ours() || JSON::parse(text).is_ok())
}

fn stand_in(row: &str) -> String {
    let row = if row.len() > MAX_ROW_CHARS { "null" } else { row };
    format!(r#"{{"kind":"unreadable","row":{row}}}"#)
}

/// Whatever it is, as JSON.
pub(super) fn verbatim(value: &JsValue) -> String {
    let text = JSON::stringify(value).ok().and_then(|text| text.as_string());
    text.unwrap_or_else(|| "null".to_owned())
}

/// The series and the number of a row, if they are such.
pub(super) fn read_place(row: &JsValue) -> Option<(SeriesId, u64)> {
    Some((text(row, "series")?.parse().ok()?, read_number(row)?))
}

/// What a photo takes up, in bytes; it is not looked at.
pub(super) fn length(row: &JsValue) -> f64 {
    get(row, "bytes").and_then(|bytes| get(&bytes, "byteLength")?.as_f64()).unwrap_or(0.0)
}

/// The one key of a series.
pub(super) fn only(series: SeriesId) -> Range {
    Range { from: key(series), to: key(series) }
}

/// A key after all records that begin as this one does, whatever that is.
pub(super) fn beyond_key(record_key: &JsValue) -> JsValue {
    let first = record_key.dyn_ref::<Array>().map(|key| key.get(0)).unwrap_or_default();
    Array::of2(&first, &f64::INFINITY.into()).into()
}

/// The series that a walk's row is of.
pub(super) fn read_home(row: &JsValue) -> Option<SeriesId> {
    text(row, "series")?.parse().ok()
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

fn read_number(row: &JsValue) -> Option<u64> {
    whole(&get(row, "number")?)
}

/// Numbers of records are whole, and begin with 1; a receipt may be for none.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is whole and below 2^53")]
fn whole(number: &JsValue) -> Option<u64> {
    let number = number.as_f64()?;
    (0.0..9e15)
        .contains(&number)
        .then_some(number as u64)
        .filter(|it| self::number(*it).to_bits() == number.to_bits())
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of any year people live in are below 2^53")]
fn moment(at_ms: i64) -> f64 {
    at_ms as f64
}

fn read_moment(row: &JsValue, name: &str) -> Option<i64> {
    as_moment(&get(row, name)?)
}

/// When a photo came to what it is; rows of the first apps do not tell.
pub(super) fn read_at_ms(row: &JsValue) -> Option<i64> {
    read_moment(row, "at_ms")
}

#[expect(clippy::cast_possible_truncation, reason = "we wrote it as a whole number")]
fn as_moment(at_ms: &JsValue) -> Option<i64> {
    Some(at_ms.as_f64()? as i64)
}

#[expect(clippy::cast_precision_loss, reason = "nobody records 2^53 times")]
fn number(number: u64) -> f64 {
    number as f64
}
