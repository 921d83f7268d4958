//! What has changed is merged anew: the groups that it is of, and those around them as long as these change too.
//!
//! Promises: the groups are those that merging everything anew gives, though only a region of it is.
//!
//! Why: candidates are pairs within reach, and the likeliest is taken first. So what happens at one place goes on as it
//! would if nothing were there but what is within reach of it. When a region is merged together with the groups around it
//! (its rim), and these come out as they were, then nothing in the region has touched them, and nothing in them has changed
//! for those who lie beyond. Where some have changed, they are the next region.

use std::collections::BTreeSet;

use super::super::agglomerate::{Found, Told, Units, weighed};
use super::super::components;
use super::super::spot::Spot;
use super::super::sweep::{edges, runs, swept};
use super::super::ties::Ties;
use super::{Folded, Merged, Regrouped};
use crate::id::ObservationId;

/// After so many rounds a region only grows, so that there is an end to it.
const PATIENCE: usize = 8;

impl Merged {
    /// Merges anew what has changed, and tells which groups have.
    pub fn settle(&mut self) -> Regrouped {
        let differing = self.take_ties();
        self.fold_loose();
        let differing: Vec<u32> = differing.into_iter().filter_map(|id| self.unit_with(id)).collect();
        self.changed.extend(differing);
        let changed = std::mem::take(&mut self.changed);
        let mut all = self.whole(changed.iter().flat_map(|at| self.bound(self.unit(*at))));
        all.append(&mut self.whole(changed));
        let (mut region, mut rounds) = (all.clone(), 0);
        while !region.is_empty() {
            region = self.merge_anew(&region);
            all.extend(&region);
            if rounds >= PATIENCE && !region.is_empty() {
                region = self.whole(all.clone());
            }
            rounds += 1;
        }
        all.append(&mut self.shaken);
        self.tell_anew(all)
    }

    /// Takes in what officers and walkers said: those that something else is said of. Their cells are folded anew.
    fn take_ties(&mut self) -> BTreeSet<ObservationId> {
        if !std::mem::take(&mut self.are_ties_old) {
            return BTreeSet::new();
        }
        let ties = Ties::of(&self.groupings, &self.said_apart);
        let differing = ties.differing(&self.ties);
        self.ties = ties;
        for at in differing.iter().filter_map(|id| self.spot_by_id.get(id)) {
            self.loose.entry(self.spots[*at as usize].cell).or_default();
        }
        differing
    }

    /// Merges a region and the groups around it anew; what of these has changed is told.
    fn merge_anew(&mut self, region: &BTreeSet<u32>) -> BTreeSet<u32> {
        let rim = self.around(region);
        let there = region.iter().chain(&rim).copied().collect();
        let Found { mut told, weighings } = self.merged(there);
        self.weighings += weighings;
        told.retain(|it| !self.is_as_it_was(it));
        for at in told.iter().flat_map(|it| &it.spots) {
            self.set_aside(self.named_by[*at as usize]);
        }
        let mut moved = BTreeSet::new();
        for it in told {
            if it.spots.iter().any(|at| rim.contains(at)) {
                moved.extend(&it.spots);
            }
            self.unheard.insert(it.name);
            self.keep(it);
        }
        moved
    }

    fn is_as_it_was(&self, told: &Told) -> bool {
        let name = self.named_by[told.spots[0] as usize];
        self.group_by_name[name as usize].is_some()
            && self.members(name).count() == told.spots.len()
            && told.spots.iter().all(|at| self.named_by[*at as usize] == name)
    }

    /// A group is no more what it was.
    pub(super) fn set_aside(&mut self, name: u32) {
        if let Some(group) = self.group_by_name[name as usize].take()
            && !self.unheard.remove(&name)
        {
            self.before.entry(group.id).or_insert(group);
        }
    }

    /// Tells the groups of these spots and those around them anew, for each tells of its neighbours, and says what is new.
    fn tell_anew(&mut self, all: BTreeSet<u32>) -> Regrouped {
        let mut named = self.whole(all);
        named.append(&mut self.around(&named));
        let far = self.around(&named);
        let Found { mut told, weighings } = self.merged(named.iter().chain(&far).copied().collect());
        self.weighings += weighings;
        told.retain(|it| named.contains(&it.name));
        for it in &told {
            self.set_aside(it.name);
        }
        let before = std::mem::take(&mut self.before);
        self.unheard.clear();
        let mut regrouped = Regrouped { gone: before.keys().copied().collect(), ..Regrouped::default() };
        for it in told {
            regrouped.gone.remove(&it.group.id);
            if before.get(&it.group.id) != Some(&it.group) {
                regrouped.come.insert(it.group.id);
            }
            self.keep(it);
        }
        regrouped
    }

    /// Merges some units as if there were no others.
    pub(super) fn merged(&self, there: Vec<u32>) -> Found {
        let there = swept(&self.spots, there);
        let folded: Vec<Option<&Folded>> =
            there.iter().map(|at| self.folded.get(at).map(AsRef::as_ref)).collect();
        let own = there.iter().zip(&folded);
        let spots: Vec<Spot> =
            own.map(|(at, it)| it.map_or(self.spots[*at as usize], |it| it.spot)).collect();
        let units = Units { spots: &spots, folded: &folded };
        let Found { told, weighings } = components::merged(units, &edges(&spots), &self.lamps, &self.ties);
        Found { told: told.into_iter().map(|it| it.numbered(&there)).collect(), weighings }
    }

    /// Every unit of the groups of these.
    fn whole(&self, spots: impl IntoIterator<Item = u32>) -> BTreeSet<u32> {
        let mut whole = BTreeSet::new();
        for at in spots {
            if whole.insert(at) {
                whole.extend(self.members(at));
            }
        }
        whole
    }

    /// Every unit of the groups that have a unit near one of these, but for these.
    fn around(&self, region: &BTreeSet<u32>) -> BTreeSet<u32> {
        let near = region.iter().flat_map(|at| self.near(self.unit(*at)));
        self.whole(near.filter(|at| !region.contains(at)))
    }

    /// Every unit of the group of one.
    pub(super) fn members(&self, at: u32) -> impl Iterator<Item = u32> {
        let is_there = self.group_by_name[self.named_by[at as usize] as usize].is_some();
        let next = move |it: &u32| Some(self.next_in_group[*it as usize]).filter(|next| *next != at);
        std::iter::successors(is_there.then_some(at), next)
    }

    /// Units that one may be one with, or that officers bound it to.
    pub(super) fn near(&self, spot: &Spot) -> impl Iterator<Item = u32> {
        let within = runs(spot).flat_map(|(from, to)| self.units_by_cell.range((from, 0)..=(to, u32::MAX)));
        let near = within.map(|(_, at)| *at).filter(|at| weighed(spot, self.unit(*at)).is_some());
        near.chain(self.bound(spot))
    }

    fn bound(&self, spot: &Spot) -> impl Iterator<Item = u32> {
        self.ties.bound_to(spot.id).iter().filter_map(|id| self.unit_with(*id))
    }
}
