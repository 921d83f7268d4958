//! *Vad?*: one tap on a category saves.

use leptos::prelude::*;
use shared::statement::Feeling;
use shared::wire::Category;

use super::notices::Notices;
use super::state::walker;
use super::writer::Deed;
use crate::platform::time::now_ms;
use crate::t;
use crate::text::category_text;
use crate::ui::{AppBar, Icon, category_icon};

/// The screen.
#[component]
pub fn What(
    /// Safe or unsafe.
    feeling: Feeling,
) -> impl IntoView {
    let walker = walker();
    let tapped = RwSignal::new(false);
    let categories = walker.walk.with_untracked(|walk| walk.as_ref().map(|walk| walk.categories(feeling)));
    let tile = move |category: Category| {
        let (id, icon) = (category.id.clone(), category_icon(&category.icon));
        let words = move || category_text(category.id.as_str());
        let test = format!("category-{id}");
        let save = move |_| {
            // A finger that trembles taps twice; one observation is meant.
            if !tapped.get_untracked() {
                tapped.set(true);
                let at_ms = now_ms();
                let fix = walker.fix_now(at_ms);
                walker.write(Deed::Observe { feeling, category: id.clone(), fix, at_ms });
            }
        };
        view! {
            <li><button type="button" class="tile" data-test=test on:click=save><Icon icon/><span>{words}</span></button></li>
        }
    };
    // Once a trouble was told and closed, tapping works again.
    Effect::new(move |_| {
        if walker.trouble.get().is_none() && walker.unwritten() == 0 {
            tapped.set(false);
        }
    });
    let (title, class) = match feeling {
        Feeling::Safe => (t!("what-safe"), "tiles safe"),
        Feeling::Unsafe => (t!("what-unsafe"), "tiles unsafe"),
    };
    view! {
        <AppBar title subtitle=t!("what-one-tap") on_back=move || walker.back()/>
        <main>
            <Notices/>
            <ul role="list" class=class>{categories.unwrap_or_default().into_iter().map(tile).collect_view()}</ul>
        </main>
    }
}
