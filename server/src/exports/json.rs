//! Rows as a JSON array of objects.
//!
//! Promises: every object has the same fields; what a column says is added to what the object has; what is withheld is left
//! out and named.

use serde_json::{Map, Value};

use shared::export::{Cell, Row};

use crate::answer::RowWriter;
use crate::date;

/// The array.
pub(super) struct Objects;

impl<R: Row> RowWriter<R> for Objects {
    fn begin(&mut self, out: &mut Vec<u8>) {
        out.push(b'[');
    }

    fn row(&mut self, row: &R, first: bool, out: &mut Vec<u8>) {
        if !first {
            out.push(b',');
        }
        write(out, &Value::Object(object(row)));
    }

    fn end(&mut self, out: &mut Vec<u8>) {
        out.push(b']');
    }
}

fn object<R: Row>(row: &R) -> Map<String, Value> {
    let mut fields = row.object();
    fields.retain(|name, _| !row.withheld().contains(&name.as_str()));
    for column in R::COLUMNS {
        if let Some(cell) = row.cell(column)
            && !fields.contains_key(column.name)
        {
            fields.insert(column.name.to_owned(), value(cell));
        }
    }
    fields
}

/// A cell as JSON; a moment as ISO 8601.
pub(super) fn value(cell: Cell<'_>) -> Value {
    match cell {
        Cell::Absent => Value::Null,
        Cell::Text(text) => text.into_owned().into(),
        Cell::Integer(number) => number.into(),
        Cell::Number(number) => number.into(),
        Cell::Flag(flag) => flag.into(),
        Cell::Moment(at_ms) => date::iso(at_ms).into(),
    }
}

/// Writing into memory cannot fail.
pub(super) fn write(out: &mut Vec<u8>, value: &Value) {
    let _ = serde_json::to_writer(out, value);
}
