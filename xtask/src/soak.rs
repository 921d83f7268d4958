//! The long campaign of simulated worlds, by the `soak` program of `tests`.
//!
//! Promises: the release build, on every core; ends at the first broken promise with the seed and what led to it.

use crate::failure::Failure;
use crate::place::Place;
use crate::shell;

pub(crate) fn run(place: &Place, passed: &[String]) -> Result<(), Failure> {
    let run = ["run", "--release", "--quiet", "-p", "tests", "--bin", "soak", "--"];
    shell::run(shell::cargo(&place.root, &run).args(passed.iter().filter(|argument| *argument != "--")))
}
