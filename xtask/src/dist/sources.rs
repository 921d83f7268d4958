//! Which file of `assets/` becomes what in `dist/`.
//!
//! Promises: the place of a file follows from its name alone, and a file that no rule knows is refused rather
//! than lost.

use super::stamp::{Home, Piece};
use crate::failure::Failure;
use crate::place::{extension, file_name, files_below};
use crate::texts;
use std::path::Path;

/// Everything `assets/` gives, texts compiled.
pub(crate) fn collect(assets: &Path) -> Result<Vec<Piece>, Failure> {
    let mut pieces = Vec::new();
    for path in files_below(assets)?.into_iter().filter(|path| !is_package(path)) {
        let below = path.strip_prefix(assets).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let Some(home) = home(&below)? else { continue };
        let body = std::fs::read(&path).map_err(Failure::io("read", &path))?;
        pieces.push(piece(&below, home, body));
    }
    for (language, tables) in texts::compile_all(assets)? {
        pieces.push(Piece::built(format!("texts-{language}.json"), tables.walker.into_bytes()));
        pieces.push(Piece::built(format!("later-texts-{language}.json"), tables.later.into_bytes()));
        pieces.push(Piece::built(format!("desk-texts-{language}.json"), tables.desk.into_bytes()));
    }
    Ok(pieces)
}

/// What npm put there.
fn is_package(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "node_modules")
}

/// A file is called by its name; a file at the root by where it is served.
fn piece(below: &str, home: Home, body: Vec<u8>) -> Piece {
    let name = match &home {
        Home::Root(path) => path.clone(),
        Home::Hashed => file_name(Path::new(below)),
    };
    Piece { template: is_template(&name), always: extension(&name) == "txt", name, home, body }
}

/// Where a file of `assets/` is served; `None` when it is a source of something else.
fn home(below: &str) -> Result<Option<Home>, Failure> {
    let name = below.rsplit('/').next().unwrap_or(below);
    let root = |path: &str| Ok(Some(Home::Root(path.to_owned())));
    match (name, extension(name)) {
        (_, "html") => root(below),
        ("sw.js" | "manifest.webmanifest" | "favicon.svg" | "favicon.ico" | "robots.txt", _) => root(name),
        (icon, "png") if icon.starts_with("icon-") || icon.starts_with("apple-touch-icon") => root(name),
        (_, "ftl" | "md") => Ok(None),
        // `dist/map.rs` bundles them.
        _ if below.starts_with("map/") => Ok(None),
        (_, "css" | "js" | "woff2" | "json" | "svg" | "png" | "jpg" | "webp" | "txt") => {
            Ok(Some(Home::Hashed))
        }
        _ => Err(Failure::wrong(format!(
            "assets/{below} has a kind of name that no rule in xtask/src/dist/sources.rs knows: say where it goes."
        ))),
    }
}

fn is_template(name: &str) -> bool {
    matches!(extension(name), "html" | "css" | "js" | "webmanifest")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_says_where_a_file_is_served() {
        let at = |name: &str| home(name).unwrap();
        assert_eq!(at("index.html"), Some(Home::Root("index.html".into())));
        assert_eq!(at("desk/index.html"), Some(Home::Root("desk/index.html".into())));
        assert_eq!(at("icons/icon-192.png"), Some(Home::Root("icon-192.png".into())));
        assert_eq!(at("css/walker.css"), Some(Home::Hashed));
        assert_eq!(at("texts/sv.ftl"), None);
        assert_eq!(at("map/map.js"), None);
    }

    #[test]
    fn a_file_that_no_rule_knows_is_refused() {
        assert!(home("sketch.psd").unwrap_err().to_string().contains("sketch.psd"));
    }
}
