//! Makes sure that there is a `dist/` to embed, if only an empty one.

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let dist = Path::new("../dist");
    // A debug build reads the files while it runs and need not be built again for them.
    if env::var_os("PROFILE").is_some_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed={}", dist.display());
    }
    fs::create_dir_all(dist)
}
