//! The officers' face: see what came in, decide, answer.
//!
//! Promises: every place has an address that can be sent and leads back; everything works by keyboard, by screen
//! reader, on a phone and on paper; a lost session loses nothing that was written.
//!
//! Browser tests find things by `data-test`, which stay as they are: `sign-in-link`, `sign-in-save`, `sign-out`,
//! `demonstration` · `nav-<section>` with `overview`, `walks`, `findings`, `observations`, `situation`, `data`,
//! `settings` · `filter-area`, `filter-period`, `filter-from`, `filter-to`, `filter-kind`, `filter-state`,
//! `filter-words` · `walk-new`, `walk-title`, `walk-area`, `walk-starts`, `walk-place`, `walk-theme-<category>`,
//! `walk-follows`, `walk-chart`, `walk-kept`, `walk-kept-go-on`, `walk-kept-discard`, `walk-loop-straight`,
//! `walk-loop-missing`, `walk-loop-straighten`, `walk-loop-seek`, `walk-loop-words`, `walk-loop-undo`, `walk-loop-clear`, `walk-points-open`,
//! `walk-points`, `walk-gpx`, `no-basemap`, `walk-save`, `walk-row`, `walk-edit`, `walk-follow-up`, `walk-paper`,
//! `walk-map`, `again`, `again-summary`, `again-place`, `paper`, `paper-map`, `paper-print`, `role-<role>`, `walk-type-in`,
//! `sheet-line`, `sheet-category`, `sheet-text`, `sheet-where`, `sheet-severity`, `sheet-proposal`, `sheet-look`,
//! `sheet-map`, `sheet-save`, `typed-sheet`, `sheet-take-back`, `walk-code`,
//! `walk-link`, `walk-qr`, `walk-joined`, `walk-sent`, `walk-observations`, `walk-photos`, `walk-photos-missing`, `walk-poster`, `poster` · `finding-count`, `finding-row`,
//! `findings-chart`, `map-closer`, `finding`, `mended`, `mended-answer`, `second-looks`, `finding-state`,
//! `finding-responsible`, `finding-answer`, `finding-save` · `observation-row` ·
//! `situation-paragraph`, `figure-<x>` with `findings`, `voices`, `walkers`, `walks`, `good-places` ·
//! `export-<name>` · `line-broken` · `colleague-name`, `colleague-save`, `colleague-link`.

pub mod api;
pub mod chart;
pub mod day;
pub mod desk;
pub mod exports;
pub mod fetched;
pub mod filter_bar;
pub mod filters;
pub mod findings;
pub mod findings_map;
pub mod following;
pub mod form;
pub mod imports;
pub mod keys;
pub mod looks;
pub mod observations;
pub mod overview;
pub mod photo;
pub mod picture;
pub mod query;
pub mod rail;
pub mod route;
pub mod settings;
pub mod sign_in;
pub mod visit;
pub mod walks;
pub mod words;

use leptos::prelude::*;

use crate::platform::desk as browser;
use crate::platform::event::{self, PageEvent};
use crate::platform::page;
use crate::platform::time::Ticker;
use crate::t;
use crate::text;
use crate::ui::{Banner, Empty, Icon, Tone};
use desk::{Desk, Shelf};
use rail::Rail;
use route::{Place, Route};

/// How often everything that is shown is asked for anew.
const REFRESH_MS: i32 = 60_000;

/// The whole face.
#[component]
pub fn Face() -> impl IntoView {
    let desk = Desk::new();
    provide_context(desk);
    StoredValue::new_local(browser::on_link(route::BASE, move |address| follow(desk, &address)));
    StoredValue::new_local(event::on(PageEvent::Moved, move || desk.follow_address()));
    let start = sign_in::begin(desk);
    // The desk is drawn anew in another language; what was written is kept beside it.
    move || {
        let _ = text::language();
        if desk.session.with(Option::is_some) {
            view! { <SignedIn/> }.into_any()
        } else {
            view! { <sign_in::SignInPage stage=start/> }.into_any()
        }
    }
}

/// A link within the desk was followed: whoever opened one thing is led to its heading, unless they have gone on by
/// themselves meanwhile.
fn follow(desk: Desk, address: &str) {
    let route = Route::of_address(address);
    let opens = matches!(route.place, Place::Findings(Some(_)));
    let from = page::focused();
    desk.go(route);
    if opens {
        request_animation_frame(move || {
            if page::focused() == from {
                page::focus(findings::detail::TITLE_ID);
            }
        });
    }
}

#[component]
fn SignedIn() -> impl IntoView {
    let desk = Desk::here();
    let broken = following::follow(desk);
    provide_context(Shelf::new());
    let refresh = move || {
        if event::is_visible() {
            desk.ask_anew();
        }
    };
    StoredValue::new_local(Ticker::every(REFRESH_MS, refresh));
    let demonstration = move || desk.session.with(|it| it.as_ref().is_some_and(|it| it.demonstration));
    view! {
        <a class="skip" href="#content">{t!("desk-skip")}</a>
        <div class="desk">
            <Rail broken/>
            <main class="desk-main" id="content" tabindex="-1">
                {move || demonstration().then(|| view! {
                    <div class="demonstration" data-test="demonstration" role="note">
                        <Icon icon=Icon::Flag/><p><b>{t!("desk-demonstration")}</b>" "{t!("desk-demonstration-says")}</p>
                    </div>
                })}
                <Page/>
            </main>
        </div>
        <keys::KeysDialog/>
        <sign_in::ExpiredDialog/>
    }
}

/// The page of the place; another finding or filter is the same page.
#[component]
fn Page() -> impl IntoView {
    let desk = Desk::here();
    let place = Memo::new(move |_| match desk.route.with(|route| route.place) {
        Place::Findings(_) => Place::Findings(None),
        other => other,
    });
    move || match place.get() {
        Place::Overview => view! { <overview::OverviewPage/> }.into_any(),
        Place::Walks => view! { <walks::list::WalksPage/> }.into_any(),
        Place::NewWalk => view! { <walks::new::NewWalkPage/> }.into_any(),
        Place::Walk(id) => view! { <walks::detail::WalkPage id/> }.into_any(),
        Place::EditWalk(id) => view! { <walks::new::EditWalkPage id/> }.into_any(),
        Place::FollowUp(id) => view! { <walks::new::FollowUpPage id/> }.into_any(),
        Place::TypeIn(id) => view! { <walks::type_in::TypeInPage id/> }.into_any(),
        Place::Paper(id) => view! { <walks::paper::PaperPage id/> }.into_any(),
        Place::Poster(id) => view! { <walks::poster::PosterPage id/> }.into_any(),
        Place::Findings(_) => view! { <findings::FindingsPage/> }.into_any(),
        Place::Observations => view! { <observations::ObservationsPage/> }.into_any(),
        Place::Picture => view! { <picture::PicturePage/> }.into_any(),
        Place::Exports => view! { <exports::ExportsPage/> }.into_any(),
        Place::Settings => view! { <settings::SettingsPage/> }.into_any(),
        Place::Nowhere => view! { <NowherePage/> }.into_any(),
    }
}

#[component]
fn NowherePage() -> impl IntoView {
    view! {
        <form::TopBar title=Signal::derive(|| t!("desk-nowhere"))/>
        <Empty icon=Icon::MapTrifold title=Signal::derive(|| t!("desk-nowhere-title"))>
            <p>{t!("desk-nowhere-next")}</p>
            <a class="button" href=route::to(Place::Overview)>{t!("desk-overview")}</a>
        </Empty>
    }
}

/// Only officers may be here: said to those who read alone and came by a link.
pub(crate) fn for_officers() -> impl IntoView {
    view! { <Banner tone=Tone::Info><p>{t!("desk-for-officers")}</p></Banner> }
}
