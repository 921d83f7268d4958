//! Rows as a table: CSV as RFC 4180, or as Swedish Excel opens it.
//!
//! Promises: UTF-8 with a byte order mark, so that Excel reads å, ä and ö; one header row, also where there are no others; no
//! cell is a formula, whatever the file is divided at; what is withheld says so.

use std::borrow::Cow;

use shared::export::{Cell, Row, disarmed};

use crate::answer::RowWriter;
use crate::date;
use crate::filter::Dialect;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// What stands in a cell that the reader may not see.
const WITHHELD: &str = "withheld";

/// The table.
pub(super) struct Table(pub(super) Dialect);

impl Table {
    fn separator(&self) -> u8 {
        match self.0 {
            Dialect::Rfc4180 => b',',
            Dialect::ExcelSv => b';',
        }
    }

    fn text<'a>(&self, cell: Cell<'a>) -> Cow<'a, str> {
        let swedish = self.0 == Dialect::ExcelSv;
        match cell {
            Cell::Absent => Cow::Borrowed(""),
            Cell::Text(text) => Cow::Owned(disarmed(&text).into_owned()),
            Cell::Integer(number) => Cow::Owned(number.to_string()),
            // With a fraction also where it is whole, so that programs see one type in the whole column.
            Cell::Number(number) if swedish => Cow::Owned(format!("{number:?}").replace('.', ",")),
            Cell::Number(number) => Cow::Owned(format!("{number:?}")),
            Cell::Flag(flag) => Cow::Borrowed(match (swedish, flag) {
                (false, true) => "true",
                (false, false) => "false",
                (true, true) => "SANT",
                (true, false) => "FALSKT",
            }),
            Cell::Moment(at_ms) if swedish => Cow::Owned(date::swedish_to_the_second(at_ms)),
            Cell::Moment(at_ms) => Cow::Owned(date::iso(at_ms)),
        }
    }

    fn line<'a>(&self, cells: impl Iterator<Item = Cow<'a, str>>, out: &mut Vec<u8>) {
        let mut form = ::csv::WriterBuilder::new();
        form.delimiter(self.separator()).terminator(::csv::Terminator::CRLF).buffer_capacity(1_024);
        let mut writer = form.from_writer(out);
        // Writing into memory cannot fail.
        for cell in cells {
            let _ = writer.write_field(cell.as_bytes());
        }
        let _ = writer.write_record(None::<&[u8]>);
        let _ = writer.flush();
    }
}

impl<R: Row> RowWriter<R> for Table {
    fn begin(&mut self, out: &mut Vec<u8>) {
        out.extend(BYTE_ORDER_MARK);
        self.line(R::COLUMNS.iter().map(|column| Cow::Borrowed(column.name)), out);
    }

    fn row(&mut self, row: &R, _: bool, out: &mut Vec<u8>) {
        let cell = |column| row.cell(column).map_or(Cow::Borrowed(WITHHELD), |cell| self.text(cell));
        self.line(R::COLUMNS.iter().map(cell), out);
    }

    fn end(&mut self, _: &mut Vec<u8>) {}
}
