//! Where the phone is, kept fresh while the walker is under way, and better fixes for what was tapped just now.

use shared::geo::Fix;
use shared::id::ObservationId;

use super::state::Walker;
use super::writer::Deed;
use crate::device::{AFTER_TAP_MS, FRESH_MS, NoFix, fix_for_tap, is_better, is_fresh};
use crate::platform::event::is_visible;
use crate::platform::geolocation::Watch;
use crate::platform::phone::{Battery, WakeLock};
use crate::platform::time::{Ticker, now_ms};
use shared::position::Filter;
use shared::statement::{Change, Gap, Tracked};
use shared::track::Recorder;

/// How often we look at the clock.
const TICK_MS: i32 = 4_000;

/// The accuracy that is good enough to find one lamp among others.
const GOOD_M: f64 = 15.0;

/// What is known of where the phone is.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Whereabouts {
    /// The last fix, with what was made of it and those before it.
    pub latest: Option<Fix>,
    /// Which way the walker heads, in degrees clockwise from north, if they walk.
    pub heading_deg: Option<f64>,
    /// Why there is none.
    pub trouble: Option<NoFix>,
}

/// How well the phone knows where it is now.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Knowing {
    /// Within so many metres.
    Within(f64),
    /// It looks.
    Looking,
    /// It may not or cannot.
    Not(NoFix),
}

impl Knowing {
    /// For the style sheet: `good`, `poor`, `none`.
    pub fn look(self) -> &'static str {
        match self {
            Self::Within(metres) if metres <= GOOD_M => "good",
            Self::Within(_) => "poor",
            Self::Looking | Self::Not(_) => "none",
        }
    }
}

impl Whereabouts {
    /// How well the phone knows where it is. A fix may be a tick older than one that would be recorded: the next tap
    /// asks anew.
    pub fn knowing(&self, now_ms: i64) -> Knowing {
        let fresh = self.latest.filter(|fix| is_fresh(fix, now_ms - i64::from(TICK_MS)));
        match (fresh, self.trouble) {
            (Some(fix), _) => Knowing::Within(fix.best_accuracy_m()),
            (None, Some(NoFix::NotFound) | None) => Knowing::Looking,
            (None, Some(trouble)) => Knowing::Not(trouble),
        }
    }
}

/// What keeps watch.
#[derive(Default)]
pub(super) struct Watching {
    watch: Option<Watch>,
    ticker: Option<Ticker>,
    awake: Option<WakeLock>,
    battery: Option<Battery>,
    filter: Filter,
    recorder: Recorder,
    taps: Vec<(ObservationId, i64)>,
}

impl Walker {
    /// Begins to watch where the phone is; asks the person the first time.
    pub fn watch_position(self) {
        if self.kept(|kept| kept.watching.watch.is_some()) {
            return;
        }
        match Watch::start(move |heard| self.hear(heard)) {
            Ok(watch) => self.kept_mut(|kept| {
                kept.watching.watch = Some(watch);
                kept.watching.ticker = Ticker::every(TICK_MS, move || self.tick());
            }),
            Err(trouble) => self.whereabouts.update(|it| it.trouble = Some(trouble)),
        }
        wasm_bindgen_futures::spawn_local(async move {
            let battery = Battery::ask().await;
            self.kept_mut(|kept| kept.watching.battery = battery);
            self.mind_battery();
        });
    }

    /// What is left of the power is for getting home, and for what is pointed out: the track rests, the screen may sleep.
    fn mind_battery(self) {
        let weary = self.kept(|kept| kept.watching.battery.as_ref().is_some_and(Battery::is_low));
        if weary == self.weary.now() {
            return;
        }
        if weary {
            self.stop_track(Gap::LowPower);
        }
        self.weary.set(weary);
        self.keep_awake(self.screen.peek(|screen| screen.is_under_way()));
    }

    /// Asks again, after the person changed their mind in the phone's settings.
    pub fn watch_position_again(self) {
        self.kept_mut(|kept| kept.watching.watch = None);
        self.whereabouts.set(Whereabouts::default());
        self.watch_position();
    }

    fn hear(self, heard: Result<Fix, NoFix>) {
        match heard {
            Ok(fix) => self.locate(&fix),
            Err(trouble) => self.whereabouts.update(|it| it.trouble = Some(trouble)),
        }
    }

    fn locate(self, fix: &Fix) {
        let now_ms = now_ms();
        let filter = self.kept(|kept| kept.watching.filter).after(fix, now_ms);
        self.kept_mut(|kept| kept.watching.filter = filter);
        let Some(estimate) = filter.estimate(now_ms) else { return };
        let latest = estimate.fix();
        self.whereabouts.set(Whereabouts {
            latest: Some(latest),
            heading_deg: estimate.heading_deg,
            trouble: None,
        });
        self.now_ms.set(now_ms);
        self.offer_to_taps(&latest);
        self.record_track(|recorder| recorder.take(&estimate));
    }

    /// Records what there is to record of the track, if the walker wants that and is under way.
    fn record_track(self, tell: impl FnOnce(&mut Recorder) -> Option<Tracked>) {
        if !self.tracks.now() || self.weary.now() || !self.screen.peek(|screen| screen.is_under_way()) {
            return;
        }
        let mut told = None;
        self.kept_mut(|kept| told = tell(&mut kept.watching.recorder));
        if let Some(tracked) = told {
            self.write(Deed::Track(tracked));
        }
    }

    /// Ends the track for now, and says why.
    pub(super) fn stop_track(self, why: Gap) {
        self.record_track(|recorder| recorder.stop(why));
    }

    fn tick(self) {
        if !is_visible() {
            return;
        }
        let now_ms = now_ms();
        self.now_ms.set(now_ms);
        self.mind_battery();
        self.record_track(|recorder| recorder.tick(now_ms));
        self.kept_mut(|kept| kept.watching.taps.retain(|(_, at)| now_ms - at <= AFTER_TAP_MS));
        // A phone that lies still says nothing by itself.
        let latest = self.whereabouts.peek(|it| it.latest);
        if latest.is_none_or(|fix| now_ms - fix.fixed_at_ms > FRESH_MS / 2) {
            self.ask_for_fix();
        }
    }

    fn ask_for_fix(self) {
        self.kept(|kept| {
            if let Some(watch) = &kept.watching.watch {
                watch.ask_now();
            }
        });
    }

    /// The fix to record with a tap now; a better one is looked for.
    pub(super) fn fix_now(self, tapped_at_ms: i64) -> Option<Fix> {
        self.ask_for_fix();
        fix_for_tap(self.whereabouts.peek(|it| it.latest), tapped_at_ms)
    }

    /// From now on a better fix is appended to what was tapped.
    pub(super) fn await_better_fix(self, of: ObservationId, tapped_at_ms: i64) {
        self.kept_mut(|kept| kept.watching.taps.push((of, tapped_at_ms)));
        if let Some(fix) = self.whereabouts.peek(|it| it.latest) {
            self.offer_to_taps(&fix);
        }
    }

    fn offer_to_taps(self, fix: &Fix) {
        let taps = self.kept(|kept| kept.watching.taps.clone());
        for (of, tapped_at_ms) in taps {
            let known = self.own.peek(|own| own.state.observation(of).map(|it| it.place().fix));
            if known.is_some_and(|known| is_better(fix, known.as_ref(), tapped_at_ms)) {
                self.write(Deed::Change { of, change: Change::Fix(*fix) });
            }
        }
    }

    /// Keeps the screen on while under way with power enough, and lets it sleep otherwise.
    pub(super) fn keep_awake(self, wanted: bool) {
        if !wanted || self.weary.now() {
            return self.kept_mut(|kept| kept.watching.awake = None);
        }
        wasm_bindgen_futures::spawn_local(async move {
            let lock = WakeLock::ask().await;
            let wanted = self.screen.peek(|screen| screen.is_under_way()) && !self.weary.now();
            self.kept_mut(|kept| kept.watching.awake = lock.filter(|_| wanted));
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::geo::FixSource;

    #[test]
    fn an_old_fix_is_no_longer_told_as_where_the_phone_is() {
        let fix = Fix {
            lat: 65.6,
            lon: 22.1,
            accuracy_m: 6.0,
            fixed_at_ms: 0,
            source: FixSource::Device,
            estimated: None,
        };
        let whereabouts =
            Whereabouts { latest: Some(fix), trouble: Some(NoFix::NotFound), ..Whereabouts::default() };
        assert_eq!(whereabouts.knowing(14_000), Knowing::Within(6.0));
        assert_eq!(whereabouts.knowing(14_001), Knowing::Looking);
        let refused = Whereabouts { trouble: Some(NoFix::Refused), ..Whereabouts::default() };
        assert_eq!(refused.knowing(0), Knowing::Not(NoFix::Refused));
    }

    #[test]
    fn accuracy_is_good_poor_or_none() {
        let looks = [Knowing::Within(6.0), Knowing::Within(40.0), Knowing::Looking].map(Knowing::look);
        assert_eq!(looks, ["good", "poor", "none"]);
    }
}
