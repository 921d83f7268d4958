//! What comes after the first paint, in a file of its own: all but joining, walking and the two taps that record.
//!
//! Promises: recording never waits for it; once it lies on the phone it is there without net; if it cannot be had yet,
//! that is said, with a way to try again.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use wasm_bindgen_futures::spawn_local;

use super::leave::dock;
use super::notices::calm_main;
use super::parts::{app_bar, button, p};
use super::screen::Screen;
use super::state::Walker;
use super::{around, chart, end, mark, mine, night, ready, room, seen, tell, told};
use crate::live::unfollowed;
use crate::platform::address::step_back;
use crate::platform::dom::{El, el};
use crate::{t, text};

/// Whether the second half of the app is here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Later {
    /// It is on its way.
    #[default]
    Coming,
    /// It is here.
    Here,
    /// It could not be had.
    Failed,
}

/// What the second half has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Part {
    /// One of its screens.
    Screen(Screen),
    /// The map while walking.
    Chart,
    /// What others pointed out, as a list.
    Others,
    /// One of these, looked at more closely.
    Seen,
    /// Perhaps the same thing as this observation, with this number.
    Alike(u64),
    /// What became of what was kept here.
    Told,
    /// Room that can be made.
    Room,
    /// Nothing to be seen: what lies around the walk is fetched.
    TakeAlong,
    /// Nothing to be seen: what is here is marked from now on.
    Mark,
    /// The look of the page by the light outdoors.
    Night,
}

/// The second half did not come, or does not have it.
#[derive(Debug)]
pub struct NotHere;

/// Draws a screen of the second half; the caller has fetched it.
#[cfg(feature = "split")]
#[wasm_split_helpers::wasm_split(later, fallible, preload(fetch))]
fn drawn(walker: Walker, place: El, part: Part) -> Result<El, NotHere> {
    draw_here(walker, place, part)
}

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for NotHere {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

/// Whoever builds the walker in one piece has it all at once.
#[cfg(not(feature = "split"))]
async fn drawn(walker: Walker, place: El, part: Part) -> Result<El, NotHere> {
    std::future::ready(draw_here(walker, place, part)).await
}

#[cfg(not(feature = "split"))]
async fn fetch() -> Result<(), NotHere> {
    std::future::ready(Ok(())).await
}

fn draw_here(walker: Walker, place: El, part: Part) -> Result<El, NotHere> {
    Ok(match part {
        Part::Screen(Screen::Ready) => ready::ready(walker, place),
        Part::Screen(Screen::Tell(number)) => tell::tell(walker, place, number),
        Part::Screen(Screen::Mine) => mine::mine(walker, place),
        Part::Screen(Screen::End) => end::end(walker, place),
        Part::Screen(_) => return Err(NotHere),
        Part::Chart => chart::chart(walker, place),
        Part::Others => seen::others(walker, place),
        Part::Seen => seen::card(walker, place),
        Part::Alike(number) => seen::alike(walker, place, number),
        Part::Told => told::told(walker, place),
        Part::Room => room::room(walker, place),
        Part::Night => {
            night::look(walker);
            place
        }
        Part::Mark => {
            mark::mark(walker);
            place
        }
        Part::TakeAlong => {
            around::take_along(walker);
            place
        }
    })
}

impl Walker {
    /// Fetches the second half, from the phone itself when it was here before.
    pub(super) fn fetch_later(self) {
        let failed_before = self.later.now() == Later::Failed;
        self.later.set(Later::Coming);
        spawn_local(async move {
            // Its words come with it.
            let came = text::load_later().await && fetch().await.is_ok();
            self.later.set(if came { Later::Here } else { Later::Failed });
            if came {
                self.act(Part::Mark);
            }
            if came && failed_before {
                // When the walk was entered, there was nothing that could have fetched it.
                self.take_along();
            }
        });
    }

    /// Fetches what lies around the walk, with the second half.
    pub(super) fn take_along(self) {
        self.act(Part::TakeAlong);
    }

    /// Looks whether it is night outdoors.
    pub(super) fn look_at_the_sun(self) {
        self.act(Part::Night);
    }

    /// Does what shows nothing. Without the second half it stays undone until the next occasion.
    fn act(self, part: Part) {
        spawn_local(async move {
            let _ = drawn(self, el("div"), part).await;
        });
    }
}

/// A part of a screen, which comes with the second half and leaves its place empty until then.
pub fn part(walker: Walker, part: Part) -> El {
    el("div").class("part").child_live(move || {
        let here = walker.later.get() == Later::Here;
        here.then(|| unfollowed(|| at_once(drawn(walker, el("div"), part))?.ok())).flatten()
    })
}

/// The screen, or what is to be said while it is not here.
pub fn draw(walker: Walker, screen: El, part: Part) -> El {
    let drawn = |screen: &El| at_once(drawn(walker, screen.clone(), part))?.ok();
    let here = (walker.later.now() == Later::Here).then(|| drawn(&screen)).flatten();
    here.unwrap_or_else(|| waiting(walker, screen, part))
}

/// What is said meanwhile. Who joins on a weak line leaves for the walk from here: it needs nothing of the second half.
fn waiting(walker: Walker, screen: El, part: Part) -> El {
    let line = move || match walker.later.get() {
        Later::Failed => t!("later-failed"),
        Later::Coming | Later::Here => t!("later-coming"),
    };
    let again = move || button("button", &t!("retry"), "later-again", move || walker.fetch_later());
    let again = move || (walker.later.get() == Later::Failed).then(again);
    let bar = app_bar(&walker.title(), String::new, Some(step_back));
    let leaves = matches!(part, Part::Screen(Screen::Ready)).then(|| dock(walker));
    screen.child(bar).child(calm_main(walker).child(p("").text_live(line)).child_live(again)).children(leaves)
}

/// What a future has come to that does not wait for anything.
fn at_once<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(it) => Some(it),
        Poll::Pending => None,
    }
}
