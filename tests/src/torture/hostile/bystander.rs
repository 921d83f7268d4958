//! A resident on the same walk, behind the same address, who records and asks for answers as an app does.
//!
//! Promises: runs on a thread of its own, so that preparing an attack is not counted as waiting for the server.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use shared::log::Log as _;
use shared::sync::Line as _;
use shared::wire::PushRequest;

use crate::phone::Phone;
use crate::{says, wait};

/// Between two of its rounds: more often than an app asks, so that short waits are noticed.
const PAUSE: Duration = Duration::from_millis(25);

/// What the bystander met.
#[derive(Debug, Default)]
pub struct Waits {
    /// How long each record took to be acknowledged, in milliseconds.
    pub records_ms: Vec<f64>,
    /// How long each question for answers took, in milliseconds.
    pub answers_ms: Vec<f64>,
    /// Requests that were refused or broke.
    pub failed: usize,
    /// Records that the server did not acknowledge in the end.
    pub lost: u64,
}

impl Waits {
    /// Whether the bystander could do all that it came for.
    pub fn is_unharmed(&self) -> bool {
        (self.failed, self.lost) == (0, 0) && !self.records_ms.is_empty()
    }
}

impl std::fmt::Display for Waits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (records, answers) = (p99(&self.records_ms), p99(&self.answers_ms));
        let (count, failed, lost) = (self.records_ms.len(), self.failed, self.lost);
        write!(
            f,
            "records p99 {records:.0} ms, answers p99 {answers:.0} ms ({count} rounds), {failed} failed, {lost} lost"
        )
    }
}

fn p99(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values.get((values.len() * 99 / 100).min(values.len().saturating_sub(1))).copied().unwrap_or(f64::NAN)
}

/// The bystander at work.
pub(super) struct Bystander {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<Waits>,
}

impl Bystander {
    pub(super) fn start(base: String, code: String) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(walk(base, code, &stopped))
        });
        Self { stop, thread }
    }

    /// Ends after the round that is under way.
    pub(super) async fn stop(self) -> Waits {
        self.stop.store(true, Ordering::Relaxed);
        let joined = tokio::task::spawn_blocking(move || self.thread.join());
        joined.await.expect("a thread").expect("the bystander did not panic")
    }
}

async fn walk(base: String, code: String, stopped: &AtomicBool) -> Waits {
    let phone = Phone::join(base, &code).await;
    let mut waits = Waits::default();
    let mut acknowledged = 0;
    while !stopped.load(Ordering::Relaxed) || waits.records_ms.is_empty() {
        phone.say(&says::dark_at(says::beside(says::LAMP, 400.0 + said_m(&waits), 0.0))).await;
        acknowledged = record(&phone, acknowledged, &mut waits).await;
        ask(&phone, &mut waits).await;
        tokio::time::sleep(PAUSE).await;
    }
    // What was refused is sent again when the attack is over, as an app does.
    let sent = async || phone.send().await.ok();
    let came_home = wait::patiently(wait::PATIENCE, sent).await;
    waits.lost = if came_home.is_some() { 0 } else { phone.head().await.number - acknowledged };
    waits
}

/// One lamp every 20 m, so that no two of them are one.
#[expect(clippy::cast_precision_loss, reason = "small numbers")]
fn said_m(waits: &Waits) -> f64 {
    (waits.records_ms.len() + waits.failed) as f64 * 20.0
}

async fn record(phone: &Phone, acknowledged: u64, waits: &mut Waits) -> u64 {
    let Ok(records) = phone.store.read(phone.series(), acknowledged, usize::MAX).await;
    let request = PushRequest::new(phone.series(), acknowledged + 1, &records).expect("records are JSON");
    let begun = wait::now();
    if let Ok(answer) = phone.push(&request).await {
        waits.records_ms.push(begun.elapsed().as_secs_f64() * 1_000.0);
        answer.receipt.number
    } else {
        waits.failed += 1;
        acknowledged
    }
}

async fn ask(phone: &Phone, waits: &mut Waits) {
    let begun = wait::now();
    match phone.answers().await {
        Ok(_) => waits.answers_ms.push(begun.elapsed().as_secs_f64() * 1_000.0),
        Err(_) => waits.failed += 1,
    }
}
