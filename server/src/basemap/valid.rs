//! Areas that are valid again after they were cut and made simpler.
//!
//! Promises: what leaves here neither crosses nor touches itself along a side (OGC Simple Features), as the vector tile
//! specification wants it; what a drawn outline covers an odd number of times is inside. Whole numbers in, whole
//! numbers out: `i_overlay`, which `geo`'s own operations stand on, works on them directly.

use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay::IntOverlayOptions;
use i_overlay::core::simplify::Simplify as _;
use i_overlay::i_float::int::point::IntPoint;

use super::grid::Spot;
use super::rings::{Area, Ring};

/// The area without crossings, in as many parts as that takes.
pub(super) fn valid(area: &Area) -> Vec<Area> {
    let contours: Vec<Vec<IntPoint>> = std::iter::once(&area.outer).chain(&area.inner).map(contour).collect();
    let shapes = contours.simplify(FillRule::EvenOdd, IntOverlayOptions::ogc());
    shapes.into_iter().filter_map(from_shape).collect()
}

fn contour(ring: &Ring) -> Vec<IntPoint> {
    ring.iter().map(|spot| IntPoint { x: spot.x, y: spot.y }).collect()
}

fn from_shape(shape: Vec<Vec<IntPoint>>) -> Option<Area> {
    let mut rings =
        shape.into_iter().map(|ring| ring.iter().map(|point| Spot { x: point.x, y: point.y }).collect());
    Some(Area { outer: rings.next()?, inner: rings.collect() })
}

#[cfg(test)]
mod tests {
    use super::super::rings::double_area;
    use super::*;

    fn ring(places: &[(i32, i32)]) -> Ring {
        places.iter().map(|(x, y)| Spot { x: *x, y: *y }).collect()
    }

    fn check(outer: &[(i32, i32)], inner: &[&[(i32, i32)]], expected: &[(i128, usize)]) {
        let area = Area { outer: ring(outer), inner: inner.iter().map(|inner| ring(inner)).collect() };
        let mut found: Vec<_> =
            valid(&area).iter().map(|area| (double_area(&area.outer).abs(), area.inner.len())).collect();
        found.sort_unstable();
        assert_eq!(found, expected);
    }

    #[test]
    fn an_area_covers_the_same_without_crossing_itself() {
        let square = [(0, 0), (10, 0), (10, 10), (0, 10)];
        check(&square, &[], &[(200, 0)]);
        check(&square, &[&[(2, 2), (2, 4), (4, 4), (4, 2)]], &[(200, 1)]);
        // Two halves that cross in the middle.
        check(&[(0, 0), (10, 10), (10, 0), (0, 10)], &[], &[(50, 0), (50, 0)]);
        // Two halves that only a side along the cut joins.
        check(
            &[(0, 0), (4, 0), (4, 10), (0, 10), (6, 10), (6, 0), (10, 0), (10, 10), (0, 10)],
            &[],
            &[(80, 0), (80, 0)],
        );
        // A hole that the cut has opened.
        check(&square, &[&[(0, 2), (0, 4), (4, 4), (4, 2)]], &[(184, 0)]);
    }
}
