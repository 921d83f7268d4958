//! The situation picture of an area in a period: a paragraph in words, figures, what it is about and how that has changed,
//! what is new, what to do first and why, times and light, which streets were walked, and how sure all that is.
//!
//! Promises: few walkers are said to be few; nothing recorded is never said to be safe; on paper it reads as a page.

pub mod bars;
pub mod best;
pub mod emerging;
pub mod figures;
pub mod ground;
pub mod paragraph;
pub mod rows;
pub mod streets;
pub mod strongest;
pub mod sure;
pub mod table;
pub mod times;
pub mod together;

use leptos::prelude::*;
use shared::situation::{Base, Situation};
use shared::statement::Feeling;

use super::desk::{Desk, Shelf};
use super::fetched::Fetched;
use super::filter_bar::{AreaPick, ComparePick, PeriodPick, server_query};
use super::filters::Filters;
use super::form::TopBar;
use crate::platform::desk as browser;
use crate::platform::time;
use crate::t;
use crate::text;
use crate::ui::{Button, Icon};
use best::Best;
use emerging::Emerging;
use figures::Figures;
use ground::Ground;
use streets::Streets;
use strongest::Strongest;
use sure::Sure;
use times::Times;
use together::TogetherCard;

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
        format!("/situation{}", server_query(&own))
    };
    let situation: Fetched<Situation> = Fetched::new(move || Some(path()));
    let title = move || match filters.with(|it| it.area.clone()) {
        Some(area) => t!("desk-situation-of", area = shelf.area_name(&area)),
        None => t!("desk-situation"),
    };
    view! {
        <TopBar title=Signal::derive(title)>
            <AreaPick/><PeriodPick/><ComparePick/>
            <div class="end"><Button icon=Icon::Printer on_press=browser::print>{t!("desk-print")}</Button></div>
        </TopBar>
        {situation.view(|situation| view! { <Picture situation/> })}
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
        paragraph::words(&paragraph::sentences(&said, place, shelf))
    };
    let there = situation.observations > 0;
    view! {
        <div class="pages wide">
            <div class="column">
                <section class="card" aria-label=t!("desk-in-short")>
                    <p class="lead" data-test="situation-paragraph">{words}</p>
                    <p class="tiny quiet print-only">{period_line(&filters.get_untracked())}</p>
                    {there.then(|| view! { <Figures situation=situation.clone()/> })}
                </section>
                {there.then(|| view! {
                    <Emerging places=situation.emerging.clone()/>
                    {how_often(&situation)}
                    <Times situation=situation.clone()/>
                    <TogetherCard together=situation.together.clone()/>
                    <Streets streets=situation.streets.clone()/>
                })}
                <Sure situation=situation.clone()/>
            </div>
            <div class="column">
                {there.then(|| view! {
                    <Ground situation=situation.clone()/>
                    <Strongest strongest=situation.strongest.clone()/>
                    <Best places=situation.best.clone()/>
                })}
            </div>
        </div>
    }
}

/// All of it beside what it was before, then by category.
fn how_often(it: &Situation) -> impl IntoView + use<> {
    let base = base_name(it.base);
    let how = if it.before.is_some() { t!("desk-bars-how-before") } else { t!("desk-bars-how") };
    let of = |title: String, feeling| bars::card(title, t!("desk-same-scale"), rows::categories(it, feeling));
    [
        bars::card(t!("desk-overall", base = base), how, rows::overall(it)),
        of(t!("desk-about-unsafe", base = base), Feeling::Unsafe),
        of(t!("desk-about-safe", base = base), Feeling::Safe),
    ]
    .collect_view()
}

/// As texts choose their words by it.
const fn base_name(base: Base) -> &'static str {
    match base {
        Base::Kilometre => "km",
        Base::Walker => "walker",
    }
}

/// On paper: which days it is about, and when it was printed.
fn period_line(filters: &Filters) -> String {
    let at = text::day_and_time(time::now_ms());
    if filters.from.is_none() && filters.to.is_none() {
        return t!("desk-printed-all", at = at);
    }
    let day = |it: Option<super::day::Day>| it.map_or_else(|| "…".to_owned(), |it| it.to_string());
    t!("desk-printed", from = day(filters.from), to = day(filters.to), at = at)
}

/// A number with at most so many decimals, as the language writes it.
fn rounded(number: f64, decimals: i32) -> String {
    let scale = 10_f64.powi(decimals);
    text::number((number * scale).round() / scale)
}

/// A rate for each unit of the base: one decimal, two where it is below one half.
fn rate_text(rate: f64) -> String {
    rounded(rate, if rate < 0.5 { 2 } else { 1 })
}
