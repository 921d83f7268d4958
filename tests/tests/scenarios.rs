//! Nothing lost, nothing doubled: worlds of phones, officers and a server, each decided by a seed.

use tests::world::campaign::{self, Against};
use tests::world::{Schedule, known};

/// How many schedules a test run lives through against the real server, unless `LYKTA_SCHEDULES` says otherwise: with
/// those below 100,000, in less than five minutes of two cores. `cargo xtask soak` runs more.
const SCHEDULES: u64 = 6_000;

/// So many for each of them against the plain server, where one takes a fortieth of the time.
const PLAIN_TIMES: u64 = 16;

fn campaign(against: Against, first: u64, times: u64) {
    let told = std::env::var("LYKTA_SCHEDULES").ok().and_then(|told| told.parse().ok());
    let outcome = campaign::run(against, times * told.unwrap_or(SCHEDULES), first);
    println!("{outcome}");
    assert!(outcome.broken.is_none(), "a promise was broken: see above");
}

#[test]
fn whatever_happens_nothing_is_lost_and_nothing_doubled() {
    campaign(Against::RealServer, 0, 1);
}

#[test]
fn phones_lose_and_double_nothing() {
    campaign(Against::PlainServer, 1_000_000, PLAIN_TIMES);
}

#[test]
fn the_same_seed_decides_the_same() {
    for seed in 0..20 {
        let digest = || campaign::digest_of(Schedule::new(seed));
        assert_eq!(digest(), digest(), "seed {seed}");
    }
}

#[test]
fn who_joined_after_the_copy_was_taken_that_is_restored_goes_on_sending() {
    campaign::digest_of(known::a_copy_from_before_a_phone_joined());
}

#[test]
fn a_hotels_page_that_answers_who_joins_again_is_no_reason_to_give_up() {
    campaign::digest_of(known::a_portal_lets_in_who_joins_again());
}

#[test]
fn a_file_is_taken_in_whatever_was_said_while_it_was_saved_and_before_its_phone_comes() {
    campaign::digest_of(known::a_file_is_saved_while_another_tab_says_something());
    campaign::digest_of(known::a_file_comes_before_its_phone());
}

#[test]
fn a_photo_comes_again_when_the_server_is_a_copy_from_before_it() {
    campaign::digest_of(known::a_copy_from_before_a_record_and_its_photo());
    campaign::digest_of(known::a_copy_from_between_a_record_and_its_photo());
}

#[test]
fn nobody_joins_a_walk_that_the_restored_copy_does_not_know() {
    campaign::digest_of(known::a_walk_that_is_gone_is_joined());
}

#[test]
fn a_photo_comes_again_with_its_record_when_the_server_knows_nothing_of_the_series() {
    campaign::goes_well(&known::a_server_that_leaves_out_what_it_has_nothing_of());
}
