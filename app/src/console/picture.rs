//! The situation picture of an area in a period: a paragraph in words, figures, what it is about, what is strongest
//! and why, and how sure all that is.
//!
//! Promises: few walkers are said to be few; nothing recorded is never said to be safe; on paper it reads as a page.

pub mod bars;
pub mod paragraph;
pub mod strongest;

use leptos::prelude::*;
use shared::situation::{Finding, Limit, Situation};
use shared::statement::Feeling;

use super::desk::{Desk, Shelf};
use super::fetched::Fetched;
use super::filter_bar::{AreaPick, PeriodPick, server_query};
use super::filters::Filters;
use super::findings_map::FindingsMap;
use super::form::TopBar;
use super::route::Place;
use crate::platform::desk as browser;
use crate::platform::time;
use crate::t;
use crate::text;
use crate::ui::{Button, Icon};
use bars::Bars;
use strongest::Strongest;

/// The page.
#[component]
pub fn PicturePage() -> impl IntoView {
    let (desk, shelf) = (Desk::here(), Shelf::here());
    let filters = desk.filters();
    let path = move || {
        // Only area and period make a picture.
        let own = filters.with(|it| Filters {
            area: it.area.clone(),
            from: it.from,
            to: it.to,
            ..Filters::default()
        });
        format!("/situation{}", server_query(&own))
    };
    let situation: Fetched<Situation> = Fetched::new(move || Some(path()));
    let title = move || match filters.with(|it| it.area.clone()) {
        Some(area) => t!("desk-situation-of", area = shelf.area_name(&area)),
        None => t!("desk-situation"),
    };
    view! {
        <TopBar title=Signal::derive(title)>
            <AreaPick/><PeriodPick/>
            <div class="end"><Button icon=Icon::Printer on_press=browser::print>{t!("desk-print")}</Button></div>
        </TopBar>
        {situation.view(|situation| view! { <Picture situation/> })}
    }
}

#[component]
fn Picture(situation: Situation) -> impl IntoView {
    let shelf = Shelf::here();
    let filters = Desk::here().filters();
    let said = situation.clone();
    let place = move || filters.with(|it| it.area.as_ref().map(|id| shelf.area_name(id)));
    let words = move || {
        paragraph::sentences(&said, place(), shelf)
            .iter()
            .map(paragraph::Said::words)
            .collect::<Vec<_>>()
            .join(" ")
    };
    let nothing = situation.observations == 0;
    view! {
        <div class="pages wide">
            <div class="column">
                <section class="card" aria-label=t!("desk-in-short")>
                    <p class="lead" data-test="situation-paragraph">{words}</p>
                    <p class="tiny quiet print-only">{period_line(&filters.get_untracked())}</p>
                    {(!nothing).then(|| figures(&situation))}
                </section>
                {(!nothing).then(|| view! {
                    <Bars counts=situation.by_category.clone() feeling=Feeling::Unsafe/>
                    <Bars counts=situation.by_category.clone() feeling=Feeling::Safe/>
                })}
                <Limits limits=situation.limits.clone()/>
            </div>
            <div class="column">
                {(!nothing).then(|| view! {
                    <MapOf findings=situation.strongest.iter().map(|it| it.finding.clone()).collect()/>
                    <Strongest strongest=situation.strongest/>
                })}
            </div>
        </div>
    }
}

/// Where the strongest findings lie.
#[component]
fn MapOf(findings: Vec<Finding>) -> impl IntoView {
    let desk = Desk::here();
    let open = move |id| desk.go_to(Place::Findings(Some(id)));
    let placed = findings.iter().any(|it| it.position.is_some());
    placed.then(|| {
        view! {
            <div class="card map-card">
                <FindingsMap findings=Signal::stored(findings) chosen=Signal::stored(None) on_choose=open/>
                <p class="tiny quiet">{t!("desk-map-of-strongest")}</p>
            </div>
        }
    })
}

/// On paper: which days it is about, and when it was printed.
fn period_line(filters: &Filters) -> String {
    let at = text::day_and_time(time::now_ms());
    if filters.from.is_none() && filters.to.is_none() {
        return t!("desk-printed-all", at = at);
    }
    let day = |it: Option<super::day::Day>| it.map_or_else(|| "…".to_owned(), |it| it.to_string());
    t!(
        "desk-printed",
        from = day(filters.from),
        to = day(filters.to),
        at = text::day_and_time(time::now_ms())
    )
}

fn figures(it: &Situation) -> impl IntoView + use<> {
    let figure = |words: String, n: usize, test: &'static str| {
        view! { <div><dt>{words}</dt><dd data-test=test>{text::number(count(n))}</dd></div> }
    };
    view! {
        <dl class="figures">
            {figure(t!("desk-figure-findings", n = it.findings), it.findings, "figure-findings")}
            {figure(t!("desk-figure-voices", n = it.voices), it.voices, "figure-voices")}
            {figure(t!("desk-figure-walkers", n = it.walkers), it.walkers, "figure-walkers")}
            {figure(t!("desk-figure-walks", n = it.walks), it.walks, "figure-walks")}
            {figure(t!("desk-figure-good-places", n = it.good_places), it.good_places, "figure-good-places")}
        </dl>
        <p class="tiny quiet">{t!("desk-walker-is-a-phone")}</p>
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts shown to people")]
fn count(n: usize) -> f64 {
    n as f64
}

/// How sure it is.
#[component]
fn Limits(limits: Vec<Limit>) -> impl IntoView {
    let told = limits.into_iter().map(limit_text).map(|words| view! { <li>{words}</li> });
    view! {
        <section class="card">
            <h2>{t!("desk-how-sure-title")}</h2>
            <ul class="limits">{told.collect_view()}<li>{t!("desk-limit-always")}</li></ul>
        </section>
    }
}

fn limit_text(limit: Limit) -> String {
    match limit {
        Limit::NothingRecorded => t!("desk-limit-nothing"),
        Limit::FewWalkers => t!("desk-limit-few", n = shared::situation::FEW_WALKERS),
        Limit::OneWalk => t!("desk-limit-one-walk"),
        Limit::SomeUnplaced => t!("desk-limit-unplaced"),
    }
}
