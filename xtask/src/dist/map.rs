//! The map's script: the bridge in `assets/map` with MapLibre and PMTiles in one file, and MapLibre's worker beside it.
//!
//! Promises: built from the packages of the lock file alone; the same sources give the same bytes.

use super::lean::lean;
use super::stamp::Piece;
use crate::failure::Failure;
use crate::place::Place;
use crate::{setup, shell};
use std::path::Path;
use std::process::Command;

/// Everything that the map loads when it is first wanted.
pub(crate) fn pieces(place: &Place) -> Result<[Piece; 3], Failure> {
    let sources = place.assets().join("map");
    setup::npm_packages(&sources)?;
    let read = |path: &Path| std::fs::read(path).map_err(Failure::io("read", path));
    let bundle = place.target.join("map.js");
    let mut esbuild = Command::new("node");
    esbuild.current_dir(&sources).arg("node_modules/esbuild/bin/esbuild").arg("map.js");
    esbuild.args([
        "--bundle",
        "--format=esm",
        "--minify",
        "--target=es2020",
        "--log-level=warning",
        "--legal-comments=none",
    ]);
    shell::run(esbuild.arg(format!("--outfile={}", bundle.display())))?;
    let worker = sources.join("node_modules/maplibre-gl/dist/maplibre-gl-csp-worker.js");
    let style = Piece::built("map.later.css".to_owned(), read(&sources.join("map.css"))?);
    Ok([
        Piece::built("map.later.js".to_owned(), read(&bundle)?),
        Piece::built("map-worker.later.js".to_owned(), read(&worker)?),
        lean(place, style)?,
    ])
}
