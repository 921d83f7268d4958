//! The campaigns with real processes, by the `torture` program of `tests`.
//!
//! Promises: the build that tests use, since only that one can be told to be careless, which proves that the campaign can
//! fail; ends with a non-zero status at the first promise that is broken.

use crate::failure::Failure;
use crate::place::Place;
use crate::{dist, serve, setup, shell, test};
use std::process::Command;

pub(crate) fn run(place: &Place, passed: &[String]) -> Result<(), Failure> {
    let tools = setup::test_tools(place)?;
    dist::run(place)?;
    serve::build_server(place, &[])?;
    shell::run(shell::cargo(&place.root, &["build", "--bin", "torture"]).args(shell::HOUSE))?;
    let mut torture = Command::new(place.target.join("debug/torture"));
    torture.current_dir(&place.root).args(passed.iter().filter(|argument| *argument != "--"));
    shell::run(test::surroundings(&mut torture, place, &tools, "debug"))
}
