//! Observations: everything that was said, one by one, as a table.
//!
//! Promises: each leads to the finding that it became part of.

use leptos::prelude::*;
use shared::situation::Observation;

use super::desk::{Desk, Shelf};
use super::fetched::Fetched;
use super::filter_bar::{AreaPick, KindPick, PeriodPick, Search, query_with};
use super::filters::{Filters, holds};
use super::findings::list::Mark;
use super::form::TopBar;
use super::photo::Thumb;
use super::route::{Place, to};
use super::words::{feeling_name, icon_of, light_text};
use crate::t;
use crate::text::{category_text, day_and_time, severity_text, when_text};
use crate::ui::{Button, Empty, Icon};

/// More rows than this are shown when asked for.
const ROWS: usize = 100;

/// Rows fetched at a time: enough for what is shown, with few requests on the way to more.
const FETCHED: [usize; 3] = [100, 1_000, 10_000];

/// How many rows are fetched so that some can be shown. Somebody who looks for words or for a feeling has all searched that one
/// answer may hold.
fn fetched_rows(filters: &Filters, shown: usize) -> usize {
    let most = FETCHED[FETCHED.len() - 1];
    let searches = !filters.words.trim().is_empty() || filters.feeling.is_some();
    let enough = FETCHED.into_iter().find(|rows| *rows >= shown);
    enough.filter(|_| !searches).unwrap_or(most)
}

/// The page.
#[component]
pub fn ObservationsPage() -> impl IntoView {
    let desk = Desk::here();
    let filters = desk.filters();
    let limit = RwSignal::new(ROWS);
    let query = Memo::new(move |_| {
        filters.with(|filters| {
            let category = filters.category.as_ref().map(ToString::to_string).unwrap_or_default();
            let rows = fetched_rows(filters, limit.get()).to_string();
            query_with(filters, [("category", category), ("limit", rows), ("order", "newest".to_owned())])
        })
    });
    let fetched: Fetched<Vec<Observation>> =
        Fetched::new(move || Some(format!("/observations{}", query.get())));
    view! {
        <TopBar title=Signal::derive(|| t!("desk-observations"))>
            <AreaPick/><PeriodPick/><KindPick/>
            <WalkFilter/>
            <div class="end"><Search/></div>
        </TopBar>
        <div class="pages full">
            {fetched.view_once(move || view! { <Observations fetched limit/> })}
        </div>
    }
}

/// The walk that the list is narrowed to, and the way to widen it again.
#[component]
fn WalkFilter() -> impl IntoView {
    let (desk, shelf) = (Desk::here(), Shelf::here());
    let filters = desk.filters();
    let title =
        move || filters.with(|it| it.walk).map(|id| shelf.walk_title(id).unwrap_or_else(|| t!("desk-walk")));
    move || {
        title().map(|title| view! {
        <button type="button" class="chip" aria-pressed="true" on:click=move |_| desk.narrow(|it| it.walk = None)>
            {title}<Icon icon=Icon::X label=t!("desk-remove-filter")/>
        </button>
    })
    }
}

#[component]
fn Observations(fetched: Fetched<Vec<Observation>>, limit: RwSignal<usize>) -> impl IntoView {
    let filters = Desk::here().filters();
    let shown = Memo::new(move |_| {
        let mut all = fetched.get().unwrap_or_default();
        filters.with(|filters| all.retain(|it| admits(filters, it)));
        all.sort_by_key(|it| std::cmp::Reverse((it.at_ms, it.id)));
        all
    });
    let rows = move || shown.with(|all| all.iter().take(limit.get()).cloned().collect::<Vec<_>>());
    // Of what was searched here all is known; else the server has counted.
    let count = Memo::new(move |_| {
        let shown = shown.with(Vec::len);
        let counted = fetched.total().unwrap_or(shown);
        let cut_off = fetched.with(Vec::len).is_some_and(|fetched| fetched < counted && fetched == shown);
        if cut_off { counted } else { shown }
    });
    view! {
        <p class="quiet" role="status">{move || t!("desk-observation-count", n = count.get())}</p>
        {move || if count.get() == 0 { view! { <Nothing/> }.into_any() } else { view! { <Table rows=Signal::derive(rows)/> }.into_any() }}
        {move || (count.get() > limit.get()).then(|| view! {
            <Button on_press=move || limit.update(|limit| *limit += ROWS)>{t!("desk-show-more")}</Button>
        })}
    }
}

fn admits(filters: &Filters, it: &Observation) -> bool {
    let texts = [&it.text, &it.proposal, &it.place.described].into_iter().flatten();
    let words: Vec<&str> = texts.map(String::as_str).collect();
    filters.category.as_ref().is_none_or(|category| *category == it.category)
        && filters.feeling.is_none_or(|feeling| feeling == it.feeling)
        && holds(&format!("{} {}", category_text(it.category.as_str()), words.join(" ")), &filters.words)
}

#[component]
fn Nothing() -> impl IntoView {
    let desk = Desk::here();
    let clear = move || desk.narrow(|filters| *filters = Filters::default());
    let narrowed = desk.filters().with(|it| *it != Filters::default());
    view! {
        <Empty icon=Icon::ChatText title=Signal::derive(|| t!("desk-no-observations"))>
            <p>{t!("desk-no-observations-next")}</p>
            {narrowed.then(|| view! { <Button on_press=clear>{t!("desk-clear-filters")}</Button> })}
        </Empty>
    }
}

#[component]
fn Table(rows: Signal<Vec<Observation>>) -> impl IntoView {
    view! {
        <div class="card table-card"><div class="table-frame" role="region" tabindex="0" aria-label=t!("desk-observations")>
            <table class="observations">
                <thead><tr>
                    <th scope="col">{t!("desk-kind")}</th>
                    <th scope="col">{t!("desk-words")}</th>
                    <th scope="col">{t!("desk-photos-column")}</th>
                    <th scope="col">{t!("desk-observed")}</th>
                    <th scope="col">{t!("desk-place")}</th>
                    <th scope="col">{t!("desk-finding")}</th>
                </tr></thead>
                <tbody>
                    <For each=move || rows.get() key=fingerprint let:observation><Row observation/></For>
                </tbody>
            </table>
        </div></div>
    }
}

/// A row is drawn anew only when what it says has changed.
fn fingerprint(it: &Observation) -> String {
    serde_json::to_string(it).unwrap_or_default()
}

#[component]
fn Row(observation: Observation) -> impl IntoView {
    let is_unlit = observation.is_unlit() == Some(true);
    let shelf = Shelf::here();
    let it = observation;
    let (icon, feeling, name) = (icon_of(&it.category), it.feeling, category_text(it.category.as_str()));
    let tags = it.when.iter().map(|when| when_text(*when)).chain(it.severity.map(severity_text));
    let tags = tags.collect::<Vec<_>>().join(" · ");
    let words = it.text.unwrap_or_else(|| t!("desk-no-words"));
    let proposal =
        it.proposal.map(|proposal| view! { <p class="small"><b>{t!("desk-proposal")}</b>" "{proposal}</p> });
    let count = it.photos.len();
    let photo = it.photos.into_iter().next().map(|photo| {
        view! { <span class="small-photo"><Thumb photo alt=t!("desk-photo-of", at = 1, n = count)/></span> }
    });
    let area = it.area.clone();
    let described = it.place.described;
    let accuracy =
        it.accuracy_m.map_or_else(|| t!("desk-no-position"), |m| t!("desk-accuracy", m = m.round()));
    let light = if is_unlit { Some(t!("desk-light-unlit")) } else { it.light.map(light_text) };
    let walk = move || shelf.walk_title(it.walk?);
    view! {
        <tr data-test="observation-row">
            <th scope="row"><span class="kind" data-feeling=feeling_name(feeling)><Icon icon/><Mark feeling/></span>" "{name}</th>
            <td class="said"><p>{words}</p>{proposal}<p class="quiet tiny">{tags}</p></td>
            <td>{photo}{(count > 1).then(|| view! { <span class="tiny quiet">{format!(" {count}")}</span> })}</td>
            <td class="numbers">{day_and_time(it.at_ms)}<br/><span class="quiet tiny">{light}</span><br/><span class="quiet tiny">{walk}</span></td>
            <td>{described}" "{move || area.as_ref().map(|id| shelf.area_name(id))}<br/><span class="quiet tiny">{accuracy}</span></td>
            <td><a href=to(Place::Findings(Some(it.id)))>{t!("desk-open-finding")}</a></td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_are_fetched_as_are_shown_and_all_are_searched() {
        let plain = Filters::default();
        assert_eq!(
            [100, 200, 1_100, 20_000].map(|shown| fetched_rows(&plain, shown)),
            [100, 1_000, 10_000, 10_000]
        );
        let words = Filters { words: "bro".to_owned(), ..Filters::default() };
        assert_eq!(fetched_rows(&words, 100), 10_000);
    }
}
