//! One walk: its code, link and QR, and what has come in.
//!
//! Promises: the counts follow by themselves while the page is looked at.

use leptos::prelude::*;
use shared::id::WalkId;
use shared::wire::{PlannedWalk, WalkCard};

use crate::console::api::API;
use crate::console::desk::Shelf;
use crate::console::fetched::Fetched;
use crate::console::filters::Filters;
use crate::console::form::{Copyable, TopBar};
use crate::console::route::{Place, Route, to};
use crate::platform::event;
use crate::platform::time::Ticker;
use crate::t;
use crate::text::{category_text, date_in_full};
use crate::ui::{Badge, Button, Icon, Tone};

/// How often the counts are asked for.
const POLL_MS: i32 = 10_000;

/// The page.
#[component]
pub fn WalkPage(
    /// The walk.
    id: WalkId,
) -> impl IntoView {
    let walk: Fetched<PlannedWalk> = Fetched::new(move || Some(format!("/walks/{id}")));
    let poll = move || {
        if event::is_visible() {
            walk.again();
        }
    };
    StoredValue::new_local(Ticker::every(POLL_MS, poll));
    let title = move || walk.with(|it| it.walk.title.clone()).unwrap_or_else(|| t!("desk-walk"));
    view! {
        <TopBar title=Signal::derive(title)>
            <div class="end"><a class="button quiet" href=to(Place::Walks)><Icon icon=Icon::CaretLeft/>{t!("desk-walks")}</a></div>
        </TopBar>
        {walk.view_once(move || view! { <Opened walk/> })}
    }
}

#[component]
fn Opened(walk: Fetched<PlannedWalk>) -> impl IntoView {
    let card = Memo::new(move |_| walk.with(|it| it.walk.clone()));
    let joining =
        Memo::new(move |_| walk.with(|it| Some((it.walk.id, it.code.clone()?, it.link.clone()?))).flatten());
    view! {
        <div class="pages wide">
            <div class="column">
                {move || card.get().map(|card| view! { <Card card/> })}
                <Counts walk/>
            </div>
            <div class="column">
                {move || joining.get().map(|(id, code, link)| view! { <Joining id code link/> })}
            </div>
        </div>
    }
}

#[component]
fn Card(card: WalkCard) -> impl IntoView {
    let shelf = Shelf::here();
    let area = card.area.clone();
    let themes = card.themes.iter().map(|it| category_text(it.as_str())).collect::<Vec<_>>().join(", ");
    let demonstration = card
        .demonstration
        .then(|| view! { <p><Badge tone=Tone::Notice>{t!("desk-demonstration")}</Badge></p> });
    let fact = |name: String, said: String| {
        (!said.is_empty()).then(|| view! { <div class="fact"><dt>{name}</dt><dd>{said}</dd></div> })
    };
    view! {
        <section class="card stack" aria-label=t!("desk-walk")>
            {demonstration}
            <p class="lead">{date_in_full(card.starts_at_ms)}</p>
            <dl class="facts">
                {move || fact(t!("desk-area"), area.as_ref().map(|id| shelf.area_name(id)).unwrap_or_default())}
                {fact(t!("desk-meeting-place"), card.meeting_place.unwrap_or_default())}
                {fact(t!("desk-themes"), themes)}
            </dl>
        </section>
    }
}

#[component]
fn Counts(walk: Fetched<PlannedWalk>) -> impl IntoView {
    let count = move |read: fn(&PlannedWalk) -> u64| move || walk.with(read).unwrap_or(0);
    let figure = |name: fn(u64) -> String, test: &'static str, read: fn(&PlannedWalk) -> u64| {
        view! { <div><dt>{move || name(count(read)())}</dt><dd data-test=test>{count(read)}</dd></div> }
    };
    let filters = move || Filters { walk: walk.with(|it| it.walk.id), ..Filters::default() };
    let address = move || Route { place: Place::Observations, filters: filters() }.address();
    let told = move || {
        let waiting = walk.with(|it| it.photos_missing).unwrap_or(0);
        let silent = walk.with(|it| it.joined.saturating_sub(it.sent)).unwrap_or(0);
        match (silent, waiting) {
            (0, 0) => t!("desk-all-arrived"),
            (0, n) => t!("desk-photos-on-their-way", n = n),
            (n, _) => t!("desk-phones-silent", n = n),
        }
    };
    view! {
        <section class="card">
            <h2>{t!("desk-what-came-in")}</h2>
            <p role="status">{told}</p>
            <dl class="figures">
                {figure(|n| t!("desk-phones-joined", n = n), "walk-joined", |it| it.joined)}
                {figure(|n| t!("desk-phones-sent", n = n), "walk-sent", |it| it.sent)}
                {figure(|_| t!("desk-observations"), "walk-observations", |it| it.observations)}
                {figure(|n| t!("desk-photos-arrived", n = n), "walk-photos", |it| it.photos)}
                {figure(|n| t!("desk-photos-waiting", n = n), "walk-photos-missing", |it| it.photos_missing)}
            </dl>
            <div class="save-line">
                <a class="button" href=address><Icon icon=Icon::ChatText/>{t!("desk-to-observations")}</a>
                <Button icon=Icon::ArrowCounterClockwise on_press=move || walk.again()>{t!("desk-refresh")}</Button>
            </div>
        </section>
    }
}

/// How phones join: for the officers' eyes.
#[component]
fn Joining(id: WalkId, code: String, link: String) -> impl IntoView {
    view! {
        <section class="card joining">
            <h2>{t!("desk-joining")}</h2>
            <p class="quiet">{t!("desk-joining-how")}</p>
            <p class="code" data-test="walk-code">{code}</p>
            <img class="qr" data-test="walk-qr" src=format!("{API}/walks/{id}/qr.svg") alt=t!("desk-qr") width="240" height="240"/>
            <Copyable label=t!("desk-link") words=link test="walk-link"/>
            <a class="button primary wide" data-test="walk-poster" href=to(Place::Poster(id))>
                <Icon icon=Icon::Printer/>{t!("desk-print-poster")}
            </a>
        </section>
    }
}
