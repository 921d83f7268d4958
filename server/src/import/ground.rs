//! From whatever coordinates a file has to degrees, x east and y north.
//!
//! Promises: what the file says of itself is believed as long as its coordinates can be that; a feature whose
//! coordinates can be nothing known is refused, never guessed.

use geo::Coord;
use proj4rs::proj::Proj;
use proj4rs::transform::transform;

use shared::geo::BoundingBox;

use super::document::Polygons;
use super::{Mended, Refused, RowFault};

/// A coordinate system that Swedish municipalities use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// WGS 84 or SWEREF 99, in degrees.
    Degrees,
    /// SWEREF 99 TM or one of its local zones, in metres, by EPSG code.
    Sweref(u16),
    /// A zone of UTM north on ETRS 89 or WGS 84, in metres, by its number.
    Utm(u8),
    /// The web maps' own Mercator, in metres (EPSG:3857).
    WebMercator,
}

/// SWEREF 99 TM.
const TM: u16 = 3006;

/// Central meridians of SWEREF 99 12 00 (EPSG:3007) to 23 15 (EPSG:3018).
const ZONE_MERIDIANS: [f64; 12] =
    [12.0, 13.5, 15.0, 16.5, 18.0, 14.25, 15.75, 17.25, 18.75, 20.25, 21.75, 23.25];

impl System {
    /// The system that a text names, such as `urn:ogc:def:crs:EPSG::3006`, `[EPSG:3006]`, an address of opengis.net,
    /// `SWEREF99 21 45` or `3006`. Of a compound of place and height the place counts.
    pub fn by_name(name: &str) -> Option<Self> {
        let upper = name.to_ascii_uppercase();
        if upper.contains("CRS84") {
            return Some(Self::Degrees);
        }
        let digits =
            || upper.split(|other: char| !other.is_ascii_digit()).filter(|digits| !digits.is_empty());
        digits().rev().find_map(|digits| Self::by_code(digits.parse().ok()?)).or_else(|| by_words(&upper))
    }

    /// The system with an EPSG code, a compound one with a height (RH 2000) included.
    fn by_code(code: u32) -> Option<Self> {
        match code {
            4326 | 4258 | 4619 | 4937 | 4977 | 4979 | 5628 => Some(Self::Degrees),
            3006..=3018 => u16::try_from(code).ok().map(Self::Sweref),
            5845..=5857 => u16::try_from(code - 5845 + 3006).ok().map(Self::Sweref),
            25832..=25835 | 32632..=32635 => u8::try_from(code % 100).ok().map(Self::Utm),
            3857 | 900_913 | 102_100 | 102_113 => Some(Self::WebMercator),
            _ => None,
        }
    }

    /// The system as people call it.
    pub fn name(self) -> String {
        match self {
            Self::Degrees => "WGS 84".to_owned(),
            Self::Sweref(code) => sweref_name(code),
            Self::Utm(zone) => format!("UTM {zone} N"),
            Self::WebMercator => "Web Mercator".to_owned(),
        }
    }

    /// Every system in metres that a Swedish register may be in without saying so.
    fn unsaid() -> impl Iterator<Item = Self> {
        (TM..=3018).map(Self::Sweref).chain([32, 34, 35].map(Self::Utm))
    }

    fn range(self) -> Span {
        match self {
            Self::Degrees => GLOBE,
            Self::Sweref(TM) => SWEREF_TM,
            Self::Sweref(_) => SWEREF_ZONE,
            Self::Utm(_) => UTM,
            Self::WebMercator => MERCATOR,
        }
    }

    fn projection(self) -> String {
        match self {
            Self::Degrees => "+proj=longlat +ellps=WGS84 +datum=WGS84 +no_defs".to_owned(),
            Self::Sweref(code) => projection(code),
            Self::Utm(zone) => {
                format!("+proj=utm +zone={zone} +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs")
            }
            Self::WebMercator => {
                "+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m \
                                  +nadgrids=@null +no_defs"
                    .to_owned()
            }
        }
    }
}

/// The system of names such as "SWEREF99TM" or "SWEREF 99 21 45", in capitals.
fn by_words(name: &str) -> Option<System> {
    let words: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    if let Some((_, after)) = words.split_once("UTM") {
        let zone = after.trim_start_matches("ZONE").get(..2)?.parse().ok()?;
        return (32..=35).contains(&zone).then_some(System::Utm(zone));
    }
    let Some((_, after)) = words.split_once("SWEREF") else {
        return words.contains("WGS84").then_some(System::Degrees);
    };
    let zone = after.strip_prefix("99").unwrap_or(after);
    if zone.starts_with("TM") {
        return Some(System::Sweref(TM));
    }
    let digits = zone.get(..4)?;
    (TM + 1..=3018).find(|code| sweref_name(*code).replace(' ', "").ends_with(digits)).map(System::Sweref)
}

/// The systems of this name, for `--crs`.
pub fn system_of_argument(text: &str) -> Result<System, String> {
    System::by_name(text).ok_or_else(|| {
        format!(
            "“{text}” is not a coordinate system that is known here: give 4326 (WGS 84), 3006 (SWEREF 99 TM), \
             3007–3018 (its zones), 25832–25835 (UTM) or 3857"
        )
    })
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
const UTM: Span = Span { x: (-500_000.0, 1_500_000.0), y: (5_900_000.0, 8_000_000.0) };
const MERCATOR: Span = Span { x: (-20_037_509.0, 20_037_509.0), y: (-20_048_967.0, 20_048_967.0) };

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
    if let Some(system) = said.filter(|system| *system != System::Degrees) {
        // What has degrees in Sweden can be no metres.
        if let Some(swap) = fits(system.range(), span).filter(|_| !GLOBE.holds(span)) {
            return Some(Way { system, swap });
        }
    }
    let swapped_degrees = NORDICS.holds(span.swapped()) || !GLOBE.holds(span) && GLOBE.holds(span.swapped());
    if swapped_degrees {
        return Some(Way { system: System::Degrees, swap: true });
    }
    if GLOBE.holds(span) {
        return Some(Way { system: System::Degrees, swap: false });
    }
    // What the file says is not guessed against.
    let free = said.is_none();
    fits(SWEREF_TM, span).filter(|_| free).map(|swap| Way { system: System::Sweref(TM), swap })
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
    mended.extend(told(way.system, said));
    let to_degrees = Degrees::from(way.system)?;
    for coord in polygons.iter_mut().flatten().flatten() {
        *coord = to_degrees.of(*coord)?;
    }
    Ok((polygons, mended))
}

fn each(polygons: &mut Polygons, mut change: impl FnMut(&mut Coord)) {
    polygons.iter_mut().flatten().flatten().for_each(&mut change);
}

/// What is to be said of coordinates in a system.
fn told(system: System, said: Option<System>) -> Option<Mended> {
    match (system, said) {
        (System::Degrees, None | Some(System::Degrees)) => None,
        (System::Degrees, Some(said)) => Some(Mended::DegreesAllTheSame { said: said.name() }),
        (system, _) => Some(Mended::Reprojected { from: system.name() }),
    }
}

/// Computes degrees of coordinates in one system.
struct Degrees(Option<(Proj, Proj)>);

impl Degrees {
    fn from(system: System) -> Result<Self, Refused> {
        if system == System::Degrees {
            return Ok(Self(None));
        }
        let from = Proj::from_proj_string(&system.projection()).map_err(not_computed)?;
        let to = Proj::from_proj_string(&System::Degrees.projection()).map_err(not_computed)?;
        Ok(Self(Some((from, to))))
    }

    fn of(&self, coord: Coord) -> Result<Coord, Refused> {
        let Some((from, to)) = &self.0 else { return Ok(coord) };
        let mut point = (coord.x, coord.y, 0.0);
        transform(from, to, &mut point).map_err(not_computed)?;
        Ok(Coord { x: point.0.to_degrees(), y: point.1.to_degrees() })
    }
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn not_computed(error: proj4rs::errors::Error) -> Refused {
    Refused::NotReprojected { reason: error.to_string() }
}

/// A place in the file is so far outside of the areas that are there at most, in degrees north: some 5 km.
const AROUND_AREAS: f64 = 0.05;
/// A register that seems to lie farther than this from all areas is in another system, in degrees north: some 200 km.
const FAR: f64 = 2.0;

/// The system of coordinates in metres of which the file does not say the system, found by where the areas lie that are
/// there: the one that puts most of them there. `None` where the areas do not tell; the usual guess then holds.
pub(super) fn infer(coords: &[Coord], areas: Option<&BoundingBox>) -> Result<Option<System>, Refused> {
    let metres: Vec<Coord> =
        coords.iter().copied().filter(|it| it.x.abs() > 360.0 && it.y.abs() > 360.0).collect();
    let (Some(areas), Some(first)) = (areas, metres.first()) else { return Ok(None) };
    if metres.len() * 2 <= coords.len() {
        return Ok(None);
    }
    let there = |system: System, around: f64| share_within(&metres, system, areas, around);
    if there(System::Sweref(TM), AROUND_AREAS) > 0.5 {
        return Ok(None);
    }
    let mut found: Vec<(f64, System)> = System::unsaid()
        .map(|system| (there(system, AROUND_AREAS), system))
        .filter(|it| it.0 > 0.5)
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    match found[..] {
        [(_, system)] => Ok(Some(system)),
        // Neighbouring zones lie so near to each other that a guess would be one.
        [_, _, ..] => Err(Refused::SeveralSystems { x: first.x, y: first.y }),
        [] if there(System::Sweref(TM), FAR) > 0.5 => Ok(None),
        [] => Err(Refused::FarFromAreas { x: first.x, y: first.y }),
    }
}

#[expect(clippy::cast_precision_loss, reason = "a share")]
fn share_within(coords: &[Coord], system: System, areas: &BoundingBox, around: f64) -> f64 {
    let Ok(to_degrees) = Degrees::from(system) else { return 0.0 };
    let (north, east) = (
        (areas.south - around, areas.north + around),
        (areas.west - around * 2.0, areas.east + around * 2.0),
    );
    let within =
        |coord: Coord| (north.0..=north.1).contains(&coord.y) && (east.0..=east.1).contains(&coord.x);
    let is_there = |coord: &&Coord| {
        let span = Span::of(&vec![vec![vec![**coord]]]);
        let Some(swap) = fits(system.range(), span) else { return false };
        let coord = if swap { Coord { x: coord.y, y: coord.x } } else { **coord };
        to_degrees.of(coord).is_ok_and(within)
    };
    coords.iter().filter(is_there).count() as f64 / coords.len() as f64
}

/// A point in degrees, or why it is left out.
pub(super) type Judged = Result<Coord, RowFault>;

/// Points of one file in degrees, each judged by itself: most of them say how all are read, and whichever does not fit
/// is left out with the reason.
pub(super) fn points_in_degrees(
    coords: &[Coord],
    said: Option<System>,
) -> Result<(Vec<Judged>, Vec<Mended>), Refused> {
    let way_of = |coord: &Coord| way(Span::of(&vec![vec![vec![*coord]]]), said);
    let ways: Vec<Option<Way>> =
        coords.iter().map(|coord| if is_zero(*coord) { None } else { way_of(coord) }).collect();
    let mut counts: Vec<(Way, usize)> = Vec::new();
    for way in ways.iter().flatten() {
        match counts.iter_mut().find(|(known, _)| known == way) {
            Some((_, count)) => *count += 1,
            None => counts.push((*way, 1)),
        }
    }
    counts.reverse();
    let Some((most, _)) = counts.into_iter().max_by_key(|(_, count)| *count) else {
        let first = coords.iter().find(|coord| !is_zero(**coord)).copied().unwrap_or_default();
        return Err(Refused::OffTheGlobe { x: first.x, y: first.y });
    };
    let to_degrees = Degrees::from(most.system)?;
    let degrees = coords.iter().zip(ways).map(|(coord, way)| match way {
        _ if is_zero(*coord) => Err(RowFault::AtZero),
        Some(way) if way == most => {
            let coord = if way.swap { Coord { x: coord.y, y: coord.x } } else { *coord };
            to_degrees.of(coord).map_err(|_| RowFault::OtherSystem { x: coord.x, y: coord.y })
        }
        Some(way) if way.system == most.system => Err(RowFault::Swapped { x: coord.x, y: coord.y }),
        _ => Err(RowFault::OtherSystem { x: coord.x, y: coord.y }),
    });
    let swapped = most.swap.then_some(Mended::AxesSwapped);
    Ok((degrees.collect(), swapped.into_iter().chain(told(most.system, said)).collect()))
}

fn is_zero(coord: Coord) -> bool {
    coord.x == 0.0 && coord.y == 0.0
}

#[cfg(test)]
mod tests;
