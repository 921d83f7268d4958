//! The municipality's own things that stand outdoors, from GeoJSON points or a table with coordinates.
//!
//! Promises: reading is pure; all coordinates of a file are read in one way (WGS 84 or SWEREF 99); what has no place is
//! counted, never guessed; importing the same file again gives the same names.

use std::collections::BTreeSet;

use geo::Coord;
use serde_json::Value;

use super::ground::{self, System};
use super::{Mended, NotAreas, Refused, document};
use crate::store::Asset;
use shared::geo::Position;

/// The fields that hold what a municipality calls a lamp post, the likeliest first.
const NAMES: [&str; 8] = ["stolpnummer", "stolpnr", "nummer", "littera", "objektid", "ref", "name", "id"];
const NORTH: [&str; 6] = ["lat", "latitude", "latitud", "n", "north", "y"];
const EAST: [&str; 8] = ["lon", "lng", "long", "longitude", "longitud", "e", "east", "x"];

/// Why nothing was taken from a file.
#[derive(Debug, thiserror::Error)]
pub enum NotPoints {
    /// It is no GeoJSON either.
    #[error(transparent)]
    NotGeoJson(#[from] NotAreas),
    /// A broken table.
    #[error("the table cannot be read: {0}")]
    NotATable(#[from] csv::Error),
    /// A table without coordinates.
    #[error(
        "the table has no columns for the place: name them lat and lon, or N and E (the columns are {there})"
    )]
    NoColumns {
        /// The columns there are.
        there: String,
    },
    /// Coordinates in no known system.
    #[error("{0}")]
    Nowhere(Refused),
    /// Nothing in it stands anywhere.
    #[error("nothing in it has a place: points are expected")]
    NoPoints,
}

/// What a file held.
#[derive(Debug)]
pub struct Points {
    /// The things, each with a name of its own.
    pub assets: Vec<Asset>,
    /// How many had no place.
    pub without_place: usize,
    /// How the coordinates were read, where that is worth telling.
    pub mended: Vec<Mended>,
}

/// Reads GeoJSON, or a table with a header.
pub fn read(bytes: &[u8]) -> Result<Points, NotPoints> {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if start.first().is_some_and(|byte| b"{[".contains(byte)) { of_geojson(bytes) } else { of_table(start) }
}

fn of_geojson(bytes: &[u8]) -> Result<Points, NotPoints> {
    let read = document::read(bytes)?;
    let named = |feature: &document::Feature| {
        let field = NAMES
            .iter()
            .find_map(|name| feature.properties.iter().find(|it| it.0.eq_ignore_ascii_case(name)));
        match field.map(|field| field.1) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        }
    };
    let all = read.features.iter().map(|feature| (named(feature), document::point(feature))).collect();
    placed(all, read.system)
}

fn of_table(bytes: &[u8]) -> Result<Points, NotPoints> {
    let text = String::from_utf8_lossy(bytes);
    let header = text.lines().next().unwrap_or_default();
    let most =
        [b';', b'\t', b','].into_iter().max_by_key(|it| header.bytes().filter(|byte| byte == it).count());
    let mut table =
        csv::ReaderBuilder::new().delimiter(most.unwrap_or(b',')).flexible(true).from_reader(bytes);
    let columns = table.headers()?.clone();
    let column = |names: &[&str]| {
        names
            .iter()
            .find_map(|name| columns.iter().position(|column| column.trim().eq_ignore_ascii_case(name)))
    };
    let (Some(north), Some(east)) = (column(&NORTH), column(&EAST)) else {
        return Err(NotPoints::NoColumns { there: columns.iter().collect::<Vec<_>>().join(", ") });
    };
    let mut all = Vec::new();
    for row in table.records() {
        let row = row?;
        let number = |at: usize| row.get(at)?.trim().replace(',', ".").parse().ok();
        let name = column(&NAMES).and_then(|at| row.get(at)).unwrap_or_default().to_owned();
        all.push((name, number(east).zip(number(north)).map(|(x, y)| Coord { x, y })));
    }
    placed(all, None)
}

fn placed(all: Vec<(String, Option<Coord>)>, said: Option<System>) -> Result<Points, NotPoints> {
    let total = all.len();
    let there: Vec<(String, Coord)> =
        all.into_iter().filter_map(|(name, coord)| Some((name, coord?))).collect();
    if there.is_empty() {
        return Err(NotPoints::NoPoints);
    }
    let coords = vec![vec![there.iter().map(|it| it.1).collect()]];
    let (coords, mended) = ground::in_degrees(coords, said).map_err(NotPoints::Nowhere)?;
    let mut names = BTreeSet::new();
    let mut assets = Vec::new();
    for ((name, _), coord) in there.into_iter().zip(coords.into_iter().flatten().flatten()) {
        let Ok(position) = Position::new(coord.y, coord.x) else { continue };
        assets.push(Asset { name: own_name(&mut names, name.trim(), position), position });
    }
    Ok(Points { without_place: total - assets.len(), assets, mended })
}

/// A name that no other has: without one, the place is the name.
fn own_name(names: &mut BTreeSet<String>, said: &str, position: Position) -> String {
    let place = format!("{:.6},{:.6}", position.lat(), position.lon());
    let wanted = if said.is_empty() { place.clone() } else { said.to_owned() };
    let name = if names.contains(&wanted) { format!("{wanted} ({place})") } else { wanted };
    names.insert(name.clone());
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(file: &str, expected: &[(&str, f64, f64)]) -> Points {
        let points = read(file.as_bytes()).unwrap();
        let found: Vec<_> = points.assets.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(found, expected.iter().map(|it| it.0).collect::<Vec<_>>());
        for (asset, (_, lat, lon)) in points.assets.iter().zip(expected) {
            let (north, east) = (asset.position.lat() - lat, asset.position.lon() - lon);
            assert!(north.abs() < 2e-6 && east.abs() < 2e-6, "{asset:?}");
        }
        points
    }

    #[test]
    fn lamps_come_from_geojson_and_from_tables_in_degrees_or_sweref() {
        check(
            r#"{"type":"FeatureCollection","features":[
                {"type":"Feature","properties":{"Stolpnummer":"B 17"},"geometry":{"type":"Point","coordinates":[22.137,65.617]}},
                {"type":"Feature","properties":{"nummer":18},"geometry":{"type":"Point","coordinates":[22.138,65.617]}}]}"#,
            &[("B 17", 65.617, 22.137), ("18", 65.617, 22.138)],
        );
        let swedish =
            check("\u{feff}nummer;N;E\n17;7295871,724740;828213,105876\n", &[("17", 65.617, 22.137)]);
        assert!(swedish.mended.iter().any(|it| it.to_string().contains("SWEREF 99 TM")));
    }

    #[test]
    fn what_has_no_place_is_counted_and_what_has_no_name_is_called_by_its_place() {
        let points = check(
            "id,lat,lon\n,65.617,22.137\n7,,\n8,65.6,22.1\n8,65.7,22.2\n",
            &[
                ("65.617000,22.137000", 65.617, 22.137),
                ("8", 65.6, 22.1),
                ("8 (65.700000,22.200000)", 65.7, 22.2),
            ],
        );
        assert_eq!(points.without_place, 1);
    }

    #[test]
    fn a_file_without_points_is_refused_with_a_sentence() {
        let why = |file: &str| read(file.as_bytes()).unwrap_err().to_string();
        assert!(why("a,b\n1,2\n").contains("the columns are a, b"));
        assert!(why("lat,lon\n,\n").contains("nothing in it has a place"));
        assert!(why("lat,lon\n1e9,1e9\n").contains("1000000000"), "{}", why("lat,lon\n1e9,1e9\n"));
        assert!(why("{").contains("not GeoJSON"));
    }
}
