//! What is one thing and what is not: how sure that is, what may be the same, and what officers say of it.
//!
//! Promises: no voice is lost by it; what is said holds however findings are merged later, and can be taken back at once
//! and at any later time.

pub mod others;
pub mod split;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::{ObservationId, RecordId};
use shared::situation::{Finding, Observation};
use shared::wire::NewGrouping;

use super::Findings;
use crate::console::api::{self, Trouble};
use crate::console::desk::Desk;
use crate::t;
use crate::ui::{Banner, Button, Kind, Toast, Tone, announce};
use others::{Nearby, Suggestions};
use split::Split;

/// The button that `m` leads to.
pub const MERGE_ID: &str = "finding-merge";

/// What became of what was said last.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Told {
    /// Nothing was said.
    #[default]
    Nothing,
    /// It is on its way.
    Telling,
    /// It did not arrive, or was refused.
    Failed(Trouble),
    /// It holds; the way back.
    Holds(Said, Undo),
    /// It was taken back.
    Undone,
}

/// What an officer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// Two findings are one thing.
    Merged,
    /// Some voices are about something else.
    Split,
    /// Two findings are two things, and that is not to be asked again.
    Distinct,
    /// Nothing any more of what officers said before.
    Nothing,
}

impl Said {
    fn sentence(self) -> String {
        match self {
            Self::Merged => t!("desk-merged-done"),
            Self::Split => t!("desk-split-done"),
            Self::Distinct => t!("desk-distinct-done"),
            Self::Nothing => t!("desk-grouping-gone"),
        }
    }
}

/// What takes it back.
#[derive(Debug, Clone, PartialEq)]
pub struct Undo {
    of: ObservationId,
    replaces: Vec<RecordId>,
}

/// Says something of what is one thing and what is not.
fn say(findings: Findings, desk: Desk, finding: &Finding, said: Said, grouping: NewGrouping) {
    let (of, known) = (finding.id, finding.groupings.clone());
    tell(findings, desk, of, grouping, move |after| {
        announce(said.sentence());
        let replaces = after.groupings.into_iter().filter(|id| !known.contains(id)).collect();
        Told::Holds(said, Undo { of, replaces })
    });
}

fn take_back(findings: Findings, desk: Desk, Undo { of, replaces }: Undo) {
    let grouping = NewGrouping { replaces, ..NewGrouping::default() };
    tell(findings, desk, of, grouping, |_| {
        announce(t!("desk-answer-undone"));
        Told::Undone
    });
}

/// Tells the server, and everybody who looks; `told` is what became of it, by the finding as it is then.
fn tell(
    findings: Findings,
    desk: Desk,
    of: ObservationId,
    grouping: NewGrouping,
    told: impl FnOnce(Finding) -> Told + 'static,
) {
    findings.told.set(Told::Telling);
    spawn_local(async move {
        let told = match api::post(&format!("/findings/{of}/grouping"), &grouping).await {
            Ok(after) => {
                desk.ask_anew();
                told(after)
            }
            Err(trouble) => {
                desk.notice(&trouble);
                Told::Failed(trouble)
            }
        };
        let _ = findings.told.try_set(told);
    });
}

/// What became of what was said last, with the way back. It is kept by the page: of two findings that were merged one name is
/// left, and that finding is drawn anew.
#[component]
pub fn WhatWasSaid(
    /// The finding that is open.
    finding: Memo<Option<Finding>>,
) -> impl IntoView {
    let (findings, desk) = (Findings::here(), Desk::here());
    let is_open = move |of: ObservationId| {
        finding.with(|it| it.as_ref().is_some_and(|it| it.observations.contains(&of)))
    };
    move || match findings.told.get() {
        Told::Nothing | Told::Telling => ().into_any(),
        Told::Holds(_, undo) if !is_open(undo.of) => ().into_any(),
        Told::Failed(trouble) => view! {
            <Banner tone=Tone::Bad><p>{trouble.sentence()}</p></Banner>
        }
        .into_any(),
        Told::Holds(said, undo) => {
            let words = Signal::derive(move || said.sentence());
            if undo.replaces.is_empty() {
                return view! { <Toast words/> }.into_any();
            }
            let back = Callback::new(move |()| take_back(findings, desk, undo.clone()));
            view! { <Toast words undo=(Signal::derive(|| t!("undo")), back)/> }.into_any()
        }
        Told::Undone => view! { <Toast words=Signal::derive(|| t!("desk-answer-undone"))/> }.into_any(),
    }
}

/// How sure it is that the voices belong together, what may belong to them too, and what an officer can say of it. What was
/// begun here stays when more comes in.
#[component]
pub fn Together(
    /// The finding.
    finding: Memo<Option<Finding>>,
    /// Its observations.
    members: Memo<Vec<Observation>>,
) -> impl IntoView {
    let (findings, is_officer) = (Findings::here(), Desk::here().is_officer());
    let (splits, merges) = (RwSignal::new(false), RwSignal::new(false));
    Effect::new(move |_| {
        if matches!(findings.told.get(), Told::Holds(..)) {
            merges.set(false);
        }
    });
    let several =
        Memo::new(move |_| finding.with(|it| it.as_ref().is_some_and(|it| it.observations.len() > 1)));
    let sure = move || finding.with(|it| it.as_ref().and_then(sureness));
    let doors = is_officer.then(|| view! {
        <div class="save-line">
            {move || several.get().then(|| view! {
                <Button on_press=move || splits.set(true) disabled=splits test="split">{t!("desk-split")}</Button>
            })}
            <Button id=MERGE_ID key_hint="M" on_press=move || merges.update(|it| *it = !*it) test="merge">
                {t!("desk-merge-with")}
            </Button>
        </div>
    });
    view! {
        <section class="stack together" aria-label=t!("desk-one-thing") data-test="together">
            {move || sure().map(|sure| view! { <p class="small quiet" data-test="confidence">{sure}</p> })}
            {move || finding.get().map(|finding| view! { <OfficersSaid finding/> })}
            {move || finding.get().map(|finding| view! { <Suggestions finding/> })}
            {doors}
            {move || splits.get().then(|| view! { <Split finding members close=move || splits.set(false)/> })}
            {move || finding.get().filter(|_| merges.get()).map(|finding| view! { <Nearby finding/> })}
        </section>
    }
}

/// How many percent; certain only where it is.
fn percent(probability: f64) -> f64 {
    if probability < 1.0 { (probability * 100.0).round().clamp(1.0, 99.0) } else { 100.0 }
}

fn sureness(finding: &Finding) -> Option<String> {
    let n = finding.observations.len();
    (n > 1).then(|| {
        if finding.confidence < 1.0 {
            t!("desk-sureness", n = n, p = percent(finding.confidence))
        } else {
            t!("desk-sureness-said", n = n)
        }
    })
}

/// That officers said what belongs here, with the way back to what is computed.
#[component]
fn OfficersSaid(finding: Finding) -> impl IntoView {
    let (findings, desk) = (Findings::here(), Desk::here());
    let is_said = !finding.groupings.is_empty();
    let end = move || {
        let grouping = NewGrouping { replaces: finding.groupings.clone(), ..NewGrouping::default() };
        say(findings, desk, &finding, Said::Nothing, grouping);
    };
    is_said.then(|| {
        let way_back = desk.is_officer().then(|| {
            view! {
                <Button kind=Kind::Quiet on_press=end test="ungroup">{t!("desk-ungroup")}</Button>
            }
        });
        view! { <p class="small quiet">{t!("desk-officers-said")}" "{way_back}</p> }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(probability: f64, expected: f64) {
        assert!((percent(probability) - expected).abs() < 1e-9, "{probability}");
    }

    #[test]
    fn what_is_not_certain_is_never_told_as_certain() {
        check(0.999, 99.0);
        check(0.974, 97.0);
        check(0.001, 1.0);
        check(1.0, 100.0);
    }
}
