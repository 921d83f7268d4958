//! Night mode: after sunset at the place, while walking, unless the walker chose a look of their own.
//!
//! Promises: the phone's own clock and place decide, without net; what was chosen by hand is never changed.

use shared::geo::Position;
use shared::light::{Light, light};

use super::state::Walker;
use crate::platform::page;
use crate::platform::time::now_ms;

/// Puts the night on or off, as the sun stands.
pub fn look(walker: Walker) {
    if page::saved_theme().is_none() {
        let night = walker.screen.peek(|screen| screen.is_under_way())
            && place(walker).is_some_and(|place| is_after_sunset(place, now_ms()));
        page::wear(night.then_some("night"));
        walker.night.set(night);
    }
}

/// Where the phone is, else where the walk begins.
fn place(walker: Walker) -> Option<Position> {
    let here = walker.whereabouts.peek(|it| it.latest).and_then(|fix| fix.best_position());
    here.or_else(|| {
        let around = walker.around()?;
        let [lon, lat] = *around.walk.loop_line.first()?;
        Position::new(lat, lon).ok()
    })
}

fn is_after_sunset(place: Position, now_ms: i64) -> bool {
    matches!(light(place, now_ms), Some(Light::Twilight | Light::Dark))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-06-21T12:00Z and 2026-12-21T12:00Z.
    const MIDSUMMER_NOON_MS: i64 = 1_782_043_200_000;
    const MIDWINTER_NOON_MS: i64 = 1_797_854_400_000;
    const HOUR_MS: i64 = 3_600_000;

    #[test]
    fn in_lulea_it_is_night_long_before_supper_in_winter_and_hardly_ever_in_summer() {
        let lulea = Position::new(65.584, 22.155).unwrap();
        let after = |noon_ms: i64, hours: i64| is_after_sunset(lulea, noon_ms + hours * HOUR_MS);
        assert_eq!([0, 2, 5].map(|hours| after(MIDWINTER_NOON_MS, hours)), [false, true, true]);
        assert_eq!([0, 5, 9].map(|hours| after(MIDSUMMER_NOON_MS, hours)), [false, false, false]);
    }
}
