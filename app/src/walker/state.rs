//! What the screens share: the walk, what was said in it, where the phone is, how sending goes.
//!
//! Promises: one of each for the whole page; screens read signals and call the verbs beside this file.

use std::cell::RefCell;
use std::ops::Deref;
use std::rc::Rc;

use shared::geo::Position;
use shared::id::{ObservationId, SeriesId};
use shared::statement::Feeling;
use shared::wire::Category;

use super::around::MapState;
use super::joined::JoinedWalk;
use super::later::Later;
use super::mark::Told;
use super::open::NotJoined;
use super::own::{Counts, Own};
use super::screen::Screen;
use super::whereabouts::{Knowing, Whereabouts};
use super::writer::Writer;
use crate::live::Live;
use crate::platform::address;
use crate::platform::event::{self, Listener};
use crate::platform::settings;
use crate::platform::time::now_ms;
use crate::store::{PhoneStore, StoreError};
use crate::sync::{Sync, SyncState};

const RESUME: &str = "resume";

/// The face's shared state; one for the whole page, so that everything can hold it.
#[derive(Clone, Copy)]
pub struct Walker(&'static State);

impl Deref for Walker {
    type Target = State;

    fn deref(&self) -> &State {
        self.0
    }
}

/// What the face shares.
pub struct State {
    /// Which screen is shown.
    pub screen: Live<Screen>,
    /// The walk that this phone takes part in.
    pub walk: Live<Option<JoinedWalk>>,
    /// Every walk on this phone, the newest first.
    pub walks: Live<Vec<JoinedWalk>>,
    /// What was said in the walk.
    pub own: Live<Own>,
    /// Where the phone is.
    pub whereabouts: Live<Whereabouts>,
    /// How sending goes.
    pub sync_state: Live<SyncState>,
    /// What a person must know now.
    pub trouble: Live<Option<Notice>>,
    /// Whether the phone says that it has net.
    pub online: Live<bool>,
    /// The phone's clock, every few seconds.
    pub now_ms: Live<i64>,
    /// Whether a newer version of the app lies ready.
    pub newer: Live<bool>,
    /// The code that stood in the link, or was typed last.
    pub code: Live<String>,
    /// Whether a walk is being joined.
    pub joining: Live<bool>,
    /// Why the walk was not joined.
    pub not_joined: Live<Option<NotJoined>>,
    /// Whether the app lies on the phone and starts without net.
    pub offline_ready: Live<bool>,
    /// Whether the second half of the app is here.
    pub later: Live<Later>,
    /// How far the walk's map has come.
    pub map: Live<MapState>,
    /// Whether the list is shown in the stead of the map.
    pub lists: Live<bool>,
    /// Whether the map stays with the phone's place.
    pub follows: Live<bool>,
    /// The place on the map that was pointed at, to be told of next.
    pub pointed: Live<Option<Pointed>>,
    /// Whether it is night outdoors, and the page looks so.
    pub night: Live<bool>,
    /// Whether the walker lets the phone record where they walk.
    pub tracks: Live<bool>,
    /// Whether the phone is low on power: the track rests then, and the screen may sleep.
    pub weary: Live<bool>,
    /// What is to be told of what was kept here, once it is known.
    pub told: Live<Option<Rc<Told>>>,
    /// What others pointed out and is looked at more closely.
    pub looked_at: Live<Option<ObservationId>>,
    kept: RefCell<Kept>,
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

/// A place that was pointed at, to be told of next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pointed {
    /// Where.
    pub at: Position,
    /// What others pointed out there, if something else is there.
    pub instead_of: Option<ObservationId>,
}

/// Something that a person must know: what happened to their data and what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// The phone is full.
    Full,
    /// The phone is full: what was done waits to be saved.
    Unsaved,
    /// The phone is full: photos wait to be saved, all else is.
    PhotoUnsaved,
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
            StoreError::Gone | StoreError::Browser(_) | StoreError::Missing(_) => Self::StoreRefused,
        }
    }
}

impl Walker {
    pub(super) fn new() -> Self {
        let state = State {
            screen: Live::default(),
            walk: Live::new(None),
            walks: Live::default(),
            own: Live::default(),
            whereabouts: Live::default(),
            sync_state: Live::default(),
            trouble: Live::new(None),
            online: Live::new(event::is_online()),
            now_ms: Live::new(now_ms()),
            newer: Live::new(false),
            code: Live::new(settings::kept("code").unwrap_or_default()),
            joining: Live::new(false),
            not_joined: Live::new(None),
            offline_ready: Live::new(false),
            later: Live::default(),
            map: Live::default(),
            lists: Live::new(false),
            follows: Live::new(true),
            pointed: Live::new(None),
            looked_at: Live::new(None),
            told: Live::default(),
            tracks: Live::new(false),
            night: Live::new(false),
            weary: Live::new(false),
            kept: RefCell::default(),
        };
        // It lives as long as the page.
        Self(Box::leak(Box::new(state)))
    }

    pub(super) fn kept<R>(self, read: impl FnOnce(&Kept) -> R) -> R {
        read(&self.0.kept.borrow())
    }

    pub(super) fn kept_mut(self, change: impl FnOnce(&mut Kept)) {
        change(&mut self.0.kept.borrow_mut());
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
        self.walk.peek(|walk| walk.as_ref().map(|walk| walk.categories(feeling)).unwrap_or_default())
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
        self.walk.peek(|walk| walk.as_ref().map(JoinedWalk::series))
    }

    /// The name of the observation with this number in the walk.
    pub fn observation(self, number: u64) -> Option<ObservationId> {
        self.series().map(|series| ObservationId { series, number })
    }

    pub(super) fn store(self) -> Option<Rc<PhoneStore>> {
        self.kept(|kept| kept.store.clone())
    }

    pub(super) fn sync(self) -> Option<Rc<Sync>> {
        self.kept(|kept| kept.sync.clone())
    }

    pub(super) fn say(self, notice: impl Into<Notice>) {
        self.trouble.set(Some(notice.into()));
    }
}
