//! What has changed is merged anew: the groups that it is of, and those around them as long as these change too.
//!
//! Promises: the groups are those that merging everything anew gives, though only a region of it is.
//!
//! Why: candidates are pairs within reach, and the likeliest is taken first. So what happens at one place goes on as it
//! would if nothing were there but what is within reach of it. When a region is merged together with the groups around it
//! (its rim), and these come out as they were, then nothing in the region has touched them, and nothing in them has changed
//! for those who lie beyond. Where some have changed, they are the next region.

use std::collections::BTreeSet;

use super::super::agglomerate::{Told, weighed};
use super::super::components;
use super::super::spot::Spot;
use super::super::sweep::{edges, runs, swept};
use super::super::ties::Ties;
use super::{Merged, Regrouped};

/// After so many rounds a region only grows, so that there is an end to it.
const PATIENCE: usize = 8;

impl Merged {
    /// Merges anew what has changed, and tells which groups have.
    pub fn settle(&mut self) -> Regrouped {
        self.take_ties();
        let changed = std::mem::take(&mut self.changed);
        let mut all = self.whole(changed.iter().flat_map(|at| self.bound(&self.spots[*at as usize])));
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

    /// Takes in what officers said.
    fn take_ties(&mut self) {
        if std::mem::take(&mut self.are_ties_old) {
            let ties = Ties::of(&self.groupings);
            let differing = ties.differing(&self.ties);
            self.ties = ties;
            self.changed.extend(differing.iter().filter_map(|id| self.spot_by_id.get(id)));
        }
    }

    /// Merges a region and the groups around it anew; what of these has changed is told.
    fn merge_anew(&mut self, region: &BTreeSet<u32>) -> BTreeSet<u32> {
        let rim = self.around(region);
        let there = region.iter().chain(&rim).copied().collect();
        let mut told = self.merged(there);
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
        let group = self.group_by_name[name as usize].as_ref();
        group.is_some_and(|it| it.members.len() == told.spots.len())
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
        let mut told = self.merged(named.iter().chain(&far).copied().collect());
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

    /// Merges some spots as if there were no others.
    pub(super) fn merged(&self, there: Vec<u32>) -> Vec<Told> {
        let there = swept(&self.spots, there);
        let spots: Vec<Spot> = there.iter().map(|at| self.spots[*at as usize]).collect();
        let told = components::merged(&spots, &edges(&spots), &self.lamps, &self.ties);
        told.into_iter().map(|it| it.numbered(&there)).collect()
    }

    /// Every spot of the groups of these.
    fn whole(&self, spots: impl IntoIterator<Item = u32>) -> BTreeSet<u32> {
        let mut whole = BTreeSet::new();
        for at in spots {
            if whole.insert(at) {
                whole.extend(self.members(at));
            }
        }
        whole
    }

    /// Every spot of the groups that have a spot near one of these, but for these.
    fn around(&self, region: &BTreeSet<u32>) -> BTreeSet<u32> {
        let near = region.iter().flat_map(|at| self.near(&self.spots[*at as usize]));
        self.whole(near.filter(|at| !region.contains(at)))
    }

    /// Every spot of the group of one.
    pub(super) fn members(&self, at: u32) -> impl Iterator<Item = u32> {
        let group = self.group_by_name[self.named_by[at as usize] as usize].as_deref();
        let members = group.into_iter().flat_map(|it| &it.members);
        members.filter_map(|id| self.spot_by_id.get(id)).copied()
    }

    /// Spots that one may be one with, or that officers bound it to.
    pub(super) fn near(&self, spot: &Spot) -> impl Iterator<Item = u32> {
        let within = runs(spot).flat_map(|(from, to)| self.spots_by_cell.range((from, 0)..=(to, u32::MAX)));
        let near = within.map(|(_, at)| *at).filter(|at| weighed(spot, &self.spots[*at as usize]).is_some());
        near.chain(self.bound(spot))
    }

    fn bound(&self, spot: &Spot) -> impl Iterator<Item = u32> {
        self.ties.bound_to(spot.id).iter().filter_map(|id| self.spot_by_id.get(id)).copied()
    }
}
