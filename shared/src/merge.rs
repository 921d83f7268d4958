//! Merging: a fold over records that gives the same state in any order and with any repetition.
//!
//! Promises: commutative and idempotent (the state is a grow-only set of statements per property). An edit names
//! the edits that it supersedes, so *who knew what* is explicit and no clock decides. Edits that did not know of
//! each other stand side by side, a [`Register`] with more than one value, until somebody who saw both settles it.

mod observation;
mod register;

pub use observation::{ObservationState, PhotoState};
pub use register::Register;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::{ObservationId, RecordId, WalkId};
use crate::record::Record;
use crate::statement::{
    Change, Decided, Edited, Grouped, Observed, Photographed, Reading, Revisited, Statement, Tracked,
    Unreadable, WalkPlanned, WalkReplanned,
};

/// What became of a record in the fold.
#[derive(Debug)]
pub enum Applied {
    /// It took part.
    Used,
    /// A newer app's: kept, passed on, not understood here.
    Foreign,
    /// It cannot be read: for the quarantine.
    Unreadable(Unreadable),
}

/// Everything that a set of records says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    observations: BTreeMap<ObservationId, ObservationState>,
    /// Whether a photo or a second look was taken back.
    withdrawals: BTreeMap<RecordId, Register<bool>>,
    revisits: BTreeMap<RecordId, Revisited>,
    /// In order of id, which within a series is the order of walking. A list, for it is in a phone's program too.
    #[serde(default)]
    tracked: Vec<(RecordId, Tracked)>,
    walks: BTreeMap<WalkId, WalkPlanned>,
    replans: BTreeMap<RecordId, WalkReplanned>,
    decisions: BTreeMap<RecordId, Decided>,
    #[serde(default)]
    groupings: BTreeMap<RecordId, Grouped>,
}

impl State {
    /// Takes in one record. Taking it in again changes nothing.
    pub fn apply(&mut self, record: &Record) -> Applied {
        match Statement::read(&record.text) {
            Ok(Reading::Known(statement)) => {
                self.take(record.id, statement);
                Applied::Used
            }
            Ok(Reading::Foreign { .. }) => Applied::Foreign,
            Err(error) => Applied::Unreadable(error),
        }
    }

    /// Takes in one statement that was read from a record.
    pub fn take(&mut self, id: RecordId, statement: Statement) {
        match statement {
            Statement::Observed(it) => self.observe(id, it),
            Statement::Photographed(it) => self.photograph(id, it),
            Statement::Edited(it) => self.edit(id, it),
            Statement::Revisited(it) => drop(self.revisits.insert(id, it)),
            Statement::Tracked(it) => self.track(id, it),
            Statement::WalkPlanned(it) => drop(self.walks.insert(id, it)),
            Statement::WalkReplanned(it) => drop(self.replans.insert(id, it)),
            Statement::Decided(it) => drop(self.decisions.insert(id, it)),
            Statement::Grouped(it) => drop(self.groupings.insert(id, it)),
        }
    }

    fn observe(&mut self, id: RecordId, observed: Observed) {
        self.observations.entry(id).or_default().observed = Some(observed);
    }

    fn photograph(&mut self, id: RecordId, photographed: Photographed) {
        self.observations.entry(photographed.of).or_default().add_photo(id, photographed);
    }

    fn track(&mut self, id: RecordId, tracked: Tracked) {
        match self.tracked.binary_search_by_key(&id, |(known, _)| *known) {
            Ok(at) => self.tracked[at].1 = tracked,
            Err(at) => self.tracked.insert(at, (id, tracked)),
        }
    }

    /// An edit says what it is about, an observation, a photo or a second look, but not which of them: a withdrawal of
    /// a photo may arrive before the photo. All keep it, and whichever turns out not to exist stays silent.
    fn edit(&mut self, id: RecordId, edited: Edited) {
        if let Change::Withdrawn(withdrawn) = edited.change {
            self.withdrawals.entry(edited.of).or_default().put(id, withdrawn, &edited.replaces);
        }
        self.observations.entry(edited.of).or_default().edit(id, edited);
    }

    /// The observations that were made, with all that is told of them; withdrawn ones too.
    pub fn observations(&self) -> impl Iterator<Item = (ObservationId, &ObservationState)> {
        self.observations.iter().filter(|(_, state)| state.observed.is_some()).map(|(id, state)| (*id, state))
    }

    /// One observation, if it was made.
    pub fn observation(&self, id: ObservationId) -> Option<&ObservationState> {
        self.observations.get(&id).filter(|state| state.observed.is_some())
    }

    /// The photos of an observation that are not withdrawn, oldest record first.
    pub fn photos(&self, id: ObservationId) -> impl Iterator<Item = PhotoState<'_>> {
        let added = self.observations.get(&id).into_iter().flat_map(ObservationState::photos);
        added.filter(|photo| !self.is_taken_back(photo.id))
    }

    fn is_taken_back(&self, id: RecordId) -> bool {
        self.withdrawals.get(&id).is_some_and(|register| register.values().any(|withdrawn| *withdrawn))
    }

    /// The second looks that were not taken back.
    pub fn revisits(&self) -> impl Iterator<Item = (RecordId, &Revisited)> {
        let standing = self.revisits.iter().filter(|(id, _)| !self.is_taken_back(**id));
        standing.map(|(id, it)| (*id, it))
    }

    /// The stretches of tracks, each series' in the order they were walked.
    pub fn tracked(&self) -> impl Iterator<Item = (RecordId, &Tracked)> {
        self.tracked.iter().map(|(id, it)| (*id, it))
    }

    /// The walks that were planned, each as it was planned last.
    pub fn walks(&self) -> impl Iterator<Item = (WalkId, &WalkPlanned)> {
        self.walks.iter().map(|(id, first)| (*id, self.last_plan(*id).unwrap_or(first)))
    }

    fn last_plan(&self, walk: WalkId) -> Option<&WalkPlanned> {
        let of_walk = self.replans.iter().filter(|(_, it)| it.of == walk);
        of_walk.max_by_key(|(id, it)| (it.plan.at_ms, **id)).map(|(_, it)| &it.plan)
    }

    /// Every decision, also those that were superseded.
    pub fn decisions(&self) -> impl Iterator<Item = (RecordId, &Decided)> {
        self.decisions.iter().map(|(id, decided)| (*id, decided))
    }

    /// What officers said of what is one thing, also what was superseded.
    pub fn groupings(&self) -> impl Iterator<Item = (RecordId, &Grouped)> {
        self.groupings.iter().map(|(id, grouped)| (*id, grouped))
    }
}

#[cfg(test)]
mod tests;
