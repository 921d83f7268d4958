//! What comes after the first paint, in a file of its own: the screens on which nothing is recorded.
//!
//! Promises: recording never waits for it; once it lies on the phone it is there without net; if it cannot be had yet,
//! that is said, with a way to try again.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use wasm_bindgen_futures::spawn_local;

use super::notices::calm_main;
use super::parts::{button, p};
use super::screen::Screen;
use super::state::Walker;
use super::{end, mine};
use crate::platform::dom::El;
use crate::t;

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

/// The second half did not come, or does not have it.
#[derive(Debug)]
pub struct NotHere;

/// Draws a screen of the second half; the caller has fetched it.
#[cfg(feature = "split")]
#[wasm_split_helpers::wasm_split(later, fallible, preload(fetch))]
fn drawn(walker: Walker, screen: El, which: Screen) -> Result<El, NotHere> {
    draw_here(walker, screen, which)
}

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for NotHere {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

/// Whoever builds the walker in one piece has it all at once.
#[cfg(not(feature = "split"))]
async fn drawn(walker: Walker, screen: El, which: Screen) -> Result<El, NotHere> {
    std::future::ready(draw_here(walker, screen, which)).await
}

#[cfg(not(feature = "split"))]
async fn fetch() -> Result<(), NotHere> {
    std::future::ready(Ok(())).await
}

fn draw_here(walker: Walker, screen: El, which: Screen) -> Result<El, NotHere> {
    match which {
        Screen::Mine => Ok(mine::mine(walker, screen)),
        Screen::End => Ok(end::end(walker, screen)),
        _ => Err(NotHere),
    }
}

impl Walker {
    /// Fetches the second half, from the phone itself when it was here before.
    pub(super) fn fetch_later(self) {
        self.later.set(Later::Coming);
        spawn_local(async move {
            let came = fetch().await.is_ok();
            self.later.set(if came { Later::Here } else { Later::Failed });
        });
    }
}

/// The screen, or what is to be said while it is not here.
pub fn draw(walker: Walker, screen: El, which: Screen) -> El {
    let drawn = |screen: &El| at_once(drawn(walker, screen.clone(), which))?.ok();
    let here = (walker.later.now() == Later::Here).then(|| drawn(&screen)).flatten();
    here.unwrap_or_else(|| waiting(walker, screen))
}

fn waiting(walker: Walker, screen: El) -> El {
    let line = move || match walker.later.get() {
        Later::Failed => t!("later-failed"),
        Later::Coming | Later::Here => t!("later-coming"),
    };
    let again = move || button("button", &t!("retry"), "later-again", move || walker.fetch_later());
    let again = move || (walker.later.get() == Later::Failed).then(again);
    screen.child(calm_main(walker).child(p("").text_live(line)).child_live(again))
}

/// What a future has come to that does not wait for anything.
fn at_once<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(it) => Some(it),
        Poll::Pending => None,
    }
}
