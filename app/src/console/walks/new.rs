//! Planning a walk.
//!
//! Promises: what is missing is said beside its field and takes the focus; a failed save loses nothing that was
//! written.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::CategoryId;
use shared::wire::{NewWalk, PlannedWalk};

use crate::console::api::{self, Trouble};
use crate::console::desk::{Desk, Shelf};
use crate::console::form::{Select, TopBar};
use crate::console::route::{Place, to};
use crate::console::words::catalogue;
use crate::platform::{desk as browser, page, time};
use crate::t;
use crate::text::category_text;
use crate::ui::{Banner, Button, Chip, Field, Icon, Kind, Tone};

const TITLE_ID: &str = "walk-title";
const STARTS_ID: &str = "walk-starts";

#[derive(Clone, Copy)]
struct Plan {
    title: RwSignal<String>,
    area: RwSignal<String>,
    starts: RwSignal<String>,
    meeting_place: RwSignal<String>,
    themes: RwSignal<Vec<CategoryId>>,
    /// Whether it was tried to save: only then is told what is missing.
    tried: RwSignal<bool>,
    saving: RwSignal<bool>,
    trouble: RwSignal<Option<Trouble>>,
}

impl Plan {
    fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            title: empty(),
            area: empty(),
            starts: empty(),
            meeting_place: empty(),
            themes: RwSignal::new(Vec::new()),
            tried: RwSignal::new(false),
            saving: RwSignal::new(false),
            trouble: RwSignal::new(None),
        }
    }

    fn title_problem(self) -> Option<String> {
        (self.tried.get() && self.title.with(|it| it.trim().is_empty())).then(|| t!("desk-title-missing"))
    }

    fn starts_problem(self) -> Option<String> {
        if !self.tried.get() {
            return None;
        }
        let missing = self.starts.with(|it| browser::moment_ms(it).is_none());
        missing.then(|| t!("desk-starts-missing"))
    }

    /// A start in the past is allowed (a walk that was held on paper), and told.
    fn starts_hint(self) -> Option<String> {
        let past = self.starts.with(|it| browser::moment_ms(it).is_some_and(|at| at < time::now_ms()));
        past.then(|| t!("desk-starts-past"))
    }

    fn walk(self) -> Option<NewWalk> {
        let said = |it: RwSignal<String>| Some(it.get().trim().to_owned()).filter(|it| !it.is_empty());
        Some(NewWalk {
            title: said(self.title)?,
            area: said(self.area).and_then(|id| id.parse().ok()),
            starts_at_ms: browser::moment_ms(&self.starts.get())?,
            meeting_place: said(self.meeting_place),
            themes: self.themes.get(),
            loop_line: Vec::new(),
            follows: None,
        })
    }

    fn save(self, desk: Desk) {
        self.tried.set(true);
        let Some(walk) = untrack(|| self.walk()) else {
            let title_missing = self.title.with_untracked(|it| it.trim().is_empty());
            page::focus(if title_missing { TITLE_ID } else { STARTS_ID });
            return;
        };
        self.saving.set(true);
        spawn_local(async move {
            match api::post::<PlannedWalk>("/walks", &walk).await {
                Ok(planned) => {
                    desk.ask_anew();
                    desk.go_to(Place::Walk(planned.walk.id));
                }
                Err(trouble) => {
                    desk.notice(&trouble);
                    let _ = self.saving.try_set(false);
                    let _ = self.trouble.try_set(Some(trouble));
                }
            }
        });
    }
}

/// The page.
#[component]
pub fn NewWalkPage() -> impl IntoView {
    let (desk, plan) = (Desk::here(), Plan::new());
    let form = move || {
        if desk.is_officer() {
            view! { <Form plan/> }.into_any()
        } else {
            crate::console::for_officers().into_any()
        }
    };
    view! {
        <TopBar title=Signal::derive(|| t!("desk-plan-walk"))/>
        <div class="pages">{form}</div>
    }
}

#[component]
fn Form(plan: Plan) -> impl IntoView {
    let (desk, shelf) = (Desk::here(), Shelf::here());
    let areas = move || {
        let all = shelf.areas.get().unwrap_or_default().into_iter().map(|it| (it.id.to_string(), it.name));
        std::iter::once((String::new(), t!("desk-no-area"))).chain(all).collect::<Vec<_>>()
    };
    view! {
        <form class="card form" novalidate on:submit=move |event| { event.prevent_default(); plan.save(desk); }>
            <Field id=TITLE_ID test="walk-title" label=Signal::derive(|| t!("desk-walk-title")) value=plan.title
                hint=Signal::derive(|| Some(t!("desk-walk-title-hint")))
                problem=Signal::derive(move || plan.title_problem()) autocapitalize="sentences"/>
            <div class="pair">
                <Select id="walk-area" test="walk-area" label=Signal::derive(|| t!("desk-area")) value=plan.area
                    options=Signal::derive(areas)/>
                <Field id=STARTS_ID test="walk-starts" kind="datetime-local" label=Signal::derive(|| t!("desk-starts"))
                    value=plan.starts hint=Signal::derive(move || plan.starts_hint())
                    problem=Signal::derive(move || plan.starts_problem())/>
            </div>
            <Field id="walk-place" test="walk-place" label=Signal::derive(|| t!("desk-meeting-place")) value=plan.meeting_place
                hint=Signal::derive(|| Some(t!("desk-meeting-place-hint"))) autocapitalize="sentences"/>
            <Themes themes=plan.themes/>
            {move || plan.trouble.get().map(|trouble| view! {
                <Banner tone=Tone::Bad><p>{trouble.sentence()}" "{t!("desk-written-stays")}</p></Banner>
            })}
            <div class="save-line">
                <Button kind=Kind::Primary icon=Icon::Check disabled=plan.saving on_press=move || plan.save(desk) test="walk-save">{t!("desk-save-walk")}</Button>
                <a class="button quiet" href=to(Place::Walks)>{t!("cancel")}</a>
            </div>
        </form>
    }
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
