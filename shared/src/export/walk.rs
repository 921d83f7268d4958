//! A walk as a row.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::column::{fields, names};
use super::{Cell, Column, Row};
use crate::id::AreaId;
use crate::wire::PlannedWalk;

/// A walk with the name of its neighbourhood.
#[derive(Debug, Clone, PartialEq)]
pub struct WalkRow {
    /// The walk as the reader may see it.
    pub planned: PlannedWalk,
    /// What its neighbourhood is called.
    pub area_name: Option<Arc<str>>,
    /// Names of the fields that the reader may not see.
    pub withheld: &'static [&'static str],
}

impl Row for WalkRow {
    const LIST: &'static str = "walks";

    const COLUMNS: &'static [Column<Self>] = &[
        Column::text("id", |it| Cell::shown(Some(it.planned.walk.id))),
        Column::text("title", |it| Cell::words(Some(&it.planned.walk.title))),
        Column::text("area", |it| Cell::words(it.planned.walk.area.as_ref().map(AreaId::as_str))),
        Column::text("area_name", |it| Cell::words(it.area_name.as_deref())),
        Column::integer("starts_at_ms", |it| Cell::Integer(it.planned.walk.starts_at_ms)),
        Column::moment("starts_at", |it| Cell::Moment(it.planned.walk.starts_at_ms)),
        Column::text("meeting_place", |it| Cell::words(it.planned.walk.meeting_place.as_deref())),
        Column::text("themes", |it| Cell::list(&it.planned.walk.themes)),
        Column::text("follows", |it| Cell::shown(it.planned.walk.follows)),
        Column::flag("demonstration", |it| Cell::Flag(it.planned.walk.demonstration)),
        Column::text("withheld", |it| names(it.withheld)),
    ];

    fn id(&self) -> String {
        self.planned.walk.id.to_string()
    }

    /// Its loop; `null` while that is not drawn.
    fn geometry(&self) -> Value {
        match &self.planned.walk.loop_line[..] {
            [] => Value::Null,
            line => json!({ "type": "LineString", "coordinates": line }),
        }
    }

    fn object(&self) -> Map<String, Value> {
        fields(&self.planned)
    }

    fn withheld(&self) -> &'static [&'static str] {
        self.withheld
    }
}
