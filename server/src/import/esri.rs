//! Features as an `ArcGIS` server answers them when it is not asked for GeoJSON.
//!
//! Promises: rings are kept as drawn; which one is a hole follows from its direction, as the format says
//! (<https://developers.arcgis.com/rest/services-reference/enterprise/geometry-objects/>).

use serde_json::{Map, Value, json};

/// Whether an object is such an answer.
pub(super) fn is_esri(root: &Map<String, Value>) -> bool {
    let first = root.get("features").and_then(Value::as_array).and_then(|features| features.first());
    root.contains_key("geometryType")
        || root.contains_key("spatialReference")
        || first.is_some_and(|feature| feature.get("attributes").is_some())
}

/// The features as GeoJSON.
pub(super) fn features(root: &mut Map<String, Value>) -> Vec<Value> {
    let Some(Value::Array(features)) = root.remove("features") else { return Vec::new() };
    features.into_iter().map(feature).collect()
}

fn feature(mut feature: Value) -> Value {
    let properties = feature.get_mut("attributes").map_or(Value::Null, Value::take);
    let geometry = feature.get("geometry").map_or(Value::Null, geometry);
    json!({ "type": "Feature", "properties": properties, "geometry": geometry })
}

fn geometry(geometry: &Value) -> Value {
    let mut made = if let Some(rings) = geometry.get("rings").and_then(Value::as_array) {
        json!({ "type": "MultiPolygon", "coordinates": polygons(rings) })
    } else if let (Some(x), Some(y)) = (geometry.get("x"), geometry.get("y")) {
        json!({ "type": "Point", "coordinates": [x, y] })
    } else if let Some(points) = geometry.get("points") {
        json!({ "type": "MultiPoint", "coordinates": points })
    } else {
        json!({ "type": "MultiLineString", "coordinates": geometry.get("paths") })
    };
    if let (Some(system), Value::Object(made)) = (geometry.get("spatialReference"), &mut made) {
        made.insert("spatialReference".to_owned(), system.clone());
    }
    made
}

/// Outer rings run clockwise; a hole follows the ring that it lies in.
fn polygons(rings: &[Value]) -> Vec<Vec<&Value>> {
    let mut polygons: Vec<Vec<&Value>> = Vec::new();
    for ring in rings {
        match polygons.last_mut() {
            Some(last) if doubled_area(ring) > 0.0 => last.push(ring),
            _ => polygons.push(vec![ring]),
        }
    }
    polygons
}

/// Twice the area of a ring; negative where it runs clockwise.
fn doubled_area(ring: &Value) -> f64 {
    let number = |point: &Value, axis: usize| point.get(axis).and_then(Value::as_f64).unwrap_or_default();
    let points = ring.as_array().map(Vec::as_slice).unwrap_or_default();
    points
        .windows(2)
        .map(|pair| number(&pair[0], 0) * number(&pair[1], 1) - number(&pair[1], 0) * number(&pair[0], 1))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hole_belongs_to_the_ring_before_it() {
        let outer = json!([[0, 0], [0, 9], [9, 9], [9, 0], [0, 0]]);
        let hole = json!([[1, 1], [2, 1], [2, 2], [1, 1]]);
        let found = geometry(&json!({ "rings": [outer, hole, outer] }));
        assert_eq!(found, json!({ "type": "MultiPolygon", "coordinates": [[outer, hole], [outer]] }));
    }
}
