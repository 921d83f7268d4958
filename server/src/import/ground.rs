//! From whatever coordinates a file has to degrees, x east and y north.
//!
//! Promises: what the file says of itself is believed as long as its coordinates can be that; a feature whose
//! coordinates can be nothing known is refused, never guessed.

use geo::Coord;
use proj4rs::proj::Proj;
use proj4rs::transform::transform;

use super::document::Polygons;
use super::{Mended, Refused};

/// A coordinate system that Swedish municipalities use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum System {
    /// WGS 84 or SWEREF 99, in degrees.
    Degrees,
    /// SWEREF 99 TM or one of its local zones, in metres, by EPSG code.
    Sweref(u16),
}

/// SWEREF 99 TM.
const TM: u16 = 3006;

/// Central meridians of SWEREF 99 12 00 (EPSG:3007) to 23 15 (EPSG:3018).
const ZONE_MERIDIANS: [f64; 12] =
    [12.0, 13.5, 15.0, 16.5, 18.0, 14.25, 15.75, 17.25, 18.75, 20.25, 21.75, 23.25];

impl System {
    /// The system that a `crs` member names, such as `urn:ogc:def:crs:EPSG::3006`.
    pub(super) fn by_name(name: &str) -> Option<Self> {
        if name.to_ascii_uppercase().contains("CRS84") {
            return Some(Self::Degrees);
        }
        let digits = name.rsplit(|other: char| !other.is_ascii_digit()).find(|digits| !digits.is_empty())?;
        match digits.parse().ok()? {
            4326 | 4258 | 4619 | 4979 => Some(Self::Degrees),
            code @ 3006..=3018 => Some(Self::Sweref(code)),
            _ => None,
        }
    }
}

fn sweref_name(code: u16) -> String {
    match zone(code) {
        None => "SWEREF 99 TM".to_owned(),
        Some(meridian) => {
            let minutes = (meridian.fract() * 60.0).round();
            format!("SWEREF 99 {:.0} {minutes:02.0}", meridian.trunc())
        }
    }
}

fn zone(code: u16) -> Option<f64> {
    ZONE_MERIDIANS.get(usize::from(code.checked_sub(TM + 1)?)).copied()
}

fn projection(code: u16) -> String {
    let place = match zone(code) {
        None => "+proj=utm +zone=33".to_owned(),
        Some(meridian) => format!("+proj=tmerc +lat_0=0 +lon_0={meridian} +k=1 +x_0=150000 +y_0=0"),
    };
    format!("{place} +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs")
}

/// A rectangle of coordinates.
#[derive(Debug, Clone, Copy)]
struct Span {
    x: (f64, f64),
    y: (f64, f64),
}

const GLOBE: Span = Span { x: (-180.0, 180.0), y: (-90.0, 90.0) };
const NORDICS: Span = Span { x: (4.0, 32.5), y: (54.0, 72.0) };
const SWEREF_TM: Span = Span { x: (200_000.0, 1_000_000.0), y: (6_050_000.0, 7_750_000.0) };
const SWEREF_ZONE: Span = Span { x: (-700_000.0, 1_000_000.0), y: (6_050_000.0, 7_750_000.0) };

impl Span {
    fn of(polygons: &Polygons) -> Self {
        let none = Self { x: (f64::INFINITY, f64::NEG_INFINITY), y: (f64::INFINITY, f64::NEG_INFINITY) };
        let wider = |(low, high): (f64, f64), value: f64| (low.min(value), high.max(value));
        let coords = polygons.iter().flatten().flatten();
        coords.fold(none, |span, coord| Self { x: wider(span.x, coord.x), y: wider(span.y, coord.y) })
    }

    fn holds(&self, other: Self) -> bool {
        let within = |outer: (f64, f64), inner: (f64, f64)| outer.0 <= inner.0 && inner.1 <= outer.1;
        within(self.x, other.x) && within(self.y, other.y)
    }

    fn swapped(self) -> Self {
        Self { x: self.y, y: self.x }
    }
}

/// How coordinates are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Way {
    system: System,
    swap: bool,
}

/// How these coordinates are to be read, given what the file says of itself.
fn way(span: Span, said: Option<System>) -> Option<Way> {
    if let Some(System::Sweref(code)) = said {
        let range = if code == TM { SWEREF_TM } else { SWEREF_ZONE };
        if let Some(swap) = fits(range, span) {
            return Some(Way { system: System::Sweref(code), swap });
        }
    }
    let swapped_degrees = NORDICS.holds(span.swapped()) || !GLOBE.holds(span) && GLOBE.holds(span.swapped());
    if swapped_degrees {
        return Some(Way { system: System::Degrees, swap: true });
    }
    if GLOBE.holds(span) {
        return Some(Way { system: System::Degrees, swap: false });
    }
    fits(SWEREF_TM, span).map(|swap| Way { system: System::Sweref(TM), swap })
}

/// Whether the span lies in the range as it is (`false`) or with its axes swapped (`true`).
fn fits(range: Span, span: Span) -> Option<bool> {
    if range.holds(span) { Some(false) } else { range.holds(span.swapped()).then_some(true) }
}

/// The polygons in degrees, and what was done to them.
pub(super) fn in_degrees(
    mut polygons: Polygons,
    said: Option<System>,
) -> Result<(Polygons, Vec<Mended>), Refused> {
    let span = Span::of(&polygons);
    let way = way(span, said).ok_or(Refused::OffTheGlobe { x: span.x.0, y: span.y.0 })?;
    let mut mended = Vec::new();
    if way.swap {
        each(&mut polygons, |coord| *coord = Coord { x: coord.y, y: coord.x });
        mended.push(Mended::AxesSwapped);
    }
    match (way.system, said) {
        (System::Sweref(code), _) => {
            reproject(&mut polygons, code)?;
            mended.push(Mended::Reprojected { from: sweref_name(code) });
        }
        (System::Degrees, Some(System::Sweref(code))) => {
            mended.push(Mended::DegreesAllTheSame { said: sweref_name(code) });
        }
        (System::Degrees, _) => {}
    }
    Ok((polygons, mended))
}

fn each(polygons: &mut Polygons, mut change: impl FnMut(&mut Coord)) {
    polygons.iter_mut().flatten().flatten().for_each(&mut change);
}

fn reproject(polygons: &mut Polygons, code: u16) -> Result<(), Refused> {
    let failed = |error: proj4rs::errors::Error| Refused::NotReprojected { reason: error.to_string() };
    let from = Proj::from_proj_string(&projection(code)).map_err(failed)?;
    let to = Proj::from_proj_string("+proj=longlat +ellps=WGS84 +datum=WGS84 +no_defs").map_err(failed)?;
    for coord in polygons.iter_mut().flatten().flatten() {
        let mut point = (coord.x, coord.y, 0.0);
        transform(&from, &to, &mut point).map_err(failed)?;
        *coord = Coord { x: point.0.to_degrees(), y: point.1.to_degrees() };
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(coord: (f64, f64), said: Option<&str>, expected: (f64, f64), done: &[&str]) {
        let said = said.map(|name| System::by_name(name).unwrap());
        let (polygons, mended) = in_degrees(vec![vec![vec![coord.into()]]], said).unwrap();
        let found = polygons[0][0][0];
        assert!((found.x - expected.0).abs() < 2e-7 && (found.y - expected.1).abs() < 2e-7, "{found:?}");
        let texts: Vec<String> = mended.iter().map(ToString::to_string).collect();
        assert_eq!(texts.len(), done.len(), "{texts:?}");
        assert!(texts.iter().zip(done).all(|(text, done)| text.contains(done)), "{texts:?}");
    }

    #[test]
    fn coordinates_end_in_degrees_whatever_they_were() {
        // Golden values: PROJ 9 (pyproj), EPSG:4326 to each system.
        const LULEA: (f64, f64) = (22.137, 65.617);
        const TM_LULEA: (f64, f64) = (828_213.105_876, 7_295_871.724_740);
        check(LULEA, None, LULEA, &[]);
        check((65.617, 22.137), None, LULEA, &["latitude before longitude"]);
        check((65.617, 22.137), Some("urn:ogc:def:crs:OGC:1.3:CRS84"), LULEA, &["latitude before"]);
        check(TM_LULEA, None, LULEA, &["SWEREF 99 TM"]);
        check(TM_LULEA, Some("urn:ogc:def:crs:EPSG::3006"), LULEA, &["SWEREF 99 TM"]);
        check((TM_LULEA.1, TM_LULEA.0), Some("EPSG:3006"), LULEA, &["latitude before", "SWEREF 99 TM"]);
        check((167_834.664_767, 7_280_187.765_232), Some("EPSG:3017"), LULEA, &["SWEREF 99 21 45"]);
        check((98_709.925_898, 7_280_586.659_466), Some("EPSG:3018"), LULEA, &["SWEREF 99 23 15"]);
        check((213_034.494_077, 6_164_481.634_857), Some("EPSG:3007"), (13.0, 55.6), &["SWEREF 99 12 00"]);
        check(LULEA, Some("EPSG:3006"), LULEA, &["says SWEREF 99 TM"]);
        check((-73.97, 40.75), None, (-73.97, 40.75), &[]);
    }

    #[test]
    fn coordinates_that_can_be_nothing_are_refused() {
        // A local zone that does not say which: east 167 km could be twelve places.
        for coord in [(167_834.0, 7_280_187.0), (500.0, 500.0), (1e9, 1e9)] {
            let refused = in_degrees(vec![vec![vec![coord.into()]]], None);
            assert!(matches!(refused, Err(Refused::OffTheGlobe { .. })), "{coord:?}");
        }
    }

    #[test]
    fn systems_are_known_by_their_usual_names() {
        assert_eq!(System::by_name("urn:ogc:def:crs:EPSG::3011"), Some(System::Sweref(3011)));
        assert_eq!(System::by_name("urn:ogc:def:crs:EPSG:9.9:4326"), Some(System::Degrees));
        assert_eq!(System::by_name("EPSG:3021"), None);
        assert_eq!(System::by_name("RT 90"), None);
    }
}
