//! What comes in from a walk, as it comes in.
//!
//! Promises: the counts follow by themselves while the page is looked at, and nothing around them moves.

use leptos::prelude::*;
use shared::wire::PlannedWalk;

use crate::console::fetched::Fetched;
use crate::console::filters::Filters;
use crate::console::route::{Place, Route};
use crate::t;
use crate::ui::{Button, Icon};

/// Phones, observations and photos of a walk.
#[component]
pub fn Counts(
    /// The walk.
    walk: Fetched<PlannedWalk>,
) -> impl IntoView {
    let count = move |read: fn(&PlannedWalk) -> u64| move || walk.with(read).unwrap_or(0);
    let figure = move |name: fn(u64) -> String, test: &'static str, read: fn(&PlannedWalk) -> u64| {
        view! { <div><dt>{move || name(count(read)())}</dt><dd data-test=test>{count(read)}</dd></div> }
    };
    let filters = move || Filters { walk: walk.with(|it| it.walk.id), ..Filters::default() };
    let address = move || Route { place: Place::Observations, filters: filters() }.address();
    let told = Memo::new(move |_| told(&walk));
    let is_withheld = Memo::new(move |_| walk.with(|it| it.withheld.is_some()).unwrap_or(false));
    let figures = move || {
        let figures = view! {
            <dl class="figures">
                {figure(|n| t!("desk-phones-joined", n = n), "walk-joined", |it| it.joined)}
                {figure(|n| t!("desk-phones-sent", n = n), "walk-sent", |it| it.sent)}
                {figure(|_| t!("desk-observations"), "walk-observations", |it| it.observations)}
                {figure(|n| t!("desk-photos-arrived", n = n), "walk-photos", |it| it.photos)}
                {figure(|n| t!("desk-photos-waiting", n = n), "walk-photos-missing", |it| it.photos_missing)}
            </dl>
        };
        (!is_withheld.get()).then_some(figures)
    };
    view! {
        <section class="card live">
            <h2>{t!("desk-what-came-in")}</h2>
            <p class="live-words" role="status">{told}</p>
            {figures}
            <div class="save-line">
                <a class="button" href=address><Icon icon=Icon::ChatText/>{t!("desk-to-observations")}</a>
                <Button icon=Icon::ArrowCounterClockwise on_press=move || walk.again()>{t!("desk-refresh")}</Button>
            </div>
        </section>
    }
}

/// What is still to come. Where nobody has joined, nothing can be said to have arrived.
fn told(walk: &Fetched<PlannedWalk>) -> String {
    if walk.with(|it| it.withheld.is_some()).unwrap_or(false) {
        return t!("desk-counts-withheld");
    }
    let counts = walk.with(|it| (it.joined, it.joined.saturating_sub(it.sent), it.photos_missing));
    match counts.unwrap_or_default() {
        (0, ..) => t!("desk-nobody-joined"),
        (_, 0, 0) => t!("desk-all-arrived"),
        (_, 0, n) => t!("desk-photos-on-their-way", n = n),
        (_, n, _) => t!("desk-phones-silent", n = n),
    }
}
