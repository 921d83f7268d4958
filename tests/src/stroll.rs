//! A way walked at a walker's pace.

use crate::browser::Browser;
use crate::says::beside;

/// Walkers walk so far in ten seconds, in metres.
pub const STEP_M: f64 = 13.0;

/// So long each step takes.
pub const STEP_MS: u32 = 10_000;

const METRES_PER_DEGREE: f64 = 111_195.0;

/// The places on a line of `(lat, lon)` that are a step from each other.
pub fn steps(line: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut places = vec![];
    let mut left_m = STEP_M;
    for pair in line.windows(2) {
        let ((lat, lon), (to_lat, to_lon)) = (pair[0], pair[1]);
        let (north_m, east_m) =
            ((to_lat - lat) * METRES_PER_DEGREE, (to_lon - lon) * METRES_PER_DEGREE * lat.to_radians().cos());
        let leg_m = north_m.hypot(east_m);
        while left_m <= leg_m {
            places.push(beside(pair[0], north_m * left_m / leg_m, east_m * left_m / leg_m));
            left_m += STEP_M;
        }
        left_m -= leg_m;
    }
    places
}

/// Walks from place to place; answers where that ends. The browser needs its own clock.
pub async fn walks(browser: &Browser, places: &[(f64, f64)]) -> (f64, f64) {
    for place in places {
        browser.walks_on_to(*place, 6.0, STEP_MS).await;
    }
    *places.last().expect("there is somewhere to walk")
}
