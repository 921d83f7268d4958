//! A list in its card: what stands first comes first, each with a line that says why.
//!
//! Promises: nothing where there is nothing to list.

use leptos::prelude::*;

/// One thing of a list.
pub struct Listed {
    /// Where it leads to, if anywhere.
    pub href: Option<String>,
    /// What it is called; names of neighbourhoods may come in later.
    pub title: Signal<String>,
    /// What there is to say of it.
    pub line: String,
}

/// The card. Without numbers where the order says nothing.
pub fn card(
    test: &'static str,
    title: String,
    what: String,
    is_numbered: bool,
    things: Vec<Listed>,
) -> Option<impl IntoView> {
    let item = |it: Listed| view! { <li><a href=it.href>{it.title}</a><p>{it.line}</p></li> };
    (!things.is_empty()).then(|| {
        let items: Vec<_> = things.into_iter().map(item).collect();
        view! {
            <section class="card" data-test=test>
                <h2>{title}</h2>
                <p>{what}</p>
                <ol class=if is_numbered { "ranked" } else { "ranked plain" } role="list">{items}</ol>
            </section>
        }
    })
}
