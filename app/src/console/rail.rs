//! The rail: where one can go, and who is signed in.
//!
//! Promises: only what exists is offered; on a narrow screen it folds behind a button.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::api;
use super::desk::{Desk, Shelf};
use super::following::BrokenLine;
use super::route::{Place, to};
use crate::platform::address;
use crate::t;
use crate::ui::Icon;

/// The rail.
#[component]
pub fn Rail(
    /// Whether nothing is told of what comes in.
    broken: RwSignal<bool>,
) -> impl IntoView {
    let desk = Desk::here();
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        desk.route.track();
        open.set(false);
    });
    let place = Memo::new(move |_| desk.route.with(|route| route.place.section()));
    view! {
        <nav class="rail" class:open=open aria-label=t!("desk-sections")>
            <div class="rail-head">
                <a class="brand" href=to(Place::Overview)><Icon icon=Icon::Lantern/>{t!("app-name")}</a>
                <button type="button" class="button menu" aria-expanded=move || open.get().to_string()
                    aria-controls="sections" on:click=move |_| open.update(|open| *open = !*open)>
                    <Icon icon=Icon::ListBullets/>{t!("desk-menu")}
                </button>
            </div>
            <div class="sections" id="sections">
                {sections().map(|section| view! { <Entry section place/> }).collect_view()}
                <RailEnd broken/>
            </div>
        </nav>
    }
}

struct Section {
    place: Place,
    icon: Icon,
    words: String,
    test: &'static str,
}

fn sections() -> [Section; 7] {
    let section = |place, icon, words, test| Section { place, icon, words, test };
    [
        section(Place::Overview, Icon::House, t!("desk-overview"), "nav-overview"),
        section(Place::Walks, Icon::Path, t!("desk-walks"), "nav-walks"),
        section(Place::Findings(None), Icon::MapPin, t!("desk-findings"), "nav-findings"),
        section(Place::Observations, Icon::ChatText, t!("desk-observations"), "nav-observations"),
        section(Place::Picture, Icon::ChartBarHorizontal, t!("desk-situation"), "nav-situation"),
        section(Place::Exports, Icon::Database, t!("desk-data"), "nav-data"),
        section(Place::Settings, Icon::Gear, t!("desk-settings"), "nav-settings"),
    ]
}

#[component]
fn Entry(section: Section, place: Memo<Place>) -> impl IntoView {
    let Section { place: own, icon, words, test } = section;
    let count = (own == Place::Findings(None)).then(|| view! { <Waiting/> });
    view! {
        <a href=to(own) data-test=test aria-current=move || (place.get() == own).then_some("page")>
            <Icon icon/><span>{words}</span>{count}
        </a>
    }
}

/// How many findings nobody has answered.
#[component]
fn Waiting() -> impl IntoView {
    let shelf = Shelf::here();
    let count = Memo::new(move |_| shelf.overview.with(|it| it.waiting_count).unwrap_or(0));
    move || {
        (count.get() > 0).then(|| {
            view! {
                <span class="count" aria-hidden="true">{count.get()}</span>
                <span class="visually-hidden">{t!("desk-waiting-count", n = count.get())}</span>
            }
        })
    }
}

#[component]
fn RailEnd(broken: RwSignal<bool>) -> impl IntoView {
    let desk = Desk::here();
    let name = move || desk.session.with(|it| it.as_ref().map(|it| it.name.clone()));
    let sign_out = move |_| {
        spawn_local(async move {
            // Whether or not the server heard it: whoever leaves a shared computer sees nothing more here.
            let _ = api::end("/session").await;
            address::reload();
        });
    };
    view! {
        <div class="rail-end">
            <BrokenLine broken/>
            <p class="who"><Icon icon=Icon::User/><span>{name}</span></p>
            <button type="button" class="button" data-test="sign-out" on:click=sign_out>
                <Icon icon=Icon::SignOut/><span>{t!("desk-sign-out")}</span>
            </button>
        </div>
    }
}
