//! Whatever a phone says.

use proptest::prelude::*;

use super::*;
use crate::geo::FixSource;

/// As far as the fastest walker comes in fifteen seconds, for which they keep their speed.
const FASTEST_REACH_M: f64 = 8.0 * 15.0;

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![3 => -200.0..200.0, 1 => any::<f64>()]
}

fn moment() -> impl Strategy<Value = i64> {
    prop_oneof![6 => 0_i64..300_000, 1 => any::<i64>()]
}

fn garbage() -> impl Strategy<Value = (Fix, i64)> {
    (number(), number(), number(), moment(), moment()).prop_map(
        |(lat, lon, accuracy_m, fixed_at_ms, now_ms)| {
            (Fix { lat, lon, accuracy_m, fixed_at_ms, source: FixSource::Device, estimated: None }, now_ms)
        },
    )
}

/// Fixes of one neighbourhood, in any order and at any time of five minutes, good and bad.
fn nearby() -> impl Strategy<Value = (Fix, i64)> {
    (-300.0..300.0, -300.0..300.0, 0.0..60.0, 0.0..300.0, 0.0..12.0).prop_map(
        |(east_m, north_m, accuracy_m, at_s, late_s)| {
            (fix_at([east_m, north_m], accuracy_m, at_s), clock_ms(at_s + late_s))
        },
    )
}

fn after_all(said: &[(Fix, i64)]) -> Filter {
    said.iter().fold(Filter::default(), |known, (fix, now_ms)| known.after(fix, *now_ms))
}

fn said(one: impl Strategy<Value = (Fix, i64)>) -> impl Strategy<Value = Vec<(Fix, i64)>> {
    prop::collection::vec(one, 0..60)
}

proptest! {
    #[test]
    fn nothing_is_ever_no_number(said in said(prop_oneof![garbage(), nearby()]), asked_ms in moment()) {
        let mut known = Filter::default();
        for (fix, now_ms) in said {
            known = known.after(&fix, now_ms);
            for at_ms in [now_ms, asked_ms] {
                let Some(found) = known.estimate(at_ms) else { continue };
                prop_assert!(found.accuracy_m.is_finite() && found.accuracy_m >= 0.5, "{found:?}");
                prop_assert!(found.heading_deg.is_none_or(|it| (0.0..360.0).contains(&it)), "{found:?}");
            }
        }
    }

    #[test]
    fn it_is_never_stuck(said in said(prop_oneof![garbage(), nearby()]), begins_ms in moment()) {
        let begins_ms = begins_ms.clamp(-1 << 50, 1 << 50);
        let mut known = after_all(&said);
        for second in 0..60 {
            let at_ms = begins_ms + second * 1_000;
            known = known.after(&Fix { fixed_at_ms: at_ms, ..fix_at([20.0, 10.0], 6.0, 0.0) }, at_ms);
        }
        let found = known.estimate(begins_ms + 59_000).unwrap();
        prop_assert!(off_m(&found, [20.0, 10.0]) < 6.0, "{found:?}");
    }

    #[test]
    fn an_estimate_is_where_its_fixes_were(said in said(nearby())) {
        let mut known = Filter::default();
        for (fix, now_ms) in said {
            known = known.after(&fix, now_ms);
            let Some(found) = known.estimate(now_ms) else { continue };
            let farthest_m = plane().metres(found.position).into_iter().map(f64::abs).fold(0.0, f64::max);
            prop_assert!(farthest_m < 300.0 + FASTEST_REACH_M, "{found:?}");
        }
    }

    #[test]
    fn the_last_fix_used_only_goes_forward_unless_a_clock_was_set(said in said(nearby())) {
        let mut last_ms = None;
        let mut known = Filter::default();
        for (fix, now_ms) in said {
            known = known.after(&fix, now_ms);
            let at_ms = known.known.map(|known| known.at_ms);
            let back_ms = last_ms.zip(at_ms).map_or(0, |(last, at): (i64, i64)| last - at);
            prop_assert!(back_ms <= 0 || back_ms > STALE_MS);
            last_ms = at_ms;
        }
    }
}
