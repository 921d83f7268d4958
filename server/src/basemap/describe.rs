//! What an archive is.

use std::path::Path;

use serde_json::{Map, Value};

use super::archive::Archive;
use super::{BasemapError, Bounds};

/// Who made the tiles, and so what can be drawn of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schema {
    /// Lykta did, with lamps, light and surfaces.
    Lykta {
        /// The version of the tiles.
        version: u64,
    },
    /// Protomaps did.
    Protomaps,
}

/// What an archive is.
#[derive(Debug, Clone, PartialEq)]
pub struct Description {
    /// What it covers.
    pub bounds: Bounds,
    /// The coarsest zoom.
    pub min_zoom: u8,
    /// The finest zoom.
    pub max_zoom: u8,
    /// How large it is.
    pub bytes: u64,
    /// Who is to be thanked for the data; it may have HTML in it, and is to be shown as text.
    pub attribution: Option<String>,
    /// Who made the tiles.
    pub schema: Schema,
    /// How many tiles it says it has.
    pub tiles: u64,
    /// When the data was current, if the archive says so.
    pub current_at: Option<jiff::Timestamp>,
}

/// Tells what an archive is, by its header and description alone.
pub fn describe(path: &Path) -> Result<Description, BasemapError> {
    describe_archive(&Archive::open(path)?)
}

pub(super) fn describe_archive(archive: &Archive) -> Result<Description, BasemapError> {
    let metadata = archive.metadata()?;
    let header = archive.header();
    Ok(Description {
        bounds: archive.bounds()?,
        min_zoom: header.min_zoom,
        max_zoom: header.max_zoom,
        bytes: archive.bytes(),
        attribution: metadata.get("attribution").and_then(Value::as_str).map(str::to_owned),
        schema: schema(&metadata),
        tiles: header.n_addressed_tiles().map_or(0, std::num::NonZero::get),
        current_at: current_at(&metadata),
    })
}

fn schema(metadata: &Map<String, Value>) -> Schema {
    let version = metadata.get("lykta").and_then(|lykta| lykta.get("version")).and_then(Value::as_u64);
    version.map_or(Schema::Protomaps, |version| Schema::Lykta { version })
}

/// Ours say it in their own part, Planetiler's (which Protomaps builds with) in a key of its own.
fn current_at(metadata: &Map<String, Value>) -> Option<jiff::Timestamp> {
    let ours = metadata.get("lykta").and_then(|lykta| lykta.get("source")?.get("current_at"));
    let theirs = metadata.get("planetiler:osm:osmosisreplicationtime");
    ours.or(theirs)?.as_str()?.parse().ok()
}
