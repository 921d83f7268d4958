//! Findings kept merged: what changes is merged anew with what it can have to do with, and nothing else.
//!
//! Promises: after any history, in any order, the groups are those that merging all anew gives; work in proportion to
//! what has changed and the groups around it, however far things of its kind lie side by side.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

use super::agglomerate::Told;
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
    spots_by_cell: BTreeSet<(u64, u32)>,
    /// For each spot the one that names its group.
    named_by: Vec<u32>,
    /// At each spot the group that it names.
    group_by_name: Vec<Option<Box<Group>>>,
    /// Spots that are to be merged anew, and such that may have lost a suggestion.
    changed: BTreeSet<u32>,
    shaken: BTreeSet<u32>,
    /// Groups that are no more as they were told last.
    before: BTreeMap<ObservationId, Box<Group>>,
    /// Names of groups that nobody was told of yet.
    unheard: BTreeSet<u32>,
    are_ties_old: bool,
}

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
        all.named_by = vec![0; all.spots.len()];
        all.group_by_name = vec![None; all.spots.len()];
        let numbered = || (0..).zip(&all.spots);
        let by_id = || numbered().map(|(at, it)| (it.id, at)).collect();
        let by_cell = || numbered().map(|(at, it)| (it.cell, at)).collect();
        (all.spot_by_id, all.spots_by_cell) = both(by_id, by_cell);
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
        let mut kinds = by_kind(&self.spots);
        let plots = plots(&mut kinds);
        let merged = shared_out(&plots, |plot| {
            let at_seams = plot.numbers().filter(|at| plot.is_at_seam(&self.spots[*at as usize]));
            (at_seams.collect::<Vec<u32>>(), self.merged(plot.numbers().collect()))
        });
        for (at_seams, told) in merged {
            self.changed.extend(at_seams);
            for told in told {
                self.keep(told);
            }
        }
        let bound = self.ties.bound_sets().flatten().filter_map(|id| self.spot_by_id.get(id));
        self.changed.extend(bound);
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
        for at in spots {
            self.named_by[at as usize] = name;
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
        let at = self.free.pop().unwrap_or_else(|| u32::try_from(self.spots.len()).unwrap_or(u32::MAX));
        if at as usize == self.spots.len() {
            self.spots.push(spot);
            self.named_by.push(at);
            self.group_by_name.push(None);
        }
        self.spots[at as usize] = spot;
        self.named_by[at as usize] = at;
        self.spot_by_id.insert(it.id, at);
        self.spots_by_cell.insert((spot.cell, at));
        self.changed.insert(at);
    }

    /// An observation is there no more.
    pub fn remove(&mut self, id: ObservationId) {
        self.take_apart(id, &[]);
        self.clear(id);
    }

    fn clear(&mut self, id: ObservationId) {
        let Some(at) = self.spot_by_id.remove(&id) else { return };
        let spot = self.spots[at as usize];
        self.spots_by_cell.remove(&(spot.cell, at));
        let (near, members): (Vec<u32>, Vec<u32>) = (self.near(&spot).collect(), self.members(at).collect());
        self.shaken.extend(near);
        self.changed.extend(members);
        self.changed.remove(&at);
        self.shaken.remove(&at);
        self.set_aside(self.named_by[at as usize]);
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
        let at = self.spot_by_id.get(&id)?;
        self.group_by_name.get(*self.named_by.get(*at as usize)? as usize)?.as_deref()
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
