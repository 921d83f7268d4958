//! Writes what the walker does, one deed after the other.
//!
//! Promises: a deed knows every edit that was written before it, so that nobody disagrees with themselves; *saved* is
//! said only once the record lies on the disk; a deed that the phone had no room for waits in line and is tried again,
//! and a photo that it had no room for holds up nothing else.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use shared::geo::{Fix, Place};
use shared::id::{CategoryId, ObservationId, RecordId, SeriesId};
use shared::record::{Record, blob_hash};
use shared::statement::{
    Change, Condition, Feeling, Observed, Photo, Photographed, Revisited, Statement, Tracked,
};
use wasm_bindgen_futures::spawn_local;

use super::screen::Screen;
use super::state::{Notice, Pointed, Walker};
use crate::device::EncodedPhoto;
use crate::map::Spot;
use crate::platform::page::announce;
use crate::platform::{address, json, phone, time};
use crate::store::{PhoneStore, StoreError};
use crate::sync::Occasion;
use crate::t;
use crate::text::category_text;

/// Something to be written.
#[derive(Debug, Clone)]
pub enum Deed {
    /// The tap on a category.
    Observe {
        /// Safe or unsafe.
        feeling: Feeling,
        /// What it is about.
        category: CategoryId,
        /// Where the phone was.
        fix: Option<Fix>,
        /// The place that was pointed at before.
        pointed: Option<Pointed>,
        /// When it was tapped.
        at_ms: i64,
    },
    /// A second look at what somebody pointed out.
    Revisit {
        /// At what.
        of: ObservationId,
        /// How it is now.
        condition: Condition,
    },
    /// A stretch of the track.
    Track(Tracked),
    /// A property of an observation or a photo.
    Change {
        /// Of what.
        of: RecordId,
        /// The property and its value.
        change: Change,
    },
    /// A photo of an observation.
    AddPhoto {
        /// Of what.
        of: ObservationId,
        /// The photo.
        photo: EncodedPhoto,
    },
}

/// The line of deeds.
#[derive(Default)]
pub(super) struct Writer {
    line: RefCell<VecDeque<(SeriesId, Deed)>>,
    /// Photos that the phone had no room for.
    aside: RefCell<VecDeque<(SeriesId, Deed)>>,
    busy: Cell<bool>,
}

impl Walker {
    /// Writes a deed into the walk, after those in line.
    pub fn write(self, deed: Deed) {
        let Some(series) = self.series() else { return };
        let writer = self.writer();
        writer.line.borrow_mut().push_back((series, deed));
        self.write_on();
    }

    /// Goes on writing what stands in line, and at its end what was put aside.
    pub fn write_on(self) {
        let writer = self.writer();
        if !writer.busy.replace(true) {
            writer.line.borrow_mut().append(&mut writer.aside.borrow_mut());
            spawn_local(async move {
                while self.write_next(&writer).await {}
                writer.busy.set(false);
            });
        }
    }

    /// How many deeds wait to be written.
    pub fn unwritten(self) -> usize {
        let writer = self.writer();
        writer.line.borrow().len() + writer.aside.borrow().len()
    }

    /// Waits until what stands in line is written, or cannot be now.
    pub async fn has_written(self) {
        while self.writer().busy.get() {
            time::sleep(20).await;
        }
    }

    fn writer(self) -> Rc<Writer> {
        self.kept(|kept| kept.writer.clone())
    }

    /// Whether to go on: not when the line is empty or the phone refused.
    async fn write_next(self, writer: &Writer) -> bool {
        let Some((series, deed)) = writer.line.borrow().front().cloned() else { return false };
        let Some(store) = self.store() else { return false };
        let mut again = true;
        let outcome = loop {
            match self.write_one(&store, series, &deed).await {
                // A database that the browser closed in the middle of it gave up the write, and is opened again.
                Err(StoreError::Browser(_)) if again => again = false,
                outcome => break outcome,
            }
        };
        match outcome {
            Ok(record) => {
                writer.line.borrow_mut().pop_front();
                self.after(&deed, &record);
                true
            }
            Err(error) => self.could_not_write(writer, &deed, error),
        }
    }

    fn could_not_write(self, writer: &Writer, deed: &Deed, error: StoreError) -> bool {
        match error {
            StoreError::Full if matches!(deed, Deed::AddPhoto { .. }) => {
                let photo = writer.line.borrow_mut().pop_front();
                writer.aside.borrow_mut().extend(photo);
                self.say(Notice::PhotoUnsaved);
                return true;
            }
            StoreError::Full => self.say(Notice::Unsaved),
            // What became of it is told when the page begins anew.
            StoreError::Gone => address::reload(),
            error => self.say(error),
        }
        false
    }

    async fn write_one(
        self,
        store: &PhoneStore,
        series: SeriesId,
        deed: &Deed,
    ) -> Result<Record, StoreError> {
        if let Deed::AddPhoto { photo, .. } = deed {
            // The photo lies on the disk before the record that names it.
            store.keep_blob(&photo.bytes).await?;
        }
        let is_present = || self.series() == Some(series);
        let reached = if is_present() { self.own.peek(|own| own.reached) } else { u64::MAX };
        let state = |missed: &[Record]| {
            if is_present() && !missed.is_empty() {
                self.own.update(|own| missed.iter().for_each(|record| own.take(record)));
            }
            // A statement is made of what JSON can hold.
            json::write(&self.statement(deed)).map_err(|_| StoreError::Missing("statement"))
        };
        let record = store.append_next(series, reached, state).await?;
        if is_present() {
            self.own.update(|own| own.take(&record));
        }
        Ok(record)
    }

    /// What the deed states, by all that is known here.
    fn statement(self, deed: &Deed) -> Statement {
        match deed {
            Deed::Observe { feeling, category, fix, pointed, at_ms } => {
                // Who points at the map says where that is, not where they are, which may be at home.
                let pin = pointed.map(|it| it.at);
                let place = Place { fix: fix.filter(|_| pin.is_none()), pin, described: None };
                let (feeling, category) = (*feeling, category.clone());
                Statement::Observed(Observed { at_ms: *at_ms, feeling, category, place })
            }
            Deed::Track(tracked) => Statement::Tracked(tracked.clone()),
            Deed::Revisit { of, condition } => {
                let at_ms = time::now_ms();
                // The same holds for who answers from elsewhere.
                let fix = self.fix_now(at_ms).filter(|fix| self.reaches(Spot { lat: fix.lat, lon: fix.lon }));
                let place = Place { fix, ..Place::default() };
                Statement::Revisited(Revisited { at_ms, of: *of, condition: *condition, place })
            }
            Deed::Change { of, change } => {
                self.own.peek(|own| own.change(time::now_ms(), *of, change.clone()))
            }
            Deed::AddPhoto { of, photo } => {
                let (blob, bytes) = (blob_hash(&photo.bytes), photo.bytes.len() as u64);
                let photo = Photo { blob, width: photo.width, height: photo.height, bytes };
                Statement::Photographed(Photographed { at_ms: time::now_ms(), of: *of, photo })
            }
        }
    }

    /// Says that an observation is something else than what others pointed out there, or takes that back.
    pub fn tell_apart(self, of: ObservationId, other: Option<ObservationId>) {
        self.write(Deed::Change { of, change: Change::Apart(other.into_iter().collect()) });
    }

    /// What follows once it is safe on the disk.
    fn after(self, deed: &Deed, record: &Record) {
        let is_about_room =
            |notice: Option<Notice>| matches!(notice, Some(Notice::Unsaved | Notice::PhotoUnsaved));
        if self.unwritten() == 0 && is_about_room(self.trouble.now()) {
            self.trouble.set(None);
        }
        if let Deed::Observe { category, pointed, at_ms, .. } = deed {
            phone::vibrate(40);
            announce(&t!("said-saved", what = category_text(category.as_str())));
            match pointed {
                None => self.await_better_fix(record.id, *at_ms),
                // Where the phone is says nothing of a place that was pointed at.
                Some(Pointed { instead_of, .. }) => {
                    if let Some(other) = instead_of {
                        self.tell_apart(record.id, Some(*other));
                    }
                }
            }
            self.pointed.set(None);
            if matches!(self.screen.now(), Screen::What(_)) {
                self.go_instead(Screen::Tell(record.id.number));
            }
        }
        if let Some(sync) = self.sync() {
            sync.ask(Occasion::Saved);
        }
    }
}
