//! *Vandra*: two big buttons, and what was said near here.

use shared::geo::Position;
use shared::id::ObservationId;
use shared::statement::Feeling;

use super::notices::main;
use super::parts::{bare, heading, icon, list, p, pictured};
use super::screen::Screen;
use super::state::Walker;
use super::status::{sending, strip};
use super::{thing, wind};
use crate::icon::Icon;
use crate::live::derived;
use crate::platform::dom::{El, el};
use crate::platform::time::now_ms;
use crate::t;
use crate::text::time;

/// The screen.
pub fn walking(walker: Walker, screen: El) -> El {
    walker.watch_position();
    let mine = pictured("button", Icon::ListBullets, &t!("mine-title"), "open-mine", move || {
        walker.go(Screen::Mine);
    });
    let end = pictured("button", Icon::Flag, &t!("end-walk"), "end-walk", move || end(walker));
    let aside = el("div").class("aside").child(sending(walker));
    let aside = aside.child(el("div").class("pair").child(mine).child(end));
    let none = derived(move || walker.counts().saved == 0);
    let main = main(walker)
        .child(heading(&walker.title()).class("walk-title"))
        .child_live(move || none.get().then(|| p(&t!("walk-empty")).class("quiet walk-empty")));
    let near = list("rows").each(move || nearest_first(walker), move |number| row(walker, number));
    let go = move |feeling| move || walker.go(Screen::What(feeling));
    let safe = pictured("button safe", Icon::Heart, &t!("safe-here"), "safe-here", go(Feeling::Safe));
    let not =
        pictured("button unsafe", Icon::Exclamation, &t!("unsafe-here"), "unsafe-here", go(Feeling::Unsafe));
    let dock = el("div").class("dock").child(safe).child(not);
    screen.child(strip(walker)).child(main.child(near).child(aside)).child(dock)
}

fn end(walker: Walker) {
    walker.change_walk(|walk| walk.stands(false, Some(now_ms())));
    walker.go(Screen::End);
}

fn here(walker: Walker) -> Option<(Position, f64)> {
    let fix = walker.whereabouts.get().latest?;
    Some((fix.position()?, fix.accuracy_m))
}

/// My own points that stand, the nearest first; what has no position stays newest first, at the end.
fn nearest_first(walker: Walker) -> Vec<u64> {
    let here = here(walker).map(|(position, _)| position);
    walker.own.with(|own| {
        let mut found: Vec<(f64, u64)> = Vec::new();
        for id in own.newest_first() {
            let Some(it) = own.state.observation(id).filter(|it| !it.is_withdrawn()) else { continue };
            let away = here
                .zip(it.place().position())
                .map_or(f64::INFINITY, |(here, there)| wind::distance_m(here, there));
            let at = found.iter().position(|(other, _)| away < *other).unwrap_or(found.len());
            found.insert(at, (away, id.number));
        }
        found.into_iter().map(|(_, number)| number).collect()
    })
}

fn row(walker: Walker, number: u64) -> El {
    let Some(id) = walker.observation(number) else { return el("li") };
    let words = el("span").class("row-words");
    let words = words.child(
        el("b").text_live(move || thing::read(walker, id, |_, it| thing::name(it)).unwrap_or_default()),
    );
    let words = words.child(el("small").text_live(move || line(walker, id)));
    let row = bare("row", "near-item", move || walker.go(Screen::Tell(number)));
    let row = row.child(thing::picture(walker, id));
    el("li").child(row.child(words).child(icon(Icon::CaretRight)))
}

fn line(walker: Walker, id: ObservationId) -> String {
    let here = here(walker);
    let line = thing::read(walker, id, |_, it| {
        let way = here.zip(it.place().position());
        let way = way.map(|((here, accuracy_m), there)| wind::way_text(here, there, accuracy_m));
        let said = [way, it.at_ms().map(time), thing::words(it)];
        said.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    });
    line.unwrap_or_default()
}
