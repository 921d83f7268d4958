//! What is drawn of an OpenStreetMap element, and how: the layer and attribute names of the Protomaps basemap
//! (<https://docs.protomaps.com/basemaps/layers>), so that one map style draws both, and what walkers need besides.
//!
//! Promises: a pure function of the tags; whatever nobody asked for is left out.

mod ground;
mod points;
mod roads;
mod water;

use super::pbf::Tags;

/// A layer of the tiles, in the order in which they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Layer {
    Water,
    Landuse,
    Buildings,
    Roads,
    Lamps,
    Pois,
    Places,
}

impl Layer {
    pub(super) const ALL: [Self; 7] =
        [Self::Water, Self::Landuse, Self::Buildings, Self::Roads, Self::Lamps, Self::Pois, Self::Places];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Water => "water",
            Self::Landuse => "landuse",
            Self::Buildings => "buildings",
            Self::Roads => "roads",
            Self::Lamps => "lamps",
            Self::Pois => "pois",
            Self::Places => "places",
        }
    }
}

/// The outline of an element, as far as it is known before its nodes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outline {
    /// A node.
    Point,
    /// A way from one place to another.
    Open,
    /// A way that comes back to its beginning: a loop or an area, as its tags tell.
    Closed,
    /// A relation of outlines.
    Multi,
}

impl Outline {
    /// Whether it can be an area.
    fn encloses(self) -> bool {
        matches!(self, Self::Closed | Self::Multi)
    }
}

/// What is drawn of an outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Where the node is.
    Point,
    /// Along the way.
    Line,
    /// All that the outline encloses.
    Area,
    /// A point in the midst of what the outline encloses.
    Label,
}

/// The value of an attribute.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Value {
    Text(Box<str>),
    Number(i64),
    True,
}

/// An attribute of a feature.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Attribute {
    pub(super) key: &'static str,
    pub(super) value: Value,
    /// The coarsest zoom that has it: features that are told apart by less can be merged, which keeps tiles small.
    pub(super) from_zoom: u8,
}

/// The attributes of a feature.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Attributes(pub(super) Vec<Attribute>);

impl Attributes {
    fn kind(kind: &str) -> Self {
        Self::default().text("kind", kind, 0)
    }

    fn text(mut self, key: &'static str, value: &str, from_zoom: u8) -> Self {
        self.0.push(Attribute { key, value: Value::Text(value.into()), from_zoom });
        self
    }

    fn maybe(self, key: &'static str, value: Option<&str>, from_zoom: u8) -> Self {
        match value {
            Some(value) => self.text(key, value, from_zoom),
            None => self,
        }
    }

    fn number(mut self, key: &'static str, value: i64, from_zoom: u8) -> Self {
        self.0.push(Attribute { key, value: Value::Number(value), from_zoom });
        self
    }

    fn flag(mut self, key: &'static str, set: bool, from_zoom: u8) -> Self {
        if set {
            self.0.push(Attribute { key, value: Value::True, from_zoom });
        }
        self
    }

    /// The name, and the Swedish one where it is another.
    fn named(self, tags: &Tags<'_>, from_zoom: u8) -> Self {
        let name = tags.get("name");
        let swedish = tags.get("name:sv").filter(|swedish| Some(*swedish) != name);
        self.maybe("name", name, from_zoom).maybe("name:sv", swedish, from_zoom)
    }
}

/// Something to draw.
#[derive(Debug, Clone)]
pub(super) struct Drawn {
    pub(super) layer: Layer,
    pub(super) form: Form,
    /// The coarsest zoom that shows it.
    pub(super) from_zoom: u8,
    /// What is drawn later lies above.
    pub(super) rank: i32,
    pub(super) attributes: Attributes,
}

impl Drawn {
    fn new(layer: Layer, form: Form, from_zoom: u8, attributes: Attributes) -> Self {
        Self { layer, form, from_zoom, rank: 0, attributes }
    }

    /// The sea, which has no element of its own.
    pub(super) fn sea() -> Self {
        Self::new(Layer::Water, Form::Area, 0, Attributes::kind("ocean"))
    }
}

/// All that is drawn of an element.
pub(super) fn drawn(tags: &Tags<'_>, outline: Outline) -> Vec<Drawn> {
    if tags.is_empty() {
        return Vec::new();
    }
    let area = ground::building(tags, outline)
        .or_else(|| water::area(tags, outline))
        .or_else(|| ground::area(tags, outline));
    let line = roads::line(tags, outline).or_else(|| water::line(tags, outline));
    area.into_iter().chain(line).chain(points::points(tags, outline)).collect()
}

/// Whether the way is part of a coast.
pub(super) fn is_coast(tags: &Tags<'_>) -> bool {
    tags.is("natural", "coastline")
}

#[cfg(test)]
mod tests;
