//! What the ground is used for, and buildings.

use super::{Attributes, Drawn, Form, Layer, Outline};
use crate::basemap::pbf::Tags;

/// Kinds that the tags name themselves, by key, with the coarsest zoom that shows them.
const AS_TAGGED: [(&str, u8, &[&str]); 12] = [
    (
        "amenity",
        12,
        &["hospital", "school", "kindergarten", "university", "college", "parking", "grave_yard"],
    ),
    ("leisure", 14, &["playground", "pitch", "dog_park", "track", "sports_centre", "stadium", "marina"]),
    ("leisure", 10, &["park", "golf_course", "nature_reserve"]),
    ("leisure", 13, &["garden"]),
    (
        "landuse",
        13,
        &["grass", "village_green", "flowerbed", "greenfield", "recreation_ground", "plant_nursery"],
    ),
    ("landuse", 10, &["forest", "farmland", "meadow", "residential", "industrial", "military", "quarry"]),
    (
        "landuse",
        11,
        &["cemetery", "commercial", "retail", "railway", "allotments", "construction", "landfill"],
    ),
    ("natural", 10, &["wood", "wetland", "scrub", "heath", "grassland", "bare_rock", "glacier", "fell"]),
    ("natural", 12, &["beach", "sand", "scree", "shingle"]),
    ("tourism", 12, &["zoo", "camp_site"]),
    ("aeroway", 10, &["aerodrome", "runway"]),
    ("man_made", 13, &["pier", "breakwater"]),
];

/// Kinds that are called something else, by key and value.
const CALLED: [(&str, &str, &str, u8); 11] = [
    ("landuse", "orchard", "farmland", 11),
    ("landuse", "vineyard", "farmland", 11),
    ("landuse", "farmyard", "farmland", 11),
    ("landuse", "brownfield", "industrial", 11),
    ("landuse", "garages", "industrial", 13),
    ("landuse", "education", "school", 12),
    ("landuse", "greenery", "grass", 14),
    ("natural", "shrubbery", "scrub", 14),
    ("amenity", "grave_yard", "cemetery", 12),
    ("man_made", "bridge", "pedestrian", 13),
    ("amenity", "marketplace", "pedestrian", 14),
];

pub(super) fn building(tags: &Tags<'_>, outline: Outline) -> Option<Drawn> {
    let hidden =
        tags.is("location", "underground") || tags.get("layer").is_some_and(|layer| layer.starts_with('-'));
    if !outline.encloses() || !tags.has("building") || hidden {
        return None;
    }
    Some(Drawn::new(Layer::Buildings, Form::Area, 13, Attributes::kind("building")))
}

pub(super) fn area(tags: &Tags<'_>, outline: Outline) -> Option<Drawn> {
    if !outline.encloses() {
        return None;
    }
    // An area below the ground would be seen through it.
    if tags.has("tunnel") || tags.is("location", "underground") || tags.has("indoor") {
        return None;
    }
    walked_on(tags, outline).or_else(|| called(tags)).or_else(|| as_tagged(tags))
}

/// Squares, platforms and other areas for walking: never a thick outline.
fn walked_on(tags: &Tags<'_>, outline: Outline) -> Option<Drawn> {
    let highway = tags.get("highway");
    let is_area = outline == Outline::Multi || tags.is("area", "yes");
    let detail = match highway {
        Some(detail @ ("pedestrian" | "footway" | "path" | "cycleway" | "steps" | "living_street"))
            if is_area =>
        {
            detail
        }
        Some("service" | "residential" | "unclassified") if is_area => {
            return Some(land("parking", 14, Attributes::kind("parking")));
        }
        _ if is_platform(tags) => "platform",
        _ => match tags.get("area:highway") {
            Some(detail @ ("footway" | "pedestrian" | "steps")) => detail,
            _ => return None,
        },
    };
    Some(land("pedestrian", 13, Attributes::kind("pedestrian").text("kind_detail", detail, 13)))
}

fn is_platform(tags: &Tags<'_>) -> bool {
    tags.is("railway", "platform")
        || tags.is("public_transport", "platform")
        || tags.is("highway", "platform")
}

fn called(tags: &Tags<'_>) -> Option<Drawn> {
    let (_, _, kind, from_zoom) = CALLED.iter().find(|(key, value, ..)| tags.is(key, value))?;
    Some(land(kind, *from_zoom, Attributes::kind(kind)))
}

fn as_tagged(tags: &Tags<'_>) -> Option<Drawn> {
    AS_TAGGED.iter().find_map(|(key, from_zoom, values)| {
        let kind = tags.one_of(key, values)?;
        Some(land(kind, *from_zoom, Attributes::kind(kind)))
    })
}

fn land(kind: &str, from_zoom: u8, attributes: Attributes) -> Drawn {
    let mut drawn = Drawn::new(Layer::Landuse, Form::Area, from_zoom, attributes);
    drawn.rank = above(kind);
    drawn
}

/// What is made for people lies above what grows around it, whichever is larger; within that, the smaller is above.
fn above(kind: &str) -> i32 {
    match kind {
        "residential" | "industrial" | "commercial" | "retail" | "military" | "aerodrome"
        | "construction" => 0,
        "pedestrian" | "parking" | "playground" | "pitch" | "track" | "pier" | "runway" | "breakwater" => 2,
        _ => 1,
    }
}
