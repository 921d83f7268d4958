//! Damaged files: told of, never a panic.

use proptest::prelude::*;

use super::super::{BasemapError, Bounds, adopt_pmtiles, cut, describe};
use super::BOX;
use super::archives::town;
use super::extract::{Extract, Packing};
use super::map::Map;

fn town_with_everything() -> Extract {
    let mut extract = town();
    extract.line(20, &[(17.99, 59.3005), (18.03, 59.3005)], &[("natural", "coastline")]);
    extract.line(21, &[(18.011, 59.302), (18.012, 59.303), (18.013, 59.302)], &[]);
    extract.way(22, &[21_002, 21_000], &[]);
    extract.relation(1, &[(21, "outer"), (22, "outer"), (3, "inner")], &[("landuse", "forest")]);
    extract
}

fn refusal(bytes: &[u8]) -> String {
    Map::new().import(bytes, None).unwrap_err().to_string()
}

#[test]
fn what_is_no_extract_is_called_by_its_name() {
    let cases: [(&[u8], &str); 7] = [
        (b"", "an empty file"),
        (b"<?xml version='1.0'?><osm>", "an XML file"),
        (b"PMTiles\x03", "a PMTiles archive"),
        (b"PK\x03\x04", "a ZIP file"),
        (b"\x1f\x8b\x08", "a packed file"),
        (b"{\"type\":", "a JSON file"),
        (b"Kristinehamn", "something else"),
    ];
    for (bytes, what) in cases {
        let text = refusal(bytes);
        assert!(text.starts_with(&format!("this is {what}")), "{text}");
    }
}

#[test]
fn an_extract_that_was_cut_short_is_refused_wherever_it_ends() {
    let blobs = town_with_everything().blobs();
    let whole = blobs.concat();
    let mut ends: Vec<usize> = blobs
        .iter()
        .scan(0, |end, blob| {
            *end += blob.len();
            Some(*end)
        })
        .collect();
    // The format has no end mark: between two blocks nothing tells that there were more.
    assert_eq!(ends.pop(), Some(whole.len()));
    let map = Map::new();
    for length in (16..whole.len()).filter(|length| !ends.contains(length)) {
        let outcome = map.import(&whole[..length], None);
        assert!(matches!(outcome, Err(BasemapError::CutShort { .. })), "{length} bytes: {outcome:?}");
    }
    assert_eq!(map.files(), ["extract.osm.pbf"]);
}

#[test]
fn an_extract_that_needs_more_is_refused() {
    let text = refusal(&Extract::new(Some(BOX)).needing("HistoricalInformation").bytes());
    assert!(text.contains("\"HistoricalInformation\""), "{text}");
}

#[test]
fn an_extract_without_anything_to_draw_is_refused() {
    assert!(refusal(&Extract::new(Some(BOX)).bytes()).contains("nothing to draw"));
    let elsewhere = Bounds::new(11.0, 57.0, 12.0, 58.0).unwrap();
    let error = Map::new().import(&town().bytes(), Some(elsewhere)).unwrap_err();
    assert!(matches!(error, BasemapError::Nothing), "{error}");
}

#[test]
fn a_place_off_the_globe_is_damage() {
    let mut extract = Extract::new(Some(BOX));
    extract.node(1, (18.01, 99.0), &[("highway", "street_lamp")]);
    assert!(refusal(&extract.bytes()).contains("off the globe"));
}

#[test]
fn a_box_as_large_as_the_world_is_refused() {
    let mut extract = Extract::new(None);
    extract.line(1, &[(-170.0, -60.0), (170.0, 60.0)], &[("highway", "residential")]);
    let error = Map::new().import(&extract.bytes(), None).unwrap_err();
    assert!(matches!(error, BasemapError::TooLarge { .. }), "{error}");
}

#[test]
fn an_archive_that_was_cut_short_is_refused_wherever_it_ends() {
    let (map, _) = Map::of(&town());
    let whole = std::fs::read(map.path()).unwrap();
    let short = Map::new();
    for length in (0..16_384).step_by(1021).chain(16_384..whole.len()) {
        std::fs::write(short.source(), &whole[..length]).unwrap();
        let error = adopt_pmtiles(&short.source(), &short.path()).unwrap_err();
        assert!(matches!(error, BasemapError::Refused(_)), "{length} bytes: {error}");
    }
    assert_eq!(short.files(), ["extract.osm.pbf"]);
}

/// What may happen to a file: some bytes are others, and its end is missing.
fn damaged(whole: &[u8], changes: &[(prop::sample::Index, u8)], end: Option<prop::sample::Index>) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    for (at, byte) in changes {
        let at = at.index(bytes.len());
        bytes[at] = *byte;
    }
    if let Some(end) = end {
        bytes.truncate(end.index(whole.len()));
    }
    bytes
}

fn changes() -> impl Strategy<Value = Vec<(prop::sample::Index, u8)>> {
    prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_damage_to_an_extract_makes_an_import_panic(
        changes in changes(),
        end in proptest::option::weighted(0.2, any::<prop::sample::Index>()),
        raw in any::<bool>(),
    ) {
        let packing = if raw { Packing::Raw } else { Packing::Zlib };
        let bytes = damaged(&town_with_everything().packing(packing).bytes(), &changes, end);
        let map = Map::new();
        let [west, south, east, north] = BOX;
        let outcome = map.import(&bytes, Bounds::new(west, south, east, north).ok());
        prop_assert_eq!(outcome.is_ok(), map.path().exists());
        // Without a box, damage may make the map as large as the world, which is only tried when it is not.
        if let Err(error) = map.import(&bytes, None) {
            prop_assert!(error.to_string().len() > 20);
        }
    }

    #[test]
    fn no_damage_to_an_archive_makes_its_reading_panic(
        changes in changes(),
        end in proptest::option::weighted(0.2, any::<prop::sample::Index>()),
    ) {
        let (map, _) = Map::of(&town());
        let whole = std::fs::read(map.path()).unwrap();
        // The zeros between the directory and the rest mean nothing: damage there would be no test.
        let [west, south, east, north] = BOX;
        let bounds = Bounds::new(west, south, east, north).unwrap();
        let (head, tail) = whole.split_at(512);
        let tail = damaged(&tail[16_384 - 512..], &changes, end);
        let middle = vec![0; 16_384 - 512];
        let variants = [
            [damaged(head, &changes, None), whole[512..].to_vec()].concat(),
            [head.to_vec(), middle, tail].concat(),
        ];
        for bytes in variants {
            std::fs::write(map.source(), &bytes).unwrap();
            let adopted = map.path().with_extension("adopted");
            let outcome = adopt_pmtiles(&map.source(), &adopted);
            prop_assert_eq!(outcome.is_ok(), adopted.exists());
            let _ = describe(&map.source());
            let _ = cut(&map.source(), bounds, 10..=16);
            let _ = std::fs::remove_file(adopted);
        }
    }
}
