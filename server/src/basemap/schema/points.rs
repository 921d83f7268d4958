//! Lamps, stops, benches and doors, and what places are called.

use super::{Attributes, Drawn, Form, Layer, Outline};
use crate::basemap::pbf::Tags;

/// What is worth finding, by key and value: its kind and the coarsest zoom that shows it.
const POIS: [(&str, &[&str], Option<&str>, u8); 19] = [
    ("railway", &["station", "halt"], Some("station"), 13),
    ("railway", &["tram_stop"], None, 14),
    ("railway", &["subway_entrance"], Some("entrance"), 15),
    ("highway", &["bus_stop"], None, 14),
    ("highway", &["elevator", "crossing"], None, 16),
    ("amenity", &["bus_station", "ferry_terminal"], None, 14),
    ("amenity", &["school", "kindergarten", "university", "college", "hospital"], None, 15),
    (
        "amenity",
        &["library", "community_centre", "townhall", "police", "fire_station", "place_of_worship"],
        None,
        16,
    ),
    (
        "amenity",
        &["clinic", "doctors", "pharmacy", "social_facility", "nursing_home", "theatre", "cinema"],
        None,
        16,
    ),
    (
        "amenity",
        &["bench", "toilets", "shelter", "drinking_water", "waste_basket", "bicycle_parking"],
        None,
        16,
    ),
    (
        "amenity",
        &["restaurant", "cafe", "bar", "pub", "fast_food", "nightclub", "marketplace", "parking"],
        None,
        16,
    ),
    ("emergency", &["defibrillator", "phone", "life_ring"], None, 16),
    ("leisure", &["park", "nature_reserve"], None, 14),
    ("leisure", &["playground", "pitch", "sports_centre", "dog_park", "garden", "stadium"], None, 16),
    ("landuse", &["cemetery"], None, 15),
    ("place", &["square"], None, 15),
    ("shop", &["supermarket", "convenience", "mall", "kiosk"], None, 16),
    ("tourism", &["museum", "hotel", "viewpoint", "information", "artwork"], None, 16),
    ("man_made", &["surveillance"], None, 16),
];

/// Areas that are only worth a label when they have a name.
const NAMED_ONLY: [&str; 8] =
    ["park", "nature_reserve", "playground", "pitch", "garden", "parking", "cemetery", "square"];

/// Kinds of settlements and their parts: the tag, Protomaps' word and the coarsest zoom that shows it.
const PLACES: [(&str, &str, u8); 12] = [
    ("city", "locality", 10),
    ("town", "locality", 10),
    ("village", "locality", 11),
    ("hamlet", "locality", 12),
    ("isolated_dwelling", "locality", 14),
    ("farm", "locality", 14),
    ("locality", "locality", 14),
    ("borough", "neighbourhood", 11),
    ("suburb", "neighbourhood", 11),
    ("quarter", "neighbourhood", 12),
    ("neighbourhood", "neighbourhood", 13),
    ("island", "island", 12),
];

pub(super) fn points(tags: &Tags<'_>, outline: Outline) -> impl Iterator<Item = Drawn> {
    let form = match outline {
        Outline::Point => Some(Form::Point),
        Outline::Open => None,
        Outline::Closed | Outline::Multi => Some(Form::Label),
    };
    let all = form.map(|form| [lamp(tags, form), poi(tags, form), place(tags, form), water(tags, form)]);
    all.into_iter().flatten().flatten()
}

fn lamp(tags: &Tags<'_>, form: Form) -> Option<Drawn> {
    let post = tags.one_of("highway", &["street_lamp", "lamp"]);
    let mast = tags.one_of("man_made", &["street_lamp", "lamp", "floodlight", "light_mast"]);
    let source = tags.get("light_source").filter(|source| !["aviation", "beacon", "no"].contains(source));
    let found = post.or(mast).or(source).is_some();
    let attributes = Attributes::default().maybe("ref", tags.get("ref"), 16);
    (form == Form::Point && found).then(|| Drawn::new(Layer::Lamps, Form::Point, 15, attributes))
}

fn poi(tags: &Tags<'_>, form: Form) -> Option<Drawn> {
    let (kind, detail, from_zoom) = of_table(tags).or_else(|| stop(tags)).or_else(|| door(tags, form))?;
    if NAMED_ONLY.contains(&kind) && tags.get("name").is_none() {
        return None;
    }
    let detail = Some(detail).filter(|detail| *detail != kind);
    let attributes = Attributes::kind(kind).maybe("kind_detail", detail, 0).named(tags, 0);
    Some(Drawn::new(Layer::Pois, form, from_zoom, attributes))
}

fn of_table<'a>(tags: &Tags<'a>) -> Option<(&'a str, &'a str, u8)> {
    POIS.iter().find_map(|(key, values, kind, from_zoom)| {
        let value = tags.one_of(key, values)?;
        Some((kind.unwrap_or(value), value, *from_zoom))
    })
}

/// A stop that only the newer tags tell of.
fn stop<'a>(tags: &Tags<'a>) -> Option<(&'a str, &'a str, u8)> {
    match (tags.get("public_transport")?, tags.is("bus", "yes"), tags.is("tram", "yes")) {
        ("platform", true, _) => Some(("bus_stop", "bus_stop", 14)),
        ("platform", _, true) => Some(("tram_stop", "tram_stop", 14)),
        ("station", ..) => Some(("station", "station", 13)),
        _ => None,
    }
}

fn door<'a>(tags: &Tags<'a>, form: Form) -> Option<(&'a str, &'a str, u8)> {
    let entrance = tags.get("entrance").filter(|entrance| *entrance != "no")?;
    (form == Form::Point).then_some(("entrance", if entrance == "yes" { "entrance" } else { entrance }, 16))
}

fn place(tags: &Tags<'_>, form: Form) -> Option<Drawn> {
    let name = tags.get("name")?;
    let place = tags.get("place")?;
    let (detail, kind, from_zoom) = PLACES.iter().find(|(value, ..)| *value == place)?;
    let population =
        tags.get("population").and_then(|text| text.parse::<i64>().ok()).filter(|count| *count > 0);
    let mut attributes = Attributes::kind(kind).text("kind_detail", detail, 0).named(tags, 0);
    if let Some(population) = population {
        attributes = attributes.number("population", population, 0);
    }
    (!name.is_empty()).then(|| Drawn::new(Layer::Places, form, *from_zoom, attributes))
}

/// The name of a lake, where its middle is.
fn water(tags: &Tags<'_>, form: Form) -> Option<Drawn> {
    tags.get("name")?;
    let kind = match (tags.is("natural", "water"), tags.one_of("natural", &["bay", "strait"])) {
        (true, _) if form == Form::Label => "lake",
        (_, Some(kind)) => kind,
        _ => return None,
    };
    Some(Drawn::new(Layer::Water, form, 13, Attributes::kind(kind).named(tags, 0)))
}
