//! Choices: chips that are on or off, and a row of which one is chosen.

use std::sync::atomic::{AtomicUsize, Ordering};

use leptos::prelude::*;

/// A chip that is on or off.
#[component]
pub fn Chip(
    /// Whether it is on.
    #[prop(into)]
    on: Signal<bool>,
    /// Told the new wish.
    #[prop(into)]
    on_toggle: Callback<(bool,)>,
    /// The hook by which browser tests find it.
    #[prop(optional, into)]
    test: Option<String>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="chip"
            data-test=test
            aria-pressed=move || on.get().to_string()
            on:click=move |_| on_toggle.run((!on.get_untracked(),))
        >
            {children()}
        </button>
    }
}

/// One of the possibilities of a [`Segmented`]: its value and its words, which follow the language.
#[derive(Clone)]
pub struct Choice<T> {
    /// What is chosen by it.
    pub value: T,
    /// What it says.
    pub words: Signal<String>,
    /// What tests find it by.
    pub hook: Option<String>,
}

impl<T> Choice<T> {
    /// A possibility with its words, such as `Choice::new(2, || t!("severity-2"))`.
    pub fn new(value: T, words: impl Fn() -> String + Send + Sync + 'static) -> Self {
        Self { value, words: Signal::derive(words), hook: None }
    }

    /// The same, to be found by tests.
    #[must_use]
    pub fn hooked(self, hook: String) -> Self {
        Self { hook: Some(hook), ..self }
    }
}

/// A row of possibilities of which at most one is chosen; real radio buttons, so arrow keys work.
#[component]
pub fn Segmented<T: Copy + PartialEq + Send + Sync + 'static>(
    /// The question, for screen readers and, unless `quiet`, above the row.
    #[prop(into)]
    legend: Signal<String>,
    /// What can be chosen.
    options: Vec<Choice<T>>,
    /// What is chosen.
    #[prop(into)]
    chosen: Signal<Option<T>>,
    /// Told the choice.
    #[prop(into)]
    on_choose: Callback<(T,)>,
    /// Whether the question is for screen readers alone.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    let name = format!("choice-{}", next());
    let row = options.into_iter().map(|Choice { value, words, hook }| {
        view! {
            <label data-test=hook>
                <input
                    type="radio"
                    name=name.clone()
                    prop:checked=move || chosen.get() == Some(value)
                    on:change=move |_| on_choose.run((value,))
                />
                <span>{words}</span>
            </label>
        }
    });
    view! {
        <fieldset class="segmented">
            <legend class:visually-hidden=quiet>{legend}</legend>
            <div class="segments">{row.collect_view()}</div>
        </fieldset>
    }
}

/// A number that no other element of the page was given.
pub(super) fn next() -> usize {
    static LAST: AtomicUsize = AtomicUsize::new(0);
    LAST.fetch_add(1, Ordering::Relaxed)
}
