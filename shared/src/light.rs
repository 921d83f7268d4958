//! How light it was somewhere at some time: derived, never asked.
//!
//! Promises: the sun's place by the Solar Position Algorithm (Reda & Andreas, Solar Energy 76, 2004; crate
//! `solar-positioning`), good to 0.0003° of elevation; weather, trees and lamps are not in it.

use serde::{Deserialize, Serialize};
use solar_positioning::time::JulianDate;
use solar_positioning::{Location, SolarPositions};

use crate::geo::Position;
use crate::time::DAY_MS;

/// The sun's centre stands here, in degrees, when its upper edge touches the horizon: 34′ of refraction and a radius of
/// 16′, as almanacs reckon sunrise and sunset.
pub const SUNSET_DEG: f64 = -0.833;

/// Civil twilight ends here, in degrees: without lamps, things can no longer be told apart.
pub const CIVIL_DUSK_DEG: f64 = -6.0;

/// Terrestrial time less universal time, in seconds, as in the 2020s. It drifts by less than a second in a year, in which
/// the sun moves 0.004°.
const DELTA_T_S: f64 = 69.2;

/// The Julian date of 1970-01-01T00:00Z.
const EPOCH_JULIAN: f64 = 2_440_587.5;

/// The light of the sky.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Light {
    /// The sun is up.
    Daylight,
    /// Civil twilight, of morning or evening.
    Twilight,
    /// Darker than that.
    Dark,
}

/// The elevation of the sun's centre in degrees above the horizon, without refraction. `None` for a time for which
/// nobody knows it (before the year −2000 or after 6000), as a broken clock may tell.
pub fn sun_elevation_deg(at: Position, at_ms: i64) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of these years are below 2^53")]
    let julian = EPOCH_JULIAN + at_ms as f64 / DAY_MS as f64;
    let julian = JulianDate::new(julian, DELTA_T_S).ok()?;
    let location = Location { latitude: at.lat(), longitude: at.lon() };
    let sun = SolarPositions::new().at_from_julian(julian, location, 0.0, None).ok()?;
    Some(sun.elevation_angle())
}

/// How light it was.
pub fn light(at: Position, at_ms: i64) -> Option<Light> {
    sun_elevation_deg(at, at_ms).map(|elevation| match elevation {
        up if up >= SUNSET_DEG => Light::Daylight,
        low if low >= CIVIL_DUSK_DEG => Light::Twilight,
        _ => Light::Dark,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::MINUTE_MS;

    /// 2026-12-21T00:00Z
    const MIDWINTER_MS: i64 = 1_797_811_200_000;
    /// 2026-06-21T00:00Z
    const MIDSUMMER_MS: i64 = 1_782_000_000_000;

    fn lulea() -> Position {
        Position::new(65.584_8, 22.154_7).unwrap()
    }

    /// Minutes after midnight UTC at which the light changes, and into what.
    fn changes(at: Position, midnight_ms: i64) -> Vec<(i64, Light)> {
        let lights =
            (0..=24 * 60).map(|minute| (minute, light(at, midnight_ms + minute * MINUTE_MS).unwrap()));
        let mut changes: Vec<(i64, Light)> = Vec::new();
        for (minute, light) in lights {
            if changes.last().is_none_or(|(_, last)| *last != light) {
                changes.push((minute, light));
            }
        }
        changes
    }

    fn near(changes: &[(i64, Light)], expected: &[(i64, Light)]) {
        let close = |(a, b): (&(i64, Light), &(i64, Light))| a.1 == b.1 && (a.0 - b.0).abs() <= 1;
        assert!(changes.len() == expected.len() && changes.iter().zip(expected).all(close), "{changes:?}");
    }

    #[test]
    fn midwinter_in_lulea_has_three_hours_of_day() {
        // XEphem's libastro (VSOP87): dawn 7:20:33, sunrise 8:55:12, sunset 12:03:37, dusk 13:38:16, all UTC.
        let expected = [
            (0, Light::Dark),
            (7 * 60 + 21, Light::Twilight),
            (8 * 60 + 55, Light::Daylight),
            (12 * 60 + 4, Light::Twilight),
            (13 * 60 + 38, Light::Dark),
        ];
        near(&changes(lulea(), MIDWINTER_MS), &expected);
    }

    #[test]
    fn midsummer_in_lulea_is_never_dark() {
        // XEphem's libastro: sunset 22:06:33, sunrise 23:00:03, both UTC, and no dusk.
        let seen = changes(lulea(), MIDSUMMER_MS);
        assert!(seen.iter().all(|(_, light)| *light != Light::Dark), "{seen:?}");
        let expected = [(0, Light::Daylight), (22 * 60 + 7, Light::Twilight), (23 * 60, Light::Daylight)];
        near(&seen, &expected);
    }

    #[test]
    fn the_solar_position_algorithms_own_example_comes_out() {
        // Reda & Andreas 2004, table A5.1: 2003-10-17 12:30:30 at UTC − 7, zenith angle 50.11162° with refraction and
        // height; without both 50.128°.
        let golden = Position::new(39.742_476, -105.178_6).unwrap();
        let elevation = sun_elevation_deg(golden, 1_066_419_030_000).unwrap();
        assert!((elevation - (90.0 - 50.128)).abs() < 0.002, "{elevation}");
    }

    #[test]
    fn a_time_out_of_all_tables_has_no_light() {
        assert_eq!(light(lulea(), i64::MAX), None);
    }
}
