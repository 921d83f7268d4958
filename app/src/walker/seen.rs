//! *Någon har sett det här*: what others pointed out, and what the walker says who looks at it now.
//!
//! Promises: each answer is a record of its own and can be taken back; nothing of others is shown but what it is, where,
//! when and how many said it.

use std::rc::Rc;

use shared::id::{ObservationId, RecordId};
use shared::merge::ObservationState;
use shared::statement::{Change, Condition, Feeling};
use shared::wire::{NearbyFinding, least_voices};

use super::around::Around;
use super::near::near;
use super::parts::{bare, button, icon, list, pictured};
use super::photos::{Removal, photos, take_photo};
use super::screen::Screen;
use super::state::{Pointed, Walker};
use super::wind::Here;
use super::writer::Deed;
use super::{thing, wind};
use crate::icon::{Icon, category_icon};
use crate::live::{Live, derived};
use crate::platform::dom::{El, el};
use crate::platform::page::focus;
use crate::t;
use crate::text::{category_text, day};

/// Two who point at one thing stand about so far apart, beside what their phones are off, in metres.
const NEAR_M: f64 = 15.0;
/// Farther off than this nothing is in sight, in metres.
const IN_SIGHT_M: f64 = 60.0;
/// The list shows what lies no farther than this, in metres.
const LISTED_M: f64 = 500.0;

/// Looks at one finding more closely, or at none.
pub fn look_at(walker: Walker, id: Option<ObservationId>) {
    let known = id.filter(|id| walker.around().is_some_and(|around| of(&around, *id).is_some()));
    walker.looked_at.set(known);
    if known.is_some() {
        crate::platform::dom::after_paint(|| focus("seen-title"));
    }
}

fn of(around: &Around, id: ObservationId) -> Option<&NearbyFinding> {
    around.findings.iter().find(|it| it.id == id)
}

/// What was answered already, if it was not taken back.
fn answered(walker: Walker, id: ObservationId) -> Option<(RecordId, Condition)> {
    walker.own.with(|own| {
        let mine = own.state.revisits().filter(|(_, it)| it.of == id);
        mine.last().map(|(record, it)| (record, it.condition))
    })
}

/// The findings in the list: those that the walk asks about in order along the loop, then the others, nearest first.
pub fn listed(walker: Walker) -> Vec<NearbyFinding> {
    let here = Here::of(&walker.whereabouts.get()).map(|here| here.position);
    let around = walker.walk.with(|walk| walk.as_ref().and_then(|walk| walk.around.clone()));
    let Some(around) = around else { return Vec::new() };
    let (asked, others): (Vec<_>, Vec<_>) = around.findings.iter().cloned().partition(|it| it.asked);
    let away = |it: &NearbyFinding| here.map_or(0.0, |here| wind::distance_m(here, it.position));
    let mut near: Vec<(f64, NearbyFinding)> = others.into_iter().map(|it| (away(&it), it)).collect();
    near.retain(|(away_m, _)| *away_m <= LISTED_M);
    near.sort_by(|a, b| a.0.total_cmp(&b.0));
    asked.into_iter().chain(near.into_iter().map(|(_, it)| it)).collect()
}

/// Perhaps the same thing as what was just said: somebody's finding of the same kind within reach, in its place.
pub fn alike(walker: Walker, place: El, number: u64) -> El {
    let Some(mine) = walker.observation(number) else { return place };
    // What is asked about once stays, also when it was answered, until it is closed or the sheet is left.
    let found = derived(move || nearest_alike(walker, mine));
    let closed = Rc::new(Live::new(false));
    place.child_live(move || {
        let it = of(&*walker.around()?, found.get().filter(|_| !closed.get())?)?.clone();
        let closing = closed.clone();
        Some(opened(walker, it, Some(mine), move || closing.set(true)))
    })
}

fn nearest_alike(walker: Walker, id: ObservationId) -> Option<ObservationId> {
    let around = walker.around()?;
    let (feeling, category, at, accuracy_m) = thing::read(walker, id, |_, it| {
        let place = it.place();
        Some((it.feeling()?, it.category()?.clone(), place.position()?, place.accuracy_m()?))
    })??;
    let reach_m = (accuracy_m + NEAR_M).min(IN_SIGHT_M);
    let away_m = |it: &NearbyFinding| wind::distance_m(at, it.position);
    let alike = around.findings.iter().filter(|it| it.feeling == feeling && it.category == category);
    let near = alike.filter(|it| away_m(it) <= reach_m + it.extent_m);
    near.min_by(|a, b| away_m(a).total_cmp(&away_m(b))).map(|it| it.id)
}

/// The list of what others pointed out, in its place, after what else there is to find.
pub fn others(walker: Walker, place: El) -> El {
    // Once for all rows: it is sorted anew with every fix.
    let all = derived(move || listed(walker));
    let (counted, titled) = (all.clone(), all.clone());
    let numbers = move || (0..counted.with(Vec::len) as u64).collect::<Vec<_>>();
    let asks = derived(move || titled.with(|all| all.first().map(|it| it.asked)));
    let heading = move || {
        let words = if asks.get()? { t!("asked-title") } else { t!("others-title") };
        Some(el("h2").class("others-title").text(&words))
    };
    let rows = list("rows").each(numbers, move |at| row(walker, &all, at));
    near(walker, place).child_live(heading).child(rows)
}

fn row(walker: Walker, all: &Rc<Live<Vec<NearbyFinding>>>, at: u64) -> El {
    let all = all.clone();
    let at = usize::try_from(at).unwrap_or(usize::MAX);
    let found = derived(move || all.with(|all| all.get(at).cloned()));
    let [titled, told_of, pictured, pressed] = [(); 4].map(|()| found.clone());
    let title = move || {
        titled.with(|it| it.as_ref().map(|it| category_text(it.category.as_str())).unwrap_or_default())
    };
    let line = move || told_of.with(|it| it.as_ref().map(|it| told(walker, it)).unwrap_or_default());
    let words = el("span").class("row-words").child(el("b").text_live(title));
    let words = words.child(el("small").text_live(line));
    let pressed = move || look_at(walker, pressed.peek(|it| it.as_ref().map(|it| it.id)));
    let picture = move || {
        let it = pictured.get()?;
        let colour = if it.feeling == Feeling::Safe { "thing quiet safe" } else { "thing quiet unsafe" };
        Some(el("span").class(colour).child(icon(icon_of(walker, &it))))
    };
    let row = bare("row", "others-item", pressed).child_live(picture).child(words);
    el("li").child(row.child(icon(Icon::CaretRight)))
}

fn icon_of(walker: Walker, it: &NearbyFinding) -> Icon {
    let named = walker.walk.peek(|walk| {
        walk.as_ref().and_then(|walk| walk.icon(&it.category).map(str::to_owned)).unwrap_or_default()
    });
    category_icon(&named)
}

/// Which way, how many said it, when last; and what was answered.
fn told(walker: Walker, it: &NearbyFinding) -> String {
    let here = Here::of(&walker.whereabouts.get());
    let way = here.map(|here| wind::way_text(&here, it.position));
    let voices = t!("others-voices", n = least_voices(it.voices), day = day(it.last_at_ms));
    let said = answered(walker, it.id).map(|(_, condition)| condition_text(condition));
    [way, Some(voices), said].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The card with the finding that is looked at, in its place over the buttons.
pub fn card(walker: Walker, place: El) -> El {
    place.child_live(move || {
        let id = walker.looked_at.get()?;
        let around = walker.around()?;
        let it = of(&around, id)?.clone();
        Some(opened(walker, it, None, move || look_at(walker, None)))
    })
}

/// The card of a finding; beside an observation of one's own, if it stands on that one's sheet.
fn opened(walker: Walker, it: NearbyFinding, mine: Option<ObservationId>, close: impl Fn() + 'static) -> El {
    let known = it.clone();
    let title = if it.asked { t!("asked-card") } else { t!("others-card") };
    let heading = el("h2").attr("id", "seen-title").attr("tabindex", "-1").text(&title);
    let what = el("b").text(&category_text(it.category.as_str()));
    let line = el("small").text_live(move || told(walker, &it));
    let close = bare("button alone quiet", "seen-close", close);
    let close = close.attr("aria-label", &t!("close")).child(icon(Icon::X));
    let words = el("div").class("seen-words").child(heading).child(what).child(line);
    let head = el("div").class("seen-head").child(words).child(close);
    let acts = el("div").class("seen-acts").child_live(move || Some(acts(walker, &known, mine)));
    el("section")
        .class("seen card")
        .test("seen")
        .attr("aria-labelledby", "seen-title")
        .child(head)
        .child(acts)
}

/// What can be answered, or what was and the way back.
fn acts(walker: Walker, it: &NearbyFinding, mine: Option<ObservationId>) -> El {
    let id = it.id;
    if let Some((record, condition)) = answered(walker, id) {
        return done(walker, record, condition);
    }
    if let Some(mine) = mine.filter(|mine| is_apart(walker, *mine, id)) {
        return done_row(&t!("seen-other"), move || walker.tell_apart(mine, None));
    }
    let say = move |condition| move || walker.write(Deed::Revisit { of: id, condition });
    if it.asked {
        let one = |condition| {
            button("button", &condition_text(condition), condition_hook(condition), say(condition))
        };
        return el("div").class("pair").children(Condition::ALL.map(one));
    }
    let agree =
        pictured("button primary", Icon::Check, &t!("seen-agree"), "seen-remains", say(Condition::Remains));
    let fixed = button("button", &t!("seen-fixed"), "seen-fixed", say(Condition::Fixed));
    let (at, feeling) = (it.position, it.feeling);
    let other = move || match mine {
        Some(mine) => walker.tell_apart(mine, Some(id)),
        None => name_other(walker, Pointed { at, instead_of: Some(id) }, feeling),
    };
    let other = button("button", &t!("seen-other"), "seen-other", other);
    el("div").class("pair").child(agree).child(fixed).child(other)
}

/// Whether an observation of one's own was said to be something else than a finding.
fn is_apart(walker: Walker, mine: ObservationId, finding: ObservationId) -> bool {
    let said = |it: &ObservationState| it.apart.shown().is_some_and(|others| others.contains(&finding));
    thing::read(walker, mine, |_, it| said(it)).unwrap_or(false)
}

/// Something else is where others pointed something out: *Vad?* asks what.
fn name_other(walker: Walker, there: Pointed, feeling: Feeling) {
    look_at(walker, None);
    walker.pointed.set(Some(there));
    walker.go(Screen::What(feeling));
}

/// What was said, and the way back.
fn done_row(said: &str, take_back: impl Fn() + 'static) -> El {
    let undo = button("button quiet", &t!("undo"), "seen-undo", take_back);
    let said = el("p").attr("role", "status").test("seen-said").text(&t!("seen-saved", what = said));
    el("div").class("seen-done").child(said).child(undo)
}

fn done(walker: Walker, record: RecordId, condition: Condition) -> El {
    let take_back = move || walker.write(Deed::Change { of: record, change: Change::Withdrawn(true) });
    let row = done_row(&condition_text(condition), take_back);
    el("div").child(row).child(photos(walker, record, Removal::Offered)).child(take_photo(walker, record))
}

fn condition_text(condition: Condition) -> String {
    match condition {
        Condition::Remains => t!("condition-remains"),
        Condition::Better => t!("condition-better"),
        Condition::Fixed => t!("condition-fixed"),
        Condition::Worse => t!("condition-worse"),
    }
}

const fn condition_hook(condition: Condition) -> &'static str {
    match condition {
        Condition::Remains => "seen-remains",
        Condition::Better => "seen-better",
        Condition::Fixed => "seen-fixed",
        Condition::Worse => "seen-worse",
    }
}
