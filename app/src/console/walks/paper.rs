//! The walk on paper, for those without a phone: when and where, the way, who does what, what to look for, lines to
//! write on, and how it is handed in.
//!
//! Promises: two or three A4 that can be copied in black and white; what is written on them fits what a phone records; a
//! map that could not be drawn is said to be missing.

use leptos::prelude::*;
use shared::id::{CategoryId, WalkId};
use shared::situation::Finding;
use shared::statement::{Condition, Feeling};
use shared::wire::{PlannedWalk, WalkCard};

use super::loop_field::loop_words;
use crate::console::chart::{Chart, ChartFrame, Stage};
use crate::console::desk::Shelf;
use crate::console::fetched::Fetched;
use crate::console::form::TopBar;
use crate::console::route::{Place, to};
use crate::console::words::{catalogue, condition_text, finding_title};
use crate::map::{Told, edges_around};
use crate::platform::{desk as browser, settings};
use crate::t;
use crate::text::{category_text, date_in_full, text};
use crate::ui::{Button, Icon, Kind};

const GROUND_ID: &str = "paper-ground";
/// Lines on one sheet.
const LINES: usize = 12;

// Not literals: what is drawn of literals alone goes through `innerHTML`, which our Trusted Types policy refuses.
const TICK: &str = "tick";
const NAME_LINE: &str = "name-line";
const BLANK: &str = "";
const FEELINGS: &str = "♥   !";
const LEVELS: &str = "0 1 2 3";

/// A box to tick.
fn tick() -> impl IntoView {
    view! { <span class=TICK aria-hidden="true"></span> }
}

/// The page.
#[component]
pub fn PaperPage(
    /// The walk.
    id: WalkId,
) -> impl IntoView {
    let walk: Fetched<PlannedWalk> = Fetched::new(move || Some(format!("/walks/{id}")));
    let asked: Fetched<Vec<Finding>> = Fetched::new(move || Some(format!("/walks/{id}/paper")));
    let sheet = move || {
        let planned = untrack(|| walk.get())?;
        asked.is_settled().then(|| view! { <Paper planned asked=asked.get().unwrap_or_default()/> })
    };
    view! {
        <TopBar title=Signal::derive(|| t!("desk-paper"))>
            <div class="end">
                <a class="button quiet" href=to(Place::Walk(id))><Icon icon=Icon::CaretLeft/>{t!("desk-walk")}</a>
                <Button kind=Kind::Primary icon=Icon::Printer on_press=browser::print test="paper-print">{t!("desk-print")}</Button>
            </div>
        </TopBar>
        <div class="pages">{walk.view_once(move || view! { {sheet} })}</div>
    }
}

#[component]
fn Paper(planned: PlannedWalk, asked: Vec<Finding>) -> impl IntoView {
    let card = planned.walk;
    let demonstration = card.demonstration.then(|| view! { <p><b>{t!("desk-demonstration")}</b></p> });
    let code = planned.code.unwrap_or_default();
    view! {
        <article class="paper" data-test="paper">
            <header>
                <p class="poster-brand"><Icon icon=Icon::Lantern/>{t!("app-name")}</p>
                <h2>{card.title.clone()}</h2>
                <p class="when">{date_in_full(card.starts_at_ms)}</p>
                {card.meeting_place.clone().map(|place| view! { <p class="where"><Icon icon=Icon::MapPin/>{place}</p> })}
                {demonstration}
            </header>
            <WayOnPaper card=card.clone() asked=asked.clone()/>
            <Roles walk=card.id/>
            <Checklist themes=card.themes/>
            {(!asked.is_empty()).then(|| view! { <AskedAbout asked/> })}
            <Lines/>
            <section>
                <h3>{t!("desk-paper-hand-in")}</h3>
                <p>{t!("desk-paper-hand-in-how", code = code)}</p>
                <p>{t!("desk-paper-never")}</p>
            </section>
        </article>
    }
}

/// The map as a picture, taken the moment it is drawn whole.
#[component]
fn WayOnPaper(card: WalkCard, asked: Vec<Finding>) -> impl IntoView {
    let picture = RwSignal::new(None::<String>);
    let chart = Chart::default();
    let line = RwSignal::new(card.loop_line.clone());
    let drawn = card.loop_line.len() > 1;
    chart.keep_loop(line.into());
    chart.keep_findings("ask", Signal::derive(move || asked.clone()), Signal::stored(None));
    let sight = move |_: &Stage| line.with_untracked(|line| edges_around(line.iter().copied()));
    let hear = move |told: Told| {
        if matches!(told, Told::Drawn(_)) {
            picture.update(|it| *it = it.take().or_else(|| browser::snapshot(GROUND_ID)));
        }
    };
    let ground = move || match (picture.get(), chart.stage.get()) {
        (Some(address), _) => {
            view! { <img class="paper-map" data-test="paper-map" src=address alt=t!("desk-map")/> }.into_any()
        }
        (None, Stage::CannotDraw) => view! { <p>{t!("desk-paper-no-map")}</p> }.into_any(),
        (None, _) => {
            view! { <ChartFrame chart sight on_told=hear test="paper-chart" id=GROUND_ID theme="light"/> }
                .into_any()
        }
    };
    let shown = Memo::new(move |_| (picture.with(Option::is_some), chart.stage.get() == Stage::CannotDraw));
    let thanks = move || match chart.stage.get() {
        Stage::OnBasemap(thanks) => thanks,
        Stage::OnPlainGround => t!("desk-paper-plain-ground"),
        Stage::Coming | Stage::CannotDraw => String::new(),
    };
    view! {
        <section class="paper-way">
            <h3>{t!("desk-loop")}</h3>
            <p>{loop_words(&card.loop_line)}</p>
            {drawn.then(|| view! {
                {move || { shown.get(); untrack(ground) }}
                <p class="tiny">{thanks}</p>
            })}
        </section>
    }
}

/// Who does what in a group. Names stay in this browser and on paper: who walks is nobody else's business.
#[component]
fn Roles(walk: WalkId) -> impl IntoView {
    let roles = ["leader", "secretary", "photographer", "map-reader"];
    let role = |role: &'static str| {
        let (id, kept_as) = (format!("role-{role}"), format!("role-{role}-{walk}"));
        let name = RwSignal::new(settings::kept(&kept_as).unwrap_or_default());
        let keep = move |event| {
            name.set(event_target_value(&event));
            name.with_untracked(|name| {
                if name.is_empty() { settings::forget(&kept_as) } else { settings::keep(&kept_as, name) }
            });
        };
        view! {
            <li><label for=id.clone()>{text(&format!("desk-paper-{role}"), &[])}</label>
                <input class=NAME_LINE id=id.clone() data-test=id autocomplete="off" autocapitalize="words" prop:value=name on:input=keep/>
                <p>{text(&format!("desk-paper-{role}-does"), &[])}</p></li>
        }
    };
    view! {
        <section>
            <h3>{t!("desk-paper-roles")}</h3>
            <p class="hint no-print">{t!("desk-paper-names")}</p>
            <ul class="paper-roles" role="list">{roles.map(role).collect_view()}</ul>
        </section>
    }
}

/// What to look for: the walk's themes, else everything that makes a place feel unsafe; and always what is good.
#[component]
fn Checklist(themes: Vec<CategoryId>) -> impl IntoView {
    let chosen: Vec<CategoryId> = if themes.is_empty() {
        let unsafe_ones = catalogue().iter().filter(|it| it.feeling == Feeling::Unsafe);
        unsafe_ones.map(|it| it.id.clone()).collect()
    } else {
        themes
    };
    let row = |category: &CategoryId| {
        let asks = text(&format!("desk-look-{category}"), &[]);
        // A category of a newer catalogue has no questions here.
        let asks = Some(asks).filter(|it| !it.starts_with("desk-look-"));
        view! { <li>{tick()}<b>{category_text(category.as_str())}</b>" "{asks}</li> }
    };
    view! {
        <section>
            <h3>{t!("desk-paper-look-for")}</h3>
            <ul class="paper-checks" role="list">
                {chosen.iter().map(row).collect_view()}
                <li>{tick()}<b>"♥ "{t!("safe")}</b>" "{t!("desk-look-good")}</li>
            </ul>
        </section>
    }
}

/// The places that were pointed out already, on the walk that this one follows or before this one, with what can be said of
/// each.
#[component]
fn AskedAbout(asked: Vec<Finding>) -> impl IntoView {
    let shelf = Shelf::here();
    let row = move |(number, finding): (usize, Finding)| {
        let answers = Condition::ALL.map(|it| {
            view! { <span class="answer-box">{tick()}{condition_text(it)}</span> }
        });
        view! { <tr><th scope="row">{number}</th><td>{move || finding_title(&finding, shelf)}</td><td>{answers.collect_view()}</td></tr> }
    };
    view! {
        <section class="paper-asked">
            <h3>{t!("desk-paper-asked")}</h3>
            <p>{t!("desk-paper-asked-how")}</p>
            <table>
                <thead><tr><th scope="col">{t!("desk-paper-number")}</th><th scope="col">{t!("desk-paper-what")}</th><th scope="col">{t!("desk-paper-how-now")}</th></tr></thead>
                <tbody>{(1..).zip(asked).map(row).collect_view()}</tbody>
            </table>
        </section>
    }
}

/// Numbered lines to write on.
#[component]
fn Lines() -> impl IntoView {
    let heads = ["number", "what", "where", "feeling", "how-bad", "proposal"];
    let head = |head: &str| view! { <th scope="col">{text(&format!("desk-paper-{head}"), &[])}</th> };
    let line = |number: usize| {
        view! { <tr><th scope="row">{number}</th><td>{BLANK}</td><td>{BLANK}</td><td class="either">{FEELINGS}</td><td class="either">{LEVELS}</td><td>{BLANK}</td></tr> }
    };
    view! {
        <section class="paper-lines">
            <h3>{t!("desk-paper-points")}</h3>
            <p>{t!("desk-paper-points-how")}</p>
            <table>
                <thead><tr>{heads.map(head).collect_view()}</tr></thead>
                <tbody>{(1..=LINES).map(line).collect_view()}</tbody>
            </table>
        </section>
    }
}
