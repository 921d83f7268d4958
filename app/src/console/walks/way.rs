//! The way of a walk on a map, with what was pointed out on it; and the same as a list.
//!
//! Promises: a press on a pin and a press on its row lead to the same finding; what was pointed out before the walk
//! began stands apart.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::id::ObservationId;
use shared::situation::{Finding, Observation};

use super::detail::Seen;
use super::loop_line::LonLat;
use crate::console::chart::{Chart, ChartFrame, ChartNote, Stage, first_sight};
use crate::console::desk::{Desk, Shelf};
use crate::console::findings::list::Mark;
use crate::console::route::{Place, to};
use crate::console::words::{feeling_name, finding_line, finding_title, icon_of, progress_line, tone};
use crate::map::Told;
use crate::t;
use crate::ui::{Badge, Icon};

/// More rows than this are not a list for reading on this page.
const ROWS: usize = 12;

/// Map and list.
#[component]
pub fn Way(
    /// What the page reads.
    seen: Seen,
) -> impl IntoView {
    let found = Memo::new(move |_| seen.found.get().unwrap_or_default());
    let parts = Memo::new(move |_| {
        let starts_at_ms = seen.walk.with(|it| it.walk.starts_at_ms).unwrap_or(i64::MIN);
        let on_the_walk: BTreeSet<ObservationId> =
            seen.heard.with(|all| said_from(all, starts_at_ms)).unwrap_or_default();
        let is_new = |it: &Finding| it.observations.iter().any(|id| on_the_walk.contains(id));
        found.with(|all| all.iter().cloned().partition::<Vec<_>, _>(is_new))
    });
    view! {
        <section class="card list-card way">
            <h2>{t!("desk-way")}</h2>
            <OnMap seen found/>
            {move || {
                let (during, before) = parts.get();
                let words = if before.is_empty() { t!("desk-finding-count", n = during.len()) } else { t!("desk-found-during", n = during.len()) };
                let earlier = (!before.is_empty()).then(|| listed(t!("desk-found-before", n = before.len()), before, "found-before"));
                view! { {listed(words, during, "found-during")}{earlier} }
            }}
        </section>
    }
}

/// What was said from this moment on.
fn said_from(all: &[Observation], from_ms: i64) -> BTreeSet<ObservationId> {
    all.iter().filter(|it| it.at_ms >= from_ms).map(|it| it.id).collect()
}

fn listed(words: String, findings: Vec<Finding>, test: &'static str) -> impl IntoView {
    let left_out = findings.len().saturating_sub(ROWS);
    let rows = findings.into_iter().take(ROWS).map(|finding| view! { <Row finding/> }).collect_view();
    view! {
        <h3 class="list-count small quiet">{words}</h3>
        <ul class="rows" role="list" data-test=test>{rows}</ul>
        {(left_out > 0).then(|| view! {
            <p class="list-count"><a class="more" href=to(Place::Findings(None))>{t!("desk-more-findings", n = left_out)}</a></p>
        })}
    }
}

#[component]
fn OnMap(seen: Seen, found: Memo<Vec<Finding>>) -> impl IntoView {
    let (desk, shelf) = (Desk::here(), Shelf::here());
    let chart = Chart::default();
    let line = Memo::new(move |_| seen.walk.with(|it| it.walk.loop_line.clone()).unwrap_or_default());
    let area = Memo::new(move |_| seen.walk.with(|it| it.walk.area.clone()).flatten());
    let areas = Signal::derive(move || shelf.areas.get().unwrap_or_default());
    let asked = Memo::new(move |_| seen.asked.get().unwrap_or_default());
    let things = move || -> Vec<LonLat> {
        let place = |it: &Finding| it.position.map(|at| [at.lon(), at.lat()]);
        let places = |all: &Vec<Finding>| all.iter().filter_map(place).collect::<Vec<_>>();
        [line.get(), found.with(places), asked.with(places)].concat()
    };
    chart.keep_areas(areas, area.into());
    chart.keep_loop(line.into());
    chart.keep_findings("findings", found.into(), Signal::stored(None));
    chart.keep_findings("ask", asked.into(), Signal::stored(None));
    let sight = move |stage: &Stage| {
        untrack(|| areas.with(|areas| first_sight(&things(), areas, area.get().as_ref(), stage)))
    };
    chart.keep_in_sight(Signal::derive(move || {
        areas.with(|areas| first_sight(&things(), areas, area.get().as_ref(), &Stage::Coming))
    }));
    let hear = move |told: Told| {
        if let Told::Tap { id, .. } = told
            && let Ok(id) = id.parse()
        {
            desk.go_to(Place::Findings(Some(id)));
        }
    };
    view! { <ChartFrame chart sight on_told=hear test="walk-map"/><ChartNote chart/> }
}

#[component]
fn Row(finding: Finding) -> impl IntoView {
    let shelf = Shelf::here();
    let (icon, feeling) = (icon_of(&finding.category), finding.feeling);
    let address = to(Place::Findings(Some(finding.id)));
    let (line, progress, state) = (finding_line(&finding), progress_line(&finding), tone(finding.state));
    view! {
        <li><a class="row" href=address>
            <span class="thing" data-feeling=feeling_name(feeling)><Icon icon/><Mark feeling/></span>
            <span class="row-words">
                <span class="title">{move || finding_title(&finding, shelf)}</span>
                <span class="quiet small">{line}</span>
                <span class="marks"><Badge tone=state>{progress}</Badge></span>
            </span>
        </a></li>
    }
}
