//! *Avsluta*: what we did, who reads it and what happens next.

use shared::track::walked_m;

use super::notices::calm_main;
use super::parts::{app_bar, button, p, pictured};
use super::screen::Screen;
use super::state::Walker;
use super::status::sending;
use crate::icon::Icon;
use crate::platform::address::step_back;
use crate::platform::dom::{El, el};
use crate::platform::time::now_ms;
use crate::t;
use crate::text;

/// The screen.
pub fn end(walker: Walker, screen: El) -> El {
    let bar = app_bar(&t!("end-title"), move || walker.title(), Some(step_back));
    let figures = el("dl")
        .class("figures")
        .test("end-points")
        .child(figure(&t!("end-points"), move || walker.counts().saved))
        .child(figure(&t!("end-photos"), move || photos(walker)))
        .child(figure(&t!("end-minutes"), move || minutes(walker)))
        .child_live(move || walker.tracks.get().then(|| figure(&t!("end-metres"), move || metres(walker))));
    let left = move || {
        let left = walker.counts().left();
        (left > 0).then(|| el("p").test("end-left").child(el("b").text(&t!("end-left", n = left))))
    };
    let prose = el("div").class("prose").child_live(left).child(el("h2").text(&t!("end-next")));
    let prose =
        prose.child(p(&t!("end-who-reads"))).child(p(&t!("end-follow-up"))).child(p(&t!("end-return")));
    let to_mine = move || walker.go(Screen::Mine);
    let mine = pictured("button primary", Icon::ListBullets, &t!("mine-title"), "end-mine", to_mine);
    let go_on = button("button", &t!("end-go-on"), "end-go-on", move || go_on(walker));
    let start = button("button quiet", &t!("end-start"), "end-start", move || walker.go(Screen::Start));
    let dock = el("div").class("dock stacked").child(mine).child(go_on).child(start);
    screen.child(bar).child(calm_main(walker).child(figures).child(sending(walker)).child(prose)).child(dock)
}

fn go_on(walker: Walker) {
    walker.change_walk(|walk| walk.stands(true, None));
    walker.go(Screen::Walk);
}

fn figure(words: &str, number: impl Fn() -> usize + 'static) -> El {
    let number = el("dd").text_live(move || text::number(count(number())));
    el("div").child(el("dt").text(words)).child(number)
}

#[expect(clippy::cast_precision_loss, reason = "nobody walks for 2^53 minutes")]
const fn count(number: usize) -> f64 {
    number as f64
}

fn photos(walker: Walker) -> usize {
    walker.own.with(|own| own.state.observations().map(|(id, _)| own.state.photos(id).count()).sum())
}

/// As far as it was recorded.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "metres of a walk")]
fn metres(walker: Walker) -> usize {
    walker.own.with(|own| walked_m(own.state.tracked().map(|(_, stretch)| stretch))).round() as usize
}

/// From the first tap to the end.
fn minutes(walker: Walker) -> usize {
    let first = walker.own.with(|own| own.state.observations().filter_map(|(_, it)| it.at_ms()).min());
    let end =
        walker.walk.with(|walk| walk.as_ref().and_then(|walk| walk.kept.ended_at_ms)).unwrap_or_else(now_ms);
    let spent_ms = first.map_or(0, |first| end - first);
    usize::try_from(spent_ms / shared::time::MINUTE_MS).unwrap_or(0)
}
