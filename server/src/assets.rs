//! The two faces as files: embedded in a release, read from `dist/` while developing.
//!
//! Promises: what is named by its content is cached for ever, everything else is asked for anew; packed by brotli or
//! gzip where the browser takes it; no name leads out of the directory.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use crate::answer::{EntityTag, Packing, Wanted, accepted, is_current, range_is_valid, wanted};

#[derive(RustEmbed)]
#[folder = "../dist"]
struct Embedded;

/// Where the faces come from.
#[derive(Debug, Clone)]
pub enum Assets {
    /// Out of this program.
    Embedded,
    /// From a directory, for tests of another build.
    Folder(PathBuf),
}

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_FIRST: HeaderValue = HeaderValue::from_static("no-cache");
const NOT_BUILT: &str = "The app is not built into this server. Build it with `cargo xtask dist`, or start with `cargo xtask serve`.\n";

/// How the name of a packed file ends.
fn ending(packing: Packing) -> &'static str {
    match packing {
        Packing::Plain => "",
        Packing::Gzip => ".gz",
        Packing::Brotli => ".br",
    }
}

/// What is wanted of a file.
fn cut(bytes: Cow<'static, [u8]>, part: Wanted, headers: HeaderMap) -> Response {
    let length = bytes.len();
    match part {
        Wanted::Whole => (headers, bytes.into_owned()).into_response(),
        Wanted::Part(part) => {
            let range = format!("bytes {}-{}/{length}", part.start, part.end - 1);
            let bytes = bytes[part].to_vec();
            (StatusCode::PARTIAL_CONTENT, headers, [(header::CONTENT_RANGE, range)], bytes).into_response()
        }
        Wanted::Nothing => {
            let range = [(header::CONTENT_RANGE, format!("bytes */{length}"))];
            (StatusCode::RANGE_NOT_SATISFIABLE, range).into_response()
        }
    }
}

impl Assets {
    /// Answers for a path that no route of the API has.
    pub fn answer(&self, path: &str, asked: &HeaderMap) -> Response {
        let name = file_name(path);
        let Some(plain) = self.bytes(name) else { return self.missing(path) };
        let packed = accepted(asked, Packing::Brotli).into_iter().find_map(|packing| {
            let bytes = self.bytes(&format!("{name}{}", ending(packing)))?;
            Some((packing, bytes))
        });
        let (packing, bytes) = packed.unwrap_or((Packing::Plain, plain));
        let tag = EntityTag::of_bytes(&bytes).of(Packing::Plain);
        if is_current(asked, &EntityTag::of_bytes(&bytes)).is_some() {
            return (StatusCode::NOT_MODIFIED, headers(name, packing, tag)).into_response();
        }
        let part = if range_is_valid(asked, &tag) { wanted(asked, bytes.len()) } else { Wanted::Whole };
        cut(bytes, part, headers(name, packing, tag))
    }

    fn missing(&self, path: &str) -> Response {
        let text = if self.bytes("index.html").is_some() {
            format!("There is nothing at {}.\n", path.chars().take(200).collect::<String>())
        } else {
            NOT_BUILT.to_owned()
        };
        (StatusCode::NOT_FOUND, [(header::CACHE_CONTROL, ASK_FIRST)], text).into_response()
    }

    fn bytes(&self, name: &str) -> Option<Cow<'static, [u8]>> {
        if !stays_inside(name) {
            return None;
        }
        match self {
            Self::Embedded => Embedded::get(name).map(|file| file.data),
            Self::Folder(folder) => read(&folder.join(name)),
        }
    }
}

fn read(path: &Path) -> Option<Cow<'static, [u8]>> {
    std::fs::read(path).ok().map(Cow::Owned)
}

/// The two shells answer for their addresses; everything else is a file.
fn file_name(path: &str) -> &str {
    match path.trim_start_matches('/') {
        "" => "index.html",
        "desk" | "desk/" => "desk/index.html",
        desk if desk.starts_with("desk/") && !desk.contains('.') => "desk/index.html",
        name => name,
    }
}

fn stays_inside(name: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', '\0', ':']);
    name.split('/').all(plain)
}

fn headers(name: &str, packing: Packing, tag: HeaderValue) -> HeaderMap {
    let caching = if name.starts_with("a/") { FOR_EVER } else { ASK_FIRST };
    let mut headers = HeaderMap::from_iter([
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type(name))),
        (header::CACHE_CONTROL, caching),
        (header::VARY, HeaderValue::from_static("accept-encoding")),
        (header::ETAG, tag),
        (header::ACCEPT_RANGES, HeaderValue::from_static("bytes")),
    ]);
    headers
        .extend(packing.name().map(|packing| (header::CONTENT_ENCODING, HeaderValue::from_static(packing))));
    headers
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, encodings: &'static str, expected: (u16, &str, &str)) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("desk")).unwrap();
        std::fs::create_dir_all(folder.path().join("a")).unwrap();
        for name in ["index.html", "desk/index.html", "sw.js", "a/walker.1.wasm", "a/walker.1.wasm.br"] {
            std::fs::write(folder.path().join(name), name).unwrap();
        }
        let assets = Assets::Folder(folder.path().to_owned());
        let asked = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(encodings))]);
        let answer = assets.answer(path, &asked);
        let header = |name| answer.headers().get(name).map_or("", |value| value.to_str().unwrap());
        let found =
            (answer.status().as_u16(), header(header::CONTENT_TYPE), header(header::CONTENT_ENCODING));
        assert_eq!(found, expected, "{path}");
    }

    #[test]
    fn shells_files_and_packed_files_are_found() {
        check("/", "", (200, "text/html; charset=utf-8", ""));
        check("/desk", "", (200, "text/html; charset=utf-8", ""));
        check("/desk/findings/1", "", (200, "text/html; charset=utf-8", ""));
        check("/sw.js", "gzip, br", (200, "text/javascript; charset=utf-8", ""));
        check("/a/walker.1.wasm", "gzip, br", (200, "application/wasm", "br"));
        check("/a/walker.1.wasm", "br;q=0", (200, "application/wasm", ""));
    }

    #[test]
    fn a_file_is_known_by_its_tag_and_cut_into_ranges_of_itself() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("sw.js"), "0123456789").unwrap();
        let assets = Assets::Folder(folder.path().to_owned());
        let ask = |asked: &[(header::HeaderName, &str)]| {
            let asked = asked.iter().map(|(name, value)| (name.clone(), value.parse().unwrap()));
            assets.answer("/sw.js", &asked.collect())
        };
        let tag = ask(&[]).headers()[header::ETAG].to_str().unwrap().to_owned();
        let listed = format!("\"x\", W/{tag}");
        assert_eq!(ask(&[(header::IF_NONE_MATCH, &listed)]).status(), 304);
        let range = (header::RANGE, "bytes=2-3");
        let part = ask(&[range.clone(), (header::IF_RANGE, &tag)]);
        assert_eq!(
            (part.status().as_u16(), &part.headers()[header::CONTENT_RANGE]),
            (206, &HeaderValue::from_static("bytes 2-3/10"))
        );
        assert_eq!(ask(&[range, (header::IF_RANGE, "\"x\"")]).status(), 200);
        assert_eq!(ask(&[(header::RANGE, "bytes=10-")]).status(), 416);
    }

    #[test]
    fn no_name_leads_out_of_the_directory() {
        for path in ["/../Cargo.toml", "/a/../../Cargo.toml", "//etc/passwd", "/a/.hidden", "/a", "/nothing"]
        {
            let assets = Assets::Folder(Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
            assert_eq!(assets.answer(path, &HeaderMap::new()).status(), 404, "{path}");
        }
    }

    #[test]
    fn what_is_named_by_its_content_is_kept_for_ever_and_shells_are_asked_for() {
        let caching = |name| {
            headers(name, Packing::Plain, HeaderValue::from_static("\"\""))[header::CACHE_CONTROL].clone()
        };
        assert_eq!(
            (caching("a/x.js"), caching("index.html"), caching("sw.js")),
            (FOR_EVER, ASK_FIRST, ASK_FIRST)
        );
    }
}
