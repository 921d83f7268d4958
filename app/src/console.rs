//! The officers' face: see what came in, decide, answer.

use leptos::prelude::*;

use crate::t;

/// The whole face.
#[component]
pub fn Face() -> impl IntoView {
    view! { <h1>{move || t!("app-name")}</h1> }
}
