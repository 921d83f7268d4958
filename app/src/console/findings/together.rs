//! What is one thing and what is not: how sure that is, what may be the same, and what officers say of it.
//!
//! Promises: no voice is lost by it; what is said holds however findings are merged later, and can be taken back at once
//! and at any later time.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::{ObservationId, RecordId};
use shared::situation::{Doubt, Finding, Observation, Suggestion};
use shared::wire::NewGrouping;

use super::Findings;
use crate::console::api::{self, Trouble};
use crate::console::desk::{Desk, Shelf};
use crate::console::route::{Place, to};
use crate::console::words::{finding_line, finding_title};
use crate::platform::page;
use crate::t;
use crate::text::day_and_time;
use crate::ui::{Banner, Button, Icon, Kind, Toast, Tone, announce};

/// The button that `m` leads to.
pub const MERGE_ID: &str = "finding-merge";

/// So many of those that lie nearest are offered.
const OFFERED: usize = 6;

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

/// Tells the server, and everybody who looks.
fn say(findings: Findings, desk: Desk, finding: &Finding, said: Said, grouping: NewGrouping) {
    let (of, known) = (finding.id, finding.groupings.clone());
    findings.told.set(Told::Telling);
    spawn_local(async move {
        let told = match api::post::<Finding>(&format!("/findings/{of}/grouping"), &grouping).await {
            Ok(after) => {
                let replaces = after.groupings.into_iter().filter(|id| !known.contains(id)).collect();
                announce(said.sentence());
                desk.ask_anew();
                Told::Holds(said, Undo { of, replaces })
            }
            Err(trouble) => {
                desk.notice(&trouble);
                Told::Failed(trouble)
            }
        };
        let _ = findings.told.try_set(told);
    });
}

fn take_back(findings: Findings, desk: Desk, Undo { of, replaces }: Undo) {
    findings.told.set(Told::Telling);
    spawn_local(async move {
        let grouping = NewGrouping { replaces, ..NewGrouping::default() };
        let told = match api::tell(&format!("/findings/{of}/grouping"), &grouping).await {
            Ok(()) => {
                announce(t!("desk-answer-undone"));
                desk.ask_anew();
                Told::Undone
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

/// How sure it is that the voices belong together, what may belong to them too, and what an officer can say of it.
#[component]
pub fn Together(
    /// The finding.
    finding: Finding,
    /// Its observations.
    members: Vec<Observation>,
) -> impl IntoView {
    let is_officer = Desk::here().is_officer();
    let finding = StoredValue::new(finding);
    let members = StoredValue::new(members);
    let splits = RwSignal::new(false);
    let merges = RwSignal::new(false);
    let can_split = finding.with_value(|it| it.observations.len() > 1);
    let doors = move || {
        is_officer.then(|| view! {
            <div class="save-line">
                {can_split.then(|| view! {
                    <Button on_press=move || splits.set(true) disabled=splits test="split">{t!("desk-split")}</Button>
                })}
                <Button id=MERGE_ID key_hint="M" on_press=move || merges.update(|it| *it = !*it) test="merge">
                    {t!("desk-merge-with")}
                </Button>
            </div>
        })
    };
    view! {
        <section class="stack together" aria-label=t!("desk-one-thing") data-test="together">
            {finding.with_value(sureness).map(|sure| view! { <p class="small quiet" data-test="confidence">{sure}</p> })}
            {finding.with_value(|it| view! { <OfficersSaid finding=it.clone()/> })}
            {finding.with_value(|it| view! { <Suggestions finding=it.clone()/> })}
            {doors}
            {move || splits.get().then(|| view! {
                <Split finding=finding.get_value() members=members.get_value() close=move || splits.set(false)/>
            })}
            {move || merges.get().then(|| view! { <Nearby finding=finding.get_value()/> })}
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

/// What may be the same thing, each with what speaks against it.
#[component]
fn Suggestions(finding: Finding) -> impl IntoView {
    let shelf = Shelf::here();
    let finding = StoredValue::new(finding);
    let known = move || {
        let all = shelf.findings.get().unwrap_or_default();
        let suggestions = finding.with_value(|it| it.suggestions.clone());
        let with = |it: Suggestion| Some((all.iter().find(|other| other.id == it.finding)?.clone(), it));
        suggestions.into_iter().filter_map(with).take(OFFERED).collect::<Vec<_>>()
    };
    move || {
        let known = known();
        (!known.is_empty()).then(|| {
            let row = |(other, it): (Finding, Suggestion)| {
                let why = finding.with_value(|finding| doubt_text(finding, &other, &it));
                view! { <Other finding=finding.get_value() other why is_suggested=true/> }
            };
            view! {
                <h3>{t!("desk-maybe-same")}</h3>
                <ul class="stack others" role="list">{known.into_iter().map(row).collect_view()}</ul>
            }
        })
    }
}

fn doubt_text(finding: &Finding, other: &Finding, it: &Suggestion) -> String {
    let why = match (it.doubt, apart_m(finding, other)) {
        (Doubt::Apart, Some(m)) => t!("desk-doubt-apart", m = m.round()),
        (Doubt::Apart, None) => t!("desk-no-position"),
        (Doubt::SameWalker, _) => t!("desk-doubt-same-walker"),
        (Doubt::Time, _) => t!("desk-doubt-time"),
        (Doubt::Light, _) => t!("desk-doubt-light"),
        (Doubt::Extent, _) => t!("desk-doubt-extent"),
    };
    format!("{} {why}", t!("desk-maybe", p = percent(it.probability)))
}

fn apart_m(finding: &Finding, other: &Finding) -> Option<f64> {
    Some(finding.position?.distance_m(other.position?))
}

/// Those that lie nearest, whatever they are about.
#[component]
fn Nearby(finding: Finding) -> impl IntoView {
    let shelf = Shelf::here();
    let finding = StoredValue::new(finding);
    let others = move || {
        let all = shelf.findings.get().unwrap_or_default();
        finding.with_value(|it| nearest(it, all))
    };
    view! {
        <h3>{t!("desk-nearby")}</h3>
        {move || {
            let others = others();
            if others.is_empty() {
                return view! { <p class="small quiet">{t!("desk-nearby-none")}</p> }.into_any();
            }
            let row = |other: Finding| {
                let m = finding.with_value(|it| apart_m(it, &other));
                let why = m.map_or_else(|| t!("desk-no-position"), |m| t!("desk-metres-off", m = m.round()));
                view! { <Other finding=finding.get_value() other why is_suggested=false/> }
            };
            view! { <ul class="stack others" role="list">{others.into_iter().map(row).collect_view()}</ul> }.into_any()
        }}
    }
}

/// Those of one feeling that are not suggested already, nearest first; those without a place come last.
fn nearest(finding: &Finding, mut all: Vec<Finding>) -> Vec<Finding> {
    let suggested: BTreeSet<ObservationId> = finding.suggestions.iter().map(|it| it.finding).collect();
    all.retain(|it| it.id != finding.id && it.feeling == finding.feeling && !suggested.contains(&it.id));
    let off_m = |it: &Finding| apart_m(finding, it).unwrap_or(f64::INFINITY);
    all.sort_by(|a, b| off_m(a).total_cmp(&off_m(b)));
    all.truncate(OFFERED);
    all
}

/// Another finding that may be made one with it.
#[component]
fn Other(finding: Finding, other: Finding, why: String, is_suggested: bool) -> impl IntoView {
    let (findings, desk, shelf) = (Findings::here(), Desk::here(), Shelf::here());
    let (address, line) = (to(Place::Findings(Some(other.id))), finding_line(&other));
    let title = {
        let other = other.clone();
        move || finding_title(&other, shelf)
    };
    let is_telling = Signal::derive(move || findings.told.get() == Told::Telling);
    let (own, others) = (finding.observations.clone(), other.observations.clone());
    let (finding, name) = (StoredValue::new(finding), StoredValue::new(other));
    let one = [own.clone(), others.clone()].concat();
    let merge = move || {
        let grouping = NewGrouping { one: one.clone(), ..NewGrouping::default() };
        finding.with_value(|it| say(findings, desk, it, Said::Merged, grouping));
    };
    let part = move || {
        let grouping = NewGrouping { one: own.clone(), apart: others.clone(), replaces: vec![] };
        finding.with_value(|it| say(findings, desk, it, Said::Distinct, grouping));
    };
    let label = move || name.with_value(|it| t!("desk-merge-this", title = finding_title(it, shelf)));
    let doors = desk.is_officer().then(|| view! {
        <div class="save-line">
            <Button disabled=is_telling on_press=merge label=untrack(label) test="merge-this">{t!("desk-merge")}</Button>
            {is_suggested.then(|| view! {
                <Button kind=Kind::Quiet disabled=is_telling on_press=part test="distinct">{t!("desk-distinct")}</Button>
            })}
        </div>
    });
    view! {
        <li class="fact">
            <a href=address>{title}</a>
            <p class="small quiet">{line}</p>
            <p class="small">{why}</p>
            {doors}
        </li>
    }
}

/// The voices, of which those are ticked that are about something else.
#[component]
fn Split(finding: Finding, members: Vec<Observation>, #[prop(into)] close: Callback<()>) -> impl IntoView {
    let (findings, desk) = (Findings::here(), Desk::here());
    let ticked: RwSignal<BTreeSet<ObservationId>> = RwSignal::default();
    let all = finding.observations.len();
    let cannot = Signal::derive(move || {
        let some = ticked.with(BTreeSet::len);
        some == 0 || some == all || findings.told.get() == Told::Telling
    });
    let split = move || {
        let ticked = ticked.get_untracked();
        let (apart, one) = finding.observations.iter().partition(|id| ticked.contains(id));
        say(findings, desk, &finding, Said::Split, NewGrouping { one, apart, replaces: vec![] });
        close.run(());
    };
    let cancel = move || {
        close.run(());
        page::focus(MERGE_ID);
    };
    let rows = members.into_iter().map(|it| view! { <Tick observation=it ticked/> }).collect_view();
    view! {
        <fieldset class="stack split" data-test="split-form">
            <legend>{t!("desk-split-which")}</legend>
            {rows}
            <div class="save-line">
                <Button kind=Kind::Primary icon=Icon::Check disabled=cannot on_press=split test="split-save">
                    {t!("desk-split")}
                </Button>
                <Button on_press=cancel>{t!("cancel")}</Button>
            </div>
        </fieldset>
    }
}

#[component]
fn Tick(observation: Observation, ticked: RwSignal<BTreeSet<ObservationId>>) -> impl IntoView {
    let id = observation.id;
    let said = observation.text.unwrap_or_else(|| t!("desk-no-words"));
    let toggle = move |_| {
        ticked.update(|all| {
            if !all.remove(&id) {
                all.insert(id);
            }
        });
    };
    view! {
        <label class="tick">
            <input type="checkbox" data-test="split-voice" on:change=toggle prop:checked=move || ticked.with(|all| all.contains(&id))/>
            <span>{said}<span class="quiet small">{format!(" {}", day_and_time(observation.at_ms))}</span></span>
        </label>
    }
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
