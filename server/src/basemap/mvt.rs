//! Tiles written as Mapbox Vector Tiles 2.1 (<https://github.com/mapbox/vector-tile-spec>).
//!
//! Promises: the same pieces give the same bytes; pieces of one order are one feature, and lower ranks come first.

use fast_mvt::{MvtError, MvtFeatureBuilder, MvtGeomType, MvtLayerBuilder, MvtTileBuilder, MvtValueRef};

use super::feature::Shape;
use super::rings::Area;
use super::schema::{Attributes, Value};
use super::tile::{Piece, Shown};

/// A tile of these pieces.
pub(super) fn write(mut pieces: Vec<Piece>, shown: &Shown) -> Result<Vec<u8>, MvtError> {
    pieces.sort_by_key(Piece::order);
    let mut tile = MvtTileBuilder::new();
    for pieces in pieces.chunk_by(|one, other| one.layer == other.layer) {
        let Some(first) = pieces.first() else { continue };
        let mut layer = tile.layer(first.layer.name())?;
        for pieces in pieces.chunk_by(|one, other| one.order() == other.order()) {
            layer = write_feature(layer, pieces, shown)?;
        }
        tile = layer.end();
    }
    Ok(tile.encode())
}

/// Writes pieces of the same order as one feature.
fn write_feature(
    layer: MvtLayerBuilder,
    pieces: &[Piece],
    shown: &Shown,
) -> Result<MvtLayerBuilder, MvtError> {
    let Some(first) = pieces.first() else { return Ok(layer) };
    let form = match first.shape {
        Shape::Point(_) => MvtGeomType::Point,
        Shape::Lines(_) => MvtGeomType::LineString,
        Shape::Areas(_) => MvtGeomType::Polygon,
    };
    let mut feature = layer.feature_of(form);
    for piece in pieces {
        match &piece.shape {
            Shape::Point(_) => {}
            Shape::Lines(lines) => {
                lines.iter().try_for_each(|line| feature.line(line.iter().copied()).map(drop))?;
            }
            Shape::Areas(areas) => areas.iter().try_for_each(|area| write_area(&mut feature, area))?,
        }
    }
    let points = pieces
        .iter()
        .filter_map(|piece| if let Shape::Point(spot) = piece.shape { Some(spot) } else { None });
    if form == MvtGeomType::Point {
        feature.points(points)?;
    }
    write_attributes(&mut feature, shown.attributes(first.attributes))?;
    Ok(feature.end())
}

fn write_area(feature: &mut MvtFeatureBuilder, area: &Area) -> Result<(), MvtError> {
    feature.ring(area.outer.iter().copied(), true)?;
    area.inner.iter().try_for_each(|ring| feature.ring(ring.iter().copied(), false).map(drop))
}

fn write_attributes(
    feature: &mut MvtFeatureBuilder,
    attributes: Option<&Attributes>,
) -> Result<(), MvtError> {
    for attribute in attributes.iter().flat_map(|attributes| &attributes.0) {
        let value = match &attribute.value {
            Value::Text(text) => MvtValueRef::String(text),
            Value::Number(number) => MvtValueRef::Int(*number),
            Value::True => MvtValueRef::Bool(true),
        };
        feature.tag_ref(attribute.key, value)?;
    }
    Ok(())
}
