//! The strip at the top of a walker's screen: where one is and the way back.

use leptos::prelude::*;

use super::icon::Icon;
use crate::t;

/// A heading with an icon or a way back before it, and small things after it.
#[component]
pub fn AppBar(
    /// The screen's heading.
    #[prop(into)]
    title: Signal<String>,
    /// A line under it.
    #[prop(optional, into)]
    subtitle: MaybeProp<String>,
    /// The way back, if there is one.
    #[prop(optional, into)]
    on_back: Option<Callback<()>>,
    /// The picture before the heading where there is no way back.
    #[prop(default = Icon::Lantern)]
    icon: Icon,
    /// What stands at the end: counters, a menu.
    #[prop(optional, into)]
    end: Option<ViewFn>,
) -> impl IntoView {
    let before = match on_back {
        Some(on_back) => view! {
            <button type="button" class="button alone quiet" aria-label=t!("back") on:click=move |_| on_back.run(())>
                <Icon icon=Icon::CaretLeft/>
            </button>
        }
        .into_any(),
        None => view! { <Icon icon/> }.into_any(),
    };
    view! {
        <header class="app-bar">
            {before}
            <div class="app-bar-words">
                <h1 id="screen-title" tabindex="-1">{title}</h1>
                {move || subtitle.get().map(|line| view! { <p>{line}</p> })}
            </div>
            {end.map(|view| view.run())}
        </header>
    }
}
