//! What the screens share: the walk, what was said in it, where the phone is, how sending goes.
//!
//! Promises: one of each for the whole page; screens read signals and call the verbs beside this file.

use std::rc::Rc;

use leptos::prelude::*;
use shared::id::{ObservationId, SeriesId};
use shared::statement::Feeling;
use shared::wire::Category;

use super::joined::JoinedWalk;
use super::open::NotJoined;
use super::own::{Counts, Own};
use super::screen::Screen;
use super::whereabouts::{Knowing, Whereabouts};
use super::writer::Writer;
use crate::platform::address;
use crate::platform::event::Listener;
use crate::platform::settings;
use crate::store::{PhoneStore, StoreError};
use crate::sync::{Sync, SyncState};

const RESUME: &str = "resume";

/// The face's shared state.
#[derive(Clone, Copy)]
pub struct Walker {
    /// Which screen is shown.
    pub screen: RwSignal<Screen>,
    /// The walk that this phone takes part in.
    pub walk: RwSignal<Option<JoinedWalk>>,
    /// Every walk on this phone, the newest first.
    pub walks: RwSignal<Vec<JoinedWalk>>,
    /// What was said in the walk.
    pub own: RwSignal<Own>,
    /// Where the phone is.
    pub whereabouts: RwSignal<Whereabouts>,
    /// How sending goes.
    pub sync_state: RwSignal<SyncState>,
    /// What a person must know now.
    pub trouble: RwSignal<Option<Notice>>,
    /// Whether the phone says that it has net.
    pub online: RwSignal<bool>,
    /// The phone's clock, every few seconds.
    pub now_ms: RwSignal<i64>,
    /// Whether a newer version of the app lies ready.
    pub newer: RwSignal<bool>,
    /// The code that stood in the link, or was typed last.
    pub code: RwSignal<String>,
    /// Whether a walk is being joined.
    pub joining: RwSignal<bool>,
    /// Why the walk was not joined.
    pub not_joined: RwSignal<Option<NotJoined>>,
    /// Whether the app lies on the phone and starts without net.
    pub offline_ready: RwSignal<bool>,
    pub(super) kept: StoredValue<Kept, LocalStorage>,
}

/// What must live as long as the page and is no signal.
#[derive(Default)]
pub(super) struct Kept {
    pub(super) store: Option<Rc<PhoneStore>>,
    pub(super) sync: Option<Rc<Sync>>,
    pub(super) writer: Rc<Writer>,
    pub(super) listeners: Vec<Listener>,
    pub(super) watching: super::whereabouts::Watching,
}

/// Something that a person must know: what happened to their data and what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// The phone is full: the last tap waits to be saved.
    Full,
    /// The browser does not let us store.
    StoreRefused,
    /// A photo could not be read.
    PhotoUnreadable,
    /// The file could not be made.
    FileFailed,
}

impl From<StoreError> for Notice {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Self::Full,
            StoreError::Browser(_) | StoreError::Damaged(_) => Self::StoreRefused,
        }
    }
}

impl Walker {
    pub(super) fn new() -> Self {
        Self {
            screen: RwSignal::default(),
            walk: RwSignal::new(None),
            walks: RwSignal::default(),
            own: RwSignal::default(),
            whereabouts: RwSignal::default(),
            sync_state: RwSignal::default(),
            trouble: RwSignal::new(None),
            online: RwSignal::new(crate::platform::event::is_online()),
            now_ms: RwSignal::new(crate::platform::time::now_ms()),
            newer: RwSignal::new(false),
            code: RwSignal::new(settings::kept("code").unwrap_or_default()),
            joining: RwSignal::new(false),
            not_joined: RwSignal::new(None),
            offline_ready: RwSignal::new(false),
            kept: StoredValue::new_local(Kept::default()),
        }
    }

    /// Goes to a screen; the way back leads here again.
    pub fn go(self, screen: Screen) {
        address::step_forward(&screen.name());
        self.show(screen);
    }

    /// Goes to a screen in the stead of this one.
    pub fn go_instead(self, screen: Screen) {
        address::step_aside(&screen.name());
        self.show(screen);
    }

    /// The walk's name for people.
    pub fn title(self) -> String {
        self.walk.with(|walk| walk.as_ref().map(|walk| walk.card().title.clone()).unwrap_or_default())
    }

    /// What can be pointed at in the walk.
    pub fn categories(self, feeling: Feeling) -> Vec<Category> {
        self.walk
            .with_untracked(|walk| walk.as_ref().map(|walk| walk.categories(feeling)).unwrap_or_default())
    }

    /// How many observations stand and have arrived.
    pub fn counts(self) -> Counts {
        self.own.with(Own::counts)
    }

    /// How well the phone knows where it is now.
    pub fn knowing(self) -> Knowing {
        self.whereabouts.get().knowing(self.now_ms.get())
    }

    /// Shows a screen, and keeps where to land when the app is opened anew.
    pub(super) fn show(self, screen: Screen) {
        let screen = if screen.needs_walk() && self.series().is_none() { Screen::Start } else { screen };
        match self.series() {
            Some(series) if screen.needs_walk() => {
                settings::keep(RESUME, &format!("{series} {}", screen.landing().name()));
            }
            _ => settings::forget(RESUME),
        }
        self.screen.set(screen);
    }

    /// The walk and screen to land on.
    pub(super) fn resume_point() -> Option<(SeriesId, Screen)> {
        let kept = settings::kept(RESUME)?;
        let (series, screen) = kept.split_once(' ')?;
        Some((series.parse().ok()?, Screen::named(screen)?))
    }

    /// The series of the walk.
    pub fn series(self) -> Option<SeriesId> {
        self.walk.with_untracked(|walk| walk.as_ref().map(JoinedWalk::series))
    }

    /// The name of the observation with this number in the walk.
    pub fn observation(self, number: u64) -> Option<ObservationId> {
        self.series().map(|series| ObservationId { series, number })
    }

    pub(super) fn store(self) -> Option<Rc<PhoneStore>> {
        self.kept.with_value(|kept| kept.store.clone())
    }

    pub(super) fn sync(self) -> Option<Rc<Sync>> {
        self.kept.with_value(|kept| kept.sync.clone())
    }

    pub(super) fn say(self, notice: impl Into<Notice>) {
        self.trouble.set(Some(notice.into()));
    }
}
