//! What a phone and a desk have to load, against their budgets.
//!
//! Promises: counted is what the face's shell reaches: wasm, scripts, styles and the largest of the languages, as
//! brotli sends them; fonts, what comes after the first paint, and everything else are listed apart.

use crate::failure::Failure;
use crate::place::{Place, extension};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// What each face may weigh, in bytes of brotli. The walker is loaded over weak lines, the console in an office, where
/// it is to become lighter again once its pages are loaded one by one.
const BUDGETS: [(&str, usize); 2] = [("walker", 160_000), ("console", 700_000)];

/// One file in the three ways it can travel.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Weight {
    name: String,
    raw: usize,
    gzip: usize,
    brotli: usize,
}

pub(crate) fn run(place: &Place) -> Result<(), Failure> {
    let path = place.dist().join("build.json");
    let listing = std::fs::read(&path)
        .map_err(|_| Failure::wrong("there is no dist/ yet; `cargo xtask dist` builds it."))?;
    let listing: Value = serde_json::from_slice(&listing)
        .map_err(|why| Failure::wrong(format!("{} is not JSON: {why}.", path.display())))?;
    let mut heavy = Vec::new();
    for (face, budget) in BUDGETS {
        let (counted, apart) = split(weights(&place.dist(), &listing, face)?);
        let brotli = print(face, budget, &counted, &apart);
        if brotli > budget {
            heavy.push(format!("{face} weighs {brotli} bytes of brotli, more than its {budget}."));
        }
    }
    if heavy.is_empty() { Ok(()) } else { Err(Failure::wrong(heavy.join(" "))) }
}

/// The weights of all files that a face's shell reaches.
fn weights(dist: &Path, listing: &Value, face: &str) -> Result<Vec<Weight>, Failure> {
    let names = listing[face].as_array().into_iter().flatten().filter_map(Value::as_str);
    names.map(|name| weight(dist, name, listing["files"][name].as_str().unwrap_or_default())).collect()
}

fn weight(dist: &Path, name: &str, url: &str) -> Result<Weight, Failure> {
    let path = dist.join(url.trim_start_matches('/'));
    let body = std::fs::read(&path).map_err(Failure::io("read", &path))?;
    let twin =
        |suffix: &str| std::fs::metadata(format!("{}.{suffix}", path.display())).map(|meta| meta.len());
    let length = |suffix: &str| twin(suffix).ok().and_then(|length| usize::try_from(length).ok());
    Ok(Weight {
        name: name.to_owned(),
        raw: body.len(),
        gzip: length("gz").unwrap_or(body.len()),
        brotli: length("br").unwrap_or(body.len()),
    })
}

/// What comes after the first paint, when the face is already at work.
fn comes_later(name: &str) -> bool {
    name.contains(".later.") || name.starts_with("later-")
}

/// What counts against the budget, and what does not.
fn split(weights: Vec<Weight>) -> (Vec<Weight>, Vec<Weight>) {
    let languages =
        weights.iter().filter(|weight| weight.name.contains("texts-") && !comes_later(&weight.name));
    let largest = languages.max_by_key(|weight| weight.brotli).map(|weight| weight.name.clone());
    let counts = |weight: &Weight| match extension(&weight.name) {
        _ if comes_later(&weight.name) => false,
        "wasm" | "js" | "css" => true,
        _ => Some(&weight.name) == largest.as_ref(),
    };
    weights.into_iter().partition(counts)
}

/// Prints the table of one face; answers what counts, in bytes of brotli.
fn print(face: &str, budget: usize, counted: &[Weight], apart: &[Weight]) -> usize {
    println!("{face:<28} {:>10} {:>10} {:>10}", "raw", "gzip", "brotli");
    counted.iter().for_each(line);
    let total = total(counted);
    line(&total);
    println!("  {:<26} {:>32}", "of", budget);
    let mut by_kind: BTreeMap<&str, Vec<Weight>> = BTreeMap::new();
    for weight in apart {
        by_kind.entry(extension(&weight.name)).or_default().push(weight.clone());
    }
    for (kind, weights) in by_kind {
        line(&Weight { name: format!("apart: {} × {kind}", weights.len()), ..self::total(&weights) });
    }
    println!();
    total.brotli
}

fn total(weights: &[Weight]) -> Weight {
    let sum = |of: fn(&Weight) -> usize| weights.iter().map(of).sum();
    Weight {
        name: "together".into(),
        raw: sum(|weight| weight.raw),
        gzip: sum(|weight| weight.gzip),
        brotli: sum(|weight| weight.brotli),
    }
}

fn line(weight: &Weight) {
    println!("  {:<26} {:>10} {:>10} {:>10}", weight.name, weight.raw, weight.gzip, weight.brotli);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(weights: &[Weight]) -> Vec<&str> {
        weights.iter().map(|weight| weight.name.as_str()).collect()
    }

    #[test]
    fn code_styles_and_the_largest_language_count_and_fonts_do_not() {
        let files = [
            ("walker.wasm", 9),
            ("walker.css", 9),
            ("walker.later.wasm", 9),
            ("desk-texts-en.json", 50),
            ("desk-texts-sv.json", 90),
            ("later-texts-sv.json", 99),
            ("a.woff2", 9),
        ];
        let weights = files.map(|(name, raw)| Weight { name: name.into(), raw, gzip: raw, brotli: raw });
        let (counted, apart) = split(weights.into());
        assert_eq!(names(&counted), ["walker.wasm", "walker.css", "desk-texts-sv.json"]);
        assert_eq!(
            names(&apart),
            ["walker.later.wasm", "desk-texts-en.json", "later-texts-sv.json", "a.woff2"]
        );
        assert_eq!(total(&counted).raw, 108);
    }
}
