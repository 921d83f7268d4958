//! Findings kept merged: what changes is merged anew with what it can have to do with, and nothing else.
//!
//! Promises: after any history, in any order, the groups are those that merging all anew gives; work in proportion to
//! what has changed and the groups around it, however far things of its kind lie side by side.

use std::collections::{BTreeMap, BTreeSet};

use super::agglomerate::Told;
use super::group::Group;
use super::lamps::{Lamp, Lamps};
use super::nature::{Geometry, Nature};
use super::observation::Observation;
use super::plots::{Plot, by_kind, plots, shared_out};
use super::spot::Spot;
use super::ties::Ties;
use crate::id::{CategoryId, ObservationId, RecordId};
use crate::statement::{Feeling, Grouped};

mod anew;

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
    /// Everything merged anew.
    pub fn of<'a>(
        observations: impl IntoIterator<Item = &'a Observation>,
        groupings: BTreeMap<RecordId, Grouped>,
        lamps: Lamps,
    ) -> Self {
        let mut all = Self { ties: Ties::of(&groupings), groupings, lamps, ..Self::default() };
        for it in observations {
            let kind = all.kind(it);
            all.spots.push(Spot::of(it, kind));
        }
        all.spots.sort_unstable_by_key(|it| it.id);
        all.spots.dedup_by_key(|it| it.id);
        all.named_by = vec![0; all.spots.len()];
        all.group_by_name = vec![None; all.spots.len()];
        all.spot_by_id = (0..).zip(&all.spots).map(|(at, it)| (it.id, at)).collect();
        let mut cells: Vec<(u64, u32)> = (0..).zip(&all.spots).map(|(at, spot)| (spot.cell, at)).collect();
        cells.sort_unstable();
        all.spots_by_cell = cells.into_iter().collect();
        all.merge_plots();
        all.settle();
        all
    }

    /// Merges each plot by itself; what lies at the seams, and what officers bound, is to be merged anew.
    fn merge_plots(&mut self) {
        let mut kinds = by_kind(&self.spots);
        let plots = plots(&mut kinds);
        for told in shared_out(&plots, |plot| self.merged(plot.numbers().collect())).into_iter().flatten() {
            self.keep(told);
        }
        let at_seam = |plot: &Plot, at: &u32| plot.is_at_seam(&self.spots[*at as usize]);
        let at_seams = plots.iter().flat_map(|plot| plot.numbers().filter(|at| at_seam(plot, at)));
        let bound = self.ties.bound_sets().flatten().filter_map(|id| self.spot_by_id.get(id));
        self.changed = at_seams.chain(bound.copied()).collect();
    }

    /// The number of its category, feeling and geometry.
    fn kind(&mut self, it: &Observation) -> u16 {
        let known = self.category_numbers.get(&it.category).copied();
        let number = known.unwrap_or_else(|| {
            let next = u16::try_from(self.category_numbers.len()).unwrap_or(u16::MAX / 6 - 1);
            self.category_numbers.insert(it.category.clone(), next);
            next
        });
        let feeling = match it.feeling {
            Feeling::Unsafe => 0,
            Feeling::Safe => 1,
        };
        let geometry = match Nature::of(it).geometry {
            Geometry::Point => 0,
            Geometry::Line => 1,
            Geometry::Area => 2,
        };
        number * 6 + feeling * 3 + geometry
    }

    fn keep(&mut self, Told { name, spots, group }: Told) {
        for at in spots {
            self.named_by[at as usize] = name;
        }
        self.group_by_name[name as usize] = Some(group);
    }

    /// An observation is there, or is another than it was.
    pub fn put(&mut self, it: &Observation) {
        let kind = self.kind(it);
        let spot = Spot::of(it, kind);
        if let Some(at) = self.spot_by_id.get(&it.id) {
            if self.spots[*at as usize] == spot {
                return;
            }
            self.remove(it.id);
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
