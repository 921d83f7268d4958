//! What all of the desk shares: who is signed in, where one is, and the lists that several pages read.
//!
//! Promises: one place for each; the address always says where one is.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::id::{AreaId, ObservationId};
use shared::overview::Overview;
use shared::situation::Finding;
use shared::wire::{AreaCard, PlannedWalk, Role, Session, Version, Welcome};

use super::api::Trouble;
use super::fetched::Fetched;
use super::filters::Filters;
use super::findings::draft::Words;
use super::route::{Place, Route};
use super::visit::last_visit_ms;
use crate::platform::desk::{self as browser, Entry};
use crate::platform::{page, settings};

const KEYS_KEY: &str = "desk-keys";

/// What the whole desk shares.
#[derive(Clone, Copy)]
pub struct Desk {
    /// Who is signed in; absent until known.
    pub session: RwSignal<Option<Session>>,
    /// Whether the session ended while something was on the screen.
    pub expired: RwSignal<bool>,
    /// How new all is that was asked for since somebody signed in, at least.
    pub version: RwSignal<Version>,
    /// Counts the times that everything is to be asked anew.
    pub epoch: RwSignal<u32>,
    /// Where one is.
    pub route: RwSignal<Route>,
    /// Whether the list of keys is shown.
    pub help: RwSignal<bool>,
    /// Whether single keys do things.
    pub keys: RwSignal<bool>,
    /// What was written about findings and not saved.
    pub drafts: RwSignal<BTreeMap<ObservationId, Words>>,
}

impl Desk {
    /// A desk at the page's address, with nobody known to be signed in.
    pub fn new() -> Self {
        let (path, query) = browser::here();
        Self {
            session: RwSignal::new(None),
            expired: RwSignal::new(false),
            version: RwSignal::new(Version::default()),
            epoch: RwSignal::new(0),
            route: RwSignal::new(Route::of(&path, &query)),
            help: RwSignal::new(false),
            keys: RwSignal::new(settings::kept(KEYS_KEY).as_deref() != Some("off")),
            drafts: RwSignal::new(BTreeMap::new()),
        }
    }

    /// The desk that the component stands at.
    pub fn here() -> Self {
        expect_context()
    }

    /// Takes note of a failure that concerns the whole desk.
    pub fn notice(self, trouble: &Trouble) {
        if *trouble == Trouble::SignedOut {
            self.expired.set(true);
        }
    }

    /// Somebody is signed in, again or for the first time: what failed for want of it is asked anew.
    pub fn welcome(self, Welcome { session, version }: Welcome) {
        if self.session.with_untracked(|known| known.as_ref() != Some(&session)) {
            self.session.set(Some(session));
        }
        self.expired.set(false);
        self.version.set(version);
        self.ask_anew();
    }

    /// Has everything that is shown asked for anew.
    pub fn ask_anew(self) {
        self.epoch.update(|times| *times += 1);
    }

    /// Whether the one signed in may plan, decide and answer.
    pub fn is_officer(self) -> bool {
        self.session.with(|session| session.as_ref().is_some_and(|it| it.role >= Role::Officer))
    }

    /// Whether the one signed in may let others in.
    pub fn is_administrator(self) -> bool {
        self.session.with(|session| session.as_ref().is_some_and(|it| it.role == Role::Administrator))
    }

    /// Goes to a place, as if its link had been followed. Among findings the way back leads out of them.
    pub fn go(self, route: Route) {
        let from = self.route.get_untracked();
        let among = |place| matches!(place, Place::Findings(Some(_)));
        let entry = if among(from.place) && among(route.place) { Entry::InPlace } else { Entry::Step };
        let elsewhere =
            from.place.section() != route.place.section() || !matches!(route.place, Place::Findings(_));
        browser::stand_at(&route.address(), entry);
        self.route.set(route);
        if elsewhere {
            // The page of the new place is not there yet.
            request_animation_frame(page::arrive);
        }
    }

    /// Goes to a place with nothing narrowed.
    pub fn go_to(self, place: Place) {
        self.go(Route { place, filters: Filters::default() });
    }

    /// Narrows or widens what is shown; the address follows.
    pub fn narrow(self, change: impl FnOnce(&mut Filters)) {
        self.route.update(|route| change(&mut route.filters));
        browser::stand_at(&self.route.with_untracked(Route::address), Entry::InPlace);
    }

    /// The browser stands elsewhere by itself: the way back or forward was taken.
    pub fn follow_address(self) {
        let (path, query) = browser::here();
        let route = Route::of(&path, &query);
        if self.route.with_untracked(|known| *known != route) {
            self.route.set(route);
        }
    }

    /// Turns the single keys on or off, and keeps that.
    pub fn set_keys(self, on: bool) {
        self.keys.set(on);
        settings::keep(KEYS_KEY, if on { "on" } else { "off" });
    }

    /// What the lists are narrowed to.
    pub fn filters(self) -> Signal<Filters> {
        let filters = Memo::new(move |_| self.route.with(|route| route.filters.clone()));
        filters.into()
    }
}

impl Default for Desk {
    fn default() -> Self {
        Self::new()
    }
}

/// The lists that several pages read, whole.
#[derive(Clone, Copy)]
pub struct Shelf {
    /// The neighbourhoods.
    pub areas: Fetched<Vec<AreaCard>>,
    /// All walks.
    pub walks: Fetched<Vec<PlannedWalk>>,
    /// What is shown first, and how many findings wait for an answer.
    pub overview: Fetched<Overview>,
    /// When the person was here before.
    pub since_ms: Option<i64>,
    /// All findings, while one stands among them.
    pub findings: Fetched<Vec<Finding>>,
}

impl Shelf {
    /// Asks for the lists.
    pub fn new() -> Self {
        let at = |path: &'static str| move || Some(path.to_owned());
        let since_ms = last_visit_ms();
        let overview = move || {
            Some(since_ms.map_or("/overview".to_owned(), |since_ms| format!("/overview?since={since_ms}")))
        };
        let route = Desk::here().route;
        let among_findings = Memo::new(move |_| route.with(|it| matches!(it.place, Place::Findings(_))));
        Self {
            areas: Fetched::new(at("/areas")),
            walks: Fetched::new(at("/walks")),
            overview: Fetched::new(overview),
            since_ms,
            findings: Fetched::new(move || among_findings.get().then(|| "/findings".to_owned())),
        }
    }

    /// The shelf that the component reads from.
    pub fn here() -> Self {
        expect_context()
    }

    /// What the neighbourhood is called; its id while names are on their way.
    pub fn area_name(self, id: &AreaId) -> String {
        let named =
            |areas: &Vec<AreaCard>| areas.iter().find(|area| area.id == *id).map(|area| area.name.clone());
        self.areas.with(named).flatten().unwrap_or_else(|| id.to_string())
    }

    /// What the walk is called.
    pub fn walk_title(self, id: shared::id::WalkId) -> Option<String> {
        let titled =
            |all: &Vec<PlannedWalk>| all.iter().find(|it| it.walk.id == id).map(|it| it.walk.title.clone());
        self.walks.with(titled).flatten()
    }
}

impl Default for Shelf {
    fn default() -> Self {
        Self::new()
    }
}
