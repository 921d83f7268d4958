//! Pairs of observations that may be of one thing, found by sweeping over cells of ground.
//!
//! Promises: every pair once; time in proportion to the observations while few of one kind lie within reach of each
//! other, and memory read in the order of sweeping.

use super::agglomerate::{Edge, weighed};
use super::nature::Nature;
use super::spot::{Ground, Spot, column, narrowing_of_row};

/// A cell is so much wider than what is within reach, for rows narrow towards the poles.
const WIDER: f64 = 1.02;

/// The kind, row and column of a place as one number above 0, in the order of sweeping.
pub(super) fn cell(kind: u16, nature: &Nature, ground: &Ground) -> u64 {
    let (row, column) = ground.cell(side_m(nature));
    key(kind, row, column)
}

/// The side of a cell, in metres.
pub(super) fn side_m(nature: &Nature) -> f64 {
    nature.reach_m * WIDER
}

/// Bits of a row and a column.
const PLACE_BITS: u32 = 48;

fn key(kind: u16, row: i64, column: i64) -> u64 {
    let part = |number: i64| (number + (1 << 22)).clamp(1, (1 << 24) - 1).unsigned_abs();
    (u64::from(kind) << PLACE_BITS) | (part(row) << 24) | part(column)
}

/// The same cell for another kind of the same nature; 0 stays nowhere.
pub(super) fn of_kind(cell: u64, kind: u16) -> u64 {
    if cell == 0 { 0 } else { (u64::from(kind) << PLACE_BITS) | (cell & ((1 << PLACE_BITS) - 1)) }
}

/// The cells around a spot, as runs of numbers.
pub(super) fn runs(spot: &Spot) -> impl Iterator<Item = (u64, u64)> {
    let (side_m, kind) = (side_m(spot.nature), spot.kind);
    let rows = spot.ground.map(|ground| (ground.row(side_m), ground));
    rows.into_iter().flat_map(move |(row, ground)| {
        (row - 1..=row + 1).map(move |row| run(kind, row, ground.column(row, side_m)))
    })
}

fn run(kind: u16, row: i64, column: i64) -> (u64, u64) {
    (key(kind, row, column - 1), key(kind, row, column + 1))
}

/// Puts the numbers of spots in the order of sweeping; those that lie nowhere come first.
pub(super) fn swept(spots: &[Spot], mut there: Vec<u32>) -> Vec<u32> {
    let mut swept: Vec<(u64, u32)> = there.iter().map(|at| (spots[*at as usize].cell, *at)).collect();
    swept.sort_unstable();
    there.clear();
    there.extend(swept.into_iter().map(|(_, at)| at));
    there
}

/// What is asked of most pairs: no more than a cache line holds of two.
struct Swept {
    cell: u64,
    ground: Ground,
}

/// Every pair that may be one, of spots in the order of sweeping, each once.
pub(super) fn edges(spots: &[Spot]) -> Vec<Edge> {
    let nowhere = Ground { north_m: f64::NAN, east_m: 0.0, narrowing: 1.0 };
    let swept = |it: &Spot| Swept { cell: it.cell, ground: it.ground.unwrap_or(nowhere) };
    let swept: Vec<Swept> = spots.iter().map(swept).collect();
    let mut edges = Vec::with_capacity(2 * spots.len());
    let (mut above, mut rows) = (0, Rows::default());
    for (index, spot) in (0..).zip(spots) {
        let Some(ground) = spot.ground else { continue };
        let reach_m2 = spot.nature.reach_m * spot.nature.reach_m;
        let mut meet = |from: usize, to: u64| {
            let there = (from..).zip(&swept[from..]).take_while(|(_, it)| it.cell <= to);
            for (other, _) in there.filter(|(_, it)| ground.apart_m2(&it.ground) <= reach_m2) {
                let place = weighed(spot, &spots[other]);
                edges.extend(place.map(|place| (index, u32::try_from(other).unwrap_or(u32::MAX), place)));
            }
        };
        // The rest of its own cell, and the next one.
        meet(index as usize + 1, spot.cell + 1);
        let (from, to) = rows.run_above(spot, &ground);
        // Within a cell some lie farther west than others: the beginning moves to and fro by a cell.
        while above > 0 && swept[above - 1].cell >= from {
            above -= 1;
        }
        above += swept[above..].iter().take_while(|it| it.cell < from).count();
        meet(above, to);
    }
    edges
}

/// How narrow the row above is, of the row that is swept.
#[derive(Default)]
struct Rows {
    swept: Option<(u64, i64, f64)>,
}

impl Rows {
    fn run_above(&mut self, spot: &Spot, ground: &Ground) -> (u64, u64) {
        let (side_m, of_row) = (side_m(spot.nature), spot.cell >> 24);
        let known = self.swept.filter(|it| it.0 == of_row);
        let (_, above, narrowing) = known.unwrap_or_else(|| {
            let above = ground.row(side_m) + 1;
            (of_row, above, narrowing_of_row(above, side_m))
        });
        self.swept = Some((of_row, above, narrowing));
        run(spot.kind, above, column(ground, narrowing, side_m))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::geo::{Place, Position};
    use crate::situation::Observation;
    use crate::situation::tests::id;

    fn spot(number: u64, (lat, north_m, east_m, kind): (f64, f64, f64, u16)) -> Spot {
        let around = Position::new(lat, 22.1).unwrap();
        let position = crate::geo::Plane::around(around).position([east_m, north_m]).unwrap();
        let place = Place::measured(position, 8.0);
        Spot::of(&Observation::pointed_at(id(1, number), "lighting".parse().unwrap(), place), kind)
    }

    proptest! {
        #[test]
        fn sweeping_finds_the_pairs_that_trying_all_finds(
            lat in -75.0..75.0_f64,
            places in prop::collection::vec((-150.0..150.0_f64, -150.0..150.0_f64, 0_u16..2), 0..60)
        ) {
            let places = places.into_iter().map(|(north_m, east_m, kind)| (lat, north_m, east_m, kind));
            let spots: Vec<Spot> = (1..).zip(places).map(|(number, it)| spot(number, it)).collect();
            let order = swept(&spots, (0..).zip(&spots).map(|(at, _)| at).collect());
            let spots: Vec<Spot> = order.iter().map(|at| spots[*at as usize]).collect();
            let mut found = edges(&spots);
            found.sort_unstable_by_key(|(a, b, _)| (*a, *b));
            let all = (0..).zip(&spots).flat_map(|(a, one)| {
                let after = (a + 1..).zip(&spots[a as usize + 1..]).filter(|(_, it)| it.kind == one.kind);
                after.filter_map(move |(b, other)| Some((a, b, weighed(one, other)?))).collect::<Vec<Edge>>()
            });
            prop_assert_eq!(found, all.collect::<Vec<Edge>>());
        }
    }
}
