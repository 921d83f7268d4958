//! *Vad?*: one tap on a category saves.

use std::cell::Cell;
use std::rc::Rc;

use shared::statement::Feeling;

use super::notices::main;
use super::parts::{app_bar, bare, category_hook, icon, list};
use super::state::Walker;
use super::writer::Deed;
use crate::icon::category_icon;
use crate::live::follow;
use crate::platform::address::step_back;
use crate::platform::dom::{El, el};
use crate::platform::time::now_ms;
use crate::t;
use crate::text::category_text;

/// The screen.
pub fn what(walker: Walker, screen: El, feeling: Feeling) -> El {
    let tapped = Rc::new(Cell::new(false));
    let tiles = walker.categories(feeling).into_iter().map(|category| {
        let (tapped, id) = (tapped.clone(), category.id.clone());
        let save = move || {
            // A finger that trembles taps twice; one observation is meant.
            if !tapped.replace(true) {
                let at_ms = now_ms();
                let (category, fix) = (id.clone(), walker.fix_now(at_ms));
                let pointed = walker.pointed.now();
                walker.write(Deed::Observe { feeling, category, fix, pointed, at_ms });
            }
        };
        let tile = bare("tile", &category_hook("category-", &category), save);
        let words = el("span").text(&category_text(category.id.as_str()));
        el("li").child(tile.child(icon(category_icon(&category.icon))).child(words))
    });
    let (title, class) = match feeling {
        Feeling::Safe => (t!("what-safe"), "tiles safe"),
        Feeling::Unsafe => (t!("what-unsafe"), "tiles unsafe"),
    };
    let tiles = list(class).children(tiles);
    // Once a trouble was told and closed, tapping works again.
    follow(move || {
        if walker.trouble.get().is_none() && walker.unwritten() == 0 {
            tapped.set(false);
        }
    });
    let bar = app_bar(&title, || t!("what-one-tap"), Some(step_back));
    screen.child(bar).child(main(walker).child(tiles))
}
