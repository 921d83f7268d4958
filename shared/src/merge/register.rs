//! One property of one thing: the values that nobody who saw them has superseded.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::id::RecordId;

/// A multi-value register: the value of each edit, less the superseded ones. It starts empty and only grows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Register<T> {
    value_by_edit: BTreeMap<RecordId, T>,
    superseded: BTreeSet<RecordId>,
}

impl<T> Default for Register<T> {
    fn default() -> Self {
        Self { value_by_edit: BTreeMap::new(), superseded: BTreeSet::new() }
    }
}

impl<T> Register<T> {
    /// Takes in an edit and the edits that its writer saw. An edit cannot supersede itself.
    pub fn put(&mut self, edit: RecordId, value: T, replaces: &[RecordId]) {
        self.value_by_edit.insert(edit, value);
        self.superseded.extend(replaces.iter().filter(|replaced| **replaced != edit));
    }

    /// The edits that stand, in order of id, each with its value.
    pub fn standing(&self) -> impl Iterator<Item = (RecordId, &T)> {
        self.value_by_edit
            .iter()
            .filter(|(edit, _)| !self.superseded.contains(edit))
            .map(|(id, it)| (*id, it))
    }

    /// The values that stand; more than one is a disagreement.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.standing().map(|(_, value)| value)
    }

    /// The value to show: of several that stand, the one whose edit has the highest id. Only for display.
    pub fn shown(&self) -> Option<&T> {
        self.values().last()
    }

    /// The edits that a new edit supersedes when its writer saw this register.
    pub fn seen(&self) -> Vec<RecordId> {
        self.standing().map(|(edit, _)| edit).collect()
    }

    /// Whether edits stand that did not know of each other.
    pub fn is_disputed(&self) -> bool {
        self.standing().count() > 1
    }
}
