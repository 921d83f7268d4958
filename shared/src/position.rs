//! Where the phone is, made of what it says: fixes in, one estimate out.
//!
//! Promises: told the time; whatever a phone says, nothing here panics, is no number or stays stuck. What a phone said
//! is kept beside what was made of it. A jump is doubted until it has lasted as long as what it contradicts, at most
//! [`PATIENCE_MS`]; meanwhile the steps count and the jump does not. While somebody stands still their fixes are
//! averaged, and the accuracy told shrinks only as far as drifting errors allow.
//!
//! The accuracy of an estimate means what the phone's own does. W3C Geolocation asks for the radius that holds 95 %;
//! Android tells the one that holds 68 %, and browsers pass it on. We reckon with 68 %, which errs to the careful side.

mod known;
mod motion;
#[cfg(any(test, feature = "contract"))]
pub mod simulated;
mod standing;

use known::Known;

use crate::geo::{Estimated, Fix, Position};
use crate::time::seconds;

/// An older fix says where the walker was.
pub const STALE_MS: i64 = 10_000;

/// Without a fix for longer than this, nothing is known any more.
pub const FORGOTTEN_MS: i64 = 120_000;

/// For so long at most a jump is doubted. Between houses, reflections mislead a phone for about half a minute.
pub const PATIENCE_MS: i64 = 35_000;

/// Good enough to find one lamp among others, in metres.
pub const GOOD_M: f64 = 5.0;

/// Beyond this many metres a place is uncertain.
pub const UNCERTAIN_M: f64 = 30.0;

/// A fix that may be farther off than this, in metres, is not used.
const MOST_ACCURACY_M: f64 = 20_000.0;

/// So many stale fixes in step with the clock show that the phone has two clocks, of which one is wrong.
const IN_STEP_TIMES: u32 = 3;

/// How far two clocks may part between two fixes and still be in step.
const IN_STEP_MS: i64 = 2_000;

/// How good an estimate is. It is told, and never stops anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Within [`GOOD_M`].
    Good,
    /// Between.
    Fair,
    /// Beyond [`UNCERTAIN_M`]: *osäker plats*.
    Uncertain,
}

/// Where the phone is, as well as can be told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The best place.
    pub position: Position,
    /// How far off it may be, in metres, in the sense of the phone's own fixes.
    pub accuracy_m: f64,
    /// How many fixes were averaged; 1 under way.
    pub fixes: u32,
    /// Since when the walker stands still, if they do.
    pub still_since_ms: Option<i64>,
    /// Where they walk, in degrees clockwise from north; absent when they stand or nobody can tell.
    pub heading_deg: Option<f64>,
    /// When the last fix was used, by the phone's clock.
    pub heard_at_ms: i64,
    /// That fix, as the phone said it.
    pub heard: Fix,
}

impl Estimate {
    /// How good it is.
    pub fn verdict(&self) -> Verdict {
        match self.accuracy_m {
            good if good <= GOOD_M => Verdict::Good,
            fair if fair <= UNCERTAIN_M => Verdict::Fair,
            _ => Verdict::Uncertain,
        }
    }

    /// The fix to record: what the phone said, and beside it what was made of it.
    pub fn fix(&self) -> Fix {
        let (lat, lon) = (self.position.lat(), self.position.lon());
        let accuracy_m = (self.accuracy_m * 10.0).ceil() / 10.0;
        Fix { estimated: Some(Estimated { lat, lon, accuracy_m, fixes: self.fixes }), ..self.heard }
    }
}

/// All that is known of where the phone is. It starts with nothing; each fix gives the next.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Filter {
    known: Option<Known>,
    late: Option<Late>,
}

/// A stale fix, and how many before it came in step with the clock.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Late {
    fixed_at_ms: i64,
    now_ms: i64,
    in_step: u32,
}

impl Filter {
    /// What is known after a fix that was heard now. A fix that is stale, older than the last or off the globe changes
    /// nothing of it.
    #[must_use]
    pub fn after(self, fix: &Fix, now_ms: i64) -> Self {
        let is_possible = (0.0..=MOST_ACCURACY_M).contains(&fix.accuracy_m);
        let Some(position) = fix.position().filter(|_| is_possible) else {
            return self;
        };
        let late = self.late(fix, now_ms);
        if late.is_some_and(|late| late.in_step < IN_STEP_TIMES) {
            return Self { late, ..self };
        }
        let at_ms = if late.is_some() { now_ms } else { fix.fixed_at_ms.min(now_ms) };
        let known = match self.known {
            None => Known::begun(fix, position, at_ms),
            Some(known) => known.after(fix, position, at_ms),
        };
        Self { known: Some(known), late }
    }

    /// Where the phone is now: the best that can be told as long as anything was heard within [`FORGOTTEN_MS`]. The
    /// longer ago, the less accurate it says it is.
    pub fn estimate(&self, now_ms: i64) -> Option<Estimate> {
        let known = self.known.as_ref()?;
        // A clock that was set back says as little about the time gone by as one that was set forward.
        let age_ms = now_ms.checked_sub(known.at_ms)?.checked_abs()?;
        if age_ms <= FORGOTTEN_MS { known.estimate(seconds(age_ms)) } else { None }
    }

    /// What makes the fix stale, if it is. Stale fixes whose times go on as the clock does are fresh ones of a phone
    /// whose satellites tell another time than its clock; those of a cache stand still, those of a queue come at once.
    fn late(&self, fix: &Fix, now_ms: i64) -> Option<Late> {
        let fixed_at_ms = fix.fixed_at_ms;
        if now_ms.saturating_sub(fixed_at_ms) <= STALE_MS {
            return None;
        }
        let is_in_step = self.late.is_some_and(|last| {
            let passed_ms = now_ms.saturating_sub(last.now_ms);
            let parted_ms = fixed_at_ms.saturating_sub(last.fixed_at_ms).saturating_sub(passed_ms);
            fixed_at_ms > last.fixed_at_ms
                && (IN_STEP_MS / 4..=STALE_MS).contains(&passed_ms)
                && (-IN_STEP_MS..=IN_STEP_MS).contains(&parted_ms)
        });
        let in_step = self.late.filter(|_| is_in_step).map_or(0, |last| last.in_step.saturating_add(1));
        Some(Late { fixed_at_ms, now_ms, in_step })
    }
}

#[cfg(test)]
mod tests;
