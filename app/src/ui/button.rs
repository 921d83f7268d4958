//! A press.

use leptos::prelude::*;

use super::icon::Icon;

/// What a button weighs on its screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Kind {
    /// The one thing to do here: amber.
    Primary,
    /// Something that can be done: outlined.
    #[default]
    Secondary,
    /// An aside: words alone.
    Quiet,
    /// ♥ safe.
    Safe,
    /// ! unsafe.
    Unsafe,
}

impl Kind {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button primary",
            Self::Secondary => "button",
            Self::Quiet => "button quiet",
            Self::Safe => "button safe",
            Self::Unsafe => "button unsafe",
        }
    }
}

/// A button with a word, and an icon before it where there is one. Wide buttons of a `.dock` are for thumbs.
#[component]
pub fn Button(
    /// What it weighs.
    #[prop(optional)]
    kind: Kind,
    /// The picture before the word.
    #[prop(optional, into)]
    icon: Option<Icon>,
    /// What happens.
    #[prop(into)]
    on_press: Callback<()>,
    /// Whether it waits for something.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// The key that does the same, shown at the desk.
    #[prop(optional, into)]
    key_hint: Option<&'static str>,
    /// The name for screen readers, where the icon stands alone.
    #[prop(optional, into)]
    label: Option<String>,
    /// The element's id.
    #[prop(optional, into)]
    id: Option<&'static str>,
    /// The hook by which browser tests find it.
    #[prop(optional, into)]
    test: Option<String>,
    /// The words.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let alone = children.is_none();
    view! {
        <button
            type="button"
            id=id
            data-test=test
            class=kind.class()
            class:alone=alone
            aria-label=label
            aria-keyshortcuts=key_hint
            prop:disabled=disabled
            on:click=move |_| on_press.run(())
        >
            {icon.map(|icon| view! { <Icon icon/> })}
            {children.map(|words| view! { <span>{words()}</span> })}
            {key_hint.map(|key| view! { <kbd aria-hidden="true">{key}</kbd> })}
        </button>
    }
}
