//! How far something has come.

use leptos::prelude::*;

/// A bar from nothing to all, with its name for screen readers.
#[component]
pub fn Progress(
    /// What goes on.
    #[prop(into)]
    label: Signal<String>,
    /// From 0 to 1; `None` while nobody knows.
    #[prop(into)]
    share: Signal<Option<f64>>,
) -> impl IntoView {
    view! {
        <progress class="progress" max="1" aria-label=label value=move || share.get().map(|share| share.to_string())>
        </progress>
    }
}
