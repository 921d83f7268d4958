//! What we ask of a phone, in our own words.
//!
//! Promises: pure rules, tested natively. A position is taken for a tap only while it is fresh; a later one is taken
//! only when it says more about where the tap was, for the walker walks on.

use shared::geo::Fix;

/// Older than this a fix says where the walker was, not where they are.
pub const FRESH_MS: i64 = 10_000;

/// For this long after a tap a better fix may still come.
pub const AFTER_TAP_MS: i64 = 15_000;

/// How fast people walk who look around them.
const WALKING_M_PER_S: f64 = 1.4;

/// Why there is no fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoFix {
    /// The person or the phone's settings said no.
    Refused,
    /// It was looked for and not found: indoors, in a tunnel.
    NotFound,
    /// The phone cannot.
    Unsupported,
}

/// A photo as it is stored: re-encoded JPEG, upright, without EXIF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodedPhoto {
    /// The JPEG.
    pub bytes: Vec<u8>,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// The fix to record with a tap: the latest, if it is fresh.
pub fn fix_for_tap(latest: Option<Fix>, tapped_at_ms: i64) -> Option<Fix> {
    latest.filter(|fix| is_fresh(fix, tapped_at_ms))
}

/// Whether the fix still says where the phone is.
pub fn is_fresh(fix: &Fix, now_ms: i64) -> bool {
    now_ms - fix.fixed_at_ms <= FRESH_MS
}

/// Whether a fix that came after the tap tells better where the tap was than the one known so far: it must be more
/// accurate even after what the walker may have walked in between.
pub fn is_better(later: &Fix, known: Option<&Fix>, tapped_at_ms: i64) -> bool {
    let after_ms = later.fixed_at_ms - tapped_at_ms;
    if !(0..=AFTER_TAP_MS).contains(&after_ms) {
        return false;
    }
    known.is_none_or(|known| {
        let (off_m, known_off_m) = (off_m(later, tapped_at_ms), off_m(known, tapped_at_ms));
        // Each edit is sent and kept for ever: a fifth better is worth one.
        off_m < 0.8 * known_off_m
    })
}

/// How far from the tap the fix may be: its own accuracy and what was walked between the two.
#[expect(clippy::cast_precision_loss, reason = "seconds within a walk are far below 2^53")]
fn off_m(fix: &Fix, tapped_at_ms: i64) -> f64 {
    let apart_s = (fix.fixed_at_ms - tapped_at_ms).abs() as f64 / 1_000.0;
    fix.best_accuracy_m() + WALKING_M_PER_S * apart_s
}

/// Width and height with the longer side at most `longest_px`; `None` for an empty picture.
pub fn scaled(width: u32, height: u32, longest_px: u32) -> Option<(u32, u32)> {
    let longest = width.max(height);
    if width == 0 || height == 0 {
        return None;
    }
    if longest <= longest_px {
        return Some((width, height));
    }
    let side = |px: u32| {
        let rounded = (u64::from(px) * u64::from(longest_px) + u64::from(longest / 2)) / u64::from(longest);
        u32::try_from(rounded).unwrap_or(longest_px).max(1)
    };
    Some((side(width), side(height)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::geo::FixSource;

    const TAP_MS: i64 = 1_000_000;

    fn fix(after_tap_ms: i64, accuracy_m: f64) -> Fix {
        let fixed_at_ms = TAP_MS + after_tap_ms;
        Fix { lat: 65.6, lon: 22.1, accuracy_m, fixed_at_ms, source: FixSource::Device, estimated: None }
    }

    #[test]
    fn a_fix_older_than_ten_seconds_is_never_taken() {
        let taken = |after_ms| fix_for_tap(Some(fix(after_ms, 5.0)), TAP_MS).is_some();
        assert_eq!([0, -10_000, -10_001].map(taken), [true, true, false]);
        assert_eq!(fix_for_tap(None, TAP_MS), None);
    }

    #[test]
    fn without_a_fix_any_within_fifteen_seconds_is_better() {
        let better = |after_ms| is_better(&fix(after_ms, 80.0), None, TAP_MS);
        assert_eq!([-1, 0, 15_000, 15_001].map(better), [false, true, true, false]);
    }

    #[test]
    fn a_later_fix_must_outdo_what_was_walked_since() {
        let better =
            |after_ms, accuracy_m| is_better(&fix(after_ms, accuracy_m), Some(&fix(0, 20.0)), TAP_MS);
        assert!(better(2_000, 6.0));
        assert!(!better(10_000, 6.0), "14 m walked and 6 m off is no better than 20 m");
        assert!(!better(1_000, 19.0));
    }

    #[test]
    fn a_photo_keeps_its_shape() {
        assert_eq!(scaled(4_000, 3_000, 1_600), Some((1_600, 1_200)));
        assert_eq!(scaled(3_000, 4_000, 1_600), Some((1_200, 1_600)));
        assert_eq!(scaled(640, 480, 1_600), Some((640, 480)));
        assert_eq!(scaled(20_000, 3, 1_600), Some((1_600, 1)));
        assert_eq!(scaled(0, 3, 1_600), None);
    }
}
