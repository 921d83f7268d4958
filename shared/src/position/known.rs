//! What is known of the phone's place, and what each fix makes of it.

use super::motion::Motion;
use super::standing::Standing;
use super::{Estimate, PATIENCE_MS, STALE_MS};
use crate::geo::{Fix, Metres, Plane, Position, apart_m, bearing_of};
use crate::time::seconds;

/// Radius that holds 68 % of a normal distribution in the plane, in deviations along one axis.
const RADIUS_68: f64 = 1.51;

/// No phone is better than this, in metres, whatever it says.
const LEAST_ACCURACY_M: f64 = 2.0;

/// After a longer gap what was known before does not matter.
const GAP_MS: i64 = 60_000;

/// After a longer gap what was known before has to prove itself again.
const PROVEN_GAP_MS: i64 = 10_000;

/// Even a first fix is doubted so long before another place is believed.
const LEAST_PATIENCE_MS: i64 = 2_000;

/// When nothing fits anything for this long beyond all patience, one begins anew.
const ASTRAY_MS: i64 = 10_000;

/// A fix jumps when the square of its distance is more than this many variances of fix, place and turn together.
const JUMP: f64 = 4.0;

/// Who turns back is twice their speed off after a second: the square of that over the speed's.
const TURN_S2: f64 = 4.0;

/// The share of a doubted jump's square that the estimate may be off along one axis: whether the place before or the one
/// after is right, the claim shall hold as often as it says.
const DOUBTED: f64 = 0.25;

/// Slower than this, in metres per second, is standing still; faster than the other is not.
const STILL_M_PER_S: f64 = 0.35;
const MOVES_M_PER_S: f64 = 0.8;

/// A heading is told when the speed is this many deviations of what it may be off.
const HEADS: f64 = 1.0;

/// So long after the first fix one can tell whether somebody stands.
const LEARNT_MS: i64 = 4_000;

/// Farther than this, and than one and a half times what the phone tells, is another place to stand.
const STRAYS_M: f64 = 8.0;
const STRAYS_TOLD: f64 = 1.5;

/// For how long, in seconds, the accuracy that a phone told counts.
const TOLD_S: f64 = 10.0;

/// One walks on for this long after the last fix, in seconds: not so far that a place is invented.
const GOES_ON_S: f64 = 2.0;

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Known {
    plane: Plane,
    motion: Motion,
    standing: Option<Standing>,
    doubt: Option<Doubt>,
    /// One over the variance that the phone tells, smoothed.
    told_per_m2: f64,
    /// Since when the fixes belong together.
    proven_from_ms: i64,
    /// When a fix last was where it was to be expected.
    fitted_at_ms: i64,
    /// When the last fix was used.
    pub(super) at_ms: i64,
    heard: Fix,
}

/// A jump that may not be one.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Doubt {
    jump_m: Metres,
    since_ms: i64,
}

/// Along one axis, in square metres.
fn variance_m2(fix: &Fix) -> f64 {
    let deviation_m = fix.accuracy_m.max(LEAST_ACCURACY_M) / RADIUS_68;
    deviation_m * deviation_m
}

fn less(a: Metres, b: Metres) -> Metres {
    [a[0] - b[0], a[1] - b[1]]
}

impl Known {
    pub(super) fn begun(fix: &Fix, position: Position, at_ms: i64) -> Self {
        let fix_m2 = variance_m2(fix);
        Self {
            plane: Plane::around(position),
            motion: Motion::begun([0.0; 2], fix_m2),
            standing: None,
            doubt: None,
            told_per_m2: 1.0 / fix_m2,
            proven_from_ms: at_ms,
            fitted_at_ms: at_ms,
            at_ms,
            heard: *fix,
        }
    }

    pub(super) fn after(self, fix: &Fix, position: Position, at_ms: i64) -> Self {
        let after_ms = at_ms.saturating_sub(self.at_ms);
        if !(-STALE_MS..=GAP_MS).contains(&after_ms) {
            return Self::begun(fix, position, at_ms);
        }
        let is_same = (fix.lat, fix.lon) == (self.heard.lat, self.heard.lon);
        if after_ms < 0 || after_ms == 0 && is_same {
            return self;
        }
        let proven_from_ms = if after_ms > PROVEN_GAP_MS { at_ms } else { self.proven_from_ms };
        let motion = self.motion.later(seconds(after_ms));
        let expected = Self { motion, proven_from_ms, at_ms, heard: *fix, ..self };
        expected.with(fix, position, seconds(after_ms))
    }

    /// With a fix, when motion has been brought up to its time.
    fn with(self, fix: &Fix, position: Position, after_s: f64) -> Self {
        let (fix_m, fix_m2) = (self.plane.metres(position), variance_m2(fix));
        if self.expects(fix_m, fix_m2) {
            let undoubted = Self { doubt: None, fitted_at_ms: self.at_ms, ..self };
            return undoubted.believing(fix_m, fix_m2, after_s);
        }
        let stays = self.doubt.filter(|doubt| self.expects(less(fix_m, doubt.jump_m), fix_m2));
        let fresh = Doubt { jump_m: less(fix_m, self.motion.at_m), since_ms: self.at_ms };
        let doubt = stays.unwrap_or(fresh);
        if self.has_lasted(&doubt) {
            return Self::begun(fix, position, self.at_ms);
        }
        let doubting = Self { doubt: Some(doubt), ..self };
        if stays.is_some() {
            doubting.believing(less(fix_m, doubt.jump_m), fix_m2, after_s)
        } else {
            doubting
        }
    }

    fn expects(&self, fix_m: Metres, fix_m2: f64) -> bool {
        let off_m = apart_m(fix_m, self.motion.at_m);
        let turn_m2 = TURN_S2 * self.motion.speed() * self.motion.speed();
        off_m * off_m <= JUMP * (self.motion.place_m2 + fix_m2 + turn_m2)
    }

    /// Whether a jump has lasted as long as what it contradicts, or nothing has fitted for too long.
    fn has_lasted(&self, doubt: &Doubt) -> bool {
        let proven_ms = self.fitted_at_ms.saturating_sub(self.proven_from_ms);
        let patience_ms = proven_ms.clamp(LEAST_PATIENCE_MS, PATIENCE_MS);
        self.at_ms - doubt.since_ms >= patience_ms
            || self.at_ms - self.fitted_at_ms >= PATIENCE_MS + ASTRAY_MS
    }

    fn believing(self, fix_m: Metres, fix_m2: f64, after_s: f64) -> Self {
        let motion = self.motion.with(fix_m, fix_m2);
        let kept = (-after_s / TOLD_S).exp();
        let told_per_m2 = kept * self.told_per_m2 + (1.0 - kept) / fix_m2;
        let believed = Self { motion, told_per_m2, ..self };
        let standing = match self.standing {
            Some(standing) if believed.stays_with(&standing) => Some(standing.with(fix_m, fix_m2, after_s)),
            None if believed.has_stopped() => Some(Standing::begun(self.at_ms, fix_m, fix_m2)),
            _ => None,
        };
        Self { standing, ..believed }
    }

    fn has_stopped(&self) -> bool {
        self.at_ms - self.proven_from_ms >= LEARNT_MS && self.motion.speed() < STILL_M_PER_S
    }

    fn stays_with(&self, standing: &Standing) -> bool {
        let strays_m = STRAYS_M.max(STRAYS_TOLD * RADIUS_68 / self.told_per_m2.sqrt());
        self.motion.speed() <= MOVES_M_PER_S && apart_m(self.motion.at_m, standing.at_m) <= strays_m
    }

    /// The estimate so many seconds after the last fix.
    pub(super) fn estimate(&self, age_s: f64) -> Option<Estimate> {
        let grown_m2 = self.motion.later(age_s).place_m2 - self.motion.place_m2;
        // Under way the errors of the fixes drift too slowly to be averaged away.
        let (at_m, known_m2) = if let Some(standing) = &self.standing {
            (standing.at_m, standing.place_m2(seconds(self.at_ms - standing.since_ms)))
        } else {
            let goes_on = self.motion.later(age_s.min(GOES_ON_S));
            (goes_on.at_m, self.motion.place_m2.max(1.0 / self.told_per_m2))
        };
        let doubted_m = self.doubt.map_or(0.0, |doubt| apart_m(doubt.jump_m, [0.0; 2]));
        Some(Estimate {
            position: self.plane.position(at_m)?,
            accuracy_m: RADIUS_68 * (known_m2 + grown_m2 + DOUBTED * doubted_m * doubted_m).sqrt(),
            fixes: self.standing.as_ref().map_or(1, |standing| standing.fixes),
            still_since_ms: self.standing.as_ref().map(|standing| standing.since_ms),
            heading_deg: self.heading_deg(),
            heard_at_ms: self.at_ms,
            heard: self.heard,
        })
    }

    /// Only of somebody who walks so that it can be told which way.
    fn heading_deg(&self) -> Option<f64> {
        let is_sure = self.motion.speed() > MOVES_M_PER_S.max(HEADS * self.motion.speed_variance.sqrt());
        if is_sure && self.standing.is_none() { bearing_of(self.motion.speed_m_per_s) } else { None }
    }
}
