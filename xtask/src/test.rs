//! The second of the two commands: everything that has to hold.
//!
//! Promises: runs unattended on a clean clone, in one order, and stops at the first thing that does not hold.
//! The tests are told where things lie by `LYKTA_BIN`, `LYKTA_DIST`, `LYKTA_CONTRACT_DIST`, `LYKTA_AXE`,
//! `LYKTA_POSTGRES`, `LYKTA_DEB`, `GECKODRIVER`.

use crate::failure::Failure;
use crate::place::Place;
use crate::setup::{self, Tools};
use crate::{deb, deny, dist, serve, shell, size, tidy};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

pub(crate) fn run(place: &Place, passed: &[String]) -> Result<(), Failure> {
    let filters: Vec<&String> = passed.iter().filter(|argument| *argument != "--").collect();
    let begun = now();
    if filters.is_empty() {
        cheap_steps(place)?;
    }
    let tools = step("what the tests need", || setup::test_tools(place))?;
    step("dist", || dist::run(place))?;
    step("the log's contract for the browser", || dist::contract_page(place))?;
    step("server", || shell::run(shell::linted(&mut serve::server_build(place))))?;
    if filters.is_empty() {
        step("what it depends on", || deny::run(place))?;
    }
    // Takes longer than most tests do that somebody asks for by name.
    let package = filters.is_empty().then(|| step("package", || deb::for_tests(place))).transpose()?;
    step("tests", || tests(place, &tools, package.as_deref(), &filters))?;
    if filters.is_empty() {
        step("size", || size::run(place))?;
    }
    println!("\nEverything that was checked holds ({:.0} s).", begun.elapsed().as_secs_f32());
    Ok(())
}

/// Seconds, so they come first.
fn cheap_steps(place: &Place) -> Result<(), Failure> {
    setup::rust_components()?;
    step("fmt", || shell::run(&mut shell::cargo(&place.root, &["fmt", "--all", "--check"])))?;
    step("tidy", || tidy::run(place))
}

fn tests(place: &Place, tools: &Tools, package: Option<&Path>, filters: &[&String]) -> Result<(), Failure> {
    for packages in [&shell::CHORES[..], &shell::HOUSE] {
        let mut tests = shell::cargo(&place.root, &["test", "--no-fail-fast"]);
        tests.args(packages).arg("--").args(filters);
        tests.envs(package.map(|package| ("LYKTA_DEB", package)));
        shell::run(shell::linted(surroundings(&mut tests, place, tools, "debug")))?;
    }
    Ok(())
}

/// Tells a command where things lie.
pub(crate) fn surroundings<'a>(
    command: &'a mut Command,
    place: &Place,
    tools: &Tools,
    profile: &str,
) -> &'a mut Command {
    command
        .env("LYKTA_BIN", place.lykta(profile))
        .env("LYKTA_DIST", place.dist())
        .env("LYKTA_CONTRACT_DIST", place.target.join("contract-dist"))
        .env("LYKTA_AXE", &tools.axe)
        .env("LYKTA_POSTGRES", &tools.postgres)
        .env("GECKODRIVER", &tools.geckodriver)
}

/// One step with its heading and what it took.
fn step<T>(name: &str, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    println!("\n── {name}");
    let begun = now();
    let result = work()?;
    println!("── {name}: {:.1} s", begun.elapsed().as_secs_f32());
    Ok(result)
}

#[expect(clippy::disallowed_methods, reason = "how long a chore took is measured where it runs")]
fn now() -> Instant {
    Instant::now()
}
