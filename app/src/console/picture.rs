//! The situation picture of an area in a period: a paragraph in words, figures, what it is about and how that has changed,
//! what is new, what to do first and why, times and light, which streets were walked, and how sure all that is.
//!
//! Promises: few walkers are said to be few; nothing recorded is never said to be safe; on paper it reads as a page.

pub mod bars;
pub mod best;
pub mod figures;
pub mod ground;
pub mod new_places;
pub mod paragraph;
pub mod ranked;
pub mod refusals;
pub mod rows;
pub mod streets;
pub mod strongest;
pub mod sure;
pub mod table;
pub mod times;
pub mod together;

use leptos::prelude::*;
use shared::situation::{ExcerptedSituation, Situation};
use shared::statement::Feeling;
use shared::time::Period;

use super::desk::{Desk, Shelf};
use super::fetched::Fetched;
use super::filter_bar::{AreaPick, ComparePick, PeriodPick, situation_query};
use super::filters::Filters;
use super::form::TopBar;
use crate::platform::desk as browser;
use crate::platform::time;
use crate::t;
use crate::text;
use crate::ui::{Button, Icon};
use ground::Ground;
use strongest::Strongest;

/// The page.
#[component]
pub fn PicturePage() -> impl IntoView {
    let (desk, shelf) = (Desk::here(), Shelf::here());
    let filters = desk.filters();
    let path = move || {
        // Only area, period and comparison make a picture.
        let own = filters.with(|it| Filters {
            area: it.area.clone(),
            from: it.from,
            to: it.to,
            compare: it.compare,
            ..Filters::default()
        });
        format!("/situation{}", situation_query(&own))
    };
    let situation: Fetched<ExcerptedSituation> = Fetched::new(move || Some(path()));
    let title = move || match filters.with(|it| it.area.clone()) {
        Some(area) => t!("desk-situation-of", area = shelf.area_name(&area)),
        None => t!("desk-situation"),
    };
    view! {
        <TopBar title=Signal::derive(title)>
            <AreaPick/><PeriodPick/><ComparePick/>
            <div class="end"><Button icon=Icon::Printer on_press=browser::print>{t!("desk-print")}</Button></div>
        </TopBar>
        {situation.view(|answer| match answer {
            ExcerptedSituation::Told(situation) => view! { <Picture situation=*situation/> }.into_any(),
            ExcerptedSituation::Withheld { .. } => withheld().into_any(),
        })}
    }
}

/// Too few took part for a planner to see anything of it.
fn withheld() -> impl IntoView {
    view! {
        <div class="pages">
            <section class="card"><p class="lead" data-test="situation-withheld">{t!("desk-situation-withheld")}</p></section>
        </div>
    }
}

#[component]
fn Picture(situation: Situation) -> impl IntoView {
    let shelf = Shelf::here();
    let filters = Desk::here().filters();
    let place = filters.with_untracked(|it| it.area.clone());
    let said = situation.clone();
    let words = move || {
        let place = place.as_ref().map(|id| shelf.area_name(id));
        let days_before = said.before.map(|it| days(&it)).unwrap_or_default();
        let named = paragraph::Named::of(&said, place, days_before, shelf);
        paragraph::words(&paragraph::sentences(&said, named))
    };
    let there = situation.observations > 0;
    view! {
        <div class="pages wide">
            <div class="column">
                <section class="card" aria-label=t!("desk-in-short")>
                    <p class="lead" data-test="situation-paragraph">{words}</p>
                    <p class="small quiet" data-test="periods">{periods(&situation)}</p>
                    <p class="tiny quiet print-only">{printed_line()}</p>
                    {there.then(|| figures::figures(&situation))}
                </section>
                {there.then(|| view! {
                    {new_places::card(&situation)}
                    {how_many(&situation)}
                    {times::card(&situation)}
                    {together::card(&situation.together)}
                    {streets::card(situation.streets.as_ref())}
                })}
                {sure::card(&situation)}
            </div>
            <div class="column">
                {there.then(|| view! {
                    <Ground situation=situation.clone()/>
                    <Strongest strongest=situation.strongest.clone()/>
                    {best::card(situation.best.clone())}
                })}
            </div>
        </div>
    }
}

/// What feels unsafe, by category; all else is opened where it is wanted.
fn how_many(it: &Situation) -> impl IntoView + use<> {
    let how = if it.before.is_some() { t!("desk-bars-how-before") } else { t!("desk-bars-how") };
    view! {
        {bars::card(t!("desk-about-unsafe"), how, rows::categories(it, Feeling::Unsafe))}
        {bars::folded(t!("desk-about-safe"), rows::categories(it, Feeling::Safe))}
        {bars::folded(t!("desk-overall"), rows::overall(it))}
    }
}

/// Which days the picture is about, and which it is compared with.
fn periods(it: &Situation) -> String {
    match it.before {
        Some(before) => t!("desk-periods-compared", now = days(&it.period), before = days(&before)),
        None => t!("desk-periods", now = days(&it.period)),
    }
}

/// The days of a period such as "1 maj 2026–30 juni 2026"; open ends are left open.
fn days(period: &Period) -> String {
    if *period == Period::default() {
        return t!("desk-all-time");
    }
    let day = |ms: Option<i64>| ms.map_or_else(|| "…".to_owned(), text::day_and_year);
    t!("desk-days", from = day(period.from_ms), to = day(period.to_ms.map(|it| it - 1)))
}

/// On paper: when it was printed.
fn printed_line() -> String {
    t!("desk-printed", at = text::day_and_time(time::now_ms()))
}

/// A number with at most so many decimals, as the language writes it.
fn rounded(number: f64, decimals: i32) -> String {
    let scale = 10_f64.powi(decimals);
    text::number((number * scale).round() / scale)
}
