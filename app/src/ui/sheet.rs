//! A sheet that rises from the lower edge and is never in the way.

use leptos::prelude::*;

use super::choice::next;

/// More to tell about what was just done. What lies behind stays usable; focus is not taken.
#[component]
pub fn Sheet(
    /// Its heading.
    #[prop(into)]
    title: Signal<String>,
    /// A line under the heading.
    #[prop(optional, into)]
    subtitle: MaybeProp<String>,
    /// What stands before the heading, such as a tick.
    #[prop(optional, into)]
    before: Option<ViewFn>,
    /// What stands after it, such as *Ångra*.
    #[prop(optional, into)]
    after: Option<ViewFn>,
    /// The rest.
    children: Children,
) -> impl IntoView {
    let id = format!("sheet-{}", next());
    let labelled = id.clone();
    view! {
        <section class="sheet" aria-labelledby=labelled>
            <header class="sheet-head">
                {before.map(|view| view.run())}
                <div>
                    <h2 id=id tabindex="-1">{title}</h2>
                    {move || subtitle.get().map(|line| view! { <p class="quiet">{line}</p> })}
                </div>
                {after.map(|view| view.run())}
            </header>
            {children()}
        </section>
    }
}
