//! The municipality's own points outdoors, such as lamp posts, from GeoJSON points or a table with coordinates.
//!
//! Promises: reading is pure; rows are judged singly, and whatever is left out is listed with its line or feature and the
//! reason; most rows of a file say how its coordinates are read; importing the same file again gives the same names.

use std::collections::{BTreeMap, BTreeSet};

use geo::Coord;
use serde_json::Value;

use super::command::MOST_SHOWN;
use super::document::{self, Partial};
use super::ground::{self, System};
use super::report::{LeftOut, RowFault, RowPlace};
use super::text::{clean_name, decode};
use super::{Coordinates, Mended, NotAreas, Refused, inferred_note};
use crate::store::Asset;
use columns::Columns;
use shared::geo::Position;
use shared::wire::{Imported, ImportedRow};

mod columns;

/// A point that lies farther than this from the middle of all is a typing error, in kilometres: no municipality is
/// larger.
const FARTHEST_KM: f64 = 300.0;

/// Why nothing was taken from a file.
#[derive(Debug, thiserror::Error)]
pub enum NotPoints {
    /// It is no GeoJSON either.
    #[error(transparent)]
    NotGeoJson(#[from] NotAreas),
    /// Nothing at all.
    #[error("the file is empty: export it again")]
    Empty,
    /// A web page or something else.
    #[error("this is {what}, not a table: export the register as CSV or GeoJSON")]
    OtherFormat {
        /// What it looks like.
        what: &'static str,
    },
    /// A table without coordinates.
    #[error(
        "the table has no columns for the place: name them lat and lon, or N and E, or say which they are with \
         --north-field and --east-field (the columns are {there})"
    )]
    NoColumns {
        /// The columns there are.
        there: String,
    },
    /// A header and no more.
    #[error("the table has a header and no rows: export it again")]
    NoRows,
    /// Coordinates in no known system.
    #[error("{0}")]
    Nowhere(Refused),
    /// Nothing in it stands anywhere.
    #[error("nothing in it has a place: points are expected{}", first_of(.left_out))]
    NoPoints {
        /// Why not, row by row.
        left_out: Vec<LeftOut>,
    },
}

fn first_of(left_out: &[LeftOut]) -> String {
    left_out.first().map(|first| format!(" ({first})")).unwrap_or_default()
}

/// Which columns or properties to use; without them they are guessed.
#[derive(Debug, Clone, Default)]
pub struct PointFields {
    /// Holds the name.
    pub name: Option<String>,
    /// Holds degrees or metres north.
    pub north: Option<String>,
    /// Holds degrees or metres east.
    pub east: Option<String>,
}

/// What a file held.
#[derive(Debug)]
pub struct Points {
    /// The points, each with a name of its own.
    pub assets: Vec<Asset>,
    /// What was left out, in the order of the file.
    pub left_out: Vec<LeftOut>,
    /// How the coordinates were read, where that is worth telling.
    pub mended: Vec<Mended>,
    /// What concerns the whole file.
    pub notes: Vec<String>,
    /// What the file says of itself, if it is only a part.
    pub partial: Option<Partial>,
}

/// Why points do not replace those that are in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotReplaced {
    /// The file says so itself.
    #[error(
        "the file says that it holds only a part{}: the service has a limit. Ask it for all, page by page (--anyway \
         replaces what is here all the same)", of_total(.0)
    )]
    Partial(Partial),
    /// It seems to be damaged.
    #[error(
        "{left_out} of its {rows} rows had to be left out, so that the file seems to be damaged (--anyway replaces what \
         is here by the rest)"
    )]
    MostLeftOut {
        /// How many.
        left_out: usize,
        /// Of how many.
        rows: usize,
    },
    /// It has much less than what is here.
    #[error(
        "it has {found}, and {there} are here: perhaps it is one district only (--anyway replaces those that are here)"
    )]
    FarFewer {
        /// How many it has.
        found: usize,
        /// How many are in use.
        there: u64,
    },
}

fn of_total(partial: &Partial) -> String {
    partial.total.map(|total| format!(" of {total}")).unwrap_or_default()
}

impl Points {
    /// Whether they may replace so many that are in use.
    pub fn check(&self, there: u64) -> Result<(), NotReplaced> {
        if let Some(partial) = self.partial {
            return Err(NotReplaced::Partial(partial));
        }
        let (found, left_out) = (self.assets.len(), self.left_out.len());
        if there > 0 && left_out > found {
            return Err(NotReplaced::MostLeftOut { left_out, rows: found + left_out });
        }
        if (found as u64) * 2 < there {
            return Err(NotReplaced::FarFewer { found, there });
        }
        Ok(())
    }

    /// This as an import that the desk shows; the store counts what is new.
    pub(crate) fn imported(&self, file: &str) -> Imported {
        let row = |row: &LeftOut| {
            let (line, feature) = match row.place {
                RowPlace::Line(line) => (Some(line as u64), None),
                RowPlace::Feature(number) => (None, Some(number as u64)),
            };
            ImportedRow { line, feature, name: row.name.clone(), reason: row.fault.to_string() }
        };
        let notes = self.notes.iter().cloned().chain(self.mended.iter().map(ToString::to_string));
        Imported {
            file: file.to_owned(),
            left_out: self.left_out.len() as u64,
            rows: self.left_out.iter().take(MOST_SHOWN).map(row).collect(),
            notes: notes.collect(),
            ..Imported::default()
        }
    }
}

/// A row before its coordinates are read.
struct Row {
    place: RowPlace,
    name: String,
    coord: Result<Coord, RowFault>,
}

/// What a file says of all its rows.
#[derive(Default)]
struct File {
    rows: Vec<Row>,
    system: Option<System>,
    notes: Vec<String>,
    partial: Option<Partial>,
}

/// Reads GeoJSON, or a table with a header.
pub fn read(bytes: &[u8], fields: &PointFields, coordinates: Coordinates) -> Result<Points, NotPoints> {
    let decoded = decode(bytes);
    let start = decoded.text.trim_start_matches('\u{feff}').trim_start();
    if start.is_empty() {
        return Err(NotPoints::Empty);
    }
    if let Some(what) = other_format(start) {
        return Err(NotPoints::OtherFormat { what });
    }
    let mut file = if start.starts_with(['{', '[', '\u{1e}']) {
        of_geojson(bytes, fields, coordinates.system)?
    } else {
        of_table(decoded.text.trim_start_matches('\u{feff}'), fields)?
    };
    file.notes.extend(decoded.note.filter(|note| !file.notes.contains(note)).into_iter().collect::<Vec<_>>());
    file.system = coordinates.system.or(file.system);
    placed(file, coordinates)
}

fn other_format(start: &str) -> Option<&'static str> {
    const SIGNS: [(&str, &str); 6] = [
        ("<", "a web page or XML"),
        ("PK", "a ZIP archive or an Excel workbook"),
        ("%PDF", "a PDF"),
        ("SQLite format 3", "a database (perhaps a GeoPackage)"),
        ("version https://git-lfs", "a pointer of Git LFS (`git lfs pull` fetches the file)"),
        ("\u{1f}", "a gzip archive"),
    ];
    SIGNS.iter().find(|(sign, _)| start.starts_with(sign)).map(|(_, what)| *what)
}

fn of_geojson(bytes: &[u8], fields: &PointFields, forced: Option<System>) -> Result<File, NotPoints> {
    let read = document::read(bytes, forced)?;
    let of_file = read.system;
    // A feature with a system of its own is read by it; the others by that of the file.
    let common = read.features.iter().find_map(|feature| match feature.system {
        Some(Ok(system)) => Some(system),
        _ => None,
    });
    let row = |(at, feature): (usize, &document::Feature)| Row {
        place: RowPlace::Feature(at + 1),
        name: name_of(feature, fields),
        coord: feature
            .system(of_file)
            .and_then(
                |_| if feature.unreadable { Err(Refused::Unreadable) } else { document::point(feature) },
            )
            .map_err(fault),
    };
    let rows = read.features.iter().enumerate().map(row).collect();
    Ok(File { rows, system: of_file.or(common), notes: read.notes, partial: read.partial })
}

fn fault(refused: Refused) -> RowFault {
    match refused {
        Refused::NoGeometry => RowFault::NoPlace,
        refused => RowFault::Refused { refused },
    }
}

fn name_of(feature: &document::Feature, fields: &PointFields) -> String {
    let named = |name: &str| feature.properties.iter().find(|it| columns::same(it.0, name)).map(|it| it.1);
    let field = match &fields.name {
        Some(name) => named(name),
        None => columns::NAMES.iter().find_map(|name| named(name)),
    };
    match field {
        Some(Value::String(text)) => clean_name(text),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

fn of_table(text: &str, fields: &PointFields) -> Result<File, NotPoints> {
    let is_header = |cells: &[String]| Columns::of(cells, fields).is_some();
    let looks_whole = |header: &[String], cells: &[String]| {
        let columns = Columns::of(header, fields);
        cells.len() == header.len() && columns.is_some_and(|it| it.coord(header, cells).is_ok())
    };
    let table = super::table::read(text, is_header, looks_whole)
        .map_err(|there| NotPoints::NoColumns { there: there.join(", ") })?;
    let Some(columns) = Columns::of(&table.header, fields) else { return Err(NotPoints::NoRows) };
    if table.rows.is_empty() {
        return Err(NotPoints::NoRows);
    }
    let header = &table.header;
    let row = |row: super::table::Row| {
        let filled = row.cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        let coord = if row.open_quote {
            Err(RowFault::OpenQuote)
        } else if filled > header.len() {
            Err(RowFault::TooManyCells { found: filled, expected: header.len() })
        } else {
            columns.coord(header, &row.cells)
        };
        Row { place: RowPlace::Line(row.line), name: columns.name(&row.cells), coord }
    };
    let system = columns.system(header).or_else(|| columns::system_in(&table.preamble));
    Ok(File { rows: table.rows.into_iter().map(row).collect(), system, ..File::default() })
}

fn placed(file: File, coordinates: Coordinates) -> Result<Points, NotPoints> {
    let coords: Vec<Coord> = file.rows.iter().filter_map(|row| row.coord.clone().ok()).collect();
    let mut notes = file.notes;
    let mut system = file.system;
    if system.is_none() {
        let inferred = ground::infer(&coords, coordinates.areas.as_ref()).map_err(NotPoints::Nowhere)?;
        notes.extend(inferred.map(inferred_note));
        system = inferred;
    }
    let (degrees, mended) = if coords.is_empty() {
        (Vec::new(), Vec::new())
    } else {
        ground::points_in_degrees(&coords, system).map_err(NotPoints::Nowhere)?
    };
    let positions: Vec<Result<Position, RowFault>> = degrees
        .into_iter()
        .zip(&coords)
        .map(|(coord, said)| {
            let off = |_| RowFault::OtherSystem { x: said.x, y: said.y };
            coord.and_then(|coord| Position::new(coord.y, coord.x).map_err(off))
        })
        .collect();
    let middle = middle(positions.iter().flatten());
    let mut positions = positions.into_iter().map(|position| position.and_then(|it| near(it, middle)));
    let (mut names, mut assets, mut left_out) = (Names::default(), Vec::new(), Vec::new());
    for row in file.rows {
        let judged = row.coord.and_then(|_| positions.next().unwrap_or(Err(RowFault::NoPlace)));
        match judged {
            Ok(position) => assets.push(Asset { name: names.own(&row.name, position), position }),
            Err(fault) => left_out.push(LeftOut { place: row.place, name: row.name, fault }),
        }
    }
    if assets.is_empty() {
        return Err(NotPoints::NoPoints { left_out });
    }
    Ok(Points { assets, left_out, mended, notes, partial: file.partial })
}

/// The middle of most of the points: the median of each axis, which a few wrong ones do not move.
fn middle<'a>(positions: impl Iterator<Item = &'a Position>) -> Option<Position> {
    let (mut lats, mut lons): (Vec<f64>, Vec<f64>) = positions.map(|it| (it.lat(), it.lon())).unzip();
    lats.sort_by(f64::total_cmp);
    lons.sort_by(f64::total_cmp);
    Position::new(*lats.get(lats.len() / 2)?, *lons.get(lons.len() / 2)?).ok()
}

fn near(position: Position, middle: Option<Position>) -> Result<Position, RowFault> {
    let kilometres = middle.map_or(0.0, |middle| middle.distance_m(position) / 1_000.0);
    if kilometres > FARTHEST_KM { Err(RowFault::FarAway { kilometres }) } else { Ok(position) }
}

/// Names that are taken, and how often.
#[derive(Default)]
struct Names {
    taken: BTreeSet<String>,
    again: BTreeMap<String, usize>,
}

impl Names {
    /// A name that no other has: without one, the place is the name.
    fn own(&mut self, said: &str, position: Position) -> String {
        let place = format!("{:.6},{:.6}", position.lat(), position.lon());
        let wanted = if said.is_empty() { place.clone() } else { said.to_owned() };
        let mut name = wanted.clone();
        while !self.taken.insert(name.clone()) {
            let again = self.again.entry(format!("{wanted} ({place})")).or_insert(0);
            *again += 1;
            name = if *again == 1 {
                format!("{wanted} ({place})")
            } else {
                format!("{wanted} ({place}) {again}")
            };
        }
        name
    }
}

#[cfg(test)]
mod tests;
