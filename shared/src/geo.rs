//! Where: positions, fixes, places and areas, in WGS 84 degrees; lengths in metres.
//!
//! Promises: a [`Position`] lies on the globe; distances are measured on the sphere, never in degrees.

mod areas;
mod bearing;
mod plane;

pub use areas::AreaIndex;
pub use bearing::{Direction, bearing_deg, bearing_of, direction};
pub use plane::{Metres, Plane, apart_m};

use std::fmt;

use geo::coordinate_position::{CoordPos, CoordinatePosition};
use geo::{Distance, Haversine, MultiPolygon, Point};
use serde::{Deserialize, Serialize};

use crate::id::AreaId;

/// A pin that a person set by hand is trusted to this many metres.
pub const PIN_ACCURACY_M: f64 = 10.0;

/// A point on the globe, WGS 84 (EPSG:4326). Kept to 6 decimals (about 0.1 m), which no phone outdoes, as whole numbers:
/// a server holds millions.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Degrees", into = "Degrees")]
pub struct Position {
    lat_millionths: i32,
    lon_millionths: i32,
}

/// A position that is nowhere on the globe.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("latitude {lat}, longitude {lon} is nowhere on the globe")]
pub struct OffGlobe {
    lat: f64,
    lon: f64,
}

/// A position as it is written.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
struct Degrees {
    lat: f64,
    lon: f64,
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Position {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        Degrees::schema()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Position {}

impl fmt::Debug for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({}, {})", self.lat(), self.lon())
    }
}

impl TryFrom<Degrees> for Position {
    type Error = OffGlobe;

    fn try_from(Degrees { lat, lon }: Degrees) -> Result<Self, OffGlobe> {
        Self::new(lat, lon)
    }
}

impl From<Position> for Degrees {
    fn from(position: Position) -> Self {
        Self { lat: position.lat(), lon: position.lon() }
    }
}

impl Position {
    /// A position from degrees north and degrees east.
    pub fn new(lat: f64, lon: f64) -> Result<Self, OffGlobe> {
        let on_globe = (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon);
        if !on_globe {
            return Err(OffGlobe { lat, lon });
        }
        Ok(Self { lat_millionths: millionths(lat), lon_millionths: millionths(lon) })
    }

    /// Degrees north.
    pub fn lat(self) -> f64 {
        f64::from(self.lat_millionths) / 1e6
    }

    /// Degrees east.
    pub fn lon(self) -> f64 {
        f64::from(self.lon_millionths) / 1e6
    }

    /// Great-circle distance in metres (haversine, mean Earth radius of IUGG).
    pub fn distance_m(self, other: Self) -> f64 {
        Haversine.distance(self.point(), other.point())
    }

    /// As a point of the `geo` crate: x east, y north.
    pub fn point(self) -> Point {
        Point::new(self.lon(), self.lat())
    }
}

#[expect(clippy::cast_possible_truncation, reason = "180 million at most")]
fn millionths(degrees: f64) -> i32 {
    (degrees * 1e6).round() as i32
}

/// Who found the position of a fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FixSource {
    /// The phone's own positioning (satellites, networks).
    Device,
    /// A track that was recorded before and is replayed.
    Track,
}

/// A measured position with its honesty: how accurate, when, by whom.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fix {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Radius in metres that holds the true position with 95 % (W3C Geolocation).
    pub accuracy_m: f64,
    /// When the position was measured, by the phone's clock.
    pub fixed_at_ms: i64,
    /// Who measured it.
    pub source: FixSource,
    /// What the app made of this fix and those before it, beside what the phone said. Absent from older apps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimated: Option<Estimated>,
}

/// A place that was estimated from several fixes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Estimated {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// How far off it may be, in metres, in the sense of the fix's own accuracy.
    pub accuracy_m: f64,
    /// How many fixes of a walker who stood still were averaged; 1 under way.
    pub fixes: u32,
}

impl Fix {
    /// Where the phone said it is, if that is on the globe.
    pub fn position(&self) -> Option<Position> {
        Position::new(self.lat, self.lon).ok()
    }

    /// Where it is as far as the app could tell.
    pub fn best_position(&self) -> Option<Position> {
        self.estimated.map_or_else(|| self.position(), |it| Position::new(it.lat, it.lon).ok())
    }

    /// How far off [`Fix::best_position`] may be, in metres.
    pub fn best_accuracy_m(&self) -> f64 {
        self.estimated.map_or(self.accuracy_m, |it| it.accuracy_m)
    }
}

/// Where something is, as well as the walker could say it. A pin set by hand stands beside the fix, not in its
/// stead; with neither, the words are all there is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Place {
    /// What the phone measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
    /// What the walker pointed at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin: Option<Position>,
    /// What the walker called it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub described: Option<String>,
}

#[cfg(any(test, feature = "contract"))]
impl Place {
    /// A place that a phone measured once, at the beginning of time: for tests and measurements.
    pub fn measured(position: Position, accuracy_m: f64) -> Self {
        let (lat, lon) = (position.lat(), position.lon());
        let source = FixSource::Device;
        let fix = Fix { lat, lon, accuracy_m, fixed_at_ms: 0, source, estimated: None };
        Self { fix: Some(fix), ..Self::default() }
    }
}

impl Place {
    /// The best position: the pin if there is one, else what was made of the fix, else the fix.
    pub fn position(&self) -> Option<Position> {
        self.pin.or_else(|| self.fix.as_ref().and_then(Fix::best_position))
    }

    /// How far off [`Place::position`] may be, in metres.
    pub fn accuracy_m(&self) -> Option<f64> {
        match (&self.pin, &self.fix) {
            (Some(_), _) => Some(PIN_ACCURACY_M),
            (None, Some(fix)) => Some(fix.best_accuracy_m()),
            (None, None) => None,
        }
    }
}

/// West, south, east, north in degrees: `bbox` of RFC 7946 § 5.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BoundingBox {
    /// Degrees east of the western edge.
    pub west: f64,
    /// Degrees north of the southern edge.
    pub south: f64,
    /// Degrees east of the eastern edge.
    pub east: f64,
    /// Degrees north of the northern edge.
    pub north: f64,
}

impl BoundingBox {
    /// Whether the position lies inside or on the edge.
    pub fn contains(&self, position: Position) -> bool {
        (self.west..=self.east).contains(&position.lon())
            && (self.south..=self.north).contains(&position.lat())
    }
}

/// A neighbourhood with its outline.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// Its name in addresses and queries.
    pub id: AreaId,
    /// Its name for people.
    pub name: String,
    /// Its outline, x east, y north, in degrees.
    pub outline: MultiPolygon,
}

/// The area that holds the position. A position on a border belongs to the first of the areas that share it, in
/// the order given (the server keeps them ordered by id), so that no place counts twice.
pub fn area_of(areas: &[Area], position: Position) -> Option<&Area> {
    let coord = position.point().into();
    areas.iter().find(|area| area.outline.coordinate_position(&coord) != CoordPos::Outside)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(id: &str, west: f64) -> Area {
        let ring = vec![(west, 65.0), (west + 1.0, 65.0), (west + 1.0, 66.0), (west, 66.0), (west, 65.0)];
        let outline = geo::Polygon::new(geo::LineString::from(ring), vec![]).into();
        Area { id: id.parse().unwrap(), name: id.to_owned(), outline }
    }

    #[test]
    fn distance_is_in_metres_and_not_in_degrees() {
        let here = Position::new(65.617, 22.137).unwrap();
        let east = Position::new(65.617, 22.138).unwrap();
        assert!((here.distance_m(east) - 45.9).abs() < 0.3, "{}", here.distance_m(east));
    }

    #[test]
    fn a_position_on_a_shared_border_belongs_to_the_first_area() {
        let areas = [square("a", 22.0), square("b", 23.0)];
        let of = |lon| area_of(&areas, Position::new(65.5, lon).unwrap()).map(|area| area.id.as_str());
        assert_eq!([of(22.5), of(23.0), of(23.5), of(25.0)], [Some("a"), Some("a"), Some("b"), None]);
    }

    #[test]
    fn a_position_off_the_globe_is_refused() {
        assert!(Position::new(91.0, 0.0).is_err());
        assert!(Position::new(f64::NAN, 0.0).is_err());
        assert!(serde_json::from_str::<Position>(r#"{"lat":0,"lon":181}"#).is_err());
    }

    fn fix(estimated: Option<Estimated>) -> Fix {
        let source = FixSource::Device;
        Fix { lat: 65.6, lon: 22.1, accuracy_m: 25.0, fixed_at_ms: 0, source, estimated }
    }

    #[test]
    fn what_was_estimated_stands_beside_what_the_phone_said() {
        let estimated = Estimated { lat: 65.7, lon: 22.2, accuracy_m: 9.5, fixes: 12 };
        let place = Place { fix: Some(fix(Some(estimated))), ..Place::default() };
        assert_eq!((place.position(), place.accuracy_m()), (Position::new(65.7, 22.2).ok(), Some(9.5)));
        assert_eq!(fix(Some(estimated)).position(), Position::new(65.6, 22.1).ok());
        let place = Place { fix: Some(fix(None)), ..Place::default() };
        assert_eq!((place.position(), place.accuracy_m()), (Position::new(65.6, 22.1).ok(), Some(25.0)));
    }

    #[test]
    fn a_fix_of_an_older_app_is_read_and_written_as_it_was() {
        let text = r#"{"lat":65.6,"lon":22.1,"accuracy_m":25.0,"fixed_at_ms":0,"source":"device"}"#;
        assert_eq!(serde_json::from_str::<Fix>(text).unwrap(), fix(None));
        assert_eq!(serde_json::to_string(&fix(None)).unwrap(), text);
    }

    #[test]
    fn a_pin_stands_beside_the_fix() {
        let fix = fix(None);
        let pin = Position::new(65.601, 22.1).unwrap();
        let place = Place { fix: Some(fix), pin: Some(pin), described: None };
        assert_eq!((place.position(), place.accuracy_m()), (Some(pin), Some(PIN_ACCURACY_M)));
        assert_eq!(place.fix, Some(fix));
    }
}
