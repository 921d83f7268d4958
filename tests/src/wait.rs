//! Waiting for what must come, with a deadline and a name.

use std::time::{Duration, Instant};

/// How long anything may take here: what a person would wait for, on a machine that is busy with other things.
pub const PATIENCE: Duration = Duration::from_secs(45);

const BETWEEN_LOOKS: Duration = Duration::from_millis(30);

/// Asks until there is an answer; panics with `what` when none came in time.
pub async fn until<T>(what: &str, ask: impl AsyncFnMut() -> Option<T>) -> T {
    within(PATIENCE, what, ask).await
}

/// Asks until there is an answer; panics with `what` when none came within `limit`.
pub async fn within<T>(limit: Duration, what: &str, ask: impl AsyncFnMut() -> Option<T>) -> T {
    let found = patiently(limit, ask).await;
    found.unwrap_or_else(|| panic!("waited {} s in vain: {what}", limit.as_secs()))
}

/// Asks until there is an answer or the time is over.
pub async fn patiently<T>(limit: Duration, mut ask: impl AsyncFnMut() -> Option<T>) -> Option<T> {
    let begun = now();
    loop {
        if let Some(answer) = ask().await {
            return Some(answer);
        }
        if begun.elapsed() > limit {
            return None;
        }
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
}

/// The present moment, for deadlines and measurements.
#[expect(clippy::disallowed_methods, reason = "tests measure how long the product takes")]
pub fn now() -> Instant {
    Instant::now()
}

/// Half past six tomorrow evening, as people in Sweden write it: when the tests' walks start, whenever they run.
pub fn tomorrow_evening() -> String {
    const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
    let tomorrow = server::date::swedish(clock_ms() + DAY_MS);
    let (day, _) = tomorrow.split_once(' ').expect("a day and a time");
    format!("{day}T18:30")
}

/// The wall clock in milliseconds since 1970, as phones say it.
#[expect(clippy::disallowed_methods, reason = "tests play phones, which have clocks")]
pub fn clock_ms() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    i64::try_from(since.expect("it is after 1970").as_millis()).expect("and before the end of time")
}
