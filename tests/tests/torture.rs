//! Real kills and power cuts, so many as a test run has time for; `cargo xtask torture` goes through thousands.

use tests::torture::cuts::{self, Care};
use tests::torture::hostile::{self, Scale};
use tests::torture::kills;

const KILLS: u32 = 20;

const CUTS: usize = 300;

/// Rounds of each phone while the server is written down.
const ROUNDS: u64 = 8;

#[tokio::test]
async fn a_server_that_is_killed_over_and_over_loses_doubles_and_spoils_nothing() {
    let toll = kills::run(KILLS, 1, |_, _| ()).await;
    assert!(toll.is_clean(), "{toll}");
    assert!(toll.acknowledged > 0 && toll.broken > 0, "there was something to lose: {toll}");
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_a_power_cut_at_any_point() {
    let recorded = cuts::record(Care::Full, ROUNDS, 1).await;
    let outcome = recorded.cut(CUTS, 1);
    assert_eq!((outcome.lost, outcome.corrupt), (0, 0), "{outcome}");
    let careless = recorded.without_flushes_of_directories().cut(CUTS / 3, 1);
    assert!(careless.lost > 0, "the test can see that a photo has lost its name: {careless}");
}

#[tokio::test]
async fn a_power_cut_is_seen_to_take_what_was_not_flushed_before_it_was_acknowledged() {
    let outcome = cuts::record(Care::Normal, ROUNDS, 1).await.cut(CUTS / 3, 1);
    assert!(outcome.lost > 0, "with synchronous=NORMAL something is lost: {outcome}");
}

/// The most memory that a server holds whatever one phone sends, in MiB: some 60 when it does nothing.
const MOST_MIB: u64 = 320;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hostile_phone_harms_nobody_else_on_the_walk_and_fills_no_memory() {
    for outcome in hostile::run(Scale::SMALL, |outcome| println!("{outcome}")).await {
        assert!(outcome.waits.is_unharmed(), "{outcome}");
        assert!(outcome.peak_mib < MOST_MIB, "{outcome}");
        let limited = outcome.name != "guesses at the walk's code" || outcome.answers.contains("429");
        assert!(limited, "{outcome}");
    }
}
