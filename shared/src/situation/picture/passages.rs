//! How many of each walk's participants passed each block of 100 m.
//!
//! Promises: who noted no way is taken to have gone as the others of the walk did; of a walk of which nobody noted a way,
//! only the surroundings of what they pointed out count as passed, so that nothing is called new for being passed the
//! first time.

use std::collections::{BTreeMap, BTreeSet};

use super::material::Chosen;
use super::ways::{Ground, Square, Way, around, block, ways};
use crate::id::{SeriesId, WalkId};
use crate::situation::statistics::real;

/// A walk with who passed where.
#[derive(Debug, Default)]
pub(super) struct Passages {
    /// How many took part, as far as they left anything.
    pub(super) participants: usize,
    /// By block, how many of them passed it.
    pub(super) people_by_block: BTreeMap<Square, f64>,
}

/// The passages of a period's walks, without those of paper sheets.
pub(super) fn passages(
    chosen: &Chosen,
    sheets: &BTreeSet<SeriesId>,
    ground: Ground,
) -> BTreeMap<WalkId, Passages> {
    let ways = ways(chosen, ground);
    let of_walks = by_walk(chosen, sheets);
    let pointed_at = pointed_at(chosen, ground);
    let of_walk = |participants: BTreeSet<SeriesId>| {
        let blocks = |way: &Way| way.iter().map(|it| block(*it)).collect::<BTreeSet<Square>>();
        let known: Vec<BTreeSet<Square>> =
            participants.iter().filter_map(|it| ways.get(it)).map(blocks).collect();
        let near = participants.iter().filter_map(|it| pointed_at.get(it)).flatten().copied();
        let near: BTreeSet<Square> = near.flat_map(around).map(block).collect();
        let mut people_by_block: BTreeMap<Square, f64> = BTreeMap::new();
        for at in known.iter().flatten() {
            *people_by_block.entry(*at).or_default() += real(participants.len()) / real(known.len());
        }
        if known.is_empty() {
            people_by_block = near.into_iter().map(|at| (at, real(participants.len()))).collect();
        }
        Passages { participants: participants.len(), people_by_block }
    };
    of_walks.into_iter().map(|(walk, participants)| (walk, of_walk(participants))).collect()
}

fn by_walk(chosen: &Chosen, sheets: &BTreeSet<SeriesId>) -> BTreeMap<WalkId, BTreeSet<SeriesId>> {
    let observed = chosen.observations.iter().map(|it| (it.id.series, it.walk));
    let walked = chosen.stretches.iter().map(|it| (it.series, it.walk));
    let mut found: BTreeMap<WalkId, BTreeSet<SeriesId>> = BTreeMap::new();
    for (series, walk) in observed.chain(walked).filter(|(series, _)| !sheets.contains(series)) {
        if let Some(walk) = walk {
            found.entry(walk).or_default().insert(series);
        }
    }
    found
}

fn pointed_at(chosen: &Chosen, ground: Ground) -> BTreeMap<SeriesId, BTreeSet<Square>> {
    let mut found: BTreeMap<SeriesId, BTreeSet<Square>> = BTreeMap::new();
    for it in &chosen.observations {
        found.entry(it.id.series).or_default().extend(it.position.map(|at| ground.square(at)));
    }
    found
}
