//! Imports: what came in on the server, what was left out and why, and the way back.
//!
//! Promises: an undo is asked for once; what it did or why it did not is said where it was asked.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::wire::{Imported, ImportedRow};

use super::api;
use super::desk::Desk;
use super::fetched::Fetched;
use crate::t;
use crate::text::day_and_time;
use crate::ui::{Banner, Button, Tone};

/// The section of the settings.
#[component]
pub fn Imports() -> impl IntoView {
    let imports = Fetched::<Vec<Imported>>::new(|| Some("/imports".to_owned()));
    let said = RwSignal::new(None::<(Tone, String)>);
    let undo = Callback::new(move |id: i64| undo(id, imports, said));
    view! {
        <section class="card stack" data-test="imports">
            <h2>{t!("desk-imports")}</h2>
            <p class="quiet">{t!("desk-imports-how")}</p>
            <div role="status">{move || said.get().map(|(tone, words)| view! { <Banner tone=tone><p>{words}</p></Banner> })}</div>
            {imports.view(move |imports| list(&imports, undo))}
        </section>
    }
}

fn undo(id: i64, imports: Fetched<Vec<Imported>>, said: RwSignal<Option<(Tone, String)>>) {
    let desk = Desk::here();
    spawn_local(async move {
        let undone = api::post::<Imported>(&format!("/imports/{id}/undo"), &()).await;
        let words = match undone {
            Ok(_) => (Tone::Good, t!("desk-import-undo-done")),
            Err(trouble) => {
                desk.notice(&trouble);
                (Tone::Bad, trouble.sentence())
            }
        };
        let _ = said.try_set(Some(words));
        imports.again();
        desk.ask_anew();
    });
}

fn list(imports: &[Imported], undo: Callback<i64>) -> AnyView {
    if imports.is_empty() {
        return view! { <p>{t!("desk-imports-none")}</p> }.into_any();
    }
    let items = imports.iter().map(|it| view! { <li class="stack">{item(it, undo)}</li> });
    view! { <ul class="stack others" role="list">{items.collect::<Vec<_>>()}</ul> }.into_any()
}

fn item(imported: &Imported, undo: Callback<i64>) -> impl IntoView + use<> {
    let id = imported.id;
    let counts = t!(
        "desk-import-counts",
        new = imported.new,
        changed = imported.changed,
        unchanged = imported.unchanged,
        removed = imported.removed,
        left = imported.left_out
    );
    let undone = imported.undone_at_ms.map(|at_ms| t!("desk-import-undone", when = day_and_time(at_ms)));
    let button = imported.can_undo.then(|| {
        view! { <Button test="import-undo" on_press=move || undo.run(id)>{t!("desk-import-undo")}</Button> }
    });
    view! {
        <h3>{kind(&imported.kind)}</h3>
        <p class="small quiet">{when_and_file(imported)}</p>
        <p>{counts}</p>
        {imported.notes.iter().map(|note| view! { <p class="small">{note.clone()}</p> }).collect::<Vec<_>>()}
        {(imported.left_out > 0).then(|| rows(imported))}
        {undone.map(|words| view! { <p>{words}</p> })}
        {button}
    }
}

/// What came without a file, as the demonstration does, has only its time.
fn when_and_file(imported: &Imported) -> String {
    let when = day_and_time(imported.at_ms);
    if imported.file.is_empty() { when } else { format!("{when} · {}", imported.file) }
}

fn rows(imported: &Imported) -> impl IntoView + use<> {
    let more = imported.left_out.saturating_sub(imported.rows.len() as u64);
    let items = imported.rows.iter().map(|it| view! { <li class="small">{row(it)}</li> });
    view! {
        <details>
            <summary>{t!("desk-import-left-out")}</summary>
            <ul>{items.collect::<Vec<_>>()}</ul>
            {(more > 0).then(|| view! { <p class="small">{t!("desk-import-more", n = more)}</p> })}
        </details>
    }
}

fn row(row: &ImportedRow) -> String {
    let (name, reason) = (&row.name, &row.reason);
    match row.line {
        Some(line) => t!("desk-import-line", n = line, name = name, reason = reason),
        None => t!("desk-import-feature", n = row.feature.unwrap_or_default(), name = name, reason = reason),
    }
}

fn kind(kind: &str) -> String {
    match kind {
        "areas" => t!("desk-imported-areas"),
        "lamp" => t!("desk-import-lamp"),
        "vulnerable" => t!("desk-import-vulnerable"),
        "basemap" => t!("desk-import-basemap"),
        other => other.to_owned(),
    }
}
