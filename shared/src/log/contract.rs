//! The suite that every log must pass: memory, the phone's IndexedDB, the server's database.
//!
//! Promises: each case gets a fresh log; a broken promise panics with the case's name.
#![expect(clippy::unwrap_used, reason = "a suite that tests call")]

use super::{AppendError, Log, Refusal};
use crate::id::SeriesId;
use crate::record::Head;

const A: SeriesId = SeriesId::from_bytes([0xa; 16]);
const B: SeriesId = SeriesId::from_bytes([0xb; 16]);

fn texts(of: &[&str]) -> Vec<String> {
    of.iter().map(ToString::to_string).collect()
}

fn head(of: &[&str]) -> Head {
    of.iter().fold(Head::empty(A), |head, text| head.then(text))
}

/// Runs every case, each on a new log.
pub async fn check<L: Log, F: Future<Output = L>>(mut new_log: impl FnMut() -> F) {
    an_empty_log_has_nothing(&new_log().await).await;
    what_is_appended_is_read_back(&new_log().await).await;
    the_same_append_again_changes_nothing(&new_log().await).await;
    an_overlap_adds_only_what_is_new(&new_log().await).await;
    a_gap_is_refused_and_changes_nothing(&new_log().await).await;
    a_fork_is_refused_and_changes_nothing(&new_log().await).await;
    series_do_not_touch_each_other(&new_log().await).await;
    reading_is_by_pages_in_order(&new_log().await).await;
}

async fn read<L: Log>(log: &L, series: SeriesId) -> Vec<String> {
    log.read(series, 0, 1_000).await.unwrap().into_iter().map(|record| record.text).collect()
}

async fn an_empty_log_has_nothing<L: Log>(log: &L) {
    assert_eq!(log.head(A).await.unwrap(), Head::empty(A));
    assert!(log.series().await.unwrap().is_empty());
    assert!(read(log, A).await.is_empty());
}

async fn what_is_appended_is_read_back<L: Log>(log: &L) {
    // Odd spacing, Swedish letters, Sámi letters and an emoji: bytes, not meaning.
    let odd = ["{ \"kind\" : \"x\" }", "{\"t\":\"åäö čđŋ 🏮\"}", "{}"];
    let appended = log.append(A, 1, &texts(&odd)).await.unwrap();
    assert_eq!((appended.head, appended.fresh), (head(&odd), 3));
    assert_eq!(read(log, A).await, odd);
    assert_eq!(log.head(A).await.unwrap(), head(&odd));
}

async fn the_same_append_again_changes_nothing<L: Log>(log: &L) {
    log.append(A, 1, &texts(&["1", "2"])).await.unwrap();
    let again = log.append(A, 1, &texts(&["1", "2"])).await.unwrap();
    let inside = log.append(A, 1, &texts(&["1"])).await.unwrap();
    assert_eq!((again.head, again.fresh, inside.head), (head(&["1", "2"]), 0, head(&["1", "2"])));
    assert_eq!(read(log, A).await, ["1", "2"]);
}

async fn an_overlap_adds_only_what_is_new<L: Log>(log: &L) {
    log.append(A, 1, &texts(&["1", "2"])).await.unwrap();
    let appended = log.append(A, 2, &texts(&["2", "3"])).await.unwrap();
    assert_eq!((appended.head, appended.fresh), (head(&["1", "2", "3"]), 1));
    assert_eq!(read(log, A).await, ["1", "2", "3"]);
}

async fn a_gap_is_refused_and_changes_nothing<L: Log>(log: &L) {
    log.append(A, 1, &texts(&["1"])).await.unwrap();
    for first in [0, 3, u64::from(u32::MAX)] {
        let refused = log.append(A, first, &texts(&["x"])).await;
        let gap = Refusal::Gap { head: head(&["1"]), first };
        assert!(matches!(refused, Err(AppendError::Refused(refusal)) if refusal == gap), "first {first}");
    }
    assert_eq!(read(log, A).await, ["1"]);
}

async fn a_fork_is_refused_and_changes_nothing<L: Log>(log: &L) {
    log.append(A, 1, &texts(&["1", "2"])).await.unwrap();
    let refused = log.append(A, 2, &texts(&["another 2", "3"])).await;
    let fork = Refusal::Fork { number: 2 };
    assert!(matches!(refused, Err(AppendError::Refused(refusal)) if refusal == fork));
    assert_eq!(read(log, A).await, ["1", "2"]);
}

async fn series_do_not_touch_each_other<L: Log>(log: &L) {
    log.append(B, 1, &texts(&["b"])).await.unwrap();
    log.append(A, 1, &texts(&["a"])).await.unwrap();
    assert_eq!(log.series().await.unwrap(), [A, B]);
    assert_eq!((read(log, A).await, read(log, B).await), (texts(&["a"]), texts(&["b"])));
}

async fn reading_is_by_pages_in_order<L: Log>(log: &L) {
    let many: Vec<String> = (1..=25).map(|number| number.to_string()).collect();
    log.append(A, 1, &many).await.unwrap();
    let page = log.read(A, 10, 5).await.unwrap();
    let numbers: Vec<u64> = page.iter().map(|record| record.id.number).collect();
    assert_eq!(numbers, [11, 12, 13, 14, 15]);
    assert!(page.iter().all(|record| record.text == record.id.number.to_string() && record.id.series == A));
}
