//! What is new: places that participants of the latest walks point out, and those of the year before did not.

use leptos::prelude::*;
use shared::situation::{Measure, NewPlace, Refusal, Situation};

use super::ranked::{self, Listed};
use super::refusals;
use crate::console::route::{Place, to};
use crate::t;
use crate::text::category_text;

/// What is new; where that cannot be told, what was not pointed out before, and why it may be chance.
pub fn card(it: &Situation) -> impl IntoView + use<> {
    let of = |places: &[NewPlace]| places.iter().map(listed).collect::<Vec<Listed>>();
    let new = ranked::card("emerging", t!("desk-new"), t!("desk-new-what"), true, of(&it.new_places.new));
    let why = why(&it.refused).unwrap_or_else(|| t!("desk-not-before-what"));
    let not_before =
        ranked::card("not-before", t!("desk-not-before"), why, false, of(&it.new_places.not_before));
    view! { {new}{not_before} }
}

fn why(refused: &[Refusal]) -> Option<String> {
    let refused = refused.iter().find(|it| it.measure == Measure::NewPlaces)?;
    Some([t!("desk-not-before-what"), refusals::said(&refused.why).words()].join(" "))
}

fn listed(it: &NewPlace) -> Listed {
    Listed {
        href: Some(to(Place::Findings(it.findings.first().copied()))),
        title: Signal::stored(category_text(it.category.as_str())),
        line: t!(
            "desk-new-how",
            people = it.voices,
            walks = it.walks,
            before = it.voices_before,
            passed = it.passed_before.round()
        ),
    }
}
