//! Features: shapes with attributes.
//!
//! Promises: equal attributes are kept once, and told apart by number.

use std::collections::HashMap;
use std::hash::Hash;

use super::grid::{Rect, Spot};
use super::rings::Area;
use super::schema::{Attributes, Layer};

/// Where a feature is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shape {
    Point(Spot),
    Lines(Vec<Vec<Spot>>),
    Areas(Vec<Area>),
}

impl Shape {
    /// The smallest box around it.
    pub(super) fn around(&self) -> Option<Rect> {
        match self {
            Self::Point(spot) => Rect::around([spot]),
            Self::Lines(lines) => Rect::around(lines.iter().flatten()),
            Self::Areas(areas) => Rect::around(areas.iter().flat_map(|area| &area.outer)),
        }
    }
}

/// Something to draw, and where.
#[derive(Debug)]
pub(super) struct Feature {
    pub(super) layer: Layer,
    pub(super) from_zoom: u8,
    pub(super) rank: i32,
    pub(super) attributes: u32,
    pub(super) shape: Shape,
}

/// Values by number, each once.
#[derive(Debug)]
pub(super) struct Numbered<T> {
    values: Vec<T>,
    number_by_value: HashMap<T, u32>,
}

impl<T: Clone + Eq + Hash> Numbered<T> {
    pub(super) fn new() -> Self {
        Self { values: Vec::new(), number_by_value: HashMap::new() }
    }

    pub(super) fn number(&mut self, value: T) -> u32 {
        if let Some(number) = self.number_by_value.get(&value) {
            return *number;
        }
        // Four thousand million different sets of attributes do not fit in an extract.
        let number = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        self.values.push(value.clone());
        self.number_by_value.insert(value, number);
        number
    }

    pub(super) fn value(&self, number: u32) -> Option<&T> {
        self.values.get(number as usize)
    }

    pub(super) fn values(&self) -> &[T] {
        &self.values
    }
}

/// All features of a map.
#[derive(Debug)]
pub(super) struct Features {
    pub(super) all: Vec<Feature>,
    pub(super) attributes: Numbered<Attributes>,
}

impl Features {
    pub(super) fn new() -> Self {
        Self { all: Vec::new(), attributes: Numbered::new() }
    }

    /// How many there are in a layer.
    pub(super) fn count(&self, layer: Layer) -> usize {
        self.all.iter().filter(|feature| feature.layer == layer).count()
    }
}
