//! Estimates in, stretches out: what to record of where one walks.

use super::simplified::simplified;
use super::{Passed, stretch};
use crate::position::{Estimate, Verdict};
use crate::statement::{Gap, Tracked};
use crate::time::seconds;

/// A stretch lasts so long.
const STRETCH_MS: i64 = 30_000;

/// Without an estimate for longer than this one does not know where the walker was; a shorter hole is no gap.
const LOST_MS: i64 = 20_000;

/// Whoever has not come farther than this from where they stood has not left, in metres.
const LEAVES_M: f64 = 10.0;

/// Faster than this nobody walks or rolls, in metres per second; what an estimate may be off by comes on top.
const FASTEST_M_PER_S: f64 = 8.0;

/// The track may be off by as much as the estimates may be, within these bounds in metres. Finer would keep their errors,
/// which lengthen every way.
const FINEST_M: f64 = 2.0;
const COARSEST_M: f64 = 10.0;

/// A track being recorded.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Recorder {
    /// The points that are in no stretch yet. The first is where the walker stood or where the last stretch ended.
    open: Vec<Passed>,
    /// Whether they have left the first point.
    has_left: bool,
    worst_m: f64,
    after: Option<Gap>,
}

/// How one point follows another.
enum Step {
    /// As somebody walks.
    On,
    /// Not later.
    Back,
    /// So far or so late that nobody knows the way; also when the clock was set back.
    Leap,
}

fn step(last: &Passed, passed: &Passed, accuracy_m: f64) -> Step {
    let after_ms = passed.at_ms.saturating_sub(last.at_ms);
    let farthest_m = FASTEST_M_PER_S * seconds(after_ms.max(0)) + accuracy_m;
    if !(-LOST_MS..=LOST_MS).contains(&after_ms) {
        Step::Leap
    } else if after_ms <= 0 {
        Step::Back
    } else if last.position.distance_m(passed.position) > farthest_m {
        Step::Leap
    } else {
        Step::On
    }
}

impl Recorder {
    /// Takes in the estimate after a fix; a stretch that is ready is to be recorded now.
    pub fn take(&mut self, estimate: &Estimate) -> Option<Tracked> {
        if estimate.verdict() == Verdict::Uncertain {
            return None;
        }
        let passed = Passed { at_ms: estimate.heard_at_ms, position: estimate.position };
        let closed = match self.open.last().map(|last| step(last, &passed, estimate.accuracy_m)) {
            Some(Step::Back) => return None,
            Some(Step::Leap) => self.stop(Gap::Lost),
            Some(Step::On) | None => None,
        };
        self.worst_m = self.worst_m.max(estimate.accuracy_m);
        let ready = match estimate.still_since_ms {
            Some(_) => self.rest(passed, estimate.accuracy_m),
            None => self.go(passed, estimate.accuracy_m),
        };
        closed.or(ready)
    }

    /// To be called now and then: a stretch does not wait for a phone that has lost its place.
    pub fn tick(&mut self, now_ms: i64) -> Option<Tracked> {
        let is_lost = self.open.last().is_some_and(|last| now_ms.saturating_sub(last.at_ms) > LOST_MS);
        if is_lost { self.stop(Gap::Lost) } else { None }
    }

    /// Ends the stretch: the screen goes off, the walker pauses or ends the walk.
    pub fn stop(&mut self, why: Gap) -> Option<Tracked> {
        let closed = self.close();
        self.open.clear();
        self.has_left = false;
        self.worst_m = 0.0;
        self.after = Some(why);
        closed
    }

    fn go(&mut self, passed: Passed, accuracy_m: f64) -> Option<Tracked> {
        self.open.push(passed);
        let first = self.open[0];
        self.has_left |= first.position.distance_m(passed.position) > LEAVES_M.max(accuracy_m);
        if passed.at_ms - first.at_ms < STRETCH_MS {
            return None;
        }
        if self.has_left {
            let closed = self.close();
            self.open = vec![passed];
            return closed;
        }
        // Who hovers about a place for so long stands there.
        self.open = vec![Passed { at_ms: passed.at_ms, ..first }];
        None
    }

    fn rest(&mut self, passed: Passed, accuracy_m: f64) -> Option<Tracked> {
        let closed = if self.has_left {
            self.open.push(passed);
            self.stop(Gap::Still)
        } else {
            None
        };
        if self.after.is_none() {
            self.after = Some(Gap::Still);
        }
        self.open = vec![passed];
        self.worst_m = accuracy_m;
        closed
    }

    fn close(&mut self) -> Option<Tracked> {
        if !self.has_left {
            return None;
        }
        let worst_m = std::mem::take(&mut self.worst_m);
        let told = simplified(&self.open, worst_m.clamp(FINEST_M, COARSEST_M));
        stretch(&told, self.after.take(), worst_m)
    }
}
