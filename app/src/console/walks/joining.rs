//! How phones join a walk: its code, and what the desk can do with it.
//!
//! Promises: closing can be undone by the button that takes its place; replacing a code asks first, since posters with the
//! old one are of no use afterwards.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::WalkId;
use shared::wire::{CodeChange, PlannedWalk};

use crate::console::api::{self, API, Trouble};
use crate::console::desk::Desk;
use crate::console::fetched::Fetched;
use crate::console::form::Copyable;
use crate::console::route::{Place, to};
use crate::t;
use crate::text::date_in_full;
use crate::ui::{Button, Dialog, Icon, Kind, announce};

/// What the desk knows of a walk's code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinCode {
    id: WalkId,
    code: String,
    link: String,
    is_open: bool,
    is_closed_here: bool,
    closes_at_ms: Option<i64>,
}

impl JoinCode {
    /// Of a walk; none for those who do not get to know it.
    pub fn of(walk: &PlannedWalk) -> Option<Self> {
        Some(Self {
            id: walk.walk.id,
            code: walk.code.clone()?,
            link: walk.link.clone()?,
            is_open: walk.code_open,
            is_closed_here: walk.code_closed,
            closes_at_ms: walk.code_closes_at_ms,
        })
    }

    fn state(&self) -> String {
        match (self.is_open, self.is_closed_here, self.closes_at_ms) {
            (true, _, Some(at_ms)) => t!("desk-code-open-until", day = date_in_full(at_ms)),
            (true, _, None) => t!("desk-code-open"),
            (false, true, _) => t!("desk-code-closed"),
            (false, false, _) => t!("desk-code-over"),
        }
    }
}

/// The card: for the officers' eyes.
#[component]
pub fn Joining(
    /// The code.
    code: JoinCode,
    /// The walk, asked for again when the code is another.
    walk: Fetched<PlannedWalk>,
) -> impl IntoView {
    let (id, state) = (code.id, code.state());
    view! {
        <section class="card joining">
            <h2>{t!("desk-joining")}</h2>
            <p class="quiet">{t!("desk-joining-how")}</p>
            <p class="code" data-test="walk-code">{code.code}</p>
            <p data-test="walk-code-state">{state}</p>
            <img class="qr" data-test="walk-qr" src=format!("{API}/walks/{id}/qr.svg") alt=t!("desk-qr") width="240" height="240"/>
            <Copyable label=t!("desk-link") words=code.link test="walk-link"/>
            <a class="button primary wide" data-test="walk-poster" href=to(Place::Poster(id))>
                <Icon icon=Icon::Printer/>{t!("desk-print-poster")}
            </a>
            <CodeButtons id is_open=code.is_open walk/>
        </section>
    }
}

/// Close or open, and replace.
#[component]
fn CodeButtons(id: WalkId, is_open: bool, walk: Fetched<PlannedWalk>) -> impl IntoView {
    let (desk, asks) = (Desk::here(), RwSignal::new(false));
    let waits = RwSignal::new(false);
    let after = move |answer: Result<PlannedWalk, Trouble>, sentence: String| {
        match answer {
            Ok(_) => announce(sentence),
            Err(trouble) => desk.notice(&trouble),
        }
        walk.again();
        let _ = waits.try_set(false);
    };
    let turn = move || {
        waits.set(true);
        spawn_local(async move {
            let change = CodeChange { open: !is_open };
            let sentence = if is_open { t!("desk-code-closed") } else { t!("desk-code-opened") };
            after(api::put(&format!("/walks/{id}/code"), &change).await, sentence);
        });
    };
    let replace = move || {
        asks.set(false);
        waits.set(true);
        spawn_local(async move {
            after(api::post(&format!("/walks/{id}/code"), &()).await, t!("desk-code-replaced"));
        });
    };
    let (turn_icon, turn_words) =
        if is_open { (Icon::Lock, t!("desk-code-close")) } else { (Icon::Door, t!("desk-code-reopen")) };
    view! {
        <div class="save-line">
            <Button test="walk-code-turn" icon=turn_icon disabled=waits on_press=turn>{turn_words}</Button>
            <Button test="walk-code-replace" icon=Icon::Key disabled=waits on_press=move || asks.set(true)>
                {t!("desk-code-replace")}
            </Button>
        </div>
        <Dialog open=asks title=Signal::derive(|| t!("desk-code-replace-ask"))>
            <div class="stack">
                <p>{t!("desk-code-replace-how")}</p>
                <div class="actions">
                    <Button kind=Kind::Quiet on_press=move || asks.set(false)>{t!("cancel")}</Button>
                    <Button kind=Kind::Primary test="walk-code-replace-yes" on_press=replace>
                        {t!("desk-code-replace")}
                    </Button>
                </div>
            </div>
        </Dialog>
    }
}
