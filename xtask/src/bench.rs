//! The measured figures: sizes here, the rest by the `bench` program of `tests`.
//!
//! Promises: everything measured is the release build, with the app embedded as it is delivered.

use std::process::Command;

use crate::failure::Failure;
use crate::place::Place;
use crate::{dist, serve, setup, shell, size, test};

pub(crate) fn run(place: &Place, passed: &[String]) -> Result<(), Failure> {
    let tools = setup::test_tools(place)?;
    dist::run(place)?;
    println!("Building the release server …");
    // Both in one go: what they stand on is built once.
    serve::build_server(place, &["--release", "--bin", "bench"])?;
    size::run(place)?;
    let mut bench = Command::new(place.target.join("release/bench"));
    bench.args(passed.iter().filter(|argument| *argument != "--"));
    shell::run(test::surroundings(&mut bench, place, &tools, "release"))
}
