//! Everything that reads bytes from outside, each as one call, with samples of what it reads: for tests that damage bytes and
//! for fuzzing.
//!
//! Promises: whatever the bytes, a reader answers or refuses; what it does not promise is told by a panic.

use std::path::Path;
use std::sync::OnceLock;

use server::assets::Assets;
use server::body::{Packed, Spooled};
use server::config::Location;
use server::import::points::PointFields;
use server::import::{Coordinates, Fields};
use server::simulate::Track;
use server::state::{App, Server};
use server::store::Importer;
use server::{basemap, bundles, import};
use shared::id::{AreaId, BlobHash, CategoryId, RecordId, SeriesId};
use shared::log::Log as _;
use shared::record::blob_hash;
use shared::statement::Statement;
use shared::sync::MemoryStore;
use shared::wire::{JoinRequest, NewDecision, NewGrouping, NewWalk, PaperSheet, PushRequest};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

use crate::photo::{Shot, clean_jpeg};
use crate::place;
use crate::says::{LAMP, dark_at, photo_of, text};

/// Something that reads bytes from outside.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    /// What it reads, as the fuzz target is called.
    pub name: &'static str,
    /// Bytes that it reads well.
    pub samples: fn() -> Vec<Vec<u8>>,
    /// Reads.
    pub read: fn(&[u8]),
}

/// Every reader.
pub const READERS: [Reader; 11] = [
    Reader { name: "statement", samples: || vec![record().into_bytes()], read: statement },
    Reader { name: "push", samples: pushes, read: push },
    Reader { name: "desk", samples: desks, read: desk },
    Reader { name: "name", samples: names, read: name },
    Reader { name: "areas", samples: areas, read: read_areas },
    Reader { name: "points", samples: points, read: read_points },
    Reader { name: "gpx", samples: || files("server/demo", "gpx"), read: gpx },
    Reader { name: "pbf", samples: || files("tests/fixtures", "pbf"), read: pbf },
    Reader { name: "pmtiles", samples: archives, read: pmtiles },
    Reader { name: "photo", samples: photos, read: photo },
    Reader { name: "bundle", samples: bundle, read: read_bundle },
];

/// The reader of that name.
pub fn reader(name: &str) -> Reader {
    READERS.into_iter().find(|it| it.name == name).unwrap_or_else(|| panic!("nothing reads “{name}”"))
}

fn files(folder: &str, extension: &str) -> Vec<Vec<u8>> {
    let entries = place::root().join(folder).read_dir().expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("it can be listed").path());
    let such = paths.filter(|path| path.extension().is_some_and(|it| it == extension));
    such.map(|path| std::fs::read(path).expect("it can be read")).collect()
}

// ---------- What phones and desks send ----------

fn record() -> String {
    text(&dark_at(LAMP))
}

fn statement(bytes: &[u8]) {
    drop(Statement::read(&String::from_utf8_lossy(bytes)));
}

fn pushes() -> Vec<Vec<u8>> {
    let (series, record) = ("ab".repeat(16), record());
    vec![format!(r#"{{"series":"{series}","first":1,"records":[{record},{record}]}}"#).into_bytes()]
}

fn push(bytes: &[u8]) {
    drop(serde_json::from_slice::<PushRequest>(bytes));
}

fn desks() -> Vec<Vec<u8>> {
    let walk = br#"{"title":"A","starts_at_ms":1795541400000,"themes":["dark"],"loop_line":[[22.1,65.6],[22.2,65.6]]}"#;
    let sheet = br#"{"at_ms":1,"points":[{"feeling":"unsafe","category":"lighting","pin":{"lat":65.6,"lon":22.1},"severity":2}],"looks":[]}"#;
    vec![walk.to_vec(), sheet.to_vec()]
}

fn desk(bytes: &[u8]) {
    drop(serde_json::from_slice::<NewWalk>(bytes));
    drop(serde_json::from_slice::<NewDecision>(bytes));
    drop(serde_json::from_slice::<NewGrouping>(bytes));
    drop(serde_json::from_slice::<PaperSheet>(bytes));
    drop(serde_json::from_slice::<JoinRequest>(bytes));
}

fn names() -> Vec<Vec<u8>> {
    let [series, hash] = ["ab".repeat(16), "ef".repeat(32)];
    [format!("{series}-7"), series, hash, "good-lighting".to_owned()].map(String::into_bytes).to_vec()
}

fn name(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    drop(text.parse::<SeriesId>());
    drop(text.parse::<BlobHash>());
    drop(text.parse::<AreaId>());
    drop(text.parse::<CategoryId>());
    if let Ok(id) = text.parse::<RecordId>() {
        assert_eq!(id.to_string(), text, "what is read back is what was read");
    }
}

// ---------- What municipalities have ----------

fn areas() -> Vec<Vec<u8>> {
    [files("tests/fixtures/areas", "geojson"), files("server/demo", "geojson")].concat()
}

fn read_areas(bytes: &[u8]) {
    drop(import::read(bytes, &Fields::default(), Coordinates::default(), |_, _| ()));
}

fn points() -> Vec<Vec<u8>> {
    let tables =
        ["name;lat;lon\nA;65,61;22,14\nB;65.62;22.15\n", "id,N,E\n1,7291000,827000\n2,\"7291001\",827001\n"];
    [areas(), tables.map(|it| it.as_bytes().to_vec()).to_vec()].concat()
}

fn read_points(bytes: &[u8]) {
    drop(import::points::read(bytes, &PointFields::default(), Coordinates::default()));
}

fn gpx(bytes: &[u8]) {
    if let Ok(track) = Track::read(bytes) {
        drop(track.line(2.0));
    }
}

// ---------- Maps ----------

/// A file with these bytes, which is gone afterwards.
fn in_a_file(name: &str, bytes: &[u8], read: impl FnOnce(&Path)) {
    let folder = tempfile::tempdir().expect("a directory");
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("it can be written");
    read(&path);
}

fn pbf(bytes: &[u8]) {
    in_a_file("extract.osm.pbf", bytes, |path| {
        drop(basemap::import_osm(
            path,
            &path.with_file_name("map.pmtiles"),
            None,
            basemap::Streets::Optional,
            &mut |_, _| {},
        ));
    });
}

fn archives() -> Vec<Vec<u8>> {
    // Header, directories and metadata stand first; the rest is tiles.
    let whole = files("server/demo", "pmtiles").remove(0);
    vec![whole[..4_096.min(whole.len())].to_vec(), whole]
}

fn pmtiles(bytes: &[u8]) {
    in_a_file("map.pmtiles", bytes, |path| drop(basemap::describe(path)));
}

// ---------- What a whole server reads ----------

struct House {
    runtime: Runtime,
    server: App,
    /// Where its data lie.
    _data: TempDir,
}

/// A server to read with; one for the whole process.
fn house() -> &'static House {
    static HOUSE: OnceLock<House> = OnceLock::new();
    HOUSE.get_or_init(|| {
        let data = tempfile::tempdir().expect("a directory");
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
        let location = Location::new(data.path(), None).expect("a place for data");
        let server = runtime.block_on(Server::open(&location, "https://lykta.example.se", Assets::Embedded));
        House { runtime, server: server.expect("a server"), _data: data }
    })
}

fn photos() -> Vec<Vec<u8>> {
    vec![clean_jpeg(48, 32), Shot { width: 32, height: 24, orientation: 6 }.jpeg()]
}

fn photo(bytes: &[u8]) {
    let House { runtime, server, .. } = house();
    let hash = blob_hash(bytes);
    drop(runtime.block_on(server.photos.receive_whole(
        SeriesId::from_bytes([7; 16]),
        hash,
        Spooled::bytes(bytes.to_vec()),
    )));
}

fn bundle() -> Vec<Vec<u8>> {
    let (store, series) = (MemoryStore::default(), SeriesId::from_bytes([0xab; 16]));
    let of = RecordId { series, number: 1 };
    let jpeg = clean_jpeg(8, 6);
    let texts = [record(), text(&photo_of(of, &jpeg))];
    store.keep_blob(jpeg);
    pollster::block_on(store.append(series, 1, &texts)).expect("a new series");
    let Ok(file) = pollster::block_on(shared::sync::bundle(&store, of, series, "token", &[]));
    vec![file.into_bytes()]
}

fn read_bundle(bytes: &[u8]) {
    let House { runtime, server, .. } = house();
    let by = Importer { officer: SeriesId::from_bytes([7; 16]), name: "x".to_owned() };
    let file = Packed::bytes(bytes.to_vec());
    assert!(
        runtime.block_on(bundles::take(server, &by, file, u64::MAX)).is_err(),
        "nothing of it is planned here"
    );
}
