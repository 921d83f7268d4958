//! Exports: what planners' tools read, as pure functions of observations, findings and areas.
//!
//! Promises: GeoJSON as RFC 7946 (WGS 84, longitude first); tables with one header row and stable column names;
//! no cell that a spreadsheet would take for a formula.

mod geojson;
mod table;

pub use geojson::{area_feature, collection, finding_feature, observation_feature, walk_feature};
pub use table::{FINDING_COLUMNS, OBSERVATION_COLUMNS, finding_row, observation_row};
