//! An observation as a row.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::column::{fields, names, point};
use super::{Cell, Column, Row};
use crate::id::{AreaId, ObservationId};
use crate::situation::Observation;
use crate::statement::Severity;

/// An observation with its finding, and with names beside ids.
#[derive(Debug, Clone, PartialEq)]
pub struct ObservationRow {
    /// The observation as the reader may see it.
    pub observation: Observation,
    /// The finding that it is part of.
    pub finding: Option<ObservationId>,
    /// What its neighbourhood is called.
    pub area_name: Option<Arc<str>>,
    /// What its category is called.
    pub category_name: Option<Arc<str>>,
    /// What its walk is called.
    pub walk_title: Option<Arc<str>>,
    /// Names of the fields that the reader may not see.
    pub withheld: &'static [&'static str],
}

impl Row for ObservationRow {
    const LIST: &'static str = "observations";

    const COLUMNS: &'static [Column<Self>] = &[
        Column::text("id", |it| Cell::shown(Some(it.observation.id))),
        Column::text("finding_id", |it| Cell::shown(it.finding)),
        Column::text("walk", |it| Cell::shown(it.observation.walk)),
        Column::text("walk_title", |it| Cell::words(it.walk_title.as_deref())),
        Column::text("area", |it| Cell::words(it.observation.area.as_ref().map(AreaId::as_str))),
        Column::text("area_name", |it| Cell::words(it.area_name.as_deref())),
        Column::integer("at_ms", |it| Cell::Integer(it.observation.at_ms)),
        Column::moment("at", |it| Cell::Moment(it.observation.at_ms)),
        Column::integer("arrived_at_ms", |it| Cell::integer(it.observation.arrived_at_ms)),
        Column::moment("arrived_at", |it| Cell::moment(it.observation.arrived_at_ms)),
        Column::text("feeling", |it| Cell::named(Some(&it.observation.feeling))),
        Column::text("category", |it| Cell::words(Some(it.observation.category.as_str()))),
        Column::text("category_name", |it| Cell::words(it.category_name.as_deref())),
        Column::number("lat", |it| Cell::lat(it.observation.position)),
        Column::number("lon", |it| Cell::lon(it.observation.position)),
        Column::number("accuracy_m", |it| Cell::number(it.observation.accuracy_m)),
        Column::integer("severity", |it| {
            Cell::integer(it.observation.severity.map(|it| Severity::level(it).into()))
        }),
        Column::text("when", |it| Cell::list(&it.observation.when)),
        Column::text("text", |it| Cell::words(it.observation.text.as_deref())),
        Column::text("proposal", |it| Cell::words(it.observation.proposal.as_deref())),
        Column::text("described", |it| Cell::words(it.observation.place.described.as_deref())),
        Column::integer("photo_count", |it| Cell::count(it.observation.photos.len())),
        Column::flag("pinned", |it| Cell::Flag(it.observation.place.pin.is_some())),
        Column::flag("disputed", |it| Cell::Flag(it.observation.disputed)),
        Column::text("light", |it| Cell::named(it.observation.light.as_ref())),
        Column::number("lamp_m", |it| Cell::number(it.observation.lighting.lamp_m)),
        Column::flag("lit", |it| Cell::flag(it.observation.lighting.lit)),
        Column::text("withheld", |it| names(it.withheld)),
    ];

    fn id(&self) -> String {
        self.observation.id.to_string()
    }

    fn geometry(&self) -> Value {
        point(self.observation.position)
    }

    fn object(&self) -> Map<String, Value> {
        let mut fields = fields(&self.observation);
        fields.entry("apart").or_insert_with(|| Value::Array(Vec::new()));
        fields
    }

    fn withheld(&self) -> &'static [&'static str] {
        self.withheld
    }
}
