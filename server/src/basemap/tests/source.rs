//! What an extract says of its ways, read without drawing a map, for comparing the two.

use std::collections::HashMap;
use std::path::Path;

use super::super::Spot;
use super::super::pbf::{Element, Extract, Wanted};
use super::super::schema::{self, Layer, Outline, Value};

/// The ways of an extract that one may walk along.
pub(crate) struct Source {
    /// The nodes of each way, in order.
    pub(crate) ways: Vec<Vec<i64>>,
    pub(crate) spot_by_node: HashMap<i64, Spot>,
}

/// Reads the ways that one may walk along.
pub(crate) fn source(path: &Path) -> Source {
    let mut extract = Extract::open(path).unwrap();
    let (mut ways, mut spot_by_node) = (Vec::new(), HashMap::new());
    extract
        .each(Wanted::Ways, &mut |_| {}, |element| {
            if let Element::Way { refs, tags, .. } = element {
                let outline = if refs.first() == refs.last() { Outline::Closed } else { Outline::Open };
                let drawn = schema::drawn(&tags, outline);
                if drawn.iter().any(|drawn| drawn.layer == Layer::Roads && is_walked(&drawn.attributes)) {
                    ways.push(refs.to_vec());
                }
            }
        })
        .unwrap();
    extract
        .each(Wanted::Nodes, &mut |_| {}, |element| {
            if let Element::Node { id, spot, .. } = element {
                spot_by_node.insert(id, spot);
            }
        })
        .unwrap();
    Source { ways, spot_by_node }
}

fn is_walked(attributes: &schema::Attributes) -> bool {
    let word = |key: &str| {
        attributes.0.iter().find(|it| it.key == key).and_then(|it| match &it.value {
            Value::Text(text) => Some(&**text),
            _ => None,
        })
    };
    matches!(word("kind"), Some("path" | "minor_road" | "major_road")) && word("access") != Some("no")
}
