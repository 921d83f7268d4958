//! An observation as merging sees it: a kind of thing, a place on flat ground, and how sure it is.
//!
//! Promises: distances on the sphere to a ten-thousandth, anywhere but within a kilometre of the poles; the seam of the
//! ground lies at 169° W, in the sea.

use super::nature::{Geometry, Nature};
use super::observation::Observation;
use crate::geo::Position;
use crate::id::ObservationId;
use crate::light::Light;
use crate::statement::Feeling;

/// Mean Earth radius of IUGG, in metres.
const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// Degrees east of which the ground begins.
const SEAM_LON: f64 = -169.0;

/// The accuracy that a phone tells, in deviations along one axis of the middle of its errors; their tails are told apart.
/// Fitted: `bench merging`.
const ACCURACY: f64 = 2.0;

/// What a position of unknown accuracy may be off, in metres.
pub(super) const UNKNOWN_ACCURACY_M: f64 = 40.0;

/// A place: metres north of the equator, and metres of equator east of the seam, which the narrowing shortens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ground {
    pub(super) north_m: f64,
    pub(super) east_m: f64,
    pub(super) narrowing: f64,
}

impl Ground {
    pub(super) fn of(position: Position) -> Self {
        let north = position.lat().to_radians();
        let east = (position.lon() - SEAM_LON).rem_euclid(360.0).to_radians();
        Self { north_m: north * EARTH_RADIUS_M, east_m: east * EARTH_RADIUS_M, narrowing: narrowing(north) }
    }

    /// Metres north and east from here to there.
    pub(super) fn to(&self, there: &Self) -> [f64; 2] {
        let narrowing = f64::midpoint(self.narrowing, there.narrowing);
        [there.north_m - self.north_m, (there.east_m - self.east_m) * narrowing]
    }

    /// The place so far on the way to another: 0 is here, 1 is there.
    pub(super) fn towards(&self, there: &Self, share: f64) -> Self {
        Self {
            north_m: self.north_m + share * (there.north_m - self.north_m),
            east_m: self.east_m + share * (there.east_m - self.east_m),
            narrowing: self.narrowing + share * (there.narrowing - self.narrowing),
        }
    }

    pub(super) fn apart_m2(&self, there: &Self) -> f64 {
        let [north_m, east_m] = self.to(there);
        north_m * north_m + east_m * east_m
    }

    #[cfg(test)]
    fn position(&self) -> Option<Position> {
        let lon = (self.east_m / EARTH_RADIUS_M).to_degrees() + SEAM_LON;
        let lon = (lon + 180.0).rem_euclid(360.0) - 180.0;
        Position::new((self.north_m / EARTH_RADIUS_M).to_degrees(), lon).ok()
    }

    /// Row and column of the cell of this side that holds the place.
    pub(super) fn cell(&self, side_m: f64) -> (i64, i64) {
        let row = self.row(side_m);
        (row, self.column(row, side_m))
    }

    pub(super) fn row(&self, side_m: f64) -> i64 {
        floor(self.north_m / side_m)
    }

    /// The column in another row: rows narrow towards the poles.
    pub(super) fn column(&self, row: i64, side_m: f64) -> i64 {
        column(self, narrowing_of_row(row, side_m), side_m)
    }
}

/// The column in a row that is so narrow.
pub(super) fn column(ground: &Ground, narrowing: f64, side_m: f64) -> i64 {
    floor(ground.east_m * narrowing / side_m)
}

fn narrowing(north: f64) -> f64 {
    north.cos().max(1e-4)
}

#[expect(clippy::cast_precision_loss, reason = "fewer rows than 2^53")]
/// How narrow a row of cells is.
pub(super) fn narrowing_of_row(row: i64, side_m: f64) -> f64 {
    narrowing((row as f64 + 0.5) * side_m / EARTH_RADIUS_M)
}

#[expect(clippy::cast_possible_truncation, reason = "the Earth's girth in cells")]
fn floor(cells: f64) -> i64 {
    cells.floor() as i64
}

/// An observation as merging sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spot {
    pub(super) id: ObservationId,
    /// Where, if anybody could say.
    pub(super) ground: Option<Ground>,
    /// The number of its cell in the order of sweeping; 0 when it lies nowhere.
    pub(super) cell: u64,
    /// Variance of the fix along one axis, in m².
    pub(super) fix_m2: f64,
    pub(super) at_ms: i64,
    pub(super) arrived_at_ms: i64,
    /// Number of its feeling, category and nature, as the caller counts them.
    pub(super) kind: u16,
    pub(super) nature: &'static Nature,
    pub(super) light: Option<Light>,
}

/// Feelings times geometries: so many kinds are there in each category.
const KINDS: u16 = 6;

/// More categories than these are taken for one.
pub(super) const MOST_CATEGORIES: u16 = u16::MAX / KINDS - 1;

/// The number of a category, feeling and geometry.
fn kind(category: u16, feeling: Feeling, geometry: Geometry) -> u16 {
    let feeling = match feeling {
        Feeling::Unsafe => 0,
        Feeling::Safe => 1,
    };
    let geometry = match geometry {
        Geometry::Point => 0,
        Geometry::Line => 1,
        Geometry::Area => 2,
    };
    category * KINDS + feeling * 3 + geometry
}

impl Spot {
    /// An observation of a category with this number.
    pub(super) fn of(it: &Observation, category: u16) -> Self {
        let nature = Nature::of(it);
        let kind = kind(category, it.feeling, nature.geometry);
        let known = it.accuracy_m.filter(|accuracy_m| accuracy_m.is_finite()).unwrap_or(UNKNOWN_ACCURACY_M);
        let fix_m2 = (known.max(1.0) / ACCURACY).powi(2);
        let ground = it.position.map(Ground::of);
        Self {
            id: it.id,
            ground,
            cell: ground.map_or(0, |ground| super::sweep::cell(kind, nature, &ground)),
            fix_m2,
            at_ms: it.at_ms,
            arrived_at_ms: it.arrived_at_ms.unwrap_or(i64::MAX),
            kind,
            nature,
            light: it.light,
        }
    }

    /// The same where each category has another number.
    pub(super) fn renumbered(self, numbers: &[u16]) -> Self {
        let category = numbers.get(usize::from(self.kind / KINDS)).copied().unwrap_or(MOST_CATEGORIES);
        let kind = category * KINDS + self.kind % KINDS;
        Self { kind, cell: super::sweep::of_kind(self.cell, kind), ..self }
    }

    /// Variance along one axis of where the thing is, in m²: of the fix, and of where people stand.
    pub(super) fn variance_m2(&self) -> f64 {
        self.fix_m2 + self.nature.spread_m * self.nature.spread_m
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_ground_measures_as_the_sphere_does(
            lat in -70.0..70.0, lon in -180.0..180.0, north_m in -60.0..60.0_f64, east_m in -60.0..60.0_f64
        ) {
            let here = Position::new(lat, lon).unwrap();
            let there = crate::geo::Plane::around(here).position([east_m, north_m]).unwrap();
            let (a, b) = (Ground::of(here), Ground::of(there));
            let crosses_seam = (a.east_m - b.east_m).abs() > 1e6;
            prop_assert!(crosses_seam || (a.apart_m2(&b).sqrt() - here.distance_m(there)).abs() < 0.01);
            prop_assert!(a.position().unwrap().distance_m(here) < 1e-3);
            // Who is within reach stands in the same or in a neighbouring cell.
            let (row, column) = b.cell(85.0);
            prop_assert!(crosses_seam || (row - a.cell(85.0).0).abs() <= 1 && (column - a.column(row, 85.0)).abs() <= 1);
        }
    }
}
