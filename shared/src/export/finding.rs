//! A finding as a row.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::column::{fields, names, point};
use super::{Cell, Column, Row};
use crate::id::AreaId;
use crate::situation::Finding;
use crate::statement::{Condition, Severity};

/// A finding with names beside ids.
#[derive(Debug, Clone, PartialEq)]
pub struct FindingRow {
    /// The finding as the reader may see it.
    pub finding: Finding,
    /// What its neighbourhood is called.
    pub area_name: Option<Arc<str>>,
    /// What its category is called.
    pub category_name: Option<Arc<str>>,
    /// Names of the fields that the reader may not see.
    pub withheld: &'static [&'static str],
}

impl Row for FindingRow {
    const LIST: &'static str = "findings";

    const COLUMNS: &'static [Column<Self>] = &[
        Column::text("id", |it| Cell::shown(Some(it.finding.id))),
        Column::text("area", |it| Cell::words(it.finding.area.as_ref().map(AreaId::as_str))),
        Column::text("area_name", |it| Cell::words(it.area_name.as_deref())),
        Column::text("feeling", |it| Cell::named(Some(&it.finding.feeling))),
        Column::text("category", |it| Cell::words(Some(it.finding.category.as_str()))),
        Column::text("category_name", |it| Cell::words(it.category_name.as_deref())),
        Column::number("lat", |it| Cell::lat(it.finding.position)),
        Column::number("lon", |it| Cell::lon(it.finding.position)),
        Column::number("extent_m", |it| Cell::Number(it.finding.extent_m)),
        Column::text("shape", |it| Cell::named(Some(&it.finding.geometry))),
        Column::text("described", |it| Cell::words(it.finding.described.as_deref())),
        Column::integer("voices", |it| Cell::count(it.finding.voices)),
        Column::integer("walks", |it| Cell::count(it.finding.walks)),
        Column::integer("observation_count", |it| Cell::count(it.finding.observations.len())),
        Column::integer("first_at_ms", |it| Cell::Integer(it.finding.first_at_ms)),
        Column::moment("first_at", |it| Cell::Moment(it.finding.first_at_ms)),
        Column::integer("last_at_ms", |it| Cell::Integer(it.finding.last_at_ms)),
        Column::moment("last_at", |it| Cell::Moment(it.finding.last_at_ms)),
        Column::integer("severity", |it| {
            Cell::integer(it.finding.severity.map(|it| Severity::level(it).into()))
        }),
        Column::integer("photo_count", |it| Cell::count(it.finding.photos)),
        Column::text("state", |it| Cell::named(Some(&it.finding.state))),
        Column::text("responsible", |it| Cell::words(it.finding.responsible.as_deref())),
        Column::text("answer", |it| Cell::words(it.finding.answer.as_deref())),
        Column::integer("decided_at_ms", |it| Cell::integer(it.finding.decided_at_ms)),
        Column::moment("decided_at", |it| Cell::moment(it.finding.decided_at_ms)),
        Column::integer("revisit_count", |it| Cell::count(it.finding.revisits.len())),
        Column::integer("found_fixed", |it| Cell::count(it.finding.found(Condition::Fixed))),
        Column::number("confidence", |it| Cell::Number(it.finding.confidence)),
        Column::text("lamp", |it| Cell::words(it.finding.lamp.as_deref())),
        Column::text("withheld", |it| names(it.withheld)),
    ];

    fn id(&self) -> String {
        self.finding.id.to_string()
    }

    fn geometry(&self) -> Value {
        point(self.finding.position)
    }

    fn object(&self) -> Map<String, Value> {
        fields(&self.finding)
    }

    fn withheld(&self) -> &'static [&'static str] {
        self.withheld
    }
}
