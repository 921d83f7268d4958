//! How sure it is: what the picture does not say, and what it rests on.

use leptos::prelude::*;
use shared::situation::{FEW_WALKERS, Limit, Situation};

use crate::t;

/// The card.
pub fn card(it: &Situation) -> impl IntoView + use<> {
    let sources = (it.observations > 0).then(|| {
        let [observations, walkers] = [it.observations, it.walkers];
        t!("desk-sources", observations = observations, tracked = it.walked.walkers, walkers = walkers)
    });
    let always = [t!("desk-limit-groups", n = FEW_WALKERS), t!("desk-limit-always")];
    let all = it.limits.iter().copied().map(limit_text).chain(sources).chain(always);
    let all: Vec<_> = all.map(|words| view! { <li>{words}</li> }).collect();
    view! {
        <section class="card" data-test="sure">
            <h2>{t!("desk-how-sure-title")}</h2>
            <ul class="limits">{all}</ul>
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
