//! What the project depends on: licences, banned crates and sources, by `cargo-deny` and `deny.toml`.
//!
//! Promises: works offline once everything was fetched; known vulnerabilities are looked up where the RustSec database lies on the machine, and
//! otherwise the output says that they were not.

use crate::failure::Failure;
use crate::place::Place;
use crate::{setup, shell};
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) fn run(place: &Place) -> Result<(), Failure> {
    let program = setup::cargo_deny(place)?;
    // A build fetches what it needs; cargo-deny reads also what other targets need.
    shell::run(&mut shell::cargo(&place.root, &["fetch", "--locked", "--quiet"]))?;
    let check = |what: &[&str]| {
        let mut deny = Command::new(&program);
        deny.current_dir(&place.root).args(["--offline", "check", "--hide-inclusion-graph"]).args(what);
        deny
    };
    shell::run(&mut check(&["licenses", "bans", "sources"]))?;
    if let Some(database) = advisory_database() {
        println!("Known vulnerabilities: RustSec's database of {}.", date_of(&database));
        shell::run(&mut check(&["--disable-fetch", "advisories"]))
    } else {
        println!("NOT CHECKED: known vulnerabilities. `cargo deny fetch` brings RustSec's database.");
        Ok(())
    }
}

/// Where `cargo deny fetch` leaves RustSec's database.
fn advisory_database() -> Option<PathBuf> {
    let databases = setup::cargo_home()?.join("advisory-dbs");
    let mut found = std::fs::read_dir(databases).ok()?.flatten().map(|entry| entry.path());
    found.find(|path| path.join(".git").exists())
}

fn date_of(database: &Path) -> String {
    let database = database.to_string_lossy();
    shell::answer("git", &["-C", &database, "log", "-1", "--format=%cs"]).unwrap_or_default()
}
