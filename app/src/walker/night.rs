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
        let night = walker.screen.peek(|screen| screen.is_under_way()) && is_after_sunset(walker);
        page::wear(night.then_some("night"));
        walker.night.set(night);
    }
}

fn is_after_sunset(walker: Walker) -> bool {
    let here = walker.whereabouts.peek(|it| it.latest).and_then(|fix| fix.best_position());
    let place = here.or_else(|| {
        let around = walker.around()?;
        let [lon, lat] = *around.walk.loop_line.first()?;
        Position::new(lat, lon).ok()
    });
    let light = place.and_then(|place| light(place, now_ms()));
    matches!(light, Some(Light::Twilight | Light::Dark))
}
