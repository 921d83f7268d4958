//! A walker with a phone: what they said, what the phone keeps, and what they may rely on.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use shared::geo::{Place, Position};
use shared::id::{RecordId, SeriesId, WalkId};
use shared::log::AppendError;
use shared::statement::{
    Change, Edited, Observed, Photo, Photographed, Reading, Revisited, Statement, Tracked,
};
use shared::sync::BlobState;

use super::deed::{Said, Which};
use super::disk::{Disk, Full};
use super::odd;
use super::pictures::{Picture, picture};

/// What can be pointed at; some of it is in no catalogue.
const CATEGORIES: [&str; 4] = ["lighting", "lighting", "benches", "of-a-newer-catalogue"];

/// A phone in one walk.
#[derive(Debug)]
pub(super) struct Phone {
    pub(super) series: SeriesId,
    pub(super) token: String,
    /// The walk's code.
    pub(super) code: String,
    pub(super) walk: WalkId,
    pub(super) skew_ms: i64,
    pub(super) disk: Disk,
    /// Everything that the walker was told is saved, in order.
    pub(super) said: RefCell<Vec<String>>,
    /// The numbers of those that cannot be used.
    pub(super) stuck: RefCell<BTreeSet<u64>>,
    /// The photos that they took.
    pub(super) photos: RefCell<Vec<&'static Picture>>,
    /// Whether the browser has thrown everything away.
    pub(super) is_evicted: Cell<bool>,
    /// What the server confirmed, and must never lose unless its operator does.
    pub(super) confirmed: RefCell<Confirmed>,
    /// What of it was taken in by a file, and must never be lost unless the operator does.
    pub(super) brought: RefCell<Confirmed>,
    /// Whether what it believes may be from before a copy was restored.
    pub(super) is_behind: Cell<bool>,
}

/// What the server said that it has.
#[derive(Debug, Clone, Default)]
pub(super) struct Confirmed {
    pub(super) number: u64,
    pub(super) photos: BTreeMap<shared::id::BlobHash, &'static Picture>,
}

impl Phone {
    pub(super) fn new(series: SeriesId, token: String, code: String, walk: WalkId, skew_ms: i64) -> Rc<Self> {
        Rc::new(Self {
            series,
            token,
            code,
            walk,
            skew_ms,
            disk: Disk::default(),
            said: RefCell::default(),
            stuck: RefCell::default(),
            photos: RefCell::default(),
            is_evicted: Cell::default(),
            confirmed: RefCell::default(),
            brought: RefCell::default(),
            is_behind: Cell::default(),
        })
    }

    /// What must be on the server, each by its own way there.
    pub(super) fn promised(&self) -> [&RefCell<Confirmed>; 2] {
        [&self.confirmed, &self.brought]
    }

    /// One of the numbers that are there, or one of the next two.
    fn number(&self, which: Which) -> u64 {
        u64::from(which) % (self.said.borrow().len() as u64 + 2) + 1
    }

    pub(super) fn record(&self, which: Which) -> RecordId {
        RecordId { series: self.series, number: self.number(which) }
    }

    /// The next record, as the app appends it.
    pub(super) fn say(&self, text: String, is_stuck: bool) -> Result<RecordId, Full> {
        let id = self.disk.append_next(self.series, &text);
        self.after(id, text, is_stuck)
    }

    /// The next record, from a tab that believes the series to end some records earlier.
    pub(super) fn say_behind(&self, behind: u32, text: String, is_stuck: bool) -> Result<RecordId, Full> {
        let next = self.said.borrow().len() as u64 + 1;
        let believed = next.saturating_sub(u64::from(behind)).max(1);
        let id = match self.disk.append_now(self.series, believed, &text) {
            Ok(appended) if appended.fresh == 1 => Ok(RecordId { series: self.series, number: believed }),
            // Somebody else has that number: the tab looks again.
            Ok(_) | Err(AppendError::Refused(_)) => self.disk.append_next(self.series, &text),
            Err(AppendError::Log(full)) => Err(full),
        };
        self.after(id, text, is_stuck)
    }

    fn after(&self, id: Result<RecordId, Full>, text: String, is_stuck: bool) -> Result<RecordId, Full> {
        if let Ok(id) = id {
            self.said.borrow_mut().push(text);
            assert_eq!(id.number, self.said.borrow().len() as u64, "a record has the next number");
            if is_stuck {
                self.stuck.borrow_mut().insert(id.number);
            }
        }
        id
    }

    /// Takes a photo: first its bytes, then the record that names it.
    pub(super) fn photograph(&self, of: Which, which: Which, killed: bool, at_ms: i64) -> Result<(), Full> {
        let picture = picture(which);
        let blob = self.disk.keep_blob(&picture.bytes)?;
        if killed {
            return Ok(());
        }
        let (width, height) = picture.size;
        let photo = Photo { blob, width, height, bytes: picture.bytes.len() as u64 };
        let photographed = Photographed { at_ms, of: self.record(of), photo };
        self.say(text(&Statement::Photographed(photographed)), false)?;
        self.photos.borrow_mut().push(picture);
        Ok(())
    }

    /// After an exchange the walker relies on what the phone believes that the server has; unless that may be from before
    /// a restore, which an exchange that got through has noticed.
    pub(super) fn note_after(&self, is_through: bool) {
        if is_through {
            self.is_behind.set(false);
        }
        if !self.is_behind.get() {
            self.note_confirmed();
        }
    }

    fn note_confirmed(&self) {
        let number = self.disk.receipt_now(self.series).map_or(0, |receipt| receipt.number);
        let sent = |blob| self.disk.blob_state_now(blob) == BlobState::Sent;
        let photos =
            self.photos.borrow().iter().filter(|it| sent(it.blob)).map(|it| (it.blob, *it)).collect();
        *self.confirmed.borrow_mut() = Confirmed { number, photos };
    }

    /// [`Phone::text`]; of one's own series everything may be said, also where another was meant.
    pub(super) fn text_among(&self, said: &Said, other: &Self, at_ms: i64) -> (String, bool) {
        let (text, is_stuck) = self.text(said, other, at_ms);
        let is_own = other.series == self.series && text.contains(r#""change":{"withdrawn""#);
        (text, is_stuck && !is_own)
    }

    /// What they say as a record's text, and whether it is stuck. `other` is the phone that it may be about.
    fn text(&self, said: &Said, other: &Self, at_ms: i64) -> (String, bool) {
        let statement = match said.clone() {
            Said::Observed { feeling, category, place } => {
                let category = CATEGORIES[category as usize % CATEGORIES.len()].parse().expect("a category");
                Statement::Observed(Observed { at_ms, feeling, category, place })
            }
            Said::Edited { of, change, sees } => {
                let of = self.record(of);
                let replaces = if sees { self.edits(of, &change) } else { vec![] };
                Statement::Edited(Edited { at_ms, of, replaces, change })
            }
            Said::Revisited { of, condition, .. } => {
                let (of, place) = (other.record(of), Place::default());
                Statement::Revisited(Revisited { at_ms, of, condition, place })
            }
            Said::Tracked { after, steps } => {
                let from = Position::new(65.615, 22.139).expect("on the globe");
                Statement::Tracked(Tracked { at_ms, after, from, accuracy_m: 7, steps })
            }
            Said::Odd { which } => return odd::text(which, self.series, other.series),
        };
        (text(&statement), false)
    }

    /// The edits of the same property that are known here.
    fn edits(&self, of: RecordId, change: &Change) -> Vec<RecordId> {
        let same = |text: &String| match Statement::read(text) {
            Ok(Reading::Known(Statement::Edited(it))) => {
                it.of == of && std::mem::discriminant(&it.change) == std::mem::discriminant(change)
            }
            _ => false,
        };
        let said = self.said.borrow();
        let known = (1..).zip(said.iter()).filter(|(_, text)| same(text));
        known.map(|(number, _)| RecordId { series: self.series, number }).collect()
    }
}

fn text(statement: &Statement) -> String {
    statement.to_text().expect("statements can be written")
}
