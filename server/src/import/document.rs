//! GeoJSON as it comes: from any program, in any of the usual encodings, with a `crs` member or without.
//!
//! Promises: a file that is no GeoJSON is one clear sentence; one odd feature does not spoil the others.

use geo::Coord;
use serde_json::{Map, Value};

use super::Refused;
use super::ground::System;

/// A file that no areas can be taken from.
#[derive(Debug, thiserror::Error)]
pub enum NotAreas {
    /// Something else altogether.
    #[error(
        "this is {what}, not GeoJSON: export it as GeoJSON (in QGIS: Export → Save Features As… → GeoJSON)"
    )]
    OtherFormat {
        /// What it looks like.
        what: &'static str,
    },
    /// Broken, or no JSON at all.
    #[error("this is not GeoJSON: {0}")]
    NotJson(#[from] serde_json::Error),
    /// JSON of another kind.
    #[error(
        "this is JSON but not GeoJSON: a FeatureCollection, a Feature, a Polygon or a MultiPolygon is expected, \
         and its type is {found}"
    )]
    OtherJson {
        /// Its `type`.
        found: String,
    },
    /// No features.
    #[error("there are no features in this file")]
    NoFeatures,
    /// A coordinate system that is not known here.
    #[error(
        "its coordinate system is “{name}”, which is not known here: export it as WGS 84 (EPSG:4326), \
         SWEREF 99 TM (EPSG:3006) or a SWEREF 99 zone (EPSG:3007–3018)"
    )]
    UnknownSystem {
        /// What the file calls it.
        name: String,
    },
    /// A field that was asked for and is in no feature.
    #[error("no feature has a field “{field}”; the fields are {there}")]
    NoSuchField {
        /// What was asked for.
        field: String,
        /// What there is.
        there: String,
    },
}

/// A file's features and what is said of all of them.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) features: Vec<Feature>,
    pub(super) system: Option<System>,
    pub(super) notes: Vec<String>,
}

/// A feature, nothing of it checked.
#[derive(Debug)]
pub(super) struct Feature {
    pub(super) properties: Map<String, Value>,
    geometry: Option<Value>,
}

/// The point of a feature, or the first of several.
pub(super) fn point(feature: &Feature) -> Option<Coord> {
    let mut coordinates = feature.geometry.as_ref()?.get("coordinates")?;
    while let Some(Value::Array(_)) = coordinates.get(0) {
        coordinates = coordinates.get(0)?;
    }
    Some(Coord { x: coordinates.get(0)?.as_f64()?, y: coordinates.get(1)?.as_f64()? })
}

/// Polygons of rings as they stand in the file.
pub(super) type Polygons = Vec<Vec<Vec<Coord>>>;

pub(super) fn read(bytes: &[u8]) -> Result<Document, NotAreas> {
    if let Some(what) = other_format(bytes) {
        return Err(NotAreas::OtherFormat { what });
    }
    let (text, note) = decode(bytes);
    let mut root: Map<String, Value> = object(serde_json::from_str(text.trim_start_matches('\u{feff}'))?)?;
    let system = system_of(&root)?;
    let features = features(&mut root)?;
    if features.is_empty() {
        return Err(NotAreas::NoFeatures);
    }
    Ok(Document { features, system, notes: note.into_iter().collect() })
}

fn object(value: Value) -> Result<Map<String, Value>, NotAreas> {
    match value {
        Value::Object(object) => Ok(object),
        Value::Array(_) => Err(NotAreas::OtherJson { found: "missing (it is a list)".to_owned() }),
        _ => Err(NotAreas::OtherJson { found: "missing".to_owned() }),
    }
}

/// What a file is that certainly is no GeoJSON, by its first bytes.
fn other_format(bytes: &[u8]) -> Option<&'static str> {
    const SIGNS: [(&[u8], &str); 6] = [
        (b"PK\x03\x04", "a ZIP archive (perhaps a zipped shapefile or a KMZ)"),
        (b"SQLite format 3", "a database (perhaps a GeoPackage)"),
        (b"\x00\x00\x27\x0a", "a shapefile"),
        (b"%PDF", "a PDF"),
        (b"\x1f\x8b", "a gzip archive"),
        (b"<", "XML (perhaps KML or GML, or a web page)"),
    ];
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    SIGNS.iter().find(|(sign, _)| start.starts_with(sign)).map(|(_, what)| *what)
}

/// The text, in UTF-8 as the standard says, or in what older Swedish programs write.
fn decode(bytes: &[u8]) -> (String, Option<String>) {
    if let [0xff, 0xfe, rest @ ..] = bytes {
        let units: Vec<u16> =
            rest.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        return (
            String::from_utf16_lossy(&units),
            Some("the file is in UTF-16 and was read as such".to_owned()),
        );
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), None);
    }
    let note = "the file is not in UTF-8; it was read as Latin-1: check å, ä and ö in the names";
    (bytes.iter().copied().map(char::from).collect(), Some(note.to_owned()))
}

/// The `crs` member of older GeoJSON; newer has none and means WGS 84.
fn system_of(root: &Map<String, Value>) -> Result<Option<System>, NotAreas> {
    let Some(crs) = root.get("crs").filter(|crs| !crs.is_null()) else { return Ok(None) };
    let properties = crs.get("properties").unwrap_or(crs);
    let name = match (properties.get("name"), properties.get("code")) {
        (Some(Value::String(name)), _) => name.clone(),
        (_, Some(code)) => format!("EPSG:{}", code.to_string().trim_matches('"')),
        _ => crs.to_string(),
    };
    System::by_name(&name).map(Some).ok_or(NotAreas::UnknownSystem { name })
}

fn features(root: &mut Map<String, Value>) -> Result<Vec<Feature>, NotAreas> {
    let found = root.get("type").cloned().unwrap_or(Value::Null);
    match found.as_str() {
        Some("FeatureCollection") => {
            let Some(Value::Array(features)) = root.remove("features") else { return Ok(Vec::new()) };
            Ok(features.into_iter().map(Feature::new).collect())
        }
        Some("Feature") => Ok(vec![Feature::new(Value::Object(std::mem::take(root)))]),
        Some("Polygon" | "MultiPolygon" | "GeometryCollection" | "Point" | "LineString") => {
            let geometry = Some(Value::Object(std::mem::take(root)));
            Ok(vec![Feature { properties: Map::new(), geometry }])
        }
        Some(other) => Err(NotAreas::OtherJson { found: format!("“{other}”") }),
        None => Err(NotAreas::OtherJson { found: "missing".to_owned() }),
    }
}

impl Feature {
    fn new(mut value: Value) -> Self {
        let geometry = value.get_mut("geometry").map(Value::take).filter(|geometry| !geometry.is_null());
        let mut properties = match value.get_mut("properties").map(Value::take) {
            Some(Value::Object(properties)) => properties,
            _ => Map::new(),
        };
        if let Some(id) = value.get_mut("id").map(Value::take) {
            properties.entry("id").or_insert(id);
        }
        Self { properties, geometry }
    }
}

/// The polygons of a feature.
pub(super) fn polygons(feature: &Feature) -> Result<Polygons, Refused> {
    let geometry = feature.geometry.as_ref().ok_or(Refused::NoGeometry)?;
    let kind = geometry.get("type").and_then(Value::as_str).unwrap_or("nothing");
    let coordinates = geometry.get("coordinates").unwrap_or(&Value::Null);
    let polygons = match kind {
        "Polygon" => vec![polygon(coordinates)?],
        "MultiPolygon" => list(coordinates)?.iter().map(polygon).collect::<Result<_, _>>()?,
        _ => return Err(Refused::NotAPolygon { found: kind.to_owned() }),
    };
    let empty = polygons.iter().all(|rings| rings.iter().all(Vec::is_empty));
    if empty { Err(Refused::NoGeometry) } else { Ok(polygons) }
}

fn list(value: &Value) -> Result<&[Value], Refused> {
    value.as_array().map(Vec::as_slice).ok_or(Refused::BadCoordinates)
}

fn polygon(value: &Value) -> Result<Vec<Vec<Coord>>, Refused> {
    list(value)?.iter().map(|ring| list(ring)?.iter().map(coord).collect()).collect()
}

/// A position; a height, if any, is left.
fn coord(value: &Value) -> Result<Coord, Refused> {
    match list(value)? {
        [x, y, ..] => {
            let number = |value: &Value| value.as_f64().ok_or(Refused::BadCoordinates);
            Ok(Coord { x: number(x)?, y: number(y)? })
        }
        _ => Err(Refused::BadCoordinates),
    }
}
