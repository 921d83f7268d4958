//! How the face comes to life: the store, the walk that was under way, the code in the link, and what is listened for.

use std::rc::Rc;

use shared::id::SeriesId;
use shared::statement::Gap;
use shared::sync::LineFault;
use wasm_bindgen_futures::spawn_local;

use super::around::MapState;
use super::code::code_in;
use super::joined::JoinedWalk;
use super::own::Own;
use super::screen::Screen;
use super::state::{Notice, Walker};
use crate::platform::event::{Listener, PageEvent, is_online, is_visible, on};
use crate::platform::time::now_ms;
use crate::platform::{address, service_worker, settings};
use crate::store::{KeptWalk, PhoneStore, StoreError};
use crate::sync::{Account, Occasion, Sync, join};

/// The series of the walk whose track may be recorded.
const TRACKS: &str = "tracks";

/// Why a walk was not joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotJoined {
    /// What was typed is no code.
    NoCode,
    /// No answer; the code is kept and can be tried again.
    NoNet,
    /// The server said no; the slug of its reason.
    Refused(String),
    /// The phone could not keep the walk.
    NotKept(Notice),
}

impl Walker {
    /// Opens the store and lands where the walker was.
    pub(super) fn open(self) {
        self.listen();
        spawn_local(async move {
            if let Err(error) = self.try_open().await {
                self.say(error);
                self.show(Screen::Start);
            }
        });
    }

    async fn try_open(self) -> Result<(), StoreError> {
        let store = Rc::new(PhoneStore::open().await?);
        let sync = Sync::new(
            store.clone(),
            move |state| self.sync_state.set(state),
            move |series| self.refresh(series),
        );
        self.kept_mut(|kept| {
            kept.store = Some(store.clone());
            kept.sync = Some(sync.clone());
        });
        self.read_walks(&store).await?;
        self.land().await?;
        sync.ask(Occasion::Now);
        Ok(())
    }

    async fn read_walks(self, store: &PhoneStore) -> Result<(), StoreError> {
        let kept = store.walks().await?;
        let mut walks: Vec<JoinedWalk> = Vec::new();
        for walk in kept.into_iter().filter_map(JoinedWalk::read) {
            let at = walks.iter().position(|other| other.kept.joined_at_ms < walk.kept.joined_at_ms);
            walks.insert(at.unwrap_or(walks.len()), walk);
        }
        self.walks.set(walks);
        self.set_accounts();
        Ok(())
    }

    /// The present walk is sent first.
    fn set_accounts(self) {
        let present = self.series();
        let (mut accounts, others): (Vec<Account>, Vec<Account>) = self.walks.peek(|walks| {
            walks.iter().map(JoinedWalk::account).partition(|account| Some(account.series) == present)
        });
        accounts.extend(others);
        if let Some(sync) = self.sync() {
            sync.set_accounts(accounts);
        }
    }

    async fn land(self) -> Result<(), StoreError> {
        if let Some(code) = code_in(&address::fragment()) {
            self.follow_link(code);
            return Ok(());
        }
        let step = address::step().and_then(|name| Screen::named(&name));
        let Some((walk, screen)) = self.resumed() else {
            self.go_instead(Screen::Start);
            return Ok(());
        };
        self.enter(walk).await?;
        // A page that was loaded anew stands where it stood; one that was opened lands.
        let screen = step.filter(|step| step.needs_walk()).unwrap_or(screen);
        self.go_instead(screen);
        if !matches!(screen, Screen::End) {
            self.watch_position();
        }
        Ok(())
    }

    /// The walk and screen to land on. A browser that is killed may forget the last seconds of its small settings, but
    /// not that a walk is under way.
    fn resumed(self) -> Option<(JoinedWalk, Screen)> {
        let kept = Self::resume_point().and_then(|(series, screen)| Some((self.walk_of(series)?, screen)));
        let under_way = self.walks.peek(|walks| walks.iter().find(|walk| walk.kept.under_way).cloned());
        match (kept, under_way) {
            (Some((walk, Screen::Ready)), Some(left)) if left.series() == walk.series() => {
                Some((walk, Screen::Walk))
            }
            (None, Some(walk)) => Some((walk, Screen::Walk)),
            (kept, _) => kept,
        }
    }

    fn walk_of(self, series: SeriesId) -> Option<JoinedWalk> {
        self.walks.peek(|walks| walks.iter().find(|walk| walk.series() == series).cloned())
    }

    /// Makes it the present walk, with all that was said in it.
    pub(super) async fn enter(self, walk: JoinedWalk) -> Result<(), StoreError> {
        let Some(store) = self.store() else { return Ok(()) };
        let series = walk.series();
        let mut own = Own::default();
        own.hear(store.news(series, 0).await?);
        own.set_blob_states(store.blob_states(&own.unsettled_blobs()).await?);
        self.own.set(own);
        self.map.set(MapState::Unasked);
        self.tracks.set(settings::kept(TRACKS) == Some(series.to_string()));
        self.walk.set(Some(walk));
        self.set_accounts();
        self.take_along();
        Ok(())
    }

    /// The link of a walk's QR code was opened: join, and leave no code in the address.
    fn follow_link(self, code: String) {
        self.code.set(code);
        self.go_instead(Screen::Start);
        self.join_by_code();
    }

    /// Joins by the code that was typed, scanned or linked, and tells how it goes.
    pub fn join_by_code(self) {
        if self.joining.now() {
            return;
        }
        self.joining.set(true);
        self.not_joined.set(None);
        spawn_local(async move {
            let outcome = self.join(&self.code.now()).await;
            self.joining.set(false);
            self.not_joined.set(outcome.err());
        });
    }

    /// Joins by code. A walk that this phone is in already is gone on with, in the same series.
    async fn join(self, given: &str) -> Result<(), NotJoined> {
        let code = code_in(given).ok_or(NotJoined::NoCode)?;
        settings::keep("code", &code);
        let not_kept = |error: StoreError| NotJoined::NotKept(error.into());
        let known = self.walks.peek(|walks| walks.iter().find(|walk| walk.kept.code == code).cloned());
        let walk = if let Some(walk) = known {
            walk.stands(false, None)
        } else {
            let pack = join(&code).await.map_err(not_joined)?;
            let kept = KeptWalk {
                code,
                joined_at_ms: now_ms(),
                under_way: false,
                ended_at_ms: None,
                pack,
                around: None,
            };
            // What is no such answer comes from something between us and the server.
            JoinedWalk::read(kept).ok_or(NotJoined::NoNet)?
        };
        self.keep(&walk).await.map_err(not_kept)?;
        self.enter(walk).await.map_err(not_kept)?;
        self.go(Screen::Ready);
        Ok(())
    }

    /// Goes on with a walk of this phone.
    pub fn go_on_with(self, series: SeriesId) {
        let Some(walk) = self.walk_of(series) else { return };
        spawn_local(async move {
            match self.enter(walk).await {
                Ok(()) => self.go(Screen::Mine),
                Err(error) => self.say(error),
            }
        });
    }

    /// Keeps a change of the walk, such as that it is under way or over.
    pub fn change_walk(self, change: impl FnOnce(JoinedWalk) -> JoinedWalk) {
        let Some(walk) = self.walk.now().map(change) else { return };
        self.walk.set(Some(walk.clone()));
        spawn_local(async move {
            if let Err(error) = self.keep(&walk).await {
                self.say(error);
            }
        });
    }

    async fn keep(self, walk: &JoinedWalk) -> Result<(), StoreError> {
        let Some(store) = self.store() else { return Err(StoreError::Missing("store")) };
        store.keep_walk(walk.series(), &walk.kept).await?;
        self.read_walks(&store).await
    }

    /// Reads what is new in the store about the present walk: receipts, answers, other tabs' records.
    pub(super) fn refresh(self, series: SeriesId) {
        let (Some(store), true) = (self.store(), self.series() == Some(series)) else { return };
        spawn_local(async move {
            let (reached, unsettled) = self.own.peek(|own| (own.reached, own.unsettled_blobs()));
            // What cannot be read now is read at the next occasion.
            if let (Ok(news), Ok(states)) =
                (store.news(series, reached).await, store.blob_states(&unsettled).await)
                && self.series() == Some(series)
            {
                self.own.update(|own| {
                    own.hear(news);
                    own.set_blob_states(states);
                });
            }
        });
    }

    /// Lets the phone record where the walker walks, on this walk, or stops it.
    pub fn let_track(self, wanted: bool) {
        if !wanted {
            self.stop_track(Gap::Paused);
        }
        self.tracks.set(wanted);
        match self.series().filter(|_| wanted) {
            Some(series) => settings::keep(TRACKS, &series.to_string()),
            None => settings::forget(TRACKS),
        }
    }

    /// Sends now what can be sent.
    pub fn send_now(self) {
        if let Some(sync) = self.sync() {
            sync.ask(Occasion::Now);
        }
    }

    fn listen(self) {
        let net = move || {
            self.online.set(is_online());
            if is_online() {
                self.send_now();
                self.take_along();
            }
        };
        let seen = move || {
            if !is_visible() {
                self.stop_track(Gap::ScreenOff);
            }
            if is_visible() {
                self.keep_awake(self.screen.now().is_under_way());
                // Who was away may have made room.
                self.write_on();
                if let Some(series) = self.series() {
                    self.refresh(series);
                }
                self.send_now();
            }
        };
        let moved = move || {
            let step = address::step().and_then(|name| Screen::named(&name));
            self.show(step.unwrap_or(Screen::Start));
        };
        let linked = move || {
            if let Some(code) = code_in(&address::fragment()) {
                self.follow_link(code);
            }
        };
        let listeners: [Option<Listener>; 6] = [
            on(PageEvent::Online, net),
            on(PageEvent::Offline, net),
            on(PageEvent::Visibility, seen),
            on(PageEvent::Moved, moved),
            on(PageEvent::Fragment, linked),
            service_worker::on_newer(move || self.newer.set(true)),
        ];
        self.newer.set(service_worker::has_newer());
        spawn_local(async move {
            service_worker::saved_for_offline().await;
            self.offline_ready.set(true);
        });
        self.kept_mut(|kept| kept.listeners.extend(listeners.into_iter().flatten()));
    }
}

fn not_joined(fault: LineFault) -> NotJoined {
    match fault {
        LineFault::Retry(_) => NotJoined::NoNet,
        LineFault::Stuck(problem) => NotJoined::Refused(problem.code),
    }
}
