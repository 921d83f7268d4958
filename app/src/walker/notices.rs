//! What a person must know now: what happened to their data and what to do.

use super::later::{self, Part};
use super::parts::{Tone, banner, button};
use super::state::{Notice, Walker};
use crate::platform::dom::{El, el};
use crate::platform::service_worker;
use crate::t;

/// The sentence.
pub fn sentence(notice: Notice) -> String {
    match notice {
        Notice::Full => t!("problem-storage-full"),
        Notice::Unsaved => t!("problem-unsaved"),
        Notice::PhotoUnsaved => t!("problem-photo-unsaved"),
        Notice::StoreRefused => t!("problem-storage-refused"),
        Notice::PhotoUnreadable => t!("problem-photo-unreadable"),
        Notice::FileFailed => t!("problem-file"),
    }
}

/// The middle of a screen, with troubles at its top and a way to try again while something waits to be saved.
pub fn main(walker: Walker) -> El {
    el("main").child_live(move || {
        let notice = walker.trouble.get()?;
        let again = move || {
            walker.trouble.set(None);
            walker.write_on();
        };
        let words = if walker.unwritten() > 0 { t!("retry") } else { t!("close") };
        let act = button("button", &words, "notice-retry", again);
        Some(banner(Tone::Bad, "notice", &sentence(notice), act))
    })
}

/// The middle of a screen on which no walk is under way: a newer version is offered too, and told is what happened to
/// what was kept.
pub fn calm_main(walker: Walker) -> El {
    let main = main(walker).child_live(move || {
        let take = || button("button", &t!("newer-take"), "take-over", service_worker::take_over);
        walker.newer.get().then(|| banner(Tone::Info, "newer", &t!("newer"), take()))
    });
    main.child(later::part(walker, Part::Told))
}
