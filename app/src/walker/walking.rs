//! *Vandra*: two big buttons, and what was said near here.

use leptos::prelude::*;
use shared::geo::Position;
use shared::id::ObservationId;
use shared::statement::Feeling;

use super::notices::Notices;
use super::ready::walk_title;
use super::screen::Screen;
use super::state::{Walker, walker};
use super::status::{Sending, Strip};
use super::{thing, wind};
use crate::platform::time::now_ms;
use crate::t;
use crate::text::time;
use crate::ui::{Button, Icon, Kind};

/// The screen.
#[component]
pub fn Walking() -> impl IntoView {
    let walker = walker();
    walker.watch_position();
    let end = move || {
        walker.set_ended(Some(now_ms()));
        walker.go(Screen::End);
    };
    view! {
        <Strip/>
        <main>
            <Notices/>
            <h1 id="screen-title" tabindex="-1" class="walk-title">{move || walk_title(walker)}</h1>
            <Near/>
            <div class="aside">
                <Sending/>
                <div class="pair">
                    <Button icon=Icon::ListBullets on_press=move || walker.go(Screen::Mine) test="open-mine">
                        {t!("mine-title")}
                    </Button>
                    <Button icon=Icon::Flag on_press=end test="end-walk">{t!("end-walk")}</Button>
                </div>
            </div>
        </main>
        <div class="dock">
            <Button kind=Kind::Safe icon=Icon::Heart on_press=move || walker.go(Screen::What(Feeling::Safe)) test="safe-here">
                {t!("safe-here")}
            </Button>
            <Button
                kind=Kind::Unsafe
                icon=Icon::Exclamation
                on_press=move || walker.go(Screen::What(Feeling::Unsafe))
                test="unsafe-here"
            >
                {t!("unsafe-here")}
            </Button>
        </div>
    }
}

/// My own points, the nearest first.
#[component]
fn Near() -> impl IntoView {
    let walker = walker();
    let ids = Memo::new(move |_| nearest_first(walker));
    view! {
        {move || ids.with(Vec::is_empty).then(|| view! { <p class="quiet walk-empty">{t!("walk-empty")}</p> })}
        <ul role="list" class="rows">
            <For each=move || ids.get() key=|id| *id let:id>
                <li>
                    <button type="button" class="row" data-test="near-item" on:click=move |_| walker.go(Screen::Tell(id.number))>
                        {move || row(walker, id)}
                    </button>
                </li>
            </For>
        </ul>
    }
}

fn here(walker: Walker) -> Option<(Position, f64)> {
    let fix = walker.whereabouts.get().latest?;
    Some((fix.position()?, fix.accuracy_m))
}

fn nearest_first(walker: Walker) -> Vec<ObservationId> {
    let here = here(walker).map(|(position, _)| position);
    walker.own.with(|own| {
        let mut ids = own.newest_first();
        ids.retain(|id| own.state.observation(*id).is_some_and(|it| !it.is_withdrawn()));
        let away_m = |id: &ObservationId| {
            let there = own.state.observation(*id).and_then(|it| it.place().position());
            here.zip(there).map_or(f64::INFINITY, |(here, there)| here.distance_m(there))
        };
        // Stable: what has no position stays newest first, at the end.
        ids.sort_by(|one, other| away_m(one).total_cmp(&away_m(other)));
        ids
    })
}

fn row(walker: Walker, id: ObservationId) -> impl IntoView {
    let shown = thing::read(walker, id, |_, it| {
        let way = here(walker).zip(it.place().position());
        let way = way.map(|((here, accuracy_m), there)| wind::way_text(here, there, accuracy_m));
        let at = it.at_ms().map(time).unwrap_or_default();
        let line = [way, Some(at), thing::words(it)].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        (thing::picture(walker, it.category(), it.feeling()), thing::name(it), line)
    });
    shown.map(|(picture, name, line)| {
        view! {
            {picture}
            <span class="row-words"><b>{name}</b><small>{line}</small></span>
            <Icon icon=Icon::CaretRight/>
        }
    })
}
