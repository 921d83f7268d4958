//! A neighbourhood as it crosses the line.

use serde::{Deserialize, Serialize};

use crate::geo::{Area, BoundingBox};
use crate::id::AreaId;

/// A neighbourhood on the wire: `outline` are the coordinates of a GeoJSON `MultiPolygon`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AreaCard {
    /// Its id.
    pub id: AreaId,
    /// Its name for people.
    pub name: String,
    /// Polygons of rings of `[lon, lat]`, WGS 84.
    pub outline: Vec<Vec<Vec<[f64; 2]>>>,
}

impl AreaCard {
    /// Every corner of its outline, as `[lon, lat]`.
    pub fn corners(&self) -> impl Iterator<Item = [f64; 2]> {
        self.outline.iter().flatten().flatten().copied()
    }

    /// Whether the box around it and this box share a point.
    pub fn reaches_into(&self, bbox: &BoundingBox) -> bool {
        let span = |axis: usize| {
            self.corners().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), point| {
                (low.min(point[axis]), high.max(point[axis]))
            })
        };
        let ((west, east), (south, north)) = (span(0), span(1));
        west <= bbox.east && bbox.west <= east && south <= bbox.north && bbox.south <= north
    }
}

impl From<&Area> for AreaCard {
    fn from(area: &Area) -> Self {
        let ring = |ring: &geo::LineString| ring.coords().map(|coord| [coord.x, coord.y]).collect();
        let polygon = |polygon: &geo::Polygon| {
            std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(ring).collect()
        };
        let outline = area.outline.iter().map(polygon).collect();
        Self { id: area.id.clone(), name: area.name.clone(), outline }
    }
}

impl From<&AreaCard> for Area {
    fn from(card: &AreaCard) -> Self {
        let ring = |ring: &Vec<[f64; 2]>| ring.iter().map(|[x, y]| geo::coord! { x: *x, y: *y }).collect();
        let polygon = |rings: &Vec<Vec<[f64; 2]>>| {
            let mut rings = rings.iter().map(ring);
            let exterior = rings.next().unwrap_or_else(|| geo::LineString(vec![]));
            geo::Polygon::new(exterior, rings.collect())
        };
        let outline = card.outline.iter().map(polygon).collect();
        Self { id: card.id.clone(), name: card.name.clone(), outline }
    }
}
