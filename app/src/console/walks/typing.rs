//! What is being typed in of a paper sheet, kept in the browser until it is saved.
//!
//! Promises: nothing typed is lost by a closed browser or a failed save; what was just saved can be taken back and is in
//! the form again.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use shared::id::{ObservationId, SeriesId, WalkId};
use shared::statement::Condition;
use shared::wire::TypedSheet;

use super::sheet::{Lacks, Line, sheet};
use crate::console::api::{self, Trouble};
use crate::console::desk::Desk;
use crate::console::fetched::Fetched;
use crate::platform::{desk as browser, page, settings};
use crate::t;
use crate::ui::announce;

/// A line of the form.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// By which it is known while lines come and go.
    pub key: usize,
    /// What stands on it.
    pub line: RwSignal<Line>,
}

impl Row {
    /// The id of its first field.
    pub fn id(self) -> String {
        format!("sheet-line-{}", self.key)
    }
}

/// What is kept until it is saved.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Kept {
    lines: Vec<Line>,
    looks: Vec<(ObservationId, Condition)>,
}

/// The form.
#[derive(Clone, Copy)]
pub struct Typing {
    walk: WalkId,
    /// Its lines; the last is blank.
    pub rows: RwSignal<Vec<Row>>,
    /// What was found at the places that the walk asks about.
    pub looks: RwSignal<Vec<(ObservationId, Condition)>>,
    /// The line that a click on the map places.
    pub current: RwSignal<usize>,
    /// When they walked, as the field says it.
    pub walked: RwSignal<String>,
    /// What is missing, once it was tried to save.
    pub lacks: RwSignal<Option<Lacks>>,
    /// Whether it is being saved.
    pub saving: RwSignal<bool>,
    /// Why it could not be saved.
    pub trouble: RwSignal<Option<Trouble>>,
    /// The sheets that are typed in.
    pub typed: Fetched<Vec<TypedSheet>>,
    next: StoredValue<usize>,
    last: StoredValue<Option<(SeriesId, Kept)>>,
}

impl Typing {
    /// Goes on with what was typed before.
    pub fn of(walk: WalkId, starts_at_ms: i64) -> Self {
        let kept: Kept = settings::kept(&kept_as(walk))
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default();
        let typing = Self {
            walk,
            rows: RwSignal::new(Vec::new()),
            looks: RwSignal::new(kept.looks),
            current: RwSignal::new(0),
            walked: RwSignal::new(browser::local_moment(starts_at_ms)),
            lacks: RwSignal::new(None),
            saving: RwSignal::new(false),
            trouble: RwSignal::new(None),
            typed: Fetched::new(move || Some(format!("/walks/{walk}/papers"))),
            next: StoredValue::new(0),
            last: StoredValue::new(None),
        };
        typing.put(kept.lines);
        Effect::new(move |_| typing.keep());
        typing
    }

    fn put(self, lines: Vec<Line>) {
        self.rows.set(Vec::new());
        for line in lines {
            self.add(line);
        }
        self.keep_one_blank();
    }

    fn add(self, line: Line) {
        let key = self.next.get_value();
        self.next.set_value(key + 1);
        self.rows.update(|rows| rows.push(Row { key, line: RwSignal::new(line) }));
    }

    /// There is always a line to go on with.
    pub fn keep_one_blank(self) {
        let full = self.rows.with_untracked(|rows| {
            rows.last().is_none_or(|row| row.line.with_untracked(|line| *line != Line::default()))
        });
        if full {
            self.add(Line::default());
        }
    }

    /// Takes a line away.
    pub fn remove(self, key: usize) {
        self.rows.update(|rows| rows.retain(|row| row.key != key));
        self.keep_one_blank();
    }

    /// The lines as they stand.
    pub fn lines(self) -> Vec<Line> {
        self.rows.with(|rows| rows.iter().map(|row| row.line.get()).collect())
    }

    fn written(self) -> Kept {
        let mut lines = self.lines();
        lines.retain(|line| *line != Line::default());
        Kept { lines, looks: self.looks.get() }
    }

    fn keep(self) {
        let kept = self.written();
        if kept.lines.is_empty() && kept.looks.is_empty() {
            settings::forget(&kept_as(self.walk));
        } else if let Ok(text) = serde_json::to_string(&kept) {
            settings::keep(&kept_as(self.walk), &text);
        }
    }

    /// Puts the current line where the map was pressed.
    pub fn place(self, at: [f64; 2]) {
        let current = self.current.get_untracked();
        let row = self.rows.with_untracked(|rows| rows.iter().find(|row| row.key == current).copied());
        if let Some(row) = row.or_else(|| self.rows.with_untracked(|rows| rows.last().copied())) {
            row.line.update(|line| line.pin = Some(at));
            self.keep_one_blank();
        }
    }

    /// Saves it, or leads to what is missing.
    pub fn save(self, desk: Desk) {
        let at_ms = browser::moment_ms(&self.walked.get_untracked()).unwrap_or_default();
        let lines = untrack(|| self.lines());
        let sheet = match sheet(at_ms, &lines, &self.looks.get_untracked()) {
            Ok(sheet) => sheet,
            Err(lacks) => return self.lead_to(lacks),
        };
        let Some(id) = browser::random_id() else {
            return self.trouble.set(Some(Trouble::Failed(0)));
        };
        self.lacks.set(None);
        self.saving.set(true);
        spawn_local(async move {
            let saved = api::set(&format!("/walks/{}/papers/{id}", self.walk), &sheet).await;
            let _ = self.saving.try_set(false);
            match saved {
                Ok(()) => self.begin_anew(id),
                Err(trouble) => {
                    desk.notice(&trouble);
                    let _ = self.trouble.try_set(Some(trouble));
                }
            }
        });
    }

    fn begin_anew(self, saved: SeriesId) {
        announce(t!("desk-sheet-saved"));
        self.last.set_value(Some((saved, untrack(|| self.written()))));
        self.trouble.set(None);
        self.looks.set(Vec::new());
        self.put(Vec::new());
        self.typed.again();
        self.rows.with_untracked(|rows| rows.first().copied()).into_iter().for_each(focus_soon);
    }

    fn lead_to(self, lacks: Lacks) {
        self.lacks.set(Some(lacks));
        let index = match lacks {
            Lacks::Everything => 0,
            Lacks::Category(index) | Lacks::Place(index) => index,
        };
        self.rows.with_untracked(|rows| rows.get(index).copied()).into_iter().for_each(focus_soon);
    }

    /// Takes a sheet back that was typed in.
    pub fn take_back(self, desk: Desk, id: SeriesId) {
        let path = format!("/walks/{}/papers/{id}", self.walk);
        spawn_local(async move {
            match api::end(&path).await {
                Ok(()) => {
                    announce(t!("desk-sheet-taken-back"));
                    self.write_again(id);
                    self.typed.again();
                }
                Err(trouble) => {
                    desk.notice(&trouble);
                    let _ = self.trouble.try_set(Some(trouble));
                }
            }
        });
    }

    /// What was saved last and taken back stands in the form again, unless another sheet was begun.
    fn write_again(self, id: SeriesId) {
        let last = self.last.try_update_value(Option::take).flatten();
        let is_blank = untrack(|| self.written().lines.is_empty());
        if let Some((_, kept)) = last.filter(|(saved, _)| *saved == id && is_blank) {
            self.looks.set(kept.looks);
            self.put(kept.lines);
        }
    }
}

fn kept_as(walk: WalkId) -> String {
    format!("sheet-{walk}")
}

fn focus_soon(row: Row) {
    request_animation_frame(move || page::focus(&row.id()));
}
