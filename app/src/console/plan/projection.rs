//! From degrees to metres, and from metres to the screen.
//!
//! Promises: pure; within a town, distances on the plan differ from those on the sphere by less than a part in a
//! thousand (equirectangular projection about its own middle).

use shared::geo::Position;

/// Mean Earth radius of IUGG, in metres.
const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// Metres east and north of the middle.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Metres {
    /// East.
    pub x: f64,
    /// North.
    pub y: f64,
}

/// A flat sheet laid on the globe at one position.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Projection {
    lat: f64,
    lon: f64,
}

impl Projection {
    /// The sheet that touches the globe among these positions, given as `(lat, lon)`: at their medians, so that one
    /// that was measured on another continent does not move it.
    pub fn about(positions: impl IntoIterator<Item = (f64, f64)>) -> Option<Self> {
        let (lats, lons) = positions.into_iter().unzip();
        Some(Self { lat: median(lats)?, lon: median(lons)? })
    }

    /// Where a place lies on the sheet.
    pub fn metres(&self, lat: f64, lon: f64) -> Metres {
        let per_radian = EARTH_RADIUS_M;
        Metres {
            x: (lon - self.lon).to_radians() * self.lat.to_radians().cos() * per_radian,
            y: (lat - self.lat).to_radians() * per_radian,
        }
    }

    /// Where a position lies on the sheet.
    pub fn of(&self, position: Position) -> Metres {
        self.metres(position.lat(), position.lon())
    }
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// What part of the sheet is seen, and how large.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// What lies in the middle of the screen.
    pub centre: Metres,
    /// Metres that a pixel is wide.
    pub m_per_px: f64,
}

/// The closest and the widest that one may look.
const M_PER_PX: std::ops::RangeInclusive<f64> = 0.05..=200.0;

impl View {
    /// All the points, with room around them; at least a few houses wide. When they lie farther apart than one may
    /// look, all those that can be seen about their medians.
    pub fn of_all(points: &[Metres], size: (f64, f64)) -> Self {
        let whole = Self::around(points, size);
        if whole.m_per_px <= *M_PER_PX.end() {
            return whole;
        }
        let middle = |of: fn(&Metres) -> f64| median(points.iter().map(of).collect()).unwrap_or_default();
        let (x, y) = (middle(|it| it.x), middle(|it| it.y));
        let reach_m = M_PER_PX.end() * (size.0.min(size.1) / 2.0 - 60.0).max(32.0);
        let near = points.iter().filter(|it| (it.x - x).abs() <= reach_m && (it.y - y).abs() <= reach_m);
        let seen = Self::around(&near.copied().collect::<Vec<_>>(), size);
        Self { m_per_px: seen.m_per_px.min(*M_PER_PX.end()), ..seen }
    }

    fn around(points: &[Metres], (width, height): (f64, f64)) -> Self {
        let mut low = points.first().copied().unwrap_or_default();
        let mut high = low;
        for point in points {
            low = Metres { x: low.x.min(point.x), y: low.y.min(point.y) };
            high = Metres { x: high.x.max(point.x), y: high.y.max(point.y) };
        }
        let centre = Metres { x: f64::midpoint(low.x, high.x), y: f64::midpoint(low.y, high.y) };
        let needed =
            ((high.x - low.x) / (width - 96.0).max(64.0)).max((high.y - low.y) / (height - 120.0).max(64.0));
        Self { centre, m_per_px: needed.max(0.4) }
    }

    /// Where on the screen a point is seen.
    pub fn px(&self, at: Metres, (width, height): (f64, f64)) -> (f64, f64) {
        let x = width / 2.0 + (at.x - self.centre.x) / self.m_per_px;
        let y = height / 2.0 - (at.y - self.centre.y) / self.m_per_px;
        (x, y)
    }

    /// Twice as close for a factor of 2, about a point of the screen that stays where it is.
    #[must_use]
    pub fn closer(&self, factor: f64, (x, y): (f64, f64), (width, height): (f64, f64)) -> Self {
        let m_per_px = (self.m_per_px / factor).clamp(*M_PER_PX.start(), *M_PER_PX.end());
        let shift = self.m_per_px - m_per_px;
        let (dx, dy) = (x - width / 2.0, y - height / 2.0);
        let centre = Metres { x: self.centre.x + dx * shift, y: self.centre.y - dy * shift };
        Self { centre, m_per_px }
    }

    /// Shifted by so many pixels: what was seen moves with the hand.
    #[must_use]
    pub fn moved(&self, dx: f64, dy: f64) -> Self {
        let centre = Metres { x: self.centre.x - dx * self.m_per_px, y: self.centre.y + dy * self.m_per_px };
        Self { centre, ..*self }
    }

    /// A round length for the scale bar, in metres: 1, 2 or 5 times a power of ten, at most so many pixels long.
    pub fn scale_m(&self, longest_px: f64) -> f64 {
        let longest_m = longest_px * self.m_per_px;
        let power = 10_f64.powf(longest_m.log10().floor());
        [5.0, 2.0].into_iter().map(|it| it * power).find(|it| *it <= longest_m).unwrap_or(power)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: (f64, f64) = (400.0, 300.0);

    fn position(lat: f64, lon: f64) -> Position {
        Position::new(lat, lon).unwrap()
    }

    #[test]
    fn distances_on_the_sheet_are_those_on_the_sphere() {
        let (one, other) = (position(65.6150, 22.1300), position(65.6201, 22.1502));
        let sheet = Projection::about([(one.lat(), one.lon()), (other.lat(), other.lon())]).unwrap();
        let (a, b) = (sheet.of(one), sheet.of(other));
        let flat = (a.x - b.x).hypot(a.y - b.y);
        assert!((flat / one.distance_m(other) - 1.0).abs() < 1e-3, "{flat}");
    }

    #[test]
    fn north_is_up_and_east_is_right() {
        let sheet = Projection::about([(65.0, 22.0)]).unwrap();
        let view = View { centre: Metres::default(), m_per_px: 1.0 };
        let (x, y) = view.px(sheet.metres(65.001, 22.001), SIZE);
        assert!(x > 200.0 && y < 150.0);
    }

    #[test]
    fn all_points_are_seen() {
        let points = [Metres { x: -900.0, y: 10.0 }, Metres { x: 40.0, y: 700.0 }];
        let view = View::of_all(&points, SIZE);
        for point in points {
            let (x, y) = view.px(point, SIZE);
            assert!((0.0..=SIZE.0).contains(&x) && (0.0..=SIZE.1).contains(&y), "{x} {y}");
        }
    }

    #[test]
    fn one_point_on_another_continent_does_not_empty_the_plan() {
        let town = [(65.61, 22.13), (65.62, 22.15), (65.63, 22.11), (65.615, 22.14)];
        let sheet = Projection::about(town.into_iter().chain([(0.0, 0.0)])).unwrap();
        let points = town.map(|(lat, lon)| sheet.metres(lat, lon));
        let astray = sheet.metres(0.0, 0.0);
        let view = View::of_all(&[&points[..], &[astray]].concat(), SIZE);
        for point in points {
            let (x, y) = view.px(point, SIZE);
            assert!((0.0..=SIZE.0).contains(&x) && (0.0..=SIZE.1).contains(&y), "{x} {y}");
        }
        assert!(view.m_per_px < 40.0, "{} m for a pixel", view.m_per_px);
    }

    #[test]
    fn what_lies_under_the_hand_stays_there() {
        let view = View { centre: Metres { x: 5.0, y: 7.0 }, m_per_px: 2.0 };
        let point = Metres { x: 105.0, y: -40.0 };
        let under = view.px(point, SIZE);
        let closer = view.closer(2.0, under, SIZE).px(point, SIZE);
        assert!((under.0 - closer.0).abs() < 1e-9 && (under.1 - closer.1).abs() < 1e-9);
        let moved = view.moved(10.0, -4.0).px(point, SIZE);
        assert!((moved.0 - under.0 - 10.0).abs() < 1e-9 && (moved.1 - under.1 + 4.0).abs() < 1e-9);
    }

    #[test]
    fn the_scale_bar_has_a_round_length() {
        for (m_per_px, expected_m) in [(0.5, 50.0), (0.3, 20.0), (1.0, 100.0), (1.9, 100.0), (7.0, 500.0)] {
            let scale_m = View { centre: Metres::default(), m_per_px }.scale_m(100.0);
            assert!((scale_m - expected_m).abs() < 1e-9, "{m_per_px} m for a pixel: {scale_m} m");
        }
    }
}
