//! The project's chores, in Rust only: build, serve, test, tidy, size, bench.
//!
//! Promises: every chore runs on a fresh machine without questions, says in sentences what it does, and ends
//! with a sentence and a non-zero status at the first thing that is wrong.

mod bench;
mod deb;
mod deny;
mod dist;
mod failure;
mod fuzz;
mod place;
mod serve;
mod setup;
mod shell;
mod size;
mod soak;
mod test;
mod texts;
mod tidy;
mod torture;
mod wasm;

use failure::Failure;
use place::Place;
use std::process::ExitCode;

const HELP: &str = "\
The chores of Lykta: cargo xtask <chore>

  serve [--demo] [ARGS…]  build everything and serve on http://127.0.0.1:8080, data under ./data;
                          --demo adds a marked demonstration municipality; ARGS go to `lykta serve`
  test [-- FILTER…]       everything that has to hold, installing what it lacks; with FILTER only those tests
  dist [--contract]       build both faces into dist/ (wasm, texts, styles; hashed and compressed);
                          --contract also the page that runs the log's contract in a browser
  deb                     the Debian package of the server, unpacked and started once
  tidy                    what clippy cannot see: layering, file heads, texts, leftovers
  size                    bytes of walker and console against their budgets
  soak [SCHEDULES] [SEED] [REAL]
                          worlds of phones and a server that break in every way: nothing lost, nothing doubled;
                          REAL of them with the real server, one in two hundred unless told otherwise
  torture [kills|cuts|hostile|chromium|firefox] [HOW MANY] [SEED]
                          real servers and browsers killed, power cut, and a hostile phone on a walk: nothing lost,
                          doubled or corrupt, nobody kept waiting
  fuzz [SECONDS] [READER…]
                          whatever reads bytes from outside, under libFuzzer (nightly Rust); half an hour each
  bench [ARGS…]           sizes, then the measured figures (throughput, memory, cold start, tap to durable)
  help                    this text";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match chore(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nxtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn chore(arguments: &[String]) -> Result<(), Failure> {
    let place = Place::find();
    let (name, rest) = match arguments.split_first() {
        Some((name, rest)) => (name.as_str(), rest),
        None => ("help", arguments),
    };
    match name {
        "serve" => serve::run(&place, rest),
        "test" => test::run(&place, rest),
        "dist" => dist::chore(&place, rest),
        "deb" => deb::run(&place),
        "tidy" => tidy::run(&place),
        "size" => size::run(&place),
        "soak" => soak::run(&place, rest),
        "torture" => torture::run(&place, rest),
        "fuzz" => fuzz::run(&place, rest),
        "bench" => bench::run(&place, rest),
        "help" | "-h" | "--help" => {
            println!("{HELP}");
            Ok(())
        }
        other => Err(Failure::wrong(format!("there is no chore called “{other}”.\n\n{HELP}"))),
    }
}
