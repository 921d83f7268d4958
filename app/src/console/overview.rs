//! The overview: what came in since last time, what waits for an answer, the next walk, the neighbourhoods.
//!
//! Promises: a desk where nothing is yet teaches the next step.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::id::AreaId;
use shared::overview::AreaCount;
use shared::situation::{Finding, Observation};
use shared::wire::{PlannedWalk, WalkCard};

use super::desk::{Desk, Shelf};
use super::fetched::waiting;
use super::filters::{Filters, Progress};
use super::findings::list::Mark;
use super::form::TopBar;
use super::route::{Place, Route, to};
use super::words::{feeling_name, finding_line, finding_title, icon_of};
use crate::platform::time;
use crate::t;
use crate::text::{category_text, date_in_full, day_and_time};
use crate::ui::{Badge, Empty, Icon, Tone};

const IMPORT: &str = "lykta areas import stadsdelar.geojson";

/// The page.
#[component]
pub fn OverviewPage() -> impl IntoView {
    let shelf = Shelf::here();
    // Together, so that nothing jumps.
    let settled = Memo::new(move |_| {
        shelf.areas.is_settled() && shelf.overview.is_settled() && shelf.walks.is_settled()
    });
    view! {
        <TopBar title=Signal::derive(|| t!("desk-overview"))/>
        <div class="pages">
            {move || {
                if settled.get() { view! { <Cards/> }.into_any() } else { waiting().into_any() }
            }}
        </div>
    }
}

/// All parts together, each with its own answer or failure.
#[component]
fn Cards() -> impl IntoView {
    let shelf = Shelf::here();
    let since_ms = shelf.since_ms;
    view! {
        {shelf.areas.view(move |areas| areas.is_empty().then(|| view! { <FirstSteps/> }))}
        <div class="tiles-of-cards">
            <section class="card">
                <h2>{t!("desk-to-answer")}</h2>
                {shelf.overview.view(|it| view! { <ToAnswer waiting=it.waiting count=it.waiting_count/> })}
            </section>
            <section class="card">
                <h2>{t!("desk-lately")}</h2>
                {shelf.overview.view(move |it| {
                    let new = it.new_count.zip(since_ms);
                    view! { <Lately latest=it.lately count=it.lately_count new/> }
                })}
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
fn ToAnswer(waiting: Vec<Finding>, count: usize) -> impl IntoView {
    let shelf = Shelf::here();
    let filters = Filters { progress: Some(Progress::Unanswered), ..Filters::default() };
    let address = Route { place: Place::Findings(None), filters }.address();
    if count == 0 {
        return view! { <p class="quiet">{t!("desk-all-answered")}</p> }.into_any();
    }
    let rows = waiting.into_iter().map(|finding| {
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
fn Lately(latest: Vec<Observation>, count: usize, new: Option<(usize, i64)>) -> impl IntoView {
    if latest.is_empty() {
        return view! { <p class="quiet">{t!("desk-nothing-lately")}</p> }.into_any();
    }
    let told = new.map_or_else(
        || t!("desk-in-sixty-days", n = count),
        |(n, since)| t!("desk-new-since", n = n, day = day_and_time(since)),
    );
    let rows = latest.into_iter().map(|it| {
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
        let areas = shelf.areas.get().unwrap_or_default();
        let counts = shelf.overview.with(|it| it.by_area.clone()).unwrap_or_default();
        let known: BTreeSet<&AreaId> = areas.iter().map(|it| &it.id).collect();
        let of = |is_own: &dyn Fn(&AreaCount) -> bool| Tally::of(counts.iter().filter(|it| is_own(it)));
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
    fn of<'a>(counts: impl Iterator<Item = &'a AreaCount>) -> Self {
        counts.fold(Self { all: 0, waiting: 0 }, |sum, it| Self {
            all: sum.all + it.findings,
            waiting: sum.waiting + it.waiting,
        })
    }
}

fn area_row(address: Option<String>, name: String, it: Tally) -> impl IntoView {
    view! {
        <tr><th scope="row"><a href=address>{name}</a></th>
            <td class="number">{it.all}</td><td class="number">{it.waiting}</td></tr>
    }
}
