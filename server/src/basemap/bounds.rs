//! A box in degrees.
//!
//! Promises: a box that is made lies on the globe, has an inside and no corner that is not a number.

use super::BasemapError;

/// A box in degrees of WGS 84.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// The western edge, in degrees.
    pub west: f64,
    /// The southern edge, in degrees.
    pub south: f64,
    /// The eastern edge, in degrees.
    pub east: f64,
    /// The northern edge, in degrees.
    pub north: f64,
}

impl Bounds {
    /// The box of these edges, unless it is none.
    pub fn new(west: f64, south: f64, east: f64, north: f64) -> Result<Self, BasemapError> {
        let on_globe = |value: f64, most: f64| (-most..=most).contains(&value);
        let lies =
            on_globe(west, 180.0) && on_globe(east, 180.0) && on_globe(south, 90.0) && on_globe(north, 90.0);
        if lies && west < east && south < north {
            Ok(Self { west, south, east, north })
        } else {
            Err(BasemapError::NoBox { west, south, east, north })
        }
    }

    /// What both boxes cover.
    pub(super) fn overlap(self, other: Self) -> Option<Self> {
        let (west, south) = (self.west.max(other.west), self.south.max(other.south));
        Self::new(west, south, self.east.min(other.east), self.north.min(other.north)).ok()
    }

    /// Longitude and latitude of the middle.
    pub(super) fn centre(self) -> (f64, f64) {
        (f64::midpoint(self.west, self.east), f64::midpoint(self.south, self.north))
    }
}
