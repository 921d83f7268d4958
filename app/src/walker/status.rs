//! How well the phone knows where it is, how much is saved and sent, and how sending goes.

use leptos::prelude::*;

use super::own::Counts;
use super::screen::Screen;
use super::state::{Walker, walker};
use super::whereabouts::Knowing;
use crate::sync::SyncState;
use crate::t;
use crate::text::time;
use crate::ui::{Button, Icon};

/// The strip at the top while walking.
#[component]
pub fn Strip() -> impl IntoView {
    let walker = walker();
    let knowing = move || walker.whereabouts.get().knowing(walker.now_ms.get());
    view! {
        <header class="strip">
            <span data-test="accuracy" data-state=move || knowing().look()>
                <span class="dot" data-state=move || knowing().look()></span>
                {move || knowing_text(knowing())}
            </span>
            <Counter/>
            {move || (!walker.online.get()).then(|| view! {
                <span class="offline" data-test="offline"><Icon icon=Icon::WifiSlash label=t!("offline")/></span>
            })}
        </header>
    }
}

fn knowing_text(knowing: Knowing) -> String {
    match knowing {
        Knowing::Within(metres) => t!("accuracy", metres = metres.round()),
        Knowing::Looking => t!("accuracy-looking"),
        Knowing::Not(_) => t!("accuracy-none"),
    }
}

/// "7 sparade · 5 skickade"; leads to *Mina*.
#[component]
pub fn Counter() -> impl IntoView {
    let walker = walker();
    let counts = Memo::new(move |_| walker.own.with(|own| own.counts()));
    view! {
        <button
            type="button"
            class="button quiet"
            data-test="counter"
            data-saved=move || counts.get().saved.to_string()
            data-sent=move || counts.get().sent.to_string()
            on:click=move |_| walker.go(Screen::Mine)
        >
            {move || counts_text(counts.get())}
        </button>
    }
}

pub(super) fn counts_text(Counts { saved, sent }: Counts) -> String {
    t!("counter", saved = saved, sent = sent)
}

/// How sending goes, with *Skicka nu* while something waits.
#[component]
pub fn Sending() -> impl IntoView {
    let walker = walker();
    let left = Memo::new(move |_| walker.own.with(|own| own.counts().saved - own.counts().sent));
    let calm = move || left.get() == 0 && matches!(walker.sync_state.get(), SyncState::Resting);
    view! {
        <div class="sending">
            <p role="status" data-test="sync-state" data-state=move || name(&walker.sync_state.get())>
                {move || sentence(walker, &walker.sync_state.get(), left.get())}
            </p>
            <Button
                icon=Icon::CloudArrowUp
                on_press=move || walker.send_now()
                disabled=Signal::derive(calm)
                test="send-now"
            >
                {t!("send-now")}
            </Button>
        </div>
    }
}

const fn name(state: &SyncState) -> &'static str {
    match state {
        SyncState::Resting => "resting",
        SyncState::Sending => "sending",
        SyncState::Waiting { .. } => "waiting",
        SyncState::Stuck(_) => "stuck",
        SyncState::StoreFailed(_) => "store-failed",
    }
}

/// Always what happened to the data, and what happens next.
fn sentence(walker: Walker, state: &SyncState, left: usize) -> String {
    match state {
        SyncState::Resting if left == 0 && walker.own.with(|own| own.counts().saved) == 0 => {
            t!("sync-nothing")
        }
        SyncState::Resting if left == 0 => t!("sync-all"),
        SyncState::Resting => t!("sync-left", n = left),
        SyncState::Sending => t!("sync-sending"),
        SyncState::Waiting { offline: true, .. } => t!("problem-offline"),
        SyncState::Waiting { next_at_ms, .. } => t!("sync-waiting", at = time(*next_at_ms)),
        SyncState::Stuck(problem) if problem.status == 401 => t!("sync-not-let-in"),
        SyncState::Stuck(_) => t!("sync-stuck"),
        SyncState::StoreFailed(error) => super::notices::sentence(error.clone().into()),
    }
}
