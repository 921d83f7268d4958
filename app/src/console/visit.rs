//! When the person was here before, by this computer's memory.

use crate::platform::{settings, time};

const LAST_VISIT_KEY: &str = "desk-last-visit";

/// When the person was here before; and from now on, now. A visit lasts an hour.
pub fn last_visit_ms() -> Option<i64> {
    let now_ms = time::now_ms();
    let kept: Vec<i64> = settings::kept(LAST_VISIT_KEY)
        .iter()
        .flat_map(|it| it.split(' '))
        .filter_map(|it| it.parse().ok())
        .collect();
    let (before, began) = (kept.first().copied(), kept.get(1).copied());
    let fresh = began.is_none_or(|began| now_ms - began > 60 * 60 * 1_000);
    let (before, began) = if fresh { (began, now_ms) } else { (before, began.unwrap_or(now_ms)) };
    let first = before.map_or_else(|| "-".to_owned(), |it| it.to_string());
    settings::keep(LAST_VISIT_KEY, &format!("{first} {began}"));
    before
}
