//! Lakes, rivers and pools; the sea comes from the coast.

use super::{Attributes, Drawn, Form, Layer, Outline};
use crate::basemap::pbf::Tags;

pub(super) fn area(tags: &Tags<'_>, outline: Outline) -> Option<Drawn> {
    if !outline.encloses() || is_hidden(tags) {
        return None;
    }
    let (kind, from_zoom) = kind(tags)?;
    let attributes = Attributes::kind(kind).maybe("kind_detail", tags.get("water"), 14);
    Some(Drawn::new(Layer::Water, Form::Area, from_zoom, attributes))
}

fn kind(tags: &Tags<'_>) -> Option<(&'static str, u8)> {
    if tags.is("natural", "water") {
        return Some((of_water(tags), 0));
    }
    if tags.is("natural", "bay") || tags.is("natural", "strait") {
        // The sea is told by the coast; these only name it.
        return None;
    }
    if tags.is("leisure", "swimming_pool") || tags.is("amenity", "swimming_pool") {
        return Some(("swimming_pool", 14));
    }
    match (tags.get("waterway"), tags.get("landuse"), tags.get("amenity")) {
        (Some("riverbank"), ..) => Some(("river", 0)),
        (Some("dock"), ..) => Some(("dock", 0)),
        (_, Some("reservoir"), _) => Some(("lake", 0)),
        (_, Some("basin"), _) => Some(("basin", 0)),
        (.., Some("fountain")) => Some(("fountain", 15)),
        _ => None,
    }
}

fn of_water(tags: &Tags<'_>) -> &'static str {
    match tags.get("water") {
        Some("lake" | "pond" | "reservoir" | "lagoon" | "oxbow") => "lake",
        Some("river" | "rapids") => "river",
        Some("stream") => "stream",
        Some("canal" | "moat" | "ditch" | "lock") => "canal",
        Some("basin" | "wastewater" | "reflecting_pool") => "basin",
        Some("fountain") => "fountain",
        Some("harbour" | "dock") => "dock",
        _ => "water",
    }
}

pub(super) fn line(tags: &Tags<'_>, outline: Outline) -> Option<Drawn> {
    if outline != Outline::Open || is_hidden(tags) {
        return None;
    }
    let waterway = tags.get("waterway")?;
    let from_zoom = match waterway {
        "river" => 10,
        "canal" => 11,
        "stream" => 13,
        "ditch" | "drain" => 15,
        _ => return None,
    };
    let attributes = Attributes::kind(waterway).named(tags, 13);
    Some(Drawn::new(Layer::Water, Form::Line, from_zoom, attributes))
}

/// Whether nothing of it is to be seen from above.
fn is_hidden(tags: &Tags<'_>) -> bool {
    tags.has("tunnel")
        || tags.is("covered", "yes")
        || tags.is("location", "underground")
        || tags.is("intermittent", "dry")
}
