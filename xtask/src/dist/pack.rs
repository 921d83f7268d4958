//! Writing a directory of files with their compressed twins.
//!
//! Promises: compressing happens once for each content (kept under `target/dist-cache` by hash); the directory
//! is swapped in by renaming, and not touched when it already holds just these files.

use super::stamp::Output;
use crate::failure::Failure;
use crate::place::{Place, extension, files_below};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// SHA-256 in hexadecimal.
pub(crate) fn digest(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// Where what was once worked out is kept by hash.
pub(crate) fn cache(place: &Place) -> Result<PathBuf, Failure> {
    let cache = place.target.join("dist-cache");
    std::fs::create_dir_all(&cache).map_err(Failure::io("create", &cache))?;
    Ok(cache)
}

/// Makes `directory` hold exactly these files and their `.br` and `.gz`; `true` when it had to be replaced.
pub(crate) fn write(place: &Place, directory: &Path, outputs: Vec<Output>) -> Result<bool, Failure> {
    let cache = cache(place)?;
    let mut body_by_path = BTreeMap::new();
    for Output { path, body } in outputs {
        if is_compressible(&path) {
            body_by_path.insert(format!("{path}.br"), kept(&cache, &body, "br", brotli)?);
            body_by_path.insert(format!("{path}.gz"), kept(&cache, &body, "gz", gzip)?);
        }
        body_by_path.insert(path, body);
    }
    if holds(directory, &body_by_path) {
        return Ok(false);
    }
    replace(directory, &body_by_path)?;
    Ok(true)
}

fn is_compressible(path: &str) -> bool {
    matches!(extension(path), "html" | "css" | "js" | "json" | "svg" | "txt" | "wasm" | "webmanifest")
}

type Compress = fn(&[u8]) -> std::io::Result<Vec<u8>>;

fn kept(cache: &Path, body: &[u8], suffix: &str, compress: Compress) -> Result<Vec<u8>, Failure> {
    let path = cache.join(format!("{}.{suffix}", digest(body)));
    if let Ok(bytes) = std::fs::read(&path) {
        return Ok(bytes);
    }
    let bytes = compress(body).map_err(Failure::io("compress", &path))?;
    // Renamed into place: a chore that was killed leaves no half file under a good name.
    let unfinished = path.with_extension(format!("{suffix}.{}", std::process::id()));
    std::fs::write(&unfinished, &bytes).map_err(Failure::io("write", &unfinished))?;
    std::fs::rename(&unfinished, &path).map_err(Failure::io("rename", &unfinished))?;
    Ok(bytes)
}

pub(crate) fn brotli(body: &[u8]) -> std::io::Result<Vec<u8>> {
    use brotli::enc::backward_references::BrotliEncoderMode::{BROTLI_MODE_FONT, BROTLI_MODE_GENERIC};
    // Distances in machine code come in steps, as in fonts: half a percent.
    let mode = if body.starts_with(b"\0asm") { BROTLI_MODE_FONT } else { BROTLI_MODE_GENERIC };
    let best =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 24, lgblock: 22, mode, ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &body[..], &mut compressed, &best)?;
    Ok(compressed)
}

pub(crate) fn gzip(body: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(body)?;
    encoder.finish()
}

/// Whether a directory holds just these files.
fn holds(directory: &Path, body_by_path: &BTreeMap<String, Vec<u8>>) -> bool {
    let count = files_below(directory).map_or(0, |files| files.len());
    let same =
        |(path, body): (&String, &Vec<u8>)| std::fs::read(directory.join(path)).is_ok_and(|old| old == *body);
    count == body_by_path.len() && body_by_path.iter().all(same)
}

fn replace(directory: &Path, body_by_path: &BTreeMap<String, Vec<u8>>) -> Result<(), Failure> {
    let (fresh, old) = (directory.with_extension("tmp"), directory.with_extension("old"));
    for stale in [&fresh, &old] {
        remove(stale)?;
    }
    for (path, body) in body_by_path {
        let path = fresh.join(path);
        let parent = path.parent().unwrap_or(&fresh);
        std::fs::create_dir_all(parent).map_err(Failure::io("create", parent))?;
        std::fs::write(&path, body).map_err(Failure::io("write", &path))?;
    }
    if directory.exists() {
        std::fs::rename(directory, &old).map_err(Failure::io("rename", directory))?;
    }
    std::fs::rename(&fresh, directory).map_err(Failure::io("rename", &fresh))?;
    remove(&old)
}

fn remove(directory: &Path) -> Result<(), Failure> {
    match std::fs::remove_dir_all(directory) {
        Err(why) if why.kind() != std::io::ErrorKind::NotFound => Err(Failure::io("remove", directory)(why)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workshop(name: &str) -> Place {
        let root = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        remove(&root).unwrap();
        Place { target: root.join("target"), root }
    }

    fn page(body: &str) -> Vec<Output> {
        vec![
            Output { path: "desk/index.html".into(), body: body.into() },
            Output { path: "a/night.woff2".into(), body: b"font".to_vec() },
        ]
    }

    #[test]
    fn a_digest_is_sha_256() {
        assert_eq!(digest(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn both_compressions_come_back_as_they_were() {
        let body = "trygghetsvandring ".repeat(50);
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut &brotli(body.as_bytes()).unwrap()[..], &mut back).unwrap();
        assert_eq!(back, body.as_bytes());
        let mut back = String::new();
        let packed = gzip(body.as_bytes()).unwrap();
        std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&packed[..]), &mut back).unwrap();
        assert_eq!(back, body);
    }

    #[test]
    fn text_gets_twins_a_font_does_not_and_an_unchanged_directory_is_left_alone() {
        let place = workshop("pack");
        let dist = place.dist();
        assert!(write(&place, &dist, page("<p>one</p>")).unwrap());
        let names: Vec<String> = files_below(&dist)
            .unwrap()
            .iter()
            .map(|path| path.strip_prefix(&dist).unwrap().display().to_string())
            .collect();
        assert_eq!(names, ["a/night.woff2", "desk/index.html", "desk/index.html.br", "desk/index.html.gz"]);
        assert!(!write(&place, &dist, page("<p>one</p>")).unwrap());
        std::fs::write(dist.join("stray.txt"), "left over").unwrap();
        assert!(write(&place, &dist, page("<p>two</p>")).unwrap());
        assert!(!dist.join("stray.txt").exists() && !dist.with_extension("old").exists());
        assert_eq!(std::fs::read(dist.join("desk/index.html")).unwrap(), b"<p>two</p>");
        remove(&place.root).unwrap();
    }
}
