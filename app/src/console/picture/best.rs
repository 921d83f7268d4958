//! What to keep: the places that feel safe to most.

use leptos::prelude::*;
use shared::situation::BestPlace;

use super::ranked::{self, Listed};
use crate::console::desk::Shelf;
use crate::console::route::{Place, to};
use crate::console::words::finding_title;
use crate::t;

/// The list, most voices first; nothing where there are none.
pub fn card(places: Vec<BestPlace>) -> Option<impl IntoView + use<>> {
    let shelf = Shelf::here();
    let listed = move |it: BestPlace| Listed {
        href: Some(to(Place::Findings(Some(it.finding.id)))),
        line: t!("desk-people-on-walks", people = it.voices, walks = it.walks),
        title: Signal::derive(move || finding_title(&it.finding, shelf)),
    };
    ranked::card(
        "best",
        t!("desk-best"),
        t!("desk-best-what"),
        true,
        places.into_iter().map(listed).collect(),
    )
}
