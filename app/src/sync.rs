//! When to send, and what to say of it: `shared::sync` does the moving.
//!
//! Promises: never two exchanges at once, in this tab or another; what does not get through is tried again by itself,
//! later and later, spread by chance, and not before the time that the server asks for; what is stuck is told and tried again only when the page starts or the person
//! asks. Nothing is ever deleted from the phone.

mod backoff;
mod line;

pub use backoff::{asked_ms, retry_after_ms};
pub use line::{FetchLine, join, surroundings};

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use shared::id::SeriesId;
use shared::sync::{Fault, Pushed, exchange};
use shared::wire::Problem;
use wasm_bindgen_futures::spawn_local;

use crate::platform::event;
use crate::platform::phone::alone;
use crate::platform::time::{chance, now_ms, sleep};
use crate::store::{PhoneStore, StoreError};

/// After a save we wait this long for the next, so that a tap and its photo travel together.
const AFTER_SAVE_MS: u32 = 400;

/// How often answers are asked for while all is sent.
const ALL_SENT_MS: u32 = 5 * 60_000;

/// Another tab is sending: look again soon.
const OTHER_TAB_MS: u32 = 5_000;

/// A series that this phone may write to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The series.
    pub series: SeriesId,
    /// The bearer token for it.
    pub token: String,
    /// The code of the walk that it was given for.
    pub code: String,
}

/// How sending goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum SyncState {
    /// Nothing under way.
    #[default]
    Resting,
    /// Sending now.
    Sending,
    /// It did not get through and will be tried again.
    Waiting {
        /// Whether the phone itself says that it has no net.
        offline: bool,
        /// When, by the phone's clock.
        next_at_ms: i64,
    },
    /// Trying again would not help; everything is kept.
    Stuck(Problem),
    /// The phone's own store did not work.
    StoreFailed(StoreError),
}

/// Why to send now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// The page started, was shown again, the net came back, or the person asked.
    Now,
    /// Something was saved.
    Saved,
}

type Told<T> = Box<dyn Fn(T)>;

/// Sends what the phone holds, by itself.
pub struct Sync {
    store: Rc<PhoneStore>,
    accounts: RefCell<Vec<Account>>,
    state_told: Told<SyncState>,
    progress_told: Told<SeriesId>,
    running: Cell<bool>,
    asked_meanwhile: Cell<bool>,
    failures: Cell<u32>,
    not_before_ms: Cell<i64>,
    plan: Cell<u32>,
}

impl Sync {
    /// `state_told` hears how it goes; `progress_told` which series has something new in the store: a receipt, a photo
    /// sent, answers.
    pub fn new(
        store: Rc<PhoneStore>,
        state_told: impl Fn(SyncState) + 'static,
        progress_told: impl Fn(SeriesId) + 'static,
    ) -> Rc<Self> {
        Rc::new(Self {
            store,
            accounts: RefCell::default(),
            state_told: Box::new(state_told),
            progress_told: Box::new(progress_told),
            running: Cell::new(false),
            asked_meanwhile: Cell::new(false),
            failures: Cell::new(0),
            not_before_ms: Cell::new(0),
            plan: Cell::new(0),
        })
    }

    /// The series to send, the present walk's first.
    pub fn set_accounts(&self, accounts: Vec<Account>) {
        self.accounts.replace(accounts);
    }

    /// Sends soon.
    pub fn ask(self: &Rc<Self>, occasion: Occasion) {
        if occasion == Occasion::Now {
            self.failures.set(0);
        }
        self.asked_meanwhile.set(self.running.get());
        self.run_after(if occasion == Occasion::Now { 0 } else { AFTER_SAVE_MS });
    }

    /// The last plan counts; earlier ones are given up.
    fn run_after(self: &Rc<Self>, ms: u32) {
        let plan = self.plan.get().wrapping_add(1);
        self.plan.set(plan);
        let ms = ms.max(self.asked_to_wait_ms());
        let sync = self.clone();
        spawn_local(async move {
            sleep(ms).await;
            if sync.plan.get() == plan && !sync.running.replace(true) {
                let next_ms = sync.clone().run().await;
                sync.running.set(false);
                let asked = sync.asked_meanwhile.take();
                sync.run_after(if asked { AFTER_SAVE_MS } else { next_ms });
            }
        });
    }

    /// How long the server still wants to be left alone. A phone whose clock was put back waits no longer for that.
    fn asked_to_wait_ms(&self) -> u32 {
        let left_ms = u32::try_from(self.not_before_ms.get() - now_ms()).unwrap_or(0);
        left_ms.min(asked_ms(u32::MAX, 1.0))
    }

    /// One go at everything; answers how long to rest.
    async fn run(self: Rc<Self>) -> u32 {
        if self.accounts.borrow().is_empty() {
            return ALL_SENT_MS;
        }
        (self.state_told)(SyncState::Sending);
        let sync = self.clone();
        let outcome = alone("lykta-sync", async move { sync.exchange_all().await }).await;
        let (state, rest_ms) = match outcome {
            None => (SyncState::Resting, OTHER_TAB_MS),
            Some(outcome) => self.after(outcome),
        };
        (self.state_told)(state);
        rest_ms
    }

    fn after(&self, outcome: Result<(), Fault<StoreError>>) -> (SyncState, u32) {
        match outcome {
            Ok(()) => {
                self.failures.set(0);
                (SyncState::Resting, ALL_SENT_MS)
            }
            Err(Fault::Retry(_)) => {
                let rest_ms = retry_after_ms(self.failures.get(), chance()).max(self.asked_to_wait_ms());
                self.failures.set(self.failures.get().saturating_add(1));
                let next_at_ms = now_ms() + i64::from(rest_ms);
                (SyncState::Waiting { offline: !event::is_online(), next_at_ms }, rest_ms)
            }
            Err(Fault::Stuck(problem)) => (SyncState::Stuck(problem), ALL_SENT_MS),
            Err(Fault::Store(error)) => (SyncState::StoreFailed(error), ALL_SENT_MS),
        }
    }

    /// Every series in turn. One that is stuck does not hold up the others; a line that is down does.
    async fn exchange_all(&self) -> Result<(), Fault<StoreError>> {
        let accounts = self.accounts.borrow().clone();
        let mut outcome = Ok(());
        for account in accounts {
            match self.exchange_one(&account).await {
                Err(fault @ Fault::Stuck(_)) => outcome = outcome.and(Err(fault)),
                other => other?,
            }
        }
        outcome
    }

    async fn exchange_one(&self, account: &Account) -> Result<(), Fault<StoreError>> {
        let line = FetchLine::new(account.clone());
        let told = |pushed| {
            if !matches!(pushed, Pushed::Photo { sent, total, .. } if sent < total) {
                (self.progress_told)(account.series);
            }
        };
        let outcome = exchange(&*self.store, &line, account.series, told).await;
        if line.asked_s() > 0 {
            self.not_before_ms.set(now_ms() + i64::from(asked_ms(line.asked_s(), chance())));
        }
        (self.progress_told)(account.series);
        outcome
    }
}
