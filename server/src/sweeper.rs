//! Clears away, now and then, what nobody goes on with.
//!
//! Promises: an upload is removed only when nothing of it has come for days; a disk that fails is told and tried again.

use std::time::{Duration, SystemTime};

use crate::clock;
use crate::state::Server;

/// How long a phone has time to go on with a photo.
const KEPT: Duration = Duration::from_hours(7 * 24);

/// How often one looks.
const EVERY: Duration = Duration::from_hours(1);

/// Looks for as long as the server lives.
pub async fn run(server: &Server) {
    loop {
        match server.photos.sweep(oldest(clock::now_ms())).await {
            Ok(0) => {}
            Ok(removed) => tracing::info!(removed, "uploads that nobody went on with were removed"),
            Err(error) => tracing::warn!(%error, "uploads that nobody went on with could not be removed"),
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// What has not been added to since then is removed.
fn oldest(now_ms: i64) -> SystemTime {
    let now = Duration::from_millis(now_ms.unsigned_abs());
    SystemTime::UNIX_EPOCH + now.saturating_sub(KEPT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_has_a_week() {
        let week_ms = 7 * 24 * 3_600_000;
        assert_eq!(oldest(week_ms + 5), SystemTime::UNIX_EPOCH + Duration::from_millis(5));
    }
}
