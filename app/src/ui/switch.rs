//! Switches for how the page looks and which language it speaks.

use leptos::prelude::*;

use super::choice::{Choice, Segmented};
use crate::platform::page;
use crate::{t, text};

/// Light, dark, night, or as the phone wants it.
#[component]
pub fn ThemeSwitch() -> impl IntoView {
    let chosen = RwSignal::new(theme_of(page::saved_theme().as_deref()));
    let choose = move |theme: Theme| {
        page::set_theme(theme.name());
        chosen.set(Some(theme));
    };
    let options = vec![
        Choice::new(Theme::Auto, || t!("theme-auto")),
        Choice::new(Theme::Light, || t!("theme-light")),
        Choice::new(Theme::Dark, || t!("theme-dark")),
        Choice::new(Theme::Night, || t!("theme-night")),
    ];
    view! { <Segmented legend=t!("theme") options chosen on_choose=choose/> }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Theme {
    Auto,
    Light,
    Dark,
    Night,
}

impl Theme {
    const fn name(self) -> Option<&'static str> {
        match self {
            Self::Auto => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
            Self::Night => Some("night"),
        }
    }
}

fn theme_of(name: Option<&str>) -> Option<Theme> {
    [Theme::Light, Theme::Dark, Theme::Night]
        .into_iter()
        .find(|theme| theme.name() == name)
        .or(Some(Theme::Auto))
}

/// Each language by its own name.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let languages = text::languages();
    let tags: Vec<String> = languages.iter().map(|language| language.tag.clone()).collect();
    let chosen = tags.iter().position(|tag| *tag == text::language());
    let words = languages.into_iter().map(|language| language.own_name);
    let options = words.enumerate().map(|(at, words)| Choice::new(at, move || words.clone())).collect();
    let choose = move |at: usize| tags.get(at).map_or((), |tag| text::choose(tag));
    view! { <Segmented legend=t!("language") options chosen on_choose=choose/> }
}
