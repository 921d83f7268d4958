//! Whatever reads bytes from outside, under libFuzzer, one reader after the other.
//!
//! Promises: begins with samples of what each reads and goes on from what earlier runs found, under `target/fuzz-corpus`; ends
//! at the first crash with the bytes that led to it.

use crate::failure::Failure;
use crate::place::Place;
use crate::shell;
use std::path::Path;
use std::process::Command;

/// How long each reader is tried, in seconds, unless told otherwise.
const SECONDS: &str = "1800";

/// `cargo xtask fuzz [SECONDS] [READER…]`.
pub(crate) fn run(place: &Place, passed: &[String]) -> Result<(), Failure> {
    setup()?;
    let corpus = place.target.join("fuzz-corpus");
    let (seconds, asked): (Vec<&String>, Vec<&String>) =
        passed.iter().partition(|argument| argument.parse::<u64>().is_ok());
    let seconds = seconds.first().map_or(SECONDS, |seconds| seconds.as_str());
    for reader in seeds(place, &corpus)? {
        if asked.is_empty() || asked.contains(&&reader) {
            println!("Fuzzing “{reader}” for {seconds} s …");
            fuzz(place, &reader, &corpus, seconds)?;
        }
    }
    Ok(())
}

fn setup() -> Result<(), Failure> {
    if shell::answer("rustup", &["run", "nightly", "rustc", "--version"]).is_none() {
        shell::run(Command::new("rustup").args(["toolchain", "install", "nightly", "--profile", "minimal"]))?;
    }
    if shell::on_path("cargo-fuzz").is_none() {
        shell::run(Command::new("cargo").args(["install", "--locked", "cargo-fuzz"]))?;
    }
    Ok(())
}

/// Writes the samples; the names of the readers.
fn seeds(place: &Place, corpus: &Path) -> Result<Vec<String>, Failure> {
    let mut command =
        shell::cargo(&place.root, &["run", "--quiet", "--package", "tests", "--bin", "seeds", "--"]);
    let output = command.arg(corpus).output().map_err(|source| shell::not_started(&command, source))?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(Failure::wrong(format!("the samples could not be written: {why}")));
    }
    Ok(String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect())
}

fn fuzz(place: &Place, reader: &str, corpus: &Path, seconds: &str) -> Result<(), Failure> {
    let mut command = Command::new("rustup");
    command.current_dir(&place.root).args(["run", "nightly", "cargo", "fuzz", "run"]);
    // What is unsafe is in libraries that are fuzzed by their own; without a sanitizer it is as quick as it can be.
    command.args(["--fuzz-dir", "tests/fuzz", "--sanitizer", "none", "--target-dir"]);
    command.arg(place.target.join("fuzz")).arg(reader).arg(corpus.join(reader)).arg("--");
    command.arg(format!("-max_total_time={seconds}"));
    // Slower than this nobody waits for, and more than this no server has to give.
    shell::run(command.args(["-timeout=20", "-rss_limit_mb=4096", "-print_final_stats=1", "-verbosity=0"]))
}
