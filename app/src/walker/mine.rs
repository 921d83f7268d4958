//! *Mina*: everything I said, newest first, each with its true state.

use leptos::prelude::*;
use shared::id::ObservationId;
use shared::merge::ObservationState;
use shared::statement::Change;
use shared::wire::PublicAnswer;
use wasm_bindgen_futures::spawn_local;

use super::bundle::bundle;
use super::notices::{Newer, Notices};
use super::own::Trouble;
use super::photos::Photos;
use super::screen::Screen;
use super::state::{Notice, Walker, walker};
use super::status::{Sending, counts_text};
use super::thing;
use super::writer::Deed;
use crate::platform::Failure;
use crate::platform::share::{can_share_files, save_file, share_file};
use crate::t;
use crate::text::{day_and_time, severity_text, state_text, when_text};
use crate::ui::{AppBar, Badge, Button, Empty, Icon, Tone, announce};

/// The screen.
#[component]
pub fn Mine() -> impl IntoView {
    let walker = walker();
    let ids = Memo::new(move |_| walker.own.with(|own| own.newest_first()));
    let counts = Memo::new(move |_| walker.own.with(|own| own.counts()));
    let none = move || ids.with(Vec::is_empty);
    view! {
        <AppBar
            title=t!("mine-title")
            subtitle=Signal::derive(move || counts_text(counts.get()))
            on_back=move || walker.back()
        />
        <main class="mine">
            <Newer/>
            <Notices/>
            <Sending/>
            {move || none().then(|| view! {
                <Empty icon=Icon::MapPin title=t!("mine-empty")><p>{t!("mine-empty-line")}</p></Empty>
            })}
            <ul role="list" class="rows rule">
                <For each=move || ids.get() key=|id| *id let:id><Item id/></For>
            </ul>
        </main>
        <div class="dock">
            <Button
                icon=Icon::DownloadSimple
                on_press=move || spawn_local(save_all(walker))
                disabled=Signal::derive(none)
                test="save-file"
            >
                {t!("save-all")}
            </Button>
        </div>
    }
}

#[component]
fn Item(id: ObservationId) -> impl IntoView {
    let walker = walker();
    let standing = move || thing::read(walker, id, |own, _| thing::standing(own.standing(id)));
    let withdrawn = Memo::new(move |_| thing::read(walker, id, |_, it| it.is_withdrawn()).unwrap_or(false));
    view! {
        <li
            class="row"
            data-test="mine-item"
            data-number=id.number.to_string()
            data-standing=move || standing().map(|it| it.0)
            data-withdrawn=move || withdrawn.get().to_string()
        >
            {move || thing::read(walker, id, |_, it| thing::picture(walker, it.category(), it.feeling()))}
            <div class="row-words">
                <h2>{move || thing::read(walker, id, |_, it| thing::name(it))}</h2>
                {move || thing::read(walker, id, |_, it| lines(it))}
                {move || walker.own.with(|own| own.answer(id).cloned()).map(answer)}
                {move || walker.own.with(|own| own.troubles(id)).into_iter().map(trouble).collect_view()}
                <Photos of=id fixed=true/>
                <p class="marks">
                    {move || withdrawn.get().then(|| view! { <Badge tone=Tone::Plain>{t!("withdrawn")}</Badge> })}
                    {move || standing().map(|(_, icon, words)| view! { <Icon icon/><span>{words}</span> })}
                    {move || voices(walker, id)}
                </p>
                <Acts id withdrawn/>
            </div>
        </li>
    }
}

/// What was told of it, line by line.
fn lines(it: &ObservationState) -> impl IntoView + use<> {
    let at = it.at_ms().map(day_and_time);
    let whens = it.when.shown().into_iter().flatten().map(|when| when_text(*when));
    let how = it.severity.shown().map(|severity| severity_text(*severity));
    let facts: Vec<String> = at.into_iter().chain(whens).chain(how).collect();
    let proposal = it.proposal.shown().filter(|words| !words.is_empty());
    let proposal = proposal.map(|words| t!("mine-proposal", words = words));
    let said = [thing::words(it), proposal, Some(facts.join(" · "))];
    said.into_iter().flatten().map(|line| view! { <p>{line}</p> }).collect_view()
}

fn voices(walker: Walker, id: ObservationId) -> Option<String> {
    let voices = walker.own.with(|own| own.voices(id));
    (voices > 1).then(|| t!("mine-voices", n = voices))
}

fn answer(answer: PublicAnswer) -> impl IntoView {
    let who = answer.responsible.map(|who| t!("mine-responsible", who = who));
    view! {
        <p class="answer" data-test="mine-answer">
            <b>{state_text(answer.state)}". "</b>
            {answer.answer.unwrap_or_default()}" "{who}
        </p>
    }
}

fn trouble(trouble: Trouble) -> impl IntoView {
    let (words, reason) = match trouble {
        Trouble::Record(reason) => (t!("problem-record-stuck"), reason),
        Trouble::Photo(reason) => (t!("problem-photo-refused"), reason),
    };
    view! {
        <div data-test="mine-trouble">
            <p><Badge tone=Tone::Bad>{words}</Badge></p>
            <p lang="en">{reason}</p>
        </div>
    }
}

#[component]
fn Acts(id: ObservationId, withdrawn: Memo<bool>) -> impl IntoView {
    let walker = walker();
    let name = move || thing::read(walker, id, |_, it| thing::name(it)).unwrap_or_default();
    let set = move |withdrawn: bool| {
        walker.write(Deed::Change { of: id, change: Change::Withdrawn(withdrawn) });
        announce(if withdrawn { t!("said-withdrawn") } else { t!("said-restored") });
    };
    view! {
        <div class="acts">
            <button type="button" class="button quiet" data-test="mine-edit" on:click=move |_| walker.go(Screen::Tell(id.number))>
                {t!("edit")}<span class="visually-hidden">" "{name}</span>
            </button>
            <button
                type="button"
                class="button quiet"
                data-test=move || if withdrawn.get() { "mine-restore" } else { "mine-withdraw" }
                on:click=move |_| set(!withdrawn.get_untracked())
            >
                {move || if withdrawn.get() { t!("restore") } else { t!("withdraw") }}
                <span class="visually-hidden">" "{name}</span>
            </button>
        </div>
    }
}

/// Gives everything out as one file, by sharing where the phone shares files, else as a download.
async fn save_all(walker: Walker) {
    let Some((walk, store)) = walker.walk.get_untracked().zip(walker.store()) else { return };
    let Ok(json) = bundle(&*store, &walk).await else { return walker.say(Notice::FileFailed) };
    let (name, kind) = (format!("lykta-{}.json", walk.code.to_lowercase()), "application/json");
    let given = if can_share_files() {
        share_file(&name, kind, json.as_bytes()).await
    } else {
        Err(Failure::missing("share"))
    };
    match given {
        // The person closed the sharing sheet again.
        Err(failure) if failure.name == "AbortError" => {}
        Err(_) if save_file(&name, kind, json.as_bytes()).await.is_err() => walker.say(Notice::FileFailed),
        _ => {}
    }
}
