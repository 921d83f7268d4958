//! How sure it is: what the picture does not say, and what it rests on.

use leptos::prelude::*;
use shared::situation::{FEW_WALKERS, Limit, Situation};

use crate::t;

/// The card.
#[component]
pub fn Sure(
    /// The picture.
    situation: Situation,
) -> impl IntoView {
    let it = situation;
    let told = it.limits.iter().copied().map(limit_text).map(|words| view! { <li>{words}</li> });
    let looks =
        t!("desk-sources", observations = it.observations, tracked = it.walked.walkers, walkers = it.walkers);
    let sources = (it.observations > 0).then(|| view! { <li>{looks}</li> });
    view! {
        <section class="card" data-test="sure">
            <h2>{t!("desk-how-sure-title")}</h2>
            <ul class="limits">
                {told.collect_view()}{sources}<li>{t!("desk-limit-groups", n = FEW_WALKERS)}</li><li>{t!("desk-limit-always")}</li>
            </ul>
        </section>
    }
}

fn limit_text(limit: Limit) -> String {
    match limit {
        Limit::NothingRecorded => t!("desk-limit-nothing"),
        Limit::FewWalkers => t!("desk-limit-few", n = FEW_WALKERS),
        Limit::OneWalk => t!("desk-limit-one-walk"),
        Limit::SomeUnplaced => t!("desk-limit-unplaced"),
        Limit::FewBefore => t!("desk-limit-few-before", n = FEW_WALKERS),
        Limit::WaysUnknown => t!("desk-limit-ways-unknown"),
        Limit::SomeWaysUnknown => t!("desk-limit-some-ways"),
        Limit::NeverInTheDark => t!("desk-limit-never-dark"),
        Limit::PartsUnwalked => t!("desk-limit-parts-unwalked"),
        Limit::TooFewPlaces => t!("desk-limit-few-places"),
    }
}
