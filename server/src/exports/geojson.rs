//! Rows as a GeoJSON `FeatureCollection` (RFC 7946): WGS 84, longitude first.
//!
//! Promises: properties are the columns of the list, in their order, each of one plain type and `null` where there is no
//! value; no property is called `geometry`, which some readers take for the geometry itself. `columns` names them also where
//! there is no feature.

use serde_json::{Map, Value};

use shared::export::Row;

use super::json::{value, write};
use crate::answer::RowWriter;

/// The collection.
pub(super) struct Features;

impl<R: Row> RowWriter<R> for Features {
    fn begin(&mut self, out: &mut Vec<u8>) {
        let columns = R::COLUMNS.iter().map(|it| (it.name.to_owned(), it.kind.name().into()));
        let columns = Value::Object(columns.collect::<Map<_, _>>());
        out.extend(format!(r#"{{"type":"FeatureCollection","name":"{}","columns":"#, R::LIST).bytes());
        write(out, &columns);
        out.extend(br#","features":["#);
    }

    fn row(&mut self, row: &R, first: bool, out: &mut Vec<u8>) {
        out.extend(if first { &b"\n"[..] } else { &b",\n"[..] });
        out.extend(br#"{"type":"Feature","id":"#);
        write(out, &row.id().into());
        out.extend(br#","geometry":"#);
        write(out, &row.geometry());
        out.extend(br#","properties":{"#);
        for (at, column) in R::COLUMNS.iter().enumerate() {
            out.extend(format!(r#"{}"{}":"#, if at == 0 { "" } else { "," }, column.name).bytes());
            write(out, &row.cell(column).map_or(Value::Null, value));
        }
        out.extend(b"}}");
    }

    fn end(&mut self, out: &mut Vec<u8>) {
        out.extend(b"\n]}");
    }
}
