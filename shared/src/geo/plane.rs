//! A flat grid of metres around a place, so that nothing is computed in degrees.

use super::Position;
use super::bearing::turned;

/// Mean Earth radius of IUGG, in metres: the same sphere that [`Position::distance_m`] measures on.
const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// Metres east and north of an origin.
pub type Metres = [f64; 2];

/// The plane that touches the globe at an origin (equirectangular). Within 5 km of an origin as far north as Luleå its
/// distances differ from those on the sphere by less than 0.2 %.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plane {
    origin: Position,
    /// Length of a degree of longitude over that of a degree of latitude. As numbers go, it is never 0: at a pole it is 6 × 10⁻¹⁷.
    narrowing: f64,
}

impl Plane {
    /// The plane around a position.
    pub fn around(origin: Position) -> Self {
        Self { origin, narrowing: origin.lat().to_radians().cos() }
    }

    /// Where a position lies in it; the shorter way around the globe.
    pub fn metres(&self, position: Position) -> Metres {
        let east = turned(position.lon() - self.origin.lon() + 180.0) - 180.0;
        let north = position.lat() - self.origin.lat();
        [east.to_radians() * self.narrowing * EARTH_RADIUS_M, north.to_radians() * EARTH_RADIUS_M]
    }

    /// The position at a point of the plane; `None` beyond a pole.
    pub fn position(&self, [east_m, north_m]: Metres) -> Option<Position> {
        let east = self.origin.lon() + (east_m / EARTH_RADIUS_M / self.narrowing).to_degrees();
        let north = self.origin.lat() + (north_m / EARTH_RADIUS_M).to_degrees();
        Position::new(north, turned(east + 180.0) - 180.0).ok()
    }
}

/// How far apart two points of a plane are, in metres.
pub fn apart_m(a: Metres, b: Metres) -> f64 {
    let [east_m, north_m] = [a[0] - b[0], a[1] - b[1]];
    (east_m * east_m + north_m * north_m).sqrt()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(lat: f64, lon: f64) -> Position {
        Position::new(lat, lon).unwrap()
    }

    proptest! {
        #[test]
        fn the_plane_measures_as_the_sphere_does(
            lat in 55.0..69.0, lon in -180.0..180.0, east_m in -4_000.0..4_000.0, north_m in -3_000.0..3_000.0
        ) {
            let origin = at(lat, lon);
            let plane = Plane::around(origin);
            let there = plane.position([east_m, north_m]).unwrap();
            let back = plane.metres(there);
            prop_assert!(apart_m(back, [east_m, north_m]) < 0.2, "{back:?}");
            let flat_m = east_m.hypot(north_m);
            prop_assert!((origin.distance_m(there) - flat_m).abs() < 0.2 + 0.002 * flat_m);
        }
    }

    #[test]
    fn east_is_right_and_north_is_up_also_across_the_date_line() {
        let plane = Plane::around(at(65.6, 179.9995));
        let [east_m, north_m] = plane.metres(at(65.601, -179.9995));
        assert!((east_m - 45.9).abs() < 0.3 && (north_m - 111.2).abs() < 0.3, "{east_m} {north_m}");
        assert_eq!(plane.position([46.0, 0.0]), Some(at(65.6, -179.999_499)));
    }

    #[test]
    fn a_pole_is_no_number_out_of_bounds() {
        let plane = Plane::around(at(90.0, 0.0));
        assert!(plane.metres(at(89.999, 120.0)).iter().all(|it| it.is_finite()));
        assert_eq!(plane.position([0.0, 1.0]), None);
    }
}
