//! A question that must be answered before going on.
//!
//! Promises: focus stays inside while it is open and goes back where it came from; Escape is the same as closing it.

use leptos::html;
use leptos::prelude::*;

use super::choice::next;
use crate::platform::page;

/// A dialog over the page. Its body is built when it is first opened.
#[component]
pub fn Dialog(
    /// Whether it is open; closing sets it.
    open: RwSignal<bool>,
    /// Its heading.
    #[prop(into)]
    title: Signal<String>,
    /// What it says, and its buttons in a `<div class="actions">`.
    children: ChildrenFn,
) -> impl IntoView {
    let id = format!("dialog-{}", next());
    let labelled = id.clone();
    let dialog = NodeRef::<html::Dialog>::new();
    let body = StoredValue::new(children);
    Effect::new(move |_| match (dialog.get(), open.get()) {
        (Some(dialog), true) => page::open_dialog(&dialog),
        (Some(dialog), false) => page::close_dialog(&dialog),
        (None, _) => {}
    });
    view! {
        <dialog node_ref=dialog class="dialog" aria-labelledby=labelled on:close=move |_| open.set(false)>
            <h2 id=id>{title}</h2>
            {move || open.get().then(|| body.with_value(|body| body()))}
        </dialog>
    }
}
