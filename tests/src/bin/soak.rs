//! The long campaign: `cargo run --release -p tests --bin soak [SCHEDULES] [SEED] [REAL]`, on every core, until a promise
//! breaks.
//!
//! So many schedules against a plain server in memory, and `REAL` of them against the real one, which takes a hundred
//! times as long: one in two hundred, unless told otherwise.

use std::process::ExitCode;

use tests::world::campaign::{self, Against};

/// Schedules, unless told otherwise.
const SCHEDULES: u64 = 100_000;

/// One in so many is lived through with the real server.
const REAL: u64 = 200;

/// After so many it says how far it has come.
const ROUND: u64 = 2_000;

fn main() -> ExitCode {
    let told: Vec<u64> = std::env::args().skip(1).filter_map(|told| told.parse().ok()).collect();
    let (schedules, first) = (told.first().copied().unwrap_or(SCHEDULES), told.get(1).copied().unwrap_or(0));
    let real = told.get(2).copied().unwrap_or(schedules.div_ceil(REAL));
    let went_well = went_well(Against::PlainServer, "in memory", schedules, 50 * ROUND, first)
        && went_well(Against::RealServer, "real", real, ROUND, first);
    if went_well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn went_well(against: Against, server: &str, schedules: u64, round: u64, first: u64) -> bool {
    let mut lived = 0;
    while lived < schedules {
        let round = round.min(schedules - lived);
        let outcome = campaign::run(against, round, first.wrapping_add(lived));
        lived += round;
        println!("server {server}, {lived} of {schedules}: {outcome}");
        if outcome.broken.is_some() {
            return false;
        }
    }
    true
}
