//! Taking a finding apart: the voices are ticked that are about something else.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::id::ObservationId;
use shared::situation::{Finding, Observation};
use shared::wire::NewGrouping;

use super::{MERGE_ID, Said, Told, say};
use crate::console::desk::Desk;
use crate::console::findings::Findings;
use crate::platform::page;
use crate::t;
use crate::text::day_and_time;
use crate::ui::{Button, Icon, Kind};

/// The voices, of which those are ticked that are about something else.
#[component]
pub fn Split(
    /// The finding.
    finding: Memo<Option<Finding>>,
    /// Its observations.
    members: Memo<Vec<Observation>>,
    /// Told when it is done or given up.
    #[prop(into)]
    close: Callback<()>,
) -> impl IntoView {
    let (findings, desk) = (Findings::here(), Desk::here());
    let ticked: RwSignal<BTreeSet<ObservationId>> = RwSignal::default();
    let parts = move |it: &Finding| -> (Vec<_>, Vec<_>) {
        ticked.with(|ticked| it.observations.iter().partition(|id| ticked.contains(id)))
    };
    let cannot = Signal::derive(move || {
        let parts = finding.with(|it| it.as_ref().map(parts)).unwrap_or_default();
        parts.0.is_empty() || parts.1.is_empty() || findings.told.get() == Told::Telling
    });
    let split = move || {
        if let Some(finding) = finding.get_untracked() {
            let (apart, one) = untrack(|| parts(&finding));
            say(findings, desk, &finding, Said::Split, NewGrouping { one, apart, replaces: vec![] });
        }
        close.run(());
    };
    let cancel = move || {
        close.run(());
        page::focus(MERGE_ID);
    };
    view! {
        <fieldset class="stack split" data-test="split-form">
            <legend>{t!("desk-split-which")}</legend>
            <For each=move || members.get() key=|it| it.id let:observation><Tick observation ticked/></For>
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
        <label class="voice-tick">
            <input type="checkbox" data-test="split-voice" on:change=toggle prop:checked=move || ticked.with(|all| all.contains(&id))/>
            <span>{said}<span class="quiet small">{format!(" {}", day_and_time(observation.at_ms))}</span></span>
        </label>
    }
}
