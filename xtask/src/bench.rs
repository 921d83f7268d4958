//! The measured figures: sizes here, the rest by the `bench` program of `tests`.
//!
//! Promises: everything measured is the release build, with the app embedded as it is delivered.

use crate::failure::Failure;
use crate::place::Place;
use crate::{dist, serve, setup, shell, size, test};

pub(crate) fn run(place: &Place, passed: &[String]) -> Result<(), Failure> {
    let tools = setup::test_tools(place)?;
    dist::run(place)?;
    println!("Building the release server …");
    serve::build_server(place, &["--release"])?;
    size::run(place)?;
    let mut bench =
        shell::cargo(&place.root, &["run", "--release", "--quiet", "-p", "tests", "--bin", "bench", "--"]);
    bench.args(passed.iter().filter(|argument| *argument != "--"));
    shell::run(test::surroundings(&mut bench, place, &tools, "release"))
}
