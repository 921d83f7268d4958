//! What came in by imports, and what a file with a loop holds.

use serde::{Deserialize, Serialize};

/// One import of areas, points outdoors or a base map.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Imported {
    /// Its number, from 1; later ones are higher.
    pub id: i64,
    /// When, in milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// What came: `areas`, `lamp`, `vulnerable` or `basemap`.
    pub kind: String,
    /// The name of the file, without its folder.
    pub file: String,
    /// How many came that were not there before.
    pub new: u64,
    /// How many were there before, otherwise.
    pub changed: u64,
    /// How many were there before, just so.
    pub unchanged: u64,
    /// How many are gone that were there before.
    pub removed: u64,
    /// How many rows or features were left out.
    pub left_out: u64,
    /// The first of those, with the reasons.
    pub rows: Vec<ImportedRow>,
    /// What concerns the whole file.
    pub notes: Vec<String>,
    /// When it was undone, in milliseconds since 1970 UTC.
    pub undone_at_ms: Option<i64>,
    /// Whether it can be undone: the latest of its kind can.
    pub can_undo: bool,
}

/// A row or feature that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportedRow {
    /// The line of a table, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The number of a feature, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feature: Option<u64>,
    /// What it is called.
    pub name: String,
    /// Why it was left out.
    pub reason: String,
}

/// The line of a GPX file, as a loop.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LoopRead {
    /// Its points as `[lon, lat]`.
    pub line: Vec<[f64; 2]>,
    /// How many other parts the file has, which are left out.
    pub parts_left_out: u64,
    /// How far the nearest of those lies from the line, in metres; the gap is not bridged.
    pub gap_m: Option<f64>,
    /// The lines of points that are left out, from 1: at most 20.
    pub lines_left_out: Vec<u64>,
    /// How many points are left out.
    pub points_left_out: u64,
    /// The line where the file stops being readable, from 1.
    pub damaged_on_line: Option<u64>,
}
