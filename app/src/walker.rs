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
//! | any | `screen` (`data-screen` says which: `start`, `ready`, `walk`, `what-safe`, `what-unsafe`, `tell-<number>`, `mine`, `end`), `notice`, `notice-retry`, `newer`, `take-over` |
//! | start | `start-code-input`, `start-join`, `start-scan`, `start-problem`, `earlier-walk` |
//! | ready | `check-app`, `check-position`, `check-storage`, `check-installed` (each with `data-state` = `ready`, `waiting` or `problem`), `ready-go` |
//! | walk | `accuracy` (`data-state`), `counter` (`data-saved`, `data-sent`), `offline`, `sync-state` (`data-state` = `resting`, `sending`, `waiting`, `stuck` or `store-failed`), `safe-here`, `unsafe-here`, `near-item`, `open-mine`, `end-walk`, `send-now` |
//! | what | `category-<id>`, `back` |
//! | tell | `sheet-saved` (the heading; there once the record is on disk), `sheet-undo`, `sheet-restore`, `sheet-photo-input`, `sheet-photo` (one for each photo), `sheet-photo-remove`, `sheet-text`, `sheet-when-<when>`, `sheet-severity-<0–3>`, `sheet-proposal`, `sheet-here`, `sheet-described`, `sheet-category-<id>`, `sheet-done` |
//! | mine | `mine-item` (`data-number`, `data-standing` = `on-phone`, `sent`, `received` or `answered`, `data-withdrawn`), `mine-answer`, `mine-trouble`, `mine-edit`, `mine-withdraw`, `mine-restore`, `save-file`, and `counter`, `sync-state`, `send-now` |
//! | end | `end-points`, `end-left`, `end-mine`, `end-go-on`, `end-start` |

pub mod bundle;
pub mod code;
pub mod guide;
pub mod joined;
pub mod open;
pub mod own;
pub mod privacy;
pub mod screen;
pub mod state;
pub mod whereabouts;
pub mod wind;
pub mod writer;

pub mod end;
pub mod mine;
pub mod notices;
pub mod photos;
pub mod ready;
pub mod scan;
pub mod start;
pub mod status;
pub mod tell;
pub mod thing;
pub mod walking;
pub mod what;
pub mod words;

use leptos::prelude::*;

use crate::platform::{address, page};
use crate::t;
use screen::Screen;
use state::Walker;

/// The whole face.
#[component]
pub fn Face() -> impl IntoView {
    let walker = Walker::new();
    provide_context(walker);
    walker.open();
    let screen = Memo::new(move |_| walker.screen.get());
    Effect::new(move |before: Option<Screen>| {
        let now = screen.get();
        walker.keep_awake(now.is_under_way());
        page::set_title(&title(now));
        // The first screen does not take the focus from the page.
        if before.is_some_and(|before| before != Screen::Opening) {
            request_animation_frame(|| {
                page::focus("screen-title");
                address::scroll_to_top();
            });
        }
        now
    });
    move || {
        let screen = screen.get();
        let inner = match screen {
            Screen::Opening => ().into_any(),
            Screen::Start => start::Start().into_any(),
            Screen::Ready => ready::Ready().into_any(),
            Screen::Walk => walking::Walking().into_any(),
            Screen::What(feeling) => view! { <what::What feeling/> }.into_any(),
            Screen::Tell(number) => view! { <tell::Tell number/> }.into_any(),
            Screen::Mine => mine::Mine().into_any(),
            Screen::End => end::End().into_any(),
        };
        view! { <div class="screen" data-test="screen" data-screen=screen.name()>{inner}</div> }
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
