//! Which way and how far: what a list says in the stead of a map.

use shared::geo::Position;

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

const CLOCKWISE: [Wind; 8] = [
    Wind::North,
    Wind::NorthEast,
    Wind::East,
    Wind::SouthEast,
    Wind::South,
    Wind::SouthWest,
    Wind::West,
    Wind::NorthWest,
];

/// The wind in which `there` lies from `here`, exact enough over a walk.
pub fn wind(here: Position, there: Position) -> Wind {
    let north = there.lat() - here.lat();
    let east = (there.lon() - here.lon()) * here.lat().to_radians().cos();
    let eighths = (east.atan2(north).to_degrees() / 45.0).round().rem_euclid(8.0);
    let at = (0_u8..8).find(|at| (f64::from(*at) - eighths).abs() < 0.5).unwrap_or(0);
    CLOCKWISE[usize::from(at)]
}

/// "40 m nordost", or "här" within the phone's own doubt.
pub fn way_text(here: Position, there: Position, accuracy_m: f64) -> String {
    let distance_m = here.distance_m(there);
    if distance_m <= accuracy_m.clamp(5.0, 25.0) {
        return t!("way-here");
    }
    t!("way", metres = rounded(distance_m), wind = wind_text(wind(here, there)))
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
    fn distances_are_said_as_people_say_them() {
        let told = [7.4, 23.0, 468.0, 1_249.0].map(|metres| format!("{:.0}", rounded(metres)));
        assert_eq!(told, ["7", "20", "470", "1200"]);
    }
}
