//! What is told: badges, banners, toasts and empty places.
//!
//! Promises: nothing that is told here goes away by itself while it can still be acted on.

use leptos::prelude::*;

use super::icon::Icon;

/// How something is meant; always beside a word, never colour alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// Just so.
    #[default]
    Plain,
    /// Good, done, safe.
    Good,
    /// Look here: new.
    Notice,
    /// Bad, late, stuck.
    Bad,
    /// To know.
    Info,
}

impl Tone {
    const fn word(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Good => "good",
            Self::Notice => "notice",
            Self::Bad => "bad",
            Self::Info => "info",
        }
    }

    const fn icon(self) -> Icon {
        match self {
            Self::Good => Icon::CheckCircle,
            Self::Bad => Icon::WarningCircle,
            Self::Plain | Self::Notice | Self::Info => Icon::Info,
        }
    }
}

/// A word in a small coloured field, such as a finding's state.
#[component]
pub fn Badge(
    /// How it is meant.
    #[prop(optional, into)]
    tone: Signal<Tone>,
    /// The word.
    children: Children,
) -> impl IntoView {
    view! { <span class="badge" data-tone=move || tone.get().word()>{children()}</span> }
}

/// A line across the screen: off line, a new version, a problem with what to do about it.
#[component]
pub fn Banner(
    /// How it is meant.
    #[prop(optional)]
    tone: Tone,
    /// The picture, where the tone's own will not do.
    #[prop(optional, into)]
    icon: Option<Icon>,
    /// The sentence, and a [`super::Button`] where something can be done.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="banner" data-tone=tone.word() role=if tone == Tone::Bad { "alert" } else { "status" }>
            <Icon icon=icon.unwrap_or(tone.icon())/>
            <div class="banner-words">{children()}</div>
        </div>
    }
}

/// What just happened, with the way back beside it. The caller says how long it stays.
#[component]
pub fn Toast(
    /// The sentence.
    #[prop(into)]
    words: Signal<String>,
    /// The way back, such as "Ångra", and what it does.
    #[prop(optional, into)]
    undo: Option<(Signal<String>, Callback<()>)>,
) -> impl IntoView {
    view! {
        <div class="toast" role="status">
            <Icon icon=Icon::Check/>
            <span>{words}</span>
            {undo.map(|(words, undo)| view! {
                <button type="button" class="button quiet" on:click=move |_| undo.run(())>{words}</button>
            })}
        </div>
    }
}

/// A place where nothing is yet: says so, and teaches the next step.
#[component]
pub fn Empty(
    /// The picture.
    icon: Icon,
    /// What is not there yet.
    #[prop(into)]
    title: Signal<String>,
    /// The next step: a sentence, and a [`super::Button`] where there is one.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon icon/>
            <h2>{title}</h2>
            {children()}
        </div>
    }
}
