//! Following what comes in: the server tells when something has moved, and what is shown is asked for anew.
//!
//! Promises: at most once a second, only what is shown, and only while it is looked at; whoever has put the page away
//! for long holds no line; a line that broke is said quietly, tried again ever more rarely, and loses nothing, for what
//! has moved meanwhile is seen when it is open again.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use shared::wire::Version;

use super::api::{self, API};
use super::desk::Desk;
use crate::platform::event::{self, PageEvent};
use crate::platform::news::{Heard, Line};
use crate::platform::time::Ticker;
use crate::t;
use crate::ui::Icon;

/// How often one looks what is to be done.
const TICK_MS: i32 = 1_000;

/// So long a page that is put away keeps its line, in seconds.
const AWAY_S: u32 = 60;

/// A line that comes back within this time is not worth a word, in seconds.
const BLINK_S: u32 = 3;

/// First and longest time until a line that was given up is tried again, in seconds.
const WAIT_S: (u32, u32) = (5, 60);

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Nothing,
    AskAnew,
    Open,
    Close,
}

/// How the page and its line stand, told in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Now {
    /// Whether the page is on the screen.
    seen: bool,
    /// Whether there is a line, open or being opened by the browser.
    line: bool,
    /// Whether somebody is signed in.
    welcome: bool,
}

/// When to do what. It is told of every second and of every word.
#[derive(Debug, Default)]
struct Pulse {
    known: Version,
    due: bool,
    rested: bool,
    away_s: u32,
    broken_s: u32,
    wait_s: u32,
    tries: u32,
}

impl Pulse {
    /// What is asked for from now on is at least so new.
    fn know(&mut self, version: Version) {
        self.known = version;
        self.due = false;
    }

    /// The version there is was told.
    fn told(&mut self, version: Version, seen: bool) -> Deed {
        self.due |= version != self.known;
        self.known = version;
        self.ask_if_due(seen)
    }

    fn opened(&mut self) {
        (self.broken_s, self.tries, self.wait_s) = (0, 0, 0);
    }

    fn broke(&mut self) {
        self.broken_s = self.broken_s.max(1);
    }

    fn ask_if_due(&mut self, seen: bool) -> Deed {
        if !(self.due && self.rested && seen) {
            return Deed::Nothing;
        }
        (self.due, self.rested) = (false, false);
        Deed::AskAnew
    }

    /// A second has passed, or the page is seen again.
    fn tick(&mut self, now: Now) -> Deed {
        self.rested = true;
        self.away_s = if now.seen { 0 } else { self.away_s + 1 };
        self.broken_s += u32::from(self.broken_s > 0);
        if self.away_s >= AWAY_S || !now.welcome {
            return if now.line { Deed::Close } else { Deed::Nothing };
        }
        if now.line {
            return self.ask_if_due(now.seen);
        }
        if self.wait_s > 0 {
            self.wait_s -= 1;
            return Deed::Nothing;
        }
        let (first_s, longest_s) = WAIT_S;
        self.wait_s = longest_s.min(first_s << self.tries.min(8));
        self.tries += 1;
        Deed::Open
    }

    /// Whether it is worth saying that the line is broken.
    fn is_broken(&self) -> bool {
        self.broken_s > BLINK_S
    }
}

/// The line of a desk.
struct Following {
    desk: Desk,
    pulse: RefCell<Pulse>,
    line: RefCell<Option<Line>>,
    broken: RwSignal<bool>,
}

/// Follows for as long as the present scope: whether the line is broken.
pub fn follow(desk: Desk) -> RwSignal<bool> {
    let broken = RwSignal::new(false);
    let following = Rc::new(Following { desk, pulse: RefCell::default(), line: RefCell::default(), broken });
    let known = following.clone();
    Effect::new(move |_| known.pulse.borrow_mut().know(desk.version.get()));
    let (ticked, shown) = (following.clone(), following.clone());
    following.tick();
    StoredValue::new_local((
        Ticker::every(TICK_MS, move || ticked.tick()),
        event::on(PageEvent::Visibility, move || {
            if event::is_visible() {
                shown.tick();
            }
        }),
        following,
    ));
    broken
}

impl Following {
    fn tick(self: &Rc<Self>) {
        let given_up = self.line.borrow().as_ref().is_some_and(Line::is_given_up);
        if given_up {
            drop(self.line.take());
        }
        let welcome = !self.desk.expired.get_untracked();
        let now = Now { seen: event::is_visible(), line: self.line.borrow().is_some(), welcome };
        let deed = self.pulse.borrow_mut().tick(now);
        self.carry_out(deed);
    }

    fn carry_out(self: &Rc<Self>, deed: Deed) {
        match deed {
            Deed::Nothing => {}
            Deed::AskAnew => self.desk.ask_anew(),
            Deed::Close => drop(self.line.take()),
            Deed::Open => drop(self.line.replace(self.open())),
        }
        let broken = self.pulse.borrow().is_broken();
        if self.broken.try_get_untracked() == Some(!broken) {
            self.broken.set(broken);
        }
    }

    fn open(self: &Rc<Self>) -> Option<Line> {
        let following = Rc::downgrade(self);
        Line::open(&format!("{API}/live"), "version", move |heard| {
            if let Some(following) = following.upgrade() {
                following.heard(&heard);
            }
        })
    }

    fn heard(self: &Rc<Self>, heard: &Heard) {
        let deed = match heard {
            Heard::Open => {
                self.pulse.borrow_mut().opened();
                Deed::Nothing
            }
            Heard::Broken => {
                self.pulse.borrow_mut().broke();
                Deed::Nothing
            }
            Heard::News(text) => serde_json::from_str(text).map_or(Deed::Nothing, |version| {
                api::know(version);
                self.pulse.borrow_mut().told(version, event::is_visible())
            }),
        };
        self.carry_out(deed);
    }
}

/// Says that the line is broken, while it is.
#[component]
pub fn BrokenLine(
    /// Whether it is.
    broken: RwSignal<bool>,
) -> impl IntoView {
    let words = move || {
        broken.get().then(|| {
            view! { <p class="line-broken small" data-test="line-broken"><Icon icon=Icon::WifiSlash/>{t!("desk-line-broken")}</p> }
        })
    };
    view! { <div role="status">{words}</div> }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOKED_AT: Now = Now { seen: true, line: true, welcome: true };
    const AWAY: Now = Now { seen: false, ..LOOKED_AT };
    const CUT: Now = Now { line: false, ..LOOKED_AT };

    fn version(revision: i64) -> Version {
        Version { rebuilds: 0, revision }
    }

    /// A pulse on an open line that knows the first version.
    fn open() -> Pulse {
        let mut pulse = Pulse::default();
        pulse.know(version(1));
        assert_eq!(pulse.tick(CUT), Deed::Open);
        pulse.opened();
        pulse
    }

    #[test]
    fn what_is_known_already_is_not_asked_for_again() {
        assert_eq!(open().told(version(1), true), Deed::Nothing);
    }

    #[test]
    fn news_are_asked_for_at_once_and_then_once_a_second_however_many_come() {
        let mut pulse = open();
        assert_eq!(pulse.told(version(2), true), Deed::AskAnew);
        for revision in 3..100 {
            assert_eq!(pulse.told(version(revision), true), Deed::Nothing);
        }
        assert_eq!(pulse.tick(LOOKED_AT), Deed::AskAnew);
        assert_eq!(pulse.tick(LOOKED_AT), Deed::Nothing, "nothing more has come");
    }

    #[test]
    fn nothing_is_asked_for_while_nobody_looks_and_all_of_it_as_soon_as_somebody_does() {
        let mut pulse = open();
        assert_eq!(pulse.told(version(2), false), Deed::Nothing);
        assert_eq!(pulse.tick(AWAY), Deed::Nothing);
        assert_eq!(pulse.tick(LOOKED_AT), Deed::AskAnew);
    }

    #[test]
    fn whoever_is_away_for_long_holds_no_line_and_has_one_when_they_are_back() {
        let mut pulse = open();
        let closed = (1..1_000).find(|_| pulse.tick(AWAY) == Deed::Close);
        assert_eq!(closed, Some(AWAY_S));
        assert_eq!(pulse.tick(Now { seen: false, ..CUT }), Deed::Nothing);
        assert_eq!(pulse.tick(CUT), Deed::Open);
        assert_eq!(pulse.told(version(9), true), Deed::AskAnew, "what came meanwhile is seen");
    }

    #[test]
    fn a_line_that_is_refused_is_tried_ever_more_rarely_and_never_given_up() {
        let mut pulse = Pulse::default();
        let opened: Vec<u32> = (0..200).filter(|_| pulse.tick(CUT) == Deed::Open).collect();
        assert_eq!(opened, [0, 6, 17, 38, 79, 140]);
    }

    #[test]
    fn a_line_is_said_to_be_broken_when_it_does_not_come_back_soon() {
        let mut pulse = open();
        pulse.broke();
        pulse.tick(LOOKED_AT);
        assert!(!pulse.is_broken());
        pulse.opened();
        pulse.broke();
        for _ in 0..BLINK_S {
            pulse.tick(LOOKED_AT);
        }
        assert!(pulse.is_broken());
        pulse.opened();
        assert!(!pulse.is_broken());
    }

    #[test]
    fn whoever_is_signed_out_asks_for_no_line() {
        let mut pulse = open();
        assert_eq!(pulse.tick(Now { welcome: false, ..LOOKED_AT }), Deed::Close);
        assert_eq!(pulse.tick(Now { welcome: false, ..CUT }), Deed::Nothing);
    }
}
