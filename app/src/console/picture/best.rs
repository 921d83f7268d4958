//! What to keep: the places that feel safe to most.

use leptos::prelude::*;
use shared::situation::Finding;

use super::ranked::{self, Listed};
use crate::console::desk::Shelf;
use crate::console::route::{Place, to};
use crate::console::words::{finding_line, finding_title};
use crate::t;

/// The list, most voices first; nothing where there are none.
pub fn card(places: Vec<Finding>) -> Option<impl IntoView + use<>> {
    let shelf = Shelf::here();
    let listed = move |finding: Finding| Listed {
        href: Some(to(Place::Findings(Some(finding.id)))),
        line: finding_line(&finding),
        title: Signal::derive(move || finding_title(&finding, shelf)),
    };
    ranked::card(
        "best",
        t!("desk-best"),
        t!("desk-best-what"),
        true,
        places.into_iter().map(listed).collect(),
    )
}
