//! Findings kept merged: what changes is merged anew with what it can have to do with, and nothing else.
//!
//! Promises: after any history, in any order, the groups are those that merging all anew gives.

use std::collections::{BTreeMap, BTreeSet};

use super::agglomerate::{Told, weighed};
use super::components::{cell, cells, merged, runs};
use super::group::Group;
use super::lamps::{Lamp, Lamps};
use super::nature::{Geometry, Nature};
use super::observation::Observation;
use super::spot::Spot;
use super::ties::{SaidApart, Ties};
use crate::id::{CategoryId, ObservationId, RecordId};
use crate::statement::{Feeling, Grouped};

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
    /// Spots around which something has changed, and names of groups that may be no more.
    changed: BTreeSet<u32>,
    stale: BTreeMap<u32, ObservationId>,
    are_ties_old: bool,
}

impl Merged {
    /// Everything merged anew.
    pub fn of<'a>(
        observations: impl IntoIterator<Item = &'a Observation>,
        groupings: BTreeMap<RecordId, Grouped>,
        lamps: Lamps,
    ) -> Self {
        let mut all = Self { lamps, groupings, ..Self::default() };
        for it in observations {
            let kind = all.kind(it);
            all.spots.push(Spot::of(it, kind));
            all.take_apart(it.id, &it.apart);
        }
        all.ties = Ties::of(&all.groupings, &all.said_apart);
        all.are_ties_old = false;
        all.spots.sort_unstable_by_key(|it| it.id);
        all.spots.dedup_by_key(|it| it.id);
        let cells = cells(&all.spots);
        all.named_by = vec![0; all.spots.len()];
        all.group_by_name = vec![None; all.spots.len()];
        for told in merged(&all.spots, &cells, &all.ties, &all.lamps) {
            all.keep(told);
        }
        all.spot_by_id = (0..).zip(&all.spots).map(|(at, it)| (it.id, at)).collect();
        all.spots_by_cell = cells.into_iter().collect();
        all
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
        self.group_by_name[name as usize] = Some(Box::new(group));
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
        let kind = self.kind(it);
        let spot = Spot::of(it, kind);
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
        self.spots_by_cell.extend(cell(&spot).map(|cell| (cell, at)));
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
        if let Some(cell) = cell(&spot) {
            self.spots_by_cell.remove(&(cell, at));
        }
        let near = self.near(&spot);
        self.changed.extend(near);
        self.changed.remove(&at);
        let name = self.named_by[at as usize];
        if let Some(Some(group)) = self.group_by_name.get(name as usize) {
            self.stale.insert(name, group.id);
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

    /// Spots that one may be one with, or that officers bound it to.
    fn near(&self, spot: &Spot) -> Vec<u32> {
        let within = runs(spot).flat_map(|(from, to)| self.spots_by_cell.range((from, 0)..=(to, u32::MAX)));
        let near = within.map(|(_, at)| *at).filter(|at| weighed(spot, &self.spots[*at as usize]).is_some());
        let bound = self.ties.bound_to(spot.id).iter().filter_map(|id| self.spot_by_id.get(id)).copied();
        near.chain(bound).collect()
    }

    /// Merges anew what has changed, and tells which groups have.
    pub fn settle(&mut self) -> Regrouped {
        if std::mem::take(&mut self.are_ties_old) {
            let ties = Ties::of(&self.groupings, &self.said_apart);
            let differing = ties.differing(&self.ties);
            self.ties = ties;
            self.changed.extend(differing.iter().filter_map(|id| self.spot_by_id.get(id)));
        }
        let mut affected = self.affected();
        affected.sort_unstable_by_key(|at| self.spots[*at as usize].id);
        let mut stale: BTreeMap<u32, ObservationId> = std::mem::take(&mut self.stale);
        for at in &affected {
            let name = self.named_by[*at as usize];
            stale.extend(self.group_by_name[name as usize].as_ref().map(|group| (name, group.id)));
        }
        let before: BTreeMap<ObservationId, Box<Group>> = stale
            .keys()
            .filter_map(|name| self.group_by_name[*name as usize].take())
            .map(|it| (it.id, it))
            .collect();
        let spots: Vec<Spot> = affected.iter().map(|at| self.spots[*at as usize]).collect();
        let after = merged(&spots, &cells(&spots), &self.ties, &self.lamps);
        let mut regrouped = Regrouped { gone: before.keys().copied().collect(), ..Regrouped::default() };
        for mut told in after {
            told.name = affected[told.name as usize];
            told.spots.iter_mut().for_each(|at| *at = affected[*at as usize]);
            regrouped.gone.remove(&told.group.id);
            if before.get(&told.group.id).map(|it| &**it) != Some(&told.group) {
                regrouped.come.insert(told.group.id);
            }
            self.keep(told);
        }
        regrouped
    }

    /// All spots of the components in which something has changed.
    fn affected(&mut self) -> Vec<u32> {
        let mut reached = std::mem::take(&mut self.changed);
        let mut ahead: Vec<u32> = reached.iter().copied().collect();
        while let Some(at) = ahead.pop() {
            let near = self.near(&self.spots[at as usize]);
            ahead.extend(near.into_iter().filter(|other| reached.insert(*other)));
        }
        reached.into_iter().collect()
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
