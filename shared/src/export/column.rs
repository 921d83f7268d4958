//! Columns: the name, the kind and the reading of each value of a row.

use serde_json::{Map, Value};

use super::Cell;
use crate::geo::Position;

/// What kind of value a column has in every row that has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// A whole number.
    Integer,
    /// A number with a fraction.
    Number,
    /// Yes or no.
    Flag,
    /// ISO 8601 with an offset.
    Moment,
}

impl Kind {
    /// Its name for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Flag => "boolean",
            Self::Moment => "time",
        }
    }

    /// Whether a value is of this kind; what is absent is of every kind.
    pub fn admits(self, cell: &Cell<'_>) -> bool {
        match cell {
            Cell::Absent => true,
            Cell::Text(_) => self == Self::Text,
            Cell::Integer(_) => self == Self::Integer,
            Cell::Number(_) => self == Self::Number,
            Cell::Flag(_) => self == Self::Flag,
            Cell::Moment(_) => self == Self::Moment,
        }
    }
}

/// One column of a kind of row.
#[derive(Debug)]
pub struct Column<R> {
    /// Its name in tables, on maps and in JSON.
    pub name: &'static str,
    /// What kind of value it has.
    pub kind: Kind,
    /// Its value in a row.
    pub read: for<'r> fn(&'r R) -> Cell<'r>,
}

impl<R> Column<R> {
    pub(super) const fn text(name: &'static str, read: for<'r> fn(&'r R) -> Cell<'r>) -> Self {
        Self { name, kind: Kind::Text, read }
    }

    pub(super) const fn integer(name: &'static str, read: for<'r> fn(&'r R) -> Cell<'r>) -> Self {
        Self { name, kind: Kind::Integer, read }
    }

    pub(super) const fn number(name: &'static str, read: for<'r> fn(&'r R) -> Cell<'r>) -> Self {
        Self { name, kind: Kind::Number, read }
    }

    pub(super) const fn flag(name: &'static str, read: for<'r> fn(&'r R) -> Cell<'r>) -> Self {
        Self { name, kind: Kind::Flag, read }
    }

    pub(super) const fn moment(name: &'static str, read: for<'r> fn(&'r R) -> Cell<'r>) -> Self {
        Self { name, kind: Kind::Moment, read }
    }
}

/// What a list is made of.
pub trait Row: Sized + 'static {
    /// What the list is called.
    const LIST: &'static str;

    /// Every column, in order. The last, `withheld`, names those that the reader may not see in any row.
    const COLUMNS: &'static [Column<Self>];

    /// The row's own id.
    fn id(&self) -> String;

    /// Where it is, as a GeoJSON geometry; `null` when nobody could say where.
    fn geometry(&self) -> Value;

    /// The row as an object of the API, before the columns that it lacks are added.
    fn object(&self) -> Map<String, Value>;

    /// Names of the fields that the reader may not see; they are left out of JSON.
    fn withheld(&self) -> &'static [&'static str] {
        &[]
    }

    /// The value of a column; none when it is withheld.
    fn cell<'r>(&'r self, column: &Column<Self>) -> Option<Cell<'r>> {
        (!self.withheld().contains(&column.name)).then(|| (column.read)(self))
    }
}

/// The fields of something that is written as an object.
pub(super) fn fields(it: &impl serde::Serialize) -> Map<String, Value> {
    match serde_json::to_value(it) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

/// A point, longitude first.
pub(super) fn point(position: Option<Position>) -> Value {
    position
        .map_or(Value::Null, |at| serde_json::json!({ "type": "Point", "coordinates": [at.lon(), at.lat()] }))
}

/// Names with a space between them; absent where nothing is withheld.
pub(super) fn names(withheld: &[&str]) -> Cell<'static> {
    Cell::shown((!withheld.is_empty()).then(|| withheld.join(" ")))
}
