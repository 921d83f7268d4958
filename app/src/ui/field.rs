//! Where a person writes.
//!
//! Promises: the label is always visible and always tied to its field; what is wrong stands beside it and is read out.

use leptos::prelude::*;

use super::choice::next;

/// One line of text.
#[component]
pub fn Field(
    /// What it asks for.
    #[prop(into)]
    label: Signal<String>,
    /// What stands in it.
    value: RwSignal<String>,
    /// A word of help under the label.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// What is wrong with it now.
    #[prop(optional, into)]
    problem: MaybeProp<String>,
    /// `text`, `search`, `datetime-local`, …
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in; `off` unless said.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// `characters` for codes in capitals, `sentences` for prose.
    #[prop(default = "none")]
    autocapitalize: &'static str,
    /// The element's id; one is made up unless given.
    #[prop(optional, into)]
    id: Option<String>,
    /// Told when Enter is pressed.
    #[prop(optional, into)]
    on_enter: Option<Callback<()>>,
    /// The hook by which browser tests find it.
    #[prop(optional)]
    test: Option<&'static str>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| format!("field-{}", next()));
    let notes = format!("{id}-notes");
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <Notes id=notes.clone() hint problem/>
            <input
                type=kind
                id=id
                data-test=test
                autocomplete=autocomplete
                autocapitalize=autocapitalize
                aria-describedby=notes
                aria-invalid=move || problem.get().map(|_| "true")
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
                on:keydown=move |event| {
                    if let Some(on_enter) = on_enter.filter(|_| event.key() == "Enter") {
                        on_enter.run(());
                    }
                }
            />
        </div>
    }
}

/// Several lines of text; dictation works in it as the phone offers it.
#[component]
pub fn TextArea(
    /// What it asks for.
    #[prop(into)]
    label: Signal<String>,
    /// What stands in it.
    value: RwSignal<String>,
    /// A word of help under the label.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// What is wrong with it now.
    #[prop(optional, into)]
    problem: MaybeProp<String>,
    /// Lines shown.
    #[prop(default = 3)]
    rows: u8,
    /// The element's id; one is made up unless given.
    #[prop(optional, into)]
    id: Option<String>,
    /// Told when the person leaves it.
    #[prop(optional, into)]
    on_leave: Option<Callback<()>>,
    /// The hook by which browser tests find it.
    #[prop(optional)]
    test: Option<&'static str>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| format!("field-{}", next()));
    let notes = format!("{id}-notes");
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <Notes id=notes.clone() hint problem/>
            <textarea
                id=id
                data-test=test
                rows=rows.to_string()
                aria-describedby=notes
                aria-invalid=move || problem.get().map(|_| "true")
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
                on:change=move |_| if let Some(on_leave) = on_leave { on_leave.run(()) }
            ></textarea>
        </div>
    }
}

/// Help and what is wrong, tied to the field by id.
#[component]
fn Notes(id: String, hint: MaybeProp<String>, problem: MaybeProp<String>) -> impl IntoView {
    view! {
        <div id=id aria-live="polite">
            {move || hint.get().map(|hint| view! { <p class="hint">{hint}</p> })}
            {move || problem.get().map(|problem| view! { <p class="problem">{problem}</p> })}
        </div>
    }
}
