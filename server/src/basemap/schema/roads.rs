//! Streets, paths and rails.

use super::{Attributes, Drawn, Form, Layer, Outline};
use crate::basemap::pbf::Tags;

/// A class of ways: Protomaps' word for it, the coarsest zoom that shows it and how far up it lies.
#[derive(Debug, Clone, Copy)]
struct Class {
    kind: &'static str,
    from_zoom: u8,
    names_from: u8,
    rank: i32,
}

fn class(kind: &'static str, from_zoom: u8, names_from: u8, rank: i32) -> Class {
    Class { kind, from_zoom, names_from, rank }
}

/// Ranks of one level lie within this.
const LEVEL: i32 = 100;

pub(super) fn line(tags: &Tags<'_>, outline: Outline) -> Option<Drawn> {
    let is_loop = outline == Outline::Closed && !tags.is("area", "yes") && !tags.has("area:highway");
    if outline != Outline::Open && !is_loop {
        return None;
    }
    let (class, detail) = highway(tags).or_else(|| rail(tags)).or_else(|| other(tags, outline))?;
    let mut drawn = Drawn::new(Layer::Roads, Form::Line, class.from_zoom, attributes(tags, class, detail));
    drawn.rank = level(tags) * LEVEL + class.rank;
    Some(drawn)
}

fn highway<'a>(tags: &Tags<'a>) -> Option<(Class, &'a str)> {
    let highway = tags.get("highway")?;
    let class = match highway {
        "motorway" => class("highway", 10, 11, 20),
        "motorway_link" => class("highway", 11, 13, 15),
        "trunk" => class("major_road", 10, 12, 19),
        "primary" => class("major_road", 10, 12, 18),
        "secondary" => class("major_road", 10, 12, 17),
        "tertiary" => class("major_road", 11, 13, 16),
        "trunk_link" | "primary_link" | "secondary_link" | "tertiary_link" => class("major_road", 12, 14, 14),
        "residential" | "unclassified" | "road" | "living_street" | "busway" => {
            class("minor_road", 12, 14, 12)
        }
        "service" if tags.has("service") => class("minor_road", 14, 15, 9),
        "service" => class("minor_road", 13, 14, 10),
        "pedestrian" => class("path", 13, 14, 8),
        "track" => class("path", 13, 15, 6),
        "footway" if tags.one_of("footway", &["sidewalk", "crossing"]).is_some() => class("path", 14, 16, 4),
        "footway" | "path" | "cycleway" | "bridleway" => class("path", 13, 14, 5),
        "steps" => class("path", 13, 15, 7),
        "corridor" => class("path", 15, 16, 3),
        _ => return None,
    };
    Some((class, highway))
}

fn rail<'a>(tags: &Tags<'a>) -> Option<(Class, &'a str)> {
    let railway = tags.get("railway")?;
    let aside = tags.one_of("service", &["yard", "siding", "spur", "crossover"]).is_some();
    let class = match railway {
        "rail" if aside => class("rail", 13, 16, 21),
        "rail" => class("rail", 10, 14, 22),
        "narrow_gauge" | "light_rail" | "preserved" => class("rail", 12, 14, 22),
        "tram" | "subway" | "monorail" | "funicular" => class("rail", 13, 15, 22),
        _ => return None,
    };
    Some((class, railway))
}

/// What is walked on or waited on, and ferries.
fn other<'a>(tags: &Tags<'a>, outline: Outline) -> Option<(Class, &'a str)> {
    if tags.is("route", "ferry") {
        return Some((class("ferry", 11, 14, 0), "ferry"));
    }
    if outline == Outline::Closed {
        return None;
    }
    if tags.is("man_made", "pier") {
        return Some((class("path", 13, 15, 2), "pier"));
    }
    let platform = tags.is("railway", "platform")
        || tags.is("public_transport", "platform")
        || tags.is("highway", "platform");
    platform.then_some((class("path", 15, 16, 2), "platform"))
}

fn attributes(tags: &Tags<'_>, class: Class, detail: &str) -> Attributes {
    let mut attributes = Attributes::kind(class.kind)
        .text("kind_detail", detail, 0)
        .named(tags, class.names_from)
        .maybe("lit", lit(tags), 13)
        .maybe("surface", tags.get("surface"), 14)
        .maybe("footway", tags.one_of("footway", &["sidewalk", "crossing"]), 14)
        .maybe("service", tags.get("service"), 14)
        .maybe("access", closed(tags), 14)
        .flag("is_bridge", is_bridge(tags), 12)
        .flag("is_tunnel", is_tunnel(tags), 12);
    if let Some(layer) = layer(tags).filter(|layer| *layer != 0) {
        attributes = attributes.number("layer", i64::from(layer), 12);
    }
    attributes
}

/// Whether people on foot may not go there, as far as it is known; what is said of them counts before what is said of all.
fn closed(tags: &Tags<'_>) -> Option<&'static str> {
    let motors_only = tags.is("motorroad", "yes").then_some("no");
    match tags.get("foot").or(motors_only).or_else(|| tags.get("access"))? {
        "no" => Some("no"),
        "private" => Some("private"),
        _ => None,
    }
}

/// Whether there is light, as far as it is known.
fn lit(tags: &Tags<'_>) -> Option<&'static str> {
    match tags.get("lit")? {
        "yes" | "24/7" | "automatic" | "limited" | "interval" | "sunset-sunrise" | "dusk-dawn"
        | "operating_times" | "good" => Some("yes"),
        "no" | "disused" => Some("no"),
        _ => None,
    }
}

fn is_bridge(tags: &Tags<'_>) -> bool {
    tags.has("bridge")
}

/// Whether it lies below the ground or a roof.
fn is_tunnel(tags: &Tags<'_>) -> bool {
    let below =
        tags.is("location", "underground") || tags.get("level").is_some_and(|level| level.starts_with('-'));
    tags.has("tunnel") || tags.is("covered", "yes") || tags.has("indoor") || below
}

fn layer(tags: &Tags<'_>) -> Option<i32> {
    tags.get("layer")?.parse().ok().map(|layer: i32| layer.clamp(-5, 5))
}

/// How high it lies: bridges above the ground, tunnels below, each by its layer.
fn level(tags: &Tags<'_>) -> i32 {
    let layer = layer(tags).unwrap_or(0);
    match (is_bridge(tags), is_tunnel(tags)) {
        (true, _) => layer.max(1),
        (_, true) => layer.min(-1),
        _ => layer,
    }
}
