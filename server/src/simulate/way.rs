//! Where a phone notes that it walked: what its own position filter and recorder make of simulated fixes.
//!
//! Promises: only phones whose walkers let that be noted; the same stretches that the app would write.

use shared::position::Filter;
use shared::statement::{Gap, Tracked};
use shared::track::Recorder;

use super::chance::Chance;
use super::gps::Gps;
use super::phone::{Walker, at_ms, delay_s};

/// Share of walkers who let their phones note where they walk.
const CONSENT: f64 = 0.7;

/// The stretches of one walker, each with the second of the walk at which it is written.
pub(super) fn stretches(walker: &Walker<'_>) -> Vec<(f64, Tracked)> {
    let mut chance = Chance::new(walker.seed, "way", walker.index);
    if !chance.happens(CONSENT) {
        return Vec::new();
    }
    let (mut gps, mut recorder, mut filter) = (Gps::new(chance), Recorder::default(), Filter::default());
    let delay_s = delay_s(walker.seed, walker.index);
    let (mut written, mut second) = (Vec::new(), 0.0);
    while second <= walker.track.duration_s() {
        let (at_s, now_ms) = (second + delay_s, at_ms(walker, second + delay_s));
        filter = filter.after(&gps.fix(walker.track.at(second), at_s, now_ms), now_ms);
        let ready = filter.estimate(now_ms).and_then(|estimate| recorder.take(&estimate));
        written.extend(ready.map(|tracked| (at_s, tracked)));
        second += 1.0;
    }
    let last = recorder.stop(Gap::Paused).map(|tracked| (walker.track.duration_s() + delay_s, tracked));
    written.into_iter().chain(last).collect()
}
