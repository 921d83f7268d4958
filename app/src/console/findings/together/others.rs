//! Other findings that may be the same thing: those that are suggested, each with what speaks against it, and those nearby.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::id::ObservationId;
use shared::situation::{Doubt, Finding, Suggestion};
use shared::wire::NewGrouping;

use super::{Said, Told, percent, say};
use crate::console::desk::{Desk, Shelf};
use crate::console::findings::Findings;
use crate::console::route::{Place, to};
use crate::console::words::{finding_line, finding_title};
use crate::t;
use crate::ui::{Button, Kind};

/// So many of those that lie nearest are offered.
const OFFERED: usize = 6;

/// What may be the same thing, each with what speaks against it.
#[component]
pub fn Suggestions(
    /// The finding.
    finding: Finding,
) -> impl IntoView {
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
pub fn Nearby(
    /// The finding.
    finding: Finding,
) -> impl IntoView {
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
