//! All walks, those to come first.

use leptos::prelude::*;
use shared::wire::PlannedWalk;

use crate::console::desk::{Desk, Shelf};
use crate::console::form::TopBar;
use crate::console::route::{Place, to};
use crate::platform::time;
use crate::t;
use crate::text::{category_text, date_in_full};
use crate::ui::{Badge, Empty, Icon, Tone};

/// The page.
#[component]
pub fn WalksPage() -> impl IntoView {
    let (desk, shelf) = (Desk::here(), Shelf::here());
    view! {
        <TopBar title=Signal::derive(|| t!("desk-walks"))>
            <div class="end">{move || desk.is_officer().then(plan_button)}</div>
        </TopBar>
        <div class="pages">
            {shelf.walks.view(|all| if all.is_empty() { view! { <NoWalks/> }.into_any() } else { view! { <Walks all/> }.into_any() })}
        </div>
    }
}

fn plan_button() -> impl IntoView {
    view! {
        <a class="button primary" data-test="walk-new" href=to(Place::NewWalk)><Icon icon=Icon::Plus/>{t!("desk-plan-walk")}</a>
    }
}

#[component]
fn NoWalks() -> impl IntoView {
    view! {
        <Empty icon=Icon::Path title=Signal::derive(|| t!("desk-no-walks"))>
            <p>{t!("desk-no-walks-next")}</p>
        </Empty>
    }
}

#[component]
fn Walks(all: Vec<PlannedWalk>) -> impl IntoView {
    let now_ms = time::now_ms();
    let (mut coming, mut past): (Vec<_>, Vec<_>) = all.into_iter().partition(|it| !it.walk.is_over(now_ms));
    coming.sort_by_key(|it| it.walk.starts_at_ms);
    past.sort_by_key(|it| std::cmp::Reverse(it.walk.starts_at_ms));
    let group = |heading: String, walks: Vec<PlannedWalk>| {
        (!walks.is_empty()).then(|| view! {
            <section class="card list-card">
                <h2>{heading}</h2>
                <ul class="rows" role="list">{walks.into_iter().map(|planned| view! { <Row planned/> }).collect_view()}</ul>
            </section>
        })
    };
    view! { {group(t!("desk-coming-walks"), coming)}{group(t!("desk-past-walks"), past)} }
}

#[component]
fn Row(planned: PlannedWalk) -> impl IntoView {
    let shelf = Shelf::here();
    let came =
        (planned.joined > 0).then(|| t!("desk-walk-came", phones = planned.joined, n = planned.observations));
    let walk = planned.walk;
    let area = walk.area.clone();
    let themes = walk.themes.iter().map(|it| category_text(it.as_str())).collect::<Vec<_>>().join(", ");
    let demonstration =
        walk.demonstration.then(|| view! { <Badge tone=Tone::Notice>{t!("desk-demonstration")}</Badge> });
    view! {
        <li><a class="row" data-test="walk-row" href=to(Place::Walk(walk.id))>
            <span class="thing"><Icon icon=Icon::Path/></span>
            <span class="row-words">
                <span class="title">{walk.title}" "{demonstration}</span>
                <span class="small">{date_in_full(walk.starts_at_ms)}{walk.meeting_place.map(|it| format!(" · {it}"))}</span>
                <span class="quiet small">
                    {move || area.as_ref().map(|id| shelf.area_name(id))}
                    {(!themes.is_empty()).then(|| format!(" · {themes}"))}
                </span>
                {came.map(|words| view! { <span class="quiet small">{words}</span> })}
            </span>
        </a></li>
    }
}
