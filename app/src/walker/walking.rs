//! *Vandra*: two big buttons, and what was said near here.

use shared::id::ObservationId;
use shared::statement::{Feeling, Gap};

use super::around::MapState;
use super::later::{self, Part};
use super::notices::main;
use super::parts::{bare, button, heading, icon, list, p, pictured};
use super::screen::Screen;
use super::state::Walker;
use super::status::{sending, strip};
use super::wind::Here;
use super::{thing, wind};
use crate::icon::Icon;
use crate::live::{derived, unfollowed};
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
    let acts = el("div").class("acts-row").child_live(move || switch(walker)).child(mine).child(end);
    let aside = el("div").class("aside").child(sending(walker)).child(acts);
    let none = derived(move || walker.counts().saved == 0);
    let middle = move || {
        if shows_map(walker) {
            return Some(later::part(walker, Part::Chart).class("part chart-place"));
        }
        let none = none.clone();
        let empty = move || none.get().then(|| p(&t!("walk-empty")).class("quiet walk-empty"));
        let near = list("rows").each(move || nearest_first(walker), move |number| row(walker, number));
        Some(el("div").child_live(empty).child(near).child(later::part(walker, Part::Others)))
    };
    let mapped = derived(move || shows_map(walker));
    let main = main(walker).child(heading(&walker.title()).class("walk-title"));
    let weary = move || walker.weary.get().then(|| p(&t!("low-power")).class("quiet").test("low-power"));
    let main = main.child_live(weary);
    let main = main.child_live(move || {
        mapped.with(|_| ());
        unfollowed(&middle)
    });
    let go = move |feeling| move || walker.go(Screen::What(feeling));
    let place = move |there: fn() -> String, here: fn() -> String| {
        move || if walker.pointed.with(Option::is_some) { there() } else { here() }
    };
    let safe = bare("button safe", "safe-here", go(Feeling::Safe)).child(icon(Icon::Heart));
    let safe = safe.child(el("span").text_live(place(|| t!("safe-there"), || t!("safe-here"))));
    let not = bare("button unsafe", "unsafe-here", go(Feeling::Unsafe)).child(icon(Icon::Exclamation));
    let not = not.child(el("span").text_live(place(|| t!("unsafe-there"), || t!("unsafe-here"))));
    let dock = el("div").class("dock").child(later::part(walker, Part::Seen).class("part wide"));
    let dock = dock.child_live(move || pointed(walker)).child(safe).child(not);
    screen.child(strip(walker)).child(main.child(aside)).child(dock)
}

fn shows_map(walker: Walker) -> bool {
    matches!(walker.map.get(), MapState::Here(_)) && !walker.lists.get()
}

/// Between map and list; without a map there is nothing to switch.
fn switch(walker: Walker) -> Option<El> {
    matches!(walker.map.get(), MapState::Here(_)).then(|| {
        let (picture, words) = if walker.lists.get() {
            (Icon::MapTrifold, t!("show-map"))
        } else {
            (Icon::ListChecks, t!("show-list"))
        };
        pictured("button", picture, &words, "show-list", move || walker.lists.set(!walker.lists.now()))
    })
}

/// The place that was pointed at on the map, with the way back.
fn pointed(walker: Walker) -> Option<El> {
    let there = walker.pointed.get()?;
    let way = here(walker).map(|here| wind::way_text(&here, there.at));
    let words = el("span").text(&t!("pointed", way = way.unwrap_or_default()));
    let undo = button("button quiet", &t!("undo"), "pointed-undo", move || walker.pointed.set(None));
    Some(el("div").class("toast").test("pointed").attr("role", "status").child(words).child(undo))
}

fn end(walker: Walker) {
    walker.stop_track(Gap::Paused);
    walker.change_walk(|walk| walk.stands(false, Some(now_ms())));
    walker.go(Screen::End);
}

fn here(walker: Walker) -> Option<Here> {
    Here::of(&walker.whereabouts.get())
}

/// My own points that stand, the nearest first; what has no position stays newest first, at the end.
fn nearest_first(walker: Walker) -> Vec<u64> {
    let here = here(walker).map(|here| here.position);
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
        let way = way.map(|(here, there)| wind::way_text(&here, there));
        let said = [way, it.at_ms().map(time), thing::words(it)];
        said.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    });
    line.unwrap_or_default()
}
