//! The list of findings.
//!
//! Promises: each row is a link to its finding; how many there are is told when it changes.

use leptos::prelude::*;
use shared::id::ObservationId;
use shared::situation::Finding;
use shared::statement::Feeling;

use super::Findings;
use crate::console::desk::{Desk, Shelf};
use crate::console::filters::Filters;
use crate::console::route::{Place, Route, to};
use crate::console::words::{
    feeling_name, feeling_text, finding_line, finding_title, icon_of, progress_line, tone,
};
use crate::t;
use crate::ui::{Badge, Button, Empty, Icon};

/// More rows than this are shown when asked for.
const ROWS: usize = 100;

/// The id of a finding's row.
pub fn row_id(id: ObservationId) -> String {
    format!("row-{id}")
}

/// The list.
#[component]
pub fn FindingList() -> impl IntoView {
    let findings = Findings::here();
    findings.fetched.view_once(move || view! { <Rows findings/> })
}

#[component]
fn Rows(findings: Findings) -> impl IntoView {
    let limit = RwSignal::new(ROWS);
    let count = Memo::new(move |_| findings.shown.with(Vec::len));
    let rows = move || findings.shown.with(|all| all.iter().take(limit.get()).cloned().collect::<Vec<_>>());
    view! {
        <p class="list-count small quiet" role="status" data-test="finding-count">
            {move || t!("desk-finding-count", n = count.get())}
        </p>
        {move || (count.get() == 0).then(|| view! { <Nothing/> })}
        <ul class="rows" role="list">
            <For each=rows key=fingerprint let:finding>
                <Row finding chosen=findings.chosen/>
            </For>
        </ul>
        {move || (count.get() > limit.get()).then(|| view! {
            <div class="actions">
                <Button on_press=move || limit.update(|limit| *limit += ROWS)>{t!("desk-show-more")}</Button>
            </div>
        })}
    }
}

/// A row is drawn anew only when what it says has changed.
fn fingerprint(it: &Finding) -> String {
    serde_json::to_string(it).unwrap_or_default()
}

#[component]
fn Row(finding: Finding, chosen: Memo<Option<ObservationId>>) -> impl IntoView {
    let (desk, shelf) = (Desk::here(), Shelf::here());
    let id = finding.id;
    let address = move || {
        let filters = desk.route.with(|route| route.filters.clone());
        Route { place: Place::Findings(Some(id)), filters }.address()
    };
    let (icon, state) = (icon_of(&finding.category), finding.state);
    let feeling = finding.feeling;
    let (line, progress) = (finding_line(&finding), progress_line(&finding));
    let disputed = (finding.decisions.len() > 1).then(|| {
        view! {
            <Badge tone=crate::ui::Tone::Bad>{t!("desk-disputed")}</Badge>
        }
    });
    let maybe =
        (!finding.suggestions.is_empty()).then(|| view! { <Badge>{t!("desk-maybe-same-badge")}</Badge> });
    view! {
        <li>
            <a class="row" id=row_id(id) data-test="finding-row" href=address
                aria-current=move || (chosen.get() == Some(id)).then_some("true")>
                <span class="thing" data-feeling=feeling_name(feeling)>
                    <Icon icon/><Mark feeling/>
                </span>
                <span class="row-words">
                    <span class="title">{move || finding_title(&finding, shelf)}</span>
                    <span class="quiet small">{line}</span>
                    <span class="marks"><Badge tone=tone(state)>{progress}</Badge>{disputed}{maybe}</span>
                </span>
            </a>
        </li>
    }
}

/// ♥ about the origin, 14 units wide.
const HEART: &str =
    "M0,6.2C-4.6,3.2-7,.6-7,-2.2A3.7,3.7 0 0 1 0,-3.6A3.7,3.7 0 0 1 7,-2.2C7,.6 4.6,3.2 0,6.2Z";
/// ! about the origin, 14 units high.
const EXCLAMATION: &str = "M-1.8,-7H1.8L1.2,1.8H-1.2ZM0,3.4A1.9,1.9 0 1 1 0,7.2A1.9,1.9 0 1 1 0,3.4Z";

/// Not a literal: what is drawn of literals alone goes through `innerHTML`, which our Trusted Types policy refuses.
const DISC: &str = "11";

/// ♥ or ! in the corner of a category's picture: never colour alone.
#[component]
pub fn Mark(
    /// Safe or unsafe.
    feeling: Feeling,
) -> impl IntoView {
    let sign = match feeling {
        Feeling::Safe => HEART,
        Feeling::Unsafe => EXCLAMATION,
    };
    view! {
        <svg class="mark" data-feeling=feeling_name(feeling) viewBox="-12 -12 24 24" role="img" aria-label=feeling_text(feeling)>
            <circle r=DISC></circle><path d=sign></path>
        </svg>
    }
}

/// Nothing is listed: because nothing came in yet, or because the filters admit nothing.
#[component]
fn Nothing() -> impl IntoView {
    let (desk, shelf) = (Desk::here(), Shelf::here());
    let filters = desk.filters();
    move || {
        if filters.with(|it| *it == Filters::default()) && shelf.findings.with(Vec::is_empty) == Some(true) {
            view! {
                <Empty icon=Icon::MapPin title=Signal::derive(|| t!("desk-no-findings"))>
                    <p>{t!("desk-no-findings-next")}</p>
                    <a class="button primary" href=to(Place::Walks)>{t!("desk-to-walks")}</a>
                </Empty>
            }
            .into_any()
        } else {
            let clear = move || desk.narrow(|filters| *filters = Filters::default());
            view! {
                <Empty icon=Icon::MagnifyingGlass title=Signal::derive(|| t!("desk-none-admitted"))>
                    <Button on_press=clear>{t!("desk-clear-filters")}</Button>
                </Empty>
            }
            .into_any()
        }
    }
}
