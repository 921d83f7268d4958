//! What is new: places where more came up in the last days than before and elsewhere.

use leptos::prelude::*;
use shared::situation::EmergingPlace;

use super::ranked::{self, Listed};
use super::rounded;
use crate::console::route::{Place, to};
use crate::t;
use crate::text::{category_text, day};

/// The places, the surest first; nothing where there are none.
pub fn card(places: &[EmergingPlace]) -> Option<impl IntoView + use<>> {
    let listed = places.iter().map(listed).collect();
    ranked::card("emerging", t!("desk-emerging"), t!("desk-emerging-what"), true, listed)
}

fn listed(it: &EmergingPlace) -> Listed {
    let what = category_text(it.category.as_str());
    Listed {
        href: Some(to(Place::Findings(it.findings.first().copied()))),
        title: Signal::stored(t!("desk-emerging-since", what = what, since = day(it.since_ms))),
        line: t!(
            "desk-emerging-how",
            cases = it.cases,
            expected = rounded(it.expected, 1),
            days = it.days,
            metres = it.reach_m.round(),
            p = rounded(it.p, 3)
        ),
    }
}
