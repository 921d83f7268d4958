//! What officers said is one thing and what is not, and walkers that theirs is not, made into rules that do not contradict
//! each other.
//!
//! Promises: the same statements in any order give the same rules. Of two of officers that contradict each other the later
//! one counts; what it leaves of the earlier one counts too. Walkers' words count where officers do not say otherwise.
//!
//! Method: must-link and cannot-link (Wagstaff & Cardie, ICML 2000), taken in from the latest statement to the first, each
//! only where it does not break what was taken in before.

use std::collections::{BTreeMap, BTreeSet};

use crate::id::{ObservationId, RecordId};
use crate::statement::Grouped;

/// For each observation what its walker said that it is not.
pub(super) type SaidApart = BTreeMap<ObservationId, Vec<ObservationId>>;

/// Of what a walker said that one observation is not, so many count: more problems are not close by.
const MOST_SAID_APART: usize = 32;

/// Rules that do not contradict each other.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Ties {
    /// The smallest id of those that are one thing.
    root_by_observation: BTreeMap<ObservationId, ObservationId>,
    bound: BTreeMap<ObservationId, Vec<ObservationId>>,
    apart: BTreeMap<ObservationId, BTreeSet<ObservationId>>,
    /// For each that officers parted from something, the first of those that they parted from the same.
    alike: BTreeMap<ObservationId, ObservationId>,
    /// The statements that stand and name it.
    stated: BTreeMap<ObservationId, BTreeSet<RecordId>>,
}

impl Ties {
    /// The rules that follow from what was said and not superseded.
    pub(super) fn of(groupings: &BTreeMap<RecordId, Grouped>, said_apart: &SaidApart) -> Self {
        let superseded: BTreeSet<_> = groupings.values().flat_map(|it| &it.replaces).collect();
        let mut standing: Vec<_> = groupings.iter().filter(|(id, _)| !superseded.contains(id)).collect();
        standing.sort_by_key(|(id, it)| std::cmp::Reverse((it.at_ms, **id)));
        let mut ties = Self::default();
        for (id, grouped) in standing {
            ties.take(grouped);
            for named in grouped.one.iter().chain(&grouped.apart) {
                ties.stated.entry(*named).or_default().insert(*id);
            }
        }
        for members in ties.bound.values_mut() {
            members.sort_unstable();
        }
        ties.alike = alike(ties.apart.iter().filter(|(id, _)| !ties.bound.contains_key(id)));
        for (one, others) in said_apart {
            for other in others.iter().take(MOST_SAID_APART) {
                ties.part(*one, *other);
            }
        }
        ties
    }

    fn take(&mut self, grouped: &Grouped) {
        for pair in grouped.one.windows(2) {
            self.bind(pair[0], pair[1]);
        }
        for other in &grouped.apart {
            for one in &grouped.one {
                self.part(*one, *other);
            }
        }
    }

    fn bind(&mut self, a: ObservationId, b: ObservationId) {
        let (a, b) = (self.root(a), self.root(b));
        let (into, from) = (a.min(b), a.max(b));
        if into == from || self.are_apart(into, from) {
            return;
        }
        let moved = self.bound.remove(&from).unwrap_or_else(|| vec![from]);
        for member in &moved {
            self.root_by_observation.insert(*member, into);
        }
        self.root_by_observation.insert(into, into);
        self.bound.entry(into).or_insert_with(|| vec![into]).extend(moved);
        for other in self.apart.remove(&from).unwrap_or_default() {
            if let Some(its) = self.apart.get_mut(&other) {
                its.remove(&from);
            }
            self.keep_apart(into, other);
        }
    }

    fn part(&mut self, a: ObservationId, b: ObservationId) {
        let (a, b) = (self.root(a), self.root(b));
        if a != b {
            self.keep_apart(a, b);
        }
    }

    fn keep_apart(&mut self, a: ObservationId, b: ObservationId) {
        self.apart.entry(a).or_default().insert(b);
        self.apart.entry(b).or_default().insert(a);
    }

    /// The one that stands for all that an observation is bound to.
    pub(super) fn root(&self, id: ObservationId) -> ObservationId {
        self.root_by_observation.get(&id).copied().unwrap_or(id)
    }

    /// All that an observation is bound to, itself among them; empty when to nothing.
    pub(super) fn bound_to(&self, id: ObservationId) -> &[ObservationId] {
        self.bound.get(&self.root(id)).map_or(&[], Vec::as_slice)
    }

    /// The statements that stand and name any of these, which are in order.
    pub(super) fn about(&self, members: &[ObservationId]) -> Vec<RecordId> {
        let about: BTreeSet<RecordId> = if members.len() <= self.stated.len() {
            members.iter().filter_map(|id| self.stated.get(id)).flatten().copied().collect()
        } else {
            let named = self.stated.iter().filter(|(id, _)| members.binary_search(id).is_ok());
            named.flat_map(|(_, stated)| stated).copied().collect()
        };
        about.into_iter().collect()
    }

    /// What stands for all of which officers said the same; `None` where they said nothing that counts.
    pub(super) fn rule_of(&self, id: ObservationId) -> Option<ObservationId> {
        let bound = self.root_by_observation.get(&id);
        bound.or_else(|| self.alike.get(&id)).copied()
    }

    /// Whether one that stands for others must be kept apart from anything.
    pub(super) fn is_parted(&self, root: ObservationId) -> bool {
        self.apart.contains_key(&root)
    }

    /// What one that stands for others must be kept apart from.
    pub(super) fn apart_from(&self, root: ObservationId) -> impl Iterator<Item = &ObservationId> {
        self.apart.get(&root).into_iter().flatten()
    }

    /// Every set of those that are one thing.
    pub(super) fn bound_sets(&self) -> impl Iterator<Item = &[ObservationId]> {
        self.bound.values().map(Vec::as_slice)
    }

    /// Whether two that stand for others are apart.
    pub(super) fn are_apart(&self, root: ObservationId, other: ObservationId) -> bool {
        self.apart.get(&root).is_some_and(|it| it.contains(&other))
    }

    /// Whether anything is apart from anything.
    pub(super) fn is_any_apart(&self) -> bool {
        !self.apart.is_empty()
    }

    /// Those that other rules say something else of. Of what is bound together it is asked once.
    pub(super) fn differing(&self, other: &Self) -> BTreeSet<ObservationId> {
        let known = |ties: &Self| {
            let roots = ties.root_by_observation.values().chain(ties.apart.keys());
            roots.copied().collect::<BTreeSet<_>>()
        };
        let roots = &known(self) | &known(other);
        let is_other = |root: &&ObservationId| {
            let of = |ties: &Self| (ties.bound.get(*root).cloned(), ties.apart.get(*root).cloned());
            of(self) != of(other)
        };
        let both = |root: &ObservationId| [self, other].map(|ties| ties.those_of(*root));
        let mut differing: BTreeSet<ObservationId> =
            roots.iter().filter(is_other).flat_map(both).flatten().collect();
        let named = self.stated.keys().chain(other.stated.keys());
        differing.extend(named.filter(|id| self.stated.get(id) != other.stated.get(id)));
        let alike = self.alike.keys().chain(other.alike.keys());
        differing.extend(alike.filter(|id| self.alike.get(id) != other.alike.get(id)));
        differing
    }

    /// All that one stands for, itself among them.
    fn those_of(&self, root: ObservationId) -> Vec<ObservationId> {
        self.bound.get(&root).cloned().unwrap_or_else(|| vec![root])
    }
}

/// For each that is apart from something the first that is apart from the same.
fn alike<'a>(
    apart: impl Iterator<Item = (&'a ObservationId, &'a BTreeSet<ObservationId>)>,
) -> BTreeMap<ObservationId, ObservationId> {
    let mut first: BTreeMap<&BTreeSet<ObservationId>, ObservationId> = BTreeMap::new();
    apart.map(|(id, others)| (*id, *first.entry(others).or_insert(*id))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::SeriesId;

    fn id(number: u64) -> RecordId {
        RecordId { series: SeriesId::from_bytes([1; 16]), number }
    }

    fn said(at_ms: i64, one: &[u64], apart: &[u64], replaces: &[u64]) -> Grouped {
        let ids = |numbers: &[u64]| numbers.iter().map(|number| id(*number)).collect();
        Grouped { at_ms, one: ids(one), apart: ids(apart), replaces: ids(replaces) }
    }

    fn ties<const N: usize>(statements: [Grouped; N]) -> Ties {
        Ties::of(&(100..).map(id).zip(statements).collect(), &SaidApart::new())
    }

    #[test]
    fn what_a_walker_says_is_something_else_is_apart_unless_officers_say_that_it_is_one() {
        let said_apart = SaidApart::from([(id(1), vec![id(2), id(3)])]);
        let officers = BTreeMap::from([(id(100), said(1, &[1, 2], &[], &[]))]);
        let ties = Ties::of(&officers, &said_apart);
        assert!(ties.are_apart(ties.root(id(1)), id(3)));
        assert_eq!(ties.bound_to(id(2)), [id(1), id(2)]);
        assert!(!ties.are_apart(id(1), id(1)));
    }

    #[test]
    fn what_is_one_with_one_of_them_is_one_with_all_and_apart_from_what_any_is_apart_from() {
        let ties =
            ties([said(1, &[3, 2], &[7], &[]), said(2, &[1, 2], &[], &[]), said(3, &[7, 8], &[], &[])]);
        assert_eq!(ties.bound_to(id(3)), [id(1), id(2), id(3)]);
        assert!(ties.are_apart(ties.root(id(3)), ties.root(id(8))));
        assert!(ties.bound_to(id(9)).is_empty());
    }

    #[test]
    fn of_two_that_contradict_each_other_the_later_one_counts() {
        let parted = ties([said(1, &[1, 2], &[], &[]), said(2, &[1], &[2], &[])]);
        assert!(parted.are_apart(id(1), id(2)) && parted.bound_to(id(1)).is_empty());
        let bound = ties([said(3, &[1, 2], &[], &[]), said(2, &[1], &[2], &[])]);
        assert!(!bound.are_apart(bound.root(id(1)), bound.root(id(2))));
        assert_eq!(bound.root(id(2)), id(1));
    }

    #[test]
    fn what_was_superseded_says_nothing() {
        assert_eq!(ties([said(1, &[1, 2], &[3], &[]), said(2, &[], &[], &[100])]), Ties::default());
    }

    #[test]
    fn those_are_told_that_other_rules_say_something_else_of() {
        let (one, other) = (ties([said(1, &[1, 2], &[5], &[])]), ties([said(1, &[1, 3], &[5], &[])]));
        assert_eq!(one.differing(&other), [1, 2, 3].map(id).into());
        assert!(one.differing(&one.clone()).is_empty());
    }
}
