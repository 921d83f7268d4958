//! Typing in what stands on a walk's paper sheets: line by line, on the map or in words.
//!
//! Promises: everything can be typed without the map; each sheet is one voice, like a phone's.

use leptos::prelude::*;
use shared::id::WalkId;
use shared::situation::Finding;
use shared::statement::{Condition, Feeling};
use shared::wire::{PlannedWalk, TypedSheet};

use super::sheet::{Lacks, Line};
use super::typing::{Row, Typing};
use crate::console::chart::{Chart, ChartFrame, ChartNote, Stage, first_sight};
use crate::console::desk::{Desk, Shelf};
use crate::console::fetched::Fetched;
use crate::console::form::TopBar;
use crate::console::route::{Place, to};
use crate::console::words::{catalogue, condition_text, feeling_text, finding_title};
use crate::map::Told;
use crate::t;
use crate::text::{category_text, text};
use crate::ui::{Banner, Button, Field, Icon, Kind, Tone};

/// More questions than this are opened when they are wanted.
const FEW: usize = 8;

/// The page.
#[component]
pub fn TypeInPage(
    /// The walk.
    id: WalkId,
) -> impl IntoView {
    let desk = Desk::here();
    let walk: Fetched<PlannedWalk> = Fetched::new(move || Some(format!("/walks/{id}")));
    let asked: Fetched<Vec<Finding>> = Fetched::new(move || Some(format!("/walks/{id}/paper")));
    let form = move || {
        let planned = untrack(|| walk.get())?;
        let asked = asked.is_settled().then(|| untrack(|| asked.get()).unwrap_or_default())?;
        Some(if desk.is_officer() {
            view! { <Form planned asked/> }.into_any()
        } else {
            crate::console::for_officers().into_any()
        })
    };
    view! {
        <TopBar title=Signal::derive(|| t!("desk-type-in"))>
            <div class="end"><a class="button quiet" href=to(Place::Walk(id))><Icon icon=Icon::CaretLeft/>{t!("desk-walk")}</a></div>
        </TopBar>
        <div class="pages wide type-in">{walk.view_once(move || view! { {form} })}</div>
    }
}

#[component]
fn Form(planned: PlannedWalk, asked: Vec<Finding>) -> impl IntoView {
    let desk = Desk::here();
    let typing = Typing::of(planned.walk.id, planned.walk.starts_at_ms);
    let numbered = move || typing.rows.get().into_iter().enumerate().collect::<Vec<_>>();
    view! {
        <div class="column">
            <form class="card form wide-form" novalidate on:submit=move |event| { event.prevent_default(); typing.save(desk); }>
                <p class="hint">{t!("desk-type-in-how")}</p>
                <Field id="sheet-walked" kind="datetime-local" label=Signal::derive(|| t!("desk-sheet-walked")) value=typing.walked/>
                {(!asked.is_empty()).then(|| view! { <Answers typing asked/> })}
                <ol class="sheet-lines" role="list">
                    <For each=numbered key=|(index, row)| (*index, row.key) let:numbered>
                        <LineField typing index=numbered.0 row=numbered.1/>
                    </For>
                </ol>
                {move || (typing.lacks.get() == Some(Lacks::Everything)).then(|| view! {
                    <Banner tone=Tone::Bad><p>{t!("desk-sheet-empty")}</p></Banner>
                })}
                {move || typing.trouble.get().map(|trouble| view! {
                    <Banner tone=Tone::Bad><p>{trouble.sentence()}" "{t!("desk-written-stays")}</p></Banner>
                })}
                <div class="save-line">
                    <Button kind=Kind::Primary icon=Icon::Check disabled=typing.saving test="sheet-save"
                        on_press=move || typing.save(desk)>{t!("desk-sheet-save")}</Button>
                </div>
            </form>
        </div>
        <div class="column">
            <OnMap typing line=planned.walk.loop_line area=planned.walk.area/>
            <Typed typing/>
        </div>
    }
}

/// One line of the sheet.
#[component]
fn LineField(typing: Typing, index: usize, row: Row) -> impl IntoView {
    let line = row.line;
    let set = move |change: fn(&mut Line, String)| {
        move |event: leptos::ev::Event| {
            line.update(|line| change(line, event_target_value(&event)));
            typing.keep_one_blank();
        }
    };
    let words = move |name: &'static str, read: fn(&Line) -> &String, change: fn(&mut Line, String)| {
        let id = format!("{}-{name}", row.id());
        view! {
            <div class="field">
                <label for=id.clone()>{text(&format!("desk-sheet-{name}"), &[])}</label>
                <input id=id data-test=format!("sheet-{name}") autocapitalize="sentences"
                    prop:value=move || line.with(|line| read(line).clone()) on:input=set(change)/>
            </div>
        }
    };
    let problem = move || match typing.lacks.get() {
        Some(Lacks::Category(at)) if at == index => Some(t!("desk-sheet-no-category")),
        Some(Lacks::Place(at)) if at == index => Some(t!("desk-sheet-no-place")),
        _ => None,
    };
    let placed = move || line.with(|line| line.pin.is_some());
    let blank = move || line.with(|line| *line == Line::default());
    let current = move || typing.current.get() == row.key;
    view! {
        <li class="sheet-line" class:current=current data-test="sheet-line" on:focusin=move |_| typing.current.set(row.key)>
            <span class="number" aria-hidden="true">{index + 1}</span>
            <div class="sheet-fields" role="group" aria-label=t!("desk-sheet-line", n = index + 1)>
                <div class="field">
                    <label for=row.id()>{t!("desk-sheet-category")}</label>
                    <select id=row.id() data-test="sheet-category" on:change=set(|line, it| line.category = it)>
                        <option value="" prop:selected=move || line.with(|it| it.category.is_empty())>"–"</option>
                        {[Feeling::Unsafe, Feeling::Safe].map(|feeling| categories(feeling, line)).collect_view()}
                    </select>
                </div>
                <div class="field">
                    <label for=format!("{}-bad", row.id())>{t!("desk-paper-how-bad")}</label>
                    <select id=format!("{}-bad", row.id()) data-test="sheet-severity" on:change=set(|line, it| line.severity = it)>
                        {["", "0", "1", "2", "3"].map(|level| {
                            let named = if level.is_empty() { "–".to_owned() } else { format!("{level} · {}", text(&format!("severity-{level}"), &[])) };
                            view! { <option value=level prop:selected=move || line.with(|it| it.severity == level)>{named}</option> }
                        }).collect_view()}
                    </select>
                </div>
                {words("text", |line| &line.text, |line, it| line.text = it)}
                {words("where", |line| &line.described, |line, it| line.described = it)}
                {words("proposal", |line| &line.proposal, |line, it| line.proposal = it)}
                <p class="problem" role="alert">{problem}</p>
                <div class="sheet-deeds">
                    <span class="small quiet">{move || if placed() { t!("desk-sheet-placed") } else { t!("desk-sheet-not-placed") }}</span>
                    {move || (!blank()).then(|| view! {
                        <Button kind=Kind::Quiet icon=Icon::Trash on_press=move || typing.remove(row.key)>{t!("desk-sheet-remove")}</Button>
                    })}
                </div>
            </div>
        </li>
    }
}

fn categories(feeling: Feeling, line: RwSignal<Line>) -> impl IntoView {
    let sign = if feeling == Feeling::Safe { "♥" } else { "!" };
    let option = move |id: String| {
        let (value, named) = (id.clone(), category_text(&id));
        view! { <option value=value prop:selected=move || line.with(|it| it.category == id)>{named}</option> }
    };
    let all = catalogue().iter().filter(|it| it.feeling == feeling);
    let all = all.map(|it| option(it.id.as_str().to_owned())).collect_view();
    view! { <optgroup label=format!("{sign} {}", feeling_text(feeling))>{all}</optgroup> }
}

/// The places that the walk asks about, with what was ticked.
#[component]
fn Answers(typing: Typing, asked: Vec<Finding>) -> impl IntoView {
    let (shelf, count) = (Shelf::here(), asked.len());
    let row = move |(number, finding): (usize, Finding)| {
        let (of, id) = (finding.id, format!("sheet-look-{number}"));
        let chosen = move || typing.looks.with(|all| all.iter().find(|it| it.0 == of).map(|it| it.1));
        let choose = move |event: leptos::ev::Event| {
            let at = event_target_value(&event).parse::<usize>().ok();
            typing.looks.update(|all| {
                all.retain(|it| it.0 != of);
                all.extend(at.and_then(|at| Condition::ALL.get(at)).map(|condition| (of, *condition)));
            });
        };
        let options = (0..).zip(Condition::ALL).map(move |(at, condition): (usize, _)| {
            view! { <option value=at.to_string() prop:selected=move || chosen() == Some(condition)>{condition_text(condition)}</option> }
        });
        view! {
            <li>
                <label for=id.clone()>{number}". "{move || finding_title(&finding, shelf)}</label>
                <select id=id data-test="sheet-look" on:change=choose>
                    <option value="" prop:selected=move || chosen().is_none()>"–"</option>{options.collect_view()}
                </select>
            </li>
        }
    };
    view! {
        <details class="sheet-answers" open=count <= FEW>
            <summary class="group-label">
                {t!("desk-paper-asked")}" "<span class="quiet">{move || t!("desk-sheet-answered", n = typing.looks.with(Vec::len), of = count)}</span>
            </summary>
            <ol role="list">{(1..).zip(asked).map(row).collect_view()}</ol>
        </details>
    }
}

/// The loop, and where the lines lie.
#[component]
fn OnMap(typing: Typing, line: Vec<[f64; 2]>, area: Option<shared::id::AreaId>) -> impl IntoView {
    let shelf = Shelf::here();
    let chart = Chart::default();
    let line = RwSignal::new(line);
    let areas = Signal::derive(move || shelf.areas.get().unwrap_or_default());
    let area = RwSignal::new(area);
    chart.keep_loop(line.into());
    chart.keep_areas(areas, area.into());
    chart.keep_numbers(Signal::derive(move || typing.lines().iter().map(|line| line.pin).collect()));
    let sight = move |stage: &Stage| {
        untrack(|| areas.with(|areas| line.with(|line| first_sight(line, areas, area.get().as_ref(), stage))))
    };
    let hear = move |told: Told| {
        if let Told::Ground(spot) = told {
            typing.place([spot.lon, spot.lat]);
        }
    };
    let number = Memo::new(move |_| {
        let current = typing.current.get();
        typing.rows.with(|rows| rows.iter().position(|row| row.key == current).unwrap_or(0) + 1)
    });
    view! {
        <div class="card sheet-map">
            <p>{move || t!("desk-sheet-place", n = number.get())}</p>
            <ChartFrame chart sight on_told=hear test="sheet-map"/>
            <ChartNote chart/>
        </div>
    }
}

/// The sheets that are typed in.
#[component]
fn Typed(typing: Typing) -> impl IntoView {
    let desk = Desk::here();
    let row = move |sheet: TypedSheet| {
        let taken_back = sheet.lines == 0;
        let words = if taken_back { t!("desk-sheet-gone") } else { t!("desk-sheet-lines", n = sheet.lines) };
        let day = sheet.day.clone();
        view! {
            <li class="typed-sheet" data-test="typed-sheet"><span>{day}" · "{words}</span>
                {(!taken_back).then(|| view! {
                    <Button kind=Kind::Quiet icon=Icon::ArrowCounterClockwise test="sheet-take-back"
                        on_press=move || typing.take_back(desk, sheet.id)>{t!("desk-sheet-take-back")}</Button>
                })}
            </li>
        }
    };
    view! {
        <section class="card">
            <h2>{t!("desk-typed-sheets")}</h2>
            {typing.typed.view(move |all| if all.is_empty() {
                view! { <p class="quiet">{t!("desk-no-typed-sheets")}</p> }.into_any()
            } else {
                view! { <ul class="typed-sheets" role="list">{all.into_iter().map(row).collect_view()}</ul> }.into_any()
            })}
        </section>
    }
}
