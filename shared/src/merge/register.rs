//! One property of one thing: the values that nobody who saw them has superseded.

use serde::{Deserialize, Serialize};

use crate::id::RecordId;

/// A multi-value register: the value of each edit, less the superseded ones. It starts empty and only grows.
///
/// Both lists are in order of id. A thing has a handful of edits, and lists are small in a phone's program too.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Register<T> {
    value_by_edit: Vec<(RecordId, T)>,
    superseded: Vec<RecordId>,
}

impl<T> Default for Register<T> {
    fn default() -> Self {
        Self { value_by_edit: Vec::new(), superseded: Vec::new() }
    }
}

impl<T> Register<T> {
    /// Takes in an edit and the edits that its writer saw. An edit cannot supersede itself.
    pub fn put(&mut self, edit: RecordId, value: T, replaces: &[RecordId]) {
        match self.value_by_edit.binary_search_by_key(&edit, |(known, _)| *known) {
            Ok(at) => self.value_by_edit[at].1 = value,
            Err(at) => self.value_by_edit.insert(at, (edit, value)),
        }
        for replaced in replaces.iter().filter(|replaced| **replaced != edit) {
            supersede(&mut self.superseded, *replaced);
        }
    }

    /// The edits that stand, in order of id, each with its value.
    pub fn standing(&self) -> impl Iterator<Item = (RecordId, &T)> {
        let stands = |edit: &RecordId| self.superseded.binary_search(edit).is_err();
        self.value_by_edit.iter().filter(move |(edit, _)| stands(edit)).map(|(edit, value)| (*edit, value))
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

/// Not generic, so that it is in a program once.
fn supersede(superseded: &mut Vec<RecordId>, edit: RecordId) {
    if let Err(at) = superseded.binary_search(&edit) {
        superseded.insert(at, edit);
    }
}
