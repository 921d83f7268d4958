//! What must be kept apart, as pairs of units.
//!
//! Promises: as much work as there are rules about the units.

use std::collections::{BTreeMap, BTreeSet};

use super::super::fold::Folded;
use super::super::spot::Spot;
use super::super::ties::Ties;
use crate::id::ObservationId;

/// For each unit the others that it must be kept apart from.
pub(super) fn apart(spots: &[Spot], folded: &[Option<&Folded>], ties: &Ties) -> Vec<BTreeSet<u32>> {
    let mut apart = vec![BTreeSet::new(); spots.len()];
    if !ties.is_any_apart() {
        return apart;
    }
    let mut units_by_root: BTreeMap<ObservationId, Vec<u32>> = BTreeMap::new();
    for (at, (spot, it)) in (0..).zip(spots.iter().zip(folded)) {
        let own = Some(ties.root(spot.id)).filter(|root| ties.is_parted(*root));
        let roots = it.map_or_else(|| Vec::from_iter(own), |it| it.parted.clone());
        for root in roots {
            units_by_root.entry(root).or_default().push(at);
        }
    }
    for (root, units) in &units_by_root {
        for other in ties.apart_from(*root).filter_map(|other| units_by_root.get(other)).flatten() {
            for unit in units.iter().filter(|it| *it != other) {
                apart[*unit as usize].insert(*other);
            }
        }
    }
    apart
}
