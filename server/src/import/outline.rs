//! Outlines that hold water: closed, the right way round, without crossing themselves.
//!
//! Promises: what leaves here is valid (OGC Simple Features) and kept to 6 decimals; its area differs from the
//! drawn one by no more than [`MOST_AREA_CHANGE`], else it is refused.

use geo::algorithm::bool_ops::FillRule;
use geo::orient::Direction;
use geo::winding_order::{Winding as _, WindingOrder};
use geo::{
    Area as _, BooleanOps as _, Coord, Haversine, Length as _, LineString, MultiPolygon, Orient as _,
    Polygon, Validation as _,
};

use super::document::Polygons;
use super::{Mended, Refused};

/// The share of its area that an outline may gain or lose when it is mended.
pub(super) const MOST_AREA_CHANGE: f64 = 0.02;

/// Degrees are kept to this many parts: 6 decimals are about 0.1 m.
const PARTS: f64 = 1e6;

/// A ring that is thinner than this encloses nothing, in metres.
const SLIVER_M: f64 = 1.0;

const METRES_PER_DEGREE: f64 = 111_195.0;

/// What was found in the rings of one feature.
#[derive(Debug, Default)]
struct Found {
    unclosed: usize,
    repeated: usize,
    turned: usize,
    dropped: usize,
}

/// A valid outline of these polygons.
pub(super) fn mend(polygons: Polygons, mended: &mut Vec<Mended>) -> Result<MultiPolygon, Refused> {
    let mut found = Found::default();
    let drawn: MultiPolygon = polygons.into_iter().filter_map(|rings| polygon(rings, &mut found)).collect();
    found.tell(mended);
    if drawn.0.is_empty() {
        return Err(Refused::NoArea);
    }
    let drawn = drawn.orient(Direction::Default);
    if drawn.is_valid() { Ok(drawn) } else { untangle(&drawn, mended) }
}

impl Found {
    fn tell(&self, mended: &mut Vec<Mended>) {
        let told = [
            (self.unclosed, Mended::RingsClosed { rings: self.unclosed }),
            (self.repeated, Mended::PointsRepeated { points: self.repeated }),
            (self.turned, Mended::RingsTurned { rings: self.turned }),
            (self.dropped, Mended::RingsDropped { rings: self.dropped }),
        ];
        mended.extend(told.into_iter().filter(|(count, _)| *count > 0).map(|(_, mended)| mended));
    }
}

/// A polygon of the rings, unless its outer ring encloses nothing.
fn polygon(rings: Vec<Vec<Coord>>, found: &mut Found) -> Option<Polygon> {
    let mut rings = rings.into_iter();
    let exterior = ring(rings.next()?, WindingOrder::CounterClockwise, found)?;
    let interiors = rings.filter_map(|coords| ring(coords, WindingOrder::Clockwise, found)).collect();
    Some(Polygon::new(exterior, interiors))
}

fn ring(mut coords: Vec<Coord>, expected: WindingOrder, found: &mut Found) -> Option<LineString> {
    let drawn = coords.len();
    coords.dedup();
    found.repeated += drawn - coords.len();
    if coords.len() > 1 && coords.first() != coords.last() {
        found.unclosed += 1;
    }
    let rounded = coords.into_iter().map(|Coord { x, y }| Coord { x: round(x), y: round(y) });
    let mut ring: LineString = rounded.collect();
    ring.0.dedup();
    ring.close();
    if is_sliver(&ring) {
        found.dropped += usize::from(drawn > 0);
        return None;
    }
    found.turned += usize::from(ring.winding_order().is_some_and(|order| order != expected));
    Some(ring)
}

/// Whether a ring is so thin that it encloses nothing, as overlays of drawn borders leave them. One that crosses
/// itself into halves that cancel out is not.
fn is_sliver(ring: &LineString) -> bool {
    let polygon = Polygon::new(ring.clone(), vec![]);
    let covered =
        || polygon.union_with_fill_rule(&MultiPolygon::new(vec![]), FillRule::NonZero).unsigned_area();
    let length_m = Haversine.length(ring);
    let thin = |area: f64| 2.0 * area_m2(area, ring) <= SLIVER_M * length_m;
    thin(polygon.unsigned_area()) && thin(covered())
}

/// An area in square degrees as square metres where the ring lies.
fn area_m2(square_degrees: f64, ring: &LineString) -> f64 {
    let lat = ring.0.first().map_or(0.0, |coord| coord.y);
    square_degrees * METRES_PER_DEGREE.powi(2) * lat.to_radians().cos()
}

fn round(degrees: f64) -> f64 {
    (degrees * PARTS).round() / PARTS
}

/// Takes crossings and overlaps out, as long as that keeps the area.
fn untangle(drawn: &MultiPolygon, mended: &mut Vec<Mended>) -> Result<MultiPolygon, Refused> {
    let reason = drawn.check_validation().map_or_else(|error| error.to_string(), |()| String::new());
    let outline = union(drawn, &MultiPolygon::new(vec![]));
    let change = area_change(drawn.unsigned_area(), outline.unsigned_area());
    if outline.0.is_empty() || change > MOST_AREA_CHANGE {
        return Err(Refused::Tangled { reason, change_percent: change * 100.0 });
    }
    if !outline.is_valid() {
        return Err(Refused::Tangled { reason, change_percent: change * 100.0 });
    }
    mended.push(Mended::Untangled { reason, change_percent: change * 100.0 });
    Ok(outline)
}

fn union(one: &MultiPolygon, other: &MultiPolygon) -> MultiPolygon {
    let exact = one.union_with_fill_rule(other, FillRule::NonZero).orient(Direction::Default);
    let rounded = geo::MapCoords::map_coords(&exact, |Coord { x, y }| Coord { x: round(x), y: round(y) });
    let rounded = geo::RemoveRepeatedPoints::remove_repeated_points(&rounded);
    if rounded.is_valid() { rounded } else { exact }
}

fn area_change(drawn: f64, mended: f64) -> f64 {
    let most = drawn.max(mended);
    if most > 0.0 { (drawn - mended).abs() / most } else { 1.0 }
}

/// Two parts of one area, as one outline.
pub(super) fn join(one: &MultiPolygon, other: &MultiPolygon) -> MultiPolygon {
    union(one, other)
}
