//! Findings kept merged: what changes is merged anew with what it can have to do with, and nothing else.
//!
//! Promises: after any history, in any order, the groups are those that merging all anew gives; work in proportion to
//! what has changed and the groups around it, however far things of its kind lie side by side and however many
//! observations lie on one spot.
//!
//! Every observation has a number. Those of one cell of ground are folded into units ([`super::fold`]), each numbered by
//! the observation that names it; groups are made of units.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

use super::agglomerate::{Found, Told};
use super::fold::{self, Folded, Unit};
use super::group::Group;
use super::lamps::{Lamp, Lamps};
use super::observation::Observation;
use super::plots::{by_kind, plots};
use super::spot::{MOST_CATEGORIES, Spot};
use super::ties::{SaidApart, Ties};
use crate::id::{CategoryId, ObservationId, RecordId};
use crate::statement::Grouped;
use crate::threads::{both, shared_out};

mod anew;
mod folding;

/// So many observations are there at once while everything is merged anew, and so many of them are one thread's.
const AT_ONCE: usize = if cfg!(test) { 8 } else { 20_000 };
const CHUNK: usize = if cfg!(test) { 3 } else { 5_000 };

/// What merging anew has changed: groups by the id that names them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Regrouped {
    /// Names under which there is no group any more.
    pub gone: BTreeSet<ObservationId>,
    /// Names under which there is a group that was not there, or not so.
    pub come: BTreeSet<ObservationId>,
}

/// Observations, what officers said of them, and the groups that follow.
#[derive(Debug, Clone, Default)]
pub struct Merged {
    lamps: Lamps,
    groupings: BTreeMap<RecordId, Grouped>,
    said_apart: SaidApart,
    ties: Ties,
    category_numbers: BTreeMap<CategoryId, u16>,
    spots: Vec<Spot>,
    /// Places in `spots` that hold nothing.
    free: Vec<u32>,
    spot_by_id: BTreeMap<ObservationId, u32>,
    /// For each spot the unit that holds it; `LOOSE` until it is folded.
    unit_of: Vec<u32>,
    /// Units that are more than one spot, or of a crowded cell.
    folded: BTreeMap<u32, Box<Folded>>,
    units_by_cell: BTreeSet<(u64, u32)>,
    /// Spots that no unit holds yet, by cell; a cell that is named here is folded anew.
    loose: BTreeMap<u64, BTreeSet<u32>>,
    /// For each unit the one that names its group.
    named_by: Vec<u32>,
    /// For each unit the next one of its group; the last one's is the first.
    next_in_group: Vec<u32>,
    /// At each unit the group that it names.
    group_by_name: Vec<Option<Box<Group>>>,
    /// Units that are to be merged anew, and such that may have lost a suggestion.
    changed: BTreeSet<u32>,
    shaken: BTreeSet<u32>,
    /// Groups that are no more as they were told last.
    before: BTreeMap<ObservationId, Box<Group>>,
    /// Names of groups that nobody was told of yet.
    unheard: BTreeSet<u32>,
    are_ties_old: bool,
    weighings: u64,
}

/// Of no unit yet.
const LOOSE: u32 = u32::MAX;

impl Merged {
    /// Everything merged anew, in whatever order it comes; nothing is kept of it but what merging needs.
    pub fn of<It: Borrow<Observation> + Sync>(
        observations: impl IntoIterator<Item = It>,
        groupings: BTreeMap<RecordId, Grouped>,
        lamps: Lamps,
    ) -> Self {
        let mut all = Self { lamps, groupings, ..Self::default() };
        let mut coming = observations.into_iter();
        loop {
            let there: Vec<It> = coming.by_ref().take(AT_ONCE).collect();
            if there.is_empty() {
                break;
            }
            all.see(&there);
        }
        all.ties = Ties::of(&all.groupings, &all.said_apart);
        all.are_ties_old = false;
        all.spots.sort_unstable_by_key(|it| it.id);
        all.spots.dedup_by_key(|it| it.id);
        let numbered = || (0..).zip(&all.spots);
        let by_id = || numbered().map(|(at, it)| (it.id, at)).collect();
        let by_cell = || {
            let mut by_cell: Vec<(u64, u32)> = numbered().map(|(at, it)| (it.cell, at)).collect();
            by_cell.sort_unstable();
            by_cell
        };
        let (spot_by_id, by_cell) = both(by_id, by_cell);
        all.spot_by_id = spot_by_id;
        all.fold_all(&by_cell);
        all.merge_plots();
        all.settle();
        all
    }

    /// Takes in, at the beginning, what merging needs of some observations.
    fn see<It: Borrow<Observation> + Sync>(&mut self, there: &[It]) {
        let chunks: Vec<&[It]> = there.chunks(CHUNK).collect();
        // Each chunk numbers the categories that it comes across by itself.
        let made = shared_out(&chunks, |chunk| {
            let (mut spots, mut categories) = (Vec::with_capacity(chunk.len()), Vec::new());
            for it in chunk.iter().map(Borrow::borrow) {
                let number = categories.iter().position(|known| *known == &it.category);
                let number = number.unwrap_or_else(|| {
                    categories.push(&it.category);
                    categories.len() - 1
                });
                spots.push(Spot::of(it, u16::try_from(number).unwrap_or(MOST_CATEGORIES)));
            }
            (spots, categories)
        });
        for (own, categories) in made {
            let numbers: Vec<u16> = categories.into_iter().map(|it| self.number(it)).collect();
            self.spots.extend(own.into_iter().map(|it| it.renumbered(&numbers)));
        }
        for it in there.iter().map(Borrow::borrow).filter(|it| !it.apart.is_empty()) {
            self.take_apart(it.id, &it.apart);
        }
    }

    /// Merges each plot by itself; what lies at the seams, and what officers bound, is to be merged anew.
    fn merge_plots(&mut self) {
        let mut kinds = by_kind(self.units_by_cell.iter().map(|(_, at)| (*at, self.unit(*at))));
        let plots = plots(&mut kinds);
        let merged = shared_out(&plots, |plot| {
            let at_seams = plot.numbers().filter(|at| plot.is_at_seam(self.unit(*at)));
            (at_seams.collect::<Vec<u32>>(), self.merged(plot.numbers().collect()))
        });
        for (at_seams, Found { told, weighings }) in merged {
            self.weighings += weighings;
            self.changed.extend(at_seams);
            for told in told {
                self.keep(told);
            }
        }
        let bound = self.ties.bound_sets().flatten().filter_map(|id| self.unit_with(*id));
        let bound: Vec<u32> = bound.collect();
        self.changed.extend(bound);
    }

    /// What stands for a unit.
    fn unit(&self, at: u32) -> &Spot {
        self.folded.get(&at).map_or(&self.spots[at as usize], |it| &it.spot)
    }

    /// The unit that holds an observation, once it is folded.
    fn unit_with(&self, id: ObservationId) -> Option<u32> {
        let at = self.spot_by_id.get(&id)?;
        Some(self.unit_of[*at as usize]).filter(|unit| *unit != LOOSE)
    }

    /// How many pairs were weighed so far: what merging has cost, whatever the machine.
    pub fn weighings(&self) -> u64 {
        self.weighings
    }

    /// The number of a category, which it keeps.
    fn number(&mut self, category: &CategoryId) -> u16 {
        let known = self.category_numbers.get(category).copied();
        known.unwrap_or_else(|| {
            let next = u16::try_from(self.category_numbers.len()).unwrap_or(MOST_CATEGORIES);
            self.category_numbers.insert(category.clone(), next);
            next
        })
    }

    fn keep(&mut self, Told { name, spots, group }: Told) {
        for (at, next) in spots.iter().zip(spots.iter().cycle().skip(1)) {
            self.named_by[*at as usize] = name;
            self.next_in_group[*at as usize] = *next;
        }
        self.group_by_name[name as usize] = Some(group);
    }

    /// What the walker said that an observation is not.
    fn take_apart(&mut self, id: ObservationId, apart: &[ObservationId]) {
        if self.said_apart.get(&id).map_or(&[][..], Vec::as_slice) != apart {
            self.said_apart.remove(&id);
            self.said_apart.extend((!apart.is_empty()).then(|| (id, apart.to_vec())));
            self.are_ties_old = true;
        }
    }

    /// An observation is there, or is another than it was.
    pub fn put(&mut self, it: &Observation) {
        self.take_apart(it.id, &it.apart);
        let spot = Spot::of(it, self.number(&it.category));
        if let Some(at) = self.spot_by_id.get(&it.id) {
            if self.spots[*at as usize] == spot {
                return;
            }
            self.clear(it.id);
        }
        let at = self.free.pop().unwrap_or_else(|| u32::try_from(self.spots.len()).unwrap_or(LOOSE));
        if at as usize == self.spots.len() {
            self.spots.push(spot);
            self.add_numbers();
        }
        self.spots[at as usize] = spot;
        self.spot_by_id.insert(it.id, at);
        self.loosen(at);
    }

    /// An observation is there no more.
    pub fn remove(&mut self, id: ObservationId) {
        self.take_apart(id, &[]);
        self.clear(id);
    }

    fn clear(&mut self, id: ObservationId) {
        let Some(at) = self.spot_by_id.remove(&id) else { return };
        let unit = self.unit_of[at as usize];
        if unit != LOOSE {
            for member in self.take_unit(unit) {
                self.loosen(member);
            }
        }
        if let Some(loose) = self.loose.get_mut(&self.spots[at as usize].cell) {
            loose.remove(&at);
        }
        self.free.push(at);
    }

    /// An officer says what is one and what is not.
    pub fn group(&mut self, id: RecordId, grouped: Grouped) {
        if self.groupings.get(&id) != Some(&grouped) {
            self.groupings.insert(id, grouped);
            self.are_ties_old = true;
        }
    }

    /// The group of an observation.
    pub fn group_of(&self, id: ObservationId) -> Option<&Group> {
        let unit = self.unit_with(id)?;
        self.group_by_name[self.named_by[unit as usize] as usize].as_deref()
    }

    /// Every group, in no order.
    pub fn groups(&self) -> impl Iterator<Item = &Group> {
        self.group_by_name.iter().filter_map(|it| it.as_deref())
    }

    /// The lamp that a group is about.
    pub fn lamp(&self, group: &Group) -> Option<&Lamp> {
        self.lamps.get(group.lamp?)
    }
}

#[cfg(test)]
mod tests;
