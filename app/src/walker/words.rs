//! A field whose words save themselves: on a pause, when it is left, when the page is put away.

use std::cell::RefCell;
use std::rc::Rc;

use shared::id::ObservationId;
use shared::merge::ObservationState;
use shared::statement::{Change, MAX_TEXT_CHARS};
use wasm_bindgen_futures::spawn_local;

use super::parts::{Asking, area_field};
use super::privacy::{Personal, personal_in};
use super::state::Walker;
use super::writer::Deed;
use crate::live::{Live, keep};
use crate::platform::dom::El;
use crate::platform::event::{PageEvent, is_visible, on};
use crate::platform::time::sleep;
use crate::t;

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

    /// The id and hook of the field.
    pub const fn hook(self) -> &'static str {
        match self {
            Self::Text => "sheet-text",
            Self::Proposal => "sheet-proposal",
            Self::Described => "sheet-described",
        }
    }
}

/// What is typed, and whose words it is. The last hand that lets go of it saves.
struct Typing {
    walker: Walker,
    of: ObservationId,
    words: Words,
    typed: RefCell<String>,
}

impl Typing {
    /// Saves the words if they are not what stands.
    fn save(&self) {
        let typed: String = self.typed.borrow().trim().chars().take(MAX_TEXT_CHARS).collect();
        let shown = self.walker.own.peek(|own| own.state.observation(self.of).map(|it| self.words.shown(it)));
        if shown.is_some_and(|shown| shown != typed) {
            self.walker.write(Deed::Change { of: self.of, change: self.words.change(typed) });
        }
    }
}

/// Saves when the screen is left, however it is left.
struct SavesAtLast(Rc<Typing>);

impl Drop for SavesAtLast {
    fn drop(&mut self) {
        let typing = self.0.clone();
        // The screen is being taken down just now; the words are written when that is done.
        spawn_local(async move { typing.save() });
    }
}

/// The field.
pub fn words_field(walker: Walker, of: ObservationId, words: Words, label: &str, hint: &str) -> El {
    let first = walker.own.peek(|own| own.state.observation(of).map(|it| words.shown(it)));
    let first = first.unwrap_or_default();
    let warned = Rc::new(Live::new(warning(&first)));
    let warns = warned.clone();
    let typing = Rc::new(Typing { walker, of, words, typed: RefCell::new(first.clone()) });
    let (typed, left, away) = (typing.clone(), typing.clone(), typing.clone());
    let typed = move |now: String| {
        warns.set(warning(&now));
        typed.typed.replace(now.clone());
        save_on_pause(typed.clone(), now);
    };
    let asking = Asking { label, hint, test: words.hook() };
    let rows = if words == Words::Text { "3" } else { "2" };
    let (field, area) = area_field(asking, rows, typed, move || left.save(), move || warned.get());
    let put_away = on(PageEvent::Visibility, move || {
        if !is_visible() {
            away.save();
        }
    });
    keep(Box::new((put_away, SavesAtLast(typing))));
    drop(area.text(&first));
    field
}

fn save_on_pause(typing: Rc<Typing>, then: String) {
    spawn_local(async move {
        sleep(PAUSE_MS).await;
        if *typing.typed.borrow() == then {
            typing.save();
        }
    });
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
