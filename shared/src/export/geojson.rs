//! GeoJSON (RFC 7946) of what the server lists.

use serde::Serialize;
use serde_json::{Value, json};

use crate::geo::Position;
use crate::situation::{Finding, Observation};
use crate::wire::{AreaCard, WalkCard};

/// A `FeatureCollection`.
pub fn collection(features: &[Value]) -> Value {
    json!({ "type": "FeatureCollection", "features": features })
}

/// An observation as a point; without geometry when nobody could say where.
pub fn observation_feature(observation: &Observation) -> Value {
    feature(&observation.id.to_string(), &point(observation.position), observation)
}

/// A finding as a point.
pub fn finding_feature(finding: &Finding) -> Value {
    feature(&finding.id.to_string(), &point(finding.position), finding)
}

/// An area as a multi-polygon.
pub fn area_feature(area: &AreaCard) -> Value {
    let geometry = json!({ "type": "MultiPolygon", "coordinates": area.outline });
    let properties = json!({ "id": area.id, "name": area.name });
    json!({ "type": "Feature", "id": area.id, "geometry": geometry, "properties": properties })
}

/// A walk as its loop; without geometry while that is not drawn.
pub fn walk_feature(walk: &WalkCard) -> Value {
    let line = || json!({ "type": "LineString", "coordinates": walk.loop_line });
    let geometry = if walk.loop_line.is_empty() { Value::Null } else { line() };
    feature(&walk.id.to_string(), &geometry, walk)
}

fn point(position: Option<Position>) -> Value {
    position.map_or(Value::Null, |at| json!({ "type": "Point", "coordinates": [at.lon(), at.lat()] }))
}

fn feature(id: &str, geometry: &Value, thing: &impl Serialize) -> Value {
    let mut properties = serde_json::to_value(thing).unwrap_or(Value::Null);
    if let Some(fields) = properties.as_object_mut() {
        fields.remove("position");
        fields.remove("loop_line");
    }
    json!({ "type": "Feature", "id": id, "geometry": geometry, "properties": properties })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longitude_comes_first() {
        let position = Position::new(65.6, 22.1).unwrap();
        assert_eq!(point(Some(position))["coordinates"], json!([22.1, 65.6]));
        assert_eq!(point(None), Value::Null);
    }
}
