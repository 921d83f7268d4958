//! Archives taken, described and cut.

use std::path::Path;

use pmtiles::{Compression, PmTilesWriter, TileCoord, TileType};

use super::super::grid::Rect;
use super::super::{BasemapError, Bounds, Schema, Unfit, adopt_pmtiles, cut, describe};
use super::BOX;
use super::extract::Extract;
use super::map::{Map, places, seen};

/// A little town over several tiles.
pub(super) fn town() -> Extract {
    let mut extract = Extract::new(Some(BOX));
    extract.line(
        1,
        &[(18.001, 59.3011), (18.019, 59.3089)],
        &[("highway", "residential"), ("name", "Storgatan")],
    );
    extract.block(2, [18.003, 59.302, 18.009, 59.306], &[("natural", "water")]);
    extract.block(3, [18.012, 59.305, 18.013, 59.306], &[("building", "yes")]);
    extract.node(4, (18.0145, 59.3025), &[("highway", "street_lamp"), ("ref", "7")]);
    extract
}

/// Writes an archive of one tile with these layers.
fn archive(path: &Path, tile_type: TileType, max_zoom: u8, layers: &[&str]) {
    let mut tile = fast_mvt::MvtTileBuilder::new();
    for layer in layers {
        let mut feature = tile.layer(*layer).unwrap().feature_of(fast_mvt::MvtGeomType::Point);
        feature.points([geo::Coord { x: 1, y: 1 }]).unwrap();
        tile = feature.end().end();
    }
    let file = std::fs::File::create(path).unwrap();
    let writer = PmTilesWriter::new(tile_type).tile_compression(Compression::Gzip);
    let writer = writer.min_zoom(13).max_zoom(max_zoom).bounds(17.9, 59.2, 18.1, 59.4);
    let metadata =
        r#"{"attribution":"© OpenStreetMap","planetiler:osm:osmosisreplicationtime":"2026-05-01T00:00:00Z"}"#;
    let mut writer = writer.metadata(metadata).create(file).unwrap();
    writer.add_tile(TileCoord::new(13, 4505, 2410).unwrap(), &tile.encode()).unwrap();
    writer.finalize().unwrap();
}

fn refused(tile_type: TileType, max_zoom: u8, layers: &[&str], expected: &str) {
    let map = Map::new();
    archive(&map.source(), tile_type, max_zoom, layers);
    let error = adopt_pmtiles(&map.source(), &map.path()).unwrap_err();
    assert!(error.to_string().contains(expected), "{error}");
    assert_eq!(map.files(), ["extract.osm.pbf"], "nothing is left behind");
}

#[test]
fn a_protomaps_archive_is_taken_as_it_is() {
    let map = Map::new();
    archive(&map.source(), TileType::Mvt, 15, &["earth", "roads"]);
    let description = adopt_pmtiles(&map.source(), &map.path()).unwrap();
    assert_eq!(std::fs::read(map.source()).unwrap(), std::fs::read(map.path()).unwrap());
    assert_eq!((description.schema, description.max_zoom, description.tiles), (Schema::Protomaps, 15, 1));
    assert_eq!(description.attribution.as_deref(), Some("© OpenStreetMap"));
    assert_eq!(description.current_at.unwrap().to_string(), "2026-05-01T00:00:00Z");
}

#[test]
fn an_archive_that_no_map_can_be_drawn_with_is_refused_with_a_reason() {
    refused(TileType::Png, 15, &["earth", "roads"], "tiles are image/png, not vector tiles");
    refused(TileType::Mvt, 11, &["earth", "roads"], "finest zoom is 11");
    refused(TileType::Mvt, 15, &["earth", "transportation"], "lacks the layer roads");
    refused(TileType::Mvt, 15, &["transportation"], "it has transportation");
    refused(TileType::Mvt, 15, &["roads"], "lacks the layer earth or water");
}

#[test]
fn something_else_is_refused_with_a_reason() {
    let map = Map::new();
    for bytes in [&b""[..], b"PMT", b"PM\x02\x00", b"hello, this is no archive", &town().bytes()] {
        std::fs::write(map.source(), bytes).unwrap();
        let error = adopt_pmtiles(&map.source(), &map.path()).unwrap_err();
        assert!(error.to_string().starts_with("this cannot be used as a map: it is "), "{error}");
    }
    assert!(matches!(adopt_pmtiles(Path::new("/nowhere"), &map.path()), Err(BasemapError::Read(_))));
    assert!(matches!(adopt_pmtiles(Path::new("/"), &map.path()), Err(BasemapError::Read(_))));
    assert!(matches!(describe(Path::new("/")), Err(BasemapError::Read(_))));
}

#[test]
fn our_own_archive_is_described_and_taken() {
    let (map, report) = Map::of(&town());
    let description = describe(&map.path()).unwrap();
    assert_eq!(description.schema, Schema::Lykta { version: 1 });
    assert_eq!((description.min_zoom, description.max_zoom), (10, 16));
    assert_eq!((description.tiles, description.bytes), (report.tiles, report.bytes));
    assert_eq!(description.attribution.as_deref(), Some("© OpenStreetMap contributors"));
    assert_eq!(description.current_at.map(jiff::Timestamp::as_second), Some(1_700_000_000));
    assert_eq!(report.current_at, description.current_at);
    let again = map.path().with_extension("again");
    assert_eq!(adopt_pmtiles(&map.path(), &again).unwrap(), description);
}

#[test]
fn the_same_extract_gives_the_same_bytes() {
    let (one, other) = (Map::of(&town()).0, Map::of(&town()).0);
    assert_eq!(std::fs::read(one.path()).unwrap(), std::fs::read(other.path()).unwrap());
}

#[test]
fn a_failed_import_leaves_the_map_in_use() {
    let (map, _) = Map::of(&town());
    let before = std::fs::read(map.path()).unwrap();
    let whole = town().bytes();
    map.import(&whole[..whole.len() - 1], None).unwrap_err();
    assert_eq!(std::fs::read(map.path()).unwrap(), before);
    assert_eq!(map.files(), ["extract.osm.pbf", "map.pmtiles"]);
}

#[test]
fn a_piece_has_only_the_tiles_that_touch_its_box_as_they_are() {
    let (map, _) = Map::of(&town());
    let bounds = Bounds::new(18.013, 59.302, 18.019, 59.304).unwrap();
    let bytes = cut(&map.path(), bounds, 14..=16).unwrap();
    assert_eq!(cut(&map.path(), bounds, 14..=16).unwrap(), bytes, "the same each time");
    let piece = map.path().with_extension("piece");
    std::fs::write(&piece, &bytes).unwrap();
    let rect = Rect::of(bounds);
    let touches = |place: &super::super::archive::Place| {
        let (columns, rows) = rect.at_zoom(place.zoom).tiles(place.zoom);
        place.zoom >= 14 && columns.contains(&place.x.cast_signed()) && rows.contains(&place.y.cast_signed())
    };
    let expected: Vec<_> = places(&map.path()).into_iter().filter(touches).collect();
    assert!(!expected.is_empty() && expected.len() < places(&map.path()).len());
    assert_eq!(places(&piece), expected);
    let whole: Vec<_> = seen(&map.path()).into_iter().filter(|seen| touches(&seen.place)).collect();
    assert_eq!(seen(&piece), whole);
    let (of_piece, of_whole) = (describe(&piece).unwrap(), describe(&map.path()).unwrap());
    assert_eq!((of_piece.min_zoom, of_piece.max_zoom, of_piece.bounds), (14, 16, bounds));
    assert_eq!(of_piece.tiles, expected.len() as u64, "nothing beyond its bounds either");
    assert_eq!((of_piece.attribution, of_piece.current_at), (of_whole.attribution, of_whole.current_at));
}

#[test]
fn a_piece_of_a_coarser_archive_takes_what_there_is() {
    let map = Map::new();
    archive(&map.source(), TileType::Mvt, 15, &["earth", "roads"]);
    let bounds = Bounds::new(18.0, 59.29, 18.05, 59.32).unwrap();
    std::fs::write(map.path(), cut(&map.source(), bounds, 10..=16).unwrap()).unwrap();
    let description = describe(&map.path()).unwrap();
    assert_eq!((description.min_zoom, description.max_zoom, description.tiles), (13, 15, 1));
}

#[test]
fn a_piece_elsewhere_or_too_large_is_refused() {
    let (map, _) = Map::of(&town());
    let elsewhere = Bounds::new(11.0, 57.0, 12.0, 58.0).unwrap();
    assert!(matches!(cut(&map.path(), elsewhere, 10..=16), Err(BasemapError::Nothing)));
    let world = map.path().with_extension("world");
    let writer = PmTilesWriter::new(TileType::Mvt).bounds(-179.0, -80.0, 179.0, 80.0);
    let mut writer = writer.create(std::fs::File::create(&world).unwrap()).unwrap();
    writer.add_tile(TileCoord::new(0, 0, 0).unwrap(), b"tile").unwrap();
    writer.finalize().unwrap();
    let all = Bounds::new(-170.0, -70.0, 170.0, 70.0).unwrap();
    assert!(matches!(cut(&world, all, 10..=16), Err(BasemapError::TooLarge { .. })));
    assert!(matches!(adopt_pmtiles(&world, &map.path()), Err(BasemapError::Refused(Unfit::Tile { .. }))));
}

#[test]
fn a_box_is_on_the_globe_and_has_an_inside() {
    let boxes = [
        (18.0, 59.0, 17.0, 60.0),
        (18.0, 60.0, 19.0, 59.0),
        (-181.0, 0.0, 0.0, 1.0),
        (0.0, f64::NAN, 1.0, 1.0),
    ];
    for (west, south, east, north) in boxes {
        assert!(matches!(Bounds::new(west, south, east, north), Err(BasemapError::NoBox { .. })));
    }
}
