//! What to keep: the places that feel safe to most.

use leptos::prelude::*;
use shared::situation::Finding;

use crate::console::desk::Shelf;
use crate::console::route::{Place, to};
use crate::console::words::{finding_line, finding_title};
use crate::t;

/// The list, most voices first; nothing where there are none.
#[component]
pub fn Best(
    /// The places.
    places: Vec<Finding>,
) -> impl IntoView {
    let shelf = Shelf::here();
    let item = move |finding: Finding| {
        let (href, line) = (to(Place::Findings(Some(finding.id))), finding_line(&finding));
        view! { <li><a href=href>{move || finding_title(&finding, shelf)}</a><p>{line}</p></li> }
    };
    (!places.is_empty()).then(|| {
        view! {
            <section class="card" data-test="best">
                <h2>{t!("desk-best")}</h2>
                <p>{t!("desk-best-what")}</p>
                <ol class="ranked" role="list">{places.into_iter().map(item).collect_view()}</ol>
            </section>
        }
    })
}
