//! The Debian package of the server, with the app inside.
//!
//! Promises: the package that is left was unpacked, its unit was looked through, its program was started and answered; and
//! where root can boot a copy of this machine, systemd started it there, shut in, and again after a kill.

use crate::failure::Failure;
use crate::place::Place;
use crate::{dist, serve, setup, shell};
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) fn run(place: &Place) -> Result<(), Failure> {
    dist::run(place)?;
    println!("Building the release server …");
    serve::build_server(place, &["--release"])?;
    let package = packed(place, "lykta.deb", &["--profile", "release"])?;
    check(place, &package)?;
    println!("{} is the package.", package.display());
    Ok(())
}

/// The package with the debug server in it, which reads the app from `dist/`: all else is as in the one for operators.
pub(crate) fn for_tests(place: &Place) -> Result<PathBuf, Failure> {
    packed(place, "lykta-for-tests.deb", &["--profile", "dev", "--no-strip", "--fast"])
}

/// What was built, as a package.
fn packed(place: &Place, name: &str, more: &[&str]) -> Result<PathBuf, Failure> {
    let package = place.target.join("debian").join(name);
    let mut deb = Command::new(setup::program(place, "cargo-deb", &["--no-default-features"])?);
    deb.current_dir(&place.root).args(["--no-build", "--package", "server", "--output"]).arg(&package);
    shell::run(deb.args(more))?;
    Ok(package)
}

/// Starts what is in the package.
fn check(place: &Place, package: &Path) -> Result<(), Failure> {
    let tests = ["test", "--package", "tests", "--test", "package", "--", "--nocapture"];
    shell::run(shell::cargo(&place.root, &tests).env("LYKTA_DEB", package))
}
