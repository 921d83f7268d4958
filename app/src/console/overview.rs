//! The overview: what came in since last time, what waits for an answer, the next walk, the neighbourhoods.
//!
//! Promises: a desk where nothing is yet teaches the next step.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::id::AreaId;
use shared::situation::{Finding, Observation};
use shared::time::DAY_MS;
use shared::wire::{PlannedWalk, WalkCard};

use super::desk::{Desk, Shelf};
use super::fetched::{Fetched, waiting};
use super::filters::{Filters, Progress, waits};
use super::findings::list::Mark;
use super::form::TopBar;
use super::route::{Place, Route, to};
use super::words::{feeling_name, finding_line, finding_title, icon_of};
use crate::platform::{settings, time};
use crate::t;
use crate::text::{category_text, date_in_full, day_and_time};
use crate::ui::{Badge, Empty, Icon, Tone};

const LAST_VISIT_KEY: &str = "desk-last-visit";
const SHOWN: usize = 5;
const IMPORT: &str = "lykta areas import stadsdelar.geojson";
/// What came in within this time is fetched, to tell what is new.
const LATELY_MS: i64 = 60 * DAY_MS;

/// When the person was here before, by this computer's memory; and from now on, now. A visit lasts an hour.
fn last_visit_ms() -> Option<i64> {
    let now_ms = time::now_ms();
    let kept: Vec<i64> = settings::kept(LAST_VISIT_KEY)
        .iter()
        .flat_map(|it| it.split(' '))
        .filter_map(|it| it.parse().ok())
        .collect();
    let (before, began) = (kept.first().copied(), kept.get(1).copied());
    let fresh = began.is_none_or(|began| now_ms - began > 60 * 60 * 1_000);
    let (before, began) = if fresh { (began, now_ms) } else { (before, began.unwrap_or(now_ms)) };
    let first = before.map_or_else(|| "-".to_owned(), |it| it.to_string());
    settings::keep(LAST_VISIT_KEY, &format!("{first} {began}"));
    before
}

/// The page.
#[component]
pub fn OverviewPage() -> impl IntoView {
    let shelf = Shelf::here();
    let since_ms = last_visit_ms();
    let from = time::now_ms() - LATELY_MS;
    let lately: Fetched<Vec<Observation>> = Fetched::new(move || Some(format!("/observations?from={from}")));
    // Together, so that nothing jumps.
    let settled = Memo::new(move |_| {
        let shelf_is = shelf.areas.is_settled() && shelf.findings.is_settled() && shelf.walks.is_settled();
        shelf_is && lately.is_settled()
    });
    view! {
        <TopBar title=Signal::derive(|| t!("desk-overview"))/>
        <div class="pages">
            {move || {
                if settled.get() { view! { <Cards lately since_ms/> }.into_any() } else { waiting().into_any() }
            }}
        </div>
    }
}

/// All parts together, each with its own answer or failure.
#[component]
fn Cards(lately: Fetched<Vec<Observation>>, since_ms: Option<i64>) -> impl IntoView {
    let shelf = Shelf::here();
    view! {
        {shelf.areas.view(move |areas| areas.is_empty().then(|| view! { <FirstSteps/> }))}
        <div class="tiles-of-cards">
            <section class="card">
                <h2>{t!("desk-to-answer")}</h2>
                {shelf.findings.view(|all| view! { <ToAnswer all/> })}
            </section>
            <section class="card">
                <h2>{t!("desk-lately")}</h2>
                {lately.view(move |all| view! { <Lately all since_ms/> })}
            </section>
            <section class="card">
                <h2>{t!("desk-next-walk")}</h2>
                {shelf.walks.view(|all| view! { <NextWalk all/> })}
            </section>
            <section class="card">
                <h2>{t!("desk-areas")}</h2>
                {shelf.areas.view(move |_| view! { <Areas/> })}
            </section>
        </div>
    }
}

/// Nothing is set up yet.
#[component]
fn FirstSteps() -> impl IntoView {
    view! {
        <Empty icon=Icon::Lantern title=Signal::derive(|| t!("desk-first-steps"))>
            <p>{t!("desk-import-areas")}</p>
            <p><code>{IMPORT}</code></p>
            <p>{t!("desk-import-areas-then")}</p>
        </Empty>
    }
}

#[component]
fn ToAnswer(all: Vec<Finding>) -> impl IntoView {
    let shelf = Shelf::here();
    let mut waiting: Vec<Finding> = all.into_iter().filter(waits).collect();
    waiting.sort_by(|a, b| b.voices.cmp(&a.voices).then(a.first_at_ms.cmp(&b.first_at_ms)));
    let count = waiting.len();
    let filters = Filters { progress: Some(Progress::Unanswered), ..Filters::default() };
    let address = Route { place: Place::Findings(None), filters }.address();
    if count == 0 {
        return view! { <p class="quiet">{t!("desk-all-answered")}</p> }.into_any();
    }
    let rows = waiting.into_iter().take(SHOWN).map(|finding| {
        let place = Place::Findings(Some(finding.id));
        let (icon, line, feeling) = (icon_of(&finding.category), finding_line(&finding), finding.feeling);
        view! {
            <li><a class="row" href=to(place)>
                <span class="thing" data-feeling=feeling_name(feeling)><Icon icon/><Mark feeling/></span>
                <span class="row-words">
                    <span class="title">{move || finding_title(&finding, shelf)}</span>
                    <span class="quiet small">{line}</span>
                </span>
            </a></li>
        }
    });
    view! {
        <p class="quiet">{t!("desk-waiting-count", n = count)}</p>
        <ul class="rows" role="list">{rows.collect_view()}</ul>
        <a class="more" href=address>{t!("desk-show-all", n = count)}<Icon icon=Icon::ArrowRight/></a>
    }
    .into_any()
}

#[component]
fn Lately(all: Vec<Observation>, since_ms: Option<i64>) -> impl IntoView {
    let came_ms = |it: &Observation| it.arrived_at_ms.unwrap_or(it.at_ms);
    let new = since_ms.map(|since| (all.iter().filter(|it| came_ms(it) > since).count(), since));
    let mut all = all;
    all.sort_by_key(|it| std::cmp::Reverse(came_ms(it)));
    if all.is_empty() {
        return view! { <p class="quiet">{t!("desk-nothing-lately")}</p> }.into_any();
    }
    let told = new.map_or_else(
        || t!("desk-in-sixty-days", n = all.len()),
        |(n, since)| t!("desk-new-since", n = n, day = day_and_time(since)),
    );
    let rows = all.into_iter().take(SHOWN).map(|it| {
        let (icon, feeling) = (icon_of(&it.category), it.feeling);
        let words = it.text.clone().unwrap_or_else(|| t!("desk-no-words"));
        view! {
            <li><a class="row" href=to(Place::Findings(Some(it.id)))>
                <span class="thing" data-feeling=feeling_name(feeling)><Icon icon/><Mark feeling/></span>
                <span class="row-words">
                    <span class="title">{category_text(it.category.as_str())}</span>
                    <span class="quiet small clip">{words}</span>
                    <span class="quiet tiny">{day_and_time(it.at_ms)}</span>
                </span>
            </a></li>
        }
    });
    view! {
        <p class="quiet">{told}</p>
        <ul class="rows" role="list">{rows.collect_view()}</ul>
        <a class="more" href=to(Place::Observations)>{t!("desk-to-observations")}<Icon icon=Icon::ArrowRight/></a>
    }
    .into_any()
}

#[component]
fn NextWalk(all: Vec<PlannedWalk>) -> impl IntoView {
    let shelf = Shelf::here();
    let desk = Desk::here();
    let now_ms = time::now_ms();
    let cards = all.into_iter().map(|it| it.walk);
    let next: Option<WalkCard> = cards.filter(|it| !it.is_over(now_ms)).min_by_key(|it| it.starts_at_ms);
    let plan =
        move || {
            desk.is_officer().then(|| view! {
        <a class="button" href=to(Place::NewWalk)><Icon icon=Icon::Plus/>{t!("desk-plan-walk")}</a>
    })
        };
    match next {
        None => view! { <p class="quiet">{t!("desk-no-next-walk")}</p>{plan} }.into_any(),
        Some(walk) => {
            let area = walk.area.clone();
            let demonstration = walk
                .demonstration
                .then(|| view! { <Badge tone=Tone::Notice>{t!("desk-demonstration")}</Badge> });
            view! {
                <p class="next-walk"><a href=to(Place::Walk(walk.id))>{walk.title}</a>" "{demonstration}</p>
                <p>{date_in_full(walk.starts_at_ms)}</p>
                <p class="quiet">{move || area.as_ref().map(|id| shelf.area_name(id))}{walk.meeting_place.map(|it| format!(" · {it}"))}</p>
                {plan}
            }
            .into_any()
        }
    }
}

/// Findings of every neighbourhood, of places outside all of them, and of all together: the rows add up.
#[component]
fn Areas() -> impl IntoView {
    let shelf = Shelf::here();
    let rows = move || {
        let (areas, findings) =
            (shelf.areas.get().unwrap_or_default(), shelf.findings.get().unwrap_or_default());
        let known: BTreeSet<&AreaId> = areas.iter().map(|it| &it.id).collect();
        let of = |is_own: &dyn Fn(&Finding) -> bool| Tally::of(findings.iter().filter(|it| is_own(it)));
        let named = areas.iter().map(|area| {
            let filters = Filters { area: Some(area.id.clone()), ..Filters::default() };
            let address = Route { place: Place::Picture, filters }.address();
            area_row(Some(address), area.name.clone(), of(&|it| it.area.as_ref() == Some(&area.id)))
        });
        let outside = of(&|it| it.area.as_ref().is_none_or(|area| !known.contains(area)));
        let outside = (outside.all > 0).then(|| area_row(None, t!("desk-outside-all-areas"), outside));
        let all = area_row(None, t!("desk-areas-total"), of(&|_| true));
        named.chain(outside).chain([all]).collect_view()
    };
    view! {
        <div class="table-frame" role="region" tabindex="0" aria-label=t!("desk-areas")>
            <table>
                <thead><tr><th scope="col">{t!("desk-area")}</th><th scope="col" class="number">{t!("desk-findings")}</th>
                    <th scope="col" class="number">{t!("desk-unanswered")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// How many findings there are, and how many of them wait for an answer.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Tally {
    all: usize,
    waiting: usize,
}

impl Tally {
    fn of<'a>(findings: impl Iterator<Item = &'a Finding>) -> Self {
        findings.fold(Self { all: 0, waiting: 0 }, |sum, it| Self {
            all: sum.all + 1,
            waiting: sum.waiting + usize::from(waits(it)),
        })
    }
}

fn area_row(address: Option<String>, name: String, it: Tally) -> impl IntoView {
    view! {
        <tr><th scope="row"><a href=address>{name}</a></th>
            <td class="number">{it.all}</td><td class="number">{it.waiting}</td></tr>
    }
}
