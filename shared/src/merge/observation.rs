//! One observation and everything that its writer told of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Register;
use crate::geo::{Fix, Place, Position};
use crate::id::{CategoryId, ObservationId, RecordId};
use crate::statement::{Change, Edited, Feeling, Observed, Photo, Photographed, Severity, When};

/// An observation as a fold of its records. `observed` is absent while only edits have arrived.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ObservationState {
    /// The tap itself.
    pub observed: Option<Observed>,
    /// Corrections of the category.
    pub category: Register<CategoryId>,
    /// The walker's words.
    pub text: Register<String>,
    /// When it is so.
    pub when: Register<Vec<When>>,
    /// How bad it is.
    pub severity: Register<Severity>,
    /// What the walker proposes.
    pub proposal: Register<String>,
    /// Pins set by hand.
    pub pin: Register<Position>,
    /// Where it is, in words.
    pub described: Register<String>,
    /// Better fixes that came after the tap.
    pub fix: Register<Fix>,
    /// What of others' it was said not to be.
    #[serde(default)]
    pub apart: Register<Vec<ObservationId>>,
    /// Whether it was taken back.
    pub withdrawn: Register<bool>,
    photos: BTreeMap<RecordId, Photographed>,
}

/// A photo of an observation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhotoState<'a> {
    /// The record that added it.
    pub id: RecordId,
    /// When it was added, by the writer's clock.
    pub at_ms: i64,
    /// The photo.
    pub photo: &'a Photo,
}

impl ObservationState {
    pub(super) fn add_photo(&mut self, id: RecordId, photographed: Photographed) {
        self.photos.insert(id, photographed);
    }

    pub(super) fn edit(&mut self, id: RecordId, Edited { replaces, change, .. }: Edited) {
        match change {
            Change::Category(it) => self.category.put(id, it, &replaces),
            Change::Text(it) => self.text.put(id, it, &replaces),
            Change::When(it) => self.when.put(id, it, &replaces),
            Change::Severity(it) => self.severity.put(id, it, &replaces),
            Change::Proposal(it) => self.proposal.put(id, it, &replaces),
            Change::Pin(it) => self.pin.put(id, it, &replaces),
            Change::Described(it) => self.described.put(id, it, &replaces),
            Change::Fix(it) => self.fix.put(id, it, &replaces),
            Change::Apart(it) => self.apart.put(id, it, &replaces),
            Change::Withdrawn(it) => self.withdrawn.put(id, it, &replaces),
        }
    }

    pub(super) fn photos(&self) -> impl Iterator<Item = PhotoState<'_>> {
        self.photos.iter().map(|(id, it)| PhotoState { id: *id, at_ms: it.at_ms, photo: &it.photo })
    }

    /// When it was observed, by the writer's clock.
    pub fn at_ms(&self) -> Option<i64> {
        self.observed.as_ref().map(|observed| observed.at_ms)
    }

    /// Safe or unsafe.
    pub fn feeling(&self) -> Option<Feeling> {
        self.observed.as_ref().map(|observed| observed.feeling)
    }

    /// The category, as corrected.
    pub fn category(&self) -> Option<&CategoryId> {
        self.category.shown().or_else(|| self.observed.as_ref().map(|observed| &observed.category))
    }

    /// Where it is: what was measured at the tap or better soon after, the pin that was set since, and the words.
    pub fn place(&self) -> Place {
        let tapped = self.observed.as_ref().map(|observed| observed.place.clone()).unwrap_or_default();
        Place {
            fix: self.fix.shown().copied().or(tapped.fix),
            pin: self.pin.shown().copied().or(tapped.pin),
            described: self.described.shown().cloned().or(tapped.described),
        }
    }

    /// Whether it was taken back. While a withdrawal and a restoration that did not know of each other both stand,
    /// it counts as withdrawn: what somebody took back is not shown until they say so.
    pub fn is_withdrawn(&self) -> bool {
        self.withdrawn.values().any(|withdrawn| *withdrawn)
    }
}
