//! The whole world as a grid of whole numbers: web Mercator at the finest zoom's tile units.
//!
//! Promises: every coordinate is exact from here on, so that the same extract gives the same tiles on any machine;
//! x grows eastwards and y southwards, as in tiles.

use std::ops::RangeInclusive;

use super::Bounds;

/// A place on the grid, in whole units east and south of its corner: 2^28 around the world, 6 to 8 cm in Sweden.
pub type Spot = geo::Coord<i32>;

/// The coarsest zoom that is drawn.
pub(super) const MIN_ZOOM: u8 = 10;

/// The finest zoom that is drawn; maps enlarge its tiles for closer looks.
pub(super) const MAX_ZOOM: u8 = 16;

/// Units on a tile's side are two to this power: 4096, as the vector tile specification recommends.
pub(super) const TILE_BITS: u8 = 12;

/// Units on a tile's side.
pub(super) const EXTENT: i32 = 1 << TILE_BITS;

/// Units around the world.
const WORLD: f64 = (1_u32 << (MAX_ZOOM + TILE_BITS)) as f64;

/// Where web Mercator ends.
const MAX_LAT: f64 = 85.051_128;

/// The place of these degrees.
pub fn spot(lon: f64, lat: f64) -> Spot {
    let sine = lat.clamp(-MAX_LAT, MAX_LAT).to_radians().sin();
    let x = lon / 360.0 + 0.5;
    let y = 0.5 - (((1.0 + sine) / (1.0 - sine)).ln() / (4.0 * std::f64::consts::PI));
    Spot { x: unit(x), y: unit(y) }
}

#[expect(clippy::cast_possible_truncation, reason = "clamped to the grid, which fits")]
fn unit(share: f64) -> i32 {
    (share * WORLD).round().clamp(0.0, WORLD) as i32
}

/// Longitude and latitude of a place.
pub fn degrees(spot: Spot) -> (f64, f64) {
    let lon = (f64::from(spot.x) / WORLD - 0.5) * 360.0;
    let turn = (0.5 - f64::from(spot.y) / WORLD) * 2.0 * std::f64::consts::PI;
    (lon, turn.sinh().atan().to_degrees())
}

/// One coordinate in the units of a zoom, rounded.
pub(super) fn at_zoom(value: i32, zoom: u8) -> i32 {
    let shift = MAX_ZOOM.saturating_sub(zoom);
    if shift == 0 { value } else { (value + (1 << (shift - 1))) >> shift }
}

/// A box on the grid, edges included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rect {
    pub(super) west: i32,
    pub(super) north: i32,
    pub(super) east: i32,
    pub(super) south: i32,
}

impl Rect {
    /// The box of these degrees.
    pub(super) fn of(bounds: Bounds) -> Self {
        let corner = spot(bounds.west, bounds.north);
        let opposite = spot(bounds.east, bounds.south);
        Self { west: corner.x, north: corner.y, east: opposite.x, south: opposite.y }
    }

    /// The smallest box around these places.
    pub(super) fn around<'a>(spots: impl IntoIterator<Item = &'a Spot>) -> Option<Self> {
        spots.into_iter().fold(None, |rect: Option<Self>, spot| {
            let point = Self { west: spot.x, north: spot.y, east: spot.x, south: spot.y };
            Some(rect.map_or(point, |rect| rect.and(point)))
        })
    }

    fn and(self, other: Self) -> Self {
        Self {
            west: self.west.min(other.west),
            north: self.north.min(other.north),
            east: self.east.max(other.east),
            south: self.south.max(other.south),
        }
    }

    /// Whether a place lies in the box or on its edge.
    pub(super) fn holds(&self, spot: Spot) -> bool {
        (self.west..=self.east).contains(&spot.x) && (self.north..=self.south).contains(&spot.y)
    }

    /// Whether a place lies in the box and not on its edge.
    pub(super) fn holds_within(&self, spot: Spot) -> bool {
        self.west < spot.x && spot.x < self.east && self.north < spot.y && spot.y < self.south
    }

    /// The box with a margin on every side; a negative one shrinks it.
    pub(super) fn grown(&self, margin: i32) -> Self {
        Self {
            west: self.west.saturating_sub(margin),
            north: self.north.saturating_sub(margin),
            east: self.east.saturating_add(margin),
            south: self.south.saturating_add(margin),
        }
    }

    /// The length of the shorter side.
    pub(super) fn short_side(&self) -> i32 {
        (self.east - self.west).min(self.south - self.north)
    }

    /// The box in the units of a zoom.
    pub(super) fn at_zoom(&self, zoom: u8) -> Self {
        Self {
            west: at_zoom(self.west, zoom),
            north: at_zoom(self.north, zoom),
            east: at_zoom(self.east, zoom),
            south: at_zoom(self.south, zoom),
        }
    }

    /// How many tiles of a zoom the box touches.
    pub(super) fn count_tiles(&self, zoom: u8) -> u64 {
        let (columns, rows) = self.at_zoom(zoom).tiles(zoom);
        let count = |range: RangeInclusive<i32>| u64::from(range.end().abs_diff(*range.start())) + 1;
        count(columns) * count(rows)
    }

    /// Columns and rows of the tiles that the box, in the units of a zoom, touches there.
    pub(super) fn tiles(&self, zoom: u8) -> (RangeInclusive<i32>, RangeInclusive<i32>) {
        let last = (1 << zoom) - 1;
        let tile = |value: i32| (value >> TILE_BITS).clamp(0, last);
        (tile(self.west)..=tile(self.east), tile(self.north)..=tile(self.south))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_come_back_from_the_grid() {
        for (lon, lat) in [(18.07, 59.33), (24.94, 60.17), (-0.001, -33.9), (0.0, 0.0)] {
            let (back_lon, back_lat) = degrees(spot(lon, lat));
            assert!((back_lon - lon).abs() < 2e-6 && (back_lat - lat).abs() < 2e-6, "{back_lon} {back_lat}");
        }
    }

    #[test]
    fn a_coarser_zoom_has_the_nearest_unit() {
        assert_eq!([7, 8, 15, 16, 24].map(|value| at_zoom(value, 12)), [0, 1, 1, 1, 2]);
        assert_eq!(at_zoom(7, MAX_ZOOM), 7);
    }

    #[test]
    fn tiles_are_numbered_as_in_web_maps() {
        // Golden values: Stockholm's central station, by the formula of the OpenStreetMap wiki ("Slippy map tilenames").
        let place = spot(18.0583, 59.3303);
        assert_eq!((place.x >> TILE_BITS, place.y >> TILE_BITS), (36055, 19273));
        assert_eq!((at_zoom(place.x, 10) >> TILE_BITS, at_zoom(place.y, 10) >> TILE_BITS), (563, 301));
    }
}
