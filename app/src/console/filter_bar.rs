//! What narrows the lists, beside the heading: area, period, kind, state, words.
//!
//! Promises: each choice stands in the address at once, so that the page can be sent as a link.

use leptos::prelude::*;
use shared::statement::{Feeling, FindingState};
use shared::wire::Compare;

use super::day::Day;
use super::desk::{Desk, Shelf};
use super::filters::{Filters, Progress, name, named};
use super::form::{Pick, Possibility};
use super::words::{catalogue, feeling_text};
use crate::platform::desk as browser;
use crate::t;
use crate::text::{category_text, state_text};

/// The field that `/` leads to.
pub const SEARCH_ID: &str = "search";

/// Which neighbourhood.
#[component]
pub fn AreaPick() -> impl IntoView {
    let (desk, shelf) = (Desk::here(), Shelf::here());
    let filters = desk.filters();
    let options = move || {
        let areas = shelf.areas.get().unwrap_or_default();
        let named = areas.into_iter().map(|area| (area.id.to_string(), area.name));
        std::iter::once((String::new(), t!("desk-all-areas"))).chain(named).collect::<Vec<_>>()
    };
    let chosen = move || filters.with(|it| it.area.as_ref().map(ToString::to_string).unwrap_or_default());
    let pick = move |id: String| desk.narrow(|filters| filters.area = id.parse().ok());
    view! {
        <Pick label=Signal::derive(|| t!("desk-area")) options=Signal::derive(options)
            chosen=Signal::derive(chosen) on_pick=pick test="filter-area"/>
    }
}

/// The days that the computer's clock makes of a named period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Span {
    Month,
    Quarter,
    Year,
    LastYear,
}

impl Span {
    const ALL: [Self; 4] = [Self::Month, Self::Quarter, Self::Year, Self::LastYear];

    const fn name(self) -> &'static str {
        match self {
            Self::Month => "30",
            Self::Quarter => "90",
            Self::Year => "year",
            Self::LastYear => "last-year",
        }
    }

    fn words(self) -> String {
        match self {
            Self::Month => t!("desk-last-days", n = 30),
            Self::Quarter => t!("desk-last-days", n = 90),
            Self::Year => t!("desk-this-year"),
            Self::LastYear => t!("desk-last-year"),
        }
    }

    fn days(self, today: Day) -> (Option<Day>, Option<Day>) {
        let year = today.start_of_year();
        match self {
            Self::Month => (Some(today.plus(-29)), None),
            Self::Quarter => (Some(today.plus(-89)), None),
            Self::Year => (Some(year), None),
            Self::LastYear => (Some(year.plus(-1).start_of_year()), Some(year.plus(-1))),
        }
    }
}

const OWN: &str = "own";

fn today() -> Day {
    let (year, month, day) = browser::today();
    // A clock before 1970 shows the first day there is.
    Day::new(year, month, day).unwrap_or_else(|_| Day::first())
}

fn span_name(filters: &Filters, today: Day) -> &'static str {
    let days = (filters.from, filters.to);
    match days {
        (None, None) => "",
        _ => Span::ALL.into_iter().find(|span| span.days(today) == days).map_or(OWN, Span::name),
    }
}

/// Which period: by name, or from one day to another.
#[component]
pub fn PeriodPick() -> impl IntoView {
    let desk = Desk::here();
    let filters = desk.filters();
    let asked_own = RwSignal::new(false);
    let chosen = move || {
        let name = filters.with(|it| span_name(it, today()));
        if asked_own.get() { OWN.to_owned() } else { name.to_owned() }
    };
    let options = || {
        let spans = Span::ALL.map(|span| (span.name().to_owned(), span.words()));
        let all = (String::new(), t!("desk-all-time"));
        let own = (OWN.to_owned(), t!("desk-own-period"));
        std::iter::once(all).chain(spans).chain([own]).collect::<Vec<Possibility>>()
    };
    let pick = move |name: String| {
        asked_own.set(name == OWN);
        let span = Span::ALL.into_iter().find(|span| span.name() == name);
        let (from, to) = span.map_or((None, None), |span| span.days(today()));
        if name != OWN {
            desk.narrow(|filters| (filters.from, filters.to) = (from, to));
        }
    };
    view! {
        <Pick label=Signal::derive(|| t!("desk-period")) options=Signal::derive(options)
            chosen=Signal::derive(chosen) on_pick=pick test="filter-period"/>
        {move || (chosen() == OWN).then(own_days)}
    }
}

fn own_days() -> impl IntoView {
    let desk = Desk::here();
    let filters = desk.filters();
    let text = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    view! {
        <label class="filter">
            <span>{t!("desk-from")}</span>
            <input type="date" data-test="filter-from" prop:value=move || filters.with(|it| text(it.from))
                on:change=move |event| desk.narrow(|it| it.from = event_target_value(&event).parse().ok())/>
        </label>
        <label class="filter">
            <span>{t!("desk-to")}</span>
            <input type="date" data-test="filter-to" prop:value=move || filters.with(|it| text(it.to))
                on:change=move |event| desk.narrow(|it| it.to = event_target_value(&event).parse().ok())/>
        </label>
    }
}

/// What the period is compared with; a period without a first day with nothing.
#[component]
pub fn ComparePick() -> impl IntoView {
    let desk = Desk::here();
    let filters = desk.filters();
    let options = || Compare::ALL.map(|it| (it.name().to_owned(), compare_text(it))).to_vec();
    let chosen = move || filters.with(|it| it.compare.name().to_owned());
    let pick = move |name: String| desk.narrow(|it| it.compare = name.parse().unwrap_or_default());
    move || {
        filters.with(|it| it.from.is_some()).then(|| {
            view! {
                <Pick label=Signal::derive(|| t!("desk-compare")) options=Signal::derive(options)
                    chosen=Signal::derive(chosen) on_pick=pick test="filter-compare"/>
            }
        })
    }
}

fn compare_text(it: Compare) -> String {
    match it {
        Compare::Before => t!("desk-compare-before"),
        Compare::LastYear => t!("desk-compare-last-year"),
        Compare::Nothing => t!("desk-compare-nothing"),
    }
}

/// Safe or unsafe, and about what.
#[component]
pub fn KindPick() -> impl IntoView {
    let desk = Desk::here();
    let filters = desk.filters();
    let options = || {
        let feelings = [Feeling::Unsafe, Feeling::Safe];
        let feelings = feelings.map(|it| (format!("={}", name(&it).unwrap_or_default()), feeling_text(it)));
        let kinds = catalogue().iter().map(|it| (it.id.to_string(), category_text(it.id.as_str())));
        std::iter::once((String::new(), t!("desk-all-kinds")))
            .chain(feelings)
            .chain(kinds)
            .collect::<Vec<_>>()
    };
    let chosen = move || {
        filters.with(|it| match (&it.category, &it.feeling) {
            (Some(category), _) => category.to_string(),
            (None, Some(feeling)) => format!("={}", name(feeling).unwrap_or_default()),
            (None, None) => String::new(),
        })
    };
    let pick = move |value: String| {
        desk.narrow(|filters| {
            filters.feeling = value.strip_prefix('=').and_then(named);
            filters.category = value.parse().ok();
        });
    };
    view! {
        <Pick label=Signal::derive(|| t!("desk-kind")) options=Signal::derive(options)
            chosen=Signal::derive(chosen) on_pick=pick test="filter-kind"/>
    }
}

/// How far it has come.
#[component]
pub fn ProgressPick() -> impl IntoView {
    let desk = Desk::here();
    let filters = desk.filters();
    let options = || {
        let named = |it: Progress, words: String| (it.name().unwrap_or_default(), words);
        let wide = [
            (String::new(), t!("desk-all-states")),
            named(Progress::Unanswered, t!("desk-unanswered")),
            named(Progress::Open, t!("desk-open")),
        ];
        let states = FindingState::ALL.map(|state| named(Progress::In(state), state_text(state)));
        wide.into_iter().chain(states).collect::<Vec<_>>()
    };
    let chosen = move || filters.with(|it| it.progress.and_then(Progress::name).unwrap_or_default());
    let pick = move |value: String| desk.narrow(|filters| filters.progress = Progress::named(&value));
    view! {
        <Pick label=Signal::derive(|| t!("desk-state")) options=Signal::derive(options)
            chosen=Signal::derive(chosen) on_pick=pick test="filter-state"/>
    }
}

/// Words to look for.
#[component]
pub fn Search() -> impl IntoView {
    let desk = Desk::here();
    let filters = desk.filters();
    view! {
        <label class="search">
            <span class="visually-hidden">{t!("desk-search")}</span>
            <input id=SEARCH_ID type="search" data-test="filter-words" autocomplete="off" aria-keyshortcuts="/"
                placeholder=move || t!("desk-search-hint")
                prop:value=move || filters.with(|it| it.words.clone())
                on:input=move |event| desk.narrow(|it| it.words = event_target_value(&event))/>
        </label>
    }
}

/// The query by which the server is asked for a situation of this area, walk and period, with its question mark.
pub fn situation_query(filters: &Filters) -> String {
    query_with(filters, [("compare", filters.compare_name())])
}

/// The query by which the server is asked for a list of this area, walk and period, with its question mark.
pub fn list_query(filters: &Filters) -> String {
    query_with(filters, [])
}

/// The same with more parameters.
pub fn query_with<const N: usize>(filters: &Filters, more: [(&'static str, String); N]) -> String {
    let (from, to) = bounds_ms(filters);
    let text = |it: Option<i64>| it.map(|it| it.to_string()).unwrap_or_default();
    let own = [
        ("area", filters.area.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("walk", filters.walk.map(|it| it.to_string()).unwrap_or_default()),
        ("from", text(from)),
        ("to", text(to)),
    ];
    let query = super::query::written(own.into_iter().chain(more));
    if query.is_empty() { query } else { format!("?{query}") }
}

/// First millisecond of the first day and first millisecond after the last, in the computer's time zone.
pub fn bounds_ms(filters: &Filters) -> (Option<i64>, Option<i64>) {
    let start = |day: Day| {
        let (year, month, day) = day.civil();
        browser::start_of_day_ms(year, month, day)
    };
    (filters.from.map(start), filters.to.map(|day| start(day.plus(1))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_period_is_known_again_by_its_days() {
        let today: Day = "2026-11-22".parse().unwrap();
        for span in Span::ALL {
            let (from, to) = span.days(today);
            let filters = Filters { from, to, ..Filters::default() };
            assert_eq!(span_name(&filters, today), span.name());
        }
        assert_eq!(span_name(&Filters::default(), today), "");
        let own = Filters { to: Some(today), ..Filters::default() };
        assert_eq!(span_name(&own, today), OWN);
    }

    #[test]
    fn last_year_is_a_whole_year() {
        let (from, to) = Span::LastYear.days("2026-11-22".parse().unwrap());
        assert_eq!(from.map(|it| it.to_string()).as_deref(), Some("2025-01-01"));
        assert_eq!(to.map(|it| it.to_string()).as_deref(), Some("2025-12-31"));
    }
}
