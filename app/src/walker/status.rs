//! How well the phone knows where it is, how much is saved and sent, and how sending goes.

use shared::position::UNCERTAIN_M;

use super::own::{Counts, Own};
use super::parts::{bare, icon, pictured};
use super::screen::Screen;
use super::state::Walker;
use super::whereabouts::Knowing;
use crate::icon::Icon;
use crate::platform::dom::{El, el};
use crate::sync::SyncState;
use crate::t;
use crate::text::time;

/// The strip at the top while walking.
pub fn strip(walker: Walker) -> El {
    let look = move || Some(walker.knowing().look().to_owned());
    let accuracy = el("span").test("accuracy").attr_live("data-state", look);
    let accuracy = accuracy.child(el("span").class("dot").attr_live("data-state", look));
    let accuracy = accuracy.text_live(move || knowing_text(walker.knowing()));
    let offline = move || {
        let mark = || {
            el("span").class("offline").test("offline").attr("role", "img").attr("aria-label", &t!("offline"))
        };
        (!walker.online.get()).then(|| mark().child(icon(Icon::WifiSlash)))
    };
    el("header").class("strip").child(accuracy).child(counter(walker)).child_live(offline)
}

fn knowing_text(knowing: Knowing) -> String {
    match knowing {
        Knowing::Within(metres) if metres > UNCERTAIN_M => t!("accuracy-uncertain", metres = metres.round()),
        Knowing::Within(metres) => t!("accuracy", metres = metres.round()),
        Knowing::Looking => t!("accuracy-looking"),
        Knowing::Not(_) => t!("accuracy-none"),
    }
}

/// "7 sparade · 5 skickade"; leads to *Mina*.
fn counter(walker: Walker) -> El {
    bare("button quiet", "counter", move || walker.go(Screen::Mine))
        .attr_live("data-saved", move || Some(walker.counts().saved.to_string()))
        .attr_live("data-sent", move || Some(walker.counts().sent.to_string()))
        .text_live(move || counts_text(walker.counts()))
}

/// The counter's words.
pub fn counts_text(Counts { saved, sent }: Counts) -> String {
    t!("counter", saved = saved, sent = sent)
}

/// How sending goes, with *Skicka nu* while something waits.
pub fn sending(walker: Walker) -> El {
    let line = el("p").attr("role", "status").test("sync-state");
    let line = line.attr_live("data-state", move || Some(walker.sync_state.with(name).to_owned()));
    let line = line.text_live(move || {
        walker.sync_state.with(|state| sentence(state, walker.counts(), walker.own.with(Own::is_troubled)))
    });
    let calm = move || walker.counts().left() == 0 && walker.sync_state.with(|it| *it == SyncState::Resting);
    let now = pictured("button", Icon::CloudArrowUp, &t!("send-now"), "send-now", move || walker.send_now());
    el("div").class("sending").child(line).child(now.property_live("disabled", move || calm().into()))
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
fn sentence(state: &SyncState, counts: Counts, is_troubled: bool) -> String {
    match state {
        SyncState::Resting if counts.saved == 0 => t!("sync-nothing"),
        SyncState::Resting if counts.left() == 0 && is_troubled => t!("sync-all-but"),
        SyncState::Resting if counts.left() == 0 => t!("sync-all"),
        SyncState::Resting => t!("sync-left", n = counts.left()),
        SyncState::Sending => t!("sync-sending"),
        SyncState::Waiting { offline: true, .. } => t!("problem-offline"),
        SyncState::Waiting { next_at_ms, .. } => t!("sync-waiting", at = time(*next_at_ms)),
        SyncState::Stuck(problem) if problem.status == 401 => t!("sync-not-let-in"),
        SyncState::Stuck(_) => t!("sync-stuck"),
        SyncState::StoreFailed(error) => super::notices::sentence(error.clone().into()),
    }
}
