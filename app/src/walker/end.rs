//! *Avsluta*: what we did, who reads it and what happens next.

use leptos::prelude::*;

use super::notices::{Newer, Notices};
use super::own::Own;
use super::screen::Screen;
use super::state::{Walker, walker};
use super::status::Sending;
use crate::platform::time::now_ms;
use crate::t;
use crate::ui::{AppBar, Button, Icon, Kind};

/// The screen.
#[component]
pub fn End() -> impl IntoView {
    let walker = walker();
    let go_on = move || {
        walker.set_ended(None);
        walker.go(Screen::Walk);
    };
    view! {
        <AppBar
            title=t!("end-title")
            subtitle=Signal::derive(move || super::ready::walk_title(walker))
            on_back=move || walker.back()
        />
        <main>
            <Newer/>
            <Notices/>
            <dl class="figures" data-test="end-points">
                {figure(move || points(walker), || t!("end-points"))}
                {figure(move || photos(walker), || t!("end-photos"))}
                {figure(move || minutes(walker), || t!("end-minutes"))}
            </dl>
            <Sending/>
            <div class="prose">
                {move || left(walker).map(|words| view! { <p data-test="end-left"><b>{words}</b></p> })}
                <h2>{t!("end-next")}</h2>
                <p>{t!("end-who-reads")}</p>
                <p>{t!("end-follow-up")}</p>
                <p>{t!("end-return")}</p>
            </div>
        </main>
        <div class="dock stacked">
            <Button kind=Kind::Primary icon=Icon::ListBullets on_press=move || walker.go(Screen::Mine) test="end-mine">
                {t!("mine-title")}
            </Button>
            <Button on_press=go_on test="end-go-on">{t!("end-go-on")}</Button>
            <Button kind=Kind::Quiet on_press=move || walker.go(Screen::Start) test="end-start">{t!("end-start")}</Button>
        </div>
    }
}

fn figure(
    number: impl Fn() -> usize + Send + 'static,
    words: impl Fn() -> String + Send + 'static,
) -> impl IntoView {
    view! { <div><dt>{words}</dt><dd>{move || crate::text::number(count(number()))}</dd></div> }.into_any()
}

#[expect(clippy::cast_precision_loss, reason = "nobody walks for 2^53 minutes")]
const fn count(number: usize) -> f64 {
    number as f64
}

fn points(walker: Walker) -> usize {
    walker.own.with(|own| own.counts().saved)
}

fn photos(walker: Walker) -> usize {
    let of = |own: &Own| own.state.observations().map(|(id, _)| own.state.photos(id).count()).sum();
    walker.own.with(of)
}

/// From the first tap to the end.
fn minutes(walker: Walker) -> usize {
    let first = walker.own.with(|own| own.state.observations().filter_map(|(_, it)| it.at_ms()).min());
    let end = walker.walk.with(|walk| walk.as_ref().and_then(|walk| walk.ended_at_ms)).unwrap_or_else(now_ms);
    let spent_ms = first.map_or(0, |first| end - first);
    usize::try_from(spent_ms / shared::time::MINUTE_MS).unwrap_or(0)
}

fn left(walker: Walker) -> Option<String> {
    let counts = walker.own.with(|own| own.counts());
    let left = counts.saved - counts.sent;
    (left > 0).then(|| t!("end-left", n = left))
}
