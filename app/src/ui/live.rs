//! What a screen reader is told when the screen changes by itself.

use leptos::prelude::*;

thread_local! {
    // One page, one voice.
    static SAID: ArcRwSignal<(bool, String)> = ArcRwSignal::new((false, String::new()));
}

/// Says a sentence politely: after what is being read now. The same sentence twice is said twice.
pub fn announce(sentence: impl Into<String>) {
    SAID.with(|said| said.update(|(odd, words)| (*odd, *words) = (!*odd, sentence.into())));
}

/// The voice; [`super::start`] puts one in every page.
#[component]
pub fn LiveRegion() -> impl IntoView {
    let said = SAID.with(Clone::clone);
    // A changed text is read again; a no-break space makes the same sentence a change.
    let words = move || said.with(|(odd, words)| format!("{words}{}", if *odd { "\u{a0}" } else { "" }));
    view! { <div class="visually-hidden" aria-live="polite" aria-atomic="true">{words}</div> }
}
