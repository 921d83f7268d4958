//! The residents' face: record what feels safe and unsafe, with or without net.

use leptos::prelude::*;

use crate::t;

/// The whole face.
#[component]
pub fn Face() -> impl IntoView {
    view! { <h1>{move || t!("app-name")}</h1> }
}
