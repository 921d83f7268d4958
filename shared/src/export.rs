//! Exports: what planners' tools read, as pure functions of observations, findings, walks and areas.
//!
//! Promises: each kind of row has one list of columns, the same under every filter and for every reader; a name means the
//! same, in the same unit, in tables, on maps and in JSON; what is withheld is named, and never a zero or an empty text;
//! no cell that a spreadsheet would take for a formula. The writers (CSV, GeoJSON, JSON) are the server's.

mod area;
mod cell;
mod column;
mod finding;
mod observation;
mod walk;

pub use area::AreaRow;
pub use cell::{Cell, disarmed};
pub use column::{Column, Kind, Row};
pub use finding::FindingRow;
pub use observation::ObservationRow;
pub use walk::WalkRow;
