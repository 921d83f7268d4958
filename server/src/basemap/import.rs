//! An OpenStreetMap extract made into a map archive.
//!
//! Promises: the map in use is replaced only by a whole new one; the same extract and box give the same bytes.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::coast::Sea;
use super::gather;
use super::grid::{self, MAX_ZOOM, Rect};
use super::pbf::Extract;
use super::schema::Layer;
use super::shape::{self, LeftOut, Shaped};
use super::write::{self, ATTRIBUTION, Source};
use super::{BasemapError, Bounds};

/// What an import is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Making sure which file it is.
    Digest,
    /// Reading what belongs together.
    Relations,
    /// Looking which nodes lie in the box.
    Box,
    /// Looking which outlines come into the box.
    Outlines,
    /// Reading streets and areas.
    Ways,
    /// Reading where they are.
    Nodes,
    /// Putting shapes together.
    Shapes,
    /// Drawing and writing tiles.
    Tiles,
}

/// Who hears how far an import is.
pub(super) struct Progress<'a>(pub(super) &'a mut dyn FnMut(Step, f64));

impl Progress<'_> {
    /// Tells of one step.
    pub(super) fn of(&mut self, step: Step) -> impl FnMut(f64) {
        move |share| (self.0)(step, share)
    }
}

/// What an import made.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// How many features each layer has, by its name.
    pub features_by_layer: BTreeMap<&'static str, usize>,
    /// How many tiles there are.
    pub tiles: u64,
    /// How large the archive is.
    pub bytes: u64,
    /// What it covers.
    pub bounds: Bounds,
    /// Who is to be thanked for the data.
    pub attribution: &'static str,
    /// What became of the sea.
    pub sea: Sea,
    /// What could not be drawn.
    pub left_out: LeftOut,
    /// The SHA-256 of the extract, in hexadecimal.
    pub source_sha256: String,
    /// When the data was current, if the extract says so.
    pub current_at: Option<jiff::Timestamp>,
}

/// Whether a map may be without streets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Streets {
    /// It is refused then.
    Wanted,
    /// It is taken.
    Optional,
}

/// Reads an `.osm.pbf` extract, in all or within a box, and writes a map archive; `told` hears each step and the share
/// of it that is done. An archive that is there already is replaced once the new one is whole.
pub fn import_osm(
    path: &Path,
    out_path: &Path,
    within: Option<Bounds>,
    streets: Streets,
    told: &mut dyn FnMut(Step, f64),
) -> Result<Report, BasemapError> {
    let mut progress = Progress(told);
    let mut extract = Extract::open(path)?;
    let source_sha256 = digest(path, extract.bytes(), &mut progress.of(Step::Digest))?;
    let cut_to = extract.header().bounds;
    let wanted = match (within, cut_to) {
        (Some(within), Some(cut_to)) => Some(within.overlap(cut_to).ok_or(BasemapError::Nothing)?),
        (within, cut_to) => within.or(cut_to),
    };
    let gathered = gather::gather(&mut extract, within.and(wanted).map(Rect::of), &mut progress)?;
    let edge = wanted.map(Rect::of).or_else(|| Rect::around(gathered.nodes.spots()));
    let edge = edge.ok_or(BasemapError::Nothing)?;
    let bounds = wanted.map_or_else(|| degrees(edge), Ok)?;
    check_size(edge)?;
    let shaped = shape::shape(&gathered, edge, &mut progress.of(Step::Shapes));
    drop(gathered);
    if streets == Streets::Wanted && shaped.features.count(Layer::Roads) == 0 {
        let lines = shaped.left_out.lines;
        return Err(BasemapError::NoStreets { lines });
    }
    let source = Source { bytes: extract.bytes(), sha256: source_sha256, current_at: current_at(&extract) };
    let (tiles, bytes) =
        write::write(&shaped, &source, edge, bounds, out_path, &mut progress.of(Step::Tiles))?;
    Ok(report(&shaped, source, bounds, tiles, bytes))
}

fn current_at(extract: &Extract) -> Option<jiff::Timestamp> {
    jiff::Timestamp::from_second(extract.header().current_at_s?).ok()
}

fn report(shaped: &Shaped, source: Source, bounds: Bounds, tiles: u64, bytes: u64) -> Report {
    Report {
        features_by_layer: Layer::ALL
            .into_iter()
            .map(|layer| (layer.name(), shaped.features.count(layer)))
            .collect(),
        tiles,
        bytes,
        bounds,
        attribution: ATTRIBUTION,
        sea: shaped.sea,
        left_out: shaped.left_out,
        source_sha256: source.sha256,
        current_at: source.current_at,
    }
}

/// Refuses a box that only a damaged extract has, before weeks are spent on drawing it.
fn check_size(edge: Rect) -> Result<(), BasemapError> {
    let tiles = edge.count_tiles(MAX_ZOOM);
    if tiles > MOST_TILES { Err(BasemapError::TooLarge { tiles, most: MOST_TILES }) } else { Ok(()) }
}

/// Sweden and its waters have 13 million tiles at the finest zoom.
const MOST_TILES: u64 = 20_000_000;

fn degrees(edge: Rect) -> Result<Bounds, BasemapError> {
    let (west, north) = grid::degrees(grid::Spot { x: edge.west, y: edge.north });
    let (east, south) = grid::degrees(grid::Spot { x: edge.east, y: edge.south });
    Bounds::new(west, south, east, north).map_err(|_| BasemapError::Nothing)
}

#[expect(clippy::cast_precision_loss, reason = "a share for a progress bar")]
fn digest(path: &Path, bytes: u64, told: &mut dyn FnMut(f64)) -> Result<String, BasemapError> {
    let mut file = File::open(path).map_err(BasemapError::Read)?;
    let (mut hasher, mut buffer, mut done) = (Sha256::new(), vec![0; 1 << 20], 0_u64);
    loop {
        let read = std::io::Read::read(&mut file, &mut buffer).map_err(BasemapError::Read)?;
        if read == 0 {
            return Ok(hex::encode(hasher.finalize()));
        }
        hasher.update(&buffer[..read]);
        done += read as u64;
        told(done as f64 / bytes.max(1) as f64);
    }
}
