//! Why a map could not be taken.
//!
//! Promises: every message fits after "could not …:", says what is wrong with the file and what the administrator
//! can do about it; nothing of the map in use has changed when one of these comes.

use std::io;

/// Why a map could not be taken, cut or described.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BasemapError {
    /// The file is not there or may not be read.
    #[error("the file cannot be read ({0})")]
    Read(#[source] io::Error),
    /// The result could not be kept.
    #[error("the map cannot be written ({0}): is there room on the disk?")]
    Write(#[source] io::Error),
    /// A box without an inside, or off the globe.
    #[error(
        "west {west}, south {south}, east {east}, north {north} is no box on the globe: give degrees, west before east and south before north"
    )]
    NoBox {
        /// The western edge that was given.
        west: f64,
        /// The southern edge that was given.
        south: f64,
        /// The eastern edge that was given.
        east: f64,
        /// The northern edge that was given.
        north: f64,
    },
    /// Something else altogether.
    #[error("this is {what}, not an OpenStreetMap extract (.osm.pbf)")]
    NotAnExtract {
        /// What it looks like.
        what: &'static str,
    },
    /// The file stops too early.
    #[error("the extract ends in the middle of a block, {at} bytes in: it was cut short, fetch it again")]
    CutShort {
        /// Where the block that does not end begins, in bytes.
        at: u64,
    },
    /// The bytes are not what they should be.
    #[error("the extract is damaged in the block {at} bytes in ({reason}): fetch it again")]
    Damaged {
        /// Where the block begins, in bytes.
        at: u64,
        /// What is wrong there.
        reason: &'static str,
    },
    /// A compression that is not read here.
    #[error(
        "the extract is packed with {method}, which is not read here: pack it again with `osmium cat -f pbf in.osm.pbf -o out.osm.pbf`"
    )]
    Packed {
        /// The name of the compression.
        method: &'static str,
    },
    /// A kind of extract that is not read here.
    #[error(
        "the extract needs a reader that knows \"{feature}\": a plain extract without history is wanted (`osmium time-filter in.osh.pbf -o out.osm.pbf` makes one of a history)"
    )]
    Unknown {
        /// What the file says is needed.
        feature: String,
    },
    /// The extract has no street that could be drawn.
    #[error(
        "no street of the extract can be drawn ({lines} lines have no point in it), and a map without streets helps nobody. \
         An extract cut with `osmium extract --strategy complete_ways` has all points; one with locations on its ways \
         (`add-locations-to-ways`) has none, and the ordinary one is wanted (--anyway takes the map as it is)"
    )]
    NoStreets {
        /// Lines of which no point is there.
        lines: usize,
    },
    /// There is nothing of the wanted box in the file.
    #[error("the extract has nothing to draw in the box that is wanted: does it cover the municipality?")]
    Nothing,
    /// It is no map archive, or not one that can be drawn.
    #[error("this cannot be used as a map: {0}")]
    Refused(#[from] Unfit),
    /// A tile could not be written in the tile format.
    #[error("a tile cannot be written ({0})")]
    Draw(#[source] fast_mvt::MvtError),
    /// An archive could not be written.
    #[error("the archive cannot be written ({0})")]
    Archive(#[source] pmtiles::PmtError),
    /// There are more ways than one server keeps at hand.
    #[error("it has more than {most} bends of ways: cut it to the municipality")]
    TooManyWays {
        /// How many bends it may have.
        most: usize,
    },
    /// The box asked for holds too much for one piece.
    #[error(
        "the box touches {tiles} tiles, more than the {most} that are drawn or cut at once: give a smaller box"
    )]
    TooLarge {
        /// How many it touches.
        tiles: u64,
        /// How many it may touch.
        most: u64,
    },
}

impl BasemapError {
    /// Of an archive that is being written.
    pub(super) fn archive(error: pmtiles::PmtError) -> Self {
        match error {
            pmtiles::PmtError::Reading(error) => Self::Write(error),
            error => Self::Archive(error),
        }
    }
}

/// Why an archive is no map for Lykta.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Unfit {
    /// Its bytes do not follow the format.
    #[error("it is a damaged PMTiles archive ({0}): fetch it again")]
    Archive(#[source] pmtiles::PmtError),
    /// It is of an older version of the format.
    #[error(
        "it is a PMTiles archive of version {version}: `pmtiles convert old.pmtiles new.pmtiles` makes one of version 3"
    )]
    OldArchive {
        /// The version that it says it has.
        version: u8,
    },
    /// It holds pictures or something else.
    #[error(
        "its tiles are {kind}, not vector tiles (MVT): fetch a vector basemap (`pmtiles extract` of a daily build of Protomaps)"
    )]
    NotVector {
        /// What they are.
        kind: String,
    },
    /// Its tiles are packed in a way that browsers or Lykta do not read.
    #[error(
        "its tiles are packed with {method}: make them again packed with gzip (`tippecanoe` and Planetiler do so by default)"
    )]
    Packing {
        /// The name of the compression.
        method: String,
    },
    /// Its description is not JSON.
    #[error("its description (metadata) is no JSON object")]
    Metadata,
    /// It has no tiles at all.
    #[error("it has no tiles")]
    Empty,
    /// A tile that the directory names is not in the file.
    #[error("tile {zoom}/{x}/{y} is not whole in the file: it was cut short or damaged, fetch it again")]
    Missing {
        /// Zoom of the tile.
        zoom: u8,
        /// Column of the tile.
        x: u32,
        /// Row of the tile.
        y: u32,
    },
    /// A tile cannot be read.
    #[error("tile {zoom}/{x}/{y} cannot be decoded ({reason}): fetch the file again")]
    Tile {
        /// Zoom of the tile.
        zoom: u8,
        /// Column of the tile.
        x: u32,
        /// Row of the tile.
        y: u32,
        /// What is wrong with it.
        reason: String,
    },
    /// A tile lies outside of the zooms that the archive says it has.
    #[error("it says that it has zooms {min} to {max}, yet has a tile of zoom {zoom}: fetch it again")]
    Zooms {
        /// The coarsest zoom it says it has.
        min: u8,
        /// The finest zoom it says it has.
        max: u8,
        /// The zoom of the tile.
        zoom: u8,
    },
    /// It is too coarse to walk with.
    #[error(
        "its finest zoom is {max}; streets can be told apart from zoom {wanted}: extract it with a higher --maxzoom"
    )]
    Coarse {
        /// The finest zoom it has.
        max: u8,
        /// The finest zoom that is wanted at least.
        wanted: u8,
    },
    /// It was made in another schema.
    #[error(
        "it lacks the layer {layer}: a Protomaps basemap is wanted (`pmtiles extract` of a daily build), it has {found}"
    )]
    Layers {
        /// The layer or layers that are missing.
        layer: &'static str,
        /// Those that it has.
        found: String,
    },
    /// It says that it lies nowhere.
    #[error("it does not say which part of the world it covers")]
    Nowhere,
}
