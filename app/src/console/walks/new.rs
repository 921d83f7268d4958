//! Planning a walk: a new one, one that follows another, and one that was planned before.
//!
//! Promises: one form for all three; a walk that follows another begins with what is likely to be the same.

use leptos::prelude::*;
use shared::id::{CategoryId, WalkId};
use shared::wire::{PlannedWalk, WalkCard};

use super::draft::{Draft, STARTS_ID, TITLE_ID};
use super::loop_field::LoopField;
use super::saved_plan::SavedPlan;
use crate::console::desk::{Desk, Shelf};
use crate::console::fetched::Fetched;
use crate::console::form::{Possibility, Select, TopBar};
use crate::console::route::{Place, to};
use crate::console::words::catalogue;
use crate::platform::event;
use crate::t;
use crate::text::{category_text, date_in_full};
use crate::ui::{Banner, Button, Chip, Field, Icon, Kind, Tone};

/// The page of a new walk.
#[component]
pub fn NewWalkPage() -> impl IntoView {
    let draft = Draft::new();
    view! {
        <TopBar title=Signal::derive(|| t!("desk-plan-walk"))/>
        <div class="pages">{move || for_officers(&draft)}</div>
    }
}

/// The page of a walk that is planned anew.
#[component]
pub fn EditWalkPage(
    /// The walk.
    id: WalkId,
) -> impl IntoView {
    view! {
        <TopBar title=Signal::derive(|| t!("desk-edit-walk"))><Back id/></TopBar>
        <div class="pages"><Begun id begin=Draft::anew/></div>
    }
}

/// The page of a walk that follows another.
#[component]
pub fn FollowUpPage(
    /// The walk that it follows.
    id: WalkId,
) -> impl IntoView {
    view! {
        <TopBar title=Signal::derive(|| t!("desk-plan-follow-up"))><Back id/></TopBar>
        <div class="pages"><Begun id begin=Draft::after/></div>
    }
}

#[component]
fn Back(id: WalkId) -> impl IntoView {
    view! {
        <div class="end"><a class="button quiet" href=to(Place::Walk(id))><Icon icon=Icon::CaretLeft/>{t!("desk-walk")}</a></div>
    }
}

/// The form once the walk that it begins with is here.
#[component]
fn Begun(id: WalkId, begin: fn(&WalkCard) -> Draft) -> impl IntoView {
    let walk: Fetched<PlannedWalk> = Fetched::new(move || Some(format!("/walks/{id}")));
    walk.view_once(move || {
        let draft = untrack(|| walk.with(|it| begin(&it.walk))).unwrap_or_default();
        move || for_officers(&draft)
    })
}

fn for_officers(draft: &Draft) -> AnyView {
    let draft = *draft;
    if Desk::here().is_officer() {
        view! { <Form draft/> }.into_any()
    } else {
        crate::console::for_officers().into_any()
    }
}

#[component]
fn Form(draft: Draft) -> impl IntoView {
    let desk = Desk::here();
    let saved_for_phones = draft
        .is_anew()
        .then(|| view! { <Banner tone=Tone::Info><p>{t!("desk-edit-walk-reaches")}</p></Banner> });
    view! {
        <KeptPlan draft/>
        <form class="card form wide-form" novalidate on:submit=move |event| { event.prevent_default(); draft.save(desk); }>
            {saved_for_phones}
            <Facts draft/>
            <Themes themes=draft.themes/>
            <LoopField draft/>
            {move || draft.trouble.get().map(|trouble| view! {
                <Banner tone=Tone::Bad><p>{trouble.sentence()}" "{t!("desk-written-stays")}</p></Banner>
            })}
            <div class="save-line">
                <Button kind=Kind::Primary icon=Icon::Check disabled=draft.saving on_press=move || draft.save(desk) test="walk-save">{t!("desk-save-walk")}</Button>
                <a class="button quiet" href=to(draft.own().map_or(Place::Walks, Place::Walk))>{t!("cancel")}</a>
            </div>
        </form>
    }
}

/// A plan that was left unsaved, to go on with or to throw away.
#[component]
fn KeptPlan(draft: Draft) -> impl IntoView {
    let asks = event::ask_before_leaving(move || draft.is_changed());
    StoredValue::new_local(asks);
    let title = |it: SavedPlan| if it.title.trim().is_empty() { "none".to_owned() } else { it.title };
    move || {
        draft.offer.get().map(|it| view! {
        <Banner tone=Tone::Notice>
            <p data-test="walk-kept">{t!("desk-plan-kept", title = title(it))}</p>
            <div class="save-line">
                <Button on_press=move || draft.take_up() test="walk-kept-go-on">{t!("desk-plan-go-on")}</Button>
                <Button on_press=move || draft.discard() test="walk-kept-discard">{t!("desk-plan-discard")}</Button>
            </div>
        </Banner>
    })
    }
}

#[component]
fn Facts(draft: Draft) -> impl IntoView {
    let shelf = Shelf::here();
    let areas = move || {
        let all = shelf.areas.get().unwrap_or_default().into_iter().map(|it| (it.id.to_string(), it.name));
        std::iter::once((String::new(), t!("desk-no-area"))).chain(all).collect::<Vec<_>>()
    };
    view! {
        <div class="form">
            <Field id=TITLE_ID test="walk-title" label=Signal::derive(|| t!("desk-walk-title")) value=draft.title
                hint=Signal::derive(|| Some(t!("desk-walk-title-hint")))
                problem=Signal::derive(move || draft.title_problem()) autocapitalize="sentences"/>
            <div class="pair">
                <Select id="walk-area" test="walk-area" label=Signal::derive(|| t!("desk-area")) value=draft.area
                    options=Signal::derive(areas)/>
                <Field id=STARTS_ID test="walk-starts" kind="datetime-local" label=Signal::derive(|| t!("desk-starts"))
                    value=draft.starts hint=Signal::derive(move || draft.starts_hint())
                    problem=Signal::derive(move || draft.starts_problem())/>
            </div>
            <Field id="walk-place" test="walk-place" label=Signal::derive(|| t!("desk-meeting-place")) value=draft.meeting_place
                hint=Signal::derive(|| Some(t!("desk-meeting-place-hint"))) autocapitalize="sentences"/>
            <Select id="walk-follows" test="walk-follows" label=Signal::derive(|| t!("desk-follows")) value=draft.follows
                options=Signal::derive(move || earlier(shelf, draft.own()))/>
            {move || draft.follows.with(|it| !it.is_empty()).then(|| view! {
                <p class="hint small quiet">{t!("desk-follows-hint")}</p>
            })}
            <div class="chips">
                <Chip on=Signal::derive(move || draft.shares_live.get()) on_toggle=move |on: bool| draft.shares_live.set(on)
                    test="walk-shares-live".to_owned()>{t!("desk-shares-live")}</Chip>
            </div>
            <p class="hint small quiet">{t!("desk-shares-live-hint")}</p>
        </div>
    }
}

/// The walks that can be followed, latest first.
fn earlier(shelf: Shelf, own: Option<WalkId>) -> Vec<Possibility> {
    let mut all = shelf.walks.get().unwrap_or_default();
    all.retain(|it| Some(it.walk.id) != own);
    all.sort_by_key(|it| std::cmp::Reverse(it.walk.starts_at_ms));
    let named = |walk: WalkCard| {
        (walk.id.to_string(), format!("{} · {}", walk.title, date_in_full(walk.starts_at_ms)))
    };
    let none = (String::new(), t!("desk-follows-none"));
    std::iter::once(none).chain(all.into_iter().map(|it| named(it.walk))).collect()
}

/// What the walk looks at first.
#[component]
fn Themes(themes: RwSignal<Vec<CategoryId>>) -> impl IntoView {
    let chips = catalogue().iter().map(|category| {
        let (id, own) = (category.id.clone(), category.id.clone());
        let toggle = move |on: bool| {
            themes.update(|all| {
                all.retain(|it| *it != own);
                if on {
                    all.push(own.clone());
                }
            });
        };
        let test = format!("walk-theme-{}", category.id);
        let on = Signal::derive(move || themes.with(|all| all.contains(&id)));
        view! {
            <Chip on on_toggle=toggle test=test>
                <Icon icon=crate::ui::category_icon(&category.icon)/>{category_text(category.id.as_str())}
            </Chip>
        }
    });
    view! {
        <fieldset class="themes">
            <legend class="group-label">{t!("desk-themes")}</legend>
            <div class="chips">{chips.collect_view()}</div>
        </fieldset>
    }
}
