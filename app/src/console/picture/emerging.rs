//! What is new: places where more came up in the last days than before and elsewhere.

use leptos::prelude::*;
use shared::situation::EmergingPlace;

use super::rounded;
use crate::console::route::{Place, to};
use crate::t;
use crate::text::{category_text, day};

/// The places, the surest first; nothing where there are none.
#[component]
pub fn Emerging(
    /// The places.
    places: Vec<EmergingPlace>,
) -> impl IntoView {
    let item = |it: EmergingPlace| {
        let href = to(Place::Findings(it.findings.first().copied()));
        let how = t!(
            "desk-emerging-how",
            cases = it.cases,
            expected = rounded(it.expected, 1),
            days = it.days,
            metres = it.reach_m.round(),
            p = rounded(it.p, 3)
        );
        view! {
            <li>
                <a href=href>{t!("desk-emerging-since", what = category_text(it.category.as_str()), since = day(it.since_ms))}</a>
                <p>{how}</p>
            </li>
        }
    };
    (!places.is_empty()).then(|| {
        view! {
            <section class="card" data-test="emerging">
                <h2>{t!("desk-emerging")}</h2>
                <p>{t!("desk-emerging-what")}</p>
                <ol class="ranked" role="list">{places.into_iter().map(item).collect_view()}</ol>
            </section>
        }
    })
}
