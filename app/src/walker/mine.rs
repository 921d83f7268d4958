//! *Mina*: everything I said, newest first, each with its true state.

use shared::id::ObservationId;
use shared::merge::ObservationState;
use shared::wire::PublicAnswer;
use wasm_bindgen_futures::spawn_local;

use super::bundle::bundle;
use super::give::give_out;
use super::notices::calm_main;
use super::own::Trouble;
use super::parts::{app_bar, badge, bare, icon, list, p, pictured};
use super::photos::{Removal, photos};
use super::receipt::receipt;
use super::room::room;
use super::screen::Screen;
use super::state::{Notice, Walker};
use super::status::{counts_text, sending};
use super::tell::{is_withdrawn, turn};
use super::thing;
use crate::icon::Icon;
use crate::live::derived;
use crate::platform::address::step_back;
use crate::platform::dom::{El, el};
use crate::t;
use crate::text::{day_and_time, severity_text, state_text, when_text};

/// The screen.
pub fn mine(walker: Walker, screen: El) -> El {
    let numbers =
        move || walker.own.with(|own| own.newest_first().iter().map(|id| id.number).collect::<Vec<_>>());
    let none = move || numbers().is_empty();
    let bar = app_bar(&t!("mine-title"), move || counts_text(walker.counts()), Some(step_back));
    let empty = || {
        let words = el("h2").text(&t!("mine-empty"));
        el("div").class("empty").child(icon(Icon::MapPin)).child(words).child(p(&t!("mine-empty-line")))
    };
    let main = calm_main(walker).class("mine").child(sending(walker));
    let main = main.child_live(move || none().then(empty));
    let main = main.child(list("rows rule").each(numbers, move |number| item(walker, number)));
    let main = main.child(room(walker, el("div")));
    let save = move || spawn_local(save_all(walker));
    let save = pictured("button", Icon::DownloadSimple, &t!("save-all"), "save-file", save);
    let save = save.property_live("disabled", move || none().into());
    screen.child(bar).child(main).child(el("div").class("dock").child(save))
}

fn item(walker: Walker, number: u64) -> El {
    let Some(id) = walker.observation(number) else { return el("li") };
    let standing = move || thing::read(walker, id, |own, _| thing::standing(own.standing(id)));
    let withdrawn = derived(move || is_withdrawn(walker, id));
    let marked = withdrawn.clone();
    let mark = derived(move || standing().map(|it| it.1));
    let voices = derived(move || walker.own.with(|own| own.voices(id)));
    let marks = el("p")
        .class("marks")
        .child_live(move || marked.get().then(|| badge("plain", &t!("withdrawn"))))
        .child_live(move || mark.get().map(icon))
        .child(el("span").text_live(move || standing().map(|it| it.2).unwrap_or_default()))
        .child_live(move || {
            Some(voices.get()).filter(|n| *n > 1).map(|n| el("span").text(&t!("mine-voices", n = n)))
        });
    let told = derived(move || thing::read(walker, id, |_, it| lines(it)).unwrap_or_default());
    let said = derived(move || walker.own.with(|own| own.answer(id).cloned()));
    let stuck = derived(move || walker.own.with(|own| own.troubles(id)));
    let words = el("div")
        .class("row-words")
        .child(
            el("h2").text_live(move || thing::read(walker, id, |_, it| thing::name(it)).unwrap_or_default()),
        )
        .child_live(move || {
            Some(told.with(|lines| el("div").class("lines").children(lines.iter().map(|line| p(line)))))
        })
        .child_live(move || said.with(|said| said.as_ref().map(answer)))
        .child_live(move || stuck.with(|troubles| told_troubles(troubles)))
        .child(photos(walker, id, Removal::None))
        .child(marks)
        .child(receipt(walker, id))
        .child(acts(walker, id));
    el("li")
        .class("row")
        .test("mine-item")
        .attr("data-number", &number.to_string())
        .attr_live("data-standing", move || standing().map(|it| it.0.to_owned()))
        .attr_live("data-withdrawn", move || Some(withdrawn.get().to_string()))
        .child(thing::picture(walker, id))
        .child(words)
}

/// What was told of it, line by line.
fn lines(it: &ObservationState) -> Vec<String> {
    let mut facts: Vec<String> = it.at_ms().map(day_and_time).into_iter().collect();
    facts.extend(it.when.shown().into_iter().flatten().map(|when| when_text(*when)));
    facts.extend(it.severity.shown().map(|severity| severity_text(*severity)));
    let proposal = it.proposal.shown().filter(|words| !words.is_empty());
    let proposal = proposal.map(|words| t!("mine-proposal", words = words));
    [thing::words(it), proposal, Some(facts.join(" · "))].into_iter().flatten().collect()
}

fn answer(answer: &PublicAnswer) -> El {
    let who = answer.responsible.as_ref().map(|who| t!("mine-responsible", who = who));
    let said = [answer.answer.clone(), who].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let state = el("b").text(&state_text(answer.state)).text(". ");
    el("p").class("answer").test("mine-answer").child(state).text(&said)
}

/// What a person must look at. The server's reason is in English and is said as such.
fn told_troubles(troubles: &[Trouble]) -> Option<El> {
    let told = |trouble: &Trouble| {
        let (words, reason) = match trouble {
            Trouble::Record(reason) => (t!("problem-record-stuck"), reason),
            Trouble::Photo(reason) => (t!("problem-photo-refused"), reason),
        };
        let reason = p(reason).class("quiet").attr("lang", "en");
        el("div").test("mine-trouble").child(p("").child(badge("bad", &words))).child(reason)
    };
    (!troubles.is_empty()).then(|| el("div").children(troubles.iter().map(told)))
}

fn acts(walker: Walker, id: ObservationId) -> El {
    // Whoever hears one button alone also hears what it is about.
    let about = move || {
        let name = move || thing::read(walker, id, |_, it| thing::name(it)).unwrap_or_default();
        el("span").class("visually-hidden").text(" ").text_live(name)
    };
    let edit = bare("button quiet", "mine-edit", move || walker.go(Screen::Tell(id.number)));
    let turn = turn(walker, id, ("mine-restore", t!("restore")), ("mine-withdraw", t!("withdraw")));
    el("div").class("acts").child(edit.text(&t!("edit")).child(about())).child(turn.child(about()))
}

/// Gives everything out as one file.
async fn save_all(walker: Walker) {
    if give_all(walker).await.is_none() {
        walker.say(Notice::FileFailed);
    }
}

async fn give_all(walker: Walker) -> Option<()> {
    let (store, walk) = (walker.store()?, walker.walk.now()?);
    // The words that were typed last may be on their way to the disk.
    walker.has_written().await;
    let json = bundle(&store, &walk).await.ok()?;
    give_out(&format!("lykta-{}.json", walk.kept.code.to_ascii_lowercase()), &json).await
}
