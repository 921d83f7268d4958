//! GeoJSON as it comes: from any program, in any of the usual encodings, as a text sequence, nested, or as a map
//! server's own JSON; the coordinate system is read wherever the file says it.
//!
//! Promises: a file that is no GeoJSON is one clear sentence; one odd feature does not spoil the others; a file that
//! says that it is a part is known as one.

use geo::Coord;
use serde_json::{Map, Value};

use super::ground::System;
use super::text::{decode, parse_number};
use super::{Mended, Refused, esri, lenient};

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
    #[error(
        "this is not GeoJSON: line {line}, column {column} is where it stops being JSON; export it again as GeoJSON \
         (in QGIS: Export → Save Features As… → GeoJSON)"
    )]
    NotJson {
        /// Where it stops being JSON, from 1.
        line: usize,
        /// The same within the line.
        column: usize,
    },
    /// It ends too early.
    #[error("the file ends in the middle, on line {line}: it was cut short; fetch it or export it again")]
    CutShort {
        /// Its last line, from 1.
        line: usize,
    },
    /// Nothing at all.
    #[error("the file is empty: export it again")]
    Empty,
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
         SWEREF 99 TM (EPSG:3006) or a SWEREF 99 zone (EPSG:3007–3018), or say with --crs which of these it really is"
    )]
    UnknownSystem {
        /// What the file calls it.
        name: String,
    },
    /// Coordinates of which nobody can say where they are.
    #[error("{0}")]
    Nowhere(Refused),
    /// A field that was asked for and is in no feature.
    #[error("no feature has a field “{field}”; the fields are {there}")]
    NoSuchField {
        /// What was asked for.
        field: String,
        /// What there is.
        there: String,
    },
}

/// So deep may collections stand in each other.
const MOST_NESTED: usize = 8;

/// A file's features and what is said of all of them.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub(super) features: Vec<Feature>,
    pub(super) system: Option<System>,
    pub(super) notes: Vec<String>,
    /// Why the file is only a part of what was asked for, if it says so.
    pub(super) partial: Option<Partial>,
}

/// What a service's answer says of itself that holds only a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Partial {
    /// How many there are in all, if it says so.
    pub total: Option<u64>,
}

/// A feature, nothing of it checked.
#[derive(Debug, Default)]
pub(super) struct Feature {
    pub(super) properties: Map<String, Value>,
    pub(super) geometry: Option<Value>,
    /// The coordinate system that the feature or its geometry names; its name where it is not known here.
    pub(super) system: Option<Result<System, String>>,
    /// The line that could not be read as a feature.
    pub(super) unreadable: bool,
}

/// The point of a feature, or the first of several.
pub(super) fn point(feature: &Feature) -> Result<Coord, Refused> {
    let geometry = feature.geometry.as_ref().ok_or(Refused::NoGeometry)?;
    let mut one = geometry;
    for _ in 0..MOST_NESTED {
        let is_point = |it: &&Value| matches!(kind(it), "Point" | "MultiPoint" | "GeometryCollection");
        match one.get("geometries").and_then(Value::as_array) {
            Some(parts) => {
                one = parts
                    .iter()
                    .find(is_point)
                    .ok_or(Refused::NotAPoint { found: "GeometryCollection".to_owned() })?;
            }
            None => break,
        }
    }
    let coordinates = one.get("coordinates").unwrap_or(&Value::Null);
    match kind(one) {
        "Point" => coord(coordinates),
        "MultiPoint" => coord(list(coordinates)?.first().ok_or(Refused::NoGeometry)?),
        found => Err(Refused::NotAPoint { found: found.to_owned() }),
    }
}

fn kind(geometry: &Value) -> &str {
    geometry.get("type").and_then(Value::as_str).unwrap_or("nothing")
}

/// Polygons of rings as they stand in the file.
pub(super) type Polygons = Vec<Vec<Vec<Coord>>>;

/// Reads a file. `forced` is the coordinate system that a person says it has.
pub(super) fn read(bytes: &[u8], forced: Option<System>) -> Result<Document, NotAreas> {
    if let Some(what) = other_format(bytes) {
        return Err(NotAreas::OtherFormat { what });
    }
    let decoded = decode(bytes);
    let text = decoded.text.trim_start_matches(['\u{feff}', '\u{1e}']).trim();
    let mut document = Document { notes: decoded.note.into_iter().collect(), ..Document::default() };
    match lenient::values(text)? {
        lenient::Values::One { value, mended } => {
            document.notes.extend(mended);
            let root = object(value)?;
            document.system = if forced.is_some() { None } else { system_of(&root)? };
            document.partial = partial(&root);
            document.collect(root, 0)?;
        }
        lenient::Values::Lines(lines) => {
            document.notes.push("the file has one feature on each line (a GeoJSON text sequence)".to_owned());
            for line in lines {
                match line.map(object) {
                    Some(Ok(root)) => document.collect(root, 0)?,
                    _ => document.features.push(Feature { unreadable: true, ..Feature::default() }),
                }
            }
        }
    }
    if document.features.is_empty() {
        return Err(NotAreas::NoFeatures);
    }
    document.system = forced.or(document.system);
    if forced.is_some() {
        document.features.iter_mut().for_each(|feature| feature.system = None);
    }
    Ok(document)
}

impl Document {
    /// Takes the features of a collection, and of those in it.
    fn collect(&mut self, mut root: Map<String, Value>, depth: usize) -> Result<(), NotAreas> {
        let features = match features(&mut root) {
            Err(_) if depth > 0 => vec![Value::Object(root)],
            other => other?,
        };
        for feature in features {
            match feature {
                Value::Object(nested)
                    if depth < MOST_NESTED && nested.get("features").is_some_and(Value::is_array) =>
                {
                    self.collect(nested, depth + 1)?;
                }
                other => self.features.push(Feature::new(other)),
            }
        }
        Ok(())
    }
}

/// What the answer of a service says that has a limit, be it of `ArcGIS`, WFS or OGC API.
fn partial(root: &Map<String, Value>) -> Option<Partial> {
    let member = |name: &str| root.get(name).or_else(|| root.get("properties")?.get(name));
    let number = |name: &str| match member(name)? {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    let here = root.get("features").and_then(Value::as_array).map_or(0, Vec::len) as u64;
    let total = ["numberMatched", "totalFeatures", "total_count", "numMatched"].into_iter().find_map(number);
    let returned = number("numberReturned").unwrap_or(here).min(here.max(1));
    let exceeded = matches!(member("exceededTransferLimit"), Some(Value::Bool(true)))
        || member("exceededTransferLimit")
            .and_then(Value::as_str)
            .is_some_and(|it| it.eq_ignore_ascii_case("true"));
    let is_next = |link: &Value| link.get("rel").and_then(Value::as_str) == Some("next");
    let goes_on = member("links").and_then(Value::as_array).is_some_and(|links| links.iter().any(is_next));
    let fewer = total.is_some_and(|total| total > returned);
    (exceeded || goes_on || fewer).then_some(Partial { total: total.filter(|total| *total > here) })
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
    const SIGNS: [(&[u8], &str); 7] = [
        (b"PK\x03\x04", "a ZIP archive (perhaps a zipped shapefile or a KMZ)"),
        (b"SQLite format 3", "a database (perhaps a GeoPackage)"),
        (b"\x00\x00\x27\x0a", "a shapefile"),
        (b"%PDF", "a PDF"),
        (b"\x1f\x8b", "a gzip archive"),
        (b"version https://git-lfs", "a pointer of Git LFS (`git lfs pull` fetches the file)"),
        (b"<", "XML (perhaps KML or GML, or a web page)"),
    ];
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    SIGNS.iter().find(|(sign, _)| start.starts_with(sign)).map(|(_, what)| *what)
}

/// The coordinate system that an object names: `crs` of older GeoJSON by name, code or link, `coordRefSys` of JSON-FG,
/// `spatialReference` of a map server. Newer GeoJSON has none and means WGS 84.
fn system_of(object: &Map<String, Value>) -> Result<Option<System>, NotAreas> {
    system_named(object).transpose().map_err(|name| NotAreas::UnknownSystem { name })
}

fn system_named(object: &Map<String, Value>) -> Option<Result<System, String>> {
    let said = ["crs", "coordRefSys", "spatialReference"]
        .iter()
        .find_map(|it| object.get(*it).filter(|it| !it.is_null()))?;
    let name = name_of_system(said);
    Some(System::by_name(&name).ok_or(name))
}

fn name_of_system(said: &Value) -> String {
    let properties = said.get("properties").unwrap_or(said);
    let text = |name: &str| properties.get(name).and_then(Value::as_str).map(str::to_owned);
    let code = |name: &str| {
        let code = properties.get(name).filter(|it| it.is_number() || it.is_string())?;
        Some(format!("EPSG:{}", code.to_string().trim_matches('"')))
    };
    // A compound system is a list; the place comes first.
    if let Value::Array(parts) = said {
        return parts.first().map(name_of_system).unwrap_or_default();
    }
    let projjson = said
        .get("id")
        .and_then(|id| id.get("code"))
        .map(|code| format!("EPSG:{}", code.to_string().trim_matches('"')));
    said.as_str()
        .map(str::to_owned)
        .or_else(|| text("name"))
        .or_else(|| text("href"))
        .or_else(|| code("code"))
        .or_else(|| code("latestWkid"))
        .or_else(|| code("wkid"))
        .or(projjson)
        .or_else(|| text("wkt"))
        .unwrap_or_else(|| said.to_string())
}

fn features(root: &mut Map<String, Value>) -> Result<Vec<Value>, NotAreas> {
    let found = root.get("type").cloned().unwrap_or(Value::Null);
    match found.as_str() {
        Some("FeatureCollection") => match root.remove("features") {
            Some(Value::Array(features)) => Ok(features),
            _ => Ok(Vec::new()),
        },
        None if esri::is_esri(root) => Ok(esri::features(root)),
        Some("Feature") => Ok(vec![Value::Object(std::mem::take(root))]),
        Some(
            "Polygon" | "MultiPolygon" | "GeometryCollection" | "Point" | "MultiPoint" | "LineString"
            | "MultiLineString",
        ) => Ok(vec![serde_json::json!({ "geometry": std::mem::take(root) })]),
        Some(other) => Err(NotAreas::OtherJson { found: format!("“{other}”") }),
        None => Err(NotAreas::OtherJson { found: "missing".to_owned() }),
    }
}

impl Feature {
    fn new(mut value: Value) -> Self {
        let own = value.as_object().and_then(system_named);
        let mut taken = |name: &str| value.get_mut(name).map(Value::take).filter(|it| !it.is_null());
        // JSON with a `place` has its coordinates there, and in `geometry` in WGS 84 if at all.
        let geometry = taken("geometry").or_else(|| taken("place"));
        let mut properties = match taken("properties") {
            Some(Value::Object(properties)) => properties,
            _ => Map::new(),
        };
        if let Some(id) = taken("id") {
            properties.entry("id").or_insert(id);
        }
        let of_geometry = geometry.as_ref().and_then(Value::as_object).and_then(system_named);
        Self { properties, geometry, system: of_geometry.or(own), unreadable: false }
    }

    /// The system that its coordinates are in, given that of the file.
    pub(super) fn system(&self, of_file: Option<System>) -> Result<Option<System>, Refused> {
        match &self.system {
            None => Ok(of_file),
            Some(Ok(system)) => Ok(Some(*system)),
            Some(Err(name)) => Err(Refused::UnknownSystem { name: name.clone() }),
        }
    }
}

/// The polygons of a feature, and how many other shapes stand with them.
pub(super) fn polygons(feature: &Feature) -> Result<(Polygons, Option<Mended>), Refused> {
    if feature.unreadable {
        return Err(Refused::Unreadable);
    }
    let geometry = feature.geometry.as_ref().ok_or(Refused::NoGeometry)?;
    let (mut polygons, mut others) = (Vec::new(), 0);
    parts(geometry, &mut polygons, &mut others, 0)?;
    if polygons.is_empty() && others > 0 {
        return Err(Refused::NotAPolygon { found: kind(geometry).to_owned() });
    }
    let empty = polygons.iter().all(|rings: &Vec<Vec<Coord>>| rings.iter().all(Vec::is_empty));
    let mended = (others > 0).then_some(Mended::OtherShapes { count: others });
    if empty { Err(Refused::NoGeometry) } else { Ok((polygons, mended)) }
}

fn parts(geometry: &Value, polygons: &mut Polygons, others: &mut usize, depth: usize) -> Result<(), Refused> {
    let coordinates = geometry.get("coordinates").unwrap_or(&Value::Null);
    match kind(geometry) {
        "Polygon" => polygons.push(polygon(coordinates)?),
        "MultiPolygon" => {
            for rings in list(coordinates)? {
                polygons.push(polygon(rings)?);
            }
        }
        "GeometryCollection" if depth < MOST_NESTED => {
            for part in geometry.get("geometries").and_then(Value::as_array).into_iter().flatten() {
                parts(part, polygons, others, depth + 1)?;
            }
        }
        _ => *others += 1,
    }
    Ok(())
}

fn list(value: &Value) -> Result<&[Value], Refused> {
    value.as_array().map(Vec::as_slice).ok_or(Refused::BadCoordinates)
}

fn polygon(value: &Value) -> Result<Vec<Vec<Coord>>, Refused> {
    list(value)?.iter().map(|ring| list(ring)?.iter().map(coord).collect()).collect()
}

/// A position; a height, if any, is left.
fn coord(value: &Value) -> Result<Coord, Refused> {
    let number = |value: &Value| match value {
        Value::String(text) => parse_number(text).ok_or(Refused::BadCoordinates),
        other => other.as_f64().ok_or(Refused::BadCoordinates),
    };
    match list(value)? {
        [x, y, ..] => Ok(Coord { x: number(x)?, y: number(y)? }),
        [] => Err(Refused::NoGeometry),
        [_] => Err(Refused::BadCoordinates),
    }
}

/// The first position of a feature, whatever its shape: enough to tell which system a file is in.
pub(super) fn first_coord(feature: &Feature) -> Option<Coord> {
    let geometry = feature.geometry.as_ref()?;
    let mut at =
        geometry.get("coordinates").or_else(|| geometry.get("geometries")?.get(0)?.get("coordinates"))?;
    while at.get(0).is_some_and(Value::is_array) {
        at = at.get(0)?;
    }
    coord(at).ok()
}
