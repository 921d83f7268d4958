//! From a binary of `app` to the two files a browser loads: wasm and its JavaScript glue.
//!
//! Promises: wasm-bindgen runs as a library of the version in the lock file, so nothing is fetched while
//! building; the glue stands alone (no snippets, no npm packages, no default path to the wasm).

mod split;

use crate::failure::Failure;
use crate::place::Place;
use crate::{dist::pack, setup, shell};
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

/// What browsers run.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";
/// Part of the cache key: change it with the settings in `bind`.
const SETTINGS: &str = "web, no names, no producers, no markup, split with its table, 0.2.130";

/// What a browser loads of one binary.
#[derive(Debug, Clone)]
pub(crate) struct Bundle {
    /// The glue, an ES module whose default export starts the wasm.
    pub(crate) js: Vec<u8>,
    /// The module itself.
    pub(crate) wasm: Vec<u8>,
    /// The part of it that comes after the first paint.
    pub(crate) later: Option<Vec<u8>>,
}

/// The binary that only tests load, so that clippy may look at it while it is compiled: what it makes of our code is not
/// what is weighed and sent. With it what only wasm compiles is looked at.
const LINTED: &str = "contract";

/// Builds binaries of `app` for the browser, in the order given.
pub(crate) fn build(place: &Place, bins: &[&str]) -> Result<Vec<Bundle>, Failure> {
    setup::wasm_target(TARGET)?;
    bins.iter().try_for_each(|bin| compile(place, bin))?;
    bins.iter().map(|bin| bundle(place, bin)).collect()
}

/// Each by itself and with no more than it needs: what another binary links would be exported, and weigh, here too.
fn compile(place: &Place, bin: &str) -> Result<(), Failure> {
    let mut command = shell::cargo(&place.root, &["build", "--profile", "wasm", "--target", TARGET]);
    command.args(["-p", "app", "--no-default-features", "--bin", bin, "--features", feature_of(bin)]);
    if bin == LINTED {
        shell::linted(&mut command);
    }
    shell::run(&mut command)
}

/// The feature of `app` that a binary of it needs.
fn feature_of(bin: &str) -> &str {
    if is_split(bin) { "split" } else { bin }
}

/// Whether a part of it comes later: phones are on weak lines.
fn is_split(bin: &str) -> bool {
    bin == "walker"
}

fn bundle(place: &Place, bin: &str) -> Result<Bundle, Failure> {
    let built = place.target.join(TARGET).join("wasm").join(format!("{bin}.wasm"));
    let bytes = std::fs::read(&built).map_err(Failure::io("read", &built))?;
    let key = pack::digest(&[SETTINGS.as_bytes(), &bytes].concat());
    let cache = pack::cache(place)?;
    let kept = ["glue.js", "bound.wasm", "later.wasm"].map(|kind| cache.join(format!("{key}.{kind}")));
    let [js, wasm, later] = &kept;
    if let (Ok(js), Ok(wasm), later) = (std::fs::read(js), std::fs::read(wasm), std::fs::read(later).ok())
        && later.is_some() == is_split(bin)
    {
        return Ok(Bundle { js, wasm, later });
    }
    let bundle = if is_split(bin) { bind_halves(bin, &bytes, &cache.join(&key))? } else { bind(bin, bytes)? };
    let made = [Some(&bundle.js), Some(&bundle.wasm), bundle.later.as_ref()];
    for (path, bytes) in kept.iter().zip(made) {
        bytes.map_or(Ok(()), |bytes| keep(path, bytes))?;
    }
    Ok(bundle)
}

fn keep(path: &PathBuf, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::write(path, bytes).map_err(Failure::io("write", path))
}

/// Cuts a module in two and runs wasm-bindgen over the first half, which is all that it has to know.
fn bind_halves(name: &str, bytes: &[u8], workshop: &Path) -> Result<Bundle, Failure> {
    let halves = split::halves(name, bytes, workshop);
    std::fs::remove_dir_all(workshop).map_err(Failure::io("remove", workshop))?;
    let mut halves = halves?;
    let (js, wasm) = bound(name, std::mem::take(&mut halves.first))?;
    let js = halves.glue(name, &js)?;
    check(name, &js)?;
    Ok(Bundle { js: js.into_bytes(), wasm, later: Some(halves.second) })
}

fn bind(name: &str, bytes: Vec<u8>) -> Result<Bundle, Failure> {
    let (js, wasm) = bound(name, bytes)?;
    check(name, &js)?;
    Ok(Bundle { js: js.into_bytes(), wasm, later: None })
}

/// Runs wasm-bindgen over one module.
fn bound(name: &str, bytes: Vec<u8>) -> Result<(String, Vec<u8>), Failure> {
    let wrong = |why: String| Failure::wrong(format!("wasm-bindgen refused {name}.wasm: {why}"));
    let mut bindgen = Bindgen::new();
    bindgen.web(true).map_err(|why| wrong(why.to_string()))?;
    let mut output = bindgen
        .input_bytes(name, bytes)
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .omit_default_module_path(true)
        // The second half of a split module shares the table of functions.
        .keep_lld_exports(is_split(name))
        .generate_output()
        .map_err(|why| wrong(format!("{why:#}")))?;
    Ok((output.js().to_owned(), output.wasm_mut().emit_wasm()))
}

/// Whether the glue is one that our pages can load.
fn check(name: &str, js: &str) -> Result<(), Failure> {
    let wrong = |why: String| Failure::wrong(format!("the glue of {name} is refused: {why}"));
    if let Some(line) = foreign_import(js) {
        return Err(wrong(format!(
            "its glue has “{line}”; keep snippets out, the service worker knows one glue file for each face."
        )));
    }
    if writes_markup(js) {
        return Err(wrong(
            "it sets innerHTML, which the content security policy forbids (Trusted Types). Leptos does that for an \
             element inside `view!` whose attributes and children are all literal: make one of them an expression, \
             for example `class=THING` with a const, or `{text}`."
                .to_owned(),
        ));
    }
    Ok(())
}

/// The first line that makes the glue need another file. Snippets that nothing calls are not imported, and do no harm.
fn foreign_import(js: &str) -> Option<&str> {
    js.lines().map(str::trim).find(|line| line.starts_with("import ") || line.starts_with("export * from"))
}

/// Whether the glue hands strings to the browser's HTML parser.
fn writes_markup(js: &str) -> bool {
    js.contains(".innerHTML =") || js.contains(".outerHTML =") || js.contains("insertAdjacentHTML")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glue_that_needs_another_file_is_found_out() {
        let alone = "let wasm;\nexport function start() {}\n// import nothing\nconst url = import.meta.url;";
        assert_eq!(foreign_import(alone), None);
        let needy = "import { now } from './snippets/clock/inline0.js';\nlet wasm;";
        assert_eq!(foreign_import(needy), Some("import { now } from './snippets/clock/inline0.js';"));
    }

    #[test]
    fn glue_that_hands_strings_to_the_html_parser_is_found_out() {
        assert!(!writes_markup("getObject(arg0).textContent = 'x';"));
        assert!(writes_markup("getObject(arg0).innerHTML = getStringFromWasm0(arg1, arg2);"));
    }
}
