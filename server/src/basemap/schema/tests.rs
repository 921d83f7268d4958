//! Tags to what is drawn.

use super::{Form, Layer, Outline, drawn};
use crate::basemap::pbf::Tags;

/// What is drawn of an outline: layer, form and kind.
fn check(tags: &[(&str, &str)], outline: Outline, expected: &[(Layer, Form, &str)]) {
    let drawn = drawn(&Tags(tags), outline);
    let kind = |drawn: &super::Drawn| match drawn.attributes.0.first().map(|attribute| &attribute.value) {
        Some(super::Value::Text(kind)) => kind.to_string(),
        _ => String::new(),
    };
    let found: Vec<_> = drawn.iter().map(|drawn| (drawn.layer, drawn.form, kind(drawn))).collect();
    let expected: Vec<_> =
        expected.iter().map(|(layer, form, kind)| (*layer, *form, (*kind).to_owned())).collect();
    assert_eq!(found, expected, "{tags:?}");
}

#[test]
fn the_ground_is_called_as_protomaps_does() {
    let ground =
        |tags: &[(&str, &str)], kind| check(tags, Outline::Closed, &[(Layer::Landuse, Form::Area, kind)]);
    ground(&[("leisure", "park")], "park");
    ground(&[("landuse", "grass")], "grass");
    ground(&[("natural", "wood")], "wood");
    ground(&[("landuse", "orchard")], "farmland");
    ground(&[("man_made", "bridge")], "pedestrian");
    ground(&[("railway", "platform")], "pedestrian");
    ground(&[("highway", "pedestrian"), ("area", "yes")], "pedestrian");
    ground(&[("natural", "beach")], "beach");
}

#[test]
fn a_school_that_is_a_house_is_a_house_with_a_label() {
    let tags = [("building", "school"), ("amenity", "school"), ("name", "Skolan")];
    let expected = [(Layer::Buildings, Form::Area, "building"), (Layer::Pois, Form::Label, "school")];
    check(&tags, Outline::Multi, &expected);
}

#[test]
fn water_is_told_apart() {
    let water =
        |tags: &[(&str, &str)], kind| check(tags, Outline::Multi, &[(Layer::Water, Form::Area, kind)]);
    water(&[("natural", "water")], "water");
    water(&[("natural", "water"), ("water", "pond")], "lake");
    water(&[("natural", "water"), ("water", "river")], "river");
    water(&[("leisure", "swimming_pool")], "swimming_pool");
    check(&[("waterway", "stream")], Outline::Open, &[(Layer::Water, Form::Line, "stream")]);
    check(&[("waterway", "stream"), ("tunnel", "culvert")], Outline::Open, &[]);
}

#[test]
fn what_nobody_sees_is_not_drawn() {
    check(&[], Outline::Closed, &[]);
    check(&[("source", "survey")], Outline::Closed, &[]);
    check(&[("building", "no")], Outline::Closed, &[]);
    check(&[("building", "yes"), ("location", "underground")], Outline::Closed, &[]);
    check(&[("highway", "proposed")], Outline::Open, &[]);
    check(&[("building", "yes")], Outline::Open, &[]);
    check(&[("natural", "coastline")], Outline::Open, &[]);
    check(&[("light_source", "no")], Outline::Point, &[]);
}

#[test]
fn a_door_is_an_entrance_only_as_a_node() {
    check(&[("entrance", "main")], Outline::Point, &[(Layer::Pois, Form::Point, "entrance")]);
    check(&[("entrance", "main")], Outline::Closed, &[]);
}
