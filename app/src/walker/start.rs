//! *Start*: join a walk by code, or go on with one.

use leptos::prelude::*;

use super::joined::JoinedWalk;
use super::notices::{Newer, Notices, sentence};
use super::open::NotJoined;
use super::scan::Scan;
use super::state::walker;
use crate::t;
use crate::text::{day, text};
use crate::ui::{Button, Field, Icon, Kind, LanguageSwitch, ThemeSwitch};

/// The screen.
#[component]
pub fn Start() -> impl IntoView {
    let walker = walker();
    let join = move || walker.join_by_code();
    let problem = Signal::derive(move || walker.not_joined.get().map(why));
    let waits = Signal::derive(move || walker.joining.get());
    view! {
        <main>
            <Newer/>
            <Notices/>
            <div class="hello">
                <Icon icon=Icon::Lantern/>
                <h1 id="screen-title" tabindex="-1">{t!("app-name")}</h1>
                <p>{t!("start-what")}</p>
                <Field
                    label=t!("start-code")
                    hint=t!("start-code-hint")
                    problem
                    value=walker.code
                    autocapitalize="characters"
                    on_enter=join
                    test="start-code-input"
                />
                <div class="stack">
                    <Button kind=Kind::Primary on_press=join disabled=waits test="start-join">
                        {move || if waits.get() { t!("start-joining") } else { t!("start-join") }}
                    </Button>
                    <Scan/>
                </div>
            </div>
            <Earlier/>
            <section class="settings">
                <LanguageSwitch/>
                <ThemeSwitch/>
            </section>
        </main>
    }
}

/// Why it was not joined, what became of the code, and what to do.
fn why(reason: NotJoined) -> String {
    match reason {
        NotJoined::NoCode => t!("problem-no-code"),
        NotJoined::NoNet => t!("problem-join-offline"),
        NotJoined::NotKept(notice) => sentence(notice),
        NotJoined::Refused(code) => {
            let id = format!("problem-{code}");
            let found = text(&id, &[]);
            if found == id { t!("problem-join") } else { found }
        }
    }
}

/// Walks that lie on this phone.
#[component]
fn Earlier() -> impl IntoView {
    let walker = walker();
    let row = move |walk: JoinedWalk| {
        let (title, at) = (walk.card().title.clone(), day(walk.card().starts_at_ms));
        view! {
            <li>
                <button type="button" class="row" data-test="earlier-walk" on:click=move |_| walker.go_on_with(walk.clone())>
                    <Icon icon=Icon::Path/>
                    <span class="row-words"><b>{title}</b><small>{at}</small></span>
                    <Icon icon=Icon::CaretRight/>
                </button>
            </li>
        }
    };
    move || {
        let walks = walker.walks.get();
        (!walks.is_empty()).then(|| {
            view! {
                <h2>{t!("start-earlier")}</h2>
                <ul role="list" class="rows rule">{walks.into_iter().map(row).collect_view()}</ul>
            }
        })
    }
}
