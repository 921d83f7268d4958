//! The answer: how far it has come, who acts, and the sentence that those who said it will read.
//!
//! Promises: what was written survives a lost session, a failed save and a look at another finding; every save can be
//! undone by a new decision that restores the former one.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::ObservationId;
use shared::situation::Finding;
use shared::statement::{Feeling, FindingState};

use super::Findings;
use super::draft::Words;
use crate::console::api::{self, Trouble};
use crate::console::desk::{Desk, Shelf};
use crate::console::filters::{name, named};
use crate::console::form::Select;
use crate::t;
use crate::text::state_text;
use crate::ui::{Banner, Button, Icon, Kind, TextArea, Toast, Tone, announce};

/// The field that `e` leads to.
pub const STATE_ID: &str = "finding-state";

/// How a save went.
#[derive(Debug, Clone, PartialEq)]
enum Saved {
    NotYet,
    Saving,
    Failed(Trouble),
    /// Saved; what stood before.
    Done {
        before: Words,
    },
    /// The former decision stands again.
    Undone,
}

#[derive(Clone, Copy)]
struct Form {
    finding: Memo<Option<Finding>>,
    state: RwSignal<String>,
    responsible: RwSignal<String>,
    answer: RwSignal<String>,
    saved: RwSignal<Saved>,
    desk: Desk,
    shelf: Shelf,
    findings: Findings,
}

impl Form {
    fn new(finding: Memo<Option<Finding>>) -> Self {
        let desk = Desk::here();
        let decided = finding.with_untracked(|it| it.as_ref().map(Words::of)).unwrap_or_default();
        let kept =
            id_of(finding).and_then(|id| desk.drafts.with_untracked(|drafts| drafts.get(&id).cloned()));
        let words = kept.unwrap_or(decided);
        Self {
            finding,
            state: RwSignal::new(name(&words.state).unwrap_or_default()),
            responsible: RwSignal::new(words.responsible),
            answer: RwSignal::new(words.answer),
            saved: RwSignal::new(Saved::NotYet),
            desk,
            shelf: Shelf::here(),
            findings: Findings::here(),
        }
    }

    fn words(self) -> Words {
        let state = named::<FindingState>(&self.state.get()).unwrap_or_default();
        Words { state, responsible: self.responsible.get(), answer: self.answer.get() }
    }

    fn write(self, words: &Words) {
        self.state.set(name(&words.state).unwrap_or_default());
        self.responsible.set(words.responsible.clone());
        self.answer.set(words.answer.clone());
    }

    /// Keeps what was written and not saved for as long as the desk is open.
    fn keep_draft(self) {
        let (Some(id), words) = (id_of(self.finding), self.words()) else { return };
        let decided = self.finding.with_untracked(|it| it.as_ref().map(Words::of));
        self.desk.drafts.update(|drafts| {
            if decided.as_ref() == Some(&words) {
                drafts.remove(&id);
            } else {
                drafts.insert(id, words);
            }
        });
    }

    fn save(self) {
        let words = untrack(|| self.words());
        self.decide(words, |before| Saved::Done { before }, || t!("desk-answer-saved"));
    }

    fn undo(self, before: Words) {
        self.decide(before, |_| Saved::Undone, || t!("desk-answer-undone"));
    }

    fn decide(
        self,
        words: Words,
        done: impl FnOnce(Words) -> Saved + 'static,
        say: impl FnOnce() -> String + 'static,
    ) {
        let Some(seen) = self.finding.get_untracked() else { return };
        self.saved.set(Saved::Saving);
        spawn_local(async move {
            let decision = words.decision(&seen.observations, &seen.decisions);
            match api::tell(&format!("/findings/{}/decisions", seen.id), &decision).await {
                Ok(()) => {
                    let _ = self.desk.drafts.try_update(|drafts| drafts.remove(&seen.id));
                    if self.saved.try_set(done(Words::of(&seen))).is_none() {
                        self.write(&words);
                    }
                    announce(say());
                    self.desk.ask_anew();
                }
                Err(trouble) => {
                    self.desk.notice(&trouble);
                    let _ = self.saved.try_set(Saved::Failed(trouble));
                }
            }
        });
    }

    /// Names used before, so that one party has one name.
    fn names(self) -> Vec<String> {
        let used =
            |all: &Vec<Finding>| all.iter().filter_map(|it| it.responsible.clone()).collect::<BTreeSet<_>>();
        self.shelf.findings.with(used).into_iter().flatten().collect()
    }
}

fn id_of(finding: Memo<Option<Finding>>) -> Option<ObservationId> {
    finding.with_untracked(|it| it.as_ref().map(|it| it.id))
}

/// The form under a finding.
#[component]
pub fn AnswerForm(
    /// The finding as the server has it now.
    finding: Memo<Option<Finding>>,
) -> impl IntoView {
    let form = Form::new(finding);
    Effect::new(move |_| form.keep_draft());
    let voices = move || finding.with(|it| it.as_ref().map_or(0, |it| it.voices));
    let saving = Signal::derive(move || form.saved.get() == Saved::Saving);
    view! {
        <form class="answer-form stack" aria-label=t!("desk-answer") on:submit=move |event| { event.prevent_default(); form.save(); }>
            {move || finding.with(|it| it.as_ref().is_some_and(|it| it.decisions.len() > 1)).then(|| view! {
                <Banner tone=Tone::Bad><p>{t!("desk-dispute")}</p></Banner>
            })}
            <div class="pair">
                <Select id=STATE_ID label=Signal::derive(|| t!("desk-state")) value=form.state test="finding-state"
                    options=Signal::derive(move || states(finding))/>
                <Responsible form/>
            </div>
            <TextArea
                id="finding-answer"
                test="finding-answer"
                label=Signal::derive(move || t!("desk-answer-read-by", n = voices()))
                hint=Signal::derive(|| Some(t!("desk-answer-hint")))
                value=form.answer
            />
            <Preview form/>
            <div class="save-line">
                <Button kind=Kind::Primary icon=Icon::Check disabled=saving on_press=move || form.save() test="finding-save">
                    {move || if saving.get() { t!("desk-saving") } else { t!("desk-save-and-answer") }}
                </Button>
            </div>
            <Outcome form/>
        </form>
    }
}

/// The states that make sense: only good places are kept.
fn states(finding: Memo<Option<Finding>>) -> Vec<(String, String)> {
    let safe = finding.with(|it| it.as_ref().is_some_and(|it| it.feeling == Feeling::Safe));
    let now = finding.with(|it| it.as_ref().map(|it| it.state));
    let fits = |state: &FindingState| safe || *state != FindingState::Kept || now == Some(*state);
    let named = |state: FindingState| (name(&state).unwrap_or_default(), state_text(state));
    FindingState::ALL.into_iter().filter(fits).map(named).collect()
}

#[component]
fn Responsible(form: Form) -> impl IntoView {
    view! {
        <div class="field">
            <label for="finding-responsible">{t!("desk-responsible")}</label>
            <input id="finding-responsible" data-test="finding-responsible" type="text" autocomplete="off"
                list="responsible-names" prop:value=form.responsible
                on:input=move |event| form.responsible.set(event_target_value(&event))/>
            <datalist id="responsible-names">
                {move || form.names().into_iter().map(|name| view! { <option value=name></option> }).collect_view()}
            </datalist>
        </div>
    }
}

/// What those who said it will read.
#[component]
fn Preview(form: Form) -> impl IntoView {
    let said = move || {
        let words = form.words();
        let who = Some(words.responsible.trim().to_owned()).filter(|who| !who.is_empty());
        let head = match who {
            Some(who) => t!("desk-preview-by", state = state_text(words.state), who = who),
            None => format!("{}.", state_text(words.state)),
        };
        view! { <b>{head}</b>" "{words.answer.trim().to_owned()} }
    };
    view! {
        <figure class="preview">
            <figcaption class="small quiet">{t!("desk-preview")}</figcaption>
            <p class="answer">{said}</p>
        </figure>
    }
}

/// How the save went, with the way back.
#[component]
fn Outcome(form: Form) -> impl IntoView {
    let _ = form.findings;
    move || match form.saved.get() {
        Saved::NotYet | Saved::Saving => ().into_any(),
        Saved::Failed(trouble) => view! {
            <Banner tone=Tone::Bad><p>{trouble.sentence()}" "{t!("desk-written-stays")}</p></Banner>
        }
        .into_any(),
        Saved::Done { before } => {
            let undo = Callback::new(move |()| form.undo(before.clone()));
            let way_back = (Signal::derive(|| t!("undo")), undo);
            view! { <Toast words=Signal::derive(|| t!("desk-answer-saved")) undo=way_back/> }.into_any()
        }
        Saved::Undone => view! { <Toast words=Signal::derive(|| t!("desk-answer-undone"))/> }.into_any(),
    }
}
