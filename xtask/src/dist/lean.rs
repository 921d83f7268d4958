//! Scripts and styles without what only their readers need.
//!
//! Promises: by the minifier of the lock file, so the same sources give the same bytes; names that others use stay; where the
//! build has yet to put in an address, its place stays.

use super::stamp::{Home, Piece};
use crate::failure::Failure;
use crate::place::{Place, extension};
use crate::shell;
use std::io::Write as _;
use std::process::{Command, Stdio};

/// The piece as it is sent: what browsers ask for by their own names is read as it stands, for it is fetched after all else.
pub(crate) fn lean(place: &Place, piece: Piece) -> Result<Piece, Failure> {
    let kind = extension(&piece.name).to_owned();
    match (&piece.home, kind.as_str()) {
        (Home::Hashed, "js" | "css") => Ok(Piece { body: minified(place, &kind, &piece.body)?, ..piece }),
        _ => Ok(piece),
    }
}

/// A script or style as `esbuild` makes it smaller.
fn minified(place: &Place, kind: &str, body: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut esbuild = Command::new("node");
    esbuild.current_dir(place.assets().join("map")).arg("node_modules/esbuild/bin/esbuild");
    esbuild.args(["--minify", "--legal-comments=none", "--log-level=error"]).arg(format!("--loader={kind}"));
    if is_module(body) {
        esbuild.arg("--format=esm");
    }
    esbuild.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = esbuild.spawn().map_err(|source| shell::not_started(&esbuild, source))?;
    let told = child.stdin.take().map_or(Ok(()), |mut input| input.write_all(body));
    let output = child.wait_with_output().and_then(|output| told.map(|()| output));
    let output = output.map_err(|source| shell::not_started(&esbuild, source))?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(Failure::wrong(format!("esbuild refused a {kind} file: {}.", output.status)))
    }
}

/// Whether it brings in or gives away names: all others of its own may be shortened then.
fn is_module(script: &[u8]) -> bool {
    let text = String::from_utf8_lossy(script);
    text.lines().any(|line| line.starts_with("import ") || line.starts_with("export "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_brings_in_or_gives_away_names_is_a_module() {
        assert!(is_module(b"// Starts.\nimport init from \"./a.js\";\n"));
        assert!(is_module(b"const a = 1;\nexport { a };\n"));
        assert!(!is_module(b"(function () { import(\"x\"); })();\n"));
    }
}
