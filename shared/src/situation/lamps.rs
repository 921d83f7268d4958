//! Lamp posts that are known, found by place.
//!
//! Promises: the same lamps in any order give the same answers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::spot::Ground;
use crate::geo::Position;

/// A lamp post.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Lamp {
    /// Its number or name in the municipality's register; absent when only the base map shows it.
    pub name: Option<String>,
    /// Where it stands.
    pub position: Position,
}

/// Within so many metres one looks for the lamp that somebody may have meant.
const SIDE_M: f64 = 60.0;

/// Lamp posts, by place. Where none is known within 60 m of what somebody pointed out, nothing is known of lamps there.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lamps {
    posts: Vec<Lamp>,
    grounds: Vec<Ground>,
    by_cell: BTreeMap<(i64, i64), Vec<u32>>,
}

impl Lamps {
    /// These lamps.
    pub fn new(lamps: impl IntoIterator<Item = Lamp>) -> Self {
        let mut lamps: Vec<Lamp> = lamps.into_iter().collect();
        let place = |it: &Lamp| (it.position.lat(), it.position.lon());
        lamps.sort_by(|a, b| {
            let (one, other) = (place(a), place(b));
            one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1)).then_with(|| a.name.cmp(&b.name))
        });
        let grounds: Vec<Ground> = lamps.iter().map(|it| Ground::of(it.position)).collect();
        let mut by_cell: BTreeMap<(i64, i64), Vec<u32>> = BTreeMap::new();
        for (index, ground) in (0..).zip(&grounds) {
            by_cell.entry(ground.cell(SIDE_M)).or_default().push(index);
        }
        Self { posts: lamps, grounds, by_cell }
    }

    /// Whether none is known.
    pub fn is_empty(&self) -> bool {
        self.posts.is_empty()
    }

    pub(super) fn get(&self, index: u32) -> Option<&Lamp> {
        self.posts.get(index as usize)
    }

    /// The lamps within 60 m of a place, each with the square of how far off it is.
    pub(super) fn near(&self, place: &Ground) -> impl Iterator<Item = (u32, f64)> {
        let row = place.cell(SIDE_M).0;
        let runs = (row - 1..=row + 1).map(|row| (row, place.column(row, SIDE_M)));
        let cells = runs.flat_map(|(row, column)| self.by_cell.range((row, column - 1)..=(row, column + 1)));
        let away = |index: &u32| Some((*index, self.grounds.get(*index as usize)?.apart_m2(place)));
        let near = cells.flat_map(|(_, lamps)| lamps).filter_map(away);
        near.filter(|(_, m2)| *m2 <= SIDE_M * SIDE_M)
    }
}
