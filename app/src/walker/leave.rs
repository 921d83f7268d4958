//! The way out to the walk, which is there also while the rest of *Redo?* is not.

use super::parts::button;
use super::screen::Screen;
use super::state::Walker;
use crate::platform::dom::{El, el};
use crate::platform::time::now_ms;
use crate::t;

/// Who comes within an hour before the walk is on the way to it.
const EARLY_MS: i64 = 60 * 60 * 1_000;

/// The button that leaves.
pub fn dock(walker: Walker) -> El {
    let words = if is_early(walker) { t!("ready-go-early") } else { t!("ready-go") };
    let go = button("button primary", &words, "ready-go", move || leave(walker));
    el("div").class("dock").child(go)
}

/// Whether it is so long until the walk that one looks at this at home.
pub fn is_early(walker: Walker) -> bool {
    let starts_at_ms = walker.walk.peek(|walk| walk.as_ref().map(|it| it.card().starts_at_ms));
    starts_at_ms.is_some_and(|it| it - now_ms() > EARLY_MS)
}

fn leave(walker: Walker) {
    walker.change_walk(|walk| walk.stands(true, None));
    walker.go_instead(Screen::Walk);
}
