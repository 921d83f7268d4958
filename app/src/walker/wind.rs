//! Which way and how far: what a list says in the stead of a map.

use shared::geo::{Direction, Position, bearing_deg, direction};

use super::whereabouts::Whereabouts;

use crate::t;

/// The eight winds, clockwise from north.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wind {
    /// 0°
    North,
    /// 45°
    NorthEast,
    /// 90°
    East,
    /// 135°
    SouthEast,
    /// 180°
    South,
    /// 225°
    SouthWest,
    /// 270°
    West,
    /// 315°
    NorthWest,
}

/// Metres north and east from `here` to `there` on a plane, exact to a metre over a walk. Without trigonometric functions,
/// which weigh more than this file.
fn metres(here: Position, there: Position) -> (f64, f64) {
    const METRES_PER_DEGREE: f64 = 111_195.0;
    let north = (there.lat() - here.lat()) * METRES_PER_DEGREE;
    let east = (there.lon() - here.lon()) * METRES_PER_DEGREE * cosine(here.lat().to_radians());
    (north, east)
}

/// The cosine of a latitude, by its series up to the tenth power: 5·10⁻⁷ off at the poles and less elsewhere.
fn cosine(radians: f64) -> f64 {
    let square = radians * radians;
    let coefficients = [-1.0 / 90.0, -1.0 / 56.0, -1.0 / 30.0, -1.0 / 12.0, -1.0 / 2.0];
    coefficients.iter().fold(1.0, |sum, coefficient| 1.0 + sum * coefficient * square)
}

/// How far it is, in metres.
pub fn distance_m(here: Position, there: Position) -> f64 {
    let (north, east) = metres(here, there);
    (north * north + east * east).sqrt()
}

/// The wind in which `there` lies from `here`.
pub fn wind(here: Position, there: Position) -> Wind {
    /// The tangent of 22.5°: where a wind ends and its neighbour begins.
    const NARROW: f64 = 0.414_213_562;
    let (north, east) = metres(here, there);
    let (mostly_north, mostly_east) = (east.abs() < NARROW * north.abs(), north.abs() < NARROW * east.abs());
    match (mostly_north, mostly_east, north >= 0.0, east >= 0.0) {
        (true, _, true, _) => Wind::North,
        (true, _, false, _) => Wind::South,
        (_, true, _, true) => Wind::East,
        (_, true, _, false) => Wind::West,
        (_, _, true, true) => Wind::NorthEast,
        (_, _, true, false) => Wind::NorthWest,
        (_, _, false, true) => Wind::SouthEast,
        (_, _, false, false) => Wind::SouthWest,
    }
}

/// Where somebody stands, how well that is known, and which way they head if they walk.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Here {
    /// Where.
    pub position: Position,
    accuracy_m: f64,
    heading_deg: Option<f64>,
}

impl Here {
    /// From what the phone knows.
    pub fn of(whereabouts: &Whereabouts) -> Option<Self> {
        let fix = whereabouts.latest?;
        let (accuracy_m, heading_deg) = (fix.best_accuracy_m(), whereabouts.heading_deg);
        Some(Self { position: fix.best_position()?, accuracy_m, heading_deg })
    }
}

/// "40 m framåt till höger" for who walks, else "40 m åt nordost", or "här" within the phone's own doubt.
pub fn way_text(here: &Here, there: Position) -> String {
    let distance_m = distance_m(here.position, there);
    if distance_m <= here.accuracy_m.clamp(5.0, 25.0) {
        return t!("way-here");
    }
    let ahead = bearing_deg(here.position, there).and_then(|bearing| direction(here.heading_deg, bearing));
    let way = ahead.map_or_else(|| wind_text(wind(here.position, there)), direction_text);
    t!("way", metres = rounded(distance_m), wind = way)
}

fn direction_text(direction: Direction) -> String {
    match direction {
        Direction::Ahead => t!("way-ahead"),
        Direction::AheadRight => t!("way-ahead-right"),
        Direction::Right => t!("way-right"),
        Direction::BehindRight => t!("way-behind-right"),
        Direction::Behind => t!("way-behind"),
        Direction::BehindLeft => t!("way-behind-left"),
        Direction::Left => t!("way-left"),
        Direction::AheadLeft => t!("way-ahead-left"),
    }
}

/// Metres as people say them: tens from twenty on, hundreds from a thousand on.
fn rounded(metres: f64) -> f64 {
    let step = if metres < 20.0 {
        1.0
    } else if metres < 1_000.0 {
        10.0
    } else {
        100.0
    };
    (metres / step).round() * step
}

fn wind_text(wind: Wind) -> String {
    match wind {
        Wind::North => t!("wind-north"),
        Wind::NorthEast => t!("wind-north-east"),
        Wind::East => t!("wind-east"),
        Wind::SouthEast => t!("wind-south-east"),
        Wind::South => t!("wind-south"),
        Wind::SouthWest => t!("wind-south-west"),
        Wind::West => t!("wind-west"),
        Wind::NorthWest => t!("wind-north-west"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wind_is_the_nearest_of_eight_and_knows_that_meridians_meet() {
        let porson = Position::new(65.617, 22.137).unwrap();
        let at = |lat, lon| wind(porson, Position::new(65.617 + lat, 22.137 + lon).unwrap());
        assert_eq!(at(0.001, 0.0), Wind::North);
        assert_eq!(at(-0.001, 0.0), Wind::South);
        assert_eq!(at(0.0, 0.001), Wind::East);
        assert_eq!(at(0.0, -0.001), Wind::West);
        // At 65.6° north a degree east is 0.41 of a degree north.
        assert_eq!(at(0.001, 0.002_42), Wind::NorthEast);
        assert_eq!(at(0.001, -0.000_9), Wind::North);
    }

    #[test]
    fn the_plane_agrees_with_the_sphere_over_a_walk() {
        let here = Position::new(65.617, 22.137).unwrap();
        for (lat, lon) in [(65.617, 22.138), (65.62, 22.12), (65.6, 22.2), (65.617, 22.137)] {
            let there = Position::new(lat, lon).unwrap();
            let (plane, sphere) = (distance_m(here, there), here.distance_m(there));
            assert!((plane - sphere).abs() <= 0.002 * sphere, "{plane} m and {sphere} m");
        }
        for degrees in [0.0_f64, 30.0, 55.0, 65.6, 71.0, 90.0] {
            let radians = degrees.to_radians();
            assert!((cosine(radians) - radians.cos()).abs() < 1e-6, "{degrees}°");
        }
    }

    #[test]
    fn distances_are_said_as_people_say_them() {
        let told = [7.4, 23.0, 468.0, 1_249.0].map(|metres| format!("{:.0}", rounded(metres)));
        assert_eq!(told, ["7", "20", "470", "1200"]);
    }
}
