//! Small things that the desk's pages are made of: the bar at the top, choices from a list, a text to copy.
//!
//! Promises: every choice has a name for screen readers; the bar's heading takes the focus when a page is opened.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform::{desk as browser, page, time};
use crate::t;
use crate::ui::{Button, Icon, announce};

/// The bar at the top of a page: its heading, and what narrows it or can be done.
#[component]
pub fn TopBar(
    /// The heading.
    #[prop(into)]
    title: Signal<String>,
    /// What stands beside it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    Effect::new(move |_| page::set_title(&format!("{} · {}", title.get(), t!("app-name"))));
    view! {
        <header class="top-bar">
            <h1 id="screen-title" tabindex="-1">{title}</h1>
            {children.map(|children| children())}
        </header>
    }
}

/// A possibility of a [`Pick`]: its value and its words.
pub type Possibility = (String, String);

/// A choice from a list that narrows what is shown.
#[component]
pub fn Pick(
    /// What is chosen by it.
    #[prop(into)]
    label: Signal<String>,
    /// What can be chosen; the empty value narrows nothing.
    #[prop(into)]
    options: Signal<Vec<Possibility>>,
    /// What is chosen.
    #[prop(into)]
    chosen: Signal<String>,
    /// Told the choice.
    #[prop(into)]
    on_pick: Callback<(String,)>,
    /// The hook by which browser tests find it.
    test: &'static str,
) -> impl IntoView {
    view! {
        <label class="filter" class:on=move || !chosen.get().is_empty()>
            <span class="visually-hidden">{label}</span>
            <select data-test=test on:change=move |event| on_pick.run((event_target_value(&event),))>
                {move || options.get().into_iter().map(|it| possibility(it, chosen)).collect_view()}
            </select>
        </label>
    }
}

/// A choice from a list as part of a form, with its name above it.
#[component]
pub fn Select(
    /// What is chosen by it.
    #[prop(into)]
    label: Signal<String>,
    /// What can be chosen.
    #[prop(into)]
    options: Signal<Vec<Possibility>>,
    /// What is chosen.
    value: RwSignal<String>,
    /// The element's id.
    id: &'static str,
    /// The hook by which browser tests find it.
    test: &'static str,
) -> impl IntoView {
    let chosen = Signal::from(value);
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select id=id data-test=test on:change=move |event| value.set(event_target_value(&event))>
                {move || options.get().into_iter().map(|it| possibility(it, chosen)).collect_view()}
            </select>
        </div>
    }
}

fn possibility((value, words): Possibility, chosen: Signal<String>) -> impl IntoView {
    let own = value.clone();
    view! { <option value=value prop:selected=move || chosen.get() == own>{words}</option> }
}

/// A button that puts a text on the clipboard and says so.
#[component]
pub fn CopyButton(
    /// The text.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let done = RwSignal::new(false);
    let copy = move || {
        spawn_local(async move {
            let went_well = browser::copy(&text.get_untracked()).await.is_ok();
            announce(if went_well { t!("desk-copied") } else { t!("desk-not-copied") });
            let _ = done.try_set(went_well);
            time::sleep(3_000).await;
            let _ = done.try_set(false);
        });
    };
    view! {
        <Button icon=Icon::Copy on_press=copy>
            {move || if done.get() { t!("desk-copied") } else { t!("desk-copy") }}
        </Button>
    }
}

/// Something to be opened or pasted elsewhere, to read and to copy.
#[component]
pub fn Copyable(
    /// What it is.
    label: String,
    /// What is copied.
    words: String,
    /// The hook by which browser tests find it.
    test: &'static str,
) -> impl IntoView {
    let copied = words.clone();
    view! {
        <div class="copyable">
            <p class="small quiet">{label}</p>
            <div>
                <code data-test=test>{words}</code>
                <CopyButton text=Signal::derive(move || copied.clone())/>
            </div>
        </div>
    }
}
