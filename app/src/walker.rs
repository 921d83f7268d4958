//! The residents' face: record what feels safe and unsafe, with or without net.
//!
//! Promises: two taps from pocket to safe on disk; *saved* is said only after the browser has said that the record
//! lies on the disk; nothing that was saved is ever deleted here; every screen works by keyboard and screen reader,
//! and the way back works everywhere. A link `/#CODE` joins by itself and leaves no code in the address.
//!
//! Hooks for tests (`data-test`), kept stable:
//!
//! | screen | hooks |
//! | --- | --- |
//! | any | `screen` (`data-screen` says which: `start`, `ready`, `walk`, `what-safe`, `what-unsafe`, `tell-<number>`, `mine`, `end`), `notice`, `notice-retry`, `newer`, `take-over`; where no walk is under way also `lost` (`data-arrived`, `data-gone`), `lost-read`, `odd` (`data-count`), `odd-save` |
//! | start | `start-code-input`, `start-join`, `start-scan`, `start-problem`, `earlier-walk`, `room` and `room-free` |
//! | ready | `check-app`, `check-map`, `check-position`, `check-storage`, `check-installed` (each with `data-state` = `ready`, `waiting` or `problem`), `install` where the browser offers it, `ready-go` |
//! | walk | `accuracy` (`data-state`), `counter` (`data-saved`, `data-sent`), `offline`, `sync-state` (`data-state` = `resting`, `sending`, `waiting`, `stuck` or `store-failed`), `safe-here`, `unsafe-here`, `near-item`, `others-item`, `near-loop`, `near-lamp`, `show-list`, `chart` (`data-features`: how many are drawn), `chart-follow`, `pointed`, `pointed-undo`, `seen` (`seen-remains`, `seen-better`, `seen-fixed`, `seen-worse`, `seen-other`, `seen-said`, `seen-undo`, `seen-close`), `open-mine`, `end-walk`, `send-now` |
//! | what | `category-<id>`, `back` |
//! | tell | `sheet-saved` (the heading; there once the record is on disk), `sheet-undo`, `sheet-restore`, `sheet-photo-input`, `sheet-photo` (one for each photo), `sheet-photo-remove`, `sheet-text`, `sheet-when-<when>`, `sheet-severity-<0–3>`, `sheet-proposal`, `sheet-here`, `sheet-described`, `sheet-category-<id>`, `sheet-done` |
//! | mine | `mine-item` (`data-number`, `data-standing` = `on-phone`, `sent`, `received` or `answered`, `data-withdrawn`), `mine-answer`, `mine-trouble`, `mine-receipt` (`data-received`: when, in milliseconds), `mine-edit`, `mine-withdraw`, `mine-restore`, `save-file`, and `counter`, `sync-state`, `send-now` |
//! | ready, tell, mine, end | `later-again`, while the second half of the app could not be had; on ready `ready-go` is there all the same |
//! | end | `end-points`, `end-left`, `end-mine`, `end-go-on`, `end-start` |

pub mod around;
pub mod bundle;
pub mod code;
pub mod give;
pub mod guide;
pub mod joined;
pub mod loop_line;
pub mod mark;
pub mod open;
pub mod own;
pub mod privacy;
pub mod screen;
pub mod state;
pub mod whereabouts;
pub mod wind;
pub mod writer;

pub mod parts;

pub mod chart;
pub mod end;
pub mod later;
pub mod leave;
pub mod mine;
pub mod near;
pub mod night;
pub mod notices;
pub mod photos;
pub mod ready;
pub mod receipt;
pub mod room;
pub mod scan;
pub mod seen;
pub mod start;
pub mod status;
pub mod tell;
pub mod thing;
pub mod told;
pub mod walking;
pub mod what;
pub mod words;

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use crate::live::{self, Live, Scope, follow, unfollowed};
use crate::platform::dom::{El, after_paint, el};
use crate::platform::page;
use crate::{t, text};
use later::Part;
use screen::Screen;
use state::Walker;

/// Loads the language and puts the face into the page; the shell's own picture stands until then, and it says so if
/// that cannot be.
pub fn begin() {
    live::begin();
    let walker = Walker::new();
    // The database opens while the texts are on their way.
    walker.open();
    spawn_local(async move {
        if !text::load().await {
            return page::tell_that_it_failed();
        }
        let Some(root) = page::take_root() else { return };
        // The page is the scope of everything, so nothing ends it.
        let page = Scope::default();
        page.hold(|| face(walker).mount(&root));
        after_paint(move || walker.fetch_later());
        std::mem::forget(page);
    });
}

/// The whole face.
fn face(walker: Walker) -> El {
    let shown = Rc::new(Live::new(Screen::Opening));
    let next = shown.clone();
    follow(move || {
        let now = walker.screen.get();
        let before = next.now();
        if now != before {
            next.set(now);
            arrive(walker, before, now);
        }
    });
    let voice = el("div").attr("id", "voice").class("visually-hidden").attr("aria-live", "polite");
    let face = el("div").child_live(move || {
        let now = shown.get();
        if now.comes_later() {
            // It is drawn anew when it is here.
            walker.later.with(|_| ());
        }
        Some(drawn(walker, now))
    });
    face.child(voice.attr("aria-atomic", "true"))
}

fn drawn(walker: Walker, now: Screen) -> El {
    let screen = el("div").class("screen").test("screen").attr("data-screen", &now.name());
    // A screen follows what it shows by itself; what it reads while it is drawn does not draw it anew.
    unfollowed(|| match now {
        Screen::Opening => screen,
        Screen::Start => start::start(walker, screen),
        Screen::Walk => walking::walking(walker, screen),
        Screen::What(feeling) => what::what(walker, screen, feeling),
        Screen::Ready | Screen::Tell(_) | Screen::Mine | Screen::End => {
            later::draw(walker, screen, Part::Screen(now))
        }
    })
}

fn arrive(walker: Walker, before: Screen, now: Screen) {
    walker.keep_awake(now.is_under_way());
    walker.look_at_the_sun();
    page::set_title(&title(now));
    // The first screen does not take the focus from the page.
    if before != Screen::Opening {
        after_paint(page::arrive);
    }
}

fn title(screen: Screen) -> String {
    let name = match screen {
        Screen::Opening | Screen::Start => return t!("app-name"),
        Screen::Ready => t!("ready-title"),
        Screen::Walk => t!("walk-title"),
        Screen::What(_) | Screen::Tell(_) => t!("tell-title"),
        Screen::Mine => t!("mine-title"),
        Screen::End => t!("end-title"),
    };
    format!("{name} · {}", t!("app-name"))
}
