//! A walk while it is planned, for the first time or anew.
//!
//! Promises: what is missing is said beside its field and takes the focus; a failed save loses nothing that was
//! written; a loop that cannot be read is never saved as none.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::{CategoryId, WalkId};
use shared::wire::{NewWalk, PlannedWalk, WalkCard};

use super::loop_draft::LoopDraft;
use super::loop_field::POINTS_ID;
use super::saved_plan::SavedPlan;
use crate::console::api::{self, Trouble};
use crate::console::desk::Desk;
use crate::console::route::Place;
use crate::platform::{desk as browser, page, time};
use crate::t;

/// The field of the title.
pub const TITLE_ID: &str = "walk-title";
/// The field of day and time.
pub const STARTS_ID: &str = "walk-starts";

/// What stands in the form.
#[derive(Clone, Copy)]
pub struct Draft {
    /// The walk that is planned anew.
    of: Option<WalkId>,
    /// Under which name it is kept in the browser until it is saved.
    kept_as: StoredValue<String>,
    /// How it was begun.
    begun: StoredValue<SavedPlan>,
    /// What was kept when a plan of the same walk was last left unsaved, until it is taken up or thrown away.
    pub offer: RwSignal<Option<SavedPlan>>,
    /// What it is called.
    pub title: RwSignal<String>,
    /// The neighbourhood's id, or nothing.
    pub area: RwSignal<String>,
    /// Day and time as the field says them.
    pub starts: RwSignal<String>,
    /// Where the walkers meet.
    pub meeting_place: RwSignal<String>,
    /// What is shown first.
    pub themes: RwSignal<Vec<CategoryId>>,
    /// The id of the walk that it follows, or nothing.
    pub follows: RwSignal<String>,
    /// Whether phones see what others point out while the walk is under way.
    pub shares_live: RwSignal<bool>,
    /// The way.
    pub way: LoopDraft,
    /// Whether it was tried to save: only then is told what is missing.
    tried: RwSignal<bool>,
    /// Whether it is being saved.
    pub saving: RwSignal<bool>,
    /// Why it could not be saved.
    pub trouble: RwSignal<Option<Trouble>>,
}

impl Draft {
    /// A walk of which nothing is known.
    pub fn new() -> Self {
        Self::blank().keep_as("walk-plan".to_owned())
    }

    fn blank() -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            of: None,
            kept_as: StoredValue::new(String::new()),
            begun: StoredValue::new(SavedPlan::default()),
            offer: RwSignal::new(None),
            title: empty(),
            area: empty(),
            starts: empty(),
            meeting_place: empty(),
            themes: RwSignal::new(Vec::new()),
            follows: empty(),
            shares_live: RwSignal::new(false),
            way: LoopDraft::new(Vec::new()),
            tried: RwSignal::new(false),
            saving: RwSignal::new(false),
            trouble: RwSignal::new(None),
        }
    }

    /// A walk that is planned anew.
    pub fn anew(walk: &WalkCard) -> Self {
        let follows = walk.follows.map(|it| it.to_string()).unwrap_or_default();
        let draft = Self { of: Some(walk.id), ..Self::like(walk) };
        draft.title.set(walk.title.clone());
        draft.starts.set(browser::local_moment(walk.starts_at_ms));
        draft.follows.set(follows);
        draft.shares_live.set(walk.shares_live);
        draft.keep_as(format!("walk-plan-{}", walk.id))
    }

    /// A walk that follows another: the same way, some months later.
    pub fn after(walk: &WalkCard) -> Self {
        let draft = Self::like(walk);
        draft.title.set(t!("desk-follow-up-title", title = &walk.title));
        draft.follows.set(walk.id.to_string());
        draft.keep_as(format!("walk-plan-after-{}", walk.id))
    }

    fn like(walk: &WalkCard) -> Self {
        let text = |it: Option<String>| RwSignal::new(it.unwrap_or_default());
        Self {
            area: text(walk.area.as_ref().map(ToString::to_string)),
            meeting_place: text(walk.meeting_place.clone()),
            themes: RwSignal::new(walk.themes.clone()),
            way: LoopDraft::new(walk.loop_line.clone()),
            ..Self::blank()
        }
    }

    /// Keeps in the browser what is written from now on, and offers what was kept before.
    fn keep_as(self, name: String) -> Self {
        self.offer.set(SavedPlan::load(&name));
        self.kept_as.set_value(name);
        self.begun.set_value(untrack(|| self.written()));
        Effect::new(move |_| {
            let written = self.written();
            // What is offered is not written over before it was answered.
            if self.offer.with(Option::is_none) {
                self.kept_as
                    .with_value(|name| written.save(name, self.begun.with_value(|it| *it == written)));
            }
        });
        self
    }

    /// Whether something would be lost if the page closed now.
    pub fn is_changed(self) -> bool {
        let written = untrack(|| self.written());
        !self.saving.get_untracked() && self.begun.with_value(|begun| *begun != written)
    }

    fn written(self) -> SavedPlan {
        SavedPlan {
            title: self.title.get(),
            area: self.area.get(),
            starts: self.starts.get(),
            meeting_place: self.meeting_place.get(),
            themes: self.themes.get(),
            follows: self.follows.get(),
            shares_live: self.shares_live.get(),
            shape: self.way.plan.with(|plan| plan.shape().clone()),
        }
    }

    /// Goes on with what was kept.
    pub fn take_up(self) {
        let Some(kept) = self.offer.get_untracked() else { return };
        self.title.set(kept.title);
        self.area.set(kept.area);
        self.starts.set(kept.starts);
        self.meeting_place.set(kept.meeting_place);
        self.themes.set(kept.themes);
        self.follows.set(kept.follows);
        self.shares_live.set(kept.shares_live);
        self.way.go_on(kept.shape);
        self.offer.set(None);
    }

    /// Throws away what was kept.
    pub fn discard(self) {
        self.kept_as.with_value(|name| SavedPlan::forget(name));
        self.offer.set(None);
    }

    /// Whether a walk is planned anew that was planned before.
    pub fn is_anew(self) -> bool {
        self.of.is_some()
    }

    /// The walk itself, which does not follow itself.
    pub fn own(self) -> Option<WalkId> {
        self.of
    }

    /// That it has no name, once that is to be told.
    pub fn title_problem(self) -> Option<String> {
        (self.tried.get() && self.title.with(|it| it.trim().is_empty())).then(|| t!("desk-title-missing"))
    }

    /// That it has no time, once that is to be told.
    pub fn starts_problem(self) -> Option<String> {
        if !self.tried.get() {
            return None;
        }
        let missing = self.starts.with(|it| browser::moment_ms(it).is_none());
        missing.then(|| t!("desk-starts-missing"))
    }

    /// A start in the past is allowed (a walk that was held on paper), and told.
    pub fn starts_hint(self) -> Option<String> {
        let past = self.starts.with(|it| browser::moment_ms(it).is_some_and(|at| at < time::now_ms()));
        past.then(|| t!("desk-starts-past"))
    }

    fn walk(self) -> Result<NewWalk, &'static str> {
        let said = |it: RwSignal<String>| Some(it.get().trim().to_owned()).filter(|it| !it.is_empty());
        Ok(NewWalk {
            title: said(self.title).ok_or(TITLE_ID)?,
            area: said(self.area).and_then(|id| id.parse().ok()),
            starts_at_ms: browser::moment_ms(&self.starts.get()).ok_or(STARTS_ID)?,
            meeting_place: said(self.meeting_place),
            themes: self.themes.get(),
            loop_line: self.way.taken().ok_or(POINTS_ID)?,
            follows: said(self.follows).and_then(|id| id.parse().ok()),
            shares_live: self.shares_live.get(),
        })
    }

    /// Saves it, or leads to what is missing.
    pub fn save(self, desk: Desk) {
        self.tried.set(true);
        let walk = match untrack(|| self.walk()) {
            Ok(walk) => walk,
            Err(field) => return page::focus(field),
        };
        self.saving.set(true);
        spawn_local(async move {
            let saved = match self.of {
                Some(id) => api::put::<PlannedWalk>(&format!("/walks/{id}"), &walk).await,
                None => api::post::<PlannedWalk>("/walks", &walk).await,
            };
            match saved {
                Ok(planned) => {
                    let _ = self.kept_as.try_with_value(|name| SavedPlan::forget(name));
                    desk.ask_anew();
                    desk.go_to(Place::Walk(planned.walk.id));
                }
                Err(trouble) => {
                    desk.notice(&trouble);
                    let _ = self.saving.try_set(false);
                    let _ = self.trouble.try_set(Some(trouble));
                }
            }
        });
    }
}

impl Default for Draft {
    fn default() -> Self {
        Self::new()
    }
}
