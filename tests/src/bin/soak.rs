//! The long campaign: `cargo run --release -p tests --bin soak [SCHEDULES] [SEED]`, on every core, until a promise breaks.

use std::process::ExitCode;

use tests::world::campaign;

/// Schedules, unless told otherwise.
const SCHEDULES: u64 = 100_000;

/// After so many it says how far it has come.
const ROUND: u64 = 10_000;

fn main() -> ExitCode {
    let told: Vec<u64> = std::env::args().skip(1).filter_map(|told| told.parse().ok()).collect();
    let (schedules, first) = (told.first().copied().unwrap_or(SCHEDULES), told.get(1).copied().unwrap_or(0));
    let mut lived = 0;
    while lived < schedules {
        let round = ROUND.min(schedules - lived);
        let outcome = campaign::run(round, first.wrapping_add(lived));
        lived += round;
        println!("{lived} of {schedules}: {outcome}");
        if outcome.broken.is_some() {
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
