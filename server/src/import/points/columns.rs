//! Which columns of a table hold the place and the name.
//!
//! Promises: the usual names in Swedish and English are known, however they are spelt; north and east are of one kind.

use geo::Coord;

use super::super::ground::System;
use super::super::report::RowFault;
use super::super::text::{clean_name, parse_number};
use super::PointFields;

/// The fields that hold what a municipality calls a lamp post, the likeliest first.
pub(super) const NAMES: [&str; 16] = [
    "stolpnummer",
    "stolpnr",
    "stolpid",
    "stolpbeteckning",
    "lyktstolpe",
    "armaturid",
    "nummer",
    "nr",
    "littera",
    "beteckning",
    "objektid",
    "ref",
    "name",
    "namn",
    "id",
    "objectid",
];

/// Words for north and for east, in pairs of one kind, the surest first. A `y` may be east in a geodetic table; most
/// rows then say that the axes are swapped.
const KINDS: [(&[&str], &[&str]); 3] = [
    (
        &["lat", "latitude", "latitud", "breddgrad", "bredd", "geolat"],
        &["lon", "lng", "long", "longitude", "longitud", "langdgrad", "langd", "geolon", "geolong"],
    ),
    (
        &[
            "n",
            "north",
            "northing",
            "nord",
            "norr",
            "nordlig",
            "nordkoordinat",
            "nkoordinat",
            "nkoord",
            "koordinatn",
            "koordn",
            "nordvarde",
            "sweref99n",
            "sweref99tmn",
            "swerefn",
            "norrkoordinat",
        ],
        &[
            "e",
            "east",
            "easting",
            "ost",
            "oster",
            "ostlig",
            "ostkoordinat",
            "ekoordinat",
            "ekoord",
            "koordinate",
            "koorde",
            "ostvarde",
            "sweref99e",
            "sweref99tme",
            "swerefe",
            "o",
            "osterkoordinat",
        ],
    ),
    (
        &[
            "y",
            "ykoordinat",
            "ykoord",
            "ycoord",
            "ycoordinate",
            "koordinaty",
            "koordy",
            "pointy",
            "posy",
            "coordy",
        ],
        &[
            "x",
            "xkoordinat",
            "xkoord",
            "xcoord",
            "xcoordinate",
            "koordinatx",
            "koordx",
            "pointx",
            "posx",
            "coordx",
        ],
    ),
];

/// Where name and place stand in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Columns {
    north: usize,
    east: usize,
    name: Option<usize>,
}

impl Columns {
    /// The columns of a header, as asked for or by their names.
    pub(super) fn of(header: &[String], fields: &PointFields) -> Option<Self> {
        let asked = |field: &str| header.iter().position(|column| same(column, field));
        let whole = |word: &&str| header.iter().position(|column| compact(column) == *word);
        let among = |word: &&str| header.iter().position(|column| words(column).iter().any(|it| it == word));
        let by_word =
            |called: &[&str]| called.iter().find_map(whole).or_else(|| called.iter().find_map(among));
        let (north, east) = match (&fields.north, &fields.east) {
            (Some(north), Some(east)) => (asked(north)?, asked(east)?),
            _ => KINDS.iter().find_map(|(north, east)| by_word(north).zip(by_word(east)))?,
        };
        let name = match &fields.name {
            Some(name) => asked(name),
            None => NAMES.iter().find_map(|name| asked(name)),
        };
        (north != east).then_some(Self { north, east, name })
    }

    /// The coordinates of a row, x east.
    pub(super) fn coord(&self, header: &[String], cells: &[String]) -> Result<Coord, RowFault> {
        let cell = |at: usize| cells.get(at).map(String::as_str).unwrap_or_default();
        if cell(self.north).is_empty() && cell(self.east).is_empty() {
            return Err(RowFault::NoPlace);
        }
        let number = |at: usize| {
            parse_number(cell(at)).ok_or_else(|| RowFault::NotANumber {
                column: header.get(at).cloned().unwrap_or_default(),
                value: clean_name(cell(at)),
            })
        };
        Ok(Coord { x: number(self.east)?, y: number(self.north)? })
    }

    pub(super) fn name(&self, cells: &[String]) -> String {
        self.name.and_then(|at| cells.get(at)).map(|text| clean_name(text)).unwrap_or_default()
    }

    /// The coordinate system that the names of the columns say.
    pub(super) fn system(&self, header: &[String]) -> Option<System> {
        system_in(header.get(self.north)?)
    }
}

/// The system that a text names beside other words; a number alone is none.
pub(super) fn system_in(text: &str) -> Option<System> {
    let upper = text.to_uppercase();
    let at = ["SWEREF", "EPSG", "WGS"].iter().find_map(|name| upper.find(name))?;
    System::by_name(upper.get(at..)?.lines().next()?)
}

/// Whether two names are the same to people.
pub(super) fn same(a: &str, b: &str) -> bool {
    compact(a) == compact(b)
}

fn compact(name: &str) -> String {
    words(name).concat()
}

fn words(name: &str) -> Vec<String> {
    let plain = |letter: char| match letter {
        'å' | 'ä' => 'a',
        'ö' => 'o',
        other => other,
    };
    let lower: String = name.to_lowercase().chars().map(plain).collect();
    lower.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty()).map(str::to_owned).collect()
}
