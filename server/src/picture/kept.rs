//! The latest picture, and what the next one goes on from.
//!
//! Promises: after any changes, in any portions, the picture is the one that everything that stands gives when it is merged
//! all anew; work in proportion to what has changed and what it can have to do with.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use shared::id::{ObservationId, RecordId, SeriesId};
use shared::situation::{
    Finding, Group, Lamps, Merged, Observation, Regrouped, Revisit, Standing, Track, about_any, finding,
    has_walked, simultaneous,
};
use shared::statement::Decided;

use super::{Membership, Pages, Picture};
use crate::store::Changes;

/// The latest picture, and what the next one goes on from.
#[derive(Debug, Default)]
pub(super) struct Kept {
    pub(super) picture: Arc<Picture>,
    merged: Merged,
    standing: Standing,
    looks: BTreeMap<ObservationId, BTreeSet<RecordId>>,
    /// Series that show a walk of their own: by a track, or by what they pointed at in different places.
    walkers: BTreeSet<SeriesId>,
}

impl Kept {
    /// The first picture: these changes are everything there is.
    pub(super) fn of(changes: Changes, lamps: Lamps) -> Self {
        let there = changes.observations.values().flatten().map(AsRef::as_ref);
        let merged = Merged::of(there, changes.groupings.clone(), lamps);
        let come = merged.groups().map(|group| group.id).collect();
        let mut kept = Self { merged, ..Self::default() };
        kept.take(changes, |_, _| Regrouped { come, ..Regrouped::default() });
        kept
    }

    /// The picture after some changes.
    pub(super) fn after(mut self, changes: Changes) -> Self {
        self.take(changes, regroup);
        self
    }

    fn take(&mut self, changes: Changes, regroup: impl FnOnce(&mut Merged, &Changes) -> Regrouped) {
        let mut told_anew: BTreeSet<ObservationId> = changes.observations.keys().copied().collect();
        told_anew.extend(self.take_looks(&changes.revisits));
        told_anew.extend(self.take_decisions(&changes.decisions));
        let mut moved: BTreeSet<SeriesId> = changes.observations.keys().map(|id| id.series).collect();
        moved.extend(changes.tracks.iter().map(|track| track.id.series));
        let Regrouped { gone, come } = regroup(&mut self.merged, &changes);
        let picture = Arc::make_mut(&mut self.picture);
        picture.version = changes.version;
        let memberships = memberships(&picture.memberships, &self.merged, &changes, &come);
        picture.memberships.change(memberships);
        picture.observations.change(changes.observations);
        picture.revisits.change(changes.revisits);
        picture.tracks = Track::gather(&picture.tracks, changes.tracks);
        extend(&mut picture.decisions, changes.decisions);
        extend(&mut picture.groupings, changes.groupings);
        told_anew.extend(self.take_walkers(moved));
        let names = told_anew.iter().filter_map(|id| self.merged.group_of(*id)).map(|group| group.id);
        let names: BTreeSet<ObservationId> = names.chain(come).collect();
        let mut findings: BTreeMap<_, _> = gone.into_iter().map(|name| (name, None)).collect();
        findings.extend(names.into_iter().map(|name| (name, self.finding(name).map(Arc::new))));
        Arc::make_mut(&mut self.picture).findings.change(findings);
    }

    /// Notes which of these series show a walk of their own by now: what those observed of whom that has changed, since they
    /// may be voices of their own there, or are not any more.
    fn take_walkers(&mut self, moved: BTreeSet<SeriesId>) -> Vec<ObservationId> {
        let mut about = Vec::new();
        for series in moved {
            let walks = self.has_own_walk(series);
            let walked = if walks { !self.walkers.insert(series) } else { self.walkers.remove(&series) };
            if walks != walked {
                about.extend(self.own(series).map(|it| it.id));
            }
        }
        about
    }

    fn has_own_walk(&self, series: SeriesId) -> bool {
        let tracks = &self.picture.tracks;
        let at = tracks.partition_point(|track| track.id.series < series);
        tracks.get(at).is_some_and(|track| track.id.series == series) || has_walked(self.own(series))
    }

    fn own(&self, series: SeriesId) -> impl Iterator<Item = &Observation> {
        let from_first = self.picture.observations.starting_at(ObservationId { series, number: 0 });
        from_first.take_while(move |it| it.id.series == series)
    }

    /// Second looks that were added, changed or taken back: the observations that they are about.
    fn take_looks(&mut self, revisits: &BTreeMap<RecordId, Option<Arc<Revisit>>>) -> Vec<ObservationId> {
        let mut about = Vec::new();
        for (id, revisit) in revisits {
            if let Some(before) = self.picture.revisits.get(*id) {
                about.push(before.of);
                if let Some(looks) = self.looks.get_mut(&before.of) {
                    looks.remove(id);
                }
            }
            if let Some(now) = revisit {
                about.push(now.of);
                self.looks.entry(now.of).or_default().insert(*id);
            }
        }
        about
    }

    /// Decisions that were added: the observations that they or those they supersede are about.
    fn take_decisions(&mut self, decisions: &BTreeMap<RecordId, Decided>) -> Vec<ObservationId> {
        for (id, decided) in decisions {
            self.standing.take(*id, decided);
        }
        let superseded = decisions.values().flat_map(|it| &it.replaces);
        let superseded = superseded.filter_map(|id| self.picture.decisions.get(id));
        decisions.values().chain(superseded).flat_map(|it| it.about.iter().copied()).collect()
    }

    fn finding(&self, name: ObservationId) -> Option<Finding> {
        let group: &Group = self.merged.group_of(name)?;
        let Picture { observations, revisits, decisions, .. } = &*self.picture;
        let members: Vec<_> = group.members.iter().filter_map(|id| observations.get(*id)).collect();
        let looks = about_any(&self.looks, &group.members).flatten();
        let looks = looks.filter_map(|id| revisits.get(*id));
        let decided = self.standing.about(&group.members).into_iter();
        let decided = decided.filter_map(|id| Some((id, decisions.get(&id)?)));
        let speaks_for = simultaneous(&members, |series| self.walkers.contains(&series));
        let finding = finding(group, self.merged.lamp(group), &members, looks, decided)?;
        Some(finding.with_one_voice(speaks_for))
    }
}

fn regroup(merged: &mut Merged, changes: &Changes) -> Regrouped {
    for (id, observation) in &changes.observations {
        match observation {
            Some(it) => merged.put(it),
            None => merged.remove(*id),
        }
    }
    for (id, grouped) in &changes.groupings {
        merged.group(*id, grouped.clone());
    }
    merged.settle()
}

/// Memberships that are others than before.
fn memberships(
    before: &Pages<Membership>,
    merged: &Merged,
    changes: &Changes,
    come: &BTreeSet<ObservationId>,
) -> BTreeMap<ObservationId, Option<Arc<Membership>>> {
    let withdrawn = changes.observations.iter().filter(|(_, it)| it.is_none());
    let mut memberships: BTreeMap<_, _> = withdrawn.map(|(id, _)| (*id, None)).collect();
    for group in come.iter().filter_map(|name| merged.group_of(*name)) {
        let of = |id| (id != group.id).then_some(Membership { id, finding: group.id });
        let other = group.members.iter().map(|id| (*id, of(*id)));
        let other = other.filter(|(id, it)| before.get(*id) != it.as_ref());
        memberships.extend(other.map(|(id, it)| (id, it.map(Arc::new))));
    }
    memberships
}

/// Readers keep what they were given: a copy is made only where something is new.
fn extend<T: Clone>(known: &mut Arc<BTreeMap<RecordId, T>>, new: BTreeMap<RecordId, T>) {
    if !new.is_empty() {
        Arc::make_mut(known).extend(new);
    }
}
