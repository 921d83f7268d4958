//! Bytes from outside, damaged as chance would have it: whoever reads them answers or refuses, soon, and never panics.
//!
//! Promises: what chance does follows from a seed, which is told with what went wrong. `LYKTA_DAMAGES` says how often each
//! reader is tried.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::Duration;

use rand::rngs::ChaCha8Rng;
use rand::{RngExt as _, SeedableRng as _};
use server::assets::Assets;
use server::config::Location;
use server::import::Fields;
use server::simulate::Track;
use server::state::{App, Server};
use server::{basemap, bundles, import};
use shared::id::{AreaId, BlobHash, CategoryId, RecordId, SeriesId};
use shared::record::blob_hash;
use shared::statement::Statement;
use shared::wire::{JoinRequest, NewDecision, NewWalk, PushRequest};
use tests::photo::{Shot, clean_jpeg};
use tests::says::{LAMP, dark_at, text};
use tests::{place, wait};
use tokio::runtime::{Builder, Runtime};

/// How often each reader is tried, unless told otherwise.
const DAMAGES: u64 = 2_000;

/// Nobody waits longer for a few kilobytes.
const SOON: Duration = Duration::from_secs(20);

/// What numbers and texts break at.
const PIECES: [&[u8]; 12] = [
    b"\0",
    b"\xff\xff\xff\xff",
    b"\"",
    b"{",
    b"[[[[[[[[",
    b"null",
    b"-1",
    b"1e400",
    b"18446744073709551616",
    b"NaN",
    "å\u{2028}".as_bytes(),
    b"\x7f\xff\xff\xff\xff\xff\xff\xff",
];

fn anywhere(chance: &mut ChaCha8Rng, bytes: &[u8]) -> usize {
    chance.random_range(0..=bytes.len())
}

/// One damage: a bit, a piece left out, said twice, put in, or all that follows gone.
fn damage(chance: &mut ChaCha8Rng, bytes: &mut Vec<u8>) {
    let (at, length) = (anywhere(chance, bytes), chance.random_range(1..64));
    let end = bytes.len().min(at + length);
    match chance.random_range(0..6) {
        0 if at < bytes.len() => bytes[at] ^= 1 << chance.random_range(0..8),
        1 => drop(bytes.drain(at..end)),
        2 => {
            let again = bytes[at..end].to_vec();
            let to = anywhere(chance, bytes);
            bytes.splice(to..to, again);
        }
        3 if chance.random_ratio(1, 8) => bytes.truncate(at),
        4 if at < bytes.len() => bytes[at] = chance.random_range(0..=255),
        _ => {
            let piece = PIECES[chance.random_range(0..PIECES.len())];
            bytes.splice(
                at..bytes.len().min(at + piece.len() * chance.random_range(0..2)),
                piece.iter().copied(),
            );
        }
    }
}

/// Tries a reader with each sample as it is, and then with damaged ones.
fn try_out(name: &str, samples: &[Vec<u8>], read: impl Fn(&[u8])) {
    let told = std::env::var("LYKTA_DAMAGES").ok().and_then(|told| told.parse().ok());
    let begun = wait::now();
    let count = told.unwrap_or(DAMAGES);
    for seed in 0..count {
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        let mut bytes = samples[chance.random_range(0..samples.len())].clone();
        for _ in 0..chance.random_range(0..6) {
            damage(&mut chance, &mut bytes);
        }
        let since = wait::now();
        let went = catch_unwind(AssertUnwindSafe(|| read(&bytes)));
        assert!(went.is_ok(), "{name}, seed {seed}: {}", String::from_utf8_lossy(&bytes));
        assert!(since.elapsed() < SOON, "{name}, seed {seed}: {:?}", since.elapsed());
    }
    println!("{name}: {count} in {:.1} s", begun.elapsed().as_secs_f64());
}

fn files(folder: &str, extension: &str) -> Vec<Vec<u8>> {
    let folder = place::root().join(folder);
    let paths = folder.read_dir().unwrap().map(|entry| entry.unwrap().path());
    let such = paths.filter(|path| path.extension().is_some_and(|it| it == extension));
    such.map(|path| std::fs::read(path).unwrap()).collect()
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

async fn open(data: &Path) -> App {
    let location = Location::new(data, None).unwrap();
    Server::open(&location, "https://lykta.example.se", Assets::Embedded).await.unwrap()
}

#[test]
fn records_and_requests() {
    let record = text(&dark_at(LAMP));
    let push = format!(r#"{{"series":"{}","first":1,"records":[{record},{record}]}}"#, "ab".repeat(16));
    try_out("statements", &[record.clone().into_bytes()], |bytes| {
        drop(Statement::read(&String::from_utf8_lossy(bytes)));
    });
    try_out("pushes", &[push.into_bytes()], |bytes| drop(serde_json::from_slice::<PushRequest>(bytes)));
    let walk = br#"{"title":"A","starts_at_ms":1795541400000,"themes":["dark"],"loop_line":[[22.1,65.6],[22.2,65.6]]}"#;
    try_out("requests of desks", &[walk.to_vec()], |bytes| {
        drop(serde_json::from_slice::<NewWalk>(bytes));
        drop(serde_json::from_slice::<NewDecision>(bytes));
        drop(serde_json::from_slice::<JoinRequest>(bytes));
    });
}

#[test]
fn names_and_tokens() {
    let names =
        ["ab".repeat(16), format!("{}-7", "cd".repeat(16)), "ef".repeat(32), "good-lighting".to_owned()];
    try_out("names", &names.map(String::into_bytes), |bytes| {
        let text = String::from_utf8_lossy(bytes);
        drop(text.parse::<SeriesId>());
        drop(text.parse::<BlobHash>());
        drop(text.parse::<AreaId>());
        drop(text.parse::<CategoryId>());
        // What is read back is what was read.
        if let Ok(id) = text.parse::<RecordId>() {
            assert_eq!(id.to_string(), text);
        }
    });
}

#[test]
fn areas_and_points() {
    let areas = [files("tests/fixtures/areas", "geojson"), files("server/demo", "geojson")].concat();
    try_out("GeoJSON of areas", &areas, |bytes| drop(import::read(bytes, &Fields::default(), |_, _| ())));
    try_out("GeoJSON of points", &areas, |bytes| drop(import::points::read(bytes)));
    let tables =
        ["name;lat;lon\nA;65,61;22,14\nB;65.62;22.15\n", "id,N,E\n1,7291000,827000\n2,\"7291001\",827001\n"];
    try_out("tables", &tables.map(|it| it.as_bytes().to_vec()), |bytes| drop(import::points::read(bytes)));
}

#[test]
fn tracks() {
    let tracks = files("server/demo", "gpx");
    try_out("GPX", &tracks, |bytes| {
        if let Ok(track) = Track::read(bytes) {
            drop(track.line(2.0));
        }
    });
}

#[test]
fn maps() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("map.pmtiles");
    // Header, directories and metadata stand first; the rest is tiles.
    let whole = files("server/demo", "pmtiles").remove(0);
    try_out("PMTiles", &[whole[..4_096.min(whole.len())].to_vec(), whole], |bytes| {
        std::fs::write(&path, bytes).unwrap();
        drop(basemap::describe(&path));
    });
}

#[test]
fn photos() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = runtime();
    let server = runtime.block_on(open(folder.path()));
    let photos = [clean_jpeg(48, 32), Shot { width: 32, height: 24, orientation: 6 }.jpeg()];
    try_out("photos", &photos, |bytes| {
        let received =
            server.photos.receive_whole(SeriesId::from_bytes([7; 16]), blob_hash(bytes), bytes.to_vec());
        drop(runtime.block_on(received));
    });
}

#[test]
fn files_that_phones_saved() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = runtime();
    let server = runtime.block_on(open(folder.path()));
    let record = text(&dark_at(LAMP));
    let (series, hash) = ("ab".repeat(16), "cd".repeat(32));
    let file = format!(
        r#"{{"format":"lykta-bundle","version":1,"walk":"{series}-1","series":"{series}","number":1,"digest":"{hash}",
            "records":[{record}],"photos":[{{"sha256":"{hash}","jpeg_base64":"AAAA"}}]}}"#
    );
    try_out("files of phones", &[file.into_bytes()], |bytes| {
        assert!(runtime.block_on(bundles::take(&server, bytes)).is_err(), "nothing of it is planned here");
    });
}
