//! A field whose words save themselves: on a pause, when it is left, when the page is put away.

use leptos::prelude::*;
use shared::id::ObservationId;
use shared::merge::ObservationState;
use shared::statement::{Change, MAX_TEXT_CHARS};
use wasm_bindgen_futures::spawn_local;

use super::privacy::{Personal, personal_in};
use super::state::{Walker, walker};
use super::writer::Deed;
use crate::platform::event::{PageEvent, is_visible, on};
use crate::platform::time::sleep;
use crate::t;
use crate::ui::TextArea;

/// A pause this long saves. Each save is a record that is sent and kept, so not every letter is one.
const PAUSE_MS: u32 = 2_500;

/// Which words of an observation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// What the walker tells.
    Text,
    /// What the walker proposes.
    Proposal,
    /// Where it is.
    Described,
}

impl Words {
    /// The id of the field for [`Words::Text`].
    pub const TEXT_ID: &'static str = Self::Text.test();

    fn shown(self, it: &ObservationState) -> String {
        let words = match self {
            Self::Text => it.text.shown().cloned(),
            Self::Proposal => it.proposal.shown().cloned(),
            Self::Described => it.place().described,
        };
        words.unwrap_or_default()
    }

    const fn change(self, words: String) -> Change {
        match self {
            Self::Text => Change::Text(words),
            Self::Proposal => Change::Proposal(words),
            Self::Described => Change::Described(words),
        }
    }

    const fn test(self) -> &'static str {
        match self {
            Self::Text => "sheet-text",
            Self::Proposal => "sheet-proposal",
            Self::Described => "sheet-described",
        }
    }
}

/// The field.
#[component]
pub fn WordsField(
    /// Of which observation.
    of: ObservationId,
    /// Which words.
    words: Words,
    /// What it asks for.
    #[prop(into)]
    label: Signal<String>,
    /// A word of help.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
) -> impl IntoView {
    let walker = walker();
    let first = walker.own.with_untracked(|own| own.state.observation(of).map(|it| words.shown(it)));
    // Outlives the view, so that what was typed last is saved when the screen is left.
    let typed = ArcRwSignal::new(first.unwrap_or_default());
    let value = RwSignal::from(typed.clone());
    let save = {
        let typed = typed.clone();
        move || save(walker, of, words, typed.get_untracked())
    };
    on_cleanup(save.clone());
    save_on_pause(typed.clone(), save.clone());
    let put_away = {
        let save = save.clone();
        on(PageEvent::Visibility, move || {
            if !is_visible() {
                save()
            }
        })
    };
    let put_away = StoredValue::new_local(put_away);
    on_cleanup(move || drop(put_away.try_update_value(Option::take)));
    let problem = Signal::derive(move || warning(&value.get()));
    let rows = if words == Words::Text { 3 } else { 2 };
    view! { <TextArea id=words.test() label hint problem value rows on_leave=save test=words.test()/> }
}

fn save_on_pause(typed: ArcRwSignal<String>, save: impl Fn() + Clone + 'static) {
    Effect::new(move |before: Option<()>| {
        let words = typed.get();
        if before.is_some() {
            let (typed, save) = (typed.clone(), save.clone());
            spawn_local(async move {
                sleep(PAUSE_MS).await;
                if typed.get_untracked() == words {
                    save();
                }
            });
        }
    });
}

/// Saves the words if they are not what stands.
fn save(walker: Walker, of: ObservationId, words: Words, typed: String) {
    let typed: String = typed.trim().chars().take(MAX_TEXT_CHARS).collect();
    let shown = walker.own.with_untracked(|own| own.state.observation(of).map(|it| words.shown(it)));
    if shown.is_some_and(|shown| shown != typed) {
        walker.write(Deed::Change { of, change: words.change(typed) });
    }
}

fn warning(words: &str) -> Option<String> {
    if words.chars().count() > MAX_TEXT_CHARS {
        return Some(t!("problem-text-long"));
    }
    Some(match personal_in(words)? {
        Personal::Email => t!("personal-email"),
        Personal::Phone => t!("personal-phone"),
        Personal::IdentityNumber => t!("personal-identity"),
    })
}
