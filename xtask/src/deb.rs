//! The Debian package of the server, with the app inside.
//!
//! Promises: the package that is left was unpacked, its unit was looked through, its program was started and answered; and
//! where root can boot a copy of this machine, systemd started it there, shut in, and again after a kill.

use crate::failure::Failure;
use crate::place::Place;
use crate::{dist, serve, shell};
use std::process::Command;

pub(crate) fn run(place: &Place) -> Result<(), Failure> {
    packager()?;
    dist::run(place)?;
    println!("Building the release server …");
    serve::build_server(place, &["--release"])?;
    let package = place.target.join("debian/lykta.deb");
    let mut deb = shell::cargo(&place.root, &["deb", "--no-build", "--package", "server", "--output"]);
    shell::run(deb.arg(&package))?;
    check(place, &package)?;
    println!("{} is the package.", package.display());
    Ok(())
}

/// Starts what is in the package.
fn check(place: &Place, package: &std::path::Path) -> Result<(), Failure> {
    let tests = ["test", "--package", "tests", "--test", "package", "--", "--nocapture"];
    shell::run(shell::cargo(&place.root, &tests).env("LYKTA_DEB", package))
}

/// Sees to it that `cargo deb` is there.
fn packager() -> Result<(), Failure> {
    if shell::answer("cargo", &["deb", "--version"]).is_some() {
        return Ok(());
    }
    println!("Adding cargo-deb …");
    shell::run(Command::new("cargo").args(["install", "cargo-deb", "--locked", "--no-default-features"]))
}
