//! The map under everything: made of an OpenStreetMap extract, or taken ready from Protomaps, and cut into pieces for
//! phones.
//!
//! Promises: one archive of vector tiles in one schema, whichever way it came; a file that cannot be used is refused
//! with a reason that an administrator can act on, and the map in use stays; no input makes this panic. All of it
//! works on files and takes its time: call it where blocking is allowed.

mod adopt;
mod archive;
mod bounds;
mod clip;
mod coast;
mod cut;
mod describe;
pub(crate) mod draft;
mod error;
mod feature;
mod gather;
mod grid;
mod import;
mod marks;
mod mvt;
mod nodes;
mod pbf;
mod rings;
mod schema;
mod shape;
mod streets;
mod tile;
mod valid;
mod ways;
mod write;

pub use adopt::adopt_pmtiles;
pub use bounds::Bounds;
pub use coast::Sea;
pub use cut::cut;
pub use describe::{Description, Schema, describe};
pub use error::{BasemapError, Unfit};
pub use grid::{Spot, degrees, spot};
pub use import::{Report, Step, Streets, import_osm};
pub use marks::{Marks, marks};
pub use shape::LeftOut;
pub use streets::streets;
pub use ways::{Footing, Way, WayKind, ways};
pub use write::{ATTRIBUTION, VERSION};

#[cfg(test)]
pub(crate) mod tests;
