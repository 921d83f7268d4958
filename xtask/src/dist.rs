//! `dist/`: everything a browser loads, as the server embeds it.
//!
//! Promises: what is under `/a/` is named by its content and never changes; the service worker's precache list
//! is what the walker's shell reaches; the directory is replaced whole or not at all, and left alone when
//! nothing changed.

pub(crate) mod lean;
pub(crate) mod map;
pub(crate) mod pack;
pub(crate) mod sources;
pub(crate) mod stamp;

use crate::failure::Failure;
use crate::place::Place;
use crate::wasm::{self, Bundle};
use stamp::Piece;

const FACES: [&str; 2] = ["walker", "console"];

/// The chore, with the contract page when it is asked for.
pub(crate) fn chore(place: &Place, asked: &[String]) -> Result<(), Failure> {
    run(place)?;
    if asked.iter().any(|argument| argument == "--contract") { contract_page(place) } else { Ok(()) }
}

/// Builds both faces and says what came out.
pub(crate) fn run(place: &Place) -> Result<(), Failure> {
    println!("Building walker and console for the browser …");
    let bundles = wasm::build(place, &FACES)?;
    // It also brings what makes the others lean.
    let map = map::pieces(place)?;
    let mut pieces = sources::collect(&place.assets())?;
    for (face, bundle) in FACES.iter().zip(bundles) {
        pieces.extend(bundled(face, bundle));
    }
    let mut pieces =
        pieces.into_iter().map(|piece| lean::lean(place, piece)).collect::<Result<Vec<_>, _>>()?;
    pieces.extend(map);
    let stamped = stamp::stamp(pieces)?;
    let replaced = pack::write(place, &place.dist(), stamped.outputs)?;
    let state = if replaced { "is built" } else { "was up to date" };
    println!("dist/ {state}: build {}.", stamped.build);
    Ok(())
}

/// The page that runs the suite every log must pass on the phone's log, in `target/contract-dist`.
pub(crate) fn contract_page(place: &Place) -> Result<(), Failure> {
    for bundle in wasm::build(place, &["contract"])? {
        let page = |path: &str, body: &[u8]| stamp::Output { path: path.into(), body: body.to_vec() };
        let outputs = vec![
            page("index.html", CONTRACT_HTML.as_bytes()),
            page("boot.js", CONTRACT_BOOT.as_bytes()),
            page("contract.js", &bundle.js),
            page("contract.wasm", &bundle.wasm),
        ];
        pack::write(place, &place.target.join("contract-dist"), outputs)?;
        println!("The contract page is built.");
    }
    Ok(())
}

const CONTRACT_HTML: &str = "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>contract</title>\
                             \n<link rel=\"icon\" href=\"data:,\">\
                             \n<script type=\"module\" src=\"/boot.js\"></script>\n<body></body></html>\n";
const CONTRACT_BOOT: &str =
    "import init from \"/contract.js\";\nawait init({ module_or_path: \"/contract.wasm\" });\n";

fn bundled(face: &str, bundle: Bundle) -> Vec<Piece> {
    let js = format!("{face}.js");
    let later = bundle.later.map(|later| Piece::built(format!("{face}.later.wasm"), later));
    // Glue names the part that comes later.
    let glue = Piece { template: later.is_some(), ..Piece::built(js, bundle.js) };
    [glue, Piece::built(format!("{face}.wasm"), bundle.wasm)].into_iter().chain(later).collect()
}
