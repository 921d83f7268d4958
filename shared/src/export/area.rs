//! A neighbourhood as a row.

use serde_json::{Map, Value, json};

use super::column::fields;
use super::{Cell, Column, Row};
use crate::wire::AreaCard;

/// A neighbourhood.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaRow(pub AreaCard);

impl Row for AreaRow {
    const LIST: &'static str = "areas";

    const COLUMNS: &'static [Column<Self>] = &[
        Column::text("id", |it| Cell::words(Some(it.0.id.as_str()))),
        Column::text("name", |it| Cell::words(Some(&it.0.name))),
    ];

    fn id(&self) -> String {
        self.0.id.to_string()
    }

    fn geometry(&self) -> Value {
        json!({ "type": "MultiPolygon", "coordinates": self.0.outline })
    }

    fn object(&self) -> Map<String, Value> {
        fields(&self.0)
    }
}
