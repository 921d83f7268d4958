//! Where the things under test lie: told by the environment, else where `cargo` and `cargo xtask dist` put them.

use std::path::{Path, PathBuf};

/// The root of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies in the workspace").to_owned()
}

fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |it| root().join(it))
}

fn told(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

fn there(path: PathBuf, made_by: &str) -> PathBuf {
    assert!(path.exists(), "{} is not there; `{made_by}` makes it", path.display());
    path
}

/// The server's binary.
pub fn lykta() -> PathBuf {
    let profile = if cfg!(debug_assertions) { "debug" } else { "release" };
    let built = told("LYKTA_BIN").unwrap_or_else(|| target().join(profile).join("lykta"));
    there(built, "cargo build -p server")
}

/// The app as it is served.
pub fn dist() -> PathBuf {
    there(told("LYKTA_DIST").unwrap_or_else(|| root().join("dist")), "cargo xtask dist")
}

/// The app that the environment names; without it the server serves its own.
pub fn told_dist() -> Option<PathBuf> {
    told("LYKTA_DIST")
}

/// The page that runs the log contract in a browser.
pub fn contract_dist() -> PathBuf {
    let built = told("LYKTA_CONTRACT_DIST").unwrap_or_else(|| target().join("contract-dist"));
    there(built, "cargo xtask test")
}

/// The accessibility checker.
pub fn axe() -> PathBuf {
    let installed = root().join("tests/node_modules/axe-core/axe.min.js");
    there(told("LYKTA_AXE").unwrap_or(installed), "npm ci --prefix tests")
}

/// A file of the demonstration.
pub fn demonstration(name: &str) -> PathBuf {
    root().join("server/demo").join(name)
}

/// Where screenshots go.
pub fn screenshots() -> PathBuf {
    let directory = target().join("screenshots");
    std::fs::create_dir_all(&directory).expect("target/ can be written");
    directory
}

/// A program by its name: told by `variable`, on the path, or where cargo installs.
pub fn program(name: &str, variable: &str) -> PathBuf {
    let on_path = std::env::var_os("PATH")
        .into_iter()
        .flat_map(|path| std::env::split_paths(&path).collect::<Vec<_>>())
        .chain([target().join("tools/bin")])
        .chain(told("HOME").map(|home| home.join(".cargo/bin")))
        .map(|directory| directory.join(name));
    let found = told(variable).into_iter().chain(on_path).find(|path| path.is_file());
    found.unwrap_or_else(|| panic!("{name} is not installed; `cargo xtask test` installs it"))
}

/// Real files to test with that are not ours to carry; `None` (said aloud) where they are not at hand.
pub fn shared_files(below: &str, wanted_by: &str) -> Option<PathBuf> {
    let base = told("LYKTA_SHARED_DATA").unwrap_or_else(|| root().join("../shared/data"));
    let found = base.join(below);
    if let Ok(found) = found.canonicalize() {
        return Some(found);
    }
    println!("skipped: {wanted_by} ({} is not here; LYKTA_SHARED_DATA says where it is)", found.display());
    None
}
