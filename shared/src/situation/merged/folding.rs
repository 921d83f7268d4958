//! Observations are folded into units, and folded anew where their cell has changed.
//!
//! Promises: the units of a cell are those that folding all its observations gives; a unit that stays as it was is not
//! touched; each observation is looked at once for each change of its cell.

use std::collections::{BTreeMap, BTreeSet};

use super::{Folded, LOOSE, Merged, Unit, fold};
use crate::threads::shared_out;

/// So many cells are folded by one thread at a time.
const CELLS: usize = 4_096;

impl Merged {
    /// Folds everything that there is; spots by cell, in order.
    pub(super) fn fold_all(&mut self, by_cell: &[(u64, u32)]) {
        (0..self.spots.len()).for_each(|_| self.add_numbers());
        let cells: Vec<&[(u64, u32)]> = by_cell.chunk_by(|a, b| a.0 == b.0).collect();
        let folded = shared_out(&cells.chunks(CELLS).collect::<Vec<_>>(), |cells| {
            cells
                .iter()
                .flat_map(|cell| self.units(cell[0].0, cell.iter().map(|it| it.1)))
                .collect::<Vec<_>>()
        });
        let units = || folded.iter().flatten();
        self.units_by_cell = units().map(|it| (self.spots[it.leader as usize].cell, it.leader)).collect();
        folded.into_iter().flatten().for_each(|unit| self.hold(unit));
    }

    /// One more number, which means nothing yet.
    pub(super) fn add_numbers(&mut self) {
        let at = u32::try_from(self.named_by.len()).unwrap_or(LOOSE);
        self.unit_of.push(LOOSE);
        self.named_by.push(at);
        self.next_in_group.push(at);
        self.group_by_name.push(None);
    }

    /// What lies nowhere is folded with nothing.
    fn units(&self, cell: u64, there: impl Iterator<Item = u32>) -> Vec<Unit> {
        if cell == 0 {
            return there.map(|leader| Unit { leader, folded: None }).collect();
        }
        fold::units(there.collect(), &self.spots, &self.ties, &self.lamps)
    }

    /// A spot is of no unit, and its cell is to be folded anew.
    pub(super) fn loosen(&mut self, at: u32) {
        self.unit_of[at as usize] = LOOSE;
        self.loose.entry(self.spots[at as usize].cell).or_default().insert(at);
    }

    /// Folds the cells anew in which something has changed.
    pub(super) fn fold_loose(&mut self) {
        for (cell, loose) in std::mem::take(&mut self.loose) {
            if cell == 0 {
                self.units(cell, loose.into_iter()).into_iter().for_each(|unit| self.add_unit(unit));
            } else {
                self.fold_cell(cell, loose);
            }
        }
    }

    fn fold_cell(&mut self, cell: u64, loose: BTreeSet<u32>) {
        let before: Vec<u32> =
            self.units_by_cell.range((cell, 0)..=(cell, u32::MAX)).map(|it| it.1).collect();
        let there: Vec<u32> =
            before.iter().flat_map(|unit| self.spots_of(unit)).copied().chain(loose).collect();
        let units = self.units(cell, there.into_iter());
        let mut units: BTreeMap<u32, Unit> = units.into_iter().map(|unit| (unit.leader, unit)).collect();
        for unit in before {
            let folded: Option<&Folded> = self.folded.get(&unit).map(AsRef::as_ref);
            if units.get(&unit).is_some_and(|it| it.is_as(folded)) {
                units.remove(&unit);
            } else {
                self.take_unit(unit);
            }
        }
        for unit in units.into_values() {
            self.add_unit(unit);
        }
    }

    /// The spots of a unit.
    fn spots_of<'a>(&'a self, unit: &'a u32) -> &'a [u32] {
        self.folded.get(unit).map_or(std::slice::from_ref(unit), |it| &it.members)
    }

    fn add_unit(&mut self, unit: Unit) {
        let leader = unit.leader;
        self.units_by_cell.insert((self.spots[leader as usize].cell, leader));
        self.named_by[leader as usize] = leader;
        self.next_in_group[leader as usize] = leader;
        self.changed.insert(leader);
        self.hold(unit);
    }

    fn hold(&mut self, Unit { leader, folded }: Unit) {
        let members = folded.as_ref().map_or(std::slice::from_ref(&leader), |it| &it.members);
        for at in members {
            self.unit_of[*at as usize] = leader;
        }
        self.folded.extend(folded.map(|it| (leader, it)));
    }

    /// A unit is there no more: its spots, which no unit holds then.
    pub(super) fn take_unit(&mut self, unit: u32) -> Vec<u32> {
        let spot = *self.unit(unit);
        self.units_by_cell.remove(&(spot.cell, unit));
        let near: Vec<u32> = self.near(&spot).collect();
        let others: Vec<u32> = self.members(unit).collect();
        self.set_aside(self.named_by[unit as usize]);
        for at in &others {
            (self.named_by[*at as usize], self.next_in_group[*at as usize]) = (*at, *at);
        }
        self.shaken.extend(near);
        self.changed.extend(others);
        self.changed.remove(&unit);
        self.shaken.remove(&unit);
        let members = self.folded.remove(&unit).map_or_else(|| vec![unit], |it| it.members);
        for at in &members {
            self.unit_of[*at as usize] = LOOSE;
        }
        members
    }
}
